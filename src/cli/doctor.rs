//! `goalkeeper doctor`: looks at everything a run needs, and writes nothing. A problem does not end it:
//! what can still be looked at is.

use chrono::Utc;

use super::check::colour;
use super::{Context, Exit, Failure, log_cost, may_go, need_boards, needed_to_write, print, read_boards};
use crate::config::{Auth, Settings};
use crate::doctor::access::{self, Sessions};
use crate::doctor::{Check, Verdict, account, boards, pages, rights, settings};
use crate::output::doctor;
use crate::planner::{self, Request};
use crate::wiki::{self, Session, WikiError};

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    let mut checks = before_any_wiki(context);
    if let Err(error) = examine(context, &mut checks).await {
        let advice = "try once more; what comes after was not looked at";
        checks.push(Check::problem("wiki", format!("it stopped answering: {error}"), advice));
    }
    print(
        context.args.format,
        || doctor::json(&checks, &context.settings().wiki.api_url(), context.today),
        || doctor::human(&checks, colour()),
    )?;
    let first = checks.iter().find(|check| check.result == Verdict::Problem);
    Ok(match first {
        None => Exit::Fine,
        Some(check) if check.in_settings => Exit::Usage,
        Some(_) => Exit::Unreadable,
    })
}

/// What the settings alone tell.
fn before_any_wiki(context: &Context) -> Vec<Check> {
    let of = context.settings();
    let mut checks = vec![
        settings::sources(&context.args.config, &context.loaded.origins),
        settings::credentials(&of.auth),
    ];
    checks.push(match needed_to_write(of) {
        Ok(stop_page) => {
            let contact = of.bot.contact.as_deref().unwrap_or_default();
            Check::fine("bot", format!("contact {contact}, stop page “{stop_page}”"))
        }
        Err(failure) => {
            let advice = "set both in the settings: an address where people reach the operator, and a page of the wiki";
            Check::problem("bot", failure.to_string(), advice).in_settings()
        }
    });
    checks.push(match need_boards(context) {
        Ok(()) => {
            let names: Vec<&str> = of.boards.iter().map(|board| board.name.as_str()).collect();
            Check::fine("boards", names.join(", "))
        }
        Err(failure) => {
            let advice = "config/mediawiki.org.toml has a board to copy";
            Check::problem("boards", failure.to_string(), advice).in_settings()
        }
    });
    checks.push(settings::connection(of));
    checks
}

/// Everything that the wiki must be asked for, as far as it answers.
async fn examine(context: &Context, checks: &mut Vec<Check>) -> Result<(), WikiError> {
    let of = context.settings();
    let stop_page = of.bot.stop_page.as_deref();
    let login = settings::login(&of.auth);
    let own = Session::connect(of, true, stop_page).await;
    let mut here = Utc::now();
    let nobody = Settings { auth: Auth::default(), ..of.clone() };
    let public = Session::connect(&nobody, false, stop_page).await;
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
        let standing = wiki::standing(session).await?;
        checks.extend(account::checks(name, &standing, of));
        let of_account = match &sessions.public {
            Ok(public) => wiki::rights_of(public, name).await?,
            Err(_) => None,
        };
        checks.extend(rights::checks(&standing, of_account.as_ref(), login));
    }
    look_at_pages(session, of, checks).await?;
    checks.extend(boards::people(session, of).await?);
    if need_boards(context).is_ok() {
        look_at_boards(context, session, checks).await?;
    }
    log_cost(session);
    Ok(())
}

async fn look_at_pages(session: &Session, of: &Settings, checks: &mut Vec<Check>) -> Result<(), WikiError> {
    // Without a login the account is the one that the bot password names.
    let by_name = of.auth.username.as_deref().and_then(|name| name.split('@').next());
    let bot = session.account().or(by_name);
    let site = session.site();
    let mut titles = wiki::template_titles(site)?.to_vec();
    let mut of_setting = |setting: Option<&str>| {
        let title = setting.map(|setting| site.title(setting)).transpose();
        titles.extend(title.iter().flatten().cloned());
        title
    };
    let stop = of_setting(of.bot.stop_page.as_deref());
    let intro = of_setting(of.bot.edit_intro.as_deref());
    let user = of_setting(bot.map(|bot| format!("User:{bot}")).as_deref())?;
    let guarded = wiki::guarded(session, &titles).await?;
    match stop {
        Ok(Some(title)) => {
            let goes_ahead = may_go(session, &title).is_ok_and(|go| go);
            checks.extend(
                guarded
                    .get(&title)
                    .map(|page| pages::stop_page(session, page, goes_ahead))
                    .unwrap_or_default(),
            );
        }
        Ok(None) => {}
        Err(error) => checks.push(pages::no_title("stop-page", "bot.stop_page", &error)),
    }
    checks.extend(user.and_then(|title| guarded.get(&title)).map(pages::user_page));
    if let Some(bot) = bot {
        checks.push(pages::opt_out_page(session, of, bot).await);
    }
    checks.push(pages::owners_page(session, of).await?);
    checks.push(match intro {
        Ok(title) => pages::edit_intro(title.and_then(|title| guarded.get(&title))),
        Err(error) => pages::no_title("edit-intro", "bot.edit_intro", &error),
    });
    let templates: Vec<_> = titles[..2].iter().filter_map(|title| guarded.get(title)).collect();
    checks.push(pages::templates(&templates));
    Ok(())
}

async fn look_at_boards(
    context: &Context,
    session: &Session,
    checks: &mut Vec<Check>,
) -> Result<(), WikiError> {
    let (of, site) = (context.settings(), session.site());
    let survey = read_boards(context, session).await?;
    checks.extend(boards::pages(&survey, of));
    // Nobody but the bot knows what it did before.
    if session.account().is_none() || !survey.never_matched.is_empty() {
        return Ok(());
    }
    let notices_left = of.limits.notices_per_run as usize;
    let request = Request { settings: of, today: context.today, notices_left };
    match planner::plan(session, &survey, request).await {
        Ok(plan) => {
            checks.extend(boards::tables(&survey, &plan, of, site));
            checks.push(boards::plan(&plan));
        }
        Err(error) => {
            let advice = "without a plan there is no run; what is said above may tell why";
            checks.push(Check::problem("plan", format!("none can be made: {error}"), advice));
        }
    }
    Ok(())
}
