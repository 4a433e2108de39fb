//! Something that a coordinator should know, and how it is put: by its place on the goal page. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::cases::CasePage;
use crate::base::{Message, PageId, Quarter, Title, UserId};
use crate::config::BoardRef;
use crate::ledger::History;
use crate::rules::Item;
use crate::wikitext;

/// The name of a place, in characters.
const LONGEST_LABEL: usize = 60;

/// Something that a coordinator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open<'a> {
    /// The board.
    pub board: BoardRef<'a>,
    /// The title of the goal page; `None` if there is none yet.
    pub page: Option<Title>,
    /// The quarter.
    pub quarter: Quarter,
    /// A number that stays the same as long as it is the same thing.
    pub number: u32,
    /// What it is about on the page; `None` if it is about no place there.
    pub place: Option<Place>,
    /// The page, if what is to be said is that it was found.
    pub found: Option<(PageId, Title)>,
    /// What it is. Of a place, the place is its `$1`, which is put in when it is said.
    said: Message,
}

/// A place on a goal page: an objective, or one of its key results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    item: Item,
    /// Its own name, as a link to it.
    link: String,
    /// Its objective's name, if it is a key result.
    of: Option<String>,
    /// Whether it has a label: only those are counted up, “KR1 to KR3”.
    has_label: bool,
    /// What it is called on the page, whatever is around it.
    identity: String,
}

impl Place {
    /// A place on a page that was read; `None` for the page as a whole.
    pub fn new(page: CasePage<'_>, item: Item) -> Option<Self> {
        let (objective, result) = item.on(&page.read.content);
        let objective = objective?;
        let title = &page.facts.title;
        let above = wikitext::cut(objective.shown_on(title), LONGEST_LABEL);
        let link = |anchor: &str, name: &str| wikitext::link(title, anchor, name);
        Some(match (item, result) {
            (Item::KeyResult { key_result, .. }, Some(result)) => {
                let name = wikitext::cut(result.label.as_deref().unwrap_or(&result.text), LONGEST_LABEL);
                let identity = objective.name_of(key_result).unwrap_or_default();
                Self {
                    item,
                    link: link(&result.place.anchor, &name),
                    of: Some(wikitext::plain(&above)),
                    has_label: result.label.is_some(),
                    identity: format!("{}\n{identity}", objective.title),
                }
            }
            _ => Self {
                item,
                link: link(&objective.place.anchor, &above),
                of: None,
                has_label: false,
                identity: objective.title.to_string(),
            },
        })
    }

    /// Whether `other` is the next key result of the same objective.
    fn is_before(&self, other: &Self) -> bool {
        match (self.item, other.item) {
            (
                Item::KeyResult { objective, key_result },
                Item::KeyResult { objective: of_other, key_result: next },
            ) => self.has_label && other.has_label && objective == of_other && key_result + 1 == next,
            _ => false,
        }
    }

    /// Which objective it belongs to; an objective itself stands alone.
    fn group(&self) -> Option<usize> {
        match self.item {
            Item::KeyResult { objective, .. } => Some(objective),
            Item::Objective { .. } | Item::Page => None,
        }
    }
}

impl<'a> Open<'a> {
    /// Something about a page that was read, or about a place on it. It is the same thing as long as `identity` is the
    /// same in the same place.
    pub fn on_page(
        page: CasePage<'a>,
        quarter: Quarter,
        place: Option<Place>,
        identity: &str,
        said: Message,
    ) -> Self {
        let title = page.facts.title.clone();
        let identity = match &place {
            Some(place) => format!("{}\n{identity}", place.identity),
            None => identity.to_owned(),
        };
        let open = Self::new(page.board, Some((page.read.id, title)), quarter, &identity, said);
        Self { place, ..open }
    }

    /// That a page was found. Pages of one board are named in one line, whose `$1` they are.
    pub fn of_found(page: CasePage<'a>, quarter: Quarter, said: Message) -> Self {
        let found = (page.read.id, page.facts.title.clone());
        let open = Self::new(page.board, Some(found.clone()), quarter, "", said);
        Self { page: None, found: Some(found), ..open }
    }

    /// Whether a coordinator was told this before.
    pub fn was_told(&self, history: &History, coordinator: UserId) -> bool {
        match &self.found {
            Some((id, _)) => history.named_on(coordinator, self.quarter, *id).is_some(),
            None => history.was_in_digest(coordinator, self.quarter, self.number),
        }
    }

