//! Every text that the bot writes on a wiki, whole, in a language.

mod others;

pub use others::*;

use super::html::{item, labelled, link, list, objective, page, staff, stub, template, transcluded};
use super::plans::the;
use super::world::{ADA, BO, GUS, PAGE, World, talk};
use crate::base::message::{self, Message};
use crate::base::{Account, Title};
use crate::ledger::MOST_ITEMS;
use crate::plan::{EditKind, PlannedEdit, rehearsal};
use crate::wiki::{AccountFacts, Barred, Gone, TalkState};

/// A world whose board and whose wiki speak a language.
fn speaking(language: &str) -> World {
    let mut world = World::new().on_board("notices.language", &format!("\"{language}\"")).coordinated();
    world.site["query"]["general"]["lang"] = language.into();
    world
}

/// The same with two goal pages.
fn two_pages(language: &str) -> World {
    let titles = "[\"Goals/{fiscal_year} Q{quarter}\", \"Tables/{fiscal_year} Q{quarter}\"]";
    let boards =
        format!("[[boards]]\nname = \"technology\"\ntitles = {titles}\nnotices.language = \"{language}\"\n");
    speaking(language).boards(&boards).set("bot.operator", "\"Operator Sample (WMF)\"")
}

fn shown(edit: &PlannedEdit) -> String {
    let heading = edit.change.heading().map(|heading| format!("== {heading} ==\n")).unwrap_or_default();
    format!("{}\n{}\n\n{heading}{}", edit.page, edit.summary(), edit.text())
}

fn notice(world: &World) -> String {
    shown(the(&world.plan(), EditKind::Notice))
}

/// A page with every kind of line, all of them Ada's, on more places than a notice lists.
fn every_line() -> String {
    let ada = staff("Ada");
    let mut items = vec![
        labelled(1, &ada, " It shows '''bold''' {{Done}} [[text]] as typed ~~~~.<br/>\n<b>Q2 Goals:</b></p>"),
        transcluded("div", "Goals/2020-21 Q2/Part", &stub(2, &ada)),
        labelled(3, &ada, "<br/>\n<b>Q1 Goals:</b></p><ul><li>Old</li></ul>"),
        item(4, &ada, &list(&["TBD"])),
        item(5, "TBD", &list(&["Something"])),
        labelled(6, &ada, "</p>"),
        stub(7, &ada),
    ];
    items.extend((8..=12).map(|number| stub(number, &ada)));
    objective("Steady saves: every edit arrives", &ada, &items)
}

/// A table with a row of Ada's that has an empty cell.
fn row() -> String {
    format!(
        "<section data-mw-section-id=\"1\"><h2 id=\"Team_A\">Team A</h2><table><tr><th>Outcome</th><th>Objective</th>\
         <th>Q2 Goal</th><th>Owner</th></tr><tr><td>1. Reliable</td><td>Back up</td><td></td><td>{}</td></tr>\
         </table></section>",
        staff("Ada")
    )
}

/// Goals of Ada's, some without a status, some to do.
fn statuses() -> String {
    let done = format!("First {}", template("Done", "Done"));
    let to_do = format!("Second {}", template("To do", "To do"));
    page(&[item(1, &staff("Ada"), &list(&[&done, &to_do, "Third", "Fourth"]))])
}

pub fn a_first_notice(language: &str) -> String {
    notice(&speaking(language).page(&every_line()))
}

pub fn a_notice_for_a_purpose(language: &str) -> String {
    let world = speaking(language).on_board("notices.purpose", "\"the '''check-in''' on 20 October\"");
    notice(&world.page(&page(&[stub(1, &staff("Ada"))])))
}

/// On a wiki whose own language is another.
fn speaking_elsewhere(language: &str) -> World {
    let mut world = speaking(language);
    world.site["query"]["general"]["lang"] = "he".into();
    world
}

pub fn a_notice_in_another_language(language: &str) -> String {
    notice(&speaking_elsewhere(language).page(&page(&[stub(1, &staff("Ada"))])))
}

pub fn a_reply_in_another_language(language: &str) -> String {
    let world = speaking_elsewhere(language).page(&page(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]));
    notice(&world.today("2020-10-08").after_run().today("2020-10-22"))
}

/// Each board with its own coordinator and purpose.
pub fn a_notice_about_pages_of_two_boards(language: &str) -> String {
    let board = |name: &str, title: &str, more: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{title}/{{fiscal_year}} Q{{quarter}}\"]\n\
             notices.language = \"{language}\"\n{more}\n"
        )
    };
    let boards = board("technology", "Goals", "coordinator = \"Coordinator Sample (WMF)\"")
        + &board("tables", "Tables", "coordinator = \"Dee Sample (WMF)\"\nnotices.purpose = \"FY21\"");
    let world = speaking(language).boards(&boards).page(&page(&[stub(1, &staff("Ada"))]));
    notice(&world.page_at("Tables/2020-21 Q2", &row()))
}

