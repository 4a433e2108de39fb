//! What Debian's MediaWiki comes without, and Wikimedia's wikis have: the real extensions, if `GOALKEEPER_MW_EXTENSIONS`
//! names a folder with their sources (branch REL1_43), one folder each. Elsewhere other tests imitate their answers, and these
//! are listed as ignored.

use crate::support::{ADA, Wiki, board, line};

const DAY: &str = "2020-11-02";

/// A wiki with an extension, and settings for it.
fn wiki_with(extension: &str, settings: &str) -> Wiki {
    let folder = std::env::var("GOALKEEPER_MW_EXTENSIONS")
        .expect("GOALKEEPER_MW_EXTENSIONS names no folder with the extensions' sources");
    let file = std::path::Path::new(&folder).join(extension).join("extension.json");
    assert!(file.exists(), "there is no {}", file.display());
    let wiki = Wiki::up();
    wiki.configure(&loading(extension, settings));
    wiki.maintenance(&["update", "--quick"]);
    wiki
}

/// Settings that load an extension, and more of them, in which `FOLDER` is where the extensions are.
fn loading(extension: &str, settings: &str) -> String {
    let folder = std::env::var("GOALKEEPER_MW_EXTENSIONS").unwrap();
    let load = "$wgCacheDirectory = __DIR__ . '/cache';\nwfLoadExtension( 'NAME', \"FOLDER/NAME/extension.json\" );\n";
    load.replace("NAME", extension).replace("FOLDER", &folder) + &settings.replace("FOLDER", &folder)
}

#[test]
#[ignore = "needs LiquidThreads in GOALKEEPER_MW_EXTENSIONS"]
fn liquid_threads_boards_get_nothing_and_pages_that_are_none_do() {
    // All talk pages are boards by the settings alone, also those that are yet to be made.
    let wiki = wiki_with("LiquidThreads", "");
    let admin = wiki.admin();
    admin.save("User talk:Fay Sample (WMF)", "Hello.\n{{#useliquidthreads:0}}");
    let settings =
        board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}") + "[boards.status]\nenabled = false";
    let outcomes = wiki.run_with(&settings, DAY);
    let no = format!("notice {ADA}: skipped unsupported-talk-page");
    assert_eq!(line(&outcomes, "notice Ada"), no);
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
    assert!(admin.text("User talk:Fay Sample (WMF)").unwrap().contains("gk1:notice/"));
}

#[test]
#[ignore = "needs GlobalBlocking in GOALKEEPER_MW_EXTENSIONS"]
fn global_blocks_and_a_wikis_exemption_from_them() {
    let rights = "$wgGroupPermissions['sysop']['globalblock'] = true;\n";
    let wiki = wiki_with("GlobalBlocking", rights);
    let admin = wiki.admin();
    for who in [ADA, "Fay Sample (WMF)"] {
        admin.post(&[("action", "globalblock"), ("target", who), ("expiry", "never"), ("reason", "spam")]);
    }
    // As Special:GlobalBlockStatus does it.
    let exempt = "$wgExtensionFunctions[] = static function () {
            \\MediaWiki\\Extension\\GlobalBlocking\\GlobalBlockingServices::wrap(
                \\MediaWiki\\MediaWikiServices::getInstance()
            )->getGlobalBlockLocalStatusManager()->locallyDisableBlock(
                'Fay Sample (WMF)', 'ours', \\MediaWiki\\User\\User::newFromName( 'Admin' ) );
        };";
    let before = wiki.run_with("", DAY);
    for name in ["Ada", "Fay"] {
        let no = format!("notice {name} Sample (WMF): skipped blocked-account");
        assert_eq!(line(&before, &format!("notice {name}")), no);
    }
    wiki.configure(&loading("GlobalBlocking", &(rights.to_owned() + exempt)));
    let after = wiki.run_with("", DAY);
    assert_eq!(line(&after, "notice Ada"), format!("notice {ADA}: skipped blocked-account"));
    assert_eq!(line(&after, "notice Fay"), "notice Fay Sample (WMF): posted");
}

#[test]
#[ignore = "needs CentralAuth and AntiSpoof in GOALKEEPER_MW_EXTENSIONS"]
fn accounts_locked_on_all_wikis_and_hidden_there() {
    let settings = "wfLoadExtension( 'AntiSpoof', \"FOLDER/AntiSpoof/extension.json\" );
$wgLocalDatabases = [ 'wiki' ];
$wgConf->wikis = [ 'wiki' ];
$wgConf->suffixes = [ '' ];
$wgConf->settings = [ 'wgServer' => [ 'default' => $wgServer ], 'wgCanonicalServer' => [ 'default' => $wgServer ],
    'wgArticlePath' => [ 'default' => '/wiki/$1' ] ];
$wgVirtualDomainsMapping['virtual-centralauth'] = [ 'db' => 'wiki' ];
// The bot's password was made before.
$wgExtensionFunctions[] = static function () { $GLOBALS['wgCentralIdLookupProvider'] = 'local'; };";
    let wiki = wiki_with("CentralAuth", settings);
    // Every account is one on all wikis; Ada is locked, Gus locked and hidden.
    let sql = |query: &str| wiki.maintenance(&["sql", "--query", query]);
    sql(
        "INSERT INTO globaluser (gu_name, gu_email, gu_locked, gu_hidden_level, gu_password, gu_registration) \
         SELECT user_name, '', user_name IN ('Ada Sample (WMF)', 'Gus Sample'), 2 * (user_name = 'Gus Sample'), '', \
         '20200101000000' FROM user",
    );
    sql(
        "INSERT INTO localuser (lu_wiki, lu_name, lu_attached_timestamp, lu_attached_method, lu_local_id, lu_global_id) \
         SELECT 'wiki', user_name, '20200101000000', 'new', user_id, gu_id FROM user JOIN globaluser ON gu_name = user_name",
    );
    let outcomes = wiki.run_with("[owners_policy]\nallow = [\"* (WMF)\", \"Gus Sample\"]", DAY);
    for name in [ADA, "Gus Sample"] {
        assert_eq!(
            line(&outcomes, &format!("notice {name}")),
            format!("notice {name}: skipped blocked-account"),
            "{outcomes:?}"
        );
    }
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
}

#[test]
#[ignore = "needs MassMessage in GOALKEEPER_MW_EXTENSIONS"]
fn the_category_of_mass_messages_through_a_template_under_the_wikis_name_for_it() {
    let wiki = wiki_with("MassMessage", "$wgGroupPermissions['sysop']['massmessage'] = true;");
    let admin = wiki.admin();
    admin.save("Template:No news", "[[Category:Opted-out of message delivery]]");
    admin.save(&format!("User talk:{ADA}"), "{{No news}}");
    let outcomes = wiki.run_with("", DAY);
    assert_eq!(line(&outcomes, "notice Ada"), format!("notice {ADA}: skipped opted-out"));
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
    admin.save("MediaWiki:Massmessage-optout-category", "Keine Nachrichten");
    admin.save("Template:No news", "[[Category:Keine Nachrichten]]");
    wiki.maintenance(&["runJobs"]);
    let outcomes = wiki.run_with("", "2020-11-03");
    assert_eq!(line(&outcomes, "notice Ada"), format!("notice {ADA}: skipped opted-out"));
}
