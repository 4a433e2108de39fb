//! Layout files: their form, and what is wrong with one.

use serde::Deserialize;

use super::pattern::{alternatives, label_pattern, whole_pattern};
use super::{Covers, Layout, Meaning, Role, Rows};

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
    /// It refers to a layout that there isn't.
    #[error("the layout “{layout}” takes its columns from “{other}”, and there is no such layout")]
    NoSuchLayout {
        /// The layout.
        layout: String,
        /// The one it names.
        other: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    rows: Rows,
    columns_of: Option<String>,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManagerLabels {
    covers: Covers,
    labels: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemLabels {
    labels: Vec<String>,
    #[serde(default)]
    after_manager: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Headings {
    parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    role: Role,
    headings: Vec<String>,
}

/// Reads a layout file.
pub fn parse(text: &str, file: &str) -> Result<Layout, LayoutError> {
    let wrong = |line: usize, problem: String| LayoutError::Wrong { file: file.to_owned(), line, problem };
    let read: File = toml::from_str(text).map_err(|error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let key =
            text.lines().nth(line - 1).and_then(|line| line.split('=').next()).unwrap_or_default().trim();
        wrong(line, format!("at “{key}”: {}", error.message()))
    })?;
    let line_of = |needle: &str| text.lines().position(|line| line.contains(needle)).map_or(1, |at| at + 1);
    if read.name.is_empty()
        || !read.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(wrong(line_of("name"), "“name”: a layout's name is made of a-z, 0-9 and “-”".to_owned()));
    }
    let mut labels: Vec<(Meaning, &[String])> =
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
    let all = labels.iter().flat_map(|(_, labels)| labels.iter()).chain(&read.headings.parts);
    let all = all.chain(read.columns.iter().flat_map(|column| &column.headings)).chain(&read.title);
    for label in all {
        alternatives(std::slice::from_ref(label))
            .map_err(|problem| wrong(line_of(label), format!("“{label}”: {problem}")))?;
    }
    let made = |problem: String| wrong(1, problem);
    let mut compiled = Vec::new();
    for (meaning, labels) in labels.iter().filter(|(_, labels)| !labels.is_empty()) {
        compiled.push((*meaning, label_pattern(labels).map_err(made)?));
    }
    let whole = |labels: &[String]| match labels {
        [] => Ok(None),
        labels => whole_pattern(labels).map(Some).map_err(made),
    };
    let title = match read.title.as_slice() {
        [] => None,
        words => Some(super::pattern::somewhere(words).map_err(made)?),
    };
    let mut columns = Vec::new();
    for column in &read.columns {
        // One heading after the other: the first that is there is the one that counts.
        for heading in &column.headings {
            columns.push((column.role, whole_pattern(std::slice::from_ref(heading)).map_err(made)?));
        }
    }
    Ok(Layout {
        name: read.name,
        labels: compiled,
        parts: whole(&read.headings.parts)?,
        columns,
        columns_of: read.columns_of,
        rows: read.rows,
        title,
    })
}
