//! What a table says: how a page stands, what is open, when people are reminded, and what became of a quarter.

use super::html::{filled, item, labelled, list, objective, page, staff, stub, template, transcluded};
use super::plans::{bullets, fate, the};
use super::world::{COORDINATOR, PAGE, World};
use crate::plan::EditKind;

const TALK: &str = "Talk:Goals/2020-21 Q2";

fn text(world: &World) -> String {
    the(&world.plan(), EditKind::Status).text().replace("<nowiki>", "").replace("</nowiki>", "")
}

/// The first line: how the page stands.
fn first(world: &World) -> String {
    text(world).lines().nth(1).unwrap().to_owned()
}

fn quiet(items: &[String]) -> World {
    World::new().items(items).on_board("notices.enabled", "false")
}

/// A goal with a status, from its template.
fn stated(status: &str) -> String {
    list(&[&format!("A goal {}", template(status, status))])
}

#[test]
fn one_sentence_says_how_a_page_stands() {
    let items = [
        filled(1, &staff("Ada")),
        stub(2, &staff("Bo")),
        filled(3, "TBD"),
        item(4, &staff("Cyd"), &stated("Done")),
    ];
    assert_eq!(
        first(&quiet(&items)),
        "'''3 of 4 key results have goals, 3 a manager, 1 a status.''' {{#switch:{{REVISIONID:Goals/2020-21 \
         Q2}}|=|-=|512=|#default='''The page was edited since.'''}}"
    );
    // What the page has no place for is not counted.
    assert!(first(&quiet(&[filled(1, "")])).starts_with("'''1 of 1 key results has goals.'''"));
    // Near the end statuses come first.
    let late = first(&quiet(&items).today("2020-12-22"));
    assert!(late.starts_with("'''1 of 4 key results has a status, 3 have goals, 3 a manager.'''"), "{late}");
}

#[test]
fn it_says_as_of_when_and_that_is_the_pages_last_change() {
    let world = quiet(&[stub(1, &staff("Ada"))]).edited(PAGE, "2020-10-30T23:59:00Z");
    let as_of = "As of the last change of '''[[:Goals/2020-21 Q2|Goals/2020-21 Q2]]''' on 30 October 2020. {{#switch:";
    assert!(first(&world).contains(as_of), "{}", first(&world));
    let later = world.clone().today("2020-12-01");
    assert_eq!(text(&later), text(&world).replace("on 2020-11-02 -->", "on 2020-12-01 -->"));
    // A transcluded page is a part of it.
    let part = transcluded("div", "Goals/2020-21 Q2/Part", &stub(1, &staff("Ada")));
    let world = quiet(&[part])
        .edited(PAGE, "2020-10-30T12:00:00Z")
        .edited("Goals/2020-21 Q2/Part", "2020-11-01T12:00:00Z");
    assert!(first(&world).contains(" on 1 November 2020."), "{}", first(&world));
}

#[test]
fn a_wiki_without_parser_functions_gets_none() {
    let mut world = quiet(&[stub(1, &staff("Ada"))]);
    world.site["query"]["functionhooks"] = serde_json::json!(["formatnum"]);
    assert!(!text(&world).contains("{{#"), "{}", text(&world));
}

#[test]
fn open_places_are_listed_with_a_link_that_edits_them() {
    let world = quiet(&[stub(1, &staff("Ada")), filled(2, &staff("Bo")), filled(3, "TBD")]);
    assert!(text(&world).contains("\n'''Open: 2'''\n* “Number 1.”"));
    let plan = world.plan();
    let listed = bullets(the(&plan, EditKind::Status));
    let ends = [
        "&section=2&summary=%2F*%20Key%20Results%20*%2F%20KR1,%20P write the goals of KR1]'''",
        "&section=2&summary=%2F*%20Key%20Results%20*%2F%20KR3,%20P name the manager of KR3]'''",
    ];
    assert_eq!(listed.len(), 2);
    for (line, end) in listed.iter().zip(ends) {
        assert!(line.ends_with(end), "{line}");
    }
    let world = quiet(&[filled(1, &staff("Ada"))]);
    assert!(
        text(&world).contains("'''Open: 0'''") && bullets(the(&world.plan(), EditKind::Status)).is_empty()
    );
}

