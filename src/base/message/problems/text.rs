//! What is wrong with the text of one message.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::language::{Forms, Language, PARAMETER, PLURAL};

static NOWIKI: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<nowiki>(.*?)</nowiki>").unwrap());

/// What is wrong with a message beside the English one.
pub fn problems(text: &str, english: &str, language: &Language) -> Vec<String> {
    if text.trim().is_empty() {
        return vec!["empty".to_owned()];
    }
    let mut found = plurals(text, language);
    found.extend(parameters(text, english));
    found.extend(tags(text));
    if NOWIKI.replace_all(&without_plurals(text), "").contains(['{', '}']) {
        found.push("braces that are no {{PLURAL:$1|…}}".to_owned());
    }
    if variants(text).iter().any(|text| !has_whole_brackets(text)) {
        found.push("a bracket [ or ] without its other half".to_owned());
    }
    for (what, of) in [("link", links as fn(&str) -> BTreeSet<String>), ("<nowiki> with", nowikis)] {
        let (here, there) = (of(text), of(english));
        found.extend(there.difference(&here).map(|one| format!("without the {what} “{one}” of English")));
        found.extend(here.difference(&there).map(|one| format!("a {what} “{one}”, which English has not")));
    }
    found
}

/// The number of forms, those for just one number aside.
fn plurals(text: &str, language: &Language) -> Vec<String> {
    let wanted = language.plural_forms();
    let counts = PLURAL.captures_iter(text).map(|found| (Forms::new(&found[2]).plain.len(), found));
    let wrong = counts.filter(|(count, _)| *count != wanted);
    wrong.map(|(count, found)| format!("{} has {count} forms, not {wanted}", &found[0])).collect()
}

/// A number that English only counts by may be left out; what English shows must be shown.
fn parameters(text: &str, english: &str) -> Vec<String> {
    let (shown, counted) = (numbers(&without_selectors(text)), selectors(text));
    let wanted = numbers(&without_selectors(english));
    let known: BTreeSet<String> = wanted.union(&selectors(english)).cloned().collect();
    let unknown = shown.union(&counted).filter(|number| !known.contains(*number));
    let mut found: Vec<String> =
        unknown.map(|number| format!("has ${number}, which English has not")).collect();
    found.extend(wanted.difference(&shown).map(|number| format!("without ${number}")));
    // “One goal” needs no number; everything else must be said in each form.
    let in_some = variants(text).into_iter().map(|text| numbers(&text));
    let in_some: BTreeSet<String> =
        in_some.flat_map(|here| shown.difference(&here).cloned().collect::<Vec<_>>()).collect();
    let in_some = in_some.difference(&counted);
    found.extend(in_some.map(|number| format!("without ${number} in some form of {{{{PLURAL}}}}")));
    found
}

/// What PLURAL counts by.
fn selectors(text: &str) -> BTreeSet<String> {
    PLURAL.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

fn without_selectors(text: &str) -> String {
    PLURAL.replace_all(text, |found: &Captures<'_>| found[2].to_owned()).into_owned()
}

fn without_plurals(text: &str) -> String {
    PLURAL.replace_all(text, "").into_owned()
}

fn numbers(text: &str) -> BTreeSet<String> {
    PARAMETER.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The text as it comes out: with the first form of each PLURAL, with the second, and so on.
fn variants(text: &str) -> Vec<String> {
    let forms = |found: &Captures<'_>| -> Vec<String> {
        let all = found.get(2).map_or("", |forms| forms.as_str());
        let Forms { exact, plain } = Forms::new(all);
        exact.into_iter().map(|(_, form)| form).chain(plain).map(str::to_owned).collect()
    };
    let most = PLURAL.captures_iter(text).map(|found| forms(&found).len()).max().unwrap_or(1);
    let variant = |at: usize| {
        let chosen = PLURAL.replace_all(text, |found: &Captures<'_>| {
            let forms = forms(found);
            forms.get(at).or(forms.last()).cloned().unwrap_or_default()
        });
        chosen.into_owned()
    };
    (0..most).map(variant).collect()
}

/// Links don't contain each other: when all are taken away, no bracket may be left.
fn has_whole_brackets(text: &str) -> bool {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\[[^\[\]]*\]\]|\[[^\[\]]*\]").unwrap());
    let text = NOWIKI.replace_all(text, "");
    !LINK.replace_all(&text, "").contains(['[', ']'])
}

/// How links begin whose target is a parameter: `[$1 ` and `[[$1|`.
fn links(text: &str) -> BTreeSet<String> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\[\$\d+\||\[\$\d+ ").unwrap());
    LINK.find_iter(text).map(|link| link.as_str().trim().to_owned()).collect()
}

/// What people copy, or bots read: never translated.
fn nowikis(text: &str) -> BTreeSet<String> {
    NOWIKI.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

fn tags(text: &str) -> Vec<String> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<(/?)([a-zA-Z]+)[^<>]*>").unwrap());
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for tag in TAG.captures_iter(text) {
        let name = tag[2].to_owned();
        if tag[1].is_empty() {
            open.push(name);
        } else if open.pop().as_ref() != Some(&name) {
            found.push(format!("</{name}> without <{name}> right before it"));
        }
    }
    found.extend(open.into_iter().map(|name| format!("<{name}> without </{name}>")));
    found
}
