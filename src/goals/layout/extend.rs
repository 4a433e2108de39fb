//! `extends`: a file that adds its words to those of a built-in layout.

use toml::Spanned;

use super::file::{File, Written, parse};
use super::{BUILT_IN, Layout, LayoutError, Rows};

/// The built-in layout that a file extends.
pub(super) fn extended(
    base: &Spanned<String>,
    file: &File,
    source: Written<'_>,
) -> Result<Layout, LayoutError> {
    let (at, name) = (base.span().start, base.get_ref().as_str());
    if name == file.name.get_ref() {
        let problem = format!("a layout can't extend itself: give it a name of its own, not “{name}”");
        return Err(source.wrong(at, problem));
    }
    let Some(layout) = built_in(name) else {
        let mut known: Vec<_> =
            BUILT_IN.files().filter_map(|file| file.path().file_stem()?.to_str()).collect();
        known.sort_unstable();
        let problem = format!("there is no built-in layout “{name}”; there are {}", known.join(", "));
        return Err(source.wrong(at, problem));
    };
    if file.adds_nothing() {
        let problem = format!("nothing is added to “{name}”; a board's `layout = \"{name}\"` needs no file");
        return Err(source.wrong(at, problem));
    }
    let has_own_columns = !file.columns.is_empty();
    Ok(match layout.columns_of.as_ref().filter(|_| has_own_columns).and_then(|of| built_in(&of.layout)) {
        // With columns of its own it has those of the other layout as well.
        Some(other) => Layout { columns: other.columns, columns_of: None, ..layout },
        None if file.columns_of.is_some() => Layout { columns_of: None, ..layout },
        None => layout,
    })
}

fn built_in(name: &str) -> Option<Layout> {
    let file = BUILT_IN.get_file(format!("{name}.toml"))?;
    Some(parse(file.contents_utf8()?, name).expect("the layouts are built in and tested"))
}

impl File {
    fn adds_nothing(&self) -> bool {
        let labels = [&self.goals, &self.other, &self.status, &self.notes].map(|labelled| &labelled.labels);
        let lists = [
            &self.title,
            &self.items.labels,
            &self.items.after_manager,
            &self.headings.parts,
            &self.headings.lines,
            &self.inline.owner,
            &self.inline.status,
        ];
        labels.into_iter().chain(lists).all(Vec::is_empty)
            && self.managers.is_empty()
            && self.columns.is_empty()
            && self.columns_of.is_none()
            && self.words.is_empty()
            && self.rows.is_none_or(|rows| rows == Rows::default())
            && self.items.is_goal.is_none()
            && self.items.headings.is_none()
    }
}

impl Layout {
    /// Adds what another one knows. Where both know a word, its own meaning counts.
    pub(super) fn add(&mut self, base: Self) {
        self.labels.extend(base.labels);
        self.parts.add(base.parts);
        self.lines.add(base.lines);
        self.columns.extend(base.columns);
        self.columns_of = self.columns_of.take().or(base.columns_of);
        self.title.add(base.title);
        self.inline.owner.extend(base.inline.owner);
        self.inline.status.extend(base.inline.status);
    }
}
