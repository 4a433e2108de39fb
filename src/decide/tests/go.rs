//! Boards whose coordinator says when notices may go out.

use super::html::{filled, page, staff, stub};
use super::plans::{detail, fate, lines, the};
use super::world::{ADA, BO, COORDINATOR, PAGE, World, talk};
use crate::base::{Account, Reason};
use crate::ledger::answers::{Thread, go_answers_in};
use crate::ledger::{Key, MOST_BOARDS};
use crate::plan::EditKind;
use crate::read::Go;
use crate::wiki::{PageEdit, PageHistory};

/// Ada lacks goals, Bo a manager's name or two, and the coordinator was asked nothing yet.
fn world() -> World {
    let items =
        [stub(1, &staff("Ada")), stub(2, &staff("Ada")), stub(3, &staff("Bo")), filled(4, &staff("Bo"))];
    World::new().coordinated().on_board("notices.needs_go", "true").items(&items).today("2020-10-01")
}

impl World {
    /// Somebody wrote this under the last question that was posted.
    pub fn said(mut self, name: &str, words: &str) -> Self {
        let mut keys = self.contributions.iter().rev().filter_map(|edit| {
            match Key::in_summary(edit.summary.as_deref()?) {
                Some(Key::Go(key)) => Some((key, edit.title.clone())),
                _ => None,
            }
        });
        let (key, title) = keys.next().expect("a question was posted");
        drop(keys);
        let before = self.talk_pages[&title].text().to_owned();
        let signed = format!(
            "{before}\n:{words} [[User:{name}|X]] ([[User talk:{name}|talk]]) 10:00, 2 October 2020 (UTC)"
        );
        let world = self.clone().text(title.as_str(), &signed);
        let revision = world.talk_pages[&title].revision().unwrap();
        let edit =
            PageEdit { revision, author: Some(Account::new(name)), restores: false, text: Some(signed) };
        let history = PageHistory { before: Some(before), edits: vec![edit], is_too_much: false };
        let authors = [Account::new(COORDINATOR)];
        let (recipient, quarter, day) = (key.recipient, key.quarter, key.day);
        let thread = Thread { page: &title, recipient, quarter, day, languages: &["en"], authors: &authors };
        let answers = go_answers_in(thread, &key, &history);
        self = world;
        match self.gos.iter_mut().find(|go| go.asked == key) {
            Some(go) => go.answers.extend(answers),
            None => self.gos.push(Go { asked: key, answers }),
        }
        self
    }
}

#[test]
fn the_coordinator_is_asked_on_the_first_day_and_nobody_is_told_before_a_go() {
    let world = world();
    assert_eq!(
        fate(&world.clone().today("2020-09-30").quarter("2020-21Q2").plan(), EditKind::Go, COORDINATOR),
        "nothing"
    );
    let plan = world.plan();
    let edit = the(&plan, EditKind::Go);
    assert_eq!(edit.page, talk(COORDINATOR));
    let said = "1 page, 3 open places, 2 people; the first reminders would go out on 8 October 2020";
    assert!(edit.text().contains(said), "{}", edit.text());
    assert_eq!(Key::in_summary(&edit.summary()), Some(edit.key.clone()));
    assert!(edit.summary().ends_with("/2020-21Q2/2020-10-01/technology)"), "{}", edit.summary());

    let asked = world.after_run();
    for day in ["2020-10-02", "2020-10-08", "2020-12-31"] {
        let plan = asked.clone().today(day).plan();
        assert_eq!(fate(&plan, EditKind::Notice, ADA), "needs-go", "{day}");
        assert_eq!(fate(&plan, EditKind::Go, COORDINATOR), "nothing", "asked once: {day}");
        assert_eq!(
            detail(&plan, Reason::NeedsGo),
            format!("board “technology” waits for a go of {COORDINATOR}")
        );
    }
    let go = asked.clone().said(COORDINATOR, "go");
    assert_eq!(go.clone().today("2020-10-07").notice(ADA), "before-grace");
    let plan = go.clone().today("2020-10-08").plan();
    assert_eq!([ADA, BO].map(|name| fate(&plan, EditKind::Notice, name)), ["planned", "planned"]);
    // It holds for that quarter.
    let next = go
        .today("2021-01-10")
        .page_at("Goals/2020-21 Q3", &page(&[stub(1, &staff("Ada")).replace("Q2", "Q3")]));
    let plan = next.plan();
    assert_eq!(fate(&plan, EditKind::Notice, ADA), "needs-go");
    assert!(the(&plan, EditKind::Go).text().contains("go out on 10 January 2021"), "the grace is over");
}

