//! Shows results: to a person as text, to a program as JSON. Decides nothing.

pub mod check;
pub mod doctor;
pub mod human;
pub mod json;
mod owners;
pub mod terminal;
