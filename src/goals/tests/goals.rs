//! What counts as a key result's goal (`reader/goals`).

use super::{goals, page, status_of};
use crate::goals::Status;

#[test]
fn a_goal_may_stand_on_the_labels_line() {
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:''' Ship it"), ["KR1: [Ship it]"]);
}

#[test]
fn nested_list_items_are_goals_too() {
    assert_eq!(
        goals("'''KR1:''' One.\n* Ship it\n** to one wiki\n** to all"),
        ["KR1: [Ship it; to one wiki; to all]"]
    );
}

#[test]
fn the_rest_of_a_list_item_after_a_break_belongs_to_it() {
    assert_eq!(
        goals("'''KR1:''' One.\n* Ship it<br />to all wikis\n* Rest"),
        ["KR1: [Ship it to all wikis; Rest]"]
    );
}

#[test]
fn literal_asterisks_after_breaks_are_a_list() {
    let text =
        "'''KR1:''' One.<br />'''Q2 Goals:'''<br /><nowiki>*</nowiki> Ship it<br /><nowiki>*</nowiki> Rest";
    assert_eq!(goals(text), ["KR1: [Ship it; Rest]"]);
}

#[test]
fn a_lone_asterisk_is_an_empty_place() {
    let text = "'''KR1:''' One.<br />'''Q2 Goals:'''<br /><nowiki>*</nowiki>";
    assert_eq!(goals(text), ["KR1: nothing after the label"]);
}

#[test]
fn dependencies_and_notes_are_no_goals() {
    for label in ["Dependencies", "Q2 Dependencies", "Notes", "See also"] {
        let text = format!("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n'''{label}:'''\n* Another team");
        assert_eq!(goals(&text), ["KR1: nothing after the label"], "{label}");
    }
    let without_label = "'''KR1:''' One.\n'''Notes:'''\n* Remember this";
    assert_eq!(goals(without_label), ["KR1: doubt"]);
}

#[test]
fn a_list_above_an_empty_label_is_in_doubt() {
    assert_eq!(goals("'''KR1:''' One.\n* A measure\n'''Q2 Goals:'''\n*"), ["KR1: doubt"]);
}

#[test]
fn a_list_above_a_filled_label_is_no_goal() {
    assert_eq!(goals("'''KR1:''' One.\n* A measure\n'''Q2 Goals:'''\n* Ship it"), ["KR1: [Ship it]"]);
}

#[test]
fn goals_under_a_sub_objective_are_the_key_results() {
    let text = "'''KR1:''' One.\n\n'''Objective:''' First\n* Ship it\n\n'''Objective:''' Second\n* Rest";
    assert_eq!(goals(text), ["KR1: [Ship it; Rest]"]);
}

#[test]
fn goals_of_another_quarter_are_left_out() {
    let text =
        "'''KR1:''' One.<br />\n'''Q1 Goals:'''\n* Old\n'''Q2 Goals:'''\n* New\n'''Q3 Goals:'''\n* Later";
    assert_eq!(goals(text), ["KR1: [New]"]);
    let page = page(&format!("== A ==\n\n{text}"));
    assert_eq!(page.objectives[0].key_results[0].other_quarters, ["Q1 Goals:", "Q3 Goals:"]);
}

#[test]
fn prose_under_a_label_is_a_goal_and_a_title_is_none() {
    assert_eq!(
        goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\nWe ship it to all wikis."),
        ["KR1: [We ship it to all wikis.]"]
    );
    assert_eq!(
        goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\n'''Roadmap'''\n\nIt hangs on the wall"),
        ["KR1: doubt"]
    );
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\nWe will:\n* Ship it"), ["KR1: [Ship it]"]);
}

#[test]
fn a_status_stands_beside_its_goal_before_or_behind() {
    let text = "'''KR1:''' One.\n* {{Done}} Ship it\n* Rest {{Postponed}}\n* Sleep well (in progress)\n* Eat";
    assert_eq!(goals(text), ["KR1: [Ship it (Done); Rest (Postponed); Sleep well (InProgress); Eat]"]);
}

#[test]
fn the_word_that_a_template_shows_counts_for_more_than_its_name() {
    assert_eq!(goals("'''KR1:''' One.\n* Ship it {{Not done|Blocked}}"), ["KR1: [Ship it (Blocked)]"]);
}

#[test]
fn a_task_and_what_stands_behind_it_are_no_part_of_the_goal() {
    let text = "'''KR1:''' One.\n* Ship it to all wikis {{phab|T100001}} {{Done}} at last\n* See {{phab|T100002}} for the plan";
    assert_eq!(goals(text), ["KR1: [Ship it to all wikis (Done); See T100002 for the plan]"]);
}

#[test]
fn a_status_on_a_line_of_its_own_is_the_key_results() {
    let page =
        page("== A ==\n\n'''KR1:''' One.\n* Ship it\n* Rest\n\n'''Status:'''\n\nJuly: to do\n\nAugust: done");
    assert_eq!(status_of(&page), Some(Status::Done), "the last note counts");
}

#[test]
fn a_status_that_all_goals_share_is_the_key_results() {
    let of = |goals: &str| status_of(&page(&format!("== A ==\n\n'''KR1:''' One.\n{goals}")));
    assert_eq!(of("* {{Done}} Ship it\n* {{Done}} Rest"), Some(Status::Done));
    assert_eq!(of("* {{Done}} Ship it\n* Rest"), None);
}

#[test]
fn a_template_that_is_missing_leaves_goals_unknown_but_not_under_notes() {
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{Goals}}"), ["KR1: unknown"]);
    assert_eq!(
        goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n*\n'''Notes:''' {{Notes}}"),
        ["KR1: nothing after the label"]
    );
}

#[test]
fn a_placeholder_needs_no_template() {
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:''' {{TBD}}"), ["KR1: only “TBD”"]);
}

