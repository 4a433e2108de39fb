//! What is an answer and what is none, edit by edit, without a wiki.

mod taken_back;

use super::*;
use crate::wiki::PageEdit;

const NOTICE: &str = "== Q2 goals ==\n<!-- goalkeeper notice 00000000 -->Hello! Your goals are missing.\n* KR1: [x write it]\nAnswer [y not me] or [z stop].\nBye [[User:Bot|Bot]] 12:00, 1 November 2020 (UTC)<!-- gk1:notice/7/2020-21Q2/2020-11-02/12.1 -->";
const ADA: &str = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 10:00, 2 November 2020 (UTC)";
const PAT: &str = "[[User:Pat|Pat]] ([[User talk:Pat|talk]]) 09:00, 2 November 2020 (UTC)";

fn page() -> String {
    format!("Intro\n\n{NOTICE}\n\n== Else ==\nstop by at noon")
}

/// The page with something under the notice.
fn with(reply: &str) -> String {
    page().replace("\n\n== Else", &format!("\n{reply}\n\n== Else"))
}

fn quarter() -> Quarter {
    "2020-21Q2".parse().unwrap()
}

fn history(before: Option<String>, edits: &[(&str, String)]) -> PageHistory {
    let edit = |(at, (who, text)): (usize, &(&str, String))| PageEdit {
        revision: RevisionId(2 + at as u64),
        author: Some(Account::new(who.trim_end_matches('~'))),
        restores: who.ends_with('~'),
        text: Some(text.clone()),
    };
    PageHistory { before, edits: edits.iter().enumerate().map(edit).collect(), is_too_much: false }
}

fn found(history: &PageHistory) -> Vec<Answer> {
    let (page, day, authors) =
        (Title::of_wiki("User talk:Ada"), "2020-11-02".parse().unwrap(), [Account::new("Ada")]);
    let thread = Thread {
        page: &page,
        recipient: UserId(7),
        quarter: quarter(),
        day,
        languages: &["en"],
        authors: &authors,
    };
    answers_in(thread, history).into_iter().map(|(_, answer)| answer).collect()
}

/// What Ada answered, after these edits of the page; `Ada~` restores what was there.
fn after(edits: &[(&str, String)]) -> Vec<String> {
    found(&history(Some(page()), edits)).into_iter().map(|answer| answer.text).collect()
}

