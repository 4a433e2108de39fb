//! Who is mentioned on the opt-out page, linked or plain, wherever on it. In doubt a mention is a no. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

use crate::base::text::{self, is_invisible, nfc};
use crate::base::{Account, Title};

/// A part of a line that has more words is a sentence, in which only what can be nothing but a name is one.
const LONGEST_NAME: usize = 4;
/// A name written small is found in a part of a line that has so many words at most.
const SHORT_SENTENCE: usize = 6;
/// Names that are looked up, at most: a page of prose has no end of words.
const MOST_CANDIDATES: usize = 200;
/// Lines in which they are looked for, at most; whether somebody is mentioned is asked of the whole page.
const MOST_LINES: usize = 2000;

/// The opt-out page, to be searched.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    text: String,
    linked: BTreeSet<Account>,
}

impl Mentions {
    /// From the page's wikitext, and the user and user talk pages that it links to, also through templates.
    pub fn new(wikitext: &str, users: &[Title]) -> Self {
        // A subpage belongs to somebody, too.
        let linked = users.iter().map(|title| Account::of_page(&title.root())).collect();
        Self { text: readable(wikitext), linked }
    }

    /// With what stands on another page.
    pub fn and(mut self, other: Self) -> Self {
        self.linked.extend(other.linked);
        Self { text: format!("{}\n{}", self.text, other.text), ..self }
    }

    /// Whether the account is mentioned: linked, or by its name as whole words, with either case of its first letter.
    pub fn names(&self, account: &Account) -> bool {
        if self.linked.contains(account) {
            return true;
        }
        let name = account.as_str();
        if name.is_empty() {
            return false;
        }
        if self.text.match_indices(name).any(|(at, _)| self.is_whole(at, name)) {
            return true;
        }
        let mut rest = name.chars();
        let Some(first) = rest.next().filter(|first| first.is_uppercase()) else { return false };
        let small: String = first.to_lowercase().chain(rest).collect();
        // “will” is a word in most sentences, and nobody's name there.
        let is_word = small.chars().all(char::is_alphabetic);
        self.text
            .match_indices(&small)
            .any(|(at, _)| self.is_whole(at, &small) && (!is_word || self.is_short_around(at)))
    }

    /// What may be names on the page: what it links to, and what stands alone in a line, an item, a cell or a list. Which
    /// of them are accounts the wiki knows.
    pub fn candidates(&self) -> BTreeSet<Account> {
        let mut found = self.linked.clone();
        for line in self.text.lines().take(MOST_LINES) {
            let parts: Vec<&str> = parts(line).collect();
            if parts.iter().any(|part| words(part) > LONGEST_NAME) {
                continue;
            }
            for name in parts.into_iter().flat_map(names_in) {
                if found.len() < MOST_CANDIDATES {
                    found.insert(name);
                }
            }
        }
        found
    }

    fn is_whole(&self, at: usize, name: &str) -> bool {
        let (before, after) =
            (self.text[..at].chars().next_back(), self.text[at + name.len()..].chars().next());
        let apart = |outside: Option<char>, inside: Option<char>| match (outside, inside) {
            (Some(outside), Some(inside)) => !(is_of_word(outside) && is_of_word(inside)),
            _ => true,
        };
        apart(before, name.chars().next()) && apart(after, name.chars().next_back())
    }

    fn is_short_around(&self, at: usize) -> bool {
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        let whole = &self.text[line..end];
        let around = parts(whole).find(|part| {
            let begin = part.as_ptr() as usize - whole.as_ptr() as usize;
            (begin..begin + part.len().max(1)).contains(&(at - line))
        });
        around.is_some_and(|part| words(part) <= SHORT_SENTENCE)
    }
}

/// Letters and digits of scripts that put spaces between words.
fn is_of_word(c: char) -> bool {
    let without_spaces = matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    c.is_alphanumeric() && !without_spaces
}

/// The text as names stand in it: without bold type, underscores, and signs that are not seen.
fn readable(wikitext: &str) -> String {
    static BOLD: LazyLock<Regex> = LazyLock::new(|| Regex::new("''+").expect("a fixed pattern"));
    static SPACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[^\S\n]+").expect("a fixed pattern"));
    static NUMBERED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("&#(?<number>[0-9]{1,7});").expect("a fixed pattern"));
    let decoded = percent_decode_str(wikitext).decode_utf8_lossy();
    let decoded = NUMBERED.replace_all(&decoded, |found: &regex::Captures<'_>| {
        found["number"].parse().ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
    });
    let mut text = BOLD.replace_all(&decoded, "").into_owned();
    for (entity, sign) in [("&nbsp;", " "), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, sign);
    }
    let visible: String =
        nfc(&text).replace('_', " ").chars().filter(|c| *c == '\n' || !is_invisible(*c)).collect();
    SPACES.replace_all(&visible, " ").into_owned()
}

/// The parts of a line that links, cells, items, tags and commas make.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"<[^<>]*>|[\[\]{}|,;、،]|\bund\b|\band\b|\bet\b").expect("a fixed pattern")
    });
    BETWEEN.split(line)
}

/// Words outside of parentheses: a remark makes no sentence of a name.
fn words(part: &str) -> usize {
    static REMARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\([^()]*\)").expect("a fixed pattern"));
    text::words(&REMARK.replace_all(part, ""))
}

