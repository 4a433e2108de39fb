//! Lines of notices whose places were filled are ticked, and nothing else is touched.

use super::html::{filled, item, list, objective, page, staff, stub};
use super::plans::{fate, the};
use super::world::{ADA, BO, World, talk};
use crate::ledger::{Key, item_mark};
use crate::plan::{Change, EditKind};
use crate::wiki::TalkState;

/// Ada was told of two places on 8 October; now the page is this, a day later.
fn after(items: &[String]) -> World {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]).today("2020-10-08");
    world.after_run().items(items).today("2020-10-09")
}

fn half() -> World {
    after(&[filled(1, &staff("Ada")), stub(2, &staff("Ada"))])
}

/// How many lines are ticked in each notice.
fn ticked(world: &World) -> Vec<usize> {
    let plan = world.plan();
    match fate(&plan, EditKind::Tick, ADA).as_str() {
        "nothing" => Vec::new(),
        _ => match &the(&plan, EditKind::Tick).change {
            Change::Tick { notices, .. } => {
                notices.iter().map(|of| of.items.len()).filter(|count| *count > 0).collect()
            }
            other => panic!("{other:?}"),
        },
    }
}

fn text(world: &World) -> String {
    world.talk_pages[&talk(ADA)].text().to_owned()
}

#[test]
fn what_is_settled_is_ticked_once() {
    assert!(ticked(&after(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))])).is_empty());
    let world = after(&[filled(1, &staff("Ada")), filled(2, &staff("Ada"))]);
    assert_eq!(ticked(&world), [2]);
    let world = world.after_run();
    assert_eq!(text(&world).matches("* ✓ Filled in since: “<nowiki>Number").count(), 2, "{}", text(&world));
    assert!(ticked(&world.today("2020-10-10")).is_empty());
}

#[test]
fn of_two_lines_the_settled_one_is_ticked() {
    let world = half();
    assert_eq!(ticked(&world), [1]);
    let world = world.after_run();
    assert!(text(&world).contains("✓ Filled in since: “<nowiki>Number 1.</nowiki>”"), "{}", text(&world));
    // The other one later, in the same notice.
    let world = world.items(&[filled(1, &staff("Ada")), filled(2, &staff("Ada"))]).today("2020-10-10");
    assert_eq!(ticked(&world), [1]);
}

#[test]
fn whoever_filled_it_and_whoever_is_named_now() {
    assert_eq!(ticked(&after(&[filled(1, &staff("Bo")), stub(2, &staff("Bo"))])), [1]);
}

#[test]
fn a_place_that_is_gone_or_holds_a_placeholder_is_not_ticked() {
    assert!(ticked(&after(&[stub(2, &staff("Ada"))])).is_empty());
    assert!(ticked(&after(&[item(1, &staff("Ada"), &list(&["TBD"])), stub(2, &staff("Ada"))])).is_empty());
}

#[test]
fn what_two_items_have_in_common_and_one_lacks_is_not_ticked() {
    // Two key results of one name: nobody can say which of them the notice meant.
    assert!(
        ticked(&after(&[filled(1, &staff("Ada")), stub(1, &staff("Ada")), stub(2, &staff("Ada"))]))
            .is_empty()
    );
}

#[test]
fn a_name_that_was_added_is_ticked_where_a_name_was_missing() {
    let html = |manager: &str| objective("P", &staff("Ada"), &[filled(1, manager)]);
    let world = World::new().page(&html("TBD")).today("2020-10-08").after_run();
    let world = world.page(&html(&staff("Bo"))).today("2020-10-09");
    assert_eq!(ticked(&world), [1]);
}

#[test]
fn what_lacks_two_things_is_ticked_when_it_has_both() {
    let html = |result: &str| objective("P", &staff("Ada"), &[filled(1, &staff("Bo")), result.to_owned()]);
    let world = World::new().page(&html(&stub(2, "TBD"))).today("2020-10-08").after_run();
    assert_eq!(text(&world).matches("gk1:item/").count(), 1, "{}", text(&world));
    let later = |result: &str| ticked(&world.clone().page(&html(result)).today("2020-10-09"));
    assert!(later(&filled(2, "TBD")).is_empty());
    assert!(later(&stub(2, &staff("Bo"))).is_empty());
    assert_eq!(later(&filled(2, &staff("Bo"))), [1]);
}

