//! The `goalkeeper` command.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use goalkeeper::cli::{Args, Exit, dispatch};

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Standard error that is closed leaves nothing to complain to.
            let _ = writeln!(io::stderr(), "goalkeeper: can't start: {error}");
            return Exit::Unreadable.into();
        }
    };
    let exit = runtime.block_on(dispatch(args));
    // A name that is still being looked up must not keep the program from ending.
    runtime.shutdown_background();
    exit.into()
}
