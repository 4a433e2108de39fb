//! `goalkeeper run`: plan and apply.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Context, Exit, Failure, lock, log_cost, print, progress_bar, read_boards};
use crate::output::{human, json};
use crate::plan::{Ending, Outcome, Plan};
use crate::planner;
use crate::survey::Survey;
use crate::wiki::gateway::{Gateway, is_go_ahead};
use crate::wiki::{Session, Site, WikiError};

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
    let mut run =
        Run { context, id: run_id(), outcomes: Vec::new(), survey: Survey::default(), stopped: false };
    tracing::debug!(run = run.id, "begins");
    match run.go(dry_run, stop_page).await {
        Ok((exit, session)) => {
            run.report(Some(session.site()))?;
            log_cost(&session);
            Ok(exit)
        }
        Err(failure) => {
            if failure.exit() != Exit::Usage {
                run.report(None)?;
            }
            Err(failure)
        }
    }
}

/// A run, as far as it has come.
struct Run<'a> {
    context: &'a Context,
    id: String,
    outcomes: Vec<Outcome>,
    survey: Survey,
    stopped: bool,
}

impl Run<'_> {
    /// Reads, plans and applies.
    async fn go(&mut self, dry_run: bool, stop_page: Option<&str>) -> Result<(Exit, Session), Failure> {
        let settings = self.context.settings();
        let _lock = lock::acquire(&settings.wiki.url).await?;
        let interrupted = on_signal()?;
        let session = Session::connect(settings, true, stop_page).await?;
        if let Some(stop_page) = stop_page {
            let problem = |error: WikiError| Failure::Usage(format!("bot.stop_page: {error}"));
            session.site().title(stop_page).map_err(problem)?;
            if !is_go_ahead(session.first_answer()["query"]["pages"].get(0)) {
                tracing::warn!(page = stop_page, "the stop page is not empty; nothing is done");
                self.stopped = true;
                return Ok((Exit::Fine, session));
            }
        }
        let mut signal = interrupted.clone();
        let plan = tokio::select! {
            plan = self.plan(&session) => plan?,
            // Nothing has been written yet.
            _ = signal.wait_for(|stop| *stop) => {
                self.stopped = true;
                return Ok((Exit::Fine, session));
            }
        };
        let Some(plan) = plan else { return Ok((Exit::Unreadable, session)) };
        let mut gateway = Gateway::new(&session, settings, &plan.exclusion_names, dry_run, interrupted)?;
        let bar = progress_bar(&self.context.args, "writing");
        bar.set_length(plan.edits.len() as u64);
        for edit in &plan.edits {
            self.outcomes.push(gateway.apply(edit).await);
            bar.inc(1);
        }
        bar.finish_and_clear();
        self.outcomes.extend(plan.unchanged.iter().map(Outcome::from));
        self.outcomes.extend(plan.skipped.iter().map(Outcome::from));
        self.stopped = gateway.is_stopped();
        let failed =
            self.outcomes.iter().any(|outcome| matches!(outcome.result, Ending::Failed | Ending::Unknown));
        let exit = match (failed, self.survey.is_incomplete()) {
            (true, _) => Exit::EditFailed,
            (false, true) => Exit::Unreadable,
            (false, false) => Exit::Fine,
        };
        Ok((exit, session))
    }

    /// What to do; `None` if a board's settings must be wrong.
    async fn plan(&mut self, session: &Session) -> Result<Option<Plan>, Failure> {
        self.survey = read_boards(self.context, session).await?;
        if !self.survey.never_matched.is_empty() {
            return Ok(None);
        }
        Ok(Some(planner::plan(session, self.context.settings(), &self.survey, self.context.today).await?))
    }

    fn report(&self, site: Option<&Site>) -> Result<(), Failure> {
        print(
            self.context.args.format,
            || json::run(&self.id, &self.outcomes, &self.survey, self.stopped),
            || human::run(&self.outcomes, self.stopped, site),
        )
    }
}

/// Names the run in its JSON, and in its log with -v; nowhere on the wiki.
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
