//! A JSON object entry by entry: also one whose names stand there twice, which a map would hide.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Value as Json;

/// The entries of a JSON object in their order, a name that stands there twice included. `expected` says what should
/// have been there instead of anything else.
///
/// # Errors
/// A text that is no JSON, or no object.
pub fn entries(text: &str, expected: &'static str) -> serde_json::Result<Vec<(String, Json)>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let entries = json.deserialize_map(Object(expected))?;
    json.end()?;
    Ok(entries)
}

struct Object(&'static str);

impl<'de> Visitor<'de> for Object {
    type Value = Vec<(String, Json)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}
