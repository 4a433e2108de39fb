//! The static site: an overview of boards and quarters, a page for each goal page, the rules, and the figures for programs. Only files are
//! made here, in memory; every text of a goal page passes through a template that makes it harmless. No data file, file name or anchor
//! names a person: this is no tool to look people up.

mod chart;
mod counts;
mod data;
mod index;
mod page;
mod printed;
mod words;

use std::collections::BTreeSet;

use askama::Template;
use chrono::NaiveDate;

use crate::base::{PageId, Quarter, Title};
use crate::goals::GoalPage;
use crate::read::{Filling, PageFacts, Survey};
use crate::rules::{OpenPlace, RULES, open_places};
use crate::wiki::{self, NS_USER, NS_USER_TALK};
use counts::Counts;
pub use printed::{human, json};

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name within the site's folder.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What the site shows of a quarter.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// What was read.
    pub survey: &'a Survey<'a>,
    /// How its pages filled up.
    pub fillings: &'a [Filling<'a>],
    /// Whether it is an earlier quarter, whose pages are then late ones.
    pub is_earlier: bool,
}

/// Where and when the site is made.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// The wiki.
    pub site: &'a wiki::Site,
    /// The day.
    pub today: NaiveDate,
}

/// What stands at the foot of each page.
#[derive(Debug)]
pub struct Foot {
    day: NaiveDate,
    wiki: String,
    wiki_name: String,
}

/// A goal page on the site.
#[derive(Clone, Copy)]
struct Shown<'a> {
    facts: &'a PageFacts<'a>,
    filling: Option<&'a Filling<'a>>,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    foot: Foot,
    rules: Vec<RuleShown>,
}

struct RuleShown {
    name: &'static str,
    explanation: &'static str,
}

const STYLE: &str = include_str!("static/style.css");
const FILTER: &str = include_str!("static/filter.js");
const ICON: &str = include_str!("static/icon.svg");

/// The file by which a site is known.
pub const MARK: &str = "figures.json";

/// The files that every site has.
const NAMES: [&str; 8] =
    ["style.css", "filter.js", "icon.svg", "index.html", "rules.html", MARK, "figures.csv", "words.js"];

/// All files of the site.
pub fn files(made: Made<'_>, parts: &[Part<'_>]) -> Vec<File> {
    let mut shown: Vec<Shown<'_>> = parts.iter().flat_map(pages_of).collect();
    // An earlier quarter's title may lead to a page that is shown already.
    let mut names = BTreeSet::new();
    shown.retain(|one| one.name().is_none_or(|name| names.insert(name)));
    let full_names = data::full_names(&shown);
    let texts = [
        STYLE.to_owned(),
        FILTER.to_owned(),
        ICON.to_owned(),
        index::page(made, parts, &shown),
        rules(made),
        data::json(made, &shown, &full_names),
        data::csv(made, &shown, &full_names),
        words::script(&shown),
    ];
    let mut files: Vec<File> = NAMES.into_iter().zip(texts).map(|(name, text)| file(name, text)).collect();
    for one in &shown {
        files.extend(page::files(made, *one));
    }
    files
}

/// Whether a file of this name may be of a site.
pub fn is_of_site(name: &str) -> bool {
    let is_page = || {
        let number = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".html"));
        number.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '-'))
    };
    NAMES.contains(&name) || is_page()
}

/// Whether a text is that of the file by which a site is known.
pub fn is_mark(text: &str) -> bool {
    text.contains("\"goalkeeper.figures/")
}

/// The pages that the site shows of a quarter: none of another one that were read beside them, or that an old title leads to.
fn pages_of<'a>(part: &Part<'a>) -> impl Iterator<Item = Shown<'a>> {
    let Part { survey, fillings, is_earlier } = *part;
    survey.pages.iter().filter(move |page| page.is_late == is_earlier && !page.names_other_quarter()).map(
        move |facts| {
            let of_page =
                |filling: &&Filling<'_>| *filling.title == facts.title && filling.quarter == facts.quarter;
            Shown { facts, filling: fillings.iter().find(of_page) }
        },
    )
}

impl<'a> Shown<'a> {
    /// By which its files are called, and found: the page's number and the quarter's month, never a title, for that may be a person's.
    fn name(&self) -> Option<String> {
        let PageId(id) = self.facts.read.as_ref()?.id;
        let month = self.facts.quarter.map(|quarter| quarter.first_day().format("-%Y-%m").to_string());
        Some(format!("page-{id}{}", month.unwrap_or_default()))
    }

    fn board(&self) -> &'a str {
        self.facts.board.map_or("", |board| board.settings().name.as_str())
    }

    /// What is on it; `None` if it isn't there, or not understood: then nothing is said of it.
    fn content(&self) -> Option<&'a GoalPage> {
        self.facts.content().filter(|content| content.coverage.is_enough())
    }

    /// Its open places; `None` of a quarter that is over, or of none: nobody is asked then.
    fn open(&self, today: NaiveDate) -> Option<Vec<OpenPlace<'a>>> {
        let is_asked = self.facts.quarter.is_some_and(|quarter| quarter.last_day() >= today);
        is_asked.then(|| open_places(&self.facts.findings))
    }

    /// Its figures.
    fn counts(&self, today: NaiveDate) -> Option<Counts> {
        Some(Counts::of(self.content()?, self.open(today).map(|open| open.len())))
    }

    /// Its title, unless it names somebody: a user's page, or one that is called by one of these full names.
    fn harmless_title(&self, made: Made<'_>, full_names: &BTreeSet<String>) -> Option<&'a str> {
        let title = &self.facts.title;
        let is_users =
            made.site.namespace(title).is_some_and(|number| [NS_USER, NS_USER_TALK].contains(&number));
        let folded = words::folded(title.as_str());
        let is_named = full_names.iter().any(|name| folded.contains(name));
        (!is_users && !is_named).then_some(title.as_str())
    }
}

/// The managers' names and accounts on all pages.
fn managers_names(shown: &[Shown<'_>]) -> impl Iterator<Item = String> {
    let managers = shown.iter().filter_map(|one| one.facts.content()).flat_map(GoalPage::managers);
    managers.flat_map(|manager| {
        let account = manager.account.as_ref().map(|account| account.as_str().to_owned());
        [Some(manager.name.to_string()), account].into_iter().flatten()
    })
}

impl Made<'_> {
    fn foot(self) -> Foot {
        let wiki = self.site.page_url(&Title::of_wiki(""), "");
        let name =
            wiki.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(&wiki).to_owned();
        Foot { day: self.today, wiki_name: name, wiki }
    }
}

fn file(name: &str, text: String) -> File {
    File { name: name.to_owned(), text }
}

/// A template's text; none if it fails, which it does only where a value's own form does.
fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

fn rules(made: Made<'_>) -> String {
    let shown =
        |rule: &&crate::rules::Rule| RuleShown { name: rule.id.as_str(), explanation: rule.explanation };
    rendered(&RulesPage { foot: made.foot(), rules: RULES.iter().map(shown).collect() })
}

/// “October–December 2020”, or of a page for no quarter “no single quarter”.
fn quarter_name(quarter: Option<Quarter>) -> String {
    let Some(quarter) = quarter else { return "no single quarter".to_owned() };
    let (first, last) = (quarter.first_day(), quarter.last_day());
    let year = |day: NaiveDate| day.format("%Y").to_string();
    match year(first) == year(last) {
        true => format!("{}–{} {}", first.format("%B"), last.format("%B"), year(last)),
        false => format!("{} {} – {} {}", first.format("%B"), year(first), last.format("%B"), year(last)),
    }
}
