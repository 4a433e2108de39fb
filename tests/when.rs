//! When owners are told, and when not yet or not again.

use crate::support::{ADA, PAGE, Wiki, line, outcomes};

#[test]
fn a_page_just_edited_is_left_in_peace() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &format!("{page}\n<!-- half done -->"));
    let outcomes = outcomes(&wiki.run("2020-11-02"));
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): skipped quiet-period");
    // Ada is told about the other board's page only.
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert!(!admin.text(&format!("User talk:{ADA}")).unwrap().contains("Wikimedia Technology"));
}

/// A page on which statuses are in use, with goals of Ada's that have none or are still to do.
const LATE: &str = "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\
                    * First {{Done}}\n* Second {{To do}}\n* Third\n";

#[test]
fn statuses_are_asked_for_once_before_the_end() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Late/2020-21 Q2", LATE);
    let settings = crate::support::board("Late/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    assert_eq!(line(&wiki.run_with(&settings, "2020-12-21"), "notice Ada"), "no such outcome");
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-12-22"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
    let text = admin.text(&format!("User talk:{ADA}")).unwrap();
    assert!(text.starts_with("== 2 statuses to add, October–December 2020 ==\n"), "{text}");
    assert!(
        text.contains("asks you how these goals went.")
            && text.contains("say how <nowiki>KR1</nowiki> went]"),
        "{text}"
    );
    assert!(text.contains("I won’t ask about this again."), "{text}");
    assert_eq!(
        line(&wiki.run_with(&settings, "2020-12-31"), "notice Ada"),
        "notice Ada Sample (WMF): skipped round-limit"
    );
    // Written down, it is ticked.
    let written = LATE.replace("{{To do}}", "{{Done}}").replace("Third", "Third {{Postponed}}");
    admin.save("Late/2020-21 Q2", &written);
    wiki.run_with(&settings, "2020-12-31");
    assert_eq!(admin.text(&format!("User talk:{ADA}")).unwrap().matches("✓ Filled in since:").count(), 1);
}

#[test]
fn what_was_fixed_meanwhile_is_not_mentioned() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = |goals: &str| {
        let stub = |number: u8, name: &str, goals: &str| {
            format!(
                "'''Key Result Manager:''' [[User:{name} Sample (WMF)|{name}]]\n\n\
                 '''KR{number}:''' Number {number}.<br />\n'''Q2 Goals:'''\n*{goals}\n\n"
            )
        };
        let stubs = [stub(1, "Ada", ""), stub(2, "Fay", goals), stub(3, "Fay", ""), stub(4, "Bo", goals)];
        format!("== P ==\n\n=== Key Results ===\n\n{}", stubs.concat())
    };
    admin.save("Fixed/2020-21 Q2", &page(""));
    let settings = crate::support::board("Fixed/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n[limits]\nsave_delay_seconds = 4\n";
    let child = wiki
        .command(&settings)
        .args(["run", "--today", "2020-11-02", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    crate::gateway::wait_for_page(&wiki, &format!("User talk:{ADA}"));
    admin.save("Fixed/2020-21 Q2", &page(" Something"));
    let run = child.wait_with_output().unwrap();
    let done = outcomes(&serde_json::from_slice(&run.stdout).unwrap());
    assert_eq!(line(&done, "notice Bo"), "notice Bo Sample (WMF): skipped fixed-meanwhile");
    assert_eq!(line(&done, "notice Fay"), "notice Fay Sample (WMF): posted");
    let text = admin.text("User talk:Fay Sample (WMF)").unwrap();
    assert!(text.contains("Number 3.") && !text.contains("Number 2."), "{text}");
}

#[test]
fn an_edit_of_what_the_page_transcludes_is_one_of_the_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page =
        "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n";
    admin.save("Parts/2020-21 Q2/One", page);
    admin.save("Parts/2020-21 Q2", "{{:Parts/2020-21 Q2/One}}");
    let settings = |hours: u32| {
        crate::support::board("Parts/{fiscal_year} Q{quarter}")
            + &format!("[boards.notices]\nquiet_hours = {hours}\nsettled_hours = 0\nsettled_days = 0\n")
    };
    assert_eq!(
        line(&wiki.run_with(&settings(6), "2020-11-02"), "notice Ada"),
        "notice Ada Sample (WMF): skipped quiet-period"
    );
    assert_eq!(
        line(&wiki.run_with(&settings(0), "2020-11-02"), "notice Ada"),
        "notice Ada Sample (WMF): posted"
    );
    let text = admin.text(&format!("User talk:{ADA}")).unwrap();
    assert!(text.contains("title=Parts/2020-21_Q2/One&action=edit write the goals of <nowiki>KR1"), "{text}");
}

#[test]
fn of_a_page_that_cannot_be_read_any_more_nothing_is_called_settled() {
    const GONE: &str = "Gone/2020-21 Q2";
    let wiki = Wiki::up();
    let settings = crate::support::board("Gone/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    let page = |goals: [&str; 3]| {
        let stubs = ["Ada", "Eli", "Fay"].iter().zip(goals).zip(1..).map(|((name, goals), number)| {
            format!(
                "'''Key Result Manager:''' [[User:{name} Sample (WMF)|{name}]]\n\n\
                 '''KR{number}:''' Number {number}.<br />\n'''Q2 Goals:'''\n*{goals}\n\n"
            )
        });
        format!("== P ==\n\n=== Key Results ===\n\n{}", stubs.collect::<String>())
    };
    let admin = || wiki.admin();
    let not_served =
        "if ( str_contains( $_SERVER['REQUEST_URI'], 'rest.php' ) ) { http_response_code( 404 ); exit; }";
    let happens: [(&str, i32, &dyn Fn()); 4] = [
        ("rebuilt", 3, &|| admin().save(GONE, "Our goals are on a board of cards now.")),
        ("emptied", 0, &|| admin().save(GONE, "")),
        ("deleted", 0, &|| drop(admin().post(&[("action", "delete"), ("title", GONE)]))),
        ("not served", 3, &|| {
            wiki.configure(not_served);
            admin().append(GONE, "\nA word more.");
        }),
    ];
    for (what, code, happens) in happens {
        wiki.reset();
        admin().save("Gone/2020-21 Q1", "A page of the board's.");
        admin().save(GONE, &page([" Something", "", " Something"]));
        wiki.run_with(&settings, "2020-10-08");
        admin().save(GONE, &page(["", " Something", ""]));
        let child = wiki
            .command(&(settings.clone() + "[limits]\nsave_delay_seconds = 4\n"))
            .args(["run", "--today", "2020-11-02", "--format", "json"])
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        crate::gateway::wait_for_page(&wiki, &format!("User talk:{ADA}"));
        happens();
        let run = child.wait_with_output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{what}");
        let run = serde_json::from_slice(&run.stdout).unwrap();
        assert_eq!(
            outcomes(&run),
            [
                "notice Ada Sample (WMF): posted",
                "notice Fay Sample (WMF): skipped changed-since-plan",
                "status Talk:Gone/2020-21 Q2: skipped changed-since-plan",
                "tick Eli Sample (WMF): skipped changed-since-plan",
            ],
            "{what}"
        );
        let detail = run["outcomes"][1]["detail"].as_str().unwrap();
        assert!(detail.contains("“Gone/2020-21 Q2” could not be read any more"), "{what}: {detail}");
    }
}
