//! Reads goal pages for the commands, with a progress bar.

use indicatif::ProgressBar;

use super::context::Context;
use crate::config::NamedPages;
use crate::read::{Lists, Survey, survey};
use crate::wiki::{Session, WikiError};

/// Reads the boards' pages, and logs what could not be read.
///
/// # Errors
/// See [`WikiError`].
pub async fn boards<'a>(
    context: &'a Context,
    session: &Session,
    pages: &NamedPages,
    lists: Option<&Lists>,
) -> Result<Survey<'a>, WikiError> {
    let survey = titles(context, session, pages, &[], lists).await?;
    survey.log_what_is_missing();
    Ok(survey)
}

/// Reads `titles`, or the boards' pages if there are none.
///
/// # Errors
/// See [`WikiError`].
pub async fn titles<'a>(
    context: &'a Context,
    session: &Session,
    pages: &NamedPages,
    titles: &'a [String],
    lists: Option<&Lists>,
) -> Result<Survey<'a>, WikiError> {
    let bar = context.progress_bar("reading");
    let survey = survey(session, context.asked(titles), pages, lists, &moving(&bar)).await;
    bar.finish_and_clear();
    survey
}

/// Moves a progress bar: how much is done, and of how much.
pub fn moving(bar: &ProgressBar) -> impl Fn(u64, u64) + Sync {
    |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    }
}
