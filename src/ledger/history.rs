//! What the bot did before, read from the keys in its own edit summaries.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::key::{Key, NoticeKey};
use crate::calendar::Quarter;
use crate::wiki::Contribution;

/// At least this far back the ledger is read: longer than a quarter.
const LEAST_DAYS: u64 = 100;

/// The bot's past edits.
#[derive(Clone, Debug, Default)]
pub struct History {
    notices: Vec<NoticeKey>,
    /// Own edits with a hidden summary: the page, and the day.
    hidden: Vec<(String, NaiveDate)>,
    /// Board, quarter and page of each status table saved.
    statuses: Vec<(String, Quarter, String)>,
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
        for edit in contributions {
            match edit.summary.as_deref().map(Key::in_summary) {
                None => history.hidden.push((edit.title.clone(), edit.at.date_naive())),
                Some(Some(Key::Notice(key))) => history.notices.push(key),
                Some(Some(Key::Status { board, quarter })) => {
                    history.statuses.push((board, quarter, edit.title.clone()));
                }
                Some(None) => {}
            }
        }
        history
    }

    /// Whether a status table of this board and quarter was ever saved on the page `title`.
    pub fn has_status(&self, board: &str, quarter: Quarter, title: &str) -> bool {
        self.statuses.iter().any(|(b, q, t)| b == board && *q == quarter && t == title)
    }

    /// Notices to an owner in a quarter.
    pub fn notices(&self, owner: Owner<'_>, quarter: Quarter) -> usize {
        self.of(owner, quarter).count() + self.hidden(owner).count()
    }

    /// Notices to an owner about one page in a quarter.
    pub fn rounds(&self, owner: Owner<'_>, quarter: Quarter, page_id: u64) -> u32 {
        let about = self.of(owner, quarter).flat_map(|key| &key.pages).filter(|(id, _)| *id == page_id);
        let (count, highest) =
            about.fold((0, 0), |(count, highest), (_, round)| (count + 1, highest.max(*round)));
        // What a hidden summary was about can't be known: it counts for every page.
        highest.max(count) + u32::try_from(self.hidden(owner).count()).unwrap_or(u32::MAX)
    }

    /// The day of the last notice to an owner in a quarter.
    pub fn last(&self, owner: Owner<'_>, quarter: Quarter) -> Option<NaiveDate> {
        let days = self.of(owner, quarter).map(|key| key.day);
        days.chain(self.hidden(owner).map(|(_, day)| *day)).max()
    }

    fn of(&self, owner: Owner<'_>, quarter: Quarter) -> impl Iterator<Item = &NoticeKey> {
        self.notices.iter().filter(move |key| key.recipient == owner.id && key.quarter.is_same_time(quarter))
    }

    fn hidden(&self, owner: Owner<'_>) -> impl Iterator<Item = &(String, NaiveDate)> {
        self.hidden.iter().filter(move |(title, _)| title == owner.talk_page)
    }
}

/// An owner, as the history knows them.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Their user id.
    pub id: u64,
    /// Their talk page.
    pub talk_page: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contribution(title: &str, summary: Option<&str>) -> Contribution {
        Contribution {
            title: title.into(),
            at: "2020-11-02T10:00:00Z".parse().unwrap(),
            summary: summary.map(str::to_owned),
            revision: 1,
        }
    }

    #[test]
    fn only_own_keys_of_the_quarter_count() {
        let quarter: Quarter = "2020-21Q2".parse().unwrap();
        let history = History::new(&[
            contribution("User talk:Ada", Some("x (gk1:notice/7/2020-21Q2/2020-10-12/12.1,15.1)")),
            contribution("User talk:Ada", Some("x (gk1:notice/7/2020-21Q2/2020-10-26/12.2)")),
            contribution("User talk:Ada", Some("x (gk1:notice/7/2020-21Q1/2020-09-26/12.2)")),
            contribution("User talk:Bo", Some("x (gk1:notice/8/2020-21Q2/2020-10-26/12.1)")),
            contribution("Talk:Goals", Some("x (gk1:status/technology/2020-21Q2)")),
            contribution("User talk:Ada", Some("corrected a typo")),
        ]);
        let ada = Owner { id: 7, talk_page: "User talk:Ada" };
        assert_eq!(history.notices(ada, quarter), 2);
        assert_eq!((history.rounds(ada, quarter, 12), history.rounds(ada, quarter, 15)), (2, 1));
        assert_eq!(history.last(ada, quarter), "2020-10-26".parse().ok());
        assert!(history.has_status("technology", quarter, "Talk:Goals"));
        assert!(!history.has_status("technology", quarter, "Talk:Other goals"));
    }

    #[test]
    fn a_hidden_summary_counts_as_a_notice_of_its_day() {
        let quarter: Quarter = "2020-21Q2".parse().unwrap();
        let history = History::new(&[contribution("User talk:Ada", None)]);
        let ada = Owner { id: 7, talk_page: "User talk:Ada" };
        assert_eq!(history.notices(ada, quarter), 1);
        assert_eq!(history.rounds(ada, quarter, 12), 1);
        assert_eq!(history.last(ada, quarter), "2020-11-02".parse().ok());
    }
}
