//! Headless Chromium, driven as a person would: by what links and buttons say, and by keys.

use std::cell::Cell;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::support::{PASSWORD, Wiki};

/// A container has no sandbox to offer and little shared memory; and nothing may leave this machine.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-lcd-text",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// How long a page may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser on a wiki, with a fresh profile. It ends with the test, however that ends.
pub struct Browser {
    client: Client,
    runtime: Runtime,
    chromedriver: Child,
    /// The address of the browser at the driver.
    session: String,
    site: String,
    clicks: Cell<usize>,
    _profile: TempDir,
}

/// What a page is looked at on.
#[derive(Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    /// Obeys the page's viewport as phones do.
    pub phone: bool,
    /// The device asks for dark pages.
    pub dark: bool,
}

impl Browser {
    pub fn start(wiki: &Wiki) -> Self {
        let (mut chromedriver, port) = chromedriver();
        let profile = tempfile::tempdir().unwrap();
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let started = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(serde_json::from_value(wanted).unwrap()).connect(&address).await
        });
        let client = started.unwrap_or_else(|error| {
            let _ = chromedriver.kill();
            panic!("Chromium does not start (deploy/tools browser installs it): {error}")
        });
        let id = runtime.block_on(client.session_id()).unwrap().unwrap();
        let session = format!("{address}/session/{id}");
        let site = wiki.url.trim_end_matches("/w/").to_owned();
        Self { client, runtime, chromedriver, session, site, clicks: Cell::new(0), _profile: profile }
    }

    /// Opens a page of the wiki, as from a bookmark: no click.
    pub fn open(&self, title: &str) {
        self.go(&format!("{}/wiki/{}", self.site, title.replace(' ', "_")));
    }

    /// Opens an address.
    pub fn go(&self, address: &str) {
        self.runtime.block_on(self.client.goto(address)).unwrap();
    }

    /// What axe-core has against the page that is open, or against a part of it.
    pub fn faults(&self, part: &str) -> Json {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/npm/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe)
            .unwrap_or_else(|error| panic!("{}: {error} (deploy/tools axe fetches it)", axe.display()));
        // With what is around the part, which isn't looked at.
        let look = format!(
            "{axe}\nconst found = await axe.run(document.querySelector('{part}'), {{ resultTypes: ['violations'] }});\n\
             return found.violations.map((fault) => [fault.id, fault.impact, fault.nodes.map((node) => node.html)]);"
        );
        self.script_later(&look)
    }

    /// Logs in with keys alone.
    pub fn log_in(&self, user: &str) {
        self.open("Special:UserLogin");
        for (field, text) in [("#wpName1", user), ("#wpPassword1", PASSWORD)] {
            self.runtime.block_on(self.find(Locator::Css(field)).send_keys(text)).unwrap();
        }
        self.type_keys(&Key::Enter);
        self.find(Locator::Css("#pt-logout"));
    }

    /// Clicks the link or button that says `text`, the first if there are several.
    pub fn click(&self, text: &str) {
        self.click_path("", text);
    }

    /// The same, in the item of a list that contains `words`.
    pub fn click_in_item(&self, words: &str, text: &str) {
        self.click_path(&format!("//li[contains(., \"{words}\")]"), text);
    }

    fn click_path(&self, place: &str, text: &str) {
        let path = format!(
            "{place}//*[(self::a or self::button) and normalize-space() = \"{text}\" \
             or self::input[@type = 'submit'] and @value = \"{text}\"]"
        );
        // A page that is still being laid out may have it out of reach for a moment.
        let begun = Instant::now();
        while let Err(error) = self.runtime.block_on(self.find(Locator::XPath(&path)).click()) {
            assert!(begun.elapsed() < PATIENCE, "clicking {text}: {error}");
            std::thread::sleep(Duration::from_millis(200));
        }
        self.clicks.set(self.clicks.get() + 1);
    }

    /// How often something was clicked.
    pub fn clicks(&self) -> usize {
        self.clicks.get()
    }

    /// Types where the focus is. A modifier such as `Key::Control` holds for all keys after it.
    pub fn type_keys(&self, keys: &str) {
        self.runtime.block_on(async { self.client.active_element().await?.send_keys(keys).await }).unwrap();
    }

    /// The text of the first element that the CSS selector finds, as shown.
    pub fn text(&self, selector: &str) -> String {
        self.runtime.block_on(self.find(Locator::Css(selector)).text()).unwrap()
    }

    /// Waits for a page with this heading.
    pub fn wait_for_heading(&self, text: &str) {
        self.find(Locator::XPath(&format!("//h1[normalize-space() = \"{text}\"]")));
    }

    /// What a script returns, given `argument` as `arguments[0]`.
    pub fn script(&self, script: &str, argument: Json) -> Json {
        self.runtime.block_on(self.client.execute(script, vec![argument])).unwrap()
    }

    /// What a script returns that takes its time.
    pub fn script_later(&self, script: &str) -> Json {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n(async () => {{\n{script}\n}})().then(done, (error) => done(`${{error}}`));"
        );
        self.runtime.block_on(self.client.execute_async(&script, Vec::new())).unwrap()
    }

    /// The errors in the browser's console since it was last asked.
    pub fn complaints(&self) -> Vec<String> {
        let answer: Json = self.runtime.block_on(async {
            let asked = reqwest::Client::new()
                .post(format!("{}/se/log", self.session))
                .json(&json!({"type": "browser"}));
            asked.send().await.unwrap().json().await.unwrap()
        });
        let entries = answer["value"].as_array().unwrap_or_else(|| panic!("no log: {answer}"));
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        let errors = errors.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned());
        // The local wiki has no icon for the browser's tab.
        errors.filter(|message| !message.contains("/favicon.ico ")).collect()
    }

    /// Waits for an element that the CSS selector finds.
    pub fn wait_for(&self, selector: &str) {
        self.find(Locator::Css(selector));
    }

    /// From now on, pages are shown on such a screen.
    pub fn show_on(&self, screen: Screen) {
        let Screen { width, height, phone, .. } = screen;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        let theme = if screen.dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
        self.devtools("Emulation.setEmulatedMedia", media);
    }

    /// A picture (PNG) of the first element that the CSS selector finds.
    pub fn picture(&self, selector: &str, file: &Path) {
        let png = self.runtime.block_on(self.find(Locator::Css(selector)).screenshot()).unwrap();
        std::fs::write(file, png).unwrap();
    }

    /// A command of Chromium's own, which WebDriver's standard and so its client don't have.
    fn devtools(&self, command: &str, parameters: Json) {
        let request = reqwest::Client::new()
            .post(format!("{}/goog/cdp/execute", self.session))
            .json(&json!({"cmd": command, "params": parameters}));
        let answer = self.runtime.block_on(request.send()).unwrap();
        assert!(answer.status().is_success(), "{command}: {answer:?}");
    }

    /// Waits for an element; without one the test fails and says where the browser was.
    fn find(&self, what: Locator<'_>) -> Element {
        let found = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(50)).for_element(what);
        self.runtime.block_on(found).unwrap_or_else(|error| {
            let at = self.runtime.block_on(self.client.current_url()).map(String::from);
            panic!("no {what:?} at {at:?}: {error}")
        })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

/// A driver on a free port, which it says itself.
fn chromedriver() -> (Child, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("no chromedriver (deploy/tools browser installs it): {error}"));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| {
        line.unwrap().strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
    });
    let Some(port) = port else {
        let _ = child.kill();
        panic!("chromedriver ended without naming its port: {:?}", child.wait())
    };
    // It must not meet a closed pipe if it has more to say.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port)
}
