//! A wiki that takes no edits just now: from nobody, or no more from the bot.

use super::Refusing;
use super::hooks::{settings_for_edits, since_first_edit};

const CLOSED: &str = "$wgReadOnly = 'maintenance';";

#[test]
fn a_wiki_that_can_only_be_read_ends_the_run() {
    let no = Refusing::configured(CLOSED);
    let ran = no.start();
    assert!([3, 4].contains(&ran.code), "{}: {}", ran.code, ran.err);
    assert!(no.written().is_empty(), "{}", ran.err);

    no.wiki.configure(&settings_for_edits(CLOSED));
    no.run().ended(0, "read-only");

    no.wiki.configure(&since_first_edit("", CLOSED));
    no.run().ended(1, "read-only");

    // For the moment of one edit: whether the run waits or leaves it to the next one, nothing is doubled.
    no.wiki.configure(&settings_for_edits(&format!(
        "if ( !is_file( __DIR__ . '/once' ) ) {{ touch( __DIR__ . '/once' ); {CLOSED} }}"
    )));
    let tried = no.run();
    assert!(matches!(tried.code, 0 | 4), "{}", tried.err);
    no.finishes();
}

#[test]
fn a_wiki_that_lags_is_asked_again() {
    // The first edit meets a lagged wiki, the next does not.
    let no = Refusing::configured(
        "$wgHooks['ApiMaxLagInfo'][] = static function ( &$lag ) {
            if ( ( $_POST['action'] ?? '' ) === 'edit' && !is_file( __DIR__ . '/lagged' ) ) {
                touch( __DIR__ . '/lagged' );
                $lag['lag'] = 9;
            }
        };",
    );
    no.run().came_to(0, ["posted"; 4]);
    no.finishes();
}

#[test]
fn a_limit_that_does_not_pass_ends_the_run() {
    let no = Refusing::configured(
        "$wgRateLimits['edit']['user'] = [ 1, 600 ];
        $wgGroupPermissions['bot']['noratelimit'] = false;",
    );
    let tried = no.run();
    tried.ended(0, "rate-limited");
    tried.said(0, "ratelimited");
    no.finishes();
}

#[test]
fn a_wiki_that_takes_only_so_many_edits_a_minute_is_waited_for() {
    let no = Refusing::configured(
        "$wgRateLimits['edit']['user'] = [ 3, 6 ];
        $wgGroupPermissions['bot']['noratelimit'] = false;",
    );
    let started = std::time::Instant::now();
    no.run().came_to(0, ["posted"; 4]);
    assert!(started.elapsed().as_secs() >= 10, "the fourth edit came after {:?}", started.elapsed());
    no.finishes();
}
