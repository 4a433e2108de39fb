//! `goalkeeper plan`: what `run` would do.

use super::context::{Context, Exit, Failure, log_cost, may_go, page_of_option};
use super::lock;
use super::reading::{self, Read};
use super::signal::on_signal;
use crate::base::{Reason, Title};
use crate::config::NamedPages;
use crate::plan::{Ending, Outcome, Plan, rehearsal};
use crate::publish::{Gateway, Mode};
use crate::read::{Survey, board_of_title};
use crate::report::plan;
use crate::wiki::{NS_USER_TALK, Session, Site};

pub async fn run(context: &Context, publish: Option<&str>, all: bool) -> Result<Exit, Failure> {
    context.need_boards()?;
    if publish.is_some() {
        context.need_to_write()?;
    }
    let ended = attempt(context, publish, all).await;
    if ended.as_ref().is_err_and(|failure| failure.exit() != Exit::Usage) {
        report(context, &Plan::nothing(context.today), &Survey::default(), None)?;
    }
    ended
}

async fn attempt(context: &Context, publish: Option<&str>, all: bool) -> Result<Exit, Failure> {
    let settings = context.settings();
    let stop_page = publish.and(settings.bot.stop_page.as_deref());
    let session = Session::connect(&settings.connection(), true, stop_page).await?;
    let pages = context.on_wiki(&session).await?;
    let page = publish.map(|page| page_to_publish_on(context, &session, page)).transpose()?;
    let notices = settings.limits.notices_per_run as usize;
    let Read { survey, plan } = reading::plan(context, &session, &pages, notices).await?;
    if let Some(title) = page.as_ref().filter(|title| survey.found.page(title).is_some()) {
        return Err(Failure::Usage(format!(
            "--publish: “{title}” is a goal page; name a page of the bot's own"
        )));
    }
    report(context, &plan, &survey, Some(session.site()))?;
    let published = match page {
        Some(title) => Some(put_on(&title, context, &session, &pages, &plan, all).await?),
        None => None,
    };
    log_cost(&session);
    if let Some(outcome) = published.as_ref().filter(|outcome| outcome.reason.is_some()) {
        let page = outcome.subject.target.as_ref().map(Title::as_str);
        tracing::error!(page, "not published: {}", outcome.detail);
    }
    let is_stopped = published.as_ref().is_some_and(|outcome| outcome.reason == Some(Reason::Stopped));
    Ok(match published.is_some_and(|outcome| outcome.result.is_trouble()) {
        true => Exit::EditFailed,
        false if is_stopped => Exit::Unreadable,
        false if survey.has_trouble() => Exit::Unreadable,
        false => Exit::Fine,
    })
}

/// The page that a plan may be published on.
///
/// # Errors
/// A page where it would get in someone's way: a talk page of a user's, or a goal page.
fn page_to_publish_on(context: &Context, session: &Session, page: &str) -> Result<Title, Failure> {
    let bot = session.account().map_or_else(|| "BOT".to_owned(), ToString::to_string);
    let advice = format!("name a page of the bot's own, User:{bot}/Plan");
    let wrong = |why: &str| Failure::Usage(format!("--publish: {why}; {advice}"));
    let site = session.site();
    let title = page_of_option(session, "--publish", page)
        .map_err(|failure| Failure::Usage(format!("{failure}; {advice}")))?;
    if site.namespace(&title) == Some(NS_USER_TALK) {
        return Err(wrong("a user's talk page is for messages to that user"));
    }
    if board_of_title(site, context.settings(), context.today, &title).is_some() {
        return Err(wrong("that is a goal page"));
    }
    Ok(title)
}

/// Publishes the plan on one page, through all of the gateway's guards.
async fn put_on(
    title: &Title,
    context: &Context,
    session: &Session,
    pages: &NamedPages,
    plan: &Plan,
    all: bool,
) -> Result<Outcome, Failure> {
    let settings = context.settings();
    let bot = session.account().map(ToString::to_string).unwrap_or_default();
    let language = session.site().language();
    let edit = rehearsal::publish(plan, title, &format!("User:{bot}"), language, all);
    if !may_go(session) {
        let outcome = Outcome::of(&edit, Ending::Skipped);
        return Ok(outcome.because(Reason::Stopped, "the stop page is not empty"));
    }
    let _lock = lock::acquire(&settings.wiki.url).await?;
    let (names, mode) = (&plan.exclusion_names, Mode::default());
    let mut gateway = Gateway::new(session, settings, pages, names, mode, on_signal()?)?;
    Ok(gateway.apply(&edit).await)
}

fn report(context: &Context, plan: &Plan, survey: &Survey<'_>, site: Option<&Site>) -> Result<(), Failure> {
    context.print(|| plan::json(plan, survey, site), || plan::human(plan))
}
