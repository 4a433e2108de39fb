//! Every way to say no.

use crate::support::{ADA, Wiki, line};

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

#[test]
fn an_account_locked_on_all_wikis() {
    let wiki = Wiki::up();
    // CentralAuth is not part of MediaWiki: its one API module that matters is added, with its form of an answer.
    wiki.configure(
        r#"
class GlobalUserInfo extends ApiQueryBase {
    public function __construct( $query, $name ) { parent::__construct( $query, $name, 'gui' ); }
    public function execute() {
        $name = $this->getParameter( 'user' );
        $answer = [ 'home' => 'metawiki', 'id' => 7, 'name' => $name ];
        if ( $name === 'Ada Sample (WMF)' ) { $answer['locked'] = true; }
        $this->getResult()->addValue( [ 'query' ], 'globaluserinfo', $answer );
    }
    public function getAllowedParams() { return [ 'user' => null ]; }
}
$wgAPIMetaModules['globaluserinfo'] = [ 'class' => GlobalUserInfo::class ];
"#,
    );
    let outcomes = wiki.run_with("", "2020-11-02");
    assert_eq!(line(&outcomes, "notice Ada"), "notice Ada Sample (WMF): skipped blocked-account");
    assert_eq!(line(&outcomes, "notice Fay"), "notice Fay Sample (WMF): posted");
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
