//! Decisions, from a goal page's HTML to the words that people read; without a wiki.

mod answers;
mod digest;
mod escalations;
mod facts;
mod html;
mod lists;
mod never;
mod reasons;
mod said;
mod tables;
mod texts;
mod ticks;
mod when;
mod whom;
mod world;
