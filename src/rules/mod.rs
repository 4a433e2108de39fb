//! What is missing on a goal page. One rule, one file, which says what it looks for, how bad that is, whether owners are
//! told and when it is settled; the registry below lists them all. Rules look at the page alone: whom to tell, and when,
//! is not their business.

mod allow;
mod empty_goals;
mod finding;
mod missing_manager;
mod missing_page;
mod missing_status;
mod open;
mod placeholder_goals;
#[cfg(test)]
mod properties;
mod stale_status;
#[cfg(test)]
mod tests;
mod unknown_manager;
mod unlinked_manager;
mod unused_allow;
mod wrong_quarter;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::base::{Account, Quarter};
use crate::goals::GoalPage;
use crate::people::Owners;
pub use finding::{Confidence, Finding, Item, KeyResultSpot, Severity, Spot};
pub use missing_status::statuses_from;
pub use open::{OpenPlace, open_places};

/// A rule's name, as in settings and output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(&'static str);

/// A rule: its name, its documentation and how it looks.
#[derive(Debug)]
pub struct Rule {
    /// Its name; reads well after “allow”.
    pub id: RuleId,
    /// How bad what it finds is, unless the settings say otherwise.
    pub severity: Severity,
    /// What it does, why it matters, an example, how to fix it.
    pub explanation: &'static str,
    /// How to fix it, in a line.
    pub fix: &'static str,
    /// Whether owners are told when it finds something.
    pub told: Told,
    look: Look,
}

/// Whether owners are told what a rule finds.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// They aren't.
    Nobody,
    /// They are.
    Owners {
        /// What they are asked to look after.
        topic: Topic,
        /// Whether what the rule told of an item is surely settled on the page as it is now. Only what all rules of a
        /// topic call settled is ticked in a notice.
        is_settled: fn(&GoalPage, Item) -> bool,
    },
}

#[derive(Debug)]
enum Look {
    Page(fn(&View<'_>) -> Vec<Finding>),
    MissingPage(fn(Quarter, NaiveDate) -> Vec<Finding>),
    /// At what comments on the page allow, when the other rules are through.
    Allows,
}

/// What an owner is asked to look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Goals, from the quarter's beginning on.
    Goals,
    /// A manager's name, likewise.
    Manager,
    /// How the goals went, once, before the quarter ends.
    Statuses,
}

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The page as read.
    pub page: &'a GoalPage,
    /// The bot's day.
    pub today: NaiveDate,
    /// Accounts linked on the page that don't exist on the wiki.
    pub unknown_accounts: &'a BTreeSet<Account>,
    /// Whose account a name is.
    pub owners: &'a Owners,
    /// Statuses are asked for from this many days before the quarter's end, or below 0 after it.
    pub closing_days: i64,
}

/// What the settings say of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing is reported.
    Off,
    /// Reported as a note.
    Note,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

/// What the settings say of rules, by name.
pub type Levels = BTreeMap<String, Level>;

/// What was found on a page.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// What would be, but for a comment on the page that allows it.
    pub allowed: Vec<Finding>,
}

/// Every rule, in the order of their findings.
pub const RULES: [&Rule; 10] = [
    &missing_page::RULE,
    &empty_goals::RULE,
    &placeholder_goals::RULE,
    &wrong_quarter::RULE,
    &missing_manager::RULE,
    &unlinked_manager::RULE,
    &unknown_manager::RULE,
    &missing_status::RULE,
    &stale_status::RULE,
    &unused_allow::RULE,
];

impl RuleId {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// What owners are told to look after when the rule finds something; `None` if they aren't told.
    pub fn topic(self) -> Option<Topic> {
        match rule(self.0)?.told {
            Told::Nobody => None,
            Told::Owners { topic, .. } => Some(topic),
        }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What every rule finds on a page.
pub fn check(view: &View<'_>, levels: &Levels) -> Checked {
    let looks = RULES.iter().filter_map(|rule| match rule.look {
        Look::Page(look) => Some(look(view)),
        Look::MissingPage(_) | Look::Allows => None,
    });
    let mut checked = allow::apply(view, looks.flatten().collect());
    // A page for no quarter is looked at, and nothing about it is certain.
    if view.page.quarter.is_none() {
        checked.findings.iter_mut().chain(&mut checked.allowed).for_each(Finding::doubt);
    }
    // What the layout doesn't fit says nothing of the page.
    if !view.page.is_understood() {
        checked.findings.iter_mut().chain(&mut checked.allowed).for_each(Finding::guess);
    }
    checked.findings = levelled(checked.findings, levels);
    checked.findings.sort_by_key(|finding| finding.item.order());
    checked.allowed.sort_by_key(|finding| finding.item.order());
    // They are kept until all pages are planned for.
    checked.findings.shrink_to_fit();
    checked.allowed.shrink_to_fit();
    checked
}

/// What every rule has to say of a page that does not exist on `today`.
pub fn check_missing(quarter: Quarter, today: NaiveDate, levels: &Levels) -> Vec<Finding> {
    let looks = RULES.iter().filter_map(|rule| match rule.look {
        Look::MissingPage(look) => Some(look(quarter, today)),
        Look::Page(_) | Look::Allows => None,
    });
    levelled(looks.flatten().collect(), levels)
}

fn levelled(findings: Vec<Finding>, levels: &Levels) -> Vec<Finding> {
    let level = |finding: &Finding| levels.get(finding.rule.as_str()).copied();
    let kept = findings.into_iter().filter(|finding| level(finding) != Some(Level::Off));
    kept.map(|finding| match level(&finding) {
        Some(Level::Note) => Finding { severity: Severity::Note, ..finding },
        Some(Level::Warning) => Finding { severity: Severity::Warning, ..finding },
        Some(Level::Error) => Finding { severity: Severity::Error, ..finding },
        Some(Level::Off) | None => finding,
    })
    .collect()
}

/// Whether everything that owners may have been told of an item about a topic is surely settled: every rule that tells
/// of that topic says so.
pub fn is_settled(page: &GoalPage, item: Item, about: Topic) -> bool {
    page.is_understood() && all_settled(&RULES, page, item, about)
}

fn all_settled(rules: &[&Rule], page: &GoalPage, item: Item, about: Topic) -> bool {
    let rules = rules.iter().filter_map(|rule| match rule.told {
        Told::Owners { topic, is_settled } if topic == about => Some(is_settled),
        Told::Owners { .. } | Told::Nobody => None,
    });
    let mut rules = rules.peekable();
    rules.peek().is_some() && rules.all(|is_settled| is_settled(page, item))
}

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| rule.id.0 == name)
}

/// The rule whose name is most like `name`.
pub fn nearest_rule(name: &str) -> &'static str {
    let likeness = |rule: &&Rule| strsim::jaro_winkler(name, rule.id.0);
    let nearest = RULES.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest.map_or("", |rule| rule.id.0)
}
