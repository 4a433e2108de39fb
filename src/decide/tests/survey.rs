//! The goal pages of a world, read and checked.

use std::collections::{BTreeMap, BTreeSet};

use super::world::{LAYOUTS, World};
use crate::base::{Account, PageId, Quarter, RevisionId, Title};
use crate::config::{BoardRef, Settings};
use crate::goals::{GoalPage, Manager, Outcomes, Reading, TitlePattern, read_page};
use crate::people::Owners;
use crate::read::{Cause, PageFacts, ReadPage, Redirected, Survey, Unread};
use crate::rules::{self, View};
use crate::wiki::{AccountFacts, Site};

impl World {
    /// The boards' pages, read and checked.
    pub fn survey<'s>(&self, settings: &'s Settings, site: &Site) -> Survey<'s> {
        let owners = Owners::new(&settings.owners, &self.owners_page).with_renamed(self.renamed.clone());
        let mut survey = Survey {
            owners,
            owners_page: self.owners_page.clone(),
            accounts: self.accounts.clone(),
            ..Survey::default()
        };
        for board in settings.boards() {
            let title = |title: &Title| Redirected {
                board,
                quarter: "2020-21Q2".parse().unwrap(),
                title: title.clone(),
                read: title.clone(),
            };
            survey.redirected.extend(self.redirected.iter().map(title));
            let quarter = self.quarter.or_else(|| Quarter::on(self.today, board.fiscal_year_starts)).unwrap();
            for pattern in board.title_patterns() {
                let (of_title, text) = pattern.page(quarter, site.month_names());
                let (quarter, title) = (of_title.unwrap_or(quarter), site.title(&text).unwrap());
                let mut facts = PageFacts {
                    board: Some(board),
                    title: title.clone(),
                    quarter: Some(quarter),
                    read: None,
                    findings: rules::check_missing(quarter, self.today, &board.rules),
                    allowed: Vec::new(),
                    is_late: false,
                    found: self.found.clone(),
                };
                match self.read(&title, quarter, board.settings().layout_name(), site) {
                    Some(Err(reason)) => {
                        let (board, quarter) = (Some(board), Some(quarter));
                        let title = title.to_string();
                        let (cause, named, may_say_no) = (Cause::Text, false, false);
                        survey.unread.push(Unread {
                            title,
                            board,
                            quarter,
                            cause,
                            reason,
                            named,
                            may_say_no,
                            by_place: false,
                        });
                        continue;
                    }
                    Some(Ok(read)) => {
                        let days = board.notices.closing_days;
                        (facts.findings, facts.allowed) =
                            self.check(&read.content, &survey.owners, days, &board.rules);
                        facts.read = Some(read);
                    }
                    None => {}
                }
                survey.pages.push(facts);
            }
            let late = board.shows_outcome(quarter, self.today);
            survey
                .pages
                .extend(late.into_iter().flat_map(|late| self.late_pages(board, late, &survey.owners, site)));
        }
        survey
    }

    /// A board's pages for a quarter that is over, as far as they are there.
    fn late_pages<'s>(
        &self,
        board: BoardRef<'s>,
        quarter: Quarter,
        owners: &Owners,
        site: &Site,
    ) -> Vec<PageFacts<'s>> {
        let page = |pattern: TitlePattern| {
            let title = site.title(&pattern.page(quarter, site.month_names()).1).unwrap();
            let read = self.read(&title, quarter, board.settings().layout_name(), site)?.ok()?;
            let (findings, allowed) =
                self.check(&read.content, owners, board.notices.closing_days, &board.rules);
            let (board, quarter, read) = (Some(board), Some(quarter), Some(read));
            Some(PageFacts { board, title, quarter, read, findings, allowed, is_late: true, found: None })
        };
        board.title_patterns().filter_map(page).collect()
    }

    /// What became of the last quarter, board by board.
    pub fn last_quarter(&self, settings: &Settings, site: &Site) -> BTreeMap<usize, Outcomes> {
        let mut last = BTreeMap::new();
        for board in settings.boards() {
            let now = Quarter::on(self.today, board.fiscal_year_starts);
            let Some(before) = now.and_then(|now| board.before(now)) else { continue };
            for page in self.late_pages(board, before, &Owners::default(), site) {
                let content = page.content().map(Outcomes::of);
                *last.entry(board.index()).or_insert_with(Outcomes::default) += content.unwrap_or_default();
            }
        }
        last
    }

    fn read(
        &self,
        title: &Title,
        quarter: Quarter,
        layout: Option<&str>,
        site: &Site,
    ) -> Option<Result<ReadPage, String>> {
        let (page, number) = self.pages.iter().zip(12..).find(|(page, _)| page.title == *title)?;
        let namespaces = site.user_namespaces();
        let reading = Reading {
            title,
            quarter: Some(quarter),
            by_heading: None,
            layouts: &LAYOUTS,
            layout,
            may_guess: false,
            namespaces,
        };
        let read = |content| ReadPage {
            is_remembered: false,
            is_translation: false,
            transcluded: Default::default(),
            id: PageId(number),
            revision: RevisionId(500 + number + 100 * page.edits),
            edited: page.edited,
            content,
        };
        Some(read_page(&page.html, reading).map(read).map_err(|error| error.to_string()))
    }

    fn check(
        &self,
        page: &GoalPage,
        owners: &Owners,
        closing_days: i64,
        levels: &rules::Levels,
    ) -> (Vec<rules::Finding>, Vec<rules::Finding>) {
        let named = page.managers().filter_map(|manager| Some(owners.resolve(manager)?.0));
        let is_unknown = |account: &Account| {
            self.accounts.get(account).is_none_or(|facts| *facts == AccountFacts::Unknown)
        };
        let unknown_accounts: BTreeSet<Account> = named.filter(is_unknown).collect();
        let view =
            View { page, today: self.today, unknown_accounts: &unknown_accounts, owners, closing_days };
        let mut checked = rules::check(&view, levels);
        for finding in checked.findings.iter_mut().filter(|finding| finding.owners.is_empty()) {
            let asked = self.asked_else.iter();
            finding.owners =
                asked.map(|name| Manager { name: name.as_str().into(), account: None }).collect();
        }
        (checked.findings, checked.allowed)
    }
}
