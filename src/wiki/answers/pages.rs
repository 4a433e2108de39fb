//! Pages in an answer, and the titles under which it speaks of them (API:Query).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::lists::{Link, time};
use super::revisions::Revision;
use super::{if_object, object, objects};
use crate::base::{PageId, RevisionId, Title};
use crate::wiki::error::WikiError;

/// A property of pages that show LiquidThreads instead of their text, or say that they don't.
pub const LIQUID_THREADS: &str = "use-liquid-threads";

/// The pages that were asked for.
#[derive(Debug, Deserialize)]
pub struct Pages {
    #[serde(default)]
    normalized: Vec<OtherTitle>,
    #[serde(default)]
    redirects: Vec<OtherTitle>,
    // Absent where nothing but revisions that are gone was asked for.
    #[serde(default)]
    pages: Vec<MaybePage>,
}

/// A page under another title than the one asked for.
#[derive(Debug, Deserialize)]
struct OtherTitle {
    from: Title,
    to: Title,
}

/// A page; `None` if its description is of a form that can't be read. Only that one page is lost then: nothing is said
/// of it, which is never the same as “missing”.
#[derive(Debug)]
struct MaybePage(Option<Page>);

impl<'de> Deserialize<'de> for MaybePage {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(object(Json::deserialize(from)?).ok()))
    }
}

impl Pages {
    /// The title as the wiki writes it, which may be otherwise than it was asked for, as with the gendered names of user
    /// namespaces.
    pub fn normalized(&self, asked: &Title) -> Title {
        to(&self.normalized, asked).unwrap_or(asked).clone()
    }

    /// Where the page of this title leads to, if it is a redirect that was followed.
    pub fn redirect(&self, from: &Title) -> Option<&Title> {
        to(&self.redirects, from)
    }

    /// Where the page of this title leads to by the redirects that were followed, one after the other; empty if it is
    /// none. Where they go round in a circle, the last is a redirect still.
    pub fn way(&self, from: &Title) -> Vec<&Title> {
        let mut way: Vec<&Title> = Vec::new();
        let mut at = from;
        while let Some(next) = self.redirect(at).filter(|next| !way.contains(next)) {
            way.push(next);
            at = next;
        }
        way
    }

    /// What the answer says of the page asked for under this title; `None` if nothing that can be read.
    pub fn find(&self, asked: &Title) -> Option<&Page> {
        let title = self.normalized(asked);
        self.readable().find(|page| page.title == title)
    }

    /// The first page; `None` if the answer says nothing of one that can be read.
    pub fn first(&self) -> Option<&Page> {
        self.pages.first()?.0.as_ref()
    }

    /// As [`Pages::first`], alone.
    pub fn into_first(self) -> Option<Page> {
        self.pages.into_iter().next()?.0
    }

    /// All pages.
    ///
    /// # Errors
    /// A page that can't be read: a list without it would pass for a whole one.
    pub fn all(&self) -> Result<impl Iterator<Item = &Page>, WikiError> {
        match self.pages.iter().all(|page| page.0.is_some()) {
            true => Ok(self.readable()),
            false => Err(WikiError::Unexpected("a page that it doesn't describe".to_owned())),
        }
    }

    /// Those that can be read, where a list without the others is good enough.
    pub fn readable(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter_map(|page| page.0.as_ref())
    }
}

fn to<'a>(titles: &'a [OtherTitle], from: &Title) -> Option<&'a Title> {
    titles.iter().find(|other| other.from == *from).map(|other| &other.to)
}

