//! Gathers the facts: one kind of question after the other, each in as few requests as it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::answers::{Answers, Threads, add};
use super::facts::{Facts, OverviewPlace, TablePlace};
use super::gone::gone;
use super::gos::{Go, gos};
use super::kept::{Kept, table_places};
use super::languages::Languages;
use super::ledger::{self as own, Span};
use super::lists::Lists;
use super::person::{Door, Person, led_to};
use super::survey::{Asked, Survey};
use crate::base::{Account, Reason, Refused, Title, UserId, refuse};
use crate::config::{NamedPages, Settings};
use crate::ledger::answers::Said;
use crate::ledger::{self, History, Posted};
use crate::people::{Policy, standing};
use crate::wiki::{self, AccountFacts, PageAnswer, RawPage, Session, Site, TalkPage, WikiError};

/// Asks for all that a decision about the pages of `survey` needs.
///
/// # Errors
/// See [`WikiError`]. Without the whole ledger there are no facts.
pub async fn facts<'a>(
    session: &'a Session,
    asked: Asked<'a>,
    named_pages: &'a NamedPages,
    lists: &'a Lists,
    survey: &'a Survey<'a>,
) -> Result<Facts<'a>, WikiError> {
    let bot = session.account().ok_or(WikiError::NoLogin)?;
    let (site, settings) = (session.site(), asked.settings);
    let allowed = settings.owners_policy.allowed().map_err(|e| WikiError::Unexpected(e.to_string()))?;
    let declined = settings.owners_policy.opt_out.iter().map(|name| Account::new(name)).collect();
    let policy = Policy { allowed, declined: survey.with_present_names(declined) };

    let sources = sources(session, survey).await?;
    let since = ledger::since(survey.pages.iter().filter_map(|page| page.quarter), site.clock());
    let contributions = own::contributions(session, bot, since).await?;
    let newest = contributions.iter().map(|edit| edit.at).max().unwrap_or(since);
    let history = History::new(&contributions);
    let posted: Vec<Posted> = history.posted().collect();
    let recipients = posted.iter().map(|message| message.recipient);
    let recipients = recipients.chain(history.asked().map(|asked| asked.key.recipient)).collect();
    let names = wiki::names_of(session, &recipients).await?;

    let owners = owners(survey);
    let coordinators: BTreeSet<Account> = settings.boards().filter_map(|board| board.coordinator()).collect();
    warn_of_absent(settings, survey, &coordinators);
    let mut accounts = survey.accounts.clone();
    // Talk pages only of those who can be told anything at all, and of those who were.
    let may_be_told = |account: &&Account| {
        let facts = accounts.get(*account).unwrap_or(&AccountFacts::Unknown);
        policy.recipient(account, facts).is_ok()
    };
    let reachable: BTreeSet<&Account> = owners.iter().filter(may_be_told).chain(&coordinators).collect();
    let talk_titles: BTreeSet<Title> = reachable
        .iter()
        .copied()
        .chain(names.values())
        .filter_map(|account| site.user_talk_page(account).ok())
        .collect();
    let owners_talk = survey.owners_page.title.as_ref().filter(|_| !survey.owners_page.mistakes.is_empty());
    let owners_talk = owners_talk.and_then(|title| site.talk_page(title).ok());
    let tables = table_places(survey, site);
    let mut titles = talk_titles.clone();
    titles.extend(posted.iter().map(|message| message.title.clone()));
    titles.extend(history.asked().map(|asked| asked.title.clone()));
    titles.extend(owners_talk.iter().cloned());
    titles.extend(tables.iter().map(|(.., title)| title.clone()));
    titles.extend(named_pages.overview_page.iter().chain(&named_pages.run_log_page).cloned());
    let talk_pages = wiki::talk_pages(session, &lists.names, &titles).await?;
    let talk_pages: BTreeMap<Title, Arc<TalkPage>> =
        talk_pages.into_iter().map(|(title, page)| (title, Arc::new(page))).collect();
    let deleted = match talk_titles.is_empty() {
        true => BTreeMap::new(),
        false => wiki::deleted_talk_pages(session, since).await?,
    };
    // A redirect leads to someone else's talk page, who must be known as well.
    let led: BTreeSet<Account> =
        talk_titles.iter().filter_map(|title| led_to(talk_pages.get(title)?)).collect();
    let unknown: BTreeSet<Account> =
        led.iter().filter(|account| !accounts.contains_key(account)).cloned().collect();
    accounts.extend(wiki::accounts(session, &unknown).await?);
    let operator = settings.bot.operator();
    let barred = reachable.iter().copied().chain(&led).chain(&operator);
    bar(session, &policy, &mut accounts, barred).await?;

    // Whoever was renamed twice had a name in between, under which they may have said no.
    let between: BTreeSet<Account> =
        talk_pages.values().flat_map(|page| &page.way).map(Account::of_page).collect();
    let named = accounts.keys().chain(names.values()).chain(&between);
    let mentioned = named.filter(|name| lists.opt_outs.mentions.names(name));
    let opted_out = mentioned.chain(&lists.opt_outs.accounts).cloned().collect();

    let finder = Finder { site, policy: &policy, accounts: &accounts, talk_pages: &talk_pages };
    let told = names.iter().filter_map(|(id, account)| Some((*id, finder.person(account, *id)?)));
    let mut told: BTreeMap<UserId, Person> = told.collect();
    let people: BTreeMap<Account, Result<Person, Refused>> =
        owners.iter().map(|account| (account.clone(), finder.owner(account))).collect();
    let coordinators: BTreeMap<Account, Result<Person, Refused>> =
        coordinators.iter().map(|account| (account.clone(), finder.coordinator(account))).collect();
    let known = reachable.iter().filter_map(|account| match finder.facts(account) {
        AccountFacts::Known { id, .. } => finder.person(account, *id),
        AccountFacts::Unknown => None,
    });
    // Whoever is refused by now, as one who was locked, has answered all the same.
    let reachable: Vec<Person> = known.collect();
    let languages = Languages::new(settings, survey);
    let threads = Threads {
        posted: &posted,
        told: &told,
        reachable: &reachable,
        talk_pages: &talk_pages,
        accounts: &accounts,
        languages: &languages,
    };
    let (mut answers, by_links_alone) = threads.read(session).await?;
    let gos = gos(session, &history, &names, &talk_pages, &languages).await?;
    add_stops(&mut answers, &gos);
    for person in reachable.into_iter().filter(|person| by_links_alone.contains(&person.id)) {
        told.entry(person.id).or_insert(person);
    }
    let pause = settings.limits.retry_pause();
    let span = Span { since, newest };
    let history =
        own::caught_up(session, bot, history, span, pause, talk_pages.values().map(Arc::as_ref)).await?;
    let tables = tables.into_iter().filter_map(|(page, board, quarter, title)| {
        Some(TablePlace { page, board, quarter, on: talk_pages.get(&title)?.clone(), last: None })
    });
    let mut tables: Vec<TablePlace<'_>> = tables.collect();
    let overview = named_pages.overview_page.as_ref().and_then(|title| talk_pages.get(title).cloned());
    let mut overview = overview.map(|on| OverviewPlace { on, last: None, was_there: false });
    let run_log = named_pages.run_log_page.as_ref().and_then(|title| talk_pages.get(title).cloned());
    let mut gone = gone(session, survey).await?;
    if let Some(page) = run_log.as_ref().filter(|page| page.revision().is_none()) {
        let was_there = wiki::gone(session, &page.title, None).await?;
        gone.extend(was_there.map(|how| (page.title.clone(), how)));
    }
    let kept = Kept { session, bot, history: &history };
    kept.last_saved(&mut tables, &mut overview).await?;
    kept.look_for(&tables, &mut overview, since, &mut gone).await?;
    Ok(Facts {
        settings,
        named_pages,
        site,
        bot,
        today: asked.today,
        survey,
        lists,
        tables,
        overview,
        run_log,
        is_partial: asked.quarter.is_some() || !asked.boards.is_empty(),
        last_quarter: BTreeMap::new(),
        fillings: Vec::new(),
        paused_since: None,
        owners_talk_page: owners_talk.and_then(|title| talk_pages.get(&title).cloned()),
        people,
        coordinators,
        told,
        deleted,
        gone,
        sources,
        earlier: BTreeMap::new(),
        history,
        answers,
        gos,
        opted_out: survey.with_present_names(opted_out),
        policy,
        accounts,
    })
}

