//! A page's text as lines of words, each with who signed it. Pure.

use std::sync::LazyLock;

use regex::Regex;

use super::markup::{Template, masked, visible};
use super::place::Places;
use super::signature::{Part, Signer, parts};
use crate::base::{Account, RevisionId};

/// Who put a word on the page under a message, and with which revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// One of those whose answers are looked for.
    pub author: usize,
    /// The revision.
    pub revision: RevisionId,
    /// Whether it stands under a digest.
    pub to_digest: bool,
}

/// A word, or a sign that stands for one.
#[derive(Clone, Debug)]
pub struct Token {
    /// In small letters.
    pub word: String,
    /// Whose answer it is part of; `None` if it is none's.
    pub origin: Option<Origin>,
    /// Whether its author took it back.
    pub withdrawn: bool,
    /// Whether it is struck out.
    pub struck: bool,
}

/// A line of a page, or a part of one that was signed by itself.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its words.
    pub tokens: Vec<Token>,
    /// The words as they are seen.
    pub shown: String,
    /// The words as they were typed.
    pub raw: String,
    /// Who signed it.
    pub signer: Signer,
    /// The signature; empty, if there is none.
    pub stamp: String,
    /// Where it begins on the page.
    pub at: usize,
    /// Whether it is the bot's.
    pub is_message: bool,
    /// Whether somebody else signed what stands before it on the same line of the page.
    pub follows_other: bool,
    /// Whether it is a heading, which ends what was signed above it.
    pub is_heading: bool,
    /// What stood here in an author's words before somebody else changed it.
    pub kept: Vec<Line>,
    /// Whether it is only remembered for its words: the line goes on, and some of them don't.
    pub is_memory: bool,
}

impl Line {
    /// Its words, and its signature: what stays the same wherever it stands.
    pub fn key(&self) -> String {
        format!("{}\n{}", self.words(), self.stamp)
    }

    /// Its words alone.
    pub fn words(&self) -> String {
        self.tokens.iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Its words that are said, by one author; `None`, if there are none.
    pub fn said(&self, author: usize) -> Option<Words> {
        let is_said = |token: &Token| token.origin.is_some_and(|of| of.author == author) && !token.withdrawn;
        let origins = || self.tokens.iter().filter(|token| is_said(token)).filter_map(|token| token.origin);
        let revision = origins().map(|origin| origin.revision).max()?;
        let to_digest = origins().all(|origin| origin.to_digest);
        if self.tokens.iter().all(is_said) {
            let (shown, raw) = (self.shown.clone(), self.raw.clone());
            return Some(Words { revision, shown, raw, to_digest });
        }
        let own: Vec<&str> =
            self.tokens.iter().filter(|token| is_said(token)).map(|token| token.word.as_str()).collect();
        // Of a line that isn't all theirs nothing is done to others.
        Some(Words { revision, shown: own.join(" "), raw: own.join(" "), to_digest: false })
    }
}

/// What somebody said on a line.
#[derive(Clone, Debug)]
pub struct Words {
    /// The last revision that changed it.
    pub revision: RevisionId,
    /// As it is seen.
    pub shown: String,
    /// As it was typed.
    pub raw: String,
    /// Whether it stands under a digest, and is all theirs.
    pub to_digest: bool,
}

/// The lines of a page. Nobody is the author of their words yet.
pub fn lines(text: &str, places: &Places, authors: &[Account]) -> Vec<Line> {
    let (masked, templates) = masked(text);
    let mut lines = Vec::new();
    let (mut at, mut struck) = (0, 0);
    let mut templates = templates.into_iter().peekable();
    for line in masked.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let line = line.trim_end_matches(['\n', '\r']);
        let mut here: Vec<Template> = Vec::new();
        while let Some(template) = templates.next_if(|template| template.end <= end) {
            here.push(template);
        }
        let is_heading = line.starts_with('=') && line.trim_end_matches([' ', '\t', '\u{1}']).ends_with('=');
        let seen = visible(line, start, &mut struck);
        if is_heading || struck > 0 && !strikes_later(&masked[end..]) {
            struck = 0;
        }
        let found = parts(&seen, authors);
        let mut follows_other = false;
        for (index, part) in found.iter().enumerate() {
            let at = seen.raw(part.words.start);
            let mut line = Line {
                tokens: if is_heading {
                    Vec::new()
                } else {
                    tokens(&seen.text, part, |at| seen.is_struck(at))
                },
                shown: seen.text[part.words.clone()].trim().to_owned(),
                raw: raw(text.get(at..part.raw_end).unwrap_or_default()),
                signer: part.signer.clone(),
                stamp: part.stamp.clone(),
                at,
                is_message: places.is_message(at),
                follows_other,
                is_heading,
                kept: Vec::new(),
                is_memory: false,
            };
            let is_last = index + 1 == found.len();
            if is_last
                && line.stamp.is_empty()
                && marks_another(&here, start + seen_end(&masked[start..end]), authors)
            {
                line.signer = Signer::Other;
            }
            follows_other |= line.signer == Signer::Other && !line.is_message;
            lines.push(line);
        }
        if found.is_empty() && is_heading {
            lines.push(Line { at: start, is_heading: true, ..Line::default() });
        }
    }
    lines
}

