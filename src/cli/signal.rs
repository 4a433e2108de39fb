//! A run that is told to end does so by itself, with what it has done so far written down.

use tokio::signal::unix::{SignalKind, signal};

use super::context::Failure;
use crate::base::interrupt::{self, Interrupt};

/// Hears of SIGTERM and SIGINT.
///
/// # Errors
/// A system that doesn't let the program hear of signals.
pub fn on_signal() -> Result<Interrupt, Failure> {
    let (interrupter, interrupt) = interrupt::channel();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupted.recv() => {}
        }
        interrupter.tell();
    });
    Ok(interrupt)
}
