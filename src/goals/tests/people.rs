//! People on small pages: links, lines, lists and cells (`names`, `reader/managers`). Most come from reports about programs
//! that do a part of this one's work.

use super::{named, page};
use crate::goals::{KeyResult, Manager, Managers};

/// A page with one program, these lines between its heading and its key result.
fn program(managers: &str) -> String {
    format!(
        "== Program 1 ==\n\n'''Objective Manager:''' [[User:Oli|Oli]]\n\n{managers}\n\n\
         '''KR1:''' Result 1.<br />\n'''Q2 Goals:'''\n*\n"
    )
}

/// Who is read behind a manager's label.
fn who(value: &str) -> String {
    who_after(&format!("'''Key Result Manager:''' {value}"))
}

fn who_after(lines: &str) -> String {
    let page = page(&program(lines));
    let read: Vec<_> = page.key_results().map(|(.., result)| of(result)).collect();
    assert_eq!(read.len(), 1, "{lines}");
    let goals = page.key_results().map(|(.., result)| super::goals_of(result)).collect::<String>();
    assert_eq!(goals, "nothing after the label", "{lines}: a name is no goal");
    read.concat()
}

/// Who is read in a cell under “Owner”.
fn who_in_cell(cell: &str) -> String {
    let table = format!(
        "== A ==\n{{|\n! Objective !! Key result !! Owner !! Status\n|-\n| a || b || {cell}\n| {{{{Done}}}}\n|}}"
    );
    let page = page(&table);
    page.key_results().map(|(.., result)| of(result)).collect::<Vec<_>>().join(" / ")
}

