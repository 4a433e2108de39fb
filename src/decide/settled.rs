//! Whether what a notice would say has stood on the goal page long enough: anyone can write anything there, and what is
//! taken back within a day or two is told to nobody. Pure.

use chrono::Duration;
use smol_str::SmolStr;

use super::cases::{Case, CaseFinding, CasePage};
use crate::base::{Reason, Refused, Title, refuse};
use crate::goals::{Emptiness, GoalPage, KeyResult, Managers, Objective};
use crate::read::{Facts, Whom, windows};
use crate::rules::{Finding, Item};

/// What of a case has stood on its page long enough.
///
/// # Errors
/// [`Reason::QuietPeriod`]: nothing of it, or the page itself is too young.
pub fn settled<'a>(
    facts: &Facts<'_>,
    case: &Case<'a>,
    page: CasePage<'a>,
) -> Result<Vec<&'a Finding>, Refused> {
    let days = windows(&page.board).1;
    let is_old = || facts.earlier.get(&page.read.id).is_some_and(|earlier| earlier.is_old);
    if facts.is_fresh(page.read.edited, days) && !is_old() {
        let days = page.board.notices.settled_days;
        return refuse(
            Reason::QuietPeriod,
            format!("the goal page is younger than {days} days (settled_days)"),
        );
    }
    let found = case.on(page).filter(|finding| is_settled(facts, case.whom, &CaseFinding { page, finding }));
    let found: Vec<&Finding> = found.collect();
    if found.is_empty() { not_yet(page) } else { Ok(found) }
}

/// The refusal of what has not stood long enough.
///
/// # Errors
/// Always.
pub fn not_yet<T>(page: CasePage<'_>) -> Result<T, Refused> {
    let hours = page.board.notices.settled_hours;
    let what = "what would be said, or whom it is said to, has not stood on the goal page for";
    refuse(Reason::QuietPeriod, format!("{what} {hours} hours yet (settled_hours)"))
}

/// Whether a finding, and that this person answers for it, could have been read on the page `settled_hours` ago, in the
/// same words.
pub fn is_settled(facts: &Facts<'_>, whom: Whom<'_>, at: &CaseFinding<'_>) -> bool {
    let (page, finding) = (at.page, at.finding);
    let hours = windows(&page.board).0;
    // An older revision of the page shows what it transcludes as that is today.
    if sources_of(finding, &page.read.content).any(|source| is_source_fresh(facts, source, hours)) {
        return false;
    }
    if !facts.is_fresh(page.read.edited, hours) {
        return true;
    }
    let earlier = facts.earlier.get(&page.read.id).and_then(|earlier| earlier.content.as_ref());
    earlier.is_some_and(|earlier| stood_there(facts, whom, at, earlier))
}

fn sources_of<'a>(finding: &'a Finding, page: &'a GoalPage) -> impl Iterator<Item = &'a Title> {
    let above = finding.item.on(page).0.map(|objective| &objective.place);
    [Some(&finding.place), above].into_iter().flatten().filter_map(|place| place.source_page.as_ref())
}

fn is_source_fresh(facts: &Facts<'_>, source: &Title, hours: Duration) -> bool {
    facts.is_fresh(facts.sources.get(source).and_then(|page| page.edited), hours)
}

fn stood_there(facts: &Facts<'_>, whom: Whom<'_>, at: &CaseFinding<'_>, earlier: &GoalPage) -> bool {
    let finding = at.finding;
    let is_named = |managers: &Managers| managers.certain().iter().any(|one| facts.whom(one) == whom);
    let asks = |above: &Objective, result: &KeyResult| match finding.next_in_line {
        false => is_named(&result.managers),
        true => matches!(result.managers, Managers::Absent | Managers::Empty) && is_named(&above.manager),
    };
    let is_there = match (finding.item, finding.item.on(&at.page.read.content)) {
        (Item::Page, _) => earlier.managers().any(|manager| facts.whom(manager) == whom),
        (_, (Some(above), Some(result))) => earlier.key_results().any(|(.., old_above, old)| {
            old_above.title == above.title
                && (&old.label, &old.text) == (&result.label, &result.text)
                && old.place.source_page == result.place.source_page
                && asks(old_above, old)
        }),
        (_, (Some(above), None)) => {
            earlier.objectives.iter().any(|old| old.title == above.title && is_named(&old.manager))
        }
        (_, (None, _)) => false,
    };
    let quotes = finding.message.parameters.iter().filter(|text| text.parse::<u64>().is_err());
    let words = words_of(earlier);
    is_there && quotes.into_iter().all(|quote| words.contains(&quote.as_str()))
}

/// What a finding may quote of a page besides its items: labels, headings and placeholders.
fn words_of(page: &GoalPage) -> Vec<&str> {
    let mut words = Vec::new();
    for (.., result) in page.key_results() {
        words.extend(result.goals_label.as_deref());
        words.extend(result.other_quarters.iter().map(SmolStr::as_str));
        words.extend(match &result.emptiness {
            Some(
                Emptiness::OnlyPlaceholder(text)
                | Emptiness::OnlyOtherQuarter(text)
                | Emptiness::EmptyCell(text),
            ) => Some(text.as_str()),
            _ => None,
        });
    }
    words
}
