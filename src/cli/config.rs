//! `goalkeeper config`: the settings in force.

use super::context::{Context, Exit, Failure};
use crate::report::config;

pub fn run(context: &Context) -> Result<Exit, Failure> {
    context.print(|| config::json(&context.loaded), || config::human(&context.loaded))?;
    Ok(Exit::Fine)
}
