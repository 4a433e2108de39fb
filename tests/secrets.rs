//! No password, token, cookie or session id is ever printed or posted, whatever happens.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{PAGE, Ran, Wiki, command, ran};

/// Every command as it is typed. Commands of `--help` that are missing here are run without arguments.
const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", PAGE],
    &["owners"],
    &["report", "--out", "PLAN.site"],
    &["plan"],
    &["plan", "--publish", "User:GoalkeeperBot/Plan"],
    &["run", "--dry-run"],
    &["run", "--trial", "1"],
    &["run", "--deliver-to", "User talk:Admin"],
    &["run"],
    &["apply", "PLAN"],
    &["retract", "--since", "2020-11-02", "--dry-run"],
    &["explain"],
    &["explain", "no-such-rule"],
    &["config"],
];
const PASSWORD: &str = "goalkeeperdevsecret0000000000000";
const WRONG: &str = "5551234567890";
/// Result and log: for a person, and for a program.
const FORMATS: [&str; 2] = ["human", "json"];

/// The commands, with the file of a plan in them.
fn commands(plan: &str) -> Vec<Vec<String>> {
    let words = |typed: &&[&str]| typed.iter().map(|word| word.replace("PLAN", plan)).collect();
    let mut all: Vec<Vec<String>> = COMMANDS.iter().map(words).collect();
    let help = ran(command().arg("--help")).out;
    let listed = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.trim().is_empty());
    // A command's description may go on in a line that is indented more.
    let names =
        listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let more: Vec<_> = names.filter(|name| !COMMANDS.iter().any(|typed| typed[0] == *name)).collect();
    all.extend(more.into_iter().map(|name| vec![name.to_owned()]));
    all
}

/// Runs a command with as much logging as can be asked for.
fn loud(command: &mut Command, typed: &[String], format: &str) -> Ran {
    ran(command
        .args(typed)
        .args(["-vv", "--format", format])
        .env("GOALKEEPER__LOG__FORMAT", format)
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1"))
}

fn assert_holds_none(secrets: &[String], text: &str, what: &str) {
    for secret in secrets {
        assert!(!text.contains(secret.as_str()), "{what} shows “{secret}”:\n{text}");
    }
}

/// The session cookies and tokens that a wiki hands out, noted by itself from now on.
struct Given(std::path::PathBuf);

impl Given {
    /// `php` is what else the wiki is to do.
    fn noted_by(wiki: &Wiki, php: &str) -> Self {
        let file = wiki.scratch.path().join("given");
        std::fs::write(&file, "").unwrap();
        wiki.configure(&format!(
            r#"$note = static function ( string $secret ) {{
                file_put_contents( '{}', "$secret\n", FILE_APPEND | LOCK_EX );
            }};
            header_register_callback( static function () use ( $note ) {{
                foreach ( headers_list() as $header ) {{
                    // Not the cookies that hold the account's name and id.
                    if ( preg_match( '/^Set-Cookie: *([^=]*[sS]ession|[^=]*Token)=([^;]+)/', $header, $match ) ) {{
                        $note( 'cookie ' . urldecode( $match[2] ) );
                    }}
                }}
            }} );
            $wgHooks['APIQueryAfterExecute'][] = static function ( $module ) use ( $note ) {{
                if ( $module->getModuleName() === 'tokens' ) {{
                    foreach ( $module->getResult()->getResultData( [ 'query', 'tokens' ] ) as $name => $token ) {{
                        if ( str_ends_with( $name, 'token' ) ) {{
                            // The end that every token has is written in several ways.
                            $note( "$name " . rtrim( $token, '+\\' ) );
                        }}
                    }}
                }}
            }};
            {php}"#,
            file.display()
        ));
        Self(file)
    }

    /// All of a kind: `cookie`, `logintoken`, `csrftoken`.
    fn of(&self, kind: &str) -> Vec<String> {
        let text = std::fs::read_to_string(&self.0).unwrap();
        let pairs = text.lines().filter_map(|line| line.split_once(' '));
        // An anonymous visitor's token is empty, a deleted cookie says so.
        pairs
            .filter(|(of, secret)| *of == kind && secret.len() > 10)
            .map(|(_, secret)| secret.to_owned())
            .collect()
    }

    fn all(&self) -> Vec<String> {
        ["cookie", "logintoken", "csrftoken"].iter().flat_map(|kind| self.of(kind)).collect()
    }
}

