//! `goalkeeper init`: from one page's address to a settings file.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use chrono::{NaiveDate, Utc};
use dialoguer::Input;
use dialoguer::theme::SimpleTheme;

use super::args::{Args, Told};
use super::context::{Exit, Failure, log_cost, print};
use crate::base::calendar::FiscalYearStart;
use crate::base::message::languages;
use crate::base::{Account, Quarter, Title};
use crate::config::validate::contact as valid_contact;
use crate::config::{Board, BoardsPage, NamedPages, Pages, Proposal, Settings, Wiki};
use crate::goals::{Layouts, TitlePattern, quarter_in, quarters_in_headings};
use crate::people::{Named, names};
use crate::read::{Asked, Cache, Survey, survey};
use crate::report::init;
use crate::wiki::{self, NS_CATEGORY, NS_USER, NS_USER_TALK, PageAddress, Session, Site};

/// A name of a board is no longer, in characters.
const LONGEST_NAME: usize = 40;
/// A page with so many links to pages that name quarters is a list of them.
const LEAST_LINKS: usize = 2;

/// What was asked, or typed.
struct Answers {
    page: PageAddress,
    contact: String,
    account: Account,
    operator: Option<Account>,
}

pub async fn run(args: &Args, told: &Told) -> Result<Exit, Failure> {
    if told.out.exists() {
        let text =
            format!("{} is there already: name another file with --out, or move it away", told.out.display());
        return Err(Failure::Usage(text));
    }
    let today = args.today.unwrap_or_else(|| Utc::now().date_naive());
    let answers = answers(told).await?;
    let settings = Settings {
        wiki: Wiki { url: answers.page.wiki.clone(), allow_plain_http: true, ..Wiki::default() },
        ..Settings::default()
    };
    let mut connection = settings.connection();
    connection.month_names = true;
    let session = Session::connect(&connection, false, None).await?;
    let looked = look(&session, &settings, &answers.page.title, today).await?;
    let account = known(&session, &answers.account).await?;
    let operator = answers.operator.or_else(|| person_of(session.site(), &answers.contact, &answers.account));
    let proposal = proposal(&session, answers.page, answers.contact, answers.account, operator, &looked);
    let text = proposal.text()?;
    write(&told.out, &text)?;
    let made = init::Made {
        file: &told.out,
        proposal: &proposal,
        pages: &looked.pages,
        account_exists: account,
        unfit: looked.unfit.as_deref(),
    };
    print(args.format, || made.json(), || made.human())?;
    log_cost(&session);
    Ok(Exit::Fine)
}

/// Everything that `init` needs to be told, asked for where a person sits.
async fn answers(told: &Told) -> Result<Answers, Failure> {
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    let missing = [("--page", &told.page), ("--contact", &told.contact), ("--account", &told.account)];
    let missing: Vec<&str> =
        missing.iter().filter(|(_, value)| value.is_none()).map(|(flag, _)| *flag).collect();
    if !can_ask && !missing.is_empty() {
        return Err(Failure::Usage(format!("init needs {} where it can ask nobody", missing.join(", "))));
    }
    let page = match &told.page {
        Some(address) => wiki::page_at(address).await?,
        None => asked_page().await?,
    };
    let contact = match &told.contact {
        Some(contact) => valid_contact(contact).map(|()| contact.clone())?,
        None => ask("Where do people reach you (https://… or mailto:…)", |text| {
            valid_contact(text).map_err(|error| error.to_string())
        })?,
    };
    let account = match &told.account {
        Some(account) => account.clone(),
        None => ask("The bot's account on that wiki", |text| match text.trim() {
            "" => Err("write the account's name, such as GoalkeeperBot".to_owned()),
            _ => Ok(()),
        })?,
    };
    let operator = match &told.operator {
        None if can_ask && !missing.is_empty() => {
            Some(ask("Your own account there, named in notices (empty for none)", |_| Ok(()))?)
        }
        told => told.clone(),
    };
    // A bot password's name is the account's with its own behind it.
    let account = Account::new(account.split('@').next().unwrap_or_default());
    if account.as_str().is_empty() {
        return Err(Failure::Usage(
            "--account: write the name of the bot's account, such as GoalkeeperBot".to_owned(),
        ));
    }
    let operator = operator.map(|name| Account::new(&name)).filter(|account| !account.as_str().is_empty());
    Ok(Answers { page, contact, account, operator })
}

