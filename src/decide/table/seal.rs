//! What a hidden line in the table remembers: which revisions it was made from, what it says, and its own text. There
//! is no other memory of that.

use std::sync::LazyLock;

use regex::Regex;

use super::Table;
use crate::base::PageRevision;
use crate::base::text::nfc;

/// The table with its seal, the last line.
pub fn sealed(table: &Table, made_from: &[PageRevision]) -> String {
    let seal = Seal::of(table, made_from);
    let Seal { revisions, says, text } = &seal;
    format!("{}\n<!-- goalkeeper table of {revisions}: {says} {text} -->", table.text)
}

/// Whether the table on the wiki is as the bot left it, and says the same. Of one made from the same revisions the titles don't
/// count.
pub fn says_the_same(old: &str, table: &Table, made_from: &[PageRevision]) -> bool {
    let Some((text, before)) = unsealed(old) else { return false };
    let now = Seal::of(table, made_from);
    let untouched = number(text) == before.text;
    let same_state = now.revisions == before.revisions && now.says == before.says;
    untouched && (now.text == before.text || same_state)
}

/// Whether a table on the wiki is word for word one that the bot saved.
pub fn is_untouched(old: &str) -> bool {
    unsealed(old).is_some_and(|(text, seal)| number(text) == seal.text)
}

#[derive(Debug)]
struct Seal {
    revisions: String,
    says: String,
    text: String,
}

impl Seal {
    fn of(table: &Table, made_from: &[PageRevision]) -> Self {
        let revisions = made_from.iter().filter_map(|page| Some(page.revision?.to_string()));
        Self {
            revisions: revisions.collect::<Vec<_>>().join("+"),
            says: number(&table.says),
            text: number(&table.text),
        }
    }
}

/// The table's text and its seal.
fn unsealed(old: &str) -> Option<(&str, Seal)> {
    static SEAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\n<!-- goalkeeper table of ([0-9+]*): ([0-9a-f]{8}) ([0-9a-f]{8}) -->$")
            .expect("a fixed pattern")
    });
    let old = old.trim();
    let found = SEAL.captures(old)?;
    let [revisions, says, text] = [1, 2, 3].map(|at| found[at].to_owned());
    Some((&old[..found.get(0)?.start()], Seal { revisions, says, text }))
}

/// The wiki saves text in the form NFC.
fn number(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(nfc(text.trim()).as_bytes()))
}
