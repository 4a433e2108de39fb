//! `goalkeeper retract`: takes back what the bot wrote.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::begin::begin;
use super::context::{Context, Exit, Failure, log_cost, may_go};
use super::signal::on_signal;
use crate::base::RevisionId;
use crate::base::interrupt::Interrupt;
use crate::config::NamedPages;
use crate::decide::{self, Meant};
use crate::plan::{Fate, Outcome, OwnMessage, Retraction, Unchanged};
use crate::publish::{Bounds, Gateway, Mode, Planned, carry_out};
use crate::read::own_messages;
use crate::report::retract;
use crate::wiki::{Session, Site, WikiError};

/// How often everything is read and planned anew because a page changed meanwhile.
const PLANS_AGAIN: u32 = 20;

/// What is taken back.
pub struct Options {
    /// The day from which messages are meant, by the bot's clock.
    pub since: NaiveDate,
    /// Only those about pages of these boards, if there are any.
    pub boards: Vec<String>,
    /// Whether nothing at all is written.
    pub dry_run: bool,
}

pub async fn run(context: &Context, options: Options) -> Result<Exit, Failure> {
    let stop_page = match context.need_to_write() {
        Ok(stop_page) => Some(stop_page),
        Err(_) if options.dry_run => None,
        Err(failure) => return Err(failure),
    };
    let mut run = Run {
        context,
        options,
        outcomes: Vec::new(),
        messages: BTreeMap::new(),
        is_read: false,
        stopped: false,
    };
    let (ended, session) = match run.go(stop_page).await {
        Ok(session) => (Ok(Exit::Fine), session),
        Err(failure) if failure.exit() == Exit::Usage => return Err(failure),
        Err(failure) => (Err(failure), None),
    };
    let reported = run.report(session.as_ref().map(Session::site));
    session.iter().for_each(log_cost);
    if run.outcomes.iter().any(|outcome| outcome.result.is_trouble()) {
        if let Err(failure) = ended {
            tracing::error!("{failure}");
        }
        return Ok(Exit::EditFailed);
    }
    reported.and(ended)
}

/// A command, as far as it has come.
struct Run<'a> {
    context: &'a Context,
    options: Options,
    outcomes: Vec<Outcome>,
    /// What becomes of each message, as it was planned last.
    messages: BTreeMap<RevisionId, OwnMessage>,
    is_read: bool,
    stopped: bool,
}

impl Run<'_> {
    /// Reads, plans and applies. There is no session if it is told to end before it has one.
    async fn go(&mut self, stop_page: Option<&str>) -> Result<Option<Session>, Failure> {
        let interrupted = on_signal()?;
        let Some((_lock, session)) = begin(self.context, stop_page, &interrupted).await? else {
            self.stopped = true;
            return Ok(None);
        };
        if let Some(stop_page) = stop_page
            && !may_go(&session)
        {
            tracing::warn!(page = stop_page, "the stop page is not empty; nothing is taken back");
            self.stopped = true;
            return Ok(Some(session));
        }
        self.carry_out(&session, interrupted).await?;
        Ok(Some(session))
    }

    async fn carry_out(&mut self, session: &Session, interrupted: Interrupt) -> Result<(), Failure> {
        let pages = self.context.on_wiki(session).await?;
        let settings = self.context.settings();
        let Some(first) = self.plan(session, &pages, &interrupted).await? else {
            self.stopped = true;
            return Ok(());
        };
        let names = first.plan.exclusion_names.clone();
        let mode = Mode { dry_run: self.options.dry_run, trial: None };
        let mut gateway = Gateway::new(session, settings, &pages, &names, mode, interrupted.clone())?;
        let bounds = Bounds { plans_again: PLANS_AGAIN, notices: 0, interrupted: interrupted.clone() };
        let bar = self.context.progress_bar("taking back");
        let mut outcomes = Vec::new();
        let again = async |_| self.plan(session, &pages, &interrupted).await;
        let ended = carry_out(first, &mut gateway, &mut outcomes, bounds, again, |done, waiting| {
            bar.set_length((done + waiting) as u64);
            bar.set_position(done as u64);
        });
        let ended = ended.await;
        bar.finish_and_clear();
        self.outcomes = outcomes;
        self.stopped = gateway.is_stopped();
        Ok(ended?)
    }

    /// What is to be taken back; nothing if the command is told to end.
    async fn plan(
        &mut self,
        session: &Session,
        pages: &NamedPages,
        interrupted: &Interrupt,
    ) -> Result<Option<Planned>, WikiError> {
        let (settings, today) = (self.context.settings(), self.context.today);
        let facts = tokio::select! {
            facts = own_messages(session, settings, pages, today, self.options.since) => facts?,
            () = interrupted.told() => return Ok(None),
        };
        self.is_read = true;
        let meant = Meant { boards: &self.options.boards, quarter: self.context.args.quarter };
        let Retraction { mut plan, mut messages } = decide::retract(&facts, meant);
        // What this command has taken back itself was not taken back before.
        messages
            .retain(|message| message.fate != Fate::Before || !self.messages.contains_key(&message.revision));
        let before = messages.iter().filter(|message| message.fate == Fate::Before);
        plan.unchanged = before.map(|message| Unchanged { subject: message.subject(message.kind) }).collect();
        self.messages.extend(messages.into_iter().map(|message| (message.revision, message)));
        Ok(Some(Planned { plan, pages: BTreeMap::new() }))
    }

    fn report(&self, site: Option<&Site>) -> Result<(), Failure> {
        let result = retract::Result {
            since: self.options.since,
            messages: self.messages.values().collect(),
            outcomes: &self.outcomes,
            is_read: self.is_read,
            stopped: self.stopped,
            site,
        };
        self.context.print(|| result.json(), || result.human())
    }
}
