//! What the value of each setting may be, and what is said of one that it can't be: what was found, what is allowed, and
//! what is most like it. In our words; the library's are of no use to an operator.

use config::{Value, ValueKind};
use serde_json::Value as Json;

use super::SettingsError;
use super::known_keys::{child, is_secret, known};
use super::place::ENVIRONMENT;
use crate::base::Weekday;
use crate::base::month;

/// What a setting's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// A whole number from 0 on.
    Count,
    /// A whole number, also below 0.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A day of the week, in any case.
    Weekday,
    /// A month, by its name or number.
    Month,
}

/// Sections with names of the user's own.
const OWN_NAMES: [&str; 2] = ["owners", "boards.rules"];
const LEVELS: [&str; 4] = ["off", "note", "warning", "error"];
const LOG_FORMATS: [&str; 2] = ["human", "json"];
/// What a number is cut to where more makes no sense to anybody: half a century of days, or minutes.
const MOST: i64 = u32::MAX as i64;

impl Kind {
    /// The kind of the setting `key`, written without the numbers of sections; `default` is its default's.
    pub fn of(key: &str, default: &Json) -> Self {
        match key {
            "boards.fiscal_year_starts" => Self::Month,
            "boards.notices.digest_weekday" => Self::Weekday,
            "boards.notices.closing_days" => Self::Number,
            "log.format" => Self::Words(&LOG_FORMATS),
            _ if key.starts_with("boards.rules.") => Self::Words(&LEVELS),
            _ => match default {
                Json::Bool(_) => Self::Bool,
                Json::Number(_) => Self::Count,
                Json::Array(_) => Self::List,
                Json::Null | Json::String(_) | Json::Object(_) => Self::Text,
            },
        }
    }

    /// What is allowed, for the reference and for messages.
    pub fn allowed(self) -> String {
        match self {
            Self::Bool => "true or false".to_owned(),
            Self::Count => "a whole number from 0 on".to_owned(),
            Self::Number => "a whole number".to_owned(),
            Self::Text => "a text in quotation marks".to_owned(),
            Self::List => "a list of texts, [\"…\", \"…\"]".to_owned(),
            Self::Words(words) => format!("one of {}", words.join(", ")),
            Self::Weekday => format!("a day of the week: {}", Weekday::NAMES.join(", ")),
            Self::Month => format!("a month: {}, or a number from 1 to 12", month::NAMES.join(", ")),
        }
    }

    /// Whether it may be `value`. In the environment everything is a text.
    fn fits(self, value: &ValueKind) -> bool {
        let number = match value {
            ValueKind::I64(number) => Some(*number),
            ValueKind::U64(number) => i64::try_from(*number).ok(),
            ValueKind::I128(number) => i64::try_from(*number).ok(),
            ValueKind::U128(number) => i64::try_from(*number).ok(),
            ValueKind::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let is_text = matches!(value, ValueKind::String(_));
        let is_plain =
            is_text || number.is_some() || matches!(value, ValueKind::Boolean(_) | ValueKind::Float(_));
        match (self, value) {
            (_, ValueKind::Nil) => true,
            (Self::Bool, ValueKind::Boolean(_)) => true,
            (Self::Bool, ValueKind::String(text)) => {
                ["true", "false", "1", "0", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str())
            }
            (Self::Count, _) => number.is_some_and(|number| (0..=MOST).contains(&number)),
            (Self::Number, _) => number.is_some(),
            (Self::Text, _) => is_plain,
            (Self::List, ValueKind::Array(items)) => items.iter().all(|item| Self::Text.fits(&item.kind)),
            (Self::List, _) => is_text,
            (Self::Words(words), ValueKind::String(text)) => words.contains(&text.as_str()),
            (Self::Weekday, ValueKind::String(text)) => is_among(&Weekday::NAMES, text),
            (Self::Month, ValueKind::String(text)) => {
                is_among(&month::NAMES, text) || number.is_some_and(|number| (1..=12).contains(&number))
            }
            (Self::Month, _) => number.is_some_and(|number| (1..=12).contains(&number)),
            (Self::Bool | Self::Words(_) | Self::Weekday, _) => false,
        }
    }
}

fn is_among(names: &[&str], text: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(text.trim()))
}

/// Fails on the first value that its setting can't have.
pub fn check(given: &Value) -> Result<(), SettingsError> {
    walk(given, &known(), "", "")
}

