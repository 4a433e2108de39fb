//! A plan for those who want to see it before anyone is told: on one page, or sent to one talk page. Neither counts for the ledger. Pure.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::{Before, Change, EditKind, Plan, PlannedEdit, Subject};
use crate::base::message::{Message, date};
use crate::base::{Reason, Title};
use crate::ledger::Key;
use crate::wikitext::{self, Markers};

/// The same plan, with every message and table sent to `page` instead, and those that wait for their time as well. What changes
/// something that stands on the wiki (ticks, lists) has no place there.
pub fn deliver(mut plan: Plan, page: &Title, day: NaiveDate, language: &str) -> Plan {
    plan.edits.retain(is_shown);
    plan.waiting.clear();
    let mut waits = vec![None; plan.edits.len()];
    for held in std::mem::take(&mut plan.held) {
        plan.edits.push(held.edit);
        waits.push(Some(held.reason));
    }
    for (edit, waits) in plan.edits.iter_mut().zip(waits) {
        (edit.key, edit.base, edit.is_rehearsal) = (Key::Rehearsal { day }, None, true);
        let above = format!("{}\n\n", meant_for(edit, waits, language));
        edit.change = match std::mem::replace(&mut edit.change, Change::AddLine(String::new())) {
            Change::AddSection { heading, body } => Change::AddSection { heading, body: above + &body },
            Change::Reply { body, .. } => {
                let heading = format!("Re: {}", wikitext::title(&edit.page));
                Change::AddSection { heading, body: above + &body }
            }
            Change::ReplaceRegion { markers, heading, body, .. } => {
                Change::ReplaceRegion { markers, heading, body: above + &body, before: Before::Any }
            }
            other @ (Change::Tick { .. } | Change::AddLine(_) | Change::Retract(_)) => other,
        };
        (edit.page, edit.subject.target) = (page.clone(), Some(page.clone()));
    }
    plan
}

/// How many edits of each kind are shown, unless all are.
const SAMPLES: usize = 3;

/// The kinds that are shown, each with the message that says how many there are.
const KINDS: [(EditKind, &str); 5] = [
    (EditKind::Notice, "rehearsal-notices"),
    (EditKind::Digest, "rehearsal-digests"),
    (EditKind::OwnersPage, "rehearsal-mistakes"),
    (EditKind::Status, "rehearsal-tables"),
    (EditKind::Overview, "rehearsal-overview"),
];

/// One edit that puts what a plan would post on a page, exactly as it would be posted: some of each kind and how many there
/// are, or all of it.
pub fn publish(plan: &Plan, page: &Title, user_page: &str, language: &str, all: bool) -> PlannedEdit {
    let say = |message: Message| message.text(language);
    let of = |kind: EditKind| plan.edits.iter().filter(move |edit| edit.subject.kind == kind);
    let most = if all { usize::MAX } else { SAMPLES };
    let count = plan.edits.iter().filter(|edit| is_shown(edit)).count();
    let intro = Message::new("rehearsal-intro").with(date(plan.today, language)).with(count).with(user_page);
    // It names people, and is for those who were given its address.
    let mut body = format!("__NOINDEX__\n{}", say(intro));
    for (kind, message) in KINDS {
        let count = of(kind).count();
        if count > 0 {
            let _ = write!(body, "\n* {}", say(Message::new(message).with(count).with(count.min(most))));
        }
    }
    if !plan.held.is_empty() {
        let (count, shown) = (plan.held.len(), plan.held.len().min(most));
        let _ = write!(body, "\n* {}", say(Message::new("rehearsal-waiting").with(count).with(shown)));
    }
    let planned = KINDS.into_iter().flat_map(|(kind, _)| of(kind).take(most)).map(|edit| (edit, None));
    let held = plan.held.iter().take(most).map(|held| (&held.edit, Some(held.reason)));
    for (edit, waits) in planned.chain(held) {
        let _ = write!(body, "\n\n= {} =\n", wikitext::title(&edit.page));
        let _ = writeln!(body, "{}\n", meant_for(edit, waits, language));
        if let Some(heading) = edit.change.heading() {
            let _ = writeln!(body, "== {heading} ==");
        }
        body.push_str(&match &edit.change {
            Change::ReplaceRegion { markers, body, .. } => markers.around(body),
            _ => edit.text(),
        });
    }
    let markers = Markers {
        begin: "<!-- goalkeeper rehearsal begin; this part is replaced by a bot -->".to_owned(),
        end: "<!-- goalkeeper rehearsal end -->".to_owned(),
    };
    let subject = Subject::page(EditKind::Rehearsal, page.clone());
    let sentence = say(Message::new("rehearsal-summary").with(user_page));
    let change = Change::ReplaceRegion { markers, heading: None, body, before: Before::Any };
    let key = Key::Rehearsal { day: plan.today };
    let edit = PlannedEdit::new(subject, page.clone(), key, sentence, change, None);
    PlannedEdit { is_rehearsal: true, ..edit }
}

fn is_shown(edit: &PlannedEdit) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == edit.subject.kind)
}

/// Where an edit would go, and with which summary; what it waits for, if it does.
fn meant_for(edit: &PlannedEdit, waits: Option<Reason>, language: &str) -> String {
    let target = wikitext::page_link(&edit.page);
    let summary = wikitext::plain(&edit.summary());
    let target = Message::new("rehearsal-target").with(target).with(summary).text(language);
    let waits = waits.map(|reason| Message::new("rehearsal-waits").with(reason.to_string()).text(language));
    let waits = waits.map(|waits| format!("<br>''{waits}''")).unwrap_or_default();
    format!("''{target}''{waits}")
}
