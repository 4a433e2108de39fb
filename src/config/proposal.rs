//! A settings file for a wiki and its goal pages, as `goalkeeper init` writes it: with comments, and right as it stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::settings::Wiki;
use super::source::SettingsFile;
use super::{SettingsError, merged, validate};
use crate::base::Account;
use crate::base::calendar::FiscalYearStart;
use crate::goals::Layouts;

/// What was found out, and what the operator said.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The folder of `api.php`.
    pub wiki_url: String,
    /// Where people reach the operator.
    pub contact: String,
    /// The bot's account.
    pub account: Account,
    /// The operator's account, if it is known.
    pub operator: Option<Account>,
    /// The board's name.
    pub board: String,
    /// Which pages are the board's.
    pub pages: Pages,
    /// The layout's name, where it must be named.
    pub layout: Option<String>,
    /// The month its fiscal year begins in.
    pub starts: FiscalYearStart,
    /// The language of messages.
    pub language: String,
    /// The accounts that the pages name by links.
    pub linked: Vec<Account>,
    /// The names on them that are no links.
    pub unlinked: Vec<String>,
}

/// How a board's pages are named or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pages {
    /// By a pattern of their titles.
    Pattern {
        /// The pattern.
        pattern: String,
        /// The title of the page after the one that was looked at.
        next: String,
    },
    /// By one title, which is the same in every quarter.
    Title {
        /// The title.
        title: String,
        /// Whether it names a quarter, for which alone the page then is.
        has_quarter: bool,
    },
    /// By where they are: a category, a page that links to them, the beginning of their titles.
    From(String),
}

impl Proposal {
    /// The file's text.
    ///
    /// # Errors
    /// Words that no settings can hold.
    pub fn text(&self) -> Result<String, SettingsError> {
        let text = self.head() + &self.people() + &self.board();
        let file = SettingsFile::new("the proposed settings".to_owned(), &text)?;
        let (settings, ..) = merged(vec![file], BTreeMap::new())?;
        validate::check(&settings, &Layouts::built_in())?;
        Ok(text)
    }

    fn head(&self) -> String {
        let account = self.account.as_str();
        let wiki = Wiki { url: self.wiki_url.clone(), ..Wiki::default() };
        let is_plain = wiki.url.starts_with("http://") && !wiki.is_on_this_machine();
        let plain = if is_plain {
            "# The login travels readable, and what is posted could be changed on the way: only for a network that you trust.\n\
             allow_plain_http = true\n"
        } else {
            ""
        };
        let operator = match &self.operator {
            Some(operator) => format!("operator = {}", quoted(operator.as_str())),
            None => "# operator = \"\"".to_owned(),
        };
        format!(
            "# Settings of Goalkeeper, as `goalkeeper init` wrote them. What is not set here has its default; all settings are in\n\
             # docs/settings.md. The login stays out of this file: GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD (a bot\n\
             # password, Special:BotPasswords), or GOALKEEPER__AUTH__OAUTH2_TOKEN.\n\n\
             [wiki]\nurl = {url}\n{plain}\n\
             [bot]\n\
             contact = {contact}\n\
             # Whatever is written on this page stops every edit. Create it, empty, and put it on your watchlist.\n\
             stop_page = {stop}\n\
             # Your own account, named in notices, so that their readers know whom to ask.\n\
             {operator}\n\n\
             [limits]\n\
             # Small, so that a mistake reaches few; what is over the limit comes with the next run. The default is 30.\n\
             notices_per_run = 5\n\n",
            url = quoted(&self.wiki_url),
            contact = quoted(&self.contact),
            stop = quoted(&format!("User:{account}/Stop")),
        )
    }

