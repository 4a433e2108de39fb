//! What each kind of edit makes of a page.

use crate::base::{Reason, Refused, Title, UserId};
use crate::decide::tests::html::{filled, staff, stub};
use crate::decide::tests::plans;
use crate::decide::tests::world::{ADA, BO, World};
use crate::ledger::{Key, NoticeKey, TickWords, Ticks};
use crate::plan::{Before, Change, EditKind, PlannedEdit, Subject};
use crate::publish::text::changed;
use crate::wikitext::Markers;

const LARGEST: usize = 1_000;

fn edit(change: Change) -> PlannedEdit {
    let (page, key) = (Title::of_wiki("X"), Key::OptOut { recipient: UserId(7) });
    PlannedEdit::new(Subject::page(EditKind::OptOut, page.clone()), page, key, String::new(), change, None)
}

fn result(change: Change, old: &str) -> Result<String, Reason> {
    changed(&edit(change), old, LARGEST).map_err(|(reason, _)| reason)
}

fn notice_key() -> NoticeKey {
    let Ok(Key::Notice(key)) = "gk1:notice/7/2020-21Q2/2020-10-08/12.1".parse() else { panic!("a key") };
    key
}

#[test]
fn a_section_goes_to_the_end_after_an_empty_line() {
    let section = || Change::AddSection { heading: "H".to_owned(), body: "Hello ~~~~".to_owned() };
    let added = "== H ==\nHello ~~~~<!-- gk1:opt-out/7 -->";
    for (old, before) in
        [("", ""), ("\n \n", ""), ("a", "a\n\n"), ("a\n\n\n", "a\n\n"), ("== H ==\nb", "== H ==\nb\n\n")]
    {
        assert_eq!(result(section(), old), Ok(format!("{before}{added}")), "{old:?}");
    }
}

#[test]
fn a_reply_goes_to_the_end_of_its_section() {
    let reply = || Change::Reply { to: notice_key(), body: ":again ~~~~".to_owned() };
    let notice = format!("== Goals ==\nHello{}", Key::Notice(notice_key()).comment());
    let old = format!("Top\n\n{notice}\n:Thanks!\n\n== Lunch ==\nAt noon?\n");
    let expected = old.replace(":Thanks!\n", ":Thanks!\n:again ~~~~<!-- gk1:opt-out/7 -->\n");
    assert_eq!(result(reply(), &old), Ok(expected));
    for old in ["", "All archived.", &format!("{notice}\n{notice}")] {
        assert_eq!(result(reply(), old), Err(Reason::ChangedSincePlan), "{old}");
    }
}

#[test]
fn a_tick_changes_no_other_line() {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]).after_run();
    let world = world.items(&[filled(1, &staff("Ada")), stub(2, &staff("Ada"))]).today("2020-11-03");
    let plan = world.plan();
    let tick = plans::the(&plan, EditKind::Tick);
    let old = world.talk_pages[&tick.page].text();
    let new = changed(tick, old, 100_000).unwrap();
    let different: Vec<_> = old.lines().zip(new.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!((different.len(), old.lines().count()), (2, new.lines().count()), "the seal and the line");
    assert!(different[1].1.starts_with("* ✓ Filled in since: “<nowiki>"), "{different:?}");
    // Ticked or changed meanwhile, it is planned anew.
    let refused = |old: &str| changed(tick, old, 100_000).map_err(|(reason, _)| reason);
    assert_eq!(refused(&old.replace("Hello!", "Hi!")), Err(Reason::ChangedSincePlan));
    assert_eq!(refused("All archived."), Err(Reason::ChangedSincePlan));
}

fn table(body: &str) -> Change {
    let markers = Markers { begin: "<!-- begin -->".to_owned(), end: "<!-- end -->".to_owned() };
    Change::ReplaceRegion {
        markers,
        heading: Some("Status".to_owned()),
        body: body.to_owned(),
        before: Before::Any,
    }
}

