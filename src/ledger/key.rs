//! The keys in the bot's edit summaries, by which it knows later what it did. Ids survive renames
//! and moves; a name or a title would not.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::calendar::Quarter;

/// More pages in one notice would not leave room for a whole key in a summary.
pub const MOST_PAGES: usize = 20;

/// What an edit was for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A notice.
    Notice(NoticeKey),
    /// A status table.
    Status {
        /// The board.
        board: String,
        /// The quarter.
        quarter: Quarter,
    },
}

/// The key of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeKey {
    /// The recipient's user id.
    pub recipient: u64,
    /// The quarter.
    pub quarter: Quarter,
    /// The bot's day.
    pub day: NaiveDate,
    /// Page id and round of each goal page.
    pub pages: Vec<(u64, u32)>,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Notice(NoticeKey { recipient, quarter, day, pages }) => {
                let pages: Vec<_> = pages.iter().map(|(id, round)| format!("{id}.{round}")).collect();
                write!(f, "gk1:notice/{recipient}/{quarter}/{day}/{}", pages.join(","))
            }
            Self::Status { board, quarter } => write!(f, "gk1:status/{board}/{quarter}"),
        }
    }
}

impl Key {
    /// The key at the end of a summary, in brackets.
    pub fn in_summary(summary: &str) -> Option<Self> {
        static FORM: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"\(gk1:(?:notice/(?<recipient>\d+)/(?<quarter>[0-9Q-]+)/(?<day>[0-9-]+)/(?<pages>\d+\.\d+(?:,\d+\.\d+)*)|status/(?<board>[a-z0-9-]+)/(?<of>[0-9Q-]+))\)$",
            )
            .expect("a fixed pattern")
        });
        let found = FORM.captures(summary.trim_end())?;
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        if let Some(board) = part("board") {
            return Some(Self::Status { board: board.to_owned(), quarter: part("of")?.parse().ok()? });
        }
        let pages = part("pages")?.split(',').map(|page| {
            let (id, round) = page.split_once('.')?;
            Some((id.parse().ok()?, round.parse().ok()?))
        });
        Some(Self::Notice(NoticeKey {
            recipient: part("recipient")?.parse().ok()?,
            quarter: part("quarter")?.parse().ok()?,
            day: part("day")?.parse().ok()?,
            pages: pages.collect::<Option<_>>()?,
        }))
    }

    /// A summary: a sentence, and the key whole at its end.
    pub fn summary(&self, sentence: &str) -> String {
        // MediaWiki cuts longer summaries without a word, and what stands at the end is lost.
        const LONGEST: usize = 500;
        let key = format!(" ({self})");
        let room = LONGEST.saturating_sub(key.chars().count());
        sentence.chars().take(room).collect::<String>() + &key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(pages: usize) -> Key {
        Key::Notice(NoticeKey {
            recipient: 4_000_000_000,
            quarter: "2020-21Q2".parse().unwrap(),
            day: "2020-11-02".parse().unwrap(),
            pages: (0..pages).map(|n| (3_000_000_000 + n as u64, 2)).collect(),
        })
    }

    #[test]
    fn a_key_is_read_back_from_a_summary() {
        let status = Key::Status { board: "tech-2".into(), quarter: "2010Q4".parse().unwrap() };
        for key in [notice(1), notice(MOST_PAGES), status] {
            let summary = key.summary(&"A plain sentence. ".repeat(60));
            assert_eq!(summary.chars().count().min(500), summary.chars().count());
            assert_eq!(Key::in_summary(&summary), Some(key));
        }
    }

    #[test]
    fn a_cut_or_foreign_summary_has_no_key() {
        let whole = notice(2).summary("Reminder");
        assert_eq!(Key::in_summary(&whole[..whole.len() - 1]), None);
        assert_eq!(Key::in_summary("(gk1:notice/1/2020-21Q2/2020-11-02/) and more"), None);
    }
}
