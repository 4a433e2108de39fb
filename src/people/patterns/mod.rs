//! How accounts are built from people's names, learned from accounts that are known. Pure; whether
//! an account of a likely name exists is for the wiki to say.

use std::collections::BTreeMap;

use crate::base::Account;
use crate::base::text::tidy;

/// A part of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// All words of the name, with this between them.
    Words(&'static str),
    First,
    Last,
    FirstInitial,
    LastInitial,
    Text(&'static str),
}
use Part::{First, FirstInitial, Last, LastInitial, Text, Words};

/// An account's name without what comes before and after the person's.
type Shape = &'static [Part];

/// The shapes that are recognised, those that say most first: of two that fit, the first counts.
const SHAPES: &[Shape] = &[
    FULL,
    &[Words("")],
    &[Words(".")],
    &[Words("-")],
    &[First, Text(" "), Last],
    &[First, Last],
    &[First, Text("."), Last],
    &[Last, Text(" "), First],
    &[Last, First],
    &[FirstInitial, Text(". "), Last],
    &[FirstInitial, Text("."), Last],
    &[FirstInitial, Text(" "), Last],
    &[FirstInitial, Last],
    &[First, Text(" "), LastInitial, Text(".")],
    &[First, Text(" "), LastInitial],
    &[First, LastInitial],
    &[Last, FirstInitial],
    &[First],
    &[Last],
    &[FirstInitial, LastInitial],
];

const FULL: Shape = &[Words(" ")];

/// What is tried even where nothing has been learned; `true` for all in lower case.
const STANDARD: &[(Shape, bool)] = &[
    (FULL, false),
    (&[Words("")], false),
    (&[Words("")], true),
    (&[Words(".")], true),
    (&[FirstInitial, Last], false),
    (&[FirstInitial, Last], true),
    (&[First, LastInitial], false),
];

/// The longest name of an account that MediaWiki allows, in bytes.
const LONGEST: usize = 255;

/// A shape with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    shape: Shape,
    lower: bool,
    prefix: String,
    suffix: String,
}

/// Someone whose account is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The person, as named on a page.
    pub name: String,
    /// Whose account this is.
    pub account: Account,
}

/// Why an account's name fits a person's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// It is the whole name, apart from what all accounts have before or after it.
    pub whole: bool,
    /// The other known accounts that are built alike.
    pub alike: Vec<Example>,
}

/// How accounts are built from names.
#[derive(Clone, Debug, Default)]
pub struct Patterns(BTreeMap<Form, Vec<Example>>);

impl Patterns {
    /// From people whose accounts are known, and the globs of accounts that are allowed: `* (WMF)` says
    /// that accounts end in ` (WMF)`.
    pub fn new(known: &[Example], globs: &[String]) -> Self {
        let affixes = globs.iter().filter_map(|glob| around(glob)).chain([("", "")]);
        let standard = affixes.flat_map(|(prefix, suffix)| {
            let template = move |&(shape, lower): &(Shape, bool)| Form {
                shape,
                lower,
                prefix: prefix.to_owned(),
                suffix: suffix.to_owned(),
            };
            STANDARD.iter().map(template)
        });
        let mut patterns: BTreeMap<_, Vec<Example>> =
            standard.map(|template| (template, Vec::new())).collect();
        for example in known {
            if let Some(template) = template(example) {
                let alike = patterns.entry(template).or_default();
                if alike.iter().all(|other| other.account != example.account) {
                    alike.push(example.clone());
                }
            }
        }
        Self(patterns)
    }

    /// The names that an account of this person may have, whether or not there is such an account.
    pub fn accounts(&self, name: &str) -> BTreeMap<Account, Fit> {
        let mut found: BTreeMap<Account, Fit> = BTreeMap::new();
        let words = words(name);
        let typed = (Account::new(name), Fit { whole: is_whole(name), alike: Vec::new() });
        let built = self.0.iter().filter_map(|(template, alike)| {
            let core = render(template.shape, template.lower, &words)?;
            let account = Account::new(&format!("{}{core}{}", template.prefix, template.suffix));
            let whole = template.shape == FULL && words.len() > 1;
            let others = alike.iter().filter(|example| example.account != account).cloned();
            let alike = others.collect();
            Some((account, Fit { whole, alike }))
        });
        for (account, fit) in built.chain([typed]).filter(|(account, _)| is_possible(account)) {
            let known = found.entry(account).or_default();
            known.whole |= fit.whole;
            if fit.alike.len() > known.alike.len() {
                known.alike = fit.alike;
            }
        }
        found
    }
}

