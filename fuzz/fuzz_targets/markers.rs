//! Any bytes as the text of a page in which the bot looks for what it wrote, and what people answered; after a NUL the
//! same page after somebody's edit. Whatever the bot then does to the page, everything that isn't its own stays.

#![no_main]

use std::sync::LazyLock;

use chrono::NaiveDate;
use goalkeeper::base::{Account, Quarter, Reason, RevisionId, Title, UserId};
use goalkeeper::fuzzing::{changed, dead_parts, link, plain};
use goalkeeper::ledger::{
    Key, NoticeKey, OwnText, TickWords, Ticks, answers, item_mark, notices_in, retract, sealed, with_parts,
};
use goalkeeper::plan::{Before, Change, EditKind, PlannedEdit, Subject};
use goalkeeper::wiki::{PageEdit, PageHistory};
use goalkeeper::wikitext::{Markers, Sections};
use libfuzzer_sys::fuzz_target;

const LARGEST: usize = 2048 * 1024;
const TICK: char = '✓';
const MOVED: char = '→';
const HEADING: &str = "Q2 goals";

static DAY: LazyLock<NaiveDate> = LazyLock::new(|| "2020-11-02".parse().expect("a day"));
static QUARTER: LazyLock<Quarter> = LazyLock::new(|| "2020-21Q2".parse().expect("a quarter"));
static KEY: LazyLock<Key> =
    LazyLock::new(|| "gk1:notice/7/2020-21Q2/2020-11-02/12.1".parse().expect("a notice's key"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (page, after) = text.split_once('\0').unwrap_or((&text, &text));
    quotes(page);
    keys(page);
    sections(page);
    replies(page, after);
    let foreign = page.lines().next().unwrap_or_default();
    added(page, foreign);
    replied(page, foreign);
    ticked(page);
    taken_back(page, after);
    replaced(page, foreign);
});

/// Foreign text that the bot quotes is all in one part in which nothing works.
fn quotes(text: &str) {
    let shown = plain(text);
    if !shown.is_empty() {
        let bare = shown
            .strip_suffix("</bdi>")
            .map_or(&*shown, |shown| &shown[shown.find('>').map_or(0, |at| at + 1)..]);
        assert!(
            matches!(&*dead_parts(bare), [part] if !part.is_comment && part.at == (0..bare.len())),
            "{shown}"
        );
    }
    let shown = link(&Title::of_wiki("Sample/Goals"), text, text);
    let parts = dead_parts(&shown);
    let [label] = &*parts else { panic!("{shown}") };
    let target = shown[..label.at.start].strip_prefix("[[").unwrap_or("|");
    let target = target.split_once('|').map_or(target, |(target, _)| target);
    assert!(!target.contains(['\n', '[', ']', '{', '}', '<', '>', '|']), "{shown}");
    assert!(shown[label.at.end..].trim_start_matches("</bdi>") == "]]", "{shown}");
}

fn keys(text: &str) {
    if let Some(key) = Key::in_summary(text) {
        assert_eq!(Key::in_summary(&key.summary("Why.")), Some(key));
    }
    for (key, at) in Key::in_text(text) {
        assert!(text[at.clone()].starts_with("<!-- gk1:") && text[at].ends_with(" -->"));
        assert_eq!(Key::in_text(&key.comment()).into_iter().map(|(key, _)| key).next(), Some(key));
    }
    answers::marks(text);
    answers::quarters_in(text);
}

fn sections(text: &str) {
    let sections = Sections::new(text);
    let step = text.len() / 50 + 1;
    for at in (0..text.len()).step_by(step) {
        let section = sections.at(at);
        assert!(
            section.contains(&at)
                && text.is_char_boundary(section.start)
                && text.is_char_boundary(section.end)
        );
        assert_eq!(sections.at(section.start), section);
        assert!(section.start == 0 || text[..section.start].ends_with('\n'));
    }
}

fn replies(before: &str, after: &str) {
    let (page, authors) = (Title::of_wiki("User talk:Ada"), [Account::new("Ada")]);
    let find = |before: Option<&str>, after: Option<&str>| {
        let (before, text) = (before.map(str::to_owned), after.map(str::to_owned));
        let author = Some(authors[0].clone());
        let edit = PageEdit { revision: RevisionId(2), author, restores: false, text };
        let history = PageHistory { before, edits: vec![edit], is_too_much: false };
        let thread = answers::Thread {
            page: &page,
            recipient: UserId(7),
            quarter: *QUARTER,
            day: *DAY,
            languages: &["en", "de", "fr"],
            authors: &authors,
        };
        answers::answers_in(thread, &history).pop().map(|(_, answer)| answer)
    };
    for answer in [find(Some(before), Some(after)), find(None, Some(after))].into_iter().flatten() {
        let is_unknown = answer.said == answers::Said::Unknown;
        assert!(answer.text.is_empty() == is_unknown && answer.text.chars().count() <= 500);
    }
    assert_eq!(find(Some(after), Some(after)), None, "an edit that changes nothing answers nothing");
    assert!(find(Some(before), None).is_some());
}

