//! Which names stand under which heading, and so whose sections an editor edited. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::folded;
use crate::base::Title;
use crate::goals::{GoalPage, Managers, Place};

/// The names under each heading of each page, both folded but for the pages.
#[derive(Clone, Debug, Default)]
pub struct NamesByHeading(BTreeMap<Title, BTreeMap<String, BTreeSet<String>>>);

impl NamesByHeading {
    /// From goal pages and their titles. What is transcluded stands on the page it comes from, too; a key
    /// result's names stand also under its objective's heading, whose section holds them.
    pub fn new<'a>(pages: impl IntoIterator<Item = (&'a Title, &'a GoalPage)>) -> Self {
        let mut names = Self::default();
        for (title, page) in pages {
            for objective in &page.objectives {
                names.add(title, &objective.place, &objective.manager);
                for result in &objective.key_results {
                    names.add(title, &result.place, &result.managers);
                    names.add(title, &objective.place, &result.managers);
                }
            }
        }
        names
    }

    fn add(&mut self, title: &Title, place: &Place, managers: &Managers) {
        for page in [Some(title), place.source_page.as_ref()].into_iter().flatten() {
            let headings = self.0.entry(page.clone()).or_default();
            for heading in headings_of(&place.anchor) {
                let names = managers.named().iter().map(|manager| folded(&manager.name));
                headings.entry(heading).or_default().extend(names);
            }
        }
    }

    /// The pages where any of these names stands under a heading.
    pub fn pages_of<'a>(&'a self, names: &[&str]) -> impl Iterator<Item = &'a Title> {
        let names: BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
        let wanted = move |headings: &BTreeMap<String, BTreeSet<String>>| {
            headings.values().any(|standing| !standing.is_disjoint(&names))
        };
        self.0.iter().filter(move |(_, headings)| wanted(headings)).map(|(page, _)| page)
    }

    /// The names, folded, under a heading as an edit summary gives it.
    pub fn names(&self, page: &Title, heading: &str) -> impl Iterator<Item = &str> {
        let heading =
            folded(&heading.replace("'''", "").replace("''", "").replace("[[", "").replace("]]", ""));
        let names = self.0.get(page).and_then(|headings| headings.get(&heading));
        names.into_iter().flatten().map(String::as_str)
    }
}

/// A heading's text from its id: `Key_Results_2` is the second “Key Results”, or the first “Key Results 2”.
fn headings_of(anchor: &str) -> BTreeSet<String> {
    let whole = folded(&anchor.replace('_', " "));
    let counted = whole.rsplit_once(' ').filter(|(_, number)| {
        !number.starts_with('0') && number.parse::<u32>().is_ok_and(|number| number > 1)
    });
    let text = counted.map(|(text, _)| text.to_owned());
    [whole].into_iter().chain(text).filter(|heading| !heading.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_id() {
        let headings = |anchor: &str| headings_of(anchor).into_iter().collect::<Vec<_>>();
        assert_eq!(headings("Key_Results"), ["key results"]);
        assert_eq!(headings("Key_Results_2"), ["key results", "key results 2"]);
        for anchor in ["Step_1", "Plan_02", "2020", "Plan_B"] {
            assert_eq!(headings(anchor), [folded(&anchor.replace('_', " "))], "{anchor}");
        }
        assert_eq!(headings(""), [""; 0]);
    }
}
