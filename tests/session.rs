//! How long a session waits, when it gives up, how much it takes in, and how soon it ends.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::proxy::{Fault, Proxy};
use crate::refusals::END_SESSIONS;
use crate::support::{BOT, COORDINATED, PAGE, Wiki, command, in_places, outcomes, ran};

const DAY: &str = "2020-11-02";

fn run(wiki: &Wiki, proxy: &Proxy, settings: &str) -> Command {
    let mut command = wiki.command(settings);
    command.args(["run", "--today", DAY, "--format", "json"]).env("GOALKEEPER__WIKI__URL", &proxy.url);
    command
}

#[test]
fn a_read_is_tried_four_times_with_growing_pauses() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    proxy.set(Some(Fault::Dropped), 0, true);
    let started = Instant::now();
    let ran = ran(&mut run(&wiki, &proxy, "[limits]\nretry_pause_seconds = 1"));
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert_eq!(proxy.seen(), 4, "{}", ran.err);
    // 1, 2 and 4 seconds, and each up to twice as long by chance.
    let took = started.elapsed();
    assert!(took > Duration::from_secs(7) && took < Duration::from_secs(20), "{took:?}");
    assert!(ran.err.contains("can't be reached") && ran.err.contains("asking again"), "{}", ran.err);
}

#[test]
fn a_wiki_may_ask_to_wait_but_not_for_hours() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    // One second is waited for.
    proxy.set(Some(Fault::Unavailable), 4, false);
    let started = Instant::now();
    let patient = ran(&mut run(&wiki, &proxy, ""));
    assert_eq!(patient.code, 0, "{}", patient.err);
    assert!(started.elapsed() > Duration::from_secs(1));
    // An hour is not, and nothing is asked before it is over.
    for at in 3..8 {
        proxy.set(Some(Fault::TooMany), at, false);
        let ended = ran(&mut run(&wiki, &proxy, ""));
        assert_eq!(ended.code, 3, "{}", ended.err);
        // Pages are fetched two at a time.
        assert!((at + 1..=at + 2).contains(&proxy.seen()), "{} requests: {}", proxy.seen(), ended.err);
    }
}

#[test]
fn a_dead_wiki_ends_the_run_instead_of_crawling() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    let titles: Vec<String> =
        (1..=20).map(|n| format!("\"Board {n}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    let settings = format!("[[boards]]\nname = \"many\"\ntitles = [{}]\n", titles.join(", "));
    let admin = wiki.admin();
    for n in 1..=20 {
        admin.save(&format!("Board {n}/2020-21 Q2"), &admin.text(PAGE).unwrap());
    }
    proxy.set(None, 0, false);
    let alive = ran(run(&wiki, &proxy, &settings).arg("--dry-run"));
    assert_eq!(alive.code, 0, "{}", alive.err);
    assert!(proxy.seen() > 25);
    // It dies when the first pages are being fetched.
    proxy.set(Some(Fault::Unavailable), 7, true);
    let dead = ran(&mut run(&wiki, &proxy, &settings));
    assert_eq!(dead.code, 3, "{}", dead.err);
    assert!(dead.err.contains("12 requests in a row came to nothing"), "{}", dead.err);
    // Twelve in a row, and what was under way beside them.
    assert!((12..=14).contains(&proxy.met()), "{} requests to a dead wiki", proxy.met());
}

#[test]
fn a_login_is_tried_again_whatever_became_of_its_answer() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    let faults =
        [Fault::AnswerLost, Fault::Cut, Fault::Short, Fault::Damaged, Fault::BadGateway, Fault::Unavailable];
    // A token, the login, and the first query.
    for (fault, at) in faults.iter().flat_map(|fault| (0..3).map(move |at| (*fault, at))) {
        proxy.set(Some(fault), at, false);
        let ran = ran(run(&wiki, &proxy, COORDINATED).arg("--dry-run"));
        assert!(proxy.met() > 0);
        assert_eq!(ran.code, 0, "{fault:?} at {at}: {}", ran.err);
    }
}

#[test]
fn a_session_that_the_wiki_ends_is_begun_anew() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    // One request after the other, so that they can be counted.
    let settings = format!("[limits]\nconcurrency = 1\n{COORDINATED}");
    proxy.set(None, 0, false);
    assert_eq!(ran(&mut run(&wiki, &proxy, &settings)).code, 0);
    let (requests, edits) = (proxy.seen(), wiki.reader().revisions_by(BOT));
    // Before the first request of the login there is no session, and with the third it begins.
    for at in 3..requests {
        wiki.reset();
        wiki.configure(&format!(
            "$count = __DIR__ . '/count';
            $number = is_file( $count ) ? (int)file_get_contents( $count ) : 0;
            file_put_contents( $count, $number + 1 );
            $wgHooks['SetupAfterCache'][] = static function () use ( $number ) {{
                if ( $number !== {at} ) {{ return; }}
                $services = MediaWiki\\MediaWikiServices::getInstance();
                {END_SESSIONS}
            }};"
        ));
        let ran = ran(&mut run(&wiki, &proxy, &settings));
        wiki.configure("@unlink( __DIR__ . '/count' );");
        assert_eq!(ran.code, 0, "at {at}: {}", ran.err);
        assert_eq!(wiki.reader().revisions_by(BOT), edits, "at {at}: {}", ran.err);
        // REST asks for no login on a wiki that everyone may read; whatever comes after it does.
        assert!(ran.err.contains("logging in again"), "at {at}: {}", ran.err);
    }
}

