//! `check`: reading only, and its JSON.

use serde_json::json;

use crate::support::{PAGE, PRODUCT, Wiki};

#[test]
fn any_page_without_login_or_settings() {
    let wiki = Wiki::up();
    let ran = wiki.anonymous(&[
        "check",
        "Wikimedia_Technology/Goals/2020-21_Q2",
        PRODUCT,
        "--format",
        "json",
        "--today",
        "2020-11-02",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let check = ran.json();
    let pages = check["pages"].as_array().unwrap();
    assert_eq!(check["schema"], "goalkeeper.check/1");
    assert_eq!(check["wiki"], format!("{}api.php", wiki.url));
    assert_eq!(pages[0]["title"], PAGE);
    assert_eq!(pages[0]["layout"], "key-results");
    assert_eq!(pages[0]["board"], json!(null));
    assert_eq!(
        pages[0]["quarter"],
        json!({"fiscal_year": "2020-21", "number": 2, "start": "2020-10-01", "end": "2020-12-31"})
    );
    assert_eq!(
        check["summary"],
        json!({"pages": 2, "objectives": 5, "key_results": 15, "findings": {"empty-goals": 7, "missing-manager": 1, "unlinked-manager": 6}, "allowed": 0})
    );
    let findings = pages[0]["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == "empty-goals").unwrap();
    assert_eq!(finding["objective"], "MTP-Y2: Steady Saves - Every edit arrives");
    assert_eq!((&finding["objective_index"], &finding["key_result_index"]), (&json!(0), &json!(1)));
    assert_eq!(finding["owners"], json!(["Ada Sample"]));

    // The links lead where they say.
    let admin = wiki.admin();
    let anchor = finding["url"].as_str().unwrap().split('#').nth(1).unwrap();
    assert!(admin.html(PAGE).contains(&format!("id=\"{anchor}\"")));
    let section = finding["edit_url"].as_str().unwrap().rsplit('=').next().unwrap().to_owned();
    let answer =
        admin.get(&[("action", "parse"), ("page", PAGE), ("prop", "wikitext"), ("section", &section)]);
    assert!(answer["parse"]["wikitext"].as_str().unwrap().contains("Failed saves fall below"), "{answer}");
}

#[test]
fn the_wiki_is_not_written_to() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let before = admin.revisions();
    assert_eq!(wiki.goalkeeper(&["check", "--today", "2020-11-02"]).code, 1);
    assert_eq!(admin.revisions(), before);
}

#[test]
fn nothing_found_is_exit_zero() {
    let wiki = Wiki::up();
    let ran = wiki.anonymous(&["check", "Wikimedia Technology/Goals/2020-21 Q1", "--today", "2020-08-01"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("nothing is missing"), "{}", ran.out);
}

#[test]
fn a_redirect_is_followed_once() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Tech goals 2020-21 Q2", &format!("#REDIRECT [[{PAGE}]]"));
    let ran = wiki.anonymous(&["check", "Tech goals 2020-21 Q2", "--format", "json"]);
    assert_eq!(ran.json()["pages"][0]["title"], PAGE);
    admin.save("Old tech goals 2020-21 Q2", "#REDIRECT [[Tech goals 2020-21 Q2]]");
    let ran = wiki.anonymous(&["check", "Old tech goals 2020-21 Q2", "--format", "json"]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.json()["unread"][0]["reason"], "it is a redirect to a redirect");
    admin.save("Help:Tech goals 2020-21 Q2", &format!("#REDIRECT [[{PAGE}]]"));
    assert_eq!(wiki.anonymous(&["check", "Help:Tech goals 2020-21 Q2"]).code, 3);
}

#[test]
fn transcluded_key_results_are_edited_where_they_stand() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(
        "Goals/2020-21 Q2/Team",
        "=== Key Results ===\n\n'''KR1:''' From elsewhere.\n\n'''Q2 Goals:'''\n*\n",
    );
    admin.save(
        "Goals/2020-21 Q2",
        "== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n{{:Goals/2020-21 Q2/Team}}",
    );
    let check = wiki.anonymous(&["check", "Goals/2020-21 Q2", "--format", "json"]).json();
    let page = &check["pages"][0];
    assert_eq!(page["objectives"][0]["key_results"][0]["source_page"], "Goals/2020-21 Q2/Team", "{page:#}");
    let edit = page["findings"][0]["edit_url"].as_str().unwrap();
    assert!(edit.ends_with("title=Goals/2020-21_Q2/Team&action=edit"), "{edit}");
}

#[test]
fn a_transcluded_key_result_ends_with_its_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let team = "'''KR1:''' From elsewhere.\n\n'''Q2 Goals:'''\n* Its own\n\nText of its own.\n";
    admin.save("Goals/2020-21 Q2/Team", team);
    admin.save(
        "Goals/2020-21 Q2",
        "== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n{{/Team}}\n\n* Not its own\n\nNor this.\n\n\
         '''KR2:''' Two.\n\n'''Q2 Goals:'''\n* Rest\n",
    );
    let check = wiki.anonymous(&["check", "Goals/2020-21 Q2", "--format", "json"]).json();
    let results = check["pages"][0]["objectives"][0]["key_results"].as_array().unwrap();
    let goals: Vec<_> = results.iter().map(|result| result["goals"][0]["text"].as_str().unwrap()).collect();
    assert_eq!(goals, ["Its own", "Rest"]);
    assert!(results.iter().all(|result| result["goals"].as_array().unwrap().len() == 1), "{results:#?}");
}

#[test]
fn a_wiki_that_must_be_logged_in_to() {
    let wiki = Wiki::up();
    wiki.configure("$wgGroupPermissions['*']['read'] = false;");
    assert_eq!(wiki.anonymous(&["check", PAGE]).code, 3);
    let ran = wiki.goalkeeper(&["check", "--today", "2020-11-02"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}
