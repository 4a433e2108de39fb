//! The bot's own notices in the text of a talk page: where they stand, whether a person changed them, and the text with
//! a reply or with ticks. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::key::{Key, NoticeKey};
use crate::wikitext::Sections;

/// No talk page holds more of the bot's messages.
const MOST_NOTICES: usize = 200;

/// A notice on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeInText {
    /// Its key.
    pub key: NoticeKey,
    /// Where the comment with its key stands.
    pub(super) at: Range<usize>,
    /// The sealed part; `None` if a person changed anything in it.
    pub(super) sealed: Option<Range<usize>>,
}

/// What is marked in one notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// The notice.
    pub key: NoticeKey,
    /// The items that are settled, by the numbers their lines carry.
    pub items: Vec<u32>,
    /// The items that are somebody else's now.
    pub moved: Vec<u32>,
    /// Whether a “stop” is noted under it.
    pub is_noted: bool,
}

/// The words of the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TickWords {
    /// Put before a line whose place was filled.
    pub settled: String,
    /// Put before a line whose place is somebody else's now.
    pub moved: String,
    /// The line that says that a “stop” was heard.
    pub noted: String,
}

/// Stands behind the line that says so, whatever its language.
const NOTED: &str = "<!-- gk1:noted -->";

impl TickWords {
    /// The whole line that is added for a “stop”.
    pub fn noted_line(&self) -> String {
        format!("\n:{}{NOTED}", self.noted)
    }
}

/// A notice's text with a seal, by which the bot knows later whether a person changed it. The last
/// line is left out of it: the signature in it changes when it is saved.
pub fn sealed(body: &str, last_line: &str) -> String {
    format!("{}{body}\n{last_line}", seal(body))
}

/// How a seal begins.
pub const SEAL: &str = "<!-- goalkeeper notice ";

fn seal(body: &str) -> String {
    format!("{SEAL}{:08x} -->", crc32fast::hash(body.as_bytes()))
}

/// The hidden mark of a line that can be ticked.
pub fn item_mark(item: u32) -> String {
    format!("<!-- gk1:item/{item:08x} -->")
}

/// The notices on a page, in their order. Of a page full of copies only the first are found.
pub fn notices_in(text: &str) -> Vec<NoticeInText> {
    let mut from = 0;
    let mut found = Vec::new();
    for (key, at) in Key::in_text(text).into_iter().take(MOST_NOTICES) {
        let Key::Notice(key) = key else { continue };
        let sealed = find_seal(&text[from..at.start]).map(|body| from + body.start..from + body.end);
        from = at.end;
        found.push(NoticeInText { key, at, sealed });
    }
    found
}

/// The body behind the last seal in `text`, if it is unbroken.
pub(super) fn find_seal(text: &str) -> Option<Range<usize>> {
    static SEAL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<!-- goalkeeper notice [0-9a-f]{8} -->").expect("a fixed pattern"));
    let found = SEAL.find_iter(text).last()?;
    let body = found.end()..text.rfind('\n')?;
    (body.start <= body.end && seal(&text[body.clone()]) == found.as_str()).then_some(body)
}

impl NoticeInText {
    /// The items whose lines are not ticked; none, if a person changed the notice.
    pub fn open_items(&self, text: &str) -> Vec<u32> {
        static ITEM: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"<!-- gk1:item/([0-9a-f]{8}) -->").expect("a fixed pattern"));
        let Some(body) = &self.sealed else { return Vec::new() };
        let items = ITEM.captures_iter(&text[body.clone()]);
        items.filter_map(|item| u32::from_str_radix(&item[1], 16).ok()).collect()
    }

    /// Whether a “stop” can be noted in it: no person changed it.
    pub fn is_untouched(&self) -> bool {
        self.sealed.is_some()
    }

    /// Whether a “stop” is noted in it.
    pub fn is_noted(&self, text: &str) -> bool {
        self.sealed.clone().is_some_and(|body| text[body].contains(NOTED))
    }
}

/// `text` with a reply at the end of the section that the notice `to` stands in; `None` if it
/// stands nowhere, or twice.
pub fn with_reply(text: &str, to: &NoticeKey, reply: &str) -> Option<String> {
    let all = notices_in(text);
    let mut same = all.iter().filter(|notice| notice.key == *to);
    let (Some(notice), None) = (same.next(), same.next()) else { return None };
    let section = Sections::new(text).at(notice.at.start);
    let end = section.start + text[section].trim_end().len();
    Some(format!("{}\n{reply}{}", &text[..end], &text[end..]))
}

