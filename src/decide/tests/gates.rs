//! What must be so before anybody is told anything at all.

use super::html::{filled, item, labelled, list, objective, page, staff, stub, transcluded};
use super::plans::{detail, fate, lines, the};
use super::when::{ada, late};
use super::world::{ADA, BO, COORDINATOR, OPERATOR, PAGE, World};
use crate::base::Reason;
use crate::decide::due;
use crate::plan::EditKind;
use crate::wiki::{AccountFacts, Barred};

#[test]
fn statuses_are_asked_for_after_the_end_where_the_board_says_so() {
    let late = || late().on_board("notices.closing_days", "-7").quarter("2020-21Q2");
    for (day, expected) in [
        ("2020-12-31", "nothing"),
        ("2021-01-06", "nothing"),
        ("2021-01-07", "planned"),
        ("2021-02-05", "planned"),
        ("2021-02-06", "nothing"),
    ] {
        assert_eq!(late().today(day).notice(ADA), expected, "{day}");
    }
    let told = late().today("2021-01-07").after_run().today("2021-01-30");
    assert_eq!(told.notice(ADA), "round-limit", "asked once");
    // The day after the end is one day after it.
    let world = late().on_board("notices.closing_days", "-1").today("2021-01-01");
    assert_eq!(world.notice(ADA), "planned");
    // Goals are asked for no more.
    let stubs = World::new().items(&[stub(1, &staff("Ada"))]).on_board("notices.closing_days", "-7");
    assert_eq!(stubs.quarter("2020-21Q2").today("2021-01-08").notice(ADA), "after-quarter");
}

#[test]
fn in_a_pause_nobody_is_told_and_what_was_due_waits() {
    let world = ada().on_board("notices.pause", "[\"10-20..11-04\", \"12-18..01-06\"]");
    for (day, expected) in [
        ("2020-10-19", "planned"),
        ("2020-10-20", "not-due"),
        ("2020-11-04", "not-due"),
        ("2020-11-05", "planned"),
        ("2020-12-18", "not-due"),
        ("2020-12-31", "not-due"),
    ] {
        assert_eq!(world.clone().today(day).notice(ADA), expected, "{day}");
    }
    let plan = world.clone().today("2020-12-20").plan();
    let said = "a pause of the board “technology”, whose last day is 2021-01-06";
    assert_eq!(detail(&plan, Reason::NotDue), said);
    // Tables go on.
    assert!(lines(&plan).contains(&"status table Talk:Goals/2020-21 Q2: planned".to_owned()));
}

