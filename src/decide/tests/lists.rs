//! The bot's own lists: who answered “stop” is put on one, and mistakes on the owners page are told.

use super::html::{staff, stub};
use super::plans::{bullets, fate, the};
use super::world::{ADA, BO, World};
use crate::base::Account;
use crate::plan::{Change, EditKind};

const OWNERS_TALK: &str = "Project talk:Owners.json";

fn ada() -> World {
    World::new().items(&[stub(1, &staff("Ada"))]).told(ADA, "2020-21Q2/2020-10-08/12.1")
}

fn opt_out(world: &World, name: &str) -> String {
    fate(&world.plan(), EditKind::OptOut, name)
}

#[test]
fn who_answered_stop_is_put_on_the_list_once() {
    assert_eq!(opt_out(&ada(), ADA), "nothing");
    // Two answers, and in two quarters, are one line.
    let world = ada().answered(ADA, "2020-21Q2", "stop").answered(ADA, "2020-21Q1", "stop");
    let world = world.answered(ADA, "2020-21Q2", "stop, please");
    let plan = world.plan();
    let edit = the(&plan, EditKind::OptOut);
    assert_eq!(edit.page.as_str(), "User:GoalkeeperBot/Opt-out");
    let line = "* [[:User talk:Ada Sample (WMF)|<nowiki>Ada Sample (WMF)</nowiki>]]";
    assert_eq!(edit.change, Change::AddLine(line.to_owned()));
    assert_eq!(opt_out(&world.after_run().today("2020-11-03"), ADA), "nothing");
}

#[test]
fn no_other_answer_is_a_stop() {
    for words in ["done", "not me", "I left", "snooze until 2020-12-01"] {
        assert_eq!(opt_out(&ada().answered(ADA, "2020-21Q2", words), ADA), "nothing", "{words}");
    }
}

#[test]
fn who_is_on_the_list_already_is_not_added() {
    let mut world = ada().answered(ADA, "2020-21Q2", "stop");
    world.opted_out.insert(Account::new(ADA));
    assert_eq!(opt_out(&world, ADA), "nothing");
}

#[test]
fn a_list_that_cannot_be_read_is_not_written_to() {
    let mut world = ada().answered(ADA, "2020-21Q2", "stop");
    world.opt_outs_unreadable = Some("is a redirect".to_owned());
    assert_eq!(opt_out(&world, ADA), "nothing");
}

#[test]
fn a_stop_is_noted_where_notices_are_switched_off_too() {
    let world = ada().answered(ADA, "2020-21Q2", "stop").on_board("notices.enabled", "false");
    assert_eq!(opt_out(&world, ADA), "planned");
}

#[test]
fn several_who_say_stop_are_several_lines() {
    let world = ada().answered(ADA, "2020-21Q2", "stop").answered(BO, "2020-21Q2", "stop");
    assert_eq!((opt_out(&world, ADA), opt_out(&world, BO)), ("planned".to_owned(), "planned".to_owned()));
}

fn mistaken() -> World {
    World::new().owners_page(r#"{"Gil Unknown": "Bo Sample (WMF)", "Ed {{Done}}": 7, "Flo": "x|y"}"#)
}

#[test]
fn mistakes_on_the_owners_page_are_told_once_on_its_talk_page() {
    let world = mistaken();
    assert_eq!(
        bullets(the(&world.plan(), EditKind::OwnersPage)),
        [
            "Ed {{Done}}: the account must be in straight quotation marks (\"…\")",
            "Flo: x|y can’t be the name of an account"
        ]
    );
    let mut told = world.after_run().today("2020-12-02");
    assert_eq!(fate(&told.plan(), EditKind::OwnersPage, OWNERS_TALK), "nothing");
    // The ledger ends some months back; the hidden mark on the page doesn't.
    told.contributions.clear();
    assert_eq!(fate(&told.plan(), EditKind::OwnersPage, OWNERS_TALK), "nothing");
    // Other mistakes are news.
    let other = told.owners_page("[[nothing]]");
    let told = bullets(the(&other.plan(), EditKind::OwnersPage));
    assert!(told[0].starts_with("it can’t be read as a JSON object"), "{told:?}");
}

#[test]
fn what_the_ledger_knows_is_not_told_again_where_it_was_archived() {
    let world = mistaken().after_run().text(OWNERS_TALK, "All archived.").today("2020-12-02");
    assert_eq!(fate(&world.plan(), EditKind::OwnersPage, OWNERS_TALK), "nothing");
}

#[test]
fn an_owners_page_without_mistakes_is_not_spoken_of() {
    let world = World::new().owners_page(r#"{"Gil Unknown": "Bo Sample (WMF)"}"#);
    assert_eq!(fate(&world.plan(), EditKind::OwnersPage, OWNERS_TALK), "nothing");
}

#[test]
fn a_talk_page_that_says_no_is_not_written_to() {
    let world = mistaken().text(OWNERS_TALK, "{{nobots}}");
    assert_eq!(fate(&world.plan(), EditKind::OwnersPage, OWNERS_TALK), "nothing");
}

#[test]
fn at_most_twenty_mistakes_are_told_at_once() {
    let entries: Vec<String> = (0..30).map(|number| format!("\"Name {number}\": {number}")).collect();
    let world = World::new().owners_page(&format!("{{{}}}", entries.join(", ")));
    assert_eq!(bullets(the(&world.plan(), EditKind::OwnersPage)).len(), 20);
}
