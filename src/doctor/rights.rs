//! The rights that the bot needs, those it has beyond, and the grants of a bot password or an OAuth consumer
//! that bring them. Rights and grants are MediaWiki's own (`$wgGrantPermissions` of 1.43).

use std::collections::BTreeSet;

use super::{Check, Login, Verdict};
use crate::wiki::OwnAccount;

/// A right that the bot uses.
struct Need {
    right: &'static str,
    /// What for, after "needed".
    what_for: &'static str,
    /// The grant that lets it through.
    grant: &'static str,
    without: Verdict,
    /// Whether it comes with the group `bot`, where every account has the others by default.
    by_bot_group: bool,
}

const NEEDED: [Need; 8] = [
    need("edit", "for every message and table", "editpage", Verdict::Problem, false),
    need(
        "createtalk",
        "to post where there is no talk page yet",
        "createeditmovepage",
        Verdict::Problem,
        false,
    ),
    need(
        "createpage",
        "to start the opt-out list, and tables on pages of their own",
        "createeditmovepage",
        Verdict::Problem,
        false,
    ),
    need("minoredit", "for edits of its own text that tell nobody", "editpage", Verdict::Warning, false),
    need(
        "nominornewtalk",
        "to tick a line in a notice without telling its owner of a new message",
        "basic",
        Verdict::Warning,
        true,
    ),
    need("bot", "to keep its edits out of the list of recent changes", "highvolume", Verdict::Warning, true),
    need("apihighlimits", "to ask for 500 pages at once, not 50", "highvolume", Verdict::Warning, true),
    need("read", "for everything", "basic", Verdict::Problem, false),
];

const fn need(
    right: &'static str,
    what_for: &'static str,
    grant: &'static str,
    without: Verdict,
    by_bot_group: bool,
) -> Need {
    Need { right, what_for, grant, without, by_bot_group }
}

/// The grants it needs: the smallest ones that bring the rights above.
const MINIMAL: [(&str, &str); 4] = [
    ("basic", "Basic rights"),
    ("highvolume", "High-volume (bot) access"),
    ("editpage", "Edit existing pages"),
    ("createeditmovepage", "Create, edit, and move pages"),
];

/// All others of MediaWiki's own, and what they bring beyond the minimal ones.
const SUPERFLUOUS: [(&str, &str, &[&str]); 22] = [
    ("editprotected", "Edit protected pages", &["editprotected"]),
    ("protect", "Protect and unprotect pages", &["editprotected", "protect"]),
    (
        "delete",
        "Delete pages, revisions, and log entries",
        &[
            "browsearchive",
            "deletedhistory",
            "deletedtext",
            "delete",
            "bigdelete",
            "deletelogentry",
            "deleterevision",
            "undelete",
        ],
    ),
    ("viewdeleted", "View deleted files and pages", &["browsearchive", "deletedhistory", "deletedtext"]),
    ("viewrestrictedlogs", "View restricted log entries", &["suppressionlog"]),
    ("oversight", "Hide users and suppress revisions", &["suppressrevision", "viewsuppressed"]),
    ("blockusers", "Block and unblock users", &["block", "blockemail"]),
    (
        "editinterface",
        "Edit the MediaWiki namespace and sitewide/user JSON",
        &["editinterface", "edituserjson", "editsitejson"],
    ),
    (
        "editsiteconfig",
        "Edit sitewide and user CSS/JS",
        &[
            "editinterface",
            "edituserjson",
            "editsitejson",
            "editusercss",
            "edituserjs",
            "editsitecss",
            "editsitejs",
        ],
    ),
    (
        "editmycssjs",
        "Edit your user CSS/JSON/JavaScript",
        &["editmyusercss", "editmyuserjson", "editmyuserjs"],
    ),
    (
        "editmyoptions",
        "Edit your user preferences and JSON configuration",
        &["editmyoptions", "editmyuserjson"],
    ),
    ("viewmywatchlist", "View your watchlist", &["viewmywatchlist"]),
    ("editmywatchlist", "Edit your watchlist", &["editmywatchlist"]),
    ("import", "Import revisions", &["import", "importupload"]),
    ("uploadfile", "Upload new files", &["upload", "reupload-own"]),
    (
        "uploadeditmovefile",
        "Upload, replace, and move files",
        &["upload", "reupload-own", "reupload", "reupload-shared", "upload_by_url", "movefile"],
    ),
    ("patrol", "Patrol changes to pages", &["patrol"]),
    ("rollback", "Rollback changes to pages", &["rollback"]),
    ("sendemail", "Send email to other users", &["sendemail"]),
    ("createaccount", "Create accounts", &["createaccount"]),
    ("privateinfo", "Access private information", &["viewmyprivateinfo"]),
    ("mergehistory", "Merge page histories", &["mergehistory"]),
];

/// Rights that no grant brings: who has one is logged in without any grants, with the account's own password.
const UNGRANTABLE: [&str; 4] = ["userrights", "siteadmin", "hideuser", "userrights-interwiki"];

type Rights = BTreeSet<String>;

/// What is missing, and what is too much. `of_account`: what the account may do apart from the login's grants, where
/// that is known.
pub fn checks(own: &OwnAccount, of_account: Option<&Rights>, login: Login) -> Vec<Check> {
    let rights = &own.rights;
    let missing = NEEDED.iter().filter(|need| !rights.contains(need.right));
    let mut checks: Vec<Check> = missing.map(|need| missing_right(need, of_account, login)).collect();
    if checks.is_empty() {
        let all = NEEDED.map(|need| need.right).join(", ");
        checks.push(Check::fine("rights", format!("all that it needs: {all}")));
    }
    checks.push(grants(rights, of_account, login));
    checks
}

