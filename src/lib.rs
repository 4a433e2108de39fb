//! Goalkeeper reads quarterly goal pages on a MediaWiki wiki, tells owners what is missing, and
//! keeps a status table.
//!
//! Its rooms, each of which may use those below it and none above (a test holds it):
//!
//! - [`cli`]: arguments, and one file for each command.
//! - [`report`]: shows results, as text and as JSON.
//! - [`doctor`]: looks at everything a run needs.
//! - [`publish`]: carries a plan out; the only room that writes to a wiki.
//! - [`decide`]: facts in, plan out; pure.
//! - [`plan`]: every edit the bot would make, as data, and what became of it.
//! - [`read`]: asks the wiki everything that a decision needs, once.
//! - [`config`]: the settings.
//! - [`rules`]: what is missing on a goal page; pure.
//! - [`people`]: whose account a name is, and who may be told anything; pure.
//! - [`ledger`]: what the bot said before, and what was answered; pure.
//! - [`goals`]: from a page's HTML to objectives, key results, managers and goals; pure.
//! - [`wiki`]: asks MediaWiki.
//! - [`wikitext`]: foreign text made harmless, and what stands where in a page's own; pure.
//! - [`base`]: accounts, titles, quarters, reasons, messages.
//!
//! `docs/architecture.md` says more.

#[cfg(test)]
mod architecture;
pub mod base;
pub mod cli;
pub mod config;
pub mod decide;
pub mod doctor;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod goals;
pub mod ledger;
pub mod people;
pub mod plan;
pub mod publish;
pub mod read;
pub mod report;
pub mod rules;
pub mod wiki;
pub mod wikitext;
