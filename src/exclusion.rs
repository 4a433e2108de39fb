//! `{{bots}}` and `{{nobots}}`: what they say about this bot, in every documented form
//! (Template:Bots on English Wikipedia). In doubt the answer is no.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

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
}

impl Default for Names {
    fn default() -> Self {
        Self {
            bots: BTreeSet::from(["bots".to_owned()]),
            nobots: BTreeSet::from(["nobots".to_owned()]),
            // What Wikimedia's wikis call it, where the wiki doesn't say.
            opt_out_category: "Opted-out of message delivery".to_owned(),
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
    transcluded.nobots || unseen || calls.iter().any(|call| call.denies(bot))
}

struct Call {
    is_nobots: bool,
    parameters: Vec<(String, Vec<String>)>,
}

impl Call {
    fn denies(&self, bot: &str) -> bool {
        let bot = normal(bot);
        let lists = |item: &str, list: &[String]| list.iter().any(|entry| entry == item);
        self.is_nobots
            || self.parameters.iter().any(|(name, list)| match name.as_str() {
                // Whoever is not listed is denied.
                "allow" => lists("none", list) || !(lists("all", list) || lists(&bot, list)),
                "deny" => !lists("none", list) && (lists("all", list) || lists(&bot, list)),
                "optout" => lists("all", list) || lists(MESSAGE_TYPE, list),
                _ => false,
            })
    }
}

/// A template's or an account's name, for comparing.
pub fn normal(name: &str) -> String {
    name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Takes out comments and text in tags that keep templates from working. A comment without its end
/// reaches to the end of the page, as it does for MediaWiki.
fn without_dead_text(wikitext: &str) -> String {
    static DEAD: LazyLock<Regex> = LazyLock::new(|| {
        let tags = ["nowiki", "pre", "syntaxhighlight", "source", "math"]
            .map(|tag| format!(r"<{tag}(?:\s[^>]*)?>.*?</{tag}\s*>"))
            .join("|");
        Regex::new(&format!(r"(?is)<!--.*?(?:-->|$)|<nowiki\s*/>|{tags}")).expect("a fixed pattern")
    });
    DEAD.replace_all(wikitext, "").into_owned()
}

fn calls(wikitext: &str, names: &Names) -> Vec<Call> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)\{\{(?<name>[^{}|]*)(?:\|(?<rest>[^{}]*))?\}\}").expect("a fixed pattern")
    });
    CALL.captures_iter(wikitext)
        .filter_map(|call| {
            // Any namespace's name may stand before the template's, since it may be called by its own.
            let name = normal(call["name"].rsplit(':').next().unwrap_or_default());
            let is_nobots = names.nobots.contains(&name);
            if !is_nobots && !names.bots.contains(&name) {
                return None;
            }
            let rest = call.name("rest").map_or("", |rest| rest.as_str());
            let parameters = rest.split('|').filter_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                Some((normal(name), value.split(',').map(normal).filter(|item| !item.is_empty()).collect()))
            });
            Some(Call { is_nobots, parameters: parameters.collect() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: &str = "GoalkeeperBot";

    #[test]
    fn the_documented_forms() {
        for (text, denied) in [
            ("", false),
            ("{{bots}}", false),
            ("{{nobots}}", true),
            ("{{Nobots}}", true),
            ("{{ NoBots }}", true),
            ("{{Template:nobots}}", true),
            ("{{Vorlage:Nobots}}", true),
            ("{{bots|allow=all}}", false),
            ("{{bots|allow=none}}", true),
            ("{{bots|deny=all}}", true),
            ("{{bots|deny=none}}", false),
            ("{{bots|allow=GoalkeeperBot}}", false),
            ("{{bots|allow=OtherBot,GoalkeeperBot}}", false),
            ("{{bots|allow=OtherBot}}", true),
            ("{{bots|deny=OtherBot}}", false),
            ("{{bots|deny=OtherBot, GoalkeeperBot}}", true),
            ("{{Bots | deny = Foo , goalkeeperBot }}", true),
            ("{{bots\n|deny=GoalkeeperBot\n}}", true),
            ("{{bots|optout=all}}", true),
            ("{{bots|optout=goalkeeper}}", true),
            ("{{bots|optout=nosource,Goalkeeper}}", true),
            ("{{bots|optout=nosource}}", false),
            ("<nowiki>{{nobots}}</nowiki>", false),
            ("<!-- {{nobots}} -->", false),
            ("<!-- {{bots}} --> {{nobots}}", true),
            ("{{robots}}", false),
            ("{{bots|deny=OtherBot}} {{bots|deny=GoalkeeperBot}}", true),
        ] {
            let answer = denies(text, BOT, &Names::default(), Transcluded::default());
            assert_eq!(answer, denied, "{text}");
        }
    }

    #[test]
    fn a_template_that_comes_through_another_denies() {
        let names = Names::default();
        let (bots, nobots) =
            (Transcluded { bots: true, nobots: false }, Transcluded { bots: false, nobots: true });
        assert!(denies("{{My header}}", BOT, &names, bots));
        assert!(!denies("{{bots|deny=OtherBot}}", BOT, &names, bots));
        assert!(denies("{{bots|deny=OtherBot}} {{My header}}", BOT, &names, nobots));
    }

    #[test]
    fn a_template_may_go_by_other_names() {
        let names = Names {
            nobots: BTreeSet::from(["nobots".to_owned(), "kein bot".to_owned()]),
            ..Names::default()
        };
        assert!(denies("{{bots|deny=OtherBot}} {{Vorlage:Kein_Bot}}", BOT, &names, Transcluded::default()));
    }
}
