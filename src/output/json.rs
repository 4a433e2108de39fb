//! The JSON documents of the contract (`goalkeeper.check/1` and so on). Fields are only ever added.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::check::count_findings;
use crate::calendar::Quarter;
use crate::checks::{Finding, Item};
use crate::config::Settings;
use crate::goals::{KeyResult, Manager, Managers, Objective, Source};
use crate::ledger::Key;
use crate::owners::{Candidates, Named, Owners};
use crate::plan::{Change, Kind, Outcome, Plan, PlannedEdit};
use crate::survey::{Report, Survey};
use crate::wiki::Site;

/// `check --format json`. `site` is `None` if the wiki could not be asked at all.
pub fn check(survey: &Survey, settings: &Settings, site: Option<&Site>, today: NaiveDate) -> Json {
    let pages: Vec<Json> =
        survey.reports.iter().map(|report| page(report, settings, site, &survey.owners)).collect();
    let contents =
        || survey.reports.iter().filter_map(|report| report.read.as_ref()).map(|read| &read.content);
    json!({
        "schema": "goalkeeper.check/1",
        "wiki": settings.wiki.api_url(),
        "today": today,
        "pages": pages,
        "unread": unread(survey),
        "never_matched": survey.never_matched,
        "summary": {
            "pages": pages.len(),
            "objectives": contents().map(|page| page.objectives.len()).sum::<usize>(),
            "key_results": contents().map(|page| page.key_results().count()).sum::<usize>(),
            "findings": count_findings(survey),
            "allowed": survey.reports.iter().map(|report| report.allowed.len()).sum::<usize>(),
        },
    })
}

fn unread(survey: &Survey) -> Vec<Json> {
    survey.unread.iter().map(|unread| json!({"title": unread.title, "reason": unread.reason})).collect()
}

fn page(report: &Report, settings: &Settings, site: Option<&Site>, owners: &Owners) -> Json {
    let content = report.read.as_ref().map(|read| &read.content);
    let objectives = content.into_iter().flat_map(|page| &page.objectives);
    json!({
        "board": report.board.and_then(|index| settings.boards.get(index)).map(|board| &board.name),
        "title": report.title,
        "page_id": report.read.as_ref().map(|read| read.id),
        "revision": report.read.as_ref().map(|read| read.revision),
        "quarter": report.quarter.map(quarter),
        "layout": content.map(|page| &page.layout),
        "objectives": objectives.map(|objective| objective_json(objective, owners)).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(|f| finding(f, report, site)).collect::<Vec<_>>(),
        "allowed": report.allowed.iter().map(|f| finding(f, report, site)).collect::<Vec<_>>(),
    })
}

fn quarter(quarter: Quarter) -> Json {
    json!({
        "fiscal_year": quarter.fiscal_year().to_string(),
        "number": quarter.number(),
        "start": quarter.first_day(),
        "end": quarter.last_day(),
    })
}

fn objective_json(objective: &Objective, owners: &Owners) -> Json {
    json!({
        "title": objective.title,
        "anchor": objective.place.anchor,
        "managers": managers(&objective.manager, owners),
        "key_results": objective.key_results.iter().map(|r| key_result(r, owners)).collect::<Vec<_>>(),
        "source_page": objective.place.source_page,
        "unread": objective.unread,
    })
}

fn key_result(result: &KeyResult, owners: &Owners) -> Json {
    let goals = result.goals.iter().map(|goal| json!({"text": goal.text, "status": goal.status}));
    json!({
        "label": result.label,
        "text": result.text,
        "anchor": result.place.anchor,
        "managers": managers(&result.managers, owners),
        "goals_label": result.goals_label,
        "goals": goals.collect::<Vec<_>>(),
        "goals_state": result.goals_state,
        "status": result.status,
        "eta": result.eta,
        "source_page": result.place.source_page,
        "other_quarter_labels": result.other_quarters,
    })
}

fn managers(managers: &Managers, owners: &Owners) -> Vec<Json> {
    let source = match managers {
        Managers::Named { source, .. } => *source,
        Managers::Absent | Managers::Empty | Managers::Unread => Source::Own,
    };
    let one = |manager: &Manager| {
        let account = owners.resolve(manager).map(|(account, _)| account.as_str().to_owned());
        json!({"name": manager.name, "account": account, "source": source})
    };
    managers.named().iter().map(one).collect()
}

