use serde_json::{Value as Json, json};

use super::*;
use crate::wiki::answers::typed;
use crate::wiki::site::tests::site;

const TITLE: &str = "User talk:Ada";

fn page(more: &Json) -> Json {
    let revision = json!({"revid": 345, "parentid": 0, "user": "Bo", "timestamp": "2020-11-02T12:00:00Z",
        "slots": {"main": {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": "Hello"}}});
    let mut page = json!({"pageid": 5, "ns": 3, "title": TITLE, "contentmodel": "wikitext", "lastrevid": 345,
        "actions": {"edit": [], "create": []}, "revisions": [revision]});
    page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    page
}

fn missing(more: &Json) -> Json {
    let mut page = json!({"ns": 3, "title": TITLE, "missing": true, "contentmodel": "wikitext",
        "actions": {"edit": [], "create": []}});
    page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    page
}

fn in_query(query: Json) -> Result<TalkPage, String> {
    let found = typed(query).and_then(|pages| talk_page_in(&site(), &pages, &Title::of_wiki(TITLE)));
    found.map_err(|error| error.to_string())
}

fn talk(page: &Json) -> Result<TalkPage, String> {
    in_query(json!({"pages": [page]}))
}

fn wikitext(text: &str) -> TalkState {
    TalkState::Wikitext { text: text.to_owned(), revision: RevisionId(345) }
}

fn unsupported(what: &str) -> TalkState {
    TalkState::Unsupported(what.to_owned())
}

#[test]
fn a_talk_page_is_wikitext_or_missing_or_something_the_bot_leaves_alone() {
    let slot = |main: Json| json!({"revisions": [{"revid": 345, "slots": {"main": main}}]});
    for (page, state) in [
        (page(&json!({})), wikitext("Hello")),
        (page(&slot(json!({"content": ""}))), wikitext("")),
        (page(&slot(json!({"texthidden": true}))), unsupported("its text is hidden")),
        (page(&json!({"contentmodel": "flow-board"})), unsupported("flow-board")),
        (page(&json!({"contentmodel": null})), unsupported("unknown")),
        (page(&json!({"pageprops": {"use-liquid-threads": "1"}})), unsupported("LiquidThreads")),
        (page(&json!({"pageprops": {"use-liquid-threads": ""}})), unsupported("LiquidThreads")),
        (page(&json!({"pageprops": {"use-liquid-threads": "0"}})), wikitext("Hello")),
        (page(&json!({"islqttalkpage": ""})), unsupported("LiquidThreads")),
        (page(&json!({"islqttalkpage": true})), unsupported("LiquidThreads")),
        (page(&json!({"missing": true, "islqttalkpage": ""})), unsupported("LiquidThreads")),
        (
            page(&json!({"islqttalkpage": "", "pageprops": {"use-liquid-threads": "1"}})),
            unsupported("LiquidThreads"),
        ),
        (missing(&json!({"contentmodel": "flow-board"})), unsupported("flow-board")),
        (missing(&json!({})), TalkState::Missing),
    ] {
        assert_eq!(talk(&page).unwrap().state, state, "{page}");
    }
}

#[test]
fn a_talk_page_that_is_not_described_is_an_error() {
    let silent = "it says nothing of the page “User talk:Ada”";
    let (no_text, nobody) =
        ("it doesn't show the text of “User talk:Ada”", "it doesn't tell who may edit “User talk:Ada”");
    for (page, why) in [
        (page(&json!({"revisions": null})), no_text),
        (page(&json!({"revisions": []})), no_text),
        (page(&json!({"revisions": [{"revid": 345}]})), no_text),
        (page(&json!({"revisions": [{"slots": {"main": {"content": "Hello"}}}]})), no_text),
        (page(&json!({"revisions": [{"revid": 345, "slots": {"main": {"content": null}}}]})), no_text),
        (page(&json!({"actions": {}})), nobody),
        (page(&json!({"actions": {"create": []}})), nobody),
        (page(&json!({"actions": {"edit": null}})), nobody),
        (missing(&json!({"actions": {"edit": []}})), nobody),
        (page(&json!({"invalid": true, "actions": {}})), nobody),
        (page(&json!({"actions": null})), nobody),
        (page(&json!({"actions": {"edit": true}})), silent),
        (page(&json!({"missing": ""})), silent),
        (page(&json!({"pageprops": "use-liquid-threads"})), silent),
        (page(&json!({"categories": "Category:X"})), silent),
        (page(&json!({"title": "User talk:Bo"})), silent),
    ] {
        let error = talk(&page).unwrap_err();
        assert!(error.ends_with(why), "{page}: {error}");
    }
    assert!(in_query(json!({})).unwrap_err().ends_with(silent));
}

#[test]
fn the_wiki_may_say_no_to_an_edit() {
    let no = |code: &str| json!([{"code": code, "text": "No."}]);
    for (page, code) in [
        (page(&json!({})), None),
        (page(&json!({"actions": {"edit": no("protectedpage"), "create": []}})), Some("protectedpage: No.")),
        (
            page(&json!({"actions": {"edit": [{"code": "blocked", "html": "<b>No.</b>"}]}})),
            Some("blocked: <b>No.</b>"),
        ),
        (page(&json!({"actions": {"edit": [{}]}})), Some("unknown: ")),
        // What stands against creating matters only where there is no page.
        (page(&json!({"actions": {"edit": [], "create": no("cantcreate")}})), None),
        (missing(&json!({"actions": {"edit": [], "create": no("cantcreate")}})), Some("cantcreate: No.")),
        (
            missing(&json!({"actions": {"edit": no("namespaceprotected"), "create": []}})),
            Some("namespaceprotected: No."),
        ),
        (missing(&json!({})), None),
    ] {
        let refused = talk(&page).unwrap().refused;
        assert_eq!(refused.map(|no| no.detail).as_deref(), code, "{page}");
    }
}

#[test]
fn who_edited_last_is_told_unless_it_is_hidden() {
    let last = |revision: Json| {
        let mut whole = json!({"revid": 345, "slots": {"main": {"content": "Hello"}}});
        whole.as_object_mut().unwrap().extend(revision.as_object().unwrap().clone());
        talk(&page(&json!({"revisions": [whole]}))).unwrap().last_edit
    };
    let when = "2020-11-02T12:00:00Z";
    let told = Some((Account::new("Bo"), when.parse().unwrap()));
    assert_eq!(last(json!({"user": "Bo", "timestamp": when})), told);
    assert_eq!(last(json!({"userhidden": true, "timestamp": when})), None);
    assert_eq!(last(json!({"user": "Bo", "timestamp": "yesterday"})), None);
    assert_eq!(talk(&missing(&json!({}))).unwrap().last_edit, None);
}

#[test]
fn templates_and_the_category_of_a_page_are_told() {
    let link = |title: &str| json!([{"ns": 10, "title": title}]);
    let found = |more: Json| {
        let page = talk(&page(&more)).unwrap();
        (page.transcluded.bots, page.transcluded.nobots, page.opted_out)
    };
    assert_eq!(found(json!({})), (false, false, false));
    assert_eq!(found(json!({"templates": link("Template:Bots")})), (true, false, false));
    assert_eq!(found(json!({"templates": link("Template:Nobots")})), (false, true, false));
    assert_eq!(found(json!({"categories": link("Category:Opted-out")})), (false, false, true));
}

#[test]
fn a_redirect_is_followed_only_to_another_user_talk_page() {
    let lands = |redirects: Json, page: Json| {
        in_query(json!({"redirects": redirects, "pages": [page]}))
            .map(|page| (page.title.to_string(), page.state))
    };
    let to = |target: &str| json!([{"from": TITLE, "to": target}]);
    let of_bo = page(&json!({"title": "User talk:Bo"}));
    assert_eq!(lands(to("User talk:Bo"), of_bo.clone()), Ok(("User talk:Bo".to_owned(), wikitext("Hello"))));
    for target in ["Sample/Goals", "User talk:Bo/Archive"] {
        let state = TalkState::RedirectedElsewhere(Title::of_wiki(target));
        assert_eq!(lands(to(target), page(&json!({"title": target}))), Ok((TITLE.to_owned(), state)));
    }
    let twice = json!([{"from": TITLE, "to": "User talk:Bo"}, {"from": "User talk:Bo", "to": TITLE}]);
    let circle = TalkState::RedirectedElsewhere(Title::of_wiki(TITLE));
    assert_eq!(lands(twice, of_bo.clone()), Ok((TITLE.to_owned(), circle)));
    // Who was renamed twice leaves two, one to the other.
    let way =
        |between: &str| json!([{"from": TITLE, "to": between}, {"from": between, "to": "User talk:Bo"}]);
    let landed = in_query(json!({"redirects": way("User talk:Al"), "pages": [of_bo.clone()]})).unwrap();
    assert_eq!((landed.title.as_str(), landed.state), ("User talk:Bo", wikitext("Hello")));
    assert_eq!(landed.way, [TITLE, "User talk:Al"].map(Title::of_wiki));
    let elsewhere = TalkState::RedirectedElsewhere(Title::of_wiki("User talk:Bo"));
    assert_eq!(lands(way("Sample/Goals"), of_bo), Ok((TITLE.to_owned(), elsewhere)));
    // A page that the answer leads to and then says nothing of is not missing.
    assert!(lands(to("User talk:Bo"), page(&json!({}))).is_err());
}

#[test]
fn the_exclusion_templates_go_by_the_names_of_their_redirects_too() {
    let names = |parts: Json| {
        let Json::Array(parts) = parts else { panic!("no parts") };
        let parts = parts.into_iter().map(typed).collect::<Result<Vec<Messages>, _>>()?;
        names_in(&site(), &parts)
    };
    let template =
        |title: &str, redirect: &str| json!({"title": title, "redirects": [{"ns": 10, "title": redirect}]});
    let message = json!([{"name": OPT_OUT_MESSAGE, "content": "No messages"}]);
    let found = names(json!([
        {"pages": [template("Template:Bots", "Template:Robots"), {"title": "Template:Nobots", "missing": true}],
         "allmessages": message},
        {"pages": [{"title": "Template:Bots"}, template("Template:Nobots", "Template:No_bots")]},
    ]));
    let found = found.unwrap();
    assert!(found.bots.contains("robots") && found.nobots.contains("no bots"), "{found:?}");
    assert_eq!(found.opt_out_category, "Category:No messages");
    let none = names(json!([{"pages": [], "allmessages": [{"name": OPT_OUT_MESSAGE, "missing": true}]}]));
    assert!(none.unwrap().opt_out_category.starts_with("Category:"));
    for odd in [
        json!([{"pages": []}]),
        json!([{"pages": [{"title": "Template:Bots", "redirects": [{}]}], "allmessages": message}]),
        json!([{"pages": [], "allmessages": [{"content": 5}]}]),
    ] {
        assert!(names(odd.clone()).is_err(), "{odd}");
    }
}
