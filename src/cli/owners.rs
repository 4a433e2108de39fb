//! `goalkeeper owners`: the worklist of names and accounts.

use super::{Context, Exit, Failure, log_cost, print, read_boards};
use crate::output::{human, json};
use crate::owners::{Owners, names};
use crate::wiki::Session;

pub async fn run(context: &Context) -> Result<Exit, Failure> {
    super::need_boards(context)?;
    let session = Session::connect(context.settings(), false, None).await?;
    let survey = read_boards(context, &session).await?;
    let pages = survey
        .reports
        .iter()
        .filter_map(|report| Some((report.title.as_str(), &report.read.as_ref()?.content)));
    let named = names(pages, &Owners::new(&context.settings().owners));
    print(context.args.format, || json::owners(&named), || human::owners(&named))?;
    log_cost(&session);
    Ok(if survey.never_matched.is_empty() { Exit::Fine } else { Exit::Unreadable })
}
