//! What goes to the coordinator: on a day of the week, and each thing once a quarter.

use super::html::{page, staff, stub};
use super::plans::{bullets, detail, fate, the};
use super::world::{ADA, COORDINATOR, PAGE, World, talk};
use crate::base::{Account, Reason};
use crate::ledger::{Key, MOST_ITEMS};
use crate::plan::EditKind;
use crate::wiki::{AccountFacts, Barred};

/// A coordinated board on whose page these names stand, which lead to no account.
fn names(names: &[&str]) -> World {
    let items: Vec<String> = names.iter().zip(1..).map(|(name, number)| stub(number, name)).collect();
    World::new().coordinated().items(&items)
}

/// The names in its lines.
fn told(world: &World) -> Vec<String> {
    let told = bullets(the(&world.plan(), EditKind::Digest));
    let name = |line: &String| line.split_once(": “").unwrap().1.split_once('”').unwrap().0.to_owned();
    told.iter().map(name).collect()
}

#[test]
fn each_thing_is_told_once_a_quarter() {
    let world = names(&["Gil Unknown"]);
    assert_eq!(told(&world), ["Gil Unknown"]);
    let world = world.after_run();
    for today in ["2020-11-02", "2020-11-03", "2020-11-09", "2020-12-31"] {
        assert_eq!(world.clone().today(today).digest(), "nothing", "{today}");
    }
}

#[test]
fn news_wait_for_the_day_of_the_week() {
    let world = names(&["Gil Unknown"]).after_run();
    let world = world.items(&[stub(1, "Gil Unknown"), stub(2, "Hal Unknown")]);
    for (today, expected) in [("2020-11-03", "not-due"), ("2020-11-08", "not-due"), ("2020-11-09", "planned")]
    {
        assert_eq!(world.clone().today(today).digest(), expected, "{today}");
    }
    let skip = world.clone().today("2020-11-03").plan();
    assert_eq!(
        detail(&skip, Reason::NotDue),
        "the digest comes on a Monday, at most once a week; the last was posted on 2020-11-02"
    );
    assert_eq!(told(&world.clone().today("2020-11-09")), ["Hal Unknown"]);
    // A clock that was set back makes none due.
    assert_eq!(world.today("2020-10-20").digest(), "not-due");
}

#[test]
fn the_day_of_the_week_is_the_boards() {
    for (weekday, last, day_before, day) in [
        ("monday", "2020-10-26", "2020-11-01", "2020-11-02"),
        ("thursday", "2020-10-29", "2020-11-04", "2020-11-05"),
        ("sunday", "2020-11-01", "2020-11-07", "2020-11-08"),
    ] {
        let world = names(&["Gil Unknown"]).on_board("notices.digest_weekday", &format!("\"{weekday}\""));
        let world = world.contributed(talk(COORDINATOR).as_str(), last, None);
        assert_eq!(world.clone().today(day_before).digest(), "not-due", "{weekday}");
        assert_eq!(world.today(day).digest(), "planned", "{weekday}");
    }
}

#[test]
fn a_run_that_was_missed_is_made_up_for_and_then_the_day_is_the_old_one() {
    let world = names(&["Gil Unknown"]).contributed(talk(COORDINATOR).as_str(), "2020-11-02", None);
    // On Monday the ninth nothing ran.
    let world = world.today("2020-11-11");
    assert_eq!(world.digest(), "planned");
    let world = world.after_run().items(&[stub(1, "Gil Unknown"), stub(2, "Hal Unknown")]);
    for (today, expected) in [
        ("2020-11-16", "not-due"),
        ("2020-11-18", "not-due"),
        ("2020-11-22", "not-due"),
        ("2020-11-23", "planned"),
    ] {
        assert_eq!(world.clone().today(today).digest(), expected, "{today}");
    }
}

#[test]
fn a_place_that_was_told_does_not_come_again_because_the_next_one_does() {
    let world = names(&["Gil Unknown", "Gil Unknown", "Gil Unknown"]);
    let line = |world: &World| bullets(the(&world.plan(), EditKind::Digest)).pop().unwrap();
    let link = |number: u8| format!("[[:Goals/2020-21 Q2#Key Results|KR{number}]]");
    assert!(line(&world).starts_with(&format!("{} to {} of “P”: ", link(1), link(3))), "{}", line(&world));
    let more: Vec<String> = (1..=4).map(|number| stub(number, "Gil Unknown")).collect();
    let world = world.after_run().items(&more).today("2020-11-09");
    assert!(line(&world).starts_with(&format!("{} of “P”: ", link(4))), "{}", line(&world));
    assert_eq!(world.after_run().today("2020-11-30").digest(), "nothing");
}