/// Whether an account's name has anything of a person's: a word of it, or its initials and a word.
pub fn is_related(name: &str, account: &Account) -> bool {
    let folded = account.as_str().to_lowercase();
    let words = words(name);
    let has = |word: &&str| {
        let word = word.to_lowercase();
        // “Bo” is in “Bob” and “robot”.
        if word.len() > 2 {
            folded.contains(&word)
        } else {
            folded.split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
        }
    };
    let begins = |shape: &Shape| {
        render(shape, true, &words).is_some_and(|core| core.chars().count() > 2 && folded.starts_with(&core))
    };
    words.iter().any(has) || SHAPES.iter().any(begins)
}

/// Whether all words of one of two names, not both the same, are words of the other: “Ada”, “Ada Sample”.
pub fn is_short_for(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let (one, other) = (words(&one), words(&other));
    let (fewer, more) = if one.len() < other.len() { (one, other) } else { (other, one) };
    !fewer.is_empty() && fewer.len() < more.len() && fewer.iter().all(|word| more.contains(word))
}

/// Whether a name is more than a first name.
pub fn is_whole(name: &str) -> bool {
    tidy(name).contains(' ')
}

/// Whether an account can have that name, as far as its characters go. Names like `127.0.0.xxx` stand for addresses.
fn is_possible(account: &Account) -> bool {
    let name = account.as_str();
    let odd = |c: char| c.is_control() || "#<>[]{}|/:@=".contains(c);
    let letter = |c: char| c.is_alphabetic() && !matches!(c, 'x' | 'X');
    name.len() <= LONGEST && !name.contains(odd) && name.contains(letter)
}

/// The words of a name, without remarks in brackets.
fn words(name: &str) -> Vec<&str> {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    name.split_whitespace().collect()
}

fn render(shape: Shape, lower: bool, words: &[&str]) -> Option<String> {
    let first = words.first()?;
    let last = words.last().filter(|_| words.len() > 1);
    let initial = |word: &str| word.chars().next().map(String::from);
    let parts = shape.iter().map(|part| match part {
        Words(between) => Some(words.join(between)),
        First => Some((*first).to_owned()),
        Last => last.map(|last| (*last).to_owned()),
        FirstInitial => initial(first),
        LastInitial => initial(last?),
        Text(text) => Some((*text).to_owned()),
    });
    let core: String = parts.collect::<Option<_>>()?;
    Some(if lower { core.to_lowercase() } else { core })
}

/// How an account is built from its owner's name; `None` if no shape tells. One word tells nothing.
fn template(Example { name, account }: &Example) -> Option<Form> {
    let words = words(name);
    if words.len() < 2 {
        return None;
    }
    let forms = SHAPES.iter().flat_map(|shape| [(*shape, false), (*shape, true)]);
    forms.into_iter().find_map(|(shape, lower)| {
        let core = render(shape, lower, &words)?;
        let (prefix, suffix) = find(account.as_str(), &core)?;
        Some(Form { shape, lower, prefix: prefix.to_owned(), suffix: suffix.to_owned() })
    })
}

/// What stands before and after a person's name in an account's, unless the name only happens to be
/// part of a longer word.
fn find<'a>(account: &'a str, core: &str) -> Option<(&'a str, &'a str)> {
    // The first letter is a capital in every account's name.
    let first = Account::new(core);
    if first.as_str().is_empty() {
        return None;
    }
    let (prefix, suffix) = match account.strip_prefix(first.as_str()) {
        Some(suffix) => ("", suffix),
        None => account.split_once(core)?,
    };
    let apart = !prefix.ends_with(char::is_alphanumeric) && !suffix.starts_with(char::is_lowercase);
    apart.then_some((prefix, suffix))
}

/// What stands before and after the one star of a glob.
fn around(glob: &str) -> Option<(&str, &str)> {
    let (prefix, suffix) = glob.split_once('*')?;
    let plain = |text: &str| !text.contains(['*', '?', '[', ']', '{', '}', '\\']);
    (plain(prefix) && plain(suffix)).then_some((prefix, suffix))
}

#[cfg(test)]
mod tests;
