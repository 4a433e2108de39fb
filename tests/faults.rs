//! Nothing lost, nothing doubled: whatever happens to any one request of a run, and whenever a run is killed,
//! the next run leaves exactly the edits that a run without faults makes.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use regex::Regex;

use crate::proxy::{Fault, Proxy};
use crate::support::{ADA, BOT, COORDINATED, User, Wiki, ran};

const DAY: &str = "2020-11-02";
const PLACES: usize = 4;

/// A wiki behind a proxy, with a talk page that is there already.
struct Place {
    wiki: Wiki,
    admin: User,
    proxy: Proxy,
}

/// Every edit of the bot's, oldest first on each page, and what the pages say now.
type End = BTreeMap<String, (Vec<String>, String)>;

impl Place {
    fn new() -> Self {
        let wiki = Wiki::up();
        let admin = wiki.admin();
        let proxy = Proxy::before(&wiki.url);
        Self { wiki, admin, proxy }
    }

    /// As at the beginning, with nothing of the bot's.
    fn reset(&mut self) {
        self.wiki.reset();
        // Sessions are part of what is put back.
        self.admin = self.wiki.admin();
        self.admin.save(&format!("User talk:{ADA}"), "Hello.");
    }

    fn command(&self) -> Command {
        let settings = format!("[limits]\nrequest_timeout_seconds = 1\n{COORDINATED}");
        let mut command = self.wiki.command(&settings);
        command
            .args(["run", "--today", DAY, "--format", "json"])
            .env("GOALKEEPER__WIKI__URL", &self.proxy.url);
        command
    }

    /// A run without faults.
    fn clean(&self) -> i32 {
        self.proxy.set(None, 0, false);
        ran(&mut self.command()).code
    }

    fn end(&self) -> End {
        let answer = self.admin.get(&[
            ("action", "query"),
            ("list", "usercontribs"),
            ("ucuser", BOT),
            ("ucdir", "newer"),
            ("ucprop", "title|comment"),
            ("uclimit", "max"),
        ]);
        // What differs from wiki to wiki: the time of a signature and the server's port.
        let differs = Regex::new(r"\d\d:\d\d, \d+ \w+ \d{4} \(UTC\)|127\.0\.0\.1:\d+").unwrap();
        let mut end = End::new();
        for edit in answer["query"]["usercontribs"].as_array().unwrap() {
            let title = edit["title"].as_str().unwrap();
            let edits = &mut end.entry(title.to_owned()).or_default().0;
            edits.push(edit["comment"].as_str().unwrap().to_owned());
        }
        for (title, (_, text)) in &mut end {
            let now = self.admin.text(title).unwrap();
            *text = differs.replace_all(&now, "…").into_owned();
        }
        end
    }
}

/// Does the work of `each` for all of `jobs`, in several places at once (most of the time they wait), and lists
/// what went wrong.
fn in_many_places<J: Send + Sync>(jobs: Vec<J>, each: impl Fn(&mut Place, &J) -> Result<(), String> + Sync) {
    let (count, started) = (jobs.len(), Instant::now());
    let jobs = Mutex::new(VecDeque::from(jobs));
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..PLACES {
            scope.spawn(|| {
                let mut place = Place::new();
                loop {
                    let Some(job) = jobs.lock().unwrap().pop_front() else { break };
                    if let Err(what) = each(&mut place, &job) {
                        wrong.lock().unwrap().push(what);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    let seconds = started.elapsed().as_secs();
    say(&format!("{count} runs, each followed by a clean one, in {seconds} s; {} ended wrong", wrong.len()));
    assert!(wrong.is_empty(), "{} of {count} ended wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a run without faults makes, how many requests it takes, and how long.
fn right() -> (End, usize, Duration) {
    let mut place = Place::new();
    place.reset();
    let started = Instant::now();
    assert_eq!(place.clean(), 0);
    let (requests, took) = (place.proxy.seen(), started.elapsed());
    let end = place.end();
    assert!(end.values().map(|(edits, _)| edits.len()).sum::<usize>() > 4, "{end:#?}");
    assert_eq!(place.clean(), 0);
    assert_eq!(place.end(), end, "a second run does something");
    (end, requests, took)
}

/// Shows a figure even where the tests' own output is kept back.
fn say(figure: &str) {
    writeln!(std::io::stderr(), "{figure}").unwrap();
}

fn compare(what: &str, end: &End, right: &End) -> Result<(), String> {
    if end == right {
        return Ok(());
    }
    let differs = |end: &End, other: &End| {
        end.iter()
            .filter(|(title, what)| other.get(*title) != Some(*what))
            .map(|page| format!("{page:#?}"))
            .collect::<String>()
    };
    Err(format!("{what}:\n{}\ninstead of\n{}", differs(end, right), differs(right, end)))
}

#[test]
fn every_fault_at_every_request_ends_with_the_right_edits() {
    let (right, requests, _) = right();
    let once = Fault::ALL.iter().flat_map(|fault| (0..requests).map(move |at| (*fault, at, false)));
    // The wiki dies in the middle of the run: without a word, with its work done, or behind a gateway.
    let dying = [Fault::Dropped, Fault::AnswerLost, Fault::BadGateway];
    let from_there_on = dying.iter().flat_map(|fault| (0..requests).map(move |at| (*fault, at, true)));
    say(&format!(
        "{requests} requests, {} faults, {} of them also from there on",
        Fault::ALL.len(),
        dying.len()
    ));
    in_many_places(once.chain(from_there_on).collect(), |place, (fault, at, lasting)| {
        let what = format!("{fault:?} at request {at}{}", if *lasting { " and after" } else { "" });
        place.reset();
        place.proxy.set(Some(*fault), *at, *lasting);
        let first = ran(&mut place.command());
        let met = place.proxy.met();
        let wrong = |why: &str| Err(format!("{what}: {why}: {} {}", first.code, first.err));
        if met == 0 {
            return wrong("was not met");
        }
        if place.proxy.went_elsewhere() > 0 {
            return wrong("went to another host");
        }
        if !matches!(first.code, 0 | 3 | 4) || first.err.contains("panicked") {
            return wrong("ended oddly");
        }
        if place.clean() != 0 {
            return wrong("no clean run after");
        }
        compare(&what, &place.end(), &right)
    });
}

#[test]
fn killed_at_any_moment_the_next_run_finishes_the_work() {
    const KILLS: u32 = 200;
    let (right, _, took) = right();
    // Moments spread over the run by the golden ratio: no two alike, and again the same.
    let moments: Vec<_> =
        (1..=KILLS).map(|n| took.mul_f64((f64::from(n) * 0.618_033_988_749_894_9).fract() * 1.1)).collect();
    let ended = Mutex::new(0);
    in_many_places(moments, |place, moment| {
        place.reset();
        place.proxy.set(None, 0, false);
        let mut child = place.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(*moment);
        // SIGKILL, on Unix.
        child.kill().unwrap();
        *ended.lock().unwrap() += usize::from(child.wait().unwrap().success());
        let code = place.clean();
        let what = format!("killed after {moment:?}, then exit {code}");
        if code != 0 {
            return Err(what);
        }
        compare(&what, &place.end(), &right)
    });
    let ended = ended.into_inner().unwrap();
    say(&format!("{KILLS} runs killed within {took:?}, of which {ended} had ended before"));
    assert!(ended < KILLS as usize / 2, "{ended} runs were not killed");
}