#[test]
fn nothing_is_told_before_the_first_such_day_after_the_grace_or_after_the_quarter() {
    let world = names(&["Gil Unknown"]).quarter("2020-21Q2");
    for (today, expected) in [
        // The grace ends on a Thursday.
        ("2020-10-07", "nothing"),
        ("2020-10-08", "not-due"),
        ("2020-10-11", "not-due"),
        ("2020-10-12", "planned"),
        ("2020-10-13", "planned"),
        ("2020-12-31", "planned"),
        ("2021-01-01", "nothing"),
    ] {
        assert_eq!(world.clone().today(today).digest(), expected, "{today}");
    }
    let thursday = world.on_board("notices.digest_weekday", "\"thursday\"");
    assert_eq!(thursday.today("2020-10-08").digest(), "planned");
}

#[test]
fn one_digest_tells_so_many_things_and_the_next_the_others() {
    let unknown: Vec<String> = (0..MOST_ITEMS + 5).map(|n| format!("Gil {}", "I".repeat(n + 1))).collect();
    let world = names(&unknown.iter().map(String::as_str).collect::<Vec<_>>());
    let plan = world.plan();
    let edit = the(&plan, EditKind::Digest);
    let all = bullets(edit);
    assert_eq!(
        (all.len(), all.last().unwrap().as_str()),
        (MOST_ITEMS + 1, "… and 5 things more, in the next digest")
    );
    let Key::Digest(key) = &edit.key else { panic!("{:?}", edit.key) };
    assert_eq!((key.items.len(), Key::in_summary(&edit.summary())), (MOST_ITEMS, Some(edit.key.clone())));
    let next = world.after_run().today("2020-11-09");
    assert_eq!(told(&next).len(), 5);
    assert_eq!(next.after_run().today("2020-11-16").digest(), "nothing");
}

#[test]
fn two_edits_of_one_page_in_one_run_are_one_too_many() {
    let items = [stub(1, &staff("Coordinator")), stub(2, "Gil Unknown")];
    let world = World::new().coordinated().items(&items);
    let plan = world.plan();
    assert_eq!(fate(&plan, EditKind::Notice, COORDINATOR), "planned");
    assert_eq!(
        detail(&plan, Reason::NotDue),
        "another edit of this run goes to the same page; the next run sends it"
    );
    assert_eq!(told(&world.after_run().today("2020-11-03")), ["Gil Unknown"]);
}

#[test]
fn a_coordinator_need_not_be_one_of_those_who_get_notices() {
    let world = names(&["Gil Unknown"]).set("owners_policy.allow", "[\"Ada*\"]");
    assert_eq!(world.digest(), "planned");
}

#[test]
fn a_coordinator_who_can_or_will_not_be_told_gets_none() {
    let world = names(&["Gil Unknown"]);
    assert_eq!(world.clone().talk(COORDINATOR, "{{nobots}}").digest(), "bots-denied");
    let unknown = world.clone().account(COORDINATOR, |facts| *facts = AccountFacts::Unknown);
    assert_eq!(unknown.digest(), "unknown-account");
    let declined = world.clone().set("owners_policy.opt_out", &format!("[\"{COORDINATOR}\"]"));
    assert_eq!(declined.digest(), "opted-out");
    assert_eq!(world.clone().answered(COORDINATOR, "2020-21Q2", "stop").digest(), "opted-out");
    let mut listed = world.clone();
    listed.opted_out.insert(Account::new(COORDINATOR));
    assert_eq!(listed.digest(), "opted-out");
    let mut unreadable = world.clone();
    unreadable.opt_outs_unreadable = Some("is a redirect".to_owned());
    assert_eq!(unreadable.digest(), "exclusion-unreadable");
    assert_eq!(world.clone().redirect(COORDINATOR, "Gus Sample").digest(), "redirected-elsewhere");
    assert_eq!(world.deleted(COORDINATOR, "2020-10-20").digest(), "talk-page-deleted");
}

#[test]
fn a_hidden_summary_on_the_coordinators_talk_page_counts_as_a_digest() {
    let world = names(&["Gil Unknown"]);
    let hidden = |day: &str| world.clone().contributed(talk(COORDINATOR).as_str(), day, None).digest();
    assert_eq!((hidden("2020-10-30"), hidden("2020-10-26")), ("not-due".to_owned(), "planned".to_owned()));
}

/// Two boards with one coordinator, the years of the second beginning in `month`.
fn two_boards(month: &str, title: &str, quarter: &str) -> World {
    let board = |name: &str, month: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n\
             coordinator = \"{COORDINATOR}\"\nfiscal_year_starts = \"{month}\"\n"
        )
    };
    let unknown = |name: &str, quarter: &str| page(&[stub(1, name).replace("Q2", quarter)]);
    World::new()
        .boards(&(board("a", "july") + &board("b", month)))
        .page_at("A/2020-21 Q2", &unknown("Gil Unknown", "Q2"))
        .page_at(title, &unknown("Hal Unknown", quarter))
}

#[test]
fn the_boards_of_one_coordinator_share_a_digest() {
    for world in [two_boards("july", "B/2020-21 Q2", "Q2"), two_boards("january", "B/2020 Q4", "Q4")] {
        assert_eq!(told(&world), ["Gil Unknown", "Hal Unknown"]);
        let text = the(&world.plan(), EditKind::Digest).text();
        assert_eq!(text.matches("\nOn [[:").count(), 2, "each page has a line of its own: {text}");
    }
}

