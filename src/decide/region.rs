//! A part of a page that the bot keeps, between two hidden markers: whose it is, and whether it may be replaced. In doubt it
//! stays. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::table;
use crate::base::Account;
use crate::read::Facts;
use crate::wikitext::{Damaged, Markers};

/// What every marker of this program's begins with. Other hidden words of its begin otherwise.
const MARKERS: [&str; 2] = ["<!-- goalkeeper status ", "<!-- goalkeeper overview "];

/// The words of two markers, without who keeps what stands between them.
#[derive(Clone, Debug)]
pub struct Words {
    begin: String,
    end: String,
}

/// What the bot did before on a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    /// Whether this part was once saved there.
    pub before: bool,
    /// The page as the bot last saved it, if somebody else has edited it since.
    pub last: Option<&'a str>,
}

impl Words {
    /// Markers of the part called `name`.
    pub fn new(name: &str) -> Self {
        let begin = format!("<!-- goalkeeper {name} begin; this part is replaced by ");
        Self { begin, end: format!("<!-- goalkeeper {name} end -->") }
    }

    /// The markers around this bot's part of a page with this `text`: those that stand there, or the ones to put there.
    /// `before`: whether it was ever saved there.
    ///
    /// # Errors
    /// Which other bot of this kind keeps that part there.
    pub fn markers(&self, facts: &Facts<'_>, text: &str, before: bool) -> Result<Markers, String> {
        let by = |who: &str| Markers { begin: format!("{}{who} -->", self.begin), end: self.end.clone() };
        let named = |account: &str| by(&format!("the bot {account}"));
        let own = named(facts.bot.as_str());
        let former =
            facts.settings.bot.former_accounts.iter().map(|name| named(Account::new(name.trim()).as_str()));
        for markers in [own.clone()].into_iter().chain(former) {
            if text.contains(&markers.begin) {
                return Ok(markers);
            }
        }
        // What earlier versions wrote names nobody.
        let nameless = by("a bot");
        if text.contains(&nameless.begin) {
            let region = nameless.find(text).ok().flatten().map(|region| &text[region]);
            let is_a_bots = region.is_some_and(table::is_untouched);
            return if before || !is_a_bots { Ok(nameless) } else { Err("of another account".to_owned()) };
        }
        let other = text.split_once(&format!("{}the bot ", self.begin));
        let other = other.and_then(|(_, rest)| rest.split(" -->").next());
        other.map_or(Ok(own), |name| Err(format!("“{name}”")))
    }
}

/// Where the bot's part of a page stands; `None` if it doesn't, and may be put there.
///
/// # Errors
/// Why it stays as it is: the markers don't allow to replace it, there are other people's words between them, or somebody
/// said no by taking it away, or the bot's last change to it back.
pub fn find(markers: &Markers, text: &str, past: Past<'_>) -> Result<Option<Range<usize>>, &'static str> {
    let region = match markers.find(text) {
        Err(Damaged) => return Err("one of the two hidden markers around the table is gone or doubled"),
        Ok(None) if past.before => {
            return Err(
                "the table was removed from the page; it stays away unless its two markers are put back",
            );
        }
        Ok(None) => return Ok(None),
        Ok(Some(region)) => region,
    };
    let part = &text[region.clone()];
    if is_taken_back(markers, part, past.last) {
        return Err(
            "the bot's last change to the table was undone; the table stays as it is unless that change is put back",
        );
    }
    if MARKERS.iter().any(|other| part.contains(other)) {
        return Err("a marker of another table stands between the table's two; each needs its own place");
    }
    if !table::is_untouched(part) && has_others_words(part) {
        return Err(
            "a heading or a signed comment stands between the table's two hidden markers, and would be lost: move it out of them",
        );
    }
    Ok(Some(region))
}

/// Whether a part is an earlier one of the bot's than that which it saved last: by an undo, a rollback or a
/// revert by hand, which all come to the same text. Tags would tell as much, but late, and not on every wiki.
fn is_taken_back(markers: &Markers, now: &str, last: Option<&str>) -> bool {
    let saved = last.and_then(|last| Some(&last[markers.find(last).ok()??]));
    saved.is_some_and(|saved| saved.trim() != now.trim()) && table::is_untouched(now)
}

/// Whether people talk there: a section of its own, or the time of a signature.
fn has_others_words(part: &str) -> bool {
    static HEADING: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^=[^\n]*=[ \t]*$").expect("a fixed pattern"));
    static SIGNED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\d{1,2}[:.]\d{2}[^\n]{1,60}\([A-Z]{2,5}\)").expect("a fixed pattern"));
    HEADING.is_match(part) || SIGNED.is_match(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_known_by_headings_and_signatures() {
        for text in [
            "a\n== Question ==\nb",
            "a\n=x=\nb",
            ":Is that so? [[User:Ada|Ada]] ([[User talk:Ada|talk]]) 12:07, 2 November 2020 (UTC)",
            "Stimmt. --[[Benutzer:Bo|Bo]] 9:07, 2. Nov. 2020 (CET)",
        ] {
            assert!(has_others_words(text), "{text}");
        }
        for text in ["! scope=\"col\" | Goals", "at 12:07", "| waiting (UTC)", "a = b"] {
            assert!(!has_others_words(text), "{text}");
        }
    }
}
