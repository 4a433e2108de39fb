//! `goalkeeper report`: a site of plain files about the boards' pages.

use std::io;
use std::path::Path;

use super::context::{Context, Exit, Failure, log_cost};
use super::history::fillings;
use super::reading;
use super::swap::Place;
use crate::read::{Asked, Filling, Lists, Survey, survey};
use crate::report::site::{self, Made, Part};
use crate::wiki::Session;

pub async fn run(context: &Context, out: &Path, quarters: u8) -> Result<Exit, Failure> {
    context.need_boards()?;
    // Before the wiki is asked anything.
    let place = Place::of(out)?;
    let session = Session::connect(&context.settings().connection(), false, None).await?;
    let pages = context.on_wiki(&session).await?;
    let lists = match session.account() {
        Some(_) => Some(Lists::read(&session, &pages).await?),
        None => None,
    };
    let mut surveys: Vec<Survey<'_>> = Vec::new();
    for quarters_before in 0..usize::from(quarters) {
        let asked = Asked { quarters_before, ..context.asked(&[]) };
        let bar = context.progress_bar("reading");
        let read = survey(&session, asked, &pages, lists.as_ref(), &reading::moving(&bar)).await;
        bar.finish_and_clear();
        surveys.push(without_doubtful(read?, lists.is_some()));
    }
    surveys.iter().for_each(Survey::log_what_is_missing);
    let mut filled: Vec<Vec<Filling<'_>>> = Vec::new();
    for survey in &surveys {
        filled.push(fillings(context, &session, survey.pages.iter()).await?);
    }
    let is_incomplete =
        surveys.iter().any(Survey::is_incomplete) || filled.iter().flatten().any(Filling::is_failed);
    if is_incomplete && surveys.iter().all(|survey| survey.pages_read().is_empty()) {
        let text = "no goal page could be read, so the site stays as it is: the log says why";
        return Err(Failure::Unread(text.to_owned()));
    }
    let parts: Vec<Part<'_>> = surveys
        .iter()
        .zip(&filled)
        .enumerate()
        .map(|(before, (survey, fillings))| Part { survey, fillings, is_earlier: before > 0 })
        .collect();
    let made = Made { site: session.site(), today: context.today };
    let files = site::files(made, &parts);
    if let Some(empty) = files.iter().find(|file| file.text.is_empty()) {
        return Err(Failure::Output(io::Error::other(format!("{} could not be made", empty.name))));
    }
    let index = place.fill(&files)?;
    context.print(
        || site::json(made, context.settings(), &surveys, &files, &index),
        || site::human(&files, &index),
    )?;
    log_cost(&session);
    Ok(if is_incomplete { Exit::Unreadable } else { Exit::Fine })
}

/// A page that says no to the bot is not shown. Without a login nobody knows whether it is meant: then no page is shown on which a
/// template may say no.
fn without_doubtful(mut survey: Survey<'_>, is_known: bool) -> Survey<'_> {
    if !is_known {
        survey.pages.retain(|page| !page.may_say_no());
    }
    survey
}
