//! Every text that the bot writes on a wiki, whole, in a language.

use super::html::{item, labelled, link, list, objective, page, staff, stub, template, transcluded};
use super::plans::{changed, the};
use super::world::{ADA, BO, GUS, World, talk};
use crate::base::Title;
use crate::base::message::{self, Message};
use crate::decide::Meant;
use crate::ledger::MOST_ITEMS;
use crate::plan::{EditKind, PlannedEdit, rehearsal};
use crate::wiki::{AccountFacts, Barred, TalkState};

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
        stub(1, &ada),
        item(2, &ada, &list(&["TBD"])),
        labelled(3, &ada, "<br/>\n<b>Q1 Goals:</b></p><ul><li>Old</li></ul>"),
        labelled(4, &ada, "</p>"),
        item(5, "TBD", &list(&["Something"])),
        transcluded("div", "Goals/2020-21 Q2/Part", &stub(6, &ada)),
        labelled(7, &ada, " It shows '''bold''' {{Done}} [[text]] as typed ~~~~.<br/>\n<b>Q2 Goals:</b></p>"),
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
    notice(&world.page(&objective("P", "TBD", &[item(1, &staff("Bo"), &list(&["A"]))])))
}

pub fn a_closing_notice(language: &str) -> String {
    notice(&speaking(language).on_board("coordinator", "\"\"").page(&statuses()).today("2020-12-22"))
}

pub fn a_closing_notice_about_two_pages(language: &str) -> String {
    let world = two_pages(language).page(&statuses()).page_at("Tables/2020-21 Q2", &statuses());
    notice(&world.today("2020-12-22"))
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

pub fn a_notice_that_is_struck_out(language: &str) -> String {
    let world = speaking(language).page(&page(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))])).after_run();
    let answered = format!("{}\n:What is this? --[[User:Bo]]", world.talk_pages[&talk(ADA)].text());
    let world = world.talk(ADA, &answered);
    let plan = world.retraction("2020-11-02", Meant::default()).plan;
    let edit = plan.edits.iter().find(|edit| edit.page == talk(ADA)).unwrap();
    let struck = changed(world.talk_pages[&talk(ADA)].text(), edit);
    format!("{}\n\n{struck}", edit.summary())
}

pub fn a_digest(language: &str) -> String {
    let blocked = |facts: &mut AccountFacts| {
        if let AccountFacts::Known { barred, .. } = facts {
            *barred = Some(Barred::Blocked);
        }
    };
    let titles =
        ["Goals", "Late", "Cards"].map(|name| format!("\"{name}/{{fiscal_year}} Q{{quarter}}\"")).join(", ");
    let boards = format!(
        "[[boards]]\nname = \"technology\"\ntitles = [{titles}]\ncoordinator = \"Coordinator Sample (WMF)\"\n\
         notices.language = \"{language}\"\n"
    );
    let managers = [
        "Gil Unknown".to_owned(),
        link("Hal Nowhere (WMF)", "Hal Nowhere"),
        staff("Bo"),
        link(GUS, "Gus"),
        staff("Cyd"),
        staff("Dee"),
        "TBD".to_owned(),
        staff("Ada"),
        staff("Eli"),
        "Gil Unknown".to_owned(),
    ];
    let items: Vec<String> =
        managers.iter().zip(1..).map(|(manager, number)| stub(number, manager)).collect();
    let world = speaking(language)
        .boards(&boards)
        .page(&objective("Steady saves", "TBD", &items))
        .page_at("Cards/2020-21 Q2", "<p>Our goals are on a board of cards now.</p>")
        .account(BO, blocked)
        .talk("Cyd Sample (WMF)", "{{nobots}}")
        .at("User talk:Dee Sample (WMF)", |page| page.state = TalkState::Unsupported("json".to_owned()))
        .told(ADA, "2020-21Q2/2020-10-08/12.1")
        .told(ADA, "2020-21Q2/2020-10-09/12.2")
        .told("Eli Sample (WMF)", "2020-21Q2/2020-10-08/12.1")
        .answered("Eli Sample (WMF)", "2020-21Q2", "I left in March. Ask '''Fay''', please.");
    shown(the(&world.plan(), EditKind::Digest))
}

