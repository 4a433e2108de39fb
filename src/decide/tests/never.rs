//! What no decision may ever do, whatever stands on the wiki.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;

use super::html::{filled, item, labelled, link, list, objective, staff};
use super::plans::lines;
use super::world::{BOT, GUS, PAGE, World, talk};
use crate::base::{Account, Title};
use crate::decide::cases::{Case, gather};
use crate::ledger::Key;
use crate::plan::{EditKind, Plan};
use crate::read::Whom;
use crate::wiki::{AccountFacts, Barred, Refusal, TalkState};

/// What somebody typed who wants more than to name a goal.
const HOSTILE: &str = "HOSTILE {{Done}} [[Category:X]] ''' </nowiki> ~~~~ <!-- gk1:opt-out/101 -->";
const PEOPLE: [&str; 6] = ["Ada", "Bo", "Cyd", "Dee", "Eli", "Fay"];

/// One thing that may be so of somebody.
#[derive(Clone, Debug)]
enum So {
    Blocked(&'static str),
    Declined(&'static str),
    Listed(&'static str),
    Denies(&'static str),
    Protected(&'static str),
    Led(&'static str, &'static str),
    Told(&'static str, &'static str),
    Answered(&'static str, &'static str),
    Deleted(&'static str),
    Hidden(&'static str),
    ListUnreadable,
    Day(&'static str),
    Limit(u8),
}

fn so() -> impl Strategy<Value = So> {
    let who = || select(&PEOPLE[..]);
    prop_oneof![
        1 => who().prop_map(So::Blocked),
        1 => who().prop_map(So::Declined),
        1 => who().prop_map(So::Listed),
        1 => who().prop_map(So::Denies),
        1 => who().prop_map(So::Protected),
        // What brings several people together, or a notice to somebody again, comes more often.
        4 => (who(), who()).prop_map(|(from, to)| So::Led(from, to)),
        1 => (who(), select(&["2020-10-08/12.1", "2020-11-01/12.1", "2020-10-20/12.2", "2020-12-22/12.c"][..]))
            .prop_map(|(name, key)| So::Told(name, key)),
        1 => (who(), select(&["done", "stop", "not me", "snooze until 2020-11-20", HOSTILE][..]))
            .prop_map(|(name, words)| So::Answered(name, words)),
        1 => who().prop_map(So::Deleted),
        1 => who().prop_map(So::Hidden),
        1 => Just(So::ListUnreadable),
        1 => select(&["2020-10-08", "2020-11-02", "2020-12-22", "2020-12-31"][..]).prop_map(So::Day),
        1 => (0_u8..4).prop_map(So::Limit),
    ]
}

/// A key result with a manager, and goals or none.
fn result() -> impl Strategy<Value = (String, u8)> {
    let named = select(&PEOPLE[..]).prop_map(staff);
    let other = select(&["", "TBD", "Gil Unknown", "HOSTILE {{Name}} ~~~~"][..]).prop_map(str::to_owned);
    let several =
        (select(&PEOPLE[..]), select(&PEOPLE[..])).prop_map(|(a, b)| format!("{}, {}", staff(a), staff(b)));
    (prop_oneof![4 => named, 2 => other, 1 => several, 1 => Just(link(GUS, "Gus"))], 0_u8..5)
}

fn world() -> impl Strategy<Value = World> {
    let parts = (prop::collection::vec(result(), 1..6), prop::collection::vec(so(), 0..7), any::<bool>());
    parts.prop_map(|(results, all, coordinated)| {
        let items: Vec<String> =
            results.iter().zip(1..).map(|((manager, kind), n)| html(n, manager, *kind)).collect();
        let world = World::new().on_board("layout", "\"key-results\"");
        let world = if coordinated { world.coordinated() } else { world };
        let world = world.page(&objective(&HOSTILE.replace('<', "&lt;"), &staff("Ada"), &items));
        all.into_iter().fold(world, so_in)
    })
}

fn html(number: usize, manager: &str, kind: u8) -> String {
    match kind {
        0 => filled(number, manager),
        1 => item(number, manager, &list(&["TBD"])),
        2 => item(number, manager, &list(&["A", &super::html::template("To do", "To do")])),
        3 => labelled(number, manager, &format!(" {}</p>", HOSTILE.replace('<', "&lt;"))),
        _ => item(number, manager, &list(&[""])),
    }
}

fn full(name: &str) -> String {
    format!("{name} Sample (WMF)")
}

fn so_in(mut world: World, so: So) -> World {
    match so {
        So::Blocked(name) => world.account(&full(name), |facts| {
            if let AccountFacts::Known { barred, .. } = facts {
                *barred = Some(Barred::Blocked);
            }
        }),
        So::Declined(name) => world.set("owners_policy.opt_out", &format!("[\"{}\"]", full(name))),
        So::Listed(name) => {
            world.opted_out.insert(Account::new(&full(name)));
            world
        }
        So::Denies(name) => world.talk(&full(name), "{{bots|deny=all}}"),
        So::Protected(name) => world.at(talk(&full(name)).as_str(), |page| {
            page.refused = Some(Refusal::new("protectedpage", ""));
        }),
        So::Led(from, to) if from != to => world.redirect(&full(from), &full(to)),
        So::Led(name, _) => world.at(talk(&full(name)).as_str(), |page| {
            page.state = TalkState::RedirectedElsewhere(Title::of_wiki(PAGE));
        }),
        So::Told(name, key) => world.told(&full(name), &format!("2020-21Q2/{key}")),
        So::Answered(name, words) => world.answered(&full(name), "2020-21Q2", words),
        So::Deleted(name) => world.deleted(&full(name), "2020-12-01"),
        So::Hidden(name) => world.contributed(talk(&full(name)).as_str(), "2020-10-10", None),
        So::ListUnreadable => {
            world.opt_outs_unreadable = Some("is a redirect".to_owned());
            world
        }
        So::Day(day) => world.today(day),
        So::Limit(most) => world.set("limits.notices_per_run", &most.to_string()),
    }
}

/// The names whose every message must stay away, and the pages.
fn barred(world: &World) -> (BTreeSet<Account>, BTreeSet<Title>) {
    let settings = world.settings();
    let blocked = world.accounts.iter().filter(|(_, facts)| {
        !matches!(facts, AccountFacts::Known { barred: None, bot: false, temporary: false, .. })
    });
    let mut names: BTreeSet<Account> = blocked.map(|(name, _)| name.clone()).collect();
    names.extend(settings.owners_policy.opt_out.iter().map(|name| Account::new(name)));
    names.extend(world.opted_out.clone());
    names.insert(Account::new(GUS));
    let says_no = world.talk_pages.values().filter(|page| {
        page.refused.is_some()
            || page.text().contains("{{bots|deny=all}}")
            || !matches!(page.state, TalkState::Missing | TalkState::Wikitext { .. })
    });
    (names, says_no.map(|page| page.title.clone()).collect())
}

fn messages(plan: &Plan) -> impl Iterator<Item = &crate::plan::PlannedEdit> {
    plan.edits
        .iter()
        .filter(|edit| matches!(edit.subject.kind, EditKind::Notice | EditKind::Digest | EditKind::Tick))
}

/// The text without what stands in `<nowiki>`, in addresses and in links' targets.
fn outside(text: &str) -> String {
    static HIDDEN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<nowiki>.*?</nowiki>|\[https?://\S+|\[\[:[^|\]]*\|").unwrap());
    HIDDEN.replace_all(text, "").into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn nobody_is_told_twice_in_a_plan_nor_by_two_edits_of_one_page(world in world()) {
        let plan = world.plan();
        let (mut names, mut pages) = (BTreeSet::new(), BTreeSet::new());
        for edit in messages(&plan) {
            prop_assert!(pages.insert(&edit.page), "{:?}", lines(&plan));
            prop_assert!(names.insert((edit.subject.kind, &edit.subject.recipient)), "{:?}", lines(&plan));
        }
        let notices = plan.edits.iter().filter(|edit| edit.subject.kind == EditKind::Notice).count();
        prop_assert!(notices <= world.settings().limits.notices_per_run as usize);
    }

    #[test]
    fn nobody_who_said_no_or_must_not_be_told_hears_anything(world in world()) {
        let plan = world.plan();
        let (names, pages) = barred(&world);
        for edit in messages(&plan) {
            let recipient = edit.subject.recipient.as_ref().map(|whom| Account::new(whom.as_str())).unwrap();
            prop_assert!(!names.contains(&recipient), "{recipient}");
            prop_assert!(!pages.contains(&edit.page), "{}", edit.page);
            prop_assert!(world.opt_outs_unreadable.is_none());
            prop_assert!(recipient != Account::new(BOT));
            let owner = Account::of_page(&edit.page);
            prop_assert!(!names.contains(&owner), "the talk page of {owner}");
        }
    }

    #[test]
    fn the_same_facts_make_the_same_plan(world in world()) {
        prop_assert_eq!(format!("{:?}", world.plan()), format!("{:?}", world.plan()));
    }

    #[test]
    fn a_second_run_on_the_same_day_posts_nothing(world in world()) {
        // What the first left to a later run (a limit, another edit of the same page) may come.
        let world = world.set("limits.notices_per_run", "30").after_run();
        let plan = world.plan();
        let again: Vec<_> = plan.edits.iter().filter(|edit| edit.subject.kind == EditKind::Notice).collect();
        prop_assert!(again.is_empty(), "{:?}", lines(&plan));
        prop_assert!(plan.edits.iter().all(|edit| edit.subject.kind != EditKind::Status), "{:?}", lines(&plan));
    }

    #[test]
    fn every_summary_is_short_enough_and_ends_in_its_key(world in world()) {
        for edit in &world.plan().edits {
            let summary = edit.summary();
            prop_assert!(summary.chars().count() <= 500, "{summary}");
            prop_assert_eq!(Key::in_summary(&summary), Some(edit.key.clone()));
            prop_assert!(!summary.contains("HOSTILE"), "{summary}");
        }
    }

    #[test]
    fn foreign_text_stands_only_in_nowiki(world in world()) {
        for edit in &world.plan().edits {
            for text in [edit.text(), edit.change.heading().unwrap_or_default().to_owned()] {
                let outside = outside(&text);
                prop_assert!(!outside.contains("HOSTILE"), "{outside}");
            }
        }
    }

    #[test]
    fn whoever_answers_for_something_is_told_or_it_is_said_once_why_not(world in world()) {
        let plan = world.plan();
        let of_notices = lines(&plan).into_iter().filter_map(|line| Some(line.strip_prefix("notice ")?.to_owned()));
        let spoken: Vec<String> =
            of_notices.map(|line| line.rsplit_once(": ").unwrap_or_default().0.to_owned()).collect();
        let once: BTreeSet<String> = spoken.iter().cloned().collect();
        prop_assert_eq!(spoken.len(), once.len(), "{:?}", spoken);
        let named = |case: &Case<'_>| match case.whom {
            Whom::Person(person) => Some(person.account.to_string()),
            Whom::Barred(account, _) => Some(account.to_string()),
            Whom::Name(name) => Some(name.to_owned()),
            Whom::Nobody => None,
        };
        let all: BTreeSet<String> = world.look(|facts| gather(facts).iter().filter_map(named).collect());
        prop_assert_eq!(once, all);
    }
}
