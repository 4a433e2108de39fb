//! What `check` found, as a person reads it: pages, on them objectives and items, what is missing
//! there, and once for each kind how to fix it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::human::{counted, never_matched};
use super::json::names;
use crate::checks::{Finding, Severity, rule};
use crate::survey::{Report, Survey};
use crate::wiki::Site;

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// With the terminal's colours.
    On,
    /// Plain text.
    Off,
}

impl Colour {
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        match self {
            Self::On => format!("{style}{text}{style:#}"),
            Self::Off => text.to_owned(),
        }
    }
}

/// The whole report.
pub fn check(survey: &Survey, site: Option<&Site>, colour: Colour) -> String {
    let mut text = String::new();
    for report in &survey.reports {
        page(&mut text, report, site, colour);
    }
    unread(&mut text, survey, colour);
    text.push_str(&summary(survey, colour));
    text
}

/// What was not read and why, and boards that never matched.
pub(super) fn unread(text: &mut String, survey: &Survey, colour: Colour) {
    for unread in &survey.unread {
        let title = colour.paint(Style::new().bold(), &unread.title);
        let _ = writeln!(text, "{title}\n  not read: {}\n", unread.reason);
    }
    for board in &survey.never_matched {
        let _ = writeln!(text, "{}\n", never_matched(board));
    }
}

fn page(text: &mut String, report: &Report, site: Option<&Site>, colour: Colour) {
    let quarter =
        report.quarter.map(|q| format!(", {} to {}", q.first_day(), q.last_day())).unwrap_or_default();
    let _ = writeln!(text, "{}{quarter}", colour.paint(Style::new().bold(), &report.title));
    if report.read.is_some() && report.quarter.is_none() {
        let _ = writeln!(text, "  for no single quarter; quarterly rules don't apply");
    }
    let mut above = None;
    for finding in &report.findings {
        let (objective, label) = names(report, finding.item);
        if objective != above {
            if let Some(objective) = objective {
                let _ = writeln!(text, "\n  {objective}");
            }
            above = objective;
        }
        one(text, report, finding, label.as_deref(), site, colour);
    }
    let objectives = report.read.iter().flat_map(|read| &read.content.objectives);
    for (objective, unread) in
        objectives.filter_map(|objective| Some((objective, objective.unread.as_ref()?)))
    {
        let _ = writeln!(text, "\n  {}\n    not read: {unread}", objective.title);
    }
    let rules: BTreeSet<_> = report.findings.iter().map(|finding| finding.rule).collect();
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

fn one(
    text: &mut String,
    report: &Report,
    finding: &Finding,
    label: Option<&str>,
    site: Option<&Site>,
    colour: Colour,
) {
    let (word, style) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red.on_default().bold()),
        Severity::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
        Severity::Note => ("note", AnsiColor::Green.on_default().bold()),
    };
    let owners = finding.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(", ");
    let owners = if owners.is_empty() { owners } else { format!(" ({owners})") };
    let label = label.map(|label| format!("{label}: ")).unwrap_or_default();
    let word = colour.paint(style, &format!("{word}[{}]", finding.rule));
    let _ = writeln!(text, "    {word} {label}{}{owners}", finding.message.text("en"));
    if let Some(site) = site {
        let _ = writeln!(text, "      edit: {}", site.edit_place(&report.title, &finding.place));
    }
}

fn summary(survey: &Survey, colour: Colour) -> String {
    let contents =
        || survey.reports.iter().filter_map(|report| report.read.as_ref()).map(|read| &read.content);
    let found = count_findings(survey);
    let found = found.iter().map(|(rule, count)| format!("{count} {rule}")).collect::<Vec<_>>().join(", ");
    let allowed: usize = survey.reports.iter().map(|report| report.allowed.len()).sum();
    let mut line = format!(
        "{}, {}, {}: {}",
        counted(survey.reports.len(), "page", "pages"),
        counted(contents().map(|page| page.objectives.len()).sum(), "objective", "objectives"),
        counted(contents().map(|page| page.key_results().count()).sum(), "key result", "key results"),
        if found.is_empty() { "nothing found" } else { &found },
    );
    if allowed > 0 {
        let _ = write!(line, "; {allowed} allowed on the page");
    }
    if !survey.unread.is_empty() {
        let _ = write!(line, "; {} not read", survey.unread.len());
    }
    colour.paint(Style::new().bold(), &line) + "\n"
}

/// How many findings there are of each rule.
pub fn count_findings(survey: &Survey) -> BTreeMap<&'static str, usize> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in survey.reports.iter().flat_map(|report| &report.findings) {
        *found.entry(finding.rule.as_str()).or_default() += 1;
    }
    found
}
