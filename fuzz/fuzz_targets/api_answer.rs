//! Any bytes as an answer of the wiki: first what stands around it (status, content type, `Retry-After`, `Location` or
//! `ETag`, a line each, and NUL; may be missing), then the body. What is read of it goes through every reader of answers.

#![no_main]

use std::sync::LazyLock;

use chrono::DateTime;
use goalkeeper::base::{Account, PageRevision, RevisionId, Title};
use goalkeeper::fuzzing::{
    EditAnswer, Fate, Head, Names, Newest, User, UserContrib, account, answer, contribution, fate_in,
    goal_page, html, is_go_ahead, merged, page_of, section_edit, speaks_of, still_as_read, talk_page, typed,
};
use goalkeeper::ledger::Key;
use goalkeeper::people::OwnersPage;
use goalkeeper::plan::{Change, EditKind, PlannedEdit, Subject};
use goalkeeper::wiki::{Edited, Page, PageAnswer, Pages, Refusal, Site, TalkState, WikiError};
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;

const API: &str = "https://wiki.example/w/";
const BOT: &str = "GoalkeeperBot";
/// Titles that the seeds speak of.
const TITLES: [&str; 3] = ["User talk:Ada", "Sample/Goals", "User:GoalkeeperBot/Stop"];

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let answer = serde_json::from_str(include_str!("../seeds/api_answer/site.json")).expect("a seed is JSON");
    Site::from_answer(&answer, API).expect("the seed describes a wiki")
});
static KEY: LazyLock<Key> =
    LazyLock::new(|| "gk1:notice/7/2020-21Q2/2020-11-02/12.1".parse().expect("a notice's key"));

fuzz_target!(|bytes: &[u8]| {
    let (around, body) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => (std::str::from_utf8(&bytes[..at]).unwrap_or_default(), &bytes[at + 1..]),
        None => ("200\napplication/json", bytes),
    };
    let mut lines = around.lines();
    let status = lines.next().and_then(|status| status.parse().ok()).unwrap_or(200);
    let content_type = lines.next();
    let (retry_after, location, asks_for) = (lines.next(), lines.next(), lines.next());
    let head = Head { status, content_type, retry_after, location, asks_for };
    head.wait(DateTime::UNIX_EPOCH);
    page(body, head.content_type, head.location);
    let read = answer(head, body);
    if let Ok(json) = &read {
        assert!((200..300).contains(&status) && json.is_object() && json["errors"][0].is_null());
        // An answer that was cut short is none.
        let whole = body.trim_ascii_end();
        for length in [whole.len() - 1, whole.len() / 2, whole.len() / 3] {
            assert!(
                answer(head, &whole[..length]).is_err(),
                "{length} of {} bytes pass for all",
                whole.len()
            );
        }
    }
    if let Err(error) = &read {
        assert!(!error.to_string().is_empty());
        error.is_passing();
    }
    edited(read);
    if let Ok(json) = serde_json::from_slice::<Json>(body) {
        edited(Ok(json.clone()));
        site(&json);
        query(&json);
    }
});

/// A page's HTML is whole, or none.
fn page(body: &[u8], content_type: Option<&str>, etag: Option<&str>) {
    for content_type in [content_type, Some("text/html")] {
        if let Ok((read, _)) = html(body, content_type, etag) {
            assert!(read.as_bytes() == body && read.trim_end().ends_with("</html>"));
            assert!(html(&body[..read.trim_end().len() - 1], content_type, etag).is_err());
        }
    }
}

/// An edit counts as saved only if the wiki says so, with its revision.
fn edited(read: Result<Json, WikiError>) {
    let edit = read.as_ref().map(|json| json["edit"].clone()).unwrap_or_default();
    let success = edit["result"] == "Success";
    let title = TITLES[0];
    match EditAnswer::of(read.map(Edited::in_answer), &Title::of_wiki(title), Some(RevisionId(345))) {
        EditAnswer::Saved(revision) => {
            assert!(success && edit["newrevid"] == revision.0 && edit["nochange"].is_null());
            assert!(edit["title"] == title && edit["oldrevid"] == 345);
        }
        EditAnswer::NoChange => assert!(success),
        EditAnswer::Refused(_) | EditAnswer::Busy(..) => assert!(!success),
        EditAnswer::Lost(why, _) => assert!(!why.detail.is_empty()),
    }
}

fn site(json: &Json) {
    let Ok(site) = Site::from_answer(json, API) else { return };
    for title in TITLES.into_iter().chain(strings(&json["query"])) {
        if let Ok(whole) = site.title(title) {
            assert!(site.namespace(&whole).is_some_and(|namespace| namespace >= 0));
            site.page_url(&whole, title);
            site.edit_url(&whole, Some(1));
            let _ = site.talk_page(&whole);
        }
        let _ = (site.talk_page(&Title::of_wiki(title)), site.user_talk_page(&Account::new(title)));
        let _ = site.split_prefix(title);
    }
    site.user_namespaces();
}

/// The texts right below, of which an answer has few.
fn strings(json: &Json) -> impl Iterator<Item = &str> {
    let general = json["general"].as_object().into_iter().flat_map(|general| general.values());
    let pages = json["pages"].as_array().into_iter().flatten().map(|page| &page["title"]);
    general.chain(pages).filter_map(Json::as_str).take(50)
}

