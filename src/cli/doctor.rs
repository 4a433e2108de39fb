//! `goalkeeper doctor`: looks at everything a run needs, and writes nothing.

use super::context::{Context, Exit, Failure, colour};
use super::lock;
use super::reading::moving;
use crate::doctor::{Examined, Verdict, examine};
use crate::read::{Asked, Cache};
use crate::report::doctor;

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    let cannot_write = context.need_to_write().err().map(|failure| failure.to_string());
    let no_boards = context.need_boards().err().map(|failure| failure.to_string());
    // What was read some time ago says nothing of whether pages can be read.
    let cache = Cache::default();
    let examined = Examined {
        files: &context.args.config,
        origins: &context.loaded.origins,
        asked: Asked { cache: &cache, ..context.asked(&[]) },
        cannot_write: cannot_write.as_deref(),
        no_boards: no_boards.as_deref(),
        lock: &lock::look(&context.settings().wiki.url),
    };
    let bar = context.progress_bar("reading");
    let (checks, requests) = examine(examined, &moving(&bar)).await;
    bar.finish_and_clear();
    context.print(
        || doctor::json(&checks, &context.settings().wiki.api_url(), context.today),
        || doctor::human(&checks, colour()),
    )?;
    if let Some(requests) = requests {
        tracing::info!(requests, edits = 0, "done");
    }
    let first = checks.iter().find(|check| check.result == Verdict::Problem);
    Ok(match first {
        None => Exit::Fine,
        Some(check) if check.in_settings => Exit::Usage,
        Some(_) => Exit::Unreadable,
    })
}
