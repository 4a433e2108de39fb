//! What no owner can be told, and what owners answered: for the coordinators. Pure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use regex::Regex;

use super::answers::Answer;
use super::cases::{Case, Who};
use super::known::{Known, Refused};
use crate::account::Account;
use crate::calendar::Quarter;
use crate::checks::Item;
use crate::config::Board;
use crate::i18n::{Message, date};
use crate::plan::Reason;
use crate::survey::{Cause, Report, Unread};
use crate::wikitext;

/// Places linked for one item.
const MOST_PLACES: usize = 5;
/// The label of such a link, in characters.
const LONGEST_LABEL: usize = 60;
/// An answer is quoted up to this many characters.
const LONGEST_QUOTE: usize = 300;

/// Something that a coordinator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The board, as an index into the settings.
    pub board: usize,
    /// The title of the goal page; `None` if there is none yet.
    pub(super) page: Option<String>,
    /// The quarter.
    pub quarter: Quarter,
    /// A number that stays the same as long as it is the same thing.
    pub(super) number: u32,
    /// What it is.
    pub(super) message: Message,
    /// The places it is about, as links.
    pub(super) places: Vec<String>,
    /// Whether it is public anyhow: a name without an account, or one whose account is gone.
    pub name: Option<String>,
}

impl Open {
    /// For the log.
    pub fn plain(&self) -> String {
        static LINK: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\[\[:?[^\[\]|]*\|([^\[\]]*)\]\]").expect("a fixed pattern"));
        let text = self.message.text("en").replace("<nowiki>", "").replace("</nowiki>", "");
        LINK.replace_all(&text, "$1").into_owned()
    }
}

/// Everything that no owner can be told on `known.today`, in the order of the boards.
pub fn open(known: &Known<'_>, cases: &[Case], unreached: &[(usize, Refused)]) -> Vec<Open> {
    let mut found = missing_pages(known);
    found.extend(pages_without_goals(known));
    for (case, (reason, _)) in unreached.iter().filter_map(|(index, why)| Some((cases.get(*index)?, why))) {
        match &case.who {
            Who::Nobody => found.extend(nobody(known, case)),
            Who::Name(name) => found.extend(about(known, case, name, "digest-no-account")),
            Who::Account(account) => {
                let name = account.as_str();
                match reason {
                    Reason::UnknownAccount => found.extend(about(known, case, name, "digest-unknown")),
                    Reason::BlockedAccount => found.extend(about(known, case, name, "digest-blocked")),
                    Reason::NotAllowed | Reason::TemporaryAccount | Reason::BotAccount => {
                        found.extend(about(known, case, name, "digest-not-allowed"));
                    }
                    Reason::OptedOut | Reason::BotsDenied => {
                        found.extend(about(known, case, name, "digest-unwilling"));
                    }
                    Reason::UnsupportedTalkPage
                    | Reason::RedirectedElsewhere
                    | Reason::ProtectedPage
                    | Reason::TalkPageDeleted => {
                        found.extend(about(known, case, name, "digest-no-talk-page"))
                    }
                    Reason::RoundLimit | Reason::OwnerLimit => found.extend(silent(known, case, account)),
                    _ => {}
                }
            }
        }
    }
    found.extend(answers(known, cases));
    found.retain(|open| has_begun(known, open));
    found.sort_by(|a, b| (a.board, &a.page).cmp(&(b.board, &b.page)));
    found.dedup();
    found
}

/// Nothing is told before the grace after the quarter's beginning, nor after its end.
fn has_begun(known: &Known<'_>, open: &Open) -> bool {
    let grace = known.settings.boards.get(open.board).map_or(0, |board| board.notices.grace_days);
    let first = open.quarter.first_day().checked_add_days(Days::new(grace.into()));
    first.is_some_and(|first| known.today >= first) && known.today <= open.quarter.last_day()
}

fn item(report: &Report, quarter: Quarter, identity: &str, message: Message) -> Option<Open> {
    let page = report.read.as_ref().map(|read| (read.id, report.title.as_str()));
    Some(on_page(report.board?, page, quarter, identity, message))
}

fn on_page(
    board: usize,
    page: Option<(u64, &str)>,
    quarter: Quarter,
    identity: &str,
    message: Message,
) -> Open {
    let (id, page) = page.map_or((0, None), |(id, title)| (id, Some(title.to_owned())));
    let number = crc32fast::hash(format!("{}\n{id}\n{identity}", message.key).as_bytes());
    Open { board, page, quarter, number, message, places: Vec::new(), name: None }
}

fn missing_pages(known: &Known<'_>) -> Vec<Open> {
    let missing =
        known.survey.reports.iter().filter(|report| report.read.is_none() && !report.findings.is_empty());
    let open = |report: &Report| {
        let link = wikitext::link(&report.title, "", &report.title);
        item(report, report.quarter?, &report.title, Message::new("digest-missing-page").with(link))
    };
    missing.filter_map(open).collect()
}

/// Pages that exist, and no layout finds goals on them: after a new year's redesign, say.
fn pages_without_goals(known: &Known<'_>) -> Vec<Open> {
    let unread = known.survey.unread.iter().filter(|unread| unread.cause == Cause::Text);
    let open = |unread: &Unread| {
        let message = Message::new("digest-no-goals").with(wikitext::link(&unread.title, "", &unread.title));
        Some(on_page(unread.board?, None, unread.quarter?, &unread.title, message))
    };
    unread.filter_map(open).collect()
}

