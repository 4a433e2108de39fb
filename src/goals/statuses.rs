//! Statuses as people write them: a template, a word in brackets, a tick in front, a colour, a share, a sentence.

use super::model::{Goal, Stated, Status};
use super::words::Words;
use crate::base::text::fold;

/// Longer words in brackets, in bytes, are no status.
const LONGEST_TAG: usize = 40;

/// What separates a status from what it is the status of.
const DASHES: [&str; 4] = [" – ", " — ", " - ", " -- "];

/// Those that may stand in a text: most texts have none, and that is soon seen.
fn dashes_in(text: &str) -> &'static [&'static str] {
    // One after the other: that is the quickest way to look for them.
    let is_there = text.contains('-') || !text.is_ascii() && (text.contains('–') || text.contains('—'));
    if is_there { &DASHES } else { &[] }
}

impl Words {
    /// The status that a template's name, a word or a sign stands for.
    pub fn status(&self, word: &str) -> Option<Status> {
        if !self.may_be_status(word) {
            return None;
        }
        let word = match word.contains('_') || word.contains('\u{fe0f}') {
            true => fold(&word.replace(['_', '\u{fe0f}'], " ")),
            false => fold(word),
        };
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        self.status_of([word.trim(), bare])
    }

    /// What stands where a status belongs, with what `shown` by templates comes to; `None` if nothing does.
    pub fn stated(&self, text: &str, shown: &[Stated]) -> Option<Stated> {
        let text = text.trim();
        let says = text.chars().any(|c| !c.is_whitespace());
        let status = || self.colour(text).or_else(|| share(text)).or_else(|| self.status_in(text));
        match shown.last() {
            Some(last) if !says => Some(last.clone()),
            Some(last) => Some(Stated { text: text.into(), status: last.status }),
            None => says.then(|| Stated { text: text.into(), status: status() }),
        }
    }

    /// Whether a text is a status as a whole: a word that is known for one, or a share.
    pub fn is_plain_status(&self, text: &str) -> bool {
        self.status(text).is_some() || share(text).is_some()
    }

    /// A traffic light, which is one only as a whole value or as what it begins with: “Green – all fine”.
    fn colour(&self, text: &str) -> Option<Status> {
        let first = fold(text.split([':', ',', ';', '(', '–', '—', '.']).next().unwrap_or(text));
        let bare = first.trim_matches(|c: char| !c.is_alphanumeric());
        self.colours
            .iter()
            .find(|(_, words)| words.iter().any(|word| word == bare))
            .map(|(status, _)| *status)
    }

    /// A status at the end, “Do that (done)” or “Do that – done”: where it begins, and which it is.
    pub fn status_tag(&self, text: &str) -> Option<(usize, Stated)> {
        let text = text.trim_end().trim_end_matches('.');
        let stated = |word: &str| {
            let word = word.trim();
            let status = (word.len() <= LONGEST_TAG).then(|| self.status(word))??;
            Some(Stated { text: word.into(), status: Some(status) })
        };
        let bracket = [(')', '('), (']', '[')].into_iter().find_map(|(close, open)| {
            let inner = text.strip_suffix(close)?;
            let at = inner.rfind(open)?;
            Some((at, stated(&inner[at + 1..])?))
        });
        let dash = || {
            let ends = dashes_in(text).iter().filter_map(|dash| Some((text.rfind(dash)?, dash.len())));
            let (at, length) = ends.max()?;
            Some((at, stated(&text[at + length..])?))
        };
        let sign = || {
            let at = text.rfind(' ')?;
            let last = &text[at + 1..];
            Some((at, (!last.contains(char::is_alphanumeric)).then(|| stated(last))??))
        };
        let found = bracket.or_else(dash).or_else(sign)?;
        // With nothing before it, it is the whole.
        text[..found.0].contains(char::is_alphanumeric).then_some(found)
    }

