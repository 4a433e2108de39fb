use super::{Bench, page};

#[test]
fn missing_status() {
    let bench = Bench::new("missing-status");
    let none: [&str; 0] = [];
    let goals =
        page("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {{Done}} A goal\n* Another one\n* A third one");
    assert_eq!(bench.finds_on("2020-12-17", &goals), none, "it is not time yet");
    let without = goals.replace("{{Done}} ", "");
    assert_eq!(bench.finds_on("2021-01-05", &without), none, "the page has no statuses");

    let found = ["KR1 note: 2 goals have no status yet"];
    assert_eq!(bench.finds_on("2020-12-18", &goals), found);
    assert_eq!(bench.finds_on("2021-01-05", &goals), found);
}
