//! How a quarter filled up, week by week, by the goal page's own revisions. Only figures are remembered of them.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::reading::Way;
use super::survey::{Asked, PageFacts};
use crate::base::{Quarter, RevisionId, Title};
use crate::goals::{Figures, GoalPage};
use crate::wiki::{self, Session, WikiError, Within};

/// A week, in days.
const WEEK: u64 = 7;

/// How long figures are remembered: a past quarter is looked at for a year.
const A_YEAR: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// How a page filled up.
#[derive(Clone, Debug)]
pub struct Filling<'s> {
    /// The page's board, if it is one's.
    pub board: Option<&'s str>,
    /// The page.
    pub title: &'s Title,
    /// Its quarter; `None` if it is for none, and then there are no weeks.
    pub quarter: Option<Quarter>,
    /// The figures, oldest first.
    pub points: Vec<Point>,
    /// Why there are none, or not all of them.
    pub why_none: Option<&'static str>,
}

/// The figures of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day, at whose end they were so; of the last one, so far.
    pub day: NaiveDate,
    /// The revision that was current then.
    pub revision: RevisionId,
    /// The figures.
    pub figures: Figures,
}

/// What is remembered of a revision.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Remembered {
    Figures(Figures),
    /// Its goals stand on pages that it transcludes.
    Elsewhere,
    /// It was no goal page then, or not understood.
    Unread,
}

/// What was current at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Current {
    Revision(RevisionId),
    /// There was no page yet.
    NotYet,
    /// A revision whose text is hidden, or one of too many.
    Unknown,
}

const ELSEWHERE: &str =
    "its goals stand on pages that it transcludes, and an old revision would show those as they are today";
const NO_QUARTER: &str = "it is for no single quarter";
const NOTHING: &str = "no revision of it from that quarter, or from before, can be read";
const GAPS: &str = "what stood there on some of the days is hidden, is not understood, or is one of more than five hundred revisions";
const FAILED: &str = "a revision of it could not be fetched";

impl<'s> Filling<'s> {
    /// Of a page of which a revision could not be fetched.
    pub fn failed(page: &'s PageFacts<'_>) -> Self {
        Self::none(page, FAILED)
    }

    fn none(page: &'s PageFacts<'_>, why: &'static str) -> Self {
        let board = page.board.map(|board| board.settings().name.as_str());
        Self { board, title: &page.title, quarter: page.quarter, points: Vec::new(), why_none: Some(why) }
    }

    /// Whether another time it may go well.
    pub fn is_failed(&self) -> bool {
        self.why_none == Some(FAILED)
    }
}

/// The days of a quarter that have figures: the first, each a week later, and the last, or today.
pub fn days(quarter: Quarter, today: NaiveDate) -> Vec<NaiveDate> {
    let last = quarter.last_day().min(today);
    let weeks = (0..).map_while(|week| quarter.first_day().checked_add_days(Days::new(WEEK * week)));
    let mut days: Vec<NaiveDate> = weeks.take_while(|day| *day <= last).collect();
    if days.last().is_some_and(|day| *day < last) {
        days.push(last);
    }
    days
}

/// What was current at the end of each day.
fn current(days: &[NaiveDate], within: &Within) -> Vec<(NaiveDate, Current)> {
    let of_day = |day: &NaiveDate| {
        let end = end_of(*day);
        let current = match within.made.iter().find(|made| made.at < end) {
            Some(made) if !made.is_hidden => Current::Revision(made.revision),
            None if !within.is_cut => Current::NotYet,
            _ => Current::Unknown,
        };
        (*day, current)
    };
    days.iter().map(of_day).collect()
}

fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    next.and_time(NaiveTime::MIN).and_utc()
}

