//! Plans that are saved, looked at, and shown elsewhere.

mod rehearsal;
mod saved;

use super::{Before, Change, EditKind, Plan, PlannedEdit, Skip, Subject, Unchanged};
use crate::base::{Account, Reason, RevisionId, Title, UserId};
use crate::ledger::{Key, NoticeKey, TickWords};
use crate::wikitext::Markers;

fn title(text: &str) -> Title {
    Title::of_wiki(text)
}

fn notice_key() -> NoticeKey {
    match "gk1:notice/101/2020-21Q2/2020-11-02/12.1".parse() {
        Ok(Key::Notice(key)) => key,
        other => panic!("{other:?}"),
    }
}

fn edit(subject: Subject, key: Key, change: Change) -> PlannedEdit {
    let page = subject.target.clone().unwrap();
    PlannedEdit::new(subject, page, key, "A sentence".to_owned(), change, Some(RevisionId(5)))
}

fn notice(name: &str) -> PlannedEdit {
    let subject = Subject::person(EditKind::Notice, Account::new(name), title(&format!("User talk:{name}")));
    let change = Change::AddSection { heading: "Goals".to_owned(), body: "Hello ~~~~".to_owned() };
    edit(subject, Key::Notice(notice_key()), change)
}

fn reply(name: &str) -> PlannedEdit {
    let change = Change::Reply { to: notice_key(), body: ":Again ~~~~".to_owned() };
    PlannedEdit { change, ..notice(name) }
}

fn table(board: &str) -> PlannedEdit {
    let markers = Markers { begin: "<!-- begin -->".to_owned(), end: "<!-- end -->".to_owned() };
    let change = Change::ReplaceRegion {
        markers,
        heading: Some("Status".to_owned()),
        body: "{| |}".to_owned(),
        before: Before::Any,
    };
    let key = Key::Status { board: board.to_owned(), quarter: "2020-21Q2".parse().unwrap() };
    edit(Subject::table(board, title("Talk:Goals")), key, change)
}

fn opt_out() -> PlannedEdit {
    let subject = Subject::person(EditKind::OptOut, Account::new("Ada"), title("User:Bot/Opt-out"));
    edit(subject, Key::OptOut { recipient: UserId(101) }, Change::AddLine("* Ada".to_owned()))
}

fn tick() -> PlannedEdit {
    let subject = Subject::person(EditKind::Tick, Account::new("Ada"), title("User talk:Ada"));
    let key = Key::Tick { recipient: UserId(101), quarter: "2020-21Q2".parse().unwrap() };
    edit(subject, key, Change::Tick { notices: Vec::new(), words: TickWords::default() })
}

fn plan(edits: Vec<PlannedEdit>) -> Plan {
    Plan { edits, ..Plan::nothing("2020-11-02".parse().unwrap()) }
}

fn skipped(subject: Subject) -> Skip {
    Skip { subject, reason: Reason::NotDue, detail: "told yesterday".to_owned() }
}

#[test]
fn a_plan_mentions_what_it_edits_skips_or_finds_done() {
    let mut all = plan(vec![notice("Ada")]);
    all.skipped.push(skipped(notice("Bo").subject));
    all.unchanged.push(Unchanged { subject: table("a").subject });
    for (subject, expected) in [
        (notice("Ada").subject, true),
        (reply("Ada").subject, true),
        (notice("Bo").subject, true),
        (notice("Cyd").subject, false),
        (tick().subject, false),
        (table("a").subject, true),
        (table("b").subject, false),
    ] {
        assert_eq!(all.mentions(&subject), expected, "{subject:?}");
    }
}

#[test]
fn a_plan_without_something_has_the_rest() {
    let mut all = plan(vec![notice("Ada"), notice("Bo"), table("a")]);
    all.skipped.push(skipped(notice("Cyd").subject));
    all.unchanged.push(Unchanged { subject: table("b").subject });
    let left = all.without(|subject| subject.kind == EditKind::Status);
    assert_eq!((left.edits.len(), left.skipped.len(), left.unchanged.len()), (2, 1, 0));
    let left = left.without(|subject| subject.recipient.as_ref().is_some_and(|whom| whom.as_str() != "Bo"));
    assert_eq!((left.edits.len(), left.skipped.len()), (1, 0));
}
