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
    /// How many there are.
    pub fn count(&self) -> usize {
        self.answers.len()
    }

    /// Those that there are, though they are not all.
    pub fn so_far(self) -> Vec<Json> {
        self.answers
    }

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

/// What was asked for of an answer in several parts, as one: each part adds properties to the pages.
pub fn merged(answers: Vec<Json>) -> Json {
    fn pages(query: &mut Json) -> impl Iterator<Item = &mut Json> {
        query.get_mut("pages").and_then(Json::as_array_mut).into_iter().flatten()
    }
    let query = |mut answer: Json| answer.get_mut("query").map(Json::take);
    let mut queries = answers.into_iter().filter_map(query);
    let mut whole = queries.next().unwrap_or_default();
    for mut query in queries {
        for page in pages(&mut query) {
            let known = pages(&mut whole).find(|known| known["title"] == page["title"]);
            if let (Some(Json::Object(known)), Json::Object(more)) = (known, page.take()) {
                known.extend(more);
            }
        }
    }
    whole
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_part_adds_properties_to_the_pages() {
        let merged = merged(vec![
            json!({"query": {"normalized": [{"from": "a", "to": "A"}], "pages": [{"title": "A", "ns": 3}, {"title": "B"}]}}),
            json!({"query": {"pages": [{"title": "B", "missing": true}, {"title": "A", "revisions": []}]}}),
            json!({"batchcomplete": true}),
        ]);
        let pages = json!([{"title": "A", "ns": 3, "revisions": []}, {"title": "B", "missing": true}]);
        assert_eq!(merged, json!({"normalized": [{"from": "a", "to": "A"}], "pages": pages}));
        assert_eq!(self::merged(vec![json!({"batchcomplete": true})]), Json::Null);
    }

    #[test]
    fn an_answer_that_does_not_say_that_it_is_all_is_none() {
        let part = |next: u32| json!({"continue": {"uccontinue": next, "continue": "-||"}, "query": {}});
        let mut parts = Parts::default();
        assert!(parts.with(json!({"query": {}})).is_err());
        let mut parts = Parts { answers: Vec::new(), ..parts };
        assert!(matches!(parts.with(part(1)), Ok(None)));
        assert_eq!(parts.next[0], ("continue".to_owned(), "-||".to_owned()));
        assert!(matches!(parts.with(json!({"batchcomplete": true})), Ok(Some(all)) if all.len() == 2));
        let mut parts = Parts::default();
        assert!(parts.with(part(1)).is_ok() && parts.with(part(1)).is_err(), "an answer without an end");
    }
}
