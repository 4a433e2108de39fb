//! One edit, as data: what it does to which page, made from what.

use serde::Serialize;

use super::subject::Subject;
use crate::base::{PageId, PageRevision, RevisionId, Title};
use crate::ledger::{Key, NoticeKey, PageKey, Part, TickWords, Ticks};
use crate::rules::Finding;
use crate::wikitext::Markers;

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEdit {
    /// What it is about.
    pub subject: Subject,
    /// The page to edit.
    pub page: Title,
    /// The machine-readable key in the summary, and in the text of a message.
    pub key: Key,
    /// The sentence before the key in the summary.
    pub sentence: String,
    /// What is done to the page.
    pub change: Change,
    /// What a notice tells; nothing in other edits.
    pub notice: Notice,
    /// The page's revision when the plan was made; `None` if there was no page.
    pub base: Option<RevisionId>,
    /// The pages the text was made from, and the lists that speak against it.
    pub read: Vec<PageRevision>,
    /// Whether it goes to another page than it is meant for, to be looked at there.
    pub is_rehearsal: bool,
    /// What the operator should know of it once it is made; empty for nothing.
    pub note: String,
}

/// What an edit does to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Adds a message at the end of the page.
    AddSection {
        /// Its heading.
        heading: String,
        /// Its wikitext up to the signature; the key's comment follows.
        body: String,
    },
    /// Adds a message at the end of the section in which a notice stands.
    Reply {
        /// That notice.
        to: NoticeKey,
        /// The wikitext up to the signature; the key's comment follows.
        body: String,
    },
    /// Marks in notices on the page what became of it: lines that were filled or are somebody else's now, a “stop” that was
    /// heard.
    Tick {
        /// What, in which notices.
        notices: Vec<Ticks>,
        /// In which words.
        words: TickWords,
    },
    /// Adds a line at the end of the page.
    AddLine(String),
    /// Takes messages of the bot's own back.
    Retract(Vec<Part>),
    /// Replaces what stands between markers; adds a section with them if there are none.
    ReplaceRegion {
        /// The markers.
        markers: Markers,
        /// The heading of a new section.
        heading: Option<String>,
        /// What stands between the markers.
        body: String,
        /// What stood there when the plan was made: nothing else is replaced.
        before: Before,
    },
}

/// What stood between markers when the plan was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// There were no markers.
    Absent,
    /// This.
    Text(String),
    /// Whatever it was: a page of the bot's own, to look at.
    Any,
}

/// What a notice tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// The goal pages it is about.
    pub pages: Vec<PageRound>,
    /// What is missing on them.
    pub findings: Vec<ToldFinding>,
}

/// A finding that is told, with the goal page that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldFinding {
    /// The goal page.
    pub page: Title,
    /// What is missing there.
    pub finding: Finding,
}

/// A goal page in a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageRound {
    /// Its board.
    pub board: String,
    /// Its title.
    pub title: Title,
    /// Its number.
    pub page_id: PageId,
    /// Which notice it is about what is missing on the page, to this owner in this quarter, counted from 1; `None` if the
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

impl Notice {
    /// The round of a notice about one page; `None` for several pages, or no notice.
    pub fn round(&self) -> Option<u32> {
        match self.pages.as_slice() {
            [page] => page.round,
            _ => None,
        }
    }
}

impl Change {
    /// The heading of a new section.
    pub fn heading(&self) -> Option<&str> {
        match self {
            Self::AddSection { heading, .. } => Some(heading),
            Self::ReplaceRegion { heading, .. } => heading.as_deref(),
            Self::Reply { .. } | Self::Tick { .. } | Self::AddLine(_) | Self::Retract(_) => None,
        }
    }
}

impl Change {
    /// The same with `word` in its heading and `mark` at the end of what readers are to see; `None` for what is no
    /// text of its own.
    pub fn marked(&self, word: &str, mark: &str) -> Option<Self> {
        match self.clone() {
            Self::AddSection { heading, body } => {
                Some(Self::AddSection { heading: format!("{heading} {word}"), body: body + mark })
            }
            Self::Reply { to, body } => Some(Self::Reply { to, body: body + mark }),
            Self::ReplaceRegion { markers, heading, body, before } => Some(Self::ReplaceRegion {
                markers,
                before,
                heading: heading.map(|heading| format!("{heading} {word}")),
                body: format!("{}\n{mark}", body.trim_end()),
            }),
            Self::Tick { .. } | Self::AddLine(_) | Self::Retract(_) => None,
        }
    }
}

impl PlannedEdit {
    /// Whether it notes a “stop”, which must stand on the opt-out list by then.
    pub fn notes_a_stop(&self) -> bool {
        matches!(&self.change, Change::Tick { notices, .. } if notices.iter().any(|of| of.is_noted))
    }

    /// An edit of the page `page`, which was last seen at the revision `base`.
    pub fn new(
        subject: Subject,
        page: Title,
        key: Key,
        sentence: String,
        change: Change,
        base: Option<RevisionId>,
    ) -> Self {
        Self {
            subject,
            page,
            key,
            sentence,
            change,
            notice: Notice::default(),
            base,
            read: Vec::new(),
            is_rehearsal: false,
            note: String::new(),
        }
    }

    /// The edit summary: the sentence, and the key whole at its end.
    pub fn summary(&self) -> String {
        self.key.summary(&self.sentence)
    }

    /// The wikitext that it adds, without the heading; of marks in a notice their words.
    pub fn text(&self) -> String {
        match &self.change {
            Change::AddSection { body, .. } | Change::Reply { body, .. } => {
                body.clone() + &self.key.comment()
            }
            Change::Tick { notices, words } => {
                let any = |is_made: fn(&Ticks) -> bool| notices.iter().any(is_made);
                let made = [
                    (any(|of| !of.items.is_empty()), &words.settled),
                    (any(|of| !of.moved.is_empty()), &words.moved),
                    (any(|of| of.is_noted), &words.noted),
                ];
                let made: Vec<&str> = made
                    .into_iter()
                    .filter(|(is_made, _)| *is_made)
                    .map(|(_, words)| words.as_str())
                    .collect();
                made.join("\n")
            }
            Change::AddLine(line) => line.clone(),
            Change::Retract(parts) => {
                parts.iter().map(|part| part.new.as_str()).collect::<Vec<_>>().join("\n")
            }
            Change::ReplaceRegion { body, .. } => body.clone(),
        }
    }
}
