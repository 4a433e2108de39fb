//! Whatever three people do to a talk page, no word is ever credited to another.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::wiki::PageEdit;

const PEOPLE: [&str; 3] = ["Ada", "Pat", "Kim"];
const NOTICE: &str = "<!-- goalkeeper notice 00000000 -->Hello! Answer [y not me] or [z stop].\nBye [[User:Bot|Bot]] 12:00, 1 November 2020 (UTC)<!-- gk1:notice/7/2020-21Q2/2020-11-02/12.1 -->";

/// A comment: its words, each only typed once in all, who typed it, whether it is signed, and how it looks.
#[derive(Clone, Debug, PartialEq)]
struct Comment {
    words: Vec<String>,
    author: usize,
    number: usize,
    signature: usize,
    indent: usize,
    struck: bool,
}

/// The page as the oracle knows it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Talk {
    comments: Vec<Comment>,
    categories: usize,
    heading: usize,
    is_archived: bool,
    is_collapsed: bool,
}

impl Talk {
    fn text(&self) -> String {
        let comments: Vec<String> = self.comments.iter().map(Comment::text).collect();
        let comments = comments.join("\n");
        let (open, close) = if self.is_collapsed { ("<div class=\"stop\">\n", "\n</div>") } else { ("", "") };
        let thread =
            format!("== Goals{} ==\n{open}{NOTICE}\n{comments}{close}", " stop".repeat(self.heading));
        let thread = if self.is_archived { "" } else { &thread };
        format!("Intro\n\n{thread}\n\n== Else ==\nx\n{}", "[[Category:Stop]]\n".repeat(self.categories))
    }
}

impl Comment {
    fn text(&self) -> String {
        let name = PEOPLE[self.author];
        let time = format!("10:{:02}, 2 November 2020 (UTC)", self.number % 60);
        let signed = match self.signature {
            0 => String::new(),
            1 => format!(" [[User:{name}|{name}]] ([[User talk:{name}|talk]]) {time}"),
            2 => format!(" '''[[User:{name}]]''' <small>(stop! [[User talk:{name}|done]])</small> {time}"),
            _ => format!(" {{{{unsigned|{name}}}}}"),
        };
        let words = self.words.join(" ");
        let words = if self.struck { format!("<s>{words}</s>") } else { words };
        format!("{}{words}{signed}", ":".repeat(self.indent))
    }
}

/// What one of them does; the numbers choose of what there is.
#[derive(Clone, Debug)]
enum Move {
    Reply(usize, usize),
    Indent(usize),
    Undo,
    Restore(usize),
    Archive,
    Sign(usize),
    Decorate,
    Categorise,
    Head,
    Strike(usize),
    Remove(usize),
    Append(usize),
    Shuffle(usize),
}

fn moves() -> impl Strategy<Value = Vec<(usize, Move)>> {
    let one = prop_oneof![
        4 => (0..4_usize, 1..4_usize).prop_map(|(signature, length)| Move::Reply(signature, length)),
        2 => any::<usize>().prop_map(Move::Indent),
        2 => Just(Move::Undo),
        2 => any::<usize>().prop_map(Move::Restore),
        1 => Just(Move::Archive),
        1 => any::<usize>().prop_map(Move::Sign),
        1 => Just(Move::Decorate),
        1 => Just(Move::Categorise),
        1 => Just(Move::Head),
        1 => any::<usize>().prop_map(Move::Strike),
        2 => any::<usize>().prop_map(Move::Remove),
        1 => any::<usize>().prop_map(Move::Append),
        1 => any::<usize>().prop_map(Move::Shuffle),
    ];
    vec((0..3_usize, one), 1..14)
}

