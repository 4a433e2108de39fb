//! The answer to a session's first query: the wiki, the account, the stop page.

use serde_json::Value as Json;

use super::super::answers::{General, Page, Pages, SiteInfo, UserInfo, UserInfoOnly, typed};
use super::super::error::WikiError;

/// The answer to a session's first query.
#[derive(Debug)]
pub struct FirstAnswer {
    /// What the wiki says of itself.
    pub general: General,
    /// The account that is logged in, or the address.
    pub user: UserInfo,
    /// The page that was asked for with it, the stop page; `None` also if nothing is said of it that can be read.
    pub page: Option<Page>,
}

impl FirstAnswer {
    /// From the answer as it came.
    ///
    /// # Errors
    /// One that doesn't tell of the wiki or the account. What it says of the page may be odd: that is no reason not to
    /// look at the rest, and stops the bot by itself.
    pub fn new(answer: &Json) -> Result<Self, WikiError> {
        let query = answer.get("query").cloned().unwrap_or_default();
        let SiteInfo { general, .. } = typed(query.clone())?;
        let UserInfoOnly { userinfo } = typed(query.clone())?;
        let page = typed(query).ok().and_then(Pages::into_first);
        Ok(Self { general, user: userinfo, page })
    }
}

/// Asks for the site, the account and one page.
pub fn first_query<'a>(
    page: Option<&'a str>,
    account: Option<&'a str>,
    by_token: bool,
) -> Vec<(&'a str, &'a str)> {
    let mut query = vec![
        ("action", "query"),
        ("meta", "siteinfo|userinfo"),
        ("siprop", "general|namespaces|namespacealiases|interwikimap|functionhooks"),
        ("uiprop", "rights"),
        ("prop", "revisions"),
        ("rvprop", "content"),
        ("rvslots", "main"),
    ];
    query.extend(page.map(|page| ("titles", page)));
    query.extend(account.map(|account| ("assertuser", account)));
    query.extend(by_token.then_some(("assert", "user")));
    query
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn first(pages: &Json) -> Option<Page> {
        let general = json!({"server": "//wiki.example", "articlepath": "/wiki/$1", "script": "/w/index.php",
            "lang": "en", "maxarticlesize": 2_097_152, "time": "2020-11-02T12:00:00Z"});
        let user = json!({"id": 7, "name": "GoalkeeperBot", "rights": []});
        let query = json!({"general": general, "userinfo": user, "pages": pages});
        FirstAnswer::new(&json!({"query": query})).unwrap().page
    }

    #[test]
    fn the_stop_page_comes_with_the_first_answer() {
        let text = json!({"slots": {"main": {"content": "Stop!"}}});
        let page = first(&json!([{"title": "User:GoalkeeperBot/Stop", "revisions": [text]}]));
        assert_eq!(page.unwrap().text(), Some("Stop!"));
        assert!(first(&json!([{"title": "User:GoalkeeperBot/Stop", "missing": true}])).unwrap().missing);
    }

    #[test]
    fn a_stop_page_in_a_form_of_its_own_is_none_and_the_wiki_can_still_be_looked_at() {
        for odd in
            [json!([{"title": "A", "missing": ""}]), json!([]), json!({"1": {}}), json!(null), json!("x")]
        {
            assert!(first(&odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn a_first_answer_tells_of_the_wiki_and_of_the_account() {
        for odd in [json!({}), json!({"query": {}}), json!({"query": {"userinfo": {"id": 7}}})] {
            assert!(FirstAnswer::new(&odd).is_err(), "{odd}");
        }
    }
}
