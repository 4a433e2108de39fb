//! The site in a real browser, from a web server and from its folder: nothing runs that isn't its own, nothing is asked of another
//! server, all of it is reached by keyboard, and read on a phone and at night.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use super::chromium::{Browser, Screen};
use crate::history;
use crate::support::{Wiki, board};

const TODAY: &str = "2020-11-02";
const WIDE: Screen = Screen { width: 1000, height: 900, phone: false, dark: false };

/// What would run, if it weren't text.
const HOSTILE: &str = "<script>window.ran = 1</script><img src=x onerror=\"window.ran = 1\">\"'";

/// A site of three boards, one with hostile words, and one whose page is long.
fn site(wiki: &Wiki) -> Served {
    history::team(wiki);
    let hostile = format!(
        "== Safe ==\n=== Key Results ===\n'''Key Result Manager:''' Ada Sample\n\n'''KR1:''' <nowiki>{HOSTILE}</nowiki>\n\n\
         '''Q2 Goals:'''\n* <nowiki>{HOSTILE}</nowiki>\n"
    );
    wiki.admin().save("Hostile/Goals 2020-21 Q2", &hostile);
    wiki.admin().save("Long/Goals 2020-21 Q2", &history::long_page(300));
    Served::new(wiki, &["Team", "Hostile", "Long"].map(|name| format!("{name}/Goals ")))
}

/// A site and its web server.
struct Served {
    folder: PathBuf,
    server: String,
    /// The names of its pages.
    pages: Vec<String>,
}

impl Served {
    /// Of a board for each of these titles, which go on with the quarter.
    fn new(wiki: &Wiki, titles: &[String]) -> Self {
        let of_title = |title: &String| {
            let team = title.split('/').next().unwrap().to_lowercase().replace(' ', "-");
            board(&format!("{title}{{fiscal_year}} Q{{quarter}}")).replace("other", &team)
        };
        let boards: String = titles.iter().map(of_title).collect();
        let folder = wiki.scratch.path().join("site");
        let out = folder.to_str().unwrap();
        let ran = wiki.goalkeeper_with(&boards, &["report", "--out", out, "--today", TODAY]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let names =
            std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut pages: Vec<String> = names.filter(|name| name.ends_with(".html")).collect();
        pages.sort();
        Self { server: serve(&folder), folder, pages }
    }

    /// Opens the page with this heading.
    fn open(&self, browser: &Browser, title: &str) {
        let found = self.pages.iter().find(|page| {
            browser.go(&format!("{}/{page}", self.server));
            browser.text("h1") == title
        });
        found.unwrap_or_else(|| panic!("no page “{title}”"));
    }
}

/// A web server for a folder; its address.
fn serve(folder: &Path) -> String {
    let (listener, folder) = (TcpListener::bind("127.0.0.1:0").unwrap(), folder.to_owned());
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let folder = folder.clone();
            thread::spawn(move || answer(stream.unwrap(), &folder));
        }
    });
    address
}

