//! Everything that a decision needs, whole and unchanging. How it is come by, `gather` knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::answers::Answers;
use super::earlier::Earlier;
use super::filling::Filling;
use super::gos::Go;
use super::lists::Lists;
use super::person::Person;
use super::survey::{PageFacts, ReadPage, Survey};
use crate::base::{Account, PageId, PageRevision, Quarter, Reason, Refused, Title, UserId, refuse};
use crate::config::{BoardRef, NamedPages, Settings};
use crate::goals::{Manager, Outcomes};
use crate::ledger::History;
use crate::people::{Policy, Reached, standing};
use crate::wiki::{AccountFacts, Gone, RawPage, Site, TalkPage};

/// Everything that was asked of the wiki for a decision.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The pages that the settings name.
    pub named_pages: &'a NamedPages,
    /// The wiki.
    pub site: &'a Site,
    /// The bot's own account.
    pub bot: &'a Account,
    /// The bot's clock.
    pub today: NaiveDate,
    /// The goal pages.
    pub survey: &'a Survey<'a>,
    /// What the exclusion templates are called, and who wants no messages.
    pub lists: &'a Lists,
    /// What the settings say of whom the bot may write to.
    pub policy: Policy,
    /// What the wiki says of all accounts, with what bars some of them on all wikis.
    pub accounts: BTreeMap<Account, AccountFacts>,
    /// Everyone on the opt-out list, under every name that they have or had.
    pub opted_out: BTreeSet<Account>,
    /// Everyone who answers for something that is missing, and why some of them may not be told.
    pub people: BTreeMap<Account, Result<Person, Refused>>,
    /// The boards' coordinators, likewise.
    pub coordinators: BTreeMap<Account, Result<Person, Refused>>,
    /// Those who were told something before, by their ids.
    pub told: BTreeMap<UserId, Person>,
    /// The pages that tables stand on, or are to.
    pub tables: Vec<TablePlace<'a>>,
    /// The page of the overview, if there is to be one.
    pub overview: Option<OverviewPlace>,
    /// Whether only a part of the boards' pages was asked for, or another quarter: that is no overview.
    pub is_partial: bool,
    /// What became of the last quarter, board by board in the settings' order, where that was asked for.
    pub last_quarter: BTreeMap<usize, Outcomes>,
    /// How the goal pages of this quarter filled up, where that was asked for.
    pub fillings: Vec<Filling<'a>>,
    /// The page of the run log, if there is to be one.
    pub run_log: Option<Arc<TalkPage>>,
    /// The talk page of the owners page, if there is something to be said there.
    pub owners_talk_page: Option<Arc<TalkPage>>,
    /// User talk pages that were deleted in the time the ledger covers, and when.
    pub deleted: BTreeMap<Title, DateTime<Utc>>,
    /// Where goal pages, and pages of tables and of the overview, went that are not at their titles any more.
    pub gone: BTreeMap<Title, Gone>,
    /// The pages that goal pages transclude.
    pub sources: BTreeMap<Title, RawPage>,
    /// What stood on goal pages some time ago, of those that were asked for.
    pub earlier: BTreeMap<PageId, Earlier>,
    /// What the bot did before.
    pub history: History,
    /// What people answered.
    pub answers: Answers,
    /// What coordinators were asked, and answered, of whether notices may go out.
    pub gos: Vec<Go>,
    /// The pause that this is the first run after, if it is one.
    pub paused_since: Option<Pause>,
}

/// A time in which the bot did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The day of the last run before it.
    pub since: NaiveDate,
    /// Whether the run after it is noted outside of the wiki: else only an edit shows that it was there.
    pub is_noted: bool,
}

/// A table, and where it goes.
#[derive(Clone, Debug)]
pub struct TablePlace<'a> {
    /// The goal page.
    pub page: &'a PageFacts<'a>,
    /// Its board.
    pub board: BoardRef<'a>,
    /// Its quarter.
    pub quarter: Quarter,
    /// The page that the table stands on.
    pub on: Arc<TalkPage>,
    /// That page as the bot last saved this table, if it was edited since.
    pub last: Option<String>,
}