#[test]
fn a_notice_that_a_person_has_changed_is_left_alone() {
    let world = half();
    let changed = text(&world).replace("\n* “<nowiki>", "\n* (not mine) “<nowiki>");
    assert!(ticked(&world.clone().talk(ADA, &changed)).is_empty());
    // What stands under it is no part of it.
    let below = format!("{}\n:Thanks!", text(&world));
    assert_eq!(ticked(&world.talk(ADA, &below)), [1]);
}

#[test]
fn a_notice_that_stands_twice_on_a_page_is_left_alone() {
    let world = half();
    let twice = text(&world).repeat(2);
    assert!(ticked(&world.talk(ADA, &twice)).is_empty());
}

#[test]
fn a_notice_that_the_bot_did_not_post_is_left_alone() {
    let mut world = half();
    let forged = text(&world).replace("/2020-10-08/", "/2020-10-07/");
    assert!(ticked(&world.clone().talk(ADA, &forged)).is_empty());
    // Nor is one on the page of somebody else.
    let copied = text(&world);
    world = world.talk(BO, &copied).told(BO, "2020-21Q2/2020-10-08/99.1");
    assert_eq!(fate(&world.plan(), EditKind::Tick, BO), "nothing");
    // Without the bot's own edit of that key nothing is known.
    world.contributions.clear();
    assert!(ticked(&world).is_empty());
}

#[test]
fn nothing_is_ticked_in_an_archive() {
    let mut world = half();
    let archive = talk("Ada Sample (WMF)/Archive 1");
    world.contributions.iter_mut().filter(|edit| edit.title == talk(ADA)).for_each(|edit| {
        edit.title = archive.clone();
    });
    assert!(ticked(&world).is_empty());
    let archived = text(&half());
    let moved = world
        .text(archive.as_str(), &archived)
        .at(talk(ADA).as_str(), |page| page.state = TalkState::Missing);
    assert!(ticked(&moved).is_empty());
}

#[test]
fn nothing_is_ticked_after_a_no() {
    assert!(ticked(&half().answered(ADA, "2020-21Q2", "stop")).is_empty());
    assert!(ticked(&half().set("owners_policy.opt_out", &format!("[\"{ADA}\"]"))).is_empty());
    let world = half();
    let denied = format!("{}\n{{{{nobots}}}}", text(&world));
    assert!(ticked(&world.talk(ADA, &denied)).is_empty());
    let mut unreadable = half();
    unreadable.opt_outs_unreadable = Some("is a redirect".to_owned());
    assert!(ticked(&unreadable).is_empty());
    // Any other answer is none.
    assert_eq!(ticked(&half().answered(ADA, "2020-21Q2", "done")), [1]);
}

#[test]
fn a_page_that_gets_a_notice_in_this_run_waits_for_the_next() {
    let world = half().today("2020-10-22");
    let plan = world.plan();
    assert_eq!(fate(&plan, EditKind::Notice, ADA), "planned");
    assert_eq!(fate(&plan, EditKind::Tick, ADA), "nothing");
    assert!(matches!(the(&plan, EditKind::Notice).change, Change::Reply { .. }));
    // Then all notices on the page are ticked by one edit.
    let world =
        world.after_run().items(&[filled(1, &staff("Ada")), filled(2, &staff("Ada"))]).today("2020-10-23");
    assert_eq!(ticked(&world), [2, 1]);
}

#[test]
fn a_notice_about_a_page_that_no_board_has_is_left_alone() {
    let world = half().boards("[[boards]]\nname = \"x\"\ntitles = [\"X/{fiscal_year} Q{quarter}\"]\n");
    assert!(ticked(&world.page_at("X/2020-21 Q2", &page(&[filled(1, &staff("Ada"))]))).is_empty());
}

