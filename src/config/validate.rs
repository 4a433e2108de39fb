//! What a type can't say: values that are well-formed and still can't be meant.

use std::collections::BTreeSet;

use secrecy::ExposeSecret as _;

use super::SettingsError;
use super::board::Board;
use super::kinds::nearest;
use super::pause::Pause;
use super::settings::{Settings, Wiki};
use crate::base::calendar::FiscalYear;
use crate::base::month::MonthNames;
use crate::goals::{Layout, Layouts, PLACEHOLDERS, TitlePattern, unknown_placeholder};
use crate::rules;

/// Statuses are asked for at most so many days before a quarter's end, or after it.
const MOST_CLOSING_DAYS: i64 = 60;

/// Fails on the first value that makes no sense.
pub fn check(settings: &Settings, layouts: &Layouts) -> Result<(), SettingsError> {
    wiki_url(&settings.wiki)?;
    basic_auth(settings)?;
    if let Some(contact) = &settings.bot.contact {
        self::contact(contact)?;
    }
    for (key, page, example) in [
        ("bot.stop_page", &settings.bot.stop_page, "User:GoalkeeperBot/Stop"),
        ("bot.edit_intro", &settings.bot.edit_intro, "User:GoalkeeperBot/Edit intro"),
        ("owners_page", &settings.owners_page, "User:GoalkeeperBot/Owners.json"),
        ("boards_page", &settings.boards_page, "User:GoalkeeperBot/Boards.json"),
    ] {
        no_address(key, page.as_deref().unwrap_or_default())?;
        let plain = page.as_deref().is_none_or(is_plain_title);
        ensure(plain, key, &format!("write the title of a page, for example {example}"))?;
    }
    password(settings)?;
    ensure(
        is_plain_title(&settings.owners_policy.opt_out_page.replace("{bot}", "x")),
        "owners_policy.opt_out_page",
        "write the title of a page, for example User:{bot}/Opt-out: whoever says “stop” must be noted somewhere",
    )?;
    no_address("owners_policy.opt_out_page", &settings.owners_policy.opt_out_page)?;
    let overview = settings.status.overview_page.as_str();
    no_address("status.overview_page", overview)?;
    ensure(
        overview.is_empty() || is_plain_title(overview),
        "status.overview_page",
        "write the title of a page, for example User:GoalkeeperBot/Overview",
    )?;
    no_address("run_log.page", &settings.run_log.page)?;
    ensure(
        settings.run_log.page.is_empty() || is_plain_title(&settings.run_log.page),
        "run_log.page",
        "write the title of a page, for example User:GoalkeeperBot/Log",
    )?;
    for (key, is_zero, more) in [
        ("limits.concurrency", settings.limits.concurrency == 0, ""),
        ("limits.request_timeout_seconds", settings.limits.request_timeout_seconds == 0, ""),
        ("cache.max_mebibytes", settings.cache.max_mebibytes == 0, "; for no cache write dir = \"none\""),
    ] {
        ensure(!is_zero, key, &format!("must be at least 1{more}"))?;
    }
    for pattern in &settings.owners_policy.allow {
        let problem = format!(
            "“{pattern}” is no pattern: * and ? stand for any characters, and brackets must be closed"
        );
        ensure(globset::Glob::new(pattern).is_ok(), "owners_policy.allow", &problem)?;
    }
    for (name, account) in &settings.owners {
        ensure(
            !account.trim().is_empty(),
            &format!("owners.\"{name}\""),
            "names no account; leave the line out if the person has none",
        )?;
    }
    let mut names = BTreeSet::new();
    for (index, board) in settings.boards.iter().enumerate() {
        let key = format!("boards[{index}]");
        check_board(board, layouts, &key)?;
        // The boards page may have them.
        ensure(
            board.has_pages() || settings.boards_page.is_some(),
            &format!("{key}.titles"),
            "a board needs at least one title pattern, or titles_from that tells where its pages are",
        )?;
        apart_from(&settings.boards[..index], board, &key)?;
        if !names.insert(&board.name) {
            return invalid(&format!("{key}.name"), format!("two boards are called “{}”", board.name));
        }
    }
    Ok(())
}

/// Fails on what is no address where people reach the operator.
pub fn contact(contact: &str) -> Result<(), SettingsError> {
    let form = contact.starts_with("https://") || contact.starts_with("mailto:");
    let plain = !contact.contains(|c: char| c.is_whitespace() || c.is_control() || "[]{}|<>\"".contains(c));
    ensure(form && plain, "bot.contact", "write an address that begins with https:// or mailto:")
}

/// Fails if a board may have a page that one of these has, too.
pub fn apart_from(others: &[Board], board: &Board, key: &str) -> Result<(), SettingsError> {
    match others.iter().find(|other| have_a_page_in_common(other, board)) {
        None => Ok(()),
        Some(other) => {
            let text = format!("the boards “{}” and “{}” have a page in common", other.name, board.name);
            invalid(&format!("{key}.titles"), text)
        }
    }
}

