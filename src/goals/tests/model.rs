//! What a page knows of itself once it is read (`model`).

use super::page;
use crate::base::Title;

#[test]
fn key_results_without_a_label_are_counted_among_themselves() {
    let text = "== A ==\n\n'''Key Result:''' One.\n* A\n\n=== Key Results ===\n{|\n! Objective !! Goal !! Owner\n|-\n| One || Do it || Bo\n|-\n| Two || Do that || Bo\n|}";
    let objective = &page(text).objectives[0];
    let names: Vec<_> = (0..4).map(|number| objective.name_of(number)).collect();
    assert_eq!(names, [Some("Key Result".into()), Some("R1".into()), Some("R2".into()), None]);
    assert_eq!(objective.key_results[0].number(), None);
}

#[test]
fn a_label_counts_its_key_result_by_its_first_number() {
    let page = page("== A ==\n\n'''KR2.1:''' One.\n* A\n\n'''(KR3)''' Two.\n* B");
    let numbers: Vec<_> = page.key_results().map(|(.., result)| result.number()).collect();
    assert_eq!(numbers, [Some("2.1"), Some("3)")]);
}

#[test]
fn a_page_names_its_managers_in_page_order() {
    let text = "== A ==\n\n'''Objective Manager:''' Ada\n\n'''Key Result Manager:''' Bo\n\n'''KR1:''' One.\n* A\n\n\
                == B ==\n\n'''Objective Manager:''' Cyd\n\n'''KR1:''' Two.\n* B";
    let names: Vec<_> = page(text).managers().map(|manager| manager.name.clone()).collect();
    assert_eq!(names, ["Ada", "Bo", "Cyd", "Cyd"]);
}

#[test]
fn a_page_knows_the_pages_that_parts_of_it_stand_on() {
    let data = r#"{"parts":[{"template":{"target":{"wt":":Team","href":"./Team"},"params":{},"i":0}}]}"#;
    let text = format!(
        "== A ==\n\n'''KR1:''' One.\n* A\n\n<p about=\"#mwt9\" typeof=\"mw:Transclusion\" data-mw='{data}'><b>KR2:</b> Two.</p>"
    );
    assert_eq!(page(&text).source_pages().into_iter().collect::<Vec<_>>(), [&Title::of_wiki("Team")]);
}
