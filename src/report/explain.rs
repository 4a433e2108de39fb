//! What rules mean.

use serde_json::{Value as Json, json};

use crate::rules::Rule;

const LIST: &str = "The rules, and how bad what they find is; goalkeeper explain RULE says more of one:\n";

const SEVERITIES: &str = "\
A board's [boards.rules] can make it error, warning or note: that changes the word shown, and not the
exit code or who is told. With \"off\" the rule finds nothing, and nobody is told either.
";

/// A list, for a person.
pub fn list(rules: &[&Rule]) -> String {
    let line = |rule: &&Rule| format!("  {:<18}{}\n", rule.id.as_str(), rule.severity);
    format!("{LIST}{}{SEVERITIES}", rules.iter().map(line).collect::<String>())
}

/// All there is to say of one, for a person.
pub fn one(rule: &Rule) -> String {
    format!("{} ({})\n\n{}", rule.id, rule.severity, rule.explanation)
}

/// For a program.
pub fn json(rules: &[&Rule]) -> Json {
    let all = rules
        .iter()
        .map(|rule| json!({"rule": rule.id, "severity": rule.severity, "explanation": rule.explanation}));
    json!({"schema": "goalkeeper.explain/1", "rules": all.collect::<Vec<_>>()})
}
