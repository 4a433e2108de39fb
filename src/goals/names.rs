//! From the text of a manager line to the people it names.

use std::sync::LazyLock;

use regex::Regex;

use super::document::Link;
use super::model::Manager;
use super::words::{Words, words};
use crate::base::Account;
use crate::base::text::tidy;
use crate::wiki::UserNamespaces;

/// Nobody names more people on one line.
const MOST: usize = 50;

/// The longest name of an account that MediaWiki allows, in bytes. Nobody's own name is longer.
const LONGEST: usize = 255;

static SEPARATORS: LazyLock<Regex> = LazyLock::new(|| {
    let words = words().name_separators().join("|");
    Regex::new(&format!(r"(?i)\s*(?:[,;&+/、，；]|\s(?:{words})\s)\s*")).expect("a fixed pattern")
});

// A link that MediaWiki left as text because it leads nowhere: [[User:|]], on saving [[User:|User:]].
static EMPTY_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[\[[^\[\]|:]*:?\s*(?:\|\s*(?:[^\[\]|:]*:\s*)?)?\]\]").expect("a fixed pattern")
});

/// The people that a manager line's value names (nobody, if it is empty), and whether that is certain.
/// More of them, or longer names, than anybody would write are cut off, and then nothing is certain.
pub fn managers(
    value: &str,
    links: &[Link],
    namespaces: &UserNamespaces,
    words: &Words,
) -> (Vec<Manager>, bool) {
    let value = tidy(&EMPTY_LINK.replace_all(value, ""));
    if words.is_manager_placeholder(&value) {
        return (Vec::new(), true);
    }
    let mut linked: Vec<(&str, Account)> = Vec::new();
    for link in links {
        if let Some(account) = namespaces.account(&link.href)
            && !link.text.is_empty()
        {
            linked.push((&link.text, account));
        }
    }
    let mut too_much = linked.len() > MOST;
    linked.truncate(MOST);
    let mut found: Vec<Manager> = Vec::new();
    let mut rest = value.as_str();
    let mut name = |text: &str, account: Option<&Account>| {
        let text = without_full_stop(text.trim().trim_end_matches(':').trim_end());
        if found.len() == MOST {
            too_much = true;
        } else if !words.is_manager_placeholder(text) && text.chars().any(char::is_alphabetic) {
            let text = match text.len() {
                0..=LONGEST => text,
                _ => {
                    too_much = true;
                    &text[..text.floor_char_boundary(LONGEST)]
                }
            };
            let manager = Manager { name: text.to_owned(), account: account.cloned() };
            let known = found
                .iter()
                .any(|m| m.name == manager.name || account.is_some() && m.account == manager.account);
            if !known {
                found.push(manager);
            }
        }
    };
    // “ask Bo”, “formerly Bo”: words beside a link that are no name put all of it in doubt.
    let mut certain = true;
    let mut beside = |text: &str, name: &mut dyn FnMut(&str, Option<&Account>)| {
        for part in split(&format!(" {} ", without_remark(text))) {
            let part = part.trim();
            if part.starts_with(char::is_lowercase) {
                certain = false;
            } else {
                name(part, None);
            }
        }
    };
    for (text, account) in &linked {
        let Some(at) = rest.find(text) else { continue };
        // In brackets stands who it was before, or a link to the talk page.
        let within = value.len() - rest.len() + at;
        let depth = value[..within].matches('(').count().saturating_sub(value[..within].matches(')').count());
        if depth > 0 && value[..within].chars().any(char::is_alphabetic) {
            continue;
        }
        beside(&rest[..at], &mut name);
        name(text, Some(account));
        rest = &rest[at + text.len()..];
    }
    if linked.is_empty() {
        split(rest).for_each(|text| name(text, None));
    } else {
        // After a link, “(WMF)” belongs to the person just named.
        beside(rest, &mut name);
    }
    (found, certain && !too_much)
}

/// Splits at commas and “and”, but not inside brackets.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let inside: Vec<bool> = text
        .bytes()
        .map(|b| {
            match b {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
        })
        .collect();
    let mut start = 0;
    let mut parts = Vec::new();
    for found in SEPARATORS.find_iter(text) {
        let generation =
            ["Jr", "Sr", "II", "III", "PhD"].iter().any(|word| text[found.end()..].starts_with(word));
        if !generation && !inside.get(found.start()).copied().unwrap_or(false) {
            parts.push(&text[start..found.start()]);
            start = found.end();
        }
    }
    parts.push(&text[start..]);
    parts.into_iter()
}

