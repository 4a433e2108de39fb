//! The command line: one file per command. Each command returns its exit code; results go to
//! standard output, everything else to standard error.

mod apply;
mod args;
mod check;
mod config;
mod doctor;
mod explain;
mod lock;
mod owners;
mod plan;
mod run;
mod signal;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value as Json;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

use crate::config::{Loaded, LogFormat, Settings, SettingsError};
use crate::output::{human, terminal};
use crate::survey::{Request, Survey, survey};
use crate::wiki::gateway::{Mode, is_go_ahead};
use crate::wiki::{Session, WikiError};
pub use args::{Args, Command, Format};

/// How a command ends, as the contract has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Nothing wrong.
    Fine = 0,
    /// `check` found something.
    Findings = 1,
    /// Usage or settings.
    Usage = 2,
    /// The wiki, the login, a title or a board could not be read; or see [`Failure::Busy`] and [`Failure::Output`].
    Unreadable = 3,
    /// An edit failed or its fate is unknown.
    EditFailed = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Wrong settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Wrong usage.
    #[error("{0}")]
    Usage(String),
    /// The wiki.
    #[error(transparent)]
    Wiki(#[from] WikiError),
    /// Another run that doesn't end, or a lock file that can't tell.
    #[error("{0}")]
    Busy(String),
    /// Standard output takes no more: a closed pipe, a full disk.
    #[error("the result could not be written: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Self::Settings(_) | Self::Usage(_) => Exit::Usage,
            Self::Wiki(WikiError::NoLogin) => Exit::Usage,
            Self::Wiki(_) | Self::Busy(_) | Self::Output(_) => Exit::Unreadable,
        }
    }
}

/// What every command needs.
struct Context {
    args: Args,
    loaded: Loaded,
    today: NaiveDate,
}

impl Context {
    fn settings(&self) -> &Settings {
        &self.loaded.settings
    }
}

/// Runs the command that `args` asks for.
pub async fn dispatch(args: Args) -> Exit {
    let ended = match &args.command {
        Command::Explain { rule } => explain::run(rule.as_deref(), args.format),
        _ => with_settings(args).await,
    };
    ended.unwrap_or_else(|failure| {
        if tracing::enabled!(tracing::Level::ERROR) {
            tracing::error!("{failure}");
        } else {
            // The log has not been started; standard error that is closed leaves nothing to complain to.
            let _ = writeln!(io::stderr(), "goalkeeper: {failure}");
        }
        failure.exit()
    })
}

async fn with_settings(args: Args) -> Result<Exit, Failure> {
    let loaded = crate::config::load(&args.config, std::env::vars().collect())?;
    start_log(&args, loaded.settings.log.format);
    let today = args.today.unwrap_or_else(|| Utc::now().date_naive());
    let context = Context { args, loaded, today };
    match &context.args.command {
        Command::Check { titles } => check::run(&context, titles).await,
        Command::Owners => owners::run(&context).await,
        Command::Plan { publish } => plan::run(&context, publish.as_deref()).await,
        Command::Run { dry_run, trial, deliver_to } => {
            let mode = Mode { dry_run: *dry_run, trial: *trial };
            run::run(&context, run::Options { mode, deliver_to: deliver_to.clone(), saved: None }).await
        }
        Command::Apply { plan } => {
            let file = plan.clone();
            apply::run(context, &file).await
        }
        Command::Doctor => doctor::run(&context).await,
        Command::Config => config::run(&context),
        Command::Explain { rule } => explain::run(rule.as_deref(), context.args.format),
    }
}

fn start_log(args: &Args, format: LogFormat) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => LevelFilter::WARN,
        (false, 0) => LevelFilter::INFO,
        (false, 1) => LevelFilter::DEBUG,
        (false, _) => LevelFilter::TRACE,
    };
    // Only our own: what the libraries below log may hold cookies.
    let ours = Targets::new().with_target("goalkeeper", level);
    let writer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    // A second start (in one process, under test) changes nothing.
    let _ = match format {
        LogFormat::Json => tracing_subscriber::registry().with(writer.json().with_filter(ours)).try_init(),
        LogFormat::Human => {
            let plain = writer.with_target(false).without_time().with_ansi(io::stderr().is_terminal());
            tracing_subscriber::registry().with(plain.with_filter(ours)).try_init()
        }
    };
}

