//! `explain`, and that every rule is documented.

use crate::support::{command, ran};

#[test]
fn every_rule_explains_itself() {
    let list = ran(command().args(["explain", "--format", "json"]));
    assert_eq!(list.code, 0, "{}", list.err);
    let rules = list.json()["rules"].as_array().unwrap().clone();
    assert_eq!(rules.len(), goalkeeper::rules::RULES.len());
    for rule in rules {
        let (name, severity) = (rule["rule"].as_str().unwrap(), rule["severity"].as_str().unwrap());
        assert!(["error", "warning", "note"].contains(&severity), "{name}: {severity}");
        let one = ran(command().args(["explain", name]));
        assert_eq!(one.code, 0, "{}", one.err);
        assert!(one.out.starts_with(&format!("{name} ({severity})\n\nWhat it does\n")), "{}", one.out);
        for part in ["What it does", "Why it matters", "Example", "How to fix it"] {
            assert!(one.out.contains(part), "{name}: no “{part}”: {}", one.out);
        }
    }
}

/// `docs/rules.md` is made of what `explain` prints; `UPDATE_DOCS=1` renews it.
#[test]
fn the_documentation_is_what_explain_says() {
    let list = ran(command().args(["explain", "--format", "json"])).json();
    let mut document = String::from(
        "# The rules\n\nWhat `goalkeeper check` looks for; `goalkeeper explain RULE` says the same.\n\n\
         A comment on the goal page allows what a rule finds, for the key result it stands in or, above the first\n\
         objective, for the page; the day and the reason may be left out:\n\n    \
         <!-- goalkeeper: allow empty-goals until 2020-11-15: waiting for budget -->\n\n\
         For all pages of a board the settings can say how bad a finding is, or `off`:\n\n    \
         [boards.rules]\n    unlinked-manager = \"off\"\n\n\
         `error`, `warning` and `note` change the word shown, and not the exit code or who is told. With `off` the rule\n\
         finds nothing, and nobody is told either.\n",
    );
    for rule in list["rules"].as_array().unwrap() {
        let text = |name: &str| rule[name].as_str().unwrap().to_owned();
        let explanation = text("explanation");
        let parts = explanation.split("\n\n").map(|part| {
            let (title, body) = part.split_once('\n').unwrap_or((part, ""));
            let body: Vec<_> = body.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
            if ["Example", "How to fix it"].contains(&title) {
                let body: Vec<_> = body.iter().map(|line| format!("    {line}")).collect();
                return format!("**{title}**\n\n{}", body.join("\n").trim_end());
            }
            match title.starts_with("  ") {
                true => format!("    {}", part.trim_start().replace("\n  ", "\n    ")),
                false => format!("**{title}.** {}", body.join("\n").trim_end()),
            }
        });
        let parts: Vec<_> = parts.collect();
        let (name, severity) = (text("rule"), text("severity"));
        document +=
            &format!("\n## {name}\n\n**Severity.** {severity}\n\n{}\n", parts.join("\n\n").trim_end());
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &document).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == document, "docs/rules.md is not what explain says; UPDATE_DOCS=1 make test renews it");
}
