//! `goalkeeper plan`: what `run` would do.

use super::{Context, Exit, Failure, log_cost, print, read_boards};
use crate::output::{human, json};
use crate::planner;
use crate::wiki::Session;

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let session = Session::connect(context.settings(), true, None).await?;
    let survey = read_boards(context, &session).await?;
    let plan = planner::plan(&session, context.settings(), &survey, context.today).await?;
    print(context.args.format, || json::plan(&plan, &survey, session.site()), || human::plan(&plan))?;
    log_cost(&session);
    Ok(if survey.never_matched.is_empty() { Exit::Fine } else { Exit::Unreadable })
}
