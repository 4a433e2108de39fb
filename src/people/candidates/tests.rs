use std::sync::Arc;

use globset::{Glob, GlobSetBuilder};

use super::*;
use crate::base::UserId;
use crate::goals::{Coverage, KeyResult, Manager, Managers, Objective, Place, Source, StatusPlace};
use crate::wiki::Barred;

use crate::people::{Owners, OwnersPage, names};

fn title() -> Title {
    Title::of_wiki("Goals/2020-21 Q2")
}

fn place(anchor: &str) -> Arc<Place> {
    Place { anchor: anchor.into(), section: None, source_page: None }.into()
}

fn managers(names: &[&str]) -> Managers {
    let managers = names.iter().map(|name| Manager { name: (*name).into(), account: None }).collect();
    Managers::Named { managers, source: Source::Own, certain: true }
}

/// A page with one objective; a key result for each heading and its names.
fn page(results: &[(&str, &[&str])]) -> GoalPage {
    let result = |(anchor, names): &(&str, &[&str])| KeyResult {
        label: None,
        text: String::new(),
        place: place(anchor),
        managers: managers(names),
        goals_label: None,
        goals: Vec::new(),
        goals_state: crate::goals::GoalsState::Read,
        emptiness: None,
        other_quarters: Vec::new(),
        status: None,
        eta: None,
        allows: Vec::new(),
        mentions_people: false,
        status_place: StatusPlace::Absent,
    };
    let objective = Objective {
        title: "Objective".into(),
        place: place("Objective"),
        manager: Managers::Absent,
        key_results: results.iter().map(result).collect(),
        unread: None,
        allows: Vec::new(),
        mentions_people: false,
    };
    GoalPage {
        quarter: None,
        layout: String::new(),
        why: String::new(),
        objectives: vec![objective],
        has_manager_labels: true,
        allows: Vec::new(),
        is_guess: false,
        coverage: Coverage::default(),
    }
}

#[derive(Default)]
struct World {
    table: BTreeMap<String, String>,
    edits: Vec<SectionEdit>,
    accounts: BTreeMap<Account, AccountFacts>,
    user_pages: BTreeMap<Account, String>,
    helpers: BTreeSet<Account>,
}

impl World {
    fn account(&mut self, name: &str) -> &mut AccountFacts {
        let known = AccountFacts::plain(1);
        self.accounts.entry(Account::new(name)).or_insert(known)
    }

    fn edited(&mut self, name: &str, heading: &str, on: &str) {
        self.account(name);
        let (page, heading, account) = (title(), heading.to_owned(), Account::new(name));
        self.edits.push(SectionEdit { page, heading, account, on: on.parse().unwrap() });
    }

    fn wrote(&mut self, name: &str, text: &str) {
        self.account(name);
        self.user_pages.insert(Account::new(name), text.to_owned());
    }

    /// The candidates of one name as `account: evidence; evidence`.
    fn rank(&self, page: &GoalPage, name: &str) -> Vec<String> {
        let named = names([(&title(), page)], &Owners::new(&self.table, &OwnersPage::default()));
        let globs = ["* (WMF)".to_owned()];
        let clues = Clues::new([(&title(), page)], &named, &globs);
        let allowed = GlobSetBuilder::new().add(Glob::new("* (WMF)").unwrap()).build().unwrap();
        let looked = Looked {
            edits: &self.edits,
            accounts: &self.accounts,
            user_pages: &self.user_pages,
            allowed: &allowed,
            helpers: &self.helpers,
        };
        let all = clues.rank(&looked);
        all[name].iter().map(|c| format!("{}: {}", c.account, c.evidence.join("; "))).collect()
    }
}

#[test]
fn nothing_is_known_of_anyone() {
    let page = page(&[("Key_Results", &["Leila Zia"])]);
    assert_eq!(World::default().rank(&page, "Leila Zia"), [""; 0]);
}

#[test]
fn an_account_that_nothing_speaks_for_is_no_candidate() {
    let mut world = World::default();
    world.account("Leila (WMF)");
    world.wrote("Zia (WMF)", "Leila Ziani and Aleila Zia write here.");
    let page = page(&[("Key_Results", &["Leila Zia"])]);
    assert_eq!(world.rank(&page, "Leila Zia"), [""; 0]);
}

