//! Labels and columns in German, French and Spanish, in the layouts that are built in.

use super::{goals, read};

#[test]
fn goals_for_the_quarter_in_four_languages() {
    for label in [
        "Q2-Ziele:",
        "Ziele Q2:",
        "Ziele im 2. Quartal:",
        "Ziele für das zweite Quartal:",
        "Quartalsziele:",
        "Q2 2020-Ziele:",
        "Objectifs T2 :",
        "Objectifs T2\u{a0}:",
        "Objectifs du 2e trimestre\u{202f}:",
        "Objectifs pour le deuxième trimestre:",
        "Objetivos T2:",
        "Objetivos del 2.º trimestre:",
        "Objetivos del segundo trimestre de 2020:",
        "Metas del trimestre 2:",
    ] {
        let read = goals(&format!("'''KR1:''' One.<br />\n'''{label}'''\n* Ship it"));
        assert_eq!(read, ["KR1: [Ship it]"], "{label}");
    }
    for label in ["Q3-Ziele:", "Ziele im 4. Quartal:", "Objectifs T1 :", "Objetivos del tercer trimestre:"] {
        let read = goals(&format!("'''KR1:''' One.<br />\n'''{label}'''\n* Ship it"));
        assert!(read[0].starts_with("KR1: only under “"), "{label}: {read:?}");
    }
}

#[test]
fn whole_pages_in_other_languages() {
    for (text, expected) in [
        (
            "== Ein dichtes Dach ==\n\n'''Zielverantwortliche:''' Ada Beispiel\n\n'''Verantwortlich:''' Bo Beispiel\n\n\
             '''Schlüsselergebnis 1:''' Kein Eimer steht mehr im Flur.<br />\n'''Q2-Ziele:'''\n* Ziegel kaufen\n'''Fortschritt:''' läuft",
            [
                "# Ein dichtes Dach | Ada Beispiel (own)",
                "Schlüsselergebnis 1 | Kein Eimer steht mehr im Flur. | Bo Beispiel (own) | [Ziegel kaufen]",
            ],
        ),
        (
            "== Un toit étanche ==\n\n'''Responsable de l’objectif :''' Ada Exemple\n\n'''Responsable :''' Bo Exemple\n\n\
             '''Résultat clé 1 :''' Plus un seau.<br />\n'''Objectifs T2 :'''\n* Acheter des tuiles\n'''Avancement :''' en cours",
            [
                "# Un toit étanche | Ada Exemple (own)",
                "Résultat clé 1 | Plus un seau. | Bo Exemple (own) | [Acheter des tuiles]",
            ],
        ),
        (
            "== Un techo ==\n\n'''Responsable del objetivo:''' Ada Ejemplo\n\n'''Encargado:''' Bo Ejemplo\n\n\
             '''Resultado clave 1:''' Ni una gota.<br />\n'''Objetivos T2:'''\n* Comprar tejas\n'''Progreso:''' en curso",
            [
                "# Un techo | Ada Ejemplo (own)",
                "Resultado clave 1 | Ni una gota. | Bo Ejemplo (own) | [Comprar tejas]",
            ],
        ),
    ] {
        assert_eq!(read(text), expected);
    }
}

#[test]
fn columns_in_other_languages() {
    for (headings, about) in [
        ("Bereich !! Quartalsziel !! Verantwortlich !! Stand !! Fällig am", "Web"),
        ("Ziel !! Schlüsselergebnis !! Zuständig !! Fortschritt !! Termin", "Web"),
        ("Objectif !! Résultat clé !! Pilote !! Avancement !! Échéance", "Web"),
        ("Domaine !! Objectif !! Responsable !! Statut !! Date limite", "Web"),
        ("Objetivo !! Resultado clave !! A cargo de !! Estado !! Plazo", "Web"),
        ("Project !! Goal !! DRI !! Progress !! Deadline", "Web"),
        ("Quarter !! Goals !! Point person !! State !! When", "Web"),
    ] {
        let text =
            format!("== A ==\n{{|\n! {headings}\n|-\n| Web || Ship it || Ada || {{{{Done}}}} || May\n|}}");
        assert_eq!(read(&text)[1], format!("- | {about} | Ada (row) | [Ship it]"), "{headings}");
        let page = super::page(&text);
        let row = &page.objectives[0].key_results[0];
        assert_eq!(
            (row.eta.as_deref(), super::status_of(&page)),
            (Some("May"), Some(crate::goals::Status::Done)),
            "{headings}"
        );
        assert_eq!(page.coverage.left_out, [], "{headings}");
    }
}

#[test]
fn other_words_for_who_answers() {
    for label in
        ["DRI", "Assignee", "Point person", "Point of contact", "Contact", "Champion", "Driver", "Lead"]
    {
        assert_eq!(
            read(&format!("== A ==\n\n'''{label}:''' Ada\n\n'''KR1:''' One.\n* Ship it"))[1],
            "KR1 | One. | Ada (own) | [Ship it]",
            "{label}"
        );
    }
}
