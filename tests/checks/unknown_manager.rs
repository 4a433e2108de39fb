use super::{Bench, page};

#[test]
fn unknown_manager() {
    let bench = Bench::new("unknown-manager");
    let none: [&str; 0] = [];
    // The account exists, its user page does not.
    let known = "'''Key Result Manager:''' [[User:Bo Sample (WMF)|Bo Sample]]\n\n'''KR1:''' One.\n* A goal";
    assert_eq!(bench.finds(&page(known)), none);

    let unknown = known.replace("User:Bo Sample", "User:Bo Sampel");
    assert_eq!(
        bench.finds(&page(&unknown)),
        ["KR1 warning: the link leads to the account “Bo Sampel (WMF)”, which does not exist"]
    );
}
