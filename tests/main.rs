//! Every test runs the built program on a real MediaWiki of its own: see `support`.

#![allow(clippy::unwrap_used, reason = "a test ends with a panic when what it needs is not there")]

mod bad_input;
mod browser;
mod check;
mod checks;
mod eras;
mod explain;
mod gateway;
mod large;
mod layouts;
mod notices;
mod owners;
mod reading;
mod run;
mod same;
mod schema;
mod settings;
mod status;
mod support;
mod truth;
