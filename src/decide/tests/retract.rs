//! Messages taken back: what becomes of a page's text, and that they don't count as told.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::html::{filled, staff, stub};
use super::plans::{changed, fate, the};
use super::world::{ADA, BO, BOT, COORDINATOR, World, missing, talk};
use crate::base::{Account, PageId, Quarter};
use crate::config::BoardRef;
use crate::decide::{Meant, retract};
use crate::ledger::answers::{Said, Thread, answers_in};
use crate::ledger::{Key, MOST_RETRACTED, notices_in};
use crate::plan::{EditKind, Fate, Retraction};
use crate::read::OwnMessages;
use crate::wiki::{AccountFacts, PageEdit, PageHistory};
use crate::wikitext::exclusion::Names;

const MONDAY: &str = "2020-11-02";

impl World {
    /// What is to be taken back of the messages since a day.
    pub fn retraction(&self, since: &str, meant: Meant<'_>) -> Retraction {
        let (settings, site, bot) = (self.settings(), self.site(), Account::new(BOT));
        let since: NaiveDate = since.parse().unwrap();
        let history = crate::ledger::History::new(&self.contributions);
        let messages: Vec<_> = history.posted().filter(|message| message.day >= since).collect();
        let page = |title: &_| {
            Arc::new(self.talk_pages.get(title).cloned().unwrap_or_else(|| missing(Clone::clone(title))))
        };
        let pages = messages.iter().map(|message| (message.title.clone(), page(&message.title))).collect();
        let account = |(account, facts): (&Account, &AccountFacts)| match facts {
            AccountFacts::Known { id, .. } => Some((*id, account.clone())),
            AccountFacts::Unknown => None,
        };
        // A page's number is its place, from 12 on; each board has one page, in the order of the boards.
        let boards: BTreeMap<PageId, BoardRef<'_>> = (12..).map(PageId).zip(settings.boards()).collect();
        let facts = OwnMessages {
            settings: &settings,
            site: &site,
            bot: &bot,
            today: self.today,
            names: Names::default(),
            history,
            messages,
            texts: self.texts.clone(),
            pages,
            accounts: self.accounts.iter().filter_map(account).collect(),
            boards,
        };
        retract(&facts, meant)
    }

    /// The world when that was done.
    pub fn retracted(mut self, since: &str) -> Self {
        let at = self.today.and_hms_opt(13, 0, 0).unwrap().and_utc();
        for edit in self.retraction(since, Meant::default()).plan.edits {
            let old = self.talk_pages[&edit.page].text().to_owned();
            self.save(&edit.page, &changed(&old, &edit), at, edit.summary());
        }
        self
    }
}

fn text(world: &World, name: &str) -> String {
    world.talk_pages.get(&talk(name)).map(|page| page.text().to_owned()).unwrap_or_default()
}

/// What becomes of each message: `removed`, `struck`, `before`, or the reason why it is left alone.
fn fates(world: &World, since: &str, meant: Meant<'_>) -> Vec<String> {
    let fate = |fate: &Fate| match fate {
        Fate::Remove => "removed".to_owned(),
        Fate::Strike => "struck".to_owned(),
        Fate::Before => "before".to_owned(),
        Fate::Leave((reason, _)) => reason.to_string(),
    };
    world.retraction(since, meant).messages.iter().map(|message| fate(&message.fate)).collect()
}

fn all(world: &World) -> Vec<String> {
    fates(world, "2020-10-01", Meant::default())
}

/// Ada was told on a page on which something else stands, too.
fn told() -> World {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]).today("2020-10-08");
    world.talk(ADA, "Welcome!\n\n== Lunch ==\nAt noon?").after_run()
}

fn with(world: World, change: impl FnOnce(String) -> String) -> World {
    let now = change(text(&world, ADA));
    world.talk(ADA, &now)
}

#[test]
fn what_nobody_touched_is_removed_with_its_heading() {
    let world = told();
    assert!(text(&world, ADA).starts_with("Welcome!\n\n== Lunch ==\nAt noon?\n\n== "));
    assert_eq!(all(&world), ["removed"]);
    assert_eq!(text(&world.clone().retracted(MONDAY), ADA), text(&world, ADA), "it was posted earlier");
    assert_eq!(text(&world.clone().retracted("2020-10-08"), ADA), "Welcome!\n\n== Lunch ==\nAt noon?");
    // Between others, and alone on its page.
    let between = with(world, |text| format!("{text}\n\n\n== Tea ==\nAt five."));
    assert_eq!(
        text(&between.retracted("2020-10-01"), ADA),
        "Welcome!\n\n== Lunch ==\nAt noon?\n\n== Tea ==\nAt five."
    );
    let alone = World::new().items(&[stub(1, &staff("Ada"))]).after_run();
    assert_eq!(text(&alone.retracted(MONDAY), ADA), "");
}