    fn people(&self) -> String {
        let mut text = "# Names on the goal pages, and whose account they are. A name that is linked there needs no line. Add one only when that\n\
                        # person, or the coordinator, has confirmed it; `goalkeeper owners` shows candidates.\n[owners]\n"
            .to_owned();
        for name in &self.unlinked {
            let _ = writeln!(text, "# {} = \"\"", quoted(name));
        }
        let mut allow: Vec<String> = self.linked.iter().map(|account| glob_of(account.as_str())).collect();
        let whom = match (self.linked.as_slice(), &self.operator) {
            ([], Some(operator)) => {
                allow.push(glob_of(operator.as_str()));
                "No account is linked on the pages yet, so only yours stands here."
            }
            ([], None) => "No account is linked on the pages yet.",
            _ => "These are those that the pages link to now.",
        };
        let pattern = common_ending(&self.linked).map(|ending| {
            format!(
                "# If nobody else can have such a name, this stands for all of them: allow = [{}]\n",
                quoted(&format!("* {ending}"))
            )
        });
        let pattern = pattern.unwrap_or_default();
        let _ = writeln!(
            text,
            "\n[owners_policy]\n# The only accounts that may get a notice, by name or by a pattern (* and ?): anyone can link any account on a goal page.\n\
             # {whom}\n{pattern}allow = [{}]\n",
            allow.iter().map(|account| quoted(account)).collect::<Vec<_>>().join(", ")
        );
        text
    }

    fn board(&self) -> String {
        let mut text = format!("[[boards]]\nname = {}\n", quoted(&self.board));
        text += &match &self.pages {
            Pages::Pattern { pattern, next } => format!(
                "# The next quarter's page is then “{next}”; docs/titles.md has all placeholders.\ntitles = [{}]\n",
                quoted(pattern)
            ),
            Pages::Title { title, has_quarter: true } => format!(
                "# This page is for the quarter that its title names, and for no other: write placeholders in place of its figures or\n\
                 # words (docs/titles.md), and the board goes on with each quarter.\ntitles = [{}]\n",
                quoted(title)
            ),
            Pages::Title { title, has_quarter: false } => format!(
                "# This title names no quarter: the page is read, and nobody is told what is missing there. Placeholders for the quarter\n\
                 # (docs/titles.md) make it one page a quarter.\ntitles = [{}]\n",
                quoted(title)
            ),
            Pages::From(place) => format!(
                "# {}Pages count whose title, or a heading, names the quarter (docs/titles.md). The coordinator hears of each page before\n\
                 # its owners do; without a coordinator they hear nothing.\ntitles_from = [{}]\n",
                if place.ends_with('*') {
                    "All pages whose titles begin so are looked through. "
                } else {
                    ""
                },
                quoted(place)
            ),
        };
        if let Some(layout) = &self.layout {
            let _ = writeln!(
                text,
                "# No layout that comes with the program knows the words of these pages, and they are read by their structure alone; a layout\n\
                 # file of your own reads them better (docs/layouts.md).\nlayout = {}",
                quoted(layout)
            );
        }
        let _ = write!(
            text,
            "# The month in which the fiscal year begins. A title tells only whether that is January; else July is assumed.\nfiscal_year_starts = {}\n\
             # The account of the person who runs the goal-setting process; hears once a week what no owner can be told. Ask first.\n\
             coordinator = \"\"\n\n[boards.notices]\n",
            quoted(self.starts.name())
        );
        text += match &self.operator {
            Some(_) => "",
            None => {
                "# A notice names a person whom its reader can ask: set bot.operator or the coordinator, then take this line out.\n\
                 enabled = false\n"
            }
        };
        text += "# With a coordinator: nobody is told anything before they answer “go”, once a quarter.\n# needs_go = true\n";
        let _ = writeln!(text, "language = {}", quoted(&self.language));
        text
    }
}

/// A word in brackets with which all of several accounts end, as an organisation's do.
fn common_ending(accounts: &[Account]) -> Option<String> {
    let ending = |account: &Account| {
        let (name, word) = account.as_str().strip_suffix(')')?.rsplit_once(" (")?;
        (!name.is_empty() && word.chars().all(char::is_alphanumeric)).then(|| format!("({word})"))
    };
    let first = ending(accounts.first()?)?;
    (accounts.len() > 1 && accounts.iter().all(|account| ending(account).as_ref() == Some(&first)))
        .then_some(first)
}

/// An account's own name as a pattern.
fn glob_of(account: &str) -> String {
    globset::escape(account)
}

/// A text of a settings file: what JSON escapes, TOML escapes so, too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
