//! What an edit makes of a page's text, and proof that it touches nothing else.

use std::sync::LazyLock;

use regex::Regex;

use crate::base::{Reason, Refused, refuse};
use crate::ledger::{self, TickWords};
use crate::plan::{Before, Change, PlannedEdit};

/// The page's new text.
///
/// # Errors
/// The reason for not making the edit: damaged markers, a page that would be too big, or a text
/// that is not the old one plus the change.
pub fn changed(edit: &PlannedEdit, old: &str, largest: usize) -> Result<String, Refused> {
    let new = edit.text();
    let (text, kept) = match &edit.change {
        Change::AddSection { heading, .. } => (add_section(old, Some(heading), &new), old.trim_end().len()),
        Change::AddLine(line) => (add_line(old, line), 0),
        Change::Reply { to, .. } => match ledger::with_reply(old, to, &new) {
            Some(replied) => (replied, old.len()),
            None => {
                return refuse(Reason::ChangedSincePlan, "the notice it replies to is not there any more");
            }
        },
        Change::Tick { notices, words } => match ledger::with_ticks(old, notices, words) {
            Some(ticked) => (ticked, 0),
            None => return refuse(Reason::ChangedSincePlan, "a notice to be ticked is not there as it was"),
        },
        Change::Retract(parts) => match ledger::with_parts(old, parts) {
            Some(without) => (without, 0),
            None => {
                return refuse(Reason::ChangedSincePlan, "a message to be taken back is not there as it was");
            }
        },
        Change::ReplaceRegion { markers, heading, body, before } => match markers.find(old) {
            Err(_) => return refuse(Reason::MarkersDamaged, "the table's hidden markers are damaged"),
            Ok(Some(region)) if old[region.clone()] == format!("\n{}\n", body.trim()) => (old.to_owned(), 0),
            Ok(found) if !is_as_planned(before, found.clone().map(|region| &old[region])) => {
                return refuse(Reason::ChangedSincePlan, "the table on the page is another than it was");
            }
            Ok(None) => (add_section(old, heading.as_deref(), &markers.around(body)), old.trim_end().len()),
            Ok(Some(region)) => {
                let (before, after) = (&old[..region.start], &old[region.end..]);
                (format!("{before}\n{}\n{after}", body.trim()), before.len() + after.len())
            }
        },
    };
    if text.len() < kept || !keeps(&edit.change, &new, old, &text) {
        return refuse(Reason::SuspiciousShrink, "the edit would lose text that isn't the bot's");
    }
    if text.len() > largest {
        return refuse(Reason::TooBig, format!("the page would be over {} KiB", largest / 1024));
    }
    Ok(text)
}

/// Whether what stands between the markers is what the plan was made for.
fn is_as_planned(before: &Before, now: Option<&str>) -> bool {
    match before {
        Before::Any => true,
        Before::Absent => now.is_none(),
        Before::Text(text) => now.is_some_and(|now| now.trim() == text.trim()),
    }
}

fn add_line(old: &str, line: &str) -> String {
    match old.trim_end() {
        "" => line.to_owned(),
        old => format!("{old}\n{line}"),
    }
}

fn add_section(old: &str, heading: Option<&str>, body: &str) -> String {
    let heading = heading.map(|heading| format!("== {heading} ==\n")).unwrap_or_default();
    match old.trim_end() {
        "" => format!("{heading}{body}"),
        old => format!("{old}\n\n{heading}{body}"),
    }
}

/// Everything outside the bot's own part is as before, byte for byte. `added` is that part.
fn keeps(change: &Change, added: &str, old: &str, new: &str) -> bool {
    match change {
        Change::AddSection { .. } | Change::AddLine(_) => new.starts_with(old.trim_end()),
        Change::ReplaceRegion { markers, .. } => match (markers.find(old), markers.find(new)) {
            (Ok(Some(was)), Ok(Some(is))) => {
                old[..was.start] == new[..is.start] && old[was.end..] == new[is.end..]
            }
            _ => new.starts_with(old.trim_end()),
        },
        Change::Reply { .. } => new.replacen(&format!("\n{added}"), "", 1) == old,
        // What is left when the messages, and what they became, are taken out.
        Change::Retract(parts) => {
            let rest = |text: &str, taken: &[&str]| {
                taken
                    .iter()
                    .fold(text.to_owned(), |text, part| text.replacen(part, "", 1))
                    .trim_end()
                    .to_owned()
            };
            let (were, are): (Vec<&str>, Vec<&str>) =
                parts.iter().map(|part| (part.old.as_str(), part.new.as_str())).unzip();
            were.iter().all(|part| part.contains("<!-- gk1:")) && rest(old, &were) == rest(new, &are)
        }
        // What is left when the marks and the hidden ones that they replace are taken out.
        Change::Tick { words, .. } => bare(old, words) == bare(new, words),
    }
}

fn bare(text: &str, words: &TickWords) -> String {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r" ?<!-- (?:gk1:item/[0-9a-f]{8}|goalkeeper notice [0-9a-f]{8}) -->")
            .expect("a fixed pattern")
    });
    let mut bare = MARK.replace_all(text, "").replace(&words.noted_line(), "");
    for mark in [&words.settled, &words.moved] {
        bare = bare.replace(&format!("{mark} "), "");
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Title, UserId};
    use crate::ledger::Key;
    use crate::plan::{EditKind, Subject};

    fn result(change: Change, old: &str) -> Result<String, Reason> {
        let (page, key) = (Title::of_wiki("X"), Key::OptOut { recipient: UserId(7) });
        let subject = Subject::page(EditKind::OptOut, page.clone());
        let edit = PlannedEdit::new(subject, page, key, String::new(), change, None);
        changed(&edit, old, 1000).map_err(|(reason, _)| reason)
    }

    #[test]
    fn a_line_can_be_added_to_any_list() {
        for (old, new) in
            [("", "* b"), ("* a\n", "* a\n* b"), ("\n* a", "\n* a\n* b"), (" <nowiki>", " <nowiki>\n* b")]
        {
            assert_eq!(result(Change::AddLine("* b".to_owned()), old).as_deref(), Ok(new), "{old:?}");
        }
    }
}