/// Whether something that strikes out ends before the next heading.
fn strikes_later(rest: &str) -> bool {
    static END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)</(?:s|del|strike)\s*>|\n=").expect("a fixed pattern"));
    // Looked for nearby only: a page of nothing but beginnings must not take long.
    let near = rest.floor_char_boundary(4096);
    END.find(&rest[..near]).is_some_and(|end| end.as_str().starts_with('<'))
}

/// Where the last word of a masked line ends.
fn seen_end(line: &str) -> usize {
    line.trim_end_matches(['\u{1}', ' ', '\n', '\r', '\t']).len()
}

/// Whether a template behind the words says that somebody else wrote them (`{{unsigned|Pat}}`, under whatever name).
fn marks_another(templates: &[Template], words_end: usize, authors: &[Account]) -> bool {
    const CALLS: [&str; 9] = ["ping", "re", "reply to", "u", "user", "yo", "hi", "@", "tl"];
    let behind = templates.iter().rfind(|template| template.end > words_end);
    let Some((name, rest)) = behind.and_then(|template| template.parts.split_first()) else { return false };
    if CALLS.contains(&name.to_lowercase().as_str()) {
        return false;
    }
    let accounts: Vec<Account> = rest.iter().map(|part| Account::new(part)).collect();
    !accounts.is_empty() && !accounts.iter().any(|account| authors.contains(account))
}

/// Scripts without spaces are read letter by letter.
fn tokens(text: &str, part: &Part, is_struck: impl Fn(usize) -> bool) -> Vec<Token> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        let single = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}";
        let pattern = format!(
            r"[{single}]\p{{M}}*|[\p{{L}}\p{{M}}\p{{N}}_&&[^{single}]]+(?:[-'’.][\p{{L}}\p{{M}}\p{{N}}_&&[^{single}]]+)*|[\p{{S}}&&[^\x00-\x7F]]"
        );
        Regex::new(&pattern).expect("a fixed pattern")
    });
    let token = |found: regex::Match<'_>| Token {
        word: found.as_str().to_lowercase(),
        origin: None,
        withdrawn: false,
        struck: is_struck(part.words.start + found.start()),
    };
    WORD.find_iter(&text[part.words.clone()]).map(token).collect()
}

/// Words as typed, without comments and what only leads over to a signature.
fn raw(text: &str) -> String {
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<!--.*?(?:-->|$)").expect("a fixed pattern"));
    let text = COMMENT.replace_all(text, "");
    let mut text = text.trim().trim_end_matches(['-', '–', '—', '(', ' ', '\u{200E}', '\u{200F}']);
    if text.matches("''").count() % 2 == 1 {
        text = text.trim_end_matches('\'').trim_end();
    }
    text.to_owned()
}
