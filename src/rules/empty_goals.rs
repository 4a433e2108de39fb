//! `empty-goals`: a key result without goals for the page's quarter.

use super::{
    Confidence, Finding, Item, KeyResultSpot, Look, Rule, RuleId, Severity, Spot, Told, Topic, View,
};
use crate::base::Message;
use crate::goals::{Emptiness, GoalPage, GoalsState, KeyResult, Managers};

pub const RULE: Rule = Rule {
    id: RuleId("empty-goals"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "write what will be done this quarter, a line each; two lines are enough",
    told: Told::Owners { topic: Topic::Goals, is_settled },
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds key results without a goal for the page's quarter: a label such as “Q2 Goals:” with
  nothing after it, an empty cell in the column of the goals, a list item with nothing in it,
  goals under another quarter's label alone, or neither a label nor a list. The last is certain
  only where other key results of the page have labels.

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
  Goals that could not be read (a transclusion that failed, say), pages that cover a year, plain
  OKRs, whose key results are the goals, and an empty “Q2 Objective:”. Placeholders such as “TBD”
  are placeholder-goals.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    let others_have_labels = others_have_labels(view);
    stubs(view)
        .filter(|stub| !matches!(stub.result.emptiness, Some(Emptiness::OnlyPlaceholder(_))))
        .map(|stub| {
            let (message, confidence) = what(stub.result, others_have_labels);
            finding(&RULE, stub, message).sure(confidence)
        })
        .collect()
}

/// A key result is settled when it surely has a goal, which is never a placeholder.
pub fn is_settled(page: &GoalPage, item: Item) -> bool {
    item.on(page).1.is_some_and(|result| result.goals_state == GoalsState::Read)
}

/// Key results without goals, on a page for one quarter.
pub fn stubs<'a>(view: &View<'a>) -> impl Iterator<Item = KeyResultSpot<'a>> {
    let quarterly = view.page.quarter.is_some();
    Spot::key_results(view.page).filter(move |at| quarterly && at.result.goals_state == GoalsState::Empty)
}

/// A finding about a key result without goals. Where nobody is named for it, the objective's
/// manager is asked.
pub fn finding(rule: &Rule, stub: KeyResultSpot<'_>, message: Message) -> Finding {
    let found = rule.finding(stub.spot, message);
    match stub.result.managers {
        Managers::Absent | Managers::Empty => found.asking_next_in_line(&stub.objective.manager),
        Managers::Unread | Managers::Named { .. } => found.asking(&stub.result.managers),
    }
}

/// Whether key results of the page have labels for their goals: only then is one without any surely a stub.
fn others_have_labels(view: &View<'_>) -> bool {
    view.page.key_results().any(|(.., result)| result.goals_label.is_some())
}

fn what(result: &KeyResult, others_have_labels: bool) -> (Message, Confidence) {
    let label = result.goals_label.as_deref();
    match (&result.emptiness, label) {
        (Some(Emptiness::EmptyCell(heading)), _) => {
            (Message::new("finding-empty-goals-cell").with(heading), Confidence::High)
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
        (Some(Emptiness::EmptyBullet), None) => {
            (Message::new("finding-empty-goals-no-label"), Confidence::High)
        }
        (_, Some(label)) => (Message::new("finding-empty-goals-nothing").with(label), Confidence::High),
        (_, None) => {
            let confidence = if others_have_labels { Confidence::High } else { Confidence::Medium };
            (Message::new("finding-empty-goals-no-label"), confidence)
        }
    }
}
