//! An edit without an answer may have been saved all the same: the page's history and the bot's own
//! contributions tell, by the edit's key.

use serde::Deserialize;

use crate::base::{Account, RevisionId};
use crate::ledger::Key;
use crate::plan::PlannedEdit;
use crate::wiki::{Pages, Revision, Session, UserContribs};

/// Edits looked at, of the page and of the bot: one edit is in doubt, and it is the newest.
const EDITS: &str = "50";

/// What became of an edit.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was saved as this revision.
    Saved(RevisionId),
    /// It was not; its request may still arrive. Where the page was edited since, MediaWiki merges it, unless both
    /// edits touch the same place.
    NotYet,
    /// It was not, and will not be: the page that it would make was made by someone else.
    Never,
    /// The page was there and is gone, and its history with it.
    Gone,
    /// The wiki doesn't tell.
    Unclear,
}

/// The page's history and the bot's own contributions.
#[derive(Debug, Deserialize)]
pub struct Newest {
    #[serde(flatten)]
    pages: Pages,
    #[serde(flatten)]
    own: UserContribs,
}

/// Asks the wiki what became of an edit to a page whose revision was `base` before it.
pub async fn ask(session: &Session, bot: &Account, edit: &PlannedEdit, base: Option<RevisionId>) -> Fate {
    let asked = [
        ("action", "query"),
        ("titles", edit.page.as_str()),
        ("prop", "revisions"),
        ("rvprop", "ids|user|comment"),
        ("rvlimit", EDITS),
        ("list", "usercontribs"),
        ("ucuser", bot.as_str()),
        ("ucprop", "ids|title|comment"),
        ("uclimit", EDITS),
    ];
    match session.query(&asked).await {
        Ok(newest) => fate_in(&newest, bot, edit, base),
        Err(error) => {
            tracing::warn!(page = edit.page.as_str(), %error, "can't be asked what became of the edit");
            Fate::Unclear
        }
    }
}

/// What an answer says of it.
pub fn fate_in(newest: &Newest, bot: &Account, edit: &PlannedEdit, base: Option<RevisionId>) -> Fate {
    let Some(page) = newest.pages.find(&edit.page) else { return Fate::Unclear };
    let missing = page.missing;
    if page.revisions.is_none() && !missing {
        return Fate::Unclear;
    }
    if missing && base.is_some() {
        return Fate::Gone;
    }
    let by_bot = |edit: &&Revision| edit.userhidden || edit.user.as_ref() == Some(bot);
    let on_page = page.revisions.iter().flatten().filter(by_bot);
    let on_page = on_page.map(|edit| (edit.revid, edit.comment.as_deref()));
    let own = newest.own.usercontribs.iter().filter(|edit| edit.title == page.title);
    let own = own.map(|edit| (Some(edit.revid), edit.comment.as_deref()));
    let mut hidden = false;
    for (revision, summary) in on_page.chain(own) {
        let Some(revision) = revision else { return Fate::Unclear };
        if revision <= base.unwrap_or(RevisionId(0)) {
            continue;
        }
        match summary {
            Some(summary) if is_of(edit, summary) => return Fate::Saved(revision),
            Some(_) => {}
            None => hidden = true,
        }
    }
    match hidden {
        true => Fate::Unclear,
        false if base.is_some() || missing => Fate::NotYet,
        false => Fate::Never,
    }
}

