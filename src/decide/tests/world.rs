//! A wiki, the settings and what the bot did before, as far as a decision asks: from a goal page's HTML to the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

use super::html;
use crate::base::{Account, Quarter, RevisionId, Title, UserId};
use crate::goals::{Figures, Layouts};
use crate::ledger::answers::Answer;
use crate::people::OwnersPage;
use crate::read::{FoundBy, Go, Pause};
use crate::wiki::{AccountFacts, Contribution, Gone, TalkPage, TalkState};

pub const BOT: &str = "GoalkeeperBot";
pub const ADA: &str = "Ada Sample (WMF)";
pub const BO: &str = "Bo Sample (WMF)";
/// May get no notices.
pub const GUS: &str = "Gus Sample";
pub const COORDINATOR: &str = "Coordinator Sample (WMF)";
/// Runs the bot, unless a test says otherwise.
pub const OPERATOR: &str = "Operator Sample (WMF)";
/// Those who may get notices, unless a test says otherwise.
pub const ALLOWED: &str = "* (WMF)";
/// The page of the one board, unless a test says otherwise. Its number is 12, and that of the next page 13.
pub const PAGE: &str = "Goals/2020-21 Q2";
/// By the wiki's clock.
pub const NOW: &str = "2020-11-02T12:00:00Z";
const SIGNATURE: &str = "[[User:GoalkeeperBot|GoalkeeperBot]] 12:00, 2 November 2020 (UTC)";

pub static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);
static SITE: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../fuzz/seeds/api_answer/site.json")).unwrap());

/// Everything that facts are made of.
#[derive(Clone, Debug)]
pub struct World {
    pub today: NaiveDate,
    pub quarter: Option<Quarter>,
    pub site: Json,
    /// `limits.notices_per_run` and so on, with their values in TOML.
    pub settings: BTreeMap<String, String>,
    /// Those of the one board; `notices.rounds` and so on.
    pub board: BTreeMap<String, String>,
    /// All boards, in TOML, in place of the one.
    pub boards: Option<String>,
    pub pages: Vec<GoalPageText>,
    pub accounts: BTreeMap<Account, AccountFacts>,
    pub renamed: BTreeMap<Account, Account>,
    pub talk_pages: BTreeMap<Title, TalkPage>,
    pub redirects: BTreeMap<Title, Title>,
    pub contributions: Vec<Contribution>,
    /// What a page was after an edit of the bot's.
    pub texts: BTreeMap<RevisionId, String>,
    pub answers: BTreeMap<(UserId, NaiveDate), Vec<Answer>>,
    pub gos: Vec<Go>,
    pub opted_out: BTreeSet<Account>,
    pub opt_outs_unreadable: Option<String>,
    pub owners_page: OwnersPage,
    pub deleted: BTreeMap<Title, DateTime<Utc>>,
    /// Where goal pages went.
    pub gone: BTreeMap<Title, Gone>,
    /// Titles of the one board's that lead elsewhere.
    pub redirected: Vec<Title>,
    /// When each transcluded page was last edited.
    pub sources: BTreeMap<Title, DateTime<Utc>>,
    /// How pages filled up, by their titles; none of a page whose goals stand elsewhere.
    pub filled: BTreeMap<String, Vec<(NaiveDate, Figures)>>,
    /// Since when the bot did nothing.
    pub paused_since: Option<Pause>,
    /// How the pages were found, if the settings don't name them.
    pub(super) found: Option<FoundBy>,
    /// Who is asked where a rule names nobody to be asked.
    pub asked_else: Option<String>,
    revisions: u64,
}

/// A goal page of the wiki.
#[derive(Clone, Debug)]
pub struct GoalPageText {
    pub title: Title,
    pub html: String,
    /// When anyone but the bot last edited it.
    pub edited: Option<DateTime<Utc>>,
    /// How often it was edited.
    pub edits: u64,
    /// What stood there `settled_hours` ago, if that is something else; empty, if nothing did.
    pub before: Option<String>,
    /// Whether it was there `settled_days` ago.
    pub is_old: bool,
}

/// A user's talk page.
pub fn talk(name: &str) -> Title {
    Title::of_wiki(format!("User talk:{name}"))
}