#[test]
fn html_cut_in_the_middle_is_unread() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    let check = || {
        let mut command = command();
        command.args(["check", PAGE, "--format", "json"]).env("GOALKEEPER__WIKI__URL", &proxy.url);
        ran(command.env("GOALKEEPER__LIMITS__RETRY_PAUSE_SECONDS", "0"))
    };
    proxy.set(None, 0, false);
    let whole = check();
    assert!(whole.json()["pages"][0]["findings"].as_array().unwrap().len() > 5, "{}", whole.out);
    // Site, page, HTML. The wiki's server tells no length, so half a page looks like a page.
    for fault in [Fault::Cut, Fault::Short, Fault::Damaged] {
        proxy.set(Some(fault), 2, true);
        let cut = check();
        assert_eq!(cut.code, 3, "{fault:?}: {}", cut.err);
        let cut = cut.json();
        assert_eq!(cut["unread"][0]["title"], PAGE, "{fault:?}: {cut}");
        assert_eq!(cut["pages"].as_array().unwrap().len(), 0, "{fault:?}: {cut}");
        assert_eq!(proxy.met(), 4, "{fault:?}");
        // Once only, and the page is read all the same.
        proxy.set(Some(fault), 2, false);
        assert_eq!(check().out, whole.out, "{fault:?}");
    }
}

#[test]
fn huge_answers_do_not_fill_the_memory() {
    let wiki = Wiki::up();
    let proxy = Proxy::before(&wiki.url);
    // 256 MiB is what the Toolforge job has.
    for (fault, at) in [
        (Fault::Endless, 0),
        (Fault::Endless, 1),
        (Fault::Endless, 2),
        (Fault::ManyValues, 1),
        (Fault::ManyTags, 2),
        (Fault::ManyParts, 1),
    ] {
        proxy.set(Some(fault), at, true);
        let mut command = wiki.command("");
        command.args(["check", PAGE]).env("GOALKEEPER__WIKI__URL", &proxy.url);
        command.env_remove("GOALKEEPER__AUTH__USERNAME").env_remove("GOALKEEPER__AUTH__PASSWORD");
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let peak = peak_memory(&child);
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{fault:?} at {at}: {err}");
        assert!(proxy.met() > 0);
        assert!((5_000..128_000).contains(&peak), "{fault:?} at {at}: {peak} kB");
    }
}

/// The most memory that a process took before it ended, in kB.
fn peak_memory(child: &Child) -> u64 {
    let mut peak = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let Some(kilobytes) = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()) else {
            return peak;
        };
        peak = kilobytes;
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_that_is_told_to_end_does_so_within_fifteen_seconds() {
    let counted = Wiki::up();
    let proxy = Proxy::before(&counted.url);
    proxy.set(None, 0, false);
    assert_eq!(ran(&mut run(&counted, &proxy, "")).code, 0);
    let requests = proxy.seen();
    // At each request the wiki falls silent: at once, or when it has done what it was asked.
    let jobs = (0..requests).flat_map(|at| [(Fault::Silent, at), (Fault::AskedAndSilent, at)]).collect();
    let place = || {
        let wiki = Wiki::up();
        let proxy = Proxy::before(&wiki.url);
        (wiki, proxy)
    };
    let unknown = in_places(8, jobs, place, |(wiki, proxy), (fault, at)| {
        wiki.reset();
        proxy.set(Some(*fault), *at, false);
        let child = run(wiki, proxy, "").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while proxy.met() == 0 {
            thread::sleep(Duration::from_millis(20));
        }
        thread::sleep(Duration::from_millis(200));
        let told = Instant::now();
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let took = told.elapsed();
        let what = format!("{fault:?} at {at}: {took:?} {}", String::from_utf8_lossy(&output.stderr));
        assert!(took < Duration::from_secs(14), "{what}");
        let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let done = outcomes(&run);
        let unknown = done.iter().any(|line| line.contains(": unknown"));
        assert_eq!(output.status.code(), Some(if unknown { 4 } else { 0 }), "{what} {done:?}");
        assert_eq!(run["stopped"], true, "{what}");
        // What it says it posted is there, and nothing else.
        let posted = done.iter().filter(|line| line.contains(": posted")).count();
        assert_eq!(posted, wiki.reader().revisions_by(BOT), "{what} {done:?}");
        unknown
    });
    // An edit that wasn't answered and isn't on the wiki may arrive yet.
    let unknown = unknown.iter().filter(|unknown| **unknown).count();
    assert!(unknown > 0 && unknown < requests / 2, "{unknown} unknown");
}
