//! How to answer a notice: by changing the name, in one's own words, by a link; and whether the bot would ask again.

use chrono::{Days, NaiveDate};

use super::places::{OnPage, Place};
use super::{ToldPage, Wording};
use crate::base::Message;
use crate::goals::Source;
use crate::ledger::answers::{heading, offered, prefilled};
use crate::wikitext;

/// Days that the link “snooze” proposes.
const SNOOZE_DAYS: u64 = 28;

impl Wording<'_> {
    /// Where the reader's name can be changed.
    pub fn not_yours(&self, pages: &[OnPage<'_>]) -> String {
        let message = match pages {
            [on] => Message::new("notice-not-yours").with(self.name_url(on)),
            pages => {
                let link = |on: &OnPage<'_>| {
                    format!("[{} {}]", self.name_url(on), wikitext::plain(on.told.page.facts.title.as_str()))
                };
                let links: Vec<String> = pages.iter().map(link).collect();
                Message::new("notice-not-yours-pages").with(links.join(", "))
            }
        };
        format!("<span class=\"plainlinks\">{}</span>", self.say(message))
    }

    /// The section in which the reader is named, if all these places have it in common; else the page.
    fn name_url(&self, on: &OnPage<'_>) -> String {
        let title = &on.told.page.facts.title;
        let mut urls: Vec<String> = on.places.iter().map(|place| self.name_url_of(place)).collect();
        urls.dedup();
        match urls.as_slice() {
            [url] => url.clone(),
            _ => self.facts.site.edit_url(title, None),
        }
    }

    fn name_url_of(&self, place: &Place<'_>) -> String {
        let title = &place.page.facts.title;
        let (above, result) = place.first.item.on(&place.page.read.content);
        let of_objective = |source: Option<Source>| match source {
            Some(Source::Own | Source::Objective) => above.map(|above| &above.place),
            _ => None,
        };
        let at =
            match result.filter(|_| !place.first.next_in_line).and_then(|result| result.managers.source()) {
                Some(Source::Own | Source::Row) => Some(&place.first.place),
                Some(Source::Objective) => of_objective(Some(Source::Objective)),
                Some(Source::Section | Source::Outcome | Source::Page) => None,
                None => of_objective(above.and_then(|above| above.manager.source())),
            };
        at.map_or_else(|| self.facts.site.edit_url(title, None), |at| at.edit_url(self.facts.site, title))
    }

    /// One line: the reader's own words, or links that prefill an answer.
    pub fn answers(&self) -> String {
        let last = self.told.quarter.last_day();
        let snooze = self.facts.today.checked_add_days(Days::new(SNOOZE_DAYS)).unwrap_or(last).min(last);
        let heading = heading(self.told.quarter, self.language);
        let words = |key: &'static str| offered(key, self.language);
        let link = |words: String| {
            self.facts.site.new_section_url(&self.told.talk_page.title, &heading, &prefilled(&words))
        };
        let [done, not_me, stop] =
            ["answer-done", "answer-not-me", "answer-stop"].map(|key| link(words(key)));
        let answers = match self.asks_again() {
            Some(again) if again <= snooze => {
                let snooze_until = link(format!("{} {snooze}", words("answer-snooze")));
                let answers = Message::new("notice-answers").with(done).with(snooze_until);
                answers.with(not_me).with(stop).with(self.date(snooze))
            }
            _ => Message::new("notice-answers-last").with(done).with(not_me).with(stop),
        };
        format!("<span class=\"plainlinks\">{}</span>", self.say(answers))
    }

    /// Whether the bot would ask again.
    pub fn again(&self) -> String {
        let Some(day) = self.asks_again() else { return self.say(Message::new("notice-last")) };
        let left = self.told.pages.iter().map(rounds_left).max().unwrap_or(0);
        let key = if left > 1 && self.told.more_allowed > 1 { "notice-again" } else { "notice-once-more" };
        self.say(Message::new(key).with(self.date(day)))
    }

    /// The first day on which the bot would ask again what it asks now; `None` if it would not.
    fn asks_again(&self) -> Option<NaiveDate> {
        let open = self.told.pages.iter().filter(|on| rounds_left(on) > 0);
        let interval = open.map(|on| on.page.board.notices.interval_days).min()?;
        let day = self.facts.today.checked_add_days(Days::new(interval.into()))?;
        (self.told.more_allowed > 0 && day <= self.told.quarter.last_day()).then_some(day)
    }
}

/// How many notices about what is missing on a page may follow this one.
fn rounds_left(on: &ToldPage<'_>) -> u32 {
    on.round.round.map_or(0, |round| on.page.board.notices.rounds.saturating_sub(round))
}
