//! Takes out what comments on the page allow, and finds allows that match nothing.

use super::unused_allow;
use super::{Checked, Finding, Item, Spot, View};
use crate::goals::Allow;

/// An allow where it stands.
struct Placed<'a> {
    allow: &'a Allow,
    spot: Spot<'a>,
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
            let is_meant = placed.allow.rule == finding.rule.as_str();
            if counts && is_meant && covers(placed.spot.item, finding.item) {
                (placed.used, allowed) = (true, true);
            }
        }
        if allowed { &mut checked.allowed } else { &mut checked.findings }.push(finding);
    }
    let unused = allows.into_iter().filter(|placed| !placed.used);
    checked
        .findings
        .extend(unused.map(|placed| unused_allow::finding(placed.allow, placed.spot, view.today)));
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
    let at = |spot: Spot<'a>, allows: &'a [Allow]| {
        allows.iter().map(move |allow| Placed { allow, spot, used: false })
    };
    let mut all: Vec<Placed<'a>> = at(Spot::page(page), &page.allows).collect();
    all.extend(Spot::objectives(page).flat_map(|(spot, objective)| at(spot, &objective.allows)));
    all.extend(Spot::key_results(page).flat_map(|here| at(here.spot, &here.result.allows)));
    all
}
