//! What was taken back is not told, and how a message is struck out.

use super::super::{History, Owner, sealed};
use super::*;
use crate::base::{PageId, Title};
use crate::wiki::Contribution;

fn contribution(title: &str, summary: Option<&str>, revision: u64) -> Contribution {
    Contribution {
        title: Title::of_wiki(title),
        at: "2020-11-02T10:00:00Z".parse().unwrap(),
        summary: summary.map(str::to_owned),
        revision: RevisionId(revision),
    }
}

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
