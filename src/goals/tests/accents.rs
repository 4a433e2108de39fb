//! Accents in layout files, typed as one character with their letter or apart from it.

use unicode_normalization::UnicodeNormalization as _;

use super::html::html;
use super::{TITLE, goals_of};
use crate::base::Title;
use crate::goals::{GoalPage, Layouts, Reading, quarter_in, read_page};
use crate::wiki::UserNamespaces;

const FILE: &str = r#"
name = "own"
[[managers]]
covers = "item"
labels = ["Chargé de projet"]
[items]
labels = ["Kết quả {number}", "결과 {number}"]
[goals]
labels = ["Étapes de {quarter}"]
[words]
placeholders = ["à définir"]
[words.statuses]
done = ["achevé"]
"#;

const PAGE: &str = "\
== A ==

'''Kết quả 1:''' One.

'''Chargé de projet:''' Zoë

'''Étapes de Q2:'''
* Publish it (achevé)

'''결과 2:''' Two.

'''Étapes de Q2:'''
* à définir
";

fn read_with(file: &str) -> GoalPage {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    std::fs::write(&path, file).unwrap();
    let layouts = Layouts::with(&[path]).unwrap();
    let (title, namespaces) = (Title::of_wiki(TITLE), UserNamespaces::default());
    let quarter = quarter_in(TITLE);
    let reading = Reading {
        title: &title,
        quarter,
        by_heading: None,
        layouts: &layouts,
        layout: Some("own"),
        may_guess: false,
        namespaces: &namespaces,
    };
    read_page(&html(PAGE), reading).unwrap()
}

#[test]
fn a_layout_file_means_the_same_in_whichever_form_its_accents_are_typed() {
    let together = read_with(FILE);
    let goals: Vec<_> = together.key_results().map(|(.., result)| goals_of(result)).collect();
    assert_eq!(goals, ["[Publish it (Done)]", "only “à définir”"]);
    let apart: String = FILE.nfd().collect();
    let escaped = FILE.replace('é', "e\\u0301").replace('ế', "e\\u0302\\u0301");
    assert!(apart != FILE && escaped != FILE);
    for file in [apart, escaped] {
        assert_eq!(read_with(&file).objectives, together.objectives, "{file}");
    }
}
