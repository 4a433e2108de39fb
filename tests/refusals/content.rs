//! What an edit says: filters, lists of links, captchas, sizes and hooks.

use super::hooks::settings_for_edits;
use super::{Refusing, targets};
use crate::support::BOT;

/// Takes a right away from the bot that extensions give to bots.
fn without(right: &str) -> String {
    format!("$wgGroupPermissions['bot']['{right}'] = false;")
}

/// The notices' links lead to the wiki itself: here they count as links like any other.
const OWN_LINKS: &str = "$wgRegisterInternalExternals = true;";

#[test]
fn a_listed_link_is_not_posted_and_a_listed_title_not_made() {
    let no = Refusing::up();
    no.extensions(&["SpamBlacklist", "TitleBlacklist"], &format!("{} {OWN_LINKS}", without("sboverride")));
    // The links by which Ada answers.
    no.admin.save("MediaWiki:Spam-blacklist", "127\\.0\\.0\\.1.*User_talk:Ada");
    no.admin.save("MediaWiki:Titleblacklist", "User talk:Fay .*");
    let tried = no.run();
    tried.came_to(4, ["failed spam-blacklisted", "skipped title-blacklisted", "posted", "posted"]);
    tried.said(0, "spamblacklist");
    tried.said(1, "titleblacklist-forbidden");
    no.finishes();
}

/// AbuseFilter's filter of that number, by the given rule; `actions` with their parameters.
fn filter(no: &Refusing, number: u32, rule: &str, actions: &[(&str, &str)]) {
    let names = actions.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let sql = |statement: &str| no.wiki.maintenance(&["sql", "--query", statement]);
    sql(&format!(
        "INSERT INTO abuse_filter (af_id, af_pattern, af_actor, af_timestamp, af_enabled, af_comments, \
         af_public_comments, af_actions) VALUES ({number}, '{rule}', 1, '20200101000000', 1, '', 'Own', '{names}')",
    ));
    let row = |(name, parameters): &(&str, &str)| format!("({number}, '{name}', '{parameters}')");
    let rows = actions.iter().map(row).collect::<Vec<_>>().join(", ");
    sql(&format!(
        "INSERT INTO abuse_filter_action (afa_filter, afa_consequence, afa_parameters) VALUES {rows}"
    ));
}

fn hits(no: &Refusing) -> usize {
    let log =
        no.admin.get(&[("action", "query"), ("list", "abuselog"), ("afluser", BOT), ("afllimit", "max")]);
    log["query"]["abuselog"].as_array().unwrap().len()
}

const FILTER_OFF: [&str; 3] = ["sql", "--query", "UPDATE abuse_filter SET af_enabled = 0"];
const ABOUT_ADA: &str = "page_title rlike \"Ada\"";

#[test]
fn a_filters_warning_is_a_no_as_its_refusal_is() {
    let no = Refusing::with_filters();
    filter(&no, 1, ABOUT_ADA, &[("warn", "abusefilter-warning")]);
    filter(&no, 2, "page_title rlike \"Fay\"", &[("disallow", "abusefilter-disallowed")]);
    let tried = no.run();
    tried.came_to(4, ["failed filtered", "failed filtered", "posted", "posted"]);
    tried.said(0, "abusefilter-warning");
    tried.said(1, "abusefilter-disallowed");
    assert_eq!(hits(&no), 2, "the warned edit would have passed at the second attempt");
    // Nor is it pressed past by the next run.
    no.run().came_to(4, ["failed filtered", "failed filtered", "unchanged", "unchanged"]);
    assert_eq!(hits(&no), 4);
    no.wiki.maintenance(&FILTER_OFF);
    no.finishes();
}

#[test]
fn a_filter_that_lets_only_so_many_edits_pass_stops_those_beyond() {
    let no = Refusing::with_filters();
    filter(
        &no,
        1,
        "user_name == \"GoalkeeperBot\"",
        &[("throttle", "1\n2,600\nuser"), ("disallow", "abusefilter-disallowed")],
    );
    no.run().came_to(4, ["posted", "posted", "failed filtered", "failed filtered"]);
    no.wiki.maintenance(&FILTER_OFF);
    no.finishes();
}