#[test]
fn a_table_takes_the_place_of_the_old_one() {
    let new = "== Status ==\n<!-- begin -->\nnew\n<!-- end -->";
    assert_eq!(result(table(" new\n"), ""), Ok(new.to_owned()));
    assert_eq!(result(table("new"), "Talk.\n"), Ok(format!("Talk.\n\n{new}")));
    let old = "Above \n<!-- begin -->old, {| long |}<!-- end --> below\n\n";
    let expected = "Above \n<!-- begin -->\nnew\n<!-- end --> below\n\n";
    assert_eq!(result(table("new"), old), Ok(expected.to_owned()));
    for old in [
        "<!-- begin -->",
        "x <!-- end -->",
        "<!-- end --><!-- begin -->",
        "<!-- begin --><!-- begin --><!-- end -->",
    ] {
        assert_eq!(result(table("new"), old), Err(Reason::MarkersDamaged), "{old}");
    }
}

#[test]
fn a_page_is_never_made_too_big() {
    let section = |length: usize| Change::AddSection { heading: "H".to_owned(), body: "x".repeat(length) };
    let room = LARGEST - "a\n\n== H ==\n<!-- gk1:opt-out/7 -->".len();
    assert!(result(section(room), "a").is_ok());
    assert_eq!(result(section(room + 1), "a"), Err(Reason::TooBig));
    assert!(changed(&edit(section(room + 1)), "a", LARGEST + 1).is_ok());
    let too_big: Result<String, Refused> = changed(&edit(section(9000)), "a", 2048);
    assert_eq!(too_big, Err((Reason::TooBig, "the page would be over 2 KiB".to_owned())));
}

#[test]
fn an_edit_is_marked_where_readers_are_to_see_it() {
    let marked = |change: Change| change.marked("WORD", "MARK");
    let section = Change::AddSection { heading: "H".to_owned(), body: "b".to_owned() };
    let text = result(marked(section).unwrap(), "<!-- open").unwrap();
    assert_eq!(text, "<!-- open\n\n== H WORD ==\nbMARK<!-- gk1:opt-out/7 -->");
    let new = result(marked(table("{|\n|}")).unwrap(), "a").unwrap();
    assert!(new.contains(" WORD ==\n") && new.contains("|}\nMARK\n<!--"), "{new}");
    assert_eq!(marked(Change::AddLine("* x".to_owned())), None);
}

/// The tests of decisions make a world of what a plan makes of it: this is what an edit really makes of a page.
#[test]
fn a_world_after_a_run_is_what_the_edits_make_of_it() {
    let first = World::new()
        .coordinated()
        .items(&[stub(1, &staff("Ada")), stub(2, "Gil Unknown")])
        .talk(ADA, "== Lunch ==\nAt noon?\n")
        .answered(BO, "2020-21Q2", "stop")
        .owners_page("[]")
        .today("2020-10-08");
    let ticks = first.clone().after_run().items(&[filled(1, &staff("Ada"))]).today("2020-10-09");
    let reply = first.clone().after_run().today("2020-10-22");
    // Ticks of the other kinds: a line that is somebody else's now, a “stop” that was heard.
    let told = first.clone().after_run().today("2020-10-09");
    let stop = told.clone().answered(ADA, "2020-21Q2", "stop");
    let moved = told.answered(ADA, "2020-21Q2", "not me").items(&[stub(1, &staff("Cyd"))]);
    for world in [&stop, &moved] {
        assert!(world.plan().edits.iter().any(|edit| edit.subject.kind == EditKind::Tick));
    }
    let mut kinds = Vec::new();
    for world in [first, ticks, reply, stop, moved] {
        for edit in &world.plan().edits {
            let old = world.talk_pages.get(&edit.page).map(|page| page.text()).unwrap_or_default();
            assert_eq!(changed(edit, old, 1_000_000), Ok(plans::changed(old, edit)), "{}", edit.page);
            kinds.push((edit.subject.kind, matches!(edit.change, Change::Reply { .. })));
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 7, "each kind of edit, and a reply: {kinds:?}");
}

#[test]
fn a_notice_whose_seal_is_broken_is_not_ticked() {
    let of = Ticks { key: notice_key(), items: vec![1], moved: Vec::new(), is_noted: true };
    let ticks = Change::Tick { notices: vec![of], words: TickWords::default() };
    let old = format!("x{}", Key::Notice(notice_key()).comment());
    assert_eq!(result(ticks, &old), Err(Reason::ChangedSincePlan));
}
