//! The account: blocks, groups, rights and grants.

use super::{assert_said, doctor, read};
use crate::closed::{TOKEN, by_token, takes_tokens};
use crate::support::{BOT, Wiki, ran};

const SECRET: &str = "anotherdevsecret0000000000000000";

/// `doctor` with a bot password that has these grants.
fn with_grants(wiki: &Wiki, name: &str, grants: &str) -> (i32, serde_json::Value) {
    wiki.maintenance(&["createBotPassword", "--appid", name, "--grants", grants, BOT, SECRET]);
    let mut command = wiki.command("");
    command.env("GOALKEEPER__AUTH__USERNAME", format!("{BOT}@{name}"));
    command.env("GOALKEEPER__AUTH__PASSWORD", SECRET);
    read(ran(command.args(["doctor", "--today", "2020-11-02", "--format", "json"])))
}

#[test]
fn a_blocked_bot_is_told_by_whom_and_why() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.post(&[
        ("action", "block"),
        ("user", BOT),
        ("expiry", "2100-01-01T00:00:00Z"),
        ("reason", "writes nonsense"),
    ]);
    let answer = doctor(&wiki, "");
    let words = ["problem", "by “Admin”, until 2100-01-01", "writes nonsense", "stop the scheduled job"];
    assert_said(&answer, 3, "block", &words);
    // The rest is still looked at.
    assert_said(&answer, 3, "plan", &["ok"]);

    admin.post(&[("action", "unblock"), ("user", BOT)]);
    let range = [("action", "block"), ("user", "127.0.0.0/16"), ("expiry", "never"), ("allowusertalk", "1")];
    admin.post(&range);
    let answer = doctor(&wiki, "");
    let words = ["problem", "the range of addresses that the bot works from is blocked", "not about the bot"];
    assert_said(&answer, 3, "block", &words);
    admin.post(&[("action", "unblock"), ("user", "127.0.0.0/16")]);
    let partial = [("action", "block"), ("user", BOT), ("expiry", "never"), ("partial", "1")];
    admin.post(&[&partial[..], &[("pagerestrictions", "Goal pages"), ("allowusertalk", "1")]].concat());
    let answer = doctor(&wiki, "");
    assert_said(
        &answer,
        0,
        "block",
        &["warning", "from some pages or actions", "without an end", "BlockList"],
    );
}

#[test]
fn an_account_without_the_bot_group_is_told_what_it_lacks() {
    let wiki = Wiki::up();
    wiki.maintenance(&["sql", "--query", "DELETE FROM user_groups WHERE ug_group = 'bot'"]);
    let answer = doctor(&wiki, "");
    assert_said(
        &answer,
        0,
        "groups",
        &["warning", "not in the group “bot” (its groups: none)", "approves bots"],
    );
    let words = ["“nominornewtalk” is missing", "“bot” is missing", "ask for the group “bot”, which has it"];
    assert_said(&answer, 0, "rights", &words);
}

#[test]
fn too_few_grants_are_told_one_by_one() {
    let wiki = Wiki::up();
    let answer = with_grants(&wiki, "readonly", "basic");
    assert_said(
        &answer,
        3,
        "rights",
        &[
            "problem: “edit” is missing, needed for every message and table → add the grant “Edit existing pages” \
             (editpage) on Special:BotPasswords",
            "problem: “createtalk” is missing",
            "“Create, edit, and move pages” (createeditmovepage)",
            "warning: “bot” is missing",
            "“High-volume (bot) access” (highvolume)",
            "warning: “apihighlimits” is missing",
        ],
    );
    let answer = with_grants(&wiki, "slow", "basic,editpage,createeditmovepage");
    assert_said(&answer, 0, "rights", &["warning: “bot” is missing", "(highvolume)"]);

    // No grant helps where the account itself may not.
    wiki.configure(
        "foreach ( [ '*', 'user' ] as $group ) { $wgGroupPermissions[$group]['createtalk'] = false; }",
    );
    let answer = doctor(&wiki, "");
    assert_said(&answer, 3, "rights", &["“createtalk” is missing", "no group of the account has it"]);
    // Where only the bot may read, it can't be told which of the two is to blame.
    wiki.configure(
        "foreach ( [ '*', 'user' ] as $group ) { $wgGroupPermissions[$group]['createtalk'] = false; }\n\
         $wgGroupPermissions['*']['read'] = false;",
    );
    assert_said(
        &doctor(&wiki, ""),
        3,
        "rights",
        &["(createeditmovepage)", "; if it is there, ask the wiki's"],
    );
}

#[test]
fn too_many_grants_are_told_with_those_to_take_away() {
    let wiki = Wiki::up();
    let minimal = "basic,highvolume,editpage,createeditmovepage";
    let answer = with_grants(&wiki, "wide", &format!("{minimal},privateinfo,editmycssjs,viewmywatchlist"));
    let words = [
        "warning",
        "editmyuserjs",
        "“Edit your user CSS/JSON/JavaScript” (editmycssjs)",
        "“Access private information” (privateinfo)",
        "“View your watchlist” (viewmywatchlist)",
        "on Special:BotPasswords",
        "it needs basic, highvolume, editpage, createeditmovepage and no others",
    ];
    assert_said(&answer, 0, "grants", &words);
    assert!(!super::said(&answer, "grants").contains("(editmyoptions)"), "that was not given");

    // An administrator's bot password.
    wiki.configure("$wgGroupPermissions['bot'] += $wgGroupPermissions['sysop'];");
    let answer = with_grants(&wiki, "power", &format!("{minimal},editprotected,delete"));
    let words =
        ["“Edit protected pages” (editprotected)", "“Delete pages, revisions, and log entries” (delete)"];
    assert_said(&answer, 0, "grants", &words);
    let told = super::said(&answer, "grants");
    assert!(!told.contains("(protect)") && !told.contains("(viewdeleted)"), "{told}");

    wiki.configure(&takes_tokens(&format!("{minimal},privateinfo"), true));
    let ran = by_token(&wiki, TOKEN, &["doctor", "--today", "2020-11-02", "--format", "json"]);
    assert_said(&read(ran), 0, "grants", &["(privateinfo)", "by a new consumer in place of this one"]);
}

#[test]
fn a_limit_of_edits_is_held_against_the_delay_between_them() {
    let wiki = Wiki::up();
    wiki.configure("$wgRateLimits = [ 'edit' => [ 'user' => [ 8, 60 ], 'newbie' => [ 2, 60 ] ] ];");
    let answer = doctor(&wiki, "");
    let words = ["warning", "8 edits in 60 seconds", "set limits.save_delay_seconds to 8", "noratelimit"];
    assert_said(&answer, 0, "edit-limit", &words);
    let answer = doctor(&wiki, "[limits]\nsave_delay_seconds = 8");
    assert_said(&answer, 0, "edit-limit", &["ok", "one in 8 seconds is slow enough"]);
    wiki.configure(
        "$wgRateLimits = [ 'edit' => [ 'user' => [ 8, 60 ] ] ]; $wgGroupPermissions['bot']['noratelimit'] = true;",
    );
    assert_said(&doctor(&wiki, ""), 0, "edit-limit", &["ok: the wiki does not limit"]);
}
