//! A real wiki for each test, started by the project's own scripts, and the program run on it as
//! a user would. A wiki that can't be had fails the test and says why.

mod instance;

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

pub use instance::root;
use instance::{Instance, script};
use mwapi::Client;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

pub const PASSWORD: &str = "dev-only-password";
pub const BOT: &str = "GoalkeeperBot";
pub const PAGE: &str = "Wikimedia Technology/Goals/2020-21 Q2";
pub const PRODUCT: &str = "Sample Product/Goals/2020-21 Q2";
pub const ADA: &str = "Ada Sample (WMF)";

/// A fresh wiki with the sample quarter on it; gone when the test ends.
pub struct Wiki {
    /// `None` only when it ends.
    instance: Option<Instance>,
    pub url: String,
    pub scratch: TempDir,
}

/// What the program printed, and how it ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Wiki {
    /// One with ParserFunctions alone, which the bot's table uses: with all extensions an edit of a talk page takes more than twice
    /// as long.
    pub fn up() -> Self {
        Self::with_extensions(&["ParserFunctions"])
    }

    /// The same with Echo, which tells people of edits.
    pub fn with_notifications() -> Self {
        Self::with_extensions(&["Echo", "ParserFunctions"])
    }

    /// One with no more than these: the fewer, the faster MediaWiki answers.
    pub fn with_extensions(names: &[&str]) -> Self {
        let wiki = Self::with_talk_tools();
        let list = names.iter().map(|name| format!("{name}\n")).collect::<String>();
        std::fs::write(wiki.instance().folder().join("extensions"), &list).unwrap();
        // The first request makes the cache of their messages, for all wikis that have them.
        static CACHED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let mut cached = CACHED.lock().unwrap();
        if cached.insert(list) {
            wiki.reader().get(&[("action", "query")]);
        }
        wiki
    }

    /// One with all that talk pages have on Wikimedia's wikis.
    pub fn with_talk_tools() -> Self {
        Self::up_version("1.43")
    }

    pub fn up_version(version: &str) -> Self {
        let instance = Instance::take(version);
        let url = instance.url.clone();
        Self { instance: Some(instance), url, scratch: tempfile::tempdir().unwrap() }
    }

    fn instance(&self) -> &Instance {
        self.instance.as_ref().unwrap()
    }

    /// Settings of this wiki alone, in PHP, honoured from the next request on.
    pub fn configure(&self, php: &str) {
        std::fs::write(self.instance().folder().join("extra.php"), format!("<?php\n{php}\n")).unwrap();
    }

    /// Back to the sample quarter, with the server running on.
    pub fn reset(&self) {
        self.instance().reset();
    }

    /// From now on `reset` puts back what is there at this moment.
    pub fn keep(&self) {
        assert!(script(&["keep", &self.instance().name]).status.success());
    }

    pub fn down(&self) {
        assert!(script(&["down", &self.instance().name]).status.success());
    }

    pub fn as_user(&self, name: &str) -> User {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let api = format!("{}api.php", self.url);
        let client = runtime.block_on(Client::builder(&api).set_botpassword(name, PASSWORD).build()).unwrap();
        User { client, runtime }
    }

    /// Someone who is not logged in.
    pub fn reader(&self) -> User {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(Client::new(&format!("{}api.php", self.url))).unwrap();
        User { client, runtime }
    }

    /// One of MediaWiki's maintenance scripts.
    pub fn maintenance(&self, arguments: &[&str]) {
        let ran = script(&[&["maintenance", self.instance().name.as_str()], arguments].concat());
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stdout));
    }

    pub fn admin(&self) -> User {
        self.as_user("Admin")
    }

    /// `goalkeeper` with the development settings, logged in.
    pub fn goalkeeper(&self, arguments: &[&str]) -> Ran {
        self.goalkeeper_with("", arguments)
    }

    /// The same with more settings, in TOML.
    pub fn goalkeeper_with(&self, settings: &str, arguments: &[&str]) -> Ran {
        ran(self.command(settings).args(arguments))
    }

    /// The command for it.
    pub fn command(&self, settings: &str) -> Command {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("own-{}.toml", COUNT.fetch_add(1, Ordering::Relaxed));
        let own = self.file(&name, settings);
        let config = root().join("config/dev-wiki.toml");
        let mut command = command();
        command
            .args(["--config", config.to_str().unwrap(), "--config", own.to_str().unwrap()])
            // What a run leaves in the user's folders is this wiki's alone: another will have its address.
            .env("XDG_CACHE_HOME", self.scratch.path())
            .env_remove("XDG_RUNTIME_DIR")
            .env("GOALKEEPER__WIKI__URL", &self.url)
            .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge")
            .env("GOALKEEPER__AUTH__PASSWORD", "goalkeeperdevsecret0000000000000");
        command
    }

    /// `goalkeeper` without settings or login, as on any public wiki.
    pub fn anonymous(&self, arguments: &[&str]) -> Ran {
        ran(command().args(arguments).env("GOALKEEPER__WIKI__URL", &self.url))
    }

    /// `goalkeeper run` on a day, as JSON.
    pub fn run(&self, today: &str) -> Json {
        let ran = self.goalkeeper(&["run", "--today", today, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.json()
    }

    /// The same with more settings: the outcomes.
    pub fn run_with(&self, settings: &str, today: &str) -> Vec<String> {
        let ran = self.goalkeeper_with(settings, &["run", "--today", today, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        outcomes(&ran.json())
    }

    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.scratch.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Wiki {
    fn drop(&mut self) {
        // What a test that fails has done to it is for the next one to guess.
        if let Some(instance) = self.instance.take().filter(|_| !thread::panicking()) {
            instance.keep();
        }
    }
}

/// The program in an empty environment: what the developer has set must not change a test.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalkeeper"));
    let ours = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("GOALKEEPER"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command
}

pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("goalkeeper starts");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}\n{}", self.out, self.err))
    }
}

/// Someone who is logged in to the wiki.
pub struct User {
    client: Client,
    runtime: tokio::runtime::Runtime,
}

impl User {
    pub fn get(&self, parameters: &[(&str, &str)]) -> Json {
        self.runtime.block_on(self.client.get_value(parameters)).unwrap()
    }

    pub fn post(&self, parameters: &[(&str, &str)]) -> Json {
        self.runtime.block_on(self.client.post_with_token("csrf", parameters)).unwrap()
    }

    /// Makes an account, with the password that all have.
    pub fn create_account(&self, name: &str) {
        let token = self.get(&[("action", "query"), ("meta", "tokens"), ("type", "createaccount")]);
        let token = token["query"]["tokens"]["createaccounttoken"].as_str().unwrap();
        let answer = self.post(&[
            ("action", "createaccount"),
            ("createtoken", token),
            ("createreturnurl", "http://127.0.0.1/"),
            ("username", name),
            ("password", PASSWORD),
            ("retype", PASSWORD),
        ]);
        assert_eq!(answer["createaccount"]["status"], "PASS", "{answer}");
    }

    pub fn save(&self, title: &str, text: &str) {
        let answer = self.post(&[("action", "edit"), ("title", title), ("text", text)]);
        assert_eq!(answer["edit"]["result"], "Success", "{answer}");
    }

    /// Takes back the last edits of a page, all by one account.
    pub fn roll_back(&self, title: &str, account: &str) {
        let asked = [("action", "rollback"), ("title", title), ("user", account)];
        let answer: Json = self.runtime.block_on(self.client.post_with_token("rollback", &asked)).unwrap();
        assert!(answer["rollback"]["revid"].is_u64(), "{answer}");
    }

    /// Adds to the end of a page.
    pub fn append(&self, title: &str, text: &str) {
        let answer = self.post(&[("action", "edit"), ("title", title), ("appendtext", text)]);
        assert_eq!(answer["edit"]["result"], "Success", "{answer}");
    }

    /// Whether the user has a new message, and how many unread notifications of an edit on the talk page (Echo's).
    pub fn new_messages(&self) -> (bool, usize) {
        let user = self.get(&[("action", "query"), ("meta", "userinfo"), ("uiprop", "hasmsg")]);
        let echo = self.get(&[
            ("action", "query"),
            ("meta", "notifications"),
            ("notprop", "list"),
            ("notfilter", "!read"),
        ]);
        let list = echo["query"]["notifications"]["list"].as_array().unwrap();
        let edits = list.iter().filter(|notification| notification["type"] == "edit-user-talk");
        (user["query"]["userinfo"]["messages"] == true, edits.count())
    }

    /// A page's wikitext; `None` if there is no page.
    pub fn text(&self, title: &str) -> Option<String> {
        let answer = self.get(&[
            ("action", "query"),
            ("titles", title),
            ("prop", "revisions"),
            ("rvprop", "content"),
            ("rvslots", "main"),
        ]);
        let content = &answer["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"];
        content.as_str().map(str::to_owned)
    }

    /// The revisions of a page, newest first.
    pub fn history(&self, title: &str) -> Vec<Json> {
        let answer = self.get(&[
            ("action", "query"),
            ("titles", title),
            ("prop", "revisions"),
            ("rvprop", "ids|user|comment|flags|timestamp"),
            ("rvlimit", "max"),
        ]);
        answer["query"]["pages"][0]["revisions"].as_array().cloned().unwrap_or_default()
    }

    /// How many revisions the wiki has, of all pages.
    pub fn revisions(&self) -> usize {
        let answer = self.get(&[("action", "query"), ("list", "allrevisions"), ("arvlimit", "max")]);
        let pages = answer["query"]["allrevisions"].as_array().unwrap().clone();
        pages.iter().map(|page| page["revisions"].as_array().unwrap().len()).sum()
    }

    /// How many edits an account has made that can be seen.
    pub fn revisions_by(&self, name: &str) -> usize {
        let answer =
            self.get(&[("action", "query"), ("list", "usercontribs"), ("ucuser", name), ("uclimit", "max")]);
        answer["query"]["usercontribs"].as_array().unwrap().len()
    }

    /// The sections of a page as the wiki renders it.
    pub fn sections(&self, title: &str) -> Vec<String> {
        let answer = self.get(&[("action", "parse"), ("page", title), ("prop", "sections")]);
        let sections = answer["parse"]["sections"].as_array().unwrap();
        sections.iter().map(|section| section["line"].as_str().unwrap().to_owned()).collect()
    }

    /// A page as the wiki renders it.
    pub fn html(&self, title: &str) -> String {
        let answer =
            self.get(&[("action", "parse"), ("page", title), ("prop", "text"), ("disablelimitreport", "1")]);
        answer["parse"]["text"].as_str().unwrap().to_owned()
    }
}

/// The outcomes of a run as `kind who-or-page: result reason`, sorted.
pub fn outcomes(run: &Json) -> Vec<String> {
    let mut lines: Vec<_> = run["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| {
            let text = |name: &str| outcome[name].as_str().unwrap_or_default().to_owned();
            let whom = if outcome["recipient"].is_null() { text("target") } else { text("recipient") };
            format!("{} {whom}: {} {}", text("kind"), text("result"), text("reason")).trim_end().to_owned()
        })
        .collect();
    lines.sort();
    lines
}

