//! Every way in which a wiki says no to an edit, said by a real one: its own features, the extensions it bundles, and
//! its own hooks, which act at the very request that matters.
//!
//! What concerns the bot's account ends the run; what concerns a page leaves that page, and the others are still
//! posted. Once the obstacle is gone, a run finishes the work, with nothing doubled.

mod account;
mod content;
mod hooks;
mod moment;
mod page;
mod session;
mod wiki;

pub use hooks::END_SESSIONS;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::support::{ADA, BOT, PAGE, PRODUCT, Ran, User, Wiki};

const FAY: &str = "Fay Sample (WMF)";

/// The pages of the four edits that the sample quarter asks for, in the order of the edits.
fn targets() -> [String; 4] {
    [
        format!("User talk:{ADA}"),
        format!("User talk:{FAY}"),
        format!("Talk:{PAGE}"),
        format!("Talk:{PRODUCT}"),
    ]
}

/// A wiki that will say no.
struct Refusing {
    wiki: Wiki,
    admin: User,
}

/// A run on it: how it ended, and what came of each of the four edits.
struct Tried {
    code: i32,
    edits: Vec<Json>,
    err: String,
}

impl Refusing {
    fn up() -> Self {
        Self::on(Wiki::up())
    }

    fn with_filters() -> Self {
        Self::on(Wiki::with_extensions(&["AbuseFilter", "ParserFunctions"]))
    }

    fn on(wiki: Wiki) -> Self {
        let admin = wiki.admin();
        Self { wiki, admin }
    }

    /// One that is configured so.
    fn configured(php: &str) -> Self {
        let refusing = Self::up();
        refusing.wiki.configure(php);
        refusing
    }

    /// Adds extensions that MediaWiki bundles, and settings.
    fn extensions(&self, names: &[&str], php: &str) {
        let load: String = names.iter().map(|name| format!("wfLoadExtension( '{name}' );")).collect();
        // Those used here need no tables; their messages must not come into the cache that all wikis share.
        self.wiki.configure(&format!("$wgCacheDirectory = __DIR__ . '/cache'; {load}\n{php}"));
    }

    /// A run; the wiki's own history must agree with what it says it posted.
    fn run(&self) -> Tried {
        let before = self.written();
        let ran = self.start();
        let outcomes = ran.json()["outcomes"].as_array().unwrap().clone();
        let edits = targets().map(|title| {
            let of_page = |outcome: &&Json| outcome["target"] == title.as_str();
            outcomes.iter().find(of_page).cloned().unwrap_or_default()
        });
        let after = self.written();
        for (title, edit) in targets().iter().zip(&edits) {
            let new = after.get(title).unwrap_or(&0) - before.get(title).unwrap_or(&0);
            assert_eq!(new, usize::from(edit["result"] == "posted"), "{title}: {edit}\n{}", ran.err);
        }
        Tried { code: ran.code, edits: edits.to_vec(), err: ran.err }
    }

    /// A run that may end without outcomes.
    fn start(&self) -> Ran {
        self.wiki.goalkeeper(&["run", "--today", "2020-11-02", "--format", "json"])
    }

    /// The obstacle is gone: a run does what is left to do, and each page has one edit of the bot's.
    fn finishes(&self) {
        self.wiki.configure("");
        let tried = self.run();
        assert_eq!(tried.code, 0, "{}", tried.err);
        assert_eq!(self.written(), targets().into_iter().map(|title| (title, 1)).collect(), "{}", tried.err);
    }

    /// How many edits of the bot each page has.
    fn written(&self) -> BTreeMap<String, usize> {
        let answer = self.admin.get(&[
            ("action", "query"),
            ("list", "allrevisions"),
            ("arvuser", BOT),
            ("arvprop", "ids"),
            ("arvlimit", "max"),
        ]);
        let pages = answer["query"]["allrevisions"].as_array().unwrap();
        let count = |page: &Json| page["revisions"].as_array().unwrap().len();
        pages.iter().map(|page| (page["title"].as_str().unwrap().to_owned(), count(page))).collect()
    }
}

impl Tried {
    /// The exit code, and of each of the four edits result and reason.
    fn came_to(&self, code: i32, wanted: [&str; 4]) {
        let text = |edit: &Json, name: &str| edit[name].as_str().unwrap_or_default().to_owned();
        let came: Vec<String> = self
            .edits
            .iter()
            .map(|edit| format!("{} {}", text(edit, "result"), text(edit, "reason")).trim_end().to_owned())
            .collect();
        assert_eq!(came, wanted, "{:#?}\n{}", self.edits, self.err);
        assert_eq!(self.code, code, "{}", self.err);
    }

    /// What concerns the bot's account: after the edits that were posted one failed, and no other was tried.
    fn ended(&self, posted: usize, reason: &str) {
        let (failed, skipped) = (format!("failed {reason}"), format!("skipped {reason}"));
        let mut wanted = [skipped.as_str(); 4];
        wanted[..posted].fill("posted");
        wanted[posted] = &failed;
        self.came_to(4, wanted);
    }

    /// What the bot says of the first edit.
    fn told(&self, words: &str) {
        let detail = self.edits[0]["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "no “{words}” in {:#?}", self.edits);
    }

    /// The wiki's own code for an edit's refusal, which begins what the bot says of it.
    fn said(&self, edit: usize, code: &str) {
        let detail = self.edits[edit]["detail"].as_str().unwrap_or_default();
        assert!(detail.starts_with(&format!("{code}: ")), "no “{code}” in {:#?}", self.edits);
    }
}
