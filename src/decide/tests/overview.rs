//! The overview: what it says, when it is saved, and when it is left alone.

use super::html::{filled, item, list, page, staff, stub, template};
use super::plans::{bullets, detail, fate, the};
use super::world::World;
use crate::base::{Reason, Title};
use crate::goals::Figures;
use crate::ledger::Key;
use crate::plan::EditKind;
use crate::wiki::Refusal;

const OVERVIEW: &str = "Project:Goals at a glance";

fn board(name: &str, titles: &[&str], more: &str) -> String {
    let titles: Vec<String> =
        titles.iter().map(|title| format!("\"{title}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    format!(
        "[[boards]]\nname = \"{name}\"\ntitles = [{}]\nnotices.enabled = false\n{more}\n",
        titles.join(", ")
    )
}

/// Two boards: one with a page with two open places and a page that is not there, one with a page on which all is well.
fn world() -> World {
    let items = [stub(1, &staff("Ada")), filled(2, &staff("Bo")), filled(3, "TBD")];
    World::new()
        .set("status.overview_page", &format!("\"{OVERVIEW}\""))
        .boards(&(board("zeta", &["Z", "Y"], "") + &board("alpha", &["A"], "")))
        .page_at("Z/2020-21 Q2", &page(&items))
        .page_at("A/2020-21 Q2", &page(&[filled(1, &staff("Ada"))]))
        .today("2020-10-20")
}

fn text(world: &World) -> String {
    the(&world.plan(), EditKind::Overview).text().replace("<nowiki>", "").replace("</nowiki>", "")
}

fn on(world: &World, day: &str) -> String {
    overview(&world.clone().today(day))
}

fn overview(world: &World) -> String {
    fate(&world.plan(), EditKind::Overview, OVERVIEW)
}

#[test]
fn one_sentence_and_the_open_places() {
    let world = world();
    let plan = world.plan();
    let edit = the(&plan, EditKind::Overview);
    assert_eq!(edit.change.heading(), Some("The goals at a glance"));
    let (quarter, day) = ("2020-21Q2".parse().unwrap(), "2020-10-20".parse().unwrap());
    assert_eq!(edit.key, Key::Overview { quarter, day });
    let sentence = "'''Q2 2020–21''', week 3 of 13. 2 pages, 4 key results: 3 with goals, 3 with a manager. '''Open: 2'''";
    assert_eq!(text(&world).lines().nth(1), Some(sentence));
    assert_eq!(
        bullets(edit),
        [
            "[[:Z/2020-21 Q2|Z/2020-21 Q2]]: [[:Z/2020-21 Q2#Key Results|KR1, P]]; [[:Z/2020-21 Q2#Key Results|KR3, P]]"
        ]
    );
}

#[test]
fn a_row_for_each_page_in_the_boards_order() {
    let text = text(&world().edited("A/2020-21 Q2", "2020-10-02T12:00:00Z"));
    let rows: Vec<&str> = text.split("|-\n! scope=\"row\"").skip(1).collect();
    let order = ["Z/2020-21 Q2", "Y/2020-21 Q2", "A/2020-21 Q2"];
    for (row, title) in rows.iter().zip(order) {
        assert!(row.contains(&format!("| [[:{title}|{title}]]\n")), "{row}");
    }
    assert_eq!(rows.len(), order.len());
    assert!(rows[0].contains("\n| 3\n| 2\n| 2\n| –\n| \n"), "{}", rows[0]);
    assert!(rows[1].contains("| colspan=\"5\" | not there\n"));
    assert!(rows[2].contains("\n| 1\n| 1\n| 1\n| –\n| 2 October 2020\n"), "{}", rows[2]);
    // No ranking, no colours, no shares; and no parser functions, which cost the wiki something for each page.
    for never in ["%", "background", "sortable", "{{"] {
        assert!(!text.contains(never) || never == "{{" && !text.contains("{{#"), "{never}: {text}");
    }
}

#[test]
fn what_became_of_the_quarter_before() {
    let done = item(1, &staff("Ada"), &list(&[&format!("A {}", template("Done", "Done"))]));
    let world = world()
        .page_at("Z/2020-21 Q1", &page(&[done, filled(2, &staff("Bo"))]).replace("Q2 Goals", "Q1 Goals"));
    assert!(text(&world).contains("\nWhat became of Q1 2020–21: 1 done, 1 not said.\n"), "{}", text(&world));
}

#[test]
fn how_the_quarter_filled_up_week_by_week_or_nothing_where_a_part_is_not_known() {
    let figures =
        |key_results, with_goals| Figures { key_results, with_goals, with_manager: 1, with_status: 0 };
    let day = |text: &str| text.parse().unwrap();
    let mut world = world();
    world.filled.insert(
        "Z/2020-21 Q2".to_owned(),
        [("2020-10-01", 0), ("2020-10-08", 1), ("2020-10-15", 2), ("2020-10-20", 2)]
            .map(|(on, goals)| (day(on), figures(3, goals)))
            .to_vec(),
    );
    assert!(!text(&world).contains("Start of week"), "of one page nothing is known");
    // It came a week later.
    let later = [("2020-10-08", 0), ("2020-10-15", 1), ("2020-10-20", 1)];
    let later = later.map(|(on, goals)| (day(on), figures(1, goals))).to_vec();
    world.filled.insert("A/2020-21 Q2".to_owned(), later);
    let shown = text(&world);
    let table = shown.split("|+ Week by week, Q2 2020–21\n").nth(1).unwrap_or_else(|| panic!("{shown}"));
    let cells = |row: &str| {
        let row = table.split(&format!("| {row}\n")).nth(1).unwrap_or_else(|| panic!("{row}: {table}"));
        let cells = row.lines().map_while(|line| line.strip_prefix("| "));
        cells.collect::<Vec<_>>().join(" ")
    };
    assert!(table.starts_with("! scope=\"col\" | Start of week\n! scope=\"col\" | 1\n! scope=\"col\" | 2\n! scope=\"col\" | 3\n! scope=\"col\" | now\n"));
    assert_eq!(["Key results", "With goals", "With a manager"].map(cells), ["3 4 4 4", "0 1 3 3", "1 2 2 2"]);
    assert!(!table.contains("With a status"), "there is no place for one");
    // Other weeks alone are no news.
    let mut saved = world.clone().today("2020-10-15").after_run();
    saved.filled.get_mut("A/2020-21 Q2").unwrap()[2].1.with_goals = 0;
    assert_eq!(on(&saved, "2020-10-19"), "unchanged");
    world.filled.insert("A/2020-21 Q2".to_owned(), Vec::new());
    assert!(!text(&world).contains("Start of week"), "of one page nothing can be known");
}

#[test]
fn a_page_that_cannot_be_read_is_named() {
    let world = world().page_at("Y/2020-21 Q2", "<p>Cards.</p>");
    assert!(text(&world).contains("Could not be read: [[:Y/2020-21 Q2|Y/2020-21 Q2]].\n"));
}

#[test]
fn it_is_made_at_once_then_once_a_week_and_when_a_quarter_begins() {
    // A Tuesday; Monday is the first board's day.
    let made = world().after_run();
    let changed = made.clone().page_at("A/2020-21 Q2", &page(&[stub(1, &staff("Ada"))]));
    let days = ["2020-10-20", "2020-10-25", "2020-10-26", "2020-10-28"].map(|day| on(&changed, day));
    assert_eq!(days, ["not-due", "not-due", "planned", "planned"], "a missed day is made up for");
    assert_eq!(on(&changed.today("2020-10-28").after_run(), "2020-11-01"), "not-due");
    assert_eq!(
        detail(&made.plan(), Reason::NotDue),
        "it comes on a Monday, and when a quarter begins; the last was saved on 2020-10-20"
    );
    // A Friday.
    let last = made.today("2020-12-28").after_run();
    assert_eq!([on(&last, "2020-12-31"), on(&last, "2021-01-01")], ["not-due", "planned"]);
    let begun = last.today("2021-01-01").after_run();
    assert_eq!(
        [on(&begun, "2021-01-02"), on(&begun, "2021-01-04")],
        ["not-due", "unchanged"],
        "nothing is new"
    );
}

#[test]
fn it_is_left_alone_where_somebody_said_no() {
    let made = world().after_run().today("2020-10-26");
    let now = made.talk_pages[&Title::of_wiki(OVERVIEW)].text().to_owned();
    let end = "<!-- goalkeeper overview end -->";
    for changed in ["Gone.".to_owned(), now.replace(end, ""), now.repeat(2)] {
        assert_eq!(overview(&made.clone().text(OVERVIEW, &changed)), "markers-damaged");
    }
    // An undo: what stood there before stands there again.
    let second = made.clone().page_at("A/2020-21 Q2", &page(&[stub(1, &staff("Ada"))])).after_run();
    assert_eq!(overview(&second.text(OVERVIEW, &now).today("2020-11-02")), "markers-damaged");
    // What others write around it is theirs.
    let around = made.clone().text(OVERVIEW, &format!("Above.\n\n{now}\n\nBelow."));
    assert_eq!(overview(&around), "planned");
    assert_eq!(overview(&made.clone().text(OVERVIEW, "{{nobots}}")), "bots-denied");
    let protected = made.at(OVERVIEW, |page| page.refused = Some(Refusal::new("protectedpage", "")));
    assert_eq!(overview(&protected), "protected-page");
}

#[test]
fn it_never_shrinks_to_nothing() {
    let made = world().after_run().today("2020-10-26");
    let unread = made.page_at("Z/2020-21 Q2", "<p>x</p>").page_at("A/2020-21 Q2", "<p>x</p>");
    assert_eq!(overview(&unread), "suspicious-shrink");
}

#[test]
fn boards_with_other_quarters_have_their_own_part() {
    let calendar = board("year", &["C"], "fiscal_year_starts = \"february\"");
    let world = world().boards(&(board("zeta", &["Z"], "") + &calendar));
    let text = text(&world.page_at("C/2020-21 Q3", &page(&[stub(1, &staff("Ada"))])));
    assert!(text.contains("'''Q2 2020–21''', week 3 of 13. 1 page,"), "{text}");
    assert!(text.contains("'''Q3 2020–21''', week 12 of 13. 1 page,"), "{text}");
}

#[test]
fn what_is_hardly_understood_or_not_fetched_replaces_nothing() {
    let made = world().after_run().today("2020-10-26");
    let words = "<p>Words that nobody knows, and more of them than of all else on the page, as long as it takes to say it.</p>";
    let odd = page(&[filled(1, &staff("Ada"))]) + "<h2 id=\"X\">X</h2>" + &words.repeat(3);
    let odd = made.clone().page_at("Z/2020-21 Q2", &odd).page_at("A/2020-21 Q2", &odd);
    assert_eq!(overview(&odd), "suspicious-shrink");
}

#[test]
fn an_undone_quarter_of_another_kind_is_in_no_overview() {
    // A title without placeholders stands for its own quarter, which is over.
    let fixed = "[[boards]]\nname = \"zeta\"\ntitles = [\"Z/{fiscal_year} Q{quarter}\", \"Old/2019-20 Q2\"]\nnotices.enabled = false\n";
    let world = world().boards(fixed).page_at("Old/2019-20 Q2", &page(&[filled(1, &staff("Ada"))]));
    let text = text(&world);
    assert!(text.contains(" 1 page, 3 key results: ") && !text.contains("Old/"), "{text}");
    // Nor is its table begun.
    assert_eq!(fate(&world.plan(), EditKind::Status, "Talk:Old/2019-20 Q2"), "nothing");
}

#[test]
fn a_persons_edit_is_named_before_it_is_replaced() {
    let made = world().after_run().today("2020-10-26");
    let now = made.talk_pages[&Title::of_wiki(OVERVIEW)].text().replace("week 3", "week 9");
    let plan = made.text(OVERVIEW, &now).plan();
    assert_eq!(the(&plan, EditKind::Overview).note, "somebody had edited the overview, and it is replaced");
}

#[test]
fn none_is_made_unless_it_is_asked_for() {
    assert_eq!(overview(&world().set("status.overview_page", "\"\"")), "nothing");
}
