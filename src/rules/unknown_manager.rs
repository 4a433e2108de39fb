//! `unknown-manager`: a manager's name links to an account that doesn't exist.

use std::collections::BTreeSet;

use super::unlinked_manager::named;
use super::{Finding, Look, Rule, RuleId, Severity, Told, View};
use crate::base::{Account, Message};

pub const RULE: Rule = Rule {
    id: RuleId("unknown-manager"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "correct the account in the link",
    told: Told::Nobody,
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds managers whose name links to the user page of an account that the wiki doesn't know.
  A user page that isn't written yet is no finding: the account counts.

Why it matters
  The link is misspelt, or the account was renamed, and whoever is meant hears of nothing.

Example
  '''Key Result Manager:''' [[User:AnExample (WMF)|Ann Example]]

How to fix it
  Correct the account in the link. Owners are never told of this; it is for the coordinator.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut seen: BTreeSet<&Account> = BTreeSet::new();
    let mut found = Vec::new();
    for (manager, spot) in named(view) {
        let account = manager.account.as_ref().filter(|account| view.unknown_accounts.contains(*account));
        if let Some(account) = account.filter(|account| seen.insert(account)) {
            found.push(RULE.finding(spot, Message::new("finding-unknown-manager").with(account)));
        }
    }
    found
}
