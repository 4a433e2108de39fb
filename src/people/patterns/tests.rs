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