/// `name` is the key without the numbers of sections, `key` with them.
fn walk(given: &Value, known: &Json, name: &str, key: &str) -> Result<(), SettingsError> {
    match (&given.kind, known) {
        (ValueKind::Table(table), Json::Object(keys)) => {
            let mut names: Vec<_> = table.keys().collect();
            names.sort();
            names.into_iter().try_for_each(|part| {
                let known = keys.get(part).unwrap_or(&Json::Null);
                walk(&table[part], known, &child(name, part), &child(key, part))
            })
        }
        (ValueKind::Table(table), Json::Null) if OWN_NAMES.contains(&name) => {
            table.iter().try_for_each(|(part, value)| {
                let part = part.as_str();
                walk(value, &Json::String(String::new()), &child(name, part), &child(key, part))
            })
        }
        (ValueKind::Array(items), Json::Array(one)) if one.first().is_some_and(Json::is_object) => {
            let items = items.iter().enumerate();
            items.into_iter().try_for_each(|(at, item)| match &item.kind {
                ValueKind::Table(_) => walk(item, &one[0], name, &format!("{key}[{at}]")),
                _ => wrong(
                    key,
                    "is a list of other things than sections; each board is a section of its own: [[boards]]",
                ),
            })
        }
        (kind, Json::Array(one)) if one.first().is_some_and(Json::is_object) => match kind {
            ValueKind::Table(board) if board.values().any(|value| value.origin() == Some(ENVIRONMENT)) => {
                wrong(
                    key,
                    "can't stand in the environment; write each board as a section of its own, [[boards]], in a file",
                )
            }
            ValueKind::Table(_) => wrong(
                key,
                "is written with single brackets; each board is a section of its own, in double brackets: [[boards]]",
            ),
            ValueKind::Nil => Ok(()),
            _ => wrong(key, "is no value; each board is a section of its own: [[boards]]"),
        },
        (kind, known) => {
            let of = Kind::of(name, known);
            if of.fits(kind) { Ok(()) } else { wrong(key, &problem(of, name, kind)) }
        }
    }
}

/// Takes out what no setting is called, and what no setting can be.
pub fn keep_what_fits(given: &mut Value) {
    keep(given, &known(), "");
}

fn keep(given: &mut Value, known: &Json, name: &str) -> bool {
    match (&mut given.kind, known) {
        (ValueKind::Table(table), Json::Object(keys)) => {
            table.retain(|part, value| {
                keys.get(part).is_some_and(|known| keep(value, known, &child(name, part)))
            });
            true
        }
        (ValueKind::Table(table), Json::Null) if OWN_NAMES.contains(&name) => {
            table.retain(|part, value| keep(value, &Json::String(String::new()), &child(name, part)));
            true
        }
        (ValueKind::Array(items), Json::Array(one)) if one.first().is_some_and(Json::is_object) => {
            items.retain_mut(|item| matches!(item.kind, ValueKind::Table(_)) && keep(item, &one[0], name));
            true
        }
        (_, Json::Array(one)) if one.first().is_some_and(Json::is_object) => false,
        (_, Json::Object(_)) => false,
        (kind, known) => Kind::of(name, known).fits(kind),
    }
}

fn wrong(key: &str, problem: &str) -> Result<(), SettingsError> {
    Err(SettingsError::Invalid { key: key.to_owned(), problem: problem.to_owned() })
}

/// What was found, what is allowed, and what is most like it. A secret is not shown.
fn problem(kind: Kind, name: &str, found: &ValueKind) -> String {
    let allowed = kind.allowed();
    let shown = match found {
        _ if is_secret(name) => "what stands there".to_owned(),
        ValueKind::Table(_) => "a section".to_owned(),
        ValueKind::Array(_) => "a list".to_owned(),
        ValueKind::String(text) => {
            format!("“{}”", crate::base::text::tidy(text).chars().take(60).collect::<String>())
        }
        other => other.to_string(),
    };
    let numbers = |found: &ValueKind| {
        matches!(found, ValueKind::I64(_) | ValueKind::I128(_) | ValueKind::U64(_) | ValueKind::U128(_))
    };
    let is = match kind {
        Kind::Count if numbers(found) && shown.starts_with('-') => "is below 0".to_owned(),
        Kind::Count | Kind::Number if numbers(found) => "is too large".to_owned(),
        Kind::Count | Kind::Number => "is no whole number".to_owned(),
        Kind::Bool => "is neither true nor false".to_owned(),
        Kind::Text => "is no text".to_owned(),
        Kind::List => "is no list of texts".to_owned(),
        Kind::Words(_) => "is none of the words that can stand there".to_owned(),
        Kind::Weekday => "is no day of the week".to_owned(),
        Kind::Month => "is no month".to_owned(),
    };
    let words: &[&str] = match kind {
        Kind::Words(words) => words,
        Kind::Weekday => &Weekday::NAMES,
        Kind::Month => &month::NAMES,
        Kind::Bool | Kind::Count | Kind::Number | Kind::Text | Kind::List => &[],
    };
    let nearest = match found {
        ValueKind::String(text) => nearest(text, words.iter().copied()),
        _ => None,
    };
    let nearest = nearest.map(|word| format!("; did you mean “{word}”?")).unwrap_or_default();
    format!("{shown} {is}: write {allowed}{nearest}")
}

/// The one of these that is most like `text`, if any is.
pub fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let likeness = |word: &str| strsim::jaro_winkler(&text.trim().to_lowercase(), &word.to_lowercase());
    let nearest = words.map(|word| (likeness(word), word)).max_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(likeness, _)| *likeness > 0.7).map(|(_, word)| word)
}
