//! `goalkeeper check` and `goalkeeper show`: read, and report what is missing or what is there.

use super::context::{Context, Exit, Failure, colour, log_cost};
use super::reading;
use crate::read::Survey;
use crate::report::{check, show};
use crate::wiki::{Session, Site};

/// What is printed of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// What is missing on them: `check`.
    Report,
    /// What is on them: `show`.
    Tree,
}

impl As {
    fn command(self) -> &'static str {
        match self {
            Self::Report => "check",
            Self::Tree => "show",
        }
    }
}

pub async fn run(context: &Context, titles: &[String], printed: As) -> Result<Exit, Failure> {
    if titles.is_empty() && context.settings().boards.is_empty() {
        let command = printed.command();
        return Err(Failure::Usage(format!(
            "nothing to {command}: name a page, as in goalkeeper {command} \"Goals/2020-21 Q2\", or set up a board"
        )));
    }
    if titles.is_empty() {
        context.quarter_fits()?;
    }
    let session = match Session::connect(&context.settings().connection(), false, None).await {
        Ok(session) => session,
        Err(error) => {
            report(context, printed, &Survey::failed(titles, &error), None)?;
            return Err(error.into());
        }
    };
    let pages = context.on_wiki(&session).await?;
    let survey = match reading::titles(context, &session, &pages, titles, None).await {
        Ok(survey) => survey,
        Err(error) => {
            report(context, printed, &Survey::failed(titles, &error), Some(session.site()))?;
            return Err(error.into());
        }
    };
    report(context, printed, &survey, Some(session.site()))?;
    log_cost(&session);
    Ok(if survey.is_incomplete() {
        Exit::Unreadable
    } else if printed == As::Report && survey.pages.iter().any(|page| !page.findings.is_empty()) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn report(context: &Context, printed: As, survey: &Survey<'_>, site: Option<&Site>) -> Result<(), Failure> {
    let (settings, today) = (context.settings(), context.today);
    match printed {
        As::Report => context
            .print(|| check::json(survey, settings, site, today), || check::human(survey, site, colour())),
        As::Tree => context.print(|| show::json(survey, settings, today), || show::human(survey, colour())),
    }
}
