//! What no owner can be told, and what owners answered: for the coordinators. Pure.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use regex::Regex;

use super::cases::{Case, CaseFinding, CasePage};
use super::reach::{answer, page_of, quarters, reach};
use crate::base::message::{Message, date};
use crate::base::{Account, PageId, Quarter, Reason, Refused, Title, UserId};
use crate::config::BoardRef;
use crate::ledger::answers::{Answer, Said};
use crate::read::{Cause, Facts, PageFacts, Person, Unread, Whom};
use crate::rules::{Finding, Item};
use crate::wikitext;

/// Places linked for one item.
const MOST_PLACES: usize = 5;
/// The label of such a link, in characters.
const LONGEST_LABEL: usize = 60;
/// An answer is quoted up to this many characters.
const LONGEST_QUOTE: usize = 300;

/// Something that a coordinator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open<'a> {
    /// The board.
    pub board: BoardRef<'a>,
    /// The title of the goal page; `None` if there is none yet.
    pub page: Option<Title>,
    /// The quarter.
    pub quarter: Quarter,
    /// A number that stays the same as long as it is the same thing.
    pub number: u32,
    /// What it is.
    pub message: Message,
    /// The places it is about, as links.
    pub places: Vec<String>,
    /// Whether it is public anyhow: a name without an account, or one whose account is gone.
    pub name: Option<String>,
}

impl Open<'_> {
    /// For the log.
    pub fn plain(&self) -> String {
        static LINK: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\[\[:?[^\[\]|]*\|([^\[\]]*)\]\]").expect("a fixed pattern"));
        let text = self.message.text("en").replace("<nowiki>", "").replace("</nowiki>", "");
        LINK.replace_all(&text, "$1").into_owned()
    }
}

/// Everything that no owner can be told today, in the order of the boards.
pub fn open<'a>(
    facts: &'a Facts<'a>,
    cases: &'a [Case<'a>],
    unreached: &[(&'a Case<'a>, Refused)],
) -> Vec<Open<'a>> {
    let mut found = missing_pages(facts);
    found.extend(pages_without_goals(facts));
    for (case, (reason, _)) in unreached {
        found.extend(of_case(facts, case, *reason));
    }
    found.extend(answers(facts, cases));
    found.retain(|open| has_begun(open, facts.today));
    found.sort_by(|a, b| (a.board, &a.page).cmp(&(b.board, &b.page)));
    found.dedup();
    found
}

/// What is to be said of a case of which no notice comes for `reason`.
fn of_case<'a>(facts: &'a Facts<'a>, case: &'a Case<'a>, reason: Reason) -> Vec<Open<'a>> {
    let account = match case.whom {
        Whom::Nobody => return case.findings.iter().filter_map(|at| nobody(case.quarter, at)).collect(),
        Whom::Name(name) => return about(case, name, wikitext::plain(name), "digest-no-account"),
        Whom::Barred(account, _) => account,
        Whom::Person(person) => &person.account,
    };
    let key = match reason {
        Reason::UnknownAccount => "digest-unknown",
        Reason::BlockedAccount => "digest-blocked",
        Reason::NotAllowed | Reason::TemporaryAccount | Reason::BotAccount => "digest-not-allowed",
        Reason::OptedOut | Reason::BotsDenied => "digest-unwilling",
        Reason::UnsupportedTalkPage
        | Reason::RedirectedElsewhere
        | Reason::ProtectedPage
        | Reason::TalkPageDeleted => "digest-no-talk-page",
        Reason::RoundLimit | Reason::OwnerLimit => {
            return match case.whom {
                Whom::Person(person) => silent(facts, case, person),
                _ => Vec::new(),
            };
        }
        _ => return Vec::new(),
    };
    about(case, account.as_str(), talk_link(facts, account), key)
}

/// Nothing is told before the grace after the quarter's beginning, nor after its end.
fn has_begun(open: &Open<'_>, today: NaiveDate) -> bool {
    let grace = open.board.notices.grace_days;
    let first = open.quarter.first_day().checked_add_days(Days::new(grace.into()));
    first.is_some_and(|first| today >= first) && today <= open.quarter.last_day()
}

/// Something about a page that was read.
fn on_page<'a>(page: CasePage<'a>, quarter: Quarter, identity: &str, message: Message) -> Open<'a> {
    let title = page.facts.title.clone();
    new(page.board, Some((page.read.id, title)), quarter, identity, message)
}

fn new<'a>(
    board: BoardRef<'a>,
    page: Option<(PageId, Title)>,
    quarter: Quarter,
    identity: &str,
    message: Message,
) -> Open<'a> {
    let (id, page) = page.map_or((0, None), |(id, title)| (id.0, Some(title)));
    let number = crc32fast::hash(format!("{}\n{id}\n{identity}", message.key).as_bytes());
    Open { board, page, quarter, number, message, places: Vec::new(), name: None }
}

fn missing_pages<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let missing = facts.survey.pages.iter().filter(|page| page.read.is_none() && !page.findings.is_empty());
    let open = |page: &'a PageFacts<'a>| {
        let link = wikitext::page_link(&page.title);
        let message = Message::new("digest-missing-page").with(link);
        Some(new(page.board?, None, page.quarter?, page.title.as_str(), message))
    };
    missing.filter_map(open).collect()
}

