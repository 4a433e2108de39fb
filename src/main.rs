//! The `goalkeeper` command.

use std::process::ExitCode;

use clap::Parser as _;
use goalkeeper::cli::{Args, dispatch};

#[tokio::main]
async fn main() -> ExitCode {
    dispatch(Args::parse()).await.into()
}
