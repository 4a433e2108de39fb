//! What an edit makes of a page's text, and proof that it touches nothing else.

use std::sync::LazyLock;

use regex::Regex;

use crate::plan::{self, Change, PlannedEdit, Reason};
use crate::wikitext;

/// The page's new text.
///
/// # Errors
/// The reason for not making the edit: damaged markers, a page that would be too big, or a text
/// that is not the old one plus the change.
pub fn changed(edit: &PlannedEdit, old: &str, largest: usize) -> Result<String, (Reason, String)> {
    if wikitext::swallows(old.trim_end(), &edit.text) {
        let detail =
            "something on the page is not closed (a comment or <nowiki>), and would hide what the bot writes";
        return Err((Reason::UnsupportedTalkPage, detail.to_owned()));
    }
    let (text, kept) = match &edit.change {
        Change::AddSection => (add_section(edit, old, &edit.text), old.trim_end().len()),
        Change::AddLine => (add_line(old, &edit.text), 0),
        Change::Reply(to) => {
            let gone = "the notice it replies to is not there any more";
            let replied = plan::with_reply(old, to, &edit.text);
            (replied.ok_or((Reason::ChangedSincePlan, gone.to_owned()))?, old.len())
        }
        Change::Tick(ticks) => {
            let gone = "a notice to be ticked is not there as it was";
            let ticked = plan::with_ticks(old, ticks, &edit.text);
            (ticked.ok_or((Reason::ChangedSincePlan, gone.to_owned()))?, 0)
        }
        Change::ReplaceRegion(markers) => {
            let damaged = |_| (Reason::MarkersDamaged, "the table's hidden markers are damaged".to_owned());
            match markers.find(old).map_err(damaged)? {
                None => (add_section(edit, old, &markers.around(&edit.text)), old.trim_end().len()),
                Some(region) => {
                    let (before, after) = (&old[..region.start], &old[region.end..]);
                    (format!("{before}\n{}\n{after}", edit.text.trim()), before.len() + after.len())
                }
            }
        }
    };
    if text.len() < kept || !keeps(edit, old, &text) {
        return Err((Reason::SuspiciousShrink, "the edit would lose text that isn't the bot's".to_owned()));
    }
    if text.len() > largest {
        return Err((Reason::TooBig, format!("the page would be over {} KiB", largest / 1024)));
    }
    Ok(text)
}

fn add_line(old: &str, line: &str) -> String {
    match old.trim_end() {
        "" => line.to_owned(),
        old => format!("{old}\n{line}"),
    }
}

fn add_section(edit: &PlannedEdit, old: &str, body: &str) -> String {
    let heading = edit.heading.as_deref().map(|heading| format!("== {heading} ==\n")).unwrap_or_default();
    match old.trim_end() {
        "" => format!("{heading}{body}"),
        old => format!("{old}\n\n{heading}{body}"),
    }
}

/// Everything outside the bot's own part is as before, byte for byte.
fn keeps(edit: &PlannedEdit, old: &str, new: &str) -> bool {
    match &edit.change {
        Change::AddSection | Change::AddLine => new.starts_with(old.trim_end()),
        Change::ReplaceRegion(markers) => match (markers.find(old), markers.find(new)) {
            (Ok(Some(was)), Ok(Some(is))) => {
                old[..was.start] == new[..is.start] && old[was.end..] == new[is.end..]
            }
            _ => new.starts_with(old.trim_end()),
        },
        Change::Reply(_) => new.replacen(&format!("\n{}", edit.text), "", 1) == old,
        // What is left when ticks and the hidden marks that they replace are taken out.
        Change::Tick(_) => bare(old, &edit.text) == bare(new, &edit.text),
    }
}

fn bare(text: &str, tick: &str) -> String {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r" ?<!-- (?:gk1:item/[0-9a-f]{8}|goalkeeper notice [0-9a-f]{8}) -->")
            .expect("a fixed pattern")
    });
    MARK.replace_all(text, "").replace(&format!("{tick} "), "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Key;
    use crate::plan::Kind;

    fn result(change: Change, text: &str, old: &str) -> Result<String, Reason> {
        let key = Key::OptOut { recipient: 7 };
        let edit = PlannedEdit {
            change,
            text: text.to_owned(),
            ..PlannedEdit::new(Kind::OptOut, "X".to_owned(), &key)
        };
        changed(&edit, old, 1000).map_err(|(reason, _)| reason)
    }

    #[test]
    fn a_line_can_be_added_to_any_list() {
        for (old, new) in
            [("", "* b"), ("* a\n", "* a\n* b"), ("\n* a", "\n* a\n* b"), (" <nowiki>", " <nowiki>\n* b")]
        {
            assert_eq!(result(Change::AddLine, "* b", old).as_deref(), Ok(new), "{old:?}");
        }
    }

    #[test]
    fn nothing_is_put_where_it_would_not_work() {
        for old in ["<!-- x", "<!-->", "a <nowiki> b", "<nowiki\u{C}"] {
            let text = "<nowiki>x</nowiki><!-- y -->";
            assert_eq!(result(Change::AddSection, text, old), Err(Reason::UnsupportedTalkPage), "{old}");
        }
    }
}
