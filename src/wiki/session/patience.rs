//! How long the bot goes on asking a wiki that doesn't answer: a few times with growing pauses, a
//! budget for the whole session, and an end when nothing comes back at all.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBuilder};

use super::super::error::WikiError;

/// How often one request is sent.
const ATTEMPTS: usize = 4;
/// The longest pause, and the longest that the wiki may ask for: what asks for more is not asked again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The time that a session may lose with requests that came to nothing, and pauses after them.
const BUDGET: Duration = Duration::from_secs(300);
/// After so many requests in a row that came to nothing the wiki is taken for dead.
const MOST_IN_A_ROW: u32 = 3 * ATTEMPTS as u32;

/// A session's patience.
#[derive(Debug)]
pub struct Patience {
    least_pause: Duration,
    lost: AtomicU64,
    in_a_row: AtomicU32,
}

impl Patience {
    /// `least_pause` is the first pause; the next are twice as long each, and a little more by chance.
    pub fn new(least_pause: Duration) -> Self {
        Self { least_pause, lost: AtomicU64::new(0), in_a_row: AtomicU32::new(0) }
    }

    /// Asks until there is an answer, or no patience left.
    ///
    /// # Errors
    /// The last attempt's.
    pub async fn ask<T>(&self, ask: impl AsyncFn() -> Result<T, WikiError>) -> Result<T, WikiError> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(self.least_pause)
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(ATTEMPTS - 1)
            .with_jitter()
            .build();
        loop {
            let in_a_row = self.in_a_row.load(Ordering::Relaxed);
            if in_a_row >= MOST_IN_A_ROW {
                return Err(WikiError::GaveUp(in_a_row));
            }
            let began = Instant::now();
            let error = match ask().await {
                Err(error) if error.is_passing() => error,
                answer => {
                    self.in_a_row.store(0, Ordering::Relaxed);
                    return answer;
                }
            };
            self.in_a_row.fetch_add(1, Ordering::Relaxed);
            self.lose(began.elapsed());
            let asked = error.wait().unwrap_or_default();
            let pause = match pauses.next().map(|pause| pause.max(asked)) {
                Some(pause) if asked <= LONGEST_PAUSE && self.has_time_for(pause) => pause,
                _ => return Err(error),
            };
            tracing::warn!(seconds = pause.as_secs_f32(), "{error}; asking again after a pause");
            self.lose(pause);
            tokio::time::sleep(pause).await;
        }
    }

    fn lose(&self, time: Duration) {
        self.lost.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn has_time_for(&self, pause: Duration) -> bool {
        Duration::from_millis(self.lost.load(Ordering::Relaxed)) + pause <= BUDGET
    }
}
