//! `goalkeeper owners`: the worklist of names and accounts.

use super::{Context, Exit, Failure, log_cost, print, read_boards};
use crate::output::{human, json};
use crate::owners::{Named, names};
use crate::wiki::Session;

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let ended = attempt(context).await;
    if ended.is_err() {
        report(context, &[])?;
    }
    ended
}

async fn attempt(context: &Context) -> Result<Exit, Failure> {
    let session = Session::connect(context.settings(), false, None).await?;
    let survey = read_boards(context, &session).await?;
    let pages = survey
        .reports
        .iter()
        .filter_map(|report| Some((report.title.as_str(), &report.read.as_ref()?.content)));
    report(context, &names(pages, &survey.owners))?;
    log_cost(&session);
    Ok(if survey.is_incomplete() { Exit::Unreadable } else { Exit::Fine })
}

fn report(context: &Context, named: &[Named]) -> Result<(), Failure> {
    print(context.args.format, || json::owners(named), || human::owners(named))
}