#[test]
fn only_the_coordinators_own_go_counts_and_the_latest_answer() {
    let asked = world().after_run().today("2020-10-20");
    for (said, expected) in [
        (&[(ADA, "go")][..], "needs-go"),
        (&[(COORDINATOR, "go, but not before Monday")], "needs-go"),
        (&[(COORDINATOR, "Who is this?")], "needs-go"),
        (&[(COORDINATOR, "not this quarter")], "needs-go"),
        (&[(COORDINATOR, "Go ahead, thanks")], "planned"),
        (&[(COORDINATOR, "go"), (COORDINATOR, "Not this quarter, sorry")], "needs-go"),
        (&[(COORDINATOR, "go"), (COORDINATOR, "stop")], "needs-go"),
        (&[(COORDINATOR, "not this quarter"), (COORDINATOR, "go")], "planned"),
        (&[(COORDINATOR, "go"), (COORDINATOR, "How many answered?")], "planned"),
        (&[(COORDINATOR, "go"), (ADA, "not this quarter")], "planned"),
        (&[(ADA, "go"), (COORDINATOR, "Go, thanks!")], "planned"),
    ] {
        let world = said.iter().fold(asked.clone(), |world, (who, words)| world.said(who, words));
        assert_eq!(world.notice(ADA), expected, "{said:?}");
        assert_eq!(fate(&world.plan(), EditKind::Go, COORDINATOR), "nothing");
    }
    let no = asked.said(COORDINATOR, "not this quarter").plan();
    assert_eq!(detail(&no, Reason::NeedsGo), "board “technology”: the answer was “not this quarter”");
}

#[test]
fn a_question_keeps_the_rules_of_every_message() {
    let fate_of = |world: World| fate(&world.plan(), EditKind::Go, COORDINATOR);
    assert_eq!(fate_of(world()), "planned");
    assert_eq!(
        fate_of(world().talk(COORDINATOR, "{{bots|deny=GoalkeeperBot}}").at(
            talk(COORDINATOR).as_str(),
            |page| {
                page.transcluded.nobots = true;
            }
        )),
        "bots-denied"
    );
    assert_eq!(fate_of(world().on_board("notices.pause", "[\"09-25..10-05\"]")), "not-due");
    // A board in no pause doesn't wait for one that is.
    let board = |name: &str, title: &str, more: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{title}/{{fiscal_year}} Q{{quarter}}\"]\ncoordinator = \"{COORDINATOR}\"\n\
             notices.needs_go = true\n{more}"
        )
    };
    let boards = board("goals", "Goals", "notices.pause = [\"09-25..10-05\"]\n") + &board("more", "More", "");
    let html = super::html::page(&[stub(1, &staff("Ada"))]);
    let two = world().boards(&boards).page_at("More/2020-21 Q2", &html).plan();
    let key = the(&two, EditKind::Go).key.to_string();
    assert!(key.ends_with("/more"), "{key}");
    assert_eq!(fate_of(world().set("owners_policy.opt_out", &format!("[\"{COORDINATOR}\"]"))), "opted-out");
    assert_eq!(fate_of(world().deleted(COORDINATOR, "2020-09-30")), "talk-page-deleted");
    assert_eq!(fate_of(world().on_board("notices.enabled", "false")), "nothing");
    assert_eq!(fate_of(world().on_board("notices.needs_go", "false")), "nothing");
    assert_eq!(fate_of(world().items(&[filled(1, &staff("Ada"))])), "nothing", "nothing is missing");
    assert_eq!(fate_of(world().edited(PAGE, "2020-11-02T11:00:00Z")), "planned", "a question quotes nothing");
    let nobody = world().on_board("coordinator", "\"\"").today("2020-10-20");
    assert_eq!(
        detail(&nobody.plan(), Reason::NeedsGo),
        "board “technology” waits for a go of a coordinator, which the board lacks"
    );
    // What a hidden summary was for nobody knows.
    let hidden = world().contributed(talk(COORDINATOR).as_str(), "2020-10-01", None);
    assert_eq!(fate_of(hidden), "nothing");
    // A digest of the same run waits for the next.
    let digest = world().items(&[stub(1, &staff("Ada")), stub(2, "Gil Unknown")]).today("2020-10-08");
    let plan = digest.plan();
    assert!(lines(&plan).contains(&format!("digest {COORDINATOR}: not-due")), "{:?}", lines(&plan));
}

#[test]
fn one_question_is_for_all_boards_of_a_coordinator() {
    let count = MOST_BOARDS + 2;
    let board = |n: usize| {
        format!(
            "[[boards]]\nname = \"board-{n}\"\ntitles = [\"P{n}/{{fiscal_year}} Q{{quarter}}\"]\n\
             coordinator = \"{COORDINATOR}\"\nnotices.needs_go = {}\n",
            n > 1
        )
    };
    let boards: String = (1..=count).map(board).collect();
    let html = page(&[stub(1, &staff("Ada"))]);
    let world = (1..=count)
        .fold(World::new().boards(&boards), |world, n| world.page_at(&format!("P{n}/2020-21 Q2"), &html));
    let world = world.today("2020-10-01");
    let boards_of = |world: &World| {
        let plan = world.plan();
        let Key::Go(key) = the(&plan, EditKind::Go).key.clone() else { panic!("{plan:?}") };
        key.boards
    };
    assert_eq!(boards_of(&world).len(), MOST_BOARDS, "the first needs none");
    let rest = world.after_run().today("2020-10-08");
    assert_eq!(boards_of(&rest), ["board-10"]);
    let pages = |world: &World| {
        let plan = world.plan();
        let told: Vec<_> =
            the(&plan, EditKind::Notice).notice.pages.iter().map(|page| page.board.clone()).collect();
        told
    };
    assert_eq!(pages(&rest), ["board-1"]);
    let go = rest.said(COORDINATOR, "go").after_run().today("2020-11-01");
    assert_eq!(pages(&go).len(), 1 + MOST_BOARDS, "the last was not answered");
}
