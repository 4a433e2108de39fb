//! Nothing lost, nothing doubled: whatever happens to any one request of a run, and whenever a run is killed,
//! the next run leaves exactly the edits that a run without faults makes.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use regex::Regex;

use crate::proxy::{Fault, Proxy};
use crate::support::{ADA, BOT, PAGE, Ran, User, Wiki, in_places, outcomes, ran};

/// Runs at the same time: most of the time they wait.
const PLACES: usize = 3;

const SETTINGS: &str = r#"
[limits]
request_timeout_seconds = 1
[[boards]]
name = "technology"
titles = ["Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"]
coordinator = "Coordinator Sample (WMF)"
[boards.notices]
quiet_hours = 0
settled_hours = 0
settled_days = 0
[boards.status]
page = "User:GoalkeeperBot"
"#;

/// What a run finds, and on which day.
struct Scenario {
    settings: &'static str,
    today: &'static str,
    prepare: fn(&Wiki),
}

/// A notice and a digest on pages that the bot creates, and a table on one that is there already.
const FIRST_ROUND: Scenario = Scenario {
    // So that each run fetches each page.
    settings: "[owners_policy]\nallow = [\"Ada Sample (WMF)\"]\n[cache]\ndir = \"none\"\n",
    today: "2020-11-02",
    prepare: |_| {},
};

/// Two weeks after the first notices: one owner wants no more, one is done, one has not answered. Edits of notices that
/// stand, of lists and of tables, and a pause in which a late request arrives.
const SECOND_ROUND: Scenario = Scenario {
    settings: "[owners_policy]\nallow = [\"Ada Sample (WMF)\", \"Fay Sample (WMF)\", \"Gus Sample\"]\n",
    today: "2020-10-22",
    prepare: |wiki| {
        let settings = format!("{}{SETTINGS}", SECOND_ROUND.settings);
        let first = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-10-08"]);
        assert_eq!(first.code, 0, "{}", first.err);
        wiki.as_user(ADA).append(&format!("User talk:{ADA}"), "\n:stop ~~~~");
        let admin = wiki.admin();
        let page = admin.text(PAGE).unwrap();
        let (before, after) = page.split_once("Three quarters of all tools").unwrap();
        let after =
            after.replacen("\n*\n", "\n* Ask around\n", 1).replacen("<nowiki>*</nowiki>", "Ask around", 1);
        let filled = format!("{before}Three quarters of all tools{after}");
        assert_ne!(page, filled);
        admin.save(PAGE, &filled);
    },
};

/// A wiki behind a proxy.
struct Place {
    wiki: Wiki,
    reader: User,
    proxy: Proxy,
    scenario: &'static Scenario,
    right: Right,
}

/// What a run without faults makes.
#[derive(Default)]
struct Right {
    /// The bot's edits before it.
    before: Vec<String>,
    edits: Vec<String>,
    requests: usize,
    took: Duration,
}

impl Place {
    fn new(scenario: &'static Scenario) -> Self {
        let wiki = Wiki::with_extensions(&[]);
        (scenario.prepare)(&wiki);
        wiki.keep();
        let (reader, proxy) = (wiki.reader(), Proxy::before(&wiki.url));
        let mut place = Self { wiki, reader, proxy, scenario, right: Right::default() };
        let before = place.edits();
        let started = Instant::now();
        assert_eq!(place.clean_run(), 0);
        let (requests, took) = (place.proxy.seen(), started.elapsed());
        place.right = Right { before, edits: place.edits(), requests, took };
        assert!(place.right.edits.len() >= 3, "{:#?}", place.right.edits);
        assert_eq!(place.clean_run(), 0);
        assert_eq!(place.edits(), place.right.edits, "a second run does something");
        place
    }

    fn command(&self) -> Command {
        let mut command = self.wiki.command(&format!("{}{SETTINGS}", self.scenario.settings));
        command.args(["run", "--today", self.scenario.today, "--format", "json"]);
        command.env("GOALKEEPER__WIKI__URL", &self.proxy.url);
        command
    }

    /// A run that meets no fault. Requests have only a second: on a busy machine one may take longer all the same, and that
    /// is a fault, too, after which comes another run.
    fn clean_run(&self) -> i32 {
        let mut busy = 3;
        loop {
            self.proxy.set(None, 0, false);
            let run = ran(&mut self.command());
            if run.code == 0 || busy == 0 || !run.err.contains("no answer in time") {
                return run.code;
            }
            busy -= 1;
        }
    }

