//! When owners are told, when not yet, and when not again.

use super::html::{filled, item, list, page, staff, stub, template, transcluded};
use super::plans::{detail, fate, lines, the};
use super::world::{ADA, BO, PAGE, World};
use crate::base::Reason;
use crate::ledger::{Key, MOST_PAGES};
use crate::plan::{EditKind, Plan};

/// Ada lacks goals, on every page of the board.
pub(super) fn ada() -> World {
    World::new().items(&[stub(1, &staff("Ada"))])
}

fn rounds(plan: &Plan) -> Vec<Option<u32>> {
    the(plan, EditKind::Notice).notice.pages.iter().map(|page| page.round).collect()
}

#[test]
fn nobody_is_told_before_the_grace_is_over() {
    for (day, expected) in
        [("2020-10-01", "before-grace"), ("2020-10-07", "before-grace"), ("2020-10-08", "planned")]
    {
        assert_eq!(ada().today(day).notice(ADA), expected, "{day}");
    }
    let world = ada().on_board("notices.grace_days", "0").today("2020-10-01");
    assert_eq!(world.notice(ADA), "planned");
}

#[test]
fn nobody_is_told_after_the_quarter() {
    let world = ada().quarter("2020-21Q2");
    assert_eq!(world.clone().today("2020-12-31").notice(ADA), "planned");
    assert_eq!(world.today("2021-01-01").notice(ADA), "after-quarter");
}

#[test]
fn a_page_just_edited_is_left_in_peace() {
    for (edited, expected) in [("06:00:01", "quiet-period"), ("06:00:00", "planned"), ("05:00:00", "planned")]
    {
        let world = ada().edited(PAGE, &format!("2020-11-02T{edited}Z"));
        assert_eq!(world.notice(ADA), expected, "{edited}");
    }
    // Edited since the session began.
    let later = ada().edited(PAGE, "2020-11-02T12:00:05Z");
    assert_eq!(later.notice(ADA), "quiet-period");
    assert_eq!(later.on_board("notices.quiet_hours", "0").notice(ADA), "planned");
}

#[test]
fn the_quiet_time_goes_by_the_wikis_clock_and_not_by_the_bots_day() {
    let world = ada().edited(PAGE, "2020-11-02T11:00:00Z").today("2020-12-01");
    assert_eq!(world.notice(ADA), "quiet-period");
    assert_eq!(world.clock("2020-11-02T17:00:00Z").notice(ADA), "planned");
}

#[test]
fn an_edit_of_what_a_page_transcludes_is_one_of_the_page() {
    let part = transcluded("div", "Goals/2020-21 Q2/Part", &page(&[stub(1, &staff("Ada"))]));
    let world = World::new().page(&part).edited(PAGE, "2020-10-01T00:00:00Z");
    assert_eq!(world.notice(ADA), "planned");
    let edited = world.edited("Goals/2020-21 Q2/Part", "2020-11-02T11:00:00Z");
    assert_eq!(edited.notice(ADA), "quiet-period");
}

#[test]
fn between_two_notices_there_is_an_interval() {
    let told = ada().told(ADA, "2020-21Q2/2020-10-08/12.1");
    for (day, expected) in [
        ("2020-10-08", "not-due"),
        ("2020-10-21", "not-due"),
        ("2020-10-22", "planned"),
        ("2020-12-31", "planned"),
    ] {
        assert_eq!(told.clone().today(day).notice(ADA), expected, "{day}");
    }
    let world = told.clone().on_board("notices.interval_days", "3");
    assert_eq!(world.today("2020-10-11").notice(ADA), "planned");
    // A notice about another page counts as well.
    let world = ada().told(ADA, "2020-21Q2/2020-10-30/99.1");
    assert_eq!(world.notice(ADA), "not-due");
}

#[test]
fn a_clock_that_was_set_back_makes_nothing_due() {
    let told = ada().told(ADA, "2020-21Q2/2020-12-20/12.1");
    assert_eq!(told.today("2020-10-20").notice(ADA), "not-due");
}

#[test]
fn what_was_said_in_another_quarter_counts_for_no_round_and_no_interval() {
    let told = ada().told(ADA, "2020-21Q1/2020-09-30/12.1").told(ADA, "2020-21Q1/2020-09-16/12.2");
    let plan = told.today("2020-10-08").plan();
    assert_eq!(rounds(&plan), [Some(1)]);
}

#[test]
fn each_round_is_counted_and_after_the_last_there_is_quiet() {
    let told = ada().told(ADA, "2020-21Q2/2020-10-08/12.1");
    assert_eq!(rounds(&told.plan()), [Some(2)]);
    let told = told.told(ADA, "2020-21Q2/2020-10-22/12.2").today("2020-11-30");
    let plan = told.plan();
    assert_eq!(fate(&plan, EditKind::Notice, ADA), "round-limit");
    assert_eq!(
        detail(&plan, Reason::RoundLimit),
        "told 2 times of what is missing on this page this quarter"
    );
    assert_eq!(rounds(&told.clone().on_board("notices.rounds", "3").plan()), [Some(3)]);
    assert_eq!(told.on_board("notices.rounds", "0").notice(ADA), "round-limit");
}

