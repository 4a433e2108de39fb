//! Boards that need a go: their coordinator is asked once a quarter whether notices may go out, and before they say so
//! nobody is told anything. Pure.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::cases::{Case, CasePage};
use super::coordinators::to_coordinator;
use super::gates;
use super::reach::{language, may_be_deleted, reach, user_page};
use crate::base::message::{Message, date};
use crate::base::{Account, PageId, Quarter, Reason, Refused, Title, refuse};
use crate::config::BoardRef;
use crate::ledger::answers::Decision;
use crate::ledger::{GoKey, Key, MOST_BOARDS};
use crate::plan::{Change, EditKind, PlannedEdit, Skip, Subject};
use crate::read::{Facts, Person, Whom};
use crate::wikitext;

/// Pages linked for one board.
const MOST_LINKS: usize = 5;

/// Whether notices about a board's pages may go out in a quarter.
///
/// # Errors
/// [`Reason::NeedsGo`]
pub fn may_go_out(facts: &Facts<'_>, board: BoardRef<'_>, quarter: Quarter) -> Result<(), Refused> {
    if !board.notices.needs_go {
        return Ok(());
    }
    let who = || {
        board
            .coordinator()
            .map_or_else(|| "a coordinator, which the board lacks".to_owned(), |who| who.to_string())
    };
    match decision(facts, board, quarter) {
        Some(Decision::Go) => Ok(()),
        Some(Decision::NotThisQuarter) => {
            refuse(Reason::NeedsGo, format!("board “{}”: the answer was “not this quarter”", board.name))
        }
        None => refuse(Reason::NeedsGo, format!("board “{}” waits for a go of {}", board.name, who())),
    }
}

/// The latest answer that decides.
pub fn decision(facts: &Facts<'_>, board: BoardRef<'_>, quarter: Quarter) -> Option<Decision> {
    let about = facts.gos.iter().filter(|go| {
        go.asked.quarter.is_same_time(quarter) && go.asked.boards.iter().any(|name| *name == board.name)
    });
    let decided = about.flat_map(|go| &go.answers).filter_map(|go| Some((go.answer.revision, go.decision?)));
    decided.max_by_key(|(revision, _)| *revision).map(|(_, decision)| decision)
}

/// A board whose coordinator is to be asked, and what would go out.
struct Question<'a> {
    board: BoardRef<'a>,
    quarter: Quarter,
    pages: Vec<(PageId, &'a Title)>,
    places: usize,
    people: usize,
    first: NaiveDate,
}

