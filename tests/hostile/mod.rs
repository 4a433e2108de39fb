//! Goal pages are open to anyone: whatever stands on them is only text in a notice and in a table.
//!
//! Every text in `texts` stands on a page once as a key result of an objective of the same words, once as a manager's
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

const OVERVIEW: &str = "Project:At a glance";

/// Where the texts stand, each place on pages of its own.
const PLACES: [&str; 3] = ["items", "managers", "goals labels"];
/// A notice lists no more.
const MOST_PLACES: usize = 5;

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

    /// Who is told of it.
    fn owner(&self, kind: &str) -> String {
        format!("{kind} {} (WMF)", self.part)
    }
}

fn pages() -> Vec<Page> {
    let parts = |place| {
        let fits = |number: &usize| place != "goals labels" || can_be_remark(TEXTS[*number].1);
        let numbers: Vec<usize> = (0..TEXTS.len()).filter(fits).collect();
        // Names and labels stand in tables only, and those list everything.
        let size = if place == "items" { MOST_PLACES } else { TEXTS.len() };
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
    if place != "items" {
        page += &format!("== Objective ==\n\n'''Objective Manager:''' {somebody}\n\n=== Key Results ===\n\n");
    }
    for (number, text) in texts {
        let (mut objective, mut result, mut manager, mut remark) =
            (String::new(), "Words", somebody, String::new());
        match place {
            "managers" => manager = text,
            "goals labels" => remark = format!(" ({text})"),
            _ => (objective, result) = (format!("== {text} ==\n\n=== Key Results ===\n\n"), text),
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

fn without_colours(table: &NodeRef) -> NodeRef {
    for cell in table.select("td").unwrap() {
        cell.attributes.borrow_mut().remove("style");
    }
    table.clone()
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
    // A table asks for its goal page's revision.
    for template in titles(&parse["templates"]) {
        assert_eq!(place, format!("Talk:{template}"), "{place}");
    }
    for nothing in ["categories", "images", "iwlinks", "langlinks"] {
        assert_eq!(parse[nothing].as_array().unwrap().len(), 0, "{place}: {nothing}: {}", parse[nothing]);
    }
    assert_eq!(parse["sections"].as_array().unwrap().len(), 1, "{place}: {}", parse["sections"]);
    let pages: BTreeSet<_> =
        pages().iter().flat_map(|page| [page.title("Hostile"), page.title("Harmless")]).collect();
    for link in titles(&parse["links"]) {
        let is_own = |name: &str| name == BOT || name == "Admin";
        let own = link.split_once(':').is_some_and(|(space, name)| space.starts_with("User") && is_own(name));
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

/// What a reader of the goal page sees of the text with a number, as the bot quotes it: as an objective and as a key result.
fn seen(html: &NodeRef, page: &Page, number: usize) -> Option<[String; 2]> {
    let at = page.texts.iter().position(|text| *text == number)?;
    let objective = html.select("h2 .mw-headline, .mw-heading2 h2").unwrap().nth(at)?.text_contents();
    let label = format!("KR{number}:");
    let paragraphs = html.select("p").unwrap();
    let mut texts = paragraphs.map(|p| p.text_contents()).filter(|text| text.starts_with(&label));
    let result = texts.next()?[label.len()..].split("Q2 Goals").next()?.to_owned();
    Some([objective, result].map(|text| tidy(&text).chars().take(150).collect()))
}

fn told_by_bot(user: &User) -> usize {
    let query = [("action", "query"), ("meta", "notifications"), ("notprop", "list"), ("notlimit", "max")];
    let answer = user.get(&query);
    let list = answer["query"]["notifications"]["list"].as_array().unwrap();
    list.iter().filter(|notification| notification["agent"]["name"] == BOT).count()
}

#[test]
fn foreign_text_is_only_text() {
    let wiki = Wiki::with_talk_tools();
    wiki.configure("$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];");
    let admin = wiki.admin();
    let all = pages();
    let told: Vec<&Page> = all.iter().filter(|page| page.place == "items").collect();
    let link = |name: &str| format!("[[User:{name}|Manager]]");
    // One harmless page is enough for all that hold as many texts in the same place.
    let twin = |page: &Page| -> &Page {
        let is_alike = |other: &&Page| other.place == page.place && other.texts.len() == page.texts.len();
        all.iter().find(is_alike).unwrap()
    };
    let is_made = |page: &Page, kind: &str| kind == "Hostile" || std::ptr::eq(twin(page), page);
    for page in &all {
        for (kind, harmless) in [("Hostile", None), ("Harmless", Some("Words"))] {
            if !is_made(page, kind) {
                continue;
            }
            let texts = page.texts.iter().map(|number| (*number, harmless.unwrap_or(TEXTS[*number].1)));
            let somebody = match page.place {
                "items" => page.owner(kind),
                _ => ADA.to_owned(),
            };
            admin.save(&page.title(kind), &goal_page(page.place, &link(&somebody), texts));
            if somebody != ADA {
                admin.create_account(&somebody);
            }
        }
    }
    // Whom a hostile name means, if anybody, decides who is told: names are for the tables.
    let board = |kind: &str, name: &str, places: &[&str], notices: &str| {
        let here = all.iter().filter(|page| places.contains(&page.place) && is_made(page, kind));
        let titles: Vec<_> = here
            .map(|page| format!("\"{}\"", page.title(kind).replace("2020-21 Q2", "{fiscal_year} Q{quarter}")))
            .collect();
        let (name, titles) = (format!("{kind} {name}").to_lowercase().replace(' ', "-"), titles.join(", "));
        format!("[[boards]]\nname = \"{name}\"\ntitles = [{titles}]\n[boards.notices]\n{notices}\n")
    };
    let settings: String = ["Hostile", "Harmless"]
        .map(|kind| {
            board(kind, "texts", &["items"], "quiet_hours = 0\nsettled_hours = 0\nsettled_days = 0")
                + &board(kind, "names", &["managers", "goals labels"], "enabled = false")
        })
        .concat()
        + &format!("[status]\noverview_page = \"{OVERVIEW}\"\n");
    let run = || {
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02", "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        outcomes(&ran.json())
    };
    let done = run();
    let talk = |page: &Page, kind: &str| format!("User talk:{}", page.owner(kind));
    for page in &told {
        assert!(done.contains(&format!("notice {}: posted", page.owner("Hostile"))), "{done:?}");
    }

    let mut pages: Vec<_> =
        told.iter().map(|page| (talk(page, "Hostile"), talk(twin(page), "Harmless"))).collect();
    let table = |page: &Page, kind: &str| format!("Talk:{}", page.title(kind));
    pages.extend(all.iter().map(|page| (table(page, "Hostile"), table(twin(page), "Harmless"))));
    for (hostile, harmless) in &pages {
        let properties = [hostile, harmless].map(|page| assert_inert(&wiki, &admin, page));
        assert_eq!(properties[0], properties[1], "{hostile}");
        let pages = [hostile, harmless].map(|page| html(&admin, page));
        // A name that is none leaves a place open, which is listed above the table, and has a colour in it.
        let [hostile_page, harmless_page] = match hostile.starts_with("Talk:Hostile managers") {
            true => pages.map(|page| without_colours(page.select_first("table").unwrap().as_node())),
            false => pages,
        };
        assert_same_shape(hostile, &hostile_page, &harmless_page);
    }
    assert_inert(&wiki, &admin, OVERVIEW);
    assert_eq!(told_by_bot(&wiki.as_user(BO)), 0, "Bo was only mentioned");
    assert_eq!(told_by_bot(&wiki.as_user(&told[0].owner("Hostile"))), 1);

    // The message's own words stand where they should, and what was typed can be read.
    let time =
        regex::Regex::new(r"how to stop me\. GoalkeeperBot \(talk\) \d\d:\d\d, \d+ \w+ \d{4} \(UTC\)$")
            .unwrap();
    let mut unread = Vec::new();
    let overview = tidy(&html(&admin, OVERVIEW).text_contents());
    for page in &told {
        let notice = tidy(&html(&admin, &talk(page, "Hostile")).text_contents());
        assert!(time.is_match(notice.trim()), "{notice}");
        let goal_page = html(&admin, &page.title("Hostile"));
        for number in &page.texts {
            let name = TEXTS[*number].0;
            let seen = seen(&goal_page, page, *number).unwrap_or_else(|| panic!("{name} on the goal page"));
            let seen = seen.map(|seen| match name {
                // The wiki saves it so.
                "not in normal form" => "\u{C5}ngstr\u{F6}m \u{3A9} ; {{subst:;".to_owned(),
                "many marks" => seen.chars().take(1 + 8).chain("algo".chars()).collect(),
                _ => seen,
            });
            // The overview names the objective, cut at a word.
            let begins: String = seen[0].chars().take(15).collect();
            unread
                .extend((!overview.contains(&begins)).then(|| format!("{name}: {begins}, in the overview")));
            let unseen = seen.into_iter().filter(|seen| !notice.contains(seen));
            unread.extend(unseen.map(|seen| format!("{name}: {seen}")));
        }
    }
    assert!(unread.is_empty(), "{}", unread.join("\n"));

    // Links lead to the heading, whatever is in it.
    for page in told {
        let title = page.title("Hostile");
        let address = format!("/wiki/{}#", title.replace(' ', "_"));
        let ids: BTreeSet<_> = attributes(&html(&admin, &title), "id").into_iter().collect();
        let links = attributes(&html(&admin, &format!("Talk:{title}")), "href");
        let anchors: Vec<_> = links.iter().filter_map(|link| link.strip_prefix(&address)).collect();
        // A single objective has no row of its own.
        let rows = if page.texts.len() > 1 { 2 } else { 1 };
        assert!(anchors.len() >= rows * page.texts.len(), "{anchors:?}");
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
    let wiki = Wiki::with_talk_tools();
    wiki.configure("$wgEnableMagicLinks = [ 'ISBN' => true, 'PMID' => true, 'RFC' => true ];");
    let admin = wiki.admin();
    let title =
        "RFC 2119, ISBN 978-0-306-40615-7, ''q'', mailto:a@example.org, https://example.org/2020-21 Q2";
    admin.save(title, &goal_page("items", "Ada Sample", [(0, "Words")].into_iter()));
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
    assert!(page.text_contents().contains(title), "{}", page.text_contents());
    assert_eq!(admin.sections(&talk).len(), 1);
}
