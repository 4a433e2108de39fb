//! What readers would see of a page, asked of the wiki's own parser before the page is saved. An unclosed tag, comment or
//! hidden box swallows what comes after it, and only the parser knows all that does.

use scraper::Html;
use scraper::node::Element;
use serde::Deserialize;

use super::error::WikiError;
use super::session::Session;
use crate::base::Title;

/// A word that is put into a text where something is to be seen, and looked for in what the parser makes of it. It is of
/// letters alone, so that nothing on a wiki changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe(String);

impl Probe {
    /// One that does not stand in `text`.
    pub fn absent_from(text: &str) -> Self {
        let mut word = "goalkeeperlooks".to_owned();
        while text.contains(&word) {
            word.push('x');
        }
        Self(word)
    }

    /// As it stands in a heading.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// As it stands in a text: seen only where markup works, too.
    pub fn element(&self) -> String {
        format!("<span id=\"{0}\">{0}</span>", self.0)
    }
}

/// What the parser makes of a page.
#[derive(Debug, Deserialize)]
struct Parsed {
    parse: Parse,
}

#[derive(Debug, Deserialize)]
struct Parse {
    text: String,
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
struct Section {
    /// The heading's text, as HTML.
    line: String,
}

/// Why readers of the page would not see what stands at the probe; `None` if they would. `heading`: whether the probe stands
/// in a heading, too, which must be one of the page's sections.
///
/// # Errors
/// See [`WikiError`].
pub async fn why_unseen(
    session: &Session,
    page: &Title,
    text: &str,
    probe: &Probe,
    heading: bool,
) -> Result<Option<&'static str>, WikiError> {
    let asked = [
        ("action", "parse"),
        ("title", page.as_str()),
        ("text", text),
        ("contentmodel", "wikitext"),
        ("prop", "sections|text"),
        // As it will be saved: with the signature, and with everything that is substituted.
        ("pst", "1"),
        ("disablelimitreport", "1"),
        ("disableeditsection", "1"),
        ("disabletoc", "1"),
    ];
    let Parsed { parse } = session.whole(&asked).await?;
    Ok(unseen_in(&parse, probe, heading))
}

fn unseen_in(parse: &Parse, probe: &Probe, heading: bool) -> Option<&'static str> {
    if heading && !parse.sections.iter().any(|section| section.line.contains(probe.word())) {
        return Some("its heading would be none");
    }
    let html = Html::parse_document(&parse.text);
    let is_probe = |element: &Element| element.attr("id") == Some(probe.word());
    let mut nodes = html.tree.root().descendants();
    let Some(at) = nodes.find(|node| node.value().as_element().is_some_and(is_probe)) else {
        return Some("its words would not be shown");
    };
    let mut around = std::iter::once(at).chain(at.ancestors());
    let hidden = around.any(|node| node.value().as_element().is_some_and(is_hidden));
    hidden.then_some("its words would stand in something hidden")
}

fn is_hidden(element: &Element) -> bool {
    let never_shown = ["script", "style", "template", "noscript", "title", "datalist"];
    if never_shown.contains(&element.name()) || element.attr("hidden").is_some() {
        return true;
    }
    // What is folded up is opened by hardly anyone.
    let class = element.attr("class").unwrap_or_default();
    let folded = class.split_ascii_whitespace().any(|class| matches!(class, "mw-collapsed" | "collapsed"));
    folded || element.attr("style").is_some_and(hides)
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let is = |name: &str, value: &str| {
        let zero = |value: &str| {
            let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            number.parse::<f64>().is_ok_and(|number| number == 0.0)
        };
        match name {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "color" => value == "transparent",
            "opacity" | "font-size" | "font" => zero(value),
            // With `overflow`, nothing of it is seen; without, hardly anyone writes it.
            "height" | "width" | "max-height" | "max-width" => zero(value),
            "left" | "right" | "top" | "text-indent" => value.starts_with("-999"),
            _ => false,
        }
    };
    let parts = style.split(';').filter_map(|part| part.split_once(':'));
    parts.into_iter().any(|(name, value)| is(name, value.trim_end_matches("!important")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unseen(html: &str, line: &str, heading: bool) -> Option<&'static str> {
        let sections = vec![Section { line: "Before".to_owned() }, Section { line: line.to_owned() }];
        let probe = Probe::absent_from("");
        unseen_in(&Parse { text: html.replace("PROBE", &probe.element()), sections }, &probe, heading)
    }

    #[test]
    fn a_probe_is_a_word_that_the_page_does_not_have() {
        let first = Probe::absent_from("Hello.");
        let second = Probe::absent_from(first.word());
        assert!(first.word().chars().all(|c| c.is_ascii_lowercase()));
        assert_ne!(first, second);
        assert!(!first.word().contains(second.word()));
    }

    #[test]
    fn what_is_shown_is_seen() {
        for html in [
            "<p>PROBE</p>",
            "<div class=\"mw-parser-output\"><table><tr><td>PROBE</td></tr></table></div>",
            "<div style=\"display: block; color: red\">PROBE</div>",
            "<div class=\"mw-collapsible\">PROBE</div>",
            "<div style=\"display:none\">hidden</div><p>PROBE</p>",
            "<s><small>PROBE</small></s>",
            "<div style=\"font-size: 90%; width:100%; opacity:0.5; left:0; margin:0\">PROBE</div>",
        ] {
            assert_eq!(unseen(html, "Goals goalkeeperlooks", true), None, "{html}");
        }
    }

    #[test]
    fn what_is_swallowed_or_hidden_is_not() {
        for html in [
            "",
            "<p>Hello</p>",
            "<!-- PROBE -->",
            "<p>&lt;span id=\"goalkeeperlooks\"&gt;goalkeeperlooks&lt;/span&gt;</p>",
            "<div style=\"display:none\">PROBE</div>",
            "<div style=\"Display : None !important\"><p>PROBE</p></div>",
            "<div style=\"color:red;visibility:hidden\"><ul><li>PROBE</li></ul></div>",
            "<div style=\"font-size:0px\">PROBE</div>",
            "<div style=\"opacity:0.0\">PROBE</div>",
            "<div style=\"height:0;overflow:hidden\">PROBE</div>",
            "<div style=\"position:absolute; left:-9999px\">PROBE</div>",
            "<div class=\"mw-collapsible mw-collapsed\">PROBE</div>",
            "<table class=\"collapsible collapsed\"><tr><td>PROBE</td></tr></table>",
            "<div hidden>PROBE</div>",
        ] {
            assert!(unseen(html, "Goals goalkeeperlooks", true).is_some(), "{html}");
        }
    }

    #[test]
    fn a_heading_must_be_a_section_and_only_where_there_is_one() {
        assert_eq!(unseen("<p>PROBE</p>", "Goals", true), Some("its heading would be none"));
        assert_eq!(unseen("<p>PROBE</p>", "Goals", false), None);
    }
}
