//! What MediaWiki's error codes mean for an edit.

use super::answers::ApiError;
use crate::base::Reason;

/// Why the wiki says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: Reason,
    /// The wiki's words.
    pub detail: String,
    /// Whether the next edit would fare no better: it concerns the bot's account, not the page.
    pub ends_run: bool,
}

impl Refusal {
    /// From an error code of the API and its text.
    pub fn new(code: &str, text: &str) -> Self {
        let (reason, ends_run) = meaning(code);
        Self { reason, detail: format!("{code}: {text}"), ends_run }
    }

    /// No to one edit; the next may fare better.
    pub fn of_one(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), ends_run: false }
    }

    /// No to all that is left of the run.
    pub fn of_all(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), ends_run: true }
    }

    /// Whether it is the page that says no, and not what the bot's account may do.
    pub fn is_about_page(&self) -> bool {
        !self.ends_run
            && !matches!(
                self.reason,
                Reason::BotBlocked | Reason::PermissionDenied | Reason::RateLimited | Reason::WikiError
            )
    }

    /// From `intestactions` with `intestactionsdetail=full`: why the bot may not do one of the actions; `None` if it may.
    pub fn of_action(errors: &[ApiError]) -> Option<Self> {
        let error = errors.first()?;
        let text = error.text.as_deref().or(error.html.as_deref()).unwrap_or_default();
        Some(Self::new(error.code.as_deref().unwrap_or("unknown"), text))
    }
}

fn meaning(code: &str) -> (Reason, bool) {
    match code {
        "editconflict" => (Reason::EditConflict, false),
        // The last of each may come when it happens while MediaWiki saves.
        "pagedeleted" | "missingtitle" | "edit-gone-missing" => (Reason::PageDeleted, false),
        "articleexists" | "edit-already-exists" => (Reason::PageCreated, false),
        // The extension's list, `$wgSpamRegex`, and what other filters say in MediaWiki's words.
        "spamblacklist" | "spamprotectionmatch" | "spamprotectiontext" => (Reason::SpamBlacklisted, false),
        "captcha" => (Reason::Captcha, true),
        "contenttoobig" => (Reason::TooBig, false),
        "readonly" => (Reason::ReadOnly, true),
        "ratelimited" | "maxlag" | "http-429" => (Reason::RateLimited, false),
        // A block may be for this page only; the preflight of the next edit tells.
        "blocked" => (Reason::BotBlocked, false),
        "autoblocked" => (Reason::BotBlocked, true),
        // GlobalBlocking’s own keys, also of its earlier versions, and WikimediaMessages’ variants of them.
        code if code.contains("globalblocking-") => (Reason::BotBlocked, true),
        "badtoken" | "assertuserfailed" | "assertnameduserfailed" | "assertbotfailed" => {
            (Reason::BadToken, true)
        }
        // Pages that are there may still be edited.
        "cantcreate" | "cantcreate-anon" | "nocreate-loggedin" | "nocreatetext" => {
            (Reason::PermissionDenied, false)
        }
        "permissiondenied" | "noedit" | "noedit-anon" | "badaccess-group0" | "badaccess-groups"
        | "writeapidenied" | "readapidenied" => (Reason::PermissionDenied, true),
        code if code.contains("protected") => (Reason::ProtectedPage, false),
        code if code.starts_with("abusefilter") => (Reason::Filtered, false),
        code if code.starts_with("titleblacklist") => (Reason::TitleBlacklisted, false),
        _ => (Reason::WikiError, false),
    }
}