/// Eleven places on seven pages, of which one has no table.
pub fn a_notice_about_seven_pages(language: &str) -> String {
    let titles: Vec<String> =
        (1..=7).map(|number| format!("\"Team {number}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    let boards = format!(
        "[[boards]]\nname = \"teams\"\ntitles = [{}]\nnotices.language = \"{language}\"\n",
        titles.join(", ")
    );
    let mut world = speaking(language).boards(&boards);
    for number in 1..=7 {
        let items: Vec<String> = (0..1 + number % 2).map(|item| stub(item + 1, &staff("Ada"))).collect();
        world = world.page_at(&format!("Team {number}/2020-21 Q2"), &page(&items));
    }
    notice(&world.text("Talk:Team 7/2020-21 Q2", "{{nobots}}"))
}

/// Nobody is named, and nothing is written: one place.
pub fn a_notice_about_a_name_and_goals(language: &str) -> String {
    let items = [item(1, &staff("Bo"), &list(&["A"])), stub(2, "TBD")];
    notice(&speaking(language).page(&objective("P", &staff("Ada"), &items)))
}

/// Two key results of one label.
pub fn a_notice_about_two_objectives(language: &str) -> String {
    let both = ["Steady saves", "Calm nights"]
        .map(|title| objective(title, &staff("Ada"), &[stub(1, &staff("Ada"))]));
    notice(&speaking(language).page(&both.concat()))
}

pub fn a_second_notice_of_the_same_heading(language: &str) -> String {
    let world = two_pages(language).page(&page(&[stub(1, &staff("Ada"))])).today("2020-10-08").after_run();
    let world = world.page(&page(&[item(1, &staff("Ada"), &list(&["A"]))]));
    notice(&world.page_at("Tables/2020-21 Q2", &row()).today("2020-10-22"))
}

pub fn the_first_of_three_notices(language: &str) -> String {
    notice(&speaking(language).on_board("notices.rounds", "3").page(&page(&[stub(1, &staff("Ada"))])))
}

pub fn a_notice_about_two_pages(language: &str) -> String {
    notice(&two_pages(language).page(&page(&[stub(1, &staff("Ada"))])).page_at("Tables/2020-21 Q2", &row()))
}

pub fn a_notice_about_a_name(language: &str) -> String {
    notice(&speaking(language).page(&objective("P", &staff("Ada"), &[item(1, "TBD", &list(&["A"]))])))
}

pub fn a_notice_about_an_objective(language: &str) -> String {
    let mut world = speaking(language).set("owners.\"Ada Sample\"", &format!("\"{ADA}\""));
    // No rule asks anyone about an objective today.
    world.asked_else = Some("Ada Sample".to_owned());
    // Nor did one before.
    let page = objective("P", "TBD", &[item(1, &staff("Bo"), &list(&["A"]))]);
    notice(&world.page(&page).edited(PAGE, "2020-10-01T00:00:00Z"))
}

pub fn a_closing_notice(language: &str) -> String {
    notice(&speaking(language).on_board("coordinator", "\"\"").page(&statuses()).today("2020-12-22"))
}

pub fn a_closing_notice_about_two_pages(language: &str) -> String {
    let world = two_pages(language).page(&statuses()).page_at("Tables/2020-21 Q2", &statuses());
    notice(&world.today("2020-12-22"))
}

/// Where statuses are asked for after the quarter.
pub fn a_late_closing_notice(language: &str) -> String {
    let world = speaking(language).on_board("notices.closing_days", "-7").page(&statuses());
    notice(&world.quarter("2020-21Q2").today("2021-01-07"))
}

pub fn a_late_closing_notice_about_two_pages(language: &str) -> String {
    let mut world = two_pages(language).page(&statuses()).page_at("Tables/2020-21 Q2", &statuses());
    world.boards = world.boards.map(|boards| boards + "notices.closing_days = -7\n");
    notice(&world.quarter("2020-21Q2").today("2021-01-07"))
}

pub fn a_late_closing_reply(language: &str) -> String {
    let world = speaking(language).on_board("notices.closing_days", "-7").quarter("2020-21Q2");
    let world = world.page(&page(&[stub(1, &staff("Ada"))])).today("2020-10-08").after_run();
    notice(&world.page(&statuses()).today("2021-01-07"))
}

/// The second of three notices.
pub fn a_reply(language: &str) -> String {
    let world = speaking(language).on_board("notices.rounds", "3").page(&page(&[stub(1, &staff("Ada"))]));
    notice(&world.today("2020-10-08").after_run().today("2020-10-22"))
}

pub fn the_last_reply_about_two_pages(language: &str) -> String {
    let world =
        two_pages(language).page(&page(&[stub(1, &staff("Ada"))])).page_at("Tables/2020-21 Q2", &row());
    notice(&world.today("2020-10-08").after_run().today("2020-10-22"))
}

pub fn a_closing_reply(language: &str) -> String {
    let world = speaking(language).page(&page(&[stub(1, &staff("Ada"))]));
    notice(&world.today("2020-10-08").after_run().page(&statuses()).today("2020-12-22"))
}

pub fn a_ticked_notice(language: &str) -> String {
    let world = speaking(language).page(&page(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]));
    let world = world.today("2020-10-08").after_run().today("2020-10-09");
    let world = world.page(&page(&[item(1, &staff("Ada"), &list(&["A"])), stub(2, &staff("Ada"))]));
    let summary = the(&world.plan(), EditKind::Tick).summary();
    format!("{summary}\n\n{}", world.after_run().talk_pages[&talk(ADA)].text())
}
