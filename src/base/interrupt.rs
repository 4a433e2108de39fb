//! Word that a run is to end, and for how long it may still go on.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// Hears of the end. All clones hear of the same.
#[derive(Clone, Debug)]
pub struct Interrupt(watch::Receiver<Option<Instant>>);

/// Tells of it.
#[derive(Debug)]
pub struct Interrupter(watch::Sender<Option<Instant>>);

/// One that tells, and one that hears.
pub fn channel() -> (Interrupter, Interrupt) {
    let (sender, receiver) = watch::channel(None);
    (Interrupter(sender), Interrupt(receiver))
}

impl Interrupter {
    /// The run is to end.
    pub fn tell(&self) {
        self.0.send_replace(Some(Instant::now()));
    }
}

impl Interrupt {
    /// Whether the run is to end.
    pub fn is_told(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Waits until the run is to end.
    pub async fn told(&self) {
        self.told_since(Duration::ZERO).await;
    }

    /// Waits until the run is to end, and then until it has been told so for `time`.
    pub async fn told_since(&self, time: Duration) {
        let told = self.0.clone().wait_for(Option::is_some).await.ok().and_then(|told| *told);
        match told {
            Some(told) => tokio::time::sleep_until(told + time).await,
            // Nobody is left to tell.
            None => std::future::pending().await,
        }
    }
}
