//! What was taken back is not told, and how a message is struck out.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::history::tests::contribution;
use super::super::{History, Owner, sealed};
use super::*;
use crate::base::{PageId, Title};

#[test]
fn what_was_taken_back_is_not_told_in_whatever_order_it_is_read() {
    let quarter: Quarter = "2020-21Q2".parse().unwrap();
    let digest = "x (gk1:digest/9/2020-21Q2/2020-10-26/0000002a)";
    let edits = [
        ("User talk:Ada", "x (gk1:notice/7/2020-21Q2/2020-10-12/12.1,15.1c)"),
        ("User talk:Ada", "x (gk1:notice/7/2020-21Q2/2020-10-26/12.2)"),
        ("User talk:Coordinator", digest),
        ("User talk:Coordinator", digest),
        ("User talk:Ada", "x (gk1:retract/1,2)"),
        ("User talk:Coordinator", "x (gk1:retract/3)"),
        // In a text it stands for a message that is struck out; a summary with it says nothing.
        ("User talk:Coordinator", "x (gk1:retracted/9/2020-21Q2/4)"),
    ];
    let mut edits: Vec<_> =
        edits.iter().zip(1..).map(|((title, text), n)| contribution(title, Some(text), n)).collect();
    let (talk, coordinator) = (Title::of_wiki("User talk:Ada"), Title::of_wiki("User talk:Coordinator"));
    let ada = Owner { ids: &[UserId(7)], talk_page: &talk };
    let theirs = Owner { ids: &[UserId(9)], talk_page: &coordinator };
    for _ in 0..2 {
        let history = History::new(&edits);
        assert_eq!((history.notices(ada, quarter), history.rounds(ada, quarter, PageId(12))), (0, 0));
        assert_eq!((history.last(ada, quarter), history.told(quarter).count()), (None, 0));
        assert!(!history.asked_for_statuses(ada, quarter, PageId(15)) && history.quarters().is_empty());
        // What can be answered still can, and it was no deletion that took it away.
        assert_eq!(history.posted().count(), 4);
        assert!(history.last_posted(ada).is_some());
        // The other digest told the same.
        assert!(history.was_in_digest(UserId(9), quarter, 42));
        assert_eq!(history.last_digest(theirs), "2020-10-26".parse().ok());
        edits.reverse();
    }
    edits.push(contribution("User talk:Coordinator", Some("x (gk1:retract/4)"), 8));
    let history = History::new(&edits);
    assert!(!history.was_in_digest(UserId(9), quarter, 42));
    assert_eq!(history.last_digest(theirs), None);
}

#[test]
fn a_heading_that_something_hides_takes_no_words_of_people_with_it() {
    let key: Key = "gk1:notice/7/2020-21Q2/2020-10-12/12.1".parse().unwrap();
    let message = sealed("Hello\n* KR1", "Bye ~") + &key.comment();
    // MediaWiki ends such a comment with the tag, and the bot can't tell.
    for (above, taken) in [("At noon?", true), ("At noon? <ref><!-- x</ref>", false)] {
        let page = format!("== Lunch ==\n{above}\n\n== 1 goal to write ==\n{message}");
        let own = OwnText {
            key: &key,
            recipient: UserId(7),
            quarter: "2020-21Q2".parse().unwrap(),
            revision: RevisionId(345),
            posted: &page,
            sentence: "''Sorry.''".to_owned(),
        };
        let done = retract(&page, &[own], |_| true);
        let left = with_parts(&page, &done.parts).unwrap();
        assert!(left.starts_with(&format!("== Lunch ==\n{above}")), "{left}");
        assert_eq!(!left.contains("Hello"), taken, "{left}");
    }
}

#[test]
fn a_line_is_struck_out_within_its_markup() {
    let key: Key = "gk1:notice/7/2020-21Q2/2020-10-12/12.1".parse().unwrap();
    let of = OwnText {
        key: &key,
        recipient: UserId(7),
        quarter: "2020-21Q2".parse().unwrap(),
        revision: RevisionId(345),
        posted: "",
        sentence: "''Sorry.''".to_owned(),
    };
    let (seal, item) = ("<!-- goalkeeper notice 00000000 -->", "<!-- gk1:item/00000001 -->");
    for (message, expected) in [
        (
            format!("{seal}Hello! '''You'''\n* A [https://x y] {item}\n*: “q”\n\nBye ~KEY"),
            format!(
                "{seal}''Sorry.''\n\n<s>Hello! '''You'''</s>\n* <s>A [https://x y]</s> \n*: <s>“q”</s>\n\n\
                 <s>Bye ~</s>KEY"
            ),
        ),
        (
            format!(":{seal}Again\n:* A\n: ByeKEY"),
            format!(":{seal}''Sorry.''\n:<s>Again</s>\n:* <s>A</s>\n: <s>Bye</s>KEY"),
        ),
        (
            "<div lang=\"de\" dir=\"ltr\">\nHallo\n* A\n</div>KEY".to_owned(),
            "<div lang=\"de\" dir=\"ltr\">\n''Sorry.''\n\n<s>Hallo</s>\n* <s>A</s>\n</div>KEY".to_owned(),
        ),
        (
            "<div lang=\"de\">Hallo</div>\nBye KEY".to_owned(),
            "<div lang=\"de\">''Sorry.''\n\n<s>Hallo</s></div>\n<s>Bye</s> KEY".to_owned(),
        ),
    ] {
        let message = message.replace("KEY", &key.comment());
        let expected = expected.replace("KEY", "<!-- gk1:retracted/7/2020-21Q2/345 -->");
        assert_eq!(struck(&message, &of), expected);
    }
}