/// Of titles as they are filled in: “Goals 2026-27 Q2” may be of years from different months.
fn have_a_page_in_common(one: &Board, other: &Board) -> bool {
    let titles = |board: &Board| -> BTreeSet<String> {
        let years = (2020..=2022).filter_map(|year| FiscalYear::new(year, board.fiscal_year_starts));
        let quarters = years.flat_map(FiscalYear::quarters);
        let page =
            |title: &TitlePattern, quarter| title.page(quarter, &MonthNames::default()).1.replace('_', " ");
        let patterns: Vec<_> = board.title_patterns().collect();
        quarters.flat_map(|quarter| patterns.iter().map(move |title| page(title, quarter))).collect()
    };
    !titles(one).is_disjoint(&titles(other))
}

/// Fails on the address of a page where its title is meant.
fn no_address(key: &str, text: &str) -> Result<(), SettingsError> {
    let text = text.trim();
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return Ok(());
    }
    let title = text.rsplit_once("/wiki/").or_else(|| text.rsplit_once("title=")).map(|(_, title)| title);
    let title = title.map(|title| title.split(['?', '#', '&']).next().unwrap_or(title).replace('_', " "));
    let title =
        title.map(|title| percent_encoding::percent_decode_str(&title).decode_utf8_lossy().into_owned());
    let title = title.map(|title| format!(", “{title}”")).unwrap_or_default();
    invalid(key, format!("“{text}” is an address; write the title of the page{title}"))
}

/// Half of what a server before the wiki asks for, or beside a token, which goes in the same place.
fn basic_auth(settings: &Settings) -> Result<(), SettingsError> {
    let wiki = &settings.wiki;
    let (name, password) = (!wiki.basic_auth_username.is_empty(), wiki.basic_auth_password.is_some());
    ensure(
        name || !password,
        "wiki.basic_auth_username",
        "is missing: wiki.basic_auth_password needs one beside it",
    )?;
    ensure(
        password || !name,
        "wiki.basic_auth_password",
        "is missing: give it as GOALKEEPER__WIKI__BASIC_AUTH_PASSWORD, or leave wiki.basic_auth_username out",
    )?;
    if let Some(password) = &wiki.basic_auth_password {
        let password = password.expose_secret();
        ensure(
            password.trim() == password && !password.is_empty(),
            "wiki.basic_auth_password",
            "is empty, or has a blank or a line end at its beginning or its end, which is not shown: take it out",
        )?;
    }
    ensure(
        !wiki.basic_auth_username.contains(':'),
        "wiki.basic_auth_username",
        "has a colon in it, which such a name can't have",
    )?;
    ensure(
        !name || settings.auth.oauth2_token.is_none(),
        "wiki.basic_auth_username",
        "can't go with an OAuth token, which is sent in the same place: use a bot password (auth.username, auth.password)",
    )
}

/// A login with something around it that came with copying.
fn password(settings: &Settings) -> Result<(), SettingsError> {
    let Some(password) = &settings.auth.password else { return Ok(()) };
    let password = password.expose_secret();
    ensure(
        password.trim() == password && !password.is_empty(),
        "auth.password",
        "has a blank or a line end at its beginning or its end, which is not shown: take it out",
    )
}

fn did_you_mean(text: &str, words: &[&str]) -> String {
    let nearest = nearest(text, words.iter().copied());
    nearest.map(|word| format!("; did you mean “{word}”?")).unwrap_or_default()
}

fn is_plain_title(title: &str) -> bool {
    !title.trim().is_empty() && !title.contains(['[', ']', '{', '}', '|', '#', '<', '>'])
}

// No message shows the address: a password may stand in it.
pub fn wiki_url(wiki: &Wiki) -> Result<(), SettingsError> {
    let (key, url) = ("wiki.url", &wiki.url);
    if url.is_empty() {
        return invalid(
            key,
            "is not set. Set it in a file named with --config, or as GOALKEEPER__WIKI__URL, \
             to the address where api.php is, for example https://www.mediawiki.org/w/"
                .to_owned(),
        );
    }
    let parsed = reqwest::Url::parse(url).ok().filter(|parsed| matches!(parsed.scheme(), "http" | "https"));
    let Some(parsed) = parsed else {
        let text = "is no web address: write one that begins with https://, for example https://www.mediawiki.org/w/";
        return invalid(key, text.to_owned());
    };
    ensure(
        parsed.username().is_empty() && parsed.password().is_none(),
        key,
        "has a user name or a password in it: take them out, and give the login as GOALKEEPER__AUTH__USERNAME and \
         GOALKEEPER__AUTH__PASSWORD, or GOALKEEPER__AUTH__OAUTH2_TOKEN",
    )?;
    ensure(
        parsed.scheme() == "https" || wiki.is_on_this_machine() || wiki.allow_plain_http,
        key,
        "begins with http://, so the login would travel readable, and what is posted could be changed on the way: \
         write https://, or set wiki.allow_plain_http = true if you trust the network between here and the wiki",
    )?;
    let folder = url.ends_with('/') && !url.ends_with("api.php/");
    ensure(
        folder && parsed.query().is_none() && parsed.fragment().is_none(),
        key,
        "must be the folder that holds api.php, with “/” at its end, for example https://www.mediawiki.org/w/",
    )
}

