//! What a notice promises, and where its links lead.

use super::html::{filled, item, list, objective, page, staff, stub, transcluded};
use super::plans::the;
use super::world::{ADA, World, talk};
use crate::plan::{Change, EditKind};

fn text(world: &World) -> String {
    the(&world.plan(), EditKind::Notice).text()
}

/// What the address of a link in a notice says after `action=edit`.
fn edits(text: &str, words: &str) -> String {
    let end = text.find(words).unwrap_or_else(|| panic!("no “{words}” in {text}"));
    let address = text[..end].rsplit('[').next().unwrap();
    address.split("action=edit").nth(1).unwrap().trim().to_owned()
}

#[test]
fn a_name_is_changed_where_it_stands() {
    let of_objective = |items: &[String]| World::new().page(&objective("P", &staff("Ada"), items));
    let here = |world: &World| edits(&text(world), "Change the name");
    // In the key result's own section, in the objective's; in neither alone.
    assert_eq!(here(&World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))])), "&section=2");
    assert_eq!(here(&of_objective(&[stub(1, "")])), "&section=1");
    assert_eq!(here(&of_objective(&[filled(1, &staff("Bo")), item(2, "TBD", &list(&["A"]))])), "&section=1");
    assert_eq!(here(&of_objective(&[stub(1, &staff("Ada")), stub(2, "TBD")])), "");
    let part = transcluded("div", "Goals/2020-21 Q2/Part", &stub(1, &staff("Ada")));
    let text = text(&World::new().page(&objective("P", "", &[part])));
    let page = "[https://wiki.example/w/index.php?title=Goals/2020-21_Q2/Part&action=edit Change the name]";
    assert!(text.contains(page), "{text}");
}

#[test]
fn what_comes_next_is_said_as_it_is() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]);
    let says = |world: &World, words: &str| {
        let text = text(world);
        assert!(text.contains(words), "{words}: {text}");
        assert_eq!(text.contains("snooze until"), !words.starts_with("I won’t"), "{text}");
    };
    let last = "I won’t ask about this again.";
    says(&world, "I’d ask once more, not before 16 November 2020.");
    says(
        &world.clone().on_board("notices.interval_days", "3"),
        "I’d ask once more, not before 5 November 2020.",
    );
    says(&world.clone().on_board("notices.rounds", "3"), "I’d ask again, not before 16 November 2020.");
    says(&world.clone().on_board("notices.rounds", "1"), last);
    // After the quarter nobody is asked; nor is who was told as often as may be.
    says(&world.clone().today("2020-12-17"), "I’d ask once more, not before 31 December 2020.");
    says(&world.clone().today("2020-12-18"), last);
    says(&world.clone().set("limits.notices_per_owner", "1"), last);
    let three = world.on_board("notices.rounds", "3").set("limits.notices_per_owner", "2");
    says(&three, "I’d ask once more, not before 16 November 2020.");
    says(&three.told(ADA, "2020-21Q2/2020-10-10/12.1"), last);
}

#[test]
fn the_reply_has_only_what_is_still_open() {
    let both = [stub(1, &staff("Ada")), stub(2, &staff("Ada"))];
    let world = World::new().items(&both).today("2020-10-08").after_run().today("2020-10-22");
    let world = world.items(&[filled(1, &staff("Ada")), stub(2, &staff("Ada"))]);
    let plan = world.plan();
    let reply = the(&plan, EditKind::Notice);
    assert!(matches!(reply.change, Change::Reply { .. }), "{:?}", reply.change);
    let text = reply.text();
    assert!(text.contains("Number 2.") && !text.contains("Number 1."), "{text}");
    assert!(text.contains("I won’t ask about this again."), "{text}");
}

#[test]
fn nothing_hidden_stands_in_an_answer_by_a_link() {
    for language in ["en", "de", "fr"] {
        let world = World::new().on_board("notices.language", &format!("\"{language}\""));
        let text = text(&world.page(&page(&[stub(1, &staff("Ada"))])));
        let prefilled: Vec<&str> =
            text.split("preloadparams%5B%5D=").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
        assert_eq!(prefilled.len(), 4, "{text}");
        assert!(
            prefilled.iter().all(|words| !words.contains("gk1") && words.ends_with("%20%7E%7E%7E%7E")),
            "{prefilled:?}"
        );
    }
}

#[test]
fn the_heading_is_told_apart_from_one_that_stands_there() {
    let heading = |talk_page: &str| {
        let world = World::new().items(&[stub(1, &staff("Ada"))]).text(talk(ADA).as_str(), talk_page);
        the(&world.plan(), EditKind::Notice).change.heading().unwrap().to_owned()
    };
    let usual = "1 goal to write, October–December 2020";
    assert_eq!(heading("== 1 goal to write, July–September 2020 ==\nDone."), usual);
    assert_eq!(heading(&format!("== {usual} ==\nDone.")), format!("{usual} (2 November 2020)"));
}
