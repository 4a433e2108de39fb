//! What a coordinator says for others under a digest.

use super::html::{page, staff, stub};
use super::plans::detail;
use super::world::{ADA, BO, COORDINATOR, World};
use crate::base::Reason;

/// A coordinated board, after its first digest. Ada, whom the page calls Addie, and Bo lack goals, and were told once.
fn world() -> World {
    let items = [stub(1, &super::html::link(ADA, "Addie")), stub(2, &staff("Bo")), stub(3, "Gil Unknown")];
    World::new().coordinated().items(&items).today("2020-10-12").after_run()
}

/// What becomes of the next notices to Ada and Bo.
fn next(world: &World) -> [String; 2] {
    let world = world.clone().today("2020-10-28");
    [world.notice(ADA), world.notice(BO)]
}

#[test]
fn without_a_word_both_are_told_again() {
    assert_eq!(next(&world()), ["planned", "planned"]);
}

#[test]
fn the_coordinator_has_somebody_left_alone_for_the_quarter_or_until_a_day() {
    for line in
        ["not Addie", "Not addie.", "nicht Addie", "not Ada Sample (WMF)", "not User:Ada_Sample (WMF)"]
    {
        let world = world().under_digest(COORDINATOR, &[line]);
        assert_eq!(next(&world), ["answered", "planned"], "{line}");
        assert_eq!(world.today("2020-12-31").notice(ADA), "answered");
    }
    for line in [
        "snooze Addie until 2020-11-05",
        "Snooze “Addie” until 5 November!",
        "Pause für Addie bis 5. November",
    ] {
        let world = world().under_digest(COORDINATOR, &[line]);
        assert_eq!(next(&world), ["snoozed", "planned"], "{line}");
        assert_eq!(world.clone().today("2020-11-04").notice(ADA), "snoozed");
        assert_eq!(world.today("2020-11-05").notice(ADA), "planned");
    }
    let both = world().under_digest(COORDINATOR, &["not Addie", "snooze Bo Sample until 2020-11-05"]);
    assert_eq!(next(&both), ["answered", "snoozed"]);
    let plan = both.today("2020-10-28").plan();
    assert_eq!(detail(&plan, Reason::Snoozed), "the coordinator asked for nothing until 2020-11-05");
}

#[test]
fn whom_a_name_does_not_surely_mean_is_told_again() {
    for line in
        ["not Fay Sample (WMF)", "not Gil Unknown", "not Sample", "not sure", "I will ask Addie", "not"]
    {
        assert_eq!(next(&world().under_digest(COORDINATOR, &[line])), ["planned", "planned"], "{line}");
    }
    // Two people of one name.
    let items = [stub(1, &super::html::link(ADA, "Sam")), stub(2, &super::html::link(BO, "Sam"))];
    let world = world().items(&items);
    assert_eq!(next(&world.clone().under_digest(COORDINATOR, &["not Sam"])), ["planned", "planned"]);
    assert_eq!(next(&world.under_digest(COORDINATOR, &[&format!("not {ADA}")])), ["answered", "planned"]);
}

#[test]
fn only_the_coordinator_says_it_and_only_under_a_digest() {
    assert_eq!(next(&world().under_digest("Gus Sample", &["not Addie"])), ["planned", "planned"]);
    // By a link, under a heading of its own.
    let line = "not Addie";
    assert_eq!(next(&world().answered(COORDINATOR, "2020-21Q2", line)), ["planned", "planned"]);
    // Under something that only looks like a digest of the bot's.
    let mut forged = world().under_digest(COORDINATOR, &[line]);
    forged.contributions.retain(|edit| !edit.summary.as_deref().unwrap_or_default().contains("gk1:digest/"));
    assert_eq!(next(&forged), ["planned", "planned"]);
    // Of a board that has another coordinator.
    let board = |name: &str, coordinator: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ncoordinator = \"{coordinator}\"\n\
             titles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n"
        )
    };
    let html = page(&[stub(1, &super::html::link(ADA, "Addie"))]);
    let boards = board("goals", COORDINATOR) + &board("more", "Fay Sample (WMF)");
    let world = world().boards(&boards).page_at("More/2020-21 Q2", &html).under_digest(COORDINATOR, &[line]);
    let plan = world.today("2020-10-28").plan();
    let notice =
        plan.edits.iter().find(|edit| edit.subject.recipient.as_ref().is_some_and(|to| to.as_str() == ADA));
    let pages: Vec<_> = notice.unwrap().notice.pages.iter().map(|page| page.title.as_str()).collect();
    assert_eq!(pages, ["More/2020-21 Q2"]);
}

#[test]
fn who_answers_for_others_says_nothing_of_themselves() {
    let items = [stub(1, &staff("Coordinator")), stub(2, &staff("Ada")), stub(3, "Gil Unknown")];
    let told = || World::new().coordinated().items(&items).today("2020-10-09").after_run();
    let world = told().today("2020-10-12").after_run();
    let next =
        |line: &str| world.clone().under_digest(COORDINATOR, &[line]).today("2020-10-28").notice(COORDINATOR);
    assert_eq!(next("not Ada Sample"), "planned");
    assert_eq!(next("I will see to it"), "answered");
    assert_eq!(next("not me"), "answered");
    // Beside what they say for others they may say something of themselves.
    let both = world.clone().under_digest(COORDINATOR, &["not Ada Sample", "not me"]).today("2020-10-28");
    assert_eq!([both.notice(COORDINATOR), both.notice(ADA)], ["answered", "answered"]);
    let both = world.clone().under_digest(COORDINATOR, &["not Ada Sample", "done"]).today("2020-10-28");
    assert_eq!([both.notice(COORDINATOR), both.notice(ADA)], ["answered", "answered"]);
}

#[test]
fn a_day_that_was_asked_for_in_an_earlier_quarter_holds() {
    let world = world().under_digest(COORDINATOR, &["snooze Addie until 2021-02-01", "not Bo Sample"]);
    let items = [stub(1, &super::html::link(ADA, "Addie")), stub(2, &staff("Bo"))];
    let html = page(&items).replace("Q2", "Q3");
    let world = world.page_at("Goals/2020-21 Q3", &html).today("2021-01-11");
    assert_eq!([world.notice(ADA), world.notice(BO)], ["snoozed", "planned"]);
    assert_eq!(world.today("2021-02-01").notice(ADA), "planned");
}
