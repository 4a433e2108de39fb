//! Blocks, locks and lost rights: they concern the bot's account, and end the run.

use super::hooks::{
    BLOCK, END_SESSIONS, after_first_edit, at_first_edit, settings_for_edits, since_first_edit,
};
use super::{Refusing, targets};
use crate::support::BOT;

const FOREVER: [(&str, &str); 3] = [("action", "block"), ("user", BOT), ("expiry", "never")];
const UNBLOCK: [(&str, &str); 2] = [("action", "unblock"), ("user", BOT)];

#[test]
fn a_blocked_bot_edits_nothing() {
    let no = Refusing::up();
    no.admin.post(&FOREVER);
    let tried = no.run();
    tried.ended(0, "bot-blocked");
    tried.told("the bot's account is blocked, by “Admin”, without an end");
    // A dry run asks the same guards.
    let dry = no.wiki.goalkeeper(&["run", "--dry-run", "--today", "2020-11-02", "--format", "json"]);
    assert_eq!((dry.code, &dry.json()["outcomes"][0]["reason"]), (4, &"bot-blocked".into()), "{}", dry.err);
    no.admin.post(&UNBLOCK);

    // Blocked in the moment of its first edit. The wiki's answer doesn't tell whether the block is for this page only;
    // the question before the next edit does.
    no.wiki.configure(&at_first_edit(BLOCK));
    let tried = no.run();
    tried.came_to(
        4,
        ["failed bot-blocked", "failed bot-blocked", "skipped bot-blocked", "skipped bot-blocked"],
    );
    tried.said(0, "blocked");
    no.admin.post(&UNBLOCK);
    no.finishes();
}

#[test]
fn a_block_between_two_edits_ends_the_run() {
    let no = Refusing::configured(&after_first_edit(BLOCK));
    no.run().ended(1, "bot-blocked");
    no.admin.post(&UNBLOCK);
    no.finishes();
}

#[test]
fn a_block_from_some_pages_is_about_those() {
    let no = Refusing::up();
    let table = targets()[2].clone();
    no.admin.save(&table, "Hello.");
    let some = [("partial", "1"), ("namespacerestrictions", "3"), ("pagerestrictions", table.as_str())];
    no.admin.post(&[FOREVER.as_slice(), &some].concat());
    let tried = no.run();
    tried.came_to(
        4,
        ["failed permission-denied", "failed permission-denied", "failed permission-denied", "posted"],
    );
    tried.said(0, "blocked");
    tried.said(2, "blocked");
    no.admin.post(&UNBLOCK);
    no.finishes();
}

#[test]
fn an_autoblock_is_a_block() {
    let no = Refusing::up();
    // Someone who edited from the bot's address is blocked, and with them the address.
    no.wiki.as_user("Gus Sample").save("User:Gus Sample", "Me.");
    let gus = [("user", "Gus Sample"), ("expiry", "never"), ("autoblock", "1")];
    no.admin.post(&[[("action", "block")].as_slice(), &gus].concat());
    let tried = no.run();
    tried.ended(0, "bot-blocked");
    tried.told("because of someone else who edited from it");
    no.admin.post(&[("action", "unblock"), ("user", "Gus Sample")]);
    no.finishes();
}

#[test]
fn a_block_of_the_bots_address_is_a_block() {
    let no = Refusing::configured("$wgProxyList = [ '127.0.0.1' ];");
    let tried = no.run();
    no.finishes();
    tried.ended(0, "bot-blocked");
    tried.told("the address that the bot works from is blocked");
}

#[test]
fn two_blocks_are_a_block() {
    let no = Refusing::configured("$wgProxyList = [ '127.0.0.1' ];");
    no.admin.post(&FOREVER);
    let tried = no.run();
    no.admin.post(&UNBLOCK);
    no.finishes();
    tried.ended(0, "bot-blocked");
    tried.told("several blocks at once");
}

/// What the extension GlobalBlocking does to a wiki that has it (MediaWiki does not bundle it): a block of its own kind, with a message of its own.
const GLOBAL_BLOCK: &str = r#"
$wgHooks['GetUserBlock'][] = static function ( $user, $ip, &$block ) {
    if ( $user->getName() !== 'GoalkeeperBot' ) { return; }
    $block = new class( [ 'timestamp' => '20201101000000', 'reason' => 'Cross-wiki spam' ] )
        extends MediaWiki\Block\AbstractBlock {
        public function getId( $wikiId = self::LOCAL ): ?int { return 7; }
        public function getIdentifier( $wikiId = self::LOCAL ) { return 7; }
        public function getBlocker(): ?MediaWiki\User\UserIdentity { return null; }
        public function getBy( $wikiId = self::LOCAL ): int { return 0; }
        public function getByName() { return ''; }
    };
    $block->setTarget( $user );
    $block->setExpiry( 'infinity' );
};
$wgHooks['GetBlockErrorMessageKey'][] = static function ( $block, &$key ) {
    $key = 'globalblocking-blockedtext-user';
    return false;
};"#;

