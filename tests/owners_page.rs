//! The table of names and accounts on a page of the wiki.

use crate::support::{Wiki, line, outcomes};

const SETTINGS: &str =
    "owners_page = \"Project:Owners.json\"\n[owners]\n\"Ada Sample\" = \"Ada Sample (WMF)\"";
const TALK: &str = "Project talk:Owners.json";

fn talk(wiki: &Wiki) -> String {
    wiki.admin().text(TALK).unwrap_or_default()
}

#[test]
fn it_names_people_and_the_settings_count_for_more() {
    let wiki = Wiki::up();
    let page = r#"{"Gil Unknown": "Bo Sample (WMF)", "Ada Sample": "Eli Sample (WMF)"}"#;
    wiki.admin().save("Project:Owners.json", page);
    let outcomes = wiki.run_with(SETTINGS, "2020-11-02");
    assert_eq!(line(&outcomes, "notice Bo"), "notice Bo Sample (WMF): posted");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&outcomes, "notice Eli"), "no such outcome");
    let owners =
        wiki.goalkeeper_with(SETTINGS, &["owners", "--today", "2020-11-02", "--format", "json"]).json();
    let gil = owners["names"].as_array().unwrap().iter().find(|name| name["name"] == "Gil Unknown").unwrap();
    assert_eq!(
        (gil["account"].as_str(), gil["source"].as_str()),
        (Some("Bo Sample (WMF)"), Some("owners-page"))
    );
    assert_eq!(talk(&wiki), "");
}

#[test]
fn its_mistakes_are_told_once_on_its_talk_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let save = |text: &str| admin.save("Project:Owners.json", text);
    save(r#"{"Gil Unknown": "Bo Sample (WMF)", "Ed {{Done}}": 7, "Flo": "x|y"}"#);
    let outcomes = wiki.run_with(SETTINGS, "2020-11-02");
    assert_eq!(line(&outcomes, "notice Bo"), "notice Bo Sample (WMF): posted", "what is right counts");
    let text = talk(&wiki);
    let told: Vec<_> = text.lines().filter(|line| line.starts_with('*')).collect();
    assert_eq!(
        told,
        [
            "* <nowiki>Ed {{Done}}</nowiki>: the account must be in straight quotation marks (\"…\")",
            "* <nowiki>Flo</nowiki>: <nowiki>x|y</nowiki> can’t be the name of an account"
        ]
    );
    for today in ["2020-11-03", "2020-12-03"] {
        assert_eq!(line(&wiki.run_with(SETTINGS, today), "owners-page"), "no such outcome", "{today}");
    }
    // Other mistakes are news.
    save("[[nothing]]");
    let outcomes = wiki.run_with(SETTINGS, "2020-12-04");
    assert!(
        outcomes.iter().any(|line| line.starts_with("owners-page") && line.ends_with("posted")),
        "{outcomes:?}"
    );
    assert!(talk(&wiki).contains("it can’t be read as a JSON object"), "{}", talk(&wiki));
}

#[test]
fn a_page_that_is_not_there_names_nobody() {
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper_with(SETTINGS, &["owners", "--today", "2020-11-02"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("owners_page does not exist"), "{}", ran.err);
}

#[test]
fn a_page_that_was_made_a_redirect_stops_nobody_else() {
    let wiki = Wiki::up();
    wiki.admin().save("Project:Owners.json", "#REDIRECT [[Main Page]]");
    let ran = wiki.goalkeeper_with(SETTINGS, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(line(&outcomes(&ran.json()), "notice Ada"), "notice Ada Sample (WMF): posted");
    // The operator has something to mend.
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(talk(&wiki).contains("is a redirect"), "{}", talk(&wiki));
}
