//! One finding, as `check` and `plan` show it.

use serde::Serialize;

use crate::base::Title;
use crate::rules::{Confidence, Finding, Item, RuleId, Severity};
use crate::wiki::Site;

/// A finding, as it is printed.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    rule: RuleId,
    severity: Severity,
    confidence: Confidence,
    page: &'a Title,
    objective: Option<&'a str>,
    objective_index: Option<usize>,
    key_result: Option<&'a str>,
    key_result_index: Option<usize>,
    message: String,
    url: Option<String>,
    edit_url: Option<String>,
    owners: Vec<&'a str>,
}

/// A finding on the goal page `page`. `site` is `None` if the wiki could not be asked.
pub fn shown<'a>(finding: &'a Finding, page: &'a Title, site: Option<&Site>) -> Shown<'a> {
    let (objective_index, key_result_index) = match finding.item {
        Item::Page => (None, None),
        Item::Objective { objective } => (Some(objective), None),
        Item::KeyResult { objective, key_result } => (Some(objective), Some(key_result)),
    };
    Shown {
        rule: finding.rule,
        severity: finding.severity,
        confidence: finding.confidence,
        page,
        objective: finding.objective.as_deref(),
        objective_index,
        key_result: finding.key_result.as_deref(),
        key_result_index,
        message: finding.message.text("en"),
        url: site.map(|site| site.page_url(page, &finding.place.anchor)),
        edit_url: site.map(|site| finding.place.edit_url(site, page)),
        owners: finding.owners.iter().map(|owner| owner.name.as_str()).collect(),
    }
}
