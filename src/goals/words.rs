//! Placeholders, statuses and the words between two names, as `config/words.toml` has them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::letters::Letters;
use super::model::Status;
use crate::base::text::fold;

/// The words every layout shares.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    placeholders: BTreeSet<String>,
    manager_placeholders: BTreeSet<String>,
    name_separators: Vec<String>,
    no_names: BTreeSet<String>,
    roles: BTreeSet<String>,
    doubts: BTreeSet<String>,
    formerly: BTreeSet<String>,
    leaving: BTreeSet<String>,
    clauses: BTreeSet<String>,
    asides: BTreeSet<String>,
    goal_words: BTreeSet<String>,
    no_goal_titles: BTreeSet<String>,
    no_goal_columns: BTreeSet<String>,
    statuses: BTreeMap<Status, Vec<String>>,
    /// The words of `statuses`, each with the first status that it stands for.
    #[serde(skip)]
    by_word: BTreeMap<String, Status>,
    /// The letters that those begin with.
    #[serde(skip)]
    begins: Letters,
    /// Those that stand in sentences, the longest first: “not done” before “done”.
    #[serde(skip)]
    in_sentences: Vec<(String, Status)>,
    pub(super) colours: BTreeMap<Status, Vec<String>>,
    pub(super) hedges: BTreeSet<String>,
}

/// `[words]` of a layout file: words besides the built-in ones.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoreWords {
    placeholders: Vec<String>,
    manager_placeholders: Vec<String>,
    statuses: BTreeMap<Status, Vec<String>>,
}

impl MoreWords {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.placeholders.is_empty() && self.manager_placeholders.is_empty() && self.statuses.is_empty()
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let words: Words =
        toml::from_str(include_str!("../../config/words.toml")).expect("words.toml is built in and tested");
    words.indexed()
});

/// The words that are built in.
pub fn words() -> &'static Words {
    &WORDS
}

impl Words {
    fn indexed(mut self) -> Self {
        let all =
            || self.statuses.iter().flat_map(|(status, words)| words.iter().map(move |word| (word, *status)));
        let mut by_word = BTreeMap::new();
        for (word, status) in all() {
            by_word.entry(word.clone()).or_insert(status);
        }
        let said = all().filter(|(word, _)| word.contains(char::is_alphanumeric));
        let mut in_sentences: Vec<(String, Status)> =
            said.map(|(word, status)| (word.clone(), status)).collect();
        in_sentences.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        self.begins = by_word.keys().filter_map(|word| word.chars().next()).collect();
        (self.by_word, self.in_sentences) = (by_word, in_sentences);
        self
    }

    /// The first status that one of two forms of a word stands for.
    pub(super) fn status_of(&self, forms: [&str; 2]) -> Option<Status> {
        let forms = if forms[0] == forms[1] { &forms[1..] } else { &forms };
        forms.iter().filter_map(|form| self.by_word.get(*form).copied()).min()
    }

    /// Whether a text may be a word for a status, by the letter or sign that it begins with: nearly none may.
    pub(super) fn may_be_status(&self, text: &str) -> bool {
        let may_begin = |c: Option<char>| c.is_some_and(|c| self.begins.contains(c.to_ascii_lowercase()));
        // What is seen of others takes longer to find out.
        !text.is_ascii()
            || may_begin(text.chars().find(|c| !c.is_whitespace() && !c.is_control() && *c != '_'))
            || may_begin(text.chars().find(|c| c.is_alphanumeric()))
    }

    /// The words for statuses that stand in sentences, the longest first.
    pub(super) fn in_sentences(&self) -> &[(String, Status)] {
        &self.in_sentences
    }

    /// Learns more of them. A word that stood for another status stands for the new one.
    pub fn learn(&mut self, more: &MoreWords) {
        if more.is_empty() {
            return;
        }
        self.placeholders.extend(more.placeholders.iter().map(|word| bare(word)));
        self.manager_placeholders.extend(more.manager_placeholders.iter().map(|word| bare(word)));
        for (status, words) in &more.statuses {
            let words: Vec<_> = words.iter().map(|word| bare(word)).collect();
            self.statuses.values_mut().for_each(|known| known.retain(|word| !words.contains(word)));
            self.statuses.entry(*status).or_default().extend(words);
        }
        *self = std::mem::replace(self, words().clone()).indexed();
    }

    /// Whether a goal's whole text only says that there is no goal yet.
    pub fn is_placeholder(&self, text: &str) -> bool {
        // “1.” is what an empty numbered list looks like; “99.95 %” and “0” are goals.
        let is_number = |text: &str| {
            let digits = text.strip_suffix(['.', ')']);
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        };
        !points_elsewhere(text) && (is_number(text.trim()) || self.says_nothing(&bare(text)))
    }

    fn says_nothing(&self, bare: &str) -> bool {
        let undotted = bare.replace('.', "");
        !bare.chars().any(char::is_alphanumeric)
            || self.placeholders.contains(bare)
            || self.placeholders.contains(&undotted)
    }

