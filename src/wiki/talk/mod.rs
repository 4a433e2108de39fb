//! The pages the bot may write to: what they are, what is on them, and whether they say no. Looked
//! up in batches for the plan, and once more by the gateway right before an edit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::answers::{LIQUID_THREADS, Messages, Page, Pages, Revision};
use super::error::WikiError;
use super::pages::{joined, said_of};
use super::refusal::Refusal;
use super::session::Session;
use super::site::{NS_USER_TALK, Site};
use crate::base::{Account, Reason, RevisionId, Title};
use crate::wikitext::exclusion::{self, Names, Transcluded};

#[cfg(test)]
mod tests;

/// What must be asked of a page to know whether the bot may write to it.
pub const PROPERTIES: [(&str, &str); 9] = [
    ("prop", "info|revisions|pageprops|templates|categories"),
    ("intestactions", "edit|create"),
    ("intestactionsdetail", "full"),
    ("rvprop", "ids|user|timestamp|content"),
    ("rvslots", "main"),
    ("ppprop", LIQUID_THREADS),
    ("tllimit", "max"),
    ("cllimit", "max"),
    ("action", "query"),
];

/// Names the category that MassMessage heeds; the message belongs to that extension.
const OPT_OUT_MESSAGE: &str = "massmessage-optout-category";

/// A page the bot may write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkPage {
    /// Its title; after a redirect the target's.
    pub title: Title,
    /// The redirects that led to it, the page asked for first; empty if none did.
    pub way: Vec<Title>,
    /// What it is.
    pub state: TalkState,
    /// The exclusion templates that the wiki sees on it.
    pub transcluded: Transcluded,
    /// Whether it is in the category of pages that want no messages (MassMessage's).
    pub opted_out: bool,
    /// Why the wiki doesn't let the bot edit it.
    pub refused: Option<Refusal>,
    /// The no of the page that led to it, or that leads elsewhere.
    pub way_says_no: Option<Refusal>,
    /// Who edited it last, and when; `None` if there is no page, or that is hidden.
    pub last_edit: Option<(Account, DateTime<Utc>)>,
}

/// What a page is, as far as writing to it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TalkState {
    /// There is none; the bot would create it.
    Missing,
    /// Wikitext.
    Wikitext {
        /// What is on it.
        text: String,
        /// The revision that is.
        revision: RevisionId,
    },
    /// Something the bot can't write to: another content model, LiquidThreads, a hidden revision.
    Unsupported(String),
    /// A redirect that the bot doesn't follow.
    RedirectedElsewhere(Title),
}

impl TalkPage {
    /// What is on it; nothing, if there is no page.
    pub fn text(&self) -> &str {
        match &self.state {
            TalkState::Wikitext { text, .. } => text,
            _ => "",
        }
    }

    /// Its revision; `None` if there is no page.
    pub fn revision(&self) -> Option<RevisionId> {
        match self.state {
            TalkState::Wikitext { revision, .. } => Some(revision),
            _ => None,
        }
    }

    /// Whether it says itself that it wants nothing from the bot `bot`.
    pub fn says_no(&self, bot: &Account, names: &Names) -> Option<Refusal> {
        if exclusion::denies(self.text(), bot.as_str(), names, self.transcluded) {
            let detail = "the page says no with {{bots}} or {{nobots}}";
            return Some(Refusal::of_one(Reason::BotsDenied, detail));
        }
        let detail = "the page is in the wiki's category of those who want no messages";
        self.opted_out.then(|| Refusal::of_one(Reason::OptedOut, detail))
    }

    /// Why the bot `bot` does not write to it; `None` if it may.
    pub fn refusal(&self, bot: &Account, names: &Names) -> Option<Refusal> {
        if self.way_says_no.is_some() {
            return self.way_says_no.clone();
        }
        match &self.state {
            TalkState::Unsupported(what) => Some(Refusal::of_one(
                Reason::UnsupportedTalkPage,
                format!("the page is not plain wikitext: {what}"),
            )),
            TalkState::RedirectedElsewhere(target) => {
                Some(Refusal::of_one(Reason::RedirectedElsewhere, format!("the page leads to “{target}”")))
            }
            TalkState::Missing | TalkState::Wikitext { .. } => {
                // The page's own no first: what the account may not do concerns every page.
                let refused = |by_page| self.refused.clone().filter(|no| no.is_about_page() == by_page);
                let says_no = || self.says_no(bot, names);
                refused(true).or_else(says_no).or_else(|| refused(false))
            }
        }
    }
}