/// Prints a result: `json` as it is, or what `human` makes of it.
fn print(format: Format, json: impl FnOnce() -> Json, human: impl FnOnce() -> String) -> Result<(), Failure> {
    let text = match format {
        Format::Json => format!("{:#}\n", json()),
        Format::Human => terminal::harmless(&human()),
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// A progress bar on a terminal; nothing elsewhere.
fn progress_bar(args: &Args, what: &'static str) -> ProgressBar {
    let shown = io::stderr().is_terminal() && !args.quiet && args.format == Format::Human;
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, target).with_style(style).with_message(what)
}

/// Fails unless there is a board to work on.
fn need_boards(context: &Context) -> Result<(), Failure> {
    if context.settings().boards.is_empty() {
        let text = "no boards are set up: add a [[boards]] section with a name and titles to a settings file";
        return Err(Failure::Usage(text.to_owned()));
    }
    quarter_fits(context)
}

/// Fails if `--quarter` is of a kind of fiscal year that no board has.
fn quarter_fits(context: &Context) -> Result<(), Failure> {
    let boards = &context.settings().boards;
    let start = context.args.quarter.map(|quarter| quarter.fiscal_year().start());
    match start {
        Some(start) if boards.iter().all(|board| board.fiscal_year_starts != start) => Err(Failure::Usage(
            "no board's fiscal year is of that kind: write 2020-21Q2 for years from July, 2020Q2 from January"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

/// The stop page; an error, if the settings don't say enough for the bot to write.
fn needed_to_write(settings: &Settings) -> Result<&str, Failure> {
    match (&settings.bot.stop_page, &settings.bot.contact) {
        (Some(stop_page), Some(_)) => Ok(stop_page),
        _ => Err(Failure::Usage(
            "bot.contact and bot.stop_page must be set before the bot may write; `run --dry-run` and `plan` work \
             without"
                .to_owned(),
        )),
    }
}

/// Whether the stop page, read right after the login, lets the bot write.
///
/// # Errors
/// A setting that is no title.
fn may_go(session: &Session, stop_page: &str) -> Result<bool, Failure> {
    session.site().title(stop_page).map_err(|error| Failure::Usage(format!("bot.stop_page: {error}")))?;
    Ok(is_go_ahead(session.first_answer()["query"]["pages"].get(0)))
}

/// The page that a rehearsal goes to, in the wiki's own form.
///
/// # Errors
/// Anything but a talk page: only there do messages belong.
fn talk_page_to_rehearse_on(session: &Session, title: &str) -> Result<String, Failure> {
    let wrong = |why: String| Failure::Usage(format!("--deliver-to: {why}"));
    let page = session.site().title(title).map_err(|error| wrong(error.to_string()))?;
    match session.site().namespace(&page) {
        Ok(namespace) if namespace % 2 == 1 => Ok(page),
        _ => Err(wrong(format!("“{page}” is no talk page; name one, for example your own"))),
    }
}

/// Reads the boards' pages, and logs what could not be read.
async fn read_boards(context: &Context, session: &Session) -> Result<Survey, WikiError> {
    let survey = read(context, session, &[]).await?;
    for unread in &survey.unread {
        tracing::warn!(page = unread.title, reason = unread.reason, "not read");
    }
    for board in &survey.never_matched {
        tracing::error!("{}", human::never_matched(board));
    }
    Ok(survey)
}

/// Reads `titles`, or the boards' pages if there are none.
async fn read(context: &Context, session: &Session, titles: &[String]) -> Result<Survey, WikiError> {
    let bar = progress_bar(&context.args, "reading");
    let progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let request = Request {
        settings: context.settings(),
        layouts: &context.loaded.layouts,
        titles,
        today: context.today,
        quarter: context.args.quarter,
    };
    let survey = survey(session, request, &progress).await;
    bar.finish_and_clear();
    survey
}

/// The log's last line: what the session cost the wiki.
fn log_cost(session: &Session) {
    tracing::info!(requests = session.requests(), edits = session.edits(), "done");
}
