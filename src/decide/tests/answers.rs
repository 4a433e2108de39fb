//! What recipients answered is heeded.

use super::html::{page, staff, stub};
use super::world::{ADA, BO, World};

/// Ada was told once, and lacks goals still.
fn ada() -> World {
    World::new().items(&[stub(1, &staff("Ada"))]).told(ADA, "2020-21Q2/2020-10-08/12.1")
}

const THIS: &str = "2020-21Q2";
const EARLIER: &str = "2020-21Q1";
const LATER: &str = "2020-21Q3";

#[test]
fn any_answer_but_a_snooze_ends_the_rounds() {
    for words in
        ["done", "Done, thanks!", "not me", "Not me. Ask Bo.", "I left in March, sorry!", "What is this?"]
    {
        assert_eq!(ada().answered(ADA, THIS, words).notice(ADA), "answered", "{words}");
    }
}

#[test]
fn snooze_is_over_on_its_day() {
    let snoozed = ada().answered(ADA, THIS, "snooze until 2020-11-15");
    assert_eq!(snoozed.clone().today("2020-11-14").notice(ADA), "snoozed");
    assert_eq!(snoozed.today("2020-11-15").notice(ADA), "planned");
}

#[test]
fn of_several_answers_the_last_counts() {
    let world = ada().answered(ADA, THIS, "I am on leave").answered(ADA, THIS, "snooze until 2020-11-15");
    assert_eq!(world.clone().notice(ADA), "snoozed");
    assert_eq!(world.clone().today("2020-11-15").notice(ADA), "planned");
    assert_eq!(world.answered(ADA, THIS, "done").notice(ADA), "answered");
}

#[test]
fn a_no_stays_whatever_is_said_after_it() {
    let world = ada().answered(ADA, THIS, "not me").answered(ADA, THIS, "snooze until 2020-11-01");
    assert_eq!(world.notice(ADA), "answered");
    let world = ada().answered(ADA, THIS, "stop").answered(ADA, THIS, "snooze until 2020-11-01");
    assert_eq!(world.notice(ADA), "opted-out");
}

#[test]
fn stop_holds_in_every_quarter() {
    for quarter in [EARLIER, THIS, LATER] {
        assert_eq!(ada().answered(ADA, quarter, "Please stop.").notice(ADA), "opted-out", "{quarter}");
    }
}

#[test]
fn who_left_in_an_earlier_quarter_is_not_asked_in_this_one() {
    for words in ["not me", "I left in March."] {
        assert_eq!(ada().answered(ADA, EARLIER, words).notice(ADA), "answered", "{words}");
    }
    // Who was done then is not done now.
    assert_eq!(ada().answered(ADA, EARLIER, "done").notice(ADA), "planned");
    assert_eq!(ada().answered(ADA, EARLIER, "snooze until 2020-11-15").notice(ADA), "snoozed");
    // A later “not me” says nothing of this quarter.
    assert_eq!(ada().answered(ADA, LATER, "not me").notice(ADA), "planned");
}

#[test]
fn an_answer_in_this_quarter_counts_for_more_than_an_earlier_one() {
    let world = ada().answered(ADA, EARLIER, "not me").answered(ADA, THIS, "snooze until 2020-11-01");
    assert_eq!(world.notice(ADA), "planned");
}

#[test]
fn nobody_answers_for_another() {
    assert_eq!(ada().answered(BO, THIS, "not me").notice(ADA), "planned");
}

#[test]
fn whose_talk_page_another_leads_to_answers_for_both() {
    let world = ada().redirect(ADA, BO).answered(BO, THIS, "done");
    assert_eq!(world.notice(ADA), "answered");
    // And what was said before the page led there still counts.
    assert_eq!(ada().redirect(ADA, BO).answered(ADA, THIS, "I left in March.").notice(ADA), "answered");
}

#[test]
fn an_answer_counts_for_the_same_months_whatever_the_year_is_called() {
    let boards = "[[boards]]\nname = \"c\"\ntitles = [\"Calendar/{fiscal_year} Q{quarter}\"]\n\
                  fiscal_year_starts = \"january\"\n";
    let world = World::new()
        .boards(boards)
        .page_at("Calendar/2020 Q4", &page(&[stub(1, &staff("Ada")).replace("Q2", "Q4")]));
    assert_eq!(world.answered(ADA, THIS, "done").notice(ADA), "answered");
}
