use super::{Bench, page};

#[test]
fn unlinked_manager() {
    let bench = Bench::new("unlinked-manager");
    let none: [&str; 0] = [];
    let plain = "'''Key Result Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal";
    assert_eq!(bench.finds(&page(plain)), none, "nobody on the page is linked");

    let mixed = format!(
        "{plain}\n\n'''Key Result Manager:''' [[User:Cyd Sample (WMF)|Cyd Sample]]\n\n'''KR2:''' Two.\n* A goal"
    );
    assert_eq!(
        bench.finds(&page(&mixed)),
        [
            "- note: “Ada Sample” is not linked to a user page; other names on this page are",
            "KR1 note: “Bo Sample” is not linked to a user page; other names on this page are",
        ]
    );
}
