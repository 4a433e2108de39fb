//! Links lead to the headings that they are meant for, on a real wiki: the ids are those that readers have.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::Value as Json;

use crate::support::{PAGE, User, Wiki};

/// Headings of all kinds, none of which may be misread.
const HEADINGS: [&str; 44] = [
    "?",
    "[https://x.example]",
    "0",
    "Same",
    "Same",
    "same",
    "Same 2",
    "Same_2",
    "With {{CURRENTYEAR}} of it",
    "Ünïcode 日本 русский",
    "א ב",
    "e\u{301} decomposed",
    "100 % sure",
    "50%20off",
    "% 5",
    "A [b] c",
    "Pipe | here",
    "Hash # here",
    "#",
    "\"Quotes\" and 'single' and ''italic''",
    "   Spaces    inside   ",
    "[[File:Picture.png]]",
    "[[File:Picture.png|20px]]",
    "<span id=\"own\">Own</span>",
    "<nowiki>{{x}} [[y]] ~~~~ <b></nowiki>",
    "A &amp; B &lt;c&gt; &amp;lt;",
    "a_b_ c",
    "<code>x</code> '''bold''' <s>gone</s>",
    ".C3.9C",
    "[https://x.example Named]",
    "See [https://x.example]",
    "See",
    "{{Nope}}",
    "{{Done}} Shipped",
    "https://x.example/a?b=c#d",
    "[[Main Page|Link]]: x",
    "~~ two ~ tildes",
    "x<!-- comment -->",
    "mwAB",
    "[[:Category:X]]",
    "&nbsp;nb&nbsp;sp !",
    "« Title »",
    "_",
    "Really ? Yes !",
];

/// A page with an objective under each of these headings, which starts with a link that is shown as a number.
fn page() -> String {
    let mut text = "See [https://y.example] first.\n".to_owned();
    for (number, heading) in HEADINGS.iter().enumerate() {
        text += &format!(
            "\n== {heading} ==\n\n'''Objective Manager:''' Max\n\n'''KR{number}:''' Result.<br />\n'''Q2 Goals:'''\n*\n"
        );
    }
    text
}

/// The ids on a page as the wiki shows it.
fn ids(user: &User, title: &str) -> BTreeSet<String> {
    let id = Regex::new(r#" id="([^"]+)""#).unwrap();
    let html = user.html(title);
    id.captures_iter(&html).map(|found| unescaped(&found[1])).collect()
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#039;", "'");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

fn fragment(url: &str) -> Option<String> {
    let (_, fragment) = url.split_once('#')?;
    Some(percent_decode_str(fragment).decode_utf8().unwrap().into_owned())
}

/// The anchors that the wiki itself gives the headings.
fn sections(user: &User, title: &str) -> Vec<String> {
    let answer = user.get(&[("action", "parse"), ("page", title), ("prop", "sections")]);
    let sections = answer["parse"]["sections"].as_array().unwrap();
    sections.iter().map(|section| section["anchor"].as_str().unwrap().to_owned()).collect()
}

fn anchors_are_the_wikis(version: &str) {
    let wiki = Wiki::up_version(version);
    let admin = wiki.admin();
    admin.save(PAGE, &page());
    let check = wiki.anonymous(&["check", PAGE, "--today", "2020-11-02", "--format", "json"]).json();
    let objectives = check["pages"][0]["objectives"].as_array().unwrap();
    let anchors: Vec<&str> = objectives.iter().map(|of| of["anchor"].as_str().unwrap()).collect();
    assert_eq!(anchors, sections(&admin, PAGE), "{version}");

    let ids = ids(&admin, PAGE);
    let url = |finding: &Json| finding["url"].as_str().unwrap().to_owned();
    let urls: BTreeSet<String> = check["pages"][0]["findings"].as_array().unwrap().iter().map(url).collect();
    assert!(urls.len() >= HEADINGS.len(), "{urls:#?}");
    for fragment in urls.iter().filter_map(|url| fragment(url)) {
        assert!(ids.contains(&fragment), "{version}: {fragment:?}");
    }

    // The links of the table, as they are rendered.
    let settings = "[[boards]]\nname = \"t\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n\
                    [boards.notices]\nenabled = false";
    assert_eq!(wiki.run_with(settings, "2020-11-02"), [format!("status Talk:{PAGE}: posted")]);
    let html = admin.html(&format!("Talk:{PAGE}"));
    let link = Regex::new(r#"<a href="[^"]*/Wikimedia_Technology/Goals/2020-21_Q2(#[^"]*)?""#).unwrap();
    let links: Vec<_> =
        link.captures_iter(&html).map(|found| found.get(1).map(|url| unescaped(url.as_str()))).collect();
    // The first is the page's own; each objective has its row, and one for its key result.
    let links = &links[1..];
    assert_eq!(links.len(), 2 * HEADINGS.len(), "{html}");
    let without = links.iter().filter(|link| link.is_none()).count();
    assert_eq!(without, 2 * anchors.iter().filter(|anchor| anchor.is_empty()).count());
    for (link, anchor) in links.chunks(2).zip(&anchors) {
        let fragments = link.iter().flatten().map(|link| fragment(link).unwrap());
        for fragment in fragments {
            assert_eq!(fragment, *anchor, "{version}");
            assert!(ids.contains(&fragment), "{version}: {fragment:?}");
        }
    }
}

#[test]
fn links_lead_to_the_headings_of_this_release() {
    anchors_are_the_wikis("1.43");
}

#[test]
fn links_lead_to_the_headings_of_the_older_release() {
    anchors_are_the_wikis("1.39");
}
