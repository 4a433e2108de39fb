//! What a wiki says of itself: its addresses, its namespaces, its clock.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use mwbot::TitleCodec;
use mwtitle::SiteInfo as Namespaces;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::answers::{General, SiteInfo, typed};
use super::error::WikiError;
use super::namespaces::UserNamespaces;
use crate::base::month::MonthNames;
use crate::base::text::nfc;
use crate::base::{Account, Title};

/// The user namespace.
pub const NS_USER: i32 = 2;
/// The user talk namespace.
pub const NS_USER_TALK: i32 = 3;
/// The namespace of categories.
pub const NS_CATEGORY: i32 = 14;

// As MediaWiki's wfUrlencode: these stay readable in addresses.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@');
// Text that stands in an address on a page: four tildes there would become a signature, and underscores may make a
// magic word.
const TEXT: &AsciiSet = &QUERY.add(b'~').add(b'_').add(b'/');
const QUERY: &AsciiSet = &PATH.remove(b'$').remove(b'!').remove(b'*').remove(b',').remove(b';');

/// One wiki, as far as its pages' names and addresses go.
#[derive(Debug)]
pub struct Site {
    codec: TitleCodec,
    user_namespaces: Arc<UserNamespaces>,
    server: String,
    article_path: String,
    script: String,
    language: String,
    month_names: MonthNames,
    max_article_bytes: usize,
    functions: Vec<String>,
    clock: DateTime<Utc>,
}

impl Site {
    /// From the answer to `meta=siteinfo` with `siprop=general|namespaces|namespacealiases|interwikimap`.
    pub fn from_answer(answer: &Json, api_url: &str) -> Result<Self, WikiError> {
        let odd = || WikiError::Unexpected("it does not describe its namespaces and addresses".to_owned());
        let query = answer.get("query").cloned().unwrap_or_default();
        let SiteInfo { general, functionhooks: functions } = typed(query.clone()).map_err(|_| odd())?;
        let info: Namespaces = typed(query).map_err(|_| odd())?;
        let user_names = info
            .namespaces
            .values()
            .filter(|ns| matches!(ns.id, 2 | 3))
            .flat_map(|ns| [Some(ns.name.clone()), ns.canonical.clone()])
            .flatten()
            .chain(info.namespace_aliases.iter().filter(|a| matches!(a.id, 2 | 3)).map(|a| a.alias.clone()))
            .collect::<Vec<_>>();
        let General { articlepath: article_path, script, lang: language, .. } = general;
        let server = match general.server {
            // Wikimedia's servers are protocol-relative: the protocol is the one we came by.
            server if server.starts_with("//") => {
                let scheme = api_url.split("//").next().unwrap_or("https:");
                format!("{scheme}{server}")
            }
            server => server,
        };
        Ok(Self {
            user_namespaces: Arc::new(UserNamespaces::new(user_names)),
            server,
            article_path,
            script,
            language,
            month_names: MonthNames::default(),
            max_article_bytes: general.maxarticlesize,
            functions,
            clock: general.time.parse().map_err(|_| odd())?,
            codec: TitleCodec::from_site_info(info).map_err(|_| odd())?,
        })
    }

    /// Whether wikitext may use a parser function, such as `ifeq` of the extension ParserFunctions.
    pub fn has_function(&self, name: &str) -> bool {
        self.functions.iter().any(|function| function == name)
    }

    /// A title as the wiki writes it, with its own namespace names; English ones work on every wiki.
    ///
    /// # Errors
    /// A text that can't be the title of a page of this wiki.
    pub fn title(&self, text: &str) -> Result<Title, WikiError> {
        let title = self.written(&self.parsed(text)?);
        // A wiki that contradicts itself, by capitals that no title may have for example, would write titles that it can't read.
        self.parsed(title.as_str())?;
        Ok(title)
    }

    fn written(&self, title: &mwbot::Title) -> Title {
        Title::of_wiki(self.codec.to_pretty(title))
    }

