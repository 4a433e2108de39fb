//! The table and the overview in a real browser: everything by keyboard, nothing that keeps anybody from reading them, on narrow
//! screens and at night, in two skins.

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use super::chromium::{Browser, Screen};
use crate::support::{ADA, PAGE, PRODUCT, Wiki};

const TODAY: &str = "2020-11-02";
const OVERVIEW: &str = "Project:Goals at a glance";
/// The bot's part of a page.
const PART: &str = ".goalkeeper-status";

/// The tables and the overview of two boards, one of whose pages uses statuses.
fn wiki() -> Wiki {
    let wiki = Wiki::with_talk_tools();
    wiki.configure("$wgVectorResponsive = true; wfLoadSkin( 'MinervaNeue' );");
    let admin = wiki.admin();
    let page = admin.text(PRODUCT).unwrap();
    assert!(page.contains("\n* "), "{page}");
    admin.save(PRODUCT, &page.replacen("\n* ", "\n* {{Done}} ", 1));
    let before = PRODUCT.replace("Q2", "Q1");
    let goals =
        "== Objective ==\n'''Key Result Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q1 Goals:'''\n";
    admin.save(&before, &format!("{goals}* Something {{{{Done}}}}\n"));
    wiki.run_with(&format!("[status]\noverview_page = \"{OVERVIEW}\"\n"), TODAY);
    wiki
}

fn table() -> String {
    format!("Talk:{PAGE}")
}

/// Opens a page as its reader sees it, in a skin.
fn open(browser: &Browser, title: &str, skin: &str) {
    browser.open(&format!("{title}?useskin={skin}"));
    browser.wait_for(&format!("{PART} table"));
}

#[test]
fn nothing_keeps_anybody_from_reading_them() {
    let wiki = wiki();
    let browser = Browser::start(&wiki);
    for skin in ["vector-2022", "vector", "minerva"] {
        for title in [table(), OVERVIEW.to_owned()] {
            for (width, phone, dark) in
                [(1200, false, false), (1200, false, true), (390, true, false), (390, true, true)]
            {
                let what = format!("{title} in {skin}, {width} wide, dark: {dark}");
                browser.show_on(Screen { width, height: 900, phone, dark });
                open(&browser, &title, skin);
                if dark {
                    // As readers of these skins choose it: the old Vector knows no night.
                    browser.script(
                        "document.documentElement.classList.add('skin-theme-clientpref-night')",
                        json!(null),
                    );
                }
                unfold(&browser);
                assert_eq!(browser.faults(PART), json!([]), "{what}");
                let wide = browser.script("return document.documentElement.scrollWidth", json!(null));
                // The skins' own words don't break in the old Vector.
                assert!(wide.as_u64() <= Some(width.into()) || skin == "vector", "{what}: {wide}");
                assert_eq!(browser.complaints(), Vec::<String>::new(), "{what}");
            }
        }
    }
}

/// Unfolds the whole table, where the skin folds it.
fn unfold(browser: &Browser) {
    let script = format!(
        "document.querySelectorAll('{PART} .mw-collapsible-toggle-collapsed').forEach((toggle) => toggle.click())"
    );
    browser.script(&script, json!(null));
}

#[test]
fn the_whole_table_unfolds_by_keyboard_and_every_place_is_reached() {
    let wiki = wiki();
    let browser = Browser::start(&wiki);
    browser.show_on(Screen { width: 1200, height: 900, phone: false, dark: false });
    open(&browser, &table(), "vector-2022");
    browser.wait_for(&format!("{PART} .mw-collapsible-toggle"));
    let is_shown = || {
        let row =
            format!("return document.querySelector('{PART} tr:last-child').getClientRects().length > 0");
        browser.script(&row, json!(null)) == true
    };
    assert!(!is_shown());
    // From the first link of the bot's part on.
    browser.script(&format!("document.querySelector('{PART} a').focus()"), json!(null));
    let focused = |what: &str| browser.script(&format!("return document.activeElement.{what}"), json!(null));
    let mut links = Vec::new();
    while focused("closest('.mw-collapsible-toggle') !== null") != true {
        links.push(focused("textContent").as_str().unwrap().to_owned());
        assert!(links.len() < 60, "{links:?}");
        browser.type_keys(&Key::Tab);
    }
    assert!(links.iter().filter(|link| link.starts_with("write the goals of ")).count() >= 5, "{links:?}");
    browser.type_keys(&Key::Enter);
    assert!(is_shown());
    let cells = browser
        .script(&format!("return document.querySelectorAll('{PART} th[scope=row]').length"), json!(null));
    assert!(cells.as_u64() > Some(10), "{cells}");
}

#[test]
fn a_table_says_by_itself_that_its_page_was_edited_since() {
    let wiki = wiki();
    let (admin, browser) = (wiki.admin(), Browser::start(&wiki));
    let says = || {
        open(&browser, &table(), "vector-2022");
        browser.text(PART).contains("The page was edited since.")
    };
    assert!(!says());
    let before = admin.history(&table()).len();
    admin.append(PAGE, "\nA word more.");
    wiki.maintenance(&["runJobs"]);
    assert!(says());
    assert_eq!(admin.history(&table()).len(), before, "without an edit");
}

/// Pictures of the table and of the overview. `UPDATE_DOCS=1` renews those in `docs/images`.
#[test]
fn pictures() {
    let wiki = wiki();
    let ada = wiki.as_user(ADA);
    ada.post(&[("action", "options"), ("optionname", "vector-theme"), ("optionvalue", "os")]);
    let browser = Browser::start(&wiki);
    browser.log_in(ADA);
    for (what, title) in [("table", table()), ("overview", OVERVIEW.to_owned())] {
        for (device, dark) in
            [("desktop", false), ("desktop", true), ("phone", false), ("phone", true), ("unfolded", false)]
        {
            let (width, phone) = if device == "phone" { (390, true) } else { (1000, false) };
            if device == "unfolded" && what != "table" {
                continue;
            }
            let name = format!("{what}-{device}-{}.png", if dark { "dark" } else { "light" });
            browser.show_on(Screen { width, height: 2600, phone, dark });
            open(&browser, &title, "vector-2022");
            if device == "unfolded" {
                unfold(&browser);
            }
            let look = browser.script(include_str!("look.js"), json!(PART));
            let background = look["background"].as_f64().unwrap();
            assert!(if dark { background < 0.1 } else { background > 0.9 }, "{name}: {look:#}");
            assert_eq!(look["faint"], Json::Array(Vec::new()), "{name}: {look:#}");
            super::keep_picture(&wiki, &browser, PART, &name);
        }
    }
}