#[test]
fn an_owner_is_told_so_often_a_quarter_over_all_pages() {
    let told = ada()
        .told(ADA, "2020-21Q2/2020-10-08/97.1")
        .told(ADA, "2020-21Q2/2020-10-09/98.1")
        .told(ADA, "2020-21Q2/2020-10-10/99.1");
    assert_eq!(told.notice(ADA), "owner-limit");
    assert_eq!(told.set("limits.notices_per_owner", "4").notice(ADA), "planned");
}

#[test]
fn a_run_tells_so_many_and_says_so_of_the_others() {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]);
    let plan = world.clone().set("limits.notices_per_run", "1").plan();
    assert_eq!(
        lines(&plan)[..2],
        ["notice Ada Sample (WMF): planned", "status table Talk:Goals/2020-21 Q2: planned"]
    );
    assert_eq!(fate(&plan, EditKind::Notice, BO), "run-limit");
    assert_eq!(detail(&plan, Reason::RunLimit), "1 notices are enough for one run");
    let skip = plan.skipped.iter().find(|skip| skip.reason == Reason::RunLimit).unwrap();
    assert_eq!(skip.subject.board, None, "of what is not made the board is not said");
    assert_eq!(world.notice(BO), "planned");
}

/// Two boards: a large one with four owners, a small one with one.
fn turns() -> World {
    let board = |name: &str| {
        format!(
            "[[boards]]\nname = \"{}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n",
            name.to_lowercase()
        )
    };
    let large: Vec<String> =
        ["Ada", "Bo", "Cyd", "Eli"].iter().zip(1..).map(|(who, n)| stub(n, &staff(who))).collect();
    World::new()
        .boards(&(board("Large") + &board("Small")))
        .page_at("Large/2020-21 Q2", &page(&large))
        .page_at("Small/2020-21 Q2", &page(&[stub(1, &staff("Fay"))]))
        .set("limits.notices_per_run", "2")
}