#[test]
fn what_is_struck_out_or_a_picture_is_in_doubt() {
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* <s>Ship it</s>"), ["KR1: doubt"]);
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n\n[[File:Roadmap.png]]"), ["KR1: doubt"]);
}

#[test]
fn goals_in_the_key_results_own_text_are_in_doubt() {
    assert_eq!(goals("'''KR1:''' One. Milestones: ship it"), ["KR1: doubt"]);
    let sentence = "'''KR1:''' Reach every goal by Q4\n\n'''KR2:''' Two.\n* Ship it";
    assert_eq!(goals(sentence), ["KR1: no label", "KR2: [Ship it]"]);
}

#[test]
fn key_results_without_any_goals_or_labels_are_the_goals() {
    let plain = "'''KR1:''' Ten new leaders\n\n'''KR2:''' A report is out";
    assert_eq!(goals(plain), ["KR1: [Ten new leaders]", "KR2: [A report is out]"]);
    assert_eq!(goals("'''KR1:''' Ten new leaders"), ["KR1: [Ten new leaders]"]);
    // One that has a place for goals shows that the others lack it.
    for (more, second) in [
        ("\n* Print it", "KR2: [Print it]"),
        ("<br />\n'''Q2 Goals:'''\n*", "KR2: nothing after the label"),
        ("<br />\n'''Q1 Goals:'''\n* Old", "KR2: only under “Q1 Goals:”"),
        ("\n*", "KR2: an empty list item"),
        (" Milestones: print it", "KR2: doubt"),
    ] {
        assert_eq!(goals(&format!("{plain}{more}")), ["KR1: no label", second], "{more}");
    }
}

#[test]
fn a_placeholder_is_no_goal_where_key_results_are() {
    assert_eq!(
        goals("'''KR1:''' Ten new leaders\n\n'''KR2:''' TBD"),
        ["KR1: [Ten new leaders]", "KR2: only “TBD”"]
    );
}

#[test]
fn a_list_item_with_nothing_in_it_is_an_empty_place() {
    assert_eq!(goals("'''KR1:''' One.\n*"), ["KR1: an empty list item"]);
    assert_eq!(goals("'''KR1:''' One.\n*\n* Ship it"), ["KR1: [Ship it]"]);
    assert_eq!(goals("'''KR1:''' One.\n*\n* TBD"), ["KR1: only “TBD”"]);
    // A picture may show the goals.
    assert_eq!(goals("'''KR1:''' One.\n* [[File:Roadmap.png]]"), ["KR1: doubt"]);
}

#[test]
fn a_figure_is_a_goal() {
    for figure in ["99.95%", "99.95 %", "5,000", "0", "1"] {
        let text = format!("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* {figure}");
        assert_eq!(goals(&text), [format!("KR1: [{figure}]")]);
    }
    assert_eq!(goals("'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* 1."), ["KR1: only “1.”"]);
}

#[test]
fn goals_that_were_struck_out_leave_a_doubt() {
    for struck in ["<s>\n* Old\n</s>", "* <s>Old</s>"] {
        assert_eq!(
            goals(&format!("'''KR1:''' One.<br>\n'''Q2 Goals:'''\n{struck}")),
            ["KR1: doubt"],
            "{struck}"
        );
    }
}
