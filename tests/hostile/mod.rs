//! Goal pages are open to anyone: whatever stands on them is only text in a notice and in a table.
//!
//! Every text in `texts` stands on a page once as a key result, once as an objective, once as a manager's
//! name and once in the label above the goals. What comes of it has, element for element, the shape
//! that harmless words give.

mod texts;

use std::collections::BTreeSet;

use goalkeeper::base::text::tidy;
use kuchikikiki::NodeRef;
use kuchikikiki::traits::TendrilSink;
use serde_json::Value as Json;
use texts::TEXTS;

use crate::support::{ADA, BOT, User, Wiki, outcomes};

const BO: &str = "Bo Sample (WMF)";
const FAY: &str = "Fay Sample (WMF)";

/// Where the texts stand, each place on pages of its own.
const PLACES: [&str; 4] = ["key results", "objectives", "managers", "goals labels"];
/// A notice lists no more of one page.
const MOST_LINES: usize = 10;

/// The texts on one page, by their numbers.
struct Page {
    place: &'static str,
    part: usize,
    texts: Vec<usize>,
}

impl Page {
    fn title(&self, kind: &str) -> String {
        format!("{kind} {} {}/2020-21 Q2", self.place, self.part)
    }
}

fn pages() -> Vec<Page> {
    let parts = |place| {
        let fits = |number: &usize| place != "goals labels" || can_be_remark(TEXTS[*number].1);
        let numbers: Vec<usize> = (0..TEXTS.len()).filter(fits).collect();
        // Names stand in tables only, and those list everything.
        let size = if place == "managers" { TEXTS.len() } else { MOST_LINES };
        let page = |(part, texts): (usize, &[usize])| Page { place, part, texts: texts.to_vec() };
        numbers.chunks(size).enumerate().map(page).collect::<Vec<_>>()
    };
    PLACES.into_iter().flat_map(parts).collect()
}

/// A longer remark behind a label, or one with brackets, is not read as part of it.
fn can_be_remark(text: &str) -> bool {
    let shown = text.replace("<nowiki>", "").replace("</nowiki>", "");
    shown.chars().count() <= 40 && !shown.contains(['(', ')'])
}

/// A goal page of somebody's, with texts and their numbers in one of the places.
fn goal_page(place: &str, somebody: &str, texts: impl Iterator<Item = (usize, &'static str)>) -> String {
    let mut page = String::new();
    if place != "objectives" {
        page += &format!("== Objective ==\n\n'''Objective Manager:''' {somebody}\n\n=== Key Results ===\n\n");
    }
    for (number, text) in texts {
        let (mut objective, mut result, mut manager, mut remark) =
            (String::new(), "Words", somebody, String::new());
        match place {
            "objectives" => objective = format!("== {text} ==\n\n=== Key Results ===\n\n"),
            "managers" => manager = text,
            "goals labels" => remark = format!(" ({text})"),
            _ => result = text,
        }
        page += &format!(
            "{objective}'''Key Result Manager:''' {manager}\n\n\
             '''KR{number}:''' {result}<br />\n'''Q2 Goals{remark}:'''\n*\n\n"
        );
    }
    page
}

fn html(user: &User, title: &str) -> NodeRef {
    kuchikikiki::parse_html().one(user.html(title))
}

/// The elements of a page in their order. `<bdi>` only tells a text's direction.
fn shape(page: &NodeRef) -> Vec<String> {
    let elements = page.inclusive_descendants().filter_map(NodeRef::into_element_ref);
    elements
        .filter(|element| element.name.local.as_ref() != "bdi")
        .map(|element| {
            let text: String = element.text_contents().chars().take(80).collect();
            let attributes = element.attributes.borrow();
            let names: Vec<_> = attributes.map.keys().map(|name| name.local.to_string()).collect();
            let class = attributes.get("class").unwrap_or_default();
            format!("{} {} .{class}\u{0}{text}", element.name.local, names.join(" "))
        })
        .collect()
}

fn attributes(page: &NodeRef, name: &str) -> Vec<String> {
    let elements = page.inclusive_descendants().filter_map(NodeRef::into_element_ref);
    elements.filter_map(|element| element.attributes.borrow().get(name).map(str::to_owned)).collect()
}

fn assert_same_shape(title: &str, hostile: &NodeRef, harmless: &NodeRef) {
    let (hostile, harmless) = (shape(hostile), shape(harmless));
    for (one, other) in hostile.iter().zip(&harmless) {
        let bare = |element: &str| element.split('\0').next().map(str::to_owned);
        assert_eq!(bare(one), bare(other), "{title}: at {one:?}, which should be {other:?}");
    }
    assert_eq!(hostile.len(), harmless.len(), "{title}");
}

fn titles(list: &Json) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry.as_str().or(entry["title"].as_str()).unwrap()).collect()
}

