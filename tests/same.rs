//! One page in many markups: whatever its editors like best, the same is read.

use crate::eras::digest;
use crate::reading::read;
use crate::support::{PAGE, Wiki};

/// What stands on the page, a line each.
#[derive(Clone, Copy)]
enum Part {
    Heading(usize, &'static str),
    /// A label and its value, the third is how deep it would stand in a list.
    Label(&'static str, &'static str, usize),
    Goal(&'static str),
    /// A goal that nobody has written yet.
    Stub,
}
use Part::{Goal, Heading, Label, Stub};

const LINKED: &str = "[[User:Ada Sample (WMF)|Ada Sample]]";

const PARTS: [Part; 29] = [
    Heading(2, "MTP-Y2: Sound foundations"),
    Label("Objective Manager", LINKED, 1),
    Heading(3, "Key Results"),
    Label("Key Result Manager", "Bo Sample", 1),
    Label("KR1", "Nine of ten services restart by themselves", 1),
    Label("Q2 Goals", "", 2),
    Goal("Restart the first five"),
    Goal("Write down how, and tell everyone"),
    Label("Key Result Manager", LINKED, 1),
    Label("KR2", "A new host is ready within a day by end of FY21-22 Q1", 1),
    Label("Q2 Goals", "", 2),
    Stub,
    Heading(2, "MTP-Y2: Open doors"),
    Label("Objective Manager", "Dee Sample", 1),
    Heading(3, "Key Results"),
    Label("Key Result Manager", "Eli Sample and [[User:Bo Sample|Bo Sample]]", 1),
    Label("KR1", "Each tool has a page that says what it does", 1),
    Label("Q2 Objective", "", 2),
    Label("Q2 Goals", "", 2),
    Goal("List all tools"),
    Label("Key Result Manager", "", 1),
    Label("KR2", "Everyone can tell whom to ask", 1),
    Label("Q2 Goals", "", 2),
    Goal("Put up a sign: ask here"),
    Label("Key Result Manager", "Fay Sample", 1),
    Label("KR3", "Nobody waits longer than x? minutes", 1),
    Label("Q2 Goals", "", 2),
    Goal("Count the minutes"),
    Stub,
];

fn with(label: impl Fn(&str, &str, usize) -> String, goal: impl Fn(&str) -> String) -> String {
    let part = |part: &Part| match *part {
        Heading(level, text) => format!("\n{0} {text} {0}\n", "=".repeat(level)),
        Label(words, value, depth) => label(words, value, depth),
        Goal(text) => goal(text),
        Stub => goal(""),
    };
    PARTS.iter().map(part).collect()
}

/// The same with something around the lines, but for headings and bold paragraphs.
fn inside(open: &str, close: &str, body: &str) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for line in body.lines().filter(|line| !line.is_empty()) {
        if (line.starts_with("==") || line.starts_with("'''")) == is_open {
            text += if is_open { close } else { open };
            is_open = !is_open;
        }
        text += &format!("{line}\n");
    }
    if is_open { text + close } else { text }
}

fn item(goal: &str) -> String {
    format!("* {goal}\n")
}

fn value(words: &str, value: &str) -> String {
    format!("{words}: {value}").trim_end().to_owned()
}

/// Two cells, the label's of one kind and the value's of another.
fn cells(label: &str, words: &str, value: &str) -> String {
    format!("|-\n{label} {words}\n| {value}\n")
}

fn markups() -> Vec<(&'static str, String)> {
    let bold = |words: &str, value: &str, _: usize| format!("\n'''{words}:''' {value}\n");
    let rows = |label: &'static str| {
        let body = with(|w, v, _| cells(label, w, v), |goal| format!("* {goal}\n"));
        inside("{| class=\"wikitable\"\n", "|}\n", &body)
    };
    vec![
        ("bold labels, paragraphs, lists", with(bold, item)),
        ("nothing bold", with(|w, v, _| format!("\n{}\n", value(w, v)), item)),
        ("the colon outside", with(|w, v, _| format!("\n'''{w}''': {v}\n"), item)),
        (
            "breaks and literal asterisks",
            with(
                |w, v, depth| {
                    let start = if depth > 1 || w.starts_with("KR") { "<br />" } else { "\n\n" };
                    format!("{start}'''{w}:''' {v}")
                },
                |goal| format!("<br />* {goal}"),
            ),
        ),
        (
            "paragraphs that begin with an asterisk",
            with(bold, |goal| format!("\n<nowiki>*</nowiki> {goal}\n")),
        ),
        // Links don't work in there, so the managers stand outside.
        (
            "preformatted",
            inside(
                "<pre>\n",
                "</pre>\n",
                &with(
                    |w, v, _| match w.ends_with("Manager") {
                        true => format!("'''{w}:''' {v}\n"),
                        false => format!("{}\n", value(w, v)),
                    },
                    item,
                ),
            ),
        ),
        (
            "a space before each line",
            with(|w, v, _| format!(" {}\n", value(w, v)), |goal| format!(" * {goal}\n")),
        ),
        (
            "lists in lists",
            with(
                |w, v, depth| format!("{} '''{w}:''' {v}\n", "*".repeat(depth)),
                |goal| format!("*** {goal}\n"),
            ),
        ),
        ("definition lists", with(|w, v, _| format!(";{w}\n:{v}\n"), |goal| format!(":* {goal}\n"))),
        ("indented", with(|w, v, _| format!(":'''{w}:''' {v}\n"), |goal| format!(":* {goal}\n"))),
        ("label and value in two cells", rows("|")),
        ("the label in a header cell", rows("!")),
        (
            "one cell for each line",
            inside(
                "{|\n",
                "|}\n",
                &with(|w, v, _| format!("|-\n| '''{w}:''' {v}\n"), |goal| format!("* {goal}\n")),
            ),
        ),
        (
            "non-breaking spaces",
            with(
                |w, v, _| format!("\n'''{}:'''&nbsp;{v}\n", w.replace(' ', "&nbsp;")),
                |goal| format!("*&nbsp;{goal}\n"),
            ),
        ),
        (
            "HTML",
            with(|w, v, _| format!("<p><b>{w}:</b> {v}</p>\n"), |goal| format!("<ul><li>{goal}</li></ul>\n")),
        ),
    ]
}

#[test]
fn the_same_page_in_many_markups() {
    let wiki = Wiki::up();
    let mut first: Option<String> = None;
    for (name, text) in markups() {
        // A label is given as it is written; in a cell of its own it has no colon.
        let read = digest(&read(&wiki, PAGE, &text)).replace("Q2 Goals:", "Q2 Goals");
        match &first {
            None => {
                insta::assert_snapshot!("markups", read);
                first = Some(read);
            }
            Some(first) => assert_eq!(&read, first, "{name}:\n{text}"),
        }
    }
}