#[test]
fn ticks_go_on_where_notices_are_switched_off() {
    assert_eq!(ticked(&half().on_board("notices.enabled", "false")), [1]);
}

#[test]
fn what_is_somebody_elses_now_is_handed_over_after_not_me() {
    let quarter = "2020-21Q2";
    let said = |items: &[String], words: &str| after(items).answered(ADA, quarter, words);
    let both = |manager: &str| [stub(1, manager), stub(2, &staff("Ada"))];
    let moved = |world: &World| {
        let plan = world.plan();
        match plan.edits.iter().find(|edit| edit.subject.kind == EditKind::Tick).map(|edit| &edit.change) {
            Some(Change::Tick { notices, .. }) => notices.iter().map(|of| of.moved.len()).sum(),
            _ => 0,
        }
    };
    let world = said(&both(&staff("Bo")), "not me");
    assert_eq!((moved(&world), ticked(&world)), (1, Vec::new()));
    let world = world.after_run();
    let line = "\n* Now with someone else: “<nowiki>Number 1.</nowiki>”";
    assert_eq!(text(&world).matches(line).count(), 1, "{}", text(&world));
    assert_eq!(moved(&world.clone().today("2020-10-10")), 0, "once");
    // What was filled by whoever has it now is ticked.
    assert_eq!(ticked(&said(&[filled(1, &staff("Bo")), stub(2, &staff("Ada"))], "not me")), [1]);
    // Nobody surely has it now, or it is Ada's still, or she didn't say so.
    for manager in ["TBD", "Gil Unknown", "", &staff("Ada"), &format!("{}, {}", staff("Bo"), staff("Ada"))] {
        assert_eq!(moved(&said(&both(manager), "not me")), 0, "{manager}");
    }
    // Two key results of one name, of which one is still Ada's: nobody can say which of them the notice meant.
    let twins = [stub(1, &staff("Bo")), stub(1, &staff("Ada")), stub(2, &staff("Ada"))];
    assert_eq!(moved(&said(&twins, "not me")), 0);
    for words in ["done", "I left in March.", "stop"] {
        assert_eq!(moved(&said(&both(&staff("Bo")), words)), 0, "{words}");
    }
    // A notice that a person changed is left alone.
    let changed = text(&after(&both(&staff("Bo")))).replace("\n* “", "\n* (not mine) “");
    assert_eq!(moved(&said(&both(&staff("Bo")), "not me").talk(ADA, &changed)), 0);
}

#[test]
fn a_stop_is_seen_to_be_heard() {
    let world = after(&[stub(1, &staff("Ada"))]).answered(ADA, "2020-21Q2", "stop");
    let plan = world.plan();
    let kinds: Vec<EditKind> = plan.edits.iter().map(|edit| edit.subject.kind).collect();
    let at = |kind: EditKind| kinds.iter().position(|of| *of == kind).unwrap();
    assert!(at(EditKind::OptOut) < at(EditKind::Tick), "first the list: {kinds:?}");
    let edit = the(&plan, EditKind::Tick);
    assert!(edit.notes_a_stop() && !edit.subject.kind.is_message());
    let world = world.after_run();
    let noted = "\n:✓ Noted: no more messages from this bot. It keeps a list of all who want none: \
                 [[:User:GoalkeeperBot/Opt-out|<nowiki>User:GoalkeeperBot/Opt-out</nowiki>]]<!-- gk1:noted -->\n";
    assert_eq!(text(&world).matches(noted).count(), 1, "{}", text(&world));
    for today in ["2020-10-10", "2020-10-22"] {
        assert_eq!(fate(&world.clone().today(today).plan(), EditKind::Tick, ADA), "nothing", "once");
    }
}

