//! Tables that hold goals (`reader/tables`, `reader/build/rows`).

use super::html::html;
use super::{TITLE, page, read, read_html, status_of};
use crate::goals::{NotRead, Status};

const HEAD: &str = "== A ==\n{|\n! Objective !! Q2 Goal !! Owner !! Status !! ETA\n|-\n";

#[test]
fn each_row_is_a_key_result() {
    let text =
        format!("{HEAD}| One || Ship it || Bo Sample || {{{{Done}}}} || EOQ\n|-\n| Two || || || ||\n|}}");
    assert_eq!(
        read(&text),
        ["# A | no line", "- | One | Bo Sample (row) | [Ship it]", "- | Two | nobody | nothing in “Q2 Goal”"]
    );
    let page = page(&text);
    let first = &page.objectives[0].key_results[0];
    assert_eq!((status_of(&page), first.eta.as_deref()), (Some(Status::Done), Some("EOQ")));
}

#[test]
fn an_empty_row_says_nothing() {
    let text = format!("{HEAD}| One || Ship it || Bo Sample || ||\n|-\n| || || || ||\n|}}");
    assert_eq!(page(&text).key_results().count(), 1);
}

#[test]
fn a_list_in_a_cell_is_several_goals() {
    let text = format!("{HEAD}| One ||\n* Ship it {{{{Done}}}}\n* Rest\n| Bo Sample || ||\n|}}");
    assert_eq!(read(&text)[1], "- | One | Bo Sample (row) | [Ship it (Done); Rest]");
}

#[test]
fn a_status_in_words_is_read_where_it_is_the_only_one() {
    let status = |words: &str| {
        let text = format!("{HEAD}| One || Ship it || Bo Sample || {words} ||\n|}}");
        status_of(&page(&text))
    };
    assert_eq!(status("This is now done!"), Some(Status::Done));
    assert_eq!(status("not done"), Some(Status::NotDone));
    assert_eq!(status("one half done, the other postponed"), None);
    assert_eq!(status(""), None);
}

#[test]
fn a_column_of_another_quarter_is_left_for_this_quarters() {
    let text =
        "== A ==\n{|\n! Objective !! Q1 Goal !! Q2 Goal !! Owner\n|-\n| One || Plan || Build || Bo\n|}";
    assert_eq!(read(text)[1], "- | One | Bo (row) | [Build]");
}

#[test]
fn the_section_owner_above_a_table_answers_for_its_rows() {
    let text = "== A ==\n\nGoal setting process owner: Ada Sample\n{|\n! Objective !! Key result !! Status\n|-\n| One || Ship it ||\n|}";
    assert_eq!(read(text)[1], "- | One | Ada Sample (section) | [Ship it]");
}

#[test]
fn an_outcomes_owner_is_found_by_its_number() {
    let text = "== A ==\n\nOverall goal owner: Ada Sample\n\n* Owner for Outcomes 2 and 3: Bo Sample\n{|\n\
                ! Annual plan outcome !! Quarterly Goal !! Status\n|-\n| Outcome 1: fast || Ship it ||\n\
                |-\n| Outcome 3: safe || Lock it ||\n|}";
    assert_eq!(
        read(text)[1..],
        [
            "- | Outcome 1: fast | Ada Sample (section) | [Ship it]",
            "- | Outcome 3: safe | Bo Sample (outcome) | [Lock it]"
        ]
    );
}

#[test]
fn a_table_under_a_key_result_lists_its_goals() {
    // With as many rows as key results the layout of tables would be picked.
    let text = "== A ==\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n{|\n! Goal !! Status\n|-\n| Ship it || {{Done}}\n|-\n| Rest ||\n|}\n\n\
                '''KR2:''' Two.\n* B\n\n'''KR3:''' Three.\n* C";
    assert_eq!(read(text)[1], "KR1 | One. | no line | [Ship it; Rest]");
}

#[test]
fn a_table_that_nobody_knows_leaves_the_key_result_above_unknown() {
    let text =
        "== A ==\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n{|\n! What !! When\n|-\n| Ship it || May\n|}";
    assert_eq!(read(text), ["# A | no line", "KR1 | One. | no line | unknown"]);
}

#[test]
fn themes_are_key_results_and_the_rows_under_them_goals() {
    let text = "== Team B ==\n\n'''Team Manager:''' Dee Sample\n{|\n! Less toil\n|-\n| Renew by itself {{phab|T123456}} || {{Done}}\n\
                |-\n| Write the runbook || {{To do}}\n|-\n! Nothing yet\n|-\n! More sleep\n|-\n| TBD || {{Blocked}}\n|}";
    assert_eq!(
        read(text),
        [
            "# Team B | no line",
            "Less toil | Less toil | Dee Sample (section) | [Renew by itself; Write the runbook]",
            "Nothing yet | Nothing yet | Dee Sample (section) | no label",
            "More sleep | More sleep | Dee Sample (section) | only “TBD”",
        ]
    );
}

#[test]
fn a_row_of_column_headings_is_no_theme() {
    let text = "== Team B ==\n\n'''Team Manager:''' Dee Sample\n{|\n! Work !! Who !! State\n|-\n! Less toil\n|-\n\
                | Renew by itself || Bo Sample || {{Done}}\n|}";
    assert_eq!(
        read(text)[1..],
        ["Less toil | Less toil | Dee Sample (section) | [Renew by itself Bo Sample]"]
    );
    for headings in
        ["! Work !! Who !! State", "| '''Work''' || '''Who''' || '''State'''", "| Work || Who || State"]
    {
        let text = format!(
            "== Team B ==\n{{|\n{headings}\n|-\n| Renew by itself || Bo || {{{{Done}}}}\n|-\n| Rest || Cyd || {{{{To do}}}}\n|}}"
        );
        let read = read_html(TITLE, &html(&text), Some("team-tables"));
        let is_refused = matches!(read, Err(NotRead::NoLayoutFits { .. }));
        assert_eq!(is_refused, !headings.starts_with("| Work"), "{headings}: {read:?}");
    }
}

#[test]
fn an_owner_who_could_not_be_read_is_not_missing() {
    let text = format!("{HEAD}| One || Ship it || {{{{Owner of A}}}} || ||\n|}}");
    assert_eq!(read(&text)[1], "- | One | unread | [Ship it]");
}
