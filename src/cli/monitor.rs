//! How the operator hears that runs go on, or that they stand still: a heartbeat that somebody else watches, and an exit code of its
//! own. Never by an edit, and never so that a run fails for it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use reqwest::Client;
use secrecy::ExposeSecret as _;

use super::context::{Context, Exit, Failure};
use super::folders;

/// The heartbeat may take so long, and no longer.
const LONGEST_PING: Duration = Duration::from_secs(10);
/// Days between two exits that say that runs stand still.
const WEEK: i64 = 7;

/// How a run ended, for who watches over it.
pub struct Ended {
    /// Its exit code, or why it could not do its work.
    pub exit: Result<Exit, Failure>,
    /// Whether the stop page ended it.
    pub by_stop_page: bool,
    /// What it did, in numbers, without names.
    pub counts: String,
}

/// Watches over one run.
pub struct Monitor<'a> {
    context: &'a Context,
}

impl<'a> Monitor<'a> {
    /// Tells the heartbeat that a run begins.
    pub async fn begin(context: &'a Context) -> Self {
        let monitor = Self { context };
        monitor.ping("/start", String::new()).await;
        monitor
    }

    /// Tells the heartbeat how the run ended, and gives its exit code.
    pub async fn end(self, ended: Ended) -> Result<Exit, Failure> {
        let Ended { exit, by_stop_page, counts } = ended;
        let stands_still = by_stop_page || matches!(&exit, Err(Failure::Busy(_) | Failure::ReadOnly(_)));
        let exit = match exit {
            _ if !stands_still => {
                self.forget();
                exit
            }
            exit if self.context.settings().monitor.exit_when_stopped && self.is_time_to_say_so() => {
                if let Err(failure) = exit {
                    tracing::error!("{failure}");
                }
                Ok(Exit::StandsStill)
            }
            exit => exit,
        };
        let code = exit.as_ref().map_or_else(Failure::exit, |exit| *exit);
        let path = if code == Exit::Fine { "" } else { "/fail" };
        self.ping(path, format!("exit code {}\n{counts}\n", code as u8)).await;
        exit
    }

    /// By the convention of healthchecks.io: start, success, fail, each with a few lines of text.
    async fn ping(&self, path: &str, body: String) {
        let Some(url) = &self.context.settings().monitor.heartbeat_url else { return };
        let url = format!("{}{path}", url.expose_secret().trim().trim_end_matches('/'));
        let send = async {
            let client = Client::builder().timeout(LONGEST_PING).build()?;
            client.post(url).body(body).send().await?.error_for_status()
        };
        // The address is a secret.
        if let Err(error) = send.await {
            tracing::warn!("the heartbeat was not heard: {}", error.without_url());
        }
    }

    /// Whether it is the first run that stands still, or a week since that was said. Nobody knows where there is no folder to
    /// write it down: then each run says so.
    fn is_time_to_say_so(&self) -> bool {
        let Some(file) = self.file() else { return true };
        let today = self.context.today;
        let last: Option<NaiveDate> = fs::read_to_string(&file).ok().and_then(|day| day.trim().parse().ok());
        let is_time = last.is_none_or(|last| last > today || (today - last).num_days() >= WEEK);
        if is_time {
            let folder = file.parent().map(fs::create_dir_all);
            if let Some(Err(error)) =
                folder.map(|made| made.and_then(|()| fs::write(&file, today.to_string())))
            {
                tracing::debug!(%error, "when it was last said that runs stand still can't be written down");
            }
        }
        is_time
    }

    /// A run that does its work begins anew.
    fn forget(&self) {
        if let Some(file) = self.file() {
            let _ = fs::remove_file(file);
        }
    }

    fn file(&self) -> Option<PathBuf> {
        let wiki = folders::name_of(&self.context.settings().wiki.url);
        Some(folders::cache()?.join(format!("stands-still-{wiki}")))
    }
}