#[test]
fn the_more_speaks_for_it_the_higher() {
    let mut world = World::default();
    world.table.insert("Kate Chapman".to_owned(), "KChapman (WMF)".to_owned());
    for account in ["LeilaZia (WMF)", "Leila Zia", "Lzia"] {
        world.account(account);
    }
    world.edited("LZia (WMF)", "Key Results", "2020-10-01");
    world.edited("LZia (WMF)", "key results", "2020-10-03");
    world.edited("LZia (WMF)", "Elsewhere", "2020-10-04");
    world.edited("Passer-by (WMF)", "Key Results", "2020-10-05");
    world.wrote("LZia (WMF)", "I am '''leila\n zia'''.");
    let page = page(&[("Key_Results_2", &["Leila Zia", "Kate Chapman"])]);
    assert_eq!(
        world.rank(&page, "Leila Zia"),
        [
            "LZia (WMF): edited “key results” on 2020-10-03; a user page that bears the name; \
             built like “KChapman (WMF)” of Kate Chapman",
            "Leila Zia: bears the full name; not among owners_policy.allow",
            "LeilaZia (WMF): named like the person",
            "Passer-by (WMF): edited “Key Results” on 2020-10-05",
            "Lzia: named like the person; not among owners_policy.allow",
        ]
    );
}

#[test]
fn an_account_built_like_others_comes_before_one_that_is_not() {
    let mut world = World::default();
    world.table.insert("Kate Chapman".to_owned(), "ChapmanKate (WMF)".to_owned());
    world.account("LeilaZia (WMF)");
    world.account("ZiaLeila (WMF)");
    let page = page(&[("Key_Results", &["Leila Zia", "Kate Chapman"])]);
    assert_eq!(
        world.rank(&page, "Leila Zia"),
        [
            "ZiaLeila (WMF): built like “ChapmanKate (WMF)” of Kate Chapman",
            "LeilaZia (WMF): named like the person",
        ]
    );
}

#[test]
fn five_at_most_and_the_latest_editor_first() {
    let mut world = World::default();
    for day in 1..=7 {
        world.edited(&format!("Leila{day} (WMF)"), "Objective", &format!("2020-10-0{day}"));
    }
    let found = world.rank(&page(&[("Key_Results", &["Leila Zia"])]), "Leila Zia");
    let expected =
        [7, 6, 5, 4, 3].map(|day| format!("Leila{day} (WMF): edited “Objective” on 2020-10-0{day}"));
    assert_eq!(found, expected);
}

#[test]
fn edits_and_user_page_together_vouch_for_any_name() {
    let mut world = World::default();
    world.account("LZia (WMF)");
    world.edited("Cooldude (WMF)", "Key Results", "2020-10-01");
    world.wrote("Cooldude (WMF)", "Leila Zia, researcher");
    world.wrote("Friend (WMF)", "I work with Leila Zia.");
    assert_eq!(
        world.rank(&page(&[("Key_Results", &["Leila Zia"])]), "Leila Zia"),
        [
            "Cooldude (WMF): edited “Key Results” on 2020-10-01; a user page that bears the name",
            "LZia (WMF): named like the person",
            "Friend (WMF): a user page that bears the name",
        ]
    );
}

#[test]
fn who_edits_for_everyone_is_nobody_in_particular() {
    let mut world = World::default();
    for heading in ["One", "Two", "Three", "Four"] {
        world.edited("Everywhere (WMF)", heading, "2020-10-01");
    }
    for heading in ["One", "Two", "Three"] {
        world.edited("Somewhere (WMF)", heading, "2020-10-01");
    }
    world.edited("Helper (WMF)", "One", "2020-10-01");
    world.helpers.insert(Account::new("Helper (WMF)"));
    let page = page(&[
        ("One", &["Leila Zia"]),
        ("Two", &["Bo Sample"]),
        ("Three", &["Cyd Sample", "leila  zia"]),
        ("Four", &["Dee Sample"]),
    ]);
    assert_eq!(world.rank(&page, "Leila Zia"), ["Somewhere (WMF): edited “One” on 2020-10-01"]);
    assert_eq!(world.rank(&page, "Dee Sample"), [""; 0]);
}

#[test]
fn an_account_of_somebody_else_counts_less() {
    let mut world = World::default();
    world.table.insert("Bo Sample".to_owned(), "Bo Sample (WMF)".to_owned());
    world.table.insert("Lee".to_owned(), "Leila Zia (WMF)".to_owned());
    world.edited("Bo Sample (WMF)", "Key Results", "2020-10-01");
    world.account("Leila Zia (WMF)");
    world.account("LZia (WMF)");
    let page = page(&[("Key_Results", &["Leila Zia", "Ada Sample", "Bo Sample", "Lee"])]);
    assert_eq!(
        world.rank(&page, "Leila Zia"),
        [
            "LZia (WMF): named like the person",
            "Leila Zia (WMF): bears the full name; built like “Bo Sample (WMF)” of Bo Sample; \
             already the account of Lee",
        ]
    );
    assert_eq!(
        world.rank(&page, "Ada Sample"),
        ["Bo Sample (WMF): edited “Key Results” on 2020-10-01; already the account of Bo Sample"]
    );
}

