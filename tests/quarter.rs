//! A whole quarter, day by day: owners with different fates, and who got what on which day. The coordinator's go, a pause,
//! a handover, messages taken back and a team's no are among them. The same in the past, the present and the future of the
//! wiki's own clock; in the past and the future the bot runs only on the days on which anything is said or done. What stands
//! on a page for too short a time goes by that clock, and has its own tests (`gates`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate, Utc};

use crate::support::{User, Wiki, outcomes};

/// The wiki's clock stands still for the whole quarter.
const AT_ONCE: &str = "quiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";

/// What becomes of them, and their stubs on the first page.
const OWNERS: [(&str, usize); 16] = [
    ("Archives by copy", 1),
    ("Archives by move", 1),
    ("Blocked", 1),
    ("Deleted", 1),
    ("Done", 1),
    ("Fixes at once", 1),
    ("Fixes half", 2),
    ("Never", 1),
    ("Not me", 1),
    ("On five pages", 1),
    ("Opts out", 1),
    ("Prose", 1),
    ("Redirected", 1),
    ("Renamed", 1),
    ("Snoozes", 1),
    ("Stops", 1),
];

/// The overview of the two boards' pages.
const OVERVIEW: &str = "Project:Goals at a glance";

const COORDINATOR: &str = "Coordinator Sample (WMF)";

/// One whose board was set up wrongly, and whose notice is taken back.
const MISLED: &str = "Misled";

/// The days on which people do something: see `live`.
const LIVELY: [&str; 7] = ["05 Oct", "08 Oct", "09 Oct", "10 Oct", "12 Oct", "20 Oct", "02 Nov"];

/// Those, and the days on which something is said.
fn eventful() -> BTreeSet<&'static str> {
    let said = include_str!("snapshots/a_quarter.snap").lines().filter_map(|line| line.get(..6));
    let days = said.filter(|day| day.as_bytes()[0].is_ascii_digit() && day.as_bytes()[2] == b' ');
    days.chain(LIVELY).collect()
}

fn account(name: &str) -> String {
    format!("{name} (WMF)")
}

fn talk(name: &str) -> String {
    format!("User talk:{}", account(name))
}

fn stub(name: &str, label: usize) -> String {
    let account = account(name);
    format!(
        "'''Key Result Manager:''' [[User:{account}|{name}]]\n\n\
         '''KR{label}:''' What {name} looks after.<br />\n'''Q2 Goals:'''\n*\n\n"
    )
}

/// A board of five pages for the fiscal year that begins in `year`, and one of a single page.
struct Quarter {
    wiki: Wiki,
    admin: User,
    year: i32,
    settings: String,
    /// The days on which the bot runs; every day, if there are none.
    days: BTreeSet<&'static str>,
}

impl Quarter {
    fn new(year: i32, days: BTreeSet<&'static str>) -> Self {
        let wiki = Wiki::up();
        let admin = wiki.admin();
        let titles: Vec<_> = (1..=5).map(|n| format!("\"Board {n}/{{fiscal_year}} Q{{quarter}}\"")).collect();
        // Each year has its own days of the week; that of the 12th of October is the digest's.
        let weekday = NaiveDate::from_ymd_opt(year, 10, 12).unwrap().format("%A").to_string().to_lowercase();
        let settings = format!(
            "[limits]\nnotices_per_run = 12\n[status]\noverview_page = \"{OVERVIEW}\"\n[[boards]]\nname = \"board\"\ntitles = [{}]\n\
             coordinator = \"{COORDINATOR}\"\n[boards.notices]\n{AT_ONCE}needs_go = true\ndigest_weekday = \"{weekday}\"\npause = [\"11-09..11-15\"]\n\
             [[boards]]\nname = \"mistake\"\ntitles = [\"Mistake/{{fiscal_year}} Q{{quarter}}\"]\n\
             [boards.notices]\n{AT_ONCE}",
            titles.join(", ")
        );
        let quarter = Self { wiki, admin, year, settings, days };
        for (name, _) in
            OWNERS.iter().chain(&[("Second account", 0), ("Reports late", 0), ("Takes over", 0), (MISLED, 0)])
        {
            quarter.admin.create_account(&account(name));
        }
        let mut label = 0;
        let mut first = "== Objective ==\n\n=== Key Results ===\n\n".to_owned();
        for (name, stubs) in OWNERS {
            for _ in 0..stubs {
                label += 1;
                first += &stub(name, label);
            }
        }
        let late = account("Reports late");
        let _ = write!(
            first,
            "'''Key Result Manager:''' [[User:{late}|Late]]\n\n'''KR90:''' Reports.<br />\n'''Q2 Goals:'''\n\
             * First thing {{{{Done}}}}\n* Second thing {{{{To do}}}}\n* Third thing\n"
        );
        quarter.admin.save(&quarter.page(1), &first);
        for n in 2..=5 {
            let page = format!("== Objective ==\n\n=== Key Results ===\n\n{}", stub("On five pages", n));
            quarter.admin.save(&quarter.page(n), &page);
        }
        let page = format!("== Objective ==\n\n=== Key Results ===\n\n{}", stub(MISLED, 1));
        quarter.admin.save(&quarter.page(1).replace("Board 1", "Mistake"), &page);
        quarter.admin.save(&talk("Redirected"), &format!("#REDIRECT [[{}]]", talk("Second account")));
        quarter
    }

