//! Who may be told anything at all, as far as the settings and the account alone tell. Pure.

use std::collections::BTreeSet;
use std::fmt;

use globset::GlobSet;

use crate::base::{Account, Reason, Refused, UserId, refuse};
use crate::wiki::AccountFacts;

/// What the settings say of whom the bot may write to.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The accounts that may get notices.
    pub allowed: GlobSet,
    /// Those who want none, under every name that they have or had.
    pub declined: BTreeSet<Account>,
}

impl Policy {
    /// The user id of an account that may be told something.
    ///
    /// # Errors
    /// The first reason why it may not, in the contract's order.
    pub fn recipient(&self, account: &Account, facts: &AccountFacts) -> Result<UserId, Refused> {
        if self.declined.contains(account) {
            return refuse(Reason::OptedOut, "among [owners_policy] opt_out in the settings");
        }
        if !self.allowed.is_match(account.as_str()) {
            return refuse(Reason::NotAllowed, "not among the accounts that [owners_policy] allow names");
        }
        standing(facts)
    }

    /// The same of a coordinator: the settings name them, so they need not be among those allowed.
    ///
    /// # Errors
    /// As [`Policy::recipient`], but for [`Reason::NotAllowed`].
    pub fn coordinator(&self, account: &Account, facts: &AccountFacts) -> Result<UserId, Refused> {
        match self.recipient(account, facts) {
            Err((Reason::NotAllowed, _)) => standing(facts),
            other => other,
        }
    }
}

/// The accounts that goal pages name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// All of them.
    pub accounts: usize,
    /// Those that `owners_policy.allow` lets get notices.
    pub allowed: usize,
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accounts, allowed } = self;
        write!(f, "owners_policy.allow lets {allowed} of {accounts} accounts named on the pages get notices")
    }
}

/// The user id of an account that the wiki lets take part.
///
/// # Errors
/// What it is instead: unknown, temporary, blocked, a bot.
pub fn standing(facts: &AccountFacts) -> Result<UserId, Refused> {
    match facts {
        AccountFacts::Unknown => refuse(Reason::UnknownAccount, "there is no such account"),
        AccountFacts::Known { temporary: true, .. } => {
            refuse(Reason::TemporaryAccount, "a temporary account")
        }
        AccountFacts::Known { barred: Some(how), .. } => refuse(Reason::BlockedAccount, how.to_string()),
        AccountFacts::Known { bot: true, .. } => refuse(Reason::BotAccount, "a bot"),
        AccountFacts::Known { id, .. } => Ok(*id),
    }
}

#[cfg(test)]
mod tests {
    use globset::{Glob, GlobSetBuilder};

    use super::*;
    use crate::wiki::Barred;

    fn policy() -> Policy {
        let allowed = GlobSetBuilder::new().add(Glob::new("* (WMF)").unwrap()).build().unwrap();
        Policy { allowed, declined: BTreeSet::from([Account::new("Stops (WMF)")]) }
    }

    fn known(blocked: bool, bot: bool, temporary: bool) -> AccountFacts {
        let barred = blocked.then_some(Barred::Blocked);
        AccountFacts::Known { id: UserId(7), barred, bot, temporary, everywhere: false }
    }

    #[test]
    fn the_first_reason_in_the_contracts_order_is_given() {
        let fine = known(false, false, false);
        for (name, facts, expected) in [
            ("Ada (WMF)", &fine, Ok(UserId(7))),
            ("Stops (WMF)", &AccountFacts::Unknown, Err(Reason::OptedOut)),
            ("Eve", &AccountFacts::Unknown, Err(Reason::NotAllowed)),
            ("Eve", &fine, Err(Reason::NotAllowed)),
            ("Gone (WMF)", &AccountFacts::Unknown, Err(Reason::UnknownAccount)),
            ("~2026-1 (WMF)", &known(true, true, true), Err(Reason::TemporaryAccount)),
            ("Blocked (WMF)", &known(true, true, false), Err(Reason::BlockedAccount)),
            ("Bot (WMF)", &known(false, true, false), Err(Reason::BotAccount)),
        ] {
            let answer = policy().recipient(&Account::new(name), facts);
            assert_eq!(answer.map_err(|(reason, _)| reason), expected, "{name}");
        }
    }

    #[test]
    fn a_coordinator_need_not_be_allowed_and_may_still_say_no() {
        let fine = known(false, false, false);
        let coordinator = |name: &str, facts: &AccountFacts| {
            policy().coordinator(&Account::new(name), facts).map_err(|(reason, _)| reason)
        };
        assert_eq!(coordinator("Eve", &fine), Ok(UserId(7)));
        assert_eq!(coordinator("Eve", &known(true, false, false)), Err(Reason::BlockedAccount));
        assert_eq!(coordinator("Stops (WMF)", &fine), Err(Reason::OptedOut));
    }
}
