//! A page as it was understood, as a tree: objectives, key results, who answers for them and where that stands, goals,
//! statuses, and what is left out and why.

use std::fmt::Write as _;

use anstyle::Style;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::check::sizes;
use super::colour::Colour;
use super::page::Page;
use super::{coverage, unread};
use crate::config::Settings;
use crate::goals::{
    Emptiness, Goal, GoalPage, GoalsState, KeyResult, Manager, Managers, Objective, Source, Stated,
};
use crate::people::Owners;
use crate::read::{PageFacts, Survey};

/// For a person.
pub fn human(survey: &Survey<'_>, colour: Colour) -> String {
    let mut text = String::new();
    for page in &survey.pages {
        Tree { text: &mut text, owners: &survey.owners, colour }.page(page);
    }
    text.push_str(&unread::human(survey, colour));
    text + &colour.paint(Style::new().bold(), &sizes(survey)) + "\n"
}

/// For a program: the pages as in `check`, without findings.
pub fn json(survey: &Survey<'_>, settings: &Settings, today: NaiveDate) -> Json {
    json!({
        "schema": "goalkeeper.show/1",
        "wiki": settings.wiki.api_url(),
        "today": today,
        "pages": survey.pages.iter().map(|page| Page::with_why(page, &survey.owners)).collect::<Vec<_>>(),
        "unread": unread::json(survey),
        "never_matched": unread::boards(survey),
    })
}

struct Tree<'a> {
    text: &'a mut String,
    owners: &'a Owners,
    colour: Colour,
}

impl Tree<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "  ".repeat(depth));
    }

    fn page(&mut self, page: &PageFacts<'_>) {
        let quarter = match page.quarter {
            Some(quarter) => format!("for {} to {}", quarter.first_day(), quarter.last_day()),
            None => "for no single quarter".to_owned(),
        };
        let title = self.colour.paint(Style::new().bold(), page.title.as_str());
        self.line(0, &format!("{title}, {quarter}"));
        let Some(content) = page.content() else {
            self.line(1, "there is no such page yet\n");
            return;
        };
        self.line(1, &format!("layout: {}", content.layout));
        self.line(1, &format!("because {}", content.why));
        let share = 100.0 * content.coverage.share();
        self.line(1, &format!("coverage: {share:.0} % of {} words", content.coverage.words));
        let misfit = coverage::misfit(content, self.colour);
        self.text.push_str(&misfit);
        for objective in &content.objectives {
            self.objective(page, objective);
        }
        self.left_out(content);
        self.text.push('\n');
    }

    fn objective(&mut self, page: &PageFacts<'_>, objective: &Objective) {
        let title = self.colour.paint(Style::new().bold(), objective.shown_on(&page.title));
        self.text.push('\n');
        self.line(1, &title);
        if objective.manager != Managers::Absent {
            let managers = self.managers(&objective.manager);
            self.line(2, &format!("manager: {managers}"));
        }
        if let Some(unread) = &objective.unread {
            self.line(2, &format!("not read: {unread}"));
        }
        for (number, result) in objective.key_results.iter().enumerate() {
            self.key_result(&objective.name_of(number).unwrap_or_default(), result);
        }
    }

    fn key_result(&mut self, name: &str, result: &KeyResult) {
        self.line(2, &format!("{name}  {}", result.text));
        let managers = self.managers(&result.managers);
        self.line(3, &format!("manager: {managers}"));
        if let Some(source) = &result.place.source_page {
            self.line(3, &format!("stands on: {source}"));
        }
        if let Some(stated) = &result.status {
            self.line(3, &format!("status: {}", status(stated)));
        }
        if let Some(eta) = &result.eta {
            self.line(3, &format!("until: {eta}"));
        }
        if !result.other_quarters.is_empty() {
            self.line(3, &format!("labels of other quarters: {}", result.other_quarters.join(", ")));
        }
        let label = result.goals_label.as_ref().map(|label| format!(" under “{label}”")).unwrap_or_default();
        let state = match (result.goals_state, &result.emptiness) {
            (GoalsState::Read, _) => format!("goals{label}:"),
            (GoalsState::Unknown, _) => format!("goals{label}: could not be read"),
            (GoalsState::Empty, Some(why)) => format!("goals{label}: none ({})", empty(why)),
            (GoalsState::Empty, None) => format!("goals{label}: none"),
        };
        self.line(3, &state);
        for Goal { text, status: stated } in &result.goals {
            let stated = stated.as_ref().map(|stated| format!(" [{}]", status(stated))).unwrap_or_default();
            self.line(4, &format!("• {text}{stated}"));
        }
    }

    /// Who is named, whose accounts that are, and in which line.
    fn managers(&self, managers: &Managers) -> String {
        let Managers::Named { managers, source, certain } = managers else {
            return match managers {
                Managers::Empty => "nobody in the place for a name",
                Managers::Unread => "a line that may or may not name somebody",
                Managers::Absent | Managers::Named { .. } => "no line names one",
            }
            .to_owned();
        };
        let one = |manager: &Manager| match self.owners.resolve(manager) {
            Some((account, _)) if account.as_str() == manager.name => manager.name.to_string(),
            Some((account, _)) => format!("{} (User:{account})", manager.name),
            None => format!("{} (no account known)", manager.name),
        };
        let names = managers.iter().map(one).collect::<Vec<_>>().join(", ");
        let doubt = if *certain { "" } else { ", not for certain" };
        format!("{names}; {}{doubt}", place(*source))
    }

    fn left_out(&mut self, content: &GoalPage) {
        let coverage = &content.coverage;
        if coverage.left_out.is_empty() {
            return;
        }
        self.text.push('\n');
        self.line(1, &coverage::summary(coverage));
        for left_out in &coverage.left_out {
            let line = coverage::line(left_out, "    ");
            self.text.push_str(&line);
        }
    }
}

fn place(source: Source) -> &'static str {
    match source {
        Source::Own => "in a line of its own",
        Source::Section => "in one line for several key results",
        Source::Objective => "in the objective's line",
        Source::Row => "in its row",
        Source::Outcome => "in the line for its outcome",
        Source::Page => "in one line for the whole page",
    }
}

fn status(stated: &Stated) -> String {
    match stated.status.and_then(|status| serde_json::to_value(status).ok()) {
        Some(Json::String(word)) if word != stated.text.to_lowercase() => format!("{}: {word}", stated.text),
        _ => stated.text.to_string(),
    }
}

fn empty(why: &Emptiness) -> String {
    match why {
        Emptiness::NothingAfterLabel => "nothing behind the label".to_owned(),
        Emptiness::OnlyARemark => "something that may or may not be meant as one".to_owned(),
        Emptiness::OnlyPlaceholder(text) => format!("only “{text}”"),
        Emptiness::OnlyOtherQuarter(label) => format!("only under “{label}”"),
        Emptiness::EmptyBullet => "an empty list item".to_owned(),
        Emptiness::NoLabel => "no label for them".to_owned(),
        Emptiness::EmptyCell(heading) => format!("nothing in the column “{heading}”"),
    }
}