    fn page(&self, n: usize) -> String {
        format!("Board {n}/{}-{:02} Q2", self.year, (self.year + 1) % 100)
    }

    /// Fills an owner's first stub.
    fn fill(&self, name: &str) {
        let text = self.admin.text(&self.page(1)).unwrap();
        let at = text.find(&format!("|{name}]]")).unwrap();
        let stub = at + text[at..].find("Goals:'''\n*\n").unwrap();
        let filled = format!("{}Goals:'''\n* Something {{{{Done}}}}\n{}", &text[..stub], &text[stub + 12..]);
        self.admin.save(&self.page(1), &filled);
    }

    /// Somebody else's name stands where an owner's stood.
    fn hand_over(&self, name: &str, to: &str) {
        let text = self.admin.text(&self.page(1)).unwrap();
        let (old, new) =
            (format!("[[User:{}|{name}]]", account(name)), format!("[[User:{}|{to}]]", account(to)));
        assert!(text.contains(&old));
        self.admin.save(&self.page(1), &text.replace(&old, &new));
    }

    /// The operator takes back what was said of the board that was set up wrongly.
    fn retract(&self, since: NaiveDate, day: NaiveDate) {
        let (since, day) = (since.to_string(), day.to_string());
        let arguments = ["retract", "--since", &since, "--board", "mistake", "--today", &day];
        let ran = self.wiki.goalkeeper_with(&self.settings, &arguments);
        assert!(ran.code == 0 && ran.out.contains("posted 1,"), "{}{}", ran.out, ran.err);
        assert!(!self.admin.text(&talk(MISLED)).unwrap().contains("gk1:notice/"));
    }

    fn answer(&self, name: &str, text: &str) {
        self.wiki.as_user(&account(name)).append(&talk(name), &format!("\n:{text} ~~~~"));
    }

    /// What people do after the bot's run of that day.
    fn live(&self, day: NaiveDate) {
        let admin = &self.admin;
        match (day.month(), day.day()) {
            (10, 5) => {
                let page = format!("User talk:{COORDINATOR}");
                self.wiki.as_user(COORDINATOR).append(&page, "\n:go ~~~~");
            }
            (10, 8) => self.retract(day, day),
            (10, 20) => self.hand_over("Not me", "Takes over"),
            (11, 2) => admin.append(&self.page(5), "\n{{nobots}}"),
            (10, 9) => {
                self.fill("Fixes at once");
                self.answer("Done", "done");
                self.answer("Snoozes", &format!("snooze until {}-11-20", self.year));
                self.answer("Stops", "Stop, please.");
                self.answer("Prose", "Thank you, but I left in March.");
            }
            (10, 10) => {
                self.answer("Not me", "not me");
                self.fill("Fixes half");
                admin.append(&talk("Opts out"), "\n\n{{bots|deny=GoalkeeperBot}}");
            }
            (10, 12) => {
                let rename = ["renameUser", &account("Renamed"), &account("Renamed and moved")];
                self.wiki.maintenance(&rename);
                admin.post(&[("action", "block"), ("user", &account("Blocked")), ("expiry", "never")]);
                let text = admin.text(&talk("Archives by copy")).unwrap();
                admin.save(&format!("{}/Archive", talk("Archives by copy")), &text);
                admin.save(&talk("Archives by copy"), "Archived.");
                let (from, to) = (talk("Archives by move"), format!("{}/1", talk("Archives by move")));
                admin.post(&[("action", "move"), ("from", &from), ("to", &to), ("noredirect", "1")]);
                admin.post(&[("action", "delete"), ("title", &talk("Deleted"))]);
            }
            _ => {}
        }
    }

