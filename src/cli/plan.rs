//! `goalkeeper plan`: what `run` would do.

use tokio::sync::watch;

use super::{Context, Exit, Failure, lock, log_cost, may_go, needed_to_write, print, read_boards};
use crate::output::{human, json};
use crate::plan::{Ending, Outcome, Plan};
use crate::planner::{self, Request};
use crate::rehearsal;
use crate::survey::Survey;
use crate::wiki::gateway::{Gateway, Mode};
use crate::wiki::{Session, Site};

pub async fn run(context: &Context, publish: Option<&str>) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    if publish.is_some() {
        needed_to_write(context.settings())?;
    }
    let ended = attempt(context, publish).await;
    if ended.as_ref().is_err_and(|failure| failure.exit() != Exit::Usage) {
        report(context, &Plan::nothing(context.today), &Survey::default(), None)?;
    }
    ended
}

async fn attempt(context: &Context, publish: Option<&str>) -> Result<Exit, Failure> {
    let settings = context.settings();
    let stop_page = publish.and(settings.bot.stop_page.as_deref());
    let session = Session::connect(settings, true, stop_page).await?;
    let survey = read_boards(context, &session).await?;
    let notices_left = settings.limits.notices_per_run as usize;
    let request = Request { settings, today: context.today, notices_left };
    let plan = planner::plan(&session, &survey, request).await?;
    report(context, &plan, &survey, Some(session.site()))?;
    let published = match publish {
        Some(page) => Some(put_on(page, context, &session, &plan).await?),
        None => None,
    };
    log_cost(&session);
    if let Some(outcome) = published.as_ref().filter(|outcome| outcome.reason.is_some()) {
        tracing::error!(page = outcome.target, "not published: {}", outcome.detail);
    }
    let failed = |outcome: Outcome| matches!(outcome.result, Ending::Failed | Ending::Unknown);
    Ok(match published.is_some_and(failed) {
        true => Exit::EditFailed,
        false if survey.is_incomplete() => Exit::Unreadable,
        false => Exit::Fine,
    })
}

/// Publishes the plan on one page, through all of the gateway's guards.
async fn put_on(page: &str, context: &Context, session: &Session, plan: &Plan) -> Result<Outcome, Failure> {
    let settings = context.settings();
    let stop_page = needed_to_write(settings)?;
    let title = session.site().title(page).map_err(|error| Failure::Usage(format!("--publish: {error}")))?;
    let bot = session.account().unwrap_or_default();
    let edit = rehearsal::publish(plan, &title, &format!("User:{bot}"), session.site().language());
    if !may_go(session, stop_page)? {
        return Ok(Outcome::of(&edit, Ending::Skipped)
            .because(crate::plan::Reason::Stopped, "the stop page is not empty"));
    }
    let _lock = lock::acquire(&settings.wiki.url).await?;
    let (_sender, interrupted) = watch::channel(false);
    let mut gateway = Gateway::new(session, settings, &plan.exclusion_names, Mode::default(), interrupted)?;
    Ok(gateway.apply(&edit).await)
}

fn report(context: &Context, plan: &Plan, survey: &Survey, site: Option<&Site>) -> Result<(), Failure> {
    print(context.args.format, || json::plan(plan, survey, site), || human::plan(plan))
}
