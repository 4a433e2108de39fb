//! From findings to the people who answer for them.

use chrono::{Days, NaiveDate};

use crate::account::Account;
use crate::calendar::Quarter;
use crate::checks::{Confidence, Finding, Topic};
use crate::config::{Board, Settings};
use crate::owners::Owners;
use crate::survey::Survey;

/// One person and everything that could be told them about one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Whom.
    pub who: Who,
    /// The quarter all of it is about.
    pub quarter: Quarter,
    /// What: indices into the survey's reports and their findings.
    pub findings: Vec<(usize, usize)>,
}

/// A person as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// By their account.
    Account(Account),
    /// Only by the name as typed.
    Name(String),
    /// Not at all: nobody is named who could be asked.
    Nobody,
}

/// Sorts the certain findings by the people who answer for them.
pub fn gather(survey: &Survey, owners: &Owners, settings: &Settings, today: NaiveDate) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (at, report) in survey.reports.iter().enumerate() {
        let board = report.board.and_then(|index| settings.boards.get(index));
        let (Some(board), Some(quarter)) = (board, report.quarter) else { continue };
        if !board.notices.enabled {
            continue;
        }
        for (number, finding) in report.findings.iter().enumerate() {
            if !is_told(finding, board, quarter, today) {
                continue;
            }
            let named = finding.owners.iter().map(|owner| match owners.resolve(owner) {
                Some((account, _)) => Who::Account(account),
                None => Who::Name(owner.name.clone()),
            });
            // Whoever is asked for a status is named; who is next in line was asked for the name.
            let is_asked = finding.rule.topic() == Some(Topic::Statuses);
            let nobody = (finding.owners.is_empty() && !is_asked).then_some(Who::Nobody);
            for who in named.chain(nobody) {
                let here = (at, number);
                match cases.iter_mut().find(|case| case.who == who && case.quarter.is_same_time(quarter)) {
                    Some(case) if case.findings.contains(&here) => {}
                    Some(case) => case.findings.push(here),
                    None => cases.push(Case { who, quarter, findings: vec![here] }),
                }
            }
        }
    }
    cases
}

fn is_told(finding: &Finding, board: &Board, quarter: Quarter, today: NaiveDate) -> bool {
    finding.confidence == Confidence::High
        && match finding.rule.topic() {
            None => false,
            Some(Topic::Goals | Topic::Manager) => true,
            Some(Topic::Statuses) => is_closing(board, quarter, today),
        }
}

/// Whether it is time to ask for statuses.
fn is_closing(board: &Board, quarter: Quarter, today: NaiveDate) -> bool {
    closing_begins(board, quarter).is_some_and(|begins| today >= begins) && today <= quarter.last_day()
}

/// The day from which statuses are asked for; `None` for never.
pub fn closing_begins(board: &Board, quarter: Quarter) -> Option<NaiveDate> {
    let days = board.notices.closing_days.checked_sub(1)?;
    quarter.last_day().checked_sub_days(Days::new(days.into()))
}