#[test]
fn many_open_places_are_counted() {
    let items: Vec<String> = (1..=24).map(|number| stub(number, &staff("Ada"))).collect();
    let plan = quiet(&items).plan();
    let listed = bullets(the(&plan, EditKind::Status));
    assert_eq!((listed.len(), listed[20].as_str()), (21, "… and 4 places more, in the table below"));
}

#[test]
fn what_is_not_certain_is_not_open() {
    // Text that may be meant as a goal.
    let above = "</p><ul><li>A list above the label</li></ul><p><b>Q2 Goals:</b></p>";
    let remark = labelled(1, &staff("Ada"), above);
    let world = quiet(&[remark, filled(2, &staff("Bo"))]);
    assert!(text(&world).contains("'''Open: 0'''"), "{}", text(&world));
    assert!(text(&world).contains("may or may not be meant as goals"));
}

#[test]
fn what_the_page_allows_is_not_waited_for() {
    let allowed = stub(1, &staff("Ada")).replace("<ul>", "<!-- goalkeeper: allow empty-goals --><ul>");
    let text = text(&quiet(&[allowed, filled(2, &staff("Bo"))]));
    assert!(text.contains("| not needed, says the page\n") && text.contains("'''Open: 0'''"), "{text}");
    assert!(!text.contains("waiting for goals"));
}

#[test]
fn a_row_has_the_key_results_words_cut_between_two_of_them() {
    let long =
        "<p><b>KR1:</b> ".to_owned() + &"word ".repeat(60) + "<br/>\n<b>Q2 Goals:</b></p>" + &list(&["A"]);
    let text = text(&quiet(&[format!("<p><b>Key Result Manager:</b> {}</p>{long}", staff("Ada"))]));
    let row = text.lines().find(|line| line.starts_with("! scope=\"row\"")).unwrap();
    assert!(row.ends_with("word word…") && row.chars().count() < 300, "{row}");
}

#[test]
fn one_objective_is_the_caption_and_more_are_heading_rows() {
    let one = text(&quiet(&[stub(1, &staff("Ada"))]));
    assert!(
        one.contains("{| class=\"wikitable sortable mw-collapsible mw-collapsed\"\n|+ All key results: P\n"),
        "{one}"
    );
    assert!(!one.contains("colspan"));
    let both = [objective("P", "", &[stub(1, &staff("Ada"))]), objective("Q", "", &[stub(1, &staff("Bo"))])]
        .concat();
    let two = text(&World::new().page(&both).on_board("notices.enabled", "false"));
    assert!(two.contains("{| class=\"wikitable mw-collapsible mw-collapsed\"\n|+ All key results\n"));
    assert_eq!(two.matches("\n! colspan=\"3\" scope=\"rowgroup\"").count(), 2);
    assert!(!two.contains("rowspan"));
}

#[test]
fn a_status_stands_as_typed_with_its_meaning() {
    let cell = |status: &str| {
        let text = text(&quiet(&[item(1, &staff("Ada"), &stated(status)), filled(2, &staff("Bo"))]));
        let chip = text.lines().find(|line| line.contains("padding:0 0.3em")).unwrap().to_owned();
        chip.split_once("0.3em\">").unwrap().1.split("</span>").next().unwrap().to_owned()
    };
    assert_eq!([cell("Done"), cell("done"), cell("Completed")], ["Done", "Done", "Completed (Done)"]);
}