#[test]
fn of_a_notice_and_its_reply_both_are_removed_or_only_the_reply() {
    let first = told();
    let both = first.clone().today("2020-10-22").after_run();
    assert_eq!(notices_in(&text(&both, ADA)).len(), 2);
    assert_eq!(text(&both.clone().retracted("2020-10-22"), ADA), text(&first, ADA));
    assert_eq!(all(&both), ["removed", "removed"]);
    assert_eq!(text(&both.clone().retracted("2020-10-01"), ADA), "Welcome!\n\n== Lunch ==\nAt noon?");
    // Somebody spoke between the two.
    let spoken =
        with(first.clone(), |text| format!("{text}\n:Thanks! --[[User:Bo]]")).today("2020-10-22").after_run();
    assert_eq!(fates(&spoken, "2020-10-22", Meant::default()), ["struck"]);
    assert_eq!(all(&spoken), ["struck", "struck"]);
    let struck = text(&spoken.clone().retracted("2020-10-22"), ADA);
    assert!(
        struck.starts_with(&text(&spoken, ADA)[..text(&spoken, ADA).find("\n:<!-- goalkeeper").unwrap()]),
        "{struck}"
    );
    // The other one is changed, or gone, and the reply stands under something of somebody's.
    let changed = with(both.clone(), |text| text.replacen("Hello!", "Hi!", 1));
    assert_eq!(all(&changed), ["message-changed", "struck"]);
}

#[test]
fn what_was_ticked_is_removed_and_what_was_changed_is_left_alone() {
    let items = [filled(1, &staff("Ada")), stub(2, &staff("Ada"))];
    let ticked = told().items(&items).today("2020-10-09").after_run();
    assert!(text(&ticked, ADA).contains("✓ Filled in since"));
    assert_eq!(all(&ticked), ["removed"]);
    assert_eq!(text(&ticked.clone().retracted("2020-10-01"), ADA), "Welcome!\n\n== Lunch ==\nAt noon?");
    for (from, to) in [("* ✓", "* (mine) ✓"), ("Hello!", "Hi!"), ("12:00, 2 November", "13:00, 2 November")]
    {
        let changed = with(ticked.clone(), |text| text.replacen(from, to, 1));
        assert_ne!(text(&changed, ADA), text(&ticked, ADA), "{from}");
        assert_eq!(all(&changed), ["message-changed"], "{from}");
        assert!(changed.retraction("2020-10-01", Meant::default()).plan.edits.is_empty());
    }
}

#[test]
fn what_is_gone_or_stands_twice_or_where_the_bot_may_not_edit_is_left_alone() {
    let world = told();
    assert_eq!(all(&with(world.clone(), |text| format!("{text}\n\n{text}"))), ["message-changed"]);
    assert_eq!(all(&with(world.clone(), |_| "Archived.".to_owned())), ["message-gone"]);
    assert_eq!(all(&with(world.clone(), |text| format!("{{{{nobots}}}}\n{text}"))), ["bots-denied"]);
    let deleted = world.clone().at(talk(ADA).as_str(), |page| *page = missing(page.title.clone()));
    assert_eq!(all(&deleted), ["message-gone"]);
    let mut hidden = world.clone();
    hidden.texts.clear();
    assert_eq!(all(&hidden), ["message-gone"]);
    // Moved with its page, it stands in the archive.
    let archive = format!("{}/Archive", talk(ADA));
    let mut moved = world.clone().text(&archive, &text(&world, ADA)).talk(ADA, "#REDIRECT [[X]]");
    for edit in &mut moved.contributions {
        edit.title = crate::base::Title::of_wiki(&archive);
    }
    assert_eq!(all(&moved), ["removed"]);
}

