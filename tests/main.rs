//! Every test runs the built program on a real MediaWiki of its own: see `support`.

#![allow(clippy::unwrap_used, reason = "a test ends with a panic when what it needs is not there")]

mod anchors;
mod answers;
mod apply;
mod bad_input;
mod browser;
mod check;
mod checks;
mod closed;
mod digest;
mod doctor;
mod eras;
mod explain;
mod faults;
mod gateway;
mod heard;
mod hostile;
mod kinds;
mod large;
mod layouts;
mod links;
mod living;
mod noes;
mod notices;
mod opt_out;
mod owners;
mod owners_page;
mod proxy;
mod quarter;
mod reading;
mod refusals;
mod rehearsal;
mod run;
mod same;
mod schema;
mod secrets;
mod session;
mod settings;
mod status;
mod support;
mod titles;
mod tls;
mod truth;
mod when;
mod whom;
