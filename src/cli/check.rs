//! `goalkeeper check`: read and report.

use std::io::{self, IsTerminal as _};

use super::{Context, Exit, Failure, log_cost, print, quarter_fits, read};
use crate::output::check::{Colour, check};
use crate::output::json;
use crate::survey::Survey;
use crate::wiki::{Session, Site};

pub async fn run(context: &Context, titles: &[String]) -> Result<Exit, Failure> {
    if titles.is_empty() && context.settings().boards.is_empty() {
        return Err(Failure::Usage(
            "nothing to check: name a page, as in goalkeeper check \"Goals/2020-21 Q2\", or set up a board"
                .to_owned(),
        ));
    }
    if titles.is_empty() {
        quarter_fits(context)?;
    }
    let session = match Session::connect(context.settings(), false, None).await {
        Ok(session) => session,
        Err(error) => {
            report(context, &Survey::failed(titles, &error), None)?;
            return Err(error.into());
        }
    };
    let survey = match read(context, &session, titles).await {
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
    } else if survey.reports.iter().any(|report| !report.findings.is_empty()) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn report(context: &Context, survey: &Survey, site: Option<&Site>) -> Result<(), Failure> {
    print(
        context.args.format,
        || json::check(survey, context.settings(), site, context.today),
        || check(survey, site, colour()),
    )
}

/// Colours for a terminal, unless `NO_COLOR` says otherwise (https://no-color.org).
pub(super) fn colour() -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stdout().is_terminal() && !refused { Colour::On } else { Colour::Off }
}
