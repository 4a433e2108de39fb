use crate::support::Wiki;

#[test]
fn missing_page() {
    let wiki = Wiki::up();
    let rules = |today: &str| {
        let ran = wiki.goalkeeper(&["check", "--today", today, "--quarter", "2020-21Q3", "--format", "json"]);
        let pages = ran.json()["pages"].as_array().unwrap().clone();
        pages
            .iter()
            .flat_map(|page| page["findings"].as_array().unwrap().clone())
            .map(|f| f["rule"].clone())
            .collect::<Vec<_>>()
    };
    assert!(rules("2020-12-31").is_empty());
    assert_eq!(rules("2021-01-01"), ["missing-page", "missing-page"]);
}
