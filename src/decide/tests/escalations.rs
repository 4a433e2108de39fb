//! What a coordinator hears of each kind of thing that no owner can be told.

use super::html::{filled, objective, staff, stub};
use super::plans::{bullets, the};
use super::reasons::{REASONS, told};
use super::world::{ADA, BO, World};
use crate::base::{Account, Message, Reason, Title};
use crate::plan::EditKind;
use crate::wiki::Gone;

/// The lines of the digest; none, if there is no digest.
fn heard(world: &World) -> Vec<String> {
    match world.digest().as_str() {
        "nothing" => Vec::new(),
        "planned" => bullets(the(&world.plan(), EditKind::Digest)),
        other => panic!("{other}"),
    }
}

/// What is said of KR1 of “P”.
fn of_kr1(key: &'static str, rest: &[&str]) -> String {
    let place = "[[:Goals/2020-21 Q2#Key Results|KR1]] of “P”";
    rest.iter().fold(Message::new(key).with(place), |message, part| message.with(part)).text("en")
}

/// What is said where no notice reaches somebody for a reason; how it is put into words, the snapshots tell.
fn said(reason: Reason) -> Option<String> {
    Some(match reason {
        Reason::NoAccount => of_kr1("digest-no-account", &["Ada Sample"]),
        Reason::OptedOut
        | Reason::BotsDenied
        | Reason::NotAllowed
        | Reason::TemporaryAccount
        | Reason::BotAccount
        | Reason::UnknownAccount
        | Reason::BlockedAccount
        | Reason::UnsupportedTalkPage
        | Reason::RedirectedElsewhere
        | Reason::ProtectedPage
        | Reason::TalkPageDeleted => of_kr1("digest-out-of-reach", &[]),
        Reason::Answered | Reason::Snoozed => {
            Message::new("digest-answer").with("Ada Sample").with("Special:Diff/1001").text("en")
        }
        Reason::RoundLimit => of_kr1("digest-silent", &["2"]),
        // Told so often of another page.
        Reason::OwnerLimit => of_kr1("digest-enough", &[]),
        _ => return None,
    })
}

