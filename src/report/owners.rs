//! The worklist of names and accounts; candidates come as lines of the `[owners]` table, which are comments until a person
//! has confirmed one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::counted;
use crate::base::Title;
use crate::base::text::is_invisible;
use crate::people::{Candidates, Named, ResolvedBy};

/// `owners`: names without an account first, since they are the work to do. `candidates` is `None` if
/// they could not be looked for.
pub fn human(names: &[Named], candidates: Option<&Candidates>) -> String {
    let (known, unknown): (Vec<_>, Vec<_>) = names.iter().partition(|named| named.account.is_some());
    let mut text = String::new();
    if !unknown.is_empty() {
        text.push_str(
            "Names without an account; link them on the page, or confirm them in the [owners] table or on the owners \
             page:\n",
        );
        for named in &unknown {
            let _ = writeln!(text, "  {}  ({})", named.name, joined(&named.pages));
        }
        if let Some(candidates) = candidates {
            text.push_str(&lines(unknown.iter().map(|named| named.name.as_str()), candidates));
        }
    }
    if !known.is_empty() {
        text.push_str("Names with an account:\n");
        for named in &known {
            if let Some((account, by)) = &named.account {
                let by = match by {
                    ResolvedBy::Link => "linked on the page",
                    ResolvedBy::Table => "from the [owners] table",
                    ResolvedBy::OwnersPage => "from the owners page",
                };
                let _ = writeln!(text, "  {} → {account}, {by}", named.name);
            }
        }
    }
    let _ = writeln!(text, "{}, {} without an account", counted(names.len(), "name", "names"), unknown.len());
    text
}

fn joined(titles: &[Title]) -> String {
    titles.iter().map(Title::as_str).collect::<Vec<_>>().join("; ")
}

/// `owners --format json`. `candidates` is `None` if they could not be looked for.
pub fn json(names: &[Named], candidates: Option<&Candidates>) -> Json {
    let one = |named: &Named| {
        let unresolved = candidates.filter(|_| named.account.is_none());
        let candidates = unresolved.and_then(|candidates| candidates.get(&named.name)).into_iter().flatten();
        let candidates = candidates.map(|c| json!({"account": c.account.as_str(), "evidence": c.evidence}));
        json!({
            "name": named.name,
            "pages": named.pages,
            "account": named.account.as_ref().map(|(account, _)| account.as_str()),
            "source": named.account.as_ref().map(|(_, by)| by),
            "candidates": candidates.collect::<Vec<_>>(),
        })
    };
    json!({"schema": "goalkeeper.owners/1", "names": names.iter().map(one).collect::<Vec<_>>()})
}

/// Lines ready to paste for these names, each name once: valid TOML, and nothing but comments.
fn lines<'a>(names: impl Iterator<Item = &'a str>, candidates: &Candidates) -> String {
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
    use crate::base::Account;
    use crate::people::Candidate;

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
