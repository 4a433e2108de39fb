//! Whom a notice reaches: one message to one person, whatever names and pages lead to them.

use super::html::{filled, labelled, link, list, objective, page, staff, stub};
use super::plans::{detail, lines, the};
use super::world::{ADA, BO, GUS, World, talk};
use crate::base::{Account, Reason};
use crate::plan::EditKind;
use crate::wiki::{Refusal, TalkState};

#[test]
fn one_who_is_named_in_many_places_gets_one_notice() {
    let items: Vec<String> = (1..=100).map(|number| stub(number, &staff("Ada"))).collect();
    let plan = World::new().items(&items).plan();
    let edit = the(&plan, EditKind::Notice);
    assert_eq!(edit.notice.findings.len(), 100);
    assert_eq!(edit.text().matches("Number ").count(), 5);
    assert!(edit.text().contains("… and 95 more places: [[:Talk:Goals/2020-21 Q2#"), "{}", edit.text());
}

#[test]
fn one_who_is_named_twice_in_one_place_is_told_of_it_once() {
    let both = format!("{}, The Countess", staff("Ada"));
    let world = World::new().set("owners.\"The Countess\"", &format!("\"{ADA}\""));
    let plan = world.items(&[stub(1, &both)]).plan();
    assert_eq!(the(&plan, EditKind::Notice).notice.findings.len(), 1);
}

#[test]
fn everyone_who_is_named_is_told() {
    let both = format!("{}, {}", staff("Ada"), staff("Bo"));
    let world = World::new().items(&[stub(1, &both)]);
    assert_eq!((world.notice(ADA), world.notice(BO)), ("planned".to_owned(), "planned".to_owned()));
}

#[test]
fn two_names_of_one_account_are_one_person() {
    let world = World::new()
        .set("owners.\"Ada\"", &format!("\"{ADA}\""))
        .set("owners.\"The Countess\"", &format!("\"User:{ADA}\u{200E}\""))
        .items(&[stub(1, "Ada"), stub(2, "The Countess"), stub(3, &staff("Ada"))]);
    assert_eq!(the(&world.plan(), EditKind::Notice).notice.findings.len(), 3);
}

#[test]
fn the_settings_count_for_more_than_the_owners_page() {
    let page = format!(r#"{{"Ada Sample": "{BO}", "Gil Unknown": "{BO}"}}"#);
    let world = World::new()
        .set("owners.\"Ada Sample\"", &format!("\"{ADA}\""))
        .owners_page(&page)
        .items(&[stub(1, "Ada Sample"), stub(2, "Gil Unknown")]);
    assert_eq!((world.notice(ADA), world.notice(BO)), ("planned".to_owned(), "planned".to_owned()));
}

#[test]
fn the_owners_page_makes_nobody_one_who_may_be_told() {
    let world =
        World::new().owners_page(&format!(r#"{{"Gil Unknown": "{GUS}"}}"#)).items(&[stub(1, "Gil Unknown")]);
    assert_eq!(world.notice(GUS), "not-allowed");
}

#[test]
fn a_name_without_an_account_is_said_once_of_all_boards() {
    let boards = "[[boards]]\nname = \"a\"\ntitles = [\"A/{fiscal_year} Q{quarter}\"]\n\
                  [[boards]]\nname = \"b\"\ntitles = [\"B/{fiscal_year} Q{quarter}\"]\nfiscal_year_starts = \"january\"\n";
    let world = World::new()
        .boards(boards)
        .page_at("A/2020-21 Q2", &page(&[stub(1, "Gil Unknown"), stub(2, "Gil Unknown")]))
        .page_at("B/2020 Q4", &page(&[stub(1, "Gil Unknown").replace("Q2", "Q4")]));
    let plan = world.plan();
    assert_eq!(lines(&plan).iter().filter(|line| line.starts_with("notice")).count(), 1);
    assert!(detail(&plan, Reason::NoAccount).starts_with("named as plain text"), "{:?}", plan.skipped);
}

#[test]
fn who_was_renamed_is_told_under_the_new_name() {
    let mut world = World::new().items(&[stub(1, &link("Bo Single (WMF)", "Bo"))]);
    world.renamed.insert(Account::new("Bo Single (WMF)"), Account::new(BO));
    assert_eq!(world.notice(BO), "planned");
    // A no under the old name stays one.
    world.opted_out.insert(Account::new("Bo Single (WMF)"));
    assert_eq!(world.notice(BO), "opted-out");
}

#[test]
fn a_redirected_talk_page_is_followed_to_one_who_may_be_told() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]).redirect(ADA, BO);
    let plan = world.plan();
    let edit = the(&plan, EditKind::Notice);
    assert_eq!(edit.page, talk(BO));
    assert_eq!(edit.subject.recipient.as_ref().map(|whom| whom.as_str()), Some(ADA));
}

