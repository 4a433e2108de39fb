//! `goalkeeper run`: plan and apply.

use std::collections::{BTreeMap, VecDeque};
use std::time::{SystemTime, UNIX_EPOCH};

use super::signal::on_signal;
use super::{
    Context, Exit, Failure, lock, log_cost, may_go, needed_to_write, print, progress_bar, read_boards,
};
use crate::interrupt::Interrupt;
use crate::output::{human, json};
use crate::plan::{Ending, Kind, Outcome, Plan, PlannedEdit, Reason, SavedPlan};
use crate::planner::{self, Request};
use crate::rehearsal;
use crate::survey::Survey;
use crate::wiki::gateway::{Gateway, Mode};
use crate::wiki::{Session, Site, WikiError};

/// How often everything is read and planned anew because a page changed while the run was under way.
const PLANS_AGAIN: u32 = 3;

/// How a run differs from the usual.
#[derive(Default)]
pub struct Options {
    /// How far it may go.
    pub mode: Mode,
    /// The talk page that everything is sent to instead.
    pub deliver_to: Option<String>,
    /// The plan that it is to carry out, and nothing beyond.
    pub saved: Option<SavedPlan>,
}

pub async fn run(context: &Context, options: Options) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let mode = options.mode;
    let stop_page = match needed_to_write(context.settings()) {
        Ok(stop_page) => Some(stop_page),
        Err(_) if mode.dry_run => None,
        Err(failure) => return Err(failure),
    };
    let mut run = Run {
        context,
        id: run_id(),
        options,
        refused: Vec::new(),
        outcomes: Vec::new(),
        survey: Survey::default(),
        stopped: false,
    };
    tracing::debug!(run = run.id, "begins");
    match run.go(mode, stop_page).await {
        Ok((exit, session)) => {
            let reported = run.report(session.as_ref().map(Session::site));
            session.iter().for_each(log_cost);
            run.ended(reported.map(|()| exit))
        }
        Err(failure) if failure.exit() == Exit::Usage => Err(failure),
        Err(failure) => {
            let reported = run.report(None);
            run.ended(reported.and(Err(failure)))
        }
    }
}

/// A run, as far as it has come.
struct Run<'a> {
    context: &'a Context,
    id: String,
    options: Options,
    /// What the saved plan has, and the present one has not.
    refused: Vec<Outcome>,
    outcomes: Vec<Outcome>,
    survey: Survey,
    stopped: bool,
}