/// The development settings' two boards with a coordinator, and without a quiet time.
pub const COORDINATED: &str = r#"
[[boards]]
name = "technology"
titles = ["Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"]
coordinator = "Coordinator Sample (WMF)"
[boards.notices]
quiet_hours = 0
settled_hours = 0
settled_days = 0
[[boards]]
name = "product"
titles = ["Sample Product/Goals/{fiscal_year} Q{quarter}"]
coordinator = "Coordinator Sample (WMF)"
[boards.notices]
quiet_hours = 0
settled_hours = 0
settled_days = 0
"#;

/// The outcome for a person or page, as [`outcomes`] writes it.
pub fn line<'a>(outcomes: &'a [String], whom: &str) -> &'a str {
    outcomes.iter().find(|line| line.starts_with(whom)).map(String::as_str).unwrap_or("no such outcome")
}

/// One board for the given title pattern, instead of the development settings' two.
pub fn board(title: &str) -> String {
    format!("[[boards]]\nname = \"other\"\ntitles = [{}]\n", json!(title))
}

/// Does `each` for all of `jobs`, in several places at once, and gives what it says of them.
pub fn in_places<P, J: Sync + Send, R: Send>(
    places: usize,
    jobs: Vec<J>,
    place: impl Fn() -> P + Sync,
    each: impl Fn(&P, &J) -> R + Sync,
) -> Vec<R> {
    let jobs = Mutex::new(VecDeque::from(jobs));
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..places {
            scope.spawn(|| {
                let place = place();
                loop {
                    let Some(job) = jobs.lock().unwrap().pop_front() else { break };
                    let result = each(&place, &job);
                    results.lock().unwrap().push(result);
                }
            });
        }
    });
    results.into_inner().unwrap()
}
