//! `goalkeeper run`: plan and apply.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Context, Exit, Failure, lock, log_cost, print, progress_bar, read_boards};
use crate::output::{human, json};
use crate::plan::{Ending, Outcome};
use crate::planner;
use crate::wiki::gateway::{Gateway, is_go_ahead};
use crate::wiki::{Session, Site};

pub async fn run(context: &Context, dry_run: bool) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let settings = context.settings();
    let stop_page = match (&settings.bot.stop_page, &settings.bot.contact) {
        (Some(stop_page), Some(_)) => Some(stop_page.as_str()),
        _ if dry_run => None,
        _ => {
            return Err(Failure::Usage(
                "bot.contact and bot.stop_page must be set before the bot may write; `run --dry-run` works without"
                    .to_owned(),
            ));
        }
    };
    let _lock = lock::acquire(&settings.wiki.url).await?;
    let run_id = run_id();
    let interrupted = on_signal()?;
    let ended = attempt(context, dry_run, stop_page, interrupted, &run_id).await;
    if let Err(failure) = &ended {
        tracing::debug!(%failure, "the run ended early");
        report(context, &run_id, &[], false, None)?;
    }
    ended
}

async fn attempt(
    context: &Context,
    dry_run: bool,
    stop_page: Option<&str>,
    interrupted: watch::Receiver<bool>,
    run_id: &str,
) -> Result<Exit, Failure> {
    let settings = context.settings();
    let session = Session::connect(settings, true, stop_page).await?;
    if stop_page.is_some() && !is_go_ahead(session.first_answer()["query"]["pages"].get(0)) {
        tracing::warn!(page = stop_page, "the stop page is not empty; nothing is done");
        report(context, run_id, &[], true, Some(session.site()))?;
        return Ok(Exit::Fine);
    }
    let survey = read_boards(context, &session).await?;
    if !survey.never_matched.is_empty() {
        report(context, run_id, &[], false, Some(session.site()))?;
        return Ok(Exit::Unreadable);
    }
    let plan = planner::plan(&session, settings, &survey, context.today).await?;
    let mut gateway = Gateway::new(&session, settings, dry_run, interrupted)?;
    let bar = progress_bar(&context.args, "writing");
    bar.set_length(plan.edits.len() as u64);
    let mut outcomes = Vec::new();
    for edit in &plan.edits {
        outcomes.push(gateway.apply(edit).await);
        bar.inc(1);
    }
    bar.finish_and_clear();
    outcomes.extend(plan.unchanged.iter().map(Outcome::from));
    outcomes.extend(plan.skipped.iter().map(Outcome::from));
    report(context, run_id, &outcomes, gateway.is_stopped(), Some(session.site()))?;
    log_cost(&session);
    let failed = outcomes.iter().any(|outcome| matches!(outcome.result, Ending::Failed | Ending::Unknown));
    Ok(if failed { Exit::EditFailed } else { Exit::Fine })
}

fn report(
    context: &Context,
    run_id: &str,
    outcomes: &[Outcome],
    stopped: bool,
    site: Option<&Site>,
) -> Result<(), Failure> {
    print(
        context.args.format,
        || json::run(run_id, outcomes, stopped),
        || human::run(outcomes, stopped, site),
    )
}

/// Names the run in its JSON and its log; nowhere on the wiki.
fn run_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}", now.as_secs(), std::process::id())
}

/// Turns true on SIGTERM or SIGINT.
fn on_signal() -> Result<watch::Receiver<bool>, Failure> {
    let (sender, receiver) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // The receivers are gone when the run has ended already.
        let _ = sender.send(true);
        // Keeps the channel open: a closed one would look like a signal that never comes.
        std::future::pending::<()>().await;
    });
    Ok(receiver)
}
