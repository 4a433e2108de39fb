//! What must be so before anybody is told anything, on a wiki with a history.

use crate::support::{ADA, COORDINATED, User, Wiki, board, line};

const PAGE: &str = "Forged/2020-21 Q2";

/// A goal page on which somebody has no goals for KR1.
fn page(name: &str, text: &str) -> String {
    format!(
        "== P ==\n\n=== Key Results ===\n\n'''Key Result Manager:''' [[User:{name}|X]]\n\n'''KR1:''' {text}<br />\n\
         '''Q2 Goals:'''\n*\n"
    )
}

/// The newest edit of a page was made so many hours ago, by the wiki's clock.
fn hours_ago(wiki: &Wiki, title: &str, hours: u32) {
    let (name, namespace) = match title.strip_prefix("User:") {
        Some(name) => (name, 2),
        None => (title, 0),
    };
    let sql = format!(
        "UPDATE revision SET rev_timestamp = strftime('%Y%m%d%H%M%S', 'now', '-{hours} hours') WHERE rev_id = \
         (SELECT page_latest FROM page WHERE page_namespace = {namespace} AND page_title = '{}')",
        name.replace(' ', "_")
    );
    wiki.maintenance(&["sql", "--query", &sql]);
}

/// What becomes of the notices of a run with the settings as they are by default.
fn run(wiki: &Wiki) -> Vec<String> {
    let outcomes = wiki.run_with(&board("Forged/{fiscal_year} Q{quarter}"), "2020-11-02");
    outcomes.into_iter().filter(|line| line.starts_with("notice")).collect()
}

/// How many requests a command took, as its log says.
fn requests_of(log: &str) -> u32 {
    let (_, count) = log.rsplit_once("requests=").unwrap();
    count.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_page_that_is_forged_and_put_right_within_a_day_tells_nobody() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let (fay, skipped) = ("Fay Sample (WMF)", |name: &str| format!("notice {name}: skipped quiet-period"));
    admin.save(PAGE, &page(ADA, "Publish the map."));
    hours_ago(&wiki, PAGE, 60);
    assert_eq!(run(&wiki), [skipped(ADA)], "the page is younger than three days");
    hours_ago(&wiki, PAGE, 100);

    // Somebody puts other words in, for somebody else.
    admin.save(PAGE, &page(fay, "You are a fool."));
    hours_ago(&wiki, PAGE, 47);
    assert_eq!(run(&wiki), [skipped(fay)]);
    // Only the words, only the person.
    admin.save(PAGE, &page(ADA, "You are a fool."));
    hours_ago(&wiki, PAGE, 30);
    assert_eq!(run(&wiki), [skipped(ADA)]);
    admin.save(PAGE, &page(fay, "Publish the map."));
    hours_ago(&wiki, PAGE, 20);
    assert_eq!(run(&wiki), [skipped(fay)]);
    assert_eq!(admin.text(&format!("User talk:{fay}")), None);

    // Put right, the page says again what it said before. Words that nobody took back would be said.
    admin.save(PAGE, &page(ADA, "Publish the map."));
    hours_ago(&wiki, PAGE, 8);
    assert_eq!(run(&wiki), [format!("notice {ADA}: posted")]);
    let text = admin.text(&format!("User talk:{ADA}")).unwrap();
    assert!(text.contains("Publish the map.") && !text.contains("fool"), "{text}");

    // Of a page not edited lately nothing more is asked than before: no history and no older revision.
    admin.save(PAGE, &page(fay, "Publish the map."));
    hours_ago(&wiki, PAGE, 80);
    let off = board("Forged/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    let requests = |settings: &str| {
        let settings = &format!("{settings}[cache]\ndir = \"none\"\n");
        let ran = wiki.goalkeeper_with(settings, &["plan", "--today", "2020-11-02"]);
        assert!(ran.out.contains("Publish the map.") || settings.contains("= 10"), "{}", ran.out);
        requests_of(&ran.err)
    };
    let usual = board("Forged/{fiscal_year} Q{quarter}");
    assert_eq!(requests(&usual), requests(&off));
    // Of one that was: both.
    hours_ago(&wiki, PAGE, 20);
    let few = "quiet_hours = 0\nsettled_hours = 10\nsettled_days = 1\n";
    let few = board("Forged/{fiscal_year} Q{quarter}") + "[boards.notices]\n" + few;
    assert_eq!(requests(&few), requests(&off) + 1, "it is as it was: the page's revisions alone");
    hours_ago(&wiki, PAGE, 5);
    assert_eq!(requests(&few), requests(&off) + 2, "and an older revision");
}

