//! Any bytes as settings: a file, NUL, a variable a line for the environment, NUL, and what follows a secret in a
//! second file. What loads shows no secret, and no error does.

#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use goalkeeper::fuzzing::settings;
use goalkeeper::goals::Layouts;
use libfuzzer_sys::fuzz_target;

const SECRET: &str = "wqjxzvkh-7702";
/// How a secret may begin in a file; the last are no TOML.
const BEGINNINGS: [&str; 8] = [
    "[auth]\npassword = \"",
    "[auth]\noauth2_token = '",
    "auth.password = \"\"\"",
    "auth = { oauth2_token = \"",
    "[auth]\npassword = [\"",
    "[auth]\npassword = { a = \"",
    "[auth]\npassword = ",
    "[auth]\noauth2_token \"",
];

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if text.contains(SECRET) {
        return;
    }
    let mut parts = text.split('\0');
    let file = parts.next().unwrap_or_default();
    let lines = parts.next().unwrap_or_default().lines().filter_map(|line| line.split_once('='));
    let variables: BTreeMap<String, String> =
        lines.map(|(name, value)| (format!("GOALKEEPER__{name}"), value.to_owned())).collect();
    check(&[file], variables.clone());

    let mut secret = variables.clone();
    for name in ["PASSWORD", "OAUTH2_TOKEN"] {
        secret.insert(format!("GOALKEEPER__AUTH__{name}"), SECRET.to_owned());
    }
    check(&[file], secret);
    if let Some(rest) = parts.next() {
        let beginning = BEGINNINGS[bytes.len() % BEGINNINGS.len()];
        check(&[file, &format!("{beginning}{SECRET}{rest}")], variables);
    }
});

fn check(files: &[&str], variables: BTreeMap<String, String>) {
    let shown = match settings(files, variables, &LAYOUTS) {
        Ok(settings) => {
            let json = serde_json::to_string(&settings).expect("settings can be shown");
            format!("{json}{settings:?}")
        }
        Err(error) => format!("{error}{error:?}"),
    };
    assert!(!shown.contains(SECRET), "the secret is in {shown}");
}
