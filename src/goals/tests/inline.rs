//! Owners and statuses within a line (`layout/inline`, `reader/within`).

use super::{goals, page, read};

/// What is read of a key result with this text: text, managers, goals, and its status as typed.
fn item(text: &str) -> String {
    let page = page(&format!("== A ==\n\n'''KR1:''' {text}"));
    let (.., result) = page.key_results().next().unwrap();
    let status = result.status.as_ref().map(|stated| format!(" | {}", stated.text)).unwrap_or_default();
    format!("{} | {}{status}", result.text, super::named(&result.managers))
}

#[test]
fn an_owner_in_the_items_own_line_is_its_owner_and_no_part_of_its_text() {
    for (text, expected) in [
        ("Ship it (Owner: Ada Sample)", "Ship it | Ada Sample (own)"),
        ("Ship it ( owners : Ada, Bo and Cy )", "Ship it | Ada, Bo, Cy (own)"),
        ("Ship it [DRI: Ada] soon", "Ship it soon | Ada (own)"),
        ("Ship it (Lead: Ada (acting))", "Ship it | Ada (acting) (own)"),
        ("Ship it – [[User:Ada|Ada S]]", "Ship it | Ada S (own)"),
        ("Ship it ([[User:Ada|Ada]], [[User:Bo|Bo]])", "Ship it | Ada, Bo (own)"),
        ("Ship it @[[User:Ada|ada]]", "Ship it | ada (own)"),
        ("Das Dach decken (Verantwortlich: Ada Beispiel)", "Das Dach decken | Ada Beispiel (own)"),
        ("Refaire le toit (Responsable : Ada Exemple)", "Refaire le toit | Ada Exemple (own)"),
    ] {
        assert_eq!(item(text), expected, "{text}");
    }
}

#[test]
fn a_place_that_names_nobody_is_empty() {
    for text in
        ["Ship it (Owner: TBD)", "Ship it (DRI:)", "Ship it (Owner: –)", "Ship it (Verantwortlich: offen)"]
    {
        assert_eq!(item(text), "Ship it | nobody", "{text}");
    }
}

#[test]
fn an_unlinked_word_in_brackets_is_no_person() {
    for text in [
        "Ship it (after 7/17)",
        "Ship it [DRAFT]",
        "Ship it (anna)",
        "Ship it – Ada",
        "Ship it (see [[User:Ada|Ada's]] list)",
        "Well-known [[User:Ada|Ada]]",
        "Help [[User:Ada|Ada]] (a lot)",
        "Ship it (Owners meeting: May)",
    ] {
        let read = item(text);
        assert!(read.ends_with("| no line"), "{text}: {read}");
        assert_eq!(read.split(" | ").next().unwrap(), page_text(text), "{text}");
    }
}

/// A text without the markup of links.
fn page_text(text: &str) -> String {
    text.replace("[[User:Ada|", "").replace("]]", "")
}

#[test]
fn what_is_not_sure_is_not_certain() {
    assert_eq!(item("Ship it (Owner: maybe [[User:Ada|Ada]])"), "Ship it | Ada (own)?");
    assert_eq!(item("Ship it (Owner: the team)"), "Ship it | unread");
}

#[test]
fn a_status_in_the_line_is_the_items() {
    for (text, expected) in [
        ("Ship it (Status: on hold)", "Ship it | no line | on hold"),
        ("Ship it (Owner: Ada) – 40 %", "Ship it | Ada (own) | 40 %"),
        ("Ship it – 40 % (Owner: Ada)", "Ship it | Ada (own) | 40 %"),
        ("Ship it [Progress: waiting for Bo]", "Ship it | no line | waiting for Bo"),
        ("Grow by 10 % – 30 %", "Grow by 10 % – 30 % | no line"),
        ("Ship it – 40 % of it", "Ship it – 40 % of it | no line"),
        ("Das Dach decken (Fortschritt: 70 %)", "Das Dach decken | no line | 70 %"),
    ] {
        assert_eq!(item(text), expected, "{text}");
    }
}

const KR: &str = "'''KR1:''' One.<br>\n'''Q2 Goals:'''\n";