/// `text` with its marks; `None` if one of the notices is not there as the bot left it.
pub fn with_ticks(text: &str, ticks: &[Ticks], words: &TickWords) -> Option<String> {
    let mut text = text.to_owned();
    for wanted in ticks {
        let all = notices_in(&text);
        let notice = all.iter().find(|notice| notice.key == wanted.key)?;
        let body = notice.sealed.clone()?;
        let old = &text[body.clone()];
        let marked = |line: &str| {
            let line = ticked(line, &wanted.items, &words.settled);
            ticked(&line, &wanted.moved, &words.moved)
        };
        let mut new = old.split('\n').map(marked).collect::<Vec<_>>().join("\n");
        if wanted.is_noted && !old.contains(NOTED) {
            new.push_str(&words.noted_line());
        }
        let begin = body.start - seal(old).len();
        text = format!("{}{}{new}{}", &text[..begin], seal(&new), &text[body.end..]);
    }
    Some(text)
}

fn ticked(line: &str, items: &[u32], tick: &str) -> String {
    let marks = items.iter().map(|item| item_mark(*item));
    let Some(mark) = marks.into_iter().find(|mark| line.contains(mark.as_str())) else {
        return line.to_owned();
    };
    let indent = line.len() - line.trim_start_matches([':', '*', ' ']).len();
    format!("{}{tick} {}", &line[..indent], line[indent..].replace(&mark, "").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(day: &str) -> NoticeKey {
        match format!("gk1:notice/7/2020-21Q2/{day}/12.1").parse() {
            Ok(Key::Notice(key)) => key,
            other => panic!("{other:?}"),
        }
    }

    fn ticks_of(day: &str) -> Ticks {
        Ticks { key: key(day), items: Vec::new(), moved: Vec::new(), is_noted: false }
    }

    fn words() -> TickWords {
        TickWords { settled: "✓".to_owned(), moved: "→".to_owned(), noted: "Noted.".to_owned() }
    }

    fn page() -> String {
        let body = format!("Hello!\n* KR1 {}\n*: quote\n* KR2 {}\nBye.", item_mark(1), item_mark(2));
        let last = format!("Signed ~~~~{}", Key::Notice(key("2020-10-12")).comment());
        format!("Intro\n\n== Goals ==\n{}\n:Thanks!\n\n== Other ==\nText", sealed(&body, &last))
    }

    #[test]
    fn a_reply_goes_to_the_end_of_its_section() {
        let text = page();
        let with = with_reply(&text, &key("2020-10-12"), ":again").unwrap();
        assert!(with.contains("\n:Thanks!\n:again\n\n== Other ==\nText"), "{with}");
        assert_eq!(with_reply(&text, &key("2020-10-13"), ":again"), None);
        assert_eq!(with_reply(&(text.clone() + &text), &key("2020-10-12"), ":again"), None);
    }

    #[test]
    fn a_line_is_ticked_once_and_the_seal_stays_whole() {
        let text = page();
        assert_eq!(notices_in(&text)[0].open_items(&text), [1, 2]);
        let ticks = |items: &[u32]| [Ticks { items: items.to_vec(), ..ticks_of("2020-10-12") }];
        let one = with_ticks(&text, &ticks(&[2]), &words()).unwrap();
        assert!(one.contains("\n*: quote\n* ✓ KR2\nBye."), "{one}");
        assert_eq!(notices_in(&one)[0].open_items(&one), [1]);
        let both = with_ticks(&one, &ticks(&[1, 2]), &words()).unwrap();
        assert!(both.contains("\n* ✓ KR1\n*: quote\n* ✓ KR2\nBye."), "{both}");
        assert_eq!(notices_in(&both)[0].open_items(&both), [0_u32; 0]);
    }

    #[test]
    fn a_line_is_handed_over_and_a_stop_noted_once() {
        let text = page();
        let ticks = Ticks { moved: vec![1], is_noted: true, ..ticks_of("2020-10-12") };
        let once = with_ticks(&text, std::slice::from_ref(&ticks), &words()).unwrap();
        assert!(once.contains("\n* → KR1\n*: quote\n* KR2 "), "{once}");
        assert!(once.contains("\nBye.\n:Noted.<!-- gk1:noted -->\nSigned ~~~~"), "{once}");
        let notice = &notices_in(&once)[0];
        assert_eq!((notice.open_items(&once), notice.is_noted(&once)), (vec![2], true));
        assert!(!notices_in(&text)[0].is_noted(&text));
        assert_eq!(with_ticks(&once, &[ticks], &words()), Some(once));
    }

    #[test]
    fn a_notice_that_a_person_changed_is_left_alone() {
        let text = page().replace("KR1", "KR 1");
        assert_eq!(notices_in(&text)[0].open_items(&text), [0_u32; 0]);
        let ticks = Ticks { items: vec![2], is_noted: true, ..ticks_of("2020-10-12") };
        assert_eq!(with_ticks(&text, &[ticks], &words()), None);
        // What stands under it, or in the line of the signature, is no part of it.
        let text = page().replace("Signed", "Written").replace("Thanks", "Done");
        assert_eq!(notices_in(&text)[0].open_items(&text), [1, 2]);
    }
}