/// A full stop ends the line, unless it belongs to the name, as in “Jr.” or an initial.
fn without_full_stop(text: &str) -> &str {
    let Some(bare) = text.strip_suffix('.') else { return text };
    let last_word = bare.rsplit(' ').next().unwrap_or_default();
    if last_word.chars().count() > 2 { bare } else { text }
}

/// What stands between two linked names is a name only if it isn't all in brackets.
fn without_remark(text: &str) -> String {
    static REMARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\([^()]*\)?|\[[^\[\]]*\]").expect("a fixed pattern"));
    tidy(&REMARK.replace_all(text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &str) -> Vec<String> {
        managers(value, &[], &UserNamespaces::default(), words()).0.into_iter().map(|m| m.name).collect()
    }

    #[test]
    fn nobody_is_made_up() {
        for value in [
            "",
            " ",
            "TBD",
            "Vacant (hiring)",
            "[TBD]",
            "[[User:|]]",
            "[[User:]]",
            "[[User:|User:]]",
            "TBD (was: Jane Doe)",
            "—",
        ] {
            assert_eq!(names(value), Vec::<String>::new(), "{value}");
        }
    }

    #[test]
    fn several_names_on_one_line() {
        let both = ["Jane Doe", "John Roe"];
        for value in
            ["Jane Doe & John Roe", "Jane Doe, John Roe", "Jane Doe and John Roe", "Jane Doe / John Roe"]
        {
            assert_eq!(names(value), both, "{value}");
        }
        assert_eq!(names("Jane Doe, TBD"), ["Jane Doe"]);
        assert_eq!(names("Jane Doe (Ops, acting)"), ["Jane Doe (Ops, acting)"]);
        assert_eq!(names("Jane Doe, Jr. and John Roe"), ["Jane Doe, Jr.", "John Roe"]);
        assert_eq!(names("Sandy Anderson"), ["Sandy Anderson"]);
        assert_eq!(names("Birgit Müller"), ["Birgit Müller"]);
        assert_eq!(names("李娜、王伟"), ["李娜", "王伟"]);
    }

    #[test]
    fn links_to_user_pages_name_accounts() {
        let namespaces = UserNamespaces::new(["Benutzer", "Benutzer Diskussion", "Benutzerin"]);
        let link = |href: &str, text: &str| Link { href: href.into(), text: text.into() };
        let links = [
            link("./Benutzerin:Ada_Sample_(WMF)?action=edit&redlink=1", "Ada Sample"),
            link("./User_talk:bo%20Sample", "Bo"),
            link("./User:Cy/Drafts", "Cy"),
            link("./Ada", "Ada"),
        ];
        let (found, certain) = managers("Ada Sample (WMF), Bo and Dee, Cy", &links, &namespaces, words());
        assert!(certain);
        let found: Vec<_> =
            found.iter().map(|m| (m.name.as_str(), m.account.as_ref().map(Account::as_str))).collect();
        assert_eq!(
            found,
            [
                ("Ada Sample", Some("Ada Sample (WMF)")),
                ("Bo", Some("Bo Sample")),
                ("Dee", None),
                ("Cy", None)
            ]
        );
    }

    #[test]
    fn what_nobody_would_write_is_cut_off() {
        for value in ["Ada Ö".repeat(1000), (0..1000).map(|number| format!("Ada {number}, ")).collect()] {
            let (found, certain) = managers(&value, &[], &UserNamespaces::default(), words());
            assert!(!certain && found.len() <= MOST && found.iter().all(|m| m.name.len() <= LONGEST));
            assert!(!found.is_empty());
        }
    }

    #[test]
    fn people_who_are_only_mentioned_are_not_certain() {
        let link = |name: &str| Link { href: format!("./User:{name}"), text: name.into() };
        let namespaces = UserNamespaces::default();
        let read = |value: &str| {
            let (found, certain) = managers(value, &[link("Ada"), link("Bo")], &namespaces, words());
            (found.into_iter().map(|m| m.name).collect::<Vec<_>>(), certain)
        };
        assert_eq!(read("Ada and Bo"), (vec!["Ada".to_owned(), "Bo".to_owned()], true));
        assert_eq!(read("Ada (formerly Bo)"), (vec!["Ada".to_owned()], true));
        assert!(!read("Ada; ask Bo for details").1);
        assert!(!read("Ada, not Bo").1);
    }
}
