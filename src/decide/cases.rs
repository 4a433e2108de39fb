//! From findings to the people who answer for them.

use chrono::NaiveDate;

use crate::base::Quarter;
use crate::config::{Board, BoardRef};
use crate::read::{Facts, PageFacts, ReadPage, Whom};
use crate::rules::{Finding, Topic};

/// One person and everything that could be told them about one quarter.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Whom.
    pub whom: Whom<'a>,
    /// The quarter all of it is about.
    pub quarter: Quarter,
    /// What, in the order of the pages.
    pub findings: Vec<CaseFinding<'a>>,
}

/// Something that could be told, with the page that it is about.
#[derive(Clone, Copy, Debug)]
pub struct CaseFinding<'a> {
    /// The page.
    pub page: CasePage<'a>,
    /// What is missing there.
    pub finding: &'a Finding,
}

/// A board's page that was read.
#[derive(Clone, Copy, Debug)]
pub struct CasePage<'a> {
    /// Its board.
    pub board: BoardRef<'a>,
    /// The page.
    pub facts: &'a PageFacts<'a>,
    /// What was read on it.
    pub read: &'a ReadPage,
}

impl PartialEq for CasePage<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.facts, other.facts)
    }
}

impl<'a> CasePage<'a> {
    /// A page as one of a board's; `None` if it is none, or was not read.
    pub fn of(facts: &'a PageFacts<'a>) -> Option<Self> {
        Some(Self { board: facts.board?, facts, read: facts.read.as_ref()? })
    }
}

impl<'a> Case<'a> {
    /// The pages that it is about, each once.
    pub fn pages(&self) -> Vec<CasePage<'a>> {
        let mut pages: Vec<CasePage<'a>> = Vec::new();
        for finding in &self.findings {
            if !pages.contains(&finding.page) {
                pages.push(finding.page);
            }
        }
        pages
    }

    /// What it says of one page.
    pub fn on(&self, page: CasePage<'a>) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |at| at.page == page).map(|at| at.finding)
    }
}

/// Sorts the certain findings by the people who answer for them.
pub fn gather<'a>(facts: &'a Facts<'a>) -> Vec<Case<'a>> {
    let mut cases: Vec<Case<'a>> = Vec::new();
    for page in facts.survey.pages.iter().filter_map(CasePage::of) {
        let Some(quarter) = page.facts.quarter.filter(|_| page.board.notices.enabled) else { continue };
        let told = page.facts.findings.iter().filter(|finding| {
            page.facts.is_asked(finding) && is_told(finding, &page.board, quarter, facts.today)
        });
        for finding in told {
            let here = CaseFinding { page, finding };
            for whom in addressees(facts, finding) {
                let is_theirs =
                    |case: &&mut Case<'_>| case.whom == whom && case.quarter.is_same_time(quarter);
                match cases.iter_mut().find(is_theirs) {
                    // One who is named twice in one place is told once.
                    Some(case) if case.findings.iter().any(|at| std::ptr::eq(at.finding, finding)) => {}
                    Some(case) => case.findings.push(here),
                    None => cases.push(Case { whom, quarter, findings: vec![here] }),
                }
            }
        }
    }
    cases
}

fn addressees<'a>(facts: &'a Facts<'a>, finding: &'a Finding) -> Vec<Whom<'a>> {
    // Whoever is asked for a status is named; who is next in line was asked for the name.
    // Of a line that names somebody in an uncertain way it isn't said that it names nobody.
    if finding.owners.is_empty() && finding.rule.topic() != Some(Topic::Statuses) {
        return if finding.named_in_doubt { Vec::new() } else { vec![Whom::Nobody] };
    }
    finding.owners.iter().map(|owner| facts.whom(owner)).collect()
}

fn is_told(finding: &Finding, board: &Board, quarter: Quarter, today: NaiveDate) -> bool {
    match finding.rule.topic() {
        None => false,
        Some(Topic::Goals | Topic::Manager) => true,
        Some(Topic::Statuses) => is_closing(board, quarter, today),
    }
}

/// Whether it is time to ask for statuses.
fn is_closing(board: &Board, quarter: Quarter, today: NaiveDate) -> bool {
    board.closing(quarter).is_some_and(|(first, last)| (first..=last).contains(&today))
}
