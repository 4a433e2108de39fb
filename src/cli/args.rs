//! What can be typed after `goalkeeper`.

use std::convert::Infallible;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use crate::base::Quarter;
use crate::base::text::nfc;

/// Looks after quarterly goal pages on a MediaWiki wiki: finds what is missing, tells the people
/// who can fix it on their talk pages, and keeps a status table.
#[derive(Debug, Parser)]
#[command(version = env!("GOALKEEPER_VERSION"), arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = "\
Exit codes: 0 fine; 1 findings (check); 2 usage or settings; 3 the wiki, the login, a title or a
board could not be read, or a page of a board or the owners page (plan, run; all else is done),
doctor found a problem, another run did not end, its lock file could not be opened, or the result
could not be written, or the wiki is read-only; 4 an edit failed or its fate is unknown; 5 the stop page, another run or a
read-only wiki keeps runs from working, where monitor.exit_when_stopped asks for that.")]
pub struct Args {
    /// A settings file; repeatable, later files win
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Vec<PathBuf>,
    /// The day to act on (default: today in UTC)
    #[arg(long, value_name = "YYYY-MM-DD", global = true, value_parser = day)]
    pub today: Option<NaiveDate>,
    /// How results are printed
    #[arg(long, value_enum, default_value_t, global = true)]
    pub format: Format,
    /// The quarter to read, such as 2020-21Q2, of each board's own fiscal year, or 2010Q2, of a
    /// calendar year (default: the one --today lies in); a page whose title names one is for that
    #[arg(long, value_name = "QUARTER", global = true)]
    pub quarter: Option<Quarter>,
    /// Log more; twice for still more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    /// Log warnings only, and print nothing of a run that did nothing
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What `goalkeeper` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read goal pages and report what is missing; writes nothing, needs no login on a public wiki
    Check {
        /// Pages to read, by title or address (default: the boards' pages); an address needs no settings
        #[arg(value_name = "TITLE", value_parser = normal, conflicts_with = "board")]
        titles: Vec<String>,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Show goal pages as they are understood: objectives, key results, managers, goals, and what is left out
    Show {
        /// Pages to read, by title or address (default: the boards' pages); an address needs no settings
        #[arg(value_name = "TITLE", value_parser = normal, conflicts_with = "board")]
        titles: Vec<String>,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Show how quarters filled up, week by week, by the goal pages' own revisions; needs no login on a public wiki
    History {
        /// Pages to look at, by title or address (default: the boards' pages of this quarter and the last one)
        #[arg(value_name = "TITLE", value_parser = normal, conflicts_with = "board")]
        titles: Vec<String>,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Write a site of plain files that shows the boards' pages, how their quarters filled up, and what is missing, for any web server;
    /// needs no login on a public wiki
    Report {
        /// The site's folder: one that holds an earlier site is replaced as a whole, one with anything else in it is left alone
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// How many quarters it shows, this one and those before it
        #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=40))]
        quarters: u8,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// List every name on the boards' pages and whose account it is
    Owners {
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Show what `run` would do, with every text in full; writes nothing
    Plan {
        /// Also put samples of the planned messages and tables on this page of the wiki, three of each
        /// kind, and how many there are, for everyone to look at
        #[arg(long, value_name = "PAGE", value_parser = normal)]
        publish: Option<String>,
        /// Put all of them there
        #[arg(long, requires = "publish")]
        all: bool,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Post notices and update status tables
    Run {
        /// Do everything but write
        #[arg(long)]
        dry_run: bool,
        /// Make this many edits and no more
        #[arg(long, value_name = "N")]
        trial: Option<u32>,
        /// Send everything to this talk page instead, for a rehearsal that tells nobody else
        #[arg(long, value_name = "TALK PAGE", value_parser = normal)]
        deliver_to: Option<String>,
        /// Which boards are meant
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Carry out a plan saved by `plan --format json`, and refuse what has changed since
    Apply {
        /// The file with the plan; its day is the bot's clock, unless --today names another
        #[arg(value_name = "PLAN.json")]
        plan: PathBuf,
    },
    /// Take back notices and digests that the bot posted: what nobody touched is removed, what has
    /// answers is struck out; they don't count as told. May be begun again: it does what is left.
    /// Text on the stop page stops it, too
    Retract {
        /// The day from which messages are taken back, as their keys have it
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        since: NaiveDate,
        /// Only messages about pages of this board; repeatable
        #[arg(long, value_name = "NAME", value_parser = normal)]
        board: Vec<String>,
        /// Do everything but write
        #[arg(long)]
        dry_run: bool,
    },
    /// Say what a rule means, why it matters and how to fix what it finds
    Explain {
        /// The rule (default: a list of all)
        rule: Option<String>,
    },
    /// Write a settings file for the pages that an address leads to; asks for what is not given, where a person sits
    Init(Told),
    /// Check settings, login, rights, stop page and boards, and say what to do; writes nothing
    Doctor,
    /// Show the settings in force and where each came from; secrets are masked
    Config,
}

/// What `init` is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Told {
    /// The address of a goal page, of a category of goal pages, or of a page that links to them
    #[arg(long, value_name = "ADDRESS")]
    pub page: Option<String>,
    /// Where people reach you: an address that begins with https:// or mailto:
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// The bot's account on that wiki
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Your own account there, named in notices; without it none go out
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,
    /// The file to write; one that exists is left alone
    #[arg(long, value_name = "FILE", default_value = "goalkeeper.toml")]
    pub out: PathBuf,
}

/// Which boards are meant.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Chosen {
    /// Only this board's pages; repeatable. Answers and opt-outs are handled as ever
    #[arg(long, value_name = "NAME", value_parser = normal)]
    pub board: Vec<String>,
}

impl Command {
    /// The boards that it is limited to; all, if none is named.
    pub fn boards(&self) -> &[String] {
        match self {
            Self::Check { chosen, .. }
            | Self::Show { chosen, .. }
            | Self::History { chosen, .. }
            | Self::Report { chosen, .. }
            | Self::Owners { chosen }
            | Self::Plan { chosen, .. }
            | Self::Run { chosen, .. } => &chosen.board,
            Self::Retract { board, .. } => board,
            Self::Apply { .. } | Self::Explain { .. } | Self::Init(_) | Self::Doctor | Self::Config => &[],
        }
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    #[default]
    Human,
    /// For a program
    Json,
}

/// Accents as the wiki saves them, however they were typed.
fn normal(text: &str) -> Result<String, Infallible> {
    Ok(nfc(text))
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "write a day as YYYY-MM-DD, for example 2020-11-02".to_owned())
}
