//! What a coordinator hears of each kind of thing that no owner can be told.

use super::html::{objective, staff, stub};
use super::plans::{bullets, the};
use super::reasons::{REASONS, told};
use super::world::{ADA, BO, World};
use crate::base::Reason;
use crate::plan::EditKind;

/// The lines of the digest; none, if there is no digest.
fn heard(world: &World) -> Vec<String> {
    match world.digest().as_str() {
        "nothing" => Vec::new(),
        "planned" => bullets(the(&world.plan(), EditKind::Digest)),
        other => panic!("{other}"),
    }
}

/// What is said of whom no notice reaches for a reason.
fn said(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::NoAccount => {
            Some("Ada Sample is named in 1 place where something is missing, and it is not known")
        }
        Reason::OptedOut | Reason::BotsDenied => Some(
            "[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] wants no messages from this bot, and is named in 1 place",
        ),
        Reason::NotAllowed | Reason::TemporaryAccount | Reason::BotAccount => Some(
            "The bot may not write to [[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]], who is named in 1 place",
        ),
        Reason::UnknownAccount => Some(
            "The account [[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] does not exist; it is named in 1 place",
        ),
        Reason::BlockedAccount => Some(
            "The account [[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] is blocked or locked; it is named in 1 place",
        ),
        Reason::UnsupportedTalkPage
        | Reason::RedirectedElsewhere
        | Reason::ProtectedPage
        | Reason::TalkPageDeleted => Some(
            "The talk page of [[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] can’t be written to; 1 place names them",
        ),
        Reason::Answered => Some("[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] answered: “done”"),
        Reason::Snoozed => {
            Some("[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] answered: “snooze until 2021-06-30”")
        }
        Reason::RoundLimit => Some(
            "[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] was reminded 2 times, last on 9 October 2020;",
        ),
        Reason::OwnerLimit => Some(
            "[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] was reminded 1 time, last on 8 October 2020;",
        ),
        _ => None,
    }
}

#[test]
fn for_each_reason_the_coordinator_hears_what_it_means_or_nothing() {
    for (reason, holds) in REASONS {
        let heard = heard(&holds(told()).coordinated());
        match (said(reason), heard.as_slice()) {
            (None, []) => {}
            (Some(expected), [one]) => assert!(one.starts_with(expected), "{reason}: {one}"),
            (expected, other) => panic!("{reason}: {expected:?}, and not {other:?}"),
        }
    }
}

#[test]
fn a_page_that_is_not_there_yet() {
    let world = World::new().coordinated();
    let line = "The page [[:Goals/2020-21 Q2|Goals/2020-21 Q2]] does not exist yet.";
    assert_eq!(heard(&world), [line]);
    assert!(heard(&world.after_run().today("2020-11-30")).is_empty());
}

#[test]
fn a_page_on_which_no_goals_are_found() {
    let world = World::new().coordinated().page("<p>Our goals are on a board of cards now.</p>");
    let heard = heard(&world);
    assert_eq!(heard.len(), 1);
    assert!(
        heard[0].starts_with("The bot finds no goals on [[:Goals/2020-21 Q2|Goals/2020-21 Q2]], so nobody")
    );
}

#[test]
fn places_for_which_nobody_is_named() {
    let items = [stub(1, "TBD"), stub(2, "")];
    let world = World::new().coordinated().page(&objective("P", "TBD", &items));
    assert_eq!(
        heard(&world),
        [
            "Nobody is named who could be asked about [[:Goals/2020-21 Q2#P|P]], where something is missing.",
            "Nobody is named who could be asked about [[:Goals/2020-21 Q2#Key Results|KR1]] of “P”, where something is missing.",
            "Nobody is named who could be asked about [[:Goals/2020-21 Q2#Key Results|KR2]] of “P”, where something is missing.",
        ],
        "each place once, whatever is missing there"
    );
}

#[test]
fn at_most_five_places_are_linked_and_all_are_counted() {
    let items: Vec<String> = (1..=7).map(|number| stub(number, "Gil Unknown")).collect();
    let heard = heard(&World::new().coordinated().items(&items));
    assert!(heard[0].starts_with("Gil Unknown is named in 7 places where"), "{heard:?}");
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
    let line = "[[:User talk:Ada Sample (WMF)|Ada Sample (WMF)]] was reminded 2 times, last on 22 October 2020; something \
                is still missing in 1 place that names them. ([[:Goals/2020-21 Q2#Key Results|KR1]])";
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
