//! What a wiki calls its user namespaces, and whose pages a link leads to.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::base::Account;
use crate::base::text::tidy;

/// The longest name of an account that MediaWiki allows, in bytes.
const LONGEST: usize = 255;

/// What the wiki calls its user and user talk namespaces, aliases and gendered forms included.
#[derive(Clone, Debug, Hash)]
pub struct UserNamespaces(BTreeSet<String>);

impl UserNamespaces {
    /// From the wiki's own names; the English ones work on every wiki.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let own = names.into_iter().map(|name| normal(name.as_ref()));
        Self(own.chain(["user".to_owned(), "user talk".to_owned()]).collect())
    }

    /// The account whose user page, user talk page or contributions a Parsoid link leads to. Subpages
    /// belong to an account but name nobody.
    pub fn account(&self, href: &str) -> Option<Account> {
        // A red link is `./User:Ada?action=edit&redlink=1`, and owners' user pages often are.
        let target = href.strip_prefix("./")?.split(['?', '#']).next()?;
        let target = percent_decode_str(target).decode_utf8().ok()?.replace('_', " ");
        let (namespace, name) = target.split_once(':')?;
        // Special:Contributions has another name in each language, but for this one and its short form.
        let contributions = name.split_once('/').filter(|(page, _)| {
            normal(namespace) == "special" && matches!(normal(page).as_str(), "contributions" | "contribs")
        });
        if let Some((_, account)) = contributions {
            let account = tidy(account);
            return (!account.is_empty() && account.len() <= LONGEST).then(|| Account::new(&account));
        }
        let name = tidy(name);
        let root = !name.is_empty() && name.len() <= LONGEST && !name.contains('/');
        (root && self.0.contains(&normal(namespace))).then(|| Account::new(&name))
    }
}

impl Default for UserNamespaces {
    fn default() -> Self {
        Self::new::<&str>([])
    }
}

fn normal(name: &str) -> String {
    tidy(&name.replace('_', " ")).to_lowercase()
}
