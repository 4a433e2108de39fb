//! `stale-status`: the quarter ends, and a goal is still “To do”.

use super::missing_status::{asked, finding};
use super::{Finding, Look, Rule, RuleId, Severity, Topic, View};
use crate::goals::Status;
use crate::i18n::Message;

pub const RULE: Rule = Rule {
    id: RuleId("stale-status"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "say what became of the goal: done, in progress, postponed",
    told: Some(Topic::Statuses),
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  In the quarter's last two weeks, or its last `closing_days` if the board's settings name more,
  finds goals whose status is still “To do”.

Why it matters
  It is what a goal begins with: nobody has looked at it since, or it will not be done and
  nobody has said so.

Example
  On 20 December, on the page for October to December:
  * {{To do}} Publish the first four definitions

How to fix it
  * {{Postponed}} Publish the first four definitions
";

fn look(view: &View<'_>) -> Vec<Finding> {
    asked(view, |status| status == Some(Status::ToDo))
        .map(|(item, result, count)| {
            finding(&RULE, item, result, Message::new("finding-stale-status").with(count))
        })
        .collect()
}
