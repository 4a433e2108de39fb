//! Settings: layers, mistakes, secrets.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Ran, command, ran};

const URL: &str = "https://wiki.example/w/";

fn config(files: &[&str], variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let scratch = tempfile::tempdir().unwrap();
    let mut command = command();
    for (number, text) in files.iter().enumerate() {
        let path = scratch.path().join(format!("{number}.toml"));
        std::fs::write(&path, text).unwrap();
        command.arg("--config").arg(path);
    }
    ran(command.arg("config").args(arguments).envs(variables.iter().copied()))
}

fn url(rest: &str) -> String {
    format!("[wiki]\nurl = \"{URL}\"\n{rest}")
}

#[test]
fn later_files_and_the_environment_win() {
    let first = url("[limits]\nnotices_per_run = 5\nsave_delay_seconds = 3\nconcurrency = 4");
    let files = [first.as_str(), "[limits]\nsave_delay_seconds = 7"];
    let variables =
        [("GOALKEEPER__LIMITS__CONCURRENCY", "1"), ("GOALKEEPER__OWNERS_POLICY__ALLOW", "A, * (WMF)")];
    let ran = config(&files, &variables, &["--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let settings = &ran.json()["settings"];
    assert_eq!(settings["limits.notices_per_run"]["value"], 5);
    assert_eq!(settings["limits.save_delay_seconds"]["value"], 7);
    assert_eq!(settings["limits.concurrency"]["value"], 1);
    assert_eq!(settings["limits.concurrency"]["origin"], "the environment");
    assert!(settings["limits.save_delay_seconds"]["origin"].as_str().unwrap().ends_with("1.toml"));
    assert_eq!(settings["limits.notices_per_owner"]["value"], 3);
    assert_eq!(settings["limits.notices_per_owner"]["origin"], "default");
    assert_eq!(settings["owners_policy.allow"]["value"], serde_json::json!(["A", "* (WMF)"]));
}

#[test]
fn secrets_are_never_shown() {
    let secret = "verysecretverysecret";
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("token");
    std::fs::write(&file, format!("{secret}\n")).unwrap();
    permit(&file, 0o600);
    let variables = [
        ("GOALKEEPER__AUTH__PASSWORD", secret),
        ("GOALKEEPER__AUTH__OAUTH2_TOKEN_FILE", file.to_str().unwrap()),
        ("GOALKEEPER__WIKI__URL", "http://127.0.0.1:9/w/"),
    ];
    for format in ["human", "json"] {
        let ran = config(&[], &variables, &["-vv", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("auth.password") && ran.out.contains("(set, not shown)"), "{}", ran.out);
        assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
    }
    // Nor by a command that can't reach the wiki.
    let ran = ran(command().args(["check", "X", "-vv"]).envs(variables));
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{}", ran.err);
}

#[test]
fn a_secret_in_a_file_that_others_can_read_is_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("own.toml");
    std::fs::write(&path, url("[auth]\nusername = \"A@b\"\npassword = \"verysecret\"")).unwrap();
    let run = |mode: u32| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        ran(command().arg("config").arg("--config").arg(&path))
    };
    let broken = "[auth]\npassword = \"verysecret\nusername = \"A@b\"";
    let ran = config(&[broken], &[], &[]);
    assert!(ran.code == 2 && ran.err.contains("line 2") && !ran.err.contains("verysecret"), "{}", ran.err);
    let open = run(0o644);
    assert_eq!(open.code, 2);
    assert!(open.err.contains("chmod 600") && !open.err.contains("verysecret"), "{}", open.err);
    assert_eq!(run(0o600).code, 0);
}

fn permit(file: &Path, mode: u32) {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_secrets_own_file_is_refused_unless_its_owner_alone_may_read_it() {
    let scratch = tempfile::tempdir().unwrap();
    let (file, link) = (scratch.path().join("secret"), scratch.path().join("link"));
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let run = |setting: &str, path: &Path| {
        let variables = [(format!("GOALKEEPER__AUTH__{setting}_FILE"), path.to_str().unwrap().to_owned())];
        ran(command().arg("config").env("GOALKEEPER__WIKI__URL", URL).envs(variables))
    };
    for setting in ["PASSWORD", "OAUTH2_TOKEN"] {
        let masked = format!("auth.{} = \"(set, not shown)\"", setting.to_lowercase());
        std::fs::write(&file, "verysecret\n").unwrap();
        for path in [&file, &link] {
            // 0444 and 0440 are what containers' secrets come with.
            for mode in [0o644, 0o640, 0o604, 0o444, 0o440, 0o620, 0o602] {
                permit(&file, mode);
                let ran = run(setting, path);
                assert!(ran.code == 2 && !ran.out.contains("verysecret"), "{mode:o}: {}", ran.out);
                let shown = format!("(its mode is {mode:04o})");
                for part in
                    ["chmod 600", "mode 0400", &shown, &format!("use GOALKEEPER__AUTH__{setting} instead")]
                {
                    assert!(ran.err.contains(part), "{part}: {}", ran.err);
                }
                assert!(!ran.err.contains("verysecret"), "{}", ran.err);
            }
            for mode in [0o600, 0o400] {
                permit(&file, mode);
                let ran = run(setting, path);
                assert!(ran.code == 0 && ran.out.contains(&masked), "{mode:o}: {} {}", ran.out, ran.err);
            }
        }
        permit(&file, 0o600);
        for nothing in ["", "\n", " \r\n\n"] {
            std::fs::write(&file, nothing).unwrap();
            let ran = run(setting, &file);
            assert!(ran.code == 2 && ran.err.contains("/secret is empty"), "{nothing:?}: {}", ran.err);
        }
        let ran = run(setting, &scratch.path().join("none"));
        assert!(ran.code == 2 && ran.err.contains("/none, which can't be read: No such file"), "{}", ran.err);
        permit(scratch.path(), 0o700);
        let ran = run(setting, scratch.path());
        assert!(ran.code == 2 && ran.err.contains("which can't be read: Is a directory"), "{}", ran.err);
    }
}

#[test]
fn a_wikis_address_that_would_give_the_login_away_is_refused() {
    let show = |url: &str, allow: &str| {
        let variables = [("GOALKEEPER__WIKI__URL", url), ("GOALKEEPER__WIKI__ALLOW_PLAIN_HTTP", allow)];
        config(&[], &variables, &[])
    };
    for url in [
        "https://wiki.example/w/",
        "http://127.0.0.1/w/",
        "http://127.255.0.9:8090/w/",
        "http://[::1]:8090/w/",
        "http://localhost/w/",
    ] {
        assert_eq!(show(url, "false").code, 0, "{url}");
    }
    let plain = [
        "http://wiki.example/w/",
        "HTTP://wiki.example/w/",
        "http://10.0.0.1/w/",
        "http://128.0.0.1/w/",
        "http://0.0.0.0/w/",
        "http://[::2]/w/",
        "http://localhost.example/w/",
        "http://127.0.0.1.example/w/",
    ];
    for url in plain {
        let ran = show(url, "false");
        assert_eq!(ran.code, 2, "{url}");
        for part in ["wiki.url: ", "the login would travel readable", "wiki.allow_plain_http = true"] {
            assert!(ran.err.contains(part), "{url}: {}", ran.err);
        }
        assert_eq!(show(url, "true").code, 0, "{url}");
    }
    for (url, complaint) in [
        ("https://bot:verysecret@wiki.example/w/", "a user name or a password in it"),
        ("http://verysecret@127.0.0.1/w/", "a user name or a password in it"),
        ("https://:verysecret@wiki.example/w/", "a user name or a password in it"),
        ("wiki.example/w/", "begins with https://"),
        ("//wiki.example/w/", "begins with https://"),
        ("ftp://bot:verysecret@wiki.example/w/", "begins with https://"),
        ("file:///w/", "begins with https://"),
        ("https://bot:verysecret@/w/", "begins with https://"),
        ("https://wiki.example/?token=verysecret/", "the folder that holds api.php"),
        ("https://wiki.example/#verysecret/", "the folder that holds api.php"),
    ] {
        let ran = show(url, "true");
        assert_eq!(ran.code, 2, "{url}");
        assert!(ran.err.contains(complaint), "{url}: {}", ran.err);
        assert!(![ran.err, ran.out].iter().any(|shown| shown.contains("verysecret")), "{url}");
    }
}

#[test]
fn the_files_in_the_repository_are_valid() {
    for name in ["mediawiki.org.toml", "dev-wiki.toml", "default.toml"] {
        let file = format!("{}/config/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut command = command();
        command.args(["config", "--config", &file]);
        if name != "mediawiki.org.toml" {
            command.env("GOALKEEPER__WIKI__URL", URL);
        }
        let ran = ran(&mut command);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
    }
}

#[test]
fn the_first_month_of_a_fiscal_year_is_written_as_people_write_months() {
    for (written, month) in
        [("\"April\"", "april"), ("4", "april"), ("\"4\"", "april"), ("\"OCTOBER\"", "october")]
    {
        let board = format!(
            "[[boards]]\nname = \"b\"\ntitles = [\"G/{{fy}} Q{{quarter}}\"]\nfiscal_year_starts = {written}"
        );
        let ran = config(&[&url(&board)], &[], &["--format", "json"]);
        assert_eq!(ran.code, 0, "{written}: {}", ran.err);
        assert_eq!(ran.json()["settings"]["boards[0].fiscal_year_starts"]["value"], month, "{written}");
    }
}

/// Each letter and its accents apart, as some keyboards and file systems have them.
fn apart(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfd().collect()
}

#[test]
fn accents_mean_the_same_in_every_form() {
    let text = url("[bot]\nstop_page = \"User:WatchBot/Arrêt\"\ncontact = \"https://wiki.example/Élise\"\n\
                    [owners]\n\"José Núñez\" = \"José\"\n\"한글\" = \"Việt Nguyễn\"\n\
                    [owners_policy]\nallow = [\"José\", \"Việt *\", \"한?\"]\n\
                    [[boards]]\nname = \"b\"\ntitles = [\"Équipe/{fiscal_year} Q{quarter}\"]\ncoordinator = \"Zoë\"");
    let shown = |text: &str, opt_out: &str| {
        let variables =
            [("GOALKEEPER__OWNERS_POLICY__OPT_OUT", opt_out), ("GOALKEEPER__AUTH__USERNAME", opt_out)];
        let ran = config(&[text], &variables, &["--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let mut json = ran.json();
        let settings = json["settings"].as_object_mut().unwrap();
        settings.values_mut().for_each(|setting| setting["origin"] = "somewhere".into());
        json
    };
    assert_ne!(apart(&text), text);
    assert_eq!(shown(&apart(&text), &apart("Zoë")), shown(&text, "Zoë"));
    // What stands there in two ways stands there twice, as TOML would have it of the same letters.
    let twice = format!("[owners]\n\"José\" = \"A\"\n\"{}\" = \"B\"", apart("José"));
    let ran = config(&[&url(&twice)], &[], &[]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("owners.José: stands in") && ran.err.contains("twice"), "{}", ran.err);
    // In another file it is the later one that wins.
    let files = [url("[owners]\n\"José\" = \"A\""), format!("[owners]\n\"{}\" = \"B\"", apart("José"))];
    let ran = config(&[&files[0], &files[1]], &[], &["--format", "json"]);
    assert_eq!(ran.json()["settings"]["owners.José"]["value"], "B", "{}", ran.out);
}

#[test]
fn names_of_files_and_secrets_are_what_they_are_byte_by_byte() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join(apart("clé"));
    std::fs::write(&file, "verysecret").unwrap();
    permit(&file, 0o600);
    let text = url(&format!("[auth]\npassword_file = \"{}\"\nusername = \"A@b\"", file.display()));
    let ran = config(&[&text], &[], &[]);
    assert!(
        ran.code == 0 && ran.out.contains("auth.password = \"(set, not shown)\""),
        "{}{}",
        ran.out,
        ran.err
    );
}
