//! Everything that was looked up before it is decided whom to tell what, and what follows from it
//! about one person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use globset::GlobSet;

use super::answers::{self, Answer, Said};
use crate::account::Account;
use crate::calendar::Quarter;
use crate::config::{Board, Settings};
use crate::exclusion::Names;
use crate::ledger::{History, NoticeKey, Owner};
use crate::plan::{PageRevision, Reason};
use crate::survey::{ReadPage, Report, Survey};
use crate::wiki::{AccountFacts, RawPage, Refusal, Site, TalkPage, TalkState};

/// Everything that was looked up for the decision.
#[derive(Debug)]
pub struct Known<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The goal pages.
    pub survey: &'a Survey,
    /// The wiki.
    pub site: &'a Site,
    /// The bot's own account.
    pub bot: &'a str,
    /// The bot's clock.
    pub today: NaiveDate,
    /// The accounts that may get notices.
    pub allowed: &'a GlobSet,
    /// What the exclusion templates and the opt-out category are called.
    pub names: &'a Names,
    /// Notices that this run may still post.
    pub notices_left: usize,
    /// What the wiki says of recipients and coordinators.
    pub accounts: BTreeMap<Account, AccountFacts>,
    /// The present names of those who got notices, by their ids.
    pub people: BTreeMap<u64, Account>,
    /// Those who want none, as the settings have it.
    pub declined: BTreeSet<Account>,
    /// The list of those who want none.
    pub opt_outs: OptOuts,
    /// Talk pages and the pages of status tables, by the title first asked for.
    pub talk_pages: BTreeMap<String, TalkPage>,
    /// Talk pages that were deleted in the time the ledger covers, and when.
    pub deleted: BTreeMap<String, DateTime<Utc>>,
    /// The pages that goal pages transclude, by the title asked for.
    pub sources: BTreeMap<String, RawPage>,
    /// What the bot did before.
    pub history: History,
    /// What people answered, by their id and the first day of the message's quarter, oldest first.
    pub answers: BTreeMap<(u64, NaiveDate), Vec<Answer>>,
}

/// The opt-out list page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOuts {
    /// The page as it was read.
    pub page: PageRevision,
    /// Who is on it.
    pub accounts: BTreeSet<Account>,
    /// Why it can't be read. Then nobody is told anything.
    pub unreadable: Option<String>,
}

/// Why someone isn't told something.
pub type Refused = (Reason, String);

pub fn refuse<T>(reason: Reason, detail: impl Into<String>) -> Result<T, Refused> {
    Err((reason, detail.into()))
}

/// Where a person can be reached.
#[derive(Clone, Debug)]
pub struct Reach<'a> {
    /// The talk page.
    pub page: &'a TalkPage,
    /// The user id of the account named, and then of the one whose talk page its own leads to.
    pub ids: Vec<u64>,
}

impl Reach<'_> {
    /// The person, as the history knows them.
    pub fn owner(&self) -> Owner<'_> {
        Owner { ids: &self.ids, talk_page: &self.page.title }
    }
}