/// The names that a part of a line may be: without remarks, times, namespaces and signs around them.
fn names_in(part: &str) -> Vec<Account> {
    static TIME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b[0-9]{1,2}:[0-9]{2}\b.*$").expect("a fixed pattern"));
    let part = TIME.replace(part, "");
    let around = |c: char| c.is_whitespace() || "*#:;.,!?-–—•@=~\"'“”".contains(c);
    let mut names = Vec::new();
    for piece in part.rsplit(':').next().unwrap_or_default().split('/') {
        let whole = piece.trim_matches(around);
        // “(WMF)” belongs to the name, “(on leave)” doesn't: without the last of them, and without any.
        let ends = [None, whole.rfind('('), whole.find('(')];
        for end in ends {
            let name = end.map_or(whole, |end| whole[..end].trim_matches(around));
            let may_be = name.chars().any(char::is_alphanumeric) && !name.contains(['=', '<', '>', '#']);
            if may_be && !names.contains(&Account::new(name)) {
                names.push(Account::new(name));
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Mentions {
        Mentions::new(text, &[])
    }

    #[track_caller]
    fn assert_named(name: &str, texts: &[&str]) {
        for text in texts {
            assert!(page(text).names(&Account::new(name)), "{name} in {text:?}");
        }
    }

    #[track_caller]
    fn assert_unnamed(name: &str, texts: &[&str]) {
        for text in texts {
            assert!(!page(text).names(&Account::new(name)), "{name} in {text:?}");
        }
    }

    #[test]
    fn whoever_is_mentioned_is_named() {
        assert_named(
            "Ada Sample (WMF)",
            &[
                "Ada Sample (WMF)",
                "* Ada Sample (WMF)",
                "* ada_Sample_(WMF) – please",
                "Ada   Sample (WMF), Bo",
                "* '''Ada Sample (WMF)'''",
                "* '''Ada''' Sample (WMF)",
                "[[User:Ada Sample (WMF)/Sandbox|me]]",
                "[[Special:Contributions/Ada_Sample_%28WMF%29|me]]",
                "[https://wiki.example/wiki/User:Ada_Sample_(WMF) me]",
                "{{user|Ada Sample (WMF)}}",
                "{{user|1=ada Sample (WMF)}}",
                "{|\n| Ada Sample (WMF) || on leave\n|}",
                "Please leave Ada Sample (WMF) alone until she is back, which will be in the summer.",
                "Ada&nbsp;Sample &#40;WMF&#41;",
                "\u{200E}Ada Sample (WMF)\u{200E}",
                "<!-- Ada Sample (WMF) -->",
                "Ada Sample (WMF)'s pages",
            ],
        );
        assert_named(
            "Bo",
            &["Bo", "bo", "* bo", "Please no messages to bo.", "Gus,bo", "| bo", "@Bo:", "Bo-", "(Bo)"],
        );
        assert_named(
            "Will",
            &["Will", "* will", "will, Bo", "No messages for Will, please, as said in the meeting."],
        );
        assert_named("山田", &["山田さんには送らないでください", "* 山田"]);
        assert_named("Élise", &["* E\u{301}lise", "élise"]);
        assert_named("Ada & Bo", &["Ada &amp; Bo"]);
    }

    #[test]
    fn a_text_that_explains_the_page_names_nobody() {
        let text = "This page is for those who will get no messages from the bot. Write your name under the line, \
                    as a link or plain, and the next run will find it. It is read before every run.";
        for name in ["Ada", "Bo", "Will", "Page", "Bot", "Run", "Ada Sample (WMF)"] {
            assert_unnamed(name, &[text]);
        }
        assert_eq!(page(text).candidates(), BTreeSet::new());
    }

    #[test]
    fn a_part_of_a_word_is_no_name() {
        assert_unnamed("Bo", &["Bob", "Robo", "Bo2", "* Bodo", "bobo"]);
        assert_unnamed("Ada Sample", &["Ada Samples", "Ada\nSample", "Nada Sample"]);
    }

    #[test]
    fn every_line_of_a_list_is_a_name_to_look_up() {
        let text = "Please no messages for:\n\nBo\n\n* Cy (on leave)\n* '''Fay'''\n* Gus, Hal\n\
                    * [[Special:Contributions/Ivy|Ivy]]\n* Jo 10:00, 3 October 2020 (UTC)\n* Kim.\n* @Eli\n\
                    * [[User:Lea/Sandbox|Lea]]\n* <span style=\"color:red\">Max</span>\n- Oli\n\
                    {| class=\"wikitable\"\n| Pat\n|}\n";
        let page = page(text);
        let candidates = page.candidates();
        let with_remark = Mentions::new("* ada_Sample (WMF) (on leave)", &[]).candidates();
        assert!(with_remark.contains(&Account::new("Ada Sample (WMF)")), "{with_remark:?}");
        for name in ["Bo", "Cy", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kim", "Eli", "Lea", "Max", "Oli", "Pat"] {
            assert!(candidates.contains(&Account::new(name)), "{name}: {candidates:?}");
            assert!(page.names(&Account::new(name)), "{name}");
        }
        for name in ["Ada", "Di", "Red", "Utc", "Wiki"] {
            assert!(!page.names(&Account::new(name)), "{name}");
        }
    }

    #[test]
    fn links_name_their_accounts_and_those_of_their_subpages() {
        let users = ["User:Cyd", "User talk:Eli", "User:Fay/Essay"].map(Title::of_wiki);
        let page = Mentions::new("", &users);
        let names: Vec<_> = page.candidates().into_iter().map(|name| name.to_string()).collect();
        assert_eq!(names, ["Cyd", "Eli", "Fay"]);
        assert!(names.iter().all(|name| page.names(&Account::new(name))));
    }

    #[test]
    fn a_page_without_an_end_is_searched_in_time() {
        let text = "* Somebody, Else (on leave)\nand will not be\n".repeat(50_000);
        let begun = std::time::Instant::now();
        let page = page(&text);
        assert!(page.candidates().len() <= MOST_CANDIDATES);
        assert!(!page.names(&Account::new("Nobody")) && !page.names(&Account::new("A")));
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }
}
