//! The open places of a page: what every reader would agree is missing there, place by place.

use std::collections::BTreeSet;

use super::{Confidence, Finding, Item, Topic};

/// A place on a page, a key result or an objective, with everything that is surely missing there.
#[derive(Clone, Debug)]
pub struct OpenPlace<'a> {
    /// The findings about it; at least one.
    pub findings: Vec<&'a Finding>,
}

impl<'a> OpenPlace<'a> {
    /// Which it is.
    pub fn item(&self) -> Item {
        self.findings.first().map_or(Item::Page, |finding| finding.item)
    }

    /// What is missing there.
    pub fn topics(&self) -> BTreeSet<Topic> {
        self.findings.iter().filter_map(|finding| finding.rule.topic()).collect()
    }
}

impl Finding {
    /// Whether something is surely missing that owners can fill in.
    pub fn is_open(&self) -> bool {
        self.confidence == Confidence::High && self.rule.topic().is_some()
    }
}

/// The places of which these findings surely say that something is missing there that owners can fill in, in their order.
pub fn open_places(findings: &[Finding]) -> Vec<OpenPlace<'_>> {
    let mut places: Vec<OpenPlace<'_>> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.is_open()) {
        // Findings stand in the order of their places.
        match places.last_mut().filter(|place| place.item() == finding.item) {
            Some(place) => place.findings.push(finding),
            None => places.push(OpenPlace { findings: vec![finding] }),
        }
    }
    places
}
