//! `wrong-quarter`: a label of another quarter on this quarter's page.

use super::{Confidence, Finding, Item, Look, Rule, RuleId, Severity, View};
use crate::goals::GoalsState;
use crate::i18n::Message;

pub const RULE: Rule = Rule {
    id: RuleId("wrong-quarter"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "correct the quarter in the label, or take last quarter's goals out",
    told: None,
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds goals' labels that name another quarter than the page: “Q1 Goals:” on the page for Q2.
  The page's quarter is that of its title. Beside this quarter's goals, where such a label does
  no harm, it is a note.

Why it matters
  The page was made from last quarter's, and what stands there may be last quarter's too.

Example
  On “Goals/2020-21 Q2”:
  '''Q1 Goals:'''
  * Left over from last quarter

How to fix it
  Correct the quarter in the label if the goals are this quarter's; else take them out. Where
  they were the only ones, the key result also counts as without goals (empty-goals).

What it leaves alone
  Quarters named in a key result's text (“reach it by Q4”).
";

fn look(view: &View<'_>) -> Vec<Finding> {
    if view.page.quarter.is_none() {
        return Vec::new();
    }
    view.page
        .key_results()
        .filter_map(|(objective, key_result, _, result)| {
            let label = result.other_quarters.first()?;
            // A label left behind beside this quarter's goals does no harm.
            let harmless = result.goals_state == GoalsState::Read;
            Some(Finding {
                rule: RULE.id,
                severity: if harmless { Severity::Note } else { RULE.severity },
                confidence: Confidence::High,
                item: Item::KeyResult { objective, key_result },
                place: result.place.clone(),
                message: Message::new("finding-wrong-quarter").with(label),
                owners: result.managers.certain().to_vec(),
                next_in_line: false,
            })
        })
        .collect()
}
