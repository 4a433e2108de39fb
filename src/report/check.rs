//! What `check` found: pages, on them objectives and items, what is missing there, and once for each kind how to fix it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::json;

use super::colour::Colour;
use super::page::{FiguresShown, Page};
use super::{counted, coverage, unread};
use crate::base::Title;
use crate::config::Settings;
use crate::goals::Figures;
use crate::read::{PageFacts, Survey};
use crate::rules::{Finding, Severity, open_places, rule};
use crate::wiki::Site;

/// For a person. `site` is `None` if the wiki could not be asked at all.
pub fn human(survey: &Survey<'_>, site: Option<&Site>, colour: Colour) -> String {
    let mut text = String::new();
    for page in &survey.pages {
        one_page(&mut text, page, site, colour);
    }
    text.push_str(&unread::human(survey, colour));
    text.push_str(&summary(survey, colour));
    text
}

fn one_page(text: &mut String, page: &PageFacts<'_>, site: Option<&Site>, colour: Colour) {
    let quarter =
        page.quarter.map(|q| format!(", {} to {}", q.first_day(), q.last_day())).unwrap_or_default();
    let _ = writeln!(text, "{}{quarter}", colour.paint(Style::new().bold(), page.title.as_str()));
    if page.read.is_some() && page.quarter.is_none() {
        let _ = writeln!(
            text,
            "  for no single quarter; quarterly rules don't apply (if it is for one, name that with --quarter)"
        );
    }
    if let Some(content) = page.content() {
        text.push_str(&coverage::short(content, colour));
    }
    let mut above = None;
    for finding in &page.findings {
        let objective = page.content().and_then(|content| finding.item.on(content).0);
        let objective = objective.map(|objective| objective.shown_on(&page.title));
        if objective != above {
            if let Some(objective) = objective {
                let _ = writeln!(text, "\n  {objective}");
            }
            above = objective;
        }
        one_finding(text, &page.title, finding, site, colour);
    }
    let objectives = page.content().into_iter().flat_map(|content| &content.objectives);
    for (objective, unread) in
        objectives.filter_map(|objective| Some((objective, objective.unread.as_ref()?)))
    {
        let _ = writeln!(text, "\n  {}\n    not read: {unread}", objective.shown_on(&page.title));
    }
    let rules: BTreeSet<_> = page.findings.iter().map(|finding| finding.rule).collect();
    if rules.is_empty() {
        let _ = writeln!(text, "  nothing is missing");
    } else {
        text.push('\n');
    }
    for id in rules {
        let fix = rule(id.as_str()).map(|rule| rule.fix).unwrap_or_default();
        let help = colour.paint(AnsiColor::Cyan.on_default().bold(), "fix");
        let _ = writeln!(text, "  {help} {id}: {fix}");
    }
    text.push('\n');
}

fn one_finding(text: &mut String, page: &Title, finding: &Finding, site: Option<&Site>, colour: Colour) {
    let (word, style) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red.on_default().bold()),
        Severity::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
        Severity::Note => ("note", AnsiColor::Green.on_default().bold()),
    };
    let owners = finding.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(", ");
    let owners = if owners.is_empty() { owners } else { format!(" ({owners})") };
    let label = finding.key_result.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
    let word = colour.paint(style, &format!("{word}[{}]", finding.rule));
    let _ = writeln!(text, "    {word} {label}{}{owners}", finding.message.text("en"));
    if let Some(site) = site {
        let _ = writeln!(text, "      edit: {}", finding.place.edit_url(site, page));
    }
}

fn summary(survey: &Survey<'_>, colour: Colour) -> String {
    let found = count_findings(survey);
    let found = found.iter().map(|(rule, count)| format!("{count} {rule}")).collect::<Vec<_>>().join(", ");
    let allowed: usize = survey.pages.iter().map(|page| page.allowed.len()).sum();
    let mut line = format!("{}: {}", sizes(survey), if found.is_empty() { "nothing found" } else { &found });
    if allowed > 0 {
        let _ = write!(line, "; {allowed} allowed on the page");
    }
    if !survey.unread.is_empty() {
        let _ = write!(line, "; {} not read", survey.unread.len());
    }
    colour.paint(Style::new().bold(), &line) + "\n"
}

/// “1 page, 5 objectives, 16 key results”
pub fn sizes(survey: &Survey<'_>) -> String {
    format!(
        "{}, {}, {}",
        counted(survey.pages.len(), "page", "pages"),
        counted(objectives(survey), "objective", "objectives"),
        counted(key_results(survey), "key result", "key results"),
    )
}

fn objectives(survey: &Survey<'_>) -> usize {
    survey.contents().map(|(_, content)| content.objectives.len()).sum()
}

fn key_results(survey: &Survey<'_>) -> usize {
    survey.contents().map(|(_, content)| content.key_results().count()).sum()
}

/// How many findings there are of each rule.
fn count_findings(survey: &Survey<'_>) -> BTreeMap<&'static str, usize> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in survey.pages.iter().flat_map(|page| &page.findings) {
        *found.entry(finding.rule.as_str()).or_default() += 1;
    }
    found
}

/// For a program: page by page, so that no more than one is held as text.
pub fn json<'a>(
    survey: &'a Survey<'_>,
    settings: &'a Settings,
    site: Option<&'a Site>,
    today: NaiveDate,
) -> impl Serialize + 'a {
    Document { survey, settings, site, today }
}

struct Document<'a, 's> {
    survey: &'a Survey<'s>,
    settings: &'a Settings,
    site: Option<&'a Site>,
    today: NaiveDate,
}

impl Serialize for Document<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { survey, settings, site, today } = self;
        let pages = survey.pages.iter().map(|page| Page::checked(page, *site, &survey.owners));
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("schema", "goalkeeper.check/1")?;
        document.serialize_entry("wiki", &settings.wiki.api_url())?;
        document.serialize_entry("today", today)?;
        document.serialize_entry("pages", &Each(RefCell::new(pages)))?;
        document.serialize_entry("figures", &all_figures(survey))?;
        document.serialize_entry("unread", &unread::json(survey))?;
        document.serialize_entry("never_matched", &unread::boards(survey))?;
        document.serialize_entry(
            "summary",
            &json!({
                "pages": survey.pages.len(),
                "objectives": objectives(survey),
                "key_results": key_results(survey),
                "findings": count_findings(survey),
                "allowed": survey.pages.iter().map(|page| page.allowed.len()).sum::<usize>(),
            }),
        )?;
        document.end()
    }
}

/// A list that is made while it is written, once.
struct Each<I>(RefCell<I>);

impl<I: Iterator<Item: Serialize>> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for item in self.0.borrow_mut().by_ref() {
            list.serialize_element(&item)?;
        }
        list.end()
    }
}

fn all_figures(survey: &Survey<'_>) -> FiguresShown {
    let (mut figures, mut open) = (Figures::default(), 0);
    for page in survey.counted() {
        figures += page.content().map(Figures::of).unwrap_or_default();
        open += open_places(&page.findings).len();
    }
    FiguresShown::of(figures, open)
}