    /// The log of the quarter: everything posted, and each new reason for posting nothing; and how many edits there were of each
    /// kind.
    fn log(&self) -> String {
        let mut log = String::new();
        let mut edits: BTreeMap<String, usize> = BTreeMap::new();
        // Of tables and the overview: the page, and the week.
        let mut kept: BTreeMap<(String, u32), usize> = BTreeMap::new();
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        let first = NaiveDate::from_ymd_opt(self.year, 10, 1).unwrap();
        let is_run = |day: &NaiveDate| {
            self.days.is_empty() || self.days.contains(day.format("%d %b").to_string().as_str())
        };
        for day in first.iter_days().take_while(|day| day.year() == self.year).filter(is_run) {
            let today = day.to_string();
            let ran =
                self.wiki.goalkeeper_with(&self.settings, &["run", "--today", &today, "--format", "json"]);
            assert_eq!(ran.code, 0, "{today}: {}", ran.err);
            for line in outcomes(&ran.json()) {
                let (who, what) = line.split_once(": ").unwrap();
                let (kind, page) = who.split_once(' ').unwrap();
                if what == "posted" {
                    *edits.entry(kind.to_owned()).or_default() += 1;
                }
                if what == "posted" && ["status", "overview"].contains(&kind) {
                    *kept.entry((page.to_owned(), day.ordinal0() / 7)).or_default() += 1;
                }
                let who = who.replace(&format!("{}-{:02}", self.year, (self.year + 1) % 100), "YEAR");
                let is_news = last.insert(who.clone(), what.to_owned()).as_deref() != Some(what);
                let is_notice = ["notice", "digest", "go"].iter().any(|kind| who.starts_with(kind));
                let is_no = is_news && what.ends_with("bots-denied");
                if what == "posted" || is_news && is_notice || is_no {
                    let _ = writeln!(log, "{} {who}: {what}", day.format("%d %b"));
                }
            }
            self.live(day);
        }
        for (kind, count) in edits {
            let _ = writeln!(log, "{kind}: {count} edits");
        }
        let busy: Vec<_> = kept.iter().filter(|(_, count)| **count > 2).collect();
        let _ =
            writeln!(log, "pages and weeks with more than two edits of a table or the overview: {busy:?}");
        log
    }
}

/// Nothing is posted again before its time, and nobody hears more than may be.
fn assert_kind(quarter: &Quarter) {
    let mut days: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
    let contributions = quarter.admin.get(&[
        ("action", "query"),
        ("list", "usercontribs"),
        ("ucuser", "GoalkeeperBot"),
        ("uclimit", "max"),
        ("ucprop", "comment|title"),
    ]);
    let notice = regex::Regex::new(r"\(gk1:notice/(\d+)/[^/]+/([\d-]+)/").unwrap();
    for edit in contributions["query"]["usercontribs"].as_array().unwrap() {
        // What was taken back doesn't count.
        if edit["title"] == talk(MISLED).as_str() {
            continue;
        }
        if let Some(found) = notice.captures(edit["comment"].as_str().unwrap()) {
            days.entry(found[1].to_owned()).or_default().push(found[2].parse().unwrap());
        }
    }
    assert!(days.len() >= OWNERS.len() - 1, "{days:?}");
    for (owner, days) in &mut days {
        days.sort();
        assert!(days.len() <= 3, "{owner}: {days:?}");
        let apart = days.windows(2).all(|two| two[1] - two[0] >= chrono::Duration::days(14));
        assert!(apart, "{owner}: {days:?}");
    }
}

fn play(year: i32, days: BTreeSet<&'static str>) {
    let quarter = Quarter::new(year, days);
    let log = quarter.log();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("a_quarter", log);
    });
    assert_kind(&quarter);
}

#[test]
fn in_the_past() {
    play(2020, eventful());
}

#[test]
fn in_the_present() {
    // The last quarter from October to December that has begun.
    play((Utc::now().date_naive() - Days::new(273)).year(), BTreeSet::new());
}

#[test]
fn in_the_future() {
    play(2031, eventful());
}
