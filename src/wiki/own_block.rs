//! What of the bot is blocked: its account, or the address that it works from. `userinfo` doesn't tell them apart, and the
//! advice is another for each.

use serde::Deserialize;

use super::answers::{ApiError, BlockInfo, Pages, Target};
use super::error::WikiError;
use super::session::Session;
use crate::base::Account;

/// A block that keeps the bot from editing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What is blocked.
    pub of: Blocked,
    /// Whether it is for some pages, namespaces or actions only.
    pub partial: bool,
    /// Who set it, until when, and why.
    pub detail: String,
}

/// What a block is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// The bot's account.
    Account,
    /// The bot's account, on all wikis (GlobalBlocking).
    AccountEverywhere,
    /// The address that the bot works from.
    Address,
    /// That address, because somebody else was blocked who edited from it.
    Autoblock,
    /// The range that the address is in.
    Range,
    /// The address or its range, on all wikis.
    AddressEverywhere,
    /// Several of these at once.
    Several,
    /// The wiki doesn't tell.
    Untold,
}

impl Blocked {
    /// In words, for a sentence that goes on with “is blocked”.
    fn what(self) -> &'static str {
        match self {
            Self::Account => "the bot's account is blocked",
            Self::AccountEverywhere => "the bot's account is blocked on all wikis",
            Self::Address => "the address that the bot works from is blocked",
            Self::Autoblock => {
                "the address that the bot works from is blocked, because of someone else who edited from it"
            }
            Self::Range => "the range of addresses that the bot works from is blocked",
            Self::AddressEverywhere => "the address that the bot works from is blocked on all wikis",
            Self::Several => "the bot's account or its address is blocked, by several blocks at once",
            Self::Untold => "the bot's account or its address is blocked",
        }
    }
}

impl Block {
    /// What is blocked, by whom, until when, and why.
    pub fn told(&self) -> String {
        let some = if self.partial { " from some pages or actions" } else { "" };
        format!("{}{some}, {}", self.of.what(), self.detail)
    }
}

/// What `list=blocks` says of one block, and what the wiki says to an edit.
#[derive(Debug, Deserialize)]
struct Said {
    #[serde(flatten)]
    pages: Pages,
    blocks: Option<Vec<Target>>,
}

/// The block that `info` tells of; `None` if it tells of none. Only of a block anything is asked.
///
/// # Errors
/// See [`WikiError`].
pub async fn own_block(session: &Session, info: &BlockInfo) -> Result<Option<Block>, WikiError> {
    if !info.is_blocked() {
        return Ok(None);
    }
    let account = session.account().ok_or(WikiError::NoLogin)?;
    let page = session.site().user_talk_page(account)?;
    let number = info.blockid().map(|id| id.to_string());
    let mut asked = vec![
        ("action", "query"),
        ("titles", page.as_str()),
        ("prop", "info"),
        ("intestactions", "edit|create"),
        ("intestactionsdetail", "full"),
    ];
    if let Some(number) = &number {
        asked.extend([("list", "blocks"), ("bkids", number.as_str()), ("bkprop", "user|reason|range|flags")]);
    }
    let said: Said = session.query(&asked).await?;
    let actions = said.pages.first().and_then(|page| page.actions.as_ref());
    let against = actions.and_then(|actions| actions.edit.as_deref().or(actions.create.as_deref()));
    let of = blocked(info, against.unwrap_or_default(), said.blocks.unwrap_or_default().first(), account);
    Ok(Some(Block { of, partial: info.blockpartial, detail: detail(info) }))
}

fn blocked(info: &BlockInfo, against: &[ApiError], listed: Option<&Target>, account: &Account) -> Blocked {
    // GlobalBlocking’s keys say what they are of, also those of its earlier versions.
    let mut codes = against.iter().filter_map(|error| error.code.as_deref());
    if let Some(code) = codes.clone().find(|code| code.contains("globalblocking-")) {
        let is_address =
            ["ip", "range", "xff"].iter().any(|word| code.split('-').any(|part| part.contains(word)));
        return if is_address { Blocked::AddressEverywhere } else { Blocked::AccountEverywhere };
    }
    if info.blockcomponents.len() > 1 {
        return Blocked::Several;
    }
    if codes.any(|code| code == "autoblocked") {
        return Blocked::Autoblock;
    }
    if info.systemblocktype.is_some() {
        return Blocked::Address;
    }
    // A number of another list would be somebody else's block here.
    match listed.filter(|block| block.reason == info.blockreason) {
        Some(block) if block.automatic => Blocked::Autoblock,
        Some(block) if block.user.as_ref() == Some(account) => Blocked::Account,
        Some(block) if block.rangestart.is_some() && block.rangestart != block.rangeend => Blocked::Range,
        Some(Target { user: Some(_), .. }) => Blocked::Address,
        _ => Blocked::Untold,
    }
}

