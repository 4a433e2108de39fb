//! `unused-allow`: a comment on the page allows what isn't there.

use chrono::NaiveDate;

use super::{Finding, Look, Rule, RuleId, Severity, Spot, Told, nearest_rule, rule};
use crate::base::Message;
use crate::goals::Allow;

pub const RULE: Rule = Rule {
    id: RuleId("unused-allow"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "take the comment out, or correct the rule's name or the day",
    told: Told::Nobody,
    look: Look::Allows,
};

const EXPLANATION: &str = "\
What it does
  Finds comments like “goalkeeper: allow empty-goals” that allow nothing: what they allow isn't
  there (any more), their day is over, or there is no rule of that name.

Why it matters
  A comment that is left behind would hide the next finding of its kind without anyone having
  meant it.

Example
  '''KR1:''' A key result with goals. <!-- goalkeeper: allow empty-goals: waiting for budget -->

How to fix it
  Take the comment out, or correct the rule's name or the day after “until”.
";

/// What is to be said of an allow that matched nothing.
pub fn finding(allow: &Allow, spot: Spot<'_>, today: NaiveDate) -> Finding {
    let message = match allow.until {
        _ if rule(&allow.rule).is_none() => {
            Message::new("finding-unused-allow-unknown").with(&allow.rule).with(nearest_rule(&allow.rule))
        }
        Some(NaiveDate::MIN) => Message::new("finding-unused-allow-no-day").with(&allow.rule),
        Some(until) if until < today => {
            Message::new("finding-unused-allow-over").with(&allow.rule).with(until)
        }
        _ => Message::new("finding-unused-allow").with(&allow.rule),
    };
    RULE.finding(spot, message)
}
