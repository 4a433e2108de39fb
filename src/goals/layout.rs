//! A layout: which labels a kind of goal page uses, and what they mean. Data, from
//! `config/layouts/`; a new year's page should need a new file here and no new code.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::document::{Kind, Line, Start};

/// A layout, ready to be matched.
#[derive(Debug)]
pub struct Layout {
    name: String,
    labels: Vec<(Meaning, Regex)>,
    parts: Regex,
}

/// What a label says of the line it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Names who answers for what follows.
    Manager(Covers),
    /// Opens a key result.
    Item,
    /// Opens one after a manager line, divides one elsewhere.
    ItemAfterManager,
    /// Goals follow.
    Goals,
    /// Belongs to a key result and says what it is for.
    Other,
    /// Is about something else.
    Note,
}

/// How far a manager line reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// The whole objective.
    Objective,
    /// The key results that follow.
    Section,
    /// The key result that follows.
    Item,
}

/// A label found at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it says.
    pub meaning: Meaning,
    /// As written, with its colon.
    pub written: String,
    /// The quarters it names.
    pub quarters: Vec<u8>,
    /// What follows it on the line.
    pub value: String,
    /// Bold, with a colon, or alone on its line: nobody writes running text like that.
    pub marked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    managers: Vec<ManagerLabels>,
    items: ItemLabels,
    goals: Labels,
    other: Labels,
    notes: Labels,
    headings: Headings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManagerLabels {
    covers: Covers,
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemLabels {
    labels: Vec<String>,
    after_manager: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headings {
    parts: Vec<String>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    [include_str!("../../config/layouts/key-results.toml")]
        .into_iter()
        .map(|file| Layout::parse(file).expect("the layouts are built in and tested"))
        .collect()
});

impl Layout {
    /// Every layout there is.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        LAYOUTS.iter()
    }

    /// The layout of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|layout| layout.name == name)
    }

    /// Its name, as in settings and output.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let mut labels: Vec<_> =
            file.managers.iter().map(|m| (Meaning::Manager(m.covers), pattern(&m.labels))).collect();
        labels.push((Meaning::Item, pattern(&file.items.labels)));
        // Before “Objective”, which is a part of “Q2 Objective” to a person but not to a prefix.
        labels.push((Meaning::Goals, pattern(&file.goals.labels)));
        labels.push((Meaning::Other, pattern(&file.other.labels)));
        labels.push((Meaning::Note, pattern(&file.notes.labels)));
        labels.push((Meaning::ItemAfterManager, pattern(&file.items.after_manager)));
        let labels = labels
            .into_iter()
            .map(|(meaning, labels)| (meaning, compiled(&format!(r"(?i)^(?P<words>{labels})(?P<remark> ?\([^()]{{1,40}}\))?(?: ?(?P<colon>[:：])| (?P<dash>[-–—]) )?"))))
            .collect();
        let parts = compiled(&format!(r"(?i)^(?:{}) ?[:：]?$", pattern(&file.headings.parts)));
        Ok(Self { name: file.name, labels, parts })
    }

    /// Whether a heading only divides an objective, as “Key Results” does.
    pub fn is_part(&self, heading: &str) -> bool {
        self.parts.is_match(heading)
    }

    /// The label that `line` begins with.
    pub fn label(&self, line: &Line) -> Option<Label> {
        self.labels.iter().find_map(|(meaning, pattern)| found(*meaning, pattern, line))
    }
}

fn found(meaning: Meaning, pattern: &Regex, line: &Line) -> Option<Label> {
    let captures = pattern.captures(&line.text)?;
    let words = captures.name("words")?;
    let colon = captures.name("colon");
    let dash =
        captures.name("dash").filter(|_| !matches!(meaning, Meaning::Item | Meaning::ItemAfterManager));
    // A remark in brackets is the label's only if the label goes on after it or ends with it.
    let remark = captures.name("remark").filter(|remark| {
        colon.is_some() || dash.is_some() || remark.end() == line.text.len() || line.bold.ends_with(')')
    });
    let end = [Some(words), remark, colon].into_iter().flatten().map(|part| part.end()).max()?;
    let (written, rest) = line.text.split_at(end);
    // “Goals” is no label in “Goalsetting”, nor “KR1” in “KR1a”.
    if colon.is_none() && rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let bold = !line.bold.is_empty() && bare(&line.bold) == bare(written);
    let in_list = matches!(line.kind, Kind::Bullet(_));
    let quarters = quarters(written);
    // A list item “Goal” may well be a goal; “Q2 Goals” is none.
    let alone = rest.is_empty()
        && !(in_list && matches!(meaning, Meaning::Goals | Meaning::Note) && quarters.is_empty());
    let marked = bold || colon.is_some() || dash.is_some() || alone;
    // “KR1 Reached level 3 …” has no colon and need not be bold; “Goals are …” is no label at all.
    let running = in_list || matches!(line.start, Start::Soft { .. });
    let numbered = words.as_str().contains(|c: char| c.is_ascii_digit());
    if !marked && (meaning != Meaning::Item || running || !numbered) {
        return None;
    }
    let value = match (colon, dash) {
        (None, Some(dash)) => &line.text[dash.end()..],
        (None, None) if meaning == Meaning::Item => {
            rest.trim_start().trim_start_matches(['.', ')', '-', '–', '—'])
        }
        _ => rest,
    };
    Some(Label { meaning, written: written.to_owned(), quarters, value: value.trim().to_owned(), marked })
}

fn bare(label: &str) -> &str {
    label.trim_end_matches([':', '：', '.', ' '])
}

/// The quarters that a label names.
fn quarters(label: &str) -> Vec<u8> {
    const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
    static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"(?i)\bQ[ -]?(?P<short>[1-4])\b|\bQuarter (?P<long>[1-4])\b|\b(?P<word>first|second|third|fourth) quarter",
        )
    });
    let number = |found: regex::Captures<'_>| {
        let digit =
            found.name("short").or_else(|| found.name("long")).and_then(|digit| digit.as_str().parse().ok());
        let word = found.name("word").map(|word| word.as_str().to_lowercase());
        let ordinal = word.and_then(|word| ORDINALS.iter().position(|ordinal| *ordinal == word));
        digit.or(ordinal.and_then(|index| u8::try_from(index + 1).ok()))
    };
    QUARTER.captures_iter(label).filter_map(number).collect()
}

/// The labels as one alternation, longest first, so that “Q2 Goals” isn't read as “Q2 Goal”.
fn pattern(labels: &[String]) -> String {
    let mut labels: Vec<_> = labels.iter().map(|label| one(label)).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    labels.join("|")
}

/// One label, its placeholders in braces replaced by what they stand for.
fn one(label: &str) -> String {
    let mut pattern = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        pattern += &regex::escape(before);
        pattern += match name {
            "number" => r" ?[#-]?\d+(?:\.\d+)*[a-z]?",
            "quarter" => r"(?:Q[ -]?[1-4](?:['’]s)?|Quarter [1-4]|(?:First|Second|Third|Fourth) Quarter)",
            "year" => r"(?:FY ?)?(?:20)?\d\d(?: ?[-–/] ?(?:20)?\d\d)?",
            _ => "",
        };
        rest = after;
    }
    pattern + &regex::escape(rest)
}

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("made of escaped labels and fixed parts")
}