#[test]
fn a_pause_is_that_of_its_board() {
    let board = |name: &str, more: &str| {
        format!("[[boards]]\nname = \"{name}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n{more}")
    };
    let world = World::new()
        .boards(&(board("a", "notices.pause = [\"10-20..11-04\"]\n") + &board("b", "")))
        .page_at("A/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]))
        .page_at("B/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]));
    let plan = world.plan();
    let pages = &the(&plan, EditKind::Notice).notice.pages;
    assert_eq!(pages.iter().map(|page| page.board.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn without_a_person_who_asks_nobody_is_told() {
    for (operator, coordinator, expected) in [
        ("", "", "nobody-asks"),
        ("Gone Sample", "", "nobody-asks"),
        ("", "Gone Sample", "nobody-asks"),
        ("Gone Sample", COORDINATOR, "planned"),
        (OPERATOR, "Gone Sample", "planned"),
    ] {
        let world = ada().set("bot.operator", &format!("\"{operator}\""));
        let world = world.on_board("coordinator", &format!("\"{coordinator}\""));
        assert_eq!(world.notice(ADA), expected, "{operator}, {coordinator}");
    }
    let blocked = ada().account(OPERATOR, |facts| {
        if let AccountFacts::Known { barred, .. } = facts {
            *barred = Some(Barred::Blocked);
        }
    });
    let plan = blocked.plan();
    let said = "board “technology”: neither the board's coordinator nor bot.operator is an account that can be asked";
    assert_eq!(detail(&plan, Reason::NobodyAsks), said);
}

/// Ada lacks goals on a page that was edited a day ago, and said this before.
fn edited(before: &str) -> World {
    ada().edited(PAGE, "2020-11-01T12:00:00Z").before(before)
}

#[test]
fn what_a_notice_says_stood_there_before() {
    let ada_and_bo = page(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]);
    for (before, expected) in [
        (page(&[stub(1, &staff("Ada"))]), "planned"),
        // Elsewhere on the page, with goals, or with more people.
        (page(&[stub(2, &staff("Bo")), filled(1, &staff("Ada"))]), "planned"),
        (page(&[stub(1, &(staff("Bo") + ", " + &staff("Ada")))]), "planned"),
        // Nothing, no goals at all, or other ones.
        (String::new(), "quiet-period"),
        (page(&[]), "quiet-period"),
        (page(&[stub(2, &staff("Ada"))]), "quiet-period"),
        (page(&[stub(1, &staff("Ada")).replace("Number 1.", "Number 1!")]), "quiet-period"),
        (page(&[stub(1, &staff("Ada"))]).replace(">P<", ">Q<"), "quiet-period"),
        // Somebody else was named, nobody was, or Ada for another one.
        (page(&[stub(1, &staff("Bo"))]), "quiet-period"),
        (page(&[stub(1, "")]), "quiet-period"),
        (page(&[stub(1, "Ada Sample")]), "quiet-period"),
        (page(&[stub(1, &staff("Bo")), stub(2, &staff("Ada"))]), "quiet-period"),
        // Words that the notice quotes.
        (page(&[stub(1, &staff("Ada"))]).replace("Q2 Goals:", "Q2 Goal:"), "quiet-period"),
    ] {
        assert_eq!(edited(&before).notice(ADA), expected, "{before}");
    }
    assert_eq!(edited(&ada_and_bo).notice(ADA), "planned");
    let said = "what would be said, or whom it is said to, has not stood on the goal page for 48 hours yet (settled_hours)";
    assert_eq!(detail(&edited("").plan(), Reason::QuietPeriod), said);
}

#[test]
fn what_is_not_settled_is_left_out_and_the_rest_is_told() {
    let now = page(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]);
    let before = page(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]);
    let world = World::new().page(&now).edited(PAGE, "2020-11-01T12:00:00Z").before(&before);
    let plan = world.plan();
    let edit = the(&plan, EditKind::Notice);
    assert_eq!(edit.notice.findings.len(), 1);
    assert!(edit.text().contains("Number 1.") && !edit.text().contains("Number 2."), "{}", edit.text());
}

#[test]
fn a_placeholder_is_quoted_only_if_it_stood_there() {
    let now = page(&[item(1, &staff("Ada"), &list(&["TBD"]))]);
    let world = |before: &str| World::new().page(&now).edited(PAGE, "2020-11-01T12:00:00Z").before(before);
    assert_eq!(world(&now).notice(ADA), "planned");
    assert_eq!(world(&page(&[item(1, &staff("Ada"), &list(&["???"]))])).notice(ADA), "quiet-period");
}

#[test]
fn who_is_next_in_line_was_it_before() {
    let now = objective("P", &staff("Ada"), &[stub(1, "TBD")]);
    let world = |before: &str| World::new().page(&now).edited(PAGE, "2020-11-01T12:00:00Z").before(before);
    assert_eq!(world(&now).notice(ADA), "planned");
    // Somebody took Bo's name away, or put Ada's in.
    assert_eq!(world(&objective("P", &staff("Ada"), &[stub(1, &staff("Bo"))])).notice(ADA), "quiet-period");
    assert_eq!(world(&objective("P", &staff("Bo"), &[stub(1, "TBD")])).notice(ADA), "quiet-period");
}

#[test]
fn the_settled_hours_go_by_the_wikis_clock_and_can_be_switched_off() {
    for (time, expected) in [("2020-10-31T12:00:01Z", "quiet-period"), ("2020-10-31T12:00:00Z", "planned")] {
        assert_eq!(ada().edited(PAGE, time).before("").notice(ADA), expected, "{time}");
    }
    assert_eq!(edited("").today("2020-12-10").notice(ADA), "quiet-period");
    assert_eq!(edited("").on_board("notices.settled_hours", "0").notice(ADA), "planned");
    assert_eq!(edited("").on_board("notices.settled_hours", "24").notice(ADA), "planned");
    assert_eq!(edited("").on_board("notices.settled_hours", "25").notice(ADA), "quiet-period");
    assert_eq!(edited("").on_board("notices.settled_hours", "4294967295").notice(ADA), "quiet-period");
    // Whether it is right, nobody was told while it was not.
    assert_eq!(edited("").clock("2020-11-03T12:00:00Z").notice(ADA), "planned");
}

#[test]
fn a_young_page_tells_nobody() {
    let young = |time: &str| {
        let mut world = ada().edited(PAGE, time).on_board("notices.settled_hours", "0");
        world.pages[0].is_old = false;
        world
    };
    assert_eq!(young("2020-10-30T12:00:01Z").notice(ADA), "quiet-period");
    // The last edit is older than that, and so is the page.
    assert_eq!(young("2020-10-30T12:00:00Z").notice(ADA), "planned");
    let said = "the goal page is younger than 3 days (settled_days)";
    assert_eq!(detail(&young("2020-11-01T12:00:00Z").plan(), Reason::QuietPeriod), said);
    assert_eq!(young("2020-11-01T12:00:00Z").on_board("notices.settled_days", "0").notice(ADA), "planned");
    assert_eq!(young("2020-11-01T12:00:00Z").on_board("notices.settled_days", "1").notice(ADA), "planned");
}

#[test]
fn of_a_transcluded_page_edited_lately_nothing_is_settled() {
    const PART: &str = "Goals/2020-21 Q2/Part";
    let part = transcluded("div", PART, &stub(2, &staff("Bo")));
    let html = page(&[stub(1, &staff("Ada")), part]);
    // The goal page itself is old.
    let world = |time: &str| World::new().page(&html).edited(PAGE, "2020-10-01T00:00:00Z").edited(PART, time);
    let plan = world("2020-10-31T12:00:01Z").plan();
    assert_eq!(fate(&plan, EditKind::Notice, BO), "quiet-period");
    assert_eq!(fate(&plan, EditKind::Notice, ADA), "planned", "what stands on the page itself is told");
    assert_eq!(world("2020-10-31T12:00:00Z").notice(BO), "planned");
    let off = world("2020-10-31T12:00:01Z").on_board("notices.settled_hours", "0");
    assert_eq!(off.notice(BO), "planned");
}

#[test]
fn what_stood_there_before_is_asked_only_of_pages_with_something_due() {
    let boards = "[[boards]]\nname = \"a\"\ntitles = [\"A/{fiscal_year} Q{quarter}\", \"B/{fiscal_year} Q{quarter}\"]\n";
    let world = World::new()
        .boards(boards)
        .page_at("A/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]))
        .page_at("B/2020-21 Q2", &page(&[filled(1, &staff("Ada")), labelled(2, "Nobody Known", "</p>")]));
    let due = |world: &World| world.look(|facts| due(facts).into_iter().map(|id| id.0).collect::<Vec<_>>());
    assert_eq!(due(&world), [12]);
    // However short it stood there; the run's limit leaves nobody out, for one may take another's place.
    let mut young = world.clone().edited("A/2020-21 Q2", "2020-11-02T05:00:00Z").before("");
    young.pages[0].is_old = false;
    assert_eq!(due(&young.set("limits.notices_per_run", "0")), [12]);
    assert_eq!(due(&world.clone().today("2020-10-02")), [0_u64; 0]);
    assert_eq!(due(&world.clone().told(ADA, "2020-21Q2/2020-11-01/12.1")), [0_u64; 0]);
    assert_eq!(due(&world.answered(ADA, "2020-21Q2", "done")), [0_u64; 0]);
}
