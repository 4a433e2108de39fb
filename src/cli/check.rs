//! `goalkeeper check`: read and report.

use super::context::{Context, Exit, Failure, colour, log_cost};
use super::reading;
use crate::read::Survey;
use crate::report::check;
use crate::wiki::{Session, Site};

pub async fn run(context: &Context, titles: &[String]) -> Result<Exit, Failure> {
    if titles.is_empty() && context.settings().boards.is_empty() {
        return Err(Failure::Usage(
            "nothing to check: name a page, as in goalkeeper check \"Goals/2020-21 Q2\", or set up a board"
                .to_owned(),
        ));
    }
    if titles.is_empty() {
        context.quarter_fits()?;
    }
    let session = match Session::connect(&context.settings().connection(), false, None).await {
        Ok(session) => session,
        Err(error) => {
            report(context, &Survey::failed(titles, &error), None)?;
            return Err(error.into());
        }
    };
    let pages = context.named_pages(&session)?;
    let survey = match reading::titles(context, &session, &pages, titles, None).await {
        Ok(survey) => survey,
        Err(error) => {
            report(context, &Survey::failed(titles, &error), Some(session.site()))?;
            return Err(error.into());
        }
    };
    report(context, &survey, Some(session.site()))?;
    log_cost(&session);
    Ok(if survey.is_incomplete() {
        Exit::Unreadable
    } else if survey.pages.iter().any(|page| !page.findings.is_empty()) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn report(context: &Context, survey: &Survey<'_>, site: Option<&Site>) -> Result<(), Failure> {
    context.print(
        || check::json(survey, context.settings(), site, context.today),
        || check::human(survey, site, colour()),
    )
}
