//! Whether somebody can be reached, and what they said before.

use chrono::NaiveDate;

use crate::base::{Account, Quarter, Reason, Refused, UserId, refuse};
use crate::config::BoardRef;
use crate::ledger::answers::{Answer, Said, verdict};
use crate::ledger::{NoticeKey, Owner};
use crate::read::{Facts, PageFacts, Person};
use crate::wiki::{Refusal, TalkPage};

/// The language of a message about pages that are read no more.
const FALLBACK_LANGUAGE: &str = "en";

/// Where a person can be reached.
#[derive(Clone, Debug)]
pub struct Reach<'a> {
    /// The talk page.
    pub page: &'a TalkPage,
    /// The user id of the account named, and then of the one whose talk page its own leads to.
    pub ids: Vec<UserId>,
}

/// A page that the bot may write to, whatever those said whose it is.
#[derive(Clone, Debug)]
pub struct OpenPage<'a> {
    /// The talk page.
    pub page: &'a TalkPage,
    /// The account named, and then the one whose talk page its own leads to.
    people: Vec<(&'a Account, UserId)>,
}

impl Reach<'_> {
    /// The person, as the history knows them.
    pub fn owner(&self) -> Owner<'_> {
        Owner { ids: &self.ids, talk_page: &self.page.title }
    }
}

/// Where somebody can be reached: a redirect is followed only to someone who may be told things, too.
///
/// # Errors
/// What the talk page is, or that somebody said no.
pub fn reach<'a>(facts: &'a Facts<'a>, person: &'a Person) -> Result<Reach<'a>, Refused> {
    let OpenPage { page, people } = open_page(facts, person)?;
    // Somebody who was renamed twice may have said no under the name in between.
    let mut between = page.way.iter().skip(1).map(Account::of_page);
    if between.any(|name| facts.opted_out.contains(&name) || facts.policy.declined.contains(&name)) {
        return refuse(Reason::OptedOut, "on the opt-out list under an earlier name");
    }
    match people.iter().find_map(|(account, id)| says_no(facts, account, *id)) {
        Some(refused) => Err(refused),
        None => Ok(Reach { page, ids: people.into_iter().map(|(_, id)| id).collect() }),
    }
}

/// The page on which somebody is reached, if the bot may write there and nothing on it says no, and all whose page it is.
///
/// # Errors
/// What the page is, or says.
pub fn open_page<'a>(facts: &Facts<'_>, person: &'a Person) -> Result<OpenPage<'a>, Refused> {
    let page = person.door.page.as_ref();
    if let Some(Refusal { reason, detail, .. }) = page.way_says_no.clone() {
        return Err((reason, format!("the page that leads to “{}”: {detail}", page.title)));
    }
    let mut people = vec![(&person.account, person.id)];
    if let Some((other, verdict)) = &person.door.leads_to {
        match verdict {
            Ok(id) => people.push((other, *id)),
            Err((_, why)) => {
                let detail = format!("the talk page leads to that of “{other}”: {why}");
                return refuse(Reason::RedirectedElsewhere, detail);
            }
        }
    }
    if let Some(refusal) = page.refusal(facts.bot, &facts.lists.names).filter(Refusal::is_about_page) {
        return Err((refusal.reason, refusal.detail));
    }
    Ok(OpenPage { page, people })
}

/// Whether someone said that they want no messages.
fn says_no(facts: &Facts<'_>, account: &Account, id: UserId) -> Option<Refused> {
    if let Some(why) = &facts.lists.opt_outs.unreadable {
        return Some((Reason::ExclusionUnreadable, format!("the opt-out list can't be read: {why}")));
    }
    if facts.opted_out.contains(account) || facts.policy.declined.contains(account) {
        return Some((Reason::OptedOut, "on the opt-out list".to_owned()));
    }
    let stop = answers_of(facts, &[id]).any(|(_, answer)| answer.said == Said::Stop);
    stop.then(|| (Reason::OptedOut, "answered “stop”".to_owned()))
}

/// What someone's answers ask for: those to this quarter's messages, else a refusal that came in an earlier one.
pub fn answer<'a>(facts: &'a Facts<'a>, ids: &'a [UserId], quarter: Quarter) -> Option<&'a Answer> {
    let (mut now, mut earlier) = (Vec::new(), Vec::new());
    for (first_day, answer) in answers_of(facts, ids) {
        if first_day == quarter.first_day() {
            now.push(answer);
        } else if first_day < quarter.first_day() {
            earlier.push(answer);
        }
    }
    // Who had left then has left now; who was done then is not.
    let holds = |answer: &&Answer| !matches!(answer.said, Said::Done | Said::Stop | Said::Unknown);
    verdict(now).or_else(|| verdict(earlier).filter(holds))
}

fn answers_of<'a>(facts: &'a Facts<'a>, ids: &'a [UserId]) -> impl Iterator<Item = (NaiveDate, &'a Answer)> {
    let of_one = |id: &UserId| facts.answers.range((*id, NaiveDate::MIN)..=(*id, NaiveDate::MAX));
    let all = ids.iter().flat_map(of_one).flat_map(|((id, day), all)| all.iter().map(|one| (*id, *day, one)));
    // Of themselves they say nothing who answer for others.
    all.filter(|(id, _, answer)| !is_undone(facts, *id, answer) && answer.said != Said::OfOthers)
        .map(|(_, day, answer)| (day, answer))
}

/// Whether a “stop” was put on the opt-out list before: from then on only the list says whether it holds.
pub fn is_undone(facts: &Facts<'_>, id: UserId, answer: &Answer) -> bool {
    let is_listed = |listed| answer.revision < listed;
    answer.said == Said::Stop
        && facts.lists.opt_outs.page.revision.is_some()
        && facts.history.opt_out(id).is_some_and(is_listed)
}

/// Whether messages to someone may have gone with a page that was deleted.
pub fn may_be_deleted(facts: &Facts<'_>, owner: Owner<'_>) -> bool {
    let last = facts.history.last_posted(owner);
    let mut deleted = facts.deleted.iter().filter(|(title, _)| title.is_within(owner.talk_page));
    deleted.any(|(_, when)| last.is_none_or(|last| *when > last))
}

/// The quarters that notices are known of, each three months once.
pub fn quarters(facts: &Facts<'_>) -> Vec<Quarter> {
    let mut quarters: Vec<Quarter> = facts.history.quarters().into_iter().collect();
    quarters.dedup_by(|a, b| a.is_same_time(*b));
    quarters
}

/// The first page that a notice was about and that was read now.
pub fn page_of<'a>(facts: &'a Facts<'a>, key: &NoticeKey) -> Option<&'a PageFacts<'a>> {
    let is_told = |page: &&PageFacts<'_>| {
        page.read.as_ref().is_some_and(|read| key.pages.iter().any(|told| told.id == read.id))
    };
    facts.survey.pages.iter().find(is_told)
}

/// The language of a notice.
pub fn language_of<'a>(facts: &'a Facts<'a>, key: &NoticeKey) -> &'a str {
    language(page_of(facts, key).and_then(|page| page.board))
}

/// The language of a board's messages.
pub fn language(board: Option<BoardRef<'_>>) -> &str {
    board.map_or(FALLBACK_LANGUAGE, |board| &board.settings().notices.language)
}

/// A link to the bot's user page, as summaries and messages have it.
pub fn user_page(facts: &Facts<'_>) -> String {
    format!("User:{}", facts.bot)
}
