//! Every way to say no.

use crate::support::{ADA, BOT, PASSWORD, Wiki, line};

const TALK: &str = "User talk:Ada Sample (WMF)";

fn ada(wiki: &Wiki, settings: &str) -> String {
    line(&wiki.run_with(settings, "2020-11-02"), "notice Ada").to_owned()
}

#[test]
fn the_list_page_in_any_form() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save("Template:Listed", "[[User:{{{1}}}]]");
    for text in [
        format!("* [[User:{ADA}]]"),
        format!("Me: [[User talk:{ADA}|Ada]] ~~~~"),
        format!("* {ADA}"),
        format!("{{{{Listed|{ADA}}}}}"),
    ] {
        admin.save("User:GoalkeeperBot/Opt-out", &text);
        assert_eq!(ada(&wiki, ""), "notice Ada Sample (WMF): skipped opted-out", "{text}");
    }
    // Another page, if the settings say so.
    let settings = "[owners_policy]\nopt_out_page = \"Project:No reminders\"";
    admin.save("Project:No reminders", &format!("* [[User:{ADA}]]"));
    admin.save("User:GoalkeeperBot/Opt-out", "");
    assert_eq!(ada(&wiki, settings), "notice Ada Sample (WMF): skipped opted-out");
    assert_eq!(ada(&wiki, ""), "notice Ada Sample (WMF): posted");
}

#[test]
fn a_list_that_cannot_be_read_means_no_for_all() {
    let wiki = Wiki::up();
    wiki.admin().save("User:GoalkeeperBot/Opt-out", "#REDIRECT [[Main Page]]");
    let outcomes = wiki.run_with("", "2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped exclusion-unreadable");
    assert!(
        outcomes.iter().all(|line| !line.starts_with("notice") || line.contains("skipped")),
        "{outcomes:?}"
    );
    assert_eq!(wiki.admin().text(TALK), None);
}

#[test]
fn the_category_that_mass_messages_heed() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(TALK, "[[Category:Keine Massennachrichten]]");
    admin.save("MediaWiki:Massmessage-optout-category", "Keine Massennachrichten");
    assert_eq!(ada(&wiki, ""), "notice Ada Sample (WMF): skipped opted-out");
    // What it is called on Wikimedia's wikis, where the wiki doesn't say.
    admin.post(&[("action", "delete"), ("title", "MediaWiki:Massmessage-optout-category")]);
    admin.save(TALK, "[[Category:Opted-out of message delivery]]");
    assert_eq!(ada(&wiki, ""), "notice Ada Sample (WMF): skipped opted-out");
    admin.save(TALK, "Hello.");
    assert_eq!(ada(&wiki, ""), "notice Ada Sample (WMF): posted");
}

/// CentralAuth is not part of MediaWiki: what matters of its API is added, with its form of an answer. Of before 2026.
const EARLIER_LOCKS: &str = r#"
class GlobalUserInfo extends ApiQueryBase {
    public function __construct( $query, $name ) { parent::__construct( $query, $name, 'gui' ); }
    public function execute() {
        $name = $this->getParameter( 'user' );
        $answer = [ 'home' => 'metawiki', 'id' => 7, 'name' => $name ];
        if ( $name === 'Ada Sample (WMF)' ) { $answer['locked'] = true; }
        if ( $name === 'Gus Sample' ) { $answer = [ 'missing' => true ]; }
        $this->getResult()->addValue( [ 'query' ], 'globaluserinfo', $answer );
    }
    public function getAllowedParams() { return [ 'user' => null ]; }
}
$wgAPIMetaModules['globaluserinfo'] = [ 'class' => GlobalUserInfo::class ];
$wgCentralIdLookupProviders['CentralAuth'] = $wgCentralIdLookupProviders['local'];
"#;

/// The same since 2026: many accounts at once.
const LOCKS: &str = r#"
class GlobalUsers extends ApiQueryBase {
    public function __construct( $query, $name ) { parent::__construct( $query, $name, 'gus' ); }
    public function execute() {
        foreach ( $this->getParameter( 'users' ) as $name ) {
            $answer = [ 'centralid' => 7, 'name' => $name, 'locked' => $name === 'Ada Sample (WMF)' ];
            if ( $name === 'Gus Sample' ) { $answer = [ 'name' => $name, 'missing' => true ]; }
            $this->getResult()->addValue( [ 'query', 'globalusers' ], null, $answer );
        }
    }
    public function getAllowedParams() {
        return [
            'users' => [ ApiBase::PARAM_ISMULTI => true ],
            'prop' => [ ApiBase::PARAM_ISMULTI => true, ApiBase::PARAM_TYPE => [ 'locked' ] ],
        ];
    }
}
$wgAPIListModules['globalusers'] = [ 'class' => GlobalUsers::class ];
"#;

/// GlobalBlocking, not part of MediaWiki either: one account unknown to it, and it answers for none.
const GLOBAL_BLOCKS: &str = r#"
class GlobalBlocks extends ApiQueryBase {
    public function __construct( $query, $name ) { parent::__construct( $query, $name, 'bg' ); }
    public function execute() {
        $names = $this->getParameter( 'targets' );
        if ( in_array( 'Gus Sample', $names ) ) { $this->dieWithError( 'nosuchusershort', 'nosuchuser' ); }
        $answer = [];
        foreach ( array_intersect( $names, [ 'Fay Sample (WMF)' ] ) as $name ) {
            $answer[] = [ 'target' => $name, 'anononly' => false, 'timestamp' => '2020-01-01T00:00:00Z' ];
        }
        $this->getResult()->setIndexedTagName( $answer, 'block' );
        $this->getResult()->addValue( 'query', 'globalblocks', $answer );
    }
    public function getAllowedParams() {
        return [
            'targets' => [ ApiBase::PARAM_ISMULTI => true ],
            'prop' => [ ApiBase::PARAM_ISMULTI => true ],
            'limit' => [ ApiBase::PARAM_TYPE => 'limit', ApiBase::PARAM_MAX => 500, ApiBase::PARAM_MAX2 => 5000 ],
        ];
    }
}
$wgAPIListModules['globalblocks'] = [ 'class' => GlobalBlocks::class ];
$wgLogTypes[] = 'gblblock';
"#;

