use super::*;

/// A line in which `[Account|label]` is a link to a user page.
fn read(line: &str) -> NamesRead {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[([^\]|]+)\|([^\]]*)\]").unwrap());
    let (mut text, mut links, mut from) = (String::new(), Vec::new(), 0);
    for found in LINK.captures_iter(line) {
        let whole = found.get(0).unwrap();
        text.push_str(&line[from..whole.start()]);
        let href = match &found[1] {
            page if page.contains(':') => format!("./{page}"),
            account => format!("./User:{account}"),
        };
        links.push(Link { href, text: found[2].to_owned(), at: text.len() });
        text.push_str(&found[2]);
        from = whole.end();
    }
    text.push_str(&line[from..]);
    let namespaces = UserNamespaces::new(["Benutzer", "Benutzer Diskussion", "Benutzerin"]);
    people(Value { text: &text, at: 0, links: &links }, &namespaces, words())
}

fn names(value: &str) -> Vec<String> {
    read(value).managers.into_iter().map(|m| m.name.into()).collect()
}

/// Each as `name` or `name (account)`; with a question mark at the end if it isn't certain.
fn who(line: &str) -> String {
    let read = read(line);
    let one = |m: &Manager| match &m.account {
        Some(account) if account.as_str() == m.name => format!("[{}]", m.name),
        Some(account) => format!("[{account}|{}]", m.name),
        None => m.name.to_string(),
    };
    let all = read.managers.iter().map(one).collect::<Vec<_>>().join(", ");
    match (read.managers.is_empty(), read.nobody, read.certain) {
        (true, true, _) => "nobody".to_owned(),
        (true, false, _) => "who knows".to_owned(),
        (false, _, true) => all,
        (false, _, false) => all + "?",
    }
}

#[test]
fn nobody_is_made_up() {
    for value in [
        "",
        " ",
        "TBD",
        "Vacant (hiring)",
        "[TBD]",
        "[[User:|]]",
        "[[User:]]",
        "[[User:|User:]]",
        "TBD (was: Jane Doe)",
        "—",
    ] {
        let read = people(Value { text: value, at: 0, links: &[] }, &UserNamespaces::default(), words());
        assert_eq!((read.managers, read.nobody), (Vec::new(), true), "{value}");
    }
}

#[test]
fn several_names_on_one_line() {
    let both = ["Jane Doe", "John Roe"];
    for value in ["Jane Doe & John Roe", "Jane Doe, John Roe", "Jane Doe and John Roe", "Jane Doe / John Roe"]
    {
        assert_eq!(names(value), both, "{value}");
    }
    assert_eq!(names("Jane Doe, TBD"), ["Jane Doe"]);
    assert_eq!(names("Jane Doe (Ops, acting)"), ["Jane Doe (Ops, acting)"]);
    assert_eq!(names("Jane Doe, Jr. and John Roe"), ["Jane Doe, Jr.", "John Roe"]);
    assert_eq!(names("Sandy Anderson"), ["Sandy Anderson"]);
    assert_eq!(names("Birgit Müller"), ["Birgit Müller"]);
    assert_eq!(names("李娜、王伟"), ["李娜", "王伟"]);
}

#[test]
fn what_nobody_would_write_is_cut_off() {
    for value in ["Ada Ö".repeat(1000), (0..1000).map(|number| format!("Ada {number}, ")).collect()] {
        let NamesRead { managers: found, certain, .. } = read(&value);
        assert!(!certain && found.len() <= MOST && found.iter().all(|m| m.name.len() <= LONGEST));
        assert!(!found.is_empty());
    }
}

#[test]
fn links_to_user_pages_name_accounts() {
    for (line, expected) in [
        (
            "[Benutzerin:Ada_Sample_(WMF)?action=edit&redlink=1|Ada Sample] (WMF)",
            "[Ada Sample (WMF)|Ada Sample]",
        ),
        ("[User_talk:bo%20Sample|Bo] and Dee, [User:Cy/Drafts|Cy]", "[Bo Sample|Bo], Dee, Cy"),
        // Whatever the label is.
        ("[1234567|1234567]", "[1234567]"),
        ("[Ada|🦊]", "[Ada]"),
        ("[Ada|→]", "[Ada]"),
        // By the link's place, not by its words.
        ("Johanna Sample and [Jo|Jo]", "Johanna Sample, [Jo]"),
        ("[Bo|Alex] and [Cy|Alex]", "[Bo|Alex], [Cy|Alex]"),
        ("[Ada|Sample, Ada]; [Bo|Bo]", "[Ada|Sample, Ada], [Bo]"),
    ] {
        assert_eq!(who(line), expected, "{line}");
    }
}

