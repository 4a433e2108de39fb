//! Layout files: their form, and what is wrong with one.

use std::fmt::Display;
use std::sync::OnceLock;

use serde::Deserialize;
use toml::Spanned;

use super::extend::extended;
use super::inline::Pattern;
use super::pattern::Labels;
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

/// A list of words or patterns, each with its place in the file.
type Words = Vec<Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub name: Spanned<String>,
    pub extends: Option<Spanned<String>>,
    #[serde(default)]
    pub title: Words,
    pub rows: Option<Rows>,
    pub columns_of: Option<Spanned<String>>,
    #[serde(default)]
    pub managers: Vec<ManagerLabels>,
    #[serde(default)]
    pub items: ItemLabels,
    #[serde(default)]
    pub goals: Labelled,
    #[serde(default)]
    pub other: Labelled,
    #[serde(default)]
    pub status: Labelled,
    #[serde(default)]
    pub notes: Labelled,
    #[serde(default)]
    pub headings: Headings,
    #[serde(default)]
    pub columns: Vec<Column>,
    #[serde(default)]
    pub inline: InlinePatterns,
    #[serde(default)]
    pub words: MoreWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManagerLabels {
    covers: Covers,
    labels: Words,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ItemLabels {
    pub labels: Words,
    pub after_manager: Words,
    pub is_goal: Option<bool>,
    pub headings: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labelled {
    pub labels: Words,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Headings {
    pub parts: Words,
    pub lines: Words,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct InlinePatterns {
    pub owner: Words,
    pub status: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    role: Role,
    headings: Words,
}

/// A file's text, and where in it something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    text: &'a str,
    file: &'a str,
}

impl Written<'_> {
    pub(super) fn wrong(&self, at: usize, problem: impl Display) -> LayoutError {
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

    /// Labels, each tried on its own, so that the one that is wrong is named.
    fn labels(&self, labels: &[Spanned<String>]) -> Result<Labels, LayoutError> {
        let mut all = Labels::default();
        for label in labels {
            let text = label.get_ref();
            let one = Labels::new([text.as_str()]);
            all.add(one.map_err(|problem| self.wrong(label.span().start, format!("“{text}”: {problem}")))?);
        }
        Ok(all)
    }

    fn inline(&self, patterns: &[Spanned<String>], placeholder: &str) -> Result<Vec<Pattern>, LayoutError> {
        let one = |written: &Spanned<String>| {
            let text = written.get_ref();
            let wrong = |problem| self.wrong(written.span().start, format!("“{text}”: {problem}"));
            Pattern::new(text, placeholder).map_err(wrong)
        };
        patterns.iter().map(one).collect()
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
    let read = read(text, source)?;
    let base = read.extends.as_ref().map(|base| extended(base, &read, source)).transpose()?;
    compile(read, source, base)
}

pub(super) fn read(text: &str, source: Written<'_>) -> Result<File, LayoutError> {
    toml::from_str(text)
        .map_err(|error| source.wrong(error.span().map_or(0, |span| span.start), error.message()))
}

/// The layout that a text describes; what `base` knows comes behind it.
pub(super) fn compile(read: File, source: Written<'_>, base: Option<Layout>) -> Result<Layout, LayoutError> {
    let at_name = read.name.span().start;
    let name = read.name.into_inner();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Err(source.wrong(at_name, "a layout's name is made of a-z, 0-9 and “-”"));
    }
    let has_columns = !read.columns.is_empty() || base.as_ref().is_some_and(|base| !base.columns.is_empty());
    if let Some(other) = read.columns_of.as_ref().filter(|_| has_columns) {
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
    for (meaning, labels) in labels.into_iter().filter(|(_, labels)| !labels.is_empty()) {
        compiled.push((meaning, source.labels(labels)?));
    }
    let mut columns = Vec::new();
    for column in &read.columns {
        // One heading after the other: the first that is there is the one that counts.
        for heading in &column.headings {
            columns.push((column.role, source.labels(std::slice::from_ref(heading))?));
        }
    }
    let mut layout = Layout {
        name,
        labels: compiled,
        beginnings: OnceLock::new(),
        parts: source.labels(&read.headings.parts)?,
        lines: source.labels(&read.headings.lines)?,
        columns,
        columns_of: read.columns_of.map(|other| ColumnsOf {
            otherwise: source.wrong(
                other.span().start,
                format!("there is no layout “{}” that has columns", other.get_ref()),
            ),
            layout: other.into_inner(),
        }),
        rows: read.rows.or(base.as_ref().map(|base| base.rows)).unwrap_or_default(),
        title: source.labels(&read.title)?,
        words: read.words,
        inline: Inline {
            owner: source.inline(&read.inline.owner, "{name}")?,
            status: source.inline(&read.inline.status, "{status}")?,
        },
        is_goal: read.items.is_goal.or(base.as_ref().map(|base| base.is_goal)).unwrap_or_default(),
        headings: read.items.headings.or(base.as_ref().map(|base| base.headings)).unwrap_or_default(),
        is_own: false,
    };
    if let Some(base) = base {
        layout.add(base);
    }
    if !layout.columns.is_empty() && !layout.columns.iter().any(|(role, _)| *role == Role::Goal) {
        let problem = "no column has the role “goal”, so no table would be read";
        return Err(source.wrong(source.text.find("[[columns]]").unwrap_or(0), problem));
    }
    let is_item = |meaning: Meaning| matches!(meaning, Meaning::Item | Meaning::ItemAfterManager);
    let nothing = !layout.labels.iter().any(|(meaning, _)| is_item(*meaning)) && layout.columns.is_empty();
    if nothing && !layout.headings && layout.columns_of.is_none() && layout.rows == Rows::Columns {
        return Err(source.wrong(at_name, "the file has neither labels of [items] nor [[columns]]"));
    }
    Ok(layout)
}
