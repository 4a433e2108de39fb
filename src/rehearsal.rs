//! A plan for those who want to see it before anyone is told: all of it on one page, or all of it sent to one
//! talk page. Neither counts for the ledger. Pure.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::i18n::{Message, date};
use crate::ledger::Key;
use crate::plan::{Change, Kind, Markers, Plan, PlannedEdit};
use crate::wikitext;

/// The same plan, with every message and table sent to `title` instead. What changes something that stands on
/// the wiki (ticks, lists) has no place there.
pub fn deliver(mut plan: Plan, title: &str, day: NaiveDate, language: &str) -> Plan {
    plan.edits.retain(|edit| edit.kind.is_message() || edit.kind == Kind::Status);
    for edit in &mut plan.edits {
        let key = Key::Rehearsal { day };
        edit.summary = edit.summary.replace(&format!("({})", edit.key), &format!("({key})"));
        edit.text = edit.text.replace(&format!("<!-- {} -->", edit.key), &key.comment());
        edit.text = format!("''{}''\n\n{}", meant_for(edit, language), edit.text);
        if let Change::Reply(_) = edit.change {
            edit.heading = Some(format!("Re: {}", wikitext::title(&edit.target)));
            edit.change = Change::AddSection;
        }
        (edit.target, edit.key, edit.base, edit.rehearsal) = (title.to_owned(), key.to_string(), None, true);
    }
    plan
}

/// One edit that puts everything a plan would post on the page `title`, exactly as it would be posted.
pub fn publish(plan: &Plan, title: &str, user_page: &str, language: &str) -> PlannedEdit {
    let say = |message: Message| message.text(language);
    let shown: Vec<&PlannedEdit> =
        plan.edits.iter().filter(|edit| edit.kind.is_message() || edit.kind == Kind::Status).collect();
    let intro =
        Message::new("rehearsal-intro").with(date(plan.today, language)).with(shown.len()).with(user_page);
    let mut text = say(intro);
    for edit in shown {
        let _ = write!(text, "\n\n= {} =\n", wikitext::title(&edit.target));
        let _ = writeln!(text, "''{}''\n", meant_for(edit, language));
        if let Some(heading) = &edit.heading {
            let _ = writeln!(text, "== {heading} ==");
        }
        text.push_str(&match &edit.change {
            Change::ReplaceRegion(markers) => markers.around(&edit.text),
            _ => edit.text.clone(),
        });
    }
    let key = Key::Rehearsal { day: plan.today };
    let sentence = say(Message::new("rehearsal-summary").with(user_page));
    PlannedEdit {
        text,
        summary: key.summary(&sentence),
        change: Change::ReplaceRegion(Markers {
            begin: "<!-- goalkeeper rehearsal begin; this part is replaced by a bot -->".to_owned(),
            end: "<!-- goalkeeper rehearsal end -->".to_owned(),
        }),
        rehearsal: true,
        ..PlannedEdit::new(Kind::Rehearsal, title.to_owned(), &key)
    }
}

/// Where an edit would go, and with which summary.
fn meant_for(edit: &PlannedEdit, language: &str) -> String {
    let (target, summary) = (wikitext::link(&edit.target, "", &edit.target), wikitext::plain(&edit.summary));
    Message::new("rehearsal-target").with(target).with(summary).text(language)
}