/// Fails on the first value of a board that makes no sense.
pub fn check_board(board: &Board, layouts: &Layouts, key: &str) -> Result<(), SettingsError> {
    let at = |name: &str| format!("{key}.{name}");
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure(
        (1..=40).contains(&board.name.len()) && board.name.chars().all(allowed),
        &at("name"),
        "a board needs a name of 1 to 40 of the characters a-z, 0-9 and “-”",
    )?;
    let titles: Vec<&String> = board.titles.iter().chain(&board.listed).collect();
    for (name, texts) in [("titles", titles), ("titles_from", board.titles_from.iter().collect())] {
        for (number, text) in texts.iter().enumerate() {
            no_address(&at(name), text)?;
            match name {
                "titles" => check_pattern(text, &PLACEHOLDERS, &at(name))?,
                _ => check_source(text, &at(name))?,
            }
            ensure(
                !texts[..number].contains(text),
                &at(name),
                &format!("“{text}” stands there twice; leave it out once"),
            )?;
        }
    }
    if let Some(unknown) = board.rules.keys().find(|name| rules::rule(name).is_none()) {
        let text = format!("there is no rule “{unknown}”; did you mean “{}”?", rules::nearest_rule(unknown));
        return invalid(&at("rules"), text);
    }
    if board.layout != "auto" && layouts.named(&board.layout).is_none() {
        let names: Vec<&str> = ["auto"].into_iter().chain(layouts.iter().map(Layout::name)).collect();
        let nearest = did_you_mean(&board.layout, &names);
        let text = format!("there is no layout “{}”; known are {}{nearest}", board.layout, names.join(", "));
        return invalid(&at("layout"), text);
    }
    let closing_days = board.notices.closing_days;
    ensure(
        (-MOST_CLOSING_DAYS..=MOST_CLOSING_DAYS).contains(&closing_days),
        &at("notices.closing_days"),
        &format!(
            "{closing_days} is too much: write 0 to {MOST_CLOSING_DAYS} days before the quarter's end, or -1 to \
             -{MOST_CLOSING_DAYS} for days after it"
        ),
    )?;
    for pause in &board.notices.pause {
        ensure(
            pause.parse::<Pause>().is_ok(),
            &at("notices.pause"),
            &format!(
                "“{pause}” is no pause: write its first and its last day, the month first, for example 12-18..01-06"
            ),
        )?;
    }
    no_address(&at("status.page"), &board.status.page)?;
    if board.status.page != "talk" {
        check_pattern(&board.status.page, &["page"], &at("status.page"))?;
        ensure(
            board.has_one_title() || board.status.page.contains("{page}"),
            &at("status.page"),
            "write “talk”, or a title with {page} in it: this board has several goal pages, each with its own table",
        )?;
    }
    for (name, language) in
        [("notices.language", board.notices.language.as_str()), ("status.language", board.status_language())]
    {
        let known = crate::base::message::languages();
        if !known.contains(&language) {
            return invalid(
                &at(name),
                format!(
                    "there are no messages in “{language}”; known are {}{}",
                    known.join(", "),
                    did_you_mean(language, &known)
                ),
            );
        }
    }
    Ok(())
}

/// Fails on what can't say where pages are.
fn check_source(source: &str, key: &str) -> Result<(), SettingsError> {
    let example = "write a category, a page that links to them, or the beginning of their titles with * behind it: \
                   \"Category:Team goals\", \"Team hub\", \"Team:*\"";
    let begin = source.trim().strip_suffix('*').unwrap_or(source).trim();
    let why = match () {
        () if begin.is_empty() => "names no pages",
        () if source.contains(['{', '}']) => {
            "has a placeholder in it; the pages of all quarters are looked through, and none is needed"
        }
        () if begin.contains('*') => "has a * that isn't its end",
        () if !is_plain_title(begin) => "is no title",
        () => return Ok(()),
    };
    invalid(key, format!("“{source}” {why}; {example}"))
}

fn check_pattern(pattern: &str, placeholders: &[&str], key: &str) -> Result<(), SettingsError> {
    ensure(!pattern.trim().is_empty(), key, "a title can't be empty")?;
    if let Some(unknown) = unknown_placeholder(pattern, placeholders) {
        let names = placeholders.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        let problem = format!("“{pattern}”: there is no placeholder {unknown}; the placeholders are {names}");
        return invalid(key, problem);
    }
    let rest =
        placeholders.iter().fold(pattern.to_owned(), |rest, name| rest.replace(&format!("{{{name}}}"), ""));
    let signs = ['{', '}', '[', ']', '|', '#', '<', '>'];
    ensure(
        !rest.contains(signs),
        key,
        &format!("“{pattern}” is no title: none has {} in it", signs.map(String::from).join(" ")),
    )
}

fn ensure(holds: bool, key: &str, problem: &str) -> Result<(), SettingsError> {
    if holds { Ok(()) } else { invalid(key, problem.to_owned()) }
}

fn invalid(key: &str, problem: String) -> Result<(), SettingsError> {
    Err(SettingsError::Invalid { key: key.to_owned(), problem })
}
