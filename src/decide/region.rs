//! A part of a page that the bot keeps, between two hidden markers: whose it is, and whether it may be replaced. In doubt it
//! stays. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::table;
use crate::base::{Account, Reason, Refused, refuse};
use crate::read::Facts;
use crate::wiki::{Refusal, TalkPage};
use crate::wikitext::{Damaged, Markers};

/// What every marker of this program's begins with. Other hidden words of its begin otherwise.
const MARKERS: [&str; 2] = ["<!-- goalkeeper status ", "<!-- goalkeeper overview "];

/// The words of two markers, without who keeps what stands between them.
#[derive(Clone, Debug)]
pub struct Words {
    /// What stands between them, in a word for the operator.
    what: &'static str,
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
    /// Markers of the part called `name`, which is a `what`.
    pub fn new(what: &'static str, name: &str) -> Self {
        let begin = format!("<!-- goalkeeper {name} begin; this part is replaced by ");
        Self { what, begin, end: format!("<!-- goalkeeper {name} end -->") }
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

/// Whether the bot may write to a page. What concerns its account and not the page is the gateway's to report.
///
/// # Errors
/// What the page is, or that it says no.
pub fn may_write(facts: &Facts<'_>, page: &TalkPage) -> Result<(), Refused> {
    match page.refusal(facts.bot, &facts.lists.names).filter(Refusal::is_about_page) {
        Some(Refusal { reason, detail, .. }) => Err((reason, detail)),
        None => Ok(()),
    }
}

/// What to say where somebody changed the part, and it is replaced: the operator hears who edited the page last.
pub fn replaced(facts: &Facts<'_>, what: &str, page: &TalkPage) -> String {
    let by = page.last_edit.as_ref().filter(|(by, _)| by != facts.bot);
    let by = by.map(|(by, at)| {
        format!("; the page’s last edit is that of “{by}”, {}", at.format("%Y-%m-%d %H:%M UTC"))
    });
    format!("somebody had edited the {what}, and it is replaced{}", by.unwrap_or_default())
}

/// Where the bot's part of a page stands; `None` if it doesn't, and may be put there.
///
/// # Errors
/// [`Reason::MarkersDamaged`] and why it stays as it is: the markers don't allow to replace it, there are other people's words
/// between them, or somebody said no by taking it away, or the bot's last change to it back.
pub fn find(
    words: &Words,
    markers: &Markers,
    text: &str,
    past: Past<'_>,
) -> Result<Option<Range<usize>>, Refused> {
    let what = words.what;
    let stays = |why: String| refuse(Reason::MarkersDamaged, why);
    let region = match markers.find(text) {
        Err(Damaged) => {
            return stays(format!("one of the two hidden markers around the {what} is gone or doubled"));
        }
        Ok(None) if past.before => {
            return stays(format!(
                "the {what} was removed from the page; it stays away unless its two markers are put back"
            ));
        }
        Ok(None) => return Ok(None),
        Ok(Some(region)) => region,
    };
    let part = &text[region.clone()];
    if is_taken_back(markers, part, past.last) {
        return stays(format!(
            "the bot's last change to the {what} was undone; the {what} stays as it is unless that change is put back"
        ));
    }
    if MARKERS.iter().any(|other| part.contains(other)) {
        return stays(format!(
            "a marker of another table stands between the {what}'s two; each needs its own place"
        ));
    }
    if !table::is_untouched(part) && has_others_words(part) {
        return stays(format!(
            "a heading or a signed comment stands between the {what}'s two hidden markers, and would be lost: move it out \
             of them"
        ));
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
    // A time, a year and a zone, whatever the language.
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        let (time, year, zone) =
            (r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b", r"\b(?:19|20)\d\d\b", r"\([A-Z]{2,5}\)");
        Regex::new(&format!(
            r"{time}[^\n]{{1,60}}{year}[^\n]{{0,20}}{zone}|{year}[^\n]{{1,60}}{time}[^\n]{{0,20}}{zone}"
        ))
        .expect("a fixed pattern")
    });
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
        for text in [
            "! scope=\"col\" | Goals",
            "at 12:07",
            "| waiting (UTC)",
            "a = b",
            "Keep 99.95 % in 2020 (SLO)",
            "20.15 % (UTC)",
        ] {
            assert!(!has_others_words(text), "{text}");
        }
    }
}
