//! `goalkeeper run`: plan and apply.

use std::io::IsTerminal as _;
use std::time::{SystemTime, UNIX_EPOCH};

use super::begin::{Waiting, begin};
use super::context::{Context, Exit, Failure, log_cost, may_go, page_of_option};
use super::last_run;
use super::monitor::Ended;
use super::reading::{self, Read};
use super::signal::on_signal;
use crate::base::interrupt::Interrupt;
use crate::base::{Reason, Title};
use crate::config::{NamedPages, Settings};
use crate::plan::{Outcome, Plan, SavedPlan, rehearsal};
use crate::publish::{Bounds, Gateway, Mode, Planned, carry_out};
use crate::read::Survey;
use crate::report::check::sizes;
use crate::report::run::{self, Idle, counts};
use crate::wiki::{self, Session, Site, WikiError};

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

pub async fn run(context: &Context, options: Options) -> Ended {
    let could_begin = context.need_boards().and_then(|()| match context.need_to_write() {
        Ok(stop_page) => Ok(Some(stop_page)),
        Err(_) if options.mode.dry_run => Ok(None),
        Err(failure) => Err(failure),
    });
    let stop_page = match could_begin {
        Ok(stop_page) => stop_page,
        Err(failure) => return Ended { exit: Err(failure), by_stop_page: false, counts: String::new() },
    };
    let mut run = Run {
        context,
        id: run_id(),
        options,
        outcomes: Vec::new(),
        survey: Survey::default(),
        stopped: false,
        by_stop_page: false,
    };
    let (version, wiki) = (env!("GOALKEEPER_VERSION"), &context.settings().wiki.url);
    tracing::info!(run = run.id, wiki, "goalkeeper {version} begins");
    let exit = match run.go(stop_page).await {
        Ok((exit, session)) => {
            let reported = run.report(session.as_ref().map(Session::site));
            tracing::info!(read = run.read(), "{}", counts(&run.outcomes));
            session.iter().for_each(log_cost);
            run.ended(reported.map(|()| exit))
        }
        Err(failure) if failure.exit() == Exit::Usage => Err(failure),
        Err(failure) => {
            let reported = run.report(None);
            run.ended(reported.and(Err(failure)))
        }
    };
    Ended { exit, by_stop_page: run.by_stop_page, counts: counts(&run.outcomes) }
}

/// A run, as far as it has come.
struct Run<'a> {
    context: &'a Context,
    id: String,
    options: Options,
    outcomes: Vec<Outcome>,
    survey: Survey<'a>,
    stopped: bool,
    /// Whether it was the stop page that ended it.
    by_stop_page: bool,
}

