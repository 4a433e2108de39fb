//! `missing-manager`: a key result or an objective for which nobody is named.

use super::{
    Confidence, Finding, Item, KeyResultSpot, Look, Rule, RuleId, Severity, Spot, Told, Topic, View,
};
use crate::base::Message;
use crate::goals::{GoalPage, Managers};

pub const RULE: Rule = Rule {
    id: RuleId("missing-manager"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "name the person who answers for it, best with a link to their user page",
    told: Told::Owners { topic: Topic::Manager, is_settled },
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds key results and objectives whose manager line names nobody, or only a placeholder such
  as “TBD” or “vacant”, and key results that no manager line covers.

Why it matters
  Without a name nobody answers for the goals, and nobody can be asked about them.

Example
  '''Key Result Manager:'''

  '''KR1:''' Reach level 3 of the maturity model.

How to fix it
  Name the person, best with a link to their user page:
  '''Key Result Manager:''' [[User:AnnExample (WMF)|Ann Example]]

What it leaves alone
  A key result without a line of its own that is covered by the section's line
  (“Key Results Manager:”) or by the objective's. A line of its own that is empty is not covered.

When it is certain
  Where a manager's line or cell stands empty, or nearly all other key results of the page have a
  manager. Not where the item or its section links somebody whom no field took, or the table has a
  column that nobody knows.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    let page = view.page;
    if page.quarter.is_none() {
        return Vec::new();
    }
    if !page.has_manager_labels {
        let found = RULE.finding(Spot::page(page), Message::new("finding-missing-manager-page"));
        return vec![found.sure(Confidence::Low).asking_next_in_line(&Managers::Absent)];
    }
    let objectives = Spot::objectives(page).filter(|(_, objective)| objective.manager == Managers::Empty);
    let objectives = objectives.map(|(spot, objective)| {
        let found = RULE.finding(spot, Message::new("finding-missing-manager-objective"));
        found.sure(unless(objective.mentions_people)).asking_next_in_line(&Managers::Absent)
    });
    let nobody = |at: &KeyResultSpot<'_>| matches!(at.result.managers, Managers::Absent | Managers::Empty);
    let named = page.key_results().filter(|(.., result)| !result.managers.named().is_empty()).count();
    let all = page.key_results().count();
    let key_results = Spot::key_results(page).filter(nobody).map(|at| {
        let in_doubt = at.result.mentions_people || at.objective.mentions_people;
        // Without a line of its own it is a gap only if nearly all others have one.
        let is_gap = at.result.managers == Managers::Empty || is_nearly_all(named, all - 1);
        let found = RULE.finding(at.spot, Message::new("finding-missing-manager"));
        found.sure(unless(in_doubt || !is_gap)).asking_next_in_line(&at.objective.manager)
    });
    objectives.chain(key_results).collect()
}

/// How sure a finding is, unless something puts it in doubt.
fn unless(in_doubt: bool) -> Confidence {
    if in_doubt { Confidence::Medium } else { Confidence::High }
}

/// Whether so many of the others have a manager that one without is an exception.
fn is_nearly_all(named: usize, others: usize) -> bool {
    const AT_LEAST: usize = 2;
    named >= AT_LEAST && 5 * named >= 4 * others
}

/// An item is settled when somebody is named for it.
fn is_settled(page: &GoalPage, item: Item) -> bool {
    let managers = match (item, item.on(page)) {
        (Item::KeyResult { .. }, (_, Some(result))) => &result.managers,
        (Item::Objective { .. }, (Some(objective), _)) => &objective.manager,
        // A key result that isn't there any more is not its objective.
        _ => return false,
    };
    matches!(managers, Managers::Named { .. })
}
