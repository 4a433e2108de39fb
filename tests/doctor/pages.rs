//! The pages: the stop page, the bot's own, the boards'.

use super::{assert_said, doctor};
use crate::support::{BOT, PAGE, Wiki, board};

const STOP: &str = "User:GoalkeeperBot/Stop";

#[test]
fn a_stop_page_that_stops_or_that_few_can_edit_is_told() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let protect = |level: &str| {
        admin.post(&[("action", "protect"), ("title", STOP), ("protections", &format!("edit={level}"))]);
    };
    protect("sysop");
    let answer = doctor(&wiki, "");
    assert_said(&answer, 0, "stop-page", &["warning", "by administrators only", "protection taken away"]);
    protect("autoconfirmed");
    assert_said(&doctor(&wiki, ""), 0, "stop-page", &["ok"]);

    admin.save(STOP, "Please stop,\nit writes nonsense.");
    let answer = doctor(&wiki, "");
    let words = ["problem", "It says: Please stop, it writes nonsense.", "read in its history"];
    assert_said(&answer, 3, "stop-page", &words);
    assert_said(&answer, 3, "plan", &["ok"]);

    admin.post(&[("action", "delete"), ("title", STOP)]);
    assert_said(&doctor(&wiki, ""), 0, "stop-page", &["warning", "does not exist", "create it, empty"]);
    for (page, words) in [
        ("MediaWiki:Stop", ["warning", "by administrators only"]),
        ("User:GoalkeeperBot/Stop.json", ["warning", "by its owner and interface administrators only"]),
    ] {
        assert_said(&doctor(&wiki, &format!("[bot]\nstop_page = \"{page}\"")), 0, "stop-page", &words);
    }
    let answer = doctor(&wiki, "[bot]\nstop_page = \"Special:Version\"");
    assert_said(&answer, 2, "stop-page", &["problem", "can't be the title of a page", "bot.stop_page"]);
    assert_said(&answer, 2, "board technology", &["ok"]);
}

#[test]
fn the_bots_own_pages_are_looked_at() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    for title in ["Template:Nobots", "User:GoalkeeperBot/Edit intro"] {
        admin.post(&[("action", "delete"), ("title", title)]);
    }
    admin.save("User:GoalkeeperBot", "");
    let answer = doctor(&wiki, "");
    assert_said(&answer, 0, "user-page", &["warning: “User:GoalkeeperBot” is empty", "who runs it"]);
    assert_said(&answer, 0, "templates", &["warning: there is no Template:Nobots"]);
    assert_said(&answer, 0, "edit-intro", &["warning", "“User:GoalkeeperBot/Edit intro” does not exist"]);

    admin.save("User:GoalkeeperBot/Opt-out", "* [[User:Ada Sample (WMF)]]\n* Bo Sample (WMF)");
    assert_said(&doctor(&wiki, ""), 0, "opt-out-page", &["ok", "2 accounts are listed"]);
    admin.save("User:GoalkeeperBot/Opt-out", "#REDIRECT [[Main Page]]");
    let answer = doctor(&wiki, "");
    assert_said(
        &answer,
        3,
        "opt-out-page",
        &["problem", "nobody gets a notice", "is a redirect", "plain page"],
    );
}

#[test]
fn an_owners_page_is_read_and_should_not_be_anyones() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let settings = "owners_page = \"Project:Owners\"";
    assert_said(&doctor(&wiki, settings), 0, "owners-page", &["warning", "does not exist; it names nobody"]);
    admin.save("Project:Owners", "{\"Gil Unknown\": \"Ada Sample (WMF)\"}");
    let answer = doctor(&wiki, settings);
    assert_said(&answer, 0, "owners-page", &["warning", "1 name has its account", "Anyone may edit it"]);
    admin.post(&[("action", "protect"), ("title", "Project:Owners"), ("protections", "edit=sysop")]);
    assert_said(&doctor(&wiki, settings), 0, "owners-page", &["ok", "1 name has its account"]);
    admin.save("Project:Owners", "{\"Gil Unknown\": 7}");
    assert_said(
        &doctor(&wiki, settings),
        0,
        "owners-page",
        &["warning", "Gil Unknown", "a JSON object like"],
    );
    admin.save("Project:Owners", "#REDIRECT [[Main Page]]");
    assert_said(&doctor(&wiki, settings), 0, "owners-page", &["warning", "is a redirect"]);
}

