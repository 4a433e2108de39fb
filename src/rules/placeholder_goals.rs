//! `placeholder-goals`: a key result whose goals only say that there are none yet.

use super::empty_goals::{finding, is_settled, stubs};
use super::{Finding, Look, Rule, RuleId, Severity, Told, Topic, View};
use crate::base::Message;
use crate::goals::Emptiness;

pub const RULE: Rule = Rule {
    id: RuleId("placeholder-goals"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "replace the placeholder by what will be done this quarter, a line each",
    told: Told::Owners { topic: Topic::Goals, is_settled },
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds key results under whose goals' label stand only placeholders: “TBD”, “to be determined”,
  “???”, “N/A”, “None”. A placeholder is a goal's whole text, never a part of it.

Why it matters
  Someone meant to come back and write the goals, and the quarter has begun.

Example
  '''Q2 Goals:'''
  * TBD

How to fix it
  Write what will be done this quarter, a line each. If there really are to be none, say so in
  a sentence: “No goals this quarter: the team works on KR1.”

What it leaves alone
  Goals with a placeholder in them (“Decide the TBD items of the roadmap”), and a placeholder
  beside a real goal.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    stubs(view)
        .filter_map(|stub| match &stub.result.emptiness {
            Some(Emptiness::OnlyPlaceholder(text)) => {
                Some(finding(&RULE, stub, Message::new("finding-placeholder-goals").with(text)))
            }
            _ => None,
        })
        .collect()
}
