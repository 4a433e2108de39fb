//! From HTML to the lines that a reader sees (`document`).

use super::super::document::{Document, LineKind, lines_of};
use super::super::words::words;
use super::html::html;

fn document(html: &str) -> Document {
    lines_of(html, words()).unwrap()
}

/// The texts of all lines; of a heading with its level, of a list item with its depth.
fn lines(html: &str) -> Vec<String> {
    let line = |line: &super::super::document::Line| match line.kind {
        LineKind::Heading(level) => format!("h{level} {}", line.text),
        LineKind::Bullet(depth) => format!("{} {}", "*".repeat(depth), line.text).trim_end().to_owned(),
        LineKind::Text => line.text.clone(),
    };
    document(html).lines.iter().map(line).collect()
}

#[test]
fn headings_paragraphs_breaks_and_lists_are_lines() {
    let text = "== A ==\n\nOne<br />two\n\nthree\n* four\n** five\n*";
    assert_eq!(lines(&html(text)), ["h2 A", "One", "two", "three", "* four", "** five", "*"]);
}

#[test]
fn a_term_and_its_definition_are_one_line() {
    assert_eq!(
        lines("<dl><dt>Manager</dt>\n<dd>Ada</dd><dt>Status:</dt><dd>done</dd></dl>"),
        ["Manager: Ada", "Status: done"]
    );
}

#[test]
fn preformatted_lines_are_lines() {
    assert_eq!(lines("<pre>KR1: a\n* b\n\n*</pre>"), ["KR1: a", "* b", "*"]);
}

#[test]
fn literal_signs_of_a_list_are_its_items() {
    assert_eq!(
        lines("<p>* a<br/>** b<br/>• c<br/>- d<br/>-e<br/>*</p>"),
        ["* a", "** b", "* c", "* d", "-e", "*"]
    );
}

#[test]
fn what_is_not_seen_is_no_line() {
    let unseen = "<style>a</style><p style='display: none'>b</p><div class='navbox'>c</div><div role='navigation'>d</div>\
                  <sup typeof='mw:Extension/ref'>e</sup><span class='mw-editsection'>f</span><p>g</p>";
    assert_eq!(lines(unseen), ["g"]);
}

#[test]
fn what_is_only_folded_is_a_line() {
    assert_eq!(lines("<div class='mw-collapsible-content' style='display:none'>a</div>"), ["a"]);
}

#[test]
fn a_lines_place_is_its_heading_and_its_section() {
    let document = document(&html("Above\n\n== A heading ==\n\nBelow"));
    let places: Vec<_> = document.lines.iter().map(|l| (l.place.anchor.as_str(), l.place.section)).collect();
    assert_eq!(places, [("", Some(0)), ("A_heading", Some(1)), ("A_heading", Some(1))]);
}

#[test]
fn a_section_that_only_surrounds_has_no_number() {
    let document = document(
        "<section data-mw-section-id='3'><section data-mw-section-id='-1'><p>a</p></section></section>",
    );
    assert_eq!(document.lines[0].place.section, Some(3));
}

#[test]
fn a_status_template_is_taken_out_of_the_text() {
    let document = document(&html("* {{Done}} Ship it\n* Rest {{To do}}"));
    let texts: Vec<_> = document.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Ship it", "Rest"]);
    assert!(document.lines.iter().all(|line| line.statuses.len() == 1));
}

#[test]
fn what_could_not_be_read_is_named() {
    for (text, what) in
        [("{{Goals of A}}", "Goals of A"), ("{{#lst:Other page|part}}", "{{#lst:Other page|part}}")]
    {
        let html = match text.starts_with("{{#") {
            true => format!("<p>{text}</p>"),
            false => html(text),
        };
        let unread = document(&html).lines[0].unread.clone().unwrap();
        assert!(unread.ends_with(what), "{unread}");
    }
    let failed = document("<p><strong class='error'>Loop</strong></p>");
    assert_eq!(failed.lines[0].unread.as_deref(), Some("a template on it failed"));
    let literal = document("<p><span typeof='mw:Nowiki'>{{TBD}}</span></p>");
    assert_eq!(literal.lines[0].unread, None);
}

#[test]
fn links_side_by_side_are_navigation() {
    let navigation = |text: &str| document(&html(text)).lines[0].is_navigation();
    assert!(navigation("[[Goals/Q1|Q1]] · [[Goals/Q3|Q3]]"));
    assert!(!navigation("[[Goals/Q1|Q1]]"));
    assert!(!navigation("[[Goals/Q1|Q1]] and [[Goals/Q3|Q3]]"));
    assert!(!navigation("* [[Goals/Q1|Q1]] [[Goals/Q3|Q3]]"));
}

#[test]
fn a_comment_belongs_to_the_line_above_it() {
    let document = document(&html(
        "<!-- goalkeeper: allow a -->\n\nOne\n\n<!-- goalkeeper: allow b -->\n\nTwo <!-- goalkeeper: allow c -->",
    ));
    let rules = |allows: &[super::super::Allow]| allows.iter().map(|a| a.rule.clone()).collect::<Vec<_>>();
    assert_eq!(rules(&document.allows), ["a"]);
    assert_eq!(document.lines.iter().map(|line| rules(&line.allows)).collect::<Vec<_>>(), [["b"], ["c"]]);
}

#[test]
fn a_link_without_text_shows_its_address() {
    assert_eq!(
        lines("<p>See <a rel='mw:ExtLink nofollow' href='https://example.org/'></a></p>"),
        ["See https://example.org/"]
    );
}

#[test]
fn cells_keep_their_places_under_spans() {
    let document = document("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>");
    let cells = document.lines.iter().filter_map(|line| line.cell).map(|cell| (cell.row, cell.column));
    assert_eq!(cells.collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 1)]);
}