/// The same of its earlier versions, which only refused edits.
const EARLIER_GLOBAL_BLOCK: &str = r#"
$wgHooks['getUserPermissionsErrorsExpensive'][] = static function ( $title, $user, $action, &$result ) {
    if ( $user->getName() !== 'GoalkeeperBot' || $action === 'read' ) { return true; }
    $result = [ 'globalblocking-ipblocked', 'Steward', 'Cross-wiki spam' ];
    return false;
};"#;

#[test]
fn a_global_block_is_a_block() {
    let no = Refusing::up();
    no.wiki.configure(GLOBAL_BLOCK);
    let tried = no.run();
    tried.ended(0, "bot-blocked");
    tried.told("the bot's account is blocked on all wikis");

    // Placed in the moment of the edit.
    no.wiki.configure(&settings_for_edits(GLOBAL_BLOCK));
    let tried = no.run();
    tried.ended(0, "bot-blocked");
    tried.said(0, "globalblocking-blockedtext-user");
    no.finishes();
}

#[test]
fn a_global_block_of_an_earlier_kind_is_a_block() {
    let no = Refusing::up();
    no.wiki.configure(EARLIER_GLOBAL_BLOCK);
    let tried = no.run();
    no.finishes();
    tried.said(0, "globalblocking-ipblocked");
    tried.ended(0, "bot-blocked");
}

#[test]
fn a_locked_account_edits_nothing_more() {
    // A lock, CentralAuth's on Wikimedia's wikis (not bundled either), ends the sessions and refuses each login.
    let lock = "$wgHooks['UserIsLocked'][] = static function ( $user, &$locked ) {
        $locked = $user->getName() === 'GoalkeeperBot';
        return !$locked;
    };";
    let no = Refusing::configured(&since_first_edit(END_SESSIONS, lock));
    let ran = no.start();
    assert!([3, 4].contains(&ran.code), "{}: {}", ran.code, ran.err);
    assert_eq!(no.written(), [(targets()[0].clone(), 1)].into(), "{}", ran.err);
    let ran = no.start();
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("the bot's account is locked or blocked"), "{}", ran.err);
    no.finishes();
}

const NOBODY_EDITS: &str =
    "foreach ( [ '*', 'user', 'bot' ] as $g ) { $wgGroupPermissions[$g]['edit'] = false; }";

#[test]
fn a_right_to_edit_that_is_taken_away_ends_the_run() {
    let no = Refusing::configured(&since_first_edit("", NOBODY_EDITS));
    let tried = no.run();
    no.finishes();
    tried.ended(1, "permission-denied");
}

#[test]
fn a_right_to_edit_that_is_taken_away_in_the_moment_of_an_edit_ends_the_run() {
    let no = Refusing::configured(&settings_for_edits(NOBODY_EDITS));
    let tried = no.run();
    tried.ended(0, "permission-denied");
    tried.said(0, "permissiondenied");
    no.finishes();
}

#[test]
fn a_login_that_may_not_create_pages_is_told_apart_from_a_protected_page() {
    let no = Refusing::up();
    no.admin.save(&targets()[2], "Hello.");
    no.wiki.configure(
        "foreach ( [ '*', 'user', 'bot' ] as $g ) { $wgGroupPermissions[$g]['createtalk'] = false; }",
    );
    let tried = no.run();
    tried.came_to(
        4,
        ["failed permission-denied", "failed permission-denied", "posted", "failed permission-denied"],
    );
    tried.said(0, "cantcreate");
    no.finishes();
}

#[test]
fn a_bot_that_is_taken_out_of_the_bots_stops() {
    let demote = "$services->getUserGroupManager()->removeUserFromGroup(
        $services->getUserFactory()->newFromName( 'GoalkeeperBot' ), 'bot' );";
    let no = Refusing::configured(&after_first_edit(demote));
    let tried = no.run();
    no.wiki.maintenance(&["createAndPromote", "--force", "--custom-groups", "bot", BOT]);
    no.finishes();
    tried.ended(1, "permission-denied");
}
