//! Foreign text made harmless for a wiki page: it is shown as it was typed, and nothing in it works.

use crate::account::is_invisible;
use crate::goals::tidy;

/// Shows `text` as typed: no template, link, signature, category, file, tag or magic word in it works.
pub fn plain(text: &str) -> String {
    let text: String = tidy(text).chars().filter(|c| !is_invisible(*c)).collect();
    if text.is_empty() {
        return text;
    }
    // In <nowiki> only tags and entities are read; `-{` is the language converter's.
    let escaped =
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("-{", "&#45;{");
    format!("<nowiki>{escaped}</nowiki>")
}

/// At most `longest` characters, with a sign where something was left out.
pub fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A link to a heading on a page, or to the page if `anchor` is empty. `label` is foreign text.
pub fn link(title: &str, anchor: &str, label: &str) -> String {
    // The leading colon keeps a link to a category or file page a link.
    let mut target = format!(":{title}");
    if !anchor.is_empty() {
        target.push('#');
        for c in anchor.chars() {
            if "[]{}|<>&%'~".contains(c) || c.is_control() {
                let mut bytes = [0; 4];
                target.extend(c.encode_utf8(&mut bytes).bytes().map(|b| format!("%{b:02X}")));
            } else {
                target.push(if c == '_' { ' ' } else { c });
            }
        }
    }
    format!("[[{target}|{}]]", plain(label))
}

/// A title as text in a heading or a sentence.
pub fn title(title: &str) -> String {
    // Of what a title may have only this means something in running text.
    title.replace('\'', "&#39;").replace("//", "&#47;&#47;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_foreign_text_ends_the_nowiki() {
        assert_eq!(plain("a </nowiki> {{x}} ~~~~"), "<nowiki>a &lt;/nowiki&gt; {{x}} ~~~~</nowiki>");
        assert_eq!(plain("a\n== b ==\u{202E}"), "<nowiki>a == b ==</nowiki>");
        assert_eq!(plain(" \u{200B}"), "");
    }

    #[test]
    fn an_anchor_cannot_close_its_link() {
        assert_eq!(link("A/B", "x]]{{y}}", "KR1"), "[[:A/B#x%5D%5D%7B%7By%7D%7D|<nowiki>KR1</nowiki>]]");
    }

    #[test]
    fn cuts_count_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
    }
}
