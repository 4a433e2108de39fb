//! `goalkeeper history`: how quarters filled up, week by week.

use super::context::{Context, Exit, Failure, colour, log_cost};
use super::reading;
use crate::read::{Filling, PageFacts, filling, last_quarter};
use crate::report::history;
use crate::wiki::{Session, WikiError};

pub async fn run(context: &Context, titles: &[String]) -> Result<Exit, Failure> {
    if titles.is_empty() {
        context.need_boards()?;
    }
    let session = Session::connect(&context.settings().connection(), false, None).await?;
    let pages = context.on_wiki(&session).await?;
    let survey = reading::titles(context, &session, &pages, titles, None).await?;
    let asked = context.asked(&[]);
    // Only this quarter and the last one, unless one is asked for.
    let before = match titles.is_empty() && asked.quarter.is_none() {
        true => last_quarter(&session, asked, &survey.found).await?.pages,
        false => Vec::new(),
    };
    let fillings = fillings(context, &session, survey.pages.iter().chain(&before)).await?;
    let (settings, today) = (context.settings(), context.today);
    context.print(
        || history::json(&fillings, &survey, settings, today),
        || history::human(&fillings, &survey, colour()),
    )?;
    log_cost(&session);
    let is_incomplete = survey.is_incomplete() || fillings.iter().any(Filling::is_failed);
    Ok(if is_incomplete { Exit::Unreadable } else { Exit::Fine })
}

/// How those of these pages filled up that are there. One of which a revision can't be fetched has no history.
///
/// # Errors
/// See [`WikiError`].
pub async fn fillings<'s>(
    context: &Context,
    session: &Session,
    pages: impl Iterator<Item = &'s PageFacts<'s>>,
) -> Result<Vec<Filling<'s>>, WikiError> {
    let bar = context.progress_bar("looking back");
    let asked = context.asked(&[]);
    let pages: Vec<_> = pages.filter(|page| page.read.is_some()).collect();
    let mut found = Vec::new();
    for (done, page) in pages.iter().enumerate() {
        reading::moving(&bar)(done as u64, pages.len() as u64);
        found.push(match filling(session, asked, page).await {
            Err(error @ (WikiError::Busy { .. } | WikiError::GaveUp(_))) => {
                tracing::warn!(page = page.title.as_str(), %error, "a revision of it can't be fetched");
                Filling::failed(page)
            }
            filling => filling?,
        });
    }
    bar.finish_and_clear();
    Ok(found)
}
