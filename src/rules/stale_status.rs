//! `stale-status`: the quarter ends, and a goal is still “To do”.

use super::missing_status::{all_statuses, asked};
use super::{Finding, Item, Look, Rule, RuleId, Severity, Told, Topic, View};
use crate::base::Message;
use crate::goals::{GoalPage, Stated, Status};

pub const RULE: Rule = Rule {
    id: RuleId("stale-status"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "say what became of the goal: done, in progress, postponed",
    told: Told::Owners { topic: Topic::Statuses, is_settled },
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
    asked(view, |status| Stated::status(status) == Some(Status::ToDo))
        .map(|(at, count)| {
            let found = RULE.finding(at.spot, Message::new("finding-stale-status").with(count));
            found.asking(&at.result.managers)
        })
        .collect()
}

/// A key result is settled when all of its goals have a status, and none is “To do” any more.
fn is_settled(page: &GoalPage, item: Item) -> bool {
    all_statuses(page, item, |status| status.is_some() && Stated::status(status) != Some(Status::ToDo))
}
