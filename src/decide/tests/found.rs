//! Pages that nobody named but the place where they are: the coordinator hears of each before anybody else hears what is missing
//! there.

use super::html::{page, staff, stub};
use super::plans::{bullets, detail, the};
use super::world::{ADA, BO, COORDINATOR, PAGE, World, talk};
use crate::base::{Reason, Title};
use crate::plan::EditKind;
use crate::read::{FoundBy, How};

fn found(how: How) -> Option<FoundBy> {
    Some(FoundBy { place: "Category:Team goals".to_owned(), how })
}

/// A coordinated board whose page was found in a category, on the quarter's first Monday.
fn world() -> World {
    let world = World::new().coordinated().items(&[stub(1, &staff("Ada"))]).today("2020-10-05");
    world.found(found(How::Title))
}

fn why(world: &World) -> String {
    detail(&world.plan(), Reason::QuietPeriod).to_owned()
}

#[test]
fn nobody_is_told_before_the_coordinator_and_then_after_some_days() {
    let later = world().today("2020-10-13");
    assert_eq!(later.notice(ADA), "quiet-period");
    assert_eq!(
        why(&later),
        "found by “Category:Team goals”, and the digest has not named it to the coordinator yet"
    );
    assert_eq!(
        bullets(the(&world().plan(), EditKind::Digest)),
        [
            "Found through [[:Category:Team goals|Category:Team goals]]: [[:Goals/2020-21 Q2|Goals/2020-21 Q2]]. From 8 October 2020 on, the people named there are \
          told what is missing. Until then, a page that doesn’t belong can be taken out."
        ]
    );
    // Named on a Tuesday of the second week, for the Monday was missed: three days more.
    let named = later.after_run();
    for (today, expected) in
        [("2020-10-14", "quiet-period"), ("2020-10-15", "quiet-period"), ("2020-10-16", "planned")]
    {
        assert_eq!(named.clone().today(today).notice(ADA), expected, "{today}");
    }
    assert_eq!(
        why(&named.clone().today("2020-10-14")),
        "found by “Category:Team goals”, and named to the coordinator on 2020-10-13; 3 days before others hear (settled_days)"
    );
    // Named early, it holds nothing up.
    assert_eq!(world().after_run().today("2020-10-08").notice(ADA), "planned");
}

#[test]
fn a_page_is_named_once_and_anew_in_the_next_quarter() {
    let named = world().after_run();
    for today in ["2020-10-05", "2020-10-12", "2020-12-28"] {
        assert_eq!(named.clone().today(today).digest(), "nothing", "{today}");
    }
    let next = named.today("2021-01-04").page_at("Goals/2020-21 Q3", &page(&[stub(1, &staff("Ada"))]));
    assert_eq!(next.digest(), "planned");
    assert_eq!(next.today("2021-01-12").notice(ADA), "quiet-period");
}

#[test]
fn without_a_coordinator_who_can_be_told_nobody_is() {
    let alone = world().on_board("coordinator", "\"\"").today("2020-11-02");
    assert_eq!(alone.notice(ADA), "quiet-period");
    assert!(why(&alone).ends_with("its board has no coordinator who could hear of it before others do"));
    let unknown = world().on_board("coordinator", "\"Nobody Sample (WMF)\"").today("2020-11-02");
    assert_eq!(unknown.notice(ADA), "quiet-period");
    assert!(why(&unknown).contains("the coordinator “Nobody Sample (WMF)” can't be told of it"));
}

#[test]
fn a_digest_taken_back_named_nothing() {
    let named = world().after_run();
    let digest =
        named.contributions.iter().find(|edit| edit.summary.as_ref().unwrap().contains("gk1:digest"));
    let summary = format!("Taken back (gk1:retract/{})", digest.unwrap().revision);
    let page = talk(COORDINATOR);
    let taken_back = named.clone().contributed(page.as_str(), "2020-10-05", Some(&summary));
    assert_eq!(named.today("2020-10-15").notice(ADA), "planned");
    assert_eq!(taken_back.today("2020-10-15").notice(ADA), "quiet-period");
}

#[test]
fn rehearsals_show_what_waits_and_tables_do_not_wait() {
    let plan = world().today("2020-10-13").plan();
    let held: Vec<_> = plan.held.iter().map(|held| (held.edit.page.as_str(), held.reason)).collect();
    assert_eq!(held, [("User talk:Ada Sample (WMF)", Reason::QuietPeriod)]);
    assert_eq!(the(&plan, EditKind::Status).page, Title::of_wiki(format!("Talk:{PAGE}")));
}

#[test]
fn the_boards_page_counts_as_a_place_and_the_settings_do_not() {
    let listed = world().found(found(How::Listed)).today("2020-10-13");
    assert_eq!(listed.notice(ADA), "quiet-period");
    assert_eq!(listed.found(None).notice(ADA), "planned");
}

#[test]
fn no_page_is_named_where_no_notices_go_out() {
    let silent = world().on_board("notices.enabled", "false");
    assert_eq!(silent.digest(), "nothing");
}

#[test]
fn thirty_pages_are_named_at_once_in_one_line() {
    let titles: Vec<String> =
        (1..=30).map(|n| format!("\"Team {n:02}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    let boards = format!(
        "[[boards]]\nname = \"teams\"\ntitles = [{}]\ncoordinator = \"Coordinator Sample (WMF)\"\n",
        titles.join(", ")
    );
    let mut world = World::new().boards(&boards).today("2020-10-05").found(found(How::Title));
    for n in 1..=30 {
        world = world.page_at(&format!("Team {n:02}/2020-21 Q2"), &page(&[stub(1, &staff("Bo"))]));
    }
    let lines = bullets(the(&world.plan(), EditKind::Digest));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0].matches("[[:Team ").count(), 30, "{lines:?}");
    let named = world.after_run();
    assert_eq!(
        (named.clone().today("2020-10-12").digest().as_str(), named.today("2020-10-12").notice(BO).as_str()),
        ("nothing", "planned")
    );
}
