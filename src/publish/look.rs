//! Whether what an edit adds would be seen: the wiki's parser is asked before a run's first edit of a page. Whatever is
//! left open on the page, or hides what follows, shows there and nowhere else.

use super::gateway::{Gateway, TOLD_TO_END};
use super::preflight::unanswered;
use super::text;
use crate::base::Reason;
use crate::plan::PlannedEdit;
use crate::wiki::{Probe, Refusal, why_unseen};

impl Gateway<'_> {
    /// Looks at a message, a reply or a table as the page `old` would show it.
    ///
    /// # Errors
    /// Readers would not see it, or the wiki doesn't say.
    pub(super) async fn look(&self, edit: &PlannedEdit, old: &str) -> Result<(), Refusal> {
        if self.looked_at.contains(&edit.page) {
            return Ok(());
        }
        let probe = Probe::absent_from(&format!("{old}{}", edit.text()));
        let Some(change) = edit.change.marked(probe.word(), &probe.element()) else { return Ok(()) };
        let marked = PlannedEdit { change, ..edit.clone() };
        // Its size was looked at without the marks.
        let text = text::changed(&marked, old, usize::MAX)
            .map_err(|(reason, detail)| Refusal::of_one(reason, detail))?;
        let heading = marked.change.heading().is_some_and(|heading| text.contains(heading));
        let asked = why_unseen(self.session, &edit.page, &text, &probe, heading);
        let unseen = tokio::select! {
            unseen = asked => unseen.map_err(unanswered)?,
            () = self.interrupted.told() => {
                return Err(Refusal::of_all(Reason::Stopped, TOLD_TO_END));
            }
        };
        match unseen {
            None => Ok(()),
            Some(why) => {
                let detail = format!(
                    "readers would not see what the bot writes there ({why}): something on the page is left open, or hides \
                     what follows"
                );
                Err(Refusal::of_one(Reason::UnsupportedTalkPage, detail))
            }
        }
    }
}
