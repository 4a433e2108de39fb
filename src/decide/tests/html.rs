//! Goal pages as Parsoid writes them, put together from key results.

use std::fmt::Write as _;

/// A page with one objective, `P`, over these key results.
pub fn page(items: &[String]) -> String {
    objective("P", "", items)
}

/// An objective with its manager's line, or without one if that is empty, over these key results.
pub fn objective(title: &str, manager: &str, items: &[String]) -> String {
    let anchor = title.replace(' ', "_");
    let manager = match manager {
        "" => String::new(),
        manager => format!("<p><b>Objective Manager:</b> {manager}</p>"),
    };
    format!(
        "<section data-mw-section-id=\"1\"><h2 id=\"{anchor}\">{title}</h2>{manager}\
         <section data-mw-section-id=\"2\"><h3 id=\"Key_Results\">Key Results</h3>{}</section></section>",
        items.concat()
    )
}

/// A key result under its manager's line. `goals` is what stands under the label of its goals.
pub fn item(number: usize, manager: &str, goals: &str) -> String {
    labelled(number, manager, &format!("<br/>\n<b>Q2 Goals:</b></p>{goals}"))
}

/// A key result under its manager's line, and what follows its text, which ends the paragraph.
pub fn labelled(number: usize, manager: &str, rest: &str) -> String {
    let manager = match manager {
        "" => String::new(),
        manager => format!("<p><b>Key Result Manager:</b> {manager}</p>"),
    };
    format!("{manager}<p><b>KR{number}:</b> Number {number}.{rest}")
}

/// A key result without goals.
pub fn stub(number: usize, manager: &str) -> String {
    item(number, manager, &list(&[""]))
}

/// A key result with a goal.
pub fn filled(number: usize, manager: &str) -> String {
    item(number, manager, &list(&["Something"]))
}

/// Goals, a line each.
pub fn list(goals: &[&str]) -> String {
    let mut html = "<ul>".to_owned();
    for goal in goals {
        let _ = write!(html, "<li>{goal}</li>");
    }
    html + "</ul>"
}

/// A name that links to the account of somebody at the foundation.
pub fn staff(name: &str) -> String {
    link(&format!("{name} Sample (WMF)"), &format!("{name} Sample"))
}

/// A name that links to an account's user page.
pub fn link(account: &str, shown: &str) -> String {
    let href = account.replace(' ', "_");
    format!("<a rel=\"mw:WikiLink\" href=\"./User:{href}\" title=\"User:{account}\">{shown}</a>")
}

/// What a template without parameters makes of a page.
pub fn template(name: &str, shown: &str) -> String {
    transcluded("span", &format!("Template:{name}"), shown)
}

/// Something that stands on another page.
pub fn transcluded(element: &str, title: &str, inner: &str) -> String {
    let href = title.replace(' ', "_");
    format!(
        "<{element} about=\"#mwt{}\" typeof=\"mw:Transclusion\" data-mw='{{\"parts\":[{{\"template\":{{\"target\":\
         {{\"wt\":\"{title}\",\"href\":\"./{href}\"}},\"params\":{{}}}}}}]}}'>{inner}</{element}>",
        crc32fast::hash(title.as_bytes())
    )
}
