//! Shows results, one file per command: to a person as text, to a program as JSON (the contract's documents, whose fields
//! are only ever added to). Decides nothing.

pub mod check;
mod colour;
pub mod config;
mod coverage;
pub mod doctor;
pub mod explain;
mod finding;
pub mod history;
pub mod init;
pub mod owners;
mod page;
pub mod plan;
pub mod retract;
pub mod run;
#[cfg(test)]
mod schemas;
pub mod show;
pub mod site;
pub mod terminal;
#[cfg(test)]
mod tests;
mod unread;

pub use colour::Colour;

/// `1 page`, `2 pages`
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
