//! Tokens and sessions that the wiki does not accept any more.

use super::Refusing;
use super::hooks::{END_SESSIONS, after_first_edit};
use crate::support::BOT;

/// Runs at a request that edits, before the wiki looks at its session.
fn before_edit(php: &str) -> String {
    format!(
        "$wgHooks['SetupAfterCache'][] = static function () {{
            if ( ( $_POST['action'] ?? '' ) !== 'edit' ) {{ return; }}
            $services = MediaWiki\\MediaWikiServices::getInstance();
            {php}
        }};"
    )
}

const ONCE: &str = "if ( is_file( __DIR__ . '/once' ) ) { return; } touch( __DIR__ . '/once' );";
/// As when the session's data is lost: none of its tokens holds any more.
const OTHER_TOKEN: &str = "MediaWiki\\Session\\SessionManager::getGlobalSession()->resetAllTokens();";

#[test]
fn a_token_that_is_not_accepted_is_fetched_anew_once() {
    let no = Refusing::configured(&before_edit(OTHER_TOKEN));
    no.run().ended(0, "bad-token");

    no.wiki.configure(&before_edit(&format!("{ONCE} {OTHER_TOKEN}")));
    no.run().came_to(0, ["posted"; 4]);
    no.finishes();
}

#[test]
fn a_session_that_ends_between_two_edits_doubles_nothing() {
    let no = Refusing::configured(&after_first_edit(END_SESSIONS));
    no.run().came_to(0, ["posted"; 4]);
    no.finishes();
}

#[test]
fn a_session_that_ends_in_the_moment_of_an_edit_doubles_nothing() {
    let no = Refusing::configured(&before_edit(&format!("{ONCE} {END_SESSIONS}")));
    no.run().came_to(0, ["posted"; 4]);
    no.finishes();
}

#[test]
fn a_password_that_is_taken_away_ends_the_run() {
    let no = Refusing::configured(&after_first_edit(&format!(
        "{END_SESSIONS}
        BotPassword::invalidateAllPasswordsForUser( 'GoalkeeperBot' );"
    )));
    let ran = no.start();
    assert!([3, 4].contains(&ran.code), "{}: {}", ran.code, ran.err);
    assert_eq!(no.written().values().sum::<usize>(), 1, "{}", ran.err);
    assert_eq!(no.start().code, 3);
    let password = |arguments: &[&str]| no.wiki.maintenance(arguments);
    password(&["sql", "--query", "DELETE FROM bot_passwords"]);
    password(&[
        "createBotPassword",
        "--appid",
        "toolforge",
        "--grants",
        "basic,highvolume,editpage,createeditmovepage,editprotected",
        BOT,
        "goalkeeperdevsecret0000000000000",
    ]);
    no.finishes();
}
