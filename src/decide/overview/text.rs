//! The overview's words: for each quarter one sentence, the open places, a row per goal page in the order of the settings, and
//! what became of the quarter before. No ranking, no shares, no colours: people would write goals to fill them. Pure.

use std::fmt::Write as _;

use smol_str::SmolStr;

use super::super::cases::CasePage;
use super::super::table::{Season, Table, open_in, opening, outcomes};
use super::{Section, weeks};
use crate::base::Quarter;
use crate::base::message::{Message, date};
use crate::config::BoardRef;
use crate::goals::{Figures, GoalPage, Outcomes};
use crate::read::{Facts, PageFacts, Unread};
use crate::rules::OpenPlace;
use crate::wikitext;

/// So many open places of a page are named.
const MOST_PLACES: usize = 12;
/// A label, and an objective's title, up to this many characters.
const LONGEST_NAME: usize = 40;

/// The overview of these quarters.
pub fn text(facts: &Facts<'_>, sections: &[Section<'_>], language: &str) -> Table {
    let intro = Message::new("overview-intro").with(super::user_page(facts)).text(language);
    // How the pages filled up is no news: each day has its figures.
    let [text, says] = [true, false].map(|has_weeks| {
        let sections = sections.iter().map(|section| Making { facts, section, language }.text(has_weeks));
        opening(facts, language) + &sections.collect::<String>() + &intro + "\n</div>"
    });
    Table::new(text, says)
}

struct Making<'a> {
    facts: &'a Facts<'a>,
    section: &'a Section<'a>,
    language: &'a str,
}

/// A page that was read.
struct Read<'a> {
    page: CasePage<'a>,
    figures: Figures,
    open: Vec<OpenPlace<'a>>,
}

impl<'a> Making<'a> {
    fn say(&self, message: Message) -> String {
        message.text(self.language)
    }

    fn text(&self, has_weeks: bool) -> String {
        let read: Vec<Read<'_>> = self.pages().filter_map(|page| self.read(page)).collect();
        let mut text = self.sentence(&read) + "\n";
        for of_page in &read {
            if let Some(places) = self.places(of_page) {
                let page = wikitext::page_link(&of_page.page.facts.title);
                let _ =
                    writeln!(text, "* {}", self.say(Message::new("overview-page").with(page).with(places)));
            }
        }
        let _ = writeln!(text, "\n{}\n", self.rows(&read));
        if let Some(weeks) = self.weeks(&read).filter(|_| has_weeks) {
            let _ = writeln!(text, "{weeks}\n");
        }
        let unread: Vec<String> = self.unread().collect();
        if !unread.is_empty() {
            let _ = writeln!(text, "{}\n", self.say(Message::new("overview-unread").with(unread.join(", "))));
        }
        if let Some(before) = self.quarter_before() {
            let _ = writeln!(text, "{before}\n");
        }
        text
    }

    /// The goal pages of the quarter, as far as they say no “no”.
    fn pages(&self) -> impl Iterator<Item = &'a PageFacts<'a>> {
        let pages = self.facts.survey.pages.iter().filter(|page| !page.is_late);
        let is_here = |page: &&PageFacts<'_>| self.is_here(page.board, page.quarter);
        let mut pages: Vec<_> = pages.filter(is_here).collect();
        // In the boards' order, whatever order they were read in.
        pages.sort_by_key(|page| page.board);
        pages.into_iter()
    }

    /// Whether something is about one of the section's boards, and its quarter.
    fn is_here(&self, board: Option<BoardRef<'_>>, quarter: Option<Quarter>) -> bool {
        board.is_some_and(|board| self.section.boards.contains(&board))
            && quarter.is_some_and(|quarter| quarter.is_same_time(self.section.quarter))
    }

