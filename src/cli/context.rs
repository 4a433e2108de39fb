//! What every command needs: the settings, where results go, and how a command ends.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::args::{Args, Format};
use super::folders;
use crate::base::{RevisionId, Title};
use crate::config::{self, Board, BoardsPage, Loaded, NamedPages, Settings, SettingsError};
use crate::publish::is_go_ahead;
use crate::read::{Asked, Cache, Pause, with_boards_page};
use crate::report::{Colour, terminal};
use crate::wiki::{Session, WikiError};

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
    /// The stop page, another run or a wiki that takes no edits keeps runs from working, where the settings ask for a code of its
    /// own.
    StandsStill = 5,
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
    /// A wiki that takes no edits.
    #[error("the wiki is read-only: {0}")]
    ReadOnly(String),
    /// A page that `init` can make nothing of, or a board of a boards page that can't be read.
    #[error("{0}")]
    Unread(String),
    /// Standard output takes no more: a closed pipe, a full disk.
    #[error("the result could not be written: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// The exit code for it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Settings(_) | Self::Usage(_) => Exit::Usage,
            Self::Wiki(WikiError::NoLogin | WikiError::OddToken | WikiError::NoStopPage) => Exit::Usage,
            Self::Wiki(_) | Self::Unread(_) | Self::Busy(_) | Self::ReadOnly(_) | Self::Output(_) => {
                Exit::Unreadable
            }
        }
    }
}

/// What every command needs.
pub struct Context {
    /// What was typed.
    pub args: Args,
    /// The settings and the layouts.
    pub loaded: Loaded,
    /// The bot's clock.
    pub today: NaiveDate,
    /// The revisions that addresses on the command line named, by title.
    pub revisions: BTreeMap<String, RevisionId>,
    /// The settings with the boards of the boards page, once that was read.
    pub with_boards: OnceLock<(Settings, BoardsPage)>,
    /// The pause that this is the first run after, where that counts, once it is known.
    pub paused_since: OnceLock<Option<Pause>>,
    /// What earlier runs made of pages, once it is asked for.
    pub cache: OnceLock<Cache>,
}

impl Context {
    /// The settings in force; with the boards of the boards page, once the wiki is known.
    pub fn settings(&self) -> &Settings {
        self.with_boards.get().map_or(&self.loaded.settings, |(settings, _)| settings)
    }

    /// Reads the boards page, if the settings name one, and finds the pages that the settings name on the wiki of a session.
    ///
    /// # Errors
    /// A setting that is no title; a board that is meant and doesn't exist; see [`WikiError`].
    pub async fn on_wiki(&self, session: &Session) -> Result<NamedPages, Failure> {
        let settings = self.settings();
        let pages = NamedPages::of(settings, session.site(), session.account())?;
        if let Some(title) = &pages.boards_page {
            let read = with_boards_page(session, settings, &self.loaded.layouts, title).await?;
            log_boards_page(title, &read.1);
            let _ = self.with_boards.set(read);
            let is_read = self.with_boards.get().is_some_and(|(_, page)| page.unreadable.is_none());
            let mut meant = self.args.command.boards().iter();
            match meant.try_for_each(|board| self.need_board(board)) {
                // It may be a board of that page.
                Err(failure) if !is_read => return Err(Failure::Unread(failure.to_string())),
                named => named?,
            }
        }
        Ok(pages)
    }

    /// `titles`, or the boards' pages if there are none.
    pub fn asked<'s>(&'s self, titles: &'s [String]) -> Asked<'s> {
        Asked {
            settings: self.settings(),
            layouts: &self.loaded.layouts,
            titles,
            today: self.today,
            quarter: self.args.quarter,
            boards: self.args.command.boards(),
            boards_page: self.with_boards.get().map_or(BoardsPage::NONE, |(_, page)| page),
            revisions: &self.revisions,
            looks_back: false,
            quarters_before: 0,
            cache: self.cache.get_or_init(|| cache(&self.loaded.settings)),
        }
    }

    /// Fails unless there is a board to work on.
    pub fn need_boards(&self) -> Result<(), Failure> {
        if self.settings().boards.is_empty() && self.settings().boards_page.is_none() {
            let text =
                "no boards are set up: add a [[boards]] section with a name and titles to a settings file";
            return Err(Failure::Usage(text.to_owned()));
        }
        self.quarter_fits()
    }