#[test]
fn a_redirected_talk_page_is_not_followed_to_anyone_else() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]).redirect(ADA, GUS);
    let plan = world.plan();
    assert_eq!(
        detail(&plan, Reason::RedirectedElsewhere),
        "the talk page leads to that of “Gus Sample”: not among the accounts that [owners_policy] allow names"
    );
    let elsewhere = world.at(talk(ADA).as_str(), |page| {
        page.state = TalkState::RedirectedElsewhere(talk("Ada Sample (WMF)/Elsewhere"));
    });
    let mut elsewhere = elsewhere;
    elsewhere.redirects.clear();
    assert_eq!(elsewhere.notice(ADA), "redirected-elsewhere");
}

#[test]
fn the_no_of_one_whose_talk_page_another_leads_to_is_heard() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]).redirect(ADA, BO);
    let mut listed = world.clone();
    listed.opted_out.insert(Account::new(BO));
    assert_eq!(listed.notice(ADA), "opted-out");
    assert_eq!(world.talk(BO, "{{bots|deny=GoalkeeperBot}}").notice(ADA), "bots-denied");
}

#[test]
fn two_people_with_one_talk_page_get_one_notice_a_run() {
    let world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]).redirect(ADA, BO);
    let plan = world.plan();
    assert_eq!(lines(&plan)[0], "notice Ada Sample (WMF): planned");
    assert_eq!(
        detail(&plan, Reason::NotDue),
        "told in this run already, under another name or of another quarter"
    );
    // And one an interval.
    assert_eq!(world.after_run().today("2020-11-05").notice(BO), "not-due");
}

#[test]
fn every_form_of_the_exclusion_templates_is_heeded() {
    for (text, expected) in [
        ("{{nobots}}", "bots-denied"),
        ("{{bots|deny=all}}", "bots-denied"),
        ("{{bots|deny=GoalkeeperBot}}", "bots-denied"),
        ("{{bots|optout=goalkeeper}}", "bots-denied"),
        ("{{bots|allow=OtherBot}}", "bots-denied"),
        ("{{bots|allow=GoalkeeperBot}}", "planned"),
        ("{{bots|deny=OtherBot}}", "planned"),
        ("<nowiki>{{nobots}}</nowiki>", "planned"),
    ] {
        assert_eq!(
            World::new().items(&[stub(1, &staff("Ada"))]).talk(ADA, text).notice(ADA),
            expected,
            "{text}"
        );
    }
}

#[test]
fn what_the_bots_own_account_may_not_do_is_no_reason_for_one_page() {
    // The gateway says it of the whole run.
    let refused = |code: &'static str| {
        let world = World::new().items(&[stub(1, &staff("Ada"))]);
        world.at(talk(ADA).as_str(), |page| page.refused = Some(Refusal::new(code, ""))).notice(ADA)
    };
    assert_eq!(refused("blocked"), "planned");
    assert_eq!(refused("permissiondenied"), "planned");
    assert_eq!(refused("cascadeprotected"), "protected-page");
    assert_eq!(refused("titleblacklist-forbidden"), "title-blacklisted");
}

#[test]
fn a_deleted_talk_page_may_have_held_a_notice() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]).told(ADA, "2020-21Q2/2020-10-08/12.1");
    assert_eq!(world.clone().deleted(ADA, "2020-10-20").notice(ADA), "talk-page-deleted");
    assert_eq!(
        world.clone().deleted("Ada Sample (WMF)/Archive 1", "2020-10-20").notice(ADA),
        "talk-page-deleted"
    );
    // What was told since is known.
    assert_eq!(world.clone().deleted(ADA, "2020-10-07").notice(ADA), "planned");
    assert_eq!(world.deleted(BO, "2020-10-20").notice(ADA), "planned");
}