/// One finding, as `check` and `plan` show it.
pub fn finding(finding: &Finding, report: &Report, site: Option<&Site>) -> Json {
    let (objective, key_result) = match finding.item {
        Item::Page => (None, None),
        Item::Objective { objective } => (Some(objective), None),
        Item::KeyResult { objective, key_result } => (Some(objective), Some(key_result)),
    };
    let (title, label) = names(report, finding.item);
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "page": report.title,
        "objective": title,
        "objective_index": objective,
        "key_result": label,
        "key_result_index": key_result,
        "message": finding.message.text("en"),
        "url": site.map(|site| site.page_url(&report.title, &finding.place.anchor)),
        "edit_url": site.map(|site| site.edit_place(&report.title, &finding.place)),
        "owners": finding.owners.iter().map(|owner| &owner.name).collect::<Vec<_>>(),
    })
}

/// What an item is called: its objective's title and its own label.
pub fn names(report: &Report, item: Item) -> (Option<&str>, Option<String>) {
    let at = |index: usize| report.read.as_ref().and_then(|read| read.content.objectives.get(index));
    match item {
        Item::Page => (None, None),
        Item::Objective { objective } => (at(objective).map(|o| o.title.as_str()), None),
        Item::KeyResult { objective, key_result } => {
            (at(objective).map(|o| o.title.as_str()), at(objective).and_then(|o| o.name_of(key_result)))
        }
    }
}

/// `owners --format json`. `candidates` is `None` if they could not be looked for.
pub fn owners(names: &[Named], candidates: Option<&Candidates>) -> Json {
    let one = |named: &Named| {
        let unresolved = candidates.filter(|_| named.account.is_none());
        let candidates = unresolved.and_then(|candidates| candidates.get(&named.name)).into_iter().flatten();
        let candidates = candidates.map(|c| json!({"account": c.account.as_str(), "evidence": c.evidence}));
        json!({
            "name": named.name,
            "pages": named.pages,
            "account": named.account.as_ref().map(|(account, _)| account.as_str()),
            "source": named.account.as_ref().map(|(_, by)| by),
            "candidates": candidates.collect::<Vec<_>>(),
        })
    };
    json!({"schema": "goalkeeper.owners/1", "names": names.iter().map(one).collect::<Vec<_>>()})
}

/// `plan --format json`.
pub fn plan(plan: &Plan, survey: &Survey, site: Option<&Site>) -> Json {
    let edit = |edit: &PlannedEdit| {
        let mut json = json!({
            "kind": edit.kind,
            "board": edit.board,
            "target": edit.target,
            "key": edit.key,
            "heading": edit.heading,
            "text": edit.text,
            "summary": edit.summary,
        });
        if let Change::Reply(to) = &edit.change {
            json["reply_to"] = Key::Notice(to.clone()).to_string().into();
        }
        if let Some(recipient) = &edit.recipient {
            json["recipient"] = recipient.as_str().into();
        }
        if edit.kind == Kind::Notice {
            let told = edit.findings.iter().filter_map(|(at, number)| {
                let report = survey.reports.get(*at)?;
                Some(finding(report.findings.get(*number)?, report, site))
            });
            json["round"] = json!(edit.round());
            json["pages"] = json!(edit.pages);
            json["findings"] = told.collect();
        }
        json
    };
    json!({
        "schema": "goalkeeper.plan/1",
        "today": plan.today,
        "edits": plan.edits.iter().map(edit).collect::<Vec<_>>(),
        "skipped": plan.skipped,
        "unchanged": plan.unchanged,
        "unread": unread(survey),
        "never_matched": survey.never_matched,
    })
}

/// `run --format json`.
pub fn run(run_id: &str, outcomes: &[Outcome], survey: &Survey, stopped: bool) -> Json {
    json!({
        "schema": "goalkeeper.run/1",
        "run_id": run_id,
        "outcomes": outcomes,
        "unread": unread(survey),
        "never_matched": survey.never_matched,
        "stopped": stopped,
    })
}
