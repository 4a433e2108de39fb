//! Why an edit is not made, or failed: a closed list, part of the contract.

#[cfg(test)]
use serde::Deserialize;
use serde::Serialize;

/// Why an edit is not made, or failed. A closed list, part of the contract; of several reasons for
/// not sending a notice the first in this order is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(Deserialize))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words are the contract's own; `docs/reasons.md` says what they mean")]
pub enum Reason {
    NoAccount,
    OptedOut,
    NotAllowed,
    UnknownAccount,
    TemporaryAccount,
    BlockedAccount,
    BotAccount,
    UnsupportedTalkPage,
    RedirectedElsewhere,
    ProtectedPage,
    BotsDenied,
    TalkPageDeleted,
    Answered,
    Snoozed,
    NobodyAsks,
    NeedsGo,
    AfterQuarter,
    BeforeGrace,
    QuietPeriod,
    RoundLimit,
    OwnerLimit,
    NotDue,
    RunLimit,
    DryRun,
    Stopped,
    FixedMeanwhile,
    ChangedSincePlan,
    EditConflict,
    PageDeleted,
    PageCreated,
    Filtered,
    Captcha,
    SpamBlacklisted,
    TitleBlacklisted,
    TooBig,
    ReadOnly,
    RateLimited,
    PermissionDenied,
    BotBlocked,
    BadToken,
    Network,
    WikiError,
    LedgerUnreadable,
    ExclusionUnreadable,
    MarkersDamaged,
    SuspiciousShrink,
    AnotherBot,
    MessageGone,
    MessageChanged,
    UnknownBoard,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

/// Why someone isn't told something, or a page isn't edited: the reason, and the same for a person.
pub type Refused = (Reason, String);

/// A refusal, with its words.
///
/// # Errors
/// Always.
pub fn refuse<T>(reason: Reason, detail: impl Into<String>) -> Result<T, Refused> {
    Err((reason, detail.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_stands_in_the_documentation_once_and_in_order() {
        let rows = include_str!("../../docs/reasons.md").lines().filter_map(|line| line.strip_prefix("| `"));
        let documented: Vec<_> = rows.filter_map(|row| Some(row.split_once('`')?.0)).collect();
        // Asked for a reason that there isn't, serde names all that there are.
        let error = serde_json::from_str::<Reason>("\"\"").unwrap_err().to_string();
        let reasons: Vec<_> = error.split('`').skip(3).step_by(2).collect();
        assert!(reasons.contains(&"suspicious-shrink"), "{error}");
        assert_eq!(documented, reasons);
    }
}
