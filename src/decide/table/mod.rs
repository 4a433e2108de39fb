//! A table's wikitext: how the goal page stands in one sentence, the open places, and below them one row per key result. Without
//! dates of runs and without names of people told.

mod rows;
mod seal;
mod season;
mod statuses;
mod summary;

use std::fmt::Write as _;

use chrono::Days;

use super::cases::CasePage;
use super::go;
use super::naming::named;
use super::reach::user_page;
use crate::base::PageRevision;
use crate::base::message::{Message, date, direction};
use crate::goals::{GoalsState, KeyResult, LeftOut, Outcomes, Stated};
use crate::ledger::answers::Decision;
use crate::read::{Facts, TablePlace};
use crate::rules::{OpenPlace, Topic, open_places};
use crate::wikitext::{self, TABLE_CLASS};
pub use rows::key_results_in;
pub use seal::{Standing, day, is_untouched, standing};
pub use season::Season;
pub use summary::outcomes;

/// So many open places are listed; the table below has them all.
const MOST_PLACES: usize = 20;
/// So many headings are named under which something is left out.
const MOST_HEADINGS: usize = 3;
/// The name of such a heading, in characters.
const LONGEST_HEADING: usize = 60;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its wikitext.
    text: String,
    /// What is news in it: the season, the open places and the statuses. All else can wait for a week.
    says: String,
}

impl Table {
    /// A text that says so much.
    pub fn new(text: String, says: String) -> Self {
        Self { text, says }
    }

    /// What stands on the wiki: the table, from what it was made, and on which of the bot's days.
    pub fn sealed(&self, made_from: &[PageRevision], day: chrono::NaiveDate) -> String {
        seal::sealed(self, made_from, day)
    }
}

/// Whether the coordinator lets reminders go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    Given,
    Refused,
    Awaited,
}

/// The table of a goal page; `None` if there is nothing on that to show.
pub fn table(facts: &Facts<'_>, place: &TablePlace<'_>) -> Option<Table> {
    let page = CasePage::of(place.page)?;
    page.read.content.key_results().next()?;
    let season = Season::of(&place.board, place.quarter, facts.today);
    let open = open_in(page, season);
    let making = Making { facts, place, page, season, open, language: place.board.status_language() };
    Some(Table::new(making.text(), making.says()))
}

/// What is open on a page in a season: when the quarter is over, only how it went.
pub fn open_in(page: CasePage<'_>, season: Season) -> Vec<OpenPlace<'_>> {
    let mut open = open_places(&page.facts.findings);
    if season == Season::Over {
        open.iter_mut().for_each(|place| {
            place.findings.retain(|finding| finding.rule.topic() == Some(Topic::Statuses));
        });
        open.retain(|place| !place.findings.is_empty());
    }
    open
}

/// The element around a table or the overview, which says its language where that isn't the wiki's.
pub fn opening(facts: &Facts<'_>, language: &str) -> String {
    let attributes = match language == facts.site.language() {
        true => String::new(),
        false => format!(" lang=\"{language}\" dir=\"{}\"", direction(language)),
    };
    format!("<div class=\"{TABLE_CLASS} plainlinks\"{attributes}>\n")
}

/// A table in the making.
struct Making<'a> {
    facts: &'a Facts<'a>,
    place: &'a TablePlace<'a>,
    page: CasePage<'a>,
    season: Season,
    open: Vec<OpenPlace<'a>>,
    language: &'a str,
}

