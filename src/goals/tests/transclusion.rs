//! Where a key result of a transcluded page ends (`reader/build/item`).

use super::goals;

/// What stands on the page “/Team”, in paragraphs and lists that are HTML already, a line each.
fn team(lines: &[&str]) -> String {
    let data = r#"data-mw='{"parts":[{"template":{"target":{"wt":"/Team","href":"./Goals/Team"},"params":{},"i":0}}]}'"#;
    let mut html = String::new();
    for (at, line) in lines.iter().enumerate() {
        let first = if at == 0 { format!(" typeof=\"mw:Transclusion\" {data}") } else { String::new() };
        let (tag, rest) = line.split_once('>').unwrap();
        html += &format!("{tag} about=\"#mwt77\"{first}>{rest}\n");
    }
    html
}

fn kr1(goals: &[&str]) -> String {
    let paragraph = "<p><b>KR1:</b> One.<br/><b>Q2 Goals:</b></p>";
    team(&[&[paragraph], goals].concat())
}

const TWO: &str = "\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n* Rest\n";

#[test]
fn what_stands_behind_a_transcluded_page_is_none_of_its_goals() {
    let own = kr1(&["<ul><li>Its own</li></ul>"]);
    for behind in
        ["* Not its own", "Not its own.", "'''Status:''' {{Done}}", "'''Q2 Goals:'''\n* Not its own"]
    {
        assert_eq!(goals(&format!("{own}\n{behind}\n")), ["KR1: [Its own]"], "{behind}");
        assert_eq!(goals(&format!("{own}\n{behind}\n{TWO}")), ["KR1: [Its own]", "KR2: [Rest]"], "{behind}");
    }
}

#[test]
fn a_transcluded_key_result_without_goals_does_not_get_those_behind_it() {
    let empty = kr1(&["<ul><li class=\"mw-empty-elt\"></li></ul>"]);
    assert_eq!(goals(&empty), ["KR1: nothing after the label"]);
    assert_eq!(goals(&(empty.clone() + TWO)), ["KR1: nothing after the label", "KR2: [Rest]"]);
    // Nobody can say for whom these are.
    assert_eq!(goals(&format!("{empty}\n* Whose?\n")), ["KR1: doubt"]);
    assert_eq!(goals(&format!("{}\n* Whose?\n", kr1(&[]))), ["KR1: doubt"]);
}

#[test]
fn a_heading_behind_it_begins_something_else() {
    let own = kr1(&["<ul><li>Its own</li></ul>"]);
    let text = format!("{own}\n=== Q2 Goals ===\n\n* Not its own\n");
    assert_eq!(goals(&text), ["KR1: [Its own]"]);
}

#[test]
fn what_a_transcluded_key_result_lacks_may_stand_behind_it() {
    let only_text = team(&["<p><b>KR1:</b> One.</p>"]);
    assert_eq!(
        goals(&format!("{only_text}\n'''Q2 Goals:'''\n* Ship it\n* Rest\n")),
        ["KR1: [Ship it; Rest]"]
    );
}

#[test]
fn transcluded_goals_belong_to_the_key_result_around_them() {
    let list = team(&["<ul><li>Ship it</li><li>Rest</li></ul>"]);
    let text = format!("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n{list}\n* And this\n{TWO}");
    assert_eq!(goals(&text), ["KR1: [Ship it; Rest; And this]", "KR2: [Rest]"]);
}

#[test]
fn a_label_from_a_template_opens_a_key_result_of_the_goal_page() {
    let data = r#"data-mw='{"parts":[{"template":{"target":{"wt":"KR1","href":"./Template:KR1"},"params":{},"i":0}}]}'"#;
    let label = format!("<p><b about=\"#mwt78\" typeof=\"mw:Transclusion\" {data}>KR1:</b>");
    for text in [" One.</p>", " One.<br/><b>Q2 Goals:</b></p>", "&#10;One.</p>"] {
        assert_eq!(goals(&format!("{label}{text}\n* Ship it\n")), ["KR1: [Ship it]"], "{text}");
    }
}