#[test]
fn under_what_was_answered_every_word_of_others_stays_and_every_line_is_struck() {
    let answer = "\n:KR2 is not mine, it is Bo's. [[User:Ada Sample (WMF)|Ada]] 10:00, 9 October 2020 (UTC)\n::Right. --[[User:Bo]]";
    let world = with(told(), |text| text + answer + "\n\n== Tea ==\nAt five.");
    assert_eq!(all(&world), ["struck"]);
    let (before, after) = (text(&world, ADA), text(&world.clone().retracted("2020-10-01"), ADA));
    assert!(after.ends_with(&format!("{answer}\n\n== Tea ==\nAt five.")), "{after}");
    let section = before.find("<!-- goalkeeper notice").unwrap();
    assert_eq!(after[..section], before[..section]);
    let message = &after[section..after.find(answer).unwrap()];
    let lines: Vec<&str> = message.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines[0].contains("''This message was sent by mistake"), "{message}");
    assert!(lines[0].contains("[[Special:Diff/1002|"), "{message}");
    for line in &lines[1..] {
        assert!(line.contains("<s>") && line.contains("</s>"), "{line}");
        let bare = line.trim_start_matches(['*', ':', ' ']);
        assert!(bare.starts_with("<s>"), "{line}");
    }
    assert!(notices_in(&after).is_empty() && !after.contains("gk1:item/"), "{after}");
    assert!(message.ends_with("</s><!-- gk1:retracted/101/2020-21Q2/1002 -->"), "{message}");
    // An answer by a link, in a section of its own; a heading that somebody changed.
    let mark = "<!-- gk1:answer/101/2020-21Q2 -->";
    assert_eq!(all(&with(told(), |text| format!("{text}\n\n== Answer ==\nstop {mark}"))), ["struck"]);
    let renamed = with(told(), |text| text.replacen(" to write, ", " to find, ", 1));
    assert_eq!(all(&renamed), ["struck"]);
}

#[test]
fn a_no_under_what_was_taken_back_is_one_whenever_it_came() {
    let first = told();
    let noted = with(first.clone(), |text| text + "\n:Thanks. --[[User:Bo]]");
    let struck = noted.clone().retracted("2020-10-01");
    let said = |texts: &[(&str, &str)]| {
        let (ada, quarter): (_, Quarter) = ([Account::new(ADA)], "2020-21Q2".parse().unwrap());
        let page = talk(ADA);
        let day = quarter.first_day();
        let thread =
            Thread { page: &page, recipient: first.id(ADA), quarter, day, languages: &["en"], authors: &ada };
        let edit = |(number, (author, text)): (usize, &(&str, &str))| PageEdit {
            revision: crate::base::RevisionId(2000 + number as u64),
            author: Some(Account::new(author)),
            restores: false,
            text: Some((*text).to_owned()),
        };
        let edits = texts.iter().enumerate().map(edit).collect();
        let history = PageHistory { before: Some(text(&first, ADA)), edits, is_too_much: false };
        answers_in(thread, &history).into_iter().map(|(_, answer)| answer.said).collect::<Vec<_>>()
    };
    let signed = "\n:stop [[User:Ada Sample (WMF)|Ada]] ([[User talk:Ada Sample (WMF)|talk]]) 10:00, 9 October 2020 (UTC)";
    let (earlier, later) = (text(&noted, ADA), text(&struck, ADA));
    assert_ne!(earlier, later);
    // After it was struck out, and before.
    assert_eq!(said(&[(BO, &earlier), (BOT, &later), (ADA, &(later.clone() + signed))]), [Said::Stop]);
    let answered = earlier.clone() + signed;
    let both = with(noted, |text| text + signed).retracted("2020-10-01");
    assert_eq!(said(&[(BO, &earlier), (ADA, &answered), (BOT, &text(&both, ADA))]), [Said::Stop]);
    // Nothing that the bot wrote is anybody's answer.
    assert_eq!(said(&[(BO, &earlier), (BOT, &later)]), []);
    // What was said holds for those who were told nothing that counts.
    let no = struck.answered(ADA, "2020-21Q2", "stop").today(MONDAY);
    assert_eq!(no.notice(ADA), "opted-out");
}

#[test]
fn who_was_told_by_mistake_is_told_anew_at_round_one() {
    let world = told().today("2020-10-22").after_run();
    assert_eq!(world.clone().today("2020-11-30").notice(ADA), "round-limit");
    for spoken in [false, true] {
        let world = match spoken {
            true => with(world.clone(), |text| text + "\n:What is this? --[[User:Bo]]"),
            false => world.clone(),
        };
        let after = world.retracted("2020-10-01");
        let plan = after.plan();
        let notice = the(&plan, EditKind::Notice);
        // In a section of its own, not as a reply under what is struck out.
        assert_eq!((notice.notice.round(), notice.change.heading().is_some()), (Some(1), true));
        // The same day the same key as before: of the two only the new one is ticked, answered and taken back.
        let again =
            after.after_run().items(&[filled(1, &staff("Ada")), stub(2, &staff("Ada"))]).today("2020-10-23");
        assert_eq!(fate(&again.plan(), EditKind::Tick, ADA), "planned");
        assert_eq!(all(&again), ["before", "before", "removed"]);
    }
}

