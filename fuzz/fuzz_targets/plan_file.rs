//! Any bytes as the file of a saved plan: of a new plan it lets through what it has word for word, and nothing else.

#![no_main]

use goalkeeper::account::Account;
use goalkeeper::calendar::{FiscalYearStart, Quarter};
use goalkeeper::ledger::Key;
use goalkeeper::output::{human, json};
use goalkeeper::plan::{Ending, Kind, Plan, PlannedEdit, Reason, SavedPlan};
use goalkeeper::survey::Survey;
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(saved) = SavedPlan::read(text) else { return };
    for start in [FiscalYearStart::July, FiscalYearStart::January] {
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
    let table = human::run(&refused, &Survey::default(), false, None);
    assert!(!table.contains(|c: char| c.is_control() && c != '\n'), "a terminal would obey {table:?}");
    json::run("1-1", &refused, &Survey::default(), false);

    // A new plan with the same edits, the same in other words, and one more.
    let same: Vec<PlannedEdit> = written.iter().map(planned).collect();
    let mut fresh = Plan::nothing(saved.today);
    fresh.edits = same.iter().cloned().flat_map(|edit| [edit.clone(), otherwise(edit)]).collect();
    fresh.edits.push(PlannedEdit::new(
        Kind::Status,
        "Talk:Elsewhere".to_owned(),
        &Key::OptOut { recipient: 1 },
    ));
    let wanted: Vec<PlannedEdit> =
        fresh.edits.iter().filter(|edit| written.iter().any(|saved| is(saved, edit))).cloned().collect();
    let left = written.iter().filter(|saved| !fresh.edits.iter().any(|edit| is(saved, edit))).count();
    let (plan, refused) = saved.still_valid(fresh);
    assert_eq!((plan.edits, refused.len()), (wanted, left));
});

fn planned(saved: &Json) -> PlannedEdit {
    let text = |name: &str| saved[name].as_str().unwrap_or_default().to_owned();
    let kind = serde_json::from_value(saved["kind"].clone()).expect("a plan with another kind was read");
    PlannedEdit {
        key: text("key"),
        recipient: saved["recipient"].as_str().map(Account::new),
        heading: saved["heading"].as_str().map(str::to_owned),
        text: text("text"),
        summary: text("summary"),
        ..PlannedEdit::new(kind, text("target"), &Key::OptOut { recipient: 1 })
    }
}

fn otherwise(edit: PlannedEdit) -> PlannedEdit {
    match edit.text.len() % 4 {
        0 => PlannedEdit { target: edit.target + "x", ..edit },
        1 => PlannedEdit { summary: edit.summary + "x", ..edit },
        2 => PlannedEdit { heading: Some(edit.heading.unwrap_or_default() + "x"), ..edit },
        _ => PlannedEdit { text: edit.text + "x", ..edit },
    }
}

fn is(saved: &Json, edit: &PlannedEdit) -> bool {
    let text = |name: &str| saved[name].as_str();
    serde_json::to_value(edit.kind).is_ok_and(|kind| kind == saved["kind"])
        && text("target") == Some(&edit.target)
        && text("recipient") == edit.recipient.as_ref().map(Account::as_str)
        && text("key") == Some(&edit.key)
        && text("heading") == edit.heading.as_deref()
        && text("text") == Some(&edit.text)
        && text("summary") == Some(&edit.summary)
}
