//! Every kind of problem is found, in files that are wrong on purpose.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::problems;

/// A small English file.
fn english() -> BTreeMap<String, String> {
    let messages = [
        ("months", "January|February|March|April|May|June|July|August|September|October|November|December"),
        ("date", "$1 $2 $3"),
        ("answer-heading", "Answer"),
        ("goals", "$1 {{PLURAL:$1|goal|goals}} on $2"),
        ("ask", "Could you add {{PLURAL:$2|it|them}} by $1?"),
        ("stop", "Add <code><nowiki>{{bots|deny=$1}}</nowiki></code>. [[$2|More]] or [$3 ask]"),
    ];
    messages.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect()
}

/// What is found in a language's file that is right but for `key`; without it if there is no value.
fn found(code: &str, key: &str, value: impl Into<Option<Value>>) -> Vec<String> {
    let mut file = json!({
        "@metadata": {"authors": ["Ada Sample"]},
        "date": "$1. $2 $3",
        "answer-heading": "Odgovor",
    });
    let object = file.as_object_mut().unwrap();
    object.insert(
        "months".into(),
        "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga|prosinca"
            .into(),
    );
    match value.into() {
        Some(value) => object.insert(key.to_owned(), value),
        None => object.remove(key),
    };
    problems(code, &file.to_string(), &english())
}

fn text(code: &str, key: &str, text: &str) -> Vec<String> {
    found(code, key, Value::from(text))
}

#[test]
fn a_right_file_has_no_problems() {
    for (code, key, right) in [
        ("hr", "date", "$1. $2 $3."),
        ("hr", "goals", "$1 {{PLURAL:$1|cilj|cilja|ciljeva}} na $2"),
        ("hr", "goals", "{{PLURAL:$1|0=nijedan cilj|$1 cilj|$1 cilja|$1 ciljeva}} na $2"),
        ("de", "goals", "{{PLURAL:$1|ein Ziel|$1 Ziele}} auf $2"),
        ("ja", "goals", "$2に$1つの目標"),
        ("ja", "ask", "$1までに書いてください"),
        ("de", "stop", "[$3 fragen], [[$2|mehr]] oder <code><nowiki>{{bots|deny=$1}}</nowiki></code>"),
        (
            "vi",
            "months",
            "tháng 1|tháng 2|tháng 3|tháng 4|tháng 5|tháng 6|tháng 7|tháng 8|tháng 9|tháng 10|tháng 11|tháng 12",
        ),
    ] {
        assert_eq!(text(code, key, right), [""; 0], "{code} {key}: {right}");
    }
}

#[test]
fn a_file_is_an_object_of_texts_with_metadata() {
    let at = |key: &str, problem: &str| [format!("hr.json: {key}: {problem}")];
    for broken in ["", "[]", "{\"a\": \"b\"", "\"text\""] {
        let found = problems("hr", broken, &english());
        assert!(found.len() == 1 && found[0].starts_with("hr.json: not to be read as JSON: "), "{found:?}");
    }
    assert_eq!(found("hr", "goal", json!("cilj")), at("goal", "English has no such message"));
    assert_eq!(found("hr", "goals", json!(["cilj"])), at("goals", "not a text"));
    assert_eq!(found("hr", "stop", json!(" ")), at("stop", "empty"));
    let twice = r#"{"@metadata": {"authors": []}, "date": "$1 $2 $3", "months": "a|b|c|d|e|f|g|h|i|j|k|l",
        "answer-heading": "A", "answer-heading": "B"}"#;
    assert_eq!(problems("hr", twice, &english()), at("answer-heading", "stands there twice"));
    let metadata = at("@metadata", r#"not like {"authors": ["Ada Sample"]}"#);
    for wrong in [json!("Ada Sample"), json!({}), json!({"authors": "Ada Sample"}), json!({"authors": [7]})] {
        assert_eq!(found("hr", "@metadata", wrong), metadata);
    }
}

#[test]
fn what_answers_are_read_by_must_be_there() {
    for key in ["months", "date", "answer-heading", "@metadata"] {
        assert_eq!(found("hr", key, None), [format!("hr.json: {key}: missing")]);
    }
    for key in ["goals", "stop"] {
        assert_eq!(found("hr", key, None), [""; 0]);
    }
}