impl Known<'_> {
    /// Why an account can't be told anything, from the settings and the account alone. `Ok` is its user id.
    pub fn recipient(&self, account: &Account) -> Result<u64, Refused> {
        if self.declined.contains(account) {
            return refuse(Reason::OptedOut, "among [owners_policy] opt_out in the settings");
        }
        if !self.allowed.is_match(account.as_str()) {
            return refuse(Reason::NotAllowed, "not among the accounts that [owners_policy] allow names");
        }
        self.standing_of(account)
    }

    /// The same of a coordinator: the settings name them, so they need not be among those allowed.
    pub fn coordinator(&self, account: &Account) -> Result<u64, Refused> {
        match self.recipient(account) {
            Err((Reason::NotAllowed, _)) => self.standing_of(account),
            other => other,
        }
    }

    /// What the wiki says of an account. `Ok` is its user id.
    pub fn standing_of(&self, account: &Account) -> Result<u64, Refused> {
        match self.accounts.get(account) {
            None | Some(AccountFacts::Unknown) => refuse(Reason::UnknownAccount, "there is no such account"),
            Some(AccountFacts::Known { temporary: true, .. }) => {
                refuse(Reason::TemporaryAccount, "a temporary account")
            }
            Some(AccountFacts::Known { blocked: true, .. }) => {
                refuse(Reason::BlockedAccount, "blocked on the wiki, or locked on all")
            }
            Some(AccountFacts::Known { bot: true, .. }) => refuse(Reason::BotAccount, "a bot"),
            Some(AccountFacts::Known { id, .. }) => Ok(*id),
        }
    }

    /// Where an account with this id can be reached: a redirect is followed only to someone who may be told
    /// things, too.
    pub fn reach(&self, account: &Account, id: u64) -> Result<Reach<'_>, Refused> {
        let asked = self.site.user_talk_page(account.as_str()).ok();
        let Some(page) = asked.and_then(|title| self.talk_pages.get(&title)) else {
            return refuse(Reason::UnknownAccount, "no account can have that name");
        };
        let mut people = vec![(account.clone(), id)];
        if page.redirected && matches!(page.state, TalkState::Missing | TalkState::Wikitext { .. }) {
            let other = Account::of_talk_page(&page.title);
            let leads = |why: &str| format!("the talk page leads to that of “{other}”: {why}");
            let other_id = self
                .recipient(&other)
                .or_else(|(_, why)| refuse(Reason::RedirectedElsewhere, leads(&why)))?;
            people.push((other, other_id));
        }
        if let Some(refusal) = page.refusal(self.bot, self.names).filter(Refusal::is_about_page) {
            return Err((refusal.reason, refusal.detail));
        }
        match people.iter().find_map(|(account, id)| self.says_no(account, *id)) {
            Some(refused) => Err(refused),
            None => Ok(Reach { page, ids: people.into_iter().map(|(_, id)| id).collect() }),
        }
    }

    /// Whether someone said that they want no messages.
    pub fn says_no(&self, account: &Account, id: u64) -> Option<Refused> {
        if let Some(why) = &self.opt_outs.unreadable {
            return Some((Reason::ExclusionUnreadable, format!("the opt-out list can't be read: {why}")));
        }
        if self.opt_outs.accounts.contains(account) || self.declined.contains(account) {
            return Some((Reason::OptedOut, "on the opt-out list".to_owned()));
        }
        let stop = self.answers_of(&[id]).any(|(_, answer)| answer.said == Said::Stop);
        stop.then(|| (Reason::OptedOut, "answered “stop”".to_owned()))
    }

    /// What someone's answers ask for: those to this quarter's messages, else a refusal that came in an earlier one.
    pub fn answer<'b>(&'b self, ids: &'b [u64], quarter: Quarter) -> Option<&'b Answer> {
        let (mut now, mut earlier) = (Vec::new(), Vec::new());
        for (first_day, answer) in self.answers_of(ids) {
            if first_day == quarter.first_day() {
                now.push(answer);
            } else if first_day < quarter.first_day() {
                earlier.push(answer);
            }
        }
        // Who had left then has left now; who was done then is not.
        let holds = |answer: &&Answer| !matches!(answer.said, Said::Done | Said::Stop);
        answers::verdict(now).or_else(|| answers::verdict(earlier).filter(holds))
    }

    fn answers_of<'b>(&'b self, ids: &'b [u64]) -> impl Iterator<Item = (NaiveDate, &'b Answer)> {
        let of_one = |id: &u64| self.answers.range((*id, NaiveDate::MIN)..=(*id, NaiveDate::MAX));
        ids.iter().flat_map(of_one).flat_map(|((_, day), all)| all.iter().map(|answer| (*day, answer)))
    }

    /// Whether messages to someone may have gone with a page that was deleted.
    pub fn may_be_deleted(&self, owner: Owner<'_>) -> bool {
        let last = self.history.last_posted(owner);
        self.deleted.iter().any(|(title, when)| {
            let rest = title.strip_prefix(owner.talk_page);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                && last.is_none_or(|last| *when > last)
        })
    }

    /// A page that was read, with its board.
    pub fn at_board(&self, at: usize) -> Option<(&Report, &Board, &ReadPage)> {
        let report = self.survey.reports.get(at)?;
        Some((report, self.settings.boards.get(report.board?)?, report.read.as_ref()?))
    }

    /// When anyone but the bot last edited a page or what it transcludes.
    pub fn edited(&self, read: &ReadPage) -> Option<DateTime<Utc>> {
        let sources = read.content.source_pages();
        let sources = sources.into_iter().filter_map(|title| self.sources.get(title)?.edited);
        sources.chain(read.edited).max()
    }

    /// A page and all it transcludes, as they were read.
    pub fn read(&self, report: &Report) -> Vec<PageRevision> {
        let sources = report.read.iter().flat_map(|read| read.content.source_pages());
        let source = |title: &str| {
            let page = self.sources.get(title)?;
            Some(PageRevision { title: page.title.clone(), revision: page.revision })
        };
        report.revision().into_iter().chain(sources.filter_map(source)).collect()
    }

    /// The lists that say whose a name is and who wants nothing, as they were read.
    pub fn lists_read(&self) -> Vec<PageRevision> {
        [self.opt_outs.page.clone()].into_iter().chain(self.survey.owners_page.as_read()).collect()
    }

    /// The quarters that notices are known of, each three months once.
    pub fn quarters(&self) -> Vec<Quarter> {
        let mut quarters: Vec<Quarter> = self.history.quarters().into_iter().collect();
        quarters.dedup_by(|a, b| a.is_same_time(*b));
        quarters
    }

    /// The bot's user page.
    pub fn user_page(&self) -> String {
        format!("User:{}", self.bot)
    }

    /// The first page that a notice was about and that was read now.
    pub fn report_of(&self, key: &NoticeKey) -> Option<&Report> {
        self.survey.reports.iter().find(|report| {
            report.read.as_ref().is_some_and(|read| key.pages.iter().any(|page| page.id == read.id))
        })
    }

    /// The language of a notice.
    pub fn language_of(&self, key: &NoticeKey) -> &str {
        let board = self.report_of(key).and_then(|report| self.settings.boards.get(report.board?));
        board.map_or("en", |board| &board.notices.language)
    }
}
