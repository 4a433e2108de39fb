//! A page and what is on it, as `check` and `show` print it for a program: borrowed, and written straight to the output.

use chrono::NaiveDate;
use serde::Serialize;
use smol_str::SmolStr;

use super::finding::Shown;
use super::{coverage, finding};
use crate::base::{PageId, Quarter, RevisionId, Title};
use crate::goals::{Figures, GoalsState, KeyResult, LeftOut, Managers, Objective, Source, Stated, Status};
use crate::people::Owners;
use crate::read::PageFacts;
use crate::rules::open_places;
use crate::wiki::Site;

/// A page.
#[derive(Debug, Serialize)]
pub struct Page<'a> {
    board: Option<&'a str>,
    title: &'a Title,
    page_id: Option<PageId>,
    revision: Option<RevisionId>,
    quarter: Option<QuarterShown>,
    layout: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Option<&'a str>>,
    coverage: Option<f64>,
    left_out: Option<Vec<LeftOutShown<'a>>>,
    objectives: Vec<ObjectiveShown<'a>>,
    #[serde(flatten)]
    checked: Option<Checked<'a>>,
}

/// What is missing on a page.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    figures: Option<FiguresShown>,
    findings: Vec<Shown<'a>>,
    allowed: Vec<Shown<'a>>,
}

/// How many key results have what they need, and how many places are open.
#[derive(Debug, Default, Serialize)]
pub struct FiguresShown {
    key_results: usize,
    with_goals: usize,
    with_manager: usize,
    with_status: usize,
    open: usize,
}

#[derive(Debug, Serialize)]
struct LeftOutShown<'a> {
    section: &'a str,
    text: &'a str,
    reason: &'a str,
}

/// A quarter.
#[derive(Debug, Serialize)]
pub struct QuarterShown {
    fiscal_year: String,
    number: u8,
    start: NaiveDate,
    end: NaiveDate,
}

#[derive(Debug, Serialize)]
struct ObjectiveShown<'a> {
    title: &'a str,
    anchor: &'a str,
    managers: Vec<ManagerShown<'a>>,
    key_results: Vec<KeyResultShown<'a>>,
    source_page: Option<&'a Title>,
    unread: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct KeyResultShown<'a> {
    label: Option<&'a str>,
    text: &'a str,
    anchor: &'a str,
    managers: Vec<ManagerShown<'a>>,
    goals_label: Option<&'a str>,
    goals: Vec<GoalShown<'a>>,
    goals_state: GoalsState,
    status: Option<Status>,
    status_text: Option<&'a str>,
    eta: Option<&'a str>,
    source_page: Option<&'a Title>,
    other_quarter_labels: &'a [SmolStr],
}

#[derive(Debug, Serialize)]
struct GoalShown<'a> {
    text: &'a str,
    status: Option<Status>,
    status_text: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ManagerShown<'a> {
    name: &'a str,
    account: Option<String>,
    source: Source,
}

impl<'a> Page<'a> {
    /// What is on a page.
    pub fn content(page: &'a PageFacts<'_>, owners: &Owners) -> Self {
        let content = page.content();
        let objectives = content.into_iter().flat_map(|content| &content.objectives);
        Self {
            board: page.board.map(|board| board.settings().name.as_str()),
            title: &page.title,
            page_id: page.read.as_ref().map(|read| read.id),
            revision: page.read.as_ref().map(|read| read.revision),
            quarter: page.quarter.map(QuarterShown::of),
            layout: content.map(|content| content.layout.as_str()),
            why: None,
            coverage: content.map(|content| coverage::rounded(&content.coverage)),
            left_out: content.map(|content| content.coverage.left_out.iter().map(LeftOutShown::of).collect()),
            objectives: objectives.map(|objective| ObjectiveShown::of(objective, owners)).collect(),
            checked: None,
        }
    }

    /// The same, with why it was read so.
    pub fn with_why(page: &'a PageFacts<'_>, owners: &Owners) -> Self {
        let why = page.content().map(|content| content.why.as_str());
        Self { why: Some(why), ..Self::content(page, owners) }
    }

    /// The same, with what is missing.
    pub fn checked(page: &'a PageFacts<'_>, site: Option<&Site>, owners: &Owners) -> Self {
        let open = open_places(&page.findings).len();
        let shown = |findings: &'a [crate::rules::Finding]| {
            findings.iter().map(|found| finding::shown(found, &page.title, site)).collect()
        };
        let checked = Checked {
            figures: page.content().map(|content| FiguresShown::of(Figures::of(content), open)),
            findings: shown(&page.findings),
            allowed: shown(&page.allowed),
        };
        Self { checked: Some(checked), ..Self::content(page, owners) }
    }
}

impl<'a> LeftOutShown<'a> {
    fn of(LeftOut { section, text, reason, .. }: &'a LeftOut) -> Self {
        Self { section, text, reason }
    }
}

impl FiguresShown {
    /// Of a page, or of all; `open` are the places that are open.
    pub fn of(figures: Figures, open: usize) -> Self {
        let Figures { key_results, with_goals, with_manager, with_status } = figures;
        Self { key_results, with_goals, with_manager, with_status, open }
    }
}

impl QuarterShown {
    /// As it is printed.
    pub fn of(quarter: Quarter) -> Self {
        Self {
            fiscal_year: quarter.fiscal_year().to_string(),
            number: quarter.number(),
            start: quarter.first_day(),
            end: quarter.last_day(),
        }
    }
}

impl<'a> ObjectiveShown<'a> {
    fn of(objective: &'a Objective, owners: &Owners) -> Self {
        Self {
            title: &objective.title,
            anchor: &objective.place.anchor,
            managers: managers(&objective.manager, owners),
            key_results: objective
                .key_results
                .iter()
                .map(|result| KeyResultShown::of(result, owners))
                .collect(),
            source_page: objective.place.source_page.as_ref(),
            unread: objective.unread.as_deref(),
        }
    }
}

impl<'a> KeyResultShown<'a> {
    fn of(result: &'a KeyResult, owners: &Owners) -> Self {
        let goals = result.goals.iter().map(|goal| GoalShown {
            text: &goal.text,
            status: Stated::status(goal.status.as_ref()),
            status_text: goal.status.as_ref().map(|stated| stated.text.as_str()),
        });
        Self {
            label: result.label.as_deref(),
            text: &result.text,
            anchor: &result.place.anchor,
            managers: managers(&result.managers, owners),
            goals_label: result.goals_label.as_deref(),
            goals: goals.collect(),
            goals_state: result.goals_state,
            status: Stated::status(result.status.as_ref()),
            status_text: result.status.as_ref().map(|stated| stated.text.as_str()),
            eta: result.eta.as_deref(),
            source_page: result.place.source_page.as_ref(),
            other_quarter_labels: &result.other_quarters,
        }
    }
}

fn managers<'a>(managers: &'a Managers, owners: &Owners) -> Vec<ManagerShown<'a>> {
    let source = match managers {
        Managers::Named { source, .. } => *source,
        Managers::Absent | Managers::Empty | Managers::Unread => Source::Own,
    };
    let shown = managers.named().iter().map(|manager| ManagerShown {
        name: &manager.name,
        account: owners.resolve(manager).map(|(account, _)| account.as_str().to_owned()),
        source,
    });
    shown.collect()
}
