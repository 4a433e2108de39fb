//! Where on a page someone can answer: the sections in which the bot's messages to them stand, and those that a link
//! from a message makes. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::in_text::SEAL;
use super::super::key::{GoKey, Key};
use super::{heading, mark};
use crate::base::{Quarter, UserId};
use crate::wikitext;

/// No talk page holds more of the bot's messages to one person in a quarter.
const MOST_MESSAGES: usize = 50;

/// What the answers are to.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// All that was sent to somebody about a quarter.
    Messages {
        /// Their user id.
        recipient: UserId,
        /// The quarter.
        quarter: Quarter,
    },
    /// One question whether notices may go out.
    Question(&'a GoKey),
}

impl To<'_> {
    fn is(self, key: &Key) -> bool {
        match (self, key) {
            (Self::Messages { recipient, quarter }, Key::Notice(key)) => {
                key.recipient == recipient && key.quarter.is_same_time(quarter)
            }
            (Self::Messages { recipient, quarter }, Key::Digest(key)) => {
                key.recipient == recipient && key.quarter.is_same_time(quarter)
            }
            // Struck out, and whoever says “stop” under it means it.
            (Self::Messages { recipient, quarter }, Key::Retracted { recipient: to, quarter: of, .. }) => {
                *to == recipient && of.is_same_time(quarter)
            }
            (Self::Question(asked), Key::Go(key)) => key == asked,
            _ => false,
        }
    }
}

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
    /// Whether its messages are digests.
    is_digest: bool,
}

impl Places {
    /// The sections that hold such a message, or an answer by a link.
    pub fn new(text: &str, to: To<'_>) -> Self {
        let keys = Key::in_text(text).into_iter().filter(|(key, _)| to.is(key));
        let (keys, digests): (Vec<Range<usize>>, Vec<bool>) =
            keys.map(|(key, at)| (at, matches!(key, Key::Digest(_)))).take(MOST_MESSAGES).unzip();
        let mut places: Vec<usize> = keys.iter().map(|at| at.start).collect();
        if let To::Messages { recipient, quarter } = to {
            let mark = mark(recipient, quarter);
            places.extend(text.match_indices(&mark).map(|(at, _)| at).take(MOST_MESSAGES));
            for line in heading::lines(quarter) {
                places.extend(text.match_indices(&line).map(|(at, _)| at).take(MOST_MESSAGES));
            }
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
            let mut kinds =
                keys.iter().zip(&digests).filter(|(at, _)| (start..end).contains(&at.start)).peekable();
            Section {
                at: start..end,
                is_digest: kinds.peek().is_some() && kinds.all(|(_, is_digest)| *is_digest),
                messages: inside.iter().filter_map(message).collect(),
                keys: inside.into_iter().map(|at| text[at.clone()].to_owned()).collect(),
            }
        };
        Self { sections: ranges.into_iter().map(section).collect() }
    }

    /// Whether the message in whose section `at` lies still stands in the places `now`. In a section without one, as a link
    /// makes it, whether any does.
    pub fn still_stands(&self, at: usize, now: &Self) -> bool {
        let here = self.sections.iter().filter(|section| section.at.contains(&at));
        let keys: Vec<&String> = here.flat_map(|section| &section.keys).collect();
        let mut standing = now.sections.iter().flat_map(|section| &section.keys);
        if keys.is_empty() { standing.next().is_some() } else { standing.any(|key| keys.contains(&key)) }
    }

    /// Whether what is new at `at` may be an answer. Putting an archived message back is none: of that, nothing that
    /// came with it is new. `before` are the places a moment earlier.
    pub fn takes_answers(&self, at: usize, before: &Self) -> bool {
        let known = |key: &String| before.sections.iter().any(|section| section.keys.contains(key));
        self.sections.iter().any(|section| {
            section.at.contains(&at) && (section.keys.is_empty() || section.keys.iter().any(known))
        })
    }

    /// Whether `at` lies in a section that holds a digest to them, and no notice.
    pub fn is_under_digest(&self, at: usize) -> bool {
        let mut here = self.sections.iter().filter(|section| section.at.contains(&at));
        here.any(|section| section.is_digest)
    }

    /// Whether `at` lies in the bot's own words.
    pub fn is_message(&self, at: usize) -> bool {
        self.sections.iter().flat_map(|section| &section.messages).any(|message| message.contains(&at))
    }
}
