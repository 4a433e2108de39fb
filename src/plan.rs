//! The plan: every edit the bot would make, as data; what it leaves alone and why; and what became
//! of each edit. Nothing here acts.

mod markers;
mod notices;
mod outcome;
mod saved;
mod sections;

use chrono::NaiveDate;
pub use markers::{Damaged, Markers};
pub use notices::{SEAL, Standing, Ticks, item_mark, sealed, standing, with_reply, with_ticks};
pub use outcome::{Ending, Outcome};
pub use saved::SavedPlan;
pub use sections::Sections;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::exclusion::Names;
use crate::ledger::{Key, NoticeKey, PageKey};

/// Everything one run would do.
#[derive(Debug)]
pub struct Plan {
    /// The bot's clock.
    pub today: NaiveDate,
    /// The edits, in the order they are made: notices, ticks, digests, lists, then status tables.
    pub edits: Vec<PlannedEdit>,
    /// What is not done, and why.
    pub skipped: Vec<Skip>,
    /// Status tables that are as they should be.
    pub unchanged: Vec<Unchanged>,
    /// What the exclusion templates are called on the wiki.
    pub exclusion_names: Names,
}

impl Plan {
    /// Whether it says anything of what `edit` was for: does it, skips it, or finds it done.
    pub fn mentions(&self, edit: &PlannedEdit) -> bool {
        let asked = Outcome::of(edit, Ending::Skipped);
        let edits = self.edits.iter().map(|edit| Outcome::of(edit, Ending::Skipped));
        let skipped = self.skipped.iter().map(Outcome::from);
        let unchanged = self.unchanged.iter().map(Outcome::from);
        edits.chain(skipped).chain(unchanged).any(|new| new.is_about(&asked))
    }

    /// A plan to do nothing.
    pub fn nothing(today: NaiveDate) -> Self {
        let exclusion_names = Names::default();
        Self { today, edits: Vec::new(), skipped: Vec::new(), unchanged: Vec::new(), exclusion_names }
    }
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEdit {
    /// What it is for.
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
    /// The pages the text was made from, and the lists that speak against it.
    pub read: Vec<PageRevision>,
    /// The findings told, as indices into the survey's reports and their findings.
    pub findings: Vec<(usize, usize)>,
    /// What is done to the page.
    pub change: Change,
    /// Whether it goes to another page than it is meant for, to be looked at there.
    pub rehearsal: bool,
}

/// What an edit does to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Adds `heading` and `text` at the end.
    AddSection,
    /// Adds `text` in the section of the page in which this notice stands.
    Reply(NoticeKey),
    /// Ticks lines of notices on the page; `text` is the tick.
    Tick(Vec<Ticks>),
    /// Adds `text` as the last line.
    AddLine,
    /// Replaces what stands between these markers; adds a section if there are none.
    ReplaceRegion(Markers),
}

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRevision {
    /// Its title.
    pub title: String,
    /// The revision read; 0 if there was no such page.
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
    /// The how-manieth notice about what is missing on it to this owner in this quarter; `None` if the
    /// notice says nothing of that.
    pub round: Option<u32>,
    /// Whether the notice asks for statuses at the quarter's end.
    pub closing: bool,
}

impl PageRound {
    /// As the ledger keeps it.
    pub fn key(&self) -> PageKey {
        PageKey { id: self.page_id, round: self.round, closing: self.closing }
    }
}

/// What an edit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A message to an owner.
    Notice,
    /// Lines ticked in messages to an owner.
    Tick,
    /// A message to a coordinator.
    Digest,
    /// An owner put on the opt-out list.
    OptOut,
    /// Mistakes on the owners page, told on its talk page.
    OwnersPage,
    /// A status table.
    Status,
    /// A rehearsal of all others on one page.
    Rehearsal,
}

impl Kind {
    /// In a word or two, for a person.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Tick => "ticks",
            Self::Digest => "digest",
            Self::OptOut => "opt-out list",
            Self::OwnersPage => "owners page",
            Self::Status => "status table",
            Self::Rehearsal => "rehearsal",
        }
    }

    /// Whether it tells a person something, who is then shown a new message.
    pub fn is_message(self) -> bool {
        matches!(self, Self::Notice | Self::Digest | Self::OwnersPage)
    }
}

/// An edit that is not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// What it would have been.
    pub kind: Kind,
    /// The board, of a status table; `None` of a message.
    pub board: Option<String>,
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
#[cfg_attr(test, derive(Deserialize))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words are the contract's own; `docs/reasons.md` says what they mean")]
pub enum Reason {
    NoAccount,
    OptedOut,
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
    Answered,
    Snoozed,
    AfterQuarter,
    BeforeGrace,
    QuietPeriod,
    RoundLimit,
    OwnerLimit,
    NotDue,
    RunLimit,
    DryRun,
    Stopped,
    FixedMeanwhile,
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
    LedgerUnreadable,
    ExclusionUnreadable,
    MarkersDamaged,
    SuspiciousShrink,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

impl PlannedEdit {
    /// An edit of a page, with nothing but its key yet.
    pub fn new(kind: Kind, target: String, key: &Key) -> Self {
        Self {
            kind,
            board: None,
            target,
            recipient: None,
            pages: Vec::new(),
            key: key.to_string(),
            heading: None,
            text: String::new(),
            summary: String::new(),
            base: None,
            read: Vec::new(),
            findings: Vec::new(),
            change: Change::AddSection,
            rehearsal: false,
        }
    }

    /// The round of a notice about one page; `None` for several pages, or no notice.
    pub fn round(&self) -> Option<u32> {
        match self.pages.as_slice() {
            [page] => page.round,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_stands_in_the_documentation_once_and_in_order() {
        let rows = include_str!("../docs/reasons.md").lines().filter_map(|line| line.strip_prefix("| `"));
        let documented: Vec<_> = rows.filter_map(|row| Some(row.split_once('`')?.0)).collect();
        // Asked for a reason that there isn't, serde names all that there are.
        let error = serde_json::from_str::<Reason>("\"\"").unwrap_err().to_string();
        let reasons: Vec<_> = error.split('`').skip(3).step_by(2).collect();
        assert!(reasons.contains(&"suspicious-shrink"), "{error}");
        assert_eq!(documented, reasons);
    }
}