fn answer(mut stream: TcpStream, folder: &Path) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(asked)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let name = asked.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    let kind = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        _ => "text/plain",
    };
    let (status, body) = match std::fs::read(folder.join(&name)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn script(browser: &Browser, script: &str) -> Json {
    browser.script(script, json!(null))
}

/// Chooses one of a field's options by keys.
fn choose(browser: &Browser, field: &str, number: usize) {
    script(browser, &format!("document.getElementById('{field}').focus()"));
    browser.type_keys(&(Key::Home.to_string() + &Key::Down.repeat(number)));
}

#[test]
fn every_page_is_whole_and_harmless_and_keeps_nobody_from_reading_it() {
    let wiki = Wiki::up();
    let site = site(&wiki);
    let browser = Browser::start(&wiki);
    assert!(site.pages.len() == 6, "{:?}", site.pages);
    let from_folder = format!("file://{}", site.folder.display());
    for page in &site.pages {
        for (base, width, dark) in
            [(&site.server, 1000, false), (&site.server, 390, true), (&from_folder, 1000, false)]
        {
            let what = format!("{base}/{page}, {width} wide, dark: {dark}");
            browser.show_on(Screen { width, height: 900, phone: width == 390, dark });
            browser.go(&format!("{base}/{page}"));
            browser.wait_for("footer");
            let seen = script(
                &browser,
                "return [document.documentElement.scrollWidth, window.ran || 0, document.styleSheets.length, \
                 performance.getEntriesByType('resource').map((one) => one.name)]",
            );
            assert!(seen[0].as_u64() <= Some(width.into()), "{what}: {seen}");
            assert_eq!((&seen[1], &seen[2]), (&json!(0), &json!(1)), "{what}");
            for asked in seen[3].as_array().unwrap() {
                assert!(asked.as_str().unwrap().starts_with(base), "{what}: {asked}");
            }
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{what}");
            assert_eq!(browser.faults("html"), json!([]), "{what}");
            // From a folder axe-core tries to fetch style sheets, which the site forbids.
            let _ = browser.complaints();
        }
    }
    site.open(&browser, "Hostile/Goals 2020-21 Q2");
    let shown = browser.text("main");
    assert_eq!(shown.matches(HOSTILE).count(), 2, "as typed: {shown}");
}

#[test]
fn the_filter_shows_what_was_asked_for_by_keyboard_alone() {
    let wiki = Wiki::up();
    let site = site(&wiki);
    let browser = Browser::start(&wiki);
    browser.show_on(WIDE);
    browser.go(&format!("{}/index.html", site.server));
    let shown = || {
        let rows = script(
            &browser,
            "return [...document.querySelectorAll('table.pages tbody tr')].filter((row) => !row.hidden)\
             .map((row) => row.dataset.board)",
        );
        rows.as_array().unwrap().iter().map(|board| board.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(), ["team", "hostile", "long"]);
    let mut reached: Vec<Json> = Vec::new();
    while reached.last() != Some(&json!("words")) {
        browser.type_keys(&Key::Tab);
        reached
            .push(script(&browser, "return document.activeElement.id || document.activeElement.textContent"));
        assert!(reached.len() < 30, "{reached:?}");
    }
    assert_eq!(reached[0], "Skip to the content");
    assert!(reached.contains(&json!("board")) && reached.contains(&json!("state")), "{reached:?}");
    // The words are fetched when the first is typed.
    browser.type_keys("number seventy");
    let begun = Instant::now();
    while shown() != ["long"] {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", shown());
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(browser.text("form output"), "1 of 3 shown");
    browser.type_keys(&Key::Backspace.repeat("number seventy".len()));
    assert_eq!(shown().len(), 3);
    browser.type_keys("sample");
    assert!(shown().is_empty(), "nobody is looked up");
    assert!(browser.text("form output").ends_with("names can’t be looked for"));
    browser.type_keys(&Key::Backspace.repeat("sample".len()));
    choose(&browser, "board", 2);
    assert_eq!(shown(), ["hostile"]);
    choose(&browser, "board", 0);
    choose(&browser, "state", 2);
    let filled = shown();
    choose(&browser, "state", 1);
    let open = shown();
    assert_eq!(filled.len() + open.len(), 3, "{filled:?} {open:?}");
}

#[test]
fn key_results_are_filtered_and_weeks_unfold_by_keyboard() {
    let wiki = Wiki::up();
    let site = site(&wiki);
    let browser = Browser::start(&wiki);
    browser.show_on(WIDE);
    site.open(&browser, "Team/Goals 2020-21 Q2");
    let count = |of: &str| script(&browser, &format!("return document.querySelectorAll('{of}').length"));
    assert_eq!(count("figure svg[role=img][aria-label]"), 3);
    assert_eq!(count("details[open]"), 0);
    script(&browser, "document.querySelector('summary').focus()");
    browser.type_keys(&Key::Enter);
    assert_eq!(count("details[open] tbody tr"), 6);
    let all = count("article").as_u64().unwrap();
    choose(&browser, "state", 2);
    let filled = count("article:not([hidden])").as_u64().unwrap();
    choose(&browser, "state", 1);
    let open = count("article:not([hidden])").as_u64().unwrap();
    assert_eq!((all, filled + open), (3, 3));
    assert!(browser.text("form output").starts_with(&format!("{open} of 3")));
}

/// Pictures of the first page and of a goal page. `UPDATE_DOCS=1` renews those in `docs/images`.
#[test]
fn pictures() {
    let wiki = Wiki::up();
    history::team(&wiki);
    let titles = ["Team/Goals ", "Wikimedia Technology/Goals/", "Sample Product/Goals/"];
    let site = Served::new(&wiki, &titles.map(str::to_owned));
    let browser = Browser::start(&wiki);
    for (what, title) in [("site", "Goals at a glance"), ("site-page", "Team/Goals 2020-21 Q2")] {
        for (device, dark) in [("desktop", false), ("desktop", true), ("phone", false), ("phone", true)] {
            let (width, phone) = if device == "phone" { (390, true) } else { (1000, false) };
            let name = format!("{what}-{device}-{}.png", if dark { "dark" } else { "light" });
            browser.show_on(Screen { width, height: 2600, phone, dark });
            site.open(&browser, title);
            let look = browser.script(include_str!("look.js"), json!("body"));
            let background = look["background"].as_f64().unwrap();
            assert!(if dark { background < 0.1 } else { background > 0.9 }, "{name}: {look:#}");
            assert_eq!(look["faint"], Json::Array(Vec::new()), "{name}: {look:#}");
            super::keep_picture(&wiki, &browser, "body", &name);
        }
    }
}
