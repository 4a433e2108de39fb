//! `explain`, and that every rule is documented.

use crate::support::{command, ran};

#[test]
fn every_rule_explains_itself() {
    let list = ran(command().args(["explain", "--format", "json"]));
    assert_eq!(list.code, 0, "{}", list.err);
    let rules = list.json()["rules"].as_array().unwrap().clone();
    assert_eq!(rules.len(), 3);
    for rule in rules {
        let name = rule["rule"].as_str().unwrap();
        let one = ran(command().args(["explain", name]));
        assert_eq!(one.code, 0, "{}", one.err);
        for part in ["What it does", "Why it matters", "Example", "How to fix it"] {
            assert!(one.out.contains(part), "{name}: no “{part}”: {}", one.out);
        }
    }
}
