//! What every command that may write begins with.

use std::fs::File;
use std::time::{Duration, Instant};

use super::context::{Context, Failure};
use super::lock;
use crate::base::interrupt::Interrupt;
use crate::config::{Settings, title};
use crate::wiki::{Session, WikiError};

/// The lock, which is held as long as it is kept, and a session that has read the stop page; nothing if the command is told
/// to end before.
///
/// # Errors
/// Another run that doesn't end, a wiki that can't be reached or lets nobody in, a stop page that is none.
pub async fn begin(
    context: &Context,
    stop_page: Option<&str>,
    interrupted: &Interrupt,
) -> Result<Option<(File, Session)>, Failure> {
    let settings = context.settings();
    let begin = async {
        let lock = lock::acquire(&settings.wiki.url).await?;
        Ok::<_, Failure>((lock, connected(settings, stop_page).await?))
    };
    let (lock, session) = tokio::select! {
        begun = begin => begun?,
        () = interrupted.told() => return Ok(None),
    };
    if let Some(stop_page) = stop_page {
        title(session.site(), "bot.stop_page", stop_page)?;
    }
    Ok(Some((lock, session)))
}

/// A session, for which a wiki in maintenance is waited for.
async fn connected(settings: &Settings, stop_page: Option<&str>) -> Result<Session, WikiError> {
    let patience = Waiting::new(settings);
    loop {
        match Session::connect(&settings.connection(), true, stop_page).await {
            Err(error) if error.is_maintenance() && patience.has_time_for(error.wait()) => {
                tracing::info!("{error}; waiting");
                patience.wait(error.wait()).await;
            }
            answer => return answer,
        }
    }
}

/// The patience with a wiki in maintenance: `limits.patience_minutes`.
pub struct Waiting {
    until: Instant,
}

impl Waiting {
    /// So long, if the wiki doesn't ask for more.
    const PAUSE: Duration = Duration::from_secs(30);

    /// All of it.
    pub fn new(settings: &Settings) -> Self {
        let patience = Duration::from_secs(60 * u64::from(settings.limits.patience_minutes));
        Self { until: Instant::now() + patience }
    }

    /// Whether it is worth to wait so long, or at all.
    pub fn has_time_for(&self, asked: Option<Duration>) -> bool {
        let left = self.until.saturating_duration_since(Instant::now());
        !left.is_zero() && asked.unwrap_or_default() <= left
    }

    /// Waits so long, or the usual time.
    pub async fn wait(&self, asked: Option<Duration>) {
        let left = self.until.saturating_duration_since(Instant::now());
        let pause = asked.unwrap_or(Self::PAUSE.min(left)).max(Duration::from_secs(1));
        tokio::time::sleep(pause).await;
    }
}
