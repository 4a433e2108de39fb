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
    /// Whether it ends before another template begins: otherwise nobody can say what it says.
    is_plain: bool,
    /// Without a name, the name is empty.
    parameters: Vec<(String, String)>,
}

impl Call {
    fn denies(&self, bot: &str) -> bool {
        let bot = normal(bot);
        self.is_nobots
            || !self.is_plain
            || self.parameters.iter().any(|(name, value)| parameter_denies(name, value, &bot))
    }
}

fn parameter_denies(name: &str, value: &str, bot: &str) -> bool {
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
        "deny" | "optout" => ["all", bot, MESSAGE_TYPE].iter().any(|word| mentions(value, word)),
        // A parameter without a name has no meaning: in doubt it is a no.
        _ if name.chars().all(|c| c.is_ascii_digit()) => true,
        _ => mentions(value, bot),
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
mod tests {
    use super::*;

    const BOT: &str = "GoalkeeperBot";

    fn assert_answers(forms: &[(&str, bool)]) {
        for (text, denied) in forms {
            let answer = denies(text, BOT, &Names::default(), Transcluded::default());
            assert_eq!(answer, *denied, "{text}");
        }
    }

    #[test]
    fn the_documented_forms() {
        // English Wikipedia, Template:Bots/doc, “Syntax”.
        assert_answers(&[
            ("", false),
            ("{{nobots}}", true),
            ("{{bots}}", false),
            ("{{bots|allow=GoalkeeperBot}}", false),
            ("{{bots|allow=OtherBot}}", true),
            ("{{bots|deny=GoalkeeperBot}}", true),
            ("{{bots|deny=OtherBot}}", false),
            ("{{bots|allow=HagermanBot,Werdnabot}}", true),
            ("{{bots|allow=HagermanBot,GoalkeeperBot}}", false),
            ("{{bots|deny=HagermanBot,GoalkeeperBot}}", true),
            ("{{bots|allow=all}}", false),
            ("{{bots|allow=none}}", true),
            ("{{bots|deny=all}}", true),
            ("{{bots|deny=none}}", false),
            // A name for all bots of one program, which is not ours.
            ("{{bots|deny=AWB}}", false),
            ("{{bots|allow=AWB}}", true),
        ]);
        // The same, “Message notification opt out”.
        assert_answers(&[
            ("{{bots|optout=all}}", true),
            ("{{bots|optout=nosource}}", false),
            ("{{bots|optout=nosource,nolicense}}", false),
            ("{{bots|optout=goalkeeper}}", true),
            ("{{bots|optout=nosource,Goalkeeper}}", true),
        ]);
        // The same, “Important notes”: forms that bots may misread. This one reads them.
        assert_answers(&[
            ("{{ nobots}}", true),
            ("{{nobots }}", true),
            ("{{Template:Nobots}}", true),
            ("{{bots|deny=GoalkeeperBot<!-- not now -->}}", true),
            ("{{bots|allow=GoalkeeperBot<!-- for now -->}}", false),
            // Discussed, not meant: each notice shows it so.
            ("<nowiki>{{nobots}}</nowiki>", false),
            ("<code><nowiki>{{bots|deny=GoalkeeperBot}}</nowiki></code>", false),
            ("{{tl|nobots}} {{tlx|bots|deny=all}}", false),
        ]);
        // The same, “Incorrect syntax”: may have any effect, so here both count.
        assert_answers(&[
            ("{{bots|deny=OtherBot}} {{bots|deny=GoalkeeperBot}}", true),
            ("{{bots|deny=GoalkeeperBot}} {{bots|deny=OtherBot}}", true),
            ("{{bots|deny=GoalkeeperBot|deny=OtherBot}}", true),
            ("{{bots|allow=GoalkeeperBot}} {{bots|allow=OtherBot}}", true),
            ("{{bots|allow=all}} {{nobots}}", true),
        ]);
        // Wikimedia Commons and Wikispecies, Template:Bots, “Usage”: a parameter's default is empty.
        // Pywikibot (page_tests.py) also ignores an empty one, and unknown ones.
        assert_answers(&[
            ("{{Bots |allow= |deny= }}", false),
            ("{{bots|allow=}}", false),
            ("{{bots|with=unknown_parameter}}", false),
        ]);
    }

    #[test]
    fn a_call_as_mediawiki_reads_it() {
        assert_answers(&[
            ("{{Nobots}}", true),
            ("{{ NoBots }}", true),
            ("{{_nobots_}}", true),
            ("{{\nnobots\n}}", true),
            ("{{nobots\u{200E}}}", true),
            ("{{nobots#top}}", true),
            ("{{:Template:Nobots}}", true),
            ("{{Vorlage:Nobots}} {{Modèle:Bots}}", true),
            ("{{Modèle:Bots|deny=all}}", true),
            ("{{safesubst:nobots}}", true),
            ("{{robots}} {{nobots/doc}} {{nobotswhatever}} {nobots} nobots", false),
            ("{{Bots | deny = Foo , goalkeeperBot }}", true),
            ("{{bots\n|deny=GoalkeeperBot\n}}", true),
            ("{{bots|deny=\nFoo,\nGoalkeeperBot\n}}", true),
            ("{{bots|Deny=GoalkeeperBot}}", true),
            ("{{bots|allow=otherBot, Goalkeeperbot}}", false),
            ("{{#if:x|{{nobots}}}}", true),
            ("<noinclude>{{nobots}}</noinclude>", true),
            ("<!-- {{nobots}} -->", false),
            ("<!-- {{bots}} --> {{nobots}}", true),
            ("<!-- {{nobots}}", false),
            ("<!-- <nowiki> --> {{nobots}} <!-- </nowiki> -->", true),
            ("<nowiki><!--</nowiki> {{nobots}}", true),
            ("<nowiki> {{nobots}}", true),
            (
                "<pre class=\"x\">{{nobots}}</pre> <syntaxhighlight lang=\"text\">{{nobots}}</syntaxhighlight>",
                false,
            ),
            ("<pre /> {{nobots}} <pre>x</pre>", true),
            ("{<nowiki/>{nobots}} {{<nowiki/>nobots}} {{no<nowiki/>bots}}", false),
        ]);
    }

    #[test]
    fn in_doubt_the_answer_is_no() {
        assert_answers(&[
            // {{nobots}} takes no parameters. German Wikipedia's {{nobots|OtherBot}} would mean only that bot.
            ("{{nobots|allow=GoalkeeperBot}}", true),
            ("{{nobots|deny=OtherBot}}", true),
            ("{{nobots|OtherBot}}", true),
            ("{{nobots|all}}", true),
            // Nothing says which of the two counts.
            ("{{bots|allow=GoalkeeperBot|deny=all}}", true),
            ("{{bots|deny=OtherBot|allow=GoalkeeperBot}}", false),
            ("{{bots|allow=all|deny=GoalkeeperBot}}", true),
            ("{{bots|allow=all|optout=all}}", true),
            ("{{bots|allow=none,GoalkeeperBot}}", true),
            ("{{bots|deny=none,GoalkeeperBot}}", true),
            ("{{bots|deny=all,none}}", true),
            // A name that is only clear to a human, in other words than a list of names.
            ("{{bots|deny=User:GoalkeeperBot}}", true),
            ("{{bots|allow=User:GoalkeeperBot}}", false),
            ("{{bots|allow=Benutzer:OtherBot}}", true),
            ("{{bots|deny=[[User:GoalkeeperBot|the bot]]}}", true),
            ("{{bots|deny=[[User:OtherBot]]}}", true),
            ("{{bots|deny=OtherBot; GoalkeeperBot}}", true),
            ("{{bots|deny=OtherBot、GoalkeeperBot}}", true),
            ("{{bots|allow=OtherBot; GoalkeeperBot}}", true),
            ("{{bots|deny=GoalkeeperBot\u{200E}}}", true),
            ("{{bots|deny=all bots}}", true),
            ("{{bots|optout=GoalkeeperBot}}", true),
            ("{{bots|deny=GoalkeeperBot2,NotGoalkeeperBot,Recallbot}}", false),
            ("{{bots|deny=<nowiki>OtherBot</nowiki>}}", true),
            ("{{bots|deny={{my list}}}} {{bots|deny=OtherBot}}", true),
            ("{{bots|allow={{my list}}}}", true),
            ("{{nobots|{{x}}}}", true),
            // No name, or one that nobody knows.
            ("{{bots|GoalkeeperBot}}", true),
            ("{{bots|none}}", true),
            ("{{bots|1=please not here}}", true),
            ("{{bots|}}", false),
            ("{{bots|disallow=GoalkeeperBot}}", true),
            // Not well formed, or only where the page is transcluded.
            ("{{bots|deny=GoalkeeperBot}", true),
            ("{{nobots}", true),
            ("<includeonly>{{nobots}}</includeonly>", true),
        ]);
    }

    #[test]
    fn no_page_takes_long() {
        for part in [
            "<nowiki><pre>x</pre>",
            "<nowiki ",
            "<nowiki></nowiki x ",
            "{{bots|",
            "{",
            "<!-",
            "{{bots|deny=x,",
        ] {
            let begun = std::time::Instant::now();
            let text = part.repeat(2 * 1024 * 1024 / part.len());
            denies(&text, BOT, &Names::default(), Transcluded::default());
            assert!(begun.elapsed().as_secs() < 10, "{part}: {:?}", begun.elapsed());
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
