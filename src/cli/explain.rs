//! `goalkeeper explain`: what a rule means.

use super::Format;
use super::context::{Exit, Failure, print};
use crate::report::explain;
use crate::rules::{RULES, Rule, nearest_rule, rule};

pub fn run(name: Option<&str>, format: Format) -> Result<Exit, Failure> {
    match name {
        None => print(format, || explain::json(&RULES), || explain::list(&RULES))?,
        Some(name) => {
            let rule: &Rule = rule(name).ok_or_else(|| unknown(name))?;
            print(format, || explain::json(&[rule]), || explain::one(rule))?;
        }
    }
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
