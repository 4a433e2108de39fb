//! The guides for operators: their commands as they stand there, and the files that run the program by a schedule.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{Datelike as _, Utc};

use crate::support::{BOT, PAGE, Wiki, command, outcomes, ran, root};

const COORDINATOR: &str = "Coordinator Sample (WMF)";
const PASSWORD: &str = "goalkeeperdevsecret0000000000000";

/// The blocks of a document that are fenced with this word.
fn blocks(document: &str, word: &str) -> Vec<String> {
    let fence = format!("```{word}\n");
    let after = document.split(&fence).skip(1);
    after.map(|text| text.split("```").next().unwrap().to_owned()).collect()
}

/// The page of the quarter that today lies in.
fn present_page() -> String {
    let today = Utc::now().date_naive();
    let (year, quarter) = match today.month0() / 3 {
        0 => (today.year() - 1, 3),
        1 => (today.year() - 1, 4),
        2 => (today.year(), 1),
        _ => (today.year(), 2),
    };
    format!("Wikimedia Technology/Goals/{year}-{:02} Q{quarter}", (year + 1) % 100)
}

/// Runs a script as the person does who follows the guide, with `typed` as what they type.
fn follow(home: &Path, script: &str, typed: &str) -> (bool, String) {
    let path = format!("{}/.cargo/bin:/usr/bin:/bin", home.display());
    let mut bash = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &format!("exec 2>&1\n{script}")])
        .env_clear()
        .env("HOME", home)
        .env("PATH", path)
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // A script that doesn't read has ended perhaps.
    let _ = bash.stdin.take().unwrap().write_all(typed.as_bytes());
    let ended = bash.wait_with_output().unwrap();
    (ended.status.success(), String::from_utf8(ended.stdout).unwrap())
}

/// What stands in for `cargo install`, which takes minutes: the program that is tested, where that puts it.
fn installed(home: &Path) {
    let bin = home.join(".cargo/bin");
    fs::create_dir_all(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalkeeper"), bin.join("goalkeeper")).unwrap();
}

#[test]
fn from_nothing_to_a_scheduled_run() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = present_page();
    admin.save(&page, &admin.text(PAGE).unwrap());
    let home = tempfile::tempdir().unwrap();
    installed(home.path());

    let guide = fs::read_to_string(root().join("deploy/README.md")).unwrap();
    // What the guide's reader puts in place of its examples.
    let own = |text: &str| {
        text.replace("https://wiki.example/w/", &wiki.url)
            .replace("GoalkeeperBot@goalkeeper", "GoalkeeperBot@toolforge")
            .replace("Your Account", "Admin")
            .replace("Your Coordinator", COORDINATOR)
    };
    let steps = blocks(&guide, "sh");
    assert_eq!(steps.len(), 4, "settings, password, rehearsal, first edit");
    let mut shown = String::new();
    for step in &steps {
        let (well, said) = follow(home.path(), &own(step), &format!("{PASSWORD}\n"));
        assert!(well, "{step}\n{said}");
        shown += &said;
    }
    assert!(shown.contains(&page), "{shown}");
    assert_eq!(admin.revisions_by(BOT), 1, "{shown}");

    let schedule = blocks(&guide, "crontab").concat();
    let by_schedule = || {
        // Five fields say when; cron hands the rest to a shell.
        let command = schedule.split_whitespace().skip(5).collect::<Vec<_>>().join(" ");
        let ended = Command::new("/bin/sh")
            .args(["-c", &command])
            .env_clear()
            .env("HOME", home.path())
            .env("PATH", "/usr/bin:/bin")
            .output()
            .unwrap();
        assert!(ended.status.success(), "{ended:?}");
        String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap()
    };
    by_schedule();
    let edits = admin.revisions_by(BOT);
    assert!(admin.text(&format!("Talk:{page}")).unwrap().contains("<!-- goalkeeper"));
    assert_eq!(by_schedule(), "", "cron would send mail about nothing");
    assert_eq!(admin.revisions_by(BOT), edits);
}

/// The words after the program's name, of the first line that has it.
fn arguments(text: &str, program: &str) -> Vec<String> {
    let line = text.lines().find(|line| !line.starts_with('#') && line.contains(program)).unwrap();
    let words = line.split_once(program).unwrap().1.replace(['"', ',', '[', ']'], " ");
    words.split_whitespace().map(str::to_owned).collect()
}

