//! Any bytes as the HTML of a page, read with every layout and with the one that fits best.

#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use goalkeeper::base::{Quarter, Title};
use goalkeeper::goals::{Layouts, Reading, read_page};
use goalkeeper::people::Owners;
use goalkeeper::rules::{self, Levels, View};
use goalkeeper::wiki::UserNamespaces;
use libfuzzer_sys::fuzz_target;

const TITLE: &str = "Wikimedia Technology/Goals/2020-21 Q2";

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);
static NAMESPACES: LazyLock<UserNamespaces> = LazyLock::new(UserNamespaces::default);
static QUARTER: LazyLock<Option<Quarter>> = LazyLock::new(|| "2020-21Q2".parse().ok());

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let title = Title::of_wiki(TITLE);
    let named = LAYOUTS.iter().map(|layout| (Some(layout.name()), false));
    for (layout, by_heading) in named.chain([(None, false), (None, true)]) {
        let reading = Reading {
            title: &title,
            quarter: *QUARTER,
            by_heading: by_heading.then(Default::default),
            layouts: &LAYOUTS,
            layout,
            may_guess: true,
            namespaces: &NAMESPACES,
        };
        if let Ok(page) = read_page(&html, reading) {
            let (unknown_accounts, owners) = (BTreeSet::new(), Owners::default());
            let view = View {
                page: &page,
                today: Default::default(),
                unknown_accounts: &unknown_accounts,
                owners: &owners,
                closing_days: 10,
            };
            rules::check(&view, &Levels::new());
        }
    }
});
