//! The pages that the settings name, as the wiki writes their titles: found out once, when the wiki is known, and with the
//! setting's name in the error.

use std::collections::BTreeSet;

use super::SettingsError;
use super::board::BoardRef;
use super::settings::Settings;
use super::titles_from::TitlesFrom;
use crate::base::calendar::{FiscalYear, FiscalYearStart};
use crate::base::{Account, Quarter, Title};
use crate::goals::quarter_in_year_from;
use crate::wiki::{NS_USER_TALK, Site, WikiError};

const OVERVIEW: &str = "status.overview_page";
const RUN_LOG: &str = "run_log.page";

/// Pages by which people steer the bot, and the one that it keeps itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedPages {
    /// `bot.stop_page`
    pub stop_page: Option<Title>,
    /// `bot.edit_intro`
    pub edit_intro: Option<Title>,
    /// `boards_page`
    pub boards_page: Option<Title>,
    /// `owners_page`
    pub owners_page: Option<Title>,
    /// `owners_policy.opt_out_page`; `None` without an account, whose name may be a part of it.
    pub opt_out_page: Option<Title>,
    /// The same of the accounts that did the bot's work before, where the account's name is a part of it.
    pub former_opt_out_pages: Vec<Title>,
    /// `status.overview_page`
    pub overview_page: Option<Title>,
    /// `run_log.page`
    pub run_log_page: Option<Title>,
}

impl NamedPages {
    /// The pages of these settings on this wiki, for the account `bot`. Also makes sure that every board can have the
    /// titles and the tables that it asks for, so that nothing is read in vain.
    ///
    /// # Errors
    /// The first setting that is no title of a page of this wiki.
    pub fn of(settings: &Settings, site: &Site, bot: Option<&Account>) -> Result<Self, SettingsError> {
        let mut wrong = Vec::new();
        let pages = Self::possible(settings, site, bot, &mut wrong);
        match wrong.into_iter().next() {
            None => Ok(pages),
            Some(error) => Err(error),
        }
    }

    /// The same as far as the settings are right; what is not goes to `wrong`.
    pub fn possible(
        settings: &Settings,
        site: &Site,
        bot: Option<&Account>,
        wrong: &mut Vec<SettingsError>,
    ) -> Self {
        if let Err(error) = Self::check_boards(settings, site) {
            wrong.push(error);
        }
        let mut of_setting = |key: &str, text: Option<&str>| {
            let title = title(site, key, text?);
            title.map_err(|error| wrong.push(error)).ok()
        };
        let opt_out_of = |name: &str| settings.owners_policy.opt_out_page.replace("{bot}", name.trim());
        let opt_out = bot.map(|bot| opt_out_of(bot.as_str()));
        let former = settings.bot.former_accounts.iter();
        let former: Vec<String> =
            former.map(|name| opt_out_of(name)).filter(|page| Some(page) != opt_out.as_ref()).collect();
        let overview = Some(settings.status.overview_page.trim()).filter(|page| !page.is_empty());
        let run_log = Some(settings.run_log.page.trim()).filter(|page| !page.is_empty());
        let pages = Self {
            stop_page: of_setting("bot.stop_page", settings.bot.stop_page.as_deref()),
            edit_intro: of_setting("bot.edit_intro", settings.bot.edit_intro.as_deref()),
            boards_page: of_setting("boards_page", settings.boards_page.as_deref()),
            owners_page: of_setting("owners_page", settings.owners_page.as_deref()),
            opt_out_page: of_setting("owners_policy.opt_out_page", opt_out.as_deref()),
            former_opt_out_pages: former
                .iter()
                .filter_map(|page| of_setting("bot.former_accounts", Some(page.as_str())))
                .collect(),
            overview_page: of_setting(OVERVIEW, overview),
            run_log_page: of_setting(RUN_LOG, run_log),
        };
        let example = |name: &str| format!("User:GoalkeeperBot/{name}");
        wrong.extend(
            pages
                .check_own(OVERVIEW, pages.overview_page.as_ref(), &example("Overview"), settings, site)
                .err(),
        );
        wrong.extend(
            pages.check_own(RUN_LOG, pages.run_log_page.as_ref(), &example("Log"), settings, site).err(),
        );
        pages
    }

    /// The pages by which people steer the bot.
    pub fn steering(&self) -> impl Iterator<Item = &Title> {
        let named =
            [&self.stop_page, &self.edit_intro, &self.boards_page, &self.owners_page, &self.opt_out_page];
        named.into_iter().flatten().chain(&self.former_opt_out_pages)
    }

