//! What the bot did before, read from the keys in its own edit summaries.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::key::{DigestKey, GoKey, Key, NoticeKey, PageKey};
use crate::base::{PageId, Quarter, RevisionId, Title, UserId};
use crate::wiki::Contribution;
pub use made::{Counts, Made};

/// The ledger is read at least so many days back: longer than a quarter.
const LEAST_DAYS: u64 = 100;

/// The bot's past edits.
#[derive(Clone, Debug, Default)]
pub struct History {
    notices: Vec<Told>,
    digests: Vec<Posted>,
    asked: Vec<Asked>,
    /// Own edits with a hidden summary: the page, and the day.
    hidden: Vec<(Title, NaiveDate)>,
    /// Board, quarter and page of each status table saved, and the revision that did.
    statuses: Vec<(String, Quarter, Title, RevisionId)>,
    /// Page and bot's day of each overview saved, and the revision that did.
    overviews: Vec<(Title, NaiveDate, RevisionId)>,
    /// What digests told: the coordinator, the quarter, the item; and the revision that did.
    items: BTreeSet<(UserId, NaiveDate, u32, RevisionId)>,
    /// Pages that digests named as newly found: the coordinator, the quarter, the page; and the bot's day and the revision.
    found: BTreeSet<(UserId, NaiveDate, PageId, NaiveDate, RevisionId)>,
    /// Mistakes on the owners page that were told there.
    mistakes: BTreeSet<u32>,
    /// Who was put on the opt-out list, and last by which revision.
    opt_outs: BTreeMap<UserId, RevisionId>,
    /// Messages that were taken back.
    retracted: BTreeSet<RevisionId>,
    made: Made,
    revisions: BTreeSet<RevisionId>,
}

/// A notice that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it said, to whom.
    pub key: NoticeKey,
    /// The page that its revision belongs to now: the archive, if the talk page was moved there.
    pub title: Title,
    /// The revision that posted it.
    pub revision: RevisionId,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
}

/// The question whether a quarter's notices may go out, as it was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it asked, whom.
    pub key: GoKey,
    /// The page that its revision belongs to now.
    pub title: Title,
    /// The revision that posted it.
    pub revision: RevisionId,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
}

/// A notice or a digest, which its recipient may answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// What it said, to whom.
    pub key: Key,
    /// The recipient's user id.
    pub recipient: UserId,
    /// The quarter.
    pub quarter: Quarter,
    /// The bot's day.
    pub day: NaiveDate,
    /// The goal pages that it was about, as far as its key says; a digest's says nothing of them.
    pub pages: Vec<PageId>,
    /// The page that its revision belongs to now.
    pub title: Title,
    /// The revision that posted it.
    pub revision: RevisionId,
    /// When, by the wiki's clock.
    pub at: DateTime<Utc>,
}

/// How far back the ledger must be read for pages of these quarters.
pub fn since(quarters: impl Iterator<Item = Quarter>, clock: DateTime<Utc>) -> DateTime<Utc> {
    let least = clock.checked_sub_days(Days::new(LEAST_DAYS)).unwrap_or(clock);
    quarters
        .map(|quarter| quarter.first_day().and_time(NaiveTime::MIN).and_utc())
        .chain([least])
        .min()
        .unwrap_or(least)
}

impl History {
    /// From the bot's own contributions.
    pub fn new(contributions: &[Contribution]) -> Self {
        let mut history = Self::default();
        history.add(contributions);
        history
    }

    /// Adds contributions; one that it has already changes nothing.
    pub fn add(&mut self, contributions: &[Contribution]) {
        for edit in contributions {
            if !self.revisions.insert(edit.revision) {
                continue;
            }
            let key = edit.summary.as_deref().map(Key::in_summary);
            self.made.add(&key, edit.revision, edit.at);
            let title = || edit.title.clone();
            match key {
                None => self.hidden.push((title(), edit.at.date_naive())),
                Some(Some(Key::Notice(key))) => {
                    self.notices.push(Told { key, title: title(), revision: edit.revision, at: edit.at });
                }
                Some(Some(Key::Status { board, quarter })) => {
                    self.statuses.push((board, quarter, title(), edit.revision));
                }
                Some(Some(Key::Overview { day, .. })) => self.overviews.push((title(), day, edit.revision)),
                Some(Some(Key::Digest(key))) => {
                    let DigestKey { recipient, quarter, day, ref items, ref found } = key;
                    let (title, revision, at) = (title(), edit.revision, edit.at);
                    let told = items.iter().map(|item| (recipient, quarter.first_day(), *item, revision));
                    self.items.extend(told);
                    let named =
                        found.iter().map(|page| (recipient, quarter.first_day(), *page, day, revision));
                    self.found.extend(named);
                    let (pages, key) = (Vec::new(), Key::Digest(key));
                    self.digests.push(Posted { key, recipient, quarter, day, pages, title, revision, at });
                }
                Some(Some(Key::Go(key))) => {
                    self.asked.push(Asked { key, title: title(), revision: edit.revision, at: edit.at });
                }
                Some(Some(Key::OwnersPage { mistakes })) => {
                    self.mistakes.insert(mistakes);
                }
                Some(Some(Key::OptOut { recipient })) => {
                    let last = self.opt_outs.entry(recipient).or_insert(edit.revision);
                    *last = edit.revision.max(*last);
                }
                Some(Some(Key::Retract { revisions })) => self.retracted.extend(revisions),
                Some(
                    Some(
                        Key::Tick { .. } | Key::RunLog { .. } | Key::Rehearsal { .. } | Key::Retracted { .. },
                    )
                    | None,
                ) => {}
            }
        }
    }