    /// Fails unless there is a board of that name.
    pub fn need_board(&self, name: &str) -> Result<(), Failure> {
        let names: Vec<&str> = self.settings().boards.iter().map(|board| board.name.as_str()).collect();
        if names.contains(&name) {
            return Ok(());
        }
        let likeness = |board: &&str| strsim::jaro_winkler(name, board);
        let nearest = names.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let nearest = match nearest {
            None => "no boards are set up".to_owned(),
            Some(nearest) => format!("did you mean “{nearest}”? There are: {}", names.join(", ")),
        };
        Err(Failure::Usage(format!("--board: there is no board “{name}”; {nearest}")))
    }

    /// Fails if `--quarter` is of a kind of fiscal year that no board has.
    pub fn quarter_fits(&self) -> Result<(), Failure> {
        let Some(quarter) = self.args.quarter.filter(|_| self.settings().boards_page.is_none()) else {
            return Ok(());
        };
        let mut boards = self.settings().boards.iter();
        let is_read = |board: &Board| {
            board.asked(quarter).is_some() || board.title_patterns().any(|title| !title.is_by_quarter())
        };
        if boards.any(is_read) {
            return Ok(());
        }
        let text = "no board's fiscal year is of that kind: write 2020-21Q2 for years over two calendar years, 2020Q2 for \
                    calendar years";
        Err(Failure::Usage(text.to_owned()))
    }

    /// The stop page as the settings have it; an error, if they don't say enough for the bot to write.
    pub fn need_to_write(&self) -> Result<&str, Failure> {
        let bot = &self.settings().bot;
        match (&bot.stop_page, &bot.contact) {
            (Some(stop_page), Some(_)) => Ok(stop_page),
            _ => Err(Failure::Usage(
                "bot.contact and bot.stop_page must be set before the bot may write; `run --dry-run` and `plan` work \
                 without"
                    .to_owned(),
            )),
        }
    }

    /// Prints a result: `json` as it is, or what `human` makes of it.
    pub fn print<J: Serialize>(
        &self,
        json: impl FnOnce() -> J,
        human: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        print(self.args.format, json, human)
    }

    /// A progress bar on a terminal; nothing elsewhere.
    pub fn progress_bar(&self, what: &'static str) -> ProgressBar {
        let shown = io::stderr().is_terminal() && !self.args.quiet && self.args.format == Format::Human;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(None, target).with_style(style).with_message(what)
    }
}

/// The cache that the settings ask for. Where there is no folder for it, or it can't be had, nothing is kept; who named the folder hears of
/// that.
fn cache(settings: &Settings) -> Cache {
    let (folder, is_named) = match settings.cache.dir.as_str() {
        config::Cache::NONE => (None, false),
        "" => (folders::cache(), false),
        dir => (Some(PathBuf::from(dir)), true),
    };
    let Some(folder) = folder else { return Cache::default() };
    let most_bytes = u64::from(settings.cache.max_mebibytes) << 20;
    Cache::in_folder(&folder, most_bytes).unwrap_or_else(|error| {
        let folder = folder.display();
        if is_named {
            tracing::warn!(%folder, "cache.dir can't be used, so nothing is kept: {error}");
        } else {
            tracing::debug!(%folder, "nothing is kept: {error}");
        }
        Cache::default()
    })
}

/// Prints a result: `json` as it is, or what `human` makes of it.
pub fn print<J: Serialize>(
    format: Format,
    json: impl FnOnce() -> J,
    human: impl FnOnce() -> String,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &json()).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Format::Human => out.write_all(terminal::harmless(&human()).as_bytes())?,
    }
    out.flush()?;
    Ok(())
}

/// Colours for a terminal, unless `NO_COLOR` says otherwise (https://no-color.org).
pub fn colour() -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stdout().is_terminal() && !refused { Colour::On } else { Colour::Off }
}

/// Whether the stop page, which was read right after the login, lets the bot write.
pub fn may_go(session: &Session) -> bool {
    is_go_ahead(session.first_answer().page.as_ref())
}

fn log_boards_page(title: &Title, page: &BoardsPage) {
    let title = title.as_str();
    if let Some(why) = &page.unreadable {
        tracing::error!("boards_page can't be read: {why}; only the settings' own boards count");
    } else if page.page.as_ref().is_some_and(|page| page.revision.is_none()) {
        tracing::warn!(page = title, "boards_page does not exist; it adds nothing");
    }
    for mistake in &page.mistakes {
        tracing::warn!(page = title, "boards_page: {mistake}");
    }
}

/// A page that was named on the command line, by the option `option`.
///
/// # Errors
/// A text that is no title.
pub fn page_of_option(session: &Session, option: &str, text: &str) -> Result<Title, Failure> {
    session.site().title(text).map_err(|error| Failure::Usage(format!("{option}: {error}")))
}

/// The log's last line: what the session cost the wiki.
pub fn log_cost(session: &Session) {
    tracing::info!(requests = session.requests(), edits = session.edits(), "done");
}