fn first_names(plan: &Plan) -> Vec<String> {
    let notices = plan.edits.iter().filter(|edit| edit.subject.kind == EditKind::Notice);
    notices.map(|edit| edit.page.as_str()[10..].split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn the_boards_take_turns_and_the_oldest_need_comes_first() {
    let first = turns().today("2020-10-08");
    assert_eq!(first_names(&first.plan()), ["Ada", "Fay"]);
    let second = first.after_run().today("2020-10-09");
    assert_eq!(first_names(&second.plan()), ["Bo", "Cyd"]);
    // Eli has waited since the eighth, Ada only since today.
    let third = second.after_run().today("2020-10-22");
    assert_eq!(first_names(&third.plan()), ["Eli", "Fay"]);
    assert_eq!(first_names(&third.after_run().plan()), ["Ada"]);
}

#[test]
fn one_notice_takes_so_many_pages_and_the_rest_waits() {
    let count = MOST_PAGES + 2;
    let titles: Vec<String> = (1..=count).map(|n| format!("\"P{n}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    let boards =
        format!("[[boards]]\nname = \"all\"\nlayout = \"key-results\"\ntitles = [{}]\n", titles.join(", "));
    let html = page(&[stub(1, &staff("Ada"))]);
    let world = (1..=count)
        .fold(World::new().boards(&boards), |world, n| world.page_at(&format!("P{n}/2020-21 Q2"), &html));
    let plan = world.plan();
    let edit = the(&plan, EditKind::Notice);
    assert_eq!(edit.notice.pages.len(), MOST_PAGES);
    assert_eq!(edit.notice.findings.len(), MOST_PAGES, "nothing is said of the other pages");
    let Key::Notice(key) = &edit.key else { panic!("{:?}", edit.key) };
    assert_eq!((key.pages.len(), Key::in_summary(&edit.summary())), (MOST_PAGES, Some(edit.key.clone())));
    // The rest is told when the first twenty have had their rounds.
    let second = world.after_run().today("2020-11-20");
    assert_eq!(rounds(&second.plan()), [Some(2); MOST_PAGES]);
    let third = second.after_run().today("2020-12-10");
    assert_eq!(rounds(&third.plan()), [Some(1); 2]);
}

#[test]
fn of_a_case_with_several_pages_the_first_reason_in_order_is_given() {
    let boards = "[[boards]]\nname = \"a\"\ntitles = [\"A/{fiscal_year} Q{quarter}\", \"B/{fiscal_year} Q{quarter}\"]\n";
    let html = page(&[stub(1, &staff("Ada"))]);
    let world = World::new()
        .boards(boards)
        .page_at("A/2020-21 Q2", &html)
        .page_at("B/2020-21 Q2", &html)
        .told(ADA, "2020-21Q2/2020-10-08/12.1")
        .told(ADA, "2020-21Q2/2020-10-09/12.2");
    assert_eq!(world.clone().edited("B/2020-21 Q2", "2020-11-02T11:00:00Z").notice(ADA), "quiet-period");
    // One page whose time has come is enough.
    let plan = world.plan();
    assert_eq!(the(&plan, EditKind::Notice).notice.pages[0].title.as_str(), "B/2020-21 Q2");
}

/// A page on which statuses are in use, with goals of Ada's that have none or are still to do.
pub(super) fn late() -> World {
    let done = format!("First {}", template("Done", "Done"));
    let to_do = format!("Second {}", template("To do", "To do"));
    World::new().items(&[item(1, &staff("Ada"), &list(&[&done, &to_do, "Third"]))])
}

#[test]
fn statuses_are_asked_for_once_before_the_end() {
    assert_eq!(late().today("2020-12-21").notice(ADA), "nothing");
    let world = late().today("2020-12-22");
    let plan = world.plan();
    let notice = &the(&plan, EditKind::Notice).notice;
    assert_eq!((notice.pages[0].round, notice.pages[0].closing), (None, true));
    assert_eq!(notice.findings.len(), 2);
    let told = world.after_run().today("2020-12-31").on_board("notices.interval_days", "1");
    let plan = told.plan();
    assert_eq!(fate(&plan, EditKind::Notice, ADA), "round-limit");
    let said = "told 0 times of what is missing on this page this quarter, and asked for statuses once";
    assert_eq!(detail(&plan, Reason::RoundLimit), said);
}

#[test]
fn the_days_before_the_end_are_the_boards() {
    let world = late().on_board("notices.closing_days", "1");
    assert_eq!(world.clone().today("2020-12-30").notice(ADA), "nothing");
    assert_eq!(world.today("2020-12-31").notice(ADA), "planned");
    assert_eq!(late().on_board("notices.closing_days", "0").today("2020-12-31").notice(ADA), "nothing");
    // More days than the rules usually look back.
    assert_eq!(late().on_board("notices.closing_days", "31").today("2020-12-01").notice(ADA), "planned");
}

#[test]
fn what_is_missing_and_statuses_are_told_together_when_both_are_due() {
    let done = format!("First {}", template("Done", "Done"));
    let items = [item(1, &staff("Ada"), &list(&[&done, "Second"])), stub(2, &staff("Ada"))];
    let world = World::new().items(&items).today("2020-12-22");
    let plan = world.plan();
    let page = &the(&plan, EditKind::Notice).notice.pages[0];
    assert_eq!((page.round, page.closing), (Some(1), true));
    // After the last round only the statuses are asked for.
    let told = world.told(ADA, "2020-21Q2/2020-10-08/12.1").told(ADA, "2020-21Q2/2020-10-22/12.2");
    let plan = told.plan();
    let notice = &the(&plan, EditKind::Notice).notice;
    assert_eq!((notice.pages[0].round, notice.pages[0].closing, notice.findings.len()), (None, true, 1));
}

#[test]
fn where_nothing_is_missing_nobody_is_told() {
    let world = World::new().items(&[filled(1, &staff("Ada"))]);
    assert_eq!(world.lines(), ["status table Talk:Goals/2020-21 Q2: planned"]);
}

#[test]
fn two_kinds_of_fiscal_year_are_one_quarter_to_an_owner() {
    let boards = "[[boards]]\nname = \"t\"\ntitles = [\"Fiscal/{fiscal_year} Q{quarter}\"]\n\
                  [[boards]]\nname = \"c\"\ntitles = [\"Calendar/{fiscal_year} Q{quarter}\"]\n\
                  fiscal_year_starts = \"january\"\n";
    let world = World::new()
        .boards(boards)
        .page_at("Fiscal/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]))
        .page_at("Calendar/2020 Q4", &page(&[stub(1, &staff("Ada")).replace("Q2", "Q4")]))
        .set("limits.notices_per_owner", "1");
    let plan = world.plan();
    let edit = the(&plan, EditKind::Notice);
    assert_eq!((edit.notice.pages.len(), edit.subject.board.as_deref()), (2, None));
    assert_eq!(world.after_run().today("2020-12-01").notice(ADA), "owner-limit");
}

#[test]
fn a_board_without_notices_tells_no_owner() {
    let world = ada().on_board("notices.enabled", "false");
    assert_eq!(world.lines(), ["status table Talk:Goals/2020-21 Q2: planned"]);
}

#[test]
fn whoever_takes_over_begins_with_round_one() {
    let world = ada().today("2020-10-08").after_run().today("2020-10-22").after_run();
    assert_eq!(world.clone().today("2020-11-05").notice(ADA), "round-limit");
    let world = world.items(&[stub(1, &staff("Bo"))]);
    assert_eq!(rounds(&world.clone().today("2020-10-23").plan()), [Some(1)]);
    // Whatever the predecessor said.
    let world = world.answered(ADA, "2020-21Q2", "not me").today("2020-11-05");
    assert_eq!((rounds(&world.plan()), world.notice(BO)), (vec![Some(1)], "planned".to_owned()));
}