/// What an answer says of one page: as much of it as was asked for.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// Its title.
    pub title: Title,
    /// Its number; `None` if there is no such page.
    pub pageid: Option<PageId>,
    /// Its namespace's number.
    pub ns: Option<i64>,
    /// Whether there is no such page.
    #[serde(default)]
    pub missing: bool,
    /// Whether there can be none, for its title is no title.
    #[serde(default)]
    pub invalid: bool,
    /// Whether it is a redirect that was not followed (`prop=info`).
    #[serde(default)]
    pub redirect: bool,
    /// Its content model (`prop=info`), also of a page that is yet to be made.
    pub contentmodel: Option<String>,
    /// How long its text is, in bytes (`prop=info`).
    pub length: Option<u64>,
    /// When it, or something that it transcludes, last changed (`prop=info`); none also if that can't be understood.
    #[serde(default, deserialize_with = "time")]
    pub touched: Option<DateTime<Utc>>,
    /// Its newest revision (`prop=info`).
    pub lastrevid: Option<RevisionId>,
    /// Who alone may edit it (`inprop=protection`).
    #[serde(default)]
    pub protection: Vec<Protection>,
    /// What stands against editing it (`intestactions`).
    #[serde(default, deserialize_with = "if_object")]
    pub actions: Option<Actions>,
    /// Its revisions (`prop=revisions`), in the order asked for; of a page without any that can be shown there is no list.
    #[serde(default, deserialize_with = "revisions")]
    pub revisions: Option<Vec<Revision>>,
    /// Properties that its text sets (`prop=pageprops`).
    #[serde(default)]
    pub pageprops: BTreeMap<String, Json>,
    /// Whether LiquidThreads shows its threads in place of the text (`prop=info`, where that extension is): by the wiki's
    /// settings also on a page that is yet to be made. Whatever it may give for yes is one.
    #[serde(default)]
    islqttalkpage: Option<Json>,
    /// The templates that it transcludes (`prop=templates`).
    #[serde(default)]
    pub templates: Vec<Link>,
    /// The categories that it is in (`prop=categories`).
    #[serde(default)]
    pub categories: Vec<Link>,
    /// The pages that it links to (`prop=links`).
    #[serde(default)]
    pub links: Vec<Link>,
    /// The redirects that lead to it (`prop=redirects`).
    #[serde(default)]
    pub redirects: Vec<Link>,
}

impl Page {
    /// Whether there is such a page.
    pub fn exists(&self) -> bool {
        !self.missing && !self.invalid
    }

    /// Whether LiquidThreads shows threads in place of its text. The page's own word counts for more than the wiki's
    /// settings: `{{#useliquidthreads:0}}` sets the property to 0.
    pub fn has_liquid_threads(&self) -> bool {
        match self.pageprops.get(LIQUID_THREADS) {
            Some(value) => !matches!(value, Json::String(text) if text == "0") && value.as_u64() != Some(0),
            None => self.islqttalkpage.as_ref().is_some_and(|value| *value != Json::Bool(false)),
        }
    }

    /// Its newest revision, if it came along.
    pub fn last(&self) -> Option<&Revision> {
        self.revisions.as_ref()?.first()
    }

    /// The text of its newest revision, if it came along and is not hidden.
    pub fn text(&self) -> Option<&str> {
        self.last()?.text()
    }
}

fn revisions<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Revision>>, D::Error> {
    let list = Option::<Json>::deserialize(from)?;
    list.map(objects).transpose().map_err(serde::de::Error::custom)
}

/// A protection.
#[derive(Debug, Deserialize)]
pub struct Protection {
    /// The action: `edit`, `create`, `move` and more.
    #[serde(rename = "type")]
    pub action: String,
    /// The group or right that it takes.
    pub level: String,
}

/// What stands against each action that was tested (`intestactionsdetail=full`): nothing where the account may do it.
/// `None` if it was not tested.
#[derive(Debug, Default, Deserialize)]
pub struct Actions {
    /// Against editing.
    pub edit: Option<Vec<ApiError>>,
    /// Against creating.
    pub create: Option<Vec<ApiError>>,
}

/// One of MediaWiki's errors inside of an answer.
#[derive(Debug, Deserialize)]
pub struct ApiError {
    /// MediaWiki's code for it.
    pub code: Option<String>,
    /// Its words, by `errorformat`.
    pub text: Option<String>,
    /// Its words as HTML.
    pub html: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wiki::answers::typed;

    fn pages(query: Json) -> Pages {
        typed(query).unwrap()
    }

    fn title(text: &str) -> Title {
        Title::of_wiki(text)
    }

