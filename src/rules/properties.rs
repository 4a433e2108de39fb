//! What holds for any HTML: the reader comes to an end, soon, and says nothing that contradicts itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;

use super::{Checked, Item, Levels, View, check};
use crate::base::Title;
use crate::goals::{GoalPage, GoalsState, Layouts, Managers, NotRead, Reading, quarter_in, read_page};
use crate::people::Owners;
use crate::wiki::UserNamespaces;

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);
static NAMESPACES: LazyLock<UserNamespaces> = LazyLock::new(UserNamespaces::default);

/// How long the pages are that could take long, in bytes.
const SIZE: usize = 32 * 1024;
/// Far more than any of them takes without optimisation (2 s) on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

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

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

fn read_as(html: &str, layout: Option<&str>) -> Result<GoalPage, NotRead> {
    let title = Title::of_wiki("Wikimedia Technology/Goals/2020-21 Q2");
    let quarter = quarter_in(title.as_str());
    read_page(html, Reading { title: &title, quarter, layouts: &LAYOUTS, layout, namespaces: &NAMESPACES })
}

/// Every layout, and the choice of one.
fn checked(page: &GoalPage) -> Checked {
    let today = chrono::NaiveDate::from_ymd_opt(2020, 10, 1).unwrap_or_default();
    let (unknown_accounts, owners) = (BTreeSet::new(), Owners::default());
    let view = View { page, today, unknown_accounts: &unknown_accounts, owners: &owners, closing_days: 10 };
    check(&view, &Levels::new())
}

fn layouts() -> impl Iterator<Item = Option<&'static str>> {
    LAYOUTS.iter().map(|layout| Some(layout.name())).chain([None])
}

fn is_sound(page: &GoalPage) -> Result<(), TestCaseError> {
    prop_assert!(page.key_results().next().is_some());
    for (.., result) in page.key_results() {
        prop_assert_eq!(result.goals_state == GoalsState::Read, !result.goals.is_empty());
        prop_assert_eq!(result.goals_state == GoalsState::Empty, result.emptiness.is_some());
        for goal in &result.goals {
            prop_assert!(!goal.text.trim().is_empty());
        }
        for manager in result.managers.named() {
            prop_assert!(manager.name.chars().any(char::is_alphabetic));
        }
        if let Managers::Named { managers, .. } = &result.managers {
            prop_assert!(!managers.is_empty());
        }
    }
    for finding in checked(page).findings {
        let there = match finding.item {
            Item::Page => true,
            Item::Objective { objective } => page.objectives.get(objective).is_some(),
            Item::KeyResult { objective, key_result } => {
                page.objectives.get(objective).is_some_and(|o| o.name_of(key_result).is_some())
            }
        };
        prop_assert!(there, "{:?}", finding.item);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_page_is_read_or_refused(html in page()) {
        for layout in layouts() {
            let first = read_as(&html, layout);
            prop_assert_eq!(&first, &read_as(&html, layout), "read twice");
            if let Ok(page) = &first {
                is_sound(page)?;
            }
        }
    }

    #[test]
    fn a_box_around_everything_changes_nothing(html in page()) {
        // As the browser has it: boxes are put around what is well-formed.
        let html = kuchikikiki::traits::TendrilSink::one(kuchikikiki::parse_html(), html);
        let body = html.select_first("body").expect("every page gets a body");
        let inside: String = body.as_node().children().map(|node| node.to_string()).collect();
        let boxed = format!("<div>{inside}</div>");
        prop_assert_eq!(read_as(&inside, None), read_as(&boxed, None));
    }

    #[test]
    fn any_text_is_a_layout_or_refused(text in layout_file()) {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), &text).expect("it can be written");
        if let Ok(layouts) = Layouts::with(&[file.path()]) {
            let reading = Reading {
                title: &Title::of_wiki("Goals/2020-21 Q2"),
                quarter: quarter_in("Goals/2020-21 Q2"),
                layouts: &layouts,
                layout: None,
                namespaces: &NAMESPACES,
            };
            if let Ok(page) = read_page("<h2>A</h2><p>KR1: b</p><ul><li>c</li></ul>", reading) {
                is_sound(&page)?;
            }
        }
    }
}

