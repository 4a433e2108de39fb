//! Who asks, for what and what for: the first words of a notice. A person asks; the bot only writes it down.

use super::Wording;
use super::places::{Kind, OnPage, Place, lacking};
use crate::base::{Account, Message};
use crate::config::Board;
use crate::wikitext;

/// Pages for which the same person asks, for the same purpose.
pub struct Group<'g, 'a> {
    who: String,
    purpose: &'a str,
    /// Its pages.
    pub pages: Vec<&'g OnPage<'a>>,
}

impl<'a> Wording<'a> {
    /// The pages, by who asks for them.
    pub fn groups<'g>(&self, pages: &'g [OnPage<'a>]) -> Vec<Group<'g, 'a>> {
        let mut groups: Vec<Group<'g, 'a>> = Vec::new();
        for on in pages {
            let board: &'a Board = on.told.page.board.settings();
            let (who, purpose) = (self.who_asks(board), board.notices.purpose.trim());
            match groups.iter_mut().find(|group| group.who == who && group.purpose == purpose) {
                Some(group) => group.pages.push(on),
                None => groups.push(Group { who, purpose, pages: vec![on] }),
            }
        }
        groups
    }

    /// The sentences above a group's places.
    pub fn asks(&self, group: &Group<'_, '_>) -> String {
        let places = group.pages.iter().flat_map(|on| &on.places);
        let (kind, _) = lacking(places.clone());
        let count = places.count();
        let where_ = match group.pages.as_slice() {
            [on] => on.told.link(),
            pages => self.say(Message::new("notice-pages").with(pages.len())),
        };
        let (asks, effort) = match kind {
            Kind::Goals => ("notice-asks-goals", "notice-effort"),
            Kind::Managers => ("notice-asks-managers", "notice-effort-managers"),
            Kind::Statuses => ("notice-asks-statuses", "notice-effort-statuses"),
            Kind::Open => ("notice-asks-open", "notice-effort"),
        };
        let mut sentences = vec![self.say(Message::new(asks).with(&group.who).with(where_).with(count))];
        if !group.purpose.is_empty() {
            let purpose = wikitext::plain(group.purpose);
            sentences.push(self.say(Message::new("notice-purpose").with(purpose)));
        }
        sentences.push(self.say(Message::new(effort).with(count)));
        sentences.join(" ")
    }

    /// What is missing, how often, and in which quarter. Where a section of the page has that heading, the day is added.
    pub fn heading(&self, pages: &[OnPage<'_>]) -> String {
        let (kind, count) = lacking(pages.iter().flat_map(|on| -> &Vec<Place<'_>> { &on.places }));
        let message = Message::new(match kind {
            Kind::Goals => "notice-heading-goals",
            Kind::Managers => "notice-heading-managers",
            Kind::Statuses => "notice-heading-statuses",
            Kind::Open => "notice-heading-open",
        });
        let heading = self.say(message.with(count).with(self.months()));
        let line = format!("== {heading} ==");
        match self.told.talk_page.text().lines().any(|other| other.trim_end() == line) {
            true => {
                self.say(Message::new("notice-heading-again").with(heading).with(self.date(self.facts.today)))
            }
            false => heading,
        }
    }

    /// A person, who is there: without one no notice is due. The link leads to their talk page, since one to their user
    /// page would call them.
    fn who_asks(&self, board: &Board) -> String {
        let bot = &self.facts.settings.bot;
        // Nobody is named who can't be asked.
        let is_there = |name: &Account| self.facts.standing(name).is_ok();
        let person = |key: &'static str, name: &Account| {
            let page = self.facts.site.user_talk_page(name).ok()?;
            Some(Message::new(key).with(wikitext::link(&page, "", name.as_str())))
        };
        let coordinator = board.coordinator().filter(is_there);
        let coordinator = coordinator.and_then(|name| person("notice-coordinator", &name));
        let operator = || person("notice-operator", &bot.operator().filter(is_there)?);
        coordinator.or_else(operator).map(|who| self.say(who)).unwrap_or_default()
    }
}