#[test]
fn people_in_the_settings_must_be_there() {
    let wiki = Wiki::up();
    let settings = |coordinator: &str| {
        let board = board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}");
        format!("[bot]\noperator = \"Nobody Atall\"\n{board}coordinator = \"{coordinator}\"\n")
    };
    let answer = doctor(&wiki, &settings("Coordinator Sample"));
    let words = ["warning: “Coordinator Sample” is no account of this wiki", "or leave it empty"];
    assert_said(&answer, 3, "coordinator other", &words);
    assert_said(&answer, 3, "operator", &["warning: “Nobody Atall” is no account", "bot.operator"]);
    let nobody = [
        "problem: no notice goes out",
        "an account that can be asked",
        "board's coordinator or in bot.operator",
    ];
    assert_said(&answer, 3, "asks other", &nobody);
    let coordinator = "Coordinator Sample (WMF)";
    assert_said(
        &doctor(&wiki, &settings(coordinator)),
        0,
        "coordinator other",
        &["ok: “Coordinator Sample (WMF)”"],
    );
    wiki.admin().post(&[("action", "block"), ("user", coordinator), ("expiry", "never")]);
    assert_said(&doctor(&wiki, &settings(coordinator)), 3, "coordinator other", &["warning", "is blocked"]);
    assert_said(&doctor(&wiki, &settings(BOT)), 3, "coordinator other", &["warning", "is a bot"]);

    // Who could say “go”: nobody, or somebody who is blocked.
    let needs_go = |coordinator: &str| settings(coordinator) + "[boards.notices]\nneeds_go = true\n";
    let nobody = ["problem: nobody can say “go” for it: the board has no coordinator", "needs_go = false"];
    assert_said(&doctor(&wiki, &needs_go("")), 3, "go other", &nobody);
    let blocked = ["problem", "the coordinator “Coordinator Sample (WMF)” can't be asked: blocked"];
    assert_said(&doctor(&wiki, &needs_go(coordinator)), 3, "go other", &blocked);

    // Whom the settings let the bot write to.
    let allow = |allow: &str| doctor(&wiki, &format!("[owners_policy]\nallow = {allow}\n"));
    let empty = ["problem: owners_policy.allow is empty: nobody gets a notice; ", "allow = [\"* (WMF)\"]"];
    assert_said(&allow("[]"), 3, "allow", &empty);
    assert_said(&allow("[\"Ada*\"]"), 0, "allow", &["ok: owners_policy.allow lets 1 of "]);
    assert_said(&allow("[\"Nobody\"]"), 0, "allow", &["warning: owners_policy.allow lets 0 of "]);
}

#[test]
fn boards_without_their_pages_are_told() {
    let wiki = Wiki::up();
    let answer = doctor(&wiki, &board("Wikimedia Tecnology/Goals/{fiscal_year} Q{quarter}"));
    let words = [
        "problem",
        "“Wikimedia Tecnology/Goals/2020-21 Q2”",
        "there is “Wikimedia Technology/Goals/2020-21 Q2”",
    ];
    assert_said(&answer, 3, "board other", &words);

    let ran = wiki.goalkeeper(&["doctor", "--today", "2021-02-01", "--format", "json"]);
    let answer = super::read(ran);
    let words = ["warning", "Q3” for the quarter from 2021-01-01 does not exist yet", "the bot looks again"];
    assert_said(&answer, 0, "board technology", &words);

    wiki.admin().save("Process/2020-21 Q2", "{| class=\"wikitable\"\n! Dates !! Who\n|-\n| May || All\n|}");
    let answer = doctor(&wiki, &board("Process/{fiscal_year} Q{quarter}"));
    assert_said(&answer, 0, "board other", &["warning", "was not read: not a goal page", "docs/layouts.md"]);
}

#[test]
fn a_translation_is_told_with_the_page_that_it_is_made_from() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Team/2020-21 Q2/de", &admin.text(PAGE).unwrap());
    // As Translate marks the pages that it makes.
    let query = "INSERT INTO page_props (pp_page, pp_propname, pp_value) \
                 SELECT page_id, 'translate-is-translation', '1' FROM page WHERE page_title = 'Team/2020-21_Q2/de'";
    wiki.maintenance(&["sql", "--query", query]);
    let answer = doctor(&wiki, &board("Team/{fiscal_year} Q{quarter}/de"));
    let words = ["warning", "it is a translation, which nobody can edit", "“Team/2020-21 Q2”"];
    assert_said(&answer, 0, "board other", &words);
}

#[test]
fn where_a_table_goes_is_told_and_why_it_can_not() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let talk = format!("Talk:{PAGE}");
    wiki.run("2020-11-02");
    assert_said(
        &doctor(&wiki, ""),
        0,
        "table technology",
        &["ok: stands on “Talk:Wikimedia", "is up to date"],
    );
    let text = admin.text(&talk).unwrap();
    admin.save(&talk, &text.replacen("begin; this part", "this part", 1));
    let answer = doctor(&wiki, "");
    assert_said(
        &answer,
        0,
        "table technology",
        &["warning", "markers-damaged", "put back both hidden markers"],
    );
    admin.save(&talk, &format!("{{{{nobots}}}}\n{text}"));
    assert_said(&doctor(&wiki, ""), 0, "table technology", &["warning", "bots-denied", "respect it"]);
    admin.save(&talk, "Nothing here.");
    assert_said(
        &doctor(&wiki, ""),
        0,
        "table technology",
        &["warning", "the table was removed from the page"],
    );
    let own = board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}");
    let answer = doctor(&wiki, &format!("{own}[boards.status]\nenabled = false\n"));
    assert_said(&answer, 0, "table other", &["ok: none (boards.status.enabled is false)"]);
    let answer = doctor(&wiki, &format!("{own}[boards.status]\npage = \"{{page}}/Status\"\n"));
    assert_said(&answer, 0, "table other", &["ok: goes to", "Q2/Status”, which does not exist yet"]);
}