    /// Something about a page of which nothing was read.
    pub fn of_board(board: BoardRef<'a>, quarter: Quarter, identity: &str, said: Message) -> Self {
        Self::new(board, None, quarter, identity, said)
    }

    fn new(
        board: BoardRef<'a>,
        page: Option<(PageId, Title)>,
        quarter: Quarter,
        identity: &str,
        said: Message,
    ) -> Self {
        let (id, page) = page.map_or((0, None), |(id, title)| (id.0, Some(title)));
        let number = crc32fast::hash(format!("{}\n{id}\n{identity}", said.key).as_bytes());
        Self { board, page, quarter, number, place: None, found: None, said }
    }

    /// By which things stand in a digest: what is about no page that was read, then board by board and page by page.
    pub fn order(&self) -> impl Ord + use<'_, 'a> {
        let place = self.place.as_ref().map(|place| place.item.order());
        let found = self.found.as_ref().map(|(_, title)| title);
        (self.page.is_some(), self.board, &self.page, found, place)
    }

    /// Whether it is said in one line with another: of places under one objective, if the same is to be said.
    fn goes_with(&self, other: &Self) -> bool {
        let group = |open: &Self| open.place.as_ref().and_then(Place::group);
        let are_found = self.found.is_some() && other.found.is_some();
        (self.board, &self.page, &self.said) == (other.board, &other.page, &other.said)
            && (are_found || group(self).is_some() && group(self) == group(other))
    }
}

/// What is said in one line.
#[derive(Debug)]
pub struct Line<'o, 'a> {
    all: Vec<&'o Open<'a>>,
}

/// Things in their order, as the lines in which they are said.
pub fn lines<'o, 'a>(all: impl IntoIterator<Item = &'o Open<'a>>) -> Vec<Line<'o, 'a>> {
    let mut lines: Vec<Line<'o, 'a>> = Vec::new();
    for open in all {
        match lines.iter_mut().find(|line| line.all.first().is_some_and(|first| first.goes_with(open))) {
            Some(line) => line.all.push(open),
            None => lines.push(Line { all: vec![open] }),
        }
    }
    lines
}

impl<'o, 'a> Line<'o, 'a> {
    /// The first thing that is said in it.
    pub fn first(&self) -> Option<&'o Open<'a>> {
        self.all.first().copied()
    }

    /// Its words, as wikitext.
    pub fn text(&self, language: &str) -> String {
        let Some(first) = self.first() else { return String::new() };
        if first.found.is_some() {
            let pages = self.all.iter().filter_map(|open| open.found.as_ref());
            let links: Vec<String> = pages.map(|(_, title)| wikitext::page_link(title)).collect();
            let mut said = first.said.clone();
            said.parameters.insert(0, links.join(", ").into());
            return said.text(language);
        }
        let Some(place) = &first.place else { return first.said.text(language) };
        let mut places: Vec<&Place> = self.all.iter().filter_map(|open| open.place.as_ref()).collect();
        let mut listed = BTreeSet::new();
        places.retain(|place| listed.insert(place.item.order()));
        let runs = places.chunk_by(|one, next| one.is_before(next));
        let named: Vec<String> = runs.flat_map(|run| run_text(run, language)).collect();
        let named = named.join(", ");
        let place = match &place.of {
            Some(of) => Message::new("digest-place").with(named).with(of).text(language),
            None => named,
        };
        let mut said = first.said.clone();
        said.parameters.insert(0, place.into());
        said.text(language)
    }

    /// For the log.
    pub fn plain(&self) -> String {
        static LINK: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\[\[:?[^\[\]|]*\|([^\[\]]*)\]\]").expect("a fixed pattern"));
        let text = self.text("en").replace("<nowiki>", "").replace("</nowiki>", "");
        LINK.replace_all(&text, "$1").into_owned()
    }
}

/// Key results that follow each other: three or more by the first and the last.
fn run_text(run: &[&Place], language: &str) -> Vec<String> {
    match run {
        [first, _, .., last] => {
            vec![Message::new("digest-range").with(&first.link).with(&last.link).text(language)]
        }
        few => few.iter().map(|place| place.link.clone()).collect(),
    }
}
