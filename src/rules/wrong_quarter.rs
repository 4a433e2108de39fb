//! `wrong-quarter`: a label of another quarter on this quarter's page.

use super::{Finding, Look, Rule, RuleId, Severity, Spot, Told, View};
use crate::base::Message;
use crate::goals::GoalsState;

pub const RULE: Rule = Rule {
    id: RuleId("wrong-quarter"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "correct the quarter in the label, or take last quarter's goals out",
    told: Told::Nobody,
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
    Spot::key_results(view.page)
        .filter_map(|at| {
            let label = at.result.other_quarters.first()?;
            // A label left behind beside this quarter's goals does no harm.
            let harmless = at.result.goals_state == GoalsState::Read;
            let severity = if harmless { Severity::Note } else { RULE.severity };
            let found = RULE.finding(at.spot, Message::new("finding-wrong-quarter").with(label));
            Some(found.severe(severity).asking(&at.result.managers))
        })
        .collect()
}