#[test]
fn what_is_printed_and_posted_while_all_goes_well_shows_no_secret() {
    let wiki = Wiki::up();
    let plan = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]);
    let plan = wiki.file("plan.json", &plan.out);
    let given = Given::noted_by(&wiki, "");
    let mut printed = Vec::new();
    for (format, today) in FORMATS.into_iter().zip(["2020-11-02", "2020-11-20"]) {
        for mut typed in commands(plan.to_str().unwrap()) {
            typed.extend(["--today".to_owned(), today.to_owned()]);
            let ran = loud(&mut wiki.command(""), &typed, format);
            // Nobody is there who could be asked.
            let is_refused = typed[1] == "no-such-rule" || typed[0] == "init";
            let fine = if is_refused { 2 } else { i32::from(typed[0] == "check") };
            assert_eq!(ran.code, fine, "{typed:?}: {}", ran.err);
            printed.push((format!("{format} {typed:?}"), ran.out + &ran.err));
        }
    }
    for file in std::fs::read_dir(plan.with_extension("json.site")).unwrap() {
        let path = file.unwrap().path();
        printed.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    for kind in ["cookie", "logintoken", "csrftoken"] {
        assert!(!given.of(kind).is_empty(), "the wiki noted no {kind}");
    }
    let mut secrets = given.all();
    secrets.push(PASSWORD.to_owned());
    for (what, text) in &printed {
        assert_holds_none(&secrets, text, what);
    }
    let pages = wiki.admin().get(&[
        ("action", "query"),
        ("list", "allrevisions"),
        ("arvprop", "content|comment|user"),
        ("arvslots", "main"),
        ("arvdir", "older"),
        ("arvlimit", "max"),
    ]);
    assert!(pages["continue"].is_null(), "there is more than one answer holds");
    let pages = pages.to_string();
    assert!(pages.contains("User:GoalkeeperBot/Plan") && pages.contains("goalkeeper"), "nothing was posted");
    assert_holds_none(&secrets, &pages, "the wiki");
}

#[test]
fn what_is_printed_when_the_wiki_or_the_login_fails_shows_no_secret() {
    let wiki = Wiki::up();
    let plan = wiki.goalkeeper(&["plan", "--today", "2020-11-02", "--format", "json"]);
    let plan = wiki.file("plan.json", &plan.out);
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/w/", listener.local_addr().unwrap())
    };
    let html = wiki.url.replace("/w/", "/wiki/");
    let closed =
        "foreach ( [ '*', 'user', 'bot' ] as $group ) { $wgRevokePermissions[$group]['read'] = true; }";
    let no_edits = closed.replace("read", "edit");
    // It shows what it was sent, in the page that it answers with.
    let broken = "if ( $_POST ) { throw new Exception( implode( ' ', getallheaders() + $_POST ) ); }";
    // What is wrong, what the wiki is to do, which variable says so, and how `owners` and `run` end.
    for (what, php, (variable, value), ends) in [
        ("a wrong password", "", ("GOALKEEPER__AUTH__PASSWORD", WRONG), [3, 3]),
        ("a wrong token", "", ("GOALKEEPER__AUTH__OAUTH2_TOKEN", WRONG), [3, 3]),
        ("no wiki", "", ("GOALKEEPER__WIKI__URL", nobody.as_str()), [3, 3]),
        ("HTML", "", ("GOALKEEPER__WIKI__URL", html.as_str()), [3, 3]),
        ("a closed wiki", closed, ("GOALKEEPER__LIMITS__NOTICES_PER_RUN", "9"), [3, 3]),
        ("a broken wiki", broken, ("GOALKEEPER__LIMITS__NOTICES_PER_RUN", "9"), [3, 3]),
        ("no right to edit", &no_edits, ("GOALKEEPER__LIMITS__NOTICES_PER_RUN", "9"), [0, 4]),
    ] {
        let given = Given::noted_by(&wiki, php);
        let mut printed = Vec::new();
        for format in FORMATS {
            for mut typed in commands(plan.to_str().unwrap()) {
                typed.extend(["--today".to_owned(), "2020-11-02".to_owned()]);
                let ran = loud(wiki.command("").env(variable, value), &typed, format);
                let end = match typed[0].as_str() {
                    "owners" => Some(ends[0]),
                    "run" if typed[1] == "--today" => Some(ends[1]),
                    _ => None,
                };
                assert!(end.is_none_or(|end| ran.code == end), "{what}, {typed:?}: {} {}", ran.code, ran.err);
                printed.push((format!("{what}, {format}, {typed:?}"), ran.out + &ran.err));
            }
        }
        let mut secrets = given.all();
        secrets.extend([PASSWORD.to_owned(), WRONG.to_owned()]);
        for (what, text) in &printed {
            assert_holds_none(&secrets, text, what);
        }
    }
}

