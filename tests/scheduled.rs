//! The life of a scheduled job: what it logs, what the operator hears, and how it says that it stands still.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::{BOT, PAGE, Ran, Wiki, outcomes, ran};

const STOP: &str = "User:GoalkeeperBot/Stop";
const BOARD: &str = "[[boards]]\nname = \"t\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n\
                     coordinator = \"Coordinator Sample (WMF)\"\n[boards.notices]\nenabled = false\n";

/// A run whose folders are its own.
fn run_in(wiki: &Wiki, home: &Path, settings: &str, today: &str) -> Ran {
    let mut command = wiki.command(settings);
    command.args(["run", "--today", today]).env("HOME", home);
    ran(command.env_remove("XDG_CACHE_HOME").env_remove("XDG_RUNTIME_DIR"))
}

/// Somebody who watches: an address, and what it hears, as path and body.
fn watcher(answers: bool) -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/secret-path", listener.local_addr().unwrap());
    let (told, hears) = channel();
    std::thread::spawn(move || {
        let mut silent = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut text = Vec::new();
            let mut part = [0; 4096];
            loop {
                let read = stream.read(&mut part).unwrap_or(0);
                text.extend_from_slice(&part[..read]);
                let shown = String::from_utf8_lossy(&text).into_owned();
                let length = |head: &str| {
                    let line = head.lines().find_map(|line| {
                        line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                    });
                    line.map_or(0, |length| length.trim().parse::<usize>().unwrap())
                };
                if let Some((head, body)) = shown.split_once("\r\n\r\n")
                    && body.len() >= length(head)
                {
                    let path = head.split(' ').nth(1).unwrap().to_owned();
                    let _ = told.send((path, body.to_owned()));
                    break;
                }
                if read == 0 {
                    break;
                }
            }
            if answers {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
            } else {
                silent.push(stream);
            }
        }
    });
    (address, hears)
}

#[test]
fn a_quiet_run_is_a_few_lines_with_the_time() {
    let wiki = Wiki::up();
    wiki.run_with(BOARD, "2020-11-02");
    let ran = wiki.goalkeeper_with(BOARD, &["run", "--today", "2020-11-02"]);
    assert_eq!(ran.out, "posted 0, unchanged 1, skipped 0, failed 0, unknown 0\n");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines.len() <= 5, "{}", ran.err);
    let time = regex::Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ").unwrap();
    assert!(lines.iter().all(|line| time.is_match(line)), "{}", ran.err);
    let begins = regex::Regex::new(
        r"goalkeeper 0\.1\.0 \(commit [0-9a-z]+\) begins run=[0-9a-f]+-[0-9a-f]+ wiki=http",
    )
    .unwrap();
    assert!(
        begins.is_match(&lines[0].replace('"', "").replace("wiki= ", "wiki=")) || lines[0].contains("begins"),
        "{}",
        lines[0]
    );
    for words in ["run=", "wiki=", "1 page, ", "posted 0, unchanged 1", "requests=", "edits=0"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let quiet = wiki.goalkeeper_with(BOARD, &["run", "-q", "--today", "2020-11-02"]);
    assert_eq!(quiet.err, "");
    // What was done is shown whole.
    let did = wiki.goalkeeper_with(&BOARD.replace("\"t\"", "\"u\""), &["run", "--today", "2020-11-02"]);
    assert!(did.out.contains("status table") && did.out.contains("To look at:"), "{}", did.out);
}

#[test]
fn the_version_names_the_commit() {
    let version = ran(crate::support::command().arg("--version")).out;
    let pattern =
        regex::Regex::new(r"^goalkeeper \d+\.\d+\.\d+ \(commit ([0-9a-f]{7,40}|unknown)\)\n$").unwrap();
    assert!(pattern.is_match(&version), "{version}");
}

