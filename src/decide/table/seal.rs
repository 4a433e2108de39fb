//! What a hidden line in the table remembers: which revisions it was made from, what it says, its own text, and the bot's day.
//! There is no other memory of that.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::Table;
use crate::base::PageRevision;
use crate::base::text::nfc;

/// How a table that stands on the wiki compares with what it should be now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody changed it.
    Touched,
    /// It is as it should be: word for word, or but for what changes by itself, as titles with the time in them.
    Same,
    /// It lacks news, and was saved on this day, if that is known.
    News(Option<NaiveDate>),
    /// It lacks only what can wait, and was saved on this day, if that is known.
    Older(Option<NaiveDate>),
}

/// The table with its seal, the last line.
pub fn sealed(table: &Table, made_from: &[PageRevision], day: NaiveDate) -> String {
    let seal = Seal::of(table, made_from);
    let Seal { revisions, says, text, .. } = &seal;
    format!("{}\n<!-- goalkeeper table of {revisions}: {says} {text} on {day} -->", table.text)
}

/// How the table `old`, which stands on the wiki, compares with `table`.
pub fn standing(old: &str, table: &Table, made_from: &[PageRevision]) -> Standing {
    let Some((text, before)) = unsealed(old) else { return Standing::Touched };
    let now = Seal::of(table, made_from);
    if number(text) != before.text {
        return Standing::Touched;
    }
    let is_news = now.says != before.says;
    match now.text == before.text || now.revisions == before.revisions && !is_news {
        true => Standing::Same,
        false if is_news => Standing::News(before.day),
        false => Standing::Older(before.day),
    }
}

/// Whether a table on the wiki is word for word one that the bot saved.
pub fn is_untouched(old: &str) -> bool {
    unsealed(old).is_some_and(|(text, seal)| number(text) == seal.text)
}

/// The bot's day on which a table was saved, as far as its seal tells.
pub fn day(old: &str) -> Option<NaiveDate> {
    unsealed(old)?.1.day
}

#[derive(Debug)]
struct Seal {
    revisions: String,
    says: String,
    text: String,
    /// Those of earlier releases have none.
    day: Option<NaiveDate>,
}

impl Seal {
    fn of(table: &Table, made_from: &[PageRevision]) -> Self {
        let revisions = made_from.iter().filter_map(|page| Some(page.revision?.to_string()));
        Self {
            revisions: revisions.collect::<Vec<_>>().join("+"),
            says: number(&table.says),
            text: number(&table.text),
            day: None,
        }
    }
}

/// The table's text and its seal.
fn unsealed(old: &str) -> Option<(&str, Seal)> {
    static SEAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\n<!-- goalkeeper table of ([0-9+]*): ([0-9a-f]{8}) ([0-9a-f]{8})(?: on (\d{4}-\d{2}-\d{2}))? -->$",
        )
        .expect("a fixed pattern")
    });
    let old = old.trim();
    let found = SEAL.captures(old)?;
    let [revisions, says, text] = [1, 2, 3].map(|at| found[at].to_owned());
    let day = found.get(4).and_then(|day| day.as_str().parse().ok());
    Some((&old[..found.get(0)?.start()], Seal { revisions, says, text, day }))
}

/// The wiki saves text in the form NFC.
fn number(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(nfc(text.trim()).as_bytes()))
}