/// What the wiki makes of a page, apart from its text: the page's own properties, and nothing else.
fn assert_inert(wiki: &Wiki, admin: &User, place: &str) -> Json {
    let prop = "categories|templates|links|images|externallinks|sections|iwlinks|langlinks|properties";
    let parse = admin.get(&[("action", "parse"), ("page", place), ("prop", prop)])["parse"].clone();
    for nothing in ["categories", "templates", "images", "iwlinks", "langlinks"] {
        assert_eq!(parse[nothing].as_array().unwrap().len(), 0, "{place}: {nothing}: {}", parse[nothing]);
    }
    assert_eq!(parse["sections"].as_array().unwrap().len(), 1, "{place}: {}", parse["sections"]);
    let pages: BTreeSet<_> =
        pages().iter().flat_map(|page| [page.title("Hostile"), page.title("Harmless")]).collect();
    for link in titles(&parse["links"]) {
        let own = [BOT, ADA, FAY, "Admin", "Coordinator Sample (WMF)"];
        let own = link
            .split_once(':')
            .is_some_and(|(space, name)| space.starts_with("User") && own.contains(&name));
        assert!(own || pages.contains(link), "{place}: a link to {link}");
    }
    for address in titles(&parse["externallinks"]) {
        let own = format!("{}index.php?", wiki.url);
        assert!(
            address.starts_with(&own) || address == "https://www.mediawiki.org/wiki/Project:Bots",
            "{place}: a link to {address}"
        );
    }
    parse["properties"].clone()
}

/// What a reader of the goal page sees of the text with a number, as the bot quotes it.
fn seen(html: &NodeRef, page: &Page, number: usize) -> Option<String> {
    let text = match page.place {
        "objectives" => {
            let at = page.texts.iter().position(|text| *text == number)?;
            html.select("h2 .mw-headline, .mw-heading2 h2").unwrap().nth(at)?.text_contents()
        }
        _ => {
            let label = format!("KR{number}:");
            let paragraphs = html.select("p").unwrap();
            let mut texts = paragraphs.map(|p| p.text_contents()).filter(|text| text.starts_with(&label));
            texts.next()?[label.len()..].split("Q2 Goals").next()?.to_owned()
        }
    };
    let text: String = tidy(&text).chars().take(150).collect();
    Some(text)
}

fn told_by_bot(user: &User) -> usize {
    let query = [("action", "query"), ("meta", "notifications"), ("notprop", "list"), ("notlimit", "max")];
    let answer = user.get(&query);
    let list = answer["query"]["notifications"]["list"].as_array().unwrap();
    list.iter().filter(|notification| notification["agent"]["name"] == BOT).count()
}