/// The page of the overview.
#[derive(Clone, Debug)]
pub struct OverviewPlace {
    /// The page.
    pub on: Arc<TalkPage>,
    /// That page as the bot last saved the overview, if it was edited since.
    pub last: Option<String>,
    /// Whether the bot ever saved it there, however long ago, where it stands there no more.
    pub was_there: bool,
}

/// A person as far as they are known.
#[derive(Clone, Copy, Debug)]
pub enum Whom<'a> {
    /// Someone who may be told things, as far as settings and account go.
    Person(&'a Person),
    /// An account that may not, and why.
    Barred(&'a Account, &'a Refused),
    /// Only a name as typed.
    Name(&'a str),
    /// Nobody is named who could be asked.
    Nobody,
}

impl PartialEq for Whom<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person(this), Self::Person(other)) => this.account == other.account,
            (Self::Barred(this, _), Self::Barred(other, _)) => this == other,
            (Self::Name(this), Self::Name(other)) => this == other,
            (Self::Nobody, Self::Nobody) => true,
            _ => false,
        }
    }
}

impl<'a> Facts<'a> {
    /// Who is meant by a name on a goal page.
    pub fn whom(&'a self, manager: &'a Manager) -> Whom<'a> {
        let found = self.survey.owners.resolve(manager);
        match found.and_then(|(account, _)| self.people.get_key_value(&account)) {
            Some((_, Ok(person))) => Whom::Person(person),
            Some((account, Err(why))) => Whom::Barred(account, why),
            None => Whom::Name(&manager.name),
        }
    }

    /// What the wiki says of an account that the pages, the settings or the lists name. `Ok` is its user id.
    ///
    /// # Errors
    /// What keeps it from taking part.
    pub fn standing(&self, account: &Account) -> Result<UserId, Refused> {
        standing(self.accounts.get(account).unwrap_or(&AccountFacts::Unknown))
    }

    /// The account of the person in whose name a board's notices ask: its coordinator, or who runs the bot.
    ///
    /// # Errors
    /// [`Reason::NobodyAsks`]: neither is an account that takes part.
    pub fn who_asks(&self, board: BoardRef<'_>) -> Result<Account, Refused> {
        let mut named = board.coordinator().into_iter().chain(self.settings.bot.operator());
        if let Some(account) = named.find(|account| self.standing(account).is_ok()) {
            return Ok(account);
        }
        let what = "neither the board's coordinator nor bot.operator is an account that can be asked";
        refuse(Reason::NobodyAsks, format!("board “{}”: {what}", board.name))
    }

    /// How many accounts the goal pages name, and how many of them may get notices as far as the settings go.
    pub fn named(&self) -> Reached {
        let accounts = self.named_accounts();
        let is_allowed = |account: &&Account| self.policy.allowed.is_match(account.as_str());
        Reached { accounts: accounts.len(), allowed: accounts.iter().filter(is_allowed).count() }
    }

    /// The accounts that the goal pages name.
    pub fn named_accounts(&self) -> BTreeSet<Account> {
        let managers = self.survey.contents().flat_map(|(_, content)| content.managers());
        managers.filter_map(|manager| Some(self.survey.owners.resolve(manager)?.0)).collect()
    }

    /// When anyone but the bot last edited a page or what it transcludes.
    pub fn edited(&self, read: &ReadPage) -> Option<DateTime<Utc>> {
        let sources = read.content.source_pages();
        let sources = sources.into_iter().filter_map(|title| self.sources.get(title)?.edited);
        sources.chain(read.edited).max()
    }

    /// A page and all it transcludes, as they were read.
    pub fn revisions_of(&self, page: &PageFacts<'_>) -> Vec<PageRevision> {
        let sources = page.content().into_iter().flat_map(|content| content.source_pages());
        let source = |title: &Title| {
            let page = self.sources.get(title)?;
            Some(PageRevision { title: page.title.clone(), revision: Some(page.revision) })
        };
        page.revision().into_iter().chain(sources.filter_map(source)).collect()
    }

    /// The lists that say whose a name is and who wants nothing, as they were read.
    pub fn lists_read(&self) -> Vec<PageRevision> {
        [self.lists.opt_outs.page.clone()].into_iter().chain(self.survey.owners_page.as_read()).collect()
    }
}
