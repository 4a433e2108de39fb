//! Any bytes as the file of a saved plan: of a new plan it lets through what it has word for word, and nothing else.

#![no_main]

use goalkeeper::base::calendar::{FiscalYearStart, Quarter};
use goalkeeper::base::text::nfc;
use goalkeeper::base::{Reason, Title, UserId};
use goalkeeper::ledger::Key;
use goalkeeper::plan::{Before, Change, EditKind, Ending, Plan, PlannedEdit, Recipient, SavedPlan, Subject};
use goalkeeper::read::Survey;
use goalkeeper::report::run;
use goalkeeper::wikitext::Markers;
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(saved) = SavedPlan::parse(text) else { return };
    for start in FiscalYearStart::ALL {
        if let Some(quarter) = Quarter::on(saved.today, start) {
            assert!(quarter.first_day() <= saved.today && saved.today <= quarter.last_day());
            assert_eq!(quarter.to_string().parse(), Ok(quarter));
        }
    }
    // What no plan has is not read, and may be no JSON that a program can hold (half a surrogate pair).
    let Ok(written) = serde_json::from_str::<Json>(text) else { return };
    let Some(written) = written["edits"].as_array() else { panic!("a plan without edits") };

    let (plan, refused) = saved.still_valid(Plan::nothing(saved.today));
    assert!(plan.edits.is_empty() && refused.len() == written.len());
    assert!(refused.iter().all(|outcome| outcome.result == Ending::Skipped
        && outcome.reason == Some(Reason::ChangedSincePlan)
        && outcome.revision.is_none()));
    let table = run::human(&refused, &Survey::default(), false, None, run::Idle::Everything);
    assert!(!table.contains(|c: char| c.is_control() && c != '\n'), "a terminal would obey {table:?}");
    run::json("1-1", &refused, &Survey::default(), false);

    // A new plan with the same edits, the same in other words, and one more.
    let same: Vec<PlannedEdit> = written.iter().map(planned).collect();
    let mut fresh = Plan::nothing(saved.today);
    fresh.edits = same.iter().cloned().flat_map(|edit| [edit.clone(), otherwise(edit)]).collect();
    fresh.edits.push(line("Talk:Elsewhere"));
    let wanted: Vec<PlannedEdit> =
        fresh.edits.iter().filter(|edit| written.iter().any(|saved| is(saved, edit))).cloned().collect();
    let left = written.iter().filter(|saved| !fresh.edits.iter().any(|edit| is(saved, edit))).count();
    let (plan, refused) = saved.still_valid(fresh);
    assert_eq!((plan.edits, refused.len()), (wanted, left));
});

/// An edit as it was saved, as far as there can be one: a summary ends in its edit's own key.
fn planned(saved: &Json) -> PlannedEdit {
    let text = |name: &str| saved[name].as_str().unwrap_or_default().to_owned();
    let kind = serde_json::from_value(saved["kind"].clone()).expect("a plan with another kind was read");
    let page = Title::of_wiki(text("target"));
    let subject = Subject {
        kind,
        board: saved["board"].as_str().map(str::to_owned),
        target: Some(page.clone()),
        recipient: saved["recipient"].as_str().map(|name| Recipient::Name(name.to_owned())),
    };
    let key = text("key").parse().unwrap_or(Key::OptOut { recipient: UserId(1) });
    let summary = text("summary");
    let sentence = summary.strip_suffix(&format!(" ({key})")).unwrap_or(&summary).to_owned();
    let (begin, end) = ("<!-- begin -->".to_owned(), "<!-- end -->".to_owned());
    let change = Change::ReplaceRegion {
        markers: Markers { begin, end },
        heading: saved["heading"].as_str().map(str::to_owned),
        body: text("text"),
        before: Before::Any,
    };
    PlannedEdit::new(subject, page, key, sentence, change, None)
}

/// An edit that no plan in the seeds has.
fn line(page: &str) -> PlannedEdit {
    let (page, key) = (Title::of_wiki(page), Key::OptOut { recipient: UserId(1) });
    let subject = Subject::page(EditKind::Status, page.clone());
    PlannedEdit::new(subject, page, key, String::new(), Change::AddLine(String::new()), None)
}

fn otherwise(mut edit: PlannedEdit) -> PlannedEdit {
    let Change::ReplaceRegion { heading, body, .. } = &mut edit.change else { return edit };
    match body.len() % 5 {
        0 => edit.page = Title::of_wiki(format!("{}x", edit.page)),
        1 => edit.sentence.insert(0, 'x'),
        2 => *heading = Some(heading.take().unwrap_or_default() + "x"),
        3 => edit.subject.board = Some(edit.subject.board.take().unwrap_or_default() + "x"),
        _ => body.push('x'),
    }
    edit
}

/// Word for word, in whichever form accents are typed.
fn is(saved: &Json, edit: &PlannedEdit) -> bool {
    let text = |name: &str| saved[name].as_str().map(nfc);
    serde_json::to_value(edit.subject.kind).is_ok_and(|kind| kind == saved["kind"])
        && text("target") == Some(nfc(edit.page.as_str()))
        && text("recipient") == edit.subject.recipient.as_ref().map(|name| nfc(name.as_str()))
        && text("key") == Some(edit.key.to_string())
        && text("heading") == edit.change.heading().map(nfc)
        && text("text") == Some(nfc(&edit.text()))
        && text("summary") == Some(nfc(&edit.summary()))
}
