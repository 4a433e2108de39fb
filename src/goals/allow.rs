//! `<!-- goalkeeper: allow empty-goals until 2020-11-15: waiting for budget -->`: people saying no to
//! a finding, on the page.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// What a comment on the page allows, where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// The rule's name, as written.
    pub rule: String,
    /// The last day on which it counts.
    pub until: Option<NaiveDate>,
    /// Why, for other readers.
    pub reason: Option<String>,
}

/// What a comment allows; nothing if it isn't for this bot.
pub fn parse(comment: &str) -> Vec<Allow> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?is)^\s*goalkeeper:\s*allow\s+(?<rules>[a-z-]+(?:\s*,\s*[a-z-]+)*)(?:\s+until\s+(?<until>\d{4}-\d\d-\d\d))?\s*(?::\s*(?<reason>.*?))?\s*$",
        )
        .expect("a fixed pattern")
    });
    // Parsoid writes these three so, since HTML's comments may not hold them.
    let comment = comment.replace("&#x2D;", "-").replace("&#x3E;", ">").replace("&amp;", "&");
    let Some(found) = FORM.captures(&comment) else { return Vec::new() };
    let until = match found.name("until").map(|day| day.as_str().parse()) {
        // A day that doesn't exist allows nothing for ever.
        Some(Err(_)) => Some(NaiveDate::MIN),
        Some(Ok(day)) => Some(day),
        None => None,
    };
    let reason =
        found.name("reason").map(|reason| reason.as_str().to_owned()).filter(|reason| !reason.is_empty());
    let rules = found["rules"].split(',').map(|rule| rule.trim().to_lowercase());
    rules.map(|rule| Allow { rule, until, reason: reason.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_an_allow() {
        let allow = |rule: &str, until: Option<&str>, reason: Option<&str>| Allow {
            rule: rule.into(),
            until: until.map(|day| day.parse().unwrap()),
            reason: reason.map(str::to_owned),
        };
        assert_eq!(
            parse(" goalkeeper: allow empty&#x2D;goals until 2020-11&#x2D;15: waiting for budget "),
            [allow("empty-goals", Some("2020-11-15"), Some("waiting for budget"))]
        );
        assert_eq!(
            parse("Goalkeeper: allow missing-manager, empty-goals"),
            [allow("missing-manager", None, None), allow("empty-goals", None, None)]
        );
        for other in ["allow empty-goals", "goalkeeper: deny x", "goalkeeper status technology begin", ""] {
            assert_eq!(parse(other), [], "{other}");
        }
    }
}
