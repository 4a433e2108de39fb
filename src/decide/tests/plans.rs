//! Plans in a few words, and what their edits make of pages.

use crate::base::Reason;
use crate::ledger;
use crate::plan::{Change, EditKind, Plan, PlannedEdit, Subject};

/// What an edit makes of a page's text.
pub fn changed(old: &str, edit: &PlannedEdit) -> String {
    let section = |heading: &str, body: &str| {
        let old = old.trim_end();
        let gap = if old.is_empty() { "" } else { "\n\n" };
        format!("{old}{gap}== {heading} ==\n{body}")
    };
    match &edit.change {
        Change::AddSection { heading, .. } => section(heading, &edit.text()),
        Change::Reply { to, .. } => ledger::with_reply(old, to, &edit.text()).unwrap(),
        Change::Tick { notices, words } => ledger::with_ticks(old, notices, words).unwrap(),
        Change::Retract(parts) => ledger::with_parts(old, parts).unwrap(),
        Change::AddLine(line) if old.is_empty() => line.clone(),
        Change::AddLine(line) => format!("{old}\n{line}"),
        Change::ReplaceRegion { markers, heading, body, .. } => match markers.find(old).unwrap() {
            Some(region) => format!("{}\n{}\n{}", &old[..region.start], body.trim(), &old[region.end..]),
            None => section(heading.as_deref().unwrap_or_default(), &markers.around(body)),
        },
    }
}

fn line(subject: &Subject, fate: &str) -> String {
    let whom = subject.recipient.as_ref().map(ToString::to_string);
    let whom = whom.or_else(|| subject.target.as_ref().map(ToString::to_string)).unwrap_or_default();
    format!("{} {whom}: {fate}", subject.kind.name())
}

/// Everything that a plan says: `notice Ada Sample (WMF): planned`, or the reason why not.
pub fn lines(plan: &Plan) -> Vec<String> {
    let planned = plan.edits.iter().map(|edit| line(&edit.subject, "planned"));
    let skipped = plan.skipped.iter().map(|skip| line(&skip.subject, &skip.reason.to_string()));
    let unchanged = plan.unchanged.iter().map(|table| line(&table.subject, "unchanged"));
    planned.chain(skipped).chain(unchanged).collect()
}

/// What becomes of one message: `planned`, the reason why not, or `nothing`.
pub fn fate(plan: &Plan, kind: EditKind, name: &str) -> String {
    let begin = format!("{} {name}: ", kind.name());
    let lines = lines(plan);
    let mut fates = lines.iter().filter_map(|line| line.strip_prefix(&begin));
    let first = fates.next().unwrap_or("nothing").to_owned();
    assert_eq!(fates.next(), None, "{name} is spoken of twice: {lines:?}");
    first
}

/// The one edit of a kind.
pub fn the(plan: &Plan, kind: EditKind) -> &PlannedEdit {
    let mut of_kind = plan.edits.iter().filter(|edit| edit.subject.kind == kind);
    let first = of_kind.next().unwrap_or_else(|| panic!("no {}: {:?}", kind.name(), lines(plan)));
    assert!(of_kind.next().is_none(), "{:?}", lines(plan));
    first
}

/// What the skip of somebody's notice says.
pub fn detail(plan: &Plan, reason: Reason) -> &str {
    let skip = plan.skipped.iter().find(|skip| skip.reason == reason);
    skip.map_or_else(|| panic!("{:?}", lines(plan)), |skip| &skip.detail)
}

/// The lines of lists in an edit's text, without their markup for foreign text.
pub fn bullets(edit: &PlannedEdit) -> Vec<String> {
    let text = edit.text().replace("<nowiki>", "").replace("</nowiki>", "");
    text.lines().filter(|line| line.starts_with("* ")).map(|line| line[2..].to_owned()).collect()
}
