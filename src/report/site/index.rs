//! The overview: what each quarter comes to, boards and quarters as one map, and every goal page.

use std::collections::BTreeSet;

use askama::Template;

use super::counts::Counts;
use super::{Foot, Made, Part, Shown, quarter_name, rendered};
use crate::base::Quarter;
use crate::read::Survey;

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    foot: Foot,
    quarters: Vec<QuarterSaid>,
    map: Vec<Row<'a>>,
    pages: Vec<Line<'a>>,
    unread: Vec<(String, String)>,
}

struct QuarterSaid {
    name: String,
    said: String,
}

/// A board, and for each quarter what it comes to.
struct Row<'a> {
    board: &'a str,
    cells: Vec<String>,
}

struct Line<'a> {
    id: String,
    /// Its page here, or on the wiki; none if it isn't there.
    address: Option<String>,
    title: &'a str,
    board: &'a str,
    quarter: String,
    state: &'static str,
    counts: Option<Counts>,
    why: &'static str,
}

/// The page.
pub fn page(made: Made<'_>, parts: &[Part<'_>], shown: &[Shown<'_>]) -> String {
    let quarters: BTreeSet<Option<Quarter>> = shown.iter().map(|one| one.facts.quarter).collect();
    // By their days: boards may count years otherwise.
    let mut names: Vec<(Option<Quarter>, String)> =
        quarters.into_iter().map(|quarter| (quarter, quarter_name(quarter))).collect();
    names.sort_by_key(|(quarter, _)| std::cmp::Reverse(quarter.map(Quarter::first_day)));
    names.dedup_by(|one, other| one.1 == other.1);
    let lines: Vec<Line<'_>> = shown.iter().map(|one| line(made, one)).collect();
    let of = |name: &str, board: Option<&str>| {
        let fits = |line: &&Line<'_>| line.quarter == name && board.is_none_or(|board| line.board == board);
        let (mut all, mut pages) = (Counts::default(), 0);
        for counts in lines.iter().filter(fits).filter_map(|line| line.counts) {
            all += counts;
            pages += 1;
        }
        (all, pages)
    };
    let quarters = names.iter().map(|(_, name)| {
        let (counts, pages) = of(name, None);
        let said = match pages {
            0 => "no page that can be read yet.".to_owned(),
            pages => format!("{}, {}", super::super::counted(pages, "page", "pages"), counts.said()),
        };
        QuarterSaid { name: name.clone(), said }
    });
    // In the settings' order.
    let mut boards: Vec<&str> = Vec::new();
    for board in shown.iter().map(Shown::board) {
        if !boards.contains(&board) {
            boards.push(board);
        }
    }
    let map = boards.into_iter().map(|board| {
        let cell = |(_, name): &(Option<Quarter>, String)| match of(name, Some(board)) {
            (_, 0) => "–".to_owned(),
            (counts, _) => counts.goals(),
        };
        Row { board, cells: names.iter().map(cell).collect() }
    });
    let mut not_read: Vec<(String, String)> = Vec::new();
    // Some of it is the same in each quarter.
    for one in parts.iter().flat_map(|part| unread(part.survey)) {
        if !not_read.contains(&one) {
            not_read.push(one);
        }
    }
    let (quarters, map) = (quarters.collect(), map.collect());
    rendered(&Index { foot: made.foot(), quarters, map, pages: lines, unread: not_read })
}

fn line<'a>(made: Made<'_>, one: &Shown<'a>) -> Line<'a> {
    let (counts, name) = (one.counts(made.today), one.name());
    let (state, why) = match &counts {
        None if name.is_none() => ("missing", "not there yet"),
        None => ("unread", "not understood, so nothing is said of it"),
        Some(Counts { open: None, .. }) => ("over", ""),
        Some(Counts { open: Some(0), .. }) => ("filled", ""),
        Some(_) => ("open", ""),
    };
    let address = name.as_ref().map(|name| match counts {
        Some(_) => format!("{name}.html"),
        None => made.site.page_url(&one.facts.title, ""),
    });
    Line {
        address,
        id: name.unwrap_or_default(),
        title: one.facts.title.as_str(),
        board: one.board(),
        quarter: quarter_name(one.facts.quarter),
        state,
        counts,
        why,
    }
}

/// What could not be read, and why. What an old title leads to, and what may say no, is named nowhere.
fn unread(survey: &Survey<'_>) -> Vec<(String, String)> {
    let pages = survey.unread.iter().filter(|unread| unread.may_be_named());
    let pages = pages.map(|unread| (unread.title.clone(), unread.reason.clone()));
    let boards =
        survey.never_matched.iter().map(|never| (format!("board “{}”", never.board.name), never.problem()));
    let list = survey.boards_page.unreadable.iter().map(|why| ("the page of boards".to_owned(), why.clone()));
    pages.chain(boards).chain(list).collect()
}
