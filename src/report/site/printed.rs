//! What is printed of a site that was written.

use reqwest::Url;
use serde_json::{Value as Json, json};

use super::super::counted;
use super::super::unread::boards;
use super::{File, Made};
use crate::config::Settings;
use crate::read::Survey;

/// For a person.
pub fn human(files: &[File], index: &Url) -> String {
    let files = (counted(files.len(), "file", "files"), bytes(files).div_ceil(1000));
    format!("{}, {} kB: {index}\n", files.0, files.1)
}

/// For a program.
pub fn json(
    made: Made<'_>,
    settings: &Settings,
    surveys: &[Survey<'_>],
    files: &[File],
    index: &Url,
) -> Json {
    // What may say no is named nowhere.
    let unread = surveys.iter().flat_map(|survey| &survey.unread).filter(|unread| !unread.may_say_no);
    json!({
        "schema": "goalkeeper.report/1",
        "wiki": settings.wiki.api_url(),
        "today": made.today,
        "index": index.as_str(),
        "files": files.len(),
        "bytes": bytes(files),
        "never_matched": surveys.iter().flat_map(boards).collect::<Vec<_>>(),
        "unread": unread.map(|unread| json!({"title": unread.title, "reason": unread.reason})).collect::<Vec<_>>(),
    })
}

fn bytes(files: &[File]) -> usize {
    files.iter().map(|file| file.text.len()).sum()
}