    /// The overview and the log are written by the bot: they stand on no page that means something else to it.
    fn check_own(
        &self,
        key: &str,
        page: Option<&Title>,
        example: &str,
        settings: &Settings,
        site: &Site,
    ) -> Result<(), SettingsError> {
        let Some(own) = page else { return Ok(()) };
        let problem = match () {
            () if self.steering().any(|page| page == own) => "is a page by which people steer the bot",
            () if is_goal_page(settings, site, own) => "is a goal page",
            () if site.namespace(own) == Some(NS_USER_TALK) => "is a user's talk page",
            () if key == RUN_LOG && self.overview_page.as_ref() == Some(own) => "is the page of the overview",
            () => return Ok(()),
        };
        let problem = format!("“{own}” {problem}; write the title of another page, for example {example}");
        Err(SettingsError::Invalid { key: key.to_owned(), problem })
    }

    fn check_boards(settings: &Settings, site: &Site) -> Result<(), SettingsError> {
        let mut all = BTreeSet::new();
        let mut tables = Vec::new();
        for board in settings.boards() {
            for text in &board.titles_from {
                TitlesFrom::of(site, board, text)?;
            }
            for page in
                quarters(board.fiscal_year_starts).flat_map(|quarter| board_titles(site, board, quarter))
            {
                let page = page?;
                tables.extend(status_page(site, board, &page)?.map(|on| (board, on)));
                all.insert(page);
            }
        }
        // Nearly every table stands on a talk page, and no goal page is one.
        let is_talk = |on: &Title| site.namespace(on).is_some_and(|namespace| namespace % 2 == 1);
        let may_be_talk = all.iter().any(is_talk);
        let is_one = |on: &Title| {
            (may_be_talk || !is_talk(on)) && (all.contains(on) || is_goal_page(settings, site, on))
        };
        match tables.iter().find(|(_, on)| is_one(on)) {
            Some((board, on)) => Err(on_a_goal_page(*board, on)),
            None => Ok(()),
        }
    }
}

/// The title that the setting `key` gives.
///
/// # Errors
/// A text that can't be the title of a page of this wiki.
pub fn title(site: &Site, key: &str, text: &str) -> Result<Title, SettingsError> {
    site.title(text).map_err(|error| no_title(key, &error))
}

fn no_title(key: &str, error: &WikiError) -> SettingsError {
    let problem = format!("{error}; write the title of a page of this wiki");
    SettingsError::Invalid { key: key.to_owned(), problem }
}

/// The quarters of a year: of all years one is as good as another, they differ in digits only.
fn quarters(starts: FiscalYearStart) -> impl Iterator<Item = Quarter> {
    FiscalYear::new(2020, starts).into_iter().flat_map(FiscalYear::quarters)
}

/// Whether a page bears a title that a board's goal pages may have. It may be named with its quarter.
fn is_goal_page(settings: &Settings, site: &Site, title: &Title) -> bool {
    settings.boards().any(|board| {
        let named = quarter_in_year_from(title.as_str(), board.fiscal_year_starts);
        let quarters = quarters(board.fiscal_year_starts).chain(named);
        let mut titles = quarters.flat_map(|quarter| board_titles(site, board, quarter));
        titles.any(|goals| goals.is_ok_and(|goals| goals == *title))
    })
}

/// The titles of a board's pages for a quarter.
fn board_titles(
    site: &Site,
    board: BoardRef<'_>,
    quarter: Quarter,
) -> impl Iterator<Item = Result<Title, SettingsError>> {
    let pages =
        board.settings().title_patterns().map(move |pattern| pattern.page(quarter, site.month_names()));
    pages.map(move |(_, text)| title(site, &format!("boards[{}].titles", board.index()), &text))
}

/// The page that holds the table of the goal page `page`; `None` if there is to be none.
///
/// # Errors
/// A title that no page of this wiki can have, and the goal page itself.
pub fn status_page(site: &Site, board: BoardRef<'_>, page: &Title) -> Result<Option<Title>, SettingsError> {
    let key = status_key(board);
    let on = match board.status.page.as_str() {
        _ if !board.status.enabled => return Ok(None),
        "talk" => site.talk_page(page).map_err(|error| no_title(&key, &error))?,
        pattern => title(site, &key, &pattern.replace("{page}", page.as_str()))?,
    };
    if on == *page { Err(on_a_goal_page(board, &on)) } else { Ok(Some(on)) }
}

