//! What is missing on a goal page. One rule, one file; the registry below lists them all.
//! Rules look at the page alone: whom to tell, and when, is not their business.

mod empty_goals;
mod missing_manager;
mod missing_page;

use std::fmt;

use serde::Serialize;

use crate::calendar::Quarter;
use crate::goals::{GoalPage, Manager, Place};
use crate::i18n::Message;

/// A rule's name, as in settings and output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(&'static str);

/// A rule: its name, its documentation and how it looks.
#[derive(Debug)]
pub struct Rule {
    /// Its name; reads well after “allow”.
    pub id: RuleId,
    /// What it does, why it matters, an example, how to fix it.
    pub explanation: &'static str,
    look: Look,
}

#[derive(Debug)]
enum Look {
    AtPage(fn(&GoalPage) -> Vec<Finding>),
    AtMissingPage(fn(Quarter, chrono::NaiveDate) -> Vec<Finding>),
}

/// Something that is missing, where, and who can fix it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is. Only a finding of high confidence is ever told to anyone.
    pub confidence: Confidence,
    /// Which objective and key result, counted from 0.
    pub item: Item,
    /// Where to look and where to edit.
    pub place: Place,
    /// What is missing.
    pub message: Message,
    /// The people who surely answer for it.
    pub owners: Vec<Manager>,
    /// Whether they are asked only because nobody is named for the item itself.
    pub next_in_line: bool,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "indices into the goal page")]
pub enum Item {
    KeyResult { objective: usize, key_result: usize },
    Objective { objective: usize },
    Page,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Should be fixed.
    Warning,
    /// The process can't go on without it.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess.
    Low,
    /// A careful reader could see it otherwise.
    Medium,
    /// Every reader would agree.
    High,
}

/// Every rule, in the order of their findings.
pub const RULES: [&Rule; 3] = [&missing_page::RULE, &empty_goals::RULE, &missing_manager::RULE];

impl RuleId {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What every rule finds on a page.
pub fn check(page: &GoalPage) -> Vec<Finding> {
    let mut found: Vec<Finding> = RULES
        .iter()
        .filter_map(|rule| match rule.look {
            Look::AtPage(look) => Some(look(page)),
            Look::AtMissingPage(_) => None,
        })
        .flatten()
        .collect();
    found.sort_by_key(|finding| match finding.item {
        Item::Page => (0, 0, 0),
        Item::Objective { objective } => (1, objective, 0),
        Item::KeyResult { objective, key_result } => (1, objective, key_result + 1),
    });
    found
}

/// What every rule has to say of a page that does not exist on `today`.
pub fn check_missing(quarter: Quarter, today: chrono::NaiveDate) -> Vec<Finding> {
    RULES
        .iter()
        .filter_map(|rule| match rule.look {
            Look::AtMissingPage(look) => Some(look(quarter, today)),
            Look::AtPage(_) => None,
        })
        .flatten()
        .collect()
}

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| rule.id.0 == name)
}
