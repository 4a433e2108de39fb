//! From findings to the people who answer for them.

use crate::account::Account;
use crate::calendar::Quarter;
use crate::checks::Confidence;
use crate::config::Settings;
use crate::owners::Owners;
use crate::plan::{Kind, Reason, Skip};
use crate::survey::Survey;

/// One person and everything that could be told them about one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Whom.
    pub recipient: Account,
    /// The quarter all of it is about.
    pub quarter: Quarter,
    /// What: indices into the survey's reports and their findings.
    pub findings: Vec<(usize, usize)>,
}

/// Sorts the certain findings by the people who answer for them. Names without an account are
/// skips.
pub fn gather(survey: &Survey, settings: &Settings) -> (Vec<Case>, Vec<Skip>) {
    let owners = Owners::new(&settings.owners);
    let mut cases: Vec<Case> = Vec::new();
    let mut skipped: Vec<Skip> = Vec::new();
    for (at, report) in survey.reports.iter().enumerate() {
        let board = report.board.and_then(|index| settings.boards.get(index));
        let (Some(board), Some(quarter)) = (board, report.quarter) else { continue };
        if !board.notices.enabled {
            continue;
        }
        for (number, finding) in report.findings.iter().enumerate() {
            if finding.confidence != Confidence::High || !finding.rule.is_told_to_owners() {
                continue;
            }
            for owner in &finding.owners {
                let Some((recipient, _)) = owners.resolve(owner) else {
                    let known = skipped.iter().any(|skip| skip.recipient.as_ref() == Some(&owner.name));
                    if !known {
                        skipped.push(no_account(&owner.name));
                    }
                    continue;
                };
                let here = (at, number);
                match cases
                    .iter_mut()
                    .find(|case| case.recipient == recipient && case.quarter.is_same_time(quarter))
                {
                    Some(case) if case.findings.contains(&here) => {}
                    Some(case) => case.findings.push(here),
                    None => cases.push(Case { recipient, quarter, findings: vec![here] }),
                }
            }
        }
    }
    (cases, skipped)
}

fn no_account(name: &str) -> Skip {
    Skip {
        kind: Kind::Notice,
        recipient: Some(name.to_owned()),
        target: None,
        reason: Reason::NoAccount,
        detail: "named as plain text; link the name on the goal page, or add it to the [owners] table"
            .to_owned(),
    }
}
