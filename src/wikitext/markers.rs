//! The hidden markers around the bot's own part of a page.

/// The class of the element around a status table. Comments are lost where a page is transcluded; by this the bot knows its own
/// table there, too, and never reads it as goals.
pub const TABLE_CLASS: &str = "goalkeeper-status";

/// Two hidden comments that a region of a page stands between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// Before it.
    pub begin: String,
    /// After it.
    pub end: String,
}

/// The markers are not as the bot left them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl Markers {
    /// The part of `text` between the markers; `None` if neither is there.
    ///
    /// # Errors
    /// One without the other, the wrong way round, or twice: nobody can say what to replace then.
    pub fn find(&self, text: &str) -> Result<Option<std::ops::Range<usize>>, Damaged> {
        let once = |marker: &str| {
            let mut found = text.match_indices(marker).map(|(at, _)| at);
            let first = found.next();
            if found.next().is_some() { Err(Damaged) } else { Ok(first) }
        };
        match (once(&self.begin)?, once(&self.end)?) {
            (None, None) => Ok(None),
            (Some(begin), Some(end)) if begin + self.begin.len() <= end => {
                Ok(Some(begin + self.begin.len()..end))
            }
            _ => Err(Damaged),
        }
    }

    /// The region with its markers.
    pub fn around(&self, text: &str) -> String {
        format!("{}\n{}\n{}", self.begin, text.trim(), self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_markers_are_never_guessed_at() {
        let markers = Markers { begin: "<!-- begin -->".to_owned(), end: "<!-- end -->".to_owned() };
        let (begin, end) = (&markers.begin, &markers.end);
        assert_eq!(markers.find("nothing here"), Ok(None));
        let whole = format!("a {} b", markers.around("table"));
        assert_eq!(whole[markers.find(&whole).unwrap().unwrap()].trim(), "table");
        for text in [
            begin.clone(),
            end.clone(),
            format!("{end} x {begin}"),
            format!("{begin} {begin} x {end}"),
            format!("{begin} x {end} y {end}"),
        ] {
            assert_eq!(markers.find(&text), Err(Damaged), "{text}");
        }
    }
}