#[test]
fn a_draft_that_is_moved_into_place_is_a_young_page() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("User:Eve/Draft", &page(ADA, "You are a fool."));
    hours_ago(&wiki, "User:Eve/Draft", 200);
    let moved =
        admin.post(&[("action", "move"), ("from", "User:Eve/Draft"), ("to", PAGE), ("noredirect", "1")]);
    assert!(moved["move"]["to"].is_string(), "{moved}");
    hours_ago(&wiki, PAGE, 40);
    assert_eq!(run(&wiki), [format!("notice {ADA}: skipped quiet-period")]);
    hours_ago(&wiki, PAGE, 80);
    assert_eq!(run(&wiki), [format!("notice {ADA}: posted")]);
}

#[test]
fn after_the_quarter_the_last_page_is_read_for_its_statuses_alone() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let late = "== P ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\
                * First {{Done}}\n* Second {{To do}}\n* Third\n\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n*\n";
    admin.save("Late/2020-21 Q2", late);
    let now = page("Fay Sample (WMF)", "Publish the map.").replace("Q2", "Q3");
    admin.save("Late/2020-21 Q3", &now);
    let rules = "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    let settings = board("Late/{fiscal_year} Q{quarter}") + rules + "closing_days = -8\n";
    let day = |day: &str| wiki.run_with(&settings, day);
    assert_eq!(line(&day("2020-12-31"), "notice Ada"), "notice Ada Sample (WMF): posted", "the goals of KR2");
    assert_eq!(line(&day("2021-01-07"), "notice Ada"), "no such outcome");
    let outcomes = day("2021-01-08");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped not-due", "told a week ago");
    let outcomes = [outcomes, day("2021-01-14")];
    assert_eq!(line(&outcomes[1], "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(
        line(&outcomes[0], "notice Fay"),
        "notice Fay Sample (WMF): posted",
        "the present quarter goes on"
    );
    // Its table had its last outcome the day before.
    assert!(
        outcomes.iter().all(|of| line(of, "status Talk:Late/2020-21 Q2").ends_with(": unchanged")),
        "{outcomes:?}"
    );
    assert!(admin.text("Talk:Late/2020-21 Q2").unwrap().contains("The quarter is over: "));
    let text = admin.text(&format!("User talk:{ADA}")).unwrap();
    let (_, last) = text.rsplit_once("How did these goals go?").unwrap();
    assert!(last.contains("say how <nowiki>KR1</nowiki> went") && !last.contains("Two."), "{last}");
    assert!(last.contains("I won’t ask about this again."), "{last}");
}

#[test]
fn a_go_on_the_wiki_lets_the_notices_out() {
    let wiki = Wiki::with_notifications();
    let (admin, who) = (wiki.admin(), "Coordinator Sample (WMF)");
    let (coordinator, talk) = (wiki.as_user(who), format!("User talk:{who}"));
    let settings = COORDINATED
        .replace("quiet_hours = 0", "quiet_hours = 0\nneeds_go = true\ndigest_weekday = \"thursday\"");
    let day = |day: &str| wiki.run_with(&settings, day);
    let outcomes = day("2020-10-01");
    assert_eq!(line(&outcomes, "go "), format!("go {who}: posted"));
    assert_eq!(coordinator.new_messages(), (true, 1));
    let question = admin.text(&talk).unwrap();
    assert!(
        question.contains("go out on 8 October 2020") && question.contains("technology,product -->"),
        "{question}"
    );
    let ada = format!("notice {ADA}: skipped needs-go");
    assert_eq!(line(&day("2020-10-08"), "notice Ada"), ada);
    // Somebody else's word, and one under the digest.
    let digest = "\n\n== Q2 goals that need";
    let add = |user: &User, words: &str| {
        let text = admin.text(&talk).unwrap();
        assert!(text.contains(digest), "{text}");
        user.save(&talk, &text.replace(digest, &format!("\n:{words} ~~~~{digest}")));
    };
    add(&wiki.as_user("Bo Sample (WMF)"), "go");
    coordinator.append(&talk, "\n:go");
    assert_eq!(line(&day("2020-10-08"), "notice Ada"), ada);
    add(&coordinator, "Go, thanks!");
    let outcomes = day("2020-10-09");
    assert_eq!(line(&outcomes, "notice Ada"), format!("notice {ADA}: posted"));
    assert_eq!(line(&outcomes, "go "), "no such outcome");
    // A change of mind.
    add(&coordinator, "Sorry, not this quarter.");
    assert_eq!(line(&day("2020-10-30"), "notice Ada"), ada);
}
