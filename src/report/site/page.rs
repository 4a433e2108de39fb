//! A goal page: what is missing, how it filled up, and its key results; in parts, if it is long.

use askama::Template;
use chrono::NaiveDate;
use smol_str::SmolStr;

use super::super::coverage;
use super::chart::{Chart, charts};
use super::{File, Foot, Made, Shown, file, quarter_name, rendered};
use crate::base::Title;
use crate::goals::{Figures, Goal, GoalPage, KeyResult, LeftOut, Manager, Objective, Stated};
use crate::rules::{Finding, Topic};
use crate::wikitext::cut;

/// So many bytes has a page; the rest of its key results stands on the next one.
const MOST: usize = 95_000;
/// So many of them are for key results, however much is around them.
const LEAST: usize = 10_000;
/// So many bytes of a key result's goals are shown; the rest is on the wiki.
const MOST_OF_GOALS: usize = 40_000;
/// A text is cut after so many characters; the rest is on the wiki.
const LONGEST: usize = 5_000;
/// So many findings, and places left out, are listed.
const MOST_LISTED: usize = 40;
/// Of a text that is left out so many characters are shown.
const LONGEST_QUOTE: usize = 200;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    foot: Foot,
    title: &'a str,
    board: &'a str,
    quarter: String,
    url: String,
    said: String,
    part: usize,
    parts: Vec<String>,
    charts: Vec<Chart>,
    points: Vec<Day>,
    has_managers: bool,
    has_statuses: bool,
    is_asked: bool,
    why_none: Option<&'static str>,
    findings: Vec<FindingShown>,
    findings_more: usize,
    has_filter: bool,
    sections: Vec<String>,
    left_out: Vec<LeftOutShown<'a>>,
    left_out_said: String,
    left_out_more: usize,
}

struct Day {
    day: NaiveDate,
    figures: Figures,
}

struct FindingShown {
    what: String,
    rule: &'static str,
    edit: Option<String>,
    place: String,
}

struct LeftOutShown<'a> {
    text: String,
    reason: &'a str,
}

#[derive(Template)]
#[template(path = "objective.html")]
struct ObjectiveShown<'a> {
    title: &'a str,
    managers: String,
    url: String,
    unread: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultShown {
    name: SmolStr,
    text: String,
    managers: String,
    goals: Vec<(String, Option<String>)>,
    goals_more: usize,
    no_goals: &'static str,
    status: Option<String>,
    open: String,
    edit: String,
}

/// The files of a page; none of one that isn't there, or not understood.
pub fn files(made: Made<'_>, one: Shown<'_>) -> Vec<File> {
    let (Some(content), Some(name)) = (one.content(), one.name()) else { return Vec::new() };
    let around = rendered(&page(made, one, content)).len();
    let sections = sections(made, one, content, MOST.saturating_sub(around).max(LEAST));
    let count = sections.len();
    let part_name = |part: usize| match part {
        0 => format!("{name}.html"),
        part => format!("{name}-{}.html", part + 1),
    };
    let names: Vec<String> = (0..count).map(part_name).collect();
    let page = |(at, sections): (usize, Vec<String>)| {
        let page = Page { part: at + 1, parts: names.clone(), sections, ..page(made, one, content) };
        file(&names[at], rendered(&page))
    };
    sections.into_iter().enumerate().map(page).collect()
}

fn page<'a>(made: Made<'_>, one: Shown<'a>, content: &'a GoalPage) -> Page<'a> {
    let facts = one.facts;
    let points = one.filling.map(|filling| filling.points.as_slice()).unwrap_or_default();
    let findings = facts.findings.iter().map(|finding| finding_shown(made, &facts.title, finding));
    let left_out = &content.coverage.left_out;
    Page {
        foot: made.foot(),
        title: facts.title.as_str(),
        board: one.board(),
        quarter: quarter_name(facts.quarter),
        url: made.site.page_url(&facts.title, ""),
        said: one.counts(made.today).map(|counts| counts.said()).unwrap_or_default(),
        part: 1,
        parts: Vec::new(),
        charts: charts(points, content),
        has_managers: content.has_manager_labels,
        has_statuses: content.uses_statuses(),
        is_asked: one.open(made.today).is_some(),
        points: points.iter().map(|point| Day { day: point.day, figures: point.figures }).collect(),
        why_none: one.filling.and_then(|filling| filling.why_none),
        findings: findings.take(MOST_LISTED).collect(),
        findings_more: facts.findings.len().saturating_sub(MOST_LISTED),
        has_filter: content.key_results().nth(1).is_some(),
        sections: Vec::new(),
        left_out: left_out.iter().take(MOST_LISTED).map(left_out_shown).collect(),
        left_out_said: coverage::summary(&content.coverage),
        left_out_more: left_out.len().saturating_sub(MOST_LISTED),
    }
}