fn query(json: &Json) {
    let query = &json["query"];
    let asked = [("titles", "A|B"), ("list", "usercontribs|users"), ("meta", "siteinfo|userinfo|tokens")];
    for parameter in asked {
        if speaks_of(&[parameter], json).is_ok() && parameter.0 == "list" {
            assert!(query["usercontribs"].is_array() && query["users"].is_array());
        }
    }
    let pages: Vec<&Json> = query["pages"].as_array().into_iter().flatten().take(50).collect();
    let answered = Answered { query, pages: typed(query.clone()).ok(), newest: typed(query.clone()).ok() };
    for title in TITLES.into_iter().chain(pages.iter().filter_map(|page| page["title"].as_str())) {
        answered.of_title(title);
    }
    for page in pages {
        of_page(page);
    }
    assert!(!is_go_ahead(None));
    merged(vec![json.clone(), json.clone()]);
    for list in [&query["usercontribs"], &query["users"]] {
        for entry in list.as_array().into_iter().flatten() {
            if let Ok(user) = typed::<User>(entry.clone()) {
                let _ = account(&user);
            }
            if let Ok(found) = typed::<UserContrib>(entry.clone()).and_then(contribution) {
                assert!(entry["revid"] == found.revision.0 && entry["title"] == found.title.as_str());
                assert!(found.summary.is_none() || entry["commenthidden"] != true);
                found.summary.as_deref().and_then(Key::in_summary);
            }
        }
    }
}

/// A stop page lets the bot write only if it is missing or empty. What is read by its form says what was sent.
fn of_page(json: &Json) {
    let text = json["revisions"][0]["slots"]["main"]["content"].as_str();
    let free = json["missing"] == true || text.is_some_and(|text| text.trim().is_empty());
    OwnersPage::new(Title::of_wiki("User:Bot/Owners.json"), RevisionId(1), text.unwrap_or_default());
    let Ok(page) = typed::<Page>(json.clone()) else { return };
    assert_eq!(is_go_ahead(Some(&page)), free, "the stop page");
    assert!(json["title"] == page.title.as_str() && (json["missing"] == true) == page.missing);
    assert_eq!(page.text(), text, "a text that nobody sent");
    for action in page.actions.iter().flat_map(|actions| [&actions.edit, &actions.create]).flatten() {
        assert_eq!(Refusal::of_action(action).is_some(), !action.is_empty());
    }
    let title = Title::of_wiki("A");
    page.revisions.iter().flatten().for_each(|edit| drop(section_edit(&title, edit)));
}

/// What a query answered: as it came, and by its form.
struct Answered<'a> {
    query: &'a Json,
    pages: Option<Pages>,
    newest: Option<Newest>,
}

impl Answered<'_> {
    fn of_title(&self, title: &str) {
        let title = Title::of_wiki(title);
        let sent = |is: &dyn Fn(&Json) -> bool| self.query["pages"].as_array().into_iter().flatten().any(is);
        if let Some(pages) = &self.pages {
            let names = Names::default();
            let found = [page_of(&SITE, pages, &title), talk_page(&SITE, pages, &title)];
            for page in found.into_iter().flatten() {
                let refusal = page.refusal(&Account::new(BOT), &names);
                match &page.state {
                    TalkState::Wikitext { text, revision } => {
                        let shown = |page: &Json| {
                            let last = &page["revisions"][0];
                            last["slots"]["main"]["content"] == text.as_str() && last["revid"] == revision.0
                        };
                        assert!(sent(&shown), "a text that nobody sent");
                        assert!(refusal.is_some() || !text.starts_with("{{nobots}}"));
                    }
                    TalkState::Missing => {
                        let missing =
                            |json: &Json| json["title"] == page.title.as_str() && json["missing"] == true;
                        assert!(sent(&missing), "a page that nobody calls missing");
                    }
                    TalkState::Unsupported(_) | TalkState::RedirectedElsewhere(_) => {
                        assert!(refusal.is_some())
                    }
                }
            }
            if let Ok(PageAnswer::Found(page)) = goal_page(&SITE, Some(&Account::new(BOT)), pages, &title) {
                let read = [PageRevision { title: page.title.clone(), revision: Some(page.revision) }];
                let _ = still_as_read(pages, &read);
                let named = |json: &Json| json["pageid"] == page.id.0 && json["title"] == page.title.as_str();
                assert!(sent(&named), "a page that nobody sent");
            }
        }
        for base in [None, Some(RevisionId(345))] {
            let Some(newest) = &self.newest else { continue };
            let subject = Subject::person(EditKind::Notice, Account::new("Ada"), title.clone());
            let change = Change::AddLine(String::new());
            let edit = PlannedEdit::new(subject, title.clone(), KEY.clone(), String::new(), change, base);
            match fate_in(newest, &Account::new(BOT), &edit, base) {
                Fate::Saved(revision) => {
                    let all = self.query.to_string();
                    assert!(
                        revision > base.unwrap_or(RevisionId(0))
                            && all.contains(&revision.to_string())
                            && all.contains(&edit.key.to_string())
                    );
                }
                Fate::NotYet | Fate::Never => {
                    assert!(self.query["pages"].is_array() && self.query["usercontribs"].is_array());
                }
                Fate::Gone => assert!(base.is_some()),
                Fate::Unclear => {}
            }
        }
    }
}