/// How a page filled up: two queries, and each revision that was current at the end of a week once.
///
/// # Errors
/// See [`WikiError`]. A revision that can't be read has no figures.
pub async fn filling<'s>(
    session: &Session,
    asked: Asked<'_>,
    page: &'s PageFacts<'_>,
) -> Result<Filling<'s>, WikiError> {
    let none = |why| Filling::none(page, why);
    let (Some(content), Some(quarter)) = (page.content(), page.quarter) else { return Ok(none(NO_QUARTER)) };
    if is_elsewhere(content) {
        return Ok(none(ELSEWHERE));
    }
    let days = days(quarter, asked.today);
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(none(NOTHING)) };
    let since = first.and_time(NaiveTime::MIN).and_utc();
    let within = wiki::between(session, &page.title, since, end_of(*last)).await?;
    let current = current(&days, &within);
    let mut revisions: Vec<RevisionId> = current
        .iter()
        .filter_map(|(_, current)| match current {
            Current::Revision(revision) => Some(*revision),
            Current::NotYet | Current::Unknown => None,
        })
        .collect();
    revisions.dedup();
    let way = Way::of(session, asked.layouts, page);
    let read: Vec<(RevisionId, Remembered)> = stream::iter(revisions)
        .map(|revision| figures_of(session, asked, &way, page, revision))
        .buffered(asked.settings.limits.concurrency)
        .try_collect()
        .await?;
    asked.cache.flush();
    Ok(found(&current, &read.into_iter().collect(), none(NOTHING)))
}

/// The figures of the days on which something is known, and why there are not all of them.
fn found<'s>(
    current: &[(NaiveDate, Current)],
    known: &BTreeMap<RevisionId, Remembered>,
    none: Filling<'s>,
) -> Filling<'s> {
    let of = |current: Current| match current {
        Current::Revision(revision) => known.get(&revision).map(|known| (revision, *known)),
        Current::NotYet | Current::Unknown => None,
    };
    let point = |(day, current): &(NaiveDate, Current)| match of(*current)? {
        (revision, Remembered::Figures(figures)) => Some(Point { day: *day, revision, figures }),
        (_, Remembered::Elsewhere | Remembered::Unread) => None,
    };
    let points: Vec<Point> = current.iter().filter_map(point).collect();
    let days = current.iter().filter(|(_, current)| *current != Current::NotYet).count();
    let is_elsewhere = known.values().any(|known| matches!(known, Remembered::Elsewhere));
    let why_none = match points.len() {
        _ if is_elsewhere => Some(ELSEWHERE),
        found if found < days => Some(GAPS),
        0 => Some(NOTHING),
        _ => None,
    };
    Filling { points, why_none, ..none }
}

impl Facts<'_> {
    /// Looks how the goal pages of the quarter that it is filled up. Where that can't be had nothing is known of any page: it keeps nobody
    /// from hearing anything else.
    pub async fn look_how_they_filled(&mut self, session: &Session, asked: Asked<'_>) {
        for page in self.survey.counted() {
            let is_now = |quarter: Quarter| (quarter.first_day()..=quarter.last_day()).contains(&asked.today);
            if !page.quarter.is_some_and(is_now) {
                continue;
            }
            match filling(session, asked, page).await {
                Ok(filling) => self.fillings.push(filling),
                Err(error) => {
                    let page = page.title.as_str();
                    tracing::warn!(page, %error, "its old revisions can't be fetched: the overview has no weeks");
                    self.fillings.clear();
                    return;
                }
            }
        }
    }
}

async fn figures_of(
    session: &Session,
    asked: Asked<'_>,
    way: &Way,
    page: &PageFacts<'_>,
    revision: RevisionId,
) -> Result<(RevisionId, Remembered), WikiError> {
    // It was read just now.
    if let Some(read) = page.read.as_ref().filter(|read| read.revision == revision) {
        return Ok((revision, Remembered::of(&read.content)));
    }
    let name = way.name(&asked.settings.wiki.url, format_args!("figures of {revision}"));
    let state = way.reader(session);
    if let Some(known) = asked.cache.get(&name, &state, A_YEAR) {
        return Ok((revision, known));
    }
    let html = wiki::html_of(session, revision).await?;
    let Some(html) = html else { return Ok((revision, Remembered::Unread)) };
    let of = way.read(html).await.as_ref().map_or(Remembered::Unread, Remembered::of);
    asked.cache.put(name, state, &of);
    Ok((revision, of))
}