/// A “stop” is one, whatever message it stands under.
fn add_stops(answers: &mut Answers, gos: &[Go]) {
    for Go { asked, answers: given } in gos {
        let stops = given.iter().map(|go| &go.answer).filter(|answer| answer.said == Said::Stop);
        let thread = (asked.recipient, asked.quarter.first_day());
        stops.for_each(|stop| add(answers.entry(thread).or_default(), stop));
    }
}

impl Survey<'_> {
    /// Accounts, and the names that those who were renamed have now: a no stays one.
    pub fn with_present_names(&self, mut accounts: BTreeSet<Account>) -> BTreeSet<Account> {
        let present: Vec<Account> =
            accounts.iter().filter_map(|account| self.owners.present_name(account)).cloned().collect();
        accounts.extend(present);
        accounts
    }
}

/// Whoever surely answers for something of which owners are told.
pub fn owners(survey: &Survey<'_>) -> BTreeSet<Account> {
    let pages = survey.pages.iter().filter(|page| page.board.is_some_and(|board| board.notices.enabled));
    let told = pages.flat_map(|page| page.findings.iter().filter(|finding| page.is_asked(finding)));
    told.flat_map(|finding| finding.owners.iter())
        .filter_map(|owner| Some(survey.owners.resolve(owner)?.0))
        .collect()
}