fn detail(info: &BlockInfo) -> String {
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let reason = Some(text(&info.blockreason)).filter(|why| !why.is_empty());
    let until = match text(&info.blockexpiry).as_str() {
        "" | "infinite" | "infinity" => "without an end".to_owned(),
        time => format!("until {time}"),
    };
    let reason = reason.map(|why| format!(": {why}")).unwrap_or_default();
    match Some(text(&info.blockedby)).filter(|by| !by.is_empty()) {
        Some(by) => format!("by “{by}”, {until}{reason}"),
        None => format!("{until}{reason}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::wiki::answers::typed;

    #[test]
    fn a_block_is_told_with_who_set_it_until_when_and_why() {
        let until = "2020-12-01T00:00:00Z";
        for (info, expected) in [
            (
                json!({"blockid": 4, "blockedby": "Bo", "blockreason": "", "blockexpiry": "infinite"}),
                "by “Bo”, without an end",
            ),
            (
                json!({"blockid": 4, "blockedby": "Bo", "blockreason": " Too fast ", "blockexpiry": until}),
                "by “Bo”, until 2020-12-01T00:00:00Z: Too fast",
            ),
            (json!({"blockid": null, "blockreason": "several"}), "without an end: several"),
        ] {
            assert_eq!(detail(&typed(info.clone()).unwrap()), expected, "{info}");
        }
    }

    #[test]
    fn what_is_blocked_is_told_apart() {
        let of = |info: Json, code: &str, listed: Json| {
            let against: Vec<ApiError> = vec![typed(json!({"code": code})).unwrap()];
            let listed: Option<Target> = (!listed.is_null()).then(|| typed(listed).unwrap());
            blocked(&typed(info).unwrap(), &against, listed.as_ref(), &Account::new("GoalkeeperBot"))
        };
        let one = || json!({"blockid": 4, "blockreason": "x"});
        let user = |name: &str| json!({"user": name, "reason": "x"});
        let range = json!({"user": "192.0.2.0/24", "reason": "x", "rangestart": "192.0.2.0", "rangeend": "192.0.2.255"});
        let single =
            json!({"user": "192.0.2.1", "reason": "x", "rangestart": "192.0.2.1", "rangeend": "192.0.2.1"});
        for (info, code, listed, expected) in [
            (one(), "blocked", user("GoalkeeperBot"), Blocked::Account),
            (one(), "blocked", user("192.0.2.1"), Blocked::Address),
            (one(), "blocked", single, Blocked::Address),
            (one(), "blocked", range, Blocked::Range),
            (one(), "autoblocked", json!({"automatic": true, "reason": "x"}), Blocked::Autoblock),
            (one(), "blocked", json!({"automatic": true, "reason": "x"}), Blocked::Autoblock),
            (one(), "blocked", json!({"user": "GoalkeeperBot", "reason": "y"}), Blocked::Untold),
            (one(), "blocked", json!(null), Blocked::Untold),
            (
                json!({"blockid": null, "blockreason": "x", "systemblocktype": "proxy"}),
                "blocked",
                json!(null),
                Blocked::Address,
            ),
            (
                json!({"blockid": null, "blockreason": "x", "blockcomponents": [{}, {}]}),
                "blocked",
                json!(null),
                Blocked::Several,
            ),
            (one(), "globalblocking-blockedtext-user", user("GoalkeeperBot"), Blocked::AccountEverywhere),
            (one(), "globalblocking-blockedtext-ip", json!(null), Blocked::AddressEverywhere),
            (one(), "globalblocking-blockedtext-range", json!(null), Blocked::AddressEverywhere),
            (one(), "globalblocking-ipblocked", json!(null), Blocked::AddressEverywhere),
            (one(), "wikimedia-globalblocking-ipblocked-xff", json!(null), Blocked::AddressEverywhere),
        ] {
            assert_eq!(of(info.clone(), code, listed.clone()), expected, "{code}: {info}, {listed}");
        }
    }
}
