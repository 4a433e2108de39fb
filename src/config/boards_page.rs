//! The boards page: a page of the wiki that adds boards, and titles and coordinators of boards, as a JSON object. Anyone may
//! have written it, so an entry counts only if nothing about it is in doubt.

use serde::Deserialize;
use serde_json::Value as Json;

use super::board::Board;
use super::named_pages::NamedPages;
use super::settings::Settings;
use super::validate::{apart_from, check_board};
use crate::base::entries::entries;
use crate::base::{Account, PageRevision};
use crate::goals::Layouts;
use crate::wiki::Site;

/// More boards than this are a mistake.
const MOST_BOARDS: usize = 100;
/// So are more titles of one.
const MOST_TITLES: usize = 500;

/// What the boards page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardsPage {
    /// The page as it was read; `None` if the settings name none.
    pub page: Option<PageRevision>,
    /// Why its text can't be had, though there is such a page.
    pub unreadable: Option<String>,
    /// How many boards it says something of that counts.
    pub boards: usize,
    /// What is wrong with it. Such entries don't count.
    pub mistakes: Vec<String>,
}

impl BoardsPage {
    /// That of settings that name none.
    pub const NONE: &'static Self = &Self { page: None, unreadable: None, boards: 0, mistakes: Vec::new() };
}

/// What an entry may say of a board.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    titles: Vec<String>,
    titles_from: Vec<String>,
    coordinator: Option<String>,
}

/// The settings with what the text of the boards page adds, how many boards it adds to, and what of it doesn't count.
///
/// # Errors
/// Why nothing on it can be read.
pub fn with_boards_of(
    settings: &Settings,
    layouts: &Layouts,
    site: &Site,
    bot: Option<&Account>,
    text: &str,
) -> Result<(Settings, usize, Vec<String>), String> {
    let mut with = settings.clone();
    let expected = r#"an object like {"team-goals": {"titles": ["Team goals {fiscal_year} Q{quarter}"]}}"#;
    let entries = match entries(text, expected) {
        Ok(entries) if entries.len() > MOST_BOARDS => {
            return Err(format!("more than {MOST_BOARDS} boards are too many"));
        }
        Ok(entries) => entries,
        Err(error) => return Err(format!("it is no JSON object: {error}")),
    };
    let is_right = |settings: &Settings| NamedPages::of(settings, site, bot);
    let was_right = is_right(settings).is_ok();
    let (mut added, mut mistakes) = (0, Vec::new());
    for (at, (name, value)) in entries.iter().enumerate() {
        let is_twice = entries.iter().enumerate().any(|(other, (same, _))| other != at && same == name);
        let board = match is_twice {
            true => Err("stands there twice; neither counts".to_owned()),
            false => board_of(&with, name, value, layouts),
        };
        let tried = board.and_then(|board| {
            let mut tried = with.clone();
            match tried.boards.iter_mut().find(|known| known.name == *name) {
                Some(known) => *known = board,
                None => tried.boards.push(board),
            }
            match is_right(&tried) {
                Err(error) if was_right => Err(without_key(&error.to_string())),
                _ => Ok(tried),
            }
        });
        match tried {
            Ok(tried) => (with, added) = (tried, added + 1),
            Err(why) => mistakes.push(format!("“{name}”: {why}")),
        }
    }
    Ok((with, added, mistakes))
}

/// The board of this name with what an entry adds to it.
fn board_of(settings: &Settings, name: &str, value: &Json, layouts: &Layouts) -> Result<Board, String> {
    let entry = Entry::deserialize(value).map_err(|_| {
        r#"write {"titles": ["…"], "titles_from": ["…"], "coordinator": "…"}, each of them only if it is wanted"#
    })?;
    let at = settings.boards.iter().position(|board| board.name == name);
    let mut board = match at {
        Some(at) => settings.boards[at].clone(),
        None => Board { name: name.to_owned(), ..settings.of_all_boards.clone() },
    };
    if entry.titles.len() + entry.titles_from.len() > MOST_TITLES {
        return Err(format!("more than {MOST_TITLES} titles are too many"));
    }
    board.listed.extend(entry.titles);
    board.titles_from.extend(entry.titles_from);
    if let Some(coordinator) = entry.coordinator.filter(|name| !name.trim().is_empty()) {
        let account = Account::new(coordinator.trim());
        if board.coordinator().is_some_and(|named| named != account) {
            return Err(
                "the settings name another coordinator, who counts; leave “coordinator” out".to_owned()
            );
        }
        let is_allowed =
            settings.owners_policy.allowed().is_ok_and(|allowed| allowed.is_match(account.as_str()));
        if !is_allowed {
            return Err(format!(
                "the coordinator “{account}” is none of the accounts in owners_policy.allow"
            ));
        }
        account.as_str().clone_into(&mut board.coordinator);
    }
    if !board.has_pages() {
        return Err("it has neither titles nor titles_from".to_owned());
    }
    check_board(&board, layouts, "board").map_err(|error| without_key(&error.to_string()))?;
    let others: Vec<Board> = settings.boards.iter().filter(|other| other.name != name).cloned().collect();
    apart_from(&others, &board, "board").map_err(|error| without_key(&error.to_string()))?;
    Ok(board)
}

/// An error without the setting's key, which stands nowhere on the page.
fn without_key(error: &str) -> String {
    error.split_once(": ").map_or(error, |(_, problem)| problem).to_owned()
}