#[test]
fn a_stop_is_noted_only_where_it_stands_on_the_list_and_the_notice_is_the_bots() {
    let world = || after(&[stub(1, &staff("Ada"))]);
    let noted = |world: &World| fate(&world.plan(), EditKind::Tick, ADA);
    let stopped = |world: World| world.answered(ADA, "2020-21Q2", "stop");
    assert_eq!(noted(&stopped(world())), "planned");
    // On the list already, by whomever.
    let mut listed = stopped(world());
    listed.opted_out.insert(crate::base::Account::new(ADA));
    assert_eq!(
        (noted(&listed), fate(&listed.plan(), EditKind::OptOut, ADA)),
        ("planned".into(), "nothing".into())
    );
    // The list can't be read, or she was taken off it.
    let mut unreadable = stopped(world());
    unreadable.opt_outs_unreadable = Some("is a redirect".to_owned());
    assert_eq!(noted(&unreadable), "nothing");
    // On the list without a “stop”, there is nothing to be noted.
    let mut silent = world();
    silent.opted_out.insert(crate::base::Account::new(ADA));
    assert_eq!(noted(&silent), "nothing");
    for changed in [
        text(&world()).replace("\n* “", "\n* (no) “"),
        text(&world()).repeat(2),
        text(&world()).replace("/2020-10-08/", "/2020-10-07/"),
        text(&world()) + "\n{{nobots}}",
        "All archived.".to_owned(),
    ] {
        assert_eq!(noted(&stopped(world()).talk(ADA, &changed)), "nothing", "{changed}");
    }
    let declined = stopped(world()).set("owners_policy.opt_out", &format!("[\"{ADA}\"]"));
    assert_eq!(noted(&declined), "nothing");
}

#[test]
fn an_edit_that_ticks_says_whose_notices_and_of_which_quarter() {
    let world = half();
    let plan = world.plan();
    let edit = the(&plan, EditKind::Tick);
    assert_eq!(edit.key, Key::Tick { recipient: world.id(ADA), quarter: "2020-21Q2".parse().unwrap() });
    let Change::Tick { notices, .. } = &edit.change else { panic!("{:?}", edit.change) };
    assert!(text(&world).contains(&item_mark(notices[0].items[0])));
}

#[test]
fn a_reply_goes_under_the_last_notice_that_it_continues() {
    let replies = |world: &World| matches!(the(&world.plan(), EditKind::Notice).change, Change::Reply { .. });
    let world = half().today("2020-10-22");
    assert!(replies(&world));
    // Where the notice is gone, or stands twice, there is nothing to reply to.
    assert!(!replies(&world.clone().talk(ADA, "All archived.")));
    let twice = text(&world).repeat(2);
    assert!(!replies(&world.clone().talk(ADA, &twice)));
    let forged = text(&world).replace("/2020-10-08/", "/2020-10-07/");
    assert!(!replies(&world.clone().talk(ADA, &forged)));
    // About another page, too, it would not be understood.
    let boards = "[[boards]]\nname = \"technology\"\n\
                  titles = [\"Goals/{fiscal_year} Q{quarter}\", \"More/{fiscal_year} Q{quarter}\"]\n";
    let more = world.boards(boards).page_at("More/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]));
    assert!(!replies(&more));
}

#[test]
fn a_reply_in_another_language_than_the_notice_is_a_section_of_its_own() {
    let board = |name: &str, language: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n\
             notices.language = \"{language}\"\n"
        )
    };
    let open = page(&[stub(1, &staff("Ada"))]);
    let world = |second: &str| {
        World::new()
            .boards(&(board("a", "en") + &board("b", second)))
            .page_at("A/2020-21 Q2", &open)
            .page_at("B/2020-21 Q2", &open)
            .today("2020-10-08")
            .after_run()
            .page_at("A/2020-21 Q2", &page(&[filled(1, &staff("Ada"))]))
            .today("2020-10-22")
    };
    let is_reply =
        |world: &World| matches!(the(&world.plan(), EditKind::Notice).change, Change::Reply { .. });
    assert!(is_reply(&world("en")) && !is_reply(&world("de")));
}
