//! Each rule tried on pages: HTML in, findings out. A file for each rule, beginning with a page on which it must find
//! nothing; then what holds for all of them.

mod allow;
mod empty_goals;
mod levels;
mod messages;
mod missing_manager;
mod missing_page;
mod missing_status;
mod order;
mod placeholder_goals;
mod places;
mod settled;
mod stale_status;
mod unknown_manager;
mod unlinked_manager;
mod unused_allow;
mod wrong_quarter;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Checked, Finding, Item, Level, Levels, Rule, Told, View, check};
use crate::base::Account;
use crate::goals::GoalPage;
use crate::goals::tests::html::html;
use crate::goals::tests::read_html;
use crate::people::{Owners, OwnersPage};

const TITLE: &str = "Wikimedia Technology/Goals/2020-21 Q2";
const KR1: Item = Item::KeyResult { objective: 0, key_result: 0 };
const KR2: Item = Item::KeyResult { objective: 0, key_result: 1 };
const OBJECTIVE: Item = Item::Objective { objective: 0 };
/// What somebody has taken off the page since it was told.
const GONE: [Item; 3] = [
    Item::KeyResult { objective: 0, key_result: 9 },
    Item::KeyResult { objective: 9, key_result: 0 },
    Item::Objective { objective: 9 },
];
const NONE: [&str; 0] = [];

/// A page, a day, and what else rules look at.
struct Bench {
    html: String,
    title: &'static str,
    today: NaiveDate,
    unknown: BTreeSet<Account>,
    owners: Owners,
    closing_days: i64,
    levels: Levels,
}

/// The page for the second quarter on 2 November, 33 days after it began.
fn page(wikitext: &str) -> Bench {
    Bench {
        html: html(wikitext),
        title: TITLE,
        today: day("2020-11-02"),
        unknown: BTreeSet::new(),
        owners: Owners::default(),
        closing_days: 10,
        levels: Levels::new(),
    }
}

/// A page with one program, whose manager is Ada Sample, and these key results.
fn program(key_results: &str) -> Bench {
    page(&in_program(key_results))
}

fn in_program(key_results: &str) -> String {
    format!(
        "== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n=== Key Results ===\n\n{key_results}\n"
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Bench {
    fn on(self, today: &str) -> Self {
        Self { today: day(today), ..self }
    }

    fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    /// The wiki doesn't know these accounts.
    fn without_account(self, name: &str) -> Self {
        Self { unknown: self.unknown.into_iter().chain([Account::new(name)]).collect(), ..self }
    }

    /// The settings say whose account a name is.
    fn knowing(self, name: &str, account: &str) -> Self {
        let table = BTreeMap::from([(name.to_owned(), account.to_owned())]);
        Self { owners: Owners::new(&table, &OwnersPage::default()), ..self }
    }

    fn closing(self, closing_days: i64) -> Self {
        Self { closing_days, ..self }
    }

    fn level(mut self, rule: &str, level: Level) -> Self {
        self.levels.insert(rule.to_owned(), level);
        self
    }

    fn read(&self) -> GoalPage {
        read_html(self.title, &self.html, None).unwrap()
    }

    fn checked(&self) -> Checked {
        self.checked_as(&self.read())
    }

    /// What is found if the page reads so.
    fn checked_as(&self, page: &GoalPage) -> Checked {
        let view = View {
            page,
            today: self.today,
            unknown_accounts: &self.unknown,
            owners: &self.owners,
            closing_days: self.closing_days,
        };
        check(&view, &self.levels)
    }

    /// The findings of one rule.
    fn of(&self, rule: &str) -> Vec<Finding> {
        let findings = self.checked().findings.into_iter();
        findings.filter(|finding| finding.rule.as_str() == rule).collect()
    }

    /// The same, a line each.
    fn finds(&self, rule: &str) -> Vec<String> {
        self.of(rule).iter().map(line).collect()
    }

    /// What all rules find, in order.
    fn finds_in_all(&self) -> Vec<String> {
        let findings = self.checked().findings;
        findings.iter().map(|finding| format!("{}: {}", finding.rule, line(finding))).collect()
    }

    /// Whether a rule calls an item settled.
    fn settles(&self, rule: &Rule, item: Item) -> bool {
        let Told::Owners { is_settled, .. } = rule.told else { panic!("{} tells nobody", rule.id) };
        is_settled(&self.read(), item)
    }
}

/// `KR2 warning high: message (owners)`
fn line(finding: &Finding) -> String {
    let what = match (&finding.key_result, finding.item) {
        (Some(name), _) => name,
        (None, Item::Page) => "page",
        (None, _) => "objective",
    };
    let confidence = format!("{:?}", finding.confidence).to_lowercase();
    let owners: Vec<_> = finding.owners.iter().map(|owner| owner.name.as_str()).collect();
    let owners = match (finding.next_in_line, owners.is_empty()) {
        (true, true) => " (next in line: nobody)".to_owned(),
        (true, false) => format!(" (next in line: {})", owners.join(", ")),
        (false, true) => String::new(),
        (false, false) => format!(" ({})", owners.join(", ")),
    };
    format!("{what} {} {confidence}: {}{owners}", finding.severity, finding.message.text("en"))
}

/// One message that a rule can give, and a page on which it gives it.
struct Says {
    key: &'static str,
    page: fn() -> Bench,
    line: &'static str,
}
