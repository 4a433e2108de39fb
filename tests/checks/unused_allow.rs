use super::{Bench, TITLE, page};

#[test]
fn unused_allow() {
    let bench = Bench::new("unused-allow");
    let none: [&str; 0] = [];
    let stub = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* <!-- goalkeeper: allow empty-goals until 2020-11-15: waiting -->\n";
    assert_eq!(bench.finds(&page(stub)), none);

    let filled = stub.replace("* <!--", "* A goal <!--");
    assert_eq!(bench.finds(&page(&filled)), ["KR1 note: “allow empty-goals” matches nothing here"]);
    assert_eq!(
        bench.finds_on("2020-11-16", &page(stub)),
        ["KR1 note: “allow empty-goals” ended on 2020-11-15"]
    );
    let misspelt = stub.replace("empty-goals", "empty-goal");
    assert_eq!(
        bench.finds(&page(&misspelt)),
        ["KR1 note: there is no rule “empty-goal”; did you mean “empty-goals”?"]
    );
}

#[test]
fn what_is_allowed_is_counted_and_not_told() {
    let bench = Bench::new("empty-goals");
    let two = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n<!-- goalkeeper: allow empty-goals -->\n\n\
               '''KR2:''' Two.<br />\n'''Q2 Goals:'''\n*\n";
    assert_eq!(bench.finds(&page(two)), ["KR2 warning: “Q2 Goals:” has nothing after it"]);
    let ran = bench.wiki.anonymous(&["check", TITLE, "--today", "2020-11-02"]);
    assert!(ran.out.ends_with("1 empty-goals; 1 allowed on the page\n"), "{}", ran.out);

    let none: [&str; 0] = [];
    let whole_page = format!("<!-- goalkeeper: allow empty-goals -->\n\n{}", page(two));
    assert_eq!(bench.finds(&whole_page), none);
    let objective = page(two).replace(
        "=== Key Results ===",
        "<!-- goalkeeper: allow empty-goals: later -->\n\n=== Key Results ===",
    );
    assert_eq!(bench.finds(&objective), none);
}

#[test]
fn a_board_says_how_bad_a_finding_is() {
    let bench = Bench::new("empty-goals");
    let levels = |level: &str| {
        let settings = crate::support::board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}")
            + &format!("[boards.rules]\nempty-goals = \"{level}\"\n");
        bench.wiki.goalkeeper_with(&settings, &["check", "--today", "2020-11-02", "--format", "json"])
    };
    let found = levels("error").json();
    assert_eq!(found["summary"]["findings"]["empty-goals"], 6);
    assert!(found["pages"][0]["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "error"));
    assert!(levels("off").json()["summary"]["findings"]["empty-goals"].is_null());
    let wrong = levels("fatal");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}
