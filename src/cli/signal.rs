//! A run that is told to end does so by itself, with what it has done so far written down.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::Failure;

/// Turns true on SIGTERM or SIGINT.
///
/// # Errors
/// A system that doesn't let the program hear of signals.
pub fn on_signal() -> Result<watch::Receiver<bool>, Failure> {
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