/// What Ada answered by one edit of hers.
fn answers(before: &str, after: &str) -> Vec<String> {
    let history = history(Some(before.to_owned()), &[("Ada", after.to_owned())]);
    found(&history).into_iter().map(|answer| answer.text).collect()
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn an_answer_is_what_was_added_to_the_section() {
    let page = page();
    assert_eq!(answers(&page, &with(&format!(":I left in March. {ADA}"))), ["I left in March."]);
    assert_eq!(answers(&page, &with(&format!("::stop --{ADA}"))), ["stop"]);
    assert_eq!(answers(&page, &with("stop")), ["stop"]);
    let french = "[[User:Ada|Ada]] ([[User talk:Ada|discussion]]) 2 novembre 2020 à 10:00 (UTC)";
    assert_eq!(answers(&page, &with(&format!(":merci {french}"))), ["merci"]);
    assert_eq!(answers(&page, &page.replace("Hello!", "Hello! I am not the one.")), ["i am not the one"]);
    assert_eq!(answers(&page, &page.replace("* KR1:", "* ✓ KR1:")), ["✓"]);
    let snooze = with(&format!(":snooze until 2020-11-30 {ADA}"));
    assert_eq!(
        after(&[("Ada", snooze.clone()), ("Ada", snooze.replace("11-30", "12-05"))]),
        ["snooze until 2020-12-05"]
    );
    // Links are part of an answer; what was done to the notice at the same time hides nothing.
    let reply = format!(":@[[User:Bo|Bo]]: I left in March. {ADA}");
    assert_eq!(answers(&page, &with(&reply)), ["@[[User:Bo|Bo]]: I left in March."]);
    assert_eq!(answers(&page, &with(&format!(":[[User:Bo Sample|Bo]] {ADA}"))), ["[[User:Bo Sample|Bo]]"]);
    assert_eq!(answers(&page, &with(&format!(":[[Foo]] stop {ADA}"))), ["[[Foo]] stop"]);
    let both = with(":I left in March.").replace("Q2 goals ==", "Q2 goals (see below) ==");
    assert_eq!(answers(&page, &both), ["I left in March."]);
    let boxed = with(&format!(":I left. {ADA}\n{{{{hab}}}}"))
        .replace("<!-- goalkeeper", "{{hat|old}}\n<!-- goalkeeper");
    assert_eq!(answers(&page, &boxed), ["I left."]);
    // Behind the bot's signature, on its line.
    assert_eq!(answers(&page, &page.replace("12.1 -->", "12.1 --> stop")), ["stop"]);
    assert_eq!(answers(&page, &with(&format!(":{ADA}"))), none());
    // Another section, an archived notice and one that is put back are no answers.
    assert_eq!(answers(&page, &page.replace("noon", "noon stop")), none());
    assert_eq!(answers(&page, "Intro\n\n== Else ==\nx"), none());
    assert_eq!(answers("Intro", &with("stop")), none());
    assert_eq!(answers(&page, &format!("{page}\n\n== New ==\nstop")), none());
}

#[test]
fn an_answer_by_a_link_has_a_section_of_its_own() {
    let page = page();
    let under = |heading: &str, words: &str| {
        answers(&page, &format!("{page}\n\n== {heading} ==\n{}", prefilled(words).replace("~~~~", ADA)))
    };
    for language in ["en", "de", "fr"] {
        assert_eq!(under(&heading(quarter(), language), "not me"), ["not me"]);
    }
    // About another quarter, or under any other heading.
    assert_eq!(under(&heading("2020-21Q3".parse().unwrap(), "en"), "stop"), none());
    assert_eq!(under("Goals for October–December 2020", "stop"), none());
}

#[test]
fn an_answer_by_a_link_of_an_earlier_notice_counts() {
    let page = page();
    let under =
        |heading: &str, words: &str| answers(&page, &format!("{page}\n\n== {heading} ==\n{words} {ADA}"));
    for heading in [
        "Answer to the reminder of quarterly goals",
        "Antwort auf die Erinnerung an Quartalsziele",
        "Réponse au rappel des objectifs trimestriels",
    ] {
        assert_eq!(under(heading, "not me"), ["not me"]);
    }
    assert_eq!(under("Re", &format!("not me {}", mark(UserId(7), quarter()))), ["not me"]);
    assert_eq!(under("Re", &format!("stop {}", mark(UserId(8), quarter()))), none());
}

#[test]
fn any_signature_is_none_of_the_words() {
    for signature in [
        "[[User:Ada|Ada]] ([[User talk:Ada|talk]])",
        "'''[[User:Ada|Ada]]''' ([[User talk:Ada|talk]])",
        "[[User:Ada|Ada]] <small>([[User talk:Ada|talk]])</small>",
        "<span style=\"color:#700\">[[User:Ada|Ada]]</span>",
        "[[User:Ada|<span style=\"color:#700\">Ada</span>]] [[User talk:Ada|<sup>(talk)</sup>]]",
        "<code>[[User:Ada]]</code>",
        "[[[User:Ada|Ada]]]",
        "[[User:Ada|Ada]]<sub>[[User talk:Ada|stop]]</sub>",
        "[[User:Ada|Ada]] <small>(stop! [[User talk:Ada|talk]])</small>",
        "[[User:Ada|Ada]] (stop by [[User talk:Ada|my talk page]])",
        "<small>not me? stop! [[User talk:Ada|Talk to me]]</small>",
        "(stop here: [[User talk:Ada]])",
        "\u{200F}[[משתמש:Ada|עדה]]\u{200F} ([[שיחת משתמש:Ada|שיחה]])",
        "[[Benutzerin:Ada|Ada]] ([[Benutzerin Diskussion:Ada|Diskussion]])",
        "— [[Special:Contributions/Ada|contribs]] of [[User:Ada/sig|Ada]]",
        "Ada",
    ] {
        for date in [
            "10:00, 2 November 2020 (UTC)",
            "10:00, 2. Nov. 2020 (CET)",
            "2 novembre 2020 à 10:00 (UTC)",
            "2020年11月2日 (月) 10:00 (UTC)",
            "10:00, 2 בנובמבר 2020 (IST)",
            "۲ نوامبر ۲۰۲۰، ساعت ۱۰:۰۰ (UTC)",
        ] {
            for words in ["snooze until 2020-12-01", "tomorrow", "done", "not me", "Stop."] {
                let told = answers(&page(), &with(&format!(":{words} {signature} {date}")));
                assert_eq!(told, [words], "{signature} {date}");
            }
            assert_eq!(
                answers(&page(), &with(&format!(":{signature} {date}"))),
                none(),
                "{signature} {date}"
            );
        }
    }
}

#[test]
fn somebody_elses_words_are_no_answer() {
    let stop = format!(":Stop writing to Ada: this is my task. {PAT}");
    let said = with(&stop);
    // Put back: by undo, by hand, with another indent, mended, with words added, in another section.
    let second = "Please stop. I can take this over.";
    for last in [
        said.clone(),
        with(&format!(":{stop}")),
        with(&stop.replace("Stop", "Stoop")),
        with(&stop.replace("this is", "since this is")),
        with(&stop.replace(" [[User:Pat", " I agree [[User:Pat")),
        with(&format!("{stop} indeed")),
        with(&stop.replace(PAT, "")),
        with(&format!("{{{{hat|done}}}}\n{stop}\n{{{{hab}}}}")),
        with(&format!("<div class=\"mw-collapsible\">\n{stop}\n</div>")),
        format!("{}\n{stop}", page()),
    ] {
        assert_eq!(after(&[("Pat", said.clone()), ("Ada", last.clone())]), none(), "{last}");
        assert_eq!(after(&[("Pat", said.clone()), ("Bo", page()), ("Ada~", last.clone())]), none(), "{last}");
        assert_eq!(after(&[("Pat", said.clone()), ("Bo", page()), ("Ada", last.clone())]), none(), "{last}");
    }
    let unsigned = with(&format!(":{second}"));
    for last in [
        with(&format!(":{second} {{{{unsigned|Pat}}}}")),
        with(&format!(":{second} {{{{nicht signiert|Pat|2. Nov.}}}}")),
        with(&format!(":{second} <small>unsigned comment by {PAT}</small>")),
        with(&format!("::{second}")),
        with(":Please stop. I can take it over."),
        with(":Please stop.\n:I can take this over."),
        with(&format!(":{second} {ADA}")),
    ] {
        assert_eq!(after(&[("Pat", unsigned.clone()), ("Ada", last.clone())]), none(), "{last}");
    }
    // Brought from another page, signed or marked as somebody else's.
    for moved in [
        stop.clone(),
        format!(":Stop this.\n:It is my task. {PAT}"),
        ":Please stop. {{unsigned|Pat}}".to_owned(),
        ":Please stop. [[Special:Contributions/192.0.2.1|192.0.2.1]] 09:00, 2 November 2020 (UTC)".to_owned(),
    ] {
        assert_eq!(after(&[("Ada", with(&moved))]), none(), "{moved}");
    }
    // And what is hers beside it is hers.
    let both = with(&format!("{stop}\n::done {ADA}"));
    assert_eq!(after(&[("Pat", said.clone()), ("Ada", both)]), ["done"]);
    let mended = with(&format!(":{stop}\n::Thanks, Pat. {ADA}"));
    assert_eq!(after(&[("Pat", said), ("Ada", mended)]), ["Thanks, Pat."]);
}

#[test]
fn markup_is_no_answer() {
    for reply in [
        "[[Category:Staff]]",
        "[[Kategorie:Mitarbeit|stop]]",
        "[[de:Benutzer Diskussion:Ada]]",
        "[[File:Stop sign.svg|thumb|20px]]",
        "{{clear}}",
        "{{pin section}}",
        "{{DNAU|stop}}",
        "<!-- [[User:DoNotArchiveUntil]] 06:01, 30 January 2026 (UTC) -->{{User:ClueBot III/DoNotArchiveUntil|1769752872}}",
        "<!-- stop -->",
        "__NOTOC__",
        "----",
        "=== stop ===",
        "<br clear=\"all\">",
        "{| class=\"wikitable stop\"\n|}",
        ":::",
        ":…",
    ] {
        assert_eq!(answers(&page(), &with(reply)), none(), "{reply}");
        let above = page().replace("goals ==\n", &format!("goals ==\n{reply}\n"));
        assert_eq!(answers(&page(), &above), none(), "{reply}");
    }
    for (old, new) in [
        ("== Q2 goals ==", "== To do this week: Q2 goals =="),
        ("== Q2 goals ==", "=== Stop: Q2 goals ==="),
        ("Your goals are missing", "Your goals are missin"),
        ("goals are missing", "gaols are missing"),
        ("* KR1", "** KR1"),
    ] {
        assert_eq!(answers(&page(), &page().replace(old, new)), none(), "{new}");
    }
    let collapsed =
        page().replace(NOTICE, &format!("<div class=\"mw-collapsible mw-collapsed\">\n{NOTICE}\n</div>"));
    assert_eq!(answers(&page(), &collapsed), none());
}

#[test]
fn any_word_and_signs_without_letters_are_an_answer() {
    for words in ["👍", "✅", "✓", "+1", "ok", "停", "да", "Ոչ", "‏لا", "Do not archive this."]
    {
        assert_eq!(answers(&page(), &with(&format!(":{words} {ADA}"))), [words], "{words}");
        assert_eq!(answers(&page(), &with(&format!(":{words}"))), [words], "{words}");
    }
    assert_eq!(answers(&page(), &with(":... :-)")), none());
}

#[test]
fn of_what_was_changed_the_latest_version_counts() {
    let said = |words: &str| with(&format!(":{words} {ADA}"));
    let change = |who: &'static str, from: &str, to: &str| {
        let history = history(Some(page()), &[("Ada", said(from)), (who, said(to))]);
        found(&history).into_iter().map(|answer| answer.said).collect::<Vec<_>>()
    };
    let until = Said::SnoozeUntil("2020-12-01".parse().unwrap());
    assert_eq!(change("Ada", "not me", "snooze until 2020-12-01"), [until]);
    assert_eq!(change("Ada", "snooze until 2020-11-20", "snooze until 2020-12-01"), [until]);
    assert_eq!(change("Ada", "stop", "<s>stop</s> sorry, wrong link; please go on"), [Said::Prose]);
    assert_eq!(change("Ada", "stop", "<del>stop</del>"), []);
    // Somebody else has no say in it.
    assert_eq!(change("Pat", "stop", "<s>stop</s>"), [Said::Stop]);
    assert_eq!(change("Pat", "not me", "stop"), [Said::NotMe]);
    assert_eq!(change("Pat", "I left, not me", "I left"), [Said::Prose]);
}