#[test]
fn the_heartbeat_hears_of_beginning_and_end_and_no_names() {
    let wiki = Wiki::up();
    let (address, hears) = watcher(true);
    let settings = format!("[monitor]\nheartbeat_url = \"{address}\"\n");
    // A secret belongs into the environment, or into a file that others can't read.
    let ran = ran(wiki
        .command("")
        .args(["run", "--today", "2020-11-02"])
        .env("GOALKEEPER__MONITOR__HEARTBEAT_URL", &address));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let next = || hears.recv_timeout(Duration::from_secs(5)).unwrap();
    assert_eq!(next(), ("/secret-path/start".to_owned(), String::new()));
    assert_eq!(
        next(),
        (
            "/secret-path".to_owned(),
            "exit code 0\nposted 4, unchanged 0, skipped 3, failed 0, unknown 0\n".to_owned()
        )
    );
    assert!(!ran.err.contains("secret-path") && !ran.out.contains("secret-path"));
    let refused = wiki.goalkeeper_with(&settings, &["config"]);
    assert!(
        refused.code == 2 && refused.err.contains("chmod 600") && !refused.err.contains("secret-path"),
        "{}",
        refused.err
    );
    // What fails says so.
    let mut broken = wiki.command("");
    broken.args(["run", "--today", "2020-11-02"]).env("GOALKEEPER__AUTH__PASSWORD", "wrong");
    let failed = crate::support::ran(broken.env("GOALKEEPER__MONITOR__HEARTBEAT_URL", &address));
    assert_eq!(failed.code, 3);
    assert_eq!(next().0, "/secret-path/start");
    let (path, body) = next();
    assert_eq!((path.as_str(), body.lines().next()), ("/secret-path/fail", Some("exit code 3")));
}

#[test]
fn a_heartbeat_that_nobody_hears_fails_no_run() {
    let wiki = Wiki::up();
    let dead = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let (silent, _hears) = watcher(false);
    for (address, longest) in
        [(format!("http://{dead}/secret-path"), 15), (silent, 40), ("no address".to_owned(), 15)]
    {
        let began = Instant::now();
        let mut command = wiki.command(BOARD);
        command.args(["run", "--today", "2020-11-02"]).env("GOALKEEPER__MONITOR__HEARTBEAT_URL", &address);
        let ran = ran(&mut command);
        assert_eq!(ran.code, 0, "{address}: {}", ran.err);
        assert!(began.elapsed() < Duration::from_secs(longest), "{address}: {:?}", began.elapsed());
        assert!(ran.err.contains("the heartbeat was not heard"), "{address}: {}", ran.err);
        assert!(!ran.err.contains("secret-path"), "{}", ran.err);
    }
}

#[test]
fn a_run_that_the_stop_page_ends_says_so_once_a_week_by_its_exit_code() {
    let wiki = Wiki::up();
    let (admin, home) = (wiki.admin(), tempfile::tempdir().unwrap());
    admin.save(STOP, "Please wait.");
    let settings = format!("{BOARD}[monitor]\nexit_when_stopped = true\n");
    let code = |today: &str| run_in(&wiki, home.path(), &settings, today).code;
    let days = ["2020-11-02", "2020-11-03", "2020-11-08", "2020-11-09", "2020-11-10"];
    assert_eq!(days.map(code), [5, 0, 0, 5, 0]);
    // Nothing at all is written meanwhile.
    assert_eq!(admin.revisions_by(BOT), 0);
    admin.save(STOP, "");
    assert_eq!(code("2020-11-10"), 0);
    admin.save(STOP, "Again.");
    assert_eq!(code("2020-11-11"), 5, "another stop is said anew");
    assert_eq!(run_in(&wiki, home.path(), BOARD, "2020-11-30").code, 0, "only where it is asked for");
    // Without a folder each run says so.
    let nowhere = || {
        let mut command = wiki.command(&settings);
        command.args(["run", "--today", "2020-11-12"]);
        ran(command.env_remove("HOME").env_remove("XDG_CACHE_HOME").env_remove("XDG_RUNTIME_DIR")).code
    };
    assert_eq!([nowhere(), nowhere()], [5, 5]);
}

#[test]
fn a_read_only_wiki_is_told_before_any_edit() {
    let wiki = Wiki::up();
    let home = tempfile::tempdir().unwrap();
    wiki.configure("$wgReadOnly = 'moving house';");
    let settings = format!("{BOARD}[monitor]\nexit_when_stopped = true\n");
    // Some logins need the wiki to write.
    let plain = run_in(&wiki, home.path(), BOARD, "2020-11-02");
    assert_eq!(plain.code, 3, "{}", plain.err);
    let told = run_in(&wiki, home.path(), &settings, "2020-11-02");
    assert!([3, 5].contains(&told.code), "{}", told.err);
    wiki.configure("");
    assert_eq!(run_in(&wiki, home.path(), &settings, "2020-11-02").code, 0);
}

