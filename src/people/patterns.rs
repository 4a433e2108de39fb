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
struct Template {
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
pub struct Patterns(BTreeMap<Template, Vec<Example>>);

impl Patterns {
    /// From people whose accounts are known, and the globs of accounts that are allowed: `* (WMF)` says
    /// that accounts end in ` (WMF)`.
    pub fn new(known: &[Example], globs: &[String]) -> Self {
        let affixes = globs.iter().filter_map(|glob| around(glob)).chain([("", "")]);
        let standard = affixes.flat_map(|(prefix, suffix)| {
            let template = move |&(shape, lower): &(Shape, bool)| Template {
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
fn template(Example { name, account }: &Example) -> Option<Template> {
    let words = words(name);
    if words.len() < 2 {
        return None;
    }
    let forms = SHAPES.iter().flat_map(|shape| [(*shape, false), (*shape, true)]);
    forms.into_iter().find_map(|(shape, lower)| {
        let core = render(shape, lower, &words)?;
        let (prefix, suffix) = find(account.as_str(), &core)?;
        Some(Template { shape, lower, prefix: prefix.to_owned(), suffix: suffix.to_owned() })
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
mod tests {
    use super::*;

    fn known(pairs: &[(&str, &str)]) -> Vec<Example> {
        pairs
            .iter()
            .map(|(name, account)| Example { name: (*name).to_owned(), account: Account::new(account) })
            .collect()
    }

    /// Accounts that only what was learned leads to, with the number of accounts built alike.
    fn learned(pairs: &[(&str, &str)], name: &str) -> Vec<(String, usize)> {
        let accounts = Patterns::new(&known(pairs), &[]).accounts(name);
        let alike = accounts.iter().filter(|(_, fit)| !fit.alike.is_empty());
        alike.map(|(account, fit)| (account.to_string(), fit.alike.len())).collect()
    }

    #[test]
    fn accounts_are_built_as_others_are() {
        for (name, account, expected) in [
            ("Ada Sample", "Ada Sample (WMF)", "Leila Zia (WMF)"),
            ("Kate Chapman", "KChapman-WMF", "LZia-WMF"),
            ("Kate Chapman", "kchapman (WMF)", "Lzia (WMF)"),
            ("Corey Floyd", "corey.floyd", "Leila.zia"),
            ("Corey Floyd", "Corey.Floyd", "Leila.Zia"),
            ("Corey Floyd", "CoreyFloyd", "LeilaZia"),
            ("Corey Floyd", "WMF-CoreyF", "WMF-LeilaZ"),
            ("Ada Sample", "A. Sample (WMF)", "L. Zia (WMF)"),
            ("Ada Sample", "Ada S. (WMF)", "Leila Z. (WMF)"),
            ("Ada Sample", "SampleAda", "ZiaLeila"),
            ("Ada Sample", "AS42", "LZ42"),
            ("Ada Mary Sample", "Ada Sample (WMF)", "Leila Zia (WMF)"),
            ("Ada Sample (she)", "Ada (WMF)", "Leila (WMF)"),
        ] {
            assert_eq!(learned(&[(name, account)], "Leila Zia"), [(expected.to_owned(), 1)], "{account}");
        }
    }

    #[test]
    fn what_does_not_show_a_pattern_teaches_none() {
        for (name, account) in [
            ("Ada Sample", "Cooldude42"),
            ("Ada", "Ada (WMF)"),
            ("Ada Sample", "Adam (WMF)"),
            ("Ada Sample", "Nada (WMF)"),
            ("User: Ada", "Cooldude42"),
        ] {
            assert_eq!(learned(&[(name, account)], "Leila Zia"), [], "{account}");
        }
    }

    #[test]
    fn those_alike_are_counted_once_each() {
        let known = [
            ("Ada Sample", "ASample (WMF)"),
            ("ada sample", "ASample (WMF)"),
            ("Bo Sample", "BSample (WMF)"),
            ("Cyd Sample", "Cyd Sample"),
        ];
        assert_eq!(
            learned(&known, "Leila van der Zia"),
            [("LZia (WMF)".to_owned(), 2), ("Leila van der Zia".to_owned(), 1)]
        );
    }

    #[test]
    fn without_examples_the_usual_ones_are_tried() {
        let globs = ["* (WMF)".to_owned(), "Exact Name".to_owned(), "*-*".to_owned()];
        let tried = |name: &str| -> Vec<String> {
            let all = Patterns::new(&[], &globs).accounts(name);
            all.iter().map(|(name, fit)| format!("{name}{}", if fit.whole { "!" } else { "" })).collect()
        };
        assert_eq!(
            tried("Leila Zia"),
            [
                "LZia",
                "LZia (WMF)",
                "Leila Zia!",
                "Leila Zia (WMF)!",
                "Leila.zia",
                "Leila.zia (WMF)",
                "LeilaZ",
                "LeilaZ (WMF)",
                "LeilaZia",
                "LeilaZia (WMF)",
                "Leilazia",
                "Leilazia (WMF)",
                "Lzia",
                "Lzia (WMF)",
            ]
        );
        assert_eq!(tried("Leila"), ["Leila", "Leila (WMF)"]);
        assert_eq!(tried("LZia (WMF)"), ["LZia", "LZia (WMF)!", "Lzia", "Lzia (WMF)"]);
    }

    #[test]
    fn names_that_no_account_can_have_are_not_asked_for() {
        let long = "é".repeat(200);
        for name in ["A|B", "A\u{1f}B", "A:B", "a/b", "127.0.0.xxx", "[[x]]", "", "(x)|", &long] {
            assert_eq!(Patterns::new(&[], &[]).accounts(name), BTreeMap::new(), "{name:?}");
        }
    }

    #[test]
    fn shorter_forms_of_a_name() {
        for (one, other, short) in [
            ("Ada", "ada sample", true),
            ("Ada Mary Sample", "Ada Sample", true),
            ("Ada Sample", "Ada Sample", false),
            ("Ada Sample", "Sample Ada", false),
            ("Bo Sample", "Ada Mary Sample", false),
            ("(WMF)", "Ada Sample", false),
        ] {
            assert_eq!(is_short_for(one, other), short, "{one}, {other}");
        }
    }

    #[test]
    fn whose_name_it_could_be() {
        for (name, account, related) in [
            ("Leila Zia", "LZia (WMF)", true),
            ("Leila Zia", "leila42", true),
            ("Leila Zia", "Cooldude42", false),
            ("Bo Li", "Bob", false),
            ("Bo Li", "Bo (WMF)", true),
            ("Bo Li", "BLi (WMF)", true),
            ("Bo Li", "Robot", false),
            ("王 明", "王", true),
        ] {
            assert_eq!(is_related(name, &Account::new(account)), related, "{name}, {account}");
        }
    }
}