fn is_of(edit: &PlannedEdit, summary: &str) -> bool {
    Key::in_summary(summary).as_ref() == Some(&edit.key)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::base::{Title, UserId};
    use crate::plan::{Change, EditKind, Subject};

    fn fate(page: Json, contributions: Json, base: Option<u64>) -> Fate {
        let (page_title, key) = (Title::of_wiki("X"), Key::OptOut { recipient: UserId(7) });
        let subject = Subject::page(EditKind::OptOut, page_title.clone());
        let change = Change::AddLine(String::new());
        let edit = PlannedEdit::new(subject, page_title, key, String::new(), change, None);
        let query = json!({"pages": [page], "usercontribs": contributions});
        // As `ask` has it of an answer in a form of its own.
        serde_json::from_value(query).map_or(Fate::Unclear, |newest| {
            fate_in(&newest, &Account::new("Bot"), &edit, base.map(RevisionId))
        })
    }

    const OURS: &str = "Says no more messages (gk1:opt-out/7)";

    fn page(revision: u64, user: &str, comment: &str) -> Json {
        let edit = json!({"revid": revision, "user": user, "comment": comment});
        json!({"title": "X", "lastrevid": revision, "revisions": [edit]})
    }

    #[test]
    fn the_key_tells_and_only_of_what_came_after() {
        assert_eq!(fate(page(9, "Bot", OURS), json!([]), Some(5)), Fate::Saved(RevisionId(9)));
        assert_eq!(fate(page(5, "Bot", OURS), json!([]), Some(5)), Fate::NotYet);
        assert_eq!(fate(page(9, "Ada", OURS), json!([]), Some(5)), Fate::NotYet);
        assert_eq!(fate(page(9, "Bot", "(gk1:opt-out/77)"), json!([]), Some(5)), Fate::NotYet);
        // Either list may be behind the other.
        let own = json!([{"title": "X", "revid": 9, "comment": OURS}]);
        assert_eq!(fate(page(5, "Ada", ""), own.clone(), Some(5)), Fate::Saved(RevisionId(9)));
        assert_eq!(fate(json!({"title": "X", "missing": true}), own, None), Fate::Saved(RevisionId(9)));
        assert_eq!(fate(json!({"title": "X", "missing": true}), json!([]), None), Fate::NotYet);
        assert_eq!(fate(page(9, "Ada", ""), json!([]), None), Fate::Never);
    }

    #[test]
    fn what_cannot_be_seen_is_not_taken_for_absent() {
        let hidden = json!({"title": "X", "revisions": [{"revid": 9, "user": "Bot", "commenthidden": true}]});
        assert_eq!(fate(hidden, json!([]), Some(5)), Fate::Unclear);
        let nobody = json!({"title": "X", "revisions": [{"revid": 9, "userhidden": true, "comment": OURS}]});
        assert_eq!(fate(nobody, json!([]), Some(5)), Fate::Saved(RevisionId(9)));
        assert_eq!(fate(json!({"title": "X", "missing": true}), json!([]), Some(5)), Fate::Gone);
        assert_eq!(fate(json!({"title": "X"}), json!([]), Some(5)), Fate::Unclear);
        assert_eq!(fate(json!({"title": "Y", "missing": true}), json!([]), Some(5)), Fate::Unclear);
        assert_eq!(fate(json!({"title": "X", "missing": true}), Json::Null, None), Fate::Unclear);
    }

    #[test]
    fn an_answer_in_a_form_of_its_own_tells_nothing() {
        let missing = json!({"title": "X", "missing": true});
        for (page, contributions) in [
            (json!({"title": "X", "missing": ""}), json!([])),
            (json!({"title": "X", "missing": "true"}), json!([])),
            (json!({"title": "X", "revisions": {"9": {"revid": 9}}}), json!([])),
            (json!({"title": "X", "revisions": [{"user": "Bot", "comment": OURS}]}), json!([])),
            (json!({"title": "X", "revisions": [{"revid": "9", "user": "Bot", "comment": OURS}]}), json!([])),
            (json!({"title": "X", "revisions": [{"revid": 9, "userhidden": 1, "comment": OURS}]}), json!([])),
            (missing.clone(), json!({})),
            (missing.clone(), json!([{"title": "X", "comment": OURS}])),
            (missing.clone(), json!([{"revid": 9, "comment": OURS}])),
            (missing, json!([{"title": "X", "revid": 9, "commenthidden": true}])),
        ] {
            assert_eq!(
                fate(page.clone(), contributions.clone(), None),
                Fate::Unclear,
                "{page} {contributions}"
            );
        }
    }
}
