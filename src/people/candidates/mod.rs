//! Whose account a name without one may be, and what speaks for it: for a person to confirm, and for
//! nothing else. Pure; the bot itself never uses a candidate.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use globset::GlobSet;

use super::evidence::{Holder, Signs, bears};
use super::headings::NamesByHeading;
use super::patterns::{Example, Patterns, is_related, is_short_for, is_whole};
use super::{Named, folded};
use crate::base::{Account, Title};
use crate::goals::GoalPage;
use crate::wiki::{AccountFacts, SectionEdit};

/// More would not be read.
const MOST: usize = 5;

/// Who edits the sections of more people than these edits for others: a coordinator, most likely.
const FEW: usize = 3;

/// An account that may be a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The account.
    pub account: Account,
    /// What speaks for it, and against it.
    pub evidence: Vec<String>,
}

/// The candidates for each name, best first.
pub type Candidates = BTreeMap<String, Vec<Candidate>>;

/// What the pages and the settings alone tell.
#[derive(Debug)]
pub struct Clues<'a> {
    headings: NamesByHeading,
    patterns: Patterns,
    /// Accounts by a link or by the table, with the names they stand for.
    taken: BTreeMap<&'a Account, BTreeSet<&'a str>>,
    unresolved: Vec<&'a str>,
}

/// What the wiki tells besides.
#[derive(Debug)]
pub struct Looked<'a> {
    /// Edits of the pages' sections.
    pub edits: &'a [SectionEdit],
    /// Every account that came up.
    pub accounts: &'a BTreeMap<Account, AccountFacts>,
    /// Their user pages' wikitext.
    pub user_pages: &'a BTreeMap<Account, String>,
    /// Which accounts may get notices.
    pub allowed: &'a GlobSet,
    /// Those who edit for others: the bot, the boards' coordinators.
    pub helpers: &'a BTreeSet<Account>,
}

impl<'a> Clues<'a> {
    /// From the goal pages and their titles, the names on them, and the globs of accounts that are allowed.
    pub fn new<'p>(
        pages: impl IntoIterator<Item = (&'p Title, &'p GoalPage)>,
        named: &'a [Named],
        globs: &[String],
    ) -> Self {
        let (mut examples, mut taken) = (Vec::new(), BTreeMap::<_, BTreeSet<_>>::new());
        for Named { name, account, .. } in named {
            if let Some((account, _)) = account {
                examples.push(Example { name: name.clone(), account: account.clone() });
                taken.entry(account).or_default().insert(name.as_str());
            }
        }
        let unresolved = named.iter().filter(|named| named.account.is_none());
        Self {
            headings: NamesByHeading::new(pages),
            patterns: Patterns::new(&examples, globs),
            taken,
            unresolved: unresolved.map(|named| named.name.as_str()).collect(),
        }
    }

    /// The names without an account.
    pub fn unresolved(&self) -> &[&'a str] {
        &self.unresolved
    }

    /// Of these names, those worth a search: a first name is on too many user pages.
    pub fn searchable(&self) -> impl Iterator<Item = &'a str> {
        self.unresolved.iter().copied().filter(|name| is_whole(name))
    }

    /// The pages whose history may tell.
    pub fn pages(&self) -> impl Iterator<Item = &Title> {
        self.headings.pages_of(&self.unresolved)
    }

    /// Accounts that these names may have, whether or not there are such accounts; and all known ones.
    pub fn guesses(&self) -> BTreeSet<Account> {
        let built = self.unresolved.iter().flat_map(|name| self.patterns.accounts(name).into_keys());
        built.chain(self.taken.keys().map(|account| (*account).clone())).collect()
    }

    /// Whose account it is known to be, seen from a name.
    fn holder(&self, name: &str, account: &Account) -> Option<Holder<'a>> {
        let others = self.taken.get(account)?;
        if others.iter().any(|other| folded(other) == folded(name)) {
            return Some(Holder::Same);
        }
        let alike = others.iter().find(|other| is_short_for(name, other));
        alike.map(|other| Holder::Alike(other)).or_else(|| others.first().map(|other| Holder::Other(other)))
    }

    /// The candidates of every name without an account.
    pub fn rank(&self, looked: &Looked<'_>) -> Candidates {
        let pages: BTreeMap<&Account, String> =
            looked.user_pages.iter().map(|(account, text)| (account, folded(text))).collect();
        let reach = self.reach(looked.edits);
        let one = |name: &str| {
            let fits = self.patterns.accounts(name);
            let ranked = looked.accounts.iter().filter_map(|(account, facts)| {
                let AccountFacts::Known { barred, bot: false, temporary: false, .. } = *facts else {
                    return None;
                };
                let signs = Signs {
                    edit: self.newest_edit(name, account, looked.edits),
                    page: pages.get(account).is_some_and(|text| bears(text, &folded(name))),
                    fit: fits.get(account),
                    related: is_related(name, account),
                    holder: self.holder(name, account),
                    helper: looked.helpers.contains(account)
                        || reach.get(account).is_some_and(|names| names.len() > FEW),
                    allowed: looked.allowed.is_match(account.as_str()),
                    blocked: barred.is_some(),
                };
                let rank =
                    (barred.is_some(), Reverse(signs.points()?), Reverse(signs.edit.map(|edit| edit.on)));
                Some((rank, Candidate { account: account.clone(), evidence: signs.evidence() }))
            });
            // Accounts come in the order of their names, and a stable sort leaves equals so.
            let mut ranked: Vec<_> = ranked.collect();
            ranked.sort_by_key(|(rank, _)| *rank);
            ranked.into_iter().take(MOST).map(|(_, candidate)| candidate).collect()
        };
        self.unresolved.iter().map(|name| ((*name).to_owned(), one(name))).collect()
    }

    /// The names in whose sections each account edited.
    fn reach<'e>(&'e self, edits: &'e [SectionEdit]) -> BTreeMap<&'e Account, BTreeSet<&'e str>> {
        let mut reach: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for edit in edits {
            reach.entry(&edit.account).or_default().extend(self.headings.names(&edit.page, &edit.heading));
        }
        reach
    }

    fn newest_edit<'e>(
        &self,
        name: &str,
        account: &Account,
        edits: &'e [SectionEdit],
    ) -> Option<&'e SectionEdit> {
        let name = folded(name);
        let own = edits.iter().filter(|edit| {
            edit.account == *account && self.headings.names(&edit.page, &edit.heading).any(|n| n == name)
        });
        own.min_by_key(|edit| Reverse(edit.on))
    }
}

#[cfg(test)]
mod tests;
