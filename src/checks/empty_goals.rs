//! `empty-goals`: a key result without goals for the page's quarter.

use super::{Confidence, Finding, Item, Look, Rule, RuleId, Severity};
use crate::goals::{Emptiness, GoalPage, GoalsState, KeyResult, Managers};
use crate::i18n::Message;

pub const RULE: Rule = Rule { id: RuleId("empty-goals"), explanation: EXPLANATION, look: Look::AtPage(look) };

const EXPLANATION: &str = "\
What it does
  Finds key results without a goal for the page's quarter: a label such as “Q2 Goals:” with
  nothing after it, only a placeholder such as “TBD”, goals under another quarter's label
  alone, or neither a label nor a list.

Why it matters
  The page is made from last quarter's, with the goals taken out. What stays empty has been
  forgotten, and nobody who reads the page can tell what the team will do.

Example
  '''KR1:''' Reach level 3 of the maturity model.<br />
  '''Q2 Goals:'''
  *

How to fix it
  Write what will be done this quarter, a line each; two lines are enough:
  '''Q2 Goals:'''
  * Finish the review of the first ten services

What it leaves alone
  Goals that could not be read (a transclusion that failed, say), pages that cover a year, and
  an empty “Q2 Objective:”.
";

fn look(page: &GoalPage) -> Vec<Finding> {
    if page.quarter.is_none() {
        return Vec::new();
    }
    page.key_results()
        .filter(|(.., result)| result.goals_state == GoalsState::Empty)
        .map(|(objective, key_result, above, result)| {
            let (message, confidence) = what(result);
            let next_in_line = matches!(result.managers, Managers::Absent | Managers::Empty);
            let asked = if next_in_line { &above.manager } else { &result.managers };
            Finding {
                rule: RULE.id,
                severity: Severity::Warning,
                confidence,
                item: Item::KeyResult { objective, key_result },
                place: result.place.clone(),
                message,
                owners: asked.certain().to_vec(),
                next_in_line,
            }
        })
        .collect()
}

fn what(result: &KeyResult) -> (Message, Confidence) {
    let label = result.goals_label.as_deref();
    if let Some(Emptiness::EmptyCell(heading)) = &result.emptiness {
        return (Message::new("finding-empty-goals-cell").with(heading), Confidence::High);
    }
    match (&result.emptiness, label) {
        (Some(Emptiness::OnlyPlaceholder(text)), _) => {
            (Message::new("finding-empty-goals-placeholder").with(text), Confidence::High)
        }
        (Some(Emptiness::OnlyOtherQuarter(other)), _) => {
            (Message::new("finding-empty-goals-other-quarter").with(other), Confidence::High)
        }
        (Some(Emptiness::OnlyARemark), Some(label)) => {
            (Message::new("finding-empty-goals-remark").with(label), Confidence::Medium)
        }
        (Some(Emptiness::OnlyARemark), None) => {
            (Message::new("finding-empty-goals-maybe"), Confidence::Medium)
        }
        (_, Some(label)) => (Message::new("finding-empty-goals-nothing").with(label), Confidence::High),
        (_, None) => (Message::new("finding-empty-goals-no-label"), Confidence::High),
    }
}