#[test]
fn a_reply_with_something_around_it_is_taken_out_whole() {
    let key = |day: &str| -> Key { format!("gk1:notice/7/2020-21Q2/{day}/12.1").parse().unwrap() };
    let message = |day: &str, words: &str| {
        let body = format!("{words}\n* KR1");
        sealed(&body, "Bye ~") + &key(day).comment()
    };
    let first = format!("== Goals ==\n{}", message("2020-10-12", "Hello"));
    let posted = format!("{first}\n:<div lang=\"de\">\n:{}", message("2020-10-26", "Again"));
    let reply = key("2020-10-26");
    let of = OwnText {
        key: &reply,
        recipient: UserId(7),
        quarter: "2020-21Q2".parse().unwrap(),
        revision: RevisionId(345),
        posted: &posted,
        sentence: String::new(),
    };
    let done = retract(&posted, std::slice::from_ref(&of), |key| *key != reply);
    assert_eq!(done.fates, [Ok(Done::Removed)]);
    assert_eq!(with_parts(&posted, &done.parts), Some(first));
    // A first notice that the bot doesn't know is somebody's words.
    assert_eq!(retract(&posted, &[of], |_| false).fates, [Ok(Done::Struck)]);
    assert_eq!(with_parts(&posted, &[Part { old: "Bye".to_owned(), new: String::new() }]), None);
}

/// A message as the bot saves it, with its signature.
fn message(indent: &str, day: &str) -> String {
    let body = format!("Hello!\n{indent}* KR1\n{indent}*: “quote”");
    let last = format!("{indent}Bye. [[User:Bot|Bot]] 12:00, 2 November 2020 (UTC)");
    format!("{indent}{}<!-- gk1:notice/7/2020-21Q2/{day}/12.1 -->", sealed(&body, &last))
}

/// One thing that somebody does to a page; each word that they type is another.
fn edited(text: &str, number: usize, (kind, at): (usize, usize)) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let line = at % lines.len();
    let boundary = |line: &str| line.floor_char_boundary(at / 7 % (line.len() + 1));
    match kind {
        0 => lines.insert(line, format!(":word{number}x")),
        1 => lines[line] += &format!(" word{number}x"),
        2 => drop(lines.remove(line)),
        3 => lines.insert(line, lines[line].clone()),
        4 => lines.insert(line, format!("=== word{number}x ===")),
        5 => {
            let at = boundary(&lines[line]);
            lines[line].insert_str(at, &format!("\u{2003}é\u{a0}word{number}x "));
        }
        6 if line + 1 < lines.len() => {
            let next = lines.remove(line + 1);
            lines[line] += &next;
        }
        7 => lines.insert(line, "\u{2003}".to_owned()),
        _ => lines.insert(line, String::new()),
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn whatever_people_do_to_a_page_none_of_their_words_is_lost(
        edits in vec((0usize..9, 0usize..10_000), 0..5),
        with_reply in any::<bool>(),
        later_only in any::<bool>(),
    ) {
        let first = format!("Welcome!\n\n== Lunch ==\nAt noon?\n\n== Goals ==\n{}", message("", "2020-11-01"));
        let posted = [first.clone(), format!("{first}\n{}", message(":", "2020-11-02"))];
        let page = if with_reply { &posted[1] } else { &first };
        let now = edits.iter().enumerate().fold(page.clone(), |text, (number, edit)| edited(&text, number, *edit));
        let keys: Vec<Key> = Key::in_text(page).into_iter().map(|(key, _)| key).collect();
        let texts: Vec<OwnText<'_>> = keys
            .iter()
            .zip(&posted)
            .map(|(key, posted)| OwnText {
                key,
                recipient: UserId(7),
                quarter: "2020-21Q2".parse().unwrap(),
                revision: RevisionId(345),
                posted,
                sentence: "''Sorry.''".to_owned(),
            })
            .skip(usize::from(with_reply && later_only))
            .collect();
        let done = retract(&now, &texts, |key| keys.contains(key));
        let after = with_parts(&now, &done.parts).expect("each part stands there once");
        for word in (0..edits.len()).map(|number| format!("word{number}x")).chain(["noon".to_owned(), "Lunch".to_owned(), "Welcome".to_owned()]) {
            prop_assert_eq!(after.matches(&word).count(), now.matches(&word).count(), "{} in {:?}", word, after);
        }
        let left = Key::in_text(&after);
        for (of, fate) in texts.iter().zip(&done.fates) {
            let stands = left.iter().filter(|(key, _)| key == of.key).count();
            let stood = Key::in_text(&now).iter().filter(|(key, _)| key == of.key).count();
            prop_assert_eq!(stands, if fate.is_ok() { 0 } else { stood });
        }
        let struck = left.iter().filter(|(key, _)| matches!(key, Key::Retracted { .. })).count();
        prop_assert_eq!(struck, done.fates.iter().filter(|fate| **fate == Ok(Done::Struck)).count());
        if edits.is_empty() {
            prop_assert_eq!(after, if with_reply && later_only { first } else { "Welcome!\n\n== Lunch ==\nAt noon?".to_owned() });
        }
    }
}