    #[test]
    fn a_page_is_found_under_the_title_asked_for() {
        let pages = pages(json!({
            "normalized": [{"fromencoded": false, "from": "user talk:Ada", "to": "User talk:Ada"}],
            "redirects": [{"from": "User talk:Bo", "to": "User talk:Leila", "tofragment": "x"}],
            "pages": [
                {"title": "<", "invalid": true, "invalidreason": "The title contains “<”."},
                {"ns": 3, "title": "User talk:Ada", "missing": true},
                {"pageid": 13, "ns": 3, "title": "User talk:Leila"},
            ],
        }));
        assert!(pages.find(&title("user talk:Ada")).is_some_and(|page| page.missing && !page.exists()));
        assert!(pages.find(&title("User talk:Ada")).is_some());
        assert!(pages.find(&title("User talk:Leila")).is_some_and(Page::exists));
        assert!(pages.find(&title("<")).is_some_and(|page| !page.exists()));
        assert!(pages.find(&title("User talk:Bo")).is_none());
        assert_eq!(pages.redirect(&title("User talk:Bo")), Some(&title("User talk:Leila")));
        assert_eq!(pages.redirect(&title("User talk:Leila")), None);
        assert_eq!(pages.way(&title("User talk:Bo")), [&title("User talk:Leila")]);
        assert!(pages.way(&title("User talk:Leila")).is_empty());
        assert_eq!(pages.all().unwrap().count(), 3);
        assert!(pages.first().is_some_and(|page| page.invalid));
    }

    #[test]
    fn a_page_in_a_form_of_its_own_is_neither_missing_nor_there() {
        for odd in [
            json!({"title": "A", "missing": ""}),
            json!({"title": "A", "missing": "true"}),
            json!({"title": "A", "missing": 1}),
            json!({"title": "A", "missing": null}),
            json!({"title": "A", "pageid": "12"}),
            json!({"title": "A", "pageid": -1}),
            json!({"title": "A", "invalid": []}),
            json!({"title": "A", "redirect": ""}),
            json!({"title": "A", "lastrevid": 3.5}),
            json!({"title": "A", "actions": {"edit": "no"}}),
            json!({"title": "A", "revisions": {"1": {"revid": 1}}}),
            json!({"title": "A", "actions": [[], []]}),
            json!({"title": "A", "revisions": [[1, 0, "Ada"]]}),
            json!({"title": "A", "revisions": [{"slots": [{"content": ""}]}]}),
            json!({"title": "A", "revisions": [{"slots": {"main": [""]}}]}),
            json!({"title": "A", "revisions": [{"revid": "1"}]}),
            json!({"title": "A", "revisions": [{"slots": {"main": {"content": ["x"]}}}]}),
            json!({"title": "A", "protection": [{"type": "edit"}]}),
            json!({"title": "A", "templates": [{"ns": 10}]}),
            json!({"title": ["A"], "missing": true}),
            json!({"missing": true}),
            json!(["A", 12, 0, true]),
            json!("A"),
            json!(null),
        ] {
            let pages = pages(json!({"pages": [odd, {"title": "B", "missing": true}]}));
            assert!(pages.find(&title("A")).is_none(), "{odd}");
            assert!(pages.first().is_none(), "{odd}");
            assert!(pages.all().is_err(), "{odd}");
            // The others are as they would be without it.
            assert!(pages.find(&title("B")).is_some_and(|page| page.missing), "{odd}");
        }
    }

    #[test]
    fn lists_of_pages_and_titles_are_lists() {
        for odd in [
            json!({"pages": {"12": {"title": "A", "missing": true}}}),
            json!({"pages": null}),
            json!({"normalized": [{"from": "a"}], "pages": []}),
            json!({"redirects": [{"to": "A"}], "pages": []}),
            json!([]),
        ] {
            assert!(typed::<Pages>(odd.clone()).is_err(), "{odd}");
        }
    }

    #[test]
    fn where_only_revisions_were_asked_for_that_are_gone_there_are_no_pages() {
        let pages = pages(json!({"badrevids": {"9": {"revid": 9, "missing": true}}}));
        assert_eq!(pages.all().unwrap().count(), 0);
        assert!(pages.first().is_none());
    }

    #[test]
    fn what_a_page_does_not_say_is_false_or_nothing() {
        let page: Page = typed(json!({"title": "A"})).unwrap();
        assert!(page.exists() && !page.redirect);
        assert!(page.revisions.is_none() && page.last().is_none() && page.text().is_none());
        assert!(page.actions.is_none());
        assert!(page.templates.is_empty() && page.pageprops.is_empty());
    }
}