    /// Every edit of the bot's: page, summary, and the page's text after it.
    fn edits(&self) -> Vec<String> {
        let answer = self.reader.get(&[
            ("action", "query"),
            ("list", "allrevisions"),
            ("arvuser", BOT),
            ("arvprop", "comment|content"),
            ("arvslots", "main"),
            ("arvlimit", "max"),
        ]);
        assert!(answer["continue"].is_null(), "too many edits");
        let signed = Regex::new(r"\d\d:\d\d, \d+ \w+ \d{4} \(UTC\)").unwrap();
        let mut edits = Vec::new();
        for page in answer["query"]["allrevisions"].as_array().unwrap() {
            for edit in page["revisions"].as_array().unwrap() {
                let text = edit["slots"]["main"]["content"].as_str().unwrap();
                let text = signed.replace_all(text, "TIME");
                edits.push(format!("{}: {}\n{text}", page["title"], edit["comment"]));
            }
        }
        edits.sort();
        edits
    }

    /// Whether the wiki is as it was before the run, or as one without faults leaves it: what a clean run makes of either
    /// is known, for it has nothing to go by but the wiki.
    fn is_known(&self) -> bool {
        let edits = self.edits();
        edits == self.right.before || edits == self.right.edits
    }

    /// Fails unless a clean run leaves what a run without faults leaves.
    fn finish(&self, what: &str) -> Result<(), String> {
        let code = self.clean_run();
        let edits = self.edits();
        if code != 0 {
            return Err(format!("{what}: the clean run after it exits {code}"));
        }
        if edits == self.right.edits {
            return Ok(());
        }
        let (too_much, missing) = (without(&edits, &self.right.edits), without(&self.right.edits, &edits));
        Err(format!("{what}: {} edits; too much: {too_much:#?}; missing: {missing:#?}", edits.len()))
    }
}

fn without<'a>(all: &'a [String], those: &[String]) -> Vec<&'a String> {
    all.iter().filter(|edit| !those.contains(edit)).collect()
}

