//! A page of no known layout: read by its structure, and only where something says that it is about goals.

use super::html::html;
use super::{goals_of, named, read_html};
use crate::goals::NotRead;

/// What is read of a page, a line for each key result: `OBJECTIVE: TEXT | managers | goals`; nothing if it is refused.
fn outlined(title: &str, wikitext: &str) -> Vec<String> {
    let page = match read_html(title, &html(wikitext), None) {
        Ok(page) => page,
        Err(NotRead::NoLayoutFits { .. }) => return Vec::new(),
        Err(other) => panic!("{other}"),
    };
    assert_eq!(page.layout, "outline", "{}", page.why);
    assert!(page.is_guess && !page.is_understood());
    let line = |(_, _, objective, result): (_, _, &crate::goals::Objective, &crate::goals::KeyResult)| {
        let (managers, goals) = (named(&result.managers), goals_of(result));
        format!("{}: {} | {managers} | {goals}", objective.title, result.text)
    };
    page.key_results().map(line).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn lists_are_goals_where_title_heading_or_label_says_so() {
    let list = "== Web ==\n* Ship it\n* Rest\n** A little";
    assert_eq!(outlined("Team/2026 Goals", list), ["Web: Web | no line | [Ship it; Rest; A little]"]);
    assert_eq!(outlined("Team/Ziele/2026", list), ["Web: Web | no line | [Ship it; Rest; A little]"]);
    for title in ["Team/2026", "Team/Goals/2026/Process", "Team/Goals/Minutes", "Main Page"] {
        assert_eq!(outlined(title, list), NONE, "{title}");
    }
    let sections = "== News ==\n* We met\n\n== Our goals ==\n* Ship it\n\n== Links ==\n* A page";
    assert_eq!(outlined("Team", sections), ["Our goals: Our goals | no line | [Ship it]"]);
    let label = "== Web ==\n* We met\n\n'''Objectifs :'''\n* Ship it";
    assert_eq!(outlined("Équipe", label), ["Web: Web | no line | [Ship it]"]);
}

#[test]
fn an_item_that_names_its_owner_is_a_key_result_and_its_own_goal() {
    let list = "== Web ==\n* Ship it (Owner: Ada Sample)\n* Rest – [[User:Bo|Bo]]\n* Sleep (after 7/17)\n** Long\n* Eat (Owner: TBD)";
    assert_eq!(
        outlined("Goals 2026", list),
        [
            "Web: Ship it | Ada Sample (own) | [Ship it]",
            "Web: Rest | Bo (own) | [Rest]",
            "Web: Sleep (after 7/17) | no line | [Long]",
            "Web: Eat | nobody | [Eat]",
        ]
    );
}

#[test]
fn titles_in_bold_have_goals_below_them_and_nicknames_are_none_of_their_words() {
    let list = "== Goals ==\n* '''Be quick''' (ada)\n** Cut it (bo)\n** Cache it (cy)\n* '''Be nice'''\n** Smile (dee)";
    let expected =
        ["Goals: Be quick (ada) | no line | [Cut it; Cache it]", "Goals: Be nice | no line | [Smile]"];
    assert_eq!(outlined("Team", list), expected);
}

#[test]
fn a_section_is_a_key_result_where_labels_stand_in_it() {
    let text = "== Support ==\n'''Budget lead: Karin Muster'''\n\nWords.\n\nMain goals:\n* Twice as many\n\n== Members ==\nLead: TBD\n\nMain goals:\n* 1,000";
    assert_eq!(
        outlined("2026 Plan", text),
        ["Support: Support | Karin Muster (own) | [Twice as many]", "Members: Members | nobody | [1,000]"]
    );
}

#[test]
fn a_table_needs_a_column_that_speaks_of_goals_or_a_page_that_does() {
    let table = |head: &str| format!("== A ==\n{{|\n! {head}\n|-\n| P1 || Ship all of it || Ada\n|}}");
    assert_eq!(outlined("Plan", &table("Priority !! Item !! Who")), ["A: P1 | Ada (row) | [Ship all of it]"]);
    assert_eq!(outlined("Goals", &table("No. !! Item !! Who")), ["A:  | Ada (row) | [Ship all of it]"]);
    for head in ["Dates !! Activity !! Who", "Item !! Budget !! Who"] {
        assert_eq!(outlined("Goals", &table(head)), NONE, "{head}");
    }
    assert_eq!(outlined("Plan", &table("No. !! Item !! Who")), NONE);
}

#[test]
fn tables_that_words_leave_out_are_asked_for_their_structure() {
    let known = "== B ==\n{|\n! Goal !! Metrics\n|-\n| See the community grow || Accounts\n|-\n| See newcomers || Tags\n|}\n\n";
    let unknown = "== A ==\n{|\n! Priority !! Item\n|-\n| P1 || Put badges into the phonebook\n|-\n| P2 || Filter events by levels\n|}\n";
    let read = outlined("Team/2026 plan", &format!("{known}{unknown}"));
    assert_eq!(read.len(), 4, "{read:?}");
    // Where there are labels, and no such table, they are what counts.
    let labelled = "== A ==\n\n'''KR1:''' One.\n* A goal\n\n== B ==\n* A list";
    assert_eq!(read_html("Team/2026 Goals", &html(labelled), None).unwrap().layout, "key-results");
}