/// A page that isn't there.
pub fn missing(title: Title) -> TalkPage {
    let state = TalkState::Missing;
    let (transcluded, way, opted_out) = (Default::default(), Vec::new(), false);
    let (refused, way_says_no, last_edit) = (None, None, None);
    TalkPage { title, way, state, transcluded, opted_out, refused, way_says_no, last_edit }
}

impl World {
    /// The sample quarter with an empty board, on a day in its middle.
    pub fn new() -> Self {
        let staff = ["Ada", "Bo", "Cyd", "Dee", "Eli", "Fay", "Coordinator", "Operator"];
        let names = staff.iter().map(|name| format!("{name} Sample (WMF)")).chain([GUS.to_owned()]);
        let known = AccountFacts::plain;
        let mut accounts: BTreeMap<Account, AccountFacts> =
            names.zip(101..).map(|(name, id)| (Account::new(&name), known(id))).collect();
        let bot = AccountFacts::Known {
            id: UserId(100),
            barred: None,
            bot: true,
            temporary: false,
            everywhere: false,
        };
        accounts.insert(Account::new(BOT), bot);
        Self {
            today: NOW[..10].parse().unwrap(),
            quarter: None,
            site: SITE.clone(),
            settings: BTreeMap::new(),
            board: BTreeMap::new(),
            boards: None,
            pages: Vec::new(),
            accounts,
            renamed: BTreeMap::new(),
            talk_pages: BTreeMap::new(),
            redirects: BTreeMap::new(),
            contributions: Vec::new(),
            texts: BTreeMap::new(),
            answers: BTreeMap::new(),
            gos: Vec::new(),
            opted_out: BTreeSet::new(),
            opt_outs_unreadable: None,
            owners_page: OwnersPage::default(),
            deleted: BTreeMap::new(),
            gone: BTreeMap::new(),
            redirected: Vec::new(),
            sources: BTreeMap::new(),
            found: None,
            filled: BTreeMap::new(),
            paused_since: None,
            asked_else: None,
            revisions: 1000,
        }
    }

    /// The board's page, from its key results.
    pub fn items(self, items: &[String]) -> Self {
        self.page(&html::page(items))
    }

    /// The board's page.
    pub fn page(self, html: &str) -> Self {
        self.page_at(PAGE, html)
    }

    /// A page of that title, in place of what stood there.
    pub fn page_at(mut self, title: &str, html: &str) -> Self {
        let (title, html) = (Title::of_wiki(title), html.to_owned());
        match self.pages.iter_mut().find(|page| page.title == title) {
            Some(page) => page.html = html,
            None => self.pages.push(GoalPageText {
                title,
                html,
                edited: None,
                edits: 0,
                before: None,
                is_old: true,
            }),
        }
        self
    }

    /// Somebody edited a goal page: it has another revision.
    pub fn revised(mut self, title: &str) -> Self {
        let title = Title::of_wiki(title);
        self.pages.iter_mut().filter(|page| page.title == title).for_each(|page| page.edits += 1);
        self
    }

    /// Something else stood on the board's page `settled_hours` ago; if `html` is empty, nothing.
    pub fn before(mut self, html: &str) -> Self {
        self.pages.iter_mut().for_each(|page| page.before = Some(html.to_owned()));
        self
    }

    /// Somebody edited a page, or one that it transcludes, at a time by the wiki's clock.
    pub fn edited(mut self, title: &str, time: &str) -> Self {
        let (title, time) = (Title::of_wiki(title), time.parse().unwrap());
        match self.pages.iter_mut().find(|page| page.title == title) {
            Some(page) => page.edited = Some(time),
            None => drop(self.sources.insert(title, time)),
        }
        self
    }

    /// The bot's day.
    pub fn today(mut self, day: &str) -> Self {
        self.today = day.parse().unwrap();
        self
    }

    /// As `--quarter` names it.
    pub fn quarter(mut self, quarter: &str) -> Self {
        self.quarter = Some(quarter.parse().unwrap());
        self
    }