    fn read(&self, page: &'a PageFacts<'a>) -> Option<Read<'a>> {
        let page = CasePage::of(page).filter(|page| page.read.content.coverage.is_enough())?;
        let season = Season::of(&page.board, page.facts.quarter?, self.facts.today);
        Some(Read { page, figures: Figures::of(&page.read.content), open: open_in(page, season) })
    }

    /// “Q2 2026–27, week 3 of 13. 5 pages, 46 key results: 38 with goals, …. Open: 8”
    fn sentence(&self, read: &[Read<'_>]) -> String {
        let mut all = Figures::default();
        read.iter().for_each(|of_page| all += of_page.figures);
        let open: usize = read.iter().map(|of_page| of_page.open.len()).sum();
        let quarter = self.section.quarter;
        let (week, weeks) = weeks::week_of(quarter, self.facts.today);
        let when = Message::new("overview-week").with(self.name(quarter)).with(week).with(weeks);
        let pages = Message::new("overview-pages").with(read.len()).with(all.key_results);
        // What no page has a place for is not counted.
        let [_, goals, managers, statuses] = has_place(read);
        let counts = [
            (goals, "overview-with-goals", all.with_goals),
            (managers, "overview-with-manager", all.with_manager),
            (statuses, "overview-with-status", all.with_status),
        ];
        let counts = counts.into_iter().filter(|(is_there, ..)| *is_there);
        let counts: Vec<String> =
            counts.map(|(_, key, count)| self.say(Message::new(key).with(count))).collect();
        let open = Message::new("table-open").with(open);
        format!("{} {} {}. {}\n", self.say(when), self.say(pages), counts.join(", "), self.say(open))
    }

    /// “Q2 2026–27”
    fn name(&self, quarter: Quarter) -> String {
        let short = self.say(Message::new("quarter").with(quarter.number()));
        let year = quarter.fiscal_year().to_string().replace('-', "–");
        self.say(Message::new("overview-quarter").with(short).with(year))
    }

    /// The open places of a page, each a link to it.
    fn places(&self, of_page: &Read<'_>) -> Option<String> {
        let links = of_page.open.iter().take(MOST_PLACES).map(|place| link(of_page.page, place));
        let mut links = links.collect::<Vec<_>>().join("; ");
        if let Some(more @ 1..) = of_page.open.len().checked_sub(MOST_PLACES) {
            let _ = write!(links, "; {}", self.say(Message::new("overview-more").with(more)));
        }
        (!links.is_empty()).then_some(links)
    }

    fn rows(&self, read: &[Read<'_>]) -> String {
        let caption = Message::new("overview-caption").with(self.name(self.section.quarter));
        let mut text =
            format!("<div style=\"overflow-x:auto\">\n{{| class=\"wikitable\"\n|+ {}\n", self.say(caption));
        let columns = [
            "overview-column-page",
            "overview-column-key-results",
            "overview-column-goals",
            "overview-column-managers",
            "overview-column-statuses",
            "overview-column-change",
        ];
        for column in columns {
            let _ = writeln!(text, "! scope=\"col\" | {}", self.say(Message::new(column)));
        }
        for page in self.pages() {
            let link = wikitext::page_link(&page.title);
            let _ =
                writeln!(text, "|-\n! scope=\"row\" style=\"text-align:start;font-weight:normal\" | {link}");
            let of_page = read.iter().find(|of_page| std::ptr::eq(of_page.page.facts, page));
            let _ = match (of_page, &page.read) {
                (Some(of_page), _) => writeln!(text, "{}", self.cells(of_page)),
                (None, Some(_)) => {
                    writeln!(text, "| colspan=\"5\" | {}", self.say(Message::new("status-unreadable")))
                }
                (None, None) => {
                    writeln!(text, "| colspan=\"5\" | {}", self.say(Message::new("overview-missing")))
                }
            };
        }
        text + "|}\n</div>"
    }

    fn cells(&self, Read { page, figures, .. }: &Read<'_>) -> String {
        let Figures { key_results, with_goals, with_manager, with_status } = *figures;
        let changed = self.facts.edited(page.read).map(|at| date(at.date_naive(), self.language));
        let changed = changed.unwrap_or_default();
        let content = &page.read.content;
        // What the page has no place for is not counted.
        let managers = if content.has_manager_labels { with_manager.to_string() } else { "–".to_owned() };
        let statuses = if content.uses_statuses() { with_status.to_string() } else { "–".to_owned() };
        format!("| {key_results}\n| {with_goals}\n| {managers}\n| {statuses}\n| {changed}")
    }

    /// How they filled up, week by week.
    fn weeks(&self, read: &[Read<'_>]) -> Option<String> {
        let titles = read.iter().map(|of_page| &of_page.page.facts.title);
        let weeks = weeks::of_pages(self.facts, titles)?;
        let quarter = self.section.quarter;
        Some(weeks::table(&weeks, (quarter, &self.name(quarter)), has_place(read), self.language))
    }

    /// Pages that are there and could not be read.
    fn unread(&self) -> impl Iterator<Item = String> {
        let is_here =
            |unread: &&Unread<'_>| unread.may_be_named() && self.is_here(unread.board, unread.quarter);
        let unread = self.facts.survey.unread.iter().filter(is_here);
        unread.filter_map(|unread| Some(wikitext::page_link(&self.facts.site.title(&unread.title).ok()?)))
    }

    fn quarter_before(&self) -> Option<String> {
        let mut all = Outcomes::default();
        let of_boards =
            self.section.boards.iter().filter_map(|board| self.facts.last_quarter.get(&board.index()));
        of_boards.for_each(|of_board| all += *of_board);
        let before = self.section.boards.first()?.before(self.section.quarter)?;
        let became = outcomes(all, self.language);
        let message = Message::new("overview-before").with(self.name(before)).with(&became);
        (!became.is_empty()).then(|| self.say(message))
    }
}

/// Of which figures any of these pages has a place: key results and goals, managers, statuses.
fn has_place(read: &[Read<'_>]) -> [bool; 4] {
    let has = |any: fn(&GoalPage) -> bool| read.iter().any(|of_page| any(&of_page.page.read.content));
    [true, true, has(|page| page.has_manager_labels), has(GoalPage::uses_statuses)]
}

/// A link to an open place, with its label and its objective: that is all of its words, for a link among others must be known for
/// one without its colour.
fn link(page: CasePage<'_>, place: &OpenPlace<'_>) -> String {
    let title = &page.facts.title;
    let (above, result) = place.item().on(&page.read.content);
    let above = above.map_or(title.as_str(), |above| above.shown_on(title));
    let (above, anchor) =
        (wikitext::cut_at_word(above, LONGEST_NAME), place.findings.first().map(|first| &first.place.anchor));
    let name = result.map(|result| result.label.as_deref().unwrap_or(&result.text));
    let name = name.map(|name| format!("{}, {above}", wikitext::cut_at_word(name, LONGEST_NAME)));
    wikitext::link(title, anchor.map_or("", SmolStr::as_str), &name.unwrap_or(above))
}