#[test]
fn for_each_reason_the_coordinator_hears_what_it_means_or_nothing() {
    for (reason, holds) in REASONS {
        let heard = heard(&holds(told()).coordinated());
        match (said(reason), heard.as_slice()) {
            (None, []) => {}
            (Some(expected), [one]) => assert_eq!(*one, expected, "{reason}"),
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
    let nobody = |place: &str| Message::new("digest-nobody").with(place).text("en");
    assert_eq!(
        heard(&world),
        [
            nobody("[[:Goals/2020-21 Q2#P|P]]"),
            nobody("[[:Goals/2020-21 Q2#Key Results|KR1]], [[:Goals/2020-21 Q2#Key Results|KR2]] of “P”")
        ],
        "each place once, whatever is missing there"
    );
}

#[test]
fn key_results_of_which_the_same_is_to_be_said_are_one_line() {
    let gil = |number| stub(number, "Gil Unknown");
    let (bo, cyd) = (stub(6, &staff("Bo")), stub(7, &staff("Cyd")));
    let items = [gil(1), gil(2), gil(3), stub(4, "Hal Unknown"), gil(5), bo, cyd];
    let world = World::new().coordinated().items(&items).talk(BO, "{{nobots}}");
    let world = world.talk("Cyd Sample (WMF)", "{{nobots}}");
    let link = |number: u8| format!("[[:Goals/2020-21 Q2#Key Results|KR{number}]]");
    let heard = heard(&world);
    let begins = [
        format!("{} to {}, {} of “P”: “Gil Unknown” ", link(1), link(3), link(5)),
        format!("{} of “P”: “Hal Unknown” ", link(4)),
        // Two people, and not a word on who they are, or why.
        format!("{}, {} of “P”: the linked account", link(6), link(7)),
    ];
    assert_eq!(heard.len(), 3, "{heard:?}");
    assert!(heard.iter().zip(&begins).all(|(line, begin)| line.starts_with(begin)), "{heard:?}");
    let text = the(&world.plan(), EditKind::Digest).text();
    assert!(!text.contains("Bo Sample") && !text.contains("Cyd Sample"), "{text}");
}

#[test]
fn each_objective_has_a_line_of_its_own() {
    let items = |first: usize| [stub(first, "Gil Unknown"), stub(first + 1, "Gil Unknown")];
    let html = objective("P", "", &items(1)) + &objective("Q", "", &items(3));
    let heard = heard(&World::new().coordinated().page(&html));
    let has = [("KR1", "KR2", "of “P”: “Gil"), ("KR3", "KR4", "of “Q”: “Gil")];
    let is_said = |(line, (one, other, of)): (&String, &(&str, &str, &str))| {
        [one, other, of].iter().all(|part| line.contains(**part))
    };
    assert!(heard.len() == 2 && heard.iter().zip(&has).all(is_said), "{heard:?}");
}

#[test]
fn a_person_is_called_what_the_page_calls_them() {
    // Of a name that the settings know, the page doesn't show the account.
    let world = World::new().coordinated().items(&[stub(1, "Addie")]);
    let world = world.set("owners.Addie", &format!("\"{ADA}\""));
    let world = world.answered(ADA, "2020-21Q2", "I left in March.");
    let text = the(&world.plan(), EditKind::Digest).text();
    assert!(text.contains("* “<nowiki>Addie</nowiki>” has answered: [[Special:Diff/"), "{text}");
    assert!(!text.contains("Ada Sample") && !text.contains("left in March"), "{text}");
}

#[test]
fn a_page_that_went_away_is_told_with_where_it_went_and_by_whom() {
    let gone = |to: Option<&str>, by: Option<&str>| {
        let mut world = World::new().coordinated();
        let gone = Gone { to: to.map(Title::of_wiki), by: by.map(Account::new) };
        world.gone.insert(Title::of_wiki("Goals/2020-21 Q2"), gone);
        world
    };
    let was = "The page [[:Goals/2020-21 Q2|Goals/2020-21 Q2]] was";
    for (to, by, expected) in [
        (Some("Archive/Q2"), Some(BO), "moved to [[:Archive/Q2|Archive/Q2]] by Bo Sample (WMF)."),
        (Some("Archive/Q2"), None, "moved to [[:Archive/Q2|Archive/Q2]]."),
        (None, Some(BO), "deleted by Bo Sample (WMF)."),
        (None, None, "deleted."),
    ] {
        let world = gone(to, by);
        assert_eq!(heard(&world), [format!("{was} {expected}")]);
        assert!(heard(&world.after_run().today("2020-11-30")).is_empty(), "once");
    }
    // It left a redirect, and is read where it is now.
    let mut world = gone(Some("Goals/Now"), Some(BO)).items(&[stub(1, &staff("Ada"))]);
    world.redirected.push(Title::of_wiki("Goals/2020-21 Q2"));
    assert_eq!(heard(&world), [format!("{was} moved to [[:Goals/Now|Goals/Now]] by Bo Sample (WMF).")]);
}

/// Ada had both her notices, the second on 22 October, and lacks goals still.
fn silent() -> World {
    let world = World::new().coordinated().items(&[stub(1, &staff("Ada"))]);
    world.told(ADA, "2020-21Q2/2020-10-08/12.1").told(ADA, "2020-21Q2/2020-10-22/12.2")
}

#[test]
fn who_never_answers_is_told_an_interval_after_the_last_notice() {
    assert!(heard(&silent().today("2020-11-04")).is_empty());
    assert_eq!(heard(&silent().today("2020-11-09")), [of_kr1("digest-silent", &["2"])]);
    // The days between two notices are the board's.
    let soon = silent().on_board("notices.interval_days", "2").today("2020-10-26");
    assert_eq!(heard(&soon).len(), 1);
}

#[test]
fn who_answered_is_not_called_silent() {
    let heard = heard(&silent().answered(ADA, "2020-21Q2", "What is this?").today("2020-12-01"));
    assert_eq!(heard, ["“Ada Sample” has answered: [[Special:Diff/1003|the answer]]"]);
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
fn not_me_is_told_in_each_quarter_until_the_name_is_corrected() {
    for quarter in ["2020-21Q1", "2020-21Q2"] {
        let items = [stub(1, &staff("Ada")), filled(2, &staff("Ada")), stub(3, &staff("Bo"))];
        let world = World::new().coordinated().items(&items).answered(ADA, quarter, "not me");
        // Whether anything is missing there or not.
        let place = "[[:Goals/2020-21 Q2#Key Results|KR1]], [[:Goals/2020-21 Q2#Key Results|KR2]] of “P”";
        let expected = Message::new("digest-not-me").with(place).with("Ada Sample").with("Special:Diff/1001");
        assert_eq!(heard(&world), [expected.text("en")], "{quarter}");
        let told = world.clone().after_run();
        let later = |items: &[String]| heard(&told.clone().items(items).today("2020-11-09"));
        assert!(later(&items).is_empty(), "once a quarter");
        // In another place it is another thing, and where the name is gone none.
        let another = later(&[stub(1, &staff("Bo")), stub(4, &staff("Ada"))]);
        assert!(another.len() == 1 && another[0].contains("|KR4]] of “P”: “Ada Sample”"), "{another:?}");
        assert!(heard(&world.items(&[stub(1, &staff("Bo"))])).is_empty());
    }
}

#[test]
fn not_me_is_said_of_the_pages_that_the_message_was_about() {
    let boards = "[[boards]]\nname = \"technology\"\ncoordinator = \"Coordinator Sample (WMF)\"\n\
                  titles = [\"Goals/{fiscal_year} Q{quarter}\", \"More/{fiscal_year} Q{quarter}\"]\n";
    let html = super::html::page(&[filled(1, &staff("Ada"))]);
    let world = World::new().boards(boards).page(&html).page_at("More/2020-21 Q2", &html);
    let world = world.told(ADA, "2020-21Q2/2020-10-08/13.1").answered(ADA, "2020-21Q2", "not me");
    let heard = heard(&world);
    assert!(heard.len() == 1 && heard[0].starts_with("[[:More/"), "{heard:?}");
}

#[test]
fn stop_is_nobodys_business() {
    let world = World::new().coordinated().items(&[filled(1, &staff("Ada"))]);
    let world = world.told(ADA, "2020-21Q2/2020-10-08/12.1").answered(ADA, "2020-21Q2", "stop");
    assert!(heard(&world).is_empty(), "{:?}", heard(&world));
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
    let has = ["The page [[:M/", "[[:Z/", "Gil Unknown"];
    assert!(heard.len() == 3 && heard.iter().zip(has).all(|(line, has)| line.contains(has)), "{heard:?}");
}
