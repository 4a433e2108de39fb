//! What every answer to an edit means: saved, surely not, or nobody knows.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::base::{RevisionId, Title};
use crate::publish::edit_answer::EditAnswer;
use crate::wiki::{Edited, WikiError};

/// The answer to an edit of the page X, whose revision was 5.
fn answered(answer: Json) -> String {
    said(EditAnswer::of(
        Ok(Edited::in_answer(json!({"edit": answer}))),
        &Title::of_wiki("X"),
        Some(RevisionId(5)),
    ))
}

fn failed(error: WikiError) -> String {
    said(EditAnswer::of(Err(error), &Title::of_wiki("X"), Some(RevisionId(5))))
}

fn said(answer: EditAnswer) -> String {
    let wait = |pause: Duration| format!("after {} s", pause.as_secs());
    match answer {
        EditAnswer::Saved(revision) => format!("saved {revision}"),
        EditAnswer::NoChange => "no change".to_owned(),
        EditAnswer::Refused(why) => {
            format!("refused {}{}", why.reason, if why.ends_run { ", ends" } else { "" })
        }
        EditAnswer::Busy(why, pause) => format!("busy {} {}", why.reason, wait(pause)),
        EditAnswer::Lost(why, pause) => format!("lost {} {}", why.reason, wait(pause)),
    }
}

#[test]
fn an_edit_is_saved_only_if_the_answer_speaks_of_this_one() {
    let success = json!({"result": "Success", "title": "X", "newrevid": 6, "oldrevid": 5});
    assert_eq!(answered(success.clone()), "saved 6");
    let with = |key: &str, value: Json| {
        let mut answer = success.clone();
        answer[key] = value;
        answered(answer)
    };
    assert_eq!(with("title", json!("Y")), "lost network after 0 s");
    assert_eq!(with("oldrevid", json!(4)), "lost network after 0 s");
    assert_eq!(with("oldrevid", Json::Null), "lost network after 0 s");
    assert_eq!(with("newrevid", Json::Null), "lost network after 0 s");
    assert_eq!(with("newrevid", json!("6")), "lost network after 0 s");
}

#[test]
fn a_new_page_comes_from_no_revision() {
    let new = |old: Json| {
        let answer = json!({"edit": {"result": "Success", "title": "X", "newrevid": 6, "oldrevid": old}});
        said(EditAnswer::of(Ok(Edited::in_answer(answer)), &Title::of_wiki("X"), None))
    };
    assert_eq!((new(json!(0)), new(json!(5))), ("saved 6".to_owned(), "lost network after 0 s".to_owned()));
}

#[test]
fn an_edit_that_changes_nothing_is_none() {
    for sign in [json!(""), json!(true)] {
        assert_eq!(answered(json!({"result": "Success", "title": "X", "nochange": sign})), "no change");
    }
    assert_eq!(
        answered(json!({"result": "Success", "title": "Y", "nochange": true})),
        "lost network after 0 s"
    );
}

#[test]
fn a_failure_is_one() {
    for (answer, expected) in [
        (json!({"result": "Failure", "captcha": {"type": "image"}}), "refused captcha, ends"),
        (json!({"result": "Failure", "code": "abusefilter-disallowed", "info": "No."}), "refused filtered"),
        (json!({"result": "Failure", "code": "abusefilter-warning"}), "refused filtered"),
        (json!({"result": "Failure", "code": "hookaborted"}), "refused wiki-error"),
        (json!({"result": "Failure"}), "refused wiki-error"),
    ] {
        assert_eq!(answered(answer.clone()), expected, "{answer}");
    }
}

#[test]
fn an_answer_that_says_nothing_of_the_edit_leaves_it_in_doubt() {
    for answer in
        [Json::Null, json!({}), json!({"result": "Perhaps"}), json!({"result": 1}), json!("Success")]
    {
        assert_eq!(answered(answer.clone()), "lost network after 0 s", "{answer}");
    }
    assert_eq!(
        said(EditAnswer::of(Ok(Edited::in_answer(json!([]))), &Title::of_wiki("X"), None)),
        "lost network after 0 s"
    );
}

#[test]
fn what_mediawiki_refuses_is_surely_not_saved() {
    let api = |code: &str| failed(WikiError::Api { code: code.to_owned(), text: String::new() });
    for (code, expected) in [
        ("editconflict", "refused edit-conflict"),
        ("articleexists", "refused page-created"),
        ("missingtitle", "refused page-deleted"),
        ("protectedpage", "refused protected-page"),
        ("spamblacklist", "refused spam-blacklisted"),
        ("titleblacklist-forbidden", "refused title-blacklisted"),
        ("contenttoobig", "refused too-big"),
        ("readonly", "refused read-only, ends"),
        ("permissiondenied", "refused permission-denied, ends"),
        ("blocked", "refused bot-blocked"),
        ("autoblocked", "refused bot-blocked, ends"),
        ("something-new", "refused wiki-error"),
        // The next attempt asks for a new token.
        ("badtoken", "busy bad-token after 0 s"),
        // In the middle of its work.
        ("internal_api_error_DBQueryError", "lost wiki-error after 0 s"),
    ] {
        assert_eq!(api(code), expected, "{code}");
    }
    assert_eq!(failed(WikiError::LoginNeeded), "refused permission-denied, ends");
    assert_eq!(failed(WikiError::SessionLost("logged out".to_owned())), "busy bad-token after 0 s");
}

#[test]
fn a_wiki_that_is_busy_is_asked_again_after_a_pause() {
    let busy = |code: &str, wait: Option<u64>| {
        let wait = wait.map(Duration::from_secs);
        failed(WikiError::Busy { code: code.to_owned(), text: String::new(), wait })
    };
    assert_eq!(busy("maxlag", None), "busy rate-limited after 5 s");
    assert_eq!(busy("maxlag", Some(7)), "busy rate-limited after 7 s");
    assert_eq!(busy("ratelimited", None), "busy rate-limited after 10 s");
    assert_eq!(busy("readonly", Some(60)), "busy read-only after 60 s");
    // What stands between may have let the request through.
    assert_eq!(busy("http-503", Some(3)), "lost network after 3 s");
    assert_eq!(busy("http-429", None), "busy rate-limited after 5 s");
}

#[test]
fn no_answer_is_no_refusal() {
    let unreachable =
        WikiError::Unreachable { url: "https://wiki.example/".to_owned(), why: "reset".to_owned() };
    assert_eq!(failed(unreachable), "lost network after 0 s");
    assert_eq!(failed(WikiError::Unexpected("half an answer".to_owned())), "lost network after 0 s");
    assert_eq!(said(EditAnswer::lost("told to end")), "lost network after 0 s");
}
