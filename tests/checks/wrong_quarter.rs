use super::{Bench, page};

#[test]
fn wrong_quarter() {
    let bench = Bench::new("wrong-quarter");
    let none: [&str; 0] = [];
    let right = "'''KR1:''' Reach it by Q4, planned in Q1.<br />\n'''Second quarter goals:'''\n* A goal";
    assert_eq!(bench.finds(&page(right)), none);

    let wrong = "'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old\n\n\
                 '''KR2:''' Two.<br />\n'''Q1 Goals:'''\n* Old\n'''Q2 Goals:'''\n* New\n";
    assert_eq!(
        bench.finds(&page(wrong)),
        ["KR1 warning: “Q1 Goals:” names another quarter", "KR2 note: “Q1 Goals:” names another quarter"]
    );
}
