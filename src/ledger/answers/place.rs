//! Where on a page someone can answer: the sections in which the bot's messages to them stand, and those that a link
//! from a message makes. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::in_text::SEAL;
use super::super::key::Key;
use super::{heading, mark};
use crate::base::{Quarter, UserId, message};
use crate::wikitext;

/// No talk page holds more of the bot's messages to one person in a quarter.
const MOST_MESSAGES: usize = 50;

/// Where answers of one person about one quarter stand on one text of a page.
#[derive(Debug, Default)]
pub struct Places {
    sections: Vec<Section>,
}

#[derive(Debug)]
struct Section {
    at: Range<usize>,
    /// The comments with the messages' keys.
    keys: Vec<String>,
    /// The bot's own words, from the line of the seal to the comment with the key.
    messages: Vec<Range<usize>>,
}

impl Places {
    /// The sections that hold a message with this recipient's key, or an answer by a link.
    pub fn new(text: &str, recipient: UserId, quarter: Quarter) -> Self {
        let is_theirs = |key: &Key| match key {
            Key::Notice(key) => key.recipient == recipient && key.quarter.is_same_time(quarter),
            Key::Digest(key) => key.recipient == recipient && key.quarter.is_same_time(quarter),
            // Struck out, and whoever says “stop” under it means it.
            Key::Retracted { recipient: to, quarter: of, .. } => *to == recipient && of.is_same_time(quarter),
            _ => false,
        };
        let keys = Key::in_text(text).into_iter().filter(|(key, _)| is_theirs(key));
        let keys: Vec<Range<usize>> = keys.map(|(_, at)| at).take(MOST_MESSAGES).collect();
        let mark = mark(recipient, quarter);
        let mut places: Vec<usize> = keys.iter().map(|at| at.start).collect();
        places.extend(text.match_indices(&mark).map(|(at, _)| at).take(MOST_MESSAGES));
        // A visual editor may drop the hidden mark; the heading stays.
        for language in message::languages() {
            let line = format!("== {} ==", heading(language));
            places.extend(text.match_indices(&line).map(|(at, _)| at).take(MOST_MESSAGES));
        }
        let all = wikitext::Sections::new(text);
        let ranges: BTreeSet<(usize, usize)> =
            places.into_iter().map(|at| all.at(at)).map(|section| (section.start, section.end)).collect();
        let section = |(start, end): (usize, usize)| {
            let inside: Vec<&Range<usize>> =
                keys.iter().filter(|at| (start..end).contains(&at.start)).collect();
            let message = |at: &&Range<usize>| {
                let whole = &text[start..at.end];
                let seal = whole.rfind(SEAL)?;
                Some(start + whole[..seal].rfind('\n').map_or(0, |line| line + 1)..at.end)
            };
            Section {
                at: start..end,
                messages: inside.iter().filter_map(message).collect(),
                keys: inside.into_iter().map(|at| text[at.clone()].to_owned()).collect(),
            }
        };
        Self { sections: ranges.into_iter().map(section).collect() }
    }

    /// Whether a message stands there.
    pub fn has_message(&self) -> bool {
        self.sections.iter().any(|section| !section.keys.is_empty())
    }

    /// Whether what is new at `at` may be an answer. Putting an archived message back is none: of that, nothing that
    /// came with it is new. `before` are the places a moment earlier.
    pub fn takes_answers(&self, at: usize, before: &Self) -> bool {
        let known = |key: &String| before.sections.iter().any(|section| section.keys.contains(key));
        self.sections.iter().any(|section| {
            section.at.contains(&at) && (section.keys.is_empty() || section.keys.iter().any(known))
        })
    }

    /// Whether `at` lies in the bot's own words.
    pub fn is_message(&self, at: usize) -> bool {
        self.sections.iter().flat_map(|section| &section.messages).any(|message| message.contains(&at))
    }
}
