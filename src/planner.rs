//! From a survey to a plan: looks everything up in batches, and lets `notices` and `status` decide.
//! Writes nothing.

mod answers;
mod lookup;

use chrono::NaiveDate;

use crate::config::Settings;
use crate::notices;
use crate::plan::Plan;
use crate::status;
use crate::survey::Survey;
use crate::wiki::{self, Session, WikiError};

/// What a plan is made for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The boards and the limits.
    pub settings: &'a Settings,
    /// The bot's clock.
    pub today: NaiveDate,
    /// Notices that this run may still post.
    pub notices_left: usize,
}

/// Everything one run would do.
///
/// # Errors
/// See [`WikiError`]. Without the whole ledger there is no plan.
pub async fn plan(session: &Session, survey: &Survey, request: Request<'_>) -> Result<Plan, WikiError> {
    let Request { settings, today, .. } = request;
    let allowed = settings.owners_policy.allowed().map_err(|e| WikiError::Unexpected(e.to_string()))?;
    let names = wiki::exclusion_names(session).await?;
    let (known, cases) = lookup::look_up(session, survey, request, &allowed, &names).await?;

    let decided = notices::decide(&known, &cases);
    let mut open = notices::open(&known, &cases, &decided.unreached);
    let mut edits = decided.planned;
    edits.extend(notices::ticks(&known, &edits));
    let (digests, undigested) = notices::digests(&known, &open, &edits);
    // What no coordinator hears goes to the log and to the status page.
    open.retain(|open| notices::is_left(&known, open, &undigested));
    for open in &open {
        tracing::warn!(board = settings.boards[open.board].name, "{}", open.plain());
    }
    let tables = status::tables(&known, &open);

    edits.extend(digests);
    edits.extend(notices::owners_page(&known));
    edits.extend(notices::opt_outs(&known));
    edits.extend(tables.edits);
    let mut skipped = decided.skipped;
    skipped.extend(undigested);
    skipped.extend(tables.skipped);
    drop(known);
    Ok(Plan { today, edits, skipped, unchanged: tables.unchanged, exclusion_names: names })
}
