//! The keys in the bot's edit summaries, by which it knows later what it did. Ids survive renames
//! and moves; a name or a title would not.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::base::{PageId, Quarter, RevisionId, UserId};

/// More pages in one notice would not leave room for a whole key in a summary.
pub const MOST_PAGES: usize = 20;
/// More items in one digest would not leave that room, either.
pub const MOST_ITEMS: usize = 25;
/// What one of them takes, in characters, with the sign behind it.
const LENGTH_OF_ITEM: usize = 9;
/// So many characters for what a digest told.
const ROOM: usize = MOST_ITEMS * LENGTH_OF_ITEM;
/// Nor would more boards in one question.
pub const MOST_BOARDS: usize = 8;
/// Nor would more messages taken back in one edit.
pub const MOST_RETRACTED: usize = 25;

/// What an edit was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A notice.
    Notice(NoticeKey),
    /// A status table.
    Status {
        /// The board.
        board: String,
        /// The quarter.
        quarter: Quarter,
    },
    /// The overview of all goal pages.
    Overview {
        /// The quarter.
        quarter: Quarter,
        /// The bot's day.
        day: NaiveDate,
    },
    /// The weekly numbers of what the bot did.
    RunLog {
        /// The bot's day.
        day: NaiveDate,
        /// The last edit that it counted.
        counted: RevisionId,
    },
    /// A coordinator's digest.
    Digest(DigestKey),
    /// The question whether a quarter's notices may go out.
    Go(GoKey),
    /// Ticks in notices to one owner.
    Tick {
        /// The recipient's user id.
        recipient: UserId,
        /// The quarter.
        quarter: Quarter,
    },
    /// An owner put on the opt-out list.
    OptOut {
        /// Their user id.
        recipient: UserId,
    },
    /// Mistakes on the owners page, told on its talk page.
    OwnersPage {
        /// Which mistakes.
        mistakes: u32,
    },
    /// Messages taken back.
    Retract {
        /// The revisions that posted them.
        revisions: Vec<RevisionId>,
    },
    /// A message taken back that still stands there, struck out: in its text only, in place of its own key.
    Retracted {
        /// The recipient's user id.
        recipient: UserId,
        /// The quarter.
        quarter: Quarter,
        /// The revision that posted it.
        revision: RevisionId,
    },
    /// A rehearsal, which counts for nothing.
    Rehearsal {
        /// The bot's day.
        day: NaiveDate,
    },
}

/// The key of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeKey {
    /// The recipient's user id.
    pub recipient: UserId,
    /// The quarter.
    pub quarter: Quarter,
    /// The bot's day.
    pub day: NaiveDate,
    /// The goal pages it was about.
    pub pages: Vec<PageKey>,
}

/// What a notice said about one goal page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// The page's id.
    pub id: PageId,
    /// The round about what is missing; `None` if nothing was said of that.
    pub round: Option<u32>,
    /// Whether it asked for statuses at the quarter's end.
    pub closing: bool,
}

/// The key of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestKey {
    /// The coordinator's user id.
    pub recipient: UserId,
    /// The quarter.
    pub quarter: Quarter,
    /// The bot's day.
    pub day: NaiveDate,
    /// What was told, each by a number that stays the same.
    pub items: Vec<u32>,
    /// The pages that it named as newly found, in the order of their numbers.
    pub found: Vec<PageId>,
}

impl DigestKey {
    /// How many items and how many of the pages `found`, which are in the order of their numbers, one key has room for: pages
    /// first, for what is missing on them waits until they are named.
    pub fn room(items: usize, found: &[PageId]) -> (usize, usize) {
        let fits = |count: &usize| deltas(&found[..*count]).len() <= ROOM;
        let pages = (0..=found.len()).take_while(fits).last().unwrap_or_default();
        let left = ROOM - deltas(&found[..pages]).len();
        (items.min(left / LENGTH_OF_ITEM), pages)
    }
}

/// Numbers in rising order, each by how much more it is than the one before, to the base 36: pages made together take little
/// room.
fn deltas(pages: &[PageId]) -> String {
    let before = [PageId(0)].into_iter().chain(pages.iter().copied());
    let deltas = pages.iter().zip(before).map(|(page, before)| base_36(page.0.saturating_sub(before.0)));
    deltas.collect::<Vec<_>>().join(".")
}

fn from_deltas(text: &str) -> Result<Vec<PageId>, ()> {
    let mut last = 0_u64;
    let mut pages = Vec::new();
    for delta in text.split('.') {
        last = last.checked_add(u64::from_str_radix(delta, 36).map_err(drop)?).ok_or(())?;
        pages.push(PageId(last));
    }
    Ok(pages)
}

fn base_36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(u32::try_from(number % 36).unwrap_or_default(), 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// The key of the question whether a quarter's notices may go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoKey {
    /// The coordinator's user id.
    pub recipient: UserId,
    /// The quarter.
    pub quarter: Quarter,
    /// The bot's day.
    pub day: NaiveDate,
    /// The boards that it is about.
    pub boards: Vec<String>,
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.id)?;
        if let Some(round) = self.round {
            write!(f, "{round}")?;
        }
        if self.closing { f.write_str("c") } else { Ok(()) }
    }
}