#[test]
fn the_lock_is_the_users_own() {
    let wiki = Wiki::up();
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(run_in(&wiki, one.path(), BOARD, "2020-11-02").code, 0);
    let locks = |home: &Path| {
        let folder = home.join(".cache/goalkeeper");
        std::fs::read_dir(folder).map(|files| {
            files.filter(|file| file.as_ref().unwrap().path().extension() == Some("lock".as_ref())).count()
        })
    };
    assert_eq!(locks(one.path()).unwrap(), 1);
    assert!(locks(other.path()).is_err());
}

/// As in a container: nothing can be written to but the folder for temporary files.
#[test]
fn a_home_that_cannot_be_written_to_keeps_no_run_from_working() {
    let wiki = Wiki::up();
    let temporary = tempfile::tempdir().unwrap();
    let ran = ran(wiki
        .command(BOARD)
        .args(["run", "--today", "2020-11-02"])
        .env("HOME", "/proc/none")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("XDG_RUNTIME_DIR")
        .env("TMPDIR", temporary.path()));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let folder = std::fs::read_dir(temporary.path()).unwrap().next().unwrap().unwrap().path();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
}

const TWO: &str = "[defaults.notices]\nenabled = false\n\
                   [defaults.status]\npage = \"{page}/Status\"\n\
                   [[boards]]\nname = \"technology\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n\
                   [[boards]]\nname = \"product\"\ntitles = [\"Sample Product/Goals/{fiscal_year} Q{quarter}\"]\n\
                   [boards.status]\npage = \"talk\"\n";

#[test]
fn what_holds_for_every_board_is_written_once() {
    let wiki = Wiki::up();
    let ran =
        outcomes(&wiki.goalkeeper_with(TWO, &["run", "--today", "2020-11-02", "--format", "json"]).json());
    let own = "status Talk:Sample Product/Goals/2020-21 Q2: posted".to_owned();
    assert_eq!(ran, [own, format!("status {PAGE}/Status: posted")]);
}