#[test]
fn a_secret_in_the_wrong_place_is_not_shown_in_the_complaint() {
    let secret = "verysecretverysecret";
    let scratch = tempfile::tempdir().unwrap();
    let write = |name: &str, mode: u32, text: &str| {
        let file = scratch.path().join(name);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let file = |text: &str| vec!["--config".to_owned(), write("own.toml", 0o600, &text.replace('S', secret))];
    let exposed = write("exposed", 0o644, secret);
    let plan = write("plan.json", 0o600, "{}");
    type Place<'a> = (&'a str, &'a [(&'a str, &'a str)]);
    let places: &[Place] = &[
        ("[auth]\npassword = [\"S\"]", &[]),
        ("[auth]\npassword = { is = \"S\" }", &[]),
        ("[auth]\noauth2_token = [\"S\"]", &[]),
        ("[auth]\noauth2_token = [[\"S\"]]", &[]),
        ("[auth]\nusername = [\"S\"]", &[]),
        ("[auth]\npasword = \"S\"", &[]),
        ("[auth]\npassword = \"S", &[]),
        ("[auth]\npassword = S", &[]),
        ("[auth]\npassword = \"x\"\npassword = \"S\"", &[]),
        ("[[auth]]\npassword = \"S\"", &[]),
        ("[bot]\npassword = \"S\"", &[]),
        ("password = \"S\"", &[]),
        ("auth = \"S\"", &[]),
        ("auth = [\"S\"]", &[]),
        ("[wiki]\nurl = \"https://bot:S@wiki.example/w/\"", &[]),
        ("", &[("GOALKEEPER__AUTH__PASWORD", secret)]),
        ("", &[("GOALKEEPER__AUTH", secret)]),
        ("", &[("GOALKEEPER__PASSWORD", secret)]),
        ("", &[("GOALKEEPER__AUTH__PASSWORD__", secret)]),
        ("", &[("GOALKEEPER__AUTH__PASSWORD__FILE", secret)]),
        ("", &[("GOALKEEPER__AUTH__PASSWORD_FILE", &exposed)]),
        ("", &[("GOALKEEPER__AUTH__OAUTH2_TOKEN_FILE", &exposed)]),
    ];
    for (text, variables) in places {
        let own = file(text);
        for typed in commands(&plan) {
            let mut command = command();
            if !text.contains("url") {
                command.env("GOALKEEPER__WIKI__URL", "http://127.0.0.1:9/w/");
            }
            let ran = loud(command.args(&own).envs(variables.iter().copied()), &typed, "human");
            assert!(ran.code == 2 || typed[0] == "explain", "{text} {variables:?} {typed:?}: {}", ran.err);
            assert_holds_none(&[secret.to_owned()], &(ran.out + &ran.err), &format!("{text} {variables:?}"));
        }
    }
}

#[test]
fn a_password_that_was_written_as_a_number_is_not_shown() {
    let wiki = Wiki::up();
    let file = wiki
        .file("number.toml", &format!("[auth]\nusername = \"GoalkeeperBot@toolforge\"\npassword = {WRONG}"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    for (typed, end) in [("config", 0), ("check", 3)] {
        let mut command = command();
        command.arg("--config").arg(&file).env("GOALKEEPER__WIKI__URL", &wiki.url);
        let ran =
            loud(&mut command, &[typed.to_owned(), PAGE.to_owned()][..1 + usize::from(end == 3)], "human");
        assert_eq!(ran.code, end, "{}", ran.err);
        assert_holds_none(&[WRONG.to_owned()], &(ran.out + &ran.err), typed);
    }
}

#[test]
fn settings_shown_for_debugging_hold_no_secret() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("token");
    std::fs::write(&file, WRONG).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let variables = [
        ("WIKI__URL", "http://127.0.0.1:9/w/"),
        ("AUTH__PASSWORD", PASSWORD),
        ("AUTH__OAUTH2_TOKEN_FILE", file.to_str().unwrap()),
    ];
    let variables = variables.map(|(name, value)| (format!("GOALKEEPER__{name}"), value.to_owned()));
    let loaded = goalkeeper::config::load(&[], variables.into()).unwrap();
    let shown = format!("{loaded:?}{:#?}", loaded.settings.auth);
    assert!(shown.contains("REDACTED"), "{shown}");
    assert_holds_none(&[PASSWORD.to_owned(), WRONG.to_owned()], &shown, "Debug");
}

#[test]
fn a_session_shown_for_debugging_holds_no_secret() {
    let wiki = Wiki::up();
    let given = Given::noted_by(&wiki, "");
    let variables = [
        ("WIKI__URL", wiki.url.as_str()),
        ("AUTH__USERNAME", "GoalkeeperBot@toolforge"),
        ("AUTH__PASSWORD", PASSWORD),
    ];
    let variables = variables.map(|(name, value)| (format!("GOALKEEPER__{name}"), value.to_owned()));
    let settings = goalkeeper::config::load(&[], variables.into()).unwrap().settings;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let session =
        runtime.block_on(goalkeeper::wiki::Session::connect(&settings.connection(), true, None)).unwrap();
    let mut secrets = given.all();
    assert!(secrets.len() >= 2, "{secrets:?}");
    secrets.push(PASSWORD.to_owned());
    assert_holds_none(&secrets, &format!("{session:?}{session:#?}"), "Debug");
}
