//! Decisions, from a goal page's HTML to the words that people read; without a wiki.

mod answers;
mod digest;
mod escalations;
mod facts;
pub(crate) mod html;
mod lists;
mod never;
pub(crate) mod plans;
mod reasons;
mod retract;
mod said;
mod tables;
mod texts;
mod ticks;
mod when;
mod whom;
pub(crate) mod world;
