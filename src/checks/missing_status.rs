//! `missing-status`: the quarter ends, and a goal says nothing of how far it is.

use chrono::Days;

use super::{Confidence, Finding, Item, Look, Rule, RuleId, Severity, Topic, View};
use crate::goals::{KeyResult, Status};
use crate::i18n::Message;

/// Missing statuses are reported from this many days before the quarter's end, or earlier where
/// owners are asked earlier.
const LAST_DAYS: u32 = 14;

pub const RULE: Rule = Rule {
    id: RuleId("missing-status"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "write how far each goal is, as other goals on the page do",
    told: Some(Topic::Statuses),
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  In the quarter's last two weeks, or its last `closing_days` if the board's settings name more,
  finds key results with goals of which neither the goal nor the row nor the key result has a
  status. Only on pages that use statuses.

Why it matters
  At the quarter's end people read the page to learn what became of the goals.

Example
  On 20 December, on the page for October to December:
  * Publish the first four definitions

How to fix it
  * {{Done}} Publish the first four definitions

What it leaves alone
  Pages without any status: there it isn't the habit.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    asked(view, |status| status.is_none())
        .map(|(item, result, count)| {
            finding(&RULE, item, result, Message::new("finding-missing-status").with(count))
        })
        .collect()
}

/// Key results with goals whose status is as `wanted`, when it is time to ask, and how many they are.
pub fn asked<'a>(
    view: &View<'a>,
    wanted: fn(Option<Status>) -> bool,
) -> impl Iterator<Item = (Item, &'a KeyResult, usize)> {
    let days = Days::new(LAST_DAYS.max(view.closing_days).saturating_sub(1).into());
    let ends = view.page.quarter.and_then(|quarter| quarter.last_day().checked_sub_days(days));
    let uses =
        |result: &KeyResult| result.status.is_some() || result.goals.iter().any(|goal| goal.status.is_some());
    let in_use = view.page.key_results().any(|(.., result)| uses(result));
    let time = ends.is_some_and(|ends| view.today >= ends) && in_use;
    view.page.key_results().filter(move |_| time).filter_map(move |(objective, key_result, _, result)| {
        let of_goal = |status: Option<Status>| wanted(status.or(result.status));
        let count = result.goals.iter().filter(|goal| of_goal(goal.status)).count();
        (count > 0).then_some((Item::KeyResult { objective, key_result }, result, count))
    })
}

/// A finding about statuses.
pub fn finding(rule: &Rule, item: Item, result: &KeyResult, message: Message) -> Finding {
    Finding {
        rule: rule.id,
        severity: rule.severity,
        confidence: Confidence::High,
        item,
        place: result.place.clone(),
        message,
        owners: result.managers.certain().to_vec(),
        next_in_line: false,
    }
}
