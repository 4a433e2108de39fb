//! What became of messages that were to be taken back: each of them, the edits, and whom to ask for pardon.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Value as Json, json};

use super::run::counts;
use crate::base::Account;
use crate::base::text::tidy;
use crate::plan::{Outcome, OwnMessage};
use crate::wiki::Site;

/// What the command came to.
pub struct Result<'a> {
    /// The day from which messages were meant.
    pub since: NaiveDate,
    /// The messages.
    pub messages: Vec<&'a OwnMessage>,
    /// The edits, and what was left alone.
    pub outcomes: &'a [Outcome],
    /// Whether the bot's messages could be read.
    pub is_read: bool,
    /// Whether the stop page or a signal ended it.
    pub stopped: bool,
    /// The wiki, if it was reached.
    pub site: Option<&'a Site>,
}

impl Result<'_> {
    /// For a person.
    pub fn human(&self) -> String {
        let mut text = String::new();
        if self.messages.is_empty() && self.is_read {
            let _ = writeln!(text, "No message since {} is to be taken back.", self.since);
        } else if !self.messages.is_empty() {
            let mut table = Table::new();
            table.load_style(comfy_table::presets::NOTHING);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_header(["message", "of", "what", "who", "page", "why"]);
            for message in &self.messages {
                let (taken, reason, detail) = message.taken(self.outcomes);
                let why = reason.map(|reason| format!("{reason}: {detail}")).unwrap_or(detail);
                let who = message.recipient.as_ref().map(ToString::to_string).unwrap_or_default();
                let (day, what) = (message.day.to_string(), message.kind.name().to_owned());
                let row = [message.shown(taken).to_owned(), day, what, who, message.page.to_string(), why];
                // A line's end would end the row, and these words come from a wiki.
                table.add_row(row.map(|cell| tidy(&cell)));
            }
            let _ = writeln!(text, "{table}\n");
        }
        let apologies = self.apologies();
        if !apologies.is_empty() {
            text.push_str("Everyone who got one of them, for an apology in person:\n");
            for (account, url) in apologies {
                let _ = writeln!(text, "  {account}  {url}");
            }
        }
        if self.stopped {
            text.push_str(
                "It was stopped before its end. The stop page stops this, too: to take messages back while nothing \
                 else is written, stop the scheduled job, empty the page, and begin again.\n",
            );
        }
        let _ = writeln!(text, "{}", counts(self.outcomes));
        text
    }

    /// For a program.
    pub fn json(&self) -> Json {
        let message = |message: &&OwnMessage| {
            let (taken, reason, detail) = message.taken(self.outcomes);
            json!({
                "kind": message.kind,
                "recipient": message.recipient,
                "target": message.page,
                "revision": message.revision,
                "day": message.day,
                "planned": message.planned(),
                "result": taken,
                "reason": reason,
                "detail": detail,
            })
        };
        let apologies = self.apologies().into_iter();
        json!({
            "schema": "goalkeeper.retract/1",
            "since": self.since,
            "messages": self.messages.iter().map(message).collect::<Vec<_>>(),
            "apologies": apologies.map(|(account, url)| json!({"account": account, "url": url})).collect::<Vec<_>>(),
            "outcomes": self.outcomes,
            "stopped": self.stopped,
        })
    }

    /// Everyone who got one of the messages, each once, with the address of the page that it was put on.
    fn apologies(&self) -> Vec<(&Account, String)> {
        let url =
            |message: &OwnMessage| self.site.map(|site| site.page_url(&message.page, "")).unwrap_or_default();
        let all =
            self.messages.iter().filter_map(|message| Some((message.recipient.as_ref()?, url(message))));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Reason, RevisionId, Title};
    use crate::plan::{EditKind, Ending, Fate, Taken};

    fn message(name: &str, revision: u64, fate: Fate) -> OwnMessage {
        OwnMessage {
            kind: EditKind::Notice,
            recipient: Some(Account::new(name)),
            page: Title::of_wiki(format!("User talk:{name}")),
            revision: RevisionId(revision),
            day: "2020-11-02".parse().unwrap(),
            fate,
        }
    }

    #[test]
    fn a_message_is_taken_back_only_if_its_page_was_saved() {
        let (removed, struck) = (message("Ada", 1, Fate::Remove), message("Bo", 2, Fate::Strike));
        let saved = Outcome::new(removed.subject(EditKind::Retract), Ending::Posted);
        let stopped = Outcome::new(struck.subject(EditKind::Retract), Ending::Skipped)
            .because(Reason::Stopped, "the stop page is not empty");
        let outcomes = [saved, stopped];
        let gone = message("Cyd", 3, Fate::Leave((Reason::MessageGone, "gone\u{7}".to_owned())));
        let before = message("Ada", 4, Fate::Before);
        let taken = |message: &OwnMessage| message.taken(&outcomes).0;
        assert_eq!(
            [&removed, &struck, &gone, &before].map(taken),
            [Taken::Removed, Taken::ToDo, Taken::LeftAlone, Taken::Before]
        );
        assert_eq!(struck.taken(&outcomes).1, Some(Reason::Stopped));
        let (since, messages) = (removed.day, vec![&removed, &struck, &gone, &before]);
        let result =
            Result { since, messages, outcomes: &outcomes, is_read: true, stopped: true, site: None };
        let text = result.human();
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        assert!(
            text.contains("The stop page stops this, too") && text.contains("message-gone: gone"),
            "{text}"
        );
        assert!(text.lines().any(|line| line.contains("to be struck out") && line.contains("Bo")), "{text}");
        assert_eq!((struck.planned(), gone.planned()), (Some("strike"), None));
        // Each once.
        assert_eq!(result.apologies().len(), 3);
        assert_eq!(text.lines().last(), Some("posted 1, unchanged 0, skipped 1, failed 0, unknown 0"));
    }
}
