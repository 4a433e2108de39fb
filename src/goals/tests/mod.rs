//! Small pages, from HTML to what is read; a file each for the parts of the reader.

pub mod html;

use std::sync::LazyLock;

use super::{GoalPage, GoalsState, Layouts, NotRead, Reading, quarter_in, read_page};
use crate::base::Title;
use crate::wiki::UserNamespaces;

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);

/// Reads HTML as the page of a title.
pub fn read_html(title: &str, html: &str, layout: Option<&str>) -> Result<GoalPage, NotRead> {
    let title = Title::of_wiki(title);
    let quarter = quarter_in(title.as_str());
    let namespaces = UserNamespaces::default();
    read_page(html, Reading { title: &title, quarter, layouts: &LAYOUTS, layout, namespaces: &namespaces })
}

/// The names of the built-in layouts, and the choice of the one that fits.
pub fn every_layout() -> impl Iterator<Item = Option<&'static str>> {
    LAYOUTS.iter().map(|layout| Some(layout.name())).chain([None])
}

#[test]
fn pages_made_here_read_as_those_that_parsoid_made() {
    macro_rules! page {
        ($wikitext:literal, $html:literal) => {
            (
                $wikitext,
                include_str!(concat!("../../../", $wikitext, ".wikitext")),
                include_str!(concat!("../../../fuzz/seeds/read_page/", $html, ".html")),
            )
        };
    }
    for (name, wikitext, parsoid) in [
        page!("tests/pages/key-results", "key-results"),
        page!("tests/pages/key-results--br", "key-results--br"),
        page!("deploy/dev-wiki/pages/(Main)/Sample Product%2FGoals%2F2020-21 Q2", "sample-product"),
        page!("deploy/dev-wiki/pages/(Main)/Wikimedia Technology%2FGoals%2F2020-21 Q2", "technology-q2"),
        page!("deploy/dev-wiki/pages/(Main)/Wikimedia Technology%2FGoals%2F2020-21 Q1", "technology-q1"),
    ] {
        let title = if name.ends_with("Q1") { "Goals/2020-21 Q1" } else { "Goals/2020-21 Q2" };
        let ours = read_html(title, &html::html(wikitext), None).unwrap();
        assert_eq!(ours, read_html(title, parsoid, None).unwrap(), "{name}");
        assert!(ours.key_results().any(|(.., result)| result.goals_state == GoalsState::Read));
    }
}
