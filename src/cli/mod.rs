//! The command line: one file per command. Each command returns its exit code; results go to
//! standard output, everything else to standard error.

mod addressed;
mod apply;
mod args;
mod begin;
mod check;
mod config;
mod context;
mod doctor;
mod explain;
mod folders;
mod history;
mod init;
mod last_run;
mod lock;
mod monitor;
mod owners;
mod plan;
mod reading;
mod report;
mod retract;
mod run;
mod signal;
mod swap;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use chrono::{SecondsFormat, Utc};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::prelude::*;

use crate::config::LogFormat;
use crate::publish::Mode;
use addressed::Addressed;
pub use args::{Args, Command, Format};
pub use context::Exit;
use context::{Context, Failure};
use monitor::Monitor;

/// Runs the command that `args` asks for.
pub async fn dispatch(args: Args) -> Exit {
    let ended = match &args.command {
        Command::Explain { rule } => explain::run(rule.as_deref(), args.format),
        Command::Init(told) => {
            start_log(&args, LogFormat::Human);
            init::run(&args, told).await
        }
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

async fn with_settings(mut args: Args) -> Result<Exit, Failure> {
    let addressed = Addressed::of(&mut args).await?;
    let loaded = match addressed.load(&args.config, std::env::vars().collect()) {
        Ok(loaded) => loaded,
        Err(error) => {
            if matches!(args.command, Command::Config) {
                config::show_anyway(&args)?;
            }
            return Err(error.into());
        }
    };
    start_log(&args, loaded.settings.log.format);
    let today = args.today.unwrap_or_else(|| Utc::now().date_naive());
    let (revisions, with_boards, paused_since) = (addressed.revisions, OnceLock::new(), OnceLock::new());
    let cache = OnceLock::new();
    let context = Context { args, loaded, today, revisions, with_boards, paused_since, cache };
    // The boards page may have more.
    if context.settings().boards_page.is_none() {
        context.args.command.boards().iter().try_for_each(|board| context.need_board(board))?;
    }
    match &context.args.command {
        Command::Check { titles, .. } => check::run(&context, titles, check::As::Report).await,
        Command::Show { titles, .. } => check::run(&context, titles, check::As::Tree).await,
        Command::History { titles, .. } => history::run(&context, titles).await,
        Command::Report { out, quarters, .. } => report::run(&context, out, *quarters).await,
        Command::Owners { .. } => owners::run(&context).await,
        Command::Plan { publish, all, .. } => plan::run(&context, publish.as_deref(), *all).await,
        Command::Run { dry_run, trial, deliver_to, .. } => {
            let mode = Mode { dry_run: *dry_run, trial: *trial };
            let options = run::Options { mode, deliver_to: deliver_to.clone(), saved: None };
            let monitor = Monitor::begin(&context).await;
            monitor.end(run::run(&context, options).await).await
        }
        Command::Apply { plan } => {
            let file = plan.clone();
            apply::run(context, &file).await
        }
        Command::Retract { since, board, dry_run } => {
            let options = retract::Options { since: *since, boards: board.clone(), dry_run: *dry_run };
            retract::run(&context, options).await
        }
        Command::Doctor => doctor::run(&context).await,
        Command::Config => config::run(&context),
        Command::Explain { rule } => explain::run(rule.as_deref(), context.args.format),
        Command::Init(told) => init::run(&context.args, told).await,
    }
}

/// The time of a log line, to the second.
struct Seconds;

impl FormatTime for Seconds {
    fn format_time(&self, writer: &mut Writer<'_>) -> std::fmt::Result {
        write!(writer, "{}", Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true))
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
        LogFormat::Human if io::stderr().is_terminal() => {
            let plain = writer.with_target(false).without_time().with_ansi(true);
            tracing_subscriber::registry().with(plain.with_filter(ours)).try_init()
        }
        // Elsewhere it is kept and read later.
        LogFormat::Human => {
            let plain = writer.with_target(false).with_timer(Seconds).with_ansi(false);
            tracing_subscriber::registry().with(plain.with_filter(ours)).try_init()
        }
    };
}