#[test]
fn two_boards_of_one_coordinator_may_have_two_days() {
    let board = |name: &str, weekday: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n\
             coordinator = \"{COORDINATOR}\"\nnotices.digest_weekday = \"{weekday}\"\n"
        )
    };
    let unknown = |names: &[&str]| {
        let items: Vec<String> = names.iter().zip(1..).map(|(name, number)| stub(number, name)).collect();
        page(&items)
    };
    let world = World::new()
        .boards(&(board("a", "monday") + &board("b", "thursday")))
        .page_at("A/2020-21 Q2", &unknown(&["Gil Unknown"]))
        .page_at("B/2020-21 Q2", &unknown(&["Hal Unknown"]));
    // The first comes on the first day of either, with that board's things.
    assert_eq!(told(&world.clone().today("2020-10-08")), ["Hal Unknown"]);
    // The last was on a Thursday: on the Monday it is too early, and its things come with the next.
    let world = world.contributed(talk(COORDINATOR).as_str(), "2020-10-29", None);
    assert_eq!(world.clone().today("2020-11-02").digest(), "not-due");
    let world = world.today("2020-11-05");
    assert_eq!(told(&world), ["Gil Unknown", "Hal Unknown"]);
    let world = world
        .after_run()
        .page_at("A/2020-21 Q2", &unknown(&["Gil Unknown", "Ida Unknown"]))
        .page_at("B/2020-21 Q2", &unknown(&["Hal Unknown", "Jon Unknown"]));
    assert_eq!(world.clone().today("2020-11-09").digest(), "not-due");
    assert_eq!(told(&world.today("2020-11-12")), ["Ida Unknown", "Jon Unknown"]);
}

#[test]
fn the_table_names_nobody_who_is_out_of_reach() {
    let foot = |world: &World| {
        let text = the(&world.plan(), EditKind::Status).text();
        text.split_once("\n|}").unwrap().1.split_once("<!--").unwrap().0.trim().to_owned()
    };
    let world = names(&["Gil Unknown"]);
    let blocked = World::new().items(&[stub(1, &staff("Ada"))]).account(ADA, |facts| {
        if let AccountFacts::Known { barred, .. } = facts {
            *barred = Some(Barred::Blocked);
        }
    });
    let alone = world.clone().on_board("coordinator", "\"\"");
    for world in [world.clone().talk(COORDINATOR, "{{nobots}}"), alone, blocked, world] {
        let intro = "Kept up to date by '''[[User:GoalkeeperBot|a bot]]'''; please change the goal page, not this table.";
        assert_eq!(foot(&world), format!("</div>\n\n{intro}\n</div>"));
    }
}

#[test]
fn a_board_without_notices_tells_the_coordinator_nothing_but_answers() {
    let world = names(&["Gil Unknown"]).on_board("notices.enabled", "false");
    assert_eq!(world.digest(), "nothing");
    let world = world.told(ADA, "2020-21Q2/2020-10-08/12.1").answered(ADA, "2020-21Q2", "I left in March.");
    assert_eq!(
        bullets(the(&world.plan(), EditKind::Digest)),
        ["Somebody who was asked about these goals has answered: [[Special:Diff/1002|the answer]]"]
    );
}

#[test]
fn a_digest_is_about_the_quarter_and_names_its_page() {
    let plan = names(&["Gil Unknown"]).plan();
    let edit = the(&plan, EditKind::Digest);
    assert!(
        edit.text().contains(&format!("\nOn [[:{PAGE}|<nowiki>{PAGE}</nowiki>]]:\n* [[:{PAGE}#Key Results|")),
        "{}",
        edit.text()
    );
    assert_eq!(edit.change.heading(), Some("Q2 goals that need a coordinator’s eye (2 November 2020)"));
    assert_eq!(
        edit.read[0].title.as_str(),
        "User:GoalkeeperBot/Opt-out",
        "a no that comes meanwhile is seen"
    );
}

#[test]
fn in_a_pause_a_coordinator_hears_nothing_and_later_all() {
    let world = names(&["Gil Unknown"]).on_board("notices.pause", "[\"10-20..11-04\"]");
    let plan = world.plan();
    assert_eq!(fate(&plan, EditKind::Digest, COORDINATOR), "not-due");
    let said = "a pause of the board “technology”, whose last day is 2020-11-04";
    assert_eq!(detail(&plan, Reason::NotDue), said);
    let after = world.after_run().today("2020-11-05");
    assert_eq!(after.digest(), "planned");
    // What was told before the pause is not waiting.
    let mut told = after.after_run().today("2020-11-20");
    told.board.insert("notices.pause".to_owned(), "[\"11-15..11-25\"]".to_owned());
    assert_eq!(told.digest(), "nothing");
}
