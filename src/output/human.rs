//! Results as a person reads them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table};

use super::{check, owners};
use crate::goals::tidy;
use crate::owners::{Candidates, Named, ResolvedBy};
use crate::plan::{Change, Ending, Outcome, Plan, Reason};
use crate::survey::Survey;
use crate::wiki::Site;

/// What to do about a board without any page.
pub fn never_matched(board: &str) -> String {
    format!(
        "board “{board}”: no page was ever called what its `titles` say; \
         correct them in the settings (spelling, year, where {{fiscal_year}} and {{quarter}} stand)"
    )
}

/// `1 page`, `2 pages`
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `owners`: names without an account first, since they are the work to do. `candidates` is `None` if
/// they could not be looked for.
pub fn owners(names: &[Named], candidates: Option<&Candidates>) -> String {
    let (known, unknown): (Vec<_>, Vec<_>) = names.iter().partition(|named| named.account.is_some());
    let mut text = String::new();
    if !unknown.is_empty() {
        text.push_str(
            "Names without an account; link them on the page, or confirm them in the [owners] table or on the owners \
             page:\n",
        );
        for named in &unknown {
            let _ = writeln!(text, "  {}  ({})", named.name, named.pages.join("; "));
        }
        if let Some(candidates) = candidates {
            text.push_str(&owners::lines(unknown.iter().map(|named| named.name.as_str()), candidates));
        }
    }
    if !known.is_empty() {
        text.push_str("Names with an account:\n");
        for named in &known {
            if let Some((account, by)) = &named.account {
                let by = match by {
                    ResolvedBy::Link => "linked on the page",
                    ResolvedBy::Table => "from the [owners] table",
                    ResolvedBy::OwnersPage => "from the owners page",
                };
                let _ = writeln!(text, "  {} → {account}, {by}", named.name);
            }
        }
    }
    let _ = writeln!(text, "{}, {} without an account", counted(names.len(), "name", "names"), unknown.len());
    text
}

/// `plan`: every text in full, then what is left alone.
pub fn plan(plan: &Plan) -> String {
    let mut text = String::new();
    for edit in &plan.edits {
        let _ = writeln!(text, "──── {}", edit.target);
        let _ = writeln!(text, "summary: {}\n", edit.summary);
        match &edit.change {
            Change::Tick(ticks) => {
                let lines = ticks.iter().map(|ticks| ticks.items.len()).sum();
                let lines = counted(lines, "line", "lines");
                let _ = writeln!(text, "({lines} ticked with “{}”)\n", edit.text);
                continue;
            }
            Change::Reply(_) => text.push_str("(a reply under the earlier notice)\n"),
            Change::AddSection | Change::AddLine | Change::ReplaceRegion(_) => {}
        }
        if let Some(heading) = &edit.heading {
            let _ = writeln!(text, "== {heading} ==");
        }
        let _ = writeln!(text, "{}\n", edit.text);
    }
    for skip in &plan.skipped {
        let whom = skip.recipient.as_deref().or(skip.target.as_deref()).unwrap_or_default();
        let _ = writeln!(text, "skipped: {whom}: {} ({})", skip.reason, skip.detail);
    }
    for unchanged in &plan.unchanged {
        let _ = writeln!(text, "unchanged: {}", unchanged.target);
    }
    let edits = counted(plan.edits.len(), "edit", "edits");
    let _ =
        writeln!(text, "{edits} planned, {} skipped, {} unchanged", plan.skipped.len(), plan.unchanged.len());
    text
}

/// `run`: a table of what was posted, what was not and why; what was not read; and where to look.
pub fn run(outcomes: &[Outcome], survey: &Survey, stopped: bool, site: Option<&Site>) -> String {
    let mut text = String::new();
    if !outcomes.is_empty() {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(["result", "what", "who", "page", "why"]);
        for outcome in outcomes {
            let result = word(outcome.result).to_owned();
            let what = outcome.kind.name();
            let why = match outcome.reason {
                Some(reason) => format!("{reason}: {}", outcome.detail),
                None => outcome.detail.clone(),
            };
            let who = outcome.recipient.clone().unwrap_or_default();
            let row = [result, what.to_owned(), who, outcome.target.clone().unwrap_or_default(), why];
            // A line's end would end the row, and these words come from a wiki or a file.
            table.add_row(row.map(|cell| tidy(&cell)));
        }
        let _ = writeln!(text, "{table}\n");
    }
    check::unread(&mut text, survey, check::Colour::Off);
    // Where a notice stands already is worth a look, too.
    let told_before = |reason| matches!(reason, Reason::NotDue | Reason::RoundLimit | Reason::OwnerLimit);
    let shown = |outcome: &&Outcome| {
        matches!(outcome.result, Ending::Posted | Ending::Unchanged)
            || outcome.reason.is_some_and(told_before)
    };
    let mut pages: Vec<_> =
        outcomes.iter().filter(shown).filter_map(|outcome| outcome.target.as_ref()).collect();
    let mut seen = BTreeSet::new();
    pages.retain(|page| seen.insert(*page));
    if let Some(site) = site.filter(|_| !pages.is_empty()) {
        text.push_str("To look at:\n");
        for title in pages {
            let _ = writeln!(text, "  {}", site.page_url(title, ""));
        }
    }
    if stopped {
        text.push_str("The run was stopped before its end.\n");
    }
    let count = |ending| outcomes.iter().filter(|outcome| outcome.result == ending).count();
    let _ = writeln!(
        text,
        "posted {}, unchanged {}, skipped {}, failed {}, unknown {}",
        count(Ending::Posted),
        count(Ending::Unchanged),
        count(Ending::Skipped),
        count(Ending::Failed),
        count(Ending::Unknown)
    );
    text
}

fn word(ending: Ending) -> &'static str {
    match ending {
        Ending::Posted => "posted",
        Ending::Unchanged => "unchanged",
        Ending::Skipped => "skipped",
        Ending::Failed => "failed",
        Ending::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Kind;

    #[test]
    fn a_terminal_obeys_nothing_in_a_table() {
        let outcome = Outcome {
            kind: Kind::Notice,
            board: None,
            target: Some("Talk:\u{1B}[2JA\nB".to_owned()),
            recipient: Some("Ada\u{9B}1m".to_owned()),
            result: Ending::Failed,
            reason: Some(Reason::WikiError),
            revision: None,
            detail: "No\u{7}.\r".to_owned(),
        };
        let text = run(&[outcome], &Survey::default(), false, None);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        assert!(text.contains("Talk:[2JA B") && text.contains("wiki-error: No."), "{text}");
    }
}
