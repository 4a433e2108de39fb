//! What a coordinator answers to the question whether a quarter's notices may go out. Pure.

use super::place::To;
use super::words::decision;
use super::{Answer, Said, Thread, answers_to};
use crate::ledger::GoKey;
use crate::wiki::PageHistory;

/// What a coordinator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// `go`
    Go,
    /// `not this quarter`
    NotThisQuarter,
}

/// An answer to that question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoAnswer {
    /// What it decides; `None` if other words.
    pub decision: Option<Decision>,
    /// The answer.
    pub answer: Answer,
}

/// The answers on a page to one question, oldest first.
pub fn go_answers_in(thread: Thread<'_>, asked: &GoKey, history: &PageHistory) -> Vec<GoAnswer> {
    let found = answers_to(To::Question(asked), thread, history).into_iter();
    let answer = |(_, answer, shown): (usize, Answer, String)| {
        let decision = match answer.said {
            Said::Stop => Some(Decision::NotThisQuarter),
            _ => decision(&shown, thread.languages),
        };
        GoAnswer { decision, answer }
    };
    found.map(answer).collect()
}
