use super::{Bench, page};

#[test]
fn placeholder_goals() {
    let bench = Bench::new("placeholder-goals");
    let none: [&str; 0] = [];
    let real = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Decide the TBD items\n* TBD\n\n\
                '''KR2:''' Two.<br />\n'''Q2 Goals:'''\n*\n";
    assert_eq!(bench.finds(&page(real)), none);

    let placeholders = "'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* ''TBD''\n* ???\n\n'''KR2:''' Two.<br />\n'''Q2 Goals:''' N/A";
    assert_eq!(
        bench.finds(&page(placeholders)),
        [
            "KR1 warning: only “TBD” where the goals should be",
            "KR2 warning: only “N/A” where the goals should be"
        ]
    );
}
