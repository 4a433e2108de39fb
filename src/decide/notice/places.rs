//! The places that a notice is about, and which of them it lists.

use std::collections::BTreeSet;

use super::super::cases::{CaseFinding, CasePage};
use super::ToldPage;
use crate::base::Message;
use crate::rules::{Finding, Topic};

/// A notice lists this many places, and counts the rest.
const MOST_PLACES: usize = 5;

/// Something on a page that something is missing of: a key result, whatever is missing there.
#[derive(Debug)]
pub struct Place<'a> {
    /// The page.
    pub page: CasePage<'a>,
    /// The first finding about it.
    pub first: &'a Finding,
    /// All of them.
    pub findings: Vec<&'a Finding>,
}

/// A page in a notice: the places listed, and how many more there are.
#[derive(Debug)]
pub struct OnPage<'a> {
    /// The page.
    pub told: &'a ToldPage<'a>,
    /// Every place.
    pub places: Vec<Place<'a>>,
    /// How many of them are listed.
    pub listed: usize,
}

/// What places lack, all taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Goals.
    Goals,
    /// The name of a manager.
    Managers,
    /// How goals went.
    Statuses,
    /// Different things.
    Open,
}

/// The places on each page. A few are listed: each page has its turn before another has a second one.
pub fn deal<'a>(pages: &'a [ToldPage<'a>], findings: &'a [CaseFinding<'a>]) -> Vec<OnPage<'a>> {
    let places = |on: &ToldPage<'a>| {
        let mut places: Vec<Place<'a>> = Vec::new();
        for CaseFinding { page, finding } in findings.iter().filter(|at| at.page == on.page) {
            match places.iter_mut().find(|place| place.first.item == finding.item) {
                Some(place) => place.findings.push(finding),
                None => places.push(Place { page: *page, first: finding, findings: vec![finding] }),
            }
        }
        places
    };
    let mut all: Vec<OnPage<'a>> =
        pages.iter().map(|told| OnPage { told, places: places(told), listed: 0 }).collect();
    let mut left = MOST_PLACES;
    while left > 0 && all.iter().any(|on| on.listed < on.places.len()) {
        for on in all.iter_mut().filter(|on| on.listed < on.places.len()).take(left) {
            on.listed += 1;
            left -= 1;
        }
    }
    all
}

impl Place<'_> {
    /// What is missing there.
    pub fn topics(&self) -> BTreeSet<Topic> {
        self.findings.iter().filter_map(|finding| finding.rule.topic()).collect()
    }

    /// How many things are missing there: of statuses one for each goal that has none, else one.
    fn count(&self, kind: Kind) -> usize {
        let goals = |Message { parameters, .. }: &Message| parameters.first()?.parse::<usize>().ok();
        match kind {
            Kind::Statuses => self.findings.iter().map(|finding| goals(&finding.message).unwrap_or(1)).sum(),
            Kind::Goals | Kind::Managers | Kind::Open => 1,
        }
    }
}

/// What these places lack, and how many such things.
pub fn lacking<'a>(places: impl Iterator<Item = &'a Place<'a>> + Clone) -> (Kind, usize) {
    let topics: BTreeSet<Topic> = places.clone().flat_map(Place::topics).collect();
    let mut topics = topics.into_iter();
    let kind = match (topics.next(), topics.next()) {
        (Some(Topic::Goals), None) => Kind::Goals,
        (Some(Topic::Manager), None) => Kind::Managers,
        (Some(Topic::Statuses), None) => Kind::Statuses,
        _ => Kind::Open,
    };
    (kind, places.map(|place| place.count(kind)).sum())
}
