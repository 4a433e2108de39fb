//! The status tables: which are saved, and which are left alone.

use super::html::{filled, item, list, page, staff, stub};
use super::plans::{detail, fate, lines, the};
use super::world::{PAGE, World};
use crate::base::{Account, Reason};
use crate::ledger::Key;
use crate::plan::{Change, EditKind, PlannedEdit};
use crate::wiki::{Refusal, TalkState};

const TALK: &str = "Talk:Goals/2020-21 Q2";

fn ada() -> World {
    World::new().items(&[stub(1, &staff("Ada"))]).on_board("notices.enabled", "false")
}

fn table(world: &World) -> String {
    fate(&world.plan(), EditKind::Status, TALK)
}

fn text(world: &World) -> String {
    world.talk_pages[&crate::base::Title::of_wiki(TALK)].text().to_owned()
}

/// The markers around a table.
fn markers(edit: &PlannedEdit) -> (&str, &str) {
    match &edit.change {
        Change::ReplaceRegion { markers, .. } => (&markers.begin, &markers.end),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_table_gets_a_section_with_a_heading() {
    let plan = ada().plan();
    let edit = the(&plan, EditKind::Status);
    assert_eq!((edit.page.as_str(), edit.base), (TALK, None));
    assert_eq!(edit.change.heading(), Some("Status of the Q2 goals"));
    let key = Key::Status { board: "technology".to_owned(), quarter: "2020-21Q2".parse().unwrap() };
    assert_eq!((edit.subject.board.as_deref(), &edit.key), (Some("technology"), &key));
    assert_eq!(edit.read[0].title.as_str(), PAGE, "the page that it was made from");
}

#[test]
fn a_table_that_is_as_it_should_be_is_not_saved_on_any_day() {
    let world = ada().after_run();
    assert_eq!(table(&world), "unchanged");
    assert_eq!(table(&world.today("2020-12-31")), "unchanged");
}

#[test]
fn a_table_follows_its_page_and_nothing_else() {
    let world = ada().after_run().today("2020-11-03");
    assert_eq!(table(&world.clone().items(&[filled(1, &staff("Ada"))])), "planned");
    // What others write around it is theirs; what they write into it is not.
    let around = format!("Above.\n\n{}\n\n== Below ==\nText.", text(&world));
    assert_eq!(table(&world.clone().text(TALK, &around)), "unchanged");
    let within = text(&world).replace("waiting for goals", "done");
    let plan = world.text(TALK, &within).plan();
    assert_eq!(fate(&plan, EditKind::Status, TALK), "planned");
    assert_eq!(the(&plan, EditKind::Status).note, "somebody had edited the table, and it is replaced");
}

#[test]
fn what_is_news_is_saved_the_next_day_and_all_else_after_a_week() {
    let world = ada().after_run();
    let fate_on = |world: &World, day: &str| table(&world.clone().today(day));
    // A goal: an open place less.
    let news = world.clone().items(&[filled(1, &staff("Ada"))]).revised(PAGE);
    assert_eq!(["2020-11-02", "2020-11-03"].map(|day| fate_on(&news, day)), ["not-due", "planned"]);
    let plan = news.clone().plan();
    assert_eq!(
        detail(&plan, Reason::NotDue),
        "saved on 2020-11-02; what changed since waits until 2020-11-03"
    );
    // A status.
    let goal = |text: &str| world.clone().items(&[item(1, &staff("Ada"), &list(&[text]))]).revised(PAGE);
    let saved = goal("A goal").today("2020-11-03").after_run();
    let status = saved.clone().items(&[item(1, &staff("Ada"), &list(&["A goal (done)"]))]).revised(PAGE);
    assert_eq!(["2020-11-03", "2020-11-04"].map(|day| fate_on(&status, day)), ["not-due", "planned"]);
    // Another name.
    let name = world.clone().items(&[stub(1, &staff("Bo"))]).revised(PAGE).revised(PAGE);
    assert_eq!(["2020-11-08", "2020-11-09"].map(|day| fate_on(&name, day)), ["not-due", "planned"]);
    let detail_of = detail(&name.today("2020-11-08").plan(), Reason::NotDue).to_owned();
    assert!(detail_of.ends_with("nothing that is open and no status, waits until 2020-11-09"), "{detail_of}");
    // The operator's number of days.
    let slow = news.clone().set("status.save_days", "3");
    assert_eq!(["2020-11-04", "2020-11-05"].map(|day| fate_on(&slow, day)), ["not-due", "planned"]);
    assert_eq!(fate_on(&news.set("status.save_days", "0"), "2020-11-02"), "planned");
}

#[test]
fn a_day_that_is_yet_to_come_is_no_memory() {
    let world = ada().today("2020-12-01").after_run().today("2020-11-02");
    assert_eq!(table(&world.items(&[filled(1, &staff("Ada"))])), "planned");
}

#[test]
fn somebodys_edit_is_replaced_not_before_the_next_day() {
    let world = ada().after_run();
    let within = text(&world).replace("waiting for goals", "done");
    let world = world.text(TALK, &within);
    assert_eq!(table(&world), "not-due");
    let editor = Some((Account::new("Bo Sample (WMF)"), "2020-11-02T13:00:00Z".parse().unwrap()));
    let plan = world.at(TALK, |page| page.last_edit = editor).today("2020-11-03").plan();
    assert_eq!(
        the(&plan, EditKind::Status).note,
        "somebody had edited the table, and it is replaced; the page’s last edit is that of “Bo Sample (WMF)”, \
         2020-11-02 13:00 UTC"
    );
}

/// Headings that say the time, as `{{CURRENTTIME}}` does.
fn at(time: &str, goals: &str) -> String {
    super::html::objective(&format!("Updated {time}"), "", &[item(1, &staff("Ada"), &list(&[goals]))])
}

#[test]
fn a_title_that_changes_by_itself_is_no_reason_to_save() {
    let world = ada().page(&at("12:00", "")).after_run();
    assert_eq!(table(&world.clone().page(&at("12:01", ""))), "unchanged");
    // What the table says of it is one.
    let goal = world.clone().page(&at("12:01", "A goal")).today("2020-11-03");
    assert_eq!(table(&goal), "planned");
    // After an edit the new title is shown, too, and then the table is at rest again.
    let edited = world.page(&at("12:02", "")).revised(PAGE).today("2020-11-09");
    assert_eq!(table(&edited), "planned");
    let edited = edited.after_run().today("2020-11-16");
    assert_eq!(table(&edited.clone().page(&at("12:03", ""))), "unchanged");
}

/// As releases before this one wrote it: with a row for each key result, and a seal without a day or none at all.
fn older(begin: &str, end: &str, seal: &str) -> String {
    format!(
        "== Status of the Q2 goals ==\n{begin}\n<div class=\"goalkeeper-status\">\nKept up to date by \
         [[User:GoalkeeperBot|a bot]]; please change the goal page, not this table.\n{{| class=\"wikitable\"\n\
         ! Objective !! Key result !! Manager !! Goals !! Status\n|-\n| P || KR1 || Ada Sample || waiting for goals || \n\
         |}}\n</div>{seal}\n{end}"
    )
}

#[test]
fn a_table_of_an_older_release_is_saved_once() {
    let world = ada().after_run();
    let whole = text(&world);
    let plan = ada().plan();
    let (begin, end) = markers(the(&plan, EditKind::Status));
    for seal in ["", "\n<!-- goalkeeper table of 512: 12345678 12345678 -->"] {
        let old = world.clone().text(TALK, &older(begin, end, seal)).today("2020-11-03");
        assert_eq!(table(&old), "planned", "{seal}");
        let now = old.after_run();
        assert_eq!(text(&now), whole.replace("on 2020-11-02", "on 2020-11-03"));
        assert_eq!(table(&now), "unchanged");
    }
}

#[test]
fn the_table_stands_in_an_element_by_which_the_bot_knows_it() {
    let table = the(&ada().plan(), EditKind::Status).text();
    assert!(table.starts_with("<div class=\"goalkeeper-status plainlinks\">\n"), "{table}");
    assert!(table.contains("\n</div>\n<!-- goalkeeper table of 512: "), "{table}");
    assert!(table.ends_with(" on 2020-11-02 -->"), "{table}");
}

#[test]
fn what_stands_above_the_first_heading_is_called_as_its_page() {
    let bare = |lines: &str| World::new().page(lines).on_board("coordinator", "\"\"");
    for language in ["en", "de", "fr"] {
        let world = bare(&stub(1, &staff("Ada"))).on_board("notices.language", &format!("\"{language}\""));
        let plan = world.plan();
        for kind in [EditKind::Notice, EditKind::Status] {
            let text = the(&plan, kind).text();
            assert!(text.contains(&format!("<nowiki>{PAGE}</nowiki>")), "{text}");
            assert!(!text.contains("(page)"), "{text}");
        }
    }
    let world = World::new().page(&stub(1, "")).on_board("coordinator", "\"Coordinator Sample (WMF)\"");
    let text = the(&world.plan(), EditKind::Digest).text();
    assert!(text.contains(PAGE) && !text.contains("(page)"), "{text}");
}

#[test]
fn damaged_markers_are_left_alone() {
    let world = ada().after_run();
    let plan = ada().plan();
    let (begin, end) = markers(the(&plan, EditKind::Status));
    let whole = text(&world);
    let twice = |marker: &str| whole.replace(marker, &format!("{marker}\n{marker}"));
    let behind = |text: &str| whole.replace(end, "") + text + end;
    let inside = |text: &str| {
        whole.replace("</div>\n<!-- goalkeeper table", &format!("{text}\n</div>\n<!-- goalkeeper table"))
    };
    let gone = "one of the two hidden markers around the table is gone or doubled";
    let lost = "a heading or a signed comment stands between the table's two hidden markers, and would be lost: move it out of them";
    let other =
        "<!-- goalkeeper status other 2020-21Q2 begin; this part is replaced by the bot GoalkeeperBot -->";
    for (changed, why) in [
        (whole.replace(begin, ""), gone),
        (whole.replace(end, ""), gone),
        (whole.replace(begin, &begin.replace("the bot ", "The Bot ")), gone),
        (twice(begin), gone),
        (twice(end), gone),
        (whole.repeat(2), gone),
        (format!("{end}\n{begin}"), gone),
        (whole.replace(end, &format!("{end}\n<!--{begin}")), gone),
        // The end was moved down, below what others wrote.
        (behind("\n== Question ==\nWhy? --[[User:Bo]] 12:07, 2 November 2020 (UTC)\n"), lost),
        (behind("\n=== Below ===\n"), lost),
        (inside(":Done! [[User:Bo|Bo]] ([[User talk:Bo|talk]]) 12:07, 2 November 2020 (UTC)"), lost),
        (inside(other), "a marker of another table stands between the table's two; each needs its own place"),
    ] {
        let plan = world.clone().text(TALK, &changed).today("2020-11-20").plan();
        assert_eq!(fate(&plan, EditKind::Status, TALK), "markers-damaged", "{changed}");
        assert_eq!(detail(&plan, Reason::MarkersDamaged), why, "{changed}");
    }
}

#[test]
fn two_bots_never_fight_over_one_table() {
    let world = ada().after_run();
    let whole = text(&world);
    let filled = world.clone().items(&[filled(1, &staff("Ada"))]).today("2020-11-03");
    let of =
        |who: &str| whole.replace("replaced by the bot GoalkeeperBot -->", &format!("replaced by {who} -->"));
    assert_ne!(of("a bot"), whole);
    let others = filled.clone().text(TALK, &of("the bot Other bot"));
    assert_eq!(table(&others), "another-bot");
    assert!(detail(&others.plan(), Reason::AnotherBot).starts_with("the bot “Other bot” keeps a table"));
    // A bot that did this one's work before left its table to it, with its markers.
    let left = others.set("bot.former_accounts", "[\"Other_bot\"]");
    assert_eq!(table(&left), "planned");
    assert!(markers(the(&left.plan(), EditKind::Status)).0.contains("the bot Other bot"));

    // Of a marker without a name the bot's own history tells whose it is.
    let mut nameless = filled.text(TALK, &of("a bot"));
    assert_eq!(table(&nameless), "planned");
    nameless.contributions.clear();
    assert_eq!(table(&nameless), "another-bot");
    // What no bot wrote between them is a person's wish to have the table there.
    let begin = of("a bot").lines().find(|line| line.contains("begin;")).unwrap().to_owned();
    let end = markers(the(&ada().plan(), EditKind::Status)).1.to_owned();
    assert_eq!(table(&nameless.text(TALK, &format!("{begin}\n{end}"))), "planned");
}

#[test]
fn a_table_that_was_removed_stays_away() {
    let world = ada().after_run().text(TALK, "All archived.");
    let plan = world.plan();
    assert_eq!(fate(&plan, EditKind::Status, TALK), "markers-damaged");
    assert!(
        detail(&plan, Reason::MarkersDamaged)
            .starts_with("the table was removed from the page; it stays away")
    );
    // Of another quarter it says nothing.
    let mut next = world.today("2021-01-15").page_at("Goals/2020-21 Q3", &page(&[stub(1, &staff("Ada"))]));
    assert_eq!(fate(&next.plan(), EditKind::Status, "Talk:Goals/2020-21 Q3"), "planned");
    // Put back, it is kept again.
    next.contributions.clear();
    assert_eq!(fate(&next.plan(), EditKind::Status, "Talk:Goals/2020-21 Q3"), "planned");
}

#[test]
fn a_page_that_says_no_gets_no_table() {
    let refused = |world: World| table(&world);
    assert_eq!(refused(ada().text(TALK, "{{nobots}}")), "bots-denied");
    assert_eq!(
        refused(ada().at(TALK, |page| page.state = TalkState::Unsupported("json".to_owned()))),
        "unsupported-talk-page"
    );
    let protected = |page: &mut crate::wiki::TalkPage| page.refused = Some(Refusal::new("protectedpage", ""));
    assert_eq!(refused(ada().at(TALK, protected)), "protected-page");
    // What concerns the bot's account is said when it is tried.
    let blocked = |page: &mut crate::wiki::TalkPage| page.refused = Some(Refusal::new("blocked", ""));
    assert_eq!(refused(ada().at(TALK, blocked)), "planned");
}

#[test]
fn an_opt_out_list_that_cannot_be_read_stops_no_table() {
    let mut world = ada();
    world.opt_outs_unreadable = Some("is a redirect".to_owned());
    assert_eq!(table(&world), "planned");
}

#[test]
fn a_table_on_a_page_of_its_own() {
    let world = ada().on_board("status.page", "\"{page}/Status\"");
    let lines = world.lines();
    assert_eq!(lines, ["status table Goals/2020-21 Q2/Status: planned"]);
    let world = ada().on_board("status.page", "\"Project:All tables\"");
    assert_eq!(world.lines(), ["status table Project:All tables: planned"]);
}

#[test]
fn a_board_without_a_table() {
    assert!(ada().on_board("status.enabled", "false").lines().is_empty());
}

#[test]
fn two_boards_share_a_page_and_each_keeps_its_own_table() {
    let board = |name: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n\
             notices.enabled = false\nstatus.page = \"Project:Tables\"\n"
        )
    };
    let world = World::new()
        .boards(&(board("a") + &board("b")))
        .page_at("A/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]))
        .page_at("B/2020-21 Q2", &page(&[stub(1, &staff("Bo"))]));
    let plan = world.plan();
    let boards: Vec<_> = plan.edits.iter().filter_map(|edit| edit.subject.board.as_deref()).collect();
    assert_eq!(boards, ["a", "b"]);
    assert_ne!(markers(&plan.edits[0]), markers(&plan.edits[1]));
    let world = world.after_run();
    assert_eq!(
        lines(&world.plan()),
        ["status table Project:Tables: unchanged", "status table Project:Tables: unchanged"]
    );
    // Only the one whose page changed.
    let changed = world.page_at("B/2020-21 Q2", &page(&[filled(1, &staff("Bo"))])).today("2020-11-03").plan();
    assert_eq!(the(&changed, EditKind::Status).subject.board.as_deref(), Some("b"));
}

#[test]
fn a_table_speaks_the_language_of_the_notices_or_its_own() {
    let text = |world: World| the(&world.plan(), EditKind::Status).text();
    assert!(text(ada()).contains("! scope=\"col\" | Key result\n"));
    let german = ada().on_board("notices.language", "\"de\"");
    assert!(text(german.clone()).contains("Ziele fehlen noch"), "{}", text(german));
    let own = ada().on_board("notices.language", "\"de\"").on_board("status.language", "\"fr\"");
    assert!(text(own.clone()).contains("en attente d’objectifs"), "{}", text(own));
}

#[test]
fn a_page_that_cannot_be_read_has_no_table() {
    assert!(World::new().page("<p>Cards.</p>").lines().is_empty());
    assert!(World::new().lines().is_empty());
}