#[test]
fn what_stands_beside_a_link_is_no_name() {
    for line in [
        "[Ada|Ada] ([User talk:Ada|talk]) 12:00, 3 October 2020 (UTC)",
        "[Ada|Ada] · [User talk:Ada|talk] · [Special:Contributions/Ada|contribs]",
        "[Ada|Ada] – Research",
        "[Ada|Ada] — Head of Research",
        "[Ada|Ada], Director of Research",
        "[Ada|Ada] (Research)",
        "[Ada|Ada] (lead, since 2019)",
        "[Ada|Ada] T123",
        "[Ada|Ada], T123, T456",
        "[Ada|Ada].",
        "Lead: [Ada|Ada]",
        "Dr. [Ada|Ada]",
        "[Ada|Ada], October 2020",
        "[Ada|Ada], see above",
        "[Ada|Ada] and the team",
        "[Ada|Ada] and bell hooks",
    ] {
        assert_eq!(who(line), "[Ada]", "{line}");
    }
    assert_eq!(who("[Ada|Ada]: Research; [Bo|Bo]: Design"), "[Ada], [Bo]");
    assert_eq!(who("[Ada|Ada] (lead), [Bo|Bo]"), "[Ada], [Bo]");
}

#[test]
fn several_people_however_they_are_listed() {
    for line in [
        "[Ada|Ada], [Bo|Bo], and [Cy|Cy]",
        "[Ada|Ada], [Bo|Bo] & [Cy|Cy]",
        "[Ada|Ada]/[Bo|Bo]/[Cy|Cy]",
        "[Ada|Ada] / [Bo|Bo] w/ [Cy|Cy]",
        "[Ada|Ada] with [Bo|Bo] and [Cy|Cy]",
        "[Ada|Ada] [Bo|Bo] [Cy|Cy]",
        "[Ada|Ada] und [Bo|Bo] et [Cy|Cy]",
        "[Ada|Ada] | [Bo|Bo] • [Cy|Cy]",
    ] {
        assert_eq!(who(line), "[Ada], [Bo], [Cy]", "{line}");
    }
    for line in ["Ada Sample, Bo Sample, and Cy Sample", "Ada Sample w/ Bo Sample, or Cy Sample"] {
        assert_eq!(names(line), ["Ada Sample", "Bo Sample", "Cy Sample"], "{line}");
    }
}

#[test]
fn people_who_are_only_mentioned_are_not_certain() {
    assert_eq!(who("[Ada|Ada] and [Bo|Bo]"), "[Ada], [Bo]");
    assert_eq!(who("[Ada|Ada] (formerly [Bo|Bo])"), "[Ada]");
    for line in [
        "[Ada|Ada]; ask [Bo|Bo] for details",
        "[Ada|Ada], not [Bo|Bo]",
        "[Ada|Ada], formerly [Bo|Bo]",
        "[Ada|Ada]? [Bo|Bo]?",
    ] {
        assert_eq!(who(line), "[Ada], [Bo]?", "{line}");
    }
    for line in [
        "[Ada|Ada]?",
        "[Ada|Ada] (left in March)",
        "[Ada|Ada] until March",
        "Not [Ada|Ada]",
        "maybe [Ada|Ada]",
    ] {
        assert_eq!(who(line), "[Ada]?", "{line}");
    }
}

#[test]
fn dates_and_roles_behind_a_name_without_a_link_are_no_names() {
    for line in [
        "Ada Sample 12:00, 3 October 2020 (UTC)",
        "Ada Sample, October 2020",
        "Ada Sample, since 2019",
        "Ada Sample, T123",
        "Ada Sample, Director of Research",
        "Ada Sample and the team",
    ] {
        assert_eq!(who(line), "Ada Sample", "{line}");
    }
    assert_eq!(names("Ada Sample (lead), Bo Sample"), ["Ada Sample (lead)", "Bo Sample"]);
    assert_eq!(who("Ada Sample?"), "Ada Sample??");
    assert_eq!(who("Ada Sample (left in March), Bo Sample"), "Ada Sample (left in March), Bo Sample?");
}

#[test]
fn nobody_is_named_only_where_that_is_sure() {
    for line in
        ["", "TBD", "needs owner", "Owner wanted!", "unassigned", "offen", "à définir", "sin asignar", "–"]
    {
        assert_eq!(who(line), "nobody", "{line}");
    }
    for line in [
        "the team",
        "everyone",
        "see above",
        "ditto",
        "siehe oben",
        "toutes",
        "el equipo",
        "→",
        "↑",
        "〃",
        "TBD ([Ada|Ada] for now)",
        "TBD (Ada Sample for now)",
        "Vacant (ask Ada)",
    ] {
        assert_eq!(who(line), "who knows", "{line}");
    }
    for line in ["TBD (was: Ada Sample)", "Vacant (formerly Ada Sample)", "Vacant (Hiring)", "TBD (Q3)"] {
        assert_eq!(who(line), "nobody", "{line}");
    }
}
