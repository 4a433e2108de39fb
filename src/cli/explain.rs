//! `goalkeeper explain`: what a rule means.

use serde_json::json;

use super::{Exit, Failure, Format, print};
use crate::checks::{RULES, Rule, nearest_rule, rule};

pub fn run(name: Option<&str>, format: Format) -> Result<Exit, Failure> {
    let chosen: Vec<&Rule> = match name {
        None => RULES.to_vec(),
        Some(name) => vec![rule(name).ok_or_else(|| unknown(name))?],
    };
    let json = || {
        let all = chosen.iter().map(|rule| json!({"rule": rule.id, "explanation": rule.explanation}));
        json!({"schema": "goalkeeper.explain/1", "rules": all.collect::<Vec<_>>()})
    };
    let human = || match name {
        Some(_) => chosen.iter().map(|rule| format!("{}\n\n{}", rule.id, rule.explanation)).collect(),
        None => {
            let names: String = chosen.iter().map(|rule| format!("  {}\n", rule.id)).collect();
            format!("The rules; goalkeeper explain RULE says more of one:\n{names}")
        }
    };
    print(format, json, human)?;
    Ok(Exit::Fine)
}

fn unknown(name: &str) -> Failure {
    let names: Vec<_> = RULES.iter().map(|rule| rule.id.as_str()).collect();
    let nearest = nearest_rule(name);
    Failure::Usage(format!(
        "there is no rule “{name}”; did you mean “{nearest}”? The rules are {}.",
        names.join(", ")
    ))
}
