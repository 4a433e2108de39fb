//! `goalkeeper apply`: carries out a saved plan, and refuses what has changed since.

use std::path::Path;

use super::context::{Context, Exit, Failure};
use super::monitor::Monitor;
use super::run::{self, Options};
use crate::plan::SavedPlan;

/// More than any plan; a file without an end must not fill the memory.
const LARGEST: u64 = 64 << 20;

/// The plan in a file.
///
/// # Errors
/// A file that can't be read, or that is no plan.
fn saved_plan(file: &Path) -> Result<SavedPlan, Failure> {
    let problem = |why: String| {
        Failure::Usage(format!(
            "{}: {why}; name a file with what `goalkeeper plan --format json` printed",
            file.display()
        ))
    };
    let size = std::fs::metadata(file).map_err(|error| problem(error.to_string()))?.len();
    if size > LARGEST {
        return Err(problem("it is too large for a plan".to_owned()));
    }
    let text = std::fs::read_to_string(file).map_err(|error| problem(error.to_string()))?;
    SavedPlan::parse(&text).map_err(|why| problem(format!("not a plan: {why}")))
}

/// Its day is the bot's clock, unless `--today` names another.
pub async fn run(mut context: Context, file: &Path) -> Result<Exit, Failure> {
    let plan = saved_plan(file)?;
    if plan.today != context.today {
        tracing::info!(day = %plan.today, "the plan was not made for today");
    }
    context.today = context.args.today.unwrap_or(plan.today);
    let monitor = Monitor::begin(&context).await;
    monitor.end(run::run(&context, Options { saved: Some(plan), ..Options::default() }).await).await
}
