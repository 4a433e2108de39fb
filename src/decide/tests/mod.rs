//! Decisions, from a goal page's HTML to the words that people read; without a wiki.

mod answers;
mod digest;
mod earlier;
mod escalations;
mod facts;
mod gates;
mod go;
pub(crate) mod html;
mod lists;
mod never;
mod notice;
mod orders;
pub(crate) mod plans;
mod reasons;
mod retract;
mod said;
mod says;
mod tables;
mod texts;
mod ticks;
mod when;
mod whom;
pub(crate) mod world;
