//! What a person and a program see of small results.

use serde_json::Value as Json;

use super::{Colour, check, config, doctor, explain, owners, plan, run, show};
use crate::base::{Account, Reason, RevisionId, Title};
use crate::config::Loaded;
use crate::decide::tests::html::{filled, objective, staff, stub};
use crate::decide::tests::world::{ADA, BO, World};
use crate::doctor::Check;
use crate::goals::Layouts;
use crate::people::{Candidate, names};
use crate::plan::{EditKind, Ending, Outcome, Recipient, Subject};
use crate::report::run::Idle;
use crate::rules::RULES;

/// Two titles of one board, of which one has a page without goals on it; a reply, ticks, a digest, a line of a list, and
/// tables.
fn world() -> World {
    let boards = "[[boards]]\nname = \"technology\"\ncoordinator = \"Coordinator Sample (WMF)\"\n\
                  titles = [\"Goals/{fiscal_year} Q{quarter}\", \"Cards/{fiscal_year} Q{quarter}\"]\n";
    let items = [stub(1, &staff("Ada")), stub(2, &staff("Fay"))];
    World::new()
        .boards(boards)
        .page(&objective("P", &staff("Ada"), &items))
        .page_at("Cards/2020-21 Q2", "<p>Our goals are on a board of cards now.</p>")
        .today("2020-10-08")
        .after_run()
        .today("2020-10-22")
        .page(&objective(
            "P",
            &staff("Ada"),
            &[stub(1, &staff("Ada")), filled(2, &staff("Bo")), stub(3, "Gil Unknown")],
        ))
        .answered(BO, "2020-21Q2", "stop")
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).unwrap()
}

#[test]
fn a_plan_for_a_person() {
    insta::assert_snapshot!(plan::human(&world().plan()));
}

