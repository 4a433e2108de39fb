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
    // Each wiki has its own address, and its own revisions.
    let text = wiki.admin().text(&talk()).unwrap().replace(&wiki.url, "https://wiki.example/w/");
    let own = regex::Regex::new(r"\|=\|\d+=\||table of \d+: [0-9a-f]{8} [0-9a-f]{8}").unwrap();
    insta::assert_snapshot!(own.replace_all(&text, "…"));
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

const BOARD: &str = "[[boards]]\nname = \"t\"\ntitles = [\"Wikimedia Technology/Goals/{fiscal_year} Q{quarter}\"]\n\
                     [boards.notices]\nenabled = false\n";

/// As the first releases wrote it.
const OLDER: &str = "Kept up to date by [[User:GoalkeeperBot|a bot]]; please change the goal page, not this table.\n\
                     {| class=\"wikitable\"\n! Objective !! Key result !! Manager !! Goals !! Status\n|-\n\
                     | rowspan=\"2\" | One\n| KR1 || Ada Sample || waiting for goals || \n|-\n| KR2 || Bo Sample || 2 goals || \n|}";

#[test]
fn a_goal_page_that_transcludes_its_table_reads_as_before() {
    for (settings, table) in
        [("", talk()), ("[boards.status]\npage = \"{page}/Status\"\n", format!("{PAGE}/Status"))]
    {
        let (wiki, settings) = (Wiki::up(), format!("{BOARD}{settings}"));
        let admin = wiki.admin();
        // At the end, under a label that waits for goals, and in a cell.
        let text = admin.text(PAGE).unwrap().replacen(
            "'''Q2 Goals:'''\n*\n",
            &format!("'''Q2 Goals:'''\n{{{{:{table}}}}}\n"),
            1,
        );
        assert!(text.contains(&table));
        admin.save(PAGE, &format!("{text}\n== Status ==\n{{{{{table}}}}}\n\n{{|\n| {{{{{table}}}}}\n|}}\n"));
        let read = || {
            let check = wiki.anonymous(&["check", PAGE, "--today", "2020-11-02", "--format", "json"]).json();
            let objectives = check["pages"][0]["objectives"].as_array().unwrap().clone();
            objectives.iter().map(|objective| objective["key_results"].clone()).collect::<Vec<_>>()
        };
        admin.save(&table, "Nothing yet.");
        let before = read();
        let posted = [format!("status {table}: posted")];
        assert_eq!(wiki.run_with(&settings, "2020-11-02"), posted);
        let after = read();
        assert_eq!(after.len(), before.len());
        assert_eq!(after[1..], before[1..], "{table}");
        // A table of an older release, without a wrapper.
        let now = admin.text(&table).unwrap();
        let (begin, rest) = now.split_once(" -->\n").unwrap();
        let end = rest.lines().last().unwrap();
        admin.save(&table, &format!("{begin} -->\n{OLDER}\n{end}"));
        assert_eq!(read(), after, "{table}");
        assert_eq!(wiki.run_with(&settings, "2020-11-02"), [format!("status {table}: skipped not-due")]);
        assert_eq!(wiki.run_with(&settings, "2020-11-03"), posted);
        assert_eq!(wiki.run_with(&settings, "2020-11-03"), [format!("status {table}: unchanged")]);
        assert_eq!(read(), after, "{table}");
    }
}

#[test]
fn a_table_on_the_goal_page_itself_is_refused() {
    let wiki = Wiki::up();
    for page in ["{page}", "wikimedia Technology/Goals/2020-21_Q2"] {
        let settings = format!("{BOARD}[boards.status]\npage = \"{page}\"\n");
        let ran = wiki.goalkeeper_with(&settings, &["run", "--today", "2020-11-02"]);
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(
            ran.err.contains("boards[0].status.page: comes to “Wikimedia Technology/Goals/"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_time_in_a_heading_is_no_reason_to_save_a_table_again() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let page = "== Updated {{CURRENTTIMESTAMP}} ==\n\n'''Key Result Manager:''' [[User:Ada Sample (WMF)|Ada]]\n\n\
                '''KR1:''' As of {{CURRENTTIMESTAMP}}.<br />\n'''Q2 Goals:'''\n* x {{CURRENTTIMESTAMP}}\n";
    admin.save(PAGE, page);
    let run = |day: &str| {
        std::thread::sleep(std::time::Duration::from_millis(1100));
        admin.post(&[("action", "purge"), ("titles", PAGE)]);
        wiki.run_with(BOARD, day)
    };
    let (posted, unchanged) =
        ([format!("status {}: posted", talk())], [format!("status {}: unchanged", talk())]);
    assert_eq!(run("2020-11-02"), posted);
    assert_eq!((run("2020-11-02"), run("2020-11-16")), (unchanged.to_vec(), unchanged.to_vec()));
    admin.save(PAGE, &page.replacen("Updated", "Renewed", 1));
    assert_eq!(run("2020-11-16"), posted);
    assert_eq!(run("2020-11-30"), unchanged);
    assert!(admin.text(&talk()).unwrap().contains("Renewed"));
    admin.save(PAGE, &page.replacen("* x", "*", 1).replace("* {{CURRENTTIMESTAMP}}", "*"));
    assert_eq!(run("2020-11-30"), posted);
}
