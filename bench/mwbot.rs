//! The same job by mwbot as it comes: the Parsoid HTML of one page after the other. `bench/run` builds and measures it.

use std::collections::BTreeMap;

use mwbot::Bot;
use mwbot::parsoid::prelude::*;

/// How many labels of goals have nothing behind them but empty list items.
fn empty_places(page: &Wikicode) -> usize {
    let (mut empty, mut waits, mut has_goal) = (0, false, false);
    for element in page.select("p, dd, li, h2, h3, section:last-of-type") {
        let text = element.text_contents();
        let name = element.as_element().map(|element| element.name.local.to_string()).unwrap_or_default();
        if name == "li" && waits {
            has_goal = has_goal || !text.trim().is_empty();
        } else if waits && !text.trim().is_empty() {
            empty += usize::from(!has_goal);
            waits = false;
        }
        if let Some((_, behind)) = text.rsplit_once("Q2 Goals:").filter(|_| name != "section") {
            (waits, has_goal) = (true, !behind.trim().is_empty());
        }
    }
    empty + usize::from(waits && !has_goal)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (url, list) =
        arguments.next().zip(arguments.next()).expect("the wiki's address, and a file of titles");
    let bot = Bot::builder_with_legacy_rest(format!("{url}api.php"), format!("{url}rest.php"));
    let bot = bot.build().await.expect("the wiki answers");
    let mut places = BTreeMap::new();
    for title in std::fs::read_to_string(list).expect("a file of titles").lines() {
        let page = bot.page(title).expect("a title").html().await.expect("the page's HTML");
        places.insert(title.to_owned(), empty_places(&page.into_mutable()));
    }
    #[expect(clippy::print_stdout, reason = "its result")]
    {
        println!("{}", serde_json::json!(places));
    }
}
