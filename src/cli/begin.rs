//! What every command that may write begins with.

use std::fs::File;

use super::context::{Context, Failure};
use super::lock;
use crate::base::interrupt::Interrupt;
use crate::config::title;
use crate::wiki::Session;

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
        Ok::<_, Failure>((lock, Session::connect(&settings.connection(), true, stop_page).await?))
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
