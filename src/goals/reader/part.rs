//! The part of a page that is for one quarter, where headings name quarters and the title names none.

use super::super::coverage::LeftOut;
use super::super::document::{Document, Line, LineKind};
use super::super::title::{Headings, Of};
use crate::base::calendar::FiscalYearStart;
use crate::base::text::words;
use crate::base::{Quarter, Title};

/// Why words are left out that stand under no quarter's heading.
const REASON: &str = "under no heading that names the quarter";

/// Leaves of a document what stands under headings that name this quarter. What stands under those of other quarters is known to
/// be no goal of this one; what stands under neither comes back, as left out.
pub fn keep(
    document: &mut Document,
    quarter: Quarter,
    start: FiscalYearStart,
    title: &Title,
) -> Vec<LeftOut> {
    let mut headings = Headings::new(title.as_str(), start);
    let mut section = String::new();
    let mut left_out: Vec<LeftOut> = Vec::new();
    document.lines.retain(|line| {
        if let (LineKind::Heading(level), None) = (line.kind, line.cell) {
            headings.next(level, &line.text);
            section.clone_from(&line.text);
        }
        if let Of::Quarter(named) = headings.here() {
            return named.is_same_time(quarter);
        }
        leave_out(line, &section, &mut left_out);
        false
    });
    left_out
}

fn leave_out(line: &Line, section: &str, left_out: &mut Vec<LeftOut>) {
    if words(&line.text) == 0 || matches!(line.kind, LineKind::Heading(_)) || line.is_navigation() {
        return;
    }
    match left_out.last_mut().filter(|before| before.section == section) {
        Some(before) => {
            before.text.push_str(" / ");
            before.text.push_str(&line.text);
        }
        None => left_out.push(LeftOut {
            section: section.into(),
            text: line.text.clone(),
            reason: REASON.to_owned(),
            unknown: None,
        }),
    }
}