fn status_key(board: BoardRef<'_>) -> String {
    format!("boards[{}].status.page", board.index())
}

fn on_a_goal_page(board: BoardRef<'_>, on: &Title) -> SettingsError {
    let problem = format!(
        "comes to “{on}”, which is a goal page: the table would stand among the goals; write “talk”, or the title of \
         another page, for example {{page}}/Status"
    );
    SettingsError::Invalid { key: status_key(board), problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let answer = include_str!("../../fuzz/seeds/api_answer/site.json");
        Site::from_answer(&serde_json::from_str(answer).unwrap(), "https://wiki.example/w/").unwrap()
    }

    fn settings(text: &str) -> Settings {
        toml::from_str(text).unwrap()
    }

    fn wrong_setting(text: &str) -> String {
        let bot = Account::new("GoalkeeperBot");
        NamedPages::of(&settings(text), &site(), Some(&bot)).unwrap_err().to_string()
    }

    #[test]
    fn titles_come_out_as_the_wiki_writes_them() {
        let settings = settings(
            "owners_page = \"user:bot/owners.json\"\n[bot]\nstop_page = \"User:Bot/stop\"\n\
             former_accounts = [\"Old_bot\"]\n[owners_policy]\nopt_out_page = \"User:{bot}/Opt-out\"",
        );
        let pages = NamedPages::of(&settings, &site(), Some(&Account::new("Some_bot"))).unwrap();
        let text = |page: Option<Title>| page.map(|page| page.to_string());
        assert_eq!(text(pages.stop_page).as_deref(), Some("User:Bot/stop"));
        assert_eq!(text(pages.owners_page).as_deref(), Some("User:Bot/owners.json"));
        assert_eq!(text(pages.opt_out_page).as_deref(), Some("User:Some bot/Opt-out"));
        assert_eq!(text(pages.edit_intro), None);
        assert_eq!(pages.former_opt_out_pages.len(), 1);
        assert_eq!(pages.former_opt_out_pages[0].as_str(), "User:Old bot/Opt-out");
    }

    #[test]
    fn a_table_never_stands_on_a_goal_page() {
        let one = "[[boards]]\nname = \"a\"\ntitles = [\"TITLE {fiscal_year} Q{quarter}\"]\n";
        for (title, page) in [
            ("Goals/", "{page}"),
            ("Goals/", " {page}_"),
            ("Goals/", ":goals/ 2015-16_Q2"),
            ("Talk:Goals/", "talk"),
        ] {
            let text = one.replace("TITLE", title) + &format!("status.page = \"{page}\"");
            let error = wrong_setting(&text);
            assert!(error.starts_with("boards[0].status.page: comes to “"), "{page}: {error}");
            assert!(error.contains("/Status"), "{error}");
        }
        let other = one.replace("TITLE", "Goals/").replace("\"a\"", "\"b\"") + "status.page = \"Tables\"\n";
        let error =
            wrong_setting(&(other + &one.replace("TITLE", "Plans/") + "status.page = \"Goals/ 2015-16 Q2\""));
        assert!(error.starts_with("boards[1].status.page: comes to “Goals/ 2015-16 Q2”"), "{error}");
    }

    #[test]
    fn without_an_account_there_is_no_opt_out_page() {
        let pages = NamedPages::of(&Settings::default(), &site(), None).unwrap();
        assert_eq!(pages.opt_out_page, None);
    }

    #[test]
    fn a_setting_that_is_no_title_is_named() {
        for (key, text) in [
            ("bot.stop_page", "[bot]\nstop_page = \"Special:Foo\""),
            ("bot.edit_intro", "[bot]\nedit_intro = \"Special:Foo\""),
            ("owners_page", "owners_page = \"#x\""),
            ("owners_policy.opt_out_page", "[owners_policy]\nopt_out_page = \"Special:{bot}\""),
            ("boards[0].titles", "[[boards]]\nname = \"a\"\ntitles = [\"Special:Goals Q{quarter}\"]"),
            (
                "boards[0].status.page",
                "[[boards]]\nname = \"a\"\ntitles = [\"Goals Q{quarter}\"]\n[boards.status]\npage = \"Special:{page}\"",
            ),
        ] {
            let error = wrong_setting(text);
            assert!(error.starts_with(&format!("{key}: ")), "{key}: {error}");
            assert!(error.ends_with("; write the title of a page of this wiki"), "{error}");
        }
    }
}
