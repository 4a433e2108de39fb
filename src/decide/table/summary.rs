//! How a page stands, in a sentence; and what became of a quarter. Pure.

use crate::base::Message;
use crate::goals::{Figures, GoalPage, Outcomes};

use super::season::Season;

/// “38 of 46 key results have goals, 45 a manager, 20 a status”, the season's own figure first. Of what the page has no place
/// for nothing is said.
pub fn figures(page: &GoalPage, season: Season, language: &str) -> String {
    let Figures { key_results, with_goals, with_manager, with_status } = Figures::of(page);
    let say = |message: Message| message.text(language);
    let of_all = |key, count| say(Message::new(key).with(count).with(key_results));
    let some = |key, count| say(Message::new(key).with(count));
    let has_statuses = page.uses_statuses();
    let statuses_first = season != Season::Goals && has_statuses;
    let mut parts = match statuses_first {
        true => vec![of_all("table-with-status", with_status), some("table-and-goals", with_goals)],
        false => vec![of_all("table-with-goals", with_goals)],
    };
    if page.has_manager_labels {
        parts.push(some("table-and-manager", with_manager));
    }
    if has_statuses && !statuses_first {
        parts.push(some("table-and-status", with_status));
    }
    parts.join(", ")
}

/// “30 done, 8 partly, 5 postponed, 3 not said”
pub fn outcomes(outcomes: Outcomes, language: &str) -> String {
    let Outcomes { done, partly, postponed, not_done, under_way, otherwise, unsaid } = outcomes;
    let parts = [
        ("outcome-done", done),
        ("outcome-partly", partly),
        ("outcome-postponed", postponed),
        ("outcome-not-done", not_done),
        ("outcome-under-way", under_way),
        ("outcome-otherwise", otherwise),
        ("outcome-unsaid", unsaid),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    parts.map(|(key, count)| Message::new(key).with(count).text(language)).collect::<Vec<_>>().join(", ")
}