#[test]
fn a_hidden_summary_counts_as_a_notice_about_every_page() {
    let world = World::new().items(&[stub(1, &staff("Ada"))]);
    let hidden = world.contributed(talk(ADA).as_str(), "2020-10-08", None);
    assert_eq!(hidden.clone().today("2020-10-20").notice(ADA), "not-due");
    let plan = hidden.today("2020-10-22").plan();
    assert_eq!(the(&plan, EditKind::Notice).notice.pages[0].round, Some(2));
}

#[test]
fn a_talk_page_archived_by_a_move_keeps_the_rounds() {
    let mut world = World::new().items(&[stub(1, &staff("Ada"))]).told(ADA, "2020-21Q2/2020-10-08/12.1");
    world.contributions[0].title = talk("Ada Sample (WMF)/Archive 1");
    assert_eq!(world.clone().today("2020-10-20").notice(ADA), "not-due");
    assert_eq!(the(&world.plan(), EditKind::Notice).notice.pages[0].round, Some(2));
}

#[test]
fn an_opt_out_list_that_cannot_be_read_means_no_for_all() {
    let mut world = World::new().items(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]).coordinated();
    let fine = world.clone();
    world.opt_outs_unreadable = Some("is a redirect".to_owned());
    let expected: Vec<String> = [
        "status table Talk:Goals/2020-21 Q2: planned",
        "notice Ada Sample (WMF): exclusion-unreadable",
        "notice Bo Sample (WMF): exclusion-unreadable",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(world.lines(), expected);
    assert_eq!(
        detail(&world.plan(), Reason::ExclusionUnreadable),
        "the opt-out list can't be read: is a redirect"
    );
    assert_eq!(fine.notice(ADA), "planned");
}

#[test]
fn the_next_in_line_is_asked_only_where_nobody_is_named() {
    let items = |manager: &str| {
        let stub = if manager == "-" { stub(1, "") } else { stub(1, manager) };
        World::new().page(&objective("P", &staff("Ada"), &[stub]))
    };
    let next = |world: &World| {
        let plan = world.plan();
        the(&plan, EditKind::Notice)
            .notice
            .findings
            .iter()
            .map(|told| told.finding.next_in_line)
            .collect::<Vec<_>>()
    };
    // Without a line of its own the key result is the objective's manager's.
    assert_eq!(next(&items("-")), [false]);
    // An empty line asks for goals and for a name.
    assert_eq!(next(&items("TBD")), [true, true]);
    // A person without an account is skipped, and nobody is asked in their place.
    assert_eq!(items("Gil Unknown").notice(ADA), "nothing");
    assert_eq!(items("Gil Unknown").notice("Gil Unknown"), "no-account");
}

#[test]
fn only_what_is_certain_is_told() {
    // A list that may be meant as goals stands above their label.
    let above = "</p><ul><li>Something</li></ul><p><b>Q2 Goals:</b></p>";
    let world = World::new().items(&[labelled(1, &staff("Ada"), above)]);
    assert_eq!(world.lines(), ["status table Talk:Goals/2020-21 Q2: planned"]);
    // A rule that the board switches off.
    let off = World::new().items(&[stub(1, &staff("Ada"))]).on_board("rules.empty-goals", "\"off\"");
    assert_eq!(off.notice(ADA), "nothing");
    // A label of another quarter beside goals.
    let rest = format!("<br/>\n<b>Q2 Goals:</b></p>{}<p><b>Q1 Goals:</b></p>{}", list(&["A"]), list(&["B"]));
    let other = World::new().items(&[labelled(1, &staff("Ada"), &rest)]);
    assert_eq!(other.notice(ADA), "nothing");
    assert_eq!(World::new().items(&[filled(1, &staff("Ada"))]).notice(ADA), "nothing");
}

#[test]
fn a_notice_of_another_bot_is_seen_and_left_alone() {
    use crate::decide::others::notices_of_others;
    let seen = |world: &World| {
        world.look(|facts| notices_of_others(facts).into_iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let world = World::new().items(&[stub(1, &staff("Ada"))]).after_run();
    assert_eq!(seen(&world), [""; 0]);
    let mut others = world.clone();
    others.contributions.clear();
    assert_eq!(seen(&others), [talk(ADA).to_string()]);
    // One of an earlier quarter may be older than what the bot reads of its own history.
    let text = world.talk_pages[&talk(ADA)].text().replace("/2020-21Q2/", "/2020-21Q1/");
    assert_eq!(seen(&others.talk(ADA, &text)), [""; 0]);
}
