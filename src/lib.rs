//! Goalkeeper reads quarterly goal pages on a MediaWiki wiki, tells owners what is missing, and
//! keeps a status table.
//!
//! The way through: `config` → [`survey`] (`wiki` reads, `goals` understands, `checks` finds) →
//! [`planner`] (`notices` and `status` decide, `ledger` remembers) → `wiki::gateway` (writes) →
//! `output`. `cli` walks it. Only `wiki` touches the network.

pub mod account;
pub mod calendar;
pub mod checks;
pub mod cli;
pub mod config;
pub mod doctor;
mod exclusion;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod goals;
pub mod i18n;
mod interrupt;
pub mod ledger;
pub mod notices;
pub mod output;
pub mod owners;
pub mod plan;
pub mod planner;
mod rehearsal;
pub mod status;
pub mod survey;
pub mod wiki;
mod wikitext;
