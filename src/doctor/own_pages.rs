//! The pages that the bot keeps for itself: the overview of all goal pages, and the weekly numbers of what it did.

use super::Check;
use crate::base::{Reason, Title};
use crate::plan::{EditKind, Plan};
use crate::read::Facts;

/// Where each of them goes, and whether it can; nothing of those that the settings don't name.
pub fn checks(plan: &Plan, facts: &Facts<'_>) -> Vec<Check> {
    let overview = facts.overview.as_ref().is_some_and(|place| place.on.revision().is_some());
    let run_log = facts.run_log.as_ref().is_some_and(|page| page.revision().is_some());
    let (pages, of) = (facts.named_pages, "status.overview_page");
    let overview = check(plan, "overview", EditKind::Overview, pages.overview_page.as_ref(), overview, of);
    let run_log =
        check(plan, "run-log", EditKind::RunLog, pages.run_log_page.as_ref(), run_log, "run_log.page");
    overview.into_iter().chain(run_log).collect()
}

fn check(
    plan: &Plan,
    name: &'static str,
    kind: EditKind,
    title: Option<&Title>,
    is_there: bool,
    setting: &str,
) -> Option<Check> {
    let title = title?;
    let skip = plan.skipped.iter().find(|skip| skip.subject.kind == kind && skip.reason != Reason::NotDue);
    if let Some(skip) = skip {
        let advice = format!(
            "make it a page that the bot may edit, or name another in {setting}; if it was taken away on purpose, leave it so"
        );
        return Some(Check::warning(
            name,
            format!("not on “{title}”: {} ({})", skip.detail, skip.reason),
            advice,
        ));
    }
    let there = if is_there { "is there" } else { "does not exist yet; the bot creates it" };
    Some(Check::fine(name, format!("goes to “{title}”, which {there}")))
}