/// Asks until there is an address that leads to a page.
async fn asked_page() -> Result<PageAddress, Failure> {
    loop {
        let address =
            ask("The address of a goal page (as in your browser)", |text| match wiki::is_address(text) {
                true => Ok(()),
                false => Err("write an address that begins with https://".to_owned()),
            })?;
        match wiki::page_at(&address).await {
            Ok(page) => return Ok(page),
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

fn ask(prompt: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<String, Failure> {
    let input = Input::<String>::with_theme(&SimpleTheme).with_prompt(prompt).allow_empty(true);
    let answer = input.validate_with(|text: &String| check(text)).interact_text();
    answer
        .map(|text| text.trim().to_owned())
        .map_err(|error| Failure::Usage(format!("nothing was typed: {error}")))
}

/// What was found out about the page, and those that it leads to.
struct Looked {
    how: Pages,
    starts: FiscalYearStart,
    /// The titles that were read.
    pages: Vec<Title>,
    names: Vec<Named>,
    /// The layout that only structure made possible.
    guessed: Option<String>,
    /// What was not understood.
    unfit: Option<String>,
}

async fn look(
    session: &Session,
    settings: &Settings,
    title: &str,
    today: NaiveDate,
) -> Result<Looked, Failure> {
    let site = session.site();
    let title = site.title(title)?;
    let (how, quarter) = pages_of(session, &title).await?;
    let starts = quarter.map(|quarter| quarter.fiscal_year().start()).unwrap_or_default();
    let board = Board {
        name: "board".to_owned(),
        titles_from: match &how {
            Pages::From(place) => vec![place.clone()],
            Pages::Pattern { .. } | Pages::Title { .. } => Vec::new(),
        },
        fiscal_year_starts: starts,
        ..Board::default()
    };
    let settings = Settings { boards: vec![board], ..settings.clone() };
    let titles = match &how {
        Pages::From(_) => Vec::new(),
        Pages::Pattern { .. } | Pages::Title { .. } => vec![title.to_string()],
    };
    let asked = Asked {
        settings: &settings,
        layouts: &Arc::new(Layouts::built_in()),
        titles: &titles,
        today,
        quarter: quarter.filter(|_| titles.is_empty()),
        boards: &[],
        boards_page: BoardsPage::NONE,
        revisions: &BTreeMap::new(),
        looks_back: false,
        quarters_before: 0,
        cache: &Cache::default(),
    };
    let read = survey(session, asked, &NamedPages::default(), None, &|_, _| {}).await?;
    looked(how, starts, &read, &title)
}

fn looked(how: Pages, starts: FiscalYearStart, read: &Survey<'_>, title: &Title) -> Result<Looked, Failure> {
    if let Some(unread) = read.unread.iter().find(|unread| unread.named) {
        let advice =
            "name the address of a goal page, of a category of goal pages, or of a page that links to them";
        return Err(Failure::Unread(format!("“{title}”: {}; {advice}", unread.reason)));
    }
    let guessed = read.contents().map(|(_, content)| content.layout.clone()).find(|name| name == "outline");
    let unfit = read.contents().find(|(_, content)| !content.coverage.is_enough()).map(|(title, content)| {
        format!("“{title}”: {:.0} % of its words are understood", 100.0 * content.coverage.share())
    });
    Ok(Looked {
        how,
        starts,
        pages: read.contents().map(|(title, _)| title.clone()).collect(),
        names: names(read.contents(), &read.owners),
        guessed,
        unfit,
    })
}

/// Which pages are meant by one of them, or by a place that leads to them; and the quarter that it, or the latest of those, is for.
async fn pages_of(session: &Session, title: &Title) -> Result<(Pages, Option<Quarter>), Failure> {
    let site = session.site();
    let latest = |titles: &[Title]| {
        titles.iter().filter_map(|title| quarter_in(title.as_str())).max_by_key(|quarter| quarter.first_day())
    };
    if site.namespace(title) == Some(NS_CATEGORY) {
        let members = wiki::category_members(session, title).await?;
        return Ok((Pages::From(title.to_string()), latest(&members.titles)));
    }
    if let Some((pattern, quarter)) = TitlePattern::of_title(title.as_str(), site.month_names()) {
        let next = quarter.last_day().succ_opt();
        let next = next.and_then(|day| Quarter::on(day, quarter.fiscal_year().start())).unwrap_or(quarter);
        let (_, next) = pattern.page(next, site.month_names());
        return Ok((Pages::Pattern { pattern: pattern.as_str().to_owned(), next }, Some(quarter)));
    }
    let mut quarters = Vec::new();
    wiki::each_text(session, std::slice::from_ref(title), |title, text| {
        quarters = quarters_in_headings(title.as_str(), FiscalYearStart::default(), text);
    })
    .await?;
    // A sign that means “whatever follows” can't stand in the beginning of titles.
    let latest_heading = quarters.iter().max_by_key(|quarter| quarter.first_day());
    if let Some(quarter) = latest_heading.filter(|_| !title.as_str().contains('*')) {
        return Ok((Pages::From(format!("{title}*")), Some(*quarter)));
    }
    let linked = wiki::pages_on(session, title).await?.titles;
    if linked.iter().filter(|title| quarter_in(title.as_str()).is_some()).count() >= LEAST_LINKS {
        return Ok((Pages::From(title.to_string()), latest(&linked)));
    }
    let quarter = quarter_in(title.as_str());
    Ok((Pages::Title { title: title.to_string(), has_quarter: quarter.is_some() }, quarter))
}

/// Whether there is such an account.
async fn known(session: &Session, account: &Account) -> Result<bool, Failure> {
    let facts = wiki::accounts(session, &[account.clone()].into()).await?;
    Ok(facts.get(account).is_some_and(|facts| *facts != wiki::AccountFacts::Unknown))
}

/// The person whose page of this wiki a contact is.
fn person_of(site: &Site, contact: &str, bot: &Account) -> Option<Account> {
    let (_, path) = contact.rsplit_once("/wiki/").or_else(|| contact.rsplit_once("title="))?;
    let text =
        percent_encoding::percent_decode_str(path.split(['?', '#', '&']).next()?).decode_utf8().ok()?;
    let title = site.title(&text).ok()?;
    let here = site.page_url(&title, "");
    let host = |url: &str| reqwest::Url::parse(url).ok()?.host_str().map(str::to_owned);
    let is_user = matches!(site.namespace(&title), Some(NS_USER | NS_USER_TALK));
    let account = Account::of_page(&title.root());
    (is_user && host(&here) == host(contact) && account != *bot).then_some(account)
}

fn proposal(
    session: &Session,
    page: PageAddress,
    contact: String,
    account: Account,
    operator: Option<Account>,
    looked: &Looked,
) -> Proposal {
    let language = session.site().language();
    let language = if languages().contains(&language) { language } else { "en" };
    let mut linked: Vec<Account> =
        looked.names.iter().filter_map(|named| Some(named.account.as_ref()?.0.clone())).collect();
    linked.sort();
    linked.dedup();
    let unlinked = looked.names.iter().filter(|named| named.account.is_none());
    Proposal {
        board: name_of(session.site(), &page.title),
        wiki_url: page.wiki,
        contact,
        account,
        operator,
        pages: looked.how.clone(),
        layout: looked.guessed.clone(),
        starts: looked.starts,
        language: language.to_owned(),
        linked,
        unlinked: unlinked.map(|named| named.name.clone()).collect(),
    }
}

/// A board's name, from the first words of a title.
fn name_of(site: &Site, title: &str) -> String {
    let own = site.title(title).ok().filter(|title| site.namespace(title) != Some(0));
    let own = own.as_ref().map_or(title, Title::without_namespace);
    let words =
        own.split(['/', ':']).find(|part| part.chars().any(|c| c.is_ascii_alphabetic())).unwrap_or(own);
    let plain: String =
        words.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let name: String = name.join("-").chars().take(LONGEST_NAME).collect();
    if name.is_empty() { "goals".to_owned() } else { name }
}

/// Writes a file that isn't there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let wrong = |error: io::Error| {
        Failure::Usage(format!("{} can't be written: {error}; name another file with --out", path.display()))
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(wrong)?;
    file.write_all(text.as_bytes()).map_err(wrong)
}