    /// How much the bot did.
    pub fn made(&self) -> &Made {
        &self.made
    }

    /// Whether it has the edit that made this revision.
    pub fn has_revision(&self, revision: RevisionId) -> bool {
        self.revisions.contains(&revision)
    }

    /// The revision by which the bot last put someone on the opt-out list.
    pub fn opt_out(&self, recipient: UserId) -> Option<RevisionId> {
        self.opt_outs.get(&recipient).copied()
    }

    /// Whether the message that this revision posted was taken back: then it doesn't count as told.
    pub fn is_retracted(&self, revision: RevisionId) -> bool {
        self.retracted.contains(&revision)
    }

    /// The notices that were not taken back.
    fn standing(&self) -> impl Iterator<Item = &Told> {
        self.notices.iter().filter(|told| !self.is_retracted(told.revision))
    }

    /// The notices about these three months, whatever kind of fiscal year they count them in. None that was taken back.
    pub fn told(&self, quarter: Quarter) -> impl Iterator<Item = &Told> {
        self.standing().filter(move |told| told.key.quarter.is_same_time(quarter))
    }

    /// The quarters that notices were about.
    pub fn quarters(&self) -> BTreeSet<Quarter> {
        self.standing().map(|told| told.key.quarter).collect()
    }

    /// Whether the bot posted this notice, and didn't take it back.
    pub fn has(&self, key: &NoticeKey) -> bool {
        self.standing().any(|told| told.key == *key)
    }

    /// Everything that someone can answer: what was taken back, too, for a no under it stays one.
    pub fn posted(&self) -> impl Iterator<Item = Posted> {
        let notices = self.notices.iter().map(|told| Posted {
            key: Key::Notice(told.key.clone()),
            recipient: told.key.recipient,
            quarter: told.key.quarter,
            day: told.key.day,
            pages: told.key.pages.iter().map(|page| page.id).collect(),
            title: told.title.clone(),
            revision: told.revision,
            at: told.at,
        });
        notices.chain(self.digests.iter().cloned())
    }

