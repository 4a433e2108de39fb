//! Texts that no owner gets.

use super::*;
use crate::decide::Meant;
use crate::decide::tests::plans::changed;
use crate::goals::Figures;
use crate::read::{FoundBy, How};

/// Two boards of one coordinator, one of them with many pages.
pub fn a_question_for_a_go(language: &str) -> String {
    let titles =
        (1..=6).map(|n| format!("\"P{n}/{{fiscal_year}} Q{{quarter}}\"")).collect::<Vec<_>>().join(", ");
    let board = |name: &str, titles: &str| {
        format!(
            "[[boards]]\nname = \"{name}\"\ntitles = [{titles}]\ncoordinator = \"Coordinator Sample (WMF)\"\n\
             notices.language = \"{language}\"\nnotices.needs_go = true\n"
        )
    };
    let boards = board("one", "\"Goals/{fiscal_year} Q{quarter}\"") + &board("many", &titles);
    let world = speaking(language).boards(&boards).today("2020-10-01").page(&page(&[stub(1, &staff("Ada"))]));
    let many = page(&[stub(1, &staff("Ada")), stub(2, &staff("Bo")), stub(3, &staff("Bo"))]);
    let world = (1..=6).fold(world, |world, n| world.page_at(&format!("P{n}/2020-21 Q2"), &many));
    shown(the(&world.plan(), EditKind::Go))
}

pub fn a_notice_that_is_struck_out(language: &str) -> String {
    let world = speaking(language).page(&page(&[stub(1, &staff("Ada")), stub(2, &staff("Ada"))])).after_run();
    let answered = format!("{}\n:What is this? --[[User:Bo]]", world.talk_pages[&talk(ADA)].text());
    let world = world.talk(ADA, &answered);
    let plan = world.retraction("2020-11-02", Meant::default()).plan;
    let edit = plan.edits.iter().find(|edit| edit.page == talk(ADA)).unwrap();
    let struck = changed(world.talk_pages[&talk(ADA)].text(), edit);
    format!("{}\n\n{struck}", edit.summary())
}

/// A notice after “stop”, and one after “not me” and another name on the page.
pub fn a_notice_after_a_no(language: &str) -> String {
    let world = speaking(language).page(&page(&[stub(1, &staff("Ada")), stub(2, &staff("Bo"))]));
    let world = world.today("2020-10-08").after_run().today("2020-10-09");
    let world = world.page(&page(&[stub(1, &staff("Cyd")), stub(2, &staff("Bo"))]));
    let world = world.answered(ADA, "2020-21Q2", "not me").answered(BO, "2020-21Q2", "stop");
    let plan = world.plan();
    let summaries = plan.edits.iter().filter(|edit| edit.subject.kind == EditKind::Tick);
    let summaries: Vec<String> = summaries.map(crate::plan::PlannedEdit::summary).collect();
    let world = world.after_run();
    let text = |name: &str| world.talk_pages[&talk(name)].text().to_owned();
    format!("{}\n\n{}\n\n{}", summaries.join("\n"), text(ADA), text(BO))
}

