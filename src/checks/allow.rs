//! Takes out what comments on the page allow, and finds allows that match nothing.

use super::unused_allow;
use super::{Checked, Finding, Item, View};
use crate::goals::{Allow, Place};

/// An allow where it stands.
struct Placed<'a> {
    allow: &'a Allow,
    item: Item,
    place: Place,
    used: bool,
}

/// Sorts findings into those to report and those allowed.
pub fn apply(view: &View<'_>, findings: Vec<Finding>) -> Checked {
    let mut allows = placed(view);
    let mut checked = Checked::default();
    for finding in findings {
        let mut allowed = false;
        for placed in &mut allows {
            let counts = placed.allow.until.is_none_or(|until| view.today <= until);
            if counts && placed.allow.rule == finding.rule.as_str() && covers(placed.item, finding.item) {
                (placed.used, allowed) = (true, true);
            }
        }
        if allowed { &mut checked.allowed } else { &mut checked.findings }.push(finding);
    }
    let unused = allows.into_iter().filter(|placed| !placed.used);
    checked.findings.extend(unused.map(|p| unused_allow::finding(p.allow, p.item, p.place, view.today)));
    checked
}

/// What is allowed for a page is allowed for all that is on it.
fn covers(allowed: Item, found: Item) -> bool {
    match (allowed, found) {
        (Item::Page, _) => true,
        (
            Item::Objective { objective },
            Item::Objective { objective: of } | Item::KeyResult { objective: of, .. },
        ) => objective == of,
        (allowed, found) => allowed == found,
    }
}

fn placed<'a>(view: &View<'a>) -> Vec<Placed<'a>> {
    let page = view.page;
    let place = page.objectives.first().map(|objective| objective.place.clone()).unwrap_or_default();
    let mut all: Vec<Placed<'_>> = Vec::new();
    let mut add = |allows: &'a [Allow], item: Item, place: &Place| {
        all.extend(allows.iter().map(|allow| Placed { allow, item, place: place.clone(), used: false }));
    };
    add(&page.allows, Item::Page, &place);
    for (objective, above) in page.objectives.iter().enumerate() {
        add(&above.allows, Item::Objective { objective }, &above.place);
        for (key_result, result) in above.key_results.iter().enumerate() {
            add(&result.allows, Item::KeyResult { objective, key_result }, &result.place);
        }
    }
    all
}