/// One for each page on which this person's findings are.
fn about(known: &Known<'_>, case: &Case, name: &str, key: &'static str) -> Vec<Open> {
    let mut pages: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, number) in &case.findings {
        pages.entry(*at).or_default().push(*number);
    }
    let open = |(at, numbers): (usize, Vec<usize>)| {
        let report = known.survey.reports.get(at)?;
        let shown = match &case.who {
            Who::Account(account) => {
                let talk = known.site.user_talk_page(account.as_str()).unwrap_or_default();
                wikitext::link(&talk, "", name)
            }
            Who::Name(_) | Who::Nobody => wikitext::plain(name),
        };
        let open = item(report, case.quarter, name, Message::new(key).with(shown).with(numbers.len()))?;
        let is_public = matches!(key, "digest-no-account" | "digest-unknown" | "digest-blocked");
        let places = numbers.iter().take(MOST_PLACES).filter_map(|number| place(report, *number)).collect();
        Some(Open { name: is_public.then(|| name.to_owned()), places, ..open })
    };
    pages.into_iter().filter_map(open).collect()
}

/// A link to what a finding is about.
fn place(report: &Report, number: usize) -> Option<String> {
    let finding = report.findings.get(number)?;
    let objectives = &report.read.as_ref()?.content.objectives;
    let label = match finding.item {
        Item::Page => return None,
        Item::Objective { objective } => objectives.get(objective)?.title.clone(),
        Item::KeyResult { objective, key_result } => objectives.get(objective)?.name_of(key_result)?,
    };
    Some(wikitext::link(&report.title, &finding.place.anchor, &wikitext::cut(&label, LONGEST_LABEL)))
}

/// One for each place for which nobody is named.
fn nobody(known: &Known<'_>, case: &Case) -> Vec<Open> {
    let open = |(at, number): &(usize, usize)| {
        let report = known.survey.reports.get(*at)?;
        let finding = report.findings.get(*number)?;
        let objectives = &report.read.as_ref()?.content.objectives;
        let link = |label: &str| wikitext::link(&report.title, &finding.place.anchor, label);
        let (objective, label, message) = match finding.item {
            Item::Page => return None,
            Item::Objective { objective } => {
                let title = &objectives.get(objective)?.title;
                (title, String::new(), Message::new("digest-nobody-objective").with(link(title)))
            }
            Item::KeyResult { objective, key_result } => {
                let above = objectives.get(objective)?;
                let label = above.name_of(key_result)?;
                let message = Message::new("digest-nobody").with(link(&label));
                (&above.title, label, message.with(wikitext::plain(&above.title)))
            }
        };
        item(report, case.quarter, &format!("{objective}\n{label}"), message)
    };
    case.findings.iter().filter_map(open).collect()
}

/// Someone who was told as often as may be, and it is still missing.
fn silent(known: &Known<'_>, case: &Case, account: &Account) -> Vec<Open> {
    let reach = known.recipient(account).and_then(|id| known.reach(account, id));
    let Ok(reach) = reach else { return Vec::new() };
    let owner = reach.owner();
    if known.answer(&reach.ids, case.quarter).is_some() {
        return Vec::new();
    }
    let Some(last) = known.history.last(owner, case.quarter) else { return Vec::new() };
    let mut found = about(known, case, account.as_str(), "digest-silent");
    let waits = |open: &Open| {
        let interval = board(known, open).map_or(0, |board| board.notices.interval_days);
        (known.today - last).num_days() >= i64::from(interval)
    };
    found.retain(waits);
    for open in &mut found {
        let language = board(known, open).map_or("en", |board| &board.notices.language);
        let times = known.history.notices(owner, case.quarter);
        open.message = open.message.clone().with(times).with(date(last, language));
    }
    found
}

/// What owners answered. Said in an earlier quarter, it is told again in this one if the person is named still.
fn answers(known: &Known<'_>, cases: &[Case]) -> Vec<Open> {
    let mut found = Vec::new();
    for ((id, first_day), answers) in &known.answers {
        let answers = answers.iter().filter_map(|answer| answered(known, cases, (*id, *first_day), answer));
        found.extend(answers);
    }
    found
}

fn answered(known: &Known<'_>, cases: &[Case], to: (u64, NaiveDate), answer: &Answer) -> Option<Open> {
    let (id, first_day) = to;
    let account = known.people.get(&id)?;
    let mut notices = known.quarters().into_iter().flat_map(|quarter| known.history.told(quarter));
    let told = notices.find(|told| told.key.recipient == id && told.key.quarter.first_day() == first_day);
    let case = cases.iter().find(|case| case.who == Who::Account(account.clone()));
    let named = || known.survey.reports.get(case?.findings.first()?.0);
    let report = told.and_then(|told| known.report_of(&told.key)).or_else(named)?;
    let quote = wikitext::plain(&wikitext::cut(&answer.text, LONGEST_QUOTE));
    let link = wikitext::link(&answer.page, "", account.as_str());
    let message = Message::new("digest-answer").with(link).with(quote);
    item(report, report.quarter?, &answer.revision.to_string(), message)
}

pub fn board<'a>(known: &Known<'a>, open: &Open) -> Option<&'a Board> {
    known.settings.boards.get(open.board)
}

pub fn coordinator(known: &Known<'_>, open: &Open) -> Option<Account> {
    board(known, open)?.coordinator()
}