    /// Whether a name's whole text only says that there is nobody yet; a remark in brackets
    /// after it, as in “Vacant (hiring)”, changes nothing.
    pub fn is_manager_placeholder(&self, text: &str) -> bool {
        let known = |text: &str| {
            let bare = bare(text);
            !points_elsewhere(text) && (self.says_nothing(&bare) || self.manager_placeholders.contains(&bare))
        };
        known(text)
            || text.split_once('(').is_some_and(|(before, _)| !before.trim().is_empty() && known(before))
    }

    /// Whether a remark behind such a placeholder may name somebody: “TBD (Ada for now)”, and not “TBD (was: Ada Sample)” or
    /// “Vacant (Hiring)”.
    pub fn remark_may_name(&self, text: &str) -> bool {
        let Some((_, remark)) = text.split_once('(') else { return false };
        let mut words =
            remark.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let is_over = words.clone().next().is_some_and(|first| self.formerly.contains(&first.to_lowercase()));
        let is_known = |word: &str| {
            let word = word.to_lowercase();
            self.is_role(&word)
                || self.manager_placeholders.contains(&word)
                || self.placeholders.contains(&word)
        };
        let may_be_a_name = |word: &str| {
            word.starts_with(char::is_alphabetic)
                && !word.starts_with(char::is_lowercase)
                && !word.contains(char::is_numeric)
                && !is_known(word)
        };
        !is_over && words.any(may_be_a_name)
    }

    /// Whether a text speaks of people without naming any: “the team”, “see above”.
    pub fn is_no_name(&self, text: &str) -> bool {
        self.no_names.contains(&bare(text))
    }

    /// Whether a word is that of a role or a department.
    pub fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    /// Whether a word before a name says that somebody else is meant, or that it isn't sure.
    pub fn is_doubt(&self, word: &str) -> bool {
        self.doubts.contains(word)
    }

    /// Whether a text is a clause and no name: “who left in May”.
    pub fn is_clause(&self, text: &str) -> bool {
        let Some((first, _)) = text.split_once(' ') else { return false };
        self.clauses.contains(&first.to_lowercase())
    }

    /// Whether a word behind a name says that this person may not be there any more.
    pub fn is_leaving(&self, word: &str) -> bool {
        self.leaving.contains(word)
    }

    /// Whether a section of this heading holds no goals: a legend, references.
    pub fn is_aside(&self, heading: &str) -> bool {
        self.asides.contains(&bare(heading))
    }

    /// Whether a title, a heading or a label says that goals follow.
    pub fn speaks_of_goals(&self, text: &str) -> bool {
        has(&self.goal_words, text)
    }

    /// Whether a title says that the page holds no goals, whatever it says besides: “Goals/Process”.
    pub fn is_title_of_others(&self, title: &str) -> bool {
        has(&self.no_goal_titles, title)
    }

    /// Whether a column's heading says that its table holds no goals: “Budget”.
    pub fn is_column_of_others(&self, heading: &str) -> bool {
        has(&self.no_goal_columns, heading)
    }

    /// Words like “and” that separate two names.
    pub fn name_separators(&self) -> &[String] {
        &self.name_separators
    }
}

/// Whether one of these words, or two that belong together, stand in a text. A remark in brackets isn't what it is about.
fn has(known: &BTreeSet<String>, text: &str) -> bool {
    let text = fold(text);
    let bare: String = text.split(['(', ')', '[', ']']).step_by(2).collect();
    let said: Vec<&str> =
        bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let ends =
        |word: &str| known.iter().any(|one| one.strip_prefix('-').is_some_and(|end| word.ends_with(end)));
    said.iter().any(|word| known.contains(*word) || ends(word))
        || said.windows(2).any(|pair| known.contains(&pair.join(" ")))
}

/// An arrow or a ditto mark: what is meant stands in another place.
fn points_elsewhere(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '←'..='⇿' | '⬅'..='⬇' | '➔'..='➾' | '☚'..='☟' | '"' | '″' | '〃');
    let mut marks = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{fe0f}').peekable();
    marks.peek().is_some() && marks.all(is_mark)
}

/// Folded, without brackets, quotes, dashes, dots and other marks around it.
fn bare(text: &str) -> String {
    fold(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_whole_values() {
        for text in [
            "",
            "TBD",
            "tbd.",
            "???",
            "N/A",
            "-",
            "—",
            "…",
            "(none)",
            "[TBD]",
            "to be determined",
            "*",
            "1.",
            "T.B.D.",
        ] {
            assert!(words().is_placeholder(text), "{text}");
        }
        for text in [
            "Decide the TBD items",
            "None of the services is down",
            "N/A-rate below 5%",
            "x?",
            "99.95 %",
            "99.95%",
            "5,000",
            "0",
            "12",
            "X% more",
            "open",
        ] {
            assert!(!words().is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn names_that_look_like_placeholders_are_names() {
        for text in ["TBH", "vacant", "Vacant (hiring)", "OPEN", "TBD (was: Jane Doe)", "to be hired"] {
            assert!(words().is_manager_placeholder(text), "{text}");
        }
        for text in [
            "Tim Bader",
            "Ann Open",
            "Noneth Nakamura",
            "A. Vacanti",
            "N. A. Singh",
            "Jane Doe (acting)",
            "李娜",
        ] {
            assert!(!words().is_manager_placeholder(text), "{text}");
        }
    }
}
