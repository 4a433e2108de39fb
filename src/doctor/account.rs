//! The bot's account: blocks, groups, the limit of its edits.

use super::Check;
use crate::base::Account;
use crate::config::Settings;
use crate::wiki::{Blocked, OwnAccount};

/// Everything but rights.
pub fn checks(account: &Account, own: &OwnAccount, settings: &Settings) -> Vec<Check> {
    vec![block(own), groups(account, own), edit_limit(own, settings)]
}

fn block(own: &OwnAccount) -> Check {
    match &own.block {
        None => Check::fine("block", "the account is not blocked"),
        Some(block) if block.partial => Check::warning(
            "block",
            block.told(),
            "read which on Special:BlockList, and answer whoever set it; the bot skips what it can't edit",
        ),
        Some(block) => Check::problem("block", block.told(), advice(block.of)),
    }
}

fn advice(blocked: Blocked) -> &'static str {
    match blocked {
        Blocked::Account | Blocked::Several | Blocked::Untold => {
            "stop the scheduled job, answer whoever set the block, and mend what it was about before you ask to be \
             unblocked"
        }
        Blocked::AccountEverywhere => {
            "stop the scheduled job, answer the steward who set the block (on Meta, where stewards are), and mend what it \
             was about before you ask to be unblocked"
        }
        Blocked::Address | Blocked::Range | Blocked::Autoblock => {
            "it is not about the bot: run it from another address, or ask this wiki's administrators for the account's \
             exemption from blocks of addresses (the group “ipblock-exempt” on Wikimedia's wikis)"
        }
        Blocked::AddressEverywhere => {
            "it is not about the bot: run it from another address, or ask the stewards on Meta for the account's exemption \
             from global blocks of addresses, or this wiki's administrators to lift it here"
        }
    }
}

fn groups(account: &Account, own: &OwnAccount) -> Check {
    let groups: Vec<&str> = own.groups.iter().map(String::as_str).collect();
    let listed = if groups.is_empty() { "none".to_owned() } else { groups.join(", ") };
    if own.groups.contains("bot") {
        return Check::fine("groups", format!("“{account}” is in: {listed}"));
    }
    Check::warning(
        "groups",
        format!("“{account}” is not in the group “bot” (its groups: {listed})"),
        "ask for the group where this wiki approves bots, before the first live run",
    )
}

fn edit_limit(own: &OwnAccount, settings: &Settings) -> Check {
    let delay = settings.limits.save_delay_seconds;
    let Some((edits, seconds)) = own.edit_limit else {
        return Check::fine("edit-limit", "the wiki does not limit the account's edits");
    };
    let limit = format!("the wiki lets the account make {edits} edits in {seconds} seconds");
    let slow_enough = seconds.div_ceil(edits.max(1));
    if delay >= slow_enough {
        return Check::fine("edit-limit", format!("{limit}; one in {delay} seconds is slow enough"));
    }
    Check::warning(
        "edit-limit",
        format!("{limit}; with one in {delay} seconds a run must wait in between"),
        format!(
            "set limits.save_delay_seconds to {slow_enough}, or get the right “noratelimit”: the group “bot” has it \
             on Wikimedia's wikis, and the grant “High-volume (bot) access” (highvolume) lets it through"
        ),
    )
}