impl FromStr for PageKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (id, said) = text.split_once('.').ok_or(())?;
        let (round, closing) = said.strip_suffix('c').map_or((said, false), |round| (round, true));
        let round = if round.is_empty() && closing { None } else { Some(round.parse().map_err(drop)?) };
        Ok(Self { id: id.parse().map_err(drop)?, round, closing })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Notice(NoticeKey { recipient, quarter, day, pages }) => {
                write!(f, "gk1:notice/{recipient}/{quarter}/{day}/{}", joined(pages, ","))
            }
            Self::Status { board, quarter } => write!(f, "gk1:status/{board}/{quarter}"),
            Self::RunLog { day, counted } => write!(f, "gk1:run-log/{day}/{counted}"),
            Self::Overview { quarter, day } => write!(f, "gk1:overview/{quarter}/{day}"),
            Self::Digest(DigestKey { recipient, quarter, day, items, found }) => {
                let items: Vec<_> = items.iter().map(|item| format!("{item:08x}")).collect();
                write!(f, "gk1:digest/{recipient}/{quarter}/{day}/{}", items.join("."))?;
                if found.is_empty() { Ok(()) } else { write!(f, "/{}", deltas(found)) }
            }
            Self::Go(GoKey { recipient, quarter, day, boards }) => {
                write!(f, "gk1:go/{recipient}/{quarter}/{day}/{}", boards.join(","))
            }
            Self::Tick { recipient, quarter } => write!(f, "gk1:tick/{recipient}/{quarter}"),
            Self::OptOut { recipient } => write!(f, "gk1:opt-out/{recipient}"),
            Self::OwnersPage { mistakes } => write!(f, "gk1:owners-page/{mistakes:08x}"),
            Self::Retract { revisions } => {
                let revisions: Vec<_> = revisions.iter().map(RevisionId::to_string).collect();
                write!(f, "gk1:retract/{}", revisions.join(","))
            }
            Self::Retracted { recipient, quarter, revision } => {
                write!(f, "gk1:retracted/{recipient}/{quarter}/{revision}")
            }
            Self::Rehearsal { day } => write!(f, "gk1:rehearsal/{day}"),
        }
    }
}

fn joined(items: &[PageKey], by: &str) -> String {
    items.iter().map(PageKey::to_string).collect::<Vec<_>>().join(by)
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        fn read<T: FromStr>(text: &str) -> Result<T, ()> {
            text.parse().map_err(drop)
        }
        let hex = |text: &str| u32::from_str_radix(text, 16).map_err(drop);
        let parts: Vec<&str> = text.strip_prefix("gk1:").ok_or(())?.split('/').collect();
        let key = match parts.as_slice() {
            ["notice", recipient, quarter, day, pages] => Self::Notice(NoticeKey {
                recipient: read(recipient)?,
                quarter: read(quarter)?,
                day: read(day)?,
                pages: pages.split(',').map(read).collect::<Result<_, _>>()?,
            }),
            ["status", board, quarter] => {
                Self::Status { board: (*board).to_owned(), quarter: read(quarter)? }
            }
            ["digest", recipient, quarter, day, items, found @ ..] if found.len() < 2 => {
                Self::Digest(DigestKey {
                    recipient: read(recipient)?,
                    quarter: read(quarter)?,
                    day: read(day)?,
                    items: match *items {
                        "" if !found.is_empty() => Vec::new(),
                        items => items.split('.').map(hex).collect::<Result<_, _>>()?,
                    },
                    found: found.first().map_or(Ok(Vec::new()), |found| from_deltas(found))?,
                })
            }
            ["go", recipient, quarter, day, boards] if !boards.is_empty() => Self::Go(GoKey {
                recipient: read(recipient)?,
                quarter: read(quarter)?,
                day: read(day)?,
                boards: boards.split(',').map(str::to_owned).collect(),
            }),
            ["overview", quarter, day] => Self::Overview { quarter: read(quarter)?, day: read(day)? },
            ["run-log", day, counted] => Self::RunLog { day: read(day)?, counted: read(counted)? },
            ["tick", recipient, quarter] => {
                Self::Tick { recipient: read(recipient)?, quarter: read(quarter)? }
            }
            ["opt-out", recipient] => Self::OptOut { recipient: read(recipient)? },
            ["owners-page", mistakes] => Self::OwnersPage { mistakes: hex(mistakes)? },
            ["retract", revisions] => {
                Self::Retract { revisions: revisions.split(',').map(read).collect::<Result<_, _>>()? }
            }
            ["retracted", recipient, quarter, revision] => Self::Retracted {
                recipient: read(recipient)?,
                quarter: read(quarter)?,
                revision: read(revision)?,
            },
            ["rehearsal", day] => Self::Rehearsal { day: read(day)? },
            _ => return Err(()),
        };
        // Numbers and dates have other spellings (`+7`, `07`), which the bot never writes.
        if key.to_string() == text { Ok(key) } else { Err(()) }
    }
}

impl Key {
    /// The key at the end of a summary, in brackets.
    pub fn in_summary(summary: &str) -> Option<Self> {
        let (_, key) = summary.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        key.parse().ok()
    }

    /// The keys in hidden comments of a page, each with the place of its comment.
    pub fn in_text(text: &str) -> Vec<(Self, std::ops::Range<usize>)> {
        static COMMENT: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"<!-- (gk1:[^\s<>]+) -->").expect("a fixed pattern"));
        let found = COMMENT
            .captures_iter(text)
            .filter_map(|found| Some((found.get(1)?.as_str().parse().ok()?, found.get(0)?.range())));
        found.collect()
    }

    /// The hidden comment that holds it.
    pub fn comment(&self) -> String {
        format!("<!-- {self} -->")
    }

    /// A summary: a sentence, and the key whole at its end.
    pub fn summary(&self, sentence: &str) -> String {
        // MediaWiki cuts longer summaries without a word, and what stands at the end is lost.
        const LONGEST: usize = 500;
        let key = format!(" ({self})");
        let room = LONGEST.saturating_sub(key.chars().count());
        sentence.chars().take(room).collect::<String>() + &key
    }
}

#[cfg(test)]
mod tests;
