//! From a session to a plan, as `plan` and `run` make it.

use super::context::Context;
use crate::config::NamedPages;
use crate::decide::decide;
use crate::plan::Plan;
use crate::read::{Lists, Survey, facts, survey};
use crate::report::never_matched;
use crate::wiki::{Session, WikiError};

/// What was read of the boards' pages, and what must be known for a plan besides.
pub struct BoardsRead<'a> {
    pub survey: Survey<'a>,
    lists: Lists,
}

impl<'a> BoardsRead<'a> {
    /// Reads the boards' pages, and logs what could not be read.
    ///
    /// # Errors
    /// See [`WikiError`].
    pub async fn new(context: &'a Context, session: &Session, pages: &NamedPages) -> Result<Self, WikiError> {
        let lists = Lists::read(session, pages).await?;
        let survey = boards(context, session, pages, Some(&lists)).await?;
        Ok(Self { survey, lists })
    }

    /// Everything one run would do, of which it may post so many notices.
    ///
    /// # Errors
    /// See [`WikiError`]. Without the whole ledger there is no plan.
    pub async fn plan(
        &self,
        context: &Context,
        session: &Session,
        pages: &NamedPages,
        notices: usize,
    ) -> Result<Plan, WikiError> {
        let facts = facts(session, context.asked(&[]), pages, &self.lists, &self.survey).await?;
        Ok(decide(&facts, notices))
    }
}

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
    for unread in &survey.unread {
        tracing::warn!(page = unread.title, reason = unread.reason, "not read");
    }
    for board in &survey.never_matched {
        tracing::error!("{}", never_matched(&board.name));
    }
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
    let progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let survey = survey(session, context.asked(titles), pages, lists, &progress).await;
    bar.finish_and_clear();
    survey
}
