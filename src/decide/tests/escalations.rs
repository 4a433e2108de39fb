//! What a coordinator hears of each kind of thing that no owner can be told.

use super::html::{objective, staff, stub};
use super::plans::{bullets, the};
use super::reasons::{REASONS, told};
use super::world::{ADA, BO, World};
use crate::base::Reason;
use crate::base::message::{Message, date};
use crate::plan::EditKind;

/// The lines of the digest; none, if there is no digest.
fn heard(world: &World) -> Vec<String> {
    match world.digest().as_str() {
        "nothing" => Vec::new(),
        "planned" => bullets(the(&world.plan(), EditKind::Digest)),
        other => panic!("{other}"),
    }
}

const LINK: &str = "[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]]";

/// Something that is said of Ada, who is named in one place.
fn of_ada(key: &'static str) -> Message {
    Message::new(key).with(LINK).with(1)
}

fn silent_since(times: u32, day: &str) -> Message {
    of_ada("digest-silent").with(times).with(date(day.parse().unwrap(), "en"))
}

/// What is said of whom no notice reaches for a reason; how it is put into words, the snapshots tell.
fn said(reason: Reason) -> Option<Message> {
    Some(match reason {
        Reason::NoAccount => Message::new("digest-no-account").with("Ada Sample").with(1),
        Reason::OptedOut | Reason::BotsDenied => of_ada("digest-unwilling"),
        Reason::NotAllowed | Reason::TemporaryAccount | Reason::BotAccount => of_ada("digest-not-allowed"),
        Reason::UnknownAccount => of_ada("digest-unknown"),
        Reason::BlockedAccount => of_ada("digest-blocked"),
        Reason::UnsupportedTalkPage
        | Reason::RedirectedElsewhere
        | Reason::ProtectedPage
        | Reason::TalkPageDeleted => of_ada("digest-no-talk-page"),
        Reason::Answered => Message::new("digest-answer").with(LINK).with("done"),
        Reason::Snoozed => Message::new("digest-answer").with(LINK).with("snooze until 2021-06-30"),
        Reason::RoundLimit => silent_since(2, "2020-10-09"),
        Reason::OwnerLimit => silent_since(1, "2020-10-08"),
        _ => return None,
    })
}

#[test]
fn for_each_reason_the_coordinator_hears_what_it_means_or_nothing() {
    for (reason, holds) in REASONS {
        let heard = heard(&holds(told()).coordinated());
        match (said(reason), heard.as_slice()) {
            (None, []) => {}
            (Some(expected), [one]) => {
                assert!(one.starts_with(&expected.text("en")), "{reason}: {one}");
            }
            (expected, other) => panic!("{reason}: {expected:?}, and not {other:?}"),
        }
    }
}

#[test]
fn a_page_that_is_not_there_yet() {
    let world = World::new().coordinated();
    let line = Message::new("digest-missing-page").with("[[:Goals/2020-21 Q2|Goals/2020-21 Q2]]").text("en");
    assert_eq!(heard(&world), [line]);
    assert!(heard(&world.after_run().today("2020-11-30")).is_empty());
}

#[test]
fn a_page_on_which_no_goals_are_found() {
    let world = World::new().coordinated().page("<p>Our goals are on a board of cards now.</p>");
    let line = Message::new("digest-no-goals").with("[[:Goals/2020-21 Q2|Goals/2020-21 Q2]]").text("en");
    assert_eq!(heard(&world), [line]);
}

#[test]
fn places_for_which_nobody_is_named() {
    let items = [stub(1, "TBD"), stub(2, "")];
    let world = World::new().coordinated().page(&objective("P", "TBD", &items));
    let link = |anchor: &str, label: &str| format!("[[:Goals/2020-21 Q2#{anchor}|{label}]]");
    let result =
        |label: &str| Message::new("digest-nobody").with(link("Key Results", label)).with("P").text("en");
    let objective = Message::new("digest-nobody-objective").with(link("P", "P")).text("en");
    assert_eq!(
        heard(&world),
        [objective, result("KR1"), result("KR2")],
        "each place once, whatever is missing there"
    );
}

