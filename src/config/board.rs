//! `[[boards]]`: a series of goal pages, whom to tell of what is missing there, and the table.

use std::cmp::Ordering;
use std::ops::Deref;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::pause::Pause;
use super::settings::list_or_commas;
use crate::base::calendar::FiscalYearStart;
use crate::base::month::MonthNames;
use crate::base::{Account, Quarter, Weekday};
use crate::goals::TitlePattern;
use crate::rules::Levels;

/// Days on which statuses are asked for, where that is after the quarter's end.
const CLOSING_LASTS: u64 = 30;

/// Days after a quarter's end on which its tables are still kept: people say then how it went.
const OUTCOME_DAYS: u64 = 30;

/// `[[boards]]`: one series of goal pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Board {
    /// Its name in messages, keys and JSON.
    pub name: String,
    /// Titles of its pages, with placeholders for the quarter.
    #[serde(deserialize_with = "list_or_commas")]
    pub titles: Vec<String>,
    /// Where more of its pages are found: the members of a category, the pages that a page links to or transcludes, the titles
    /// that begin with the same words (`Team:*`). Those count that name the quarter in their title or in a heading.
    #[serde(deserialize_with = "list_or_commas")]
    pub titles_from: Vec<String>,
    /// Titles that the boards page adds.
    #[serde(skip)]
    pub listed: Vec<String>,
    /// A layout's name, or `auto`.
    pub layout: String,
    /// The month its fiscal year begins in.
    pub fiscal_year_starts: FiscalYearStart,
    /// The account of the person who runs the goal-setting process.
    pub coordinator: String,
    /// How bad what a rule finds is, or `off`.
    pub rules: Levels,
    /// Who is told what, when.
    pub notices: BoardNotices,
    /// The table on the wiki.
    pub status: BoardStatus,
}

/// `[boards.notices]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoardNotices {
    /// Whether owners are told at all. If not, the coordinator's digest doesn't say either what no owner can be told; earlier
    /// notices are still ticked, and answers to them heard.
    pub enabled: bool,
    /// Days after the quarter's first day without notices.
    pub grace_days: u32,
    /// Hours after the goal page's last edit without notices.
    pub quiet_hours: u32,
    /// Days between two notices to one owner.
    pub interval_days: u32,
    /// Notices per owner, page and quarter, at most.
    pub rounds: u32,
    /// Hours that what a notice says, and whom it is for, must have stood on the goal page; 0 for no matter how long.
    pub settled_hours: u32,
    /// Days that a goal page must have been there; 0 for no matter how long.
    pub settled_days: u32,
    /// Whether nobody is told anything before the coordinator says `go`, once a quarter.
    pub needs_go: bool,
    /// Days of the year without notices and digests, such as `12-18..01-06`; see [`Pause`].
    #[serde(deserialize_with = "list_or_commas")]
    pub pause: Vec<String>,
    /// Days before the quarter's end when statuses are asked for, once; below 0 so many days after it; 0 for never.
    pub closing_days: i64,
    /// The day of the week on which the coordinator's digest comes.
    pub digest_weekday: Weekday,
    /// The language of the notices.
    pub language: String,
    /// What the goals are needed for, in the language of the notices: “the check-in on 20 October”. Empty for nothing.
    pub purpose: String,
}

/// `[boards.status]`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoardStatus {
    /// Whether there is a table at all.
    pub enabled: bool,
    /// `talk` for a section on the goal page's talk page, or a title with `{page}`.
    pub page: String,
    /// The language of the table; by default that of the notices.
    pub language: Option<String>,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            name: String::new(),
            titles: Vec::new(),
            titles_from: Vec::new(),
            listed: Vec::new(),
            layout: "auto".to_owned(),
            fiscal_year_starts: FiscalYearStart::July,
            coordinator: String::new(),
            rules: Levels::new(),
            notices: BoardNotices::default(),
            status: BoardStatus::default(),
        }
    }
}

impl Default for BoardNotices {
    fn default() -> Self {
        Self {
            enabled: true,
            grace_days: 7,
            quiet_hours: 6,
            interval_days: 14,
            rounds: 2,
            settled_hours: 48,
            settled_days: 3,
            needs_go: false,
            pause: Vec::new(),
            closing_days: 10,
            digest_weekday: Weekday::Monday,
            language: "en".to_owned(),
            purpose: String::new(),
        }
    }
}

impl Default for BoardStatus {
    fn default() -> Self {
        Self { enabled: true, page: "talk".to_owned(), language: None }
    }
}