/// The objectives with their key results, so many bytes together as go on one page; one page at least.
fn sections(made: Made<'_>, one: Shown<'_>, content: &GoalPage, most: usize) -> Vec<Vec<String>> {
    let (mut pages, mut on_page) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    let open = one.open(made.today).unwrap_or_default();
    for (at, objective) in content.objectives.iter().enumerate() {
        let heading = rendered(&objective_shown(made, one, objective));
        let results = (0..objective.key_results.len()).map(|number| {
            let item = crate::rules::Item::KeyResult { objective: at, key_result: number };
            let topics = open.iter().find(|place| place.item() == item).map(|place| place.topics());
            rendered(&result_shown(made, one, (objective, number), topics.unwrap_or_default()))
        });
        let mut section = heading.clone();
        bytes += heading.len();
        for result in results {
            if bytes + result.len() > most && bytes > heading.len() {
                if section.len() > heading.len() {
                    on_page.push(section);
                }
                pages.push(std::mem::take(&mut on_page));
                section = heading.clone();
                bytes = heading.len();
            }
            bytes += result.len();
            section.push_str(&result);
        }
        on_page.push(section);
    }
    pages.push(on_page);
    pages
}

fn objective_shown<'a>(made: Made<'_>, one: Shown<'a>, objective: &'a Objective) -> ObjectiveShown<'a> {
    let title = &one.facts.title;
    ObjectiveShown {
        title: objective.shown_on(title),
        managers: names(objective.manager.named()),
        url: made.site.page_url(title, &objective.place.anchor),
        unread: objective.unread.as_deref(),
    }
}

fn result_shown(
    made: Made<'_>,
    one: Shown<'_>,
    (objective, number): (&Objective, usize),
    open: std::collections::BTreeSet<Topic>,
) -> ResultShown {
    let result: &KeyResult = &objective.key_results[number];
    let mut room = MOST_OF_GOALS;
    let fits = |goal: &&Goal| {
        // A sign that HTML would take for its own has five letters more.
        let bytes = goal.text.len() + 5 * goal.text.matches(['<', '>', '&', '"', '\'']).count();
        room.checked_sub(bytes).map(|left| room = left).is_some()
    };
    let goals: Vec<&Goal> = result.goals.iter().take_while(fits).collect();
    let goal = |goal: &Goal| (cut(&goal.text, LONGEST), goal.status.as_ref().map(stated));
    let no_goals = match result.goals_state {
        crate::goals::GoalsState::Unknown => "could not be read",
        _ => "none",
    };
    let open: Vec<&str> = open.into_iter().map(missing).collect();
    let open = match open.as_slice() {
        [] => String::new(),
        open => format!("waiting for {}", open.join(" and ")),
    };
    ResultShown {
        name: objective.name_of(number).unwrap_or_default(),
        text: cut(&result.text, LONGEST),
        managers: names(result.managers.named()),
        goals_more: result.goals.len() - goals.len(),
        goals: goals.into_iter().map(goal).collect(),
        no_goals,
        // It may be that of its only goal.
        status: result.status.as_ref().map(stated).filter(|status| !is_of_goal(result, status)),
        open,
        edit: result.place.edit_url(made.site, &one.facts.title),
    }
}

fn is_of_goal(result: &KeyResult, status: &str) -> bool {
    result.goals.iter().filter_map(|goal| goal.status.as_ref()).any(|of_goal| stated(of_goal) == status)
}

fn missing(topic: Topic) -> &'static str {
    match topic {
        Topic::Goals => "goals",
        Topic::Manager => "a manager",
        Topic::Statuses => "a status",
    }
}

fn stated(status: &Stated) -> String {
    cut(&status.text, LONGEST_QUOTE)
}

fn names(managers: &[Manager]) -> String {
    let names: Vec<&str> = managers.iter().map(|manager| manager.name.as_str()).collect();
    cut(&names.join(", "), LONGEST_QUOTE)
}

fn finding_shown(made: Made<'_>, title: &Title, finding: &Finding) -> FindingShown {
    let objective =
        finding.objective.as_deref().map(|objective| format!("{}: ", cut(objective, LONGEST_QUOTE)));
    let item = finding.key_result.as_deref().map(|name| format!("{}: ", cut(name, LONGEST_QUOTE)));
    let place = finding.key_result.as_deref().or(finding.objective.as_deref());
    FindingShown {
        what: [objective, item, Some(finding.message.text("en"))].into_iter().flatten().collect(),
        rule: finding.rule.as_str(),
        edit: Some(finding.place.edit_url(made.site, title)),
        place: place.map(|place| format!(" {}", cut(place, LONGEST_QUOTE))).unwrap_or_default(),
    }
}

fn left_out_shown(left_out: &LeftOut) -> LeftOutShown<'_> {
    LeftOutShown { text: cut(&left_out.text, LONGEST_QUOTE), reason: &left_out.reason }
}