#[test]
fn a_filter_that_blocks_the_bot_ends_the_run() {
    let no = Refusing::with_filters();
    filter(&no, 1, ABOUT_ADA, &[("block", "blocktalk\nindefinite\nindefinite")]);
    let tried = no.run();
    tried.came_to(4, ["failed filtered", "failed bot-blocked", "skipped bot-blocked", "skipped bot-blocked"]);
    tried.said(0, "abusefilter-disallowed");
    no.wiki.maintenance(&FILTER_OFF);
    no.admin.post(&[("action", "unblock"), ("user", BOT)]);
    no.finishes();
}

#[test]
fn a_captcha_ends_the_run() {
    let no = Refusing::up();
    for trigger in ["edit", "create", "addurl"] {
        no.extensions(
            &["ConfirmEdit"],
            &format!("{} {OWN_LINKS} $wgCaptchaTriggers['{trigger}'] = true;", without("skipcaptcha")),
        );
        no.run().ended(0, "captcha");
    }
    no.finishes();
}

#[test]
fn a_text_that_is_too_big_is_not_posted() {
    let no = Refusing::up();
    // The bot knows the wiki's limit,
    no.wiki.configure("$wgMaxArticleSize = 1;");
    no.run().came_to(0, ["skipped too-big"; 4]);
    // and hears of one that was lowered since.
    no.wiki.configure(&settings_for_edits("$wgMaxArticleSize = 1;"));
    let tried = no.run();
    tried.came_to(4, ["failed too-big"; 4]);
    tried.said(0, "contenttoobig");
    no.finishes();
}

#[test]
fn an_edit_that_the_wikis_own_settings_and_hooks_refuse_is_left() {
    let no = Refusing::up();
    let fay = targets()[1].replace(' ', "_");
    let of_fay = format!("if ( $c->getTitle()->getPrefixedDBkey() !== '{fay}' ) {{ return true; }}");
    let hook = |name: &str, parameters: &str, php: &str| {
        format!("$wgHooks['{name}'][] = static function ( {parameters} ) {{ {php} }};")
    };
    let merged =
        |php: &str| hook("EditFilterMergedContent", "$c, $content, $status", &format!("{of_fay} {php}"));
    let refusals = [
        // `$wgSpamRegex` first: it looks before any hook does.
        ("spam-blacklisted", "spamprotectionmatch", "$wgSpamRegex = [ '/User_talk:Fay/' ];".to_owned()),
        (
            "spam-blacklisted",
            "spamprotectiontext",
            merged("$status->fatal( 'spamprotectiontext' ); return false;"),
        ),
        ("wiki-error", "hookaborted", merged("return false;")),
        ("wiki-error", "own-words", merged("$status->fatal( 'own-words' ); return true;")),
        (
            "wiki-error",
            "hookaborted",
            hook(
                "EditFilter",
                "$c, $text, $section, &$error",
                &format!("{of_fay} $error = 'No.'; return true;"),
            ),
        ),
        (
            "wiki-error",
            "edit-hook-aborted",
            hook(
                "MultiContentSave",
                "$edit, $user, $summary, $flags, $status",
                "return !str_contains( $edit->getRevision()->getPageAsLinkTarget()->getDBkey(), 'Fay' );",
            ),
        ),
    ];
    for (run, (reason, code, php)) in refusals.iter().enumerate() {
        no.wiki.configure(php);
        let tried = no.run();
        let failed = format!("failed {reason}");
        match run {
            0 => tried.came_to(4, ["posted", &failed, "posted", "posted"]),
            _ => tried.came_to(4, ["skipped not-due", &failed, "unchanged", "unchanged"]),
        }
        tried.said(1, code);
    }
    no.finishes();
}