    /// A status in front, “[DONE] Do that”, “DONE: do that”, “✓ Do that”: how many bytes it takes, and which it is. `bold` is what
    /// the text begins with in bold.
    pub fn status_in_front(&self, text: &str, bold: &str) -> Option<(usize, Stated)> {
        let bracket = [('[', ']'), ('(', ')')].into_iter().find_map(|(open, close)| {
            let end = text.strip_prefix(open)?.find(close)?;
            Some((&text[1..=end], end + 2))
        });
        let first = || {
            let end = text.find(' ')?;
            (!text[..end].contains(char::is_alphanumeric)).then_some((&text[..end], end))
        };
        let colon = || {
            let at = text.find([':', '：'])?;
            Some((&text[..at], at + text[at..].chars().next()?.len_utf8()))
        };
        let dash = || {
            let ends = dashes_in(text).iter().filter_map(|dash| Some((text.find(dash)?, dash.len())));
            let (at, length) = ends.min()?;
            Some((&text[..at], at + length))
        };
        let marked = || (!bold.is_empty() && text.starts_with(bold)).then_some((bold, bold.len()));
        let found =
            [bracket, first(), marked(), colon(), dash()].into_iter().flatten().find_map(|(word, end)| {
                let status = (word.len() <= LONGEST_TAG).then(|| self.status(word))??;
                Some((
                    end,
                    Stated { text: word.trim().trim_end_matches([':', '：']).into(), status: Some(status) },
                ))
            });
        found.filter(|(end, _)| text[*end..].contains(char::is_alphanumeric))
    }

    /// A text that is a goal of its own, without the status in front of it or behind it.
    pub fn goal_of(&self, text: &str, status: Option<Stated>) -> Goal {
        let (mut goal, mut found) = (text, None);
        if let Some((front, stated)) = self.status_in_front(goal, "") {
            (goal, found) = (goal[front..].trim_start(), Some(stated));
        }
        if let Some((end, stated)) = self.status_tag(goal) {
            (goal, found) = (goal[..end].trim_end(), Some(stated));
        }
        Goal { text: goal.to_owned(), status: status.or(found) }
    }

