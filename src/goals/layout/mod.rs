//! A layout: which labels and table headings a kind of goal page uses, and what they mean. Data,
//! from `config/layouts/`; a new year's page should need a new file there and no new code.

mod beginnings;
mod extend;
mod file;
mod inline;
mod meaning;
mod pattern;
mod quarters;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::document::{Line, LineKind, Start};
use super::words::{MoreWords, Words, words};
use crate::base::text::{nfc, tidy};
use beginnings::Beginnings;
pub use file::LayoutError;
pub use inline::{Inline, everywhere};
pub use meaning::{Covers, Meaning, Role, Rows};
use pattern::Place;
pub use pattern::{Labels, is_other_quarter, numbers};
pub use quarters::quarters;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config/layouts");

/// A label is no longer, in bytes; what follows after that doesn't change which one it is.
pub const LONGEST_LABEL: usize = 500;

/// The layouts that pages are read with.
#[derive(Debug)]
pub struct Layouts {
    layouts: Vec<Layout>,
    words: Words,
    /// A number that is another one for other files of the user's.
    pub version: u64,
}

/// One layout, ready to be matched.
#[derive(Debug)]
pub struct Layout {
    name: String,
    labels: Vec<(Meaning, Labels)>,
    /// By the letter that a line begins with, those of `labels` that may begin so.
    beginnings: OnceLock<Beginnings>,
    parts: Labels,
    /// What begins a line that begins an objective.
    lines: Labels,
    columns: Vec<(Role, Labels)>,
    columns_of: Option<ColumnsOf>,
    rows: Rows,
    title: Labels,
    words: MoreWords,
    inline: Inline,
    is_goal: bool,
    headings: bool,
    /// Whether it comes from a file of the user's.
    is_own: bool,
}

/// Where a layout's columns are, if it has none of its own.
#[derive(Debug)]
struct ColumnsOf {
    layout: String,
    /// What to say if there is no such layout.
    otherwise: LayoutError,
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

impl Layouts {
    /// Those that come with the program.
    pub fn built_in() -> Self {
        let mut files: Vec<_> =
            BUILT_IN.files().filter_map(|file| Some((file.path(), file.contents_utf8()?))).collect();
        files.sort_unstable_by_key(|(path, _)| *path);
        let layouts = files.into_iter().map(|(path, text)| file::parse(text, &path.display().to_string()));
        Self::new(layouts.collect::<Result<_, _>>().expect("the layouts are built in and tested"))
    }

    fn new(layouts: Vec<Layout>) -> Self {
        let mut words = words().clone();
        layouts.iter().for_each(|layout| words.learn(&layout.words));
        Self { layouts, words, version: 0 }
    }

    /// Those, and the ones in `files`; one of the same name is replaced.
    ///
    /// # Errors
    /// A file that can't be read or used, with its line and key.
    pub fn with(files: &[impl AsRef<Path>]) -> Result<Self, LayoutError> {
        let mut layouts = Self::built_in().layouts;
        let mut hasher = DefaultHasher::new();
        for path in files {
            let shown = path.as_ref().display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|source| LayoutError::Unreadable { file: shown.clone(), source })?;
            text.hash(&mut hasher);
            let layout = Layout { is_own: true, ..file::parse(&nfc(&text), &shown)? };
            layouts.retain(|known| known.name != layout.name);
            layouts.push(layout);
        }
        let names: BTreeSet<_> =
            layouts.iter().filter(|layout| !layout.columns.is_empty()).map(|l| l.name.clone()).collect();
        for layout in &mut layouts {
            if let Some(other) = layout.columns_of.take_if(|other| !names.contains(&other.layout)) {
                return Err(other.otherwise);
            }
        }
        Ok(Self { version: hasher.finish(), ..Self::new(layouts) })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Layout> {
        self.layouts.iter()
    }

    /// The built-in words and those of all layouts.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The layout of that name.
    pub fn named(&self, name: &str) -> Option<&Layout> {
        self.iter().find(|layout| layout.name == name)
    }

    /// The columns that a layout knows, its own or another's.
    pub fn columns<'a>(&'a self, layout: &'a Layout) -> &'a [(Role, Labels)] {
        let other = layout.columns_of.as_ref().and_then(|other| self.named(&other.layout));
        other.map_or(layout.columns.as_slice(), |other| other.columns.as_slice())
    }

    /// Every column that any layout knows.
    pub fn all_columns(&self) -> impl Iterator<Item = &(Role, Labels)> + Clone {
        self.layouts.iter().flat_map(|layout| &layout.columns)
    }
}

impl Layout {
    /// Its name, as in settings and output.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands within an item's line.
    pub fn inline(&self) -> &Inline {
        &self.inline
    }