fn missing_right(need: &Need, of_account: Option<&Rights>, login: Login) -> Check {
    let title = MINIMAL.iter().find(|(id, _)| *id == need.grant).map_or("", |(_, title)| title);
    let grant = format!("add the grant “{title}” ({}) {}", need.grant, login.where_grants_are());
    let group = if need.by_bot_group {
        "ask for the group “bot”, which has it"
    } else {
        "ask the wiki's administrators: no group of the account has it"
    };
    let advice = match of_account.map(|all| all.contains(need.right)) {
        Some(true) => grant,
        Some(false) => group.to_owned(),
        None => format!("{grant}; if it is there, {group}"),
    };
    let detail = format!("“{}” is missing, needed {}", need.right, need.what_for);
    match need.without {
        Verdict::Problem => Check::problem("rights", detail, advice),
        Verdict::Ok | Verdict::Warning => Check::warning("rights", detail, advice),
    }
}

fn grants(rights: &Rights, of_account: Option<&Rights>, login: Login) -> Check {
    let has = |right: &&&str| rights.contains(**right);
    let ungrantable: Vec<&str> = UNGRANTABLE.iter().filter(has).copied().collect();
    if !ungrantable.is_empty() {
        return Check::warning(
            "grants",
            format!(
                "the login has no bounds; it brings {}, which no bot password has",
                ungrantable.join(", ")
            ),
            "log in with a bot password that has the four minimal grants, and not with the account's own password",
        );
    }
    let beyond = SUPERFLUOUS.iter().flat_map(|(.., brings)| brings.iter()).filter(has);
    let mut unexplained: BTreeSet<&str> = beyond.copied().collect();
    if unexplained.is_empty() {
        return Check::fine("grants", "no right beyond what it needs, as far as MediaWiki's own go");
    }
    let more = unexplained.iter().copied().collect::<Vec<_>>().join(", ");
    let mut named = Vec::new();
    // A grant brings what the account has of its rights: one of which a part is not there was not given.
    let mut given: Vec<_> = SUPERFLUOUS
        .iter()
        .map(|(id, title, brings)| {
            let shown: BTreeSet<&str> = brings.iter().filter(has).copied().collect();
            let whole = of_account
                .is_none_or(|all| brings.iter().all(|right| !all.contains(*right) || shown.contains(right)));
            (format!("“{title}” ({id})"), shown, whole)
        })
        .filter(|(_, shown, whole)| *whole && !shown.is_empty())
        .collect();
    // The one that explains most first; those that explain the same may all be meant.
    given.sort_by_key(|(_, shown, _)| std::cmp::Reverse(shown.len()));
    for (at, (_, shown, _)) in given.iter().enumerate() {
        if given[..at].iter().any(|(_, before, _)| before == shown) || shown.is_disjoint(&unexplained) {
            continue;
        }
        let same = given.iter().filter(|(_, other, _)| other == shown);
        named.push(same.map(|(grant, ..)| grant.as_str()).collect::<Vec<_>>().join(" or "));
        unexplained.retain(|right| !shown.contains(right));
    }
    let wanted = MINIMAL.map(|(id, _)| id).join(", ");
    Check::warning(
        "grants",
        format!("the login may do more than the bot needs: {more}"),
        format!(
            "take away {}, {}; it needs {wanted} and no others",
            if named.is_empty() { "the grants that bring these".to_owned() } else { named.join(", ") },
            login.where_grants_are()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(words: &[&str]) -> Rights {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn advice(session: &[&str], account: Option<&[&str]>) -> String {
        let account = account.map(rights);
        grants(&rights(session), account.as_ref(), Login::BotPassword).advice.unwrap_or_default()
    }

    #[test]
    fn the_grant_that_brought_a_right_is_named() {
        assert_eq!(advice(&["edit", "move"], None), "");
        // An administrator's bot password: of two grants that bring a right only one can have been given.
        let account = ["edit", "editprotected", "protect", "browsearchive", "deletedtext", "delete"];
        let named = advice(&["edit", "editprotected"], Some(&account));
        assert!(named.contains("(editprotected)") && !named.contains("(protect)"), "{named}");
        let named = advice(&["browsearchive", "deletedtext"], Some(&account));
        assert!(named.contains("(viewdeleted)") && !named.contains("(delete)"), "{named}");
        let named = advice(&["browsearchive", "deletedtext", "delete"], Some(&account));
        assert!(named.contains("(delete)") && !named.contains("(viewdeleted)"), "{named}");
        // Nothing tells which of the two.
        let named = advice(&["editprotected"], Some(&["editprotected"]));
        assert!(named.contains("“Edit protected pages” (editprotected) or “Protect"), "{named}");
    }

    #[test]
    fn a_missing_right_is_blamed_on_the_grant_or_on_the_group() {
        let need = &NEEDED[4];
        let blame = |account: Option<&[&str]>| {
            let account = account.map(rights);
            missing_right(need, account.as_ref(), Login::BotPassword).advice.unwrap_or_default()
        };
        assert!(blame(Some(&["nominornewtalk"])).starts_with("add the grant “Basic rights” (basic)"));
        assert!(blame(Some(&[])).starts_with("ask for the group “bot”"));
        assert!(blame(None).contains("; if it is there, ask"));
    }
}
