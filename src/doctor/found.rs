//! Where boards look for their pages, and the page that adds boards.

use chrono::NaiveDate;

use super::Check;
use super::pages::no_title;
use crate::base::{Quarter, Title};
use crate::config::{BoardRef, BoardsPage, Settings, SettingsError};
use crate::read::{FoundPage, Survey};
use crate::wiki::{self, Session, WikiError};

/// So many titles are named; the rest is counted.
const MOST_NAMED: usize = 5;

/// What was found for each board that looks for pages.
pub fn pages(
    survey: &Survey<'_>,
    settings: &Settings,
    today: NaiveDate,
    asked: Option<Quarter>,
) -> Vec<Check> {
    let looking = settings.boards().filter(|board| !board.titles_from.is_empty());
    looking.flat_map(|board| of_board(survey, board, today, asked)).collect()
}

fn of_board(
    survey: &Survey<'_>,
    board: BoardRef<'_>,
    today: NaiveDate,
    asked: Option<Quarter>,
) -> Vec<Check> {
    let name = format!("found {}", board.name);
    let mut checks = Vec::new();
    let sources = survey.found.sources.iter().filter(|source| source.board == board);
    for source in sources.clone().filter(|source| source.has_more) {
        checks.push(Check::warning(
            &name,
            format!("“{}” leads to more pages than are looked at; the others are not seen", source.text),
            "name a smaller category, a list of the goal pages alone, or a longer beginning of their titles",
        ));
    }
    let quarter = asked.and_then(|quarter| board.settings().asked(quarter));
    let Some(quarter) = quarter.or_else(|| Quarter::on(today, board.fiscal_year_starts)) else {
        return checks;
    };
    let pages: Vec<&FoundPage<'_>> = survey.found.pages.iter().filter(|page| page.board == board).collect();
    let now = pages.iter().filter(|page| page.quarter(quarter).is_some()).count();
    let of_none = pages.iter().filter(|page| page.quarters.is_empty() && !page.is_unknown);
    let of_none: Vec<&Title> = of_none.map(|page| &page.title).collect();
    let others = pages.iter().filter(|page| !page.quarters.is_empty()).count() - now;
    let unknown = pages.iter().filter(|page| page.is_unknown).count();
    let red: Vec<&Title> = survey.red.iter().filter(|(of, _)| *of == board).map(|(_, title)| title).collect();
    let found = if pages.len() == 1 { "1 page" } else { &format!("{} pages", pages.len()) };
    let mut detail = format!("{found} found, {now} for {quarter}");
    if others > 0 {
        detail += &format!("; for other quarters: {others}");
    }
    for (what, titles) in [("not for a quarter", of_none), ("linked to, and not there yet", red)] {
        if !titles.is_empty() {
            detail += &format!("; {what}: {}", some_of(&titles));
        }
    }
    if unknown > 0 {
        detail += &format!("; not looked into, for there are too many: {unknown}");
    }
    checks.push(match now {
        0 if sources.clone().any(|source| source.exists) => Check::warning(
            &name,
            detail,
            "nothing, if this quarter's pages are only late: the bot looks again in each run. A page counts if its title or a \
             heading names the quarter (docs/titles.md)",
        ),
        _ => Check::fine(&name, detail),
    });
    if board.notices.enabled && board.coordinator().is_none() {
        checks.push(Check::warning(
            &name,
            "the board has no coordinator: of pages found this way the owners are told nothing, for nobody could look at them first",
            "name the account of the person who runs the goal-setting process as the board's coordinator",
        ));
    }
    checks
}

fn some_of(titles: &[&Title]) -> String {
    let named: Vec<String> = titles.iter().take(MOST_NAMED).map(|title| format!("“{title}”")).collect();
    let more = titles.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    named.join(", ") + &more
}

/// The page that adds boards, if the settings name one.
pub async fn boards_page(
    session: &Session,
    title: Option<&Title>,
    page: &BoardsPage,
    wrong: Option<&SettingsError>,
) -> Result<Vec<Check>, WikiError> {
    let check = "boards-page";
    if let Some(error) = wrong {
        return Ok(vec![no_title(check, error)]);
    }
    let Some(title) = title else { return Ok(Vec::new()) };
    let advice = "put it right: a JSON object like {\"team-goals\": {\"titles\": [\"Team goals {fiscal_year} Q{quarter}\"]}}, on a \
                  page without a redirect";
    if let Some(why) = &page.unreadable {
        let detail = format!("it can't be read, and only the settings' own boards count: {why}");
        return Ok(vec![Check::problem(check, detail, advice)]);
    }
    if page.page.as_ref().is_none_or(|page| page.revision.is_none()) {
        let detail = format!("“{title}” does not exist; it adds nothing");
        return Ok(vec![Check::warning(check, detail, "create it, or take boards_page out of the settings")]);
    }
    let count = if page.boards == 1 { "1 board".to_owned() } else { format!("{} boards", page.boards) };
    let detail = format!("“{title}” adds to {count}");
    let guarded = wiki::guarded(session, std::slice::from_ref(title)).await?;
    let mut checks = vec![if guarded.values().all(|page| page.reserved_for.is_none()) {
        let detail = format!("{detail}. Anyone may edit it, and so decide which pages the bot looks after");
        let advice = "move it to a page of the bot's own that ends in .json, which nobody else may edit, or have it protected";
        Check::warning(check, detail, advice)
    } else {
        Check::fine(check, detail)
    }];
    let mistakes = page.mistakes.iter();
    checks.extend(mistakes.map(|mistake| Check::warning(check, format!("“{title}”: {mistake}"), advice)));
    Ok(checks)
}
