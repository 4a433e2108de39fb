//! Every reason for not sending a notice, and which of two that hold is given.

use super::html::stub;
use super::world::{ADA, GUS, NOW, PAGE, World, talk};
use crate::base::Reason;
use crate::wiki::{AccountFacts, Barred, Refusal, TalkState};

/// A world in which Ada gets a notice.
pub fn told() -> World {
    let world = World::new().on_board("layout", "\"key-results\"");
    world.set("owners.\"Ada Sample\"", &format!("\"{ADA}\"")).items(&[stub(1, "Ada Sample")])
}

/// What is done to a world so that a reason holds.
type Holds = fn(World) -> World;

fn flagged(change: fn(&mut Option<Barred>, &mut bool, &mut bool), world: World) -> World {
    world.account(ADA, |facts| {
        if let AccountFacts::Known { barred, bot, temporary, .. } = facts {
            change(barred, bot, temporary);
        }
    })
}

fn on_pages(world: World, change: fn(&mut crate::wiki::TalkPage)) -> World {
    // Where a redirect may lead, too.
    [ADA, GUS].into_iter().fold(world, |world, name| world.at(talk(name).as_str(), change))
}

/// The reasons in the contract's order, the wiki's own “opted-out” after `bots-denied`.
pub const REASONS: [(Reason, Holds); 24] = [
    (Reason::NoAccount, |mut world| {
        world.settings.remove("owners.\"Ada Sample\"");
        world
    }),
    (Reason::OptedOut, |world| world.set("owners_policy.opt_out", "[\"User:ada_Sample (WMF)\"]")),
    (Reason::NotAllowed, |world| world.set("owners_policy.allow", "[\"Nobody\"]")),
    (Reason::UnknownAccount, |world| world.account(ADA, |facts| *facts = AccountFacts::Unknown)),
    (Reason::TemporaryAccount, |world| flagged(|_, _, temporary| *temporary = true, world)),
    (Reason::BlockedAccount, |world| flagged(|barred, _, _| *barred = Some(Barred::Blocked), world)),
    (Reason::BotAccount, |world| flagged(|_, bot, _| *bot = true, world)),
    (Reason::UnsupportedTalkPage, |world| {
        on_pages(world, |page| page.state = TalkState::Unsupported("json".to_owned()))
    }),
    (Reason::RedirectedElsewhere, |world| world.redirect(ADA, GUS)),
    (Reason::ProtectedPage, |world| {
        on_pages(world, |page| page.refused = Some(Refusal::new("protectedpage", "It is protected.")))
    }),
    (Reason::BotsDenied, |world| on_pages(world, |page| page.transcluded.nobots = true)),
    (Reason::OptedOut, |world| on_pages(world, |page| page.opted_out = true)),
    (Reason::TalkPageDeleted, |world| world.deleted(ADA, "2020-12-30")),
    (Reason::Answered, |world| world.answered(ADA, "2020-21Q2", "done")),
    (Reason::Snoozed, |world| world.answered(ADA, "2020-21Q2", "snooze until 2021-06-30")),
    (Reason::NobodyAsks, |world| world.set("bot.operator", "\"\"")),
    (Reason::NeedsGo, |world| world.on_board("notices.needs_go", "true")),
    (Reason::AfterQuarter, |world| world.today("2021-01-01").quarter("2020-21Q2")),
    (Reason::BeforeGrace, |world| world.today("2020-10-07")),
    (Reason::QuietPeriod, |world| world.edited(PAGE, NOW)),
    (Reason::RoundLimit, |world| {
        world.told(ADA, "2020-21Q2/2020-10-08/12.1").told(ADA, "2020-21Q2/2020-10-09/12.2")
    }),
    (Reason::OwnerLimit, |world| {
        world.set("limits.notices_per_owner", "1").told(ADA, "2020-21Q2/2020-10-08/99.1")
    }),
    (Reason::NotDue, |world| world.told(ADA, "2020-21Q2/2020-11-01/98.1")),
    (Reason::RunLimit, |world| world.set("limits.notices_per_run", "0")),
];

/// What can't be so at the same time.
const EXCLUSIVE: [(Reason, Reason); 6] = [
    (Reason::UnknownAccount, Reason::TemporaryAccount),
    (Reason::UnknownAccount, Reason::BlockedAccount),
    (Reason::UnknownAccount, Reason::BotAccount),
    (Reason::Answered, Reason::Snoozed),
    (Reason::AfterQuarter, Reason::BeforeGrace),
    // Both lists of accounts name the same ones.
    (Reason::OptedOut, Reason::OptedOut),
];

fn given(world: &World, reason: Reason) -> String {
    // Of a name without an account the name is said.
    world.notice(if reason == Reason::NoAccount { "Ada Sample" } else { ADA })
}

#[test]
fn every_reason_is_given_where_it_holds_alone() {
    assert_eq!(told().notice(ADA), "planned");
    for (reason, holds) in REASONS {
        assert_eq!(given(&holds(told()), reason), reason.to_string());
    }
}

#[test]
fn of_two_reasons_the_first_in_the_contracts_order_is_given() {
    let mut pairs = 0;
    for (at, (first, first_holds)) in REASONS.iter().enumerate() {
        for (second, second_holds) in &REASONS[at + 1..] {
            if EXCLUSIVE.contains(&(*first, *second)) {
                continue;
            }
            // What came before is not undone by what comes after.
            let both = match *first {
                Reason::UnknownAccount => first_holds(second_holds(told())),
                _ => second_holds(first_holds(told())),
            };
            assert_eq!(given(&both, *first), first.to_string(), "{first} and {second}");
            pairs += 1;
        }
    }
    assert!(pairs > 200, "{pairs}");
}