#[test]
fn only_the_last_of_two_edits_is_left_when_it_is_begun_again() {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]).after_run();
    let plan = world.retraction(MONDAY, Meant::default()).plan;
    assert_eq!(plan.edits.len(), 2);
    let whole = world.clone().retracted(MONDAY);
    // Killed after the first edit.
    let mut half = world;
    let first = &plan.edits[0];
    half.save(
        &first.page,
        &changed(half.talk_pages[&first.page].text(), first),
        "2020-11-02T13:00:00Z".parse().unwrap(),
        first.summary(),
    );
    assert_eq!(all(&half), ["before", "removed"]);
    let rest = half.retraction(MONDAY, Meant::default()).plan;
    assert_eq!((rest.edits.len(), rest.unchanged.len()), (1, 1));
    let ended = half.retracted(MONDAY);
    assert_eq!([ADA, BO].map(|name| text(&ended, name)), [ADA, BO].map(|name| text(&whole, name)));
    assert_eq!(all(&ended), ["before", "before"]);
    assert!(ended.retraction(MONDAY, Meant::default()).plan.edits.is_empty());
}

#[test]
fn a_digest_is_taken_back_and_told_anew() {
    let world = World::new().coordinated().items(&[stub(1, "Gil Unknown")]).after_run();
    assert_eq!(world.digest(), "nothing");
    assert_eq!(all(&world), ["removed"]);
    let after = world.clone().retracted(MONDAY);
    assert_eq!((text(&after, COORDINATOR), after.digest()), (String::new(), "planned".to_owned()));
    let spoken = format!("{}\n:Nonsense. --[[User:Bo]]", text(&world, COORDINATOR));
    let after = world.clone().talk(COORDINATOR, &spoken).retracted(MONDAY);
    let struck = text(&after, COORDINATOR);
    assert!(struck.contains("* <s>") && struck.ends_with("\n:Nonsense. --[[User:Bo]]"), "{struck}");
    let changed = text(&world, COORDINATOR).replacen("Gil", "Hal", 1);
    assert_eq!(all(&world.talk(COORDINATOR, &changed)), ["message-changed"]);
}

#[test]
fn only_messages_of_the_boards_and_the_quarter_asked_for() {
    let board = |name: &str, title: &str| format!("[[boards]]\nname = \"{name}\"\ntitles = [\"{title}\"]\n");
    let boards =
        board("one", "Goals/{fiscal_year} Q{quarter}") + &board("two", "Other/{fiscal_year} Q{quarter}");
    let world = World::new().boards(&boards).told(ADA, "2020-21Q2/2020-11-01/12.1");
    let world = world.told(BO, "2020-21Q2/2020-11-01/13.1").told(BO, "2020-21Q1/2020-11-01/99.1");
    let of = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        fates(&world, "2020-11-01", Meant { boards: &names, quarter: None })
    };
    // Of none of these the text is known: they are meant, and gone.
    assert_eq!(of(&[]), ["message-gone", "message-gone", "message-gone"]);
    assert_eq!(of(&["one"]), ["message-gone", "unknown-board"]);
    assert_eq!(of(&["two", "one"]), ["message-gone", "message-gone", "unknown-board"]);
    let quarter = "2020-21Q1".parse().ok();
    assert_eq!(fates(&world, "2020-11-01", Meant { boards: &[], quarter }), ["message-gone"]);
    assert!(fates(&world, MONDAY, Meant::default()).is_empty());
}

#[test]
fn one_edit_takes_back_as_many_as_its_key_can_name() {
    let mut world = World::new();
    let key = |number: usize| format!("gk1:notice/101/2020-21Q2/2020-11-02/{number}.1");
    let at = "2020-11-02T12:00:00Z".parse().unwrap();
    let mut page = String::new();
    for number in 0..MOST_RETRACTED + 2 {
        page += &format!("== {number} ==\nHello.<!-- {} -->\n\n", key(number));
        world.save(&talk(ADA), page.trim_end(), at, format!("Reminder ({})", key(number)));
    }
    let retraction = world.retraction(MONDAY, Meant::default());
    let Key::Retract { revisions } = &the(&retraction.plan, EditKind::Retract).key else { panic!() };
    assert_eq!((revisions.len(), retraction.plan.skipped.len()), (MOST_RETRACTED, 2));
    let once = world.retracted(MONDAY);
    assert_eq!(text(&once, ADA).matches("Hello.").count(), 2);
    assert_eq!(text(&once.retracted(MONDAY), ADA), "");
}
