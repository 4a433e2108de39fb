//! What coordinators said for others under their digests: who is told nothing on their boards, and until when. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cases::CasePage;
use crate::base::text::tidy;
use crate::base::{Account, Quarter, Reason, Refused};
use crate::config::BoardRef;
use crate::read::Facts;

/// Why the coordinator of a board wants somebody told nothing about it today, if they said so.
pub fn refusal(
    facts: &Facts<'_>,
    board: BoardRef<'_>,
    quarter: Quarter,
    account: &Account,
) -> Option<Refused> {
    let coordinator = board.coordinator()?;
    let id = facts.coordinators.get(&coordinator)?.as_ref().ok()?.id;
    let mut until: Option<NaiveDate> = None;
    for ((_, first_day), answers) in facts.answers.range((id, NaiveDate::MIN)..=(id, quarter.first_day())) {
        // Under a digest that the bot posted: anyone can write its key.
        if !facts.history.has_digest(id, *first_day) {
            continue;
        }
        for order in answers.iter().flat_map(|answer| &answer.orders) {
            let is_meant = || meant(facts, &coordinator, &order.name).as_ref() == Some(account);
            match order.until {
                // The later word counts.
                Some(day) if is_meant() => until = Some(day),
                None if *first_day == quarter.first_day() && is_meant() => {
                    return Some((Reason::Answered, "the coordinator answered for them".to_owned()));
                }
                _ => {}
            }
        }
    }
    let until = until.filter(|day| facts.today < *day)?;
    Some((Reason::Snoozed, format!("the coordinator asked for nothing until {until}")))
}

/// The one account that a coordinator's boards name so, or that is called so and named there.
fn meant(facts: &Facts<'_>, coordinator: &Account, name: &str) -> Option<Account> {
    let same = |one: &str| tidy(one).to_lowercase() == tidy(name).to_lowercase();
    let as_account = Account::new(name);
    let pages = facts.survey.pages.iter().filter_map(CasePage::of);
    let theirs = pages.filter(|page| page.board.coordinator().as_ref() == Some(coordinator));
    let managers = theirs.flat_map(|page| page.read.content.managers());
    let named = managers.filter_map(|manager| Some((manager, facts.survey.owners.resolve(manager)?.0)));
    let found: BTreeSet<Account> = named
        .filter(|(manager, account)| same(&manager.name) || *account == as_account)
        .map(|(_, account)| account)
        .collect();
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}
