//! Layout files: their form, and what is wrong with one.

use std::fmt::Display;

use serde::Deserialize;
use toml::Spanned;

use super::inline::Pattern;
use super::pattern::{alternatives, label_pattern, somewhere, whole_pattern};
use super::{ColumnsOf, Covers, Inline, Layout, Meaning, MoreWords, Role, Rows};

/// Why a layout file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// It can't be read at all.
    #[error("the layout file {file} can't be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not of the form that `docs/layouts.md` describes.
    #[error("the layout file {file}, line {line}: {problem}")]
    Wrong {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, with the key.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    title: Vec<Spanned<String>>,
    #[serde(default)]
    rows: Rows,
    columns_of: Option<Spanned<String>>,
    #[serde(default)]
    managers: Vec<ManagerLabels>,
    #[serde(default)]
    items: ItemLabels,
    #[serde(default)]
    goals: Labels,
    #[serde(default)]
    other: Labels,
    #[serde(default)]
    status: Labels,
    #[serde(default)]
    notes: Labels,
    #[serde(default)]
    headings: Headings,
    #[serde(default)]
    columns: Vec<Column>,
    #[serde(default)]
    inline: InlinePatterns,
    #[serde(default)]
    words: MoreWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManagerLabels {
    covers: Covers,
    labels: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ItemLabels {
    labels: Vec<Spanned<String>>,
    after_manager: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Headings {
    parts: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct InlinePatterns {
    owner: Vec<Spanned<String>>,
    status: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    role: Role,
    headings: Vec<Spanned<String>>,
}

/// A file's text, and where in it something is wrong.
struct Written<'a> {
    text: &'a str,
    file: &'a str,
}

impl Written<'_> {
    fn wrong(&self, at: usize, problem: impl Display) -> LayoutError {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count();
        // A list goes over several lines; its key is above.
        let mut lines = self.text.lines().take(line + 1).collect::<Vec<_>>().into_iter().rev();
        let key = lines.find_map(key).unwrap_or_default();
        LayoutError::Wrong {
            file: self.file.to_owned(),
            line: line + 1,
            problem: format!("at “{key}”: {problem}"),
        }
    }

    /// Labels as plain text, each tried on its own, so that the one that is wrong is named.
    fn labels(&self, labels: &[Spanned<String>]) -> Result<Vec<String>, LayoutError> {
        let one = |label: &Spanned<String>| {
            let text = label.get_ref();
            alternatives(std::slice::from_ref(text))
                .map_err(|problem| self.wrong(label.span().start, format!("“{text}”: {problem}")))?;
            Ok(text.clone())
        };
        labels.iter().map(one).collect()
    }

    fn inline(&self, patterns: &[Spanned<String>], placeholder: &str) -> Result<Vec<Pattern>, LayoutError> {
        let one = |written: &Spanned<String>| {
            let text = written.get_ref();
            let wrong = |problem| self.wrong(written.span().start, format!("“{text}”: {problem}"));
            Pattern::new(text, placeholder).map_err(wrong)
        };
        patterns.iter().map(one).collect()
    }

    fn patterns<T>(
        &self,
        labels: &[Spanned<String>],
        make: impl Fn(&[String]) -> Result<T, String>,
    ) -> Result<Option<T>, LayoutError> {
        let Some(first) = labels.first() else { return Ok(None) };
        let texts = self.labels(labels)?;
        make(&texts).map(Some).map_err(|problem| self.wrong(first.span().start, problem))
    }
}

/// The key that a line of TOML sets, or the table it begins.
fn key(line: &str) -> Option<&str> {
    let line = line.trim();
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name = line.split('=').next().unwrap_or_default().trim();
    let sets = line.contains('=') && !name.is_empty() && name.chars().all(bare);
    if sets { Some(name) } else { line.starts_with('[').then_some(line) }
}

/// Reads a layout file.
pub fn parse(text: &str, file: &str) -> Result<Layout, LayoutError> {
    let source = Written { text, file };
    let read: File = toml::from_str(text)
        .map_err(|error| source.wrong(error.span().map_or(0, |span| span.start), error.message()))?;
    let at_name = read.name.span().start;
    let name = read.name.into_inner();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Err(source.wrong(at_name, "a layout's name is made of a-z, 0-9 and “-”"));
    }
    if let Some(other) = read.columns_of.as_ref().filter(|_| !read.columns.is_empty()) {
        return Err(source.wrong(other.span().start, "there are [[columns]] too; only one of them can count"));
    }
    let mut labels: Vec<(Meaning, &[Spanned<String>])> =
        read.managers.iter().map(|m| (Meaning::Manager(m.covers), m.labels.as_slice())).collect();
    labels.extend([
        (Meaning::Item, read.items.labels.as_slice()),
        // Before “Objective”, which “Q2 Objective” is not.
        (Meaning::Goals, &read.goals.labels),
        (Meaning::Other, &read.other.labels),
        (Meaning::Status, &read.status.labels),
        (Meaning::Note, &read.notes.labels),
        (Meaning::ItemAfterManager, &read.items.after_manager),
    ]);
    let mut compiled = Vec::new();
    for (meaning, labels) in labels {
        compiled.extend(source.patterns(labels, label_pattern)?.map(|pattern| (meaning, pattern)));
    }
    let mut columns = Vec::new();
    for column in &read.columns {
        // One heading after the other: the first that is there is the one that counts.
        for heading in &column.headings {
            let pattern = source.patterns(std::slice::from_ref(heading), whole_pattern)?;
            columns.extend(pattern.map(|pattern| (column.role, pattern)));
        }
    }
    if !columns.is_empty() && !columns.iter().any(|(role, _)| *role == Role::Goal) {
        let problem = "no column has the role “goal”, so no table would be read";
        return Err(source.wrong(text.find("[[columns]]").unwrap_or(0), problem));
    }
    let nothing = read.items.labels.is_empty() && read.items.after_manager.is_empty() && columns.is_empty();
    if nothing && read.columns_of.is_none() && read.rows == Rows::Columns {
        return Err(source.wrong(at_name, "the file has neither labels of [items] nor [[columns]]"));
    }
    Ok(Layout {
        name,
        labels: compiled,
        parts: source.patterns(&read.headings.parts, whole_pattern)?,
        columns,
        columns_of: read.columns_of.map(|other| ColumnsOf {
            otherwise: source.wrong(
                other.span().start,
                format!("there is no layout “{}” that has columns", other.get_ref()),
            ),
            layout: other.into_inner(),
        }),
        rows: read.rows,
        title: source.patterns(&read.title, somewhere)?,
        words: read.words,
        inline: Inline {
            owner: source.inline(&read.inline.owner, "{name}")?,
            status: source.inline(&read.inline.status, "{status}")?,
        },
        is_own: false,
    })
}