pub fn a_digest(language: &str) -> String {
    let blocked = |facts: &mut AccountFacts| {
        if let AccountFacts::Known { barred, .. } = facts {
            *barred = Some(Barred::Blocked);
        }
    };
    let titles =
        ["Goals", "Late", "Cards"].map(|name| format!("\"{name}/{{fiscal_year}} Q{{quarter}}\"")).join(", ");
    let boards = format!(
        "[[boards]]\nname = \"technology\"\ntitles = [{titles}]\ncoordinator = \"Coordinator Sample (WMF)\"\n\
         notices.language = \"{language}\"\n"
    );
    let managers = [
        "Gil Unknown".to_owned(),
        link("Hal Nowhere (WMF)", "Hal Nowhere"),
        staff("Bo"),
        link(GUS, "Gus"),
        staff("Cyd"),
        staff("Dee"),
        "TBD".to_owned(),
        staff("Ada"),
        staff("Eli"),
        "Gil Unknown".to_owned(),
        staff("Fay"),
        "Gil Unknown".to_owned(),
        "Gil Unknown".to_owned(),
        "Gil Unknown".to_owned(),
    ];
    let items: Vec<String> =
        managers.iter().zip(1..).map(|(manager, number)| stub(number, manager)).collect();
    let world = speaking(language)
        .boards(&boards)
        .page(&objective("Steady saves", "TBD", &items))
        .page_at("Cards/2020-21 Q2", "<p>Our goals are on a board of cards now.</p>")
        .account(BO, blocked)
        .talk("Cyd Sample (WMF)", "{{nobots}}")
        .at("User talk:Dee Sample (WMF)", |page| page.state = TalkState::Unsupported("json".to_owned()))
        .told(ADA, "2020-21Q2/2020-10-08/12.1")
        .told(ADA, "2020-21Q2/2020-10-09/12.2")
        .told("Eli Sample (WMF)", "2020-21Q2/2020-10-08/12.1")
        .told("Fay Sample (WMF)", "2020-21Q2/2020-10-08/99.1")
        .told("Fay Sample (WMF)", "2020-21Q2/2020-10-08/98.1")
        .told("Fay Sample (WMF)", "2020-21Q2/2020-10-08/97.1")
        .answered("Eli Sample (WMF)", "2020-21Q2", "I left in March. Ask '''Fay''', please.")
        .answered(GUS, "2020-21Q2", "not me")
        .told("Operator Sample (WMF)", "2020-21Q2/2020-10-08/12.1")
        .answered("Operator Sample (WMF)", "2020-21Q2", "done");
    shown(the(&world.plan(), EditKind::Digest))
}

/// Pages that are not where they were.
pub fn a_digest_about_pages_that_went_away(language: &str) -> String {
    let names = ["Moved", "Hidden", "Deleted", "Suppressed"];
    let titles = names.map(|name| format!("\"{name}/{{fiscal_year}} Q{{quarter}}\"")).join(", ");
    let boards = format!(
        "[[boards]]\nname = \"technology\"\ntitles = [{titles}]\ncoordinator = \"Coordinator Sample (WMF)\"\n\
         notices.language = \"{language}\"\n"
    );
    let mut world = speaking(language).boards(&boards);
    for (name, to, by) in [
        ("Moved", Some("Archive/2020-21 Q2"), Some(BO)),
        ("Hidden", Some("Archive/2020-21 Q2"), None),
        ("Deleted", None, Some(BO)),
        ("Suppressed", None, None),
    ] {
        let gone = Gone { to: to.map(Title::of_wiki), by: by.map(Account::new) };
        world.gone.insert(Title::of_wiki(format!("{name}/2020-21 Q2")), gone);
    }
    shown(the(&world.plan(), EditKind::Digest))
}

/// Pages that were found where the board looks for them.
pub fn a_digest_about_pages_that_were_found(language: &str) -> String {
    let names = ["Calm", "Steady"];
    let titles = names.map(|name| format!("\"{name}/{{fiscal_year}} Q{{quarter}}\"")).join(", ");
    let boards = format!(
        "[[boards]]\nname = \"technology\"\ntitles = [{titles}]\ncoordinator = \"Coordinator Sample (WMF)\"\n\
         notices.language = \"{language}\"\n"
    );
    let mut world = speaking(language).boards(&boards);
    for name in names {
        world = world.page_at(&format!("{name}/2020-21 Q2"), &page(&[stub(1, &staff("Ada"))]));
    }
    let found = FoundBy { place: "Category:Team goals".to_owned(), how: How::Title };
    let world = world.found(Some(found));
    shown(the(&world.plan(), EditKind::Digest))
}

/// More than one digest takes: how it ends.
pub fn the_end_of_a_full_digest(language: &str) -> String {
    let name = |number: usize| stub(number, &format!("Gil {}", "I".repeat(number)));
    let items: Vec<String> = (1..=MOST_ITEMS + 2).map(name).collect();
    let plan = speaking(language).page(&page(&items)).plan();
    let text = the(&plan, EditKind::Digest).text();
    text[text.rfind("* …").unwrap()..].to_owned()
}

pub fn a_line_of_the_opt_out_list(language: &str) -> String {
    shown(the(&speaking(language).answered(ADA, "2020-21Q2", "stop").plan(), EditKind::OptOut))
}