#[test]
fn what_nobody_can_say_is_no_quote_and_no_opt_out() {
    let mut history = history(Some(page()), &[("Ada", with(":stop")), ("Bo", page())]);
    history.is_too_much = true;
    let told = found(&history);
    assert_eq!(
        told.iter().map(|answer| (answer.said, answer.text.as_str())).collect::<Vec<_>>(),
        [(Said::Unknown, "")]
    );
    history.is_too_much = false;
    history.edits[0].text = None;
    assert_eq!(found(&history)[0].text, "…");
    // Nor does it take the words of a hidden revision for the next one's, unless they are signed.
    let hidden = |last: String| {
        let mut history = self::history(Some(page()), &[("Pat", page()), ("Ada", last)]);
        history.edits[0].text = None;
        found(&history).len()
    };
    assert_eq!((hidden(with(":stop")), hidden(with(&format!(":stop {ADA}")))), (0, 1));
}

#[test]
fn a_no_stays_and_else_the_last_answer_counts() {
    let said = |said| {
        let (text, page, orders) = (String::new(), Title::of_wiki(""), Vec::new());
        Answer { said, text, page, revision: RevisionId(1), orders }
    };
    let of = |all: &[Said]| {
        let all: Vec<Answer> = all.iter().map(|one| said(*one)).collect();
        verdict(all.iter().collect()).map(|one| one.said)
    };
    let snooze = Said::SnoozeUntil("2020-11-30".parse().unwrap());
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[Said::Prose, snooze]), Some(snooze));
    assert_eq!(of(&[snooze, Said::Prose]), Some(Said::Prose));
    assert_eq!(of(&[Said::Stop, Said::NotMe, Said::Done]), Some(Said::Stop));
}
