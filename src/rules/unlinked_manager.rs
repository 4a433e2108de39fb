//! `unlinked-manager`: a manager's name without a link, on a page that links others.

use std::collections::BTreeSet;

use super::{Finding, Look, Rule, RuleId, Severity, Spot, Told, View};
use crate::base::Message;
use crate::goals::Manager;

pub const RULE: Rule = Rule {
    id: RuleId("unlinked-manager"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "link the name to the person's user page, as others on the page are",
    told: Told::Nobody,
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds managers named as plain text on a page that links others to their user pages. Each name
  is reported once, where it stands first.

Why it matters
  A name doesn't tell whose account it is. Nobody can be told anything on the strength of it,
  unless the settings' [owners] table or the wiki's owners page knows the name.

Example
  '''Key Result Manager:''' Ann Example

How to fix it
  '''Key Result Manager:''' [[User:AnnExample (WMF)|Ann Example]]

What it leaves alone
  Names that the [owners] table or the owners page knows, and pages that link nobody: there
  `goalkeeper owners` lists the names. Owners are never told of this; it is for the coordinator.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    let named = named(view);
    let linked = named.iter().filter(|(manager, _)| manager.account.is_some());
    let mut seen: BTreeSet<&str> = linked.map(|(manager, _)| manager.name.as_str()).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let is_known = |manager: &Manager| view.owners.resolve(manager).is_some();
    let unlinked = named.iter().filter(|(manager, _)| !is_known(manager) && seen.insert(&manager.name));
    unlinked
        .map(|(manager, spot)| {
            RULE.finding(*spot, Message::new("finding-unlinked-manager").with(&manager.name))
        })
        .collect()
}

/// Every name on the page, where it stands itself and isn't inherited.
pub fn named<'a>(view: &View<'a>) -> Vec<(&'a Manager, Spot<'a>)> {
    let mut key_results = Spot::key_results(view.page).peekable();
    let mut named = Vec::new();
    for (spot, objective) in Spot::objectives(view.page) {
        named.extend(objective.manager.named().iter().map(|manager| (manager, spot)));
        while let Some(at) = key_results.next_if(|at| std::ptr::eq(at.objective, objective)) {
            named.extend(at.result.managers.named().iter().map(|manager| (manager, at.spot)));
        }
    }
    named
}