    fn parsed(&self, text: &str) -> Result<mwbot::Title, WikiError> {
        let invalid = |why: String| WikiError::InvalidTitle { title: text.to_owned(), why };
        // As MediaWiki itself does with whatever it is asked.
        let title = self.codec.new_title(&nfc(text)).map_err(|error| invalid(error.to_string()))?;
        if !title.is_local_page() || title.namespace() < 0 {
            return Err(invalid("it is not a page of this wiki".to_owned()));
        }
        Ok(title)
    }

    /// The talk page of a page.
    ///
    /// # Errors
    /// A page without a talk page.
    pub fn talk_page(&self, page: &Title) -> Result<Title, WikiError> {
        let title = self.parsed(page.as_str())?;
        let talk = self.codec.new_title_from_database(title.namespace() | 1, title.dbkey());
        talk.map(|title| self.written(&title))
            .map_err(|error| WikiError::InvalidTitle { title: page.to_string(), why: error.to_string() })
    }

    /// The user page of an account.
    ///
    /// # Errors
    /// A name that no account can have.
    pub fn user_page(&self, account: &Account) -> Result<Title, WikiError> {
        self.page_of(account, NS_USER)
    }

    /// The talk page of an account.
    ///
    /// # Errors
    /// A name that no account can have.
    pub fn user_talk_page(&self, account: &Account) -> Result<Title, WikiError> {
        self.page_of(account, NS_USER_TALK)
    }

    fn page_of(&self, account: &Account, namespace: i32) -> Result<Title, WikiError> {
        let invalid = |why: String| WikiError::InvalidTitle { title: account.to_string(), why };
        let title = self.codec.new_title_from_database(namespace, account.as_str());
        let title = title.map_err(|error| invalid(error.to_string()))?;
        if title.namespace() != namespace || title.dbkey().contains('/') || title.fragment().is_some() {
            return Err(invalid("no account can have that name".to_owned()));
        }
        Ok(self.written(&title))
    }

    /// Its namespace's number; `None` for what is no page of this wiki.
    pub fn namespace(&self, title: &Title) -> Option<i32> {
        self.parsed(title.as_str()).ok().map(|title| title.namespace())
    }

    /// A title's namespace and the rest of it, as `list=allpages` wants a prefix.
    ///
    /// # Errors
    /// A text that is no title.
    pub fn split_prefix(&self, prefix: &str) -> Result<(i32, String), WikiError> {
        // A prefix may end in a character that a title can't end in; one that can, and that has no capital, is put after it.
        let title = self.parsed(&format!("{prefix}1"))?;
        let key = title.dbkey().replace('_', " ");
        Ok((title.namespace(), key.strip_suffix('1').unwrap_or(&key).to_owned()))
    }

    /// The address at which a reader opens a page, at a heading if `anchor` isn't empty.
    pub fn page_url(&self, title: &Title, anchor: &str) -> String {
        let path = self.article_path.replace("$1", &encode(title.as_str(), PATH));
        let fragment = if anchor.is_empty() { String::new() } else { format!("#{}", encode(anchor, PATH)) };
        format!("{}{path}{fragment}", self.server)
    }

    /// The address at which a page, or one section of it, is edited.
    pub fn edit_url(&self, title: &Title, section: Option<u32>) -> String {
        let section = section.map(|number| format!("&section={number}")).unwrap_or_default();
        let title = encode(title.as_str(), QUERY);
        format!("{}{}?title={title}&action=edit{section}", self.server, self.script)
    }

    /// The address at which a section of a page is edited, with `summary` filled in already, and the page `intro` shown
    /// above the edit box.
    pub fn edit_section_url(
        &self,
        title: &Title,
        section: u32,
        summary: &str,
        intro: Option<&Title>,
    ) -> String {
        let mut url = self.edit_url(title, Some(section));
        let _ = write!(url, "&summary={}", utf8_percent_encode(summary, TEXT));
        if let Some(intro) = intro {
            let _ = write!(url, "&editintro={}", encode(intro.as_str(), QUERY));
        }
        url
    }

