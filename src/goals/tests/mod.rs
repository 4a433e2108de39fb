//! Small pages, from HTML to what is read; a file each for the parts of the reader.

mod accents;
mod account;
mod anchors;
mod cells;
mod cost;
mod extends;
mod figures;
mod goals;
mod headings;
pub mod html;
mod inline;
mod labels;
mod languages;
mod layouts;
mod lines;
mod managers;
mod model;
mod outline;
mod own_table;
mod people;
mod repeats;
mod tables;
mod transclusion;

use std::sync::LazyLock;

pub use account::strays;

use super::{
    Emptiness, GoalPage, GoalsState, KeyResult, Layouts, Managers, NotRead, Reading, Stated, Status,
    quarter_in, read_page,
};
use crate::base::Title;
use crate::wiki::UserNamespaces;

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);

/// Reads HTML as the page of a title.
pub fn read_html(title: &str, html: &str, layout: Option<&str>) -> Result<GoalPage, NotRead> {
    let title = Title::of_wiki(title);
    let quarter = quarter_in(title.as_str());
    let namespaces = UserNamespaces::default();
    read_page(
        html,
        Reading {
            title: &title,
            quarter,
            by_heading: None,
            layouts: &LAYOUTS,
            layout,
            may_guess: true,
            namespaces: &namespaces,
        },
    )
}

/// The names of the built-in layouts, and the choice of the one that fits.
pub fn every_layout() -> impl Iterator<Item = Option<&'static str>> {
    LAYOUTS.iter().map(|layout| Some(layout.name())).chain([None])
}

const TITLE: &str = "Wikimedia Technology/Goals/2020-21 Q2";

fn page(wikitext: &str) -> GoalPage {
    read_html(TITLE, &html::html(wikitext), None).unwrap()
}

/// What is read of a page, a line for each objective and each key result under it:
/// `# TITLE | managers` and `LABEL | TEXT | managers | goals`.
fn read(wikitext: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for objective in page(wikitext).objectives {
        lines.push(format!("# {} | {}", objective.title, named(&objective.manager)));
        for result in objective.key_results {
            let label = result.label.as_deref().unwrap_or("-");
            let (managers, goals) = (named(&result.managers), goals_of(&result));
            lines.push(format!("{label} | {} | {managers} | {goals}", result.text));
        }
    }
    lines
}

/// The goals of a page with one objective and these key results, a line each: `LABEL: goals`.
fn goals(key_results: &str) -> Vec<String> {
    let text = format!("== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n{key_results}");
    let page = page(&text);
    let results = page.key_results();
    results.map(|(.., kr)| format!("{}: {}", kr.label.as_deref().unwrap_or("-"), goals_of(kr))).collect()
}

/// `Ada Sample, Bo (section)`; with a question mark if that is not certain.
fn named(managers: &Managers) -> String {
    match managers {
        Managers::Absent => "no line".to_owned(),
        Managers::Empty => "nobody".to_owned(),
        Managers::Unread => "unread".to_owned(),
        Managers::Named { managers, source, certain } => {
            let names: Vec<_> = managers.iter().map(|manager| manager.name.as_str()).collect();
            let doubt = if *certain { "" } else { "?" };
            format!("{} ({}){doubt}", names.join(", "), format!("{source:?}").to_lowercase())
        }
    }
}

/// The status of the first key result of a page.
fn status_of(page: &GoalPage) -> Option<Status> {
    Stated::status(page.objectives[0].key_results[0].status.as_ref())
}

/// `[A goal; Another goal (Done)]`, or why there are none.
fn goals_of(result: &KeyResult) -> String {
    let goals = result.goals.iter().map(|goal| match Stated::status(goal.status.as_ref()) {
        Some(status) => format!("{} ({status:?})", goal.text),
        None => goal.text.clone(),
    });
    let goals: Vec<_> = goals.collect();
    match (&result.goals_state, &result.emptiness) {
        (GoalsState::Read, _) => format!("[{}]", goals.join("; ")),
        (GoalsState::Unknown, _) => "unknown".to_owned(),
        (GoalsState::Empty, Some(Emptiness::NothingAfterLabel)) => "nothing after the label".to_owned(),
        (GoalsState::Empty, Some(Emptiness::OnlyARemark)) => "doubt".to_owned(),
        (GoalsState::Empty, Some(Emptiness::OnlyPlaceholder(text))) => format!("only “{text}”"),
        (GoalsState::Empty, Some(Emptiness::OnlyOtherQuarter(label))) => format!("only under “{label}”"),
        (GoalsState::Empty, Some(Emptiness::EmptyBullet)) => "an empty list item".to_owned(),
        (GoalsState::Empty, Some(Emptiness::NoLabel)) => "no label".to_owned(),
        (GoalsState::Empty, Some(Emptiness::EmptyCell(heading))) => format!("nothing in “{heading}”"),
        (GoalsState::Empty, None) => panic!("empty without a reason: {result:?}"),
    }
}

#[test]
fn pages_made_here_read_as_those_that_parsoid_made() {
    macro_rules! page {
        ($wikitext:literal, $html:literal) => {
            (
                $wikitext,
                include_str!(concat!("../../../", $wikitext, ".wikitext")),
                include_str!(concat!("../../../fuzz/seeds/read_page/", $html, ".html")),
            )
        };
    }
    for (name, wikitext, parsoid) in [
        page!("tests/pages/key-results", "key-results"),
        page!("tests/pages/key-results--br", "key-results--br"),
        page!("deploy/dev-wiki/pages/(Main)/Sample Product%2FGoals%2F2020-21 Q2", "sample-product"),
        page!("deploy/dev-wiki/pages/(Main)/Wikimedia Technology%2FGoals%2F2020-21 Q2", "technology-q2"),
        page!("deploy/dev-wiki/pages/(Main)/Wikimedia Technology%2FGoals%2F2020-21 Q1", "technology-q1"),
    ] {
        let title = if name.ends_with("Q1") { "Goals/2020-21 Q1" } else { "Goals/2020-21 Q2" };
        let ours = read_html(title, &html::html(wikitext), None).unwrap();
        assert_eq!(ours, read_html(title, parsoid, None).unwrap(), "{name}");
        assert!(ours.key_results().any(|(.., result)| result.goals_state == GoalsState::Read));
    }
}
