//! Carries a plan out: the only code that can write to a wiki. Every edit goes through all of the gateway's guards and
//! ends as one outcome. What is told, it does not decide.

mod attempt;
mod carry_out;
mod edit_answer;
mod fate;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod gateway;
mod look;
mod preflight;
#[cfg(test)]
mod tests;
mod text;

pub use carry_out::{Bounds, Planned, carry_out};
pub use gateway::{Gateway, Mode};
pub use preflight::is_go_ahead;
