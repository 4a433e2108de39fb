//! The plan: every edit the bot would make, as data; what it leaves alone and why; and what became
//! of each edit. Nothing here acts.

mod markers;
mod outcome;

use chrono::NaiveDate;
pub use markers::{Damaged, Markers};
pub use outcome::{Ending, Outcome};
use serde::Serialize;

use crate::account::Account;
use crate::exclusion::Names;

/// Everything one run would do.
#[derive(Debug)]
pub struct Plan {
    /// The bot's clock.
    pub today: NaiveDate,
    /// The edits, in the order they are made: notices, then status tables.
    pub edits: Vec<PlannedEdit>,
    /// What is not done, and why.
    pub skipped: Vec<Skip>,
    /// Status tables that are as they should be.
    pub unchanged: Vec<Unchanged>,
    /// What the exclusion templates are called on the wiki.
    pub exclusion_names: Names,
}

impl Plan {
    /// A plan to do nothing.
    pub fn nothing(today: NaiveDate) -> Self {
        let exclusion_names = Names::default();
        Self { today, edits: Vec::new(), skipped: Vec::new(), unchanged: Vec::new(), exclusion_names }
    }
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEdit {
    /// Notice or status table.
    pub kind: Kind,
    /// The board; `None` in a notice over several pages.
    pub board: Option<String>,
    /// The page to edit.
    pub target: String,
    /// Who is told.
    pub recipient: Option<Account>,
    /// The goal pages a notice is about.
    pub pages: Vec<PageRound>,
    /// The machine-readable key in the summary and in the text.
    pub key: String,
    /// A new section's heading.
    pub heading: Option<String>,
    /// The wikitext, without the heading.
    pub text: String,
    /// The edit summary.
    pub summary: String,
    /// The target's revision when the plan was made; `None` if there was no page.
    pub base: Option<u64>,
    /// The goal pages the text was made from.
    pub read: Vec<PageRevision>,
    /// The findings told, as indices into the survey's reports and their findings.
    pub findings: Vec<(usize, usize)>,
    /// What is done to the page.
    pub change: Change,
}

/// What an edit does to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Adds `heading` and `text` at the end.
    AddSection,
    /// Replaces what stands between these markers; adds a section if there are none.
    ReplaceRegion(Markers),
}

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRevision {
    /// Its title.
    pub title: String,
    /// The revision read.
    pub revision: u64,
}

/// A goal page in a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageRound {
    /// Its board.
    pub board: String,
    /// Its title.
    pub title: String,
    /// Its id.
    pub page_id: u64,
    /// The how-manieth notice about it to this owner in this quarter.
    pub round: u32,
}

/// What kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A message to an owner.
    Notice,
    /// A status table.
    Status,
}

/// An edit that is not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// What it would have been.
    pub kind: Kind,
    /// The account, or the name as typed for `no-account`.
    pub recipient: Option<String>,
    /// The page it would have changed.
    pub target: Option<String>,
    /// Why not.
    pub reason: Reason,
    /// The same for a person.
    pub detail: String,
}

/// A status table that is as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unchanged {
    /// Its board.
    pub board: String,
    /// The page it stands on.
    pub target: String,
}

/// Why an edit is not made, or failed. A closed list, part of the contract; of several reasons for
/// not sending a notice the first in this order is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words are the contract's own")]
pub enum Reason {
    NoAccount,
    NotAllowed,
    UnknownAccount,
    TemporaryAccount,
    BlockedAccount,
    BotAccount,
    UnsupportedTalkPage,
    RedirectedElsewhere,
    ProtectedPage,
    BotsDenied,
    TalkPageDeleted,
    AfterQuarter,
    BeforeGrace,
    QuietPeriod,
    RoundLimit,
    OwnerLimit,
    NotDue,
    RunLimit,
    DryRun,
    Stopped,
    ChangedSincePlan,
    EditConflict,
    PageDeleted,
    PageCreated,
    Filtered,
    Captcha,
    SpamBlacklisted,
    TitleBlacklisted,
    TooBig,
    ReadOnly,
    RateLimited,
    PermissionDenied,
    BotBlocked,
    BadToken,
    Network,
    WikiError,
    MarkersDamaged,
    SuspiciousShrink,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

impl PlannedEdit {
    /// The round of a notice about one page; `None` for several pages, or no notice.
    pub fn round(&self) -> Option<u32> {
        match self.pages.as_slice() {
            [page] => Some(page.round),
            _ => None,
        }
    }
}