/// `[Ada]` for an account whose name is shown, `[Ada|A.]` for one under another label, `Ada` without any; with a
/// question mark if it isn't certain.
fn of(result: &KeyResult) -> String {
    let one = |manager: &Manager| match &manager.account {
        Some(account) if account.as_str() == manager.name => format!("[{account}]"),
        Some(account) => format!("[{account}|{}]", manager.name),
        None => manager.name.to_string(),
    };
    match &result.managers {
        Managers::Named { managers, certain, .. } => {
            let doubt = if *certain { "" } else { "?" };
            format!("{}{doubt}", managers.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        other => super::named(other),
    }
}

#[test]
fn a_link_names_its_account_whatever_its_label() {
    for (link, expected) in [
        ("[[User:1234567|1234567]]", "[1234567]"),
        ("[[User:Ada|🦊]]", "[Ada]"),
        ("[[User:Ada|→]]", "[Ada]"),
        ("[[User:Ada|*]]", "[Ada]"),
        ("[[User:Ada|42]]", "[Ada]"),
        ("[[User:Ada|TBD]]", "unread"),
        ("[[User talk:Ada|Ada]]", "[Ada]"),
        ("[[Special:Contributions/Ada|Ada]]", "[Ada]"),
        ("[[Special:Contributions/Ada|what she did]]", "[Ada|what she did]"),
        ("[[Special:Contribs/Ada|Ada]]", "[Ada]"),
        // Subpages, and pages about somebody, name no account.
        ("[[User:Ada/Drafts|Ada]]", "Ada"),
        ("[[Special:Log/Ada|Ada]]", "Ada"),
    ] {
        assert_eq!(who(link), expected, "{link}");
    }
}

#[test]
fn what_stands_beside_a_link_names_nobody_else() {
    for line in [
        "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 12:00, 3 October 2020 (UTC)",
        "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 14:05, 3 October 2020 (CEST)",
        "[[User:Ada|Ada]] ([[User talk:Ada|Diskussion]]) 14:05, 3. Okt. 2020 (CEST)",
        "[[User:Ada|Ada]] · [[User talk:Ada|talk]] · [[Special:Contributions/Ada|contribs]]",
        "[[User:Ada|Ada]] ([[User talk:Ada|talk]] • [[Special:Contributions/Ada|contribs]])",
        "[[User:Ada|Ada]] – Research",
        "[[User:Ada|Ada]] — Head of Design",
        "[[User:Ada|Ada]] - (Research)",
        "[[User:Ada|Ada]], Director of Research",
        "[[User:Ada|Ada]], Leiterin der Forschung",
        "[[User:Ada|Ada]] (lead)",
        "[[User:Ada|Ada]] (Product Manager, Community Tech)",
        "[[User:Ada|Ada]] T123",
        "[[User:Ada|Ada]], T123 and T456",
        "[[User:Ada|Ada]] (T123)",
    ] {
        assert_eq!(who(line), "[Ada]", "{line}");
    }
    for line in [
        "[[User:Ada|Ada]]: Research; [[User:Bo|Bo]]: Design",
        "[[User:Ada|Ada]] (lead), [[User:Bo|Bo]]",
        "[[User:Ada|Ada]] (Research), [[User:Bo|Bo]] (Design)",
        "[[User:Ada|Ada]]/[[User:Bo|Bo]]",
        "[[User:Ada|Ada]] w/ [[User:Bo|Bo]]",
    ] {
        assert_eq!(who(line), "[Ada], [Bo]", "{line}");
    }
}

#[test]
fn a_link_is_found_by_its_place_and_not_by_its_words() {
    for (line, expected) in [
        ("Johanna Sample and [[User:Jo|Jo]]", "Johanna Sample, [Jo]"),
        ("Bob Sample, [[User:Bo|Bo]]", "Bob Sample, [Bo]"),
        ("[[User:Jo|Jo]] and Johanna Sample", "[Jo], Johanna Sample"),
        ("[[User:Bo|Alex]] and [[User:Cy|Alex]]", "[Bo|Alex], [Cy|Alex]"),
        ("[[User:Bo|Alex]] and Alex Sample", "[Bo|Alex], Alex Sample"),
        ("[[User:Bo|Alex]], [[User:Bo|Bo]]", "[Bo|Alex]"),
    ] {
        assert_eq!(who(line), expected, "{line}");
    }
}

#[test]
fn names_go_on_in_further_lines() {
    for lines in [
        "[[User:Dee|Dee]]<br>[[User:Eli|Eli]]",
        "[[User:Dee|Dee]],<br />[[User:Eli|Eli]]",
        "[[User:Dee|Dee]]\n[[User:Eli|Eli]]",
        "<br>[[User:Dee|Dee]]<br>[[User:Eli|Eli]]",
        "\n: [[User:Dee|Dee]]\n: [[User:Eli|Eli]]",
        "[[User:Dee|Dee]]\n: [[User:Eli|Eli]]",
        "\n* [[User:Dee|Dee]]\n* [[User:Eli|Eli]]",
        "\n* [[User:Dee|Dee]]\n** [[User:Eli|Eli]]",
        "\n* [[User:Dee|Dee]] (lead)\n* [[User:Eli|Eli]]",
    ] {
        assert_eq!(who(lines), "[Dee], [Eli]", "{lines:?}");
    }
    assert_eq!(who("<br>Dee Sample<br>Eli Sample"), "Dee Sample, Eli Sample");
    assert_eq!(who("\n: Dee Sample\n: Eli Sample"), "Dee Sample, Eli Sample");
    assert_eq!(who("\n* Dee Sample\n** Eli Sample"), "Dee Sample, Eli Sample");
}

#[test]
fn a_line_below_an_empty_label_may_name_somebody() {
    for lines in
        ["\n: Dee Sample\n: We meet on Mondays.", "\n\nDee Sample\n\nWe meet on Mondays.", "\n\nthe team"]
    {
        assert_eq!(who(lines), "unread", "{lines:?}");
    }
    for lines in ["", "\n\nWe meet on Mondays.", "<br>TBD", "\n* TBD", "\n\n–"] {
        assert_eq!(who(lines), "nobody", "{lines:?}");
    }
}

#[test]
fn names_stand_on_several_lines_of_a_cell() {
    for (cell, expected) in [
        ("Ann Example<br>Ben Example", "Ann Example, Ben Example"),
        ("\n* Ann Example\n* Ben Example", "Ann Example, Ben Example"),
        ("\n* Ann Example\n** Ben Example", "Ann Example, Ben Example"),
        ("\nAnn Example\n\nBen Example", "Ann Example, Ben Example"),
        ("[[User:Ann|Ann]]<br>[[User:Ben|Ben]]", "[Ann], [Ben]"),
        ("[[User:Ann|Ann]]<br>Ben Example", "[Ann], Ben Example"),
        ("[[User:Ann|Ann]] (lead)<br>[[User:Ben|Ben]] (design)", "[Ann], [Ben]"),
        ("[[User:Ann|Alex]]<br>[[User:Ben|Alex]]", "[Ann|Alex], [Ben|Alex]"),
        ("TBD<br>[[User:Ben|Ben]]", "[Ben]"),
        ("[[User:Ann|→]]", "[Ann]"),
        ("→", "unread"),
        ("the team", "unread"),
        ("gesucht", "nobody"),
        ("", "nobody"),
    ] {
        assert_eq!(who_in_cell(cell), expected, "{cell:?}");
    }
}

#[test]
fn words_that_say_that_nobody_is_there_yet() {
    for word in [
        "TBD",
        "vacant",
        "needs owner",
        "to be hired",
        "unassigned",
        "offen",
        "noch offen",
        "unbesetzt",
        "niemand",
        "wird noch gesucht",
        "à définir",
        "à pourvoir",
        "non attribué",
        "aucun",
        "poste vacant",
        "por definir",
        "sin asignar",
        "nadie",
        "se busca",
        "vacante",
    ] {
        for value in [word.to_owned(), format!("''{word}''"), format!("({word})"), format!("{word} (hiring)")]
        {
            assert_eq!(who(&value), "nobody", "{value}");
        }
    }
    for name in ["Ann Open", "Nadie Sample", "Personne Sample", "Vacante Sample", "Offen Sample"] {
        assert_eq!(who(name), name);
    }
}

#[test]
fn somebody_may_be_meant_where_nobody_is_named() {
    for value in [
        "the team",
        "Everyone",
        "all",
        "see above",
        "Siehe oben",
        "ditto",
        "idem",
        "voir ci-dessus",
        "↑",
        "→",
        "\"",
    ] {
        assert_eq!(who(value), "unread", "{value}");
    }
}

#[test]
fn words_of_doubt_make_a_line_uncertain() {
    for line in [
        "[[User:Ada|Ada]]?",
        "[[User:Ada|Ada]] (?)",
        "[[User:Ada|Ada]] (tentative)",
        "[[User:Ada|Ada]] (left)",
        "[[User:Ada|Ada]] until March",
        "maybe [[User:Ada|Ada]]",
        "not [[User:Ada|Ada]]",
        "ask [[User:Ada|Ada]]",
        "vielleicht [[User:Ada|Ada]]",
        "peut-être [[User:Ada|Ada]]",
        "quizás [[User:Ada|Ada]]",
    ] {
        assert_eq!(who(line), "[Ada]?", "{line}");
    }
    // In brackets stands who it was; a doubtful second name changes nothing about the first.
    assert_eq!(who("[[User:Ada|Ada]] (formerly [[User:Bo|Bo]])"), "[Ada]");
    assert_eq!(who("[[User:Ada|Ada]] and bell hooks"), "[Ada]");
    assert_eq!(who("[[User:Ada|Ada]] and somebody else"), "[Ada]");
}

#[test]
fn a_line_above_a_list_of_key_results_is_for_all_of_them() {
    let list = "* KR1: One\n* KR2: Two\n* KR3: Three";
    let page = page(&format!("== A ==\nOwner: Ada\n\n{list}\n\n== B ==\nOwner: TBD\n\n{list}"));
    let names: Vec<String> = page.key_results().map(|(.., result)| named(&result.managers)).collect();
    let [ada, nobody] = ["Ada (section)", "nobody"];
    assert_eq!(names, [ada, ada, ada, nobody, nobody, nobody]);
}

#[test]
fn a_clause_is_no_name_and_makes_the_line_uncertain() {
    for (line, expected) in [
        ("Ada, who left in May", "Ada (own)?"),
        ("''vacant, see [[HR/Jobs]]''", "unread"),
        ("Ada, until Bo is back", "Ada (own)?"),
        ("siehe [[Team/Seite]]", "unread"),
        ("@Bo", "Bo (own)"),
        ("[[Staff/Ada|Ada/Bo]]", "Ada/Bo (own)"),
    ] {
        let page = page(&format!("== A ==\n\n'''Key Result Manager:''' {line}\n\n'''KR1:''' One.\n* B"));
        assert_eq!(named(&page.objectives[0].key_results[0].managers), expected, "{line}");
    }
}