impl Run<'_> {
    /// Reads, plans and applies. There is no session if the run is told to end before it has one.
    async fn go(&mut self, stop_page: Option<&str>) -> Result<(Exit, Option<Session>), Failure> {
        let settings = self.context.settings();
        let interrupted = on_signal()?;
        let Some((_lock, session)) = begin(self.context, stop_page, &interrupted).await? else {
            self.stopped = true;
            return Ok((Exit::Fine, None));
        };
        if let Some(stop_page) = stop_page
            && !may_go(&session)
        {
            tracing::warn!(page = stop_page, "the stop page is not empty; nothing is done");
            (self.stopped, self.by_stop_page) = (true, true);
            return Ok((Exit::Fine, Some(session)));
        }
        if !self.options.mode.dry_run && !takes_edits(&session, settings, &interrupted).await? {
            self.stopped = true;
            return Ok((Exit::Fine, Some(session)));
        }
        let pages = self.context.on_wiki(&session).await?;
        // Who names a number, a plan or another page means it.
        if self.options.mode.trial.is_some()
            || self.options.saved.is_some()
            || self.options.deliver_to.is_some()
        {
            let _ = self.context.paused_since.set(None);
        }
        let elsewhere = self.options.deliver_to.as_deref();
        let elsewhere = elsewhere.map(|page| talk_page_to_rehearse_on(&session, page)).transpose()?;
        let limit = settings.limits.notices_per_run as usize;
        let Some(first) = self.plan(&session, &pages, &interrupted, limit).await? else {
            // Nothing has been written yet.
            self.stopped = true;
            return Ok((Exit::Fine, Some(session)));
        };
        let held = first.plan.held.iter().find(|held| held.reason == Reason::RunLimit);
        if let Some(held) = held {
            tracing::warn!("{}; the next run sends them, `run --trial N` at once so many", held.detail);
        }
        self.carry_out(first, elsewhere, &session, &pages, interrupted).await?;
        if self.is_whole() {
            last_run::note(self.context);
        }
        let has_trouble = self.survey.has_trouble() && !self.stopped;
        Ok((if has_trouble { Exit::Unreadable } else { Exit::Fine }, Some(session)))
    }

    async fn carry_out(
        &mut self,
        first: Planned,
        elsewhere: Option<Title>,
        session: &Session,
        pages: &NamedPages,
        interrupted: Interrupt,
    ) -> Result<(), Failure> {
        let settings = self.context.settings();
        let names = first.plan.exclusion_names.clone();
        let mode = self.options.mode;
        let mut gateway = Gateway::new(session, settings, pages, &names, mode, interrupted.clone())?;
        // A rehearsal changes nothing that a second plan would see, and a saved plan is not made anew.
        let is_usual = elsewhere.is_none() && self.options.saved.is_none();
        let bounds = Bounds {
            plans_again: if is_usual { PLANS_AGAIN } else { 0 },
            notices: settings.limits.notices_per_run as usize,
            interrupted: interrupted.clone(),
        };
        let (plan, mut refused) = self.as_wanted(first.plan, elsewhere.as_ref(), session.site());
        let first = Planned { plan, ..first };
        let bar = self.context.progress_bar("writing");
        let mut outcomes = std::mem::take(&mut self.outcomes);
        let again = async |left: usize| self.plan(session, pages, &interrupted, left).await;
        let ended = carry_out(first, &mut gateway, &mut outcomes, bounds, again, |done, waiting| {
            bar.set_length((done + waiting) as u64);
            bar.set_position(done as u64);
        });
        let ended = ended.await;
        bar.finish_and_clear();
        outcomes.append(&mut refused);
        self.outcomes = outcomes;
        self.stopped = gateway.is_stopped();
        self.by_stop_page = self.stopped && !interrupted.is_told();
        Ok(ended?)
    }

    /// What to do; nothing if the run is told to end.
    async fn plan(
        &mut self,
        session: &Session,
        pages: &NamedPages,
        interrupted: &Interrupt,
        notices: usize,
    ) -> Result<Option<Planned>, WikiError> {
        tokio::select! {
            planned = self.plan_uninterrupted(session, pages, notices) => planned.map(Some),
            () = interrupted.told() => Ok(None),
        }
    }

    async fn plan_uninterrupted(
        &mut self,
        session: &Session,
        pages: &NamedPages,
        notices: usize,
    ) -> Result<Planned, WikiError> {
        let Read { survey, plan } = reading::plan(self.context, session, pages, notices).await?;
        self.survey = survey;
        Ok(Planned { plan, pages: self.survey.pages_read() })
    }

    /// The plan as the options want it, and what they leave out of it.
    fn as_wanted(&self, plan: Plan, elsewhere: Option<&Title>, site: &Site) -> (Plan, Vec<Outcome>) {
        match (elsewhere, &self.options.saved) {
            (Some(page), _) => {
                (rehearsal::deliver(plan, page, self.context.today, site.language()), Vec::new())
            }
            (None, Some(saved)) => saved.still_valid(plan),
            (None, None) => (plan, Vec::new()),
        }
    }

    /// How the run ends. If an edit failed, or its fate is unknown, that matters more than all else.
    fn ended(&self, otherwise: Result<Exit, Failure>) -> Result<Exit, Failure> {
        if !self.outcomes.iter().any(|outcome| outcome.result.is_trouble()) {
            return otherwise;
        }
        if let Err(failure) = otherwise {
            tracing::error!("{failure}");
        }
        Ok(Exit::EditFailed)
    }

    /// Whether this was a run as the schedule has them, and nothing kept it from its work.
    fn is_whole(&self) -> bool {
        let options = &self.options;
        let is_usual = !options.mode.dry_run && options.deliver_to.is_none() && options.saved.is_none();
        let args = &self.context.args;
        let is_all = args.quarter.is_none() && args.command.boards().is_empty();
        let is_trouble = self.outcomes.iter().any(|outcome| outcome.result.is_trouble());
        !self.stopped && is_usual && is_all && !is_trouble
    }

    /// “5 pages, 17 objectives, 46 key results”
    fn read(&self) -> String {
        let unread = match self.survey.unread.len() {
            0 => String::new(),
            unread => format!(", {unread} not read"),
        };
        sizes(&self.survey) + &unread
    }

    fn report(&self, site: Option<&Site>) -> Result<(), Failure> {
        let idle = match (self.context.args.quiet, std::io::stdout().is_terminal()) {
            (true, _) => Idle::Nothing,
            (false, true) => Idle::Everything,
            (false, false) => Idle::Counts,
        };
        self.context.print(
            || run::json(&self.id, &self.outcomes, &self.survey, self.stopped),
            || run::human(&self.outcomes, &self.survey, self.stopped, site, idle),
        )
    }
}

/// Waits for a wiki in maintenance. Nothing is read before it takes edits: it would be read again. `false` if the run is told to
/// end meanwhile.
///
/// # Errors
/// [`Failure::ReadOnly`], when patience is at its end.
async fn takes_edits(
    session: &Session,
    settings: &Settings,
    interrupted: &Interrupt,
) -> Result<bool, Failure> {
    let general = &session.first_answer().general;
    let mut closed = general.readonly.then(|| general.readonlyreason.clone().unwrap_or_default());
    let patience = Waiting::new(settings);
    while let Some(why) = closed {
        if !patience.has_time_for(None) {
            return Err(Failure::ReadOnly(why));
        }
        tracing::info!(why, "the wiki is read-only; waiting");
        tokio::select! {
            () = interrupted.told() => return Ok(false),
            () = patience.wait(None) => {}
        }
        closed = wiki::why_read_only(session).await?;
    }
    Ok(true)
}

/// The page that a rehearsal goes to.
///
/// # Errors
/// Anything but a talk page: only there do messages belong.
fn talk_page_to_rehearse_on(session: &Session, title: &str) -> Result<Title, Failure> {
    let page = page_of_option(session, "--deliver-to", title)?;
    match session.site().namespace(&page) {
        Some(namespace) if namespace % 2 == 1 => Ok(page),
        _ => Err(Failure::Usage(format!(
            "--deliver-to: “{page}” is no talk page; name one, for example your own"
        ))),
    }
}

/// Names the run in its JSON and in its log; nowhere on the wiki.
fn run_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}", now.as_secs(), std::process::id())
}