impl Remembered {
    fn of(content: &GoalPage) -> Self {
        match content.coverage.is_enough() {
            _ if is_elsewhere(content) => Self::Elsewhere,
            true => Self::Figures(Figures::of(content)),
            false => Self::Unread,
        }
    }
}

/// Whether key results stand on pages that it transcludes.
fn is_elsewhere(content: &GoalPage) -> bool {
    !content.source_pages().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiki::Made;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_has_few_days_and_none_to_come() {
        let quarter: Quarter = "2020-21Q2".parse().unwrap();
        let all = days(quarter, day("2021-06-01"));
        assert_eq!((all.len(), all[0], all[1]), (14, day("2020-10-01"), day("2020-10-08")));
        assert_eq!(all.last(), Some(&day("2020-12-31")));
        assert_eq!(days(quarter, day("2020-10-01")), [day("2020-10-01")]);
        assert_eq!(
            days(quarter, day("2020-10-10")),
            [day("2020-10-01"), day("2020-10-08"), day("2020-10-10")]
        );
        assert_eq!(days(quarter, day("2020-09-30")), []);
        for quarter in ["2020-21Q1", "2020-21Q3", "2019-20Q3", "2020-21Q4"] {
            assert!(days(quarter.parse().unwrap(), day("2030-01-01")).len() <= 15, "{quarter}");
        }
    }

    #[test]
    fn a_day_has_the_revision_that_was_current_at_its_end() {
        let made =
            |id, at: &str| Made { revision: RevisionId(id), at: at.parse().unwrap(), is_hidden: id == 2 };
        let made = vec![
            made(3, "2020-10-08T23:59:59Z"),
            made(2, "2020-10-03T12:00:00Z"),
            made(1, "2020-10-02T00:00:00Z"),
        ];
        let days = ["2020-10-01", "2020-10-02", "2020-10-07", "2020-10-08", "2020-10-15"].map(day);
        let found = |is_cut| {
            let within = Within { made: made.clone(), is_cut };
            current(&days, &within).into_iter().map(|(_, current)| current).collect::<Vec<_>>()
        };
        let revision = |id| Current::Revision(RevisionId(id));
        // Of a day whose revision is hidden nothing is known, whatever stood there before.
        assert_eq!(found(false), [Current::NotYet, revision(1), Current::Unknown, revision(3), revision(3)]);
        assert_eq!(found(true)[0], Current::Unknown, "one of too many");
    }

    #[test]
    fn a_gap_is_said() {
        let title = Title::of_wiki("Goals");
        let none =
            || Filling { board: None, title: &title, quarter: None, points: Vec::new(), why_none: None };
        let figures = Remembered::Figures(Figures::default());
        let known = BTreeMap::from([(RevisionId(1), figures), (RevisionId(2), Remembered::Unread)]);
        let of = |of_days: &[Current]| {
            let current: Vec<_> = of_days.iter().map(|current| (day("2020-10-01"), *current)).collect();
            let filling = found(&current, &known, none());
            (filling.points.len(), filling.why_none)
        };
        let revision = |id| Current::Revision(RevisionId(id));
        assert_eq!(of(&[Current::NotYet, revision(1), revision(1)]), (2, None), "it came later");
        assert_eq!(of(&[revision(1), revision(2), revision(1)]), (2, Some(GAPS)));
        assert_eq!(of(&[revision(1), Current::Unknown]), (1, Some(GAPS)));
        assert_eq!(of(&[Current::NotYet]), (0, Some(NOTHING)));
    }
}