#[test]
fn at_most_five_places_are_linked_and_all_are_counted() {
    let items: Vec<String> = (1..=7).map(|number| stub(number, "Gil Unknown")).collect();
    let heard = heard(&World::new().coordinated().items(&items));
    let line = Message::new("digest-no-account").with("Gil Unknown").with(7).text("en");
    assert!(heard[0].starts_with(&line), "{heard:?}");
    assert!(heard[0].ends_with("|KR5]])") && heard[0].matches("[[:Goals").count() == 5, "{heard:?}");
}

/// Ada had both her notices, the second on 22 October, and lacks goals still.
fn silent() -> World {
    let world = World::new().coordinated().items(&[stub(1, &staff("Ada"))]);
    world.told(ADA, "2020-21Q2/2020-10-08/12.1").told(ADA, "2020-21Q2/2020-10-22/12.2")
}

#[test]
fn who_never_answers_is_told_an_interval_after_the_last_notice() {
    assert!(heard(&silent().today("2020-11-04")).is_empty());
    let line = silent_since(2, "2020-10-22").text("en") + " ([[:Goals/2020-21 Q2#Key Results|KR1]])";
    assert_eq!(heard(&silent().today("2020-11-05")), [line]);
    // The days between two notices are the board's.
    let soon = silent().on_board("notices.interval_days", "2").today("2020-10-24");
    assert_eq!(heard(&soon).len(), 1);
}

#[test]
fn who_answered_is_not_called_silent() {
    let heard = heard(&silent().answered(ADA, "2020-21Q2", "What is this?").today("2020-12-01"));
    assert_eq!(heard, ["[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] answered: “What is this?”"]);
}

#[test]
fn an_answer_is_told_in_each_quarter_in_which_the_page_names_its_author() {
    let world = World::new().coordinated().items(&[stub(1, &staff("Ada"))]);
    let world = world.answered(ADA, "2020-21Q1", "I left in March.");
    assert_eq!(heard(&world).len(), 1);
    assert!(heard(&world.clone().after_run().today("2020-12-01")).is_empty(), "once");
    assert!(heard(&world.items(&[stub(1, &staff("Bo"))])).is_empty(), "the page names someone else");
}

#[test]
fn an_answer_is_quoted_as_typed_and_not_whole_if_it_is_long() {
    let long = format!("I left. '''Bold''' {{{{Done}}}} {}", "and more ".repeat(60));
    let world = World::new().coordinated().items(&[stub(1, &staff("Ada"))]).answered(ADA, "2020-21Q2", &long);
    let text = the(&world.plan(), EditKind::Digest).text();
    let quote = text.split_once("answered: “").unwrap().1.split_once('”').unwrap().0;
    assert!(quote.starts_with("<nowiki>I left. '''Bold''' {{Done}} and more"), "{quote}");
    assert!(quote.ends_with("…</nowiki>") && quote.chars().count() < 320, "{quote}");
}

#[test]
fn things_stand_in_the_order_of_the_boards_and_pages() {
    let board = |name: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ncoordinator = \"Coordinator Sample (WMF)\"\n\
             titles = [\"{name}/{{fiscal_year}} Q{{quarter}}\"]\n"
        )
    };
    let html = |name: &str| super::html::page(&[stub(1, name)]);
    let world = World::new()
        .boards(&(board("z") + &board("a") + &board("m")))
        .page_at("A/2020-21 Q2", &html("Gil Unknown"))
        .page_at("Z/2020-21 Q2", &html(&super::html::link(BO, "Bo")))
        .talk(BO, "{{nobots}}");
    let heard = heard(&world);
    let has = ["Bo Sample", "Gil Unknown", "The page [[:M/"];
    assert!(heard.len() == 3 && heard.iter().zip(has).all(|(line, has)| line.contains(has)), "{heard:?}");
}