pub fn mistakes_on_the_owners_page(language: &str) -> String {
    let entries = r#"{"Bo": 7, " ": "X", "Cyd {{Done}}": "a|b", "Dee": "D", "dee ": "E"}"#;
    let mut world = speaking(language).owners_page(entries);
    world.owners_page.mistakes.extend([
        Message::new("owners-page-no-json").with("expected `,` or `}` at line 1 column 9"),
        Message::new("owners-page-too-long").with(5000),
    ]);
    shown(the(&world.plan(), EditKind::OwnersPage))
}

/// A table with every kind of cell.
pub fn a_table(language: &str) -> String {
    let ada = staff("Ada");
    let status = |name: &str| format!("G {}", template(name, name));
    let each = [
        "Done",
        "In progress",
        "To do",
        "On track",
        "At risk",
        "Off track",
        "Partially done",
        "Postponed",
        "Not done",
        "Delayed",
    ]
    .map(status);
    let blocked = "G <span about=\"#mwt9\" typeof=\"mw:Transclusion\" data-mw='{\"parts\":[{\"template\":{\"target\":\
                   {\"wt\":\"Not done\",\"href\":\"./Template:Not_done\"},\"params\":{\"1\":{\"wt\":\"Blocked\"}}}}]}'>Blocked</span>";
    let failed = "<ul><li><a class=\"new\" href=\"./Template:Gone\" title=\"Template:Gone\">Template:Gone</a></li></ul>";
    let mut goals: Vec<&str> = each.iter().map(String::as_str).collect();
    goals.push(blocked);
    let items = [
        stub(1, "Gil '''Unknown'''"),
        item(2, &ada, &list(&goals)),
        item(3, &format!("{}, {ada}", staff("Bo")), &list(&[&status("Done")])),
        item(4, "TBD", &list(&["One", "Two"])),
        item(5, &ada, failed),
        labelled(6, &ada, "</p><ul><li>A list above the label</li></ul><p><b>Q2 Goals:</b></p>"),
        item(
            7,
            "<a class=\"new\" href=\"./Template:Gone\" title=\"Template:Gone\">Template:Gone</a>",
            &list(&["A"]),
        ),
    ];
    let html = objective("Steady saves", &ada, &items)
        + "<section data-mw-section-id=\"9\"><h2 id=\"Q\">Q</h2>\
               <p><b>Objective Manager:</b> Ada Sample</p></section>";
    let world = speaking(language).on_board("coordinator", "\"\"").page(&html);
    shown(the(&world.plan(), EditKind::Status))
}

/// A table as it is early, while a coordinator's go is waited for, without one, late, and when the quarter is over.
pub fn tables_in_their_seasons(language: &str) -> String {
    let ada = staff("Ada");
    let goal = |word: &str| list(&[&format!("G {}", template(word, word))]);
    let stated = ["Completed", "Partially done", "Postponed", "Not done", "In progress"];
    let mut items: Vec<String> = stated.iter().zip(1..).map(|(word, n)| item(n, &ada, &goal(word))).collect();
    items.push(item(6, &ada, &list(&["Without a word"])));
    items.push(item(8, "TBD", &list(&["Without a word or a name"])));
    items.push(item(7, &ada, &list(&[&format!("One {}", template("Postponed", "Postponed")), "Another"])));
    let world = speaking(language).page(&page(&items)).edited(PAGE, "2020-09-30T12:00:00Z");
    let table = |world: &World| shown(the(&world.plan(), EditKind::Status));
    let stubs = page(&[stub(1, &ada), stub(2, &ada)]);
    let go = world.clone().on_board("notices.needs_go", "true").page(&stubs).today("2020-10-01").after_run();
    let go = go.page(&page(&[stub(1, &ada)])).today("2020-10-02");
    let over = world.clone().today("2020-10-12").after_run().today("2021-01-02");
    let quiet = world.clone().page(&stubs).today("2020-10-12").after_run().today("2021-01-02");
    [
        table(&world.clone().page(&stubs).today("2020-10-02")),
        table(&go),
        table(&go.said("Coordinator Sample (WMF)", "not this quarter")),
        table(&world.today("2020-12-22")),
        table(&over),
        table(&quiet),
    ]
    .join("\n\n")
}

