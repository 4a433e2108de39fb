//! `missing-manager`: a key result or an objective for which nobody is named.

use super::{Confidence, Finding, Item, Look, Rule, RuleId, Severity, Topic, View};
use crate::goals::Managers;
use crate::i18n::Message;

pub const RULE: Rule = Rule {
    id: RuleId("missing-manager"),
    severity: Severity::Warning,
    explanation: EXPLANATION,
    fix: "name the person who answers for it, best with a link to their user page",
    told: Some(Topic::Manager),
    look: Look::Page(look),
};

const EXPLANATION: &str = "\
What it does
  Finds key results and objectives whose manager line names nobody, or only a placeholder such
  as “TBD” or “vacant”, and key results that no manager line covers.

Why it matters
  Without a name nobody answers for the goals, and nobody can be asked about them.

Example
  '''Key Result Manager:'''

  '''KR1:''' Reach level 3 of the maturity model.

How to fix it
  Name the person, best with a link to their user page:
  '''Key Result Manager:''' [[User:AnnExample (WMF)|Ann Example]]

What it leaves alone
  A key result without a line of its own that is covered by the section's line
  (“Key Results Manager:”) or by the objective's. A line of its own that is empty is not covered.
";

fn look(view: &View<'_>) -> Vec<Finding> {
    let page = view.page;
    if page.quarter.is_none() {
        return Vec::new();
    }
    let finding = |item, place, message, owners, confidence| Finding {
        rule: RULE.id,
        severity: RULE.severity,
        confidence,
        item,
        place,
        message: Message::new(message),
        owners,
        next_in_line: true,
    };
    if !page.has_manager_labels {
        let place = page.objectives.first().map(|objective| objective.place.clone()).unwrap_or_default();
        let message = "finding-missing-manager-page";
        return vec![finding(Item::Page, place, message, Vec::new(), Confidence::Low)];
    }
    let mut found = Vec::new();
    for (objective, above) in page.objectives.iter().enumerate() {
        if above.manager == Managers::Empty {
            let message = "finding-missing-manager-objective";
            let item = Item::Objective { objective };
            found.push(finding(item, above.place.clone(), message, Vec::new(), Confidence::High));
        }
        for (key_result, result) in above.key_results.iter().enumerate() {
            if matches!(result.managers, Managers::Absent | Managers::Empty) {
                let owners = above.manager.certain().to_vec();
                let item = Item::KeyResult { objective, key_result };
                let place = result.place.clone();
                found.push(finding(item, place, "finding-missing-manager", owners, Confidence::High));
            }
        }
    }
    found
}
