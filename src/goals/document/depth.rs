//! How deep elements are nested, found out before they are put together.

/// Browsers stop nesting here too. The parser looks through all open elements at each new one, so
/// a page of nothing but `<ul><ul><ul>…` would keep it for hours.
const DEEPEST: usize = 512;

/// These have no end tag, or need none.
const NOT_COUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "option", "optgroup",
    "rb", "rt", "rp", "rtc",
];

/// Elements are nested too deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("elements nested more than {DEEPEST} deep")]
pub struct TooDeep;

/// How many elements are open, going by the tags alone.
#[derive(Debug, Default)]
pub struct Depth(usize);

impl Depth {
    /// A start tag.
    pub fn open(&mut self, name: &str) -> Result<(), TooDeep> {
        self.0 += usize::from(counts(name));
        if self.0 > DEEPEST { Err(TooDeep) } else { Ok(()) }
    }

    /// An end tag.
    pub fn close(&mut self, name: &str) {
        self.0 = self.0.saturating_sub(usize::from(counts(name)));
    }
}

fn counts(name: &str) -> bool {
    !NOT_COUNTED.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree_of;
    use super::*;

    #[test]
    fn open_elements_are_counted() {
        let is_too_deep = |html: &str| tree_of(html).is_err();
        let flat = "<p>a<br><b>b</b><!-- </p><i> --><I>c</i> < d <3 ö<td>".repeat(2 * DEEPEST);
        assert!(!is_too_deep(&flat));
        assert!(!is_too_deep(&"<ul><li>".repeat(DEEPEST)));
        for deep in ["<ul><li>", "<div><!-- </div> -->", "<B><br/>", "<div/>"] {
            assert!(is_too_deep(&deep.repeat(DEEPEST + 1)), "{deep}");
        }
    }
}