/// The page after each move, who made it, and whether the wiki tagged it. A word's first letter is its author's.
fn played(moves: &[(usize, Move)]) -> Vec<(usize, bool, Talk)> {
    let mut past: Vec<(usize, bool, Talk)> = vec![(1, false, Talk::default())];
    let mut number = 0;
    for (who, step) in moves {
        let mut talk = past[past.len() - 1].2.clone();
        number += 1;
        let word = |at: usize| format!("{}word{number}x{at}", ["a", "p", "k"][*who]);
        let count = talk.comments.len();
        let mut tagged = false;
        match step {
            Move::Reply(signature, length) => {
                // What is marked as somebody's by a template is what another brought.
                let (author, words) = (*who, (0..*length).map(word).collect());
                let comment =
                    Comment { words, author, number, signature: *signature % 3, indent: 1, struck: false };
                talk.comments.push(comment);
            }
            Move::Indent(at) if count > 0 => talk.comments[at % count].indent += 1,
            Move::Undo if past.len() > 1 => {
                talk = past[past.len() - 2].2.clone();
                tagged = number % 2 == 0;
            }
            Move::Restore(at) => talk = past[at % past.len()].2.clone(),
            Move::Archive => talk.is_archived = !talk.is_archived,
            Move::Sign(at) if count > 0 => {
                let comment = &mut talk.comments[at % count];
                comment.signature = if comment.signature == 0 { 3 } else { comment.signature };
            }
            Move::Decorate => talk.is_collapsed = !talk.is_collapsed,
            Move::Categorise => talk.categories += 1,
            Move::Head => talk.heading += 1,
            Move::Strike(at) if count > 0 => talk.comments[at % count].struck ^= true,
            Move::Remove(at) if count > 0 => drop(talk.comments.remove(at % count)),
            Move::Append(at) if count > 0 => talk.comments[at % count].words.push(word(9)),
            Move::Shuffle(at) if count > 0 => talk.comments.rotate_left(at % count),
            _ => {}
        }
        past.push((*who, tagged, talk));
    }
    past
}

fn answers(past: &[(usize, bool, Talk)]) -> Vec<Answer> {
    let edit = |(at, (who, tagged, talk)): (usize, &(usize, bool, Talk))| PageEdit {
        revision: RevisionId(2 + at as u64),
        author: Some(Account::new(PEOPLE[*who])),
        restores: *tagged,
        text: Some(talk.text()),
    };
    let edits = past[1..].iter().enumerate().map(edit).collect();
    let history = PageHistory { before: Some(past[0].2.text()), edits, is_too_much: false };
    let (page, authors) = (Title::of_wiki("User talk:Ada"), [Account::new("Ada")]);
    let thread = Thread {
        page: &page,
        recipient: UserId(7),
        quarter: "2020-21Q2".parse().unwrap(),
        day: "2020-11-02".parse().unwrap(),
        languages: &["en"],
        authors: &authors,
    };
    answers_in(thread, &history).into_iter().map(|(_, answer)| answer).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_ever_credited_to_another(moves in moves()) {
        for answer in answers(&played(&moves)) {
            for word in answer.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                prop_assert!(word.starts_with("aword") || word == "s", "{word} in {:?}", answer);
            }
        }
    }

    #[test]
    fn what_only_the_recipient_writes_is_heard(length in 1..4_usize, signature in 0..3_usize, others in moves()) {
        // Others do what they like, and then she replies.
        let others: Vec<(usize, Move)> =
            others.into_iter().filter(|(_, step)| !matches!(step, Move::Archive | Move::Undo | Move::Restore(_))).map(|(who, step)| (1 + who % 2, step)).collect();
        let mut past = played(&others);
        let mut talk = past[past.len() - 1].2.clone();
        let words: Vec<String> = (0..length).map(|at| format!("aword99x{at}")).collect();
        talk.comments.push(Comment { words: words.clone(), author: 0, number: 59, signature, indent: 1, struck: false });
        past.push((0, false, talk));
        let told: Vec<String> = answers(&past).into_iter().map(|answer| answer.text).collect();
        prop_assert_eq!(told, [words.join(" ")]);
    }
}

/// A line goes on without a word that somebody added to it: who brings that word back has not typed it.
#[test]
fn a_word_that_left_a_line_is_remembered() {
    let moves = [
        (0, Move::Reply(0, 1)),
        (1, Move::Append(0)),
        (0, Move::Restore(1)),
        (0, Move::Restore(2)),
        (0, Move::Reply(0, 1)),
    ];
    let said: Vec<String> = answers(&played(&moves)).into_iter().map(|answer| answer.text).collect();
    assert_eq!(said, ["aword1x0", "aword5x0"]);
}
