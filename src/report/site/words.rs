//! The words of goals, by which the overview can be filtered. Words that name somebody on any of the pages are not among them: nobody is
//! looked up here.

use std::collections::{BTreeMap, BTreeSet};

use super::Shown;
use crate::goals::GoalPage;

/// A script that sets `goalWords`: for each page its words, each once, between spaces.
pub fn script(shown: &[Shown<'_>]) -> String {
    let contents = || shown.iter().filter_map(|one| one.facts.content());
    let managers = contents().flat_map(GoalPage::managers);
    let named = managers.flat_map(|manager| {
        let account = manager.account.as_ref().map(|account| account.as_str().to_owned());
        [Some(manager.name.clone()), account].into_iter().flatten()
    });
    let names: BTreeSet<String> = named.flat_map(|name| words(&name).collect::<Vec<_>>()).collect();
    let of_page = |one: &Shown<'_>| {
        let content = one.content()?;
        let texts = content.key_results().flat_map(|(.., result)| {
            let goals = result.goals.iter().map(|goal| goal.text.as_str());
            [result.text.as_str()].into_iter().chain(goals)
        });
        let words: BTreeSet<String> = texts.flat_map(words).filter(|word| !names.contains(word)).collect();
        Some((one.name()?, words.into_iter().collect::<Vec<_>>().join(" ")))
    };
    let all: BTreeMap<String, String> = shown.iter().filter_map(of_page).collect();
    // JSON is JavaScript, since ECMAScript 2019 for every text.
    format!("window.goalWords = {};\n", serde_json::to_string(&all).unwrap_or_else(|_| "{}".to_owned()))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}
