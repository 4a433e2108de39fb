//! The weekly numbers of what the bot did, on a page of their own: no names, and nothing from which a no could be deduced. Pure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::reach::user_page;
use super::region::may_write;
use crate::base::message::{Message, date};
use crate::base::{Reason, Refused, refuse};
use crate::ledger::{Counts, Key};
use crate::plan::{Change, EditKind, PlannedEdit, Skip, Subject};
use crate::read::Facts;
use crate::wiki::TalkPage;

/// Reasons that say nothing of a person: it is not the time.
const OF_TIME: [Reason; 5] =
    [Reason::BeforeGrace, Reason::NeedsGo, Reason::QuietPeriod, Reason::NotDue, Reason::RunLimit];

/// What is to be done about the run log, which comes once a week, on the day on which the first board's digest does. `skipped` are
/// those of this run.
pub fn run_log(facts: &Facts<'_>, skipped: &[Skip]) -> (Option<PlannedEdit>, Option<Skip>) {
    let Some(page) = facts.run_log.as_ref().filter(|_| !facts.is_partial) else { return (None, None) };
    let subject = Subject::page(EditKind::RunLog, page.title.clone());
    match planned(facts, page, &subject, skipped) {
        Ok(edit) => (edit, None),
        Err((reason, detail)) => (None, Some(Skip { subject, reason, detail })),
    }
}

fn planned(
    facts: &Facts<'_>,
    page: &TalkPage,
    subject: &Subject,
    skipped: &[Skip],
) -> Result<Option<PlannedEdit>, Refused> {
    let made = facts.history.made();
    let Some(first) = facts.settings.boards().next() else { return Ok(None) };
    let weekday = first.notices.digest_weekday;
    // Of a bot that never did anything there is nothing to tell.
    let Some(counted) = made.newest() else { return Ok(None) };
    if made.last_log().is_some_and(|last| weekday.last(facts.today) <= last) {
        return Ok(None);
    }
    may_write(facts, page)?;
    if facts.gone.contains_key(&page.title) {
        return refuse(Reason::PageDeleted, "the page is gone; the run log stays away unless it is back");
    }
    let language = facts.site.language();
    let say = |message: Message| message.text(language);
    let Counts { notices, to_coordinators, tables, others } = made.since_last_log(facts.site.clock());
    let mut body = String::new();
    let edits = Message::new("run-log-edits").with(notices).with(to_coordinators).with(tables).with(others);
    let _ = writeln!(body, "* {}", say(edits));
    let read = facts.survey.pages.iter().filter(|page| page.read.is_some() && !page.is_late).count();
    let _ =
        writeln!(body, "* {}", say(Message::new("run-log-pages").with(read).with(facts.survey.unread.len())));
    if let Some(waiting) = waiting(skipped) {
        let _ = writeln!(body, "* {}", say(Message::new("run-log-waiting").with(waiting)));
    }
    let all = Message::new("run-log-all").with(format!("Special:Contributions/{}", facts.bot));
    let _ = write!(body, "{} ~~~~", say(all));
    let heading = say(Message::new("run-log-heading").with(date(facts.today, language)));
    let sentence = say(Message::new("run-log-summary").with(user_page(facts)));
    let (key, change) = (Key::RunLog { day: facts.today, counted }, Change::AddSection { heading, body });
    Ok(Some(PlannedEdit::new(subject.clone(), page.title.clone(), key, sentence, change, page.revision())))
}

/// “before-grace: 3, quiet-period: 1”: how many notices wait for their time, and why; `None` if none does.
fn waiting(skipped: &[Skip]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for skip in
        skipped.iter().filter(|skip| skip.subject.kind == EditKind::Notice && OF_TIME.contains(&skip.reason))
    {
        *counts.entry(skip.reason.to_string()).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(reason, count)| format!("<code>{reason}</code>: {count}")).collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}
