use super::{Bench, page};

#[test]
fn stale_status() {
    let bench = Bench::new("stale-status");
    let none: [&str; 0] = [];
    let goals =
        page("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {{To do}} A goal\n* {{Postponed}} Another one");
    assert_eq!(bench.finds_on("2020-12-17", &goals), none, "it is not time yet");
    assert_eq!(bench.finds_on("2020-12-31", &goals.replace("To do", "In progress")), none);

    assert_eq!(bench.finds_on("2020-12-18", &goals), ["KR1 note: 1 goal is still marked “To do”"]);
}
