//! Whom a notice can reach, and whom it must not.

use crate::support::{ADA, PAGE, Wiki, line, outcomes};

#[test]
fn people_who_cannot_or_must_not_be_told() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.post(&[("action", "block"), ("user", "Fay Sample (WMF)"), ("expiry", "never")]);
    admin.save("User talk:Ada Sample (WMF)", "Hello.\n\n{{bots|allow=OtherBot}}");
    let page = admin.text(PAGE).unwrap();
    let page = page.replace("[[User:Gus Sample|Gus Sample]]", "[[User:Nobody Here (WMF)|Nobody Here]]");
    let page = page.replace("Gil Unknown", "[[User:GoalkeeperBot|The Bot]]");
    admin.save(PAGE, &page);
    let settings = "[owners_policy]\nallow = [\"* (WMF)\", \"GoalkeeperBot\"]";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let outcomes = outcomes(&ran.json());
    for expected in [
        "notice Ada Sample (WMF): skipped bots-denied",
        "notice Fay Sample (WMF): skipped blocked-account",
        "notice Nobody Here (WMF): skipped unknown-account",
        "notice GoalkeeperBot: skipped bot-account",
    ] {
        assert!(outcomes.contains(&expected.to_owned()), "{expected}: {outcomes:?}");
    }
}

#[test]
fn where_a_notice_cannot_go() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let ada = format!("User talk:{ADA}");
    let told = || {
        let ran = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]).json();
        let mut skipped = ran["skipped"].as_array().unwrap().iter().filter(|skip| skip["recipient"] == ADA);
        skipped.next().map(|skip| skip["reason"].as_str().unwrap().to_owned())
    };
    admin.save(&ada, "#REDIRECT [[User:Ada Sample (WMF)/Elsewhere]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    // A redirect between user talk pages is what a rename leaves; it counts only for who may be told.
    admin.save(&ada, "#REDIRECT [[User talk:Bo Sample (WMF)]]");
    assert_eq!(told(), None);
    admin.save(&ada, "#REDIRECT [[User talk:Gus Sample]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    admin.save(&ada, "#REDIRECT [[User talk:GoalkeeperBot]]");
    assert_eq!(told().as_deref(), Some("redirected-elsewhere"));
    admin.save(&ada, "Hello.");
    admin.post(&[("action", "protect"), ("title", &ada), ("protections", "edit=sysop"), ("expiry", "never")]);
    assert_eq!(told().as_deref(), Some("protected-page"));
    admin.post(&[("action", "protect"), ("title", &ada), ("protections", "edit=all")]);
    admin.save(&ada, "{}");
    admin.post(&[("action", "changecontentmodel"), ("title", &ada), ("model", "json")]);
    assert_eq!(told().as_deref(), Some("unsupported-talk-page"));
}

#[test]
fn a_notice_whose_author_is_hidden_is_not_posted_again() {
    let wiki = Wiki::up();
    wiki.configure("$wgGroupPermissions['sysop']['deleterevision'] = true;");
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    let revision = admin.history(&format!("User talk:{ADA}"))[0]["revid"].to_string();
    let hide =
        [("action", "revisiondelete"), ("type", "revision"), ("ids", &revision), ("hide", "comment|user")];
    admin.post(&hide);
    let outcomes = outcomes(&wiki.run("2020-10-30"));
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped talk-page-deleted");
}

#[test]
fn a_deleted_talk_page_gets_no_first_notice() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-10-08");
    let ada = format!("User talk:{ADA}");
    admin.post(&[("action", "delete"), ("title", &ada)]);
    let outcomes = outcomes(&wiki.run("2020-10-30"));
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped talk-page-deleted");
    assert_eq!(admin.text(&ada), None);
}

#[test]
fn a_mistake_in_the_owners_table_is_one_unknown_account() {
    let wiki = Wiki::up();
    let settings = "[owners]\n\"Ada Sample\" = \"User:Ada Sample (WMF)\u{200E}\"\n\"Gil Unknown\" = \"Gil Nobody (WMF)\"";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let done = outcomes(&ran.json());
    assert!(done.contains(&"notice Ada Sample (WMF): posted".to_owned()), "{done:?}");
    assert!(done.contains(&"notice Gil Nobody (WMF): skipped unknown-account".to_owned()), "{done:?}");
}

#[test]
fn a_link_to_an_account_that_was_renamed() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("User:Bo Sample (WMF)", "Hello.");
    wiki.maintenance(&["renameUser", "Bo Sample (WMF)", "Bo Married (WMF)"]);
    let page = "== P ==\n\n'''Objective Manager:''' [[User:Bo Sample (WMF)|Bo]]\n\n\
                '''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n";
    admin.save("Renamed/2020-21 Q2", page);
    let settings = crate::support::board("Renamed/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    assert_eq!(line(&wiki.run_with(&settings, "2020-11-02"), "notice"), "notice Bo Married (WMF): posted");
    let check =
        wiki.goalkeeper_with(&settings, &["check", "--today", "2020-11-02", "--format", "json"]).json();
    assert_eq!(check["summary"]["findings"], serde_json::json!({"empty-goals": 1}), "no unknown-manager");
    // A redirect anyone can make leads to nobody who may not be told.
    admin.save("User:Nobody Sample (WMF)", "#REDIRECT [[User:Gus Sample]]");
    admin.save("Renamed/2020-21 Q2", &page.replace("Bo Sample", "Nobody Sample"));
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-11-02"), "notice"),
        "notice Gus Sample: skipped not-allowed"
    );
}

#[test]
fn an_address_for_a_name_changes_nothing_for_others() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.post(&[("action", "block"), ("user", "Bo Sample (WMF)"), ("expiry", "never")]);
    let names = ["127.0.0.1", "Bo Sample (WMF)", "Ada Sample (WMF)", "1.2.3.4", "Fay Sample (WMF)"];
    let stubs = names.iter().zip(1..).map(|(name, number)| {
        format!(
            "'''Key Result Manager:''' [[User:{name}|X]]\n\n'''KR{number}:''' One.<br />\n'''Q2 Goals:'''\n*\n\n"
        )
    });
    admin.save("Odd/2020-21 Q2", &format!("== P ==\n\n=== Key Results ===\n\n{}", stubs.collect::<String>()));
    let settings = crate::support::board("Odd/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n[owners_policy]\nallow = [\"*\"]\n";
    let outcomes = wiki.run_with(&settings, "2020-11-02");
    assert_eq!(
        outcomes,
        [
            "notice 1.2.3.4: skipped unknown-account",
            "notice 127.0.0.1: skipped unknown-account",
            "notice Ada Sample (WMF): posted",
            "notice Bo Sample (WMF): skipped blocked-account",
            "notice Fay Sample (WMF): posted",
            "status Talk:Odd/2020-21 Q2: posted"
        ]
    );
}

#[test]
fn talk_pages_of_other_kinds_and_sizes() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    // LiquidThreads is not part of MediaWiki; what it leaves on a page is a property.
    wiki.configure(
        "$wgHooks['ContentAlterParserOutput'][] = static function ( $content, $title, $output ) {\n\
         if ( $title->getText() === 'Fay Sample (WMF)' ) { $output->setPageProperty( 'use-liquid-threads', '1' ); } };",
    );
    admin.save("User talk:Fay Sample (WMF)", "Hello.");
    admin.save(&format!("User talk:{ADA}"), &format!("Hello.<!--{} -->", " Long.".repeat(2_097_000 / 6)));
    let outcomes = wiki.run_with("", "2020-11-02");
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): skipped unsupported-talk-page");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped too-big");
}