    /// The one status that a sentence names, as in “This is now done!”; `None` if it names several, or says that it isn't so, or
    /// not yet.
    pub fn status_in(&self, text: &str) -> Option<Status> {
        if let Some(status) = self.status(text) {
            return Some(status);
        }
        let said: String =
            fold(text).chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
        let mut rest = format!(" {} ", said.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut found: Option<Status> = None;
        for (word, status) in self.in_sentences() {
            let status = *status;
            let whole = format!(" {word} ");
            while let Some(at) = rest.find(&whole) {
                let before = rest[..at].rsplit(' ').take(2);
                let hedged = before.into_iter().any(|word| self.hedges.contains(word));
                if hedged || found.is_some_and(|known| known != status) {
                    return None;
                }
                rest.replace_range(at..at + whole.len(), " | ");
                found = Some(status);
            }
        }
        let is_open = rest.split(' ').any(|word| self.hedges.contains(word));
        found.filter(|_| !is_open)
    }
}

/// How much is done: all of it, nothing, or a part.
fn share(text: &str) -> Option<Status> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '~' | '≈' | '(' | ')' | '.'));
    let number = bare.split(" done").next()?.strip_suffix(['%', '％'])?.trim_end();
    match number.replace(',', ".").parse::<f64>().ok()? {
        share if share >= 100.0 => Some(Status::Done),
        share if share <= 0.0 => Some(Status::ToDo),
        _ => Some(Status::InProgress),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn status_of(text: &str) -> Option<Status> {
        words().stated(text, &[])?.status
    }

    #[test]
    fn only_a_whole_tag_at_the_end_is_a_status() {
        for text in [
            "Do (what is done) next",
            "Do that (done by Ann)",
            "Do that (done) soon",
            "Do that done)",
            "Get it done",
            "Pages – to be done",
            "(done)",
            "– done",
        ] {
            assert_eq!(words().status_tag(text), None, "{text}");
        }
        for (text, at, status) in [
            ("Do that (done)", 8, Status::Done),
            ("Do that (T1) [In progress]. ", 13, Status::InProgress),
            ("Do that – done", 7, Status::Done),
            ("Do that - Delayed", 7, Status::Delayed),
            ("Do that ✅", 7, Status::Done),
            ("Das tun – erledigt", 7, Status::Done),
        ] {
            let (found, stated) = words().status_tag(text).unwrap();
            assert_eq!((found, stated.status), (at, Some(status)), "{text}");
        }
    }

    #[test]
    fn a_status_in_front_is_none_of_the_goals_words() {
        for (text, goal, status) in [
            ("[DONE] Do that", "Do that", Status::Done),
            ("DONE: do that", "do that", Status::Done),
            ("Done – do that", "do that", Status::Done),
            ("☑ Do that", "Do that", Status::Done),
            ("✓ Do that", "Do that", Status::Done),
            ("☐ Do that", "Do that", Status::ToDo),
            ("🟢 Do that", "Do that", Status::OnTrack),
            ("(in progress) Do that", "Do that", Status::InProgress),
            ("Terminé : faire cela", "faire cela", Status::Done),
        ] {
            let goal_read = words().goal_of(text, None);
            assert_eq!(
                (goal_read.text.as_str(), goal_read.status.unwrap().status),
                (goal, Some(status)),
                "{text}"
            );
        }
        for text in ["Done right, this helps", "[1] Do that", "Blockers: none", "Finish: the roof", "✓"] {
            assert_eq!(words().status_in_front(text, ""), None, "{text}");
        }
    }

    #[test]
    fn any_text_is_a_status_and_maps_where_that_is_plain() {
        for (text, status) in [
            ("On track", Some(Status::OnTrack)),
            ("at risk", Some(Status::AtRisk)),
            ("Off-track", Some(Status::OffTrack)),
            ("Green", Some(Status::OnTrack)),
            ("Amber – waiting for hardware", Some(Status::AtRisk)),
            ("red", Some(Status::OffTrack)),
            ("🟢", Some(Status::OnTrack)),
            ("🔴 blocked", Some(Status::Blocked)),
            ("70 %", Some(Status::InProgress)),
            ("100%", Some(Status::Done)),
            ("0 %", Some(Status::ToDo)),
            ("Mostly completed; slipped by four weeks", Some(Status::PartiallyDone)),
            ("Finished in May", Some(Status::Done)),
            ("Not done yet", None),
            ("To be done by May", None),
            ("Waiting for legal", None),
            ("Red tape", None),
            ("Done, except for the tests", None),
            ("One half is done, the other postponed", None),
            ("im Plan", Some(Status::OnTrack)),
            ("En cours", Some(Status::InProgress)),
            ("Completado", Some(Status::Done)),
        ] {
            assert_eq!(status_of(text), status, "{text}");
            assert_eq!(words().stated(text, &[]).unwrap().text, text);
        }
        assert_eq!(words().stated("  ", &[]), None);
    }

    #[test]
    fn no_word_for_a_status_is_dismissed_by_its_first_letter() {
        let is_known = |text: String| words().status(&text).is_some();
        for (word, _) in words().in_sentences() {
            for text in
                [word.to_uppercase(), format!(" _\t\u{1}{word}"), format!("[ {word} ]"), format!("– {word}!")]
            {
                assert!(is_known(text.clone()), "{text:?}");
            }
        }
    }

    #[test]
    fn statuses_are_known_by_template_and_by_word() {
        assert_eq!(words().status("In_progress"), Some(Status::InProgress));
        assert_eq!(words().status("Done!"), Some(Status::Done));
        assert_eq!(words().status("Well done"), None);
        assert_eq!(words().status_in("This is now Done!"), Some(Status::Done));
        assert_eq!(words().status_in("It was not done."), Some(Status::NotDone));
    }
}
