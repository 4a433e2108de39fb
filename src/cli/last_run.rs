//! When the bot last did its work: after a longer pause the first run doesn't pour out at once what has come together meanwhile.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::context::Context;
use super::folders;
use crate::decide::decide;
use crate::ledger::History;
use crate::read::{Facts, Pause};
use crate::wiki::{self, Session, WikiError};

/// Days without a run after which the next one is the first again.
const LONGEST: i64 = 7;

/// The pause that this is the first run after, if there was none for longer than a week. By the day that the last run wrote down, by
/// the bot's clock; where it could not, by the bot's last edit, by the wiki's clock. `None` also of a bot that never ran, and where
/// nothing would be held back.
///
/// # Errors
/// See [`WikiError`].
pub async fn pause(
    context: &Context,
    session: &Session,
    facts: &Facts<'_>,
) -> Result<Option<Pause>, WikiError> {
    let limit = context.settings().limits.notices_per_run as usize;
    let of_file = file(context).and_then(|file| fs::read_to_string(file).ok()?.trim().parse().ok());
    if let Some(last) = of_file {
        return Ok(since(last, context.today).map(|since| Pause { since, is_noted: true }));
    }
    let last = match facts.history.made().last_edit() {
        None if decide(facts, limit).waiting.is_empty() => None,
        // It may have stood still for longer than the ledger reaches back.
        None => match session.account() {
            Some(bot) => History::new(&wiki::newest_contributions(session, bot).await?).made().last_edit(),
            None => None,
        },
        known => known,
    };
    let since = last.and_then(|last| since(last.date_naive(), facts.site.clock().date_naive()));
    Ok(since.map(|since| Pause { since, is_noted: file(context).is_some_and(|file| can_write(&file)) }))
}

fn since(last: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    ((today - last).num_days() > LONGEST).then_some(last)
}

/// Writes down that a run did its work.
pub fn note(context: &Context) {
    let Some(file) = file(context) else { return };
    let made = file.parent().map_or(Ok(()), fs::create_dir_all);
    if let Err(error) = made.and_then(|()| fs::write(&file, context.today.to_string())) {
        tracing::debug!(%error, "the day of this run can't be written down");
    }
}

/// Whether a run can write its day there.
fn can_write(file: &Path) -> bool {
    let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
    folder.is_ok() && fs::OpenOptions::new().append(true).create(true).open(file).is_ok()
}

fn file(context: &Context) -> Option<PathBuf> {
    let wiki = folders::name_of(&context.settings().wiki.url);
    Some(folders::cache()?.join(format!("last-run-{wiki}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_no_pause() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = day("2020-10-12");
        for (today, paused) in
            [("2020-10-12", false), ("2020-10-19", false), ("2020-10-20", true), ("2020-10-01", false)]
        {
            assert_eq!(since(last, day(today)), paused.then_some(last), "{today}");
        }
    }
}
