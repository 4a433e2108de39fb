//! The status table on the goal page's talk page.

use crate::gateway::wait_for_page;
use crate::support::{BOT, PAGE, Wiki, outcomes};

fn talk() -> String {
    format!("Talk:{PAGE}")
}

#[test]
fn a_table_as_posted() {
    let wiki = Wiki::up();
    wiki.run("2020-11-02");
    insta::assert_snapshot!(wiki.admin().text(&talk()).unwrap());
}

#[test]
fn what_others_wrote_stays() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(&talk(), "== Before ==\nA question. ~~~~");
    wiki.run("2020-11-02");
    let with_table = admin.text(&talk()).unwrap();
    let before = with_table.split("\n\n== Status").next().unwrap().to_owned();
    admin.save(&talk(), &format!("{with_table}\n\n== After ==\nAn answer."));
    let page = admin.text(PAGE).unwrap();
    admin.save(PAGE, &page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1));
    wiki.run("2020-11-02");
    let after = admin.text(&talk()).unwrap();
    assert!(after.starts_with(&before), "{after}");
    assert!(after.ends_with("== After ==\nAn answer."), "{after}");
    assert_eq!(admin.sections(&talk()), ["Before", "Status of the Q2 goals", "After"]);
}

#[test]
fn damaged_markers_and_a_removed_table_are_left_alone() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    wiki.run("2020-11-02");
    let text = admin.text(&talk()).unwrap();
    let end = text.lines().last().unwrap().to_owned();
    assert!(end.starts_with("<!--") && end.contains("end"), "{end}");
    for changed in [text.replace(&end, ""), format!("{text}\n{text}"), "All old, archived.".to_owned()] {
        admin.save(&talk(), &changed);
        let ran = outcomes(&wiki.run("2020-11-02"));
        assert!(ran.contains(&format!("status {}: skipped markers-damaged", talk())), "{ran:?}");
        assert_eq!(admin.text(&talk()).unwrap(), changed.trim_end());
    }
}

#[test]
fn a_page_of_its_own() {
    let wiki = Wiki::up();
    let settings = "[[boards]]\nname = \"t\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n\
                    [boards.status]\npage = \"{page}/Status\"\n[boards.notices]\nenabled = false";
    let ran = wiki.goalkeeper_with(settings, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(outcomes(&ran.json()), [format!("status {PAGE}/Status: posted")], "{}", ran.err);
    assert_eq!(wiki.admin().history(&format!("{PAGE}/Status"))[0]["user"], BOT);
}

#[test]
fn each_page_of_a_board_has_a_table_of_its_own() {
    let wiki = Wiki::up();
    let tech = "\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"";
    let run = |titles: &str| {
        let settings =
            format!("[[boards]]\nname = \"all\"\ntitles = [{titles}]\n[boards.notices]\nenabled = false");
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02", "--format", "json"]);
        outcomes(&ran.json())
    };
    assert_eq!(run(tech), [format!("status {}: posted", talk())]);
    let both = run(&format!("{tech}, \"Sample Product/Goals/{{fiscal_year}} Q{{quarter}}\""));
    let product = "status Talk:Sample Product/Goals/2020-21 Q2: posted".to_owned();
    assert_eq!(both, [product, format!("status {}: unchanged", talk())]);
}

#[test]
fn two_boards_share_a_page_also_when_a_goal_page_changes_between_their_tables() {
    let wiki = Wiki::up();
    let board = |name: &str, of: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [\"{of}/Goals/{{fiscal_year}} Q{{quarter}}\"]\n\
             [boards.notices]\nenabled = false\n[boards.status]\npage = \"User:{BOT}/Tables\"\n"
        )
    };
    let boards = board("a", "Wikimedia Technology") + &board("b", "Sample Product");
    let child = wiki
        .command(&(boards.clone() + "[limits]\nsave_delay_seconds = 4\n"))
        .args(["run", "--today", "2020-11-02", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let tables = format!("User:{BOT}/Tables");
    wait_for_page(&wiki, &tables);
    let other = "Sample Product/Goals/2020-21 Q2";
    wiki.admin().append(other, "\nA word more.");
    let run: serde_json::Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(outcomes(&run), [format!("status {tables}: posted"), format!("status {tables}: posted")]);
    let of: Vec<_> = run["outcomes"].as_array().unwrap().iter().map(|outcome| &outcome["board"]).collect();
    assert_eq!(of, ["a", "b"]);
    let again = wiki.goalkeeper_with(&boards, &["run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!(
        outcomes(&again.json()),
        [format!("status {tables}: unchanged"), format!("status {tables}: unchanged")]
    );
}