/// More than one digest takes: how it ends.
pub fn the_end_of_a_full_digest(language: &str) -> String {
    let name = |number: usize| stub(number, &format!("Gil {}", "I".repeat(number)));
    let items: Vec<String> = (1..=MOST_ITEMS + 2).map(name).collect();
    let plan = speaking(language).page(&page(&items)).plan();
    let text = the(&plan, EditKind::Digest).text();
    text[text.rfind("* …").unwrap()..].to_owned()
}

pub fn a_line_of_the_opt_out_list(language: &str) -> String {
    shown(the(&speaking(language).answered(ADA, "2020-21Q2", "stop").plan(), EditKind::OptOut))
}

pub fn mistakes_on_the_owners_page(language: &str) -> String {
    let entries = r#"{"Bo": 7, " ": "X", "Cyd {{Done}}": "a|b", "Dee": "D", "dee ": "E"}"#;
    let mut world = speaking(language).owners_page(entries);
    world.owners_page.mistakes.extend([
        Message::new("owners-page-no-json").with("expected `,` or `}` at line 1 column 9"),
        Message::new("owners-page-too-long").with(5000),
    ]);
    shown(the(&world.plan(), EditKind::OwnersPage))
}

/// A table with every kind of cell.
pub fn a_table(language: &str) -> String {
    let ada = staff("Ada");
    let status = |name: &str| format!("G {}", template(name, name));
    let each = [
        "Done",
        "In progress",
        "To do",
        "On track",
        "At risk",
        "Off track",
        "Partially done",
        "Postponed",
        "Not done",
        "Delayed",
    ]
    .map(status);
    let blocked = "G <span about=\"#mwt9\" typeof=\"mw:Transclusion\" data-mw='{\"parts\":[{\"template\":{\"target\":\
                   {\"wt\":\"Not done\",\"href\":\"./Template:Not_done\"},\"params\":{\"1\":{\"wt\":\"Blocked\"}}}}]}'>Blocked</span>";
    let failed = "<ul><li><a class=\"new\" href=\"./Template:Gone\" title=\"Template:Gone\">Template:Gone</a></li></ul>";
    let mut goals: Vec<&str> = each.iter().map(String::as_str).collect();
    goals.push(blocked);
    let items = [
        stub(1, "Gil '''Unknown'''"),
        item(2, &ada, &list(&goals)),
        item(3, &format!("{}, {ada}", staff("Bo")), &list(&[&status("Done")])),
        item(4, "TBD", &list(&["One", "Two"])),
        item(5, &ada, failed),
        labelled(6, &ada, "</p><ul><li>A list above the label</li></ul><p><b>Q2 Goals:</b></p>"),
        item(
            7,
            "<a class=\"new\" href=\"./Template:Gone\" title=\"Template:Gone\">Template:Gone</a>",
            &list(&["A"]),
        ),
    ];
    let html = objective("Steady saves", &ada, &items)
        + "<section data-mw-section-id=\"9\"><h2 id=\"Q\">Q</h2>\
               <p><b>Objective Manager:</b> Ada Sample</p></section>";
    let world = speaking(language).on_board("coordinator", "\"\"").page(&html);
    shown(the(&world.plan(), EditKind::Status))
}

pub fn a_rehearsal(language: &str) -> String {
    let items = [stub(1, &staff("Ada")), stub(2, "Gil Unknown")];
    let world = speaking(language).page(&page(&items)).answered(BO, "2020-21Q2", "stop");
    let page = Title::of_wiki("User:GoalkeeperBot/Plan");
    let edit = rehearsal::publish(&world.plan(), &page, "User:GoalkeeperBot", language);
    shown(&edit)
}

pub fn dates(language: &str) -> String {
    let days = (1..=12).map(|month| chrono::NaiveDate::from_ymd_opt(2020, month, month).unwrap());
    days.map(|day| message::date(day, language) + "\n").collect()
}
