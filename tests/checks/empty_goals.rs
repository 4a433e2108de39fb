use super::{Bench, page};

#[test]
fn empty_goals() {
    let bench = Bench::new("empty-goals");
    let none: [&str; 0] = [];
    assert_eq!(
        bench.finds(&page("'''KR1:''' One.<br />\n'''Q2 Objective:'''<br />\n'''Q2 Goals:'''\n* A goal")),
        none
    );

    let stubs = "'''KR1:''' A stub.<br />\n'''Q2 Goals:'''\n*\n\n'''KR2:''' Neither label nor list.\n\n\
                 '''KR3:''' Last quarter's.<br />\n'''Q1 Goals:'''\n* Old\n";
    assert_eq!(
        bench.finds(&page(stubs)),
        [
            "KR1 warning: “Q2 Goals:” has nothing after it",
            "KR2 warning: no goals yet",
            "KR3 warning: there are goals only under “Q1 Goals:”, which is another quarter",
        ]
    );
    let table = "== Team ==\n\n'''Goal setting process owner:''' Ada Sample\n\n{| class=\"wikitable\"\n\
                 ! Objective !! Key result !! Status\n|-\n| One || Do it || \n|-\n| Two || || \n|}";
    assert_eq!(bench.finds(table), ["R2 warning: nothing in the column “Key result”"]);
}