    /// Whether it knows nothing but structure.
    pub fn is_outline(&self) -> bool {
        self.rows == Rows::Outline
    }

    /// Whether it comes from a file of the user's.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// What its tables and lists are made of.
    pub fn rows(&self) -> Rows {
        self.rows
    }

    /// Whether a page of this title can have the layout.
    pub fn allows_title(&self, title: &str) -> bool {
        self.title.is_empty() || self.title.is_in(title)
    }

    /// Whether a heading only divides an objective, as “Key Results” does.
    pub fn is_part(&self, heading: &str) -> bool {
        self.parts.is_whole(heading)
    }

    /// Whether a line can open a key result.
    pub fn has_items(&self) -> bool {
        self.headings || self.labels.iter().any(|(meaning, labels)| meaning.opens() && !labels.is_empty())
    }

    /// Its own columns.
    pub fn columns(&self) -> &[(Role, Labels)] {
        &self.columns
    }

    /// The label that `line` begins with.
    pub fn label(&self, line: &Line) -> Option<Label> {
        let beginning = &line.text[..line.text.floor_char_boundary(LONGEST_LABEL)];
        let kinds = self.beginnings.get_or_init(|| Beginnings::of(&self.labels)).at(beginning);
        let mut kinds = kinds.iter().map(|at| &self.labels[*at]);
        kinds.find_map(|(meaning, labels)| found(*meaning, labels, beginning, line))
    }

    /// Whether a line begins an objective without being a heading: “Objective 1: …”, with a colon, all bold, or alone.
    pub fn begins_objective(&self, line: &Line) -> bool {
        let is_text = line.kind == LineKind::Text && matches!(line.start, Start::Block | Start::Break);
        let beginning = &line.text[..line.text.floor_char_boundary(LONGEST_LABEL)];
        let place = self.lines.beginning(beginning).filter(|_| is_text);
        place.is_some_and(|place| {
            let rest = &line.text[place.words..];
            let is_marked = place.colon.is_some() || place.dash.is_some() || line.bold == line.text;
            !rest.starts_with(char::is_alphanumeric) && (is_marked || rest.is_empty())
        })
    }

    /// Whether an item is its own goal.
    pub fn is_goal(&self) -> bool {
        self.is_goal
    }

    /// Whether a heading with something under it is an item.
    pub fn headings_are_items(&self) -> bool {
        self.headings
    }
}

/// What a column of this heading holds, and how early the layout names it.
pub fn rank<'a>(
    columns: impl IntoIterator<Item = &'a (Role, Labels)>,
    heading: &str,
) -> Option<(usize, Role)> {
    let heading = tidy(heading);
    let mut known = columns.into_iter().enumerate();
    known.find(|(_, (_, heading_of))| heading_of.is_whole(&heading)).map(|(at, (role, _))| (at, *role))
}

fn found(meaning: Meaning, labels: &Labels, beginning: &str, line: &Line) -> Option<Label> {
    let Place { words, remark, colon, dash } = labels.beginning(beginning)?;
    let dash = dash.filter(|_| !meaning.opens());
    // A remark in brackets is the label's only if the label goes on after it or ends with it.
    let remark = remark.filter(|remark| {
        colon.is_some() || dash.is_some() || *remark == line.text.len() || line.bold.ends_with(')')
    });
    let end = [Some(words), remark, colon].into_iter().flatten().max()?;
    let (written, rest) = line.text.split_at(end);
    // “Goals” is no label in “Goalsetting”, nor “KR1” in “KR1a”.
    if colon.is_none() && rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let bold = !line.bold.is_empty() && bare(&line.bold) == bare(written);
    let in_list = matches!(line.kind, LineKind::Bullet(_));
    let quarters = quarters(written);
    // A list item “Goal” may well be a goal; “Q2 Goals” is none.
    let plain_word = in_list && matches!(meaning, Meaning::Goals | Meaning::Note | Meaning::Status);
    let alone = rest.is_empty() && !(plain_word && quarters.is_empty());
    let marked = bold || colon.is_some() || dash.is_some() || alone;
    // “KR1 Reached level 3 …” has no colon and need not be bold; “Goals are …” is no label at all.
    let running = matches!(line.start, Start::Soft { .. });
    let numbered = line.text[..words].contains(|c: char| c.is_ascii_digit());
    if !marked && (meaning != Meaning::Item || running || !numbered) {
        return None;
    }
    let value = match (colon, dash) {
        (None, Some(dash)) => &line.text[dash..],
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
