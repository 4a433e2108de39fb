//! The bot's own table is never read (`document/builder/own`).

use super::{GoalPage, TITLE, html, read_html};

const PROGRAM: &str =
    "== A program ==\n\n'''Objective Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n";

/// What is read where this HTML stands under a label that waits for goals, and in the end.
fn read(own: &str) -> GoalPage {
    let behind = "\n'''KR2:''' Two.<br />\n'''Q2 Goals:'''\n* Rest\n";
    let text = html::html(&format!("{PROGRAM}{behind}"));
    let text = text.replacen("<b>Q2 Goals:</b></p>", &format!("<b>Q2 Goals:</b></p>{own}"), 1);
    let text = text.replace("</body>", &format!("{own}</body>"));
    assert_eq!(text.matches("wikitable").count(), 2, "{text}");
    read_html(TITLE, &text, None).unwrap()
}

fn assert_unseen(own: &str) {
    let nothing = "<table class=\"wikitable\" style=\"display:none\"></table>";
    assert_eq!(read(own), read(nothing), "{own}");
}

fn table(language: usize) -> String {
    let (headings, goals) = [
        (
            ["Objective", "Key result", "Manager", "Goals", "Status"],
            ["waiting for goals", "1 goal", "2 goals"],
        ),
        (
            ["Oberziel", "Schlüsselergebnis", "Verantwortlich", "Ziele", "Status"],
            ["Ziele fehlen noch", "1 Ziel", "12 Ziele"],
        ),
        (
            ["Objectif général", "Résultat clé", "Responsable", "Objectifs", "Statut"],
            ["en attente d’objectifs", "1 objectif", "illisible"],
        ),
    ][language];
    let headings = headings.map(|heading| format!("<th>{heading}</th>")).concat();
    let link = "<a rel=\"mw:WikiLink\" href=\"./Goals/2020-21_Q2#P\">P</a>";
    let [one, two, three] = goals;
    format!(
        "<table class=\"wikitable\"><tbody><tr>{headings}</tr>\n\
         <tr><td rowspan=\"2\">{link}</td>\n<td>{link}</td><td>Bo</td><td>{one}</td><td></td></tr>\n\
         <tr><td>{link}</td><td>Bo</td><td>{two}</td><td>Done</td></tr>\n\
         <tr><td>{link}</td><td></td><td>Bo</td><td>{three}</td><td></td></tr></tbody></table>"
    )
}

const INTROS: [&str; 3] = [
    "<p>Kept up to date by <a rel=\"mw:WikiLink\" href=\"./User:B\">a bot</a>; please change the goal page, not this table.</p>",
    "<p>Diese Tabelle hält <a rel=\"mw:WikiLink\" href=\"./User:B\">ein Bot</a> aktuell; bitte ändere nicht sie, sondern die Seite mit den Zielen.</p>",
    "<p>Tableau tenu à jour par <a rel=\"mw:WikiLink\" href=\"./User:B\">un bot</a>\u{A0}; merci de modifier la page d’objectifs plutôt que ce tableau.</p>",
];

fn marked(between: &str) -> String {
    let begin = "<!-- goalkeeper status technology 2020-21Q2 begin; this part is replaced by a bot -->";
    format!("{begin}\n{between}\n<!-- goalkeeper status technology 2020-21Q2 end -->")
}

#[test]
fn a_table_in_its_wrapper_is_not_seen() {
    for (language, intro) in INTROS.iter().enumerate() {
        let own = format!("{intro}{}", table(language));
        assert_unseen(&format!("<div class=\"goalkeeper-status\">{own}</div>"));
        assert_unseen(&format!("<div class=\"x goalkeeper-status\" about=\"#mwt9\">{own}</div>"));
    }
}

#[test]
fn a_table_without_one_is_known_by_its_markers() {
    // Whatever stands between them: in older words, or in a list that goes on behind them.
    assert_unseen(&marked(&format!(
        "{}<p>Some older words</p>",
        table(0).replace("waiting for goals", "none")
    )));
    assert_unseen(&format!("<div>{}</div>", marked(&table(1).replace("Oberziel", "Anders"))));
    // The markers may stand on different levels.
    let (begin, end) = marked("|").split_once('|').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_unseen(&format!("<p>{begin} Words</p>{}<div><p>More.{end}</p></div>", table(0)));
}

#[test]
fn nothing_is_hidden_by_markers_that_are_no_pair() {
    let table = table(0).replace("Manager", "Who");
    for own in [
        marked(&table).replace(" end -->", " over -->"),
        marked(&table).replace("Q2 end", "Q3 end"),
        marked(&table).replace("begin;", "beginning;"),
        marked("") + &table,
    ] {
        let lines = read(&own);
        assert_ne!(lines, read(&marked(&table)), "{own}");
    }
}

#[test]
fn a_transcluded_table_of_an_older_release_is_known_by_its_words() {
    for (language, intro) in INTROS.iter().enumerate() {
        assert_unseen(&format!("{intro}{}", table(language)));
        assert_unseen(&table(language));
    }
    let untold = "<p>Named above, but out of this bot’s reach: Gil Unknown.</p>";
    assert_unseen(&format!("{}{}{untold}", INTROS[0], table(0)));
}

#[test]
fn a_table_with_the_same_headings_and_goals_in_it_is_read() {
    let read = |table: &str| {
        let text = html::html("== A ==\n").replace("</body>", &format!("{table}</body>"));
        read_html(TITLE, &text, None).map(|page| page.key_results().count())
    };
    assert_eq!(read(&table(0).replace("waiting for goals", "Publish the report")), Ok(3));
    assert!(read(&table(0)).is_err(), "a page with nothing but the bot's own table");
}

#[test]
fn what_is_transcluded_with_the_table_still_stands_on_its_page() {
    let data = r#"data-mw='{"parts":[{"template":{"target":{"wt":":S","href":"./Goals/Status"},"params":{},"i":0}}]}'"#;
    let text = format!(
        "<html><body><h2 id=\"A\">A</h2><div class=\"goalkeeper-status\" about=\"#mwt1\" typeof=\"mw:Transclusion\" {data}>\
         {}</div><p about=\"#mwt1\"><b>KR1:</b> One.</p><ul about=\"#mwt1\"><li>Ship it</li></ul></body></html>",
        table(0)
    );
    let page = read_html(TITLE, &text, None).unwrap();
    let sources: Vec<_> = page.source_pages().into_iter().map(ToString::to_string).collect();
    assert_eq!((sources, page.key_results().count()), (vec!["Goals/Status".to_owned()], 1));
}