    /// A setting, by its whole key, and its value in TOML.
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.settings.insert(key.to_owned(), value.to_owned());
        self
    }

    /// A setting of the one board.
    pub fn on_board(mut self, key: &str, value: &str) -> Self {
        self.board.insert(key.to_owned(), value.to_owned());
        self
    }

    /// The board has a coordinator.
    pub fn coordinated(self) -> Self {
        self.on_board("coordinator", &format!("\"{COORDINATOR}\""))
    }

    /// How all pages were found.
    pub fn found(mut self, found: Option<FoundBy>) -> Self {
        self.found = found;
        self
    }

    /// Several boards in place of the one, in TOML.
    pub fn boards(mut self, toml: &str) -> Self {
        self.boards = Some(toml.to_owned());
        self
    }

    /// Something else is so of an account; one that isn't known yet has the next free number.
    pub fn account(mut self, name: &str, change: impl FnOnce(&mut AccountFacts)) -> Self {
        let next = UserId(101 + self.accounts.len() as u64);
        let new = AccountFacts::plain(next.0);
        change(self.accounts.entry(Account::new(name)).or_insert(new));
        self
    }

    /// The number of an account.
    pub fn id(&self, name: &str) -> UserId {
        match self.accounts.get(&Account::new(name)) {
            Some(AccountFacts::Known { id, .. }) => *id,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// What stands on somebody's talk page.
    pub fn talk(self, name: &str, text: &str) -> Self {
        self.text(talk(name).as_str(), text)
    }

    /// What stands on a page that the bot may write to.
    pub fn text(mut self, title: &str, text: &str) -> Self {
        let revision = self.next_revision();
        let state = TalkState::Wikitext { text: text.to_owned(), revision };
        self.at(title, |page| page.state = state)
    }

    /// Something else is so of a page that the bot may write to.
    pub fn at(mut self, title: &str, change: impl FnOnce(&mut TalkPage)) -> Self {
        let title = Title::of_wiki(title);
        change(self.talk_pages.entry(title.clone()).or_insert_with(|| missing(title)));
        self
    }

    /// One talk page is a redirect to another.
    pub fn redirect(mut self, name: &str, to: &str) -> Self {
        self.redirects.insert(talk(name), talk(to));
        self
    }

    /// The bot told somebody; `key` is the quarter, the day and the pages.
    pub fn told(self, name: &str, key: &str) -> Self {
        let summary = format!("Reminder (gk1:notice/{}/{key})", self.id(name));
        let day = key.split('/').nth(1).unwrap().to_owned();
        self.contributed(talk(name).as_str(), &day, Some(&summary))
    }

    /// An edit of the bot's, at noon; without a summary if that is hidden.
    pub fn contributed(mut self, title: &str, day: &str, summary: Option<&str>) -> Self {
        let (at, revision) = (format!("{day}T12:00:00Z").parse().unwrap(), self.next_revision());
        let (title, summary) = (Title::of_wiki(title), summary.map(str::to_owned));
        self.contributions.push(Contribution { title, at, summary, revision });
        self
    }

    /// Somebody's talk page was deleted.
    pub fn deleted(mut self, name: &str, day: &str) -> Self {
        self.deleted.insert(talk(name), format!("{day}T12:00:00Z").parse().unwrap());
        self
    }

    /// The owners page has this text.
    pub fn owners_page(mut self, text: &str) -> Self {
        let title = Title::of_wiki("Project:Owners.json");
        self = self.set("owners_page", &format!("\"{title}\""));
        self.owners_page = OwnersPage::new(title, self.next_revision(), text);
        self
    }

    pub(super) fn next_revision(&mut self) -> RevisionId {
        self.revisions += 1;
        RevisionId(self.revisions)
    }

    /// Saves a page. Tildes behind a text are a signature; those in what it quotes stay.
    pub(super) fn save(&mut self, title: &Title, text: &str, at: DateTime<Utc>, summary: String) {
        let (revision, signed) = (self.next_revision(), format!("{SIGNATURE}<!-- gk1:"));
        let text = text.replace("~~~~<!-- gk1:", &signed);
        self.texts.insert(revision, text.clone());
        let state = TalkState::Wikitext { text, revision };
        self.talk_pages.entry(title.clone()).or_insert_with(|| missing(title.clone())).state = state;
        self.contributions.push(Contribution { title: title.clone(), at, summary: Some(summary), revision });
    }
}
