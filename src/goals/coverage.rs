//! How much of a page was understood, and what is left out of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::model::Objective;

/// How much of a page the layout accounts for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// How many visible words the page has.
    pub words: usize,
    /// How many of them are left out.
    pub left_out_words: usize,
    /// How many of those stand in tables that nobody knows.
    pub table_words: usize,
    /// What is left out, in page order.
    pub left_out: Vec<LeftOut>,
    /// What stands in fields, for the test that it does.
    #[cfg(test)]
    #[serde(skip)]
    pub read: Vec<String>,
}

/// Words that are in no field, and not known to be no goal either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The heading above them; empty above the first one.
    pub section: SmolStr,
    /// The words. What stood in several lines or cells has a slash between them.
    pub text: String,
    /// Why nobody can say what they are.
    pub reason: String,
    /// The label or the column's heading that the layout doesn't know, if that is why.
    pub unknown: Option<String>,
}

impl LeftOut {
    /// The heading above them; `None` above the first one.
    pub fn heading(&self) -> Option<&str> {
        Some(self.section.as_str())
            .filter(|section| !section.trim().is_empty() && *section != Objective::NO_HEADING)
    }
}

impl Coverage {
    /// A page of which less is understood is no ground to write to anybody.
    const LEAST: f64 = 0.5;

    /// The share of the page's words that are not left out: 1 for all of them, and for a page without words.
    #[expect(clippy::cast_precision_loss, reason = "no page has so many words")]
    pub fn share(&self) -> f64 {
        match self.words {
            0 => 1.0,
            words => (words - self.left_out_words) as f64 / words as f64,
        }
    }

    /// The labels and headings that the layout doesn't know, each once.
    pub fn unknown_words(&self) -> Vec<&str> {
        let mut known = BTreeSet::new();
        let words = self.left_out.iter().filter_map(|left_out| left_out.unknown.as_deref());
        words.filter(|word| known.insert(*word)).collect()
    }

    /// Whether tables that nobody knows hold more than a quarter of the page: its structure may say more than words do.
    pub fn leaves_out_tables(&self) -> bool {
        4 * self.table_words > self.words
    }

    /// Whether enough of the page is understood to be certain of anything on it.
    pub fn is_enough(&self) -> bool {
        self.share() >= Self::LEAST
    }
}