/// One of the bot's edits of a talk page.
fn edit(change: Change) -> PlannedEdit {
    let page = Title::of_wiki("User talk:Ada");
    let subject = Subject::person(EditKind::Notice, Account::new("Ada"), page.clone());
    PlannedEdit::new(subject, page, KEY.clone(), String::new(), change, None)
}

/// A notice with foreign text in it, up to the signature.
fn notice(foreign: &str) -> String {
    let goals = link(&Title::of_wiki("Sample/Goals"), foreign, "KR1");
    let body = format!("Hello!\n* {goals} {}\n*: {}", item_mark(1), plain(foreign));
    sealed(&body, "Bye ~~~~")
}

fn added(old: &str, foreign: &str) {
    let notice = edit(Change::AddSection { heading: HEADING.to_owned(), body: notice(foreign) });
    if let Some(new) = result(&notice, old, Reason::UnsupportedTalkPage) {
        let begin = at_the_end(old, &new, &notice.text());
        // A page that ends within a comment or a tag without its end hides what is put under it: the wiki's own
        // parser tells so before such an edit is saved, and the notice stays unsaid.
        let is_hidden = dead_parts(&new).iter().any(|part| part.at.start < begin && begin < part.at.end);
        if !is_hidden {
            let own = Sections::new(&new).at(begin);
            assert!(own.start == begin && own.end == new.len(), "the new section is none in {new:?}");
            let ours = notices_in(&new).pop().expect("the new notice is found");
            assert!(Key::Notice(ours.key.clone()) == *KEY && ours.open_items(&new) == [1]);
        }
    }
    let line = edit(Change::AddLine("* [[User talk:Ada]]".to_owned()));
    if let Some(new) = result(&line, old, Reason::UnsupportedTalkPage) {
        assert!(at_the_end(old, &new, &line.text()) == new.len() - line.text().len());
    }
}

/// Where what was put under `old` begins; it is `text` with no more than its heading.
fn at_the_end(old: &str, new: &str, text: &str) -> usize {
    let rest = new.strip_prefix(old.trim_end()).expect("the page's text is still there");
    let own = rest.trim_start();
    let bare = own.strip_prefix(&format!("== {HEADING} ==\n")).unwrap_or(own);
    assert_eq!(bare, text);
    new.len() - own.len()
}

fn replied(old: &str, foreign: &str) {
    let all: Vec<NoticeKey> = notices(old);
    for to in all.iter().take(3) {
        let edit = edit(Change::Reply { to: to.clone(), body: format!(":{} ~~~~", plain(foreign)) });
        match changed(&edit, old, LARGEST) {
            Ok(new) => {
                let put = format!("\n{}", edit.text());
                let above = Key::in_text(old).into_iter().find(|(key, _)| *key == Key::Notice(to.clone()));
                let above = above.map_or(old.len(), |(_, at)| at.end);
                let stays = |at: usize| old.get(..at) == new.get(..at) && old[at..] == new[at + put.len()..];
                let places: Vec<usize> =
                    new.match_indices(&put).map(|(at, _)| at).filter(|at| stays(*at)).collect();
                assert!(!places.is_empty(), "more than a reply was made of {old:?}: {new:?}");
                assert!(places.iter().any(|at| above <= *at), "it stands above the notice");
            }
            Err((reason, _)) => {
                let twice = all.iter().filter(|other| *other == to).count() > 1;
                assert!(
                    twice || reason == Reason::UnsupportedTalkPage || reason == Reason::TooBig,
                    "{reason}"
                );
            }
        }
    }
}

fn notices(text: &str) -> Vec<NoticeKey> {
    notices_in(text).into_iter().map(|notice| notice.key).collect()
}

