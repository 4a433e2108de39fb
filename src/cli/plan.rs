//! `goalkeeper plan`: what `run` would do.

use super::{Context, Exit, Failure, log_cost, print, read_boards};
use crate::output::{human, json};
use crate::plan::Plan;
use crate::planner;
use crate::survey::Survey;
use crate::wiki::{Session, Site};

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let ended = attempt(context).await;
    if ended.as_ref().is_err_and(|failure| failure.exit() != Exit::Usage) {
        report(context, &Plan::nothing(context.today), &Survey::default(), None)?;
    }
    ended
}

async fn attempt(context: &Context) -> Result<Exit, Failure> {
    let session = Session::connect(context.settings(), true, None).await?;
    let survey = read_boards(context, &session).await?;
    let plan = planner::plan(&session, context.settings(), &survey, context.today).await?;
    report(context, &plan, &survey, Some(session.site()))?;
    log_cost(&session);
    Ok(if survey.is_incomplete() { Exit::Unreadable } else { Exit::Fine })
}

fn report(context: &Context, plan: &Plan, survey: &Survey, site: Option<&Site>) -> Result<(), Failure> {
    print(context.args.format, || json::plan(plan, survey, site), || human::plan(plan))
}
