//! `{{bots}}` and `{{nobots}}`: what they say about this bot, in every documented form
//! (<https://en.wikipedia.org/wiki/Template:Bots>). In doubt the answer is no.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::text::is_invisible;
use crate::wikitext::dead_parts;

/// The message type that `optout=` names to stop this bot's notices.
pub const MESSAGE_TYPE: &str = "goalkeeper";

/// What the two templates are called on a wiki, redirects to them included (without a namespace, in
/// lower case), and the category of pages that want no messages.
#[derive(Clone, Debug)]
pub struct Names {
    /// `{{bots}}`
    pub bots: BTreeSet<String>,
    /// `{{nobots}}`
    pub nobots: BTreeSet<String>,
    /// The category that MassMessage heeds.
    pub opt_out_category: String,
    /// Accounts that did the bot's work before: a no to one of them is a no.
    pub former: Vec<String>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            bots: BTreeSet::from(["bots".to_owned()]),
            nobots: BTreeSet::from(["nobots".to_owned()]),
            // What Wikimedia's wikis call it, where the wiki doesn't say.
            opt_out_category: "Opted-out of message delivery".to_owned(),
            former: Vec::new(),
        }
    }
}

/// Which of the two the wiki sees on a page, whatever they are called there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transcluded {
    /// `{{bots}}`
    pub bots: bool,
    /// `{{nobots}}`
    pub nobots: bool,
}

/// Whether a page denies the account `bot`. Where the wiki sees a template whose call can't be
/// found in the text (it came through another template), the answer is yes.
pub fn denies(wikitext: &str, bot: &str, names: &Names, transcluded: Transcluded) -> bool {
    let calls = calls(&without_dead_text(wikitext), names);
    let unseen = transcluded.bots && !calls.iter().any(|call| !call.is_nobots);
    let former: Vec<String> = names.former.iter().map(|name| normal(name)).collect();
    transcluded.nobots || unseen || calls.iter().any(|call| call.denies(bot, &former))
}

struct Call {
    is_nobots: bool,
    /// Whether it ends before another template begins: otherwise nobody can say what it says.
    is_plain: bool,
    /// Without a name, the name is empty.
    parameters: Vec<(String, String)>,
}

impl Call {
    fn denies(&self, bot: &str, former: &[String]) -> bool {
        let bot = normal(bot);
        self.is_nobots
            || !self.is_plain
            || self.parameters.iter().any(|(name, value)| parameter_denies(name, value, &bot, former))
    }
}

fn parameter_denies(name: &str, value: &str, bot: &str, former: &[String]) -> bool {
    if value.is_empty() {
        return false;
    }
    // Links, tags and what stood in <nowiki>: no list of names.
    if value.contains(['[', ']', '<', '>', DEAD]) {
        return true;
    }
    match name {
        "allow" => {
            // Whoever is not listed is denied.
            let mut names = value.split(',').map(|item| item.rsplit(':').next().unwrap_or_default().trim());
            let listed = names.clone().any(|item| item == "all" || item == bot);
            !listed || names.any(|item| item == "none")
        }
        "deny" | "optout" => {
            let words = ["all", bot, MESSAGE_TYPE].into_iter().chain(former.iter().map(String::as_str));
            words.into_iter().any(|word| mentions(value, word))
        }
        // A parameter without a name has no meaning: in doubt it is a no.
        _ if name.chars().all(|c| c.is_ascii_digit()) => true,
        _ => mentions(value, bot) || former.iter().any(|name| mentions(value, name)),
    }
}

/// Whether `word` stands in `text`, whatever separates it from the rest.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// A template's or an account's name, for comparing.
pub fn normal(name: &str) -> String {
    let visible: String = name.replace('_', " ").chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Stands for text in tags that keep templates from working. No page can contain it.
const DEAD: char = '\u{7F}';

/// Without comments, and with a sign for each tag that keeps templates from working.
fn without_dead_text(wikitext: &str) -> String {
    let mut live = String::with_capacity(wikitext.len());
    let mut kept = 0;
    for part in dead_parts(wikitext) {
        live.push_str(&wikitext[kept..part.at.start]);
        if !part.is_comment {
            live.push(DEAD);
        }
        kept = part.at.end;
    }
    live + &wikitext[kept..]
}

fn calls(wikitext: &str, names: &Names) -> Vec<Call> {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{\{+").expect("a fixed pattern"));
    OPENING
        .find_iter(wikitext)
        .filter_map(|opening| {
            let after = &wikitext[opening.end()..];
            let (inside, end) = after.split_at(after.find(['{', '}']).unwrap_or(after.len()));
            let mut parts = inside.split('|');
            // Any namespace's name may stand before the template's, since it may be called by its own.
            let name = parts.next()?.split('#').next()?.rsplit(':').next()?;
            let name = normal(name);
            let is_nobots = names.nobots.contains(&name);
            if !is_nobots && !names.bots.contains(&name) {
                return None;
            }
            let parameters = parts.map(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or(("", parameter));
                (normal(name), normal(value))
            });
            Some(Call { is_nobots, is_plain: end.starts_with("}}"), parameters: parameters.collect() })
        })
        .collect()
}

#[cfg(test)]
mod tests;
