//! How deep elements are nested, found out before they are parsed.

/// Browsers stop nesting here too. The parser looks through all open elements at each new one, so
/// a page of nothing but `<ul><ul><ul>…` would keep it for hours.
pub const DEEPEST: usize = 512;

/// These have no end tag, or need none.
const NOT_COUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "option", "optgroup",
    "rb", "rt", "rp", "rtc",
];

/// Whether elements are nested deeper than that, going by the tags alone.
pub fn is_too_deep(html: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (name, is_end) = match tag.strip_prefix('/') {
            Some(name) => (name, true),
            None => (tag, false),
        };
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = name.split_at(length);
        rest = after;
        let counts = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !NOT_COUNTED.iter().any(|other| name.eq_ignore_ascii_case(other));
        match (counts, is_end) {
            (false, _) => {}
            (true, true) => depth = depth.saturating_sub(1),
            (true, false) => depth += 1,
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_elements_are_counted() {
        let flat = "<p>a<br><b>b</b><!-- </p><i> --><I>c</i> < d <3 ö<td>".repeat(2 * DEEPEST);
        assert!(!is_too_deep(&flat));
        assert!(!is_too_deep(&"<ul><li>".repeat(DEEPEST)));
        for deep in ["<ul><li>", "<div><!-- </div> -->", "<B><br/>", "<div/>"] {
            assert!(is_too_deep(&deep.repeat(DEEPEST + 1)), "{deep}");
        }
    }
}