impl Run<'_> {
    /// Reads, plans and applies. There is no session if the run is told to end before it has one.
    async fn go(&mut self, mode: Mode, stop_page: Option<&str>) -> Result<(Exit, Option<Session>), Failure> {
        let settings = self.context.settings();
        let interrupted = on_signal()?;
        let begin = async {
            let lock = lock::acquire(&settings.wiki.url).await?;
            Ok::<_, Failure>((lock, Session::connect(settings, true, stop_page).await?))
        };
        let (_lock, session) = tokio::select! {
            begun = begin => begun?,
            () = interrupted.told() => {
                self.stopped = true;
                return Ok((Exit::Fine, None));
            }
        };
        if let Some(stop_page) = stop_page
            && !may_go(&session, stop_page)?
        {
            tracing::warn!(page = stop_page, "the stop page is not empty; nothing is done");
            self.stopped = true;
            return Ok((Exit::Fine, Some(session)));
        }
        let Some(plan) = self.plan_unless(&session, &interrupted).await? else {
            // Nothing has been written yet.
            self.stopped = self.survey.never_matched.is_empty();
            return Ok((if self.stopped { Exit::Fine } else { Exit::Unreadable }, Some(session)));
        };
        let names = plan.exclusion_names.clone();
        let mut gateway = Gateway::new(&session, settings, &names, mode, interrupted.clone())?;
        self.carry_out(plan, &session, &mut gateway, &interrupted).await?;
        self.stopped = gateway.is_stopped();
        let is_incomplete = self.survey.is_incomplete() && !self.stopped;
        Ok((if is_incomplete { Exit::Unreadable } else { Exit::Fine }, Some(session)))
    }

    /// Makes the planned edits. Where a page changed meanwhile, everything is read and planned again: what was
    /// fixed is not mentioned, and who was told by another run is not told twice.
    async fn carry_out(
        &mut self,
        mut plan: Plan,
        session: &Session,
        gateway: &mut Gateway<'_>,
        interrupted: &Interrupt,
    ) -> Result<(), Failure> {
        let bar = progress_bar(&self.context.args, "writing");
        // A rehearsal changes nothing that a second plan would see, and a saved plan is not made anew.
        let is_usual = self.options.deliver_to.is_none() && self.options.saved.is_none();
        let mut again = if is_usual { PLANS_AGAIN } else { 0 };
        let mut waiting: VecDeque<PlannedEdit> = std::mem::take(&mut plan.edits).into();
        let mut ended = Ok(());
        while let Some(edit) = waiting.pop_front() {
            bar.set_length((self.outcomes.len() + waiting.len() + 1) as u64);
            let outcome = gateway.apply(&edit).await;
            if outcome.reason != Some(Reason::ChangedSincePlan) || again == 0 {
                self.outcomes.push(outcome);
                bar.inc(1);
                continue;
            }
            again -= 1;
            tracing::info!(why = outcome.detail, "planning again");
            waiting.push_front(edit);
            let mut lost = self.survey.pages_read();
            let reason = match self.plan_unless(session, interrupted).await {
                Ok(Some(fresh)) => {
                    plan = self.without_done(fresh);
                    None
                }
                Ok(None) if interrupted.is_told() => Some(Reason::Stopped),
                Ok(None) => Some(Reason::ChangedSincePlan),
                Err(failure) => {
                    ended = Err(failure);
                    let ledger = matches!(ended, Err(Failure::Wiki(WikiError::Ledger(_))));
                    Some(if ledger { Reason::LedgerUnreadable } else { Reason::Network })
                }
            };
            if let Some(reason) = reason {
                self.outcomes.extend(waiting.iter().map(|edit| leave(edit, reason)));
                break;
            }
            let found = self.survey.pages_read();
            lost.retain(|id, _| !found.contains_key(id));
            let dropped = waiting.iter().filter(|edit| !plan.mentions(edit));
            self.outcomes.extend(dropped.map(|edit| unmentioned(edit, &lost)));
            waiting = std::mem::take(&mut plan.edits).into();
        }
        bar.finish_and_clear();
        self.outcomes.append(&mut self.refused);
        self.outcomes.extend(plan.unchanged.iter().map(Outcome::from));
        self.outcomes.extend(plan.skipped.iter().map(Outcome::from));
        ended
    }

    /// What to do; `None` if a board's settings must be wrong, or if the run is told to end.
    async fn plan_unless(
        &mut self,
        session: &Session,
        interrupted: &Interrupt,
    ) -> Result<Option<Plan>, Failure> {
        tokio::select! {
            plan = self.plan(session) => plan,
            () = interrupted.told() => Ok(None),
        }
    }

    async fn plan(&mut self, session: &Session) -> Result<Option<Plan>, Failure> {
        self.survey = read_boards(self.context, session).await?;
        if !self.survey.never_matched.is_empty() {
            return Ok(None);
        }
        let posted = |outcome: &&Outcome| outcome.kind == Kind::Notice && outcome.result != Ending::Skipped;
        let limit = self.context.settings().limits.notices_per_run as usize;
        let request = Request {
            settings: self.context.settings(),
            today: self.context.today,
            notices_left: limit.saturating_sub(self.outcomes.iter().filter(posted).count()),
        };
        let plan = planner::plan(session, &self.survey, request).await?;
        let Options { deliver_to, saved, .. } = &self.options;
        Ok(Some(match (deliver_to, saved) {
            (Some(title), _) => {
                let page = super::talk_page_to_rehearse_on(session, title)?;
                rehearsal::deliver(plan, &page, self.context.today, session.site().language())
            }
            (None, Some(saved)) => {
                let (plan, refused) = saved.still_valid(plan);
                self.refused = refused;
                plan
            }
            (None, None) => plan,
        }))
    }

    /// A second plan in one run, without what the run has done or tried already.
    fn without_done(&self, mut plan: Plan) -> Plan {
        let is_new = |new: Outcome| {
            let same = |done: &Outcome| {
                done.is_about(&new) && done.target == new.target && done.recipient == new.recipient
            };
            new.target.is_none() || !self.outcomes.iter().any(same)
        };
        plan.edits.retain(|edit| is_new(Outcome::of(edit, Ending::Skipped)));
        plan.skipped.retain(|skip| is_new(skip.into()));
        plan.unchanged.retain(|table| is_new(table.into()));
        plan
    }

    /// How the run ends. If an edit failed, or its fate is unknown, that matters more than all else.
    fn ended(&self, otherwise: Result<Exit, Failure>) -> Result<Exit, Failure> {
        if !self.outcomes.iter().any(|outcome| matches!(outcome.result, Ending::Failed | Ending::Unknown)) {
            return otherwise;
        }
        if let Err(failure) = otherwise {
            tracing::error!("{failure}");
        }
        Ok(Exit::EditFailed)
    }

    fn report(&self, site: Option<&Site>) -> Result<(), Failure> {
        print(
            self.context.args.format,
            || json::run(&self.id, &self.outcomes, &self.survey, self.stopped),
            || human::run(&self.outcomes, &self.survey, self.stopped, site),
        )
    }
}

fn leave(edit: &PlannedEdit, reason: Reason) -> Outcome {
    let detail = match reason {
        Reason::Stopped => "the run was told to end",
        Reason::Network => {
            "a page changed while the run was under way, and then the wiki could not be asked any more"
        }
        Reason::LedgerUnreadable => "what the bot has posted so far can't be read; the next run reads it",
        Reason::FixedMeanwhile => "what it was about was settled while the run was under way",
        _ => "a page changed while the run was under way; the next run reads it",
    };
    Outcome::of(edit, Ending::Skipped).because(reason, detail)
}

/// An edit that a new plan says nothing of. What it was about is settled only if each goal page of it could be read
/// again: of one that was emptied, rebuilt or deleted, on purpose or not, nobody knows.
fn unmentioned(edit: &PlannedEdit, lost: &BTreeMap<u64, String>) -> Outcome {
    // Ticks and digests don't name the goal pages they are about.
    let may_be_any = matches!(edit.kind, Kind::Tick | Kind::Digest);
    let is_about = |title: &&String| may_be_any || edit.read.iter().any(|page| page.title == **title);
    match lost.values().find(is_about) {
        Some(title) => {
            let detail = format!("“{title}” could not be read any more; the next run looks again");
            Outcome::of(edit, Ending::Skipped).because(Reason::ChangedSincePlan, detail)
        }
        None => leave(edit, Reason::FixedMeanwhile),
    }
}

/// Names the run in its JSON, and in its log with -v; nowhere on the wiki.
fn run_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}", now.as_secs(), std::process::id())
}
