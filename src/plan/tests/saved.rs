//! A saved plan holds as far as it is word for word what is planned now.

use serde_json::{Value as Json, json};
use unicode_normalization::UnicodeNormalization as _;

use super::{notice, opt_out, plan, reply, skipped, table, tick};
use crate::base::Reason;
use crate::plan::{Ending, PlannedEdit, Recipient, SavedPlan};

/// As `plan --format json` prints it, as far as a saved plan is read.
fn as_json(edit: &PlannedEdit) -> Json {
    json!({
        "kind": edit.subject.kind,
        "board": edit.subject.board,
        "target": edit.page,
        "recipient": edit.subject.recipient.as_ref().map(Recipient::as_str),
        "key": edit.key.to_string(),
        "heading": edit.change.heading(),
        "text": edit.text(),
        "summary": edit.summary(),
        "findings": ["more that is only shown"],
    })
}

fn saved(edits: &[Json]) -> SavedPlan {
    let plan = json!({"schema": "goalkeeper.plan/1", "today": "2020-11-02", "edits": edits, "skipped": []});
    SavedPlan::parse(&plan.to_string()).unwrap()
}

#[test]
fn what_is_planned_in_the_same_words_is_done() {
    let all = || vec![notice("Ada"), reply("Bo"), tick(), table("a"), opt_out()];
    let mut fresh = plan(all());
    fresh.skipped.push(skipped(notice("Cyd").subject));
    let saved = saved(&all().iter().map(as_json).collect::<Vec<_>>());
    let (valid, refused) = saved.still_valid(fresh);
    assert_eq!((valid.edits, refused), (all(), Vec::new()));
    assert!(valid.skipped.is_empty() && valid.unchanged.is_empty(), "nobody asked for these");
}

#[test]
fn a_difference_in_any_word_is_refused() {
    for key in ["kind", "target", "recipient", "key", "heading", "text", "summary"] {
        let mut forged = as_json(&notice("Ada"));
        forged[key] = if key == "kind" { json!("digest") } else { json!("Other") };
        let (valid, refused) = saved(&[forged]).still_valid(plan(vec![notice("Ada")]));
        assert!(valid.edits.is_empty(), "{key}");
        assert_eq!(refused.len(), 1, "{key}");
        assert_eq!(
            (refused[0].result, refused[0].reason),
            (Ending::Skipped, Some(Reason::ChangedSincePlan)),
            "{key}"
        );
        assert_eq!(refused[0].detail, "it would not be planned now, or not in these words", "{key}");
    }
}

#[test]
fn a_plan_whose_accents_were_taken_apart_on_the_way_says_the_same() {
    for name in ["José", "Việt Nguyễn", "한글", "Jose\u{301}"] {
        let apart: String = as_json(&notice(name)).to_string().nfd().collect();
        let (valid, refused) =
            saved(&[serde_json::from_str(&apart).unwrap()]).still_valid(plan(vec![notice(name)]));
        assert_eq!((valid.edits, refused), (vec![notice(name)], Vec::new()), "{name}");
    }
}

#[test]
fn what_the_saved_plan_does_not_have_is_not_done() {
    let (valid, refused) =
        saved(&[as_json(&notice("Ada"))]).still_valid(plan(vec![notice("Ada"), notice("Bo")]));
    assert_eq!((valid.edits, refused.len()), (vec![notice("Ada")], 0));
}

#[test]
fn a_refusal_says_why_it_is_not_planned_now() {
    let mut fresh = plan(Vec::new());
    fresh.skipped.push(skipped(notice("Ada").subject));
    let (_, refused) = saved(&[as_json(&notice("Ada"))]).still_valid(fresh);
    assert_eq!(refused[0].detail, "it would not be planned now: not-due: told yesterday");
    assert_eq!(refused[0].subject, notice("Ada").subject);
}

#[test]
fn what_is_no_plan_says_so() {
    let parse = |text: &str| SavedPlan::parse(text).map(drop).unwrap_err();
    assert!(parse("").contains("EOF"));
    assert!(parse("{}").contains("missing field `schema`"));
    let other = r#"{"schema": "goalkeeper.run/1", "today": "2020-11-02", "edits": []}"#;
    assert_eq!(parse(other), "its schema is “goalkeeper.run/1”");
    let mut edit = as_json(&notice("Ada"));
    edit["kind"] = json!("gift");
    let plan = json!({"schema": "goalkeeper.plan/1", "today": "2020-11-02", "edits": [edit]});
    assert!(parse(&plan.to_string()).contains("unknown variant `gift`"));
}