impl Making<'_> {
    fn say(&self, message: Message) -> String {
        message.text(self.language)
    }

    fn text(&self) -> String {
        let language = self.language;
        let mut text = format!("{}{}\n", opening(self.facts, language), self.sentences().join(" "));
        if self.season != Season::Over || !self.open.is_empty() {
            let _ = writeln!(text, "\n{}", self.say(Message::new("table-open").with(self.open.len())));
        }
        for place in self.open.iter().take(MOST_PLACES) {
            let _ = writeln!(text, "* {}", self.line(place));
        }
        if let Some(more @ 1..) = self.open.len().checked_sub(MOST_PLACES) {
            let _ = writeln!(text, "* {}", self.say(Message::new("table-more").with(more)));
        }
        let _ = writeln!(text, "\n{}\n", rows::rows(self.page, language));
        if let Some(left_out) = self.left_out() {
            let _ = writeln!(text, "{left_out}\n");
        }
        text + &self.say(Message::new("table-intro").with(user_page(self.facts))) + "\n</div>"
    }

    /// How it stands, as of when, and when people are reminded.
    fn sentences(&self) -> Vec<String> {
        let content = &self.page.read.content;
        let figures = summary::figures(content, self.season, self.language);
        let mut sentences = match self.season {
            Season::Over if content.uses_statuses() => {
                let became = outcomes(Outcomes::of(content), self.language);
                vec![self.say(Message::new("table-over").with(became))]
            }
            // Where nobody writes statuses nothing is said of what became of it.
            Season::Over => vec![self.say(Message::new("table-over-only")), format!("'''{figures}.'''")],
            Season::Goals | Season::Statuses => vec![format!("'''{figures}.'''")],
        };
        let unread = self.unread();
        if unread > 0 {
            sentences.push(self.say(Message::new("table-unread").with(unread)));
        }
        sentences.extend(self.as_of());
        sentences.extend(self.edited_since());
        sentences.extend(self.reminders());
        sentences
    }

    /// How many places could not be read.
    fn unread(&self) -> usize {
        let content = &self.page.read.content;
        let is_unread = |result: &KeyResult| {
            result.goals_state == GoalsState::Unknown || result.managers == crate::goals::Managers::Unread
        };
        let results = content.key_results().filter(|(.., result)| is_unread(result)).count();
        results + content.objectives.iter().filter(|objective| objective.unread.is_some()).count()
    }

    /// The day of the last change of the page, or of one that it transcludes; not of the run.
    fn as_of(&self) -> Option<String> {
        let last = self.facts.edited(self.page.read)?;
        let sources = self.page.read.content.source_pages();
        let source = sources.into_iter().find(|title| {
            let edited = self.facts.sources.get(*title).and_then(|source| source.edited);
            edited == Some(last) && self.page.read.edited != Some(last)
        });
        let (day, page) = (last.date_naive(), wikitext::page_link(source.unwrap_or(&self.page.facts.title)));
        Some(self.say(Message::new("table-as-of").with(page).with(date(day, self.language))))
    }

    /// Words that show by themselves, without an edit, once the page has another revision. An empty answer, as of a page that
    /// has asked for too much, says nothing; nor does `-`, which a page gets that asks for itself.
    fn edited_since(&self) -> Option<String> {
        let (title, revision) = (&self.page.facts.title, self.page.read.revision);
        let words = self.say(Message::new("table-edited-since"));
        self.facts.site.has_function("ifeq").then(|| {
            format!("{{{{#switch:{{{{REVISIONID:{title}}}}}|=|-=|{revision}=|#default='''{words}'''}}}}")
        })
    }

    /// When people are reminded of what is open, as long as nobody is.
    fn reminders(&self) -> Option<String> {
        let (board, quarter) = (self.place.board, self.place.quarter);
        if !board.notices.enabled || self.season == Season::Over || self.open.is_empty() {
            return None;
        }
        let mut first = quarter.first_day().checked_add_days(Days::new(board.notices.grace_days.into()))?;
        // A pause may follow upon a pause.
        while let Some(last) = board.paused_until(first).filter(|last| *last < quarter.last_day()) {
            first = last.succ_opt()?;
        }
        let day = date(first, self.language);
        let message = match self.go() {
            Go::Given if self.facts.today >= first => return None,
            Go::Given => Message::new("table-reminders").with(day),
            Go::Refused => Message::new("table-no-reminders"),
            Go::Awaited => Message::new("table-reminders-go").with(day),
        };
        Some(self.say(message))
    }

    /// Whether the coordinator lets people be reminded.
    fn go(&self) -> Go {
        let (board, quarter) = (self.place.board, self.place.quarter);
        match go::may_go_out(self.facts, board, quarter) {
            Ok(()) => Go::Given,
            Err(_) if go::decision(self.facts, board, quarter) == Some(Decision::NotThisQuarter) => {
                Go::Refused
            }
            Err(_) => Go::Awaited,
        }
    }

    fn line(&self, place: &OpenPlace<'_>) -> String {
        let Some(first) = place.findings.first() else { return String::new() };
        // Its objective stands in the same line.
        let named = named(self.page, first, self.language, |_| true);
        let edit = named.edit_link(self.facts, first, &place.topics(), self.language);
        self.say(match named.place {
            Some(at) => Message::new("table-place").with(named.words).with(at).with(edit),
            None => Message::new("table-place-objective").with(named.words).with(edit),
        })
    }

    /// What of the page is not in the table, and under which headings.
    fn left_out(&self) -> Option<String> {
        let left_out = &self.page.read.content.coverage.left_out;
        let mut sections: Vec<&str> = left_out.iter().filter_map(LeftOut::heading).collect();
        sections.dedup();
        let quoted = |section: &&str| {
            let heading = wikitext::plain(&wikitext::cut_at_word(section, LONGEST_HEADING));
            self.say(Message::new("notice-quoted").with(heading))
        };
        let mut named = sections.iter().take(MOST_HEADINGS).map(quoted).collect::<Vec<_>>().join(", ");
        if let Some(more @ 1..) = sections.len().checked_sub(MOST_HEADINGS) {
            let _ = write!(named, " {}", self.say(Message::new("overview-more").with(more)));
        }
        let message = match (left_out.len(), named.is_empty()) {
            (0, _) => return None,
            (count, true) => Message::new("table-left-out").with(count),
            (count, false) => Message::new("table-left-out-under").with(count).with(named),
        };
        Some(self.say(message))
    }

    /// See [`Table::says`]. By numbers, for what time passing makes of a title (`{{CURRENTTIME}}` in a heading) is nothing that
    /// happened on the page.
    fn says(&self) -> String {
        // Where nobody writes statuses it makes no difference that it is time for them.
        let mut says = match self.season {
            Season::Statuses if !self.page.read.content.uses_statuses() => Season::Goals.name().to_owned(),
            season => season.name().to_owned(),
        };
        let _ = write!(says, " {} {} {:?}", self.language, self.facts.bot, self.go());
        for place in &self.open {
            // Where it is edited, too: a link into another section would be worse than none.
            let at =
                place.findings.first().map(|finding| (finding.place.section, &finding.place.source_page));
            let _ = write!(says, "\n{:?} {:?} {at:?}", place.item().order(), place.topics());
        }
        for (objective, at, _, result) in self.page.read.content.key_results() {
            let goals = result.goals.iter().map(|goal| goal.status.as_ref());
            let stated = [result.status.as_ref()].into_iter().chain(goals);
            let stated: Vec<_> =
                stated.map(|stated: Option<&Stated>| stated.map(|stated| &stated.text)).collect();
            let _ = write!(says, "\n{objective} {at} {stated:?}");
        }
        says
    }
}
