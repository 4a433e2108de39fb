//! `owners`: whose names stand on the pages.

use crate::support::{PAGE, PRODUCT, Wiki};

#[test]
fn every_name_once_with_its_account() {
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper(&["owners", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let owners = ran.json();
    assert_eq!(owners["schema"], "goalkeeper.owners/1");
    let names = owners["names"].as_array().unwrap();
    let find = |name: &str| {
        let mut found = names.iter().filter(|entry| entry["name"] == name);
        let first = found.next().unwrap_or_else(|| panic!("{name} is not in {owners:#}"));
        assert!(found.next().is_none(), "{name} twice");
        first
    };
    assert_eq!(find("Ada Sample")["pages"], serde_json::json!([PAGE, PRODUCT]));
    assert_eq!(find("Ada Sample")["source"], "table");
    assert_eq!(find("Cyd Sample")["account"], "Cyd Sample (WMF)");
    assert_eq!(find("Cyd Sample")["source"], "link");
    assert!(find("Gil Unknown")["account"].is_null() && find("Gil Unknown")["source"].is_null());
    assert_eq!(find("Gil Unknown")["candidates"], serde_json::json!([]));

    let human = wiki.goalkeeper(&["owners", "--today", "2020-11-02"]).out;
    assert!(
        human.contains("Gil Unknown") && human.contains("Cyd Sample → Cyd Sample (WMF), linked on the page"),
        "{human}"
    );
}