#[test]
fn a_plan_for_a_program() {
    let json = world().look(|facts| plan::json(&world().plan(), facts.survey, Some(facts.site)));
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn pages_as_they_are_understood_for_a_person() {
    insta::assert_snapshot!(world().look(|facts| show::human(facts.survey, Colour::Off)));
}

#[test]
fn a_check_for_a_person() {
    insta::assert_snapshot!(world().look(|facts| check::human(facts.survey, Some(facts.site), Colour::Off)));
}

#[test]
fn what_stands_above_the_first_heading_is_shown_to_a_person_as_its_page() {
    let world = World::new().page(&stub(1, &staff("Ada")));
    let (human, json) = world.look(|facts| {
        let (survey, site) = (facts.survey, Some(facts.site));
        let json = serde_json::to_value(check::json(survey, facts.settings, site, facts.today)).unwrap();
        (check::human(survey, site, Colour::Off), json)
    });
    assert!(human.contains("\n  Goals/2020-21 Q2\n") && !human.contains("(page)"), "{human}");
    let page = &json["pages"][0];
    assert_eq!(
        (&page["objectives"][0]["title"], &page["findings"][0]["objective"]),
        (&"(page)".into(), &"(page)".into())
    );
}

#[test]
fn a_check_for_a_person_whose_terminal_has_colours() {
    let coloured = world().look(|facts| check::human(facts.survey, Some(facts.site), Colour::On));
    let plain = world().look(|facts| check::human(facts.survey, Some(facts.site), Colour::Off));
    let codes = regex::Regex::new("\u{1B}\\[[0-9;]*m").unwrap();
    assert!(codes.find_iter(&coloured).count() > 4);
    assert_eq!(codes.replace_all(&coloured, ""), plain);
}

#[test]
fn a_check_for_a_program() {
    let json = world().look(|facts| {
        let json = check::json(facts.survey, facts.settings, Some(facts.site), facts.today);
        serde_json::to_value(json).unwrap()
    });
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn a_check_that_finds_nothing() {
    let world = World::new().items(&[filled(1, &staff("Ada"))]);
    insta::assert_snapshot!(world.look(|facts| check::human(facts.survey, None, Colour::Off)));
}

/// One of each ending.
fn outcomes() -> Vec<Outcome> {
    let notice = |name: &str| {
        Subject::person(EditKind::Notice, Account::new(name), Title::of_wiki(format!("User talk:{name}")))
    };
    let table = || Subject::table("technology", Title::of_wiki("Talk:Goals/2020-21 Q2"));
    let nobody =
        Subject { target: None, recipient: Some(Recipient::Name("Gil Unknown".to_owned())), ..notice(ADA) };
    vec![
        Outcome { revision: Some(RevisionId(77)), ..Outcome::new(notice(ADA), Ending::Posted) },
        Outcome::new(notice(BO), Ending::Skipped).because(Reason::NotDue, "told on 2020-11-01"),
        Outcome::new(nobody, Ending::Skipped).because(Reason::NoAccount, "named as plain text"),
        Outcome::new(notice("Cyd"), Ending::Failed)
            .because(Reason::EditConflict, "editconflict: Edit conflict."),
        Outcome::new(notice("Dee"), Ending::Unknown).because(Reason::Network, "no answer"),
        Outcome::new(table(), Ending::Unchanged),
    ]
}

#[test]
fn a_run_for_a_person() {
    let text = world()
        .look(|facts| run::human(&outcomes(), facts.survey, false, Some(facts.site), Idle::Everything));
    // How wide the table is depends on the terminal that the tests run in.
    let (table, below) = text.split_once("\n\n").unwrap();
    for word in ["result", "posted", "unchanged", "skipped", "failed", "unknown", "Gil", "no-account:"] {
        assert!(table.contains(word), "{word}: {table}");
    }
    insta::assert_snapshot!(below);
}

#[test]
fn a_run_that_was_stopped_before_it_did_anything() {
    insta::assert_snapshot!(run::human(&[], &Default::default(), true, None, Idle::Counts));
}

#[test]
fn a_run_for_a_program() {
    let json = world().look(|facts| run::json("r-1", &outcomes(), facts.survey, true));
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn names_for_a_person_and_for_a_program() {
    world().set("owners.\"Hal Sample\"", "\"Hal Sample (WMF)\"").look(|facts| {
        let names = names(facts.survey.contents(), &facts.survey.owners);
        let evidence = vec!["edited the section “P” on 1 October 2020".to_owned()];
        let candidate = Candidate { account: Account::new("Gil (WMF)"), evidence };
        let candidates = [("Gil Unknown".to_owned(), vec![candidate])].into_iter().collect();
        insta::assert_snapshot!("names_for_a_person", owners::human(&names, Some(&candidates)));
        insta::assert_snapshot!("names_for_a_program", pretty(&owners::json(&names, Some(&candidates))));
        let unasked = owners::human(&names, None);
        assert!(!unasked.contains('#'), "no candidates were looked for: {unasked}");
    });
}

fn checks() -> [Check; 3] {
    [
        Check::fine("login", "logged in as GoalkeeperBot with the bot password"),
        Check::warning("rate limit", "10 edits a minute", "set limits.save_delay_seconds to 6"),
        Check::problem("board technology", "no page was ever called so", "correct boards[0].titles"),
    ]
}

#[test]
fn what_the_doctor_found_for_a_person() {
    insta::assert_snapshot!(doctor::human(&checks(), Colour::Off));
}

#[test]
fn what_the_doctor_found_for_a_program() {
    let json = doctor::json(&checks(), "https://wiki.example/w/api.php", "2020-11-02".parse().unwrap());
    insta::assert_snapshot!(pretty(&json));
}

#[test]
fn the_settings_and_where_they_came_from() {
    let mut settings = world().settings();
    settings.auth.password = Some("hush".to_owned().into());
    let origins = [("boards[0].name".to_owned(), "world.toml".to_owned())].into_iter().collect();
    let loaded = Loaded { settings, layouts: Layouts::built_in().into(), origins };
    let text = config::human(&loaded);
    assert!(text.contains("boards[0].name = \"technology\"  # world.toml\n"), "{text}");
    assert!(text.contains("auth.password = \"(set, not shown)\"  # default\n"), "{text}");
    assert!(text.contains("auth.oauth2_token = null  # default\n"), "{text}");
    assert!(!text.contains("hush") && !config::json(&loaded).to_string().contains("hush"));
    let json = config::json(&loaded);
    assert_eq!(
        json["settings"]["boards[0].notices.rounds"],
        serde_json::json!({"value": 2, "origin": "default"})
    );
}

#[test]
fn the_list_of_rules_names_each_with_its_severity() {
    let list = explain::list(&RULES);
    for rule in RULES {
        assert!(list.contains(&format!("  {:<18}{}\n", rule.id.as_str(), rule.severity)), "{list}");
        assert!(
            explain::one(rule).starts_with(&format!("{} ({})\n\nWhat it does\n", rule.id, rule.severity))
        );
    }
    assert_eq!(explain::json(&RULES)["rules"].as_array().map(Vec::len), Some(RULES.len()));
}
