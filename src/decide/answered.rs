//! What owners answered, for the coordinators: that they did, and where. Their words stay where they are, and theirs to
//! take back. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cases::{Case, CasePage};
use super::open::{Open, Place};
use super::reach::quarters;
use crate::base::{Account, Message, PageId, UserId};
use crate::goals::{Manager, Managers, Source};
use crate::ledger::answers::{Answer, Said};
use crate::read::{Facts, PageFacts, Whom};
use crate::rules::Spot;
use crate::wikitext;

/// What owners answered. Said in an earlier quarter, it is told again in this one if the person is named still.
pub fn answers<'a>(facts: &'a Facts<'a>, cases: &[Case<'a>]) -> Vec<Open<'a>> {
    let all = facts.answers.iter().flat_map(|(to, answers)| answers.iter().map(|answer| (*to, answer)));
    // Whose last word is “stop” has said nothing else that is anybody's business; a wrong name stays one.
    let stopped = |(id, _): (UserId, NaiveDate)| {
        let theirs = facts.answers.range((id, NaiveDate::MIN)..=(id, NaiveDate::MAX));
        theirs.flat_map(|(_, all)| all).any(|answer| answer.said == Said::Stop)
    };
    let told = all.filter(|(to, answer)| answer.said == Said::NotMe || !stopped(*to));
    told.flat_map(|(to, answer)| answered(facts, cases, to, answer)).collect()
}

fn answered<'a>(
    facts: &'a Facts<'a>,
    cases: &[Case<'a>],
    (id, first_day): (UserId, NaiveDate),
    answer: &Answer,
) -> Vec<Open<'a>> {
    let Some(account) = facts.told.get(&id).map(|person| &person.account) else { return Vec::new() };
    let notices = quarters(facts).into_iter().flat_map(|quarter| facts.history.told(quarter));
    let theirs = notices
        .filter(|told| told.key.recipient == id && told.key.quarter.first_day() == first_day)
        .flat_map(|told| &told.key.pages);
    let theirs: BTreeSet<PageId> = theirs.map(|page| page.id).collect();
    // Of the last quarter's page a coordinator hears nothing any more.
    let read = || facts.survey.pages.iter().filter(|page| !page.is_late).filter_map(CasePage::of);
    let told: Vec<CasePage<'a>> = read().filter(|page| theirs.contains(&page.read.id)).collect();
    match answer.said {
        // Who wants no messages is named to nobody for it; what is past finding out is no answer.
        Said::Stop | Said::Unknown | Said::OfOthers => Vec::new(),
        // Where the message was about no page that is read now, all pages count.
        Said::NotMe if told.is_empty() => not_me(facts, account, read().collect(), answer),
        Said::NotMe => not_me(facts, account, told, answer),
        Said::Done | Said::SnoozeUntil(_) | Said::Prose => {
            let page = told.into_iter().next().or_else(|| CasePage::of(named(cases, account)?));
            page.and_then(|page| other(facts, page, account, answer)).into_iter().collect()
        }
    }
}

/// Every place that names somebody who isn't the one, until another name stands there.
fn not_me<'a>(
    facts: &'a Facts<'a>,
    account: &Account,
    pages: Vec<CasePage<'a>>,
    answer: &Answer,
) -> Vec<Open<'a>> {
    let mut found = Vec::new();
    for page in pages {
        let Some(quarter) = page.facts.quarter else { continue };
        let content = &page.read.content;
        let objectives = Spot::objectives(content).map(|(spot, objective)| (spot.item, &objective.manager));
        // What stands once for a whole objective is corrected once.
        let own =
            |managers: &Managers| !matches!(managers, Managers::Named { source: Source::Objective, .. });
        let results = Spot::key_results(content).map(|at| (at.spot.item, &at.result.managers));
        for (item, managers) in objectives.chain(results.filter(|(_, managers)| own(managers))) {
            let Some(name) = name_of(facts, managers, account) else { continue };
            let said = Message::new("digest-not-me").with(wikitext::plain(name)).with(link_to(answer));
            let place = Place::new(page, item);
            found.extend(place.map(|place| Open::on_page(page, quarter, Some(place), name, said)));
        }
    }
    found
}

/// That somebody answered anything else.
fn other<'a>(
    facts: &'a Facts<'a>,
    page: CasePage<'a>,
    account: &Account,
    answer: &Answer,
) -> Option<Open<'a>> {
    let content = &page.read.content;
    let objectives = content.objectives.iter().map(|objective| &objective.manager);
    let all = objectives.chain(content.key_results().map(|(.., result)| &result.managers));
    let name = all.into_iter().find_map(|managers| name_of(facts, managers, account));
    let said = match name {
        Some(name) => Message::new("digest-answer").with(wikitext::plain(name)).with(link_to(answer)),
        None => Message::new("digest-answer-unnamed").with(link_to(answer)),
    };
    Some(Open::on_page(page, page.facts.quarter?, None, &answer.revision.to_string(), said))
}

/// What the page calls an account, if it names it there.
fn name_of<'a>(facts: &Facts<'_>, managers: &'a Managers, account: &Account) -> Option<&'a str> {
    let is_theirs =
        |manager: &&Manager| facts.survey.owners.resolve(manager).is_some_and(|(found, _)| found == *account);
    managers.named().iter().find(is_theirs).map(|manager| manager.name.as_str())
}

fn named<'a>(cases: &[Case<'a>], account: &Account) -> Option<&'a PageFacts<'a>> {
    let is_theirs = |case: &&Case<'_>| match case.whom {
        Whom::Person(person) => person.account == *account,
        Whom::Barred(barred, _) => barred == account,
        Whom::Name(_) | Whom::Nobody => false,
    };
    Some(cases.iter().find(is_theirs)?.findings.first()?.page.facts)
}

/// The page of the one revision: it goes where the answer goes, and shows nothing that was hidden since.
fn link_to(answer: &Answer) -> String {
    format!("Special:Diff/{}", answer.revision)
}
