//! The status tables: which are saved, and which are left alone.

use super::html::{filled, item, list, page, staff, stub};
use super::plans::{detail, fate, lines, the};
use super::world::{PAGE, World};
use crate::base::Reason;
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
    let world = ada().after_run();
    assert_eq!(table(&world.clone().items(&[filled(1, &staff("Ada"))])), "planned");
    assert_eq!(table(&world.clone().items(&[stub(1, &staff("Bo"))])), "planned");
    // What others write around it is theirs; what they write into it is not.
    let around = format!("Above.\n\n{}\n\n== Below ==\nText.", text(&world));
    assert_eq!(table(&world.clone().text(TALK, &around)), "unchanged");
    let within = text(&world).replace("waiting for goals", "done");
    assert_eq!(table(&world.text(TALK, &within)), "planned");
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
    assert_eq!(table(&world.clone().page(&at("12:01", "A goal"))), "planned");
    // After an edit the new title is shown, too, and then the table is at rest again.
    let edited = world.page(&at("12:02", "")).revised(PAGE);
    assert_eq!(table(&edited), "planned");
    let edited = edited.after_run();
    assert_eq!(table(&edited.clone().page(&at("12:03", ""))), "unchanged");
    assert_eq!(table(&edited.revised(PAGE)), "unchanged", "an edit that the table says nothing of");
}

#[test]
fn a_table_of_an_older_release_is_saved_once() {
    let world = ada().after_run();
    let whole = text(&world);
    let old: Vec<&str> = whole
        .lines()
        .filter(|line| !line.contains("<div") && !line.contains("</div>") && !line.contains("table of"))
        .collect();
    assert_eq!(old.len() + 3, whole.lines().count(), "{whole}");
    let old = world.text(TALK, &old.join("\n"));
    assert_eq!(table(&old), "planned");
    let now = old.after_run();
    assert_eq!((text(&now), table(&now).as_str()), (whole, "unchanged"));
}

#[test]
fn the_table_stands_in_an_element_by_which_the_bot_knows_it() {
    let table = the(&ada().plan(), EditKind::Status).text();
    assert!(table.starts_with("<div class=\"goalkeeper-status\">\n"), "{table}");
    assert!(table.contains("\n|}\n</div>\n<!-- goalkeeper table of "), "{table}");
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
    for changed in
        [whole.replace(begin, ""), whole.replace(end, ""), whole.repeat(2), format!("{end}\n{begin}")]
    {
        let plan = world.clone().text(TALK, &changed).plan();
        assert_eq!(fate(&plan, EditKind::Status, TALK), "markers-damaged", "{changed}");
        let why = "one of the two hidden markers around the table is gone or doubled";
        assert_eq!(detail(&plan, Reason::MarkersDamaged), why);
    }
}

#[test]
fn two_bots_never_fight_over_one_table() {
    let world = ada().after_run();
    let whole = text(&world);
    let filled = world.clone().items(&[filled(1, &staff("Ada"))]);
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
    let changed = world.page_at("B/2020-21 Q2", &page(&[filled(1, &staff("Bo"))])).plan();
    assert_eq!(the(&changed, EditKind::Status).subject.board.as_deref(), Some("b"));
}

#[test]
fn a_table_speaks_the_language_of_the_notices_or_its_own() {
    let text = |world: World| the(&world.plan(), EditKind::Status).text();
    assert!(text(ada()).contains("! Objective !! "));
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