/// Each file that says how the program is started is understood by it, with a settings file in place of its own.
#[test]
fn every_way_to_start_it_is_understood() {
    let wiki = Wiki::up();
    let text = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    for (path, program) in [
        ("Procfile", "target/release/goalkeeper"),
        ("deploy/systemd/goalkeeper@.service", "ExecStart=/usr/local/bin/goalkeeper"),
        ("deploy/crontab", "/usr/local/bin/goalkeeper"),
        ("deploy/Containerfile", "CMD"),
    ] {
        let mut words = arguments(&text(path), program);
        assert_eq!(words[0], "run", "{path}");
        let settings = words.pop().unwrap();
        assert!(settings.ends_with(".toml") && words.pop().unwrap() == "--config", "{path}");
        let words: Vec<&str> = words.iter().map(String::as_str).chain(["--dry-run"]).collect();
        let ran = wiki.goalkeeper(&words);
        assert_eq!(ran.code, 0, "{path}: {}", ran.err);
    }
}

/// The value of a key of a YAML file, without its quotes.
fn value(yaml: &str, key: &str) -> String {
    let line = yaml.lines().find_map(|line| line.trim().strip_prefix(&format!("{key}: "))).unwrap();
    line.trim_matches('"').to_owned()
}

#[test]
fn both_ways_to_toolforge_are_the_same_job() {
    let text = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (jobs, components) = (text("deploy/toolforge/jobs.yaml"), text("deploy/toolforge/components.yaml"));
    for (ours, theirs) in
        [("command", "command"), ("schedule", "schedule"), ("mem", "memory"), ("mount", "mount")]
    {
        assert_eq!(value(&jobs, ours), value(&components, theirs));
    }
    let entry = format!("{}: ", value(&jobs, "command"));
    assert!(text("Procfile").lines().any(|line| line.starts_with(&entry)));
}

/// The service and its timer, as systemd itself judges them; the program stands where it was built.
#[test]
fn systemd_takes_the_service_and_finds_it_shut() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["goalkeeper@.service", "goalkeeper@.timer"] {
        let unit = fs::read_to_string(root().join("deploy/systemd").join(name)).unwrap();
        let unit = unit.replace("/usr/local/bin/goalkeeper", env!("CARGO_BIN_EXE_goalkeeper"));
        fs::write(folder.path().join(name), unit).unwrap();
    }
    let analyze = |arguments: &[&str], unit: &str| {
        let ended = Command::new("systemd-analyze")
            .args(arguments)
            .arg(folder.path().join(unit))
            .output()
            .expect("systemd-analyze is there (deploy/tools systemd-analyze)");
        assert!(ended.status.success(), "{unit}: {}", String::from_utf8_lossy(&ended.stderr));
    };
    analyze(&["verify", "--man=no"], "goalkeeper@.service");
    analyze(&["verify", "--man=no"], "goalkeeper@.timer");
    // 1.2 of 10 when this was written: the network is what it needs.
    analyze(&["security", "--offline=true", "--threshold=20"], "goalkeeper@.service");
}

#[test]
fn the_first_example_of_the_readme_is_true() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    admin.save("Platform/Goals/2026-27 Q2", &blocks(&readme, "wikitext")[0]);
    let settings = blocks(&readme, "toml")[0].replace("https://wiki.example/w/", &wiki.url);
    // The page is as old as the others only on a wiki that was there in October.
    let settings = wiki.file(
        "readme.toml",
        &(settings + "[boards.notices]\nsettled_hours = 0\nsettled_days = 0\nquiet_hours = 0\n"),
    );
    let run = |today: &str| {
        let mut command = command();
        command.args(["run", "--config", settings.to_str().unwrap(), "--today", today, "--format", "json"]);
        let ran = ran(command
            .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge")
            .env("GOALKEEPER__AUTH__PASSWORD", PASSWORD));
        assert_eq!(ran.code, 0, "{}", ran.err);
        outcomes(&ran.json())
    };
    assert!(run("2026-10-19").contains(&"notice Ada Sample (WMF): posted".to_owned()));
    let text = admin.text("User talk:Ada Sample (WMF)").unwrap();
    assert!(text.contains("Nobody is woken twice") && !text.contains("Every alert says"), "{text}");
    for (today, told) in [("2026-11-01", false), ("2026-11-02", true), ("2026-11-30", false)] {
        assert_eq!(run(today).contains(&"notice Ada Sample (WMF): posted".to_owned()), told, "{today}");
    }
}
