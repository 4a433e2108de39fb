//! What counts as an answer, and what doesn't, on a real wiki: each case on a talk page of its own, all with the
//! wiki's own signatures, undo and rollback.

use crate::support::{User, Wiki, board, line};

/// Whose talk page a case is about, and the two who edit it.
struct Case {
    owner: User,
    pat: User,
    name: String,
    talk: String,
}

type Steps = fn(&Case);

const OWNERS: [&str; 6] = ["Ada", "Bo", "Cyd", "Dee", "Eli", "Fay"];

impl Case {
    fn text(&self) -> String {
        self.owner.text(&self.talk).unwrap()
    }

    fn says(&self, words: &str) {
        self.owner.append(&self.talk, &format!("\n{words}"));
    }

    /// With a signature of the owner's own make, as the wiki saves it.
    fn signs(&self, words: &str, signature: &str) {
        let signature = signature.replace("NAME", &self.name);
        self.says(&format!("{words} {signature} ~~~~~"));
    }

    fn pat_says(&self, words: &str) {
        self.pat.append(&self.talk, &format!("\n{words}"));
    }

    fn changes(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{text}");
        self.owner.save(&self.talk, &text.replace(from, to));
    }

    fn pat_changes(&self, from: &str, to: &str) {
        self.pat.save(&self.talk, &self.text().replace(from, to));
    }

    /// The owner undoes the last edit.
    fn undoes(&self) {
        let last = self.owner.history(&self.talk)[0]["revid"].to_string();
        let answer = self.owner.post(&[("action", "edit"), ("title", &self.talk), ("undo", &last)]);
        assert_eq!(answer["edit"]["result"], "Success", "{answer}");
    }
}

/// Six people were told; each case is played on one talk page. What became of the second round of each.
fn hears(cases: &[(&str, Steps)]) {
    let settings = format!(
        "{}[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n",
        board("Heard/Goals {fiscal_year} Q{quarter}")
    );
    let wiki = Wiki::up();
    for some in cases.chunks(OWNERS.len()) {
        let items = OWNERS.iter().enumerate().map(|(at, name)| {
            format!("'''KR{at}:''' Do it.<br />\n'''Key Result Manager:''' [[User:{name} Sample (WMF)|{name}]]<br />\n'''Q2 Goals:'''\n*\n\n")
        });
        wiki.admin().save("Heard/Goals 2020-21 Q2", &format!("== P ==\n\n{}", items.collect::<String>()));
        for name in OWNERS {
            wiki.admin().save(&format!("User talk:{name} Sample (WMF)"), "Hello.");
        }
        wiki.run_with(&settings, "2020-10-12");
        for ((_, steps), name) in some.iter().zip(OWNERS) {
            let name = format!("{name} Sample (WMF)");
            let talk = format!("User talk:{name}");
            steps(&Case { owner: wiki.as_user(&name), pat: wiki.admin(), name, talk });
        }
        let outcomes = wiki.run_with(&settings, "2020-11-03");
        for (number, ((expected, _), name)) in some.iter().zip(OWNERS).enumerate() {
            let told = line(&outcomes, &format!("notice {name} Sample (WMF)"));
            let text = wiki.admin().text(&format!("User talk:{name} Sample (WMF)")).unwrap_or_default();
            assert!(told.ends_with(expected), "case {number} of these, {name}: {told}\n{text}");
        }
        wiki.reset();
    }
}

#[test]
fn a_signature_may_look_as_it_likes() {
    hears(&[
        ("snoozed", |case| {
            case.signs(":snooze until 2020-12-01", "'''[[User:NAME|Bo]]''' ([[User talk:NAME|talk]])")
        }),
        ("snoozed", |case| {
            case.signs(
                ":snooze until 2020-12-01",
                "[[User:NAME|Cy]] <small>([[User talk:NAME|talk]])</small>",
            )
        }),
        ("snoozed", |case| {
            case.signs(":snooze until 2020-12-01", "<span style=\"color:#700\">[[User:NAME|Eli]]</span>")
        }),
        ("snoozed", |case| {
            case.signs(
                ":snooze until 2020-12-01",
                "<code>[[[User:NAME]]]</code><sup>[[User talk:NAME|done?]]</sup>",
            )
        }),
        ("snoozed", |case| case.signs(":snooze until 2020-12-01", "NAME")),
        ("snoozed", |case| case.says(":snooze until 2020-12-01 ~~~~")),
    ]);
}

#[test]
fn a_signature_that_says_stop_is_no_answer() {
    hears(&[
        ("answered", |case| {
            case.signs(
                ":I'll add it tomorrow.",
                "[[User:NAME|Fay]] <small>(stop! [[User talk:NAME|talk]])</small>",
            )
        }),
        ("answered", |case| {
            case.signs(
                ":I will fill it in tomorrow.",
                "[[User:NAME|Pat]] (stop by [[User talk:NAME|my talk page]])",
            )
        }),
        ("answered", |case| case.signs(":Tomorrow.", "<small>Stop! [[User talk:NAME|Talk to me]]</small>")),
        ("posted", |case| {
            case.signs(":", "[[User:NAME|Stop]] <small>(stop! [[User talk:NAME|talk]])</small>")
        }),
        ("answered", |case| {
            case.signs(":Next week!", "[[User:NAME|N]]: [[Special:Contributions/NAME|stop]]")
        }),
        ("opted-out", |case| {
            case.signs(":Stop.", "[[User:NAME|Fay]] <small>(done [[User talk:NAME|talk]])</small>")
        }),
    ]);
}

