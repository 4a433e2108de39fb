//! Looks at everything a run needs, one thing after the other. A problem does not end it: what can still be looked at is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::Utc;

use super::access::{self, Sessions};
use super::{Check, Verdict, account, boards, found, own_pages, pages, people, rights, settings};
use crate::base::{Account, Title};
use crate::config::{NamedPages, SettingsError};
use crate::decide::{decide, due};
use crate::publish::is_go_ahead;
use crate::read::{Asked, Lists, facts, survey, with_boards_page};
use crate::wiki::{self, Session, WikiError};

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Examined<'s> {
    /// The settings files.
    pub files: &'s [PathBuf],
    /// Where each setting came from: key → file, `the environment` or `default`.
    pub origins: &'s BTreeMap<String, String>,
    /// What the boards are read with.
    pub asked: Asked<'s>,
    /// Why the bot may not write; `None` if the settings say enough for that.
    pub cannot_write: Option<&'s str>,
    /// Why there is no board to work on; `None` if there is one.
    pub no_boards: Option<&'s str>,
    /// The lock against a second run.
    pub lock: &'s Lock,
}

/// The lock file of a wiki.
#[derive(Clone, Debug)]
pub enum Lock {
    /// No run holds it.
    Free,
    /// A run does.
    Held(PathBuf),
    /// It can't be used, and why.
    Unusable(PathBuf, String),
}

impl Lock {
    fn check(&self) -> Check {
        match self {
            Self::Free => Check::fine("lock", "no run is under way"),
            Self::Held(path) => Check::warning(
                "lock",
                format!("a run is under way ({})", path.display()),
                "nothing, if it ends; a run that comes meanwhile waits for a minute, and then exits 3",
            ),
            Self::Unusable(path, why) => Check::problem(
                "lock",
                format!("{} can't be used: {why}", path.display()),
                "let the user who runs the bot write to that folder, or name another in XDG_RUNTIME_DIR or XDG_CACHE_HOME",
            ),
        }
    }
}

/// Everything there is to say, and how many requests the main session took, if it came to its end.
pub async fn examine(of: Examined<'_>, progress: &(dyn Fn(u64, u64) + Sync)) -> (Vec<Check>, Option<u64>) {
    let mut checks = before_any_wiki(of);
    let mut requests = None;
    if let Err(error) = on_the_wiki(of, &mut checks, &mut requests, progress).await {
        let advice = "try once more; what comes after was not looked at";
        checks.push(Check::problem("wiki", format!("it stopped answering: {error}"), advice));
    }
    (checks, requests)
}

/// What the settings alone tell.
fn before_any_wiki(examined: Examined<'_>) -> Vec<Check> {
    let of = examined.asked.settings;
    let mut checks =
        vec![settings::sources(examined.files, examined.origins), settings::credentials(&of.auth)];
    checks.push(match examined.cannot_write {
        None => {
            let contact = of.bot.contact.as_deref().unwrap_or_default();
            let stop_page = of.bot.stop_page.as_deref().unwrap_or_default();
            Check::fine("bot", format!("contact {contact}, stop page “{stop_page}”"))
        }
        Some(why) => {
            let advice = "set both in the settings: an address where people reach the operator, and a page of the wiki";
            Check::problem("bot", why, advice).in_settings()
        }
    });
    checks.push(match examined.no_boards {
        None => {
            let names: Vec<&str> = of.boards.iter().map(|board| board.name.as_str()).collect();
            Check::fine("boards", names.join(", "))
        }
        Some(why) => {
            let advice = "config/mediawiki.org.toml has a board to copy";
            Check::problem("boards", why, advice).in_settings()
        }
    });
    checks.push(settings::connection(of));
    checks.push(examined.lock.check());
    checks
}

