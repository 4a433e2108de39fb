//! Decisions, from a goal page's HTML to the words that people read; without a wiki.

mod answers;
mod facts;
mod html;
mod reasons;
mod when;
mod whom;
mod world;