fn warn_of_absent(settings: &Settings, survey: &Survey<'_>, coordinators: &BTreeSet<Account>) {
    for account in coordinators.iter().cloned().chain(settings.bot.operator()) {
        let facts = survey.accounts.get(&account).unwrap_or(&AccountFacts::Unknown);
        if let Err((_, why)) = standing(facts) {
            tracing::warn!(%account, why, "a coordinator or operator in the settings can't be told or asked anything");
        }
    }
}

/// The pages that goal pages transclude: their last edits count as the goal page's own.
async fn sources(session: &Session, survey: &Survey<'_>) -> Result<BTreeMap<Title, RawPage>, WikiError> {
    let titles: BTreeSet<&Title> =
        survey.contents().flat_map(|(_, content)| content.source_pages()).collect();
    // Anyone can transclude anything: what is no page of this wiki has no last edit here.
    let titles = titles
        .into_iter()
        .filter_map(|title| Some((title.clone(), session.site().title(title.as_str()).ok()?)));
    let (names, titles): (Vec<Title>, Vec<Title>) = titles.unzip();
    let answers = wiki::find_pages(session, &titles).await?;
    let found = names.into_iter().zip(answers).filter_map(|(title, answer)| match answer {
        PageAnswer::Found(page) => Some((title, page)),
        PageAnswer::Missing | PageAnswer::Unreadable(_) => None,
    });
    Ok(found.collect())
}

/// Marks accounts that are locked or blocked on all wikis.
async fn bar(
    session: &Session,
    policy: &Policy,
    facts: &mut BTreeMap<Account, AccountFacts>,
    accounts: impl Iterator<Item = &Account>,
) -> Result<(), WikiError> {
    let asked = accounts.filter_map(|account| {
        let of = facts.get(account)?;
        policy.coordinator(account, of).is_ok().then(|| (account.clone(), of.clone()))
    });
    for (account, why) in wiki::barred_everywhere(session, &asked.collect()).await? {
        if let Some(AccountFacts::Known { barred, .. }) = facts.get_mut(&account) {
            *barred = Some(why);
        }
    }
    Ok(())
}

/// Puts together what is known of people.
pub struct Finder<'a> {
    pub site: &'a Site,
    pub policy: &'a Policy,
    pub accounts: &'a BTreeMap<Account, AccountFacts>,
    pub talk_pages: &'a BTreeMap<Title, Arc<TalkPage>>,
}

impl Finder<'_> {
    fn facts(&self, account: &Account) -> &AccountFacts {
        self.accounts.get(account).unwrap_or(&AccountFacts::Unknown)
    }

    pub fn owner(&self, account: &Account) -> Result<Person, Refused> {
        self.found(account, self.policy.recipient(account, self.facts(account))?)
    }

    pub fn coordinator(&self, account: &Account) -> Result<Person, Refused> {
        self.found(account, self.policy.coordinator(account, self.facts(account))?)
    }

    fn found(&self, account: &Account, id: UserId) -> Result<Person, Refused> {
        let nobody = || refuse(Reason::UnknownAccount, "no account can have that name");
        self.person(account, id).map_or_else(nobody, Ok)
    }

    pub fn person(&self, account: &Account, id: UserId) -> Option<Person> {
        let title = self.site.user_talk_page(account).ok()?;
        let page = self.talk_pages.get(&title)?.clone();
        let leads_to = led_to(&page).map(|other| {
            let verdict = self.policy.recipient(&other, self.facts(&other));
            (other, verdict)
        });
        Some(Person { account: account.clone(), id, door: Door { title, page, leads_to } })
    }
}