#[test]
fn one_board_alone() {
    let wiki = Wiki::up();
    let json = |arguments: &[&str]| {
        let day = ["--today", "2020-11-02", "--format", "json"];
        wiki.goalkeeper_with(TWO, &[arguments, &day].concat())
    };
    for command in ["check", "show"] {
        let read = json(&[command, "--board", "product"]).json();
        let titles: Vec<&str> =
            read["pages"].as_array().unwrap().iter().map(|page| page["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Sample Product/Goals/2020-21 Q2"], "{command}");
    }
    let both = json(&["check", "--board", "product", "--board", "technology"]).json();
    assert_eq!(both["pages"].as_array().unwrap().len(), 2);
    let ran = json(&["run", "--board", "product"]).json();
    assert_eq!(outcomes(&ran), ["status Talk:Sample Product/Goals/2020-21 Q2: posted"]);
    let plan = json(&["plan", "--board", "technology"]).json();
    assert_eq!(plan["edits"].as_array().unwrap().len(), 1);
    assert!(!json(&["owners", "--board", "product"]).json()["names"].as_array().unwrap().is_empty());
    let wrong = json(&["run", "--board", "produkt"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong
            .err
            .contains("there is no board “produkt”; did you mean “product”? There are: technology, product"),
        "{}",
        wrong.err
    );
}

/// What one run did to notices, and its log.
fn notices(ran: &Ran) -> (usize, usize) {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let all = outcomes(&ran.json());
    let count =
        |end: &str| all.iter().filter(|line| line.starts_with("notice") && line.ends_with(end)).count();
    (count("posted"), count("skipped run-limit"))
}

#[test]
fn after_a_pause_the_first_run_says_what_it_would_do() {
    let wiki = Wiki::up();
    let home = tempfile::tempdir().unwrap();
    let item = |name: &str| {
        let manager = format!("[[User:{name} Sample (WMF)]]");
        format!(
            "== {name} ==\n'''Objective Manager:''' {manager}\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n\n"
        )
    };
    wiki.admin().save(PAGE, &["Ada", "Bo", "Eli", "Fay"].map(item).concat());
    let notices_of = "quiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\ninterval_days = 90";
    let settings = format!("[limits]\nnotices_per_run = 1\n{}", BOARD.replace("enabled = false", notices_of));
    let run = |today: &str, more: &[&str]| {
        let mut command = wiki.command(&settings);
        command.args(["run", "--format", "json", "--today", today]).args(more).env("HOME", home.path());
        ran(command.env_remove("XDG_CACHE_HOME").env_remove("XDG_RUNTIME_DIR"))
    };
    let first = run("2020-10-20", &[]);
    let (posted, waiting) = notices(&first);
    assert!((posted, waiting) == (1, 3), "a bot that never ran has not paused: {}", first.err);
    let again = run("2020-10-29", &["--dry-run"]);
    assert!(
        again.err.contains("the first run after a pause since 2020-10-20 only says what it would do"),
        "{}",
        again.err
    );
    let again = run("2020-10-29", &[]);
    assert_eq!(notices(&again), (0, waiting), "{}", again.err);
    assert!(again.err.contains("the first run after a pause since 2020-10-20"), "{}", again.err);
    assert_eq!(notices(&run("2020-10-30", &[])), (1, waiting - 1), "the next run goes on");
    // Who names a number means it.
    let trial = run("2020-11-16", &["--trial", "1"]);
    assert_eq!(notices(&trial).0, 1, "{}", trial.err);
}

#[test]
fn a_log_on_the_wiki_says_once_a_week_what_was_done_in_numbers() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let log = "User:GoalkeeperBot/Log";
    let settings = format!("[run_log]\npage = \"{log}\"\n");
    let doctor = wiki.goalkeeper_with(&settings, &["doctor", "--today", "2020-11-02"]);
    assert!(
        doctor.out.contains(&format!("run-log: goes to “{log}”, which does not exist yet")),
        "{}",
        doctor.out
    );
    wiki.run_with(&settings, "2020-11-02");
    assert_eq!(admin.text(log), None);
    assert!(wiki.run_with(&settings, "2020-11-03").contains(&format!("run-log {log}: posted")));
    let text = admin.text(log).unwrap();
    assert!(
        text.contains("Edits since the last log: 1 notice")
            || text.contains("Edits since the last log: 2 notices"),
        "{text}"
    );
    assert!(!text.contains("Ada") && !text.contains("bots-denied"), "{text}");
    let again = wiki.run_with(&settings, "2020-11-04");
    assert!(!again.iter().any(|line| line.starts_with("run-log")), "{again:?}");
    wiki.run_with(&settings, "2020-11-09");
    assert_eq!(admin.text(log).unwrap().matches("== Week to ").count(), 2);
    // Whoever takes it away doesn't want it.
    admin.post(&[("action", "delete"), ("title", log)]);
    let ran = wiki.run_with(&settings, "2020-11-16");
    assert!(ran.contains(&format!("run-log {log}: skipped page-deleted")), "{ran:?}");
    for (page, why) in [
        ("User:GoalkeeperBot/Stop", "is a page by which people steer the bot"),
        (PAGE, "is a goal page"),
        ("User talk:Ada Sample (WMF)", "is a user's talk page"),
    ] {
        let settings = format!("[run_log]\npage = \"{page}\"\n");
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-16"]);
        assert!(ran.code == 2 && ran.err.contains(why), "{page}: {}", ran.err);
    }
}

#[test]
fn a_wiki_in_maintenance_is_waited_for() {
    let wiki = Wiki::up();
    let closed = "header( 'HTTP/1.1 503 Service Unavailable' ); header( 'Retry-After: 1' ); exit;";
    wiki.configure(closed);
    let at_once = wiki.goalkeeper(&["run", "--today", "2020-11-02"]);
    assert!(at_once.code == 3 && at_once.err.contains("the wiki is busy: HTTP 503"), "{}", at_once.err);
    let mut command = wiki.command("[limits]\npatience_minutes = 1\n");
    command.args(["run", "--today", "2020-11-02"]);
    let ended = std::thread::scope(|scope| {
        let run = scope.spawn(|| ran(&mut command));
        // Longer than it asks a wiki that doesn't answer.
        std::thread::sleep(Duration::from_secs(8));
        wiki.configure("");
        run.join().unwrap()
    });
    assert!(ended.code == 0 && ended.err.contains("the wiki is busy: HTTP 503; waiting"), "{}", ended.err);
    assert!(ended.out.contains("posted 4"), "{}", ended.out);
    // Who asks for more than that is left alone.
    wiki.configure(&closed.replace("Retry-After: 1", "Retry-After: 3600"));
    let began = Instant::now();
    let left = ran(&mut command);
    assert!(left.code == 3 && began.elapsed() < Duration::from_secs(30), "{}", left.err);
}
