//! A plan shown on one page, or sent to one talk page.

use super::{notice, opt_out, plan, reply, table, tick, title};
use crate::ledger::Key;
use crate::plan::rehearsal::{deliver, publish};
use crate::plan::{Change, EditKind, PlannedEdit};

fn all() -> Vec<PlannedEdit> {
    vec![notice("Ada"), reply("Bo"), tick(), opt_out(), table("a")]
}

#[test]
fn what_changes_what_stands_on_the_wiki_is_not_delivered() {
    let day = "2020-11-02".parse().unwrap();
    let delivered = deliver(plan(all()), &title("User talk:Op"), day, "en");
    let kinds: Vec<EditKind> = delivered.edits.iter().map(|edit| edit.subject.kind).collect();
    assert_eq!(kinds, [EditKind::Notice, EditKind::Notice, EditKind::Status]);
}

#[test]
fn everything_goes_to_the_one_page_and_counts_for_nothing() {
    let day = "2020-11-02".parse().unwrap();
    for edit in deliver(plan(all()), &title("User talk:Op"), day, "en").edits {
        assert_eq!(
            (&edit.page, edit.subject.target.as_ref()),
            (&title("User talk:Op"), Some(&title("User talk:Op")))
        );
        assert_eq!((edit.key.clone(), edit.base, edit.is_rehearsal), (Key::Rehearsal { day }, None, true));
        assert!(edit.summary().ends_with("(gk1:rehearsal/2020-11-02)"));
    }
}

#[test]
fn above_each_text_stands_where_it_would_go_and_with_which_summary() {
    let day = "2020-11-02".parse().unwrap();
    let above = |name: &str| {
        format!(
            "''On [[:User talk:{name}|<nowiki>User talk:{name}</nowiki>]], with the summary: \
             <nowiki>A sentence (gk1:rehearsal/2020-11-02)</nowiki>''\n\n"
        )
    };
    let edits = deliver(plan(all()), &title("User talk:Op"), day, "en").edits;
    let section = |heading: &str, body: String| Change::AddSection { heading: heading.to_owned(), body };
    assert_eq!(edits[0].change, section("Goals", above("Ada") + "Hello ~~~~"));
    assert_eq!(edits[1].change, section("Re: User talk:Bo", above("Bo") + ":Again ~~~~"));
    let Change::ReplaceRegion { body, .. } = &edits[2].change else { panic!("{:?}", edits[2].change) };
    assert!(body.starts_with("''On [[:Talk:Goals|") && body.ends_with("''\n\n{| |}"), "{body}");
}

#[test]
fn a_plan_on_one_page_has_every_message_and_table_as_it_would_be_posted() {
    let edit = publish(&plan(all()), &title("User:Bot/Plan"), "User:Bot", "en", false);
    let text = edit.text();
    let intro = "__NOINDEX__\nWhat the bot would post if it ran on 2 November 2020";
    assert!(text.starts_with(intro), "{text}");
    assert!(text.contains("; 3 edits in all."), "{text}");
    assert!(text.contains("\n* 2 notices, 2 shown below\n* 1 status table, 1 shown below\n\n= "), "{text}");
    for edit in [notice("Ada"), reply("Bo")] {
        assert!(text.contains(&edit.text()), "{text}");
    }
    assert!(text.contains("\n== Goals ==\nHello ~~~~<!-- gk1:notice/101"), "{text}");
    assert!(text.ends_with("\n== Status ==\n<!-- begin -->\n{| |}\n<!-- end -->"), "{text}");
    assert!(!text.contains("* Ada"), "{text}");
    assert_eq!((edit.subject.kind, edit.is_rehearsal), (EditKind::Rehearsal, true));
    // Published again it takes the place of the first.
    let again = publish(&plan(Vec::new()), &title("User:Bot/Plan"), "User:Bot", "en", false);
    let region = |edit: &PlannedEdit| match &edit.change {
        Change::ReplaceRegion { markers, heading: None, .. } => markers.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(region(&edit), region(&again));
}

#[test]
fn three_of_each_kind_are_shown_unless_all_are() {
    let named = |number: u32| notice(&format!("Ada {number}"));
    let edits = (1..=5).map(named).chain(["a", "b"].map(table)).collect();
    let plan = plan(edits);
    let shown = |all: bool| {
        let edit = publish(&plan, &title("User:Bot/Plan"), "User:Bot", "en", all);
        let text = edit.text();
        let lines = text.lines().filter(|line| line.starts_with("* ") || line.starts_with("= "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let users = |numbers: &[u32]| {
        numbers.iter().map(|number| format!("= User talk:Ada {number} =")).collect::<Vec<_>>()
    };
    let tables = ["= Talk:Goals =".to_owned(), "= Talk:Goals =".to_owned()];
    let counts = |shown: u32| {
        vec![format!("* 5 notices, {shown} shown below"), "* 2 status tables, 2 shown below".to_owned()]
    };
    assert_eq!(shown(false), [counts(3), users(&[1, 2, 3]), tables.to_vec()].concat());
    assert_eq!(shown(true), [counts(5), users(&[1, 2, 3, 4, 5]), tables.to_vec()].concat());
}
