//! One finding, as `check` and `plan` show it.

use serde_json::{Value as Json, json};

use crate::base::Title;
use crate::rules::{Finding, Item};
use crate::wiki::Site;

/// A finding on the goal page `page`. `site` is `None` if the wiki could not be asked.
pub fn json(finding: &Finding, page: &Title, site: Option<&Site>) -> Json {
    let (objective, key_result) = match finding.item {
        Item::Page => (None, None),
        Item::Objective { objective } => (Some(objective), None),
        Item::KeyResult { objective, key_result } => (Some(objective), Some(key_result)),
    };
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "page": page,
        "objective": finding.objective,
        "objective_index": objective,
        "key_result": finding.key_result,
        "key_result_index": key_result,
        "message": finding.message.text("en"),
        "url": site.map(|site| site.page_url(page, &finding.place.anchor)),
        "edit_url": site.map(|site| finding.place.edit_url(site, page)),
        "owners": finding.owners.iter().map(|owner| &owner.name).collect::<Vec<_>>(),
    })
}
