//! An answer that the wiki gives in several parts (API:Continue).

use serde_json::Value as Json;

use super::super::error::WikiError;

/// More parts than this has no answer to one query: 500 entries each.
const MOST_PARTS: usize = 200;
/// What all parts together may take in memory, in bytes, about. One is bounded by what an answer may be.
const LARGEST: usize = 48 << 20;

/// The parts so far.
#[derive(Debug, Default)]
pub struct Parts {
    answers: Vec<Json>,
    weight: usize,
    /// The parameters with which the wiki wants to be asked for the next part.
    pub next: Vec<(String, String)>,
}

impl Parts {
    /// Adds a part; the whole answer, if it was the last one.
    ///
    /// # Errors
    /// [`WikiError::Unexpected`]: it breaks off, has no end, or is too large.
    pub fn with(&mut self, answer: Json) -> Result<Option<Vec<Json>>, WikiError> {
        let next = answer["continue"].as_object().map(|next| {
            let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            next.iter().map(|(key, value)| (key.clone(), text(value))).collect::<Vec<_>>()
        });
        // Without either word there is no telling whether this is all.
        let is_all = answer["batchcomplete"] == true;
        self.weight += weight(&answer);
        self.answers.push(answer);
        let odd = |why: &str| Err(WikiError::Unexpected(why.to_owned()));
        match next {
            None if is_all => Ok(Some(std::mem::take(&mut self.answers))),
            None => odd("it breaks off in the middle of a list"),
            Some(next) if next == self.next || self.answers.len() > MOST_PARTS => {
                odd("it continues an answer without an end")
            }
            Some(_) if self.weight > LARGEST => odd("what it sent in parts is too large"),
            Some(next) => {
                self.next = next;
                Ok(None)
            }
        }
    }
}

/// About what it takes in memory, in bytes.
fn weight(json: &Json) -> usize {
    size_of::<Json>()
        + match json {
            Json::String(text) => text.len(),
            Json::Array(values) => values.iter().map(weight).sum(),
            Json::Object(entries) => entries.iter().map(|(key, value)| key.len() + weight(value)).sum(),
            Json::Null | Json::Bool(_) | Json::Number(_) => 0,
        }
}
