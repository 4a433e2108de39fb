//! HTML and layout files of any kind, right ones and wrong ones.

use proptest::prelude::*;
use proptest::sample::select;

const OPENINGS: &[&str] = &[
    "section data-mw-section-id='1'",
    "section data-mw-section-id='-1'",
    "section data-mw-section-id='99999999999'",
    "h1 id='a'",
    "h2 id='b'",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "b",
    "strong",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "td rowspan='0'",
    "td rowspan='2' colspan='2'",
    "th colspan='0'",
    "td rowspan='99999999999999999999' colspan='65535'",
    "td colspan='-1'",
    "caption",
    "a href='./User:Ada_Sample'",
    "a href='./User_talk:%C3%96%FF' class='new'",
    "a href='./Template:Gone' title='Template:Gone' class='new'",
    "a rel='mw:ExtLink' href='https://example.org/'",
    "a",
    "s",
    "del",
    "figure",
    "div",
    "div style='display: none'",
    "div class='navbox'",
    "span class='error'",
    "span typeof='mw:Nowiki'",
    "span about='#mwt1'",
    "span typeof='mw:Transclusion' about='#mwt1' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"Done\",\"href\":\"./Template:Done\"},\"params\":{\"1\":{\"wt\":\"Blocked\"}}}}]}'",
    "div typeof='mw:Transclusion' about='#mwt1' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"/Goals\",\"href\":\"./A%2FGoals\"},\"params\":{}}}]}'",
    "a class='new' href='./Template:TBD' typeof='mw:Transclusion' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"TBD\",\"href\":\"./Template:TBD\"}}}]}'",
    "span typeof='mw:Transclusion mw:Error' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"\"}}}]}'",
    "span typeof='mw:Transclusion' data-mw='{\"parts\":[\"x\", {}]}'",
    "span typeof='mw:Transclusion' data-mw='{broken'",
    "template",
    "svg",
];

const TEXTS: &[&str] = &[
    "KR1:",
    "KR2",
    "(KR3)",
    "KR٣:",
    "Key Result Manager:",
    "Key Results Manager:",
    "Objective Manager:",
    "Objective:",
    "Q2 Goals:",
    "Q2 Goals (a remark):",
    "Q3 Goals:",
    "Q2 Objective:",
    "Goals",
    "Goal(s)",
    "Outcome 1 / Output 1.1:",
    "Goal Owner:",
    "Team Manager:",
    "Owner for Outcomes 1-99, 3 and 99999999999:",
    "Dependencies:",
    "Status:",
    "Quarterly Goal",
    "Owner",
    "Outcome",
    "ETA",
    "Done",
    "In progress",
    "not done",
    "T12345",
    "TBD",
    "TBD (was: ",
    "Ada Sample",
    "Bo, Jr. & Cy (",
    "))((",
    "[[User:|]]",
    "finish it",
    "See also",
    " ",
    "\n",
    "\n\n",
    "*",
    "** ",
    "•",
    "- ",
    "…",
    ":",
    "：",
    "{{#lst:A|b}}",
    "}}{{",
    "<translate>",
    "&nbsp;",
    "\u{00AD}",
    "\u{200B}",
    "\u{202E}",
    "\u{2066}",
    "\u{0301}",
    "e\u{0301}",
    "İ",
    "ẞ",
    "李娜、王伟",
    "🎯",
    "\u{FFFD}",
    "\u{0}",
];

/// A piece of a page, closed in order or not.
fn piece() -> impl Strategy<Value = String> {
    let text = select(TEXTS).prop_map(str::to_owned);
    let single = select(&["<br/>", "<hr/>", "<img>", "<meta property='mw:PageProp/toc'/>", "<!-- c -->"][..])
        .prop_map(str::to_owned);
    let stray =
        select(&["</p>", "</b>", "</table>", "</ul>", "</section>", "</a>", "<td>", "<li>", "<b>"][..])
            .prop_map(str::to_owned);
    let any = ".{0,12}".prop_map(|text| text.replace('<', "&lt;"));
    let leaf = prop_oneof![12 => text, 2 => single, 1 => stray, 1 => any];
    leaf.prop_recursive(6, 120, 8, |inner| {
        (select(OPENINGS), prop::collection::vec(inner, 0..8)).prop_map(|(opening, inside)| {
            let name = opening.split(' ').next().unwrap_or_default();
            format!("<{opening}>{}</{name}>", inside.concat())
        })
    })
}

/// A page of such pieces.
pub fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

/// Lines of layout files, right ones and wrong ones, in any order.
pub fn layout_file() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        select(
            &[
                "KR{number}",
                "{quarter} Goals",
                "{year}",
                "{numbers}",
                "{",
                "}",
                "{x}",
                "",
                " ",
                "(",
                "Ö",
                "KR"
            ][..]
        )
        .prop_map(str::to_owned),
        "[^\"\\\\\\p{C}]{0,6}",
    ];
    let key = select(
        &[
            "name",
            "labels",
            "covers",
            "title",
            "rows",
            "columns_of",
            "role",
            "headings",
            "parts",
            "after_manager",
        ][..],
    );
    let strings = prop::collection::vec(label.clone(), 0..3).prop_map(|labels| format!("{labels:?}"));
    let value = prop_oneof![
        select(
            &["\"a-b\"", "\"key-results\"", "\"item\"", "\"themes\"", "\"goal\"", "1", "[", "{}", "'''"][..]
        )
        .prop_map(str::to_owned),
        strings,
    ];
    let line = prop_oneof![
        1 => select(&["[[managers]]", "[items]", "[goals]", "[headings]", "[[columns]]", "[notes]", "\0", "="][..])
            .prop_map(str::to_owned),
        2 => (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
        1 => ".{0,10}",
    ];
    let right = label.prop_map(|label| {
        format!("name = \"kr\"\ntitle = [{label:?}]\n[items]\nlabels = [{label:?}]\n[[columns]]\nrole = \"goal\"\nheadings = [{label:?}]")
    });
    let wild = prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"));
    let named = wild.clone().prop_map(|lines| format!("name = \"a\"\n{lines}"));
    prop_oneof![right, wild, named]
}