fn ticked(old: &str) {
    let open: Vec<Ticks> = notices_in(old)
        .into_iter()
        .map(|notice| {
            // Some are filled, the others are somebody else's now.
            let (items, moved) = notice.open_items(old).into_iter().partition(|item| item % 2 == 0);
            Ticks { items, moved, is_noted: false, key: notice.key }
        })
        .filter(|ticks| !ticks.items.is_empty() || !ticks.moved.is_empty())
        .take(3)
        .collect();
    if open.is_empty() {
        return;
    }
    let [settled, moved] = [TICK, MOVED].map(String::from);
    let words = TickWords { settled, moved, noted: "Noted.".to_owned() };
    let ticks = edit(Change::Tick { notices: open.clone(), words });
    let Ok(new) = changed(&ticks, old, LARGEST) else { return };
    let (was, is): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    assert_eq!(was.len(), is.len());
    for (was, is) in was.iter().zip(&is).filter(|(was, is)| was != is) {
        let wanted = |items: &Vec<u32>| items.iter().any(|item| was.contains(&item_mark(*item)));
        let is_item = open.iter().any(|ticks| wanted(&ticks.items) || wanted(&ticks.moved));
        assert!(
            is_item || was.contains("<!-- goalkeeper notice "),
            "{was:?} was not to be changed to {is:?}"
        );
        // Nothing but the mark, the seal, white space and the tick makes a difference.
        let rest = |line: &str| {
            without_marks(line).replace([TICK, MOVED], "").split_whitespace().collect::<String>()
        };
        assert_eq!(rest(was), rest(is));
        for mark in [TICK, MOVED] {
            assert!(is.matches(mark).count() <= was.matches(mark).count() + open.len());
        }
    }
}

/// Messages that were posted as `posted` has them, taken back from the page `now`.
fn taken_back(posted: &str, now: &str) {
    let keys: Vec<Key> = notices(posted).into_iter().map(Key::Notice).take(3).collect();
    let own = |key| OwnText {
        key,
        recipient: UserId(7),
        quarter: *QUARTER,
        revision: RevisionId(2),
        posted,
        sentence: "''Sorry.''".to_owned(),
    };
    let done = retract(now, &keys.iter().map(own).collect::<Vec<_>>(), |key| keys.contains(key));
    let new = with_parts(now, &done.parts).expect("what is taken back stands there once");
    let stands = |text: &str, key: &Key| Key::in_text(text).iter().any(|(other, _)| other == key);
    for (key, fate) in keys.iter().zip(&done.fates) {
        assert_eq!(stands(&new, key), fate.is_err() && stands(now, key), "{key} in {new:?}");
    }
    assert!(!done.parts.is_empty() || new == now.trim_end());
}

/// A line without the comments that the bot may change.
fn without_marks(line: &str) -> String {
    let mut parts = line.split("<!-- ");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(" -->") {
            Some((mark, rest)) if mark.starts_with("gk1:item/") || mark.starts_with("goalkeeper notice ") => {
                bare.push_str(rest);
            }
            _ => bare.push_str(part),
        }
    }
    bare
}

fn replaced(old: &str, foreign: &str) {
    let markers = Markers {
        begin: "<!-- goalkeeper status tech 2020-21Q2 begin; this part is replaced by a bot -->".to_owned(),
        end: "<!-- goalkeeper status tech 2020-21Q2 end -->".to_owned(),
    };
    let goals = link(&Title::of_wiki("Sample/Goals"), foreign, foreign);
    let edit = edit(Change::ReplaceRegion {
        markers: markers.clone(),
        heading: Some(HEADING.to_owned()),
        body: format!("{{|\n| {goals} || {}\n|}}", plain(foreign)),
        before: Before::Any,
    });
    let places = |marker: &str| old.match_indices(marker).map(|(at, _)| at).collect::<Vec<_>>();
    match (&*places(&markers.begin), &*places(&markers.end)) {
        ([], []) => {
            let Some(new) = result(&edit, old, Reason::UnsupportedTalkPage) else { return };
            at_the_end(old, &new, &markers.around(&edit.text()));
            assert_eq!(changed(&edit, &new, LARGEST).as_deref(), Ok(&*new), "the same table is no change");
        }
        ([begin], [end]) if begin + markers.begin.len() <= *end => {
            let Some(new) = result(&edit, old, Reason::UnsupportedTalkPage) else { return };
            let (before, after) = (&old[..begin + markers.begin.len()], &old[*end..]);
            assert_eq!(new, format!("{before}\n{}\n{after}", edit.text()));
            assert_eq!(changed(&edit, &new, LARGEST).as_deref(), Ok(&*new), "the same table is no change");
        }
        _ => assert_eq!(result(&edit, old, Reason::MarkersDamaged), None),
    }
}

/// What an edit makes of a page; `None` if it is refused for `reason`, or because the page can't be written to.
fn result(edit: &PlannedEdit, old: &str, reason: Reason) -> Option<String> {
    match changed(edit, old, LARGEST) {
        Ok(new) => Some(new),
        Err((no, why)) => {
            assert!([reason, Reason::UnsupportedTalkPage].contains(&no), "{no}: {why}");
            None
        }
    }
}