/// Many open places; a page of several tables; what is allowed; much left out.
pub fn tables_in_special_cases(language: &str) -> String {
    let ada = staff("Ada");
    let table = |world: World| shown(the(&world.plan(), EditKind::Status));
    let many: Vec<String> = (1..=21).map(|number| stub(number, &ada)).collect();
    let allowed = stub(1, &ada).replace("<ul>", "<!-- goalkeeper: allow empty-goals --><ul>");
    let words = "<p>Unsure words.</p>";
    let sections: String =
        (1..=4).map(|n| objective(&format!("P{n}"), "", &[item(1, &ada, &list(&["A"]))]) + words).collect();
    let world = || speaking(language).on_board("status.page", "\"Project:Tables\"");
    [
        table(world().page(&page(&many))),
        table(world().page(&page(&[allowed, item(2, &ada, &list(&["A"]))]))),
        table(world().page(&sections)),
        table(world().page(&objective("P", "TBD", &[item(1, &ada, &list(&["A"]))]))),
        table(world().page(&(item(1, &ada, &list(&["A"])) + words))),
    ]
    .join("\n\n")
}

/// Pages with many open places, with none, that are not there yet, that can't be read, and of the quarter before.
pub fn an_overview(language: &str) -> String {
    let ada = staff("Ada");
    let titles = ["Goals", "Late", "Cards", "Done"];
    let titles: Vec<String> =
        titles.iter().map(|name| format!("\"{name}/{{fiscal_year}} Q{{quarter}}\"")).collect();
    let boards = format!(
        "[[boards]]\nname = \"technology\"\ntitles = [{}]\nnotices.language = \"{language}\"\n",
        titles.join(", ")
    );
    let many: Vec<String> = (1..=14).map(|number| stub(number, &ada)).collect();
    let status = format!("A {}", template("Done", "Done"));
    let done = page(&[item(1, &ada, &list(&[&status]))]);
    let world = speaking(language).boards(&boards).set("status.overview_page", "\"Project:Overview\"");
    let world = world.page(&page(&many)).page_at("Cards/2020-21 Q2", "<p>Cards.</p>");
    let world = world.page_at("Done/2020-21 Q2", &done).edited("Done/2020-21 Q2", "2020-10-30T12:00:00Z");
    let before = done.replace("Q2 Goals", "Q1 Goals");
    let mut world = world;
    for (title, key_results) in [(PAGE, 14), ("Done/2020-21 Q2", 1)] {
        let figures =
            |with_goals| Figures { key_results, with_goals, with_manager: 1, with_status: with_goals };
        let days = [("2020-10-01", 0), ("2020-10-08", 1), ("2020-11-02", 1)];
        let points = days.map(|(day, goals)| (day.parse().unwrap(), figures(goals)));
        world.filled.insert(title.to_owned(), points.to_vec());
    }
    shown(the(&world.page_at("Done/2020-21 Q1", &before).plan(), EditKind::Overview))
}

/// A plan with an edit of each kind, and more notices than are shown.
pub fn a_rehearsal(language: &str) -> String {
    let named = ["Ada", "Bo", "Cyd", "Dee"].map(staff);
    let mut items: Vec<String> = named.iter().zip(1..).map(|(name, number)| stub(number, name)).collect();
    items.push(stub(5, "Gil Unknown"));
    let world = speaking(language).page(&page(&items)).owners_page("{\"Bo\": 7}");
    let world = world.set("status.overview_page", "\"Project:Overview\"");
    let page = Title::of_wiki("User:GoalkeeperBot/Plan");
    let publish = |world: World| {
        shown(&rehearsal::publish(&world.plan(), &page, "User:GoalkeeperBot", language, false))
    };
    // In the grace the notices wait.
    publish(world.clone()) + "\n" + &publish(world.today("2020-10-02"))
}

pub fn dates(language: &str) -> String {
    let days = (1..=12).map(|month| chrono::NaiveDate::from_ymd_opt(2020, month, month).unwrap());
    days.map(|day| message::date(day, language) + "\n").collect()
}

/// The numbers of a week.
pub fn a_run_log(language: &str) -> String {
    let items = [stub(1, &staff("Ada")), stub(2, &staff("Bo"))];
    let world =
        speaking(language).set("run_log.page", "\"User:GoalkeeperBot/Log\"").page(&page(&items)).after_run();
    shown(the(&world.today("2020-11-03").plan(), EditKind::RunLog))
}
