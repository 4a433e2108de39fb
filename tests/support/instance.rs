//! The local wikis that tests run on, started by the project's own script. One that a test has done with is put back as
//! it was and kept for the next test: a new server has all of MediaWiki to compile first.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// A running wiki, and nobody else's.
pub struct Instance {
    pub name: String,
    pub version: String,
    pub url: String,
}

static IDLE: Mutex<Vec<Instance>> = Mutex::new(Vec::new());

impl Instance {
    /// One with the sample quarter on it.
    pub fn take(version: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        remove_all_in_the_end();
        let idle = {
            let mut idle = IDLE.lock().unwrap();
            let found = idle.iter().position(|instance| instance.version == version);
            found.map(|at| idle.swap_remove(at))
        };
        let name = idle.map_or_else(
            || format!("{}{}", prefix(), COUNT.fetch_add(1, Ordering::Relaxed)),
            |instance| {
                instance.forget_settings();
                instance.reset();
                instance.name
            },
        );
        let up = script(&["up", &name, "--version", version]);
        assert!(up.status.success(), "no wiki to test on: {}", String::from_utf8_lossy(&up.stderr));
        let url = String::from_utf8(up.stdout).unwrap().trim().to_owned();
        Self { name, version: version.to_owned(), url }
    }

    /// Keeps it for another test.
    pub fn keep(self) {
        IDLE.lock().unwrap().push(self);
    }

    /// Back to the sample quarter, with the server running on.
    pub fn reset(&self) {
        assert!(script(&["reset", &self.name]).status.success());
    }

    /// Where it has its files, and `extra.php`.
    pub fn folder(&self) -> PathBuf {
        root().join(".dev-wiki/instances").join(&self.name)
    }

    /// Deletes what a test has put there: settings, and the marks of its hooks.
    fn forget_settings(&self) {
        const OWN: [&str; 6] = ["db", "version", "port", "pid", "running", "server.log"];
        for entry in fs::read_dir(self.folder()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if OWN.contains(&name) || name.starts_with("db.") {
                continue;
            }
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        }
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn script(arguments: &[&str]) -> Output {
    Command::new(root().join("deploy/dev-wiki/wiki"))
        .args(arguments)
        .output()
        .expect("the wiki's script starts")
}

fn prefix() -> String {
    format!("test-{}-", std::process::id())
}

/// Has all instances of this process removed when it has ended, however it ends: another process waits for that, which
/// reads its input to the end.
fn remove_all_in_the_end() {
    static WAITING: OnceLock<Child> = OnceLock::new();
    const REMOVE: &str = r#"cat; for folder in .dev-wiki/instances/"$0"*; do deploy/dev-wiki/wiki remove "${folder##*/}"; done"#;
    WAITING.get_or_init(|| {
        let mut waiting = Command::new("bash");
        waiting.args(["-c", REMOVE, &prefix()]).current_dir(root()).process_group(0);
        waiting.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    });
}
