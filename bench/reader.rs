//! How long it takes to read goal pages of different layouts, from HTML: `cargo bench --features fuzzing --bench reader`. Times mean something
//! only beside each other; `bench/hold` counts instructions.

use std::fs;

use divan::Bencher;
use goalkeeper::base::Title;
use goalkeeper::goals::{Layouts, Reading, read_page};
use goalkeeper::wiki::UserNamespaces;

fn main() {
    divan::main();
}

/// Pages of the fuzz targets' seeds, each with what makes it one of a kind.
const PAGES: [&str; 6] = ["key-results", "goal-pages", "program", "status", "team", "doubts"];

fn html(page: &str) -> String {
    let file = format!("{}/fuzz/seeds/read_page/{page}.html", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn read(html: &str, layouts: &Layouts) -> bool {
    let reading = Reading {
        title: &Title::of_wiki("Wikimedia Technology/Goals/2020-21 Q2"),
        quarter: "2020-21Q2".parse().ok(),
        by_heading: None,
        layouts,
        layout: None,
        may_guess: true,
        namespaces: &UserNamespaces::default(),
    };
    read_page(html, reading).is_ok()
}

/// From HTML to objectives, key results, managers and goals.
#[divan::bench(args = PAGES)]
fn page(bencher: Bencher<'_, '_>, page: &str) {
    let (html, layouts) = (html(page), Layouts::built_in());
    // Patterns are built when they are first used.
    read(&html, &layouts);
    bencher.bench(|| read(&html, &layouts));
}

/// The same of a page so many times as long.
#[divan::bench(args = [1, 10, 100])]
fn times_as_long(bencher: Bencher<'_, '_>, times: usize) {
    let (html, layouts) = (html(PAGES[0]).repeat(times), Layouts::built_in());
    read(&html, &layouts);
    bencher.bench(|| read(&html, &layouts));
}

/// All that is built before the first page is read.
#[divan::bench]
fn layouts() -> Layouts {
    Layouts::built_in()
}