#[test]
fn while_nobody_is_reminded_it_says_when_people_are() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]).coordinated();
    let reminders = |world: &World| {
        let first = first(world);
        first
            .split("'''}} ")
            .nth(1)
            .or_else(|| first.split("'''}}").nth(1))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    assert_eq!(
        reminders(&world.clone().today("2020-10-02")),
        "Personal reminders go out from 8 October 2020 on."
    );
    assert_eq!(reminders(&world.clone().today("2020-10-08")), "");
    let go = world.on_board("notices.needs_go", "true").today("2020-10-01").after_run();
    let go = go.items(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))]);
    let waits = "Personal reminders go out when the coordinator says so, from 8 October 2020 on.";
    assert_eq!(reminders(&go.clone().today("2020-10-20")), waits);
    assert_eq!(reminders(&go.clone().said(COORDINATOR, "go").today("2020-10-20")), "");
    let no = go.clone().said(COORDINATOR, "not this quarter").today("2020-10-20");
    assert_eq!(reminders(&no), "No personal reminders go out this quarter.");
    // The day alone is no reason to save.
    let saved = go.today("2020-10-03").after_run().said(COORDINATOR, "go").today("2020-10-20");
    assert_eq!(fate(&saved.plan(), EditKind::Status, TALK), "planned", "the go is news");
    let told = saved.after_run().today("2020-10-21");
    assert_eq!(fate(&told.plan(), EditKind::Status, TALK), "unchanged");
    // A day that comes is none.
    let before = World::new().items(&[stub(1, &staff("Ada"))]).coordinated().today("2020-10-02").after_run();
    assert_eq!(fate(&before.today("2020-10-12").plan(), EditKind::Status, TALK), "unchanged");
    // A pause that begins with the quarter lasts longer than the grace.
    let paused = World::new()
        .items(&[stub(1, &staff("Ada"))])
        .on_board("notices.pause", "[\"09-20..10-10\", \"10-11..10-14\"]");
    assert_eq!(reminders(&paused.today("2020-10-02")), "Personal reminders go out from 15 October 2020 on.");
}

#[test]
fn what_is_left_out_is_said_in_a_line() {
    let more = "<p>Some words that nobody asked for, in a paragraph of their own.</p>";
    let text = text(&World::new().page(&page(&[stub(1, &staff("Ada")), filled(2, &staff("Bo")) + more])));
    assert!(
        text.contains(
            "Not in this table: 1 passage of the page of which the bot can’t tell what it is, under “"
        ),
        "{text}"
    );
}

#[test]
fn after_the_quarter_the_table_says_what_became_of_it_and_then_rests() {
    let items = |last: &str| {
        [
            item(1, &staff("Ada"), &stated("Done")),
            item(2, &staff("Bo"), &list(&["One"])),
            item(3, &staff("Cyd"), last),
        ]
    };
    let world = World::new().items(&items(&stated("In progress"))).today("2020-12-20").after_run();
    let table_on = |world: &World, day: &str| fate(&world.clone().today(day).plan(), EditKind::Status, TALK);
    assert_eq!(table_on(&world, "2021-01-01"), "planned");
    let over = world.clone().today("2021-01-01");
    assert!(
        first(&over).starts_with("The quarter is over: '''1 done, 1 still under way, 1 not said.'''"),
        "{}",
        first(&over)
    );
    let over = over.after_run();
    assert_eq!(["2021-01-02", "2021-01-30"].map(|day| table_on(&over, day)), ["unchanged", "unchanged"]);
    // A status that comes late is shown, once more.
    let said = over.clone().items(&items(&stated("Done"))).revised(PAGE);
    assert_eq!(table_on(&said, "2021-01-09"), "planned");
    assert!(first(&said.clone().today("2021-01-09")).contains("'''2 done, 1 not said.'''"));
    // And then no more.
    assert_eq!(["2021-01-31", "2021-03-01"].map(|day| table_on(&said, day)), ["nothing", "nothing"]);
    // No table is begun when its quarter is over.
    let none = World::new().items(&items(&stated("Done")));
    assert_eq!(table_on(&none, "2021-01-02"), "nothing");
}

#[test]
fn a_table_never_loses_what_cannot_be_read() {
    let both = |second: &str| {
        [objective("P", "", &[stub(1, &staff("Ada"))]), objective("Q", "", &[second.to_owned()])].concat()
    };
    let world = World::new().on_board("notices.enabled", "false");
    let world = world.page(&both(&filled(1, &staff("Bo")))).after_run().today("2020-11-20");
    let broken = "<p>{{#lst:Goals/2020-21 Q2/Part|goals}}</p>";
    let now = world.clone().page(&both(broken)).revised(PAGE);
    let plan = now.plan();
    if fate(&plan, EditKind::Status, TALK) != "suspicious-shrink" {
        panic!("{:?}\n{}", fate(&plan, EditKind::Status, TALK), text(&now));
    }
    // What somebody took out on purpose is gone.
    let one = world.page(&objective("P", "", &[stub(1, &staff("Ada"))])).revised(PAGE);
    assert_eq!(fate(&one.plan(), EditKind::Status, TALK), "planned");
}