/// Everything that the wiki must be asked for, as far as it answers.
async fn on_the_wiki(
    examined: Examined<'_>,
    checks: &mut Vec<Check>,
    requests: &mut Option<u64>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(), WikiError> {
    let of = examined.asked.settings;
    let stop_page = of.bot.stop_page.as_deref();
    let login = settings::login(&of.auth);
    // A wrong address is said at once, and not after the patience of a run.
    if let Some(why) = wiki::why_unreachable(&of.connection()).await {
        checks.push(access::unreachable(&of.wiki.url, why));
        return Ok(());
    }
    let own = Session::connect(&of.connection(), true, stop_page).await;
    let mut here = Utc::now();
    let public = Session::connect(&of.connection().without_login(), false, stop_page).await;
    if own.is_err() {
        here = Utc::now();
    }
    let sessions = Sessions { own, public };
    checks.push(access::wiki(&sessions));
    checks.extend(access::login(&sessions, login));
    let Some(session) = sessions.best() else { return Ok(()) };
    checks.push(access::clock(session, here));
    let doors = access::doors(session, &sessions, login).await;
    let is_shut = doors.iter().any(|check| check.check == "api" && check.result == Verdict::Problem);
    checks.extend(doors);
    if is_shut {
        return Ok(());
    }
    if let Some(name) = session.account() {
        let own = wiki::own_account(session).await?;
        checks.extend(account::checks(name, &own, of));
        let of_account = match &sessions.public {
            Ok(public) => wiki::rights_of(public, name).await?,
            Err(_) => None,
        };
        checks.extend(rights::checks(&own, of_account.as_ref(), login));
    }
    // Without a login the account is the one that the bot password names.
    let by_name = of.auth.username.as_deref().and_then(|name| name.split('@').next()).map(Account::new);
    let bot = session.account().cloned().or(by_name);
    let mut wrong = Vec::new();
    let pages = NamedPages::possible(of, session.site(), bot.as_ref(), &mut wrong);
    let named = Named { pages, wrong };
    look_at_pages(session, bot.as_ref(), &named, checks).await?;
    let title = named.pages.boards_page.as_ref();
    let with_boards = match title {
        Some(title) => Some(with_boards_page(session, of, examined.asked.layouts, title).await?),
        None => None,
    };
    let asked = match &with_boards {
        Some((settings, boards_page)) => Asked { settings, boards_page, ..examined.asked },
        None => examined.asked,
    };
    checks.extend(found::boards_page(session, title, asked.boards_page, named.wrong("boards_page")).await?);
    checks.extend(boards::people(session, asked.settings).await?);
    if examined.no_boards.is_none() {
        look_at_boards(asked, session, &named, checks, progress).await?;
    }
    *requests = Some(session.requests());
    Ok(())
}

/// The pages that the settings name, and which settings can be no page of this wiki.
struct Named {
    pages: NamedPages,
    wrong: Vec<SettingsError>,
}

impl Named {
    /// What is wrong with a setting.
    fn wrong(&self, setting: &str) -> Option<&SettingsError> {
        self.wrong.iter().find(|error| error.is_about(setting))
    }
}

async fn look_at_pages(
    session: &Session,
    bot: Option<&Account>,
    named: &Named,
    checks: &mut Vec<Check>,
) -> Result<(), WikiError> {
    let (site, pages) = (session.site(), &named.pages);
    let mut titles = wiki::template_titles(site)?.to_vec();
    let user = bot.map(|bot| site.user_page(bot)).transpose()?;
    titles.extend([&pages.stop_page, &pages.edit_intro, &user].into_iter().flatten().cloned());
    let guarded = wiki::guarded(session, &titles).await?;
    let found = |title: &Option<Title>| guarded.get(title.as_ref()?);
    if let Some(error) = named.wrong("bot.stop_page") {
        checks.push(pages::no_title("stop-page", error));
    } else if let Some(page) = found(&pages.stop_page) {
        let goes_ahead = is_go_ahead(session.first_answer().page.as_ref());
        checks.extend(pages::stop_page(session, page, goes_ahead));
    }
    checks.extend(found(&user).map(pages::user_page));
    match named.wrong("owners_policy.opt_out_page") {
        Some(error) => checks.push(pages::no_title("opt-out-page", error)),
        None => {
            if let Some(title) = &pages.opt_out_page {
                checks.push(pages::opt_out_page(session, title).await?);
            }
        }
    }
    checks.push(match named.wrong("owners_page") {
        Some(error) => pages::no_title("owners-page", error),
        None => pages::owners_page(session, pages.owners_page.as_ref()).await?,
    });
    checks.push(match named.wrong("bot.edit_intro") {
        Some(error) => pages::no_title("edit-intro", error),
        None => pages::edit_intro(found(&pages.edit_intro)),
    });
    checks.extend(named.wrong("status.overview_page").map(|error| pages::no_title("overview", error)));
    checks.extend(named.wrong("run_log.page").map(|error| pages::no_title("run-log", error)));
    let templates: Vec<_> = titles[..2].iter().filter_map(|title| guarded.get(title)).collect();
    checks.push(pages::templates(&templates));
    Ok(())
}

async fn look_at_boards(
    asked: Asked<'_>,
    session: &Session,
    named: &Named,
    checks: &mut Vec<Check>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(), WikiError> {
    let (of, site) = (asked.settings, session.site());
    let named_pages = &named.pages;
    // Of the others it is said already.
    checks.extend(named.wrong("boards").map(|error| pages::no_title("boards", error)));
    // Nobody but the bot knows what it did before.
    let lists = match (session.account(), &named_pages.opt_out_page) {
        (Some(_), Some(_)) => Some(Lists::read(session, named_pages).await),
        _ => None,
    };
    let found = lists.as_ref().and_then(|lists| lists.as_ref().ok());
    let survey = survey(session, asked, named_pages, found, progress).await?;
    survey.log_what_is_missing();
    checks.extend(boards::pages(&survey, of, site.month_names(), asked.today));
    checks.extend(found::pages(&survey, of, asked.today, asked.quarter));
    checks.extend(people::owners(session, of, &survey).await?);
    checks.extend(people::numbers(of, asked.today));
    if !survey.never_matched.is_empty() {
        return Ok(());
    }
    let facts = match lists {
        None if session.account().is_none() => return Ok(()),
        None => Err(WikiError::Unexpected("owners_policy.opt_out_page is no title of a page".to_owned())),
        Some(Ok(ref lists)) => match facts(session, asked, named_pages, lists, &survey).await {
            Ok(mut facts) => {
                let due = due(&facts);
                facts.look_back(session, asked.layouts, &due).await.map(|()| facts)
            }
            Err(error) => Err(error),
        },
        Some(Err(error)) => Err(error),
    };
    match facts {
        Ok(facts) => {
            let plan = decide(&facts, of.limits.notices_per_run as usize);
            checks.push(boards::allowed(of, plan.named));
            checks.extend(people::allow(of, &facts));
            checks.extend(boards::nobody_asks(&facts));
            checks.extend(boards::without_go(&facts));
            checks.extend(boards::tables(&survey, &plan, site));
            checks.extend(own_pages::checks(&plan, &facts));
            checks.push(people::edits_a_quarter(of, &facts));
            checks.push(boards::plan(&plan));
        }
        Err(error) => {
            let advice = "without a plan there is no run; what is said above may tell why";
            checks.push(Check::problem("plan", format!("none can be made: {error}"), advice));
        }
    }
    Ok(())
}