/// Does the work of `each` for all of `jobs`, and lists what went wrong.
fn all_end_right<J: Send + Sync>(
    scenario: &'static Scenario,
    jobs: Vec<J>,
    each: impl Fn(&Place, &J) -> Result<(), String> + Sync,
) {
    let (count, started) = (jobs.len(), Instant::now());
    let ended = in_places(
        PLACES,
        jobs,
        || Place::new(scenario),
        |place, job| {
            place.wiki.reset();
            each(place, job)
        },
    );
    let wrong: Vec<_> = ended.into_iter().filter_map(Result::err).collect();
    let seconds = started.elapsed().as_secs();
    say(&format!("{count} runs in {seconds} s; {} ended wrong", wrong.len()));
    assert!(wrong.is_empty(), "{} of {count} ended wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Shows a figure even where the tests' own output is kept back.
#[allow(clippy::explicit_write, reason = "`eprintln` is kept back")]
fn say(figure: &str) {
    writeln!(std::io::stderr(), "{figure}").unwrap();
}

/// How many requests a run takes, and the edits it makes. On a busy machine one may take too long and be sent again: the
/// least of three counts.
fn requests_of(scenario: &'static Scenario) -> (usize, Vec<String>) {
    let counts = [(); 3].map(|()| Place::new(scenario).right);
    let least = counts.into_iter().min_by_key(|right| right.requests).unwrap();
    (least.requests, least.edits)
}

/// A fault that a request meets, or that all meet from it on.
type Met = (Fault, usize, bool);

/// Each fault at those requests that `counts` says, by the fault's number and the request's; and the wiki that dies at each.
fn faults_at(counts: impl Fn(usize, usize) -> bool, requests: usize) {
    let mut jobs: Vec<Met> = Vec::new();
    for (number, fault) in Fault::ALL.into_iter().enumerate() {
        jobs.extend((0..requests).filter(|at| counts(number, *at)).map(|at| (fault, at, false)));
    }
    let single = jobs.len();
    // The wiki dies in the middle of the run: without a word, with its work done, or behind a gateway.
    let dying = [Fault::Dropped, Fault::AnswerLost, Fault::BadGateway];
    jobs.extend(dying.iter().flat_map(|fault| (0..requests).map(move |at| (*fault, at, true))));
    let lasting = dying.len();
    say(&format!(
        "{requests} requests: {single} times a fault at one, {lasting} faults from each on: {} runs",
        jobs.len()
    ));
    all_end_right(&FIRST_ROUND, jobs, meet);
}

#[test]
fn each_fault_at_each_edit_and_at_a_third_of_the_reads_ends_with_the_right_edits() {
    let (requests, edits) = requests_of(&FIRST_ROUND);
    // Each edit is one or two looks and the edit itself, and they come last.
    let editing = requests - 3 * edits.len()..requests;
    // Each read meets eight of them, and its neighbours meet the others.
    faults_at(|fault, at| editing.contains(&at) || (fault + at).is_multiple_of(3), requests);
}

#[test]
#[ignore = "six minutes, for what a third of the reads leaves out: before a release, and where requests are changed"]
fn every_fault_at_every_request_ends_with_the_right_edits() {
    faults_at(|_, _| true, requests_of(&FIRST_ROUND).0);
}

#[test]
fn what_stands_on_the_wiki_already_is_edited_once_whatever_happens() {
    let (requests, edits) = requests_of(&SECOND_ROUND);
    let edits = edits.join("\n");
    for kind in ["gk1:opt-out/", "gk1:tick/", "/5.2)", "gk1:status/", "gk1:digest/"] {
        assert!(edits.contains(kind), "no {kind} in {edits}");
    }
    // Each edit is a look and the edit itself.
    let editing = requests - 2 * 6..requests;
    let faults = [Fault::AnswerLost, Fault::Late, Fault::Twice, Fault::Exception];
    let jobs: Vec<Met> =
        faults.iter().flat_map(|fault| editing.clone().map(move |at| (*fault, at, false))).collect();
    all_end_right(&SECOND_ROUND, jobs, meet);
}

/// A run with the fault, and then a clean one, unless the wiki is then in a state of which is known what comes of it.
fn meet(place: &Place, (fault, at, lasting): &Met) -> Result<(), String> {
    let what = format!("{fault:?} at request {at}{}", if *lasting { " and after" } else { "" });
    let before = place.reader.revisions_by(BOT);
    place.proxy.set(Some(*fault), *at, *lasting);
    let first = ran(&mut place.command());
    let wrong = |why: &str| Err(format!("{what}: {why}: {} {}", first.code, first.err));
    if place.proxy.met() == 0 {
        return wrong("was not met");
    }
    if place.proxy.went_elsewhere() > 0 {
        return wrong("went to another host");
    }
    if !matches!(first.code, 0 | 3 | 4) || first.err.contains("panicked") {
        return wrong("ended oddly");
    }
    if let Err(why) = tells_the_truth(&first, place.reader.revisions_by(BOT) - before) {
        return wrong(&why);
    }
    // What the wiki hears late, it may hear after this.
    let may_come_late = matches!(fault, Fault::Late | Fault::AnswerLate);
    if !may_come_late && place.is_known() { Ok(()) } else { place.finish(&what) }
}

/// Whether what a run says it did is what it did.
fn tells_the_truth(run: &Ran, edits: usize) -> Result<(), String> {
    let outcomes = outcomes(&run.json());
    let count = |result: &str| outcomes.iter().filter(|line| line.contains(&format!(": {result}"))).count();
    let (posted, unknown) = (count("posted"), count("unknown"));
    if !(posted..=posted + unknown).contains(&edits) {
        return Err(format!("{edits} edits, and it says {outcomes:#?}"));
    }
    if (run.code == 4) != (unknown + count("failed") > 0) {
        return Err(format!("exits {}, and says {outcomes:#?}", run.code));
    }
    Ok(())
}

#[test]
fn killed_at_any_moment_the_next_run_finishes_the_work() {
    const KILLS: u32 = 100;
    // Spread over the run by the golden ratio: no two alike, and the same each time.
    let shares: Vec<_> = (1..=KILLS).map(|n| (f64::from(n) * 0.618_033_988_749_894_9).fract()).collect();
    let ended = Mutex::new(0);
    all_end_right(&FIRST_ROUND, shares, |place, share| {
        place.proxy.set(None, 0, false);
        let mut child = place.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The first run of all, which was timed, is slower than those after it.
        let moment = place.right.took.mul_f64(share * 0.75);
        thread::sleep(moment);
        // SIGKILL, on Unix.
        child.kill().unwrap();
        *ended.lock().unwrap() += usize::from(child.wait().unwrap().success());
        place.finish(&format!("killed after {moment:?}"))
    });
    let ended = ended.into_inner().unwrap();
    say(&format!("{KILLS} runs killed, {ended} of them when they had ended"));
    assert!(ended < KILLS as usize / 2, "{ended} runs were not killed");
}