/// An exemption from such a block, which stands in this wiki's own log.
const EXEMPT: &str = r#"
$wgExtensionFunctions[] = static function () {
    $entry = new ManualLogEntry( 'gblblock', 'whitelist' );
    $entry->setTarget( Title::makeTitle( NS_USER, 'Fay Sample (WMF)' ) );
    $entry->setPerformer( User::newFromName( 'Admin' ) );
    $entry->insert();
};
"#;

#[test]
fn an_account_barred_on_all_wikis() {
    let wiki = Wiki::up();
    let allowed = "[owners_policy]\nallow = [\"* (WMF)\", \"Gus Sample\"]";
    let no = |name: &str| format!("notice {name}: skipped blocked-account");
    wiki.configure(EARLIER_LOCKS);
    // Who is locked asks for nothing either.
    let asks = format!("[bot]\noperator = \"{ADA}\"");
    let outcomes = wiki.run_with(&asks, "2020-11-02");
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): skipped nobody-asks");
    let outcomes = wiki.run_with(allowed, "2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), no(ADA));
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
    // Locked and hidden: it is there, and isn't shown.
    assert_eq!(line(&outcomes, "notice Gus"), no("Gus Sample"));
    wiki.reset();
    for locks in [EARLIER_LOCKS.to_owned(), [EARLIER_LOCKS, LOCKS].concat()] {
        wiki.configure(&[&locks, GLOBAL_BLOCKS].concat());
        let outcomes = wiki.run_with(allowed, "2020-11-02");
        for name in [ADA, "Gus Sample", "Fay Sample (WMF)"] {
            assert_eq!(line(&outcomes, &format!("notice {name}")), no(name), "{locks}");
        }
    }
    wiki.configure(&[EARLIER_LOCKS, LOCKS, GLOBAL_BLOCKS, EXEMPT].concat());
    let outcomes = wiki.run_with(allowed, "2020-11-02");
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
}

#[test]
fn whoever_was_renamed_twice_is_found_and_a_no_under_any_name_is_heard() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(TALK, "Hello.");
    wiki.maintenance(&["renameUser", ADA, "Ada Married (WMF)"]);
    wiki.maintenance(&["renameUser", "Ada Married (WMF)", "Ada Again (WMF)"]);
    admin.save("User:GoalkeeperBot/Opt-out", "* Ada Married (WMF)");
    let outcomes = wiki.run_with("", "2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Again (WMF): skipped opted-out");
    admin.save("User:GoalkeeperBot/Opt-out", "* Nobody yet");
    let outcomes = wiki.run_with("", "2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Again (WMF): posted");
}

#[test]
fn a_successor_knows_what_was_told_and_said_before_it() {
    let wiki = Wiki::up();
    let told = wiki.run_with("", "2020-10-12");
    assert_eq!(line(&told, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&told, "notice Fay"), "notice Fay Sample (WMF): posted");
    wiki.as_user(ADA).append(TALK, "\n:stop ~~~~");
    let admin = wiki.admin();
    // The account that did it all gets another name, and another account the old one's name and login.
    wiki.maintenance(&["renameUser", "--skip-page-moves", BOT, "Old bot"]);
    wiki.maintenance(&["createAndPromote", "--custom-groups", "bot", BOT, PASSWORD]);
    let grants = "basic,highvolume,editpage,createeditmovepage,editprotected";
    let secret = "goalkeeperdevsecret0000000000000";
    wiki.maintenance(&["createBotPassword", "--appid", "toolforge", "--grants", grants, BOT, secret]);
    let stranger = wiki.goalkeeper_with("", &["plan", "--today", "2020-10-13", "--format", "json"]);
    let planned = stranger.json()["edits"].to_string();
    assert!(
        planned.contains("notice/") && planned.contains("Fay"),
        "a stranger's account knows nothing: {planned}"
    );

    admin.save("User:Old bot/Opt-out", "* Gus Sample");
    let settings =
        "[bot]\nformer_accounts = [\"Old bot\"]\n[owners_policy]\nallow = [\"* (WMF)\", \"Gus Sample\"]";
    let outcomes = wiki.run_with(settings, "2020-10-13");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped opted-out");
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): skipped not-due");
    assert_eq!(line(&outcomes, "notice Gus"), "notice Gus Sample: skipped opted-out");
    let tables = outcomes.iter().filter(|line| line.starts_with("status"));
    assert!(
        tables.clone().count() > 0 && tables.clone().all(|line| line.ends_with("unchanged")),
        "{outcomes:?}"
    );
}

#[test]
fn a_no_survives_a_rename() {
    let in_settings = "[owners_policy]\nopt_out = [\"Ada Sample (WMF)\"]";
    for (settings, list) in [(in_settings, ""), ("", "* [[User talk:Ada Sample (WMF)]]")] {
        let wiki = Wiki::up();
        let admin = wiki.admin();
        admin.save("User:GoalkeeperBot/Opt-out", list);
        admin.save(TALK, "Hello.");
        wiki.maintenance(&["renameUser", ADA, "Ada Married (WMF)"]);
        let outcomes = wiki.run_with(settings, "2020-11-02");
        assert_eq!(
            line(&outcomes, "notice Ada"),
            "notice Ada Married (WMF): skipped opted-out",
            "{settings}"
        );
    }
}
