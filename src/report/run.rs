//! What became of a run: a table of what was posted, what was not and why; what was not read; and where to look.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table};
use serde_json::{Value as Json, json};

use super::colour::Colour;
use super::unread;
use crate::base::Reason;
use crate::base::text::tidy;
use crate::plan::{Ending, Outcome};
use crate::read::Survey;
use crate::wiki::Site;

/// How much a person is told of a run that did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Every outcome: somebody looks at it now.
    Everything,
    /// The counts: it goes into a log.
    Counts,
    /// Nothing but what was not read: it goes into a mail that nobody wants.
    Nothing,
}

/// For a person.
pub fn human(
    outcomes: &[Outcome],
    survey: &Survey<'_>,
    stopped: bool,
    site: Option<&Site>,
    idle: Idle,
) -> String {
    let mut text = String::new();
    let quiet = |ending: Ending| matches!(ending, Ending::Unchanged | Ending::Skipped);
    let is_idle = idle != Idle::Everything && outcomes.iter().all(|outcome| quiet(outcome.result));
    let is_dry = outcomes.iter().any(|outcome| outcome.reason == Some(Reason::DryRun));
    if is_idle && !is_dry {
        text.push_str(&unread::human(survey, Colour::Off));
        if stopped {
            text.push_str("The run was stopped before its end.\n");
        }
        return if idle == Idle::Nothing { text } else { text + &counts(outcomes) + "\n" };
    }
    if !outcomes.is_empty() {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(["result", "what", "who", "page", "why"]);
        for outcome in outcomes {
            let subject = &outcome.subject;
            let why = match outcome.reason {
                Some(reason) => format!("{reason}: {}", outcome.detail),
                None => outcome.detail.clone(),
            };
            let who = subject.recipient.as_ref().map(ToString::to_string).unwrap_or_default();
            let page = subject.target.as_ref().map(ToString::to_string).unwrap_or_default();
            let row = [outcome.result.name().to_owned(), subject.kind.name().to_owned(), who, page, why];
            // A line's end would end the row, and these words come from a wiki or a file.
            table.add_row(row.map(|cell| tidy(&cell)));
        }
        let _ = writeln!(text, "{table}\n");
    }
    text.push_str(&unread::human(survey, Colour::Off));
    // Where a notice stands already is worth a look, too.
    let told_before = |reason| matches!(reason, Reason::NotDue | Reason::RoundLimit | Reason::OwnerLimit);
    let shown = |outcome: &&Outcome| {
        matches!(outcome.result, Ending::Posted | Ending::Unchanged)
            || outcome.reason.is_some_and(told_before)
    };
    let mut pages: Vec<_> =
        outcomes.iter().filter(shown).filter_map(|outcome| outcome.subject.target.as_ref()).collect();
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
    let _ = writeln!(text, "{}", counts(outcomes));
    text
}

/// How many outcomes there are of each kind.
pub fn counts(outcomes: &[Outcome]) -> String {
    let count = |ending| outcomes.iter().filter(|outcome| outcome.result == ending).count();
    format!(
        "posted {}, unchanged {}, skipped {}, failed {}, unknown {}",
        count(Ending::Posted),
        count(Ending::Unchanged),
        count(Ending::Skipped),
        count(Ending::Failed),
        count(Ending::Unknown)
    )
}

/// For a program.
pub fn json(run_id: &str, outcomes: &[Outcome], survey: &Survey<'_>, stopped: bool) -> Json {
    json!({
        "schema": "goalkeeper.run/1",
        "run_id": run_id,
        "outcomes": outcomes,
        "unread": unread::json(survey),
        "never_matched": unread::boards(survey),
        "stopped": stopped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Title;
    use crate::plan::{EditKind, Recipient, Subject};

    #[test]
    fn a_terminal_obeys_nothing_in_a_table() {
        let subject = Subject {
            kind: EditKind::Notice,
            board: None,
            target: Some(Title::of_wiki("Talk:\u{1B}[2JA\nB")),
            recipient: Some(Recipient::Name("Ada\u{9B}1m".to_owned())),
        };
        let outcome = Outcome::new(subject, Ending::Failed).because(Reason::WikiError, "No\u{7}.\r");
        let text = human(&[outcome], &Survey::default(), false, None, Idle::Everything);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        assert!(text.contains("Talk:[2JA B") && text.contains("wiki-error: No."), "{text}");
    }
}
