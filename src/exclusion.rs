//! `{{bots}}` and `{{nobots}}`: what they say about this bot, in every documented form
//! (Template:Bots on English Wikipedia). In doubt the answer is no.

use std::sync::LazyLock;

use regex::Regex;

/// The message type that `optout=` names to stop this bot's notices.
pub const MESSAGE_TYPE: &str = "goalkeeper";

/// Whether the page's text denies the account `bot`.
///
/// `transcluded` says that the wiki sees one of the two templates on the page. Where no call of it
/// can be found in the text (it came through another template), the answer is yes.
pub fn denies(wikitext: &str, bot: &str, transcluded: bool) -> bool {
    let calls = calls(&without_dead_text(wikitext));
    if calls.is_empty() {
        return transcluded;
    }
    calls.iter().any(|call| call.denies(bot))
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

fn normal(name: &str) -> String {
    name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Comments and text in tags that keep templates from working. A tag without its end reaches to
/// the end of the page, as it does for MediaWiki.
fn without_dead_text(wikitext: &str) -> String {
    static DEAD: LazyLock<Regex> = LazyLock::new(|| {
        let tags = ["nowiki", "pre", "syntaxhighlight", "source", "math"]
            .map(|tag| format!(r"<{tag}(?:\s[^>]*)?>.*?</{tag}\s*>"))
            .join("|");
        Regex::new(&format!(r"(?is)<!--.*?(?:-->|$)|<nowiki\s*/>|{tags}")).expect("a fixed pattern")
    });
    DEAD.replace_all(wikitext, "").into_owned()
}

fn calls(wikitext: &str) -> Vec<Call> {
    // Any namespace's name may stand before the template's, since it may be called by its own.
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?is)\{\{[\s_]*(?::?[^{}|:\[\]]*:)?[\s_]*(?<name>no)?bots[\s_]*(?:\|(?<rest>[^{}]*))?\}\}",
        )
        .expect("a fixed pattern")
    });
    CALL.captures_iter(wikitext)
        .map(|call| {
            let rest = call.name("rest").map_or("", |rest| rest.as_str());
            let parameters = rest.split('|').filter_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                Some((normal(name), value.split(',').map(normal).filter(|item| !item.is_empty()).collect()))
            });
            Call { is_nobots: call.name("name").is_some(), parameters: parameters.collect() }
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
            assert_eq!(denies(text, BOT, false), denied, "{text}");
        }
    }

    #[test]
    fn a_template_that_comes_through_another_denies() {
        assert!(denies("{{My header}}", BOT, true));
        assert!(!denies("{{bots|deny=OtherBot}}", BOT, true));
    }
}
