//! A wiki that takes no edits just now: from nobody, or no more from the bot.

use super::Refusing;
use super::hooks::{settings_for_edits, since_first_edit};
use crate::support::{ADA, board, outcomes};

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

#[test]
fn a_limit_that_is_reached_when_the_run_begins_is_waited_for_too() {
    let no = Refusing::configured(
        "$wgRateLimits['edit']['user'] = [ 4, 8 ];
        $wgGroupPermissions['bot']['noratelimit'] = false;",
    );
    no.run().came_to(0, ["posted"; 4]);
    // Two weeks later, and in the same second: the second round.
    let second = no.wiki.goalkeeper(&["run", "--today", "2020-11-17", "--format", "json"]);
    let done = outcomes(&second.json());
    assert!(done.contains(&format!("notice {ADA}: posted")), "{done:?}");
    assert_eq!(second.code, 0, "{}", second.err);
}

#[test]
fn a_page_of_many_parts_does_not_ask_more_than_an_account_without_rights_may() {
    let no = Refusing::configured("$wgGroupPermissions['bot']['apihighlimits'] = false;");
    let names: Vec<String> = (1..=60).map(|number| format!("Parts/2020-21 Q2/{number}")).collect();
    let parts = names.iter().zip(1..).map(|(name, number)| {
        let part = format!(
            "'''Key Result Manager:''' [[User:{ADA}|Ada]]\n\n'''KR{number}:''' One.<br />\n'''Q2 Goals:'''\n*\n"
        );
        no.admin.save(name, &part);
        format!("{{{{:{name}}}}}\n\n")
    });
    let page = format!("== P ==\n\n=== Key Results ===\n\n{}", parts.collect::<String>());
    no.admin.save("Parts/2020-21 Q2", &page);
    let settings = board("Parts/{fiscal_year} Q{quarter}")
        + "[boards.notices]\nquiet_hours = 0\nsettled_hours = 0\nsettled_days = 0\n";
    let done = no.wiki.run_with(&settings, "2020-11-02");
    assert_eq!(done, [format!("notice {ADA}: posted"), "status Talk:Parts/2020-21 Q2: posted".to_owned()]);
}
