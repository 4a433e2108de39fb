//! Reads goal pages for the commands, with a progress bar.

use indicatif::ProgressBar;

use super::context::Context;
use super::last_run;
use crate::config::NamedPages;
use crate::decide::{decide, due, overview_is_due};
use crate::plan::Plan;
use crate::read::{Asked, Lists, Survey, facts, survey};
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
    // Whoever writes, or shows what would be written, looks after the last quarter's tables, too.
    let asked = Asked { looks_back: lists.is_some(), ..context.asked(titles) };
    let survey = survey(session, asked, pages, lists, &moving(&bar)).await;
    bar.finish_and_clear();
    survey
}

/// What was read, and what would be done about it.
pub struct Read<'a> {
    /// The pages.
    pub survey: Survey<'a>,
    /// What would be done.
    pub plan: Plan,
}

/// Reads the boards' pages and plans what to do about them, with at most so many notices. What earlier runs read is believed only where
/// nobody is told of it.
///
/// # Errors
/// See [`WikiError`].
pub async fn plan<'a>(
    context: &'a Context,
    session: &Session,
    pages: &NamedPages,
    notices: usize,
) -> Result<Read<'a>, WikiError> {
    let lists = Lists::read(session, pages).await?;
    loop {
        let survey = boards(context, session, pages, Some(&lists)).await?;
        let plan = plan_for(context, session, pages, &lists, &survey, notices).await?;
        let told = plan.tells_of(survey.pages_read().into_keys());
        // Each time round a page is read anew that was not before.
        if survey.confirm(session, context.asked(&[]), &told).await {
            return Ok(Read { survey, plan });
        }
    }
}

/// What would be done about what was read. What stood on pages before, and what became of the last quarter, is asked only where it
/// matters.
async fn plan_for(
    context: &Context,
    session: &Session,
    pages: &NamedPages,
    lists: &Lists,
    survey: &Survey<'_>,
    notices: usize,
) -> Result<Plan, WikiError> {
    let asked = context.asked(&[]);
    let mut facts = facts(session, asked, pages, lists, survey).await?;
    facts.paused_since = match context.paused_since.get() {
        Some(known) => *known,
        None => {
            let pause = last_run::pause(context, session, &facts).await?;
            *context.paused_since.get_or_init(|| pause)
        }
    };
    facts.look_back(session, asked.layouts, &due(&facts)).await?;
    if overview_is_due(&facts) {
        facts.read_last_quarter(session, asked).await?;
        facts.look_how_they_filled(session, asked).await;
    }
    Ok(decide(&facts, notices))
}

/// Moves a progress bar: how much is done, and of how much.
pub fn moving(bar: &ProgressBar) -> impl Fn(u64, u64) + Sync {
    |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    }
}
