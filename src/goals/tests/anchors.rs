//! The ids of headings (`document/builder/anchors`), in Parsoid's own HTML; `tests/anchors.rs` compares them with a wiki's.

use super::{TITLE, read_html};

/// The anchors of objectives under headings that Parsoid writes like this: attributes and content.
fn anchors(headings: &[(&str, &str)]) -> Vec<String> {
    let section = |(attributes, content): &(&str, &str)| {
        format!(
            "<section data-mw-section-id=\"1\"><h2 {attributes}>{content}</h2><p><b>KR1:</b> One.</p><ul><li>A</li></ul></section>"
        )
    };
    let body: String = headings.iter().map(section).collect();
    let page = read_html(TITLE, &format!("<html><body>{body}</body></html>"), None).unwrap();
    page.objectives.into_iter().map(|objective| objective.place.anchor.to_string()).collect()
}

const SPACE: &str = "<span typeof=\"mw:DisplaySpace\">\u{A0}</span>";
const LINK: &str =
    "<a rel=\"mw:ExtLink nofollow\" href=\"https://x.example\" class=\"external autonumber\"></a>";

#[test]
fn an_id_made_of_the_text_stays() {
    let headings = [
        ("id=\"A_program\"", "A program"),
        ("id=\"A_program_2\"", "A program"),
        (
            "id=\"100_%_sure\"",
            &format!("<span id=\"100_.25_sure\" typeof=\"mw:FallbackId\"></span>100{SPACE}% sure"),
        ),
        ("id=\"Ünïcode_日本\"", "Ünïcode 日本"),
        ("id=\"given\"", "Somebody gave it another"),
        ("id=\"Step1\"", "Step"),
    ];
    assert_eq!(
        anchors(&headings),
        ["A_program", "A_program_2", "100_%_sure", "Ünïcode_日本", "given", "Step1"]
    );
}

#[test]
fn a_space_at_the_beginning_is_none_of_the_id() {
    let content = format!("<span id=\"_.3F\" typeof=\"mw:FallbackId\"></span>{SPACE}?");
    let headings = [("id=\"_?\"", content.as_str()), ("id=\"_?_2\"", &content), ("id=\"?\"", "?")];
    assert_eq!(anchors(&headings), ["?", "?_2", "?_3"]);
}

#[test]
fn a_link_without_a_text_is_a_number() {
    let see = format!("See {LINK}");
    let headings = [("id=\"mwCQ\"", LINK), ("id=\"See\"", see.as_str()), ("id=\"See_2\"", "See")];
    assert_eq!(anchors(&headings), ["[1]", "See_[2]", "See"]);
    // One in a footnote or a caption is counted before them all: there is no telling.
    for kind in ["mw:Extension/references", "mw:File/Thumb"] {
        let note = format!("<span typeof=\"{kind}\">{LINK}</span>Notes");
        let headings = [("id=\"mwCQ\"", LINK), ("id=\"A\"", "A"), ("id=\"Notes\"", note.as_str())];
        assert_eq!(anchors(&headings)[..2], ["", "A"], "{kind}");
    }
}

#[test]
fn parsoids_own_names_for_elements_are_no_ids() {
    let picture = "<span typeof=\"mw:File\"><a href=\"./File:X.png\"><img/></a></span>";
    let headings =
        [("id=\"mwDA\"", "0"), ("id=\"mwDB\"", picture), ("id=\"_2\"", picture), ("id=\"mwAB\"", "mwAB")];
    assert_eq!(anchors(&headings), ["0", "", "_2", "mwAB"]);
}

#[test]
fn a_heading_that_is_not_shown_takes_its_id_all_the_same() {
    let text = "<html><body><div style=\"display:none\"><h2 id=\"A\">A</h2></div>\
                <h2 id=\"A_2\">A</h2><p><b>KR1:</b> One.</p><ul><li>A</li></ul></body></html>";
    let page = read_html(TITLE, text, None).unwrap();
    assert_eq!(page.objectives[0].place.anchor, "A_2");
}