#[test]
fn foreign_text_is_only_text() {
    let wiki = Wiki::up();
    wiki.configure("$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];");
    let admin = wiki.admin();
    let all = pages();
    for page in &all {
        let hostile = page.texts.iter().map(|number| (*number, TEXTS[*number].1));
        admin.save(&page.title("Hostile"), &goal_page(page.place, "Ada Sample", hostile));
        let harmless = page.texts.iter().map(|number| (*number, "Words"));
        admin.save(&page.title("Harmless"), &goal_page(page.place, "Fay Sample", harmless));
    }
    // Whom a hostile name means, if anybody, decides who is told: names are for the tables.
    let board = |kind: &str, name: &str, places: &[&str], notices: &str| {
        let here = all.iter().filter(|page| places.contains(&page.place));
        let titles: Vec<_> = here
            .map(|page| format!("\"{}\"", page.title(kind).replace("2020-21 Q2", "{fiscal_year} Q{quarter}")))
            .collect();
        let (name, titles) = (format!("{kind} {name}").to_lowercase().replace(' ', "-"), titles.join(", "));
        format!("[[boards]]\nname = \"{name}\"\ntitles = [{titles}]\n[boards.notices]\n{notices}\n")
    };
    let settings: String = ["Hostile", "Harmless"]
        .map(|kind| {
            let texts = ["key results", "objectives", "goals labels"];
            board(kind, "texts", &texts, "quiet_hours = 0\nsettled_hours = 0\nsettled_days = 0")
                + &board(kind, "names", &["managers"], "enabled = false")
        })
        .concat();
    let run = || {
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02", "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        outcomes(&ran.json())
    };
    let done = run();
    for whom in [ADA, FAY] {
        assert!(done.contains(&format!("notice {whom}: posted")), "{done:?}");
    }

    let mut pages = vec![(format!("User talk:{ADA}"), format!("User talk:{FAY}"))];
    let tables =
        all.iter().map(|page| ["Hostile", "Harmless"].map(|kind| format!("Talk:{}", page.title(kind))));
    pages.extend(tables.map(|[hostile, harmless]| (hostile, harmless)));
    for (hostile, harmless) in &pages {
        let properties = [hostile, harmless].map(|page| assert_inert(&wiki, &admin, page));
        assert_eq!(properties[0], properties[1], "{hostile}");
        assert_same_shape(hostile, &html(&admin, hostile), &html(&admin, harmless));
    }
    assert_eq!(told_by_bot(&wiki.as_user(BO)), 0, "Bo was only mentioned");
    assert_eq!(told_by_bot(&wiki.as_user(ADA)), 1);

    // The message's own words stand where they should, and what was typed can be read.
    let notice = tidy(&html(&admin, &pages[0].0).text_contents());
    assert!(notice.contains("This is an automatic message."), "{notice}");
    let time = regex::Regex::new(r"GoalkeeperBot \(talk\) \d\d:\d\d, \d+ \w+ \d{4} \(UTC\)$").unwrap();
    assert!(time.is_match(notice.trim()), "{notice}");
    let unread: Vec<_> = all
        .iter()
        .filter(|page| ["key results", "objectives"].contains(&page.place))
        .flat_map(|page| {
            let goal_page = html(&admin, &page.title("Hostile"));
            let unread = page.texts.iter().filter_map(|number| {
                let name = TEXTS[*number].0;
                let seen =
                    seen(&goal_page, page, *number).unwrap_or_else(|| panic!("{name} on the goal page"));
                let seen = match name {
                    // The wiki saves it so.
                    "not in normal form" => "\u{C5}ngstr\u{F6}m \u{3A9} ; {{subst:;".to_owned(),
                    "many marks" => seen.chars().take(1 + 8).chain("algo".chars()).collect(),
                    _ => seen,
                };
                (!notice.contains(&seen)).then(|| format!("{}: {name}: {seen}", page.place))
            });
            unread.collect::<Vec<_>>()
        })
        .collect();
    assert!(unread.is_empty(), "{}", unread.join("\n"));

    // Links lead to the heading, whatever is in it.
    for page in all.iter().filter(|page| page.place == "objectives") {
        let title = page.title("Hostile");
        let address = format!("/wiki/{}#", title.replace(' ', "_"));
        let ids: BTreeSet<_> = attributes(&html(&admin, &title), "id").into_iter().collect();
        let links = attributes(&html(&admin, &format!("Talk:{title}")), "href");
        let anchors: Vec<_> = links.iter().filter_map(|link| link.strip_prefix(&address)).collect();
        assert!(anchors.len() >= 2 * page.texts.len(), "{anchors:?}");
        let lost: Vec<_> = anchors.iter().filter(|anchor| !ids.contains(**anchor)).collect();
        assert!(lost.is_empty(), "{lost:#?} are not among {ids:#?}");
    }

    // Nothing of it makes the bot edit again.
    let before = admin.revisions();
    let again = run();
    assert!(again.iter().all(|line| !line.contains("posted")), "{again:?}");
    assert_eq!(admin.revisions(), before);
}

#[test]
fn a_title_is_only_text() {
    let wiki = Wiki::up();
    wiki.configure("$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];");
    let admin = wiki.admin();
    let title =
        "RFC 2119, ISBN 978-0-306-40615-7, ''q'', mailto:a@example.org, https://example.org/2020-21 Q2";
    admin.save(title, &goal_page("key results", "Ada Sample", [(0, "Words")].into_iter()));
    let settings = crate::support::board(&title.replace("2020-21 Q2", "{fiscal_year} Q{quarter}"))
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert!(outcomes(&ran.json()).contains(&format!("notice {ADA}: posted")), "{}{}", ran.out, ran.err);
    let talk = format!("User talk:{ADA}");
    let page = html(&admin, &talk);
    let classes = attributes(&page, "class");
    assert!(
        !classes.iter().any(|class| class.starts_with("mw-magiclink") || class == "external free"),
        "{classes:?}"
    );
    assert_eq!(page.select("i").unwrap().count(), 0);
    let heading = page.select("h2").unwrap().next().unwrap().text_contents();
    assert!(heading.contains(title), "{heading}");
    assert_eq!(admin.sections(&talk).len(), 1);
}
