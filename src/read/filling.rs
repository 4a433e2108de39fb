//! How a quarter filled up, week by week, by the goal page's own revisions. Only figures are remembered of them.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::reading::Way;
use super::survey::{Asked, PageFacts};
use crate::base::{Quarter, RevisionId, Title};
use crate::goals::{Figures, GoalPage};
use crate::wiki::{self, Past, Session, WikiError};

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
    /// It was no goal page then.
    Unread,
}

const ELSEWHERE: &str =
    "its goals stand on pages that it transcludes, and an old revision would show those as they are today";
const NO_QUARTER: &str = "it is for no single quarter";
const NOTHING: &str = "no revision of it from that quarter, or from before, can be read";

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

/// Of each day the revision that was current at its end. `past` are the revisions, newest first.
pub fn current(days: &[NaiveDate], past: &[Past]) -> Vec<(NaiveDate, RevisionId)> {
    let of_day = |day: &NaiveDate| {
        let end = end_of(*day);
        let (revision, _) = past.iter().find(|(_, at)| *at < end)?;
        Some((*day, *revision))
    };
    days.iter().filter_map(of_day).collect()
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
    let none = |why| Filling {
        board: page.board.map(|board| board.settings().name.as_str()),
        title: &page.title,
        quarter: page.quarter,
        points: Vec::new(),
        why_none: Some(why),
    };
    let (Some(content), Some(quarter)) = (page.content(), page.quarter) else { return Ok(none(NO_QUARTER)) };
    if is_elsewhere(content) {
        return Ok(none(ELSEWHERE));
    }
    let days = days(quarter, asked.today);
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(none(NOTHING)) };
    let since = first.and_time(NaiveTime::MIN).and_utc();
    let past = wiki::between(session, &page.title, since, end_of(*last)).await?;
    let current = current(&days, &past);
    let mut revisions: Vec<RevisionId> = current.iter().map(|(_, revision)| *revision).collect();
    revisions.dedup();
    let way = Way::of(session, asked.layouts, page);
    let read: Vec<Result<(RevisionId, Remembered), WikiError>> = stream::iter(revisions)
        .map(|revision| figures_of(session, asked, &way, page, revision))
        .buffered(asked.settings.limits.concurrency)
        .collect()
        .await;
    asked.cache.flush();
    let known: BTreeMap<RevisionId, Remembered> = read.into_iter().collect::<Result<_, _>>()?;
    let points = current.iter().filter_map(|(day, revision)| match known.get(revision)? {
        Remembered::Figures(figures) => Some(Point { day: *day, revision: *revision, figures: *figures }),
        Remembered::Elsewhere | Remembered::Unread => None,
    });
    let points: Vec<Point> = points.collect();
    let is_elsewhere = known.values().any(|of| matches!(of, Remembered::Elsewhere));
    let why_none = match points.is_empty() {
        _ if is_elsewhere => Some(ELSEWHERE),
        true => Some(NOTHING),
        false => None,
    };
    Ok(Filling { points, why_none, ..none(NOTHING) })
}

impl Facts<'_> {
    /// Looks how the goal pages of the quarter that it is filled up.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn look_how_they_filled(
        &mut self,
        session: &Session,
        asked: Asked<'_>,
    ) -> Result<(), WikiError> {
        for page in self.survey.counted() {
            let is_now = |quarter: Quarter| (quarter.first_day()..=quarter.last_day()).contains(&asked.today);
            if page.quarter.is_some_and(is_now) {
                self.fillings.push(filling(session, asked, page).await?);
            }
        }
        Ok(())
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
    let name = way.name(&asked.settings.wiki.url, format_args!("figures {revision}"));
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
        if is_elsewhere(content) { Self::Elsewhere } else { Self::Figures(Figures::of(content)) }
    }
}

/// Whether key results stand on pages that it transcludes.
fn is_elsewhere(content: &GoalPage) -> bool {
    !content.source_pages().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let past: Vec<Past> =
            [(3, "2020-10-08T23:59:59Z"), (2, "2020-10-03T12:00:00Z"), (1, "2020-10-02T00:00:00Z")]
                .map(|(id, at)| (RevisionId(id), at.parse().unwrap()))
                .to_vec();
        let days = ["2020-10-01", "2020-10-02", "2020-10-07", "2020-10-08", "2020-10-15"].map(day);
        let found = current(&days, &past).into_iter().map(|(day, revision)| (day.to_string(), revision.0));
        let expected = [("2020-10-02", 1), ("2020-10-07", 2), ("2020-10-08", 3), ("2020-10-15", 3)];
        assert_eq!(found.collect::<Vec<_>>(), expected.map(|(day, id)| (day.to_owned(), id)));
    }
}