#[test]
fn the_owner_of_one_goal_of_several_surely_answers_for_none_but_that() {
    let read_of = |lines: &str| read(&format!("== A ==\n\n{KR}{lines}"))[1].clone();
    assert_eq!(read_of("* Ship it (Owner: Ada)\n* Rest"), "KR1 | One. | Ada (own)? | [Ship it; Rest]");
    assert_eq!(
        read_of("* Ship it (Owner: Ada)\n* Rest – [[User:Bo|Bo]]"),
        "KR1 | One. | Ada, Bo (own)? | [Ship it; Rest]"
    );
    assert_eq!(
        read_of("* Ship it (Owner: Ada)\n* Rest (Owner: Ada)"),
        "KR1 | One. | Ada (own) | [Ship it; Rest]"
    );
    assert_eq!(read_of("* Ship it (Owner: Ada)"), "KR1 | One. | Ada (own) | [Ship it]");
    assert_eq!(read_of("* Ship it (done) (Owner: Ada)"), "KR1 | One. | Ada (own) | [Ship it (Done)]");
    assert_eq!(read_of("* Ship it {{phab|T12345}} (Owner: Ada)"), "KR1 | One. | Ada (own) | [Ship it]");
    assert_eq!(read_of("* TBD (Owner: Ada)"), "KR1 | One. | Ada (own) | only “TBD”");
    assert_eq!(read_of("* (Owner: Ada)"), "KR1 | One. | Ada (own) | doubt");
}

#[test]
fn owners_of_goals_do_not_take_a_key_result_from_its_manager() {
    let text = format!("'''Key Result Manager:''' Cy\n\n{KR}* Ship it (Owner: Ada)\n* Rest (Owner: Bo)");
    let page = page(&format!("== A ==\n\n{text}"));
    let (.., result) = page.key_results().next().unwrap();
    assert_eq!((super::named(&result.managers).as_str(), result.mentions_people), ("Cy (own)", true));
    // They are named for nothing that is read, and not dropped.
    let left: Vec<_> = page.coverage.left_out.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(left, ["names somebody for no key result"; 2]);
    for goals in ["* Ship it (Owner: Ada)", "* Ship it (Owner: TBD)"] {
        let text = format!("== A ==\n\n'''Key Results Manager:''' Cy\n\n{KR}{goals}");
        assert_eq!(read(&text)[1], "KR1 | One. | Cy (section) | [Ship it]");
    }
    let inherited =
        "'''Objective Manager:''' Cy\n\n".to_owned() + KR + "* Ship it (Owner: Ada)\n* Rest (Owner: Bo)";
    assert_eq!(read(&format!("== A ==\n\n{inherited}"))[1], "KR1 | One. | Cy (objective) | [Ship it; Rest]");
}

#[test]
fn an_owner_in_a_rows_goal_is_the_rows() {
    let section = "== A ==\n\nGoal owner: Cy\n{|\n! Objective !! Goal\n|-\n| One || Ship it (Owner: Ada)\n|-\n| Two || Rest\n|}";
    assert_eq!(read(section)[1..], ["- | One | Ada (row) | [Ship it]", "- | Two | Cy (section) | [Rest]"]);
    let row = |cells: &str| {
        read(&format!("== A ==\n{{|\n! Objective !! Goal !! Status\n|-\n| One || {cells} ||\n|}}"))[1].clone()
    };
    assert_eq!(row("Ship it (Owner: Ada)"), "- | One | Ada (row) | [Ship it]");
    assert_eq!(row("Ship it – [[User:Ada|Ada]]"), "- | One | Ada (row) | [Ship it]");
    assert_eq!(
        row("\n* Ship it (Owner: Ada)\n* Rest (Owner: Bo)\n"),
        "- | One | Ada, Bo (row)? | [Ship it; Rest]"
    );
    assert_eq!(row("Ship it (Owner: TBD)"), "- | One | nobody | [Ship it]");
    let owners = "== A ==\n{|\n! Objective !! Goal !! Owner\n|-\n| One || Ship it (Lead: Ada) || Bo\n|-\n| Two || Rest (Lead: Ada) ||\n|}";
    assert_eq!(read(owners)[1..], ["- | One | Bo (row) | [Ship it]", "- | Two | Ada (row) | [Rest]"]);
}

#[test]
fn headings_that_are_items_have_owners_too() {
    let text = "== A ==\n\n=== KR1: Ship it (Owner: Ada) ===\n* One";
    assert_eq!(read(text)[1], "KR1 | Ship it | Ada (own) | [One]");
}

#[test]
fn a_key_results_text_may_name_its_owner_in_its_next_line() {
    assert_eq!(
        read("== A ==\n\n'''KR1:''' Ship it<br>\n(Owner: Ada)\n* One")[1],
        "KR1 | Ship it | Ada (own) | [One]"
    );
}

#[test]
fn a_goal_without_anything_in_it_stays_as_it_is() {
    assert_eq!(
        goals("'''KR1:''' One.\n* Ship it (a box) – now\n* Rest [1]"),
        ["KR1: [Ship it (a box) – now; Rest [1]]"]
    );
}