/// What the exclusion templates are called on this wiki, redirects to them included, and the
/// category of pages that want no messages.
///
/// # Errors
/// See [`WikiError`].
pub async fn exclusion_names(session: &Session) -> Result<Names, WikiError> {
    let titles = template_titles(session.site())?;
    let answers: Vec<Messages> = session
        .query_all(&[
            ("action", "query"),
            ("titles", &joined(&titles)),
            ("prop", "redirects"),
            ("rdprop", "title"),
            ("rdlimit", "max"),
            ("meta", "allmessages"),
            ("ammessages", OPT_OUT_MESSAGE),
            ("amlang", session.site().language()),
        ])
        .await?;
    let former = session.former_accounts().iter().map(ToString::to_string).collect();
    Ok(Names { former, ..names_in(session.site(), &answers)? })
}

/// What the parts of an answer say of the exclusion templates' names, and of the category.
fn names_in(site: &Site, answers: &[Messages]) -> Result<Names, WikiError> {
    let [bots, _] = template_titles(site)?;
    let mut names = Names::default();
    for answer in answers {
        for page in answer.pages.all()? {
            let into = if page.title == bots { &mut names.bots } else { &mut names.nobots };
            into.extend(page.redirects.iter().map(|redirect| base_name(redirect.title.as_str())));
        }
    }
    let message = answers.iter().find_map(|answer| answer.allmessages.first());
    let message = message.ok_or_else(|| {
        WikiError::Unexpected(format!("it says nothing of the message “{OPT_OUT_MESSAGE}”"))
    })?;
    // A wiki without the extension has no such message.
    let category = message.content.as_deref().unwrap_or(&names.opt_out_category);
    if let Ok(category) = site.title(&format!("Category:{category}")) {
        names.opt_out_category = category.to_string();
    }
    Ok(names)
}

/// The titles of the exclusion templates.
///
/// # Errors
/// A wiki on which they can be none.
pub fn template_titles(site: &Site) -> Result<[Title; 2], WikiError> {
    Ok([site.title("Template:Bots")?, site.title("Template:Nobots")?])
}

fn base_name(title: &str) -> String {
    exclusion::normal(title.rsplit(':').next().unwrap_or(title))
}

/// Looks up pages by their titles. Redirects are followed only from one user talk page to another, which is what renames
/// leave.
///
/// # Errors
/// See [`WikiError`].
pub async fn talk_pages(
    session: &Session,
    names: &Names,
    titles: &BTreeSet<Title>,
) -> Result<BTreeMap<Title, TalkPage>, WikiError> {
    let mut found = BTreeMap::new();
    let templates = joined(&template_titles(session.site())?);
    let titles: Vec<Title> = titles.iter().cloned().collect();
    // The pages' whole text comes along: a smaller batch keeps the answer small.
    for batch in titles.chunks(session.batch().min(50)) {
        let asked = joined(batch);
        let mut parameters = PROPERTIES.to_vec();
        parameters.extend([("titles", asked.as_str()), ("redirects", "1"), ("tltemplates", &templates)]);
        parameters.push(("clcategories", &names.opt_out_category));
        let pages = session.query_pages(&parameters).await?;
        for title in batch {
            found.insert(title.clone(), talk_page_in(session.site(), &pages, title)?);
        }
    }
    let led: BTreeSet<Title> = found.values().flat_map(|page| page.way.iter().cloned()).collect();
    let led: Vec<Title> = led.into_iter().collect();
    let noes = redirects_that_say_no(session, names, &led, &templates).await?;
    for page in found.values_mut() {
        page.way_says_no = page.way.iter().find_map(|title| noes.get(title)).cloned();
    }
    Ok(found)
}

/// Of pages that lead elsewhere those that say no themselves: whoever wrote that under a redirect meant it.
async fn redirects_that_say_no(
    session: &Session,
    names: &Names,
    led: &[Title],
    templates: &str,
) -> Result<BTreeMap<Title, Refusal>, WikiError> {
    let mut found = BTreeMap::new();
    let Some(bot) = session.account() else { return Ok(found) };
    for batch in led.chunks(session.batch().min(50)) {
        let asked = joined(batch);
        let mut parameters = PROPERTIES.to_vec();
        parameters.extend([("titles", asked.as_str()), ("tltemplates", templates)]);
        parameters.push(("clcategories", &names.opt_out_category));
        let pages = session.query_pages(&parameters).await?;
        for title in batch {
            let page = page_of(session.site(), &pages, title)?;
            found.extend(page.says_no(bot, names).map(|no| (title.clone(), no)));
        }
    }
    Ok(found)
}