#[test]
fn months_are_twelve_and_none_is_taken_for_another() {
    for (wrong, problem) in [
        ("a|b|c|d|e|f|g|h|i|j|k", "11 months, not twelve"),
        ("a|b|c|d|e|f|g|h|i|j|k|l|m", "13 months, not twelve"),
        ("a|b|c|d|e|f| |h|i|j|k|l", "a month without a name"),
        ("a|b|c|d|mai|f|g|h|i|j|k|Mai ", "two months called “mai”"),
        ("a|b|c|d|Mai|Maius|g|h|i|j|k|l", "“mai” may also be short for “maius”"),
        ("a|b|c|d|Maius|mai|g|h|i|j|k|l", "“mai” may also be short for “maius”"),
    ] {
        assert_eq!(text("hr", "months", wrong), [format!("hr.json: months: {problem}")], "{wrong}");
    }
}

#[test]
fn parameters_are_those_of_english() {
    for (code, key, wrong, problem) in [
        ("hr", "date", "$1. $2", "without $3"),
        ("hr", "date", "$1. $2 $3 $4", "has $4, which English has not"),
        ("de", "goals", "$1 {{PLURAL:$1|Ziel|Ziele von $3}} auf $2", "has $3, which English has not"),
        ("de", "goals", "$1 {{PLURAL:$3|Ziel|Ziele}} auf $2", "has $3, which English has not"),
        ("de", "goals", "{{PLURAL:$1|ein Ziel|mehrere Ziele}} auf $2", "without $1"),
        ("de", "goals", "$1 {{PLURAL:$1|Ziel auf $2|Ziele}}", "without $2 in some form of {{PLURAL}}"),
    ] {
        let problem = format!("{code}.json: {key}: {problem}");
        assert!(text(code, key, wrong).contains(&problem), "{wrong}: {:?}", text(code, key, wrong));
    }
}

#[test]
fn plural_has_the_forms_that_the_language_counts_by() {
    for (code, plural, counts) in [
        ("hr", "{{PLURAL:$1|cilj|ciljeva}}", "2 forms, not 3"),
        ("hr", "{{PLURAL:$1|0=nula|1=jedan|cilj|ciljeva}}", "2 forms, not 3"),
        ("de", "{{PLURAL:$1|Ziel|Ziele|Ziele}}", "3 forms, not 2"),
        ("de", "{{PLURAL:$1|1=Ziel|Ziele}}", "1 forms, not 2"),
        ("ja", "{{PLURAL:$1|目標|目標}}", "2 forms, not 1"),
    ] {
        let problem = format!("{code}.json: goals: {plural} has {counts}");
        assert_eq!(text(code, "goals", &format!("$1 {plural} $2")), [problem]);
    }
    for no_plural in
        ["{{PLURAL:$1}}", "{{plural:$1|Ziel|Ziele}}", "{{GENDER:$2|er|sie}}", "{{PLURAL:$1|Ziel|Ziele}"]
    {
        let problem = "de.json: goals: braces that are no {{PLURAL:$1|…}}";
        assert_eq!(text("de", "goals", &format!("$1 {no_plural} $2")), [problem], "{no_plural}");
    }
}

#[test]
fn links_and_tags_are_whole_and_those_of_english() {
    let bots = "<code><nowiki>{{bots|deny=$1}}</nowiki></code>";
    let half = "a bracket [ or ] without its other half";
    let stop = |wrong: &str| text("de", "stop", wrong);
    for wrong in ["[[$2|mehr] [$3 fragen]", "[[$2|mehr]] [$3 fragen", "[[$2|mehr]] [$3 fragen]]"] {
        assert_eq!(stop(&format!("{bots} {wrong}")), [format!("de.json: stop: {half}")], "{wrong}");
    }
    let split = "$1 {{PLURAL:$1|[Ziel|Ziele]}} auf $2";
    assert_eq!(text("de", "goals", split), [format!("de.json: goals: {half}")]);
    assert_eq!(stop(&format!("{bots} [[$2|mehr]] $3")), ["de.json: stop: without the link “[$3” of English"]);
    assert_eq!(
        stop(&format!("{bots} [$2 mehr] [[$2|mehr]] [$3 fragen]")),
        ["de.json: stop: a link “[$2”, which English has not"]
    );
    let links = "[[$2|mehr]] [$3 fragen]";
    assert!(
        stop(&format!("<code><nowiki>{{{{bots|deny=$1}}}}<nowiki></code> {links}"))
            .contains(&"de.json: stop: <nowiki> without </nowiki>".to_owned())
    );
    assert_eq!(
        stop(&format!("<code><nowiki>{{{{bots|deny=$1}}}}</nowiki> {links}")),
        ["de.json: stop: <code> without </code>"]
    );
    assert_eq!(
        stop(&format!("<code><nowiki>{{{{Bots|deny=$1}}}}</nowiki></code> {links}")),
        [
            "de.json: stop: without the <nowiki> with “{{bots|deny=$1}}” of English",
            "de.json: stop: a <nowiki> with “{{Bots|deny=$1}}”, which English has not"
        ]
    );
}
