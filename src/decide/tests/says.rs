//! What people say in a world.

use super::world::{COORDINATOR, World, talk};
use crate::base::{Account, Quarter, UserId};
use crate::ledger::answers::{self, Thread, answers_in};
use crate::wiki::{PageEdit, PageHistory};

impl World {
    /// Somebody followed a link in a notice about a quarter, and saved these words.
    pub fn answered(mut self, name: &str, quarter: &str, words: &str) -> Self {
        let (id, quarter): (UserId, Quarter) = (self.id(name), quarter.parse().unwrap());
        let signed = format!("[[User:{name}|X]] ([[User talk:{name}|talk]]) 10:00, 20 October 2020 (UTC)");
        let text = answers::prefilled(words).replace("~~~~", &signed);
        let text = Some(format!("== {} ==\n{text}", answers::heading(quarter, "en")));
        let (authors, page) = ([Account::new(name)], talk(name));
        let edit = PageEdit {
            revision: self.next_revision(),
            author: Some(authors[0].clone()),
            restores: false,
            text,
        };
        let history = PageHistory { before: Some(String::new()), edits: vec![edit], is_too_much: false };
        let day = quarter.first_day();
        let thread =
            Thread { page: &page, recipient: id, quarter, day, languages: &["en"], authors: &authors };
        let (_, answer) = answers_in(thread, &history).pop().unwrap();
        self.answers.entry((id, quarter.first_day())).or_default().push(answer);
        self
    }

    /// Somebody wrote lines at the end of the coordinator's talk page, where the last digest of this quarter stands.
    pub fn under_digest(mut self, author: &str, lines: &[&str]) -> Self {
        let (id, page) = (self.id(COORDINATOR), talk(COORDINATOR));
        let before = self.talk_pages[&page].text().to_owned();
        let signed = |line: &&str| {
            format!(
                "\n:{line} [[User:{author}|X]] ([[User talk:{author}|talk]]) 10:00, 3 November 2020 (UTC)"
            )
        };
        let text = before.clone() + &lines.iter().map(signed).collect::<String>();
        let authors = [Account::new(COORDINATOR), Account::new(author)];
        let author = Some(Account::new(author));
        let edit =
            PageEdit { revision: self.next_revision(), author, restores: false, text: Some(text.clone()) };
        let history = PageHistory { before: Some(before), edits: vec![edit], is_too_much: false };
        let quarter: Quarter = "2020-21Q2".parse().unwrap();
        let (day, languages) = (self.today, ["de", "en"]);
        let thread =
            Thread { page: &page, recipient: id, quarter, day, languages: &languages, authors: &authors };
        for (author, answer) in answers_in(thread, &history) {
            let answer = if author == 0 { answer } else { answer.without_orders() };
            self.answers.entry((id, quarter.first_day())).or_default().push(answer);
        }
        self.talk(COORDINATOR, &text)
    }
}
