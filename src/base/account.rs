//! Names of accounts, as MediaWiki writes them.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::text::{is_invisible, nfc};
use super::title::Title;

/// An account's name: spaces, and a capital first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Account(SmolStr);

impl Account {
    /// From a name as people write it, perhaps with “User:” before it.
    pub fn new(name: &str) -> Self {
        let visible: String = nfc(name).replace('_', " ").chars().filter(|c| !is_invisible(*c)).collect();
        let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        let prefix = name.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("user:"));
        Self(upper_first(if prefix { name[5..].trim_start() } else { &name }))
    }

    /// The account whose user page or user talk page bears this title.
    pub fn of_page(title: &Title) -> Self {
        Self::new(title.without_namespace())
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
fn upper_first(name: &str) -> SmolStr {
    let mut chars = name.chars();
    match chars.next() {
        // A letter whose capital is several letters, like ß, stays as it is for MediaWiki.
        Some(first) if first.to_uppercase().count() == 1 => first.to_uppercase().chain(chars).collect(),
        _ => name.into(),
    }
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
        assert_eq!(Account::new("e\u{301}lise_Nguye\u{302}\u{303}n"), Account::new("Élise Nguyễn"));
        assert_eq!(Account::new("\u{1112}\u{1161}\u{11AB}").as_str(), "한");
    }
}