/// Lines of layout files, right ones and wrong ones, in any order.
fn layout_file() -> impl Strategy<Value = String> {
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

/// Reads a page with all layouts, and not too long.
fn is_quick(name: &str, html: &str) {
    let begun = Instant::now();
    if let Ok(page) = read_as(html, None) {
        checked(&page);
    }
    let took = begun.elapsed();
    println!("{took:>12.1?}  {name}");
    assert!(took < LONGEST, "{name}: {took:?}");
}

/// `head`, and `part` as often as there is place for; `#` in it becomes a number.
fn filled(head: &str, part: &str) -> String {
    let mut html = head.to_owned();
    let mut number = 0;
    while html.len() < SIZE {
        number += 1;
        for (at, piece) in part.split('#').enumerate() {
            let _ = if at == 0 { write!(html, "{piece}") } else { write!(html, "{number}{piece}") };
        }
    }
    html
}

#[test]
fn no_page_takes_long() {
    let names = format!("<h2>A</h2><p>Key Results Manager: {}</p>", "Ada B, ".repeat(SIZE / 14));
    let links = "<a href=./User:A#>A#</a> ".repeat(SIZE / 60);
    let owner = format!("<table><tr><th>Goal<th>Owner<tr><td>g<td rowspan=0>{links}");
    let heads = format!("<table><tr><th>Goal{}", "<th>Objective".repeat(SIZE / 52));
    let wide = format!("{heads}<tr><td>g<td rowspan=0 colspan=1000>{}", "word ".repeat(SIZE / 20));
    let states = format!(
        "<table><tr><th>Goal{}<tr><td>g<td rowspan=0 colspan=1000>{}",
        "<th>Status".repeat(SIZE / 40),
        "word ".repeat(SIZE / 20)
    );
    let label = format!("<h2>A</h2><p>Owner for Outcomes 1{}: ", ",1".repeat(SIZE / 8));
    let outcomes = format!(
        "<h2>A</h2><p>Owner for Outcomes {}: {}</p><p>KR1:</p>",
        (100..SIZE / 40).map(|n| format!("{n}-9999, ")).collect::<String>() + "1",
        "Ada B, ".repeat(SIZE / 14)
    );
    let spans = "<td colspan=1000 rowspan=0>".repeat(SIZE / 54);
    for (name, head, part) in [
        ("text nodes in one line", "<p>", "a<i>b</i>"),
        ("text nodes that show nothing", "<p>", "&#8203;<b></b>"),
        ("new lines under a label", "<p>KR1: a", "\na"),
        ("new lines under a long label", &label, "\na"),
        ("mentions in running text", "<p>a", "\nKR1:"),
        ("boxes in boxes", "", "<div>a"),
        ("boxes in boxes, with calls", "", "<div>{{}}"),
        ("lists in lists", "", "<ul><li>a"),
        ("tables in tables", "", "<table><tr><td>a"),
        ("tables in tables, hidden from a count of tags", "", "<table><tr><td>a<style></table></style>"),
        ("templates in templates", "", "<template>"),
        ("templates in templates, hidden from it too", "", "<template><style></template></style>"),
        ("small tables", "", "<table><tr><td>a</table>"),
        ("small goal tables", "", "<table><tr><th>Goal<th>Owner<tr><td>a<td>b</table>"),
        ("key results", "<h2>A</h2>", "<p>KR#: a<br>Goals:<ul><li>b</ul>"),
        ("one key result again and again", "<h2>A</h2>", "<h3>B</h3>KR1: #"),
        ("key results and many managers", &names, "<p>KR#: a"),
        ("manager lines", "<h2>A</h2>", "<p>Manager:"),
        ("managers and key results", "<h2>A</h2>", "<p>Manager: A</p><p>KR#: a</p>"),
        ("managers on one line", "<p>KR1: a<p>Manager: ", "<a href=./User:A#>A#</a>, "),
        ("people who are only mentioned", "<p>KR1: a<p>Manager: ", "(<a href=./User:A#>A#</a> "),
        ("owners who reach down", &owner, "<tr><td>g"),
        ("a text that reaches down, under many headings", &wide, "<tr><td>g"),
        ("a status that reaches down, under many headings", &states, "<tr><td>g"),
        ("rows under many headings", &heads, "<tr><td>g"),
        ("rows", "<table><tr><th>Goal<th>Owner", "<tr><td>a"),
        ("cells that reach down, and rows", &format!("<table><tr>{spans}"), "<tr><td>a"),
        ("many outcomes of many people", &outcomes, "<p>a"),
        ("links side by side", "<p>", "<a href=./A>a</a>"),
        ("links in one another", "<p>", "<a href=./A><marquee>a\n"),
        ("breaks in bold", "<p><b>", "a<br>"),
        ("headings", "", "<h3>a</h3><h2>b</h2>"),
        ("headings in a key result", "<h1>A</h1><p>KR1: a", "<h3>a</h3><h2>b</h2>"),
        ("a long name", "<p>KR1: a<p>Manager: ", "a\u{301}"),
        ("asterisks", "<p>KR1: a<br>Goals:", "<br>***a"),
        (
            "transclusions",
            "",
            "<p about='#mwt1' typeof='mw:Transclusion' data-mw='{\"parts\":[{\"template\":{\"target\":{\"wt\":\"A\"}}}]}'>a",
        ),
    ] {
        is_quick(name, &filled(head, part));
    }
}
