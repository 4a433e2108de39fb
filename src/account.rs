//! Names of accounts, as MediaWiki writes them.

/// An account's name: spaces, and a capital first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(String);

impl Account {
    /// From a name as people write it, perhaps with “User:” before it.
    pub fn new(name: &str) -> Self {
        let visible: String = name.replace('_', " ").chars().filter(|c| !is_invisible(*c)).collect();
        let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        let prefix = name.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("user:"));
        Self(upper_first(if prefix { name[5..].trim_start() } else { &name }))
    }

    /// The account whose talk page bears this title.
    pub fn of_talk_page(title: &str) -> Self {
        Self::new(title.split_once(':').map_or(title, |(_, name)| name))
    }

    /// As the wiki writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// User names begin with a capital on every wiki.
fn upper_first(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        // A letter whose capital is several letters, like ß, stays as it is for MediaWiki.
        Some(first) if first.to_uppercase().count() == 1 => first.to_uppercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}

/// Characters that change nothing a reader sees, or only the order in which it is shown.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_paste_them() {
        for name in [
            "Ada Sample (WMF)",
            "ada_Sample (WMF)",
            "User:Ada Sample (WMF)",
            "user: Ada  Sample (WMF)\u{200E}",
        ] {
            assert_eq!(Account::new(name).as_str(), "Ada Sample (WMF)", "{name:?}");
        }
        assert_eq!(Account::new("ßa").as_str(), "ßa");
    }
}