/// What an answer says of the page asked for, or of the one that it leads to.
///
/// # Errors
/// An answer that says nothing of it.
pub fn talk_page_in(site: &Site, pages: &Pages, asked: &Title) -> Result<TalkPage, WikiError> {
    let from = pages.normalized(asked);
    let steps = pages.way(&from);
    let Some(target) = steps.last().copied() else {
        return page_of(site, pages, &from);
    };
    let mut talk = steps.iter().copied().chain([&from]);
    let talk_only = talk.all(|title| site.namespace(title) == Some(NS_USER_TALK));
    let ends = pages.redirect(target).is_none() && !target.is_subpage();
    let way = [&from].into_iter().chain(steps.iter().copied().filter(|step| *step != target));
    let way: Vec<Title> = way.cloned().collect();
    if !talk_only || !ends {
        return Ok(TalkPage {
            title: from.clone(),
            state: TalkState::RedirectedElsewhere(target.clone()),
            way,
            transcluded: Transcluded::default(),
            opted_out: false,
            refused: None,
            way_says_no: None,
            last_edit: None,
        });
    }
    Ok(TalkPage { way, ..page_of(site, pages, target)? })
}

/// What an answer says of one page.
///
/// # Errors
/// An answer that says nothing of it.
pub fn page_of(site: &Site, pages: &Pages, title: &Title) -> Result<TalkPage, WikiError> {
    let page = said_of(pages, title)?;
    let title = page.title.clone();
    let transcluded = transcluded(site, page)?;
    // Only the one category was asked for.
    let opted_out = !page.categories.is_empty();
    let refused = refused(page)
        .ok_or_else(|| WikiError::Unexpected(format!("it doesn't tell who may edit “{title}”")))?;
    let last_edit = page.last().and_then(|last| {
        let account = last.user.as_ref().map(|user| Account::new(user.as_str()))?;
        Some((account, last.timestamp?))
    });
    let (state, way, way_says_no) = (state(page)?, Vec::new(), None);
    Ok(TalkPage { title, way, state, transcluded, opted_out, refused, way_says_no, last_edit })
}

/// The exclusion templates that an answer names among those of a page.
///
/// # Errors
/// A wiki on which they can be none.
pub fn transcluded(site: &Site, page: &Page) -> Result<Transcluded, WikiError> {
    let [bots, nobots] = template_titles(site)?;
    let has = |template: &Title| page.templates.iter().any(|known| known.title == *template);
    Ok(Transcluded { bots: has(&bots), nobots: has(&nobots) })
}

/// Why the wiki doesn't let the bot edit the page, if it doesn't; `None` if the answer doesn't tell.
fn refused(page: &Page) -> Option<Option<Refusal>> {
    let actions = page.actions.as_ref()?;
    let edit = actions.edit.as_deref();
    if !page.missing {
        return Some(Refusal::of_action(edit?));
    }
    // To create a page takes both rights; a protected namespace says no to the second only.
    let create = Refusal::of_action(actions.create.as_deref()?);
    Some(create.or_else(|| Refusal::of_action(edit.unwrap_or_default())))
}

fn state(page: &Page) -> Result<TalkState, WikiError> {
    if page.has_liquid_threads() {
        return Ok(TalkState::Unsupported("LiquidThreads".to_owned()));
    }
    let model = page.contentmodel.as_deref().unwrap_or("unknown");
    if model != "wikitext" {
        return Ok(TalkState::Unsupported(model.to_owned()));
    }
    if page.missing {
        return Ok(TalkState::Missing);
    }
    let last = page.last();
    match last.and_then(|last| Some((last.text()?, last.revid?))) {
        Some((text, revision)) => Ok(TalkState::Wikitext { text: text.to_owned(), revision }),
        None if last.is_some_and(Revision::texthidden) => {
            Ok(TalkState::Unsupported("its text is hidden".to_owned()))
        }
        None => Err(WikiError::Unexpected(format!("it doesn't show the text of “{}”", page.title))),
    }
}
