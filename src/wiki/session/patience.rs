//! How long the bot goes on asking a wiki that doesn't answer: a few times with growing pauses, a
//! budget for the whole session, and an end when nothing comes back at all.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBuilder};

use super::super::error::WikiError;

/// How often one request is sent.
const ATTEMPTS: usize = 4;
/// The longest pause, and the longest that the wiki may ask for: if it asks for more, nothing more is asked.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(60);
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
    /// Why it has come to its end.
    over: OnceLock<String>,
}

impl Patience {
    /// `least_pause` is the first pause; the next are twice as long each, and each up to twice as long as that by chance.
    pub fn new(least_pause: Duration) -> Self {
        Self { least_pause, lost: AtomicU64::new(0), in_a_row: AtomicU32::new(0), over: OnceLock::new() }
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
            if let Some(why) = self.over.get() {
                return Err(WikiError::GaveUp(why.clone()));
            }
            let began = Instant::now();
            let error = match ask().await {
                Err(error) if error.is_passing() => error,
                answer => {
                    self.in_a_row.store(0, Ordering::Relaxed);
                    return answer;
                }
            };
            self.lose(began.elapsed());
            let asked = error.wait().unwrap_or_default();
            if asked > LONGEST_PAUSE {
                self.end(format!("it asks to be left alone for {} seconds", asked.as_secs()));
            } else if matches!(error, WikiError::Unexpected(_)) {
                // It answers, if only nonsense, perhaps of one page alone.
                self.in_a_row.store(0, Ordering::Relaxed);
            } else if self.in_a_row.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_IN_A_ROW {
                self.end(format!("{MOST_IN_A_ROW} requests in a row came to nothing"));
            }
            let pause = match pauses.next().map(|pause| pause.min(LONGEST_PAUSE).max(asked)) {
                Some(pause) if self.over.get().is_none() && self.has_time_for(pause) => pause,
                _ => return Err(error),
            };
            tracing::warn!(seconds = pause.as_secs_f32(), "{error}; asking again after a pause");
            self.lose(pause);
            tokio::time::sleep(pause).await;
        }
    }

    fn end(&self, why: String) {
        // The first reason stays.
        let _ = self.over.set(why);
    }

    fn lose(&self, time: Duration) {
        self.lost.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn has_time_for(&self, pause: Duration) -> bool {
        Duration::from_millis(self.lost.load(Ordering::Relaxed)) + pause <= BUDGET
    }
}
