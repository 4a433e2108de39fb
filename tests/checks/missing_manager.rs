use super::{Bench, page};

#[test]
fn missing_manager() {
    let bench = Bench::new("missing-manager");
    let none: [&str; 0] = [];
    let covered =
        "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n'''KR2:''' Two.\n* A goal";
    assert_eq!(bench.finds(&page(covered)), none);

    let own = "'''Key Results Manager:''' Bo Sample\n\n'''KR1:''' One.\n* A goal\n\n\
               '''Key Result Manager:''' TBD\n\n'''KR2:''' Two.\n* A goal";
    assert_eq!(bench.finds(&page(own)), ["KR2 warning: no manager is named"]);
    let objective = page("'''KR1:''' One.\n* A goal").replace("Ada Sample", "");
    assert_eq!(
        bench.finds(&objective),
        ["- warning: no manager is named for the objective", "KR1 warning: no manager is named"]
    );
    // A page whose layout names nobody is one finding, and a guess.
    let nobody =
        "== Team ==\n{| class=\"wikitable\"\n! Objective !! Key result !! Status\n|-\n| One || Do it ||\n|}";
    assert_eq!(bench.finds(nobody), ["- warning: no manager is named anywhere on the page"]);
}