    /// The address at which a new section with `heading` and `text` is ready to be saved. MediaWiki's own
    /// message “rawmessage” is nothing but its first parameter, so no page must hold the text.
    pub fn new_section_url(&self, title: &Title, heading: &str, text: &str) -> String {
        format!(
            "{}{}?title={}&action=edit&section=new&preload=MediaWiki:Rawmessage&preloadtitle={}&preloadparams%5B%5D={}",
            self.server,
            self.script,
            encode(title.as_str(), QUERY),
            utf8_percent_encode(heading, TEXT),
            utf8_percent_encode(text, TEXT)
        )
    }

    /// What it calls its user namespaces.
    pub fn user_namespaces(&self) -> &UserNamespaces {
        &self.user_namespaces
    }

    /// The same, for who reads beside others.
    pub fn shared_user_namespaces(&self) -> Arc<UserNamespaces> {
        Arc::clone(&self.user_namespaces)
    }

    /// The language of its content.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What it calls the months in the language of its content; in English if it was not asked.
    pub fn month_names(&self) -> &MonthNames {
        &self.month_names
    }

    /// Takes in what it calls the months.
    pub fn learn(&mut self, month_names: MonthNames) {
        self.month_names = month_names;
    }

    /// The largest page it saves, in bytes.
    pub fn max_article_bytes(&self) -> usize {
        self.max_article_bytes
    }

    /// Its clock, when the session began.
    pub fn clock(&self) -> DateTime<Utc> {
        self.clock
    }
}

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(&text.replace(' ', "_"), set).to_string()
}

/// A title in the path of a REST request, where a slash belongs to the title.
pub fn rest_title(title: &Title) -> String {
    utf8_percent_encode(&title.as_str().replace(' ', "_"), NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn answer() -> Json {
        serde_json::from_str(include_str!("../../fuzz/seeds/api_answer/site.json")).unwrap()
    }

    /// A wiki with English names.
    pub fn site() -> Site {
        Site::from_answer(&answer(), "https://wiki.example/w/").unwrap()
    }

    #[test]
    fn a_wiki_tells_its_addresses_its_largest_page_and_its_clock() {
        let site = site();
        let page = site.title("user_talk:ada").unwrap();
        assert_eq!(site.page_url(&page, ""), "https://wiki.example/wiki/User_talk:Ada");
        assert_eq!((site.language(), site.max_article_bytes()), ("en", 2_097_152));
        let apart = "E\u{301}quipe/\u{1112}\u{1161}\u{11AB}/Vie\u{302}\u{323}t";
        assert_eq!(site.title(apart).unwrap().as_str(), "Équipe/한/Việt");
        assert_eq!(site.clock().to_rfc3339(), "2020-11-02T12:00:00+00:00");
    }

    #[test]
    fn a_title_that_the_wiki_could_not_read_again_is_none() {
        let seed = include_str!("../../fuzz/seeds/api_answer/site-contradicting-itself.json");
        let answer: Json = serde_json::from_str(seed).unwrap();
        let site = Site::from_answer(&answer, "https://wiki.example/w/").unwrap();
        let texts = answer["query"]["general"].as_object().unwrap().values().filter_map(Json::as_str);
        let read = texts.filter_map(|text| Some((text, site.title(text).ok()?)));
        let unread: Vec<_> = read.filter(|(_, title)| site.namespace(title).is_none()).collect();
        assert_eq!(unread, []);
    }

    #[test]
    fn a_wiki_that_does_not_describe_itself_is_an_error() {
        for field in ["server", "articlepath", "script", "lang", "maxarticlesize", "time", "legaltitlechars"]
        {
            for odd in [Json::Null, Json::Bool(true)] {
                let mut answer = answer();
                answer["query"]["general"][field] = odd;
                assert!(Site::from_answer(&answer, "https://wiki.example/w/").is_err(), "{field}");
            }
        }
        for part in ["general", "namespaces", "namespacealiases", "interwikimap"] {
            let mut answer = answer();
            answer["query"][part] = Json::Null;
            assert!(Site::from_answer(&answer, "https://wiki.example/w/").is_err(), "{part}");
        }
    }
}
