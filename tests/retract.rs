//! What the bot wrote by mistake is taken back.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{ADA, BOT, COORDINATED, PAGE, PRODUCT, Wiki, line, outcomes};

const DAY: &str = "2020-10-12";

/// A page on which nothing is missing.
const NOTHING_OPEN: &str =
    "== P ==\n\n'''Key Result Manager:''' Ada Sample\n\n'''KR1:''' One.<br />\n'''Q2 Goals:'''\n* Ship it\n";

const GOALS: &str = "== A ==\n'''Key Result Manager:''' [[User:Ada Sample (WMF)|Ada]]\n\n'''KR1:''' One.\n\n'''Q2 Goals:'''\n*\n\n\
    '''Key Result Manager:''' [[User:Bo Sample (WMF)|Bo]]\n\n'''KR2:''' Two.\n\n'''Q2 Goals:'''\n*\n\n\
    '''Key Result Manager:''' [[User:Fay Sample (WMF)|Fay]]\n\n'''KR3:''' Three.\n\n'''Q2 Goals:'''\n*\n";

fn retract(wiki: &Wiki, more: &[&str]) -> crate::support::Ran {
    let arguments = [&["retract", "--since", DAY, "--today", DAY], more].concat();
    wiki.goalkeeper_with(COORDINATED, &arguments)
}

