//! What `init` found, where it wrote that, and what comes next.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::counted;
use crate::base::{Account, Title};
use crate::config::{Pages, Proposal};

/// A settings file that was written.
#[derive(Debug)]
pub struct Made<'a> {
    /// Where it is.
    pub file: &'a Path,
    /// What is in it.
    pub proposal: &'a Proposal,
    /// The goal pages that were read.
    pub pages: &'a [Title],
    /// Whether the bot's account exists.
    pub account_exists: bool,
    /// What the layout doesn't understand, if that is much.
    pub unfit: Option<&'a str>,
}

impl Made<'_> {
    /// For a person.
    pub fn human(&self) -> String {
        let of = self.proposal;
        let mut text = String::new();
        let _ = writeln!(text, "wiki: {}", of.wiki_url);
        let _ = match &of.pages {
            Pages::Pattern { pattern, next } => {
                writeln!(text, "pages: titles like “{pattern}”; the next quarter's is “{next}”")
            }
            Pages::Title { title, has_quarter: true } => writeln!(
                text,
                "pages: “{title}” alone, for the quarter that its title names. The pattern of the next ones' titles is yours to write"
            ),
            Pages::Title { title, has_quarter: false } => writeln!(
                text,
                "pages: “{title}” alone. Its title names no quarter, so nobody is told what is missing there"
            ),
            Pages::From(place) => writeln!(
                text,
                "pages: those that “{place}” leads to and that name the quarter; read: {}",
                counted(self.pages.len(), "page", "pages")
            ),
        };
        let accounts: Vec<&str> = of.linked.iter().map(Account::as_str).collect();
        let _ = writeln!(text, "accounts linked there: {}", listed(&accounts));
        if !of.unlinked.is_empty() {
            let names: Vec<&str> = of.unlinked.iter().map(String::as_str).collect();
            let _ = writeln!(text, "names without a link: {}", listed(&names));
        }
        if let Some(unfit) = self.unfit {
            let _ = writeln!(text, "{unfit}: docs/layouts.md tells how to read a page of another form");
        }
        if !self.account_exists {
            let account = &of.account;
            let _ = writeln!(
                text,
                "there is no account “{account}” on this wiki yet: create it, or correct its name in the file"
            );
        }
        if of.operator.is_none() {
            text += "no notices go out before bot.operator or the coordinator names a person whom their readers can ask\n";
        }
        let file = self.file.display();
        let _ = write!(
            text,
            "\nwritten: {file}\nNext: look through it; give the bot's login as GOALKEEPER__AUTH__USERNAME and GOALKEEPER__AUTH__PASSWORD; then\n  \
             goalkeeper doctor --config {file}\n  goalkeeper plan --config {file}\n"
        );
        text
    }

    /// For a program.
    pub fn json(&self) -> Json {
        let of = self.proposal;
        let (titles, titles_from, next) = match &of.pages {
            Pages::Pattern { pattern, next } => (vec![pattern], Vec::new(), Some(next)),
            Pages::Title { title, .. } => (vec![title], Vec::new(), None),
            Pages::From(place) => (Vec::new(), vec![place], None),
        };
        json!({
            "schema": "goalkeeper.init/1",
            "file": self.file.display().to_string(),
            "wiki": of.wiki_url,
            "board": of.board,
            "titles": titles,
            "titles_from": titles_from,
            "next_title": next,
            "layout": of.layout.as_deref().unwrap_or("auto"),
            "fiscal_year_starts": of.starts.name(),
            "pages": self.pages,
            "linked": of.linked,
            "unlinked": of.unlinked,
            "account_exists": self.account_exists,
            "notices": of.operator.is_some(),
            "layout_fits": self.unfit.is_none(),
        })
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
