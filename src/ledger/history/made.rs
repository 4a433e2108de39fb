//! How much the bot did, in numbers, and when it last said so on the wiki.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::super::key::Key;
use crate::base::RevisionId;

/// Where no run log was written before, the edits of so many days are counted.
const DAYS: i64 = 7;

/// The bot's edits in numbers.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The revision that each of them made, when, by the wiki's clock, and what it was for.
    edits: Vec<(RevisionId, DateTime<Utc>, Kind)>,
    /// The last run log: its revision, the bot's day, and the last edit that it counted.
    last: Option<(RevisionId, NaiveDate, RevisionId)>,
}

/// What an edit was for, no finer than may be said of it: of ticks and lists a no could be read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Notice,
    ToCoordinator,
    Table,
    Other,
}

/// Numbers of edits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Notices to owners.
    pub notices: usize,
    /// Messages to coordinators.
    pub to_coordinators: usize,
    /// Tables and overviews.
    pub tables: usize,
    /// All others.
    pub others: usize,
}

impl Made {
    /// Adds an edit; `key` is that of its summary, as far as that is shown. What has none was done by hand.
    pub(super) fn add(&mut self, key: &Option<Option<Key>>, revision: RevisionId, at: DateTime<Utc>) {
        let kind = match key {
            Some(None) => return,
            Some(Some(Key::Notice(_))) => Kind::Notice,
            Some(Some(Key::Digest(_) | Key::Go(_))) => Kind::ToCoordinator,
            Some(Some(Key::Status { .. } | Key::Overview { .. })) => Kind::Table,
            Some(Some(Key::RunLog { day, counted })) => {
                self.last = self.last.max(Some((revision, *day, *counted)));
                Kind::Other
            }
            _ => Kind::Other,
        };
        self.edits.push((revision, at, kind));
    }

    /// When the last edit was made, by the wiki's clock.
    pub fn last_edit(&self) -> Option<DateTime<Utc>> {
        self.edits.iter().map(|(_, at, _)| *at).max()
    }

    /// The bot's day of the last run log.
    pub fn last_log(&self) -> Option<NaiveDate> {
        self.last.map(|(_, day, _)| day)
    }

    /// The last of the edits.
    pub fn newest(&self) -> Option<RevisionId> {
        self.edits.iter().map(|(revision, ..)| *revision).max()
    }

    /// The edits that no run log counted yet; without one those of the week before `clock`, which is the wiki's.
    pub fn since_last_log(&self, clock: DateTime<Utc>) -> Counts {
        let is_new = |(revision, at, _): &&(RevisionId, DateTime<Utc>, Kind)| match self.last {
            Some((log, _, counted)) => *revision > counted && *revision != log,
            None => clock - *at <= Duration::days(DAYS),
        };
        let mut counts = Counts::default();
        for (.., kind) in self.edits.iter().filter(is_new) {
            *match kind {
                Kind::Notice => &mut counts.notices,
                Kind::ToCoordinator => &mut counts.to_coordinators,
                Kind::Table => &mut counts.tables,
                Kind::Other => &mut counts.others,
            } += 1;
        }
        counts
    }
}