/// The questions to be posted now, and those that can't be and why. `planned` are the edits of this run so far.
pub fn questions(
    facts: &Facts<'_>,
    cases: &[Case<'_>],
    planned: &[PlannedEdit],
) -> (Vec<PlannedEdit>, Vec<Skip>) {
    let (mut edits, mut skipped) = (Vec::new(), Vec::new());
    let mut open: Vec<(Account, Question<'_>)> = Vec::new();
    for board in facts.settings.boards().filter(|board| board.notices.enabled && board.notices.needs_go) {
        let Some(account) = board.coordinator() else { continue };
        open.extend(question(facts, cases, board).map(|question| (account, question)));
    }
    while let Some((account, quarter)) = open.first().map(|(who, question)| (who.clone(), question.quarter)) {
        let is_theirs = |(who, question): &(Account, Question<'_>)| {
            *who == account && question.quarter.is_same_time(quarter)
        };
        let (theirs, others) = open.into_iter().partition(is_theirs);
        open = others;
        let theirs: Vec<Question<'_>> =
            Vec::from_iter(theirs).into_iter().map(|(_, question)| question).collect();
        let to = (EditKind::Go, account);
        let edit =
            to_coordinator(facts, to, planned, &mut skipped, |person| ask(facts, person, quarter, theirs));
        edits.extend(edit);
    }
    (edits, skipped)
}

/// What is to be asked about a board today; `None` if nothing would go out, or the answer is known.
fn question<'a>(facts: &'a Facts<'_>, cases: &'a [Case<'a>], board: BoardRef<'a>) -> Option<Question<'a>> {
    let is_now = |quarter: Quarter| (quarter.first_day()..=quarter.last_day()).contains(&facts.today);
    let (mut pages, mut places) = (Vec::new(), BTreeSet::new());
    let (mut people, mut of) = (0, None);
    for case in cases.iter().filter(|case| is_now(case.quarter) && matches!(case.whom, Whom::Person(_))) {
        let here = case.findings.iter().filter(|at| at.page.board == board);
        let mut any = false;
        for at in here {
            let CasePage { facts: page, read, .. } = at.page;
            if !pages.contains(&(read.id, &page.title)) {
                pages.push((read.id, &page.title));
            }
            places.insert((read.id.0, at.finding.item.order(), format!("{:?}", at.finding.rule.topic())));
            any = true;
        }
        if any {
            (people, of) = (people + 1, Some(case.quarter));
        }
    }
    let quarter = of.filter(|quarter| decision(facts, board, *quarter).is_none())?;
    let begin = quarter.first_day().checked_add_days(Days::new(board.notices.grace_days.into()))?;
    let first = begin.max(facts.today);
    Some(Question { board, quarter, pages, places: places.len(), people, first })
}

fn ask(
    facts: &Facts<'_>,
    person: &Person,
    quarter: Quarter,
    mut questions: Vec<Question<'_>>,
) -> Result<Option<PlannedEdit>, Refused> {
    let reach = reach(facts, person)?;
    questions.retain(|one| !facts.history.was_asked(reach.owner(), quarter, &one.board.name));
    let Some(first) = questions.first() else { return Ok(None) };
    if may_be_deleted(facts, reach.owner()) {
        let detail = "the talk page was deleted lately, or an editor of it hidden, and an earlier question may have gone with it";
        return refuse(Reason::TalkPageDeleted, detail);
    }
    let paused = gates::is_no_pause(first.board.settings(), facts.today);
    questions.retain(|one| gates::is_no_pause(one.board.settings(), facts.today).is_ok());
    if questions.is_empty() {
        paused?;
    }
    questions.truncate(MOST_BOARDS);
    let language = language(questions.first().map(|one| one.board));
    let say = |message: Message| message.text(language);
    let short = say(Message::new("quarter").with(quarter.number()));
    let key = Key::Go(GoKey {
        recipient: person.id,
        quarter,
        day: facts.today,
        boards: questions.iter().map(|one| one.board.name.clone()).collect(),
    });
    let heading = say(Message::new("go-heading").with(&short));
    let days = [quarter.first_day(), quarter.last_day()].map(|day| date(day, language));
    let mut body = say(Message::new("go-intro").with(&short).with(&days[0]).with(&days[1])) + "\n";
    for one in &questions {
        let _ = writeln!(body, "* {}", one.line(language));
    }
    let _ = writeln!(body, "\n{}\n", say(Message::new("go-ask")));
    let stop = Message::new("go-stop").with(facts.bot).with(user_page(facts));
    let _ = write!(body, "{} ~~~~", say(stop));
    let sentence = say(Message::new("go-summary").with(user_page(facts)));
    let page = reach.page.title.clone();
    let subject = Subject::person(EditKind::Go, person.account.clone(), page.clone());
    let change = Change::AddSection { heading, body };
    let read = facts.lists_read();
    let edit = PlannedEdit::new(subject, page, key, sentence, change, reach.page.revision());
    Ok(Some(PlannedEdit { read, ..edit }))
}

impl Question<'_> {
    /// The pages, how much is missing there, how many would hear of it, and from when on.
    fn line(&self, language: &str) -> String {
        let mut links: Vec<String> =
            self.pages.iter().take(MOST_LINKS).map(|(_, title)| wikitext::page_link(title)).collect();
        if self.pages.len() > MOST_LINKS {
            links.push("…".to_owned());
        }
        let message = Message::new("go-board")
            .with(links.join(", "))
            .with(self.pages.len())
            .with(self.places)
            .with(self.people)
            .with(date(self.first, language));
        message.text(language)
    }
}