#[test]
fn the_same_name_elsewhere_and_a_shorter_one() {
    let mut world = World::default();
    let mut page = page(&[("One", &["Leila Zia", "Leila"]), ("Two", &["Leila Zia", "Ada Sample"])]);
    if let Managers::Named { managers, .. } = &mut page.objectives[0].key_results[1].managers
        && let Some(managers) = Arc::get_mut(managers)
    {
        managers[0].account = Some(Account::new("Cooldude"));
        managers[1].account = Some(Account::new("Ada Sample (WMF)"));
    }
    for account in ["Cooldude", "Leila (WMF)", "Leila Zia (WMF)", "Ada Sample (WMF)"] {
        world.account(account);
    }
    let alike = "built like “Ada Sample (WMF)” of Ada Sample";
    assert_eq!(
        world.rank(&page, "Leila Zia"),
        [
            "Cooldude: the account of the same name elsewhere; not among owners_policy.allow".to_owned(),
            format!("Leila Zia (WMF): bears the full name; {alike}"),
        ]
    );
    assert_eq!(
        world.rank(&page, "Leila"),
        [
            format!("Leila (WMF): {alike}"),
            "Cooldude: already the account of Leila Zia; not among owners_policy.allow".to_owned(),
        ]
    );
    world.edited("Cooldude", "One", "2020-10-01");
    assert_eq!(
        world.rank(&page, "Leila")[0],
        "Cooldude: edited “One” on 2020-10-01; already the account of Leila Zia; \
         not among owners_policy.allow"
    );
}

#[test]
fn no_bots_no_temporary_accounts_and_the_blocked_last() {
    let mut world = World::default();
    let facts = |blocked: bool, bot, temporary| {
        let barred = blocked.then_some(Barred::Blocked);
        AccountFacts::Known { id: UserId(1), barred, bot, temporary, everywhere: false }
    };
    *world.account("Leila Zia (WMF)") = facts(true, false, false);
    *world.account("Leila Zia") = facts(false, true, false);
    *world.account("LeilaZia") = facts(false, false, true);
    *world.account("LeilaZia (WMF)") = AccountFacts::Unknown;
    world.account("Lzia");
    assert_eq!(
        world.rank(&page(&[("Key_Results", &["Leila Zia"])]), "Leila Zia"),
        [
            "Lzia: named like the person; not among owners_policy.allow",
            "Leila Zia (WMF): bears the full name; blocked: can't be told",
        ]
    );
}

#[test]
fn what_is_transcluded_is_edited_where_it_comes_from() {
    let mut page = page(&[("Key_Results", &["Leila Zia"]), ("Plan", &["Bo Sample"])]);
    Arc::make_mut(&mut page.objectives[0].key_results[0].place).source_page =
        Some(Title::of_wiki("Goals/Research"));
    let named = names([(&title(), &page)], &Owners::default());
    let clues = Clues::new([(&title(), &page)], &named, &[]);
    assert_eq!(clues.pages().collect::<Vec<_>>(), [&title(), &Title::of_wiki("Goals/Research")]);
    let under = |page: &str, heading: &str| {
        clues.headings.names(&Title::of_wiki(page), heading).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(under("Goals/Research", "'''[[Key results]]'''"), ["leila zia"]);
    assert_eq!(under("Goals/Research", "Plan"), [""; 0]);
    assert_eq!(under(title().as_str(), "Objective"), ["bo sample", "leila zia"]);
}

#[test]
fn only_pages_with_someone_unresolved_are_asked_for() {
    let (here, there) = (page(&[("One", &["Leila Zia"])]), page(&[("One", &["Bo Sample"])]));
    let table = [("Bo Sample".to_owned(), "Bo Sample (WMF)".to_owned())].into();
    let titles = ["Here", "There"].map(Title::of_wiki);
    let pages = [(&titles[0], &here), (&titles[1], &there)];
    let named = names(pages, &Owners::new(&table, &OwnersPage::default()));
    assert_eq!(Clues::new(pages, &named, &[]).pages().collect::<Vec<_>>(), [&titles[0]]);
}