/// Pages that exist, and no layout finds goals on them: after a new year's redesign, say.
fn pages_without_goals<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let unread = facts.survey.unread.iter().filter(|unread| unread.cause == Cause::Text);
    let open = |unread: &'a Unread<'a>| {
        let title = facts.site.title(&unread.title).ok()?;
        let message = Message::new("digest-no-goals").with(wikitext::page_link(&title));
        Some(new(unread.board?, None, unread.quarter?, title.as_str(), message))
    };
    unread.filter_map(open).collect()
}

/// One for each page on which this person's findings are. `shown` is the name as wikitext.
fn about<'a>(case: &Case<'a>, name: &str, shown: String, key: &'static str) -> Vec<Open<'a>> {
    let open = |page: CasePage<'a>| {
        let findings: Vec<&Finding> = case.on(page).collect();
        let message = Message::new(key).with(&shown).with(findings.len());
        let is_public = matches!(key, "digest-no-account" | "digest-unknown" | "digest-blocked");
        let places = findings.into_iter().take(MOST_PLACES).filter_map(|finding| place(page, finding));
        Open {
            name: is_public.then(|| name.to_owned()),
            places: places.collect(),
            ..on_page(page, case.quarter, name, message)
        }
    };
    case.pages().into_iter().map(open).collect()
}

fn talk_link(facts: &Facts<'_>, account: &Account) -> String {
    match facts.site.user_talk_page(account) {
        Ok(talk) => wikitext::link(&talk, "", account.as_str()),
        Err(_) => wikitext::plain(account.as_str()),
    }
}

/// A link to what a finding is about.
fn place(page: CasePage<'_>, finding: &Finding) -> Option<String> {
    let objective = finding.item.on(&page.read.content).0;
    let objective = objective.map(|objective| objective.shown_on(&page.facts.title));
    let label = wikitext::cut(finding.key_result.as_deref().or(objective)?, LONGEST_LABEL);
    Some(wikitext::link(&page.facts.title, &finding.place.anchor, &label))
}

/// One for each place for which nobody is named.
fn nobody<'a>(quarter: Quarter, at: &CaseFinding<'a>) -> Option<Open<'a>> {
    let finding = at.finding;
    let objective = finding.objective.as_deref()?;
    let shown = finding.item.on(&at.page.read.content).0?.shown_on(&at.page.facts.title);
    let link = |label: &str| wikitext::link(&at.page.facts.title, &finding.place.anchor, label);
    let (label, message) = match (finding.item, finding.key_result.as_deref()) {
        (Item::KeyResult { .. }, Some(label)) => {
            (label, Message::new("digest-nobody").with(link(label)).with(wikitext::plain(shown)))
        }
        _ => ("", Message::new("digest-nobody-objective").with(link(shown))),
    };
    Some(on_page(at.page, quarter, &format!("{objective}\n{label}"), message))
}

/// Someone who was told as often as may be, and it is still missing.
fn silent<'a>(facts: &'a Facts<'a>, case: &'a Case<'a>, person: &'a Person) -> Vec<Open<'a>> {
    let Ok(reach) = reach(facts, person) else { return Vec::new() };
    let owner = reach.owner();
    if answer(facts, &reach.ids, case.quarter).is_some() {
        return Vec::new();
    }
    let Some(last) = facts.history.last(owner, case.quarter) else { return Vec::new() };
    let account = &person.account;
    let mut found = about(case, account.as_str(), talk_link(facts, account), "digest-silent");
    let waits =
        |open: &Open<'_>| (facts.today - last).num_days() >= i64::from(open.board.notices.interval_days);
    found.retain(waits);
    let times = facts.history.notices(owner, case.quarter);
    for open in &mut found {
        let last = date(last, &open.board.notices.language);
        open.message = open.message.clone().with(times).with(last);
    }
    found
}

/// What owners answered. Said in an earlier quarter, it is told again in this one if the person is named still.
fn answers<'a>(facts: &'a Facts<'a>, cases: &[Case<'a>]) -> Vec<Open<'a>> {
    let all = facts.answers.iter().flat_map(|(to, answers)| answers.iter().map(|answer| (*to, answer)));
    all.filter_map(|(to, answer)| answered(facts, cases, to, answer)).collect()
}

fn answered<'a>(
    facts: &'a Facts<'a>,
    cases: &[Case<'a>],
    (id, first_day): (UserId, NaiveDate),
    answer: &Answer,
) -> Option<Open<'a>> {
    if answer.said == Said::Unknown {
        return None;
    }
    let account = &facts.told.get(&id)?.account;
    let mut notices = quarters(facts).into_iter().flat_map(|quarter| facts.history.told(quarter));
    let told = notices.find(|told| told.key.recipient == id && told.key.quarter.first_day() == first_day);
    let named = || {
        let is_theirs = |case: &&Case<'_>| match case.whom {
            Whom::Person(person) => person.account == *account,
            Whom::Barred(barred, _) => barred == account,
            Whom::Name(_) | Whom::Nobody => false,
        };
        Some(cases.iter().find(is_theirs)?.findings.first()?.page.facts)
    };
    let page = told.and_then(|told| page_of(facts, &told.key)).or_else(named)?;
    let quote = wikitext::plain(&wikitext::cut(&answer.text, LONGEST_QUOTE));
    let link = wikitext::link(&answer.page, "", account.as_str());
    let message = Message::new("digest-answer").with(link).with(quote);
    Some(on_page(CasePage::of(page)?, page.quarter?, &answer.revision.to_string(), message))
}
