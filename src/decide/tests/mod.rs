//! Decisions, from a goal page's HTML to the words that people read; without a wiki.

mod answers;
mod digest;
mod earlier;
mod escalations;
mod facts;
mod gates;
mod glance;
mod go;
mod held;
pub(crate) mod html;
mod lists;
mod never;
mod notice;
mod orders;
mod overview;
pub(crate) mod plans;
mod reasons;
mod retract;
mod said;
mod says;
mod survey;
mod tables;
mod texts;
mod ticks;
mod when;
mod whom;
pub(crate) mod world;