impl Board {
    /// The account of its coordinator, if it has one.
    pub fn coordinator(&self) -> Option<Account> {
        Some(self.coordinator.trim()).filter(|name| !name.is_empty()).map(Account::new)
    }

    /// Whether it says at all which pages are its own.
    pub fn has_pages(&self) -> bool {
        self.title_patterns().next().is_some() || !self.titles_from.is_empty()
    }

    /// Whether it has one page a quarter, whatever else there is.
    pub fn has_one_title(&self) -> bool {
        self.title_patterns().count() == 1 && self.titles_from.is_empty()
    }

    /// The patterns of its pages' titles.
    pub fn title_patterns(&self) -> impl Iterator<Item = TitlePattern> {
        let titles = self.titles.iter().chain(&self.listed);
        titles.map(|title| TitlePattern::new(title, self.fiscal_year_starts))
    }

    /// Every title that one of its pages may have or have had by `today`, with the quarter that such a page is for, if it
    /// is for one.
    pub fn possible_titles(
        &self,
        today: NaiveDate,
        months: &MonthNames,
    ) -> impl Iterator<Item = (Option<Quarter>, String)> {
        self.title_patterns().flat_map(move |pattern| pattern.pages(today, months))
    }

    /// The quarter asked for, as this board counts; `None` if that is of another kind of year: a calendar year's, and the
    /// board's goes over two.
    pub fn asked(&self, quarter: Quarter) -> Option<Quarter> {
        quarter.in_year_from(self.fiscal_year_starts)
    }

    /// The last day of the pause that `today` lies in, if it lies in one.
    pub fn paused_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        let pauses = self.notices.pause.iter().filter_map(|text| text.parse::<Pause>().ok());
        pauses.filter_map(|pause| pause.last_day(today)).max()
    }

    /// The days on which statuses of a quarter are asked for, from the first to the last; `None` for never.
    pub fn closing(&self, quarter: Quarter) -> Option<(NaiveDate, NaiveDate)> {
        let (end, days) = (quarter.last_day(), self.notices.closing_days);
        let count = Days::new(days.unsigned_abs());
        match days {
            0 => None,
            1.. => Some((end.checked_sub_days(count)?.succ_opt()?, end)),
            ..0 => {
                let first = end.checked_add_days(count)?;
                Some((first, first.checked_add_days(Days::new(CLOSING_LASTS - 1))?))
            }
        }
    }

    /// The quarter before `quarter`, if its statuses are asked for on `today`, when it is over.
    pub fn closes_late(&self, quarter: Quarter, today: NaiveDate) -> Option<Quarter> {
        let before = self.before(quarter)?;
        let (first, last) = self.closing(before).filter(|_| self.notices.closing_days < 0)?;
        (first..=last).contains(&today).then_some(before)
    }

    /// The quarter before `quarter`, if it ended so lately that its tables still show what became of it.
    pub fn shows_outcome(&self, quarter: Quarter, today: NaiveDate) -> Option<Quarter> {
        let before = self.before(quarter)?;
        let is_kept = today > before.last_day() && self.keeps_table(before, today);
        (self.status.enabled && is_kept).then_some(before)
    }

    /// Whether a quarter's table is still kept on a day.
    pub fn keeps_table(&self, quarter: Quarter, today: NaiveDate) -> bool {
        let last = quarter.last_day().checked_add_days(Days::new(OUTCOME_DAYS));
        last.is_some_and(|last| today <= last)
    }

    /// The quarter before.
    pub fn before(&self, quarter: Quarter) -> Option<Quarter> {
        Quarter::on(quarter.first_day().pred_opt()?, self.fiscal_year_starts)
    }

    /// The layout that its pages are read with; `None` to find one.
    pub fn layout_name(&self) -> Option<&str> {
        Some(self.layout.as_str()).filter(|name| *name != "auto")
    }

    /// The language of its status table.
    pub fn status_language(&self) -> &str {
        self.status.language.as_deref().unwrap_or(&self.notices.language)
    }
}

/// A board of the settings, and its place among them.
#[derive(Clone, Copy, Debug)]
pub struct BoardRef<'s> {
    index: usize,
    board: &'s Board,
}

impl<'s> BoardRef<'s> {
    /// The board at this place.
    pub(super) fn new(index: usize, board: &'s Board) -> Self {
        Self { index, board }
    }

    /// Its place in the settings, counted from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// What the settings say of it.
    pub fn settings(self) -> &'s Board {
        self.board
    }
}

impl Deref for BoardRef<'_> {
    type Target = Board;

    fn deref(&self) -> &Board {
        self.board
    }
}

impl PartialEq for BoardRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for BoardRef<'_> {}

impl PartialOrd for BoardRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BoardRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}
