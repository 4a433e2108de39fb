//! The line under construction.

use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;

use super::super::{Extra, Line, LineKind, Link, Start};
use super::Builder;
use crate::base::Title;
use crate::base::text::{Tidied, is_blank, tidy};
use crate::goals::allow::Allow;
use crate::goals::model::Stated;
use crate::goals::place::Place;

#[derive(Default)]
pub struct Current {
    pub raw: String,
    pub bold_until: Option<usize>,
    pub bold_from: Option<usize>,
    pub links: Vec<(usize, Option<usize>, String)>,
    /// What status templates show, and where they stand.
    pub statuses: Vec<(usize, Stated)>,
    pub unread: Option<String>,
    pub extra: Option<Extra>,
    pub allows: Vec<Allow>,
    pub source: Option<Rc<str>>,
    /// Whether some of it stands elsewhere.
    pub is_mixed: bool,
}

impl Current {
    pub fn is_blank(&self) -> bool {
        is_blank(&self.raw)
    }

    pub fn says_nothing(&self) -> bool {
        self.is_blank() && self.statuses.is_empty() && self.unread.is_none() && self.extra.is_none()
    }
}

impl Builder<'_> {
    pub(super) fn line(
        &mut self,
        current: Current,
        start: Start,
        heading: Option<(u8, SmolStr)>,
        item: Option<usize>,
    ) -> Line {
        let slice = |from: usize, to: usize| tidy(current.raw.get(from..to).unwrap_or_default());
        let kind = match (&heading, item) {
            (Some((level, _)), _) => LineKind::Heading(*level),
            (None, Some(depth)) => LineKind::Bullet(depth),
            (None, None) => LineKind::Text,
        };
        // In one go, for a line may have many links.
        let (mut whole, mut from) = (Tidied::default(), 0);
        let mut before = Vec::with_capacity(current.links.len());
        for (start, ..) in &current.links {
            whole.push(current.raw.get(from..*start).unwrap_or_default());
            before.push(whole.text.len());
            from = *start;
        }
        whole.push(current.raw.get(from..).unwrap_or_default());
        let whole = whole.text;
        let bold = match (current.bold_from, current.bold_until) {
            (Some(from), Some(to)) => slice(from, to),
            _ => String::new(),
        };
        let links = current
            .links
            .iter()
            .zip(before)
            .map(|((from, to, href), before)| {
                let text = slice(*from, to.unwrap_or(current.raw.len()));
                Link { href: href.clone(), at: place_in(&whole, before, &text), text }
            })
            .collect();
        // A list item with nothing in it stands where it stands.
        let source = current.source.as_ref().or(self.sources.last().filter(|_| current.is_blank()));
        let place = Place {
            anchor: self.anchor.clone(),
            section: self.sections.iter().rev().find_map(|section| *section).filter(|_| source.is_none()),
            source_page: source.map(|source| Title::of_wiki(&**source)),
        };
        if *self.place != place {
            self.place = Arc::new(place);
        }
        let task = current.links.iter().find(|(from, to, _)| is_task(&slice(*from, to.unwrap_or(*from))));
        let tag = self.words.status_tag(&current.raw).filter(|_| current.statuses.is_empty());
        let tag_at = tag.as_ref().map(|(at, _)| *at);
        let status_at = current.statuses.first().map(|(at, _)| *at);
        let whole_text = (!current.statuses.is_empty()).then(|| with_shown(&current.raw, &current.statuses));
        let end = [status_at, tag_at, task.map(|(from, ..)| *from)].into_iter().flatten().min();
        let head =
            end.map(|end| slice(0, end).trim_end_matches("task").trim_end_matches([' ', ',']).to_owned());
        let is_transcluded = source.is_some() && !current.is_mixed;
        let mut line = Line {
            kind,
            start,
            head,
            text: whole,
            bold,
            links,
            is_tagged: tag.is_some() && task.is_none(),
            front: 0,
            whole: whole_text,
            statuses: current.statuses.into_iter().chain(tag).map(|(_, stated)| stated).collect(),
            unread: current.unread,
            extra: current.extra,
            allows: current.allows,
            place: Arc::clone(&self.place),
            is_transcluded,
            cell: self.grids.last().map(|(cell, _)| *cell),
        };
        line.read_literal_bullet();
        if line.statuses.is_empty()
            && !matches!(line.kind, LineKind::Heading(_))
            && let Some((front, stated)) = self.words.status_in_front(&line.text, &line.bold)
        {
            line.front = front;
            line.statuses.push(stated);
        }
        line
    }
}

/// A line with what its status templates show.
fn with_shown(raw: &str, statuses: &[(usize, Stated)]) -> String {
    let (mut text, mut from) = (String::new(), 0);
    for (at, stated) in statuses {
        text += raw.get(from..*at).unwrap_or_default();
        text += &format!(" {} ", stated.text);
        from = *at;
    }
    text += raw.get(from..).unwrap_or_default();
    tidy(&text)
}

/// Where a part of a tidied text begins that has so many bytes before it: a space between the two is in neither.
fn place_in(whole: &str, before: usize, part: &str) -> usize {
    match whole.get(before..) {
        Some(rest) if rest.starts_with(' ') && !part.is_empty() => before + 1,
        _ => before,
    }
}

/// A link to a task, as Phabricator's are shown: `T123456`, `task T123456`.
pub fn is_task(text: &str) -> bool {
    let number = text.trim_start_matches("task ").trim_start_matches("phab:").strip_prefix('T');
    number.is_some_and(|digits| digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit()))
}