    /// The questions whether notices may go out.
    pub fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter()
    }

    /// Whether a coordinator was asked whether this board's notices may go out. What a hidden summary was for can't be
    /// known: it counts.
    pub fn was_asked(&self, owner: Owner<'_>, quarter: Quarter, board: &str) -> bool {
        let is_it = |asked: &Asked| {
            let key = &asked.key;
            key.quarter.is_same_time(quarter) && key.boards.iter().any(|name| name == board)
        };
        let mut theirs = self.asked.iter().filter(|asked| owner.is(asked.key.recipient, &asked.title));
        theirs.any(is_it) || self.hidden(owner).any(|(_, day)| *day >= quarter.first_day())
    }

    /// The day of the last digest to a coordinator. What a hidden summary was for can't be known: it counts.
    pub fn last_digest(&self, owner: Owner<'_>) -> Option<NaiveDate> {
        let theirs = self.digests.iter().filter(|digest| owner.is(digest.recipient, &digest.title));
        let theirs = theirs.filter(|digest| !self.is_retracted(digest.revision));
        theirs.map(|digest| digest.day).chain(self.hidden(owner).map(|(_, day)| *day)).max()
    }

    /// When the last message to someone was posted, by the wiki's clock.
    pub fn last_posted(&self, owner: Owner<'_>) -> Option<DateTime<Utc>> {
        let theirs = self.posted().filter(|message| owner.is(message.recipient, &message.title));
        let asked = self.asked.iter().filter(|asked| owner.is(asked.key.recipient, &asked.title));
        theirs.map(|message| message.at).chain(asked.map(|asked| asked.at)).max()
    }

    /// Whether a digest about the quarter with this first day was posted to a coordinator.
    pub fn has_digest(&self, recipient: UserId, first_day: NaiveDate) -> bool {
        let is_theirs =
            |digest: &Posted| digest.recipient == recipient && digest.quarter.first_day() == first_day;
        self.digests.iter().any(is_theirs)
    }

    /// Whether a coordinator was told this in this quarter's digests.
    pub fn was_in_digest(&self, recipient: UserId, quarter: Quarter, item: u32) -> bool {
        let told = |revision| (recipient, quarter.first_day(), item, RevisionId(revision));
        let mut digests = self.items.range(told(0)..=told(u64::MAX)).map(|(.., revision)| *revision);
        digests.any(|digest| !self.is_retracted(digest))
    }

    /// The first day on which a digest named a page as newly found to a coordinator, in this quarter.
    pub fn named_on(&self, recipient: UserId, quarter: Quarter, page: PageId) -> Option<NaiveDate> {
        let first = quarter.first_day();
        let named =
            self.found.iter().filter(|(who, of, id, ..)| (*who, *of, *id) == (recipient, first, page));
        let named = named.filter(|(.., digest)| !self.is_retracted(*digest));
        named.map(|(.., day, _)| *day).min()
    }

    /// Whether these mistakes on the owners page were told there.
    pub fn knows_mistakes(&self, mistakes: u32) -> bool {
        self.mistakes.contains(&mistakes)
    }

    /// Whether a status table of this board and quarter was ever saved on the page `title`.
    pub fn has_status(&self, board: &str, quarter: Quarter, title: &Title) -> bool {
        self.last_status(board, quarter, title).is_some()
    }

    /// The revision by which the last such table was saved there.
    pub fn last_status(&self, board: &str, quarter: Quarter, title: &Title) -> Option<RevisionId> {
        let all = self.statuses.iter().filter(|(b, q, t, _)| b == board && *q == quarter && t == title);
        all.map(|(.., revision)| *revision).max()
    }

    /// The bot's day and the revision of the last overview that was saved on the page `title`.
    pub fn last_overview(&self, title: &Title) -> Option<(NaiveDate, RevisionId)> {
        let all = self.overviews.iter().filter(|(page, ..)| page == title);
        all.map(|(_, day, revision)| (*day, *revision)).max_by_key(|(_, revision)| *revision)
    }

    /// Notices to an owner in a quarter.
    pub fn notices(&self, owner: Owner<'_>, quarter: Quarter) -> usize {
        self.of(owner, quarter).count() + self.hidden(owner).count()
    }

    /// Notices to an owner about what is missing on one page in a quarter.
    pub fn rounds(&self, owner: Owner<'_>, quarter: Quarter, page_id: PageId) -> u32 {
        let (mut count, mut highest) = (0, 0);
        for round in self.about(owner, quarter, page_id).filter_map(|page| page.round) {
            (count, highest) = (count + 1, highest.max(round));
        }
        // What a hidden summary was about can't be known: it counts for every page.
        highest.max(count) + u32::try_from(self.hidden(owner).count()).unwrap_or(u32::MAX)
    }

    /// How many notices to an owner in a quarter were about one page, whatever they asked for there.
    pub fn times(&self, owner: Owner<'_>, quarter: Quarter, page_id: PageId) -> usize {
        self.about(owner, quarter, page_id).count() + self.hidden(owner).count()
    }

    /// Whether an owner was asked for the statuses on one page at the end of a quarter.
    pub fn asked_for_statuses(&self, owner: Owner<'_>, quarter: Quarter, page_id: PageId) -> bool {
        self.about(owner, quarter, page_id).any(|page| page.closing) || self.hidden(owner).next().is_some()
    }

    /// The day of the last notice to an owner in a quarter.
    pub fn last(&self, owner: Owner<'_>, quarter: Quarter) -> Option<NaiveDate> {
        let days = self.of(owner, quarter).map(|key| key.day);
        days.chain(self.hidden(owner).map(|(_, day)| *day)).max()
    }

    fn about(&self, owner: Owner<'_>, quarter: Quarter, page_id: PageId) -> impl Iterator<Item = PageKey> {
        self.of(owner, quarter).flat_map(|key| &key.pages).copied().filter(move |page| page.id == page_id)
    }

    fn of(&self, owner: Owner<'_>, quarter: Quarter) -> impl Iterator<Item = &NoticeKey> {
        self.told(quarter).filter(move |told| owner.is(told.key.recipient, &told.title)).map(|told| &told.key)
    }

    fn hidden(&self, owner: Owner<'_>) -> impl Iterator<Item = &(Title, NaiveDate)> {
        self.hidden.iter().filter(move |(title, _)| title == owner.talk_page)
    }
}

/// A person, as the history knows them.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Their user ids: of the account named, and of the one whose talk page theirs leads to.
    pub ids: &'a [UserId],
    /// Their talk page.
    pub talk_page: &'a Title,
}

impl Owner<'_> {
    /// Whether a message is theirs: it was sent to one of their ids, or stands on their talk page.
    fn is(&self, recipient: UserId, title: &Title) -> bool {
        self.ids.contains(&recipient) || title == self.talk_page
    }
}

#[cfg(test)]
pub(super) mod tests;
