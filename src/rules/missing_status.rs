//! `missing-status`: the quarter ends, and a goal says nothing of how far it is.

use chrono::{Days, NaiveDate};

use super::{
    Confidence, Finding, Item, KeyResultSpot, Look, Rule, RuleId, Severity, Spot, Told, Topic, View,
};
use crate::base::{Message, Quarter};
use crate::goals::{GoalPage, GoalsState, KeyResult, Objective, Stated, StatusPlace};

/// Missing statuses are reported from this many days before the quarter's end, or earlier where
/// owners are asked earlier.
const LAST_DAYS: i64 = 14;

pub const RULE: Rule = Rule {
    id: RuleId("missing-status"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "write how far each goal is, as other goals on the page do",
    told: Told::Owners { topic: Topic::Statuses, is_settled },
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  In the quarter's last two weeks, or its last `closing_days` if the board's settings name more,
  finds key results with goals of which neither the goal nor the row nor the key result has a
  status. Only on pages that use statuses. Any text in the place for a status is one: “70 %”, “waiting for
  hardware”.

Why it matters
  At the quarter's end people read the page to learn what became of the goals.

Example
  On 20 December, on the page for October to December:
  * Publish the first four definitions

How to fix it
  * {{Done}} Publish the first four definitions

What it leaves alone
  Pages without any status: there it isn't the habit.

When it is certain
  Where the key result has a place for a status with nothing in it, or at least half of its
  objective's goals have a status. A placeholder such as “TBD” is a guess.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    asked(view, says_nothing)
        .map(|(at, count)| {
            let found = RULE.finding(at.spot, Message::new("finding-missing-status").with(count));
            let confidence = match at.result.status_place {
                // “TBD” is something, and may be meant so.
                _ if at.result.statuses().any(|status| status.is_some_and(Stated::is_placeholder)) => {
                    Confidence::Low
                }
                StatusPlace::Empty => Confidence::High,
                StatusPlace::Absent if is_habit(at.objective) => Confidence::High,
                StatusPlace::Absent | StatusPlace::Taken => Confidence::Medium,
            };
            found.sure(confidence).asking(&at.result.managers)
        })
        .collect()
}

/// Whether there is no status, or only a placeholder for one.
fn says_nothing(status: Option<&Stated>) -> bool {
    status.is_none_or(Stated::is_placeholder)
}

/// Whether at least half of an objective's goals have a status.
fn is_habit(objective: &Objective) -> bool {
    let statuses = objective.key_results.iter().flat_map(KeyResult::statuses);
    let (with, all) =
        statuses.fold((0, 0), |(with, all), status| (with + usize::from(status.is_some()), all + 1));
    2 * with >= all
}

/// A key result is settled when all of its goals have a status.
fn is_settled(page: &GoalPage, item: Item) -> bool {
    all_statuses(page, item, |status| !says_nothing(status))
}

/// Whether a key result has goals, and the status of each (its own, or that of the key result) is as wanted.
pub fn all_statuses(page: &GoalPage, item: Item, wanted: fn(Option<&Stated>) -> bool) -> bool {
    item.on(page)
        .1
        .is_some_and(|result| result.goals_state == GoalsState::Read && result.statuses().all(wanted))
}

/// The day from which on the statuses of a quarter count as missing.
pub fn statuses_from(quarter: Quarter, closing_days: i64) -> Option<NaiveDate> {
    let days = Days::new(LAST_DAYS.max(closing_days).unsigned_abs() - 1);
    quarter.last_day().checked_sub_days(days)
}

/// Key results with goals whose status is as `wanted`, when it is time to ask, and how many such goals they have.
pub fn asked<'a>(
    view: &View<'a>,
    wanted: fn(Option<&Stated>) -> bool,
) -> impl Iterator<Item = (KeyResultSpot<'a>, usize)> {
    let ends = view.page.quarter.and_then(|quarter| statuses_from(quarter, view.closing_days));
    let time = ends.is_some_and(|ends| view.today >= ends) && view.page.uses_statuses();
    Spot::key_results(view.page).filter(move |_| time).filter_map(move |at| {
        let count = at.result.statuses().filter(|status| wanted(*status)).count();
        (count > 0).then_some((at, count))
    })
}
