//! Pages named by their address: the wiki is found from the page itself, and no settings are needed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::args::{Args, Command};
use super::context::Failure;
use crate::base::RevisionId;
use crate::config::{self, Auth, Loaded, SettingsError};
use crate::wiki::{is_address, page_at};

/// What the addresses on the command line came to.
#[derive(Debug, Default)]
pub struct Addressed {
    /// The wiki that they are on; `None` if there are none.
    wiki: Option<String>,
    /// The revisions that they name, by title.
    pub revisions: BTreeMap<String, RevisionId>,
}

impl Addressed {
    /// Puts the titles of pages in place of their addresses.
    ///
    /// # Errors
    /// An address that leads to no page of a wiki; pages of several wikis, or titles beside addresses.
    pub async fn of(args: &mut Args) -> Result<Self, Failure> {
        let (Command::Check { titles, .. } | Command::Show { titles, .. } | Command::History { titles, .. }) =
            &mut args.command
        else {
            return Ok(Self::default());
        };
        if !titles.iter().any(|title| is_address(title)) {
            return Ok(Self::default());
        }
        if !titles.iter().all(|title| is_address(title)) {
            let text =
                "titles and addresses can't be mixed: write the addresses of all pages, or only titles";
            return Err(Failure::Usage(text.to_owned()));
        }
        let (mut wikis, mut revisions) = (BTreeSet::new(), BTreeMap::new());
        for title in titles.iter_mut() {
            let page = page_at(title).await?;
            wikis.insert(page.wiki);
            revisions.extend(page.revision.map(|revision| (page.title.clone(), revision)));
            *title = page.title;
        }
        match wikis.len() {
            1 => Ok(Self { wiki: wikis.pop_first(), revisions }),
            _ => Err(Failure::Usage("the addresses are on several wikis: name those of one".to_owned())),
        }
    }

    /// The settings. Of a wiki that they aren't for, they say nothing but how to read: no login is ever sent to another wiki.
    ///
    /// # Errors
    /// See [`config::load`].
    pub fn load(
        &self,
        files: &[PathBuf],
        mut environment: BTreeMap<String, String>,
    ) -> Result<Loaded, SettingsError> {
        let Some(wiki) = &self.wiki else { return config::load(files, environment) };
        if let Ok(loaded) = config::load(files, environment.clone())
            && loaded.settings.wiki.url == *wiki
        {
            return Ok(loaded);
        }
        environment.insert("GOALKEEPER__WIKI__URL".to_owned(), wiki.clone());
        environment.insert("GOALKEEPER__WIKI__ALLOW_PLAIN_HTTP".to_owned(), "true".to_owned());
        let mut loaded = config::load(files, environment)?;
        (loaded.settings.auth, loaded.settings.boards) = (Auth::default(), Vec::new());
        loaded.settings.boards_page = None;
        // What a server before this wiki asks for is a login, too.
        loaded.settings.wiki.basic_auth_username = String::new();
        loaded.settings.wiki.basic_auth_password = None;
        Ok(loaded)
    }
}