#[test]
fn somebody_elses_words_are_never_the_recipients() {
    hears(&[
        ("posted", |case| {
            case.pat_says(":Stop writing to Jo: this is my task. ~~~~");
            case.pat_changes("Stop writing to Jo: this is my task.", "");
            case.undoes();
        }),
        ("posted", |case| {
            case.pat_says(":Please stop. I can take this over. ~~~~");
            case.changes("\n:Please", "\n::Please");
        }),
        ("posted", |case| {
            case.pat_says(":I can take this over.");
            case.changes("this over.", "this over. {{unsigned|Admin}}");
        }),
        ("posted", |case| {
            case.pat_says(":I can help Cy with these next week. ~~~~");
            case.changes("\n:I can", "\n::I can");
        }),
        // Put back by hand; mended within a signed line; brought from elsewhere.
        ("posted", |case| {
            case.pat_says(":not me ~~~~");
            let text = case.text();
            case.pat_changes(":not me", ":");
            case.owner.save(&case.talk, &text);
        }),
        ("posted", |case| {
            case.pat_says(":Stoop writing to Jo. ~~~~");
            case.changes("Stoop writing", "Stop writing");
            case.says(
                ":Stop it, this is mine.\n:Not me, you mean. [[User:Admin|Pat]] 10:00, 20 October 2020 (UTC)",
            );
        }),
    ]);
}

#[test]
fn markup_by_the_recipient_is_no_answer() {
    hears(&[
        ("posted", |case| case.says("[[Category:Staff]]")),
        ("posted", |case| case.says("[[de:Benutzer Diskussion:Eli]]\n{{clear}}")),
        ("posted", |case| {
            let text = case.text();
            let heading = text.lines().find(|line| line.starts_with("==")).unwrap().to_owned();
            case.changes(&heading, &format!("{heading}\n{{{{pin section}}}}"));
        }),
        ("posted", |case| {
            let text = case.text();
            let heading = text.lines().find(|line| line.starts_with("==")).unwrap().to_owned();
            let until = "<!-- [[User:DoNotArchiveUntil]] 06:01, 30 January 2026 (UTC) -->{{User:ClueBot III/DoNotArchiveUntil|1769752872}}";
            case.changes(&heading, &format!("{}\n{until}", heading.replace("== ", "== To do this week: ")));
        }),
        ("posted", |case| {
            let text = case.text();
            case.owner.save(
                &case.talk,
                &format!("<div class=\"mw-collapsible mw-collapsed\">\n{text}\n</div>\n__NOTOC__"),
            );
        }),
        ("answered", |case| case.says(":Do not archive this. ~~~~")),
    ]);
}

#[test]
fn signs_and_every_script_are_an_answer() {
    hears(&[
        ("answered", |case| case.says(":👍 ~~~~")),
        ("answered", |case| case.says(":✅")),
        ("answered", |case| case.says(":✓ ~~~~")),
        ("answered", |case| case.says(":+1")),
        ("answered", |case| case.says(":好的 ~~~~")),
        ("snoozed", |case| case.says(":Pause bis zum 2020-12-01 ~~~~")),
    ]);
}

#[test]
fn what_was_taken_back_in_time_was_never_said() {
    hears(&[
        ("posted", |case| {
            case.says(":stop ~~~~");
            case.undoes();
        }),
        ("posted", |case| {
            case.says(":not me ~~~~");
            case.undoes();
        }),
        ("posted", |case| {
            case.says(":thanks, tomorrow ~~~~");
            case.undoes();
        }),
        ("answered", |case| {
            case.says(":stop");
            case.changes("\n:stop", "\n:<s>stop</s> sorry, wrong link; please go on");
        }),
        ("snoozed", |case| {
            case.says(":not me");
            case.changes("\n:not me", "\n:snooze until 2020-12-01");
        }),
        // Removed by somebody else, it stays said.
        ("opted-out", |case| {
            case.says(":stop ~~~~");
            case.pat_changes(":stop", ":");
        }),
        // Archived with the notice, too.
        ("answered", |case| {
            case.says(":not me ~~~~");
            case.owner.save(&case.talk, "All archived.");
        }),
        // Taken out by one, put back by another.
        ("opted-out", |case| {
            case.says(":stop ~~~~");
            let text = case.text();
            case.pat_changes(":stop", ":");
            case.pat.save(&case.talk, &text);
        }),
    ]);
}

#[test]
fn past_a_hundred_revisions_nobody_is_told_and_nobody_opted_out() {
    hears(&[("answered", |case| {
        case.says(":stop ~~~~");
        for number in 0..100 {
            case.pat_says(&number.to_string());
        }
    })]);
}