#[test]
fn three_were_told_by_mistake() {
    let wiki = Wiki::with_notifications();
    let admin = wiki.admin();
    admin.save(PAGE, GOALS);
    // Of this page only the coordinator hears.
    let unnamed = "== A ==\n'''Key Result Manager:''' Gil Unknown\n\n'''KR1:''' One.\n\n'''Q2 Goals:'''\n*\n";
    admin.save(PRODUCT, unnamed);
    let [ada, bo, fay] = ["Ada", "Bo", "Fay"].map(|name| format!("User talk:{name} Sample (WMF)"));
    admin.save(&ada, "== Lunch ==\nAt noon?");
    let told = wiki.run_with(COORDINATED, DAY);
    let notices = told.iter().filter(|line| line.starts_with("notice") && line.ends_with(": posted"));
    assert_eq!(notices.count(), 3, "{told:?}");
    // One answers, one says no to bots, and one of the bot's lines is ticked.
    let asked = wiki.as_user("Bo Sample (WMF)");
    asked.append(&bo, "\n:What is this? I never had a key result. ~~~~");
    let before = asked.text(&bo).unwrap();
    let fays = format!("{{{{nobots}}}}\n{}", admin.text(&fay).unwrap());
    admin.save(&fay, &fays);
    admin.save(PAGE, &GOALS.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Go\n", 1));
    let ticked = wiki.run_with(COORDINATED, DAY);
    assert_eq!(line(&ticked, "tick"), "tick Ada Sample (WMF): posted");
    let reader = wiki.as_user(ADA);
    reader.post(&[("action", "echomarkread"), ("all", "1")]);
    reader.post(&[("action", "clearhasmsg")]);

    // While the stop page says so, and in a dry run, nothing is written.
    let edits = admin.revisions();
    let dry = retract(&wiki, &["--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(dry.out.contains("dry-run: a dry run writes nothing"), "{}", dry.out);
    assert!(dry.out.contains("to be struck out") && dry.out.contains("to be removed"), "{}", dry.out);
    admin.save("User:GoalkeeperBot/Stop", "It writes nonsense!");
    let stopped = retract(&wiki, &[]);
    assert_eq!(stopped.code, 0, "{}", stopped.err);
    assert!(stopped.out.contains("The stop page stops this, too"), "{}", stopped.out);
    admin.save("User:GoalkeeperBot/Stop", "");
    assert_eq!(admin.revisions(), edits + 2);
    let elsewhere = retract(&wiki, &["--board", "product", "--dry-run", "--format", "json"]);
    assert_eq!(outcomes(&elsewhere.json()), ["retract Coordinator Sample (WMF): skipped dry-run"]);
    let unknown = retract(&wiki, &["--board", "technologie"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean “technology”?"), "{}", unknown.err);

    let ran = retract(&wiki, &["--board", "technology"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = |name: &str| format!("  {name} Sample (WMF)  {}", wiki.url.trim_end_matches("w/"));
    for name in ["Ada", "Bo", "Coordinator", "Fay"] {
        assert!(ran.out.contains(&page(name)), "{}: {}", page(name), ran.out);
    }
    assert!(ran.out.contains("bots-denied"), "{}", ran.out);
    let last = ran.out.lines().last().unwrap();
    assert!(last.starts_with("posted 3, unchanged 0, skipped 1, failed 0, unknown 0"), "{}", ran.out);
    assert_eq!(admin.text(&ada).unwrap(), "== Lunch ==\nAt noon?");
    assert_eq!(admin.text(&fay).unwrap(), fays);
    assert_eq!(admin.text("User talk:Coordinator Sample (WMF)").as_deref(), Some(""));
    assert_eq!(reader.new_messages(), (false, 0));
    let newest = &admin.history(&ada)[0];
    assert_eq!((newest["minor"].as_bool(), newest["user"].as_str()), (Some(true), Some(BOT)));
    assert!(newest["comment"].as_str().unwrap().contains("(gk1:retract/"), "{newest}");
    let struck = admin.text(&bo).unwrap();
    let answer = before.rfind("\n:What is this?").unwrap();
    assert!(struck.ends_with(&before[answer..]) && struck.contains("sent by mistake"), "{struck}");
    assert_eq!(admin.sections(&bo).len(), 1);
    // Every line of it is shown struck out, and nothing else is.
    let html = admin.html(&bo);
    assert!(html.contains("<li><s>") && !html.contains("&lt;s&gt;"), "{html}");
    assert_eq!(html.matches("<s>").count(), html.matches("</s>").count());
    assert!(!html[html.rfind("What is this?").unwrap()..].contains("<s>"), "{html}");
    assert!(html.contains("Special:Diff/"), "{html}");

    // Begun again it has nothing to do.
    let edits = admin.revisions();
    let again = retract(&wiki, &["--board", "technology", "--format", "json"]);
    assert_eq!(
        outcomes(&again.json()),
        [
            "digest Coordinator Sample (WMF): unchanged",
            "notice Ada Sample (WMF): unchanged",
            "notice Bo Sample (WMF): unchanged",
            "notice Fay Sample (WMF): skipped bots-denied",
        ]
    );
    assert_eq!(again.json()["apologies"].as_array().unwrap().len(), 4);
    assert_eq!(admin.revisions(), edits);

    // Told anew the next day, at round one and not as a reply; who answered is left in peace.
    admin.save(PAGE, GOALS);
    let plan =
        wiki.goalkeeper_with(COORDINATED, &["plan", "--today", "2020-10-13", "--format", "json"]).json();
    let notice = plan["edits"].as_array().unwrap().iter().find(|edit| edit["recipient"] == ADA).unwrap();
    assert_eq!((notice["round"].as_u64(), notice["heading"].is_string()), (Some(1), true), "{notice:#}");
    let anew = wiki.run_with(COORDINATED, "2020-10-13");
    assert_eq!(line(&anew, "notice Ada"), "notice Ada Sample (WMF): posted");
    assert_eq!(line(&anew, "notice Bo"), "notice Bo Sample (WMF): skipped answered");
    assert_eq!(line(&anew, "digest"), "digest Coordinator Sample (WMF): posted");
    assert_eq!(admin.sections(&ada).len(), 2);
    // A no that comes only now, under what is struck out, is heard.
    asked.append(&bo, "\n:stop ~~~~");
    let heard = wiki.run_with(COORDINATED, "2020-10-14");
    assert_eq!(line(&heard, "opt-out"), "opt-out Bo Sample (WMF): posted");
}

#[test]
fn what_is_said_meanwhile_is_kept_and_after_a_fall_it_goes_on() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    admin.save(PAGE, GOALS);
    admin.save(PRODUCT, NOTHING_OPEN);
    let [ada, bo, fay] = ["Ada", "Bo", "Fay"].map(|name| format!("User talk:{name} Sample (WMF)"));
    let settings = COORDINATED.replace("coordinator = \"Coordinator Sample (WMF)\"\n", "");
    wiki.run_with(&settings, DAY);
    let mut command = wiki.command(&format!("[limits]\nsave_delay_seconds = 3\n{settings}"));
    command.args(["retract", "--since", DAY, "--today", DAY]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let wait = |title: &str| {
        let begun = Instant::now();
        while admin.text(title).unwrap().contains("<!-- gk1:notice/") {
            assert!(begun.elapsed().as_secs() < 20, "{title} stays as it is");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait(&ada);
    admin.append(&bo, "\n:What is this? ~~~~");
    wait(&bo);
    child.kill().unwrap();
    child.wait().unwrap();
    let struck = admin.text(&bo).unwrap();
    assert!(struck.contains("<s>") && struck.contains("\n:What is this?"), "{struck}");
    assert!(admin.text(&fay).unwrap().contains("<!-- gk1:notice/"));
    let edits = admin.revisions();
    let again = wiki.goalkeeper_with(&settings, &["retract", "--since", DAY, "--today", DAY]);
    let last = again.out.lines().last();
    assert_eq!(last, Some("posted 1, unchanged 2, skipped 0, failed 0, unknown 0"), "{}", again.out);
    assert_eq!((admin.text(&fay).as_deref(), admin.revisions()), (Some(""), edits + 1));
}
