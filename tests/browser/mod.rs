//! What an owner does with a notice, and how it looks, in a real browser.

mod chromium;
mod glance;
mod site;

use std::path::Path;

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use crate::support::{ADA, COORDINATED, PAGE, Wiki, line, outcomes};
use chromium::{Browser, Screen};

const TODAY: &str = "2020-11-02";

/// The key results of the goal page without goals, as `check` reports them.
fn empty(wiki: &Wiki) -> Vec<(String, String)> {
    let check = wiki.anonymous(&["check", PAGE, "--today", TODAY, "--format", "json"]).json();
    let findings = check["pages"][0]["findings"].as_array().unwrap().clone();
    let empty = findings.into_iter().filter(|finding| finding["rule"] == "empty-goals");
    empty.map(|f| (f["objective"].to_string(), f["key_result"].to_string())).collect()
}

#[test]
fn from_notice_to_saved_goal_in_two_clicks() {
    let wiki = Wiki::with_talk_tools();
    wiki.run(TODAY);
    let admin = wiki.admin();
    let before = admin.text(PAGE).unwrap();
    let mut missing = empty(&wiki);
    let browser = Browser::start(&wiki);
    browser.log_in(ADA);
    browser.open(&format!("User talk:{ADA}"));
    assert_eq!(browser.clicks(), 0);

    browser.click_in_item("Failed saves fall below one in ten thousand", "write the goals of KR2");
    browser.wait_for_heading(&format!("Editing {PAGE} (section)"));
    // MediaWiki's key for the edit box, then with the arrows to the empty item below "Q2 Goals:".
    browser.type_keys(&(Key::Alt + ","));
    let section = browser.script("return document.activeElement.value", json!(null));
    let section = section.as_str().expect("the key leads into the edit box");
    let key_result = section.lines().position(|line| line.starts_with("'''KR2:'''")).unwrap();
    let goals = section.lines().skip(key_result).position(|line| line == "*").unwrap() + key_result;
    browser.type_keys(&(Key::Control + &Key::Home));
    browser.type_keys(&Key::Down.repeat(goals));
    browser.type_keys(&Key::End);
    browser.type_keys(" Count failed saves by cause\n* Retry what a time-out broke");
    browser.click("Save changes");
    browser.wait_for_heading(PAGE);
    assert_eq!(browser.clicks(), 2);

    let empty_item =
        "Failed saves fall below one in ten thousand.<br />\n'''Q2 Objective:'''<br />\n'''Q2 Goals:'''\n*\n";
    let filled =
        empty_item.replace("\n*\n", "\n* Count failed saves by cause\n* Retry what a time-out broke\n");
    assert!(before.contains(empty_item), "{before}");
    assert_eq!(admin.text(PAGE).unwrap(), before.replace(empty_item, &filled));
    let edit = admin.history(PAGE).remove(0);
    assert_eq!(edit["user"], ADA);
    assert!(edit["comment"].as_str().unwrap().starts_with("/* Key Results */"), "{edit}");

    let done =
        missing.iter().position(|(above, text)| above.contains("Steady Saves") && text.contains("KR2"));
    missing.remove(done.unwrap_or_else(|| panic!("{missing:?}")));
    assert_eq!(empty(&wiki), missing);
    assert!(browser.text("#mw-content-text").contains("Retry what a time-out broke"));
}

#[test]
fn a_link_to_a_section_that_moved_says_which_was_meant() {
    let wiki = Wiki::with_talk_tools();
    wiki.run(TODAY);
    let admin = wiki.admin();
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &page.replacen("\n== ", "\n== News ==\nOne more section.\n\n== ", 1));
    let browser = Browser::start(&wiki);
    browser.log_in(ADA);
    browser.open(&format!("User talk:{ADA}"));
    browser.click_in_item("Failed saves fall below one in ten thousand", "write the goals of KR2");
    browser.wait_for_heading(&format!("Editing {PAGE} (section)"));
    let above = browser.text("#mw-content-text");
    assert!(above.contains("If the text below is another section’s"), "{above}");
    let summary = browser.script("return document.querySelector('#wpSummary').value", json!(null));
    assert_eq!(summary, "/* Key Results */ KR2, MTP-Y2: Steady Saves - Every edit arrives");
}

