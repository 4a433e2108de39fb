//! The words of a notice. Text from goal pages appears in it only as `wikitext::plain` makes it.

use std::fmt::Write as _;

use super::policy::Known;
use crate::calendar::Quarter;
use crate::checks::{Finding, Item};
use crate::i18n::Message;
use crate::ledger::Key;
use crate::survey::Report;
use crate::wikitext;

/// A key result's text is quoted up to this many characters.
const LONGEST_QUOTE: usize = 200;

pub struct NoticeText {
    pub heading: String,
    pub text: String,
    pub summary: String,
}

/// One section: what is missing where, with links, and how to stop.
pub fn notice(
    known: &Known<'_>,
    quarter: Quarter,
    findings: &[(usize, usize)],
    key: &Key,
    language: &str,
) -> NoticeText {
    let say = |message: Message| message.text(language);
    let mut pages: Vec<usize> = findings.iter().map(|(at, _)| *at).collect();
    pages.dedup();
    let reports: Vec<&Report> = pages.iter().filter_map(|at| known.survey.reports.get(*at)).collect();
    let short = say(Message::new("quarter").with(quarter.number()));

    let heading = match reports.as_slice() {
        [only] => Message::new("notice-heading").with(&short).with(wikitext::title(&only.title)),
        several => Message::new("notice-heading-pages").with(&short).with(several.len()),
    };
    let intro = if reports.len() == 1 { "notice-intro" } else { "notice-intro-pages" };
    let intro = Message::new(intro).with(&short).with(quarter.first_day()).with(quarter.last_day());
    let mut text = say(intro) + "\n";
    for (at, report) in pages.iter().zip(&reports) {
        let page = wikitext::link(&report.title, "", &report.title);
        let _ = writeln!(text, "\n{}", say(Message::new("notice-page").with(page)));
        let here = findings.iter().filter(|(page, _)| page == at);
        for finding in here.filter_map(|(_, number)| report.findings.get(*number)) {
            item(&mut text, known, report, finding, language);
        }
    }
    let user_page = format!("User:{}", known.bot);
    let contact = known.settings.bot.contact.clone().unwrap_or_else(|| known.site.page_url(&user_page, ""));
    let _ = writeln!(text, "\n{}", say(Message::new("notice-wrong").with(contact)));
    let stop = Message::new("notice-stop").with(known.bot).with(&user_page);
    let _ = write!(text, "\n{} ~~~~<!-- {key} -->", say(stop));

    let sentence = say(Message::new("notice-summary").with(&user_page));
    NoticeText { heading: say(heading), text, summary: key.summary(&sentence) }
}

fn item(text: &mut String, known: &Known<'_>, report: &Report, finding: &Finding, language: &str) {
    let say = |message: Message| message.text(language);
    let mut what = finding.message.clone();
    what.parameters = what.parameters.iter().map(|text| wikitext::plain(text)).collect();
    let what = say(what);
    let objectives = report.read.as_ref().map(|read| read.content.objectives.as_slice()).unwrap_or_default();
    let (line, quote) = match finding.item {
        Item::KeyResult { objective, key_result } => {
            let Some(above) = objectives.get(objective) else { return };
            let Some(result) = above.key_results.get(key_result) else { return };
            let label = result.label.as_deref().unwrap_or(&result.text);
            let link = wikitext::link(&report.title, &finding.place.anchor, label);
            let line = Message::new("notice-item").with(link).with(wikitext::plain(&above.title)).with(what);
            (say(line), Some(result.text.as_str()))
        }
        Item::Objective { objective } => {
            let Some(above) = objectives.get(objective) else { return };
            let link = wikitext::link(&report.title, &finding.place.anchor, &above.title);
            (say(Message::new("notice-item-objective").with(link).with(what)), None)
        }
        Item::Page => (what, None),
    };
    let edit = known.site.edit_place(&report.title, &finding.place);
    let edit = say(Message::new("notice-item-link").with(edit));
    let _ = writeln!(text, "* {line} (<span class=\"plainlinks\">{edit}</span>)");
    if let Some(quote) = quote.filter(|quote| !quote.is_empty()) {
        let quote = wikitext::plain(&wikitext::cut(quote, LONGEST_QUOTE));
        let _ = writeln!(text, "*: {}", say(Message::new("notice-quote").with(quote)));
    }
    if finding.next_in_line {
        let _ = writeln!(text, "*: {}", say(Message::new("notice-next-in-line")));
    }
}
