//! `goalkeeper explain`: what a rule means.

use serde_json::json;

use super::{Exit, Failure, Format, print};
use crate::checks::{RULES, Rule, nearest_rule, rule};

const LIST: &str = "The rules, and how bad what they find is; goalkeeper explain RULE says more of one:\n";

const SEVERITIES: &str = "\
A board's [boards.rules] can make it error, warning or note: that changes the word shown, and not the
exit code or who is told. With \"off\" the rule finds nothing, and nobody is told either.
";

pub fn run(name: Option<&str>, format: Format) -> Result<Exit, Failure> {
    let chosen: Vec<&Rule> = match name {
        None => RULES.to_vec(),
        Some(name) => vec![rule(name).ok_or_else(|| unknown(name))?],
    };
    let json = || {
        let all = chosen
            .iter()
            .map(|rule| json!({"rule": rule.id, "severity": rule.severity, "explanation": rule.explanation}));
        json!({"schema": "goalkeeper.explain/1", "rules": all.collect::<Vec<_>>()})
    };
    let one = |rule: &&Rule| format!("{} ({})\n\n{}", rule.id, rule.severity, rule.explanation);
    let line = |rule: &&Rule| format!("  {:<18}{}\n", rule.id.as_str(), rule.severity);
    let human = || match name {
        Some(_) => chosen.iter().map(one).collect(),
        None => format!("{LIST}{}{SEVERITIES}", chosen.iter().map(line).collect::<String>()),
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
