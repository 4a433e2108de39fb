//! What speaks for one account as one person's, in points and in words. Pure.

use super::patterns::{Example, Fit};
use crate::wiki::SectionEdit;

/// Whose account it is known to be.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// That of the same name, in another place.
    Same,
    /// That of a name with more words, or fewer, of the same.
    Alike(&'a str),
    /// Somebody else's.
    Other(&'a str),
}

/// What there is to say of one account as one person's.
pub struct Signs<'a> {
    /// The newest edit of a section where the name stands.
    pub edit: Option<&'a SectionEdit>,
    /// The user page bears the name.
    pub page: bool,
    /// How the account's name fits.
    pub fit: Option<&'a Fit>,
    /// The two names have something in common.
    pub related: bool,
    /// Whose it is known to be.
    pub holder: Option<Holder<'a>>,
    /// Someone who edits for others.
    pub helper: bool,
    /// It may get notices.
    pub allowed: bool,
    /// It is blocked.
    pub blocked: bool,
}

impl Signs<'_> {
    /// How much speaks for it; `None` if nothing does.
    pub fn points(&self) -> Option<i32> {
        let held = match self.holder {
            Some(Holder::Same) => 5,
            Some(Holder::Alike(_)) => 2,
            Some(Holder::Other(_)) => -3,
            None => 0,
        };
        if self.edit.is_none() && !self.page && self.fit.is_none() && held <= 0 {
            return None;
        }
        // Somebody else was there, with a reason of their own.
        if !self.related && !self.page && (held < 0 || held == 0 && self.helper) {
            return None;
        }
        // An account of quite another name may be anyone's, unless edits and user page agree.
        let vouched = self.related || held > 0 || self.edit.is_some() && self.page;
        let seen = if vouched { 4 } else { 1 };
        let fit = self.fit.map_or(0, |fit| match fit {
            Fit { whole: true, .. } => 4,
            Fit { alike, .. } if !alike.is_empty() => 3,
            _ => 2,
        });
        let found = if self.edit.is_some() { seen } else { 0 } + if self.page { seen } else { 0 };
        Some(held + found + fit - i32::from(!self.allowed))
    }

    /// What speaks for it, then what speaks against it.
    pub fn evidence(&self) -> Vec<String> {
        let mut evidence = Vec::new();
        if let Some(SectionEdit { heading, on, .. }) = self.edit {
            evidence.push(format!("edited “{heading}” on {on}"));
        }
        if self.page {
            evidence.push("a user page that bears the name".to_owned());
        }
        match self.fit {
            Some(Fit { whole: true, .. }) => evidence.push("bears the full name".to_owned()),
            Some(Fit { alike, .. }) if alike.is_empty() => evidence.push("named like the person".to_owned()),
            _ => {}
        }
        if let Some([example, more @ ..]) = self.fit.map(|fit| fit.alike.as_slice()) {
            let Example { name, account } = example;
            let others = match more.len() {
                0 => String::new(),
                1 => ", and 1 other".to_owned(),
                count => format!(", and {count} others"),
            };
            evidence.push(format!("built like “{account}” of {name}{others}"));
        }
        match self.holder {
            Some(Holder::Same) => evidence.push("the account of the same name elsewhere".to_owned()),
            Some(Holder::Alike(other) | Holder::Other(other)) => {
                evidence.push(format!("already the account of {other}"));
            }
            None => {}
        }
        if !self.allowed {
            evidence.push("not among owners_policy.allow".to_owned());
        }
        if self.blocked {
            evidence.push("blocked: can't be told".to_owned());
        }
        evidence
    }
}

/// Whether a text holds a name as whole words, both folded.
pub fn bears(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            !text[..at].ends_with(char::is_alphanumeric)
                && !text[at + name.len()..].starts_with(char::is_alphanumeric)
        })
}
