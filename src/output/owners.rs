//! Candidates as lines of the `[owners]` table: comments, until a person has confirmed one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::account::is_invisible;
use crate::owners::Candidates;

/// Lines ready to paste for these names, each name once: valid TOML, and nothing but comments.
pub fn lines<'a>(names: impl Iterator<Item = &'a str>, candidates: &Candidates) -> String {
    let mut text =
        "# Confirm each with the person, take out the \"#\", and put it under [owners]:\n".to_owned();
    let mut seen = BTreeSet::new();
    for name in names.filter(|name| seen.insert(*name)) {
        let found = candidates.get(name).map(Vec::as_slice).unwrap_or_default();
        if found.is_empty() {
            let _ = writeln!(text, "# {}: no candidate", plain(name));
        }
        for candidate in found {
            let (line, evidence) = (entry(name, candidate.account.as_str()), candidate.evidence.join("; "));
            let _ = writeln!(text, "# {line}   # {}", plain(&evidence));
        }
    }
    text
}

/// `"Ada Sample" = "Ada Sample (WMF)"`
fn entry(name: &str, account: &str) -> String {
    let table = toml::Table::from_iter([(plain(name), plain(account).into())]);
    table.to_string().trim_end().to_owned()
}

/// Without what would end a comment or a string, or hide a part of it.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::owners::Candidate;

    #[test]
    fn every_line_is_a_comment_and_valid_toml_without_its_mark() {
        let names = [r#"Leila "Lei" O'Zia"#, r"a\b", "Zoë", "[x]\n= 1", "plain", "#'\"\"\"'''", "Nobody"];
        let candidate = |evidence: &str| Candidate {
            account: Account::new("LZia (WMF)"),
            evidence: vec![evidence.to_owned(), "and\nmore".to_owned()],
        };
        let candidates: Candidates = names[..6]
            .iter()
            .map(|name| ((*name).to_owned(), vec![candidate("edited “#\u{202E}\"”")]))
            .collect();
        let text = lines(names.into_iter().chain(["Zoë"]), &candidates);
        let mut lines = text.lines();
        assert_eq!(
            lines.next(),
            Some(r##"# Confirm each with the person, take out the "#", and put it under [owners]:"##)
        );
        for name in &names[..6] {
            let line = lines.next().unwrap();
            assert!(line.ends_with("   # edited “#\"”; andmore"), "{line}");
            let table: toml::Table = line.strip_prefix("# ").unwrap().parse().unwrap();
            let expected: toml::Table =
                [(name.replace('\n', ""), toml::Value::from("LZia (WMF)"))].into_iter().collect();
            assert_eq!(table, expected, "{line}");
        }
        assert_eq!(lines.collect::<Vec<_>>(), ["# Nobody: no candidate"]);
    }
}
