//! Wikitext: foreign text made harmless for a wiki page (it is shown as typed, and nothing in it works), and what
//! stands where in a page's own text. Knows no wiki and no goal page.

mod dead;
pub mod exclusion;
mod markers;
mod sections;

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;

use crate::base::Title;
use crate::base::text::{is_invisible, tidy};
pub use dead::dead_parts;
pub use markers::{Damaged, Markers, TABLE_CLASS};
pub use sections::Sections;

/// What is longer than this many characters is cut.
const LONGEST: usize = 300;
/// A longer word may be broken anywhere.
const LONGEST_WORD: usize = 30;
/// How many combining marks may stand on one letter: no script needs more, and a pile of them covers other lines.
const MOST_MARKS: usize = 8;

/// Shows `text` as typed: no template, link, signature, category, file, tag or magic word in it works,
/// and it changes nothing of what stands around it, not even the order in which that is read.
pub fn plain(text: &str) -> String {
    // The wiki saves text in this form (NFC): another would look like a change on every run.
    let text: String = tidy(text).chars().filter(|c| !is_invisible(*c)).nfc().collect();
    let text = cut(&without_piles(&text), LONGEST);
    if text.is_empty() {
        return text;
    }
    // In <nowiki> only tags and entities are read; `-{` is the language converter's.
    let escaped =
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("-{", "&#45;{");
    // The wiki saves `>` and U+0338 as the one character `≯`, and then there is no <nowiki>.
    let base = if starts_with_mark(&text) { "◌" } else { "" };
    let shown = format!("<nowiki>{base}{escaped}</nowiki>");
    // An address or the like without spaces would make the page wider than the window.
    let is_wide = text.split_whitespace().any(|word| word.chars().count() > LONGEST_WORD);
    match (is_wide, is_right_to_left(&text)) {
        (true, _) => format!("<bdi style=\"overflow-wrap:anywhere\">{shown}</bdi>"),
        (false, true) => format!("<bdi>{shown}</bdi>"),
        (false, false) => shown,
    }
}

fn starts_with_mark(text: &str) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{M}").expect("a fixed pattern"));
    MARK.is_match(text)
}

fn without_piles(text: &str) -> Cow<'_, str> {
    static PILE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?<kept>\p{{M}}{{{MOST_MARKS}}})\p{{M}}+")).expect("a fixed pattern")
    });
    PILE.replace_all(text, "$kept")
}

/// Whether some of it is read from right to left: then digits and signs behind it would be, too.
fn is_right_to_left(text: &str) -> bool {
    // Unicode's blocks of such scripts.
    text.chars().any(|c| {
        matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// At most `longest` characters, with a sign where something was left out.
pub fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The same, cut between two words, unless that would take half of it away.
pub fn cut_at_word(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest).collect();
    match kept.rfind(char::is_whitespace).filter(|at| 2 * at >= kept.len()) {
        Some(at) => format!("{}…", kept[..at].trim_end()),
        None => cut(text, longest),
    }
}

/// A link to a page, under its own title.
pub fn page_link(title: &Title) -> String {
    link(title, "", title.as_str())
}

/// A link to a heading on a page, or to the page if `anchor` is empty. `label` is foreign text; where
/// nothing of it is seen, the title stands for it.
pub fn link(title: &Title, anchor: &str, label: &str) -> String {
    link_to(title, anchor, &plain(label))
}

/// The same with a label that is wikitext by now.
pub fn link_to(title: &Title, anchor: &str, label: &str) -> String {
    // The leading colon keeps a link to a category or file page a link.
    let mut target = format!(":{title}");
    if !anchor.is_empty() {
        target.push('#');
        for c in anchor.chars() {
            if c == '&' {
                // Read once more after the percent signs: `&lt;` in a heading is four characters of its text.
                target.push_str("&amp;");
            } else if "[]{}|<>%'~".contains(c) || c.is_control() {
                let mut bytes = [0; 4];
                target.extend(c.encode_utf8(&mut bytes).bytes().map(|b| format!("%{b:02X}")));
            } else {
                target.push(if c == '_' { ' ' } else { c });
            }
        }
    }
    // In the line of a table's heading it would begin the next cell.
    let target = target.replace("!!", "!%21");
    let label = if label.is_empty() { plain(title.as_str()) } else { label.to_owned() };
    format!("[[{target}|{label}]]")
}

/// A title as text in a heading or a sentence.
pub fn title(title: &Title) -> String {
    // Of what a title may have only this means something in running text: quotes, addresses ($wgUrlProtocols)
    // and magic links ($wgEnableMagicLinks).
    static LINKS: LazyLock<Regex> = LazyLock::new(|| {
        let schemes = "bitcoin|geo|magnet|mailto|matrix|news|sips?|sms|tel|urn|xmpp";
        Regex::new(&format!(r"(?i:\b(?<scheme>{schemes})):|\b(?<magic>RFC|PMID|ISBN) "))
            .expect("a fixed pattern")
    });
    let title = title.as_str().replace('\'', "&#39;").replace("//", "&#47;&#47;");
    let broken = LINKS.replace_all(&title, |found: &Captures<'_>| match found.name("scheme") {
        Some(scheme) => format!("{}&#58;", scheme.as_str()),
        None => format!("{}&#32;", &found["magic"]),
    });
    broken.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_foreign_text_ends_the_nowiki() {
        assert_eq!(plain("a </nowiki> {{x}} ~~~~"), "<nowiki>a &lt;/nowiki&gt; {{x}} ~~~~</nowiki>");
        assert_eq!(plain("a\n== b ==\u{202E}"), "<nowiki>a == b ==</nowiki>");
        assert_eq!(plain(" \u{200B}"), "");
        // `>` and this one would be saved as one character.
        assert_eq!(plain("\u{338}{{x}}"), "<nowiki>◌\u{338}{{x}}</nowiki>");
    }

    #[test]
    fn foreign_text_stays_in_its_place() {
        assert_eq!(plain("אב 1"), "<bdi><nowiki>אב 1</nowiki></bdi>");
        let pile = "\u{301}".repeat(20);
        assert_eq!(plain(&format!("q{pile}b")), format!("<nowiki>q{}b</nowiki>", &pile[..2 * MOST_MARKS]));
        assert_eq!(plain(&"x".repeat(1000)).chars().filter(|c| *c == 'x').count(), LONGEST - 1);
    }

    #[test]
    fn a_title_is_no_link() {
        let shown = |text: &str| title(&Title::of_wiki(text));
        assert_eq!(shown("Project:Goals ''x''"), "Project:Goals &#39;&#39;x&#39;&#39;");
        assert_eq!(shown("Mailto:a@b RFC 1"), "Mailto&#58;a@b RFC&#32;1");
    }

    #[test]
    fn an_anchor_cannot_close_its_link() {
        let page = Title::of_wiki("A/B");
        assert_eq!(link(&page, "x]]{{y}}", "KR1"), "[[:A/B#x%5D%5D%7B%7By%7D%7D|<nowiki>KR1</nowiki>]]");
        assert_eq!(link(&Title::of_wiki("A!!!"), "b!!c", "KR1"), "[[:A!%21!#b!%21c|<nowiki>KR1</nowiki>]]");
        // A link without a label is none.
        assert_eq!(link(&page, "x", " "), "[[:A/B#x|<nowiki>A/B</nowiki>]]");
    }

    #[test]
    fn cuts_count_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
        assert_eq!(cut_at_word("one two three", 9), "one two…");
        assert_eq!(cut_at_word("one two three", 13), "one two three");
        assert_eq!(cut_at_word("a Donaudampfschiff", 10), "a Donauda…");
    }
}
