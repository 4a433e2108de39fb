//! `unlinked-manager`: a manager's name without a link, on a page that links others.

use std::collections::BTreeSet;

use super::{Confidence, Finding, Item, Look, Rule, RuleId, Severity, View};
use crate::goals::{Manager, Managers, Place};
use crate::i18n::Message;

pub const RULE: Rule = Rule {
    id: RuleId("unlinked-manager"),
    severity: Severity::Note,
    explanation: EXPLANATION,
    fix: "link the name to the person's user page, as others on the page are",
    told: None,
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
    let links = named.iter().any(|(manager, ..)| manager.account.is_some());
    let mut seen: BTreeSet<&str> = named
        .iter()
        .filter(|(m, ..)| m.account.is_some())
        .map(|(manager, ..)| manager.name.as_str())
        .collect();
    let known = |manager: &Manager| view.owners.resolve(manager).is_some();
    let unlinked =
        named.iter().filter(|(manager, ..)| links && !known(manager) && seen.insert(&manager.name));
    unlinked
        .map(|(manager, item, place)| finding(&RULE, "finding-unlinked-manager", &manager.name, *item, place))
        .collect()
}

/// Every name on the page, where it stands itself and isn't inherited.
pub fn named<'a>(view: &View<'a>) -> Vec<(&'a Manager, Item, &'a Place)> {
    let mut named = Vec::new();
    for (objective, above) in view.page.objectives.iter().enumerate() {
        let mut add = |managers: &'a Managers, item: Item, place: &'a Place| {
            named.extend(managers.named().iter().map(|manager| (manager, item, place)));
        };
        add(&above.manager, Item::Objective { objective }, &above.place);
        for (key_result, result) in above.key_results.iter().enumerate() {
            add(&result.managers, Item::KeyResult { objective, key_result }, &result.place);
        }
    }
    named
}

/// A finding about a name.
pub fn finding(rule: &Rule, message: &'static str, about: &str, item: Item, place: &Place) -> Finding {
    Finding {
        rule: rule.id,
        severity: rule.severity,
        confidence: Confidence::High,
        item,
        place: place.clone(),
        message: Message::new(message).with(about),
        owners: Vec::new(),
        next_in_line: false,
    }
}
