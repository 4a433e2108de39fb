//! `goalkeeper plan`: what `run` would do.

use super::signal::on_signal;
use super::{Context, Exit, Failure, lock, log_cost, may_go, needed_to_write, print, read_boards};
use crate::output::{human, json};
use crate::plan::{Ending, Outcome, Plan};
use crate::planner::{self, Request};
use crate::rehearsal;
use crate::survey::{Survey, board_of_title};
use crate::wiki::gateway::{Gateway, Mode};
use crate::wiki::{NS_USER_TALK, Session, Site};

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
    let page = publish.map(|page| page_to_publish_on(context, &session, page)).transpose()?;
    let survey = read_boards(context, &session).await?;
    let notices_left = settings.limits.notices_per_run as usize;
    let request = Request { settings, today: context.today, notices_left };
    let plan = planner::plan(&session, &survey, request).await?;
    report(context, &plan, &survey, Some(session.site()))?;
    let published = match page {
        Some(title) => Some(put_on(title, context, &session, &plan).await?),
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

/// The page that a plan may be published on, in the wiki's own form.
///
/// # Errors
/// A page where it would get in someone's way: a talk page of a user's, or a goal page.
fn page_to_publish_on(context: &Context, session: &Session, page: &str) -> Result<String, Failure> {
    let wrong = |why: &str| {
        Failure::Usage(format!(
            "--publish: {why}; name a page of the bot's own, User:{}/Plan",
            session.account().unwrap_or("BOT")
        ))
    };
    let site = session.site();
    let title = site.title(page).map_err(|error| wrong(&error.to_string()))?;
    if site.namespace(&title).is_ok_and(|namespace| namespace == NS_USER_TALK) {
        return Err(wrong("a user's talk page is for messages to that user"));
    }
    if board_of_title(site, context.settings(), context.today, &title).is_some() {
        return Err(wrong("that is a goal page"));
    }
    Ok(title)
}

/// Publishes the plan on one page, through all of the gateway's guards.
async fn put_on(
    title: String,
    context: &Context,
    session: &Session,
    plan: &Plan,
) -> Result<Outcome, Failure> {
    let settings = context.settings();
    let stop_page = needed_to_write(settings)?;
    let bot = session.account().unwrap_or_default();
    let edit = rehearsal::publish(plan, &title, &format!("User:{bot}"), session.site().language());
    if !may_go(session, stop_page)? {
        return Ok(Outcome::of(&edit, Ending::Skipped)
            .because(crate::plan::Reason::Stopped, "the stop page is not empty"));
    }
    let _lock = lock::acquire(&settings.wiki.url).await?;
    let mut gateway = Gateway::new(session, settings, &plan.exclusion_names, Mode::default(), on_signal()?)?;
    Ok(gateway.apply(&edit).await)
}

fn report(context: &Context, plan: &Plan, survey: &Survey, site: Option<&Site>) -> Result<(), Failure> {
    print(context.args.format, || json::plan(plan, survey, site), || human::plan(plan))
}