#[test]
fn stop_is_one_click_and_saving() {
    let wiki = Wiki::with_talk_tools();
    wiki.run("2020-10-08");
    let browser = Browser::start(&wiki);
    browser.log_in(ADA);
    browser.open(&format!("User talk:{ADA}"));
    browser.click("stop");
    browser.click("Save changes");
    browser.wait_for_heading(&format!("User talk:{ADA}"));
    assert_eq!(browser.clicks(), 2);
    let outcomes = outcomes(&wiki.run("2020-10-30"));
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped opted-out");
}

/// Pictures of a notice on four screens, of its second round, and of what the coordinator gets: the question for a go and
/// the digest. `UPDATE_DOCS=1` renews those in `docs/images`.
#[test]
fn pictures() {
    let wiki = Wiki::with_talk_tools();
    wiki.configure("$wgVectorResponsive = true;");
    let ada = wiki.as_user(ADA);
    // Day or night, as the device has it.
    ada.post(&[("action", "options"), ("optionname", "vector-theme"), ("optionvalue", "os")]);
    let browser = Browser::start(&wiki);
    browser.log_in(ADA);
    let who = "Coordinator Sample (WMF)";
    let settings = COORDINATED.replace("quiet_hours = 0", "quiet_hours = 0\nneeds_go = true");
    for (what, today) in [("go", "2020-10-01"), ("digest", "2020-10-12")] {
        wiki.run_with(&settings, today);
        for device in ["desktop", "phone"] {
            picture(&wiki, &browser, who, (what, "#content"), device, false);
        }
        wiki.admin().save(&format!("User talk:{who}"), "");
    }

    wiki.run(TODAY);
    for device in ["desktop", "phone"] {
        for dark in [false, true] {
            picture(&wiki, &browser, ADA, ("notice", "#content"), device, dark);
        }
    }
    wiki.run("2020-11-16");
    for device in ["desktop", "phone"] {
        picture(&wiki, &browser, ADA, ("second-round", ".mw-parser-output > dl"), device, false);
    }
}

/// A picture of what stands on somebody's talk page: its name, and the part of the page.
fn picture(wiki: &Wiki, browser: &Browser, whose: &str, (what, of): (&str, &str), device: &str, dark: bool) {
    let width = if device == "phone" { 390 } else { 1000 };
    let name = format!("{what}-{device}-{}.png", if dark { "dark" } else { "light" });
    // High enough for all of it: a picture ends where the screen does.
    browser.show_on(Screen { width, height: 2000, phone: device == "phone", dark });
    browser.open(&format!("User talk:{whose}"));
    let look = browser.script(include_str!("look.js"), json!(".mw-parser-output"));
    let background = look["background"].as_f64().unwrap();
    assert!(if dark { background < 0.1 } else { background > 0.9 }, "{name}: {look:#}");
    assert!(look["texts"].as_u64() > Some(5), "{name}: {look:#}");
    assert!(look["pageWidth"].as_u64() <= Some(width.into()), "{name}: {look:#}");
    for fault in ["faint", "coloured"] {
        assert_eq!(look[fault], Json::Array(Vec::new()), "{name}: {look:#}");
    }

    keep_picture(wiki, browser, of, &name);
}

/// A picture of a part of the page that is open.
fn keep_picture(wiki: &Wiki, browser: &Browser, of: &str, name: &str) {
    // Out to the screen's edges, so that nothing sticks to the picture's.
    let edge = "document.querySelector(arguments[0]).style = \
                `padding: 24px; margin: ${arguments[0] === '#content' ? -24 : 0}px`";
    browser.script(edge, json!(of));
    let file = wiki.scratch.path().join(name);
    browser.picture(of, &file);
    let size = std::fs::metadata(&file).unwrap().len();
    assert!(size > 10_000, "{name} has {size} bytes");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        assert!(size < 300_000, "{name} has {size} bytes");
        let images = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images");
        std::fs::copy(&file, images.join(name)).unwrap();
    }
}
