//! `goalkeeper config`: the settings in force.

use super::args::Args;
use super::context::{Context, Exit, Failure, print};
use crate::config::as_far_as_right;
use crate::report::config;

pub fn run(context: &Context) -> Result<Exit, Failure> {
    context.print(|| config::json(&context.loaded), || config::human(&context.loaded))?;
    Ok(Exit::Fine)
}

/// Shows settings in which something is wrong, as far as they are right.
pub fn show_anyway(args: &Args) -> Result<(), Failure> {
    match as_far_as_right(&args.config, std::env::vars().collect()) {
        Some(loaded) => print(args.format, || config::json(&loaded), || config::human(&loaded)),
        None => Ok(()),
    }
}
