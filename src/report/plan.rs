//! What `plan` would do: every text in full, then what is left alone.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::{counted, finding, unread};
use crate::ledger::Key;
use crate::plan::{Change, EditKind, Held, Plan, PlannedEdit, Skip};
use crate::read::Survey;
use crate::wiki::Site;

/// For a person.
pub fn human(plan: &Plan) -> String {
    let mut text = String::new();
    for edit in &plan.edits {
        let _ = writeln!(text, "──── {}", edit.page);
        push(&mut text, edit);
    }
    for Held { edit, reason, detail } in &plan.held {
        let _ = writeln!(text, "──── not yet: {}\n{reason}: {detail}", edit.page);
        push(&mut text, edit);
    }
    for Skip { subject, reason, detail } in &plan.skipped {
        let page = || subject.target.as_ref().map(ToString::to_string);
        let whom = subject.recipient.as_ref().map(ToString::to_string).or_else(page).unwrap_or_default();
        let _ = writeln!(text, "skipped: {whom}: {reason} ({detail})");
    }
    for unchanged in plan.unchanged.iter().filter_map(|table| table.subject.target.as_ref()) {
        let _ = writeln!(text, "unchanged: {unchanged}");
    }
    let _ = writeln!(text, "{}", plan.named);
    let edits = counted(plan.edits.len(), "edit", "edits");
    let _ =
        writeln!(text, "{edits} planned, {} skipped, {} unchanged", plan.skipped.len(), plan.unchanged.len());
    if !plan.held.is_empty() {
        let held = counted(plan.held.len(), "notice", "notices");
        let _ =
            writeln!(text, "{held} not yet, for the reasons above; all else is as a run would do it today");
    }
    text
}

/// An edit with its full text.
fn push(text: &mut String, edit: &PlannedEdit) {
    let _ = writeln!(text, "summary: {}\n", edit.summary());
    match &edit.change {
        Change::Tick { notices, words } => {
            for (count, words) in [
                (notices.iter().map(|of| of.items.len()).sum(), &words.settled),
                (notices.iter().map(|of| of.moved.len()).sum(), &words.moved),
            ] {
                if count > 0 {
                    let lines = counted(count, "line", "lines");
                    let _ = writeln!(text, "({lines} ticked with “{words}”)");
                }
            }
            if edit.notes_a_stop() {
                let _ = writeln!(text, "({})", words.noted);
            }
            text.push('\n');
            return;
        }
        Change::Reply { .. } => text.push_str("(a reply under the earlier notice)\n"),
        Change::AddSection { .. }
        | Change::AddLine(_)
        | Change::ReplaceRegion { .. }
        | Change::Retract(_) => {}
    }
    if let Some(heading) = edit.change.heading() {
        let _ = writeln!(text, "== {heading} ==");
    }
    let _ = writeln!(text, "{}\n", edit.text());
    if !edit.note.is_empty() {
        let _ = writeln!(text, "({})\n", edit.note);
    }
}

/// For a program.
pub fn json(plan: &Plan, survey: &Survey<'_>, site: Option<&Site>) -> Json {
    json!({
        "schema": "goalkeeper.plan/1",
        "today": plan.today,
        "edits": plan.edits.iter().map(|edit| edit_json(edit, site)).collect::<Vec<_>>(),
        "held": plan.held.iter().map(|held| held_json(held, site)).collect::<Vec<_>>(),
        "skipped": plan.skipped,
        "unchanged": plan.unchanged,
        "unread": unread::json(survey),
        "never_matched": unread::boards(survey),
    })
}

fn held_json(held: &Held, site: Option<&Site>) -> Json {
    json!({"reason": held.reason, "detail": held.detail, "edit": edit_json(&held.edit, site)})
}

fn edit_json(edit: &PlannedEdit, site: Option<&Site>) -> Json {
    let mut json = json!({
        "kind": edit.subject.kind,
        "board": edit.subject.board,
        "target": edit.page,
        "key": edit.key.to_string(),
        "heading": edit.change.heading(),
        "text": edit.text(),
        "summary": edit.summary(),
    });
    if let Change::Reply { to, .. } = &edit.change {
        json["reply_to"] = Key::Notice(to.clone()).to_string().into();
    }
    if let Some(recipient) = &edit.subject.recipient {
        json["recipient"] = recipient.as_str().into();
    }
    if edit.subject.kind == EditKind::Notice {
        let findings = edit.notice.findings.iter();
        json["round"] = json!(edit.notice.round());
        json["pages"] = json!(edit.notice.pages);
        json["findings"] =
            findings.map(|told| json!(finding::shown(&told.finding, &told.page, site))).collect();
    }
    json
}
