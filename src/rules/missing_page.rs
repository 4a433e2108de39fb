//! `missing-page`: the quarter has begun, and its page isn't there.

use chrono::NaiveDate;

use super::{Finding, Look, Rule, RuleId, Severity, Spot, Told};
use crate::base::{Message, Quarter};

pub const RULE: Rule = Rule {
    id: RuleId("missing-page"),
    severity: Severity::Error,
    explanation: EXPLANATION,
    fix: "create the page, usually as a copy of last quarter's with the goals taken out",
    told: Told::Nobody,
    look: Look::MissingPage(look),
};

const EXPLANATION: &str = "\
What it does
  Says that a board's page for the quarter does not exist although the quarter has begun.

Why it matters
  Nobody can write goals on a page that isn't there, and nobody gets a notice about it.

Example
  On 5 October 2020 there is no page “Wikimedia Technology/Goals/2020-21 Q2”.

How to fix it
  Create the page, usually as a copy of last quarter's with the goals taken out; or correct the
  board's `titles` if the page has another name.
";

fn look(quarter: Quarter, today: NaiveDate) -> Vec<Finding> {
    if today < quarter.first_day() {
        return Vec::new();
    }
    vec![RULE.finding(Spot::no_page(), Message::new("finding-missing-page").with(quarter.first_day()))]
}
