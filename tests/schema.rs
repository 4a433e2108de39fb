//! What each command prints as JSON is what its schema in `docs/schemas` says, whatever becomes of the command; and the
//! schemas let nothing else pass. That their closed lists are the code's is tested in `src/report/schemas.rs`.

use jsonschema::Validator;
use serde_json::{Value as Json, json};

use crate::support::{COORDINATED, PAGE, PRODUCT, Ran, Wiki, board, command, outcomes, ran};

const TODAY: [&str; 4] = ["--today", "2020-11-02", "--format", "json"];
const STOP: &str = "User:GoalkeeperBot/Stop";

/// One output's schema.
struct Schema {
    validator: Validator,
    /// Fields that an object may lack, or whose names are nobody's to say.
    optional: &'static [&'static str],
}

impl Schema {
    fn of(output: &str) -> Self {
        let file = format!("{}/docs/schemas/goalkeeper.{output}-1.json", env!("CARGO_MANIFEST_DIR"));
        let schema: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let optional: &[&str] = match output {
            "plan" => &["recipient", "reply_to"],
            _ => &[],
        };
        Self { validator: jsonschema::validator_for(&schema).unwrap(), optional }
    }

    /// The output of a command that ended with that exit code.
    fn accepts(&self, code: i32, ran: &Ran) -> Json {
        assert_eq!(ran.code, code, "{}\n{}", ran.out, ran.err);
        let printed = ran.json();
        let errors: Vec<_> =
            self.validator.iter_errors(&printed).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{printed:#}");
        printed
    }

    fn refuses(&self, nonsense: &Json, why: &str) {
        assert!(!self.validator.is_valid(nonsense), "{why}: {nonsense:#}");
    }

    /// The same with a field too few, a field too many or a value of a wrong kind, in every object of it.
    fn refuses_changed(&self, printed: &Json) {
        assert!(self.validator.is_valid(printed));
        for (path, object) in objects(printed, String::new()) {
            let with = |change: &dyn Fn(&mut serde_json::Map<String, Json>)| {
                let mut changed = printed.clone();
                change(changed.pointer_mut(&path).unwrap().as_object_mut().unwrap());
                changed
            };
            let added = with(&|object| {
                object.insert("nonsense".to_owned(), 1.into());
            });
            self.refuses(&added, &format!("a field too many in “{path}”"));
            for name in object.keys() {
                let other_kind = with(&|object| {
                    object.insert(name.clone(), json!({"nonsense": 1}));
                });
                self.refuses(&other_kind, &format!("“{name}” of a wrong kind in “{path}”"));
                let is_count_by_rule = path == "/summary/findings";
                if !self.optional.contains(&name.as_str()) && !is_count_by_rule {
                    let without = with(&|object| {
                        object.remove(name);
                    });
                    self.refuses(&without, &format!("without “{name}” in “{path}”"));
                }
            }
        }
    }

    /// The same with a word that is none at each of these places.
    fn refuses_words_at(&self, printed: &Json, places: &[&str]) {
        for place in places {
            let mut changed = printed.clone();
            let word = changed.pointer_mut(place).unwrap_or_else(|| panic!("{place} in {printed:#}"));
            assert!(word.is_string() || word.is_null(), "{place} is no word: {word}");
            *word = "nonsense".into();
            self.refuses(&changed, place);
        }
    }
}

/// Every object in a document, with the JSON pointer to it.
fn objects(document: &Json, path: String) -> Vec<(String, &serde_json::Map<String, Json>)> {
    let own = document.as_object().map(|object| (path.clone(), object));
    let named = document.as_object().into_iter().flatten().map(|(name, child)| (name.clone(), child));
    let counted = document.as_array().into_iter().flatten().enumerate();
    let children = named.chain(counted.map(|(index, child)| (index.to_string(), child)));
    let below = children.flat_map(|(name, child)| objects(child, format!("{path}/{name}")));
    own.into_iter().chain(below).collect()
}

/// The arguments of a command on the sample quarter's day, as JSON.
fn on_the_day<'a>(command: &[&'a str]) -> Vec<&'a str> {
    [command, &TODAY[..]].concat()
}

#[test]
fn show() {
    let (wiki, schema) = (Wiki::up(), Schema::of("show"));
    let shown = schema.accepts(3, &wiki.anonymous(&on_the_day(&["show", PAGE, PRODUCT, "No such page"])));
    schema.refuses_changed(&shown);
    let result = "/pages/0/objectives/0/key_results/0";
    schema.refuses_words_at(&shown, &["/schema", "/today", "/wiki", &format!("{result}/goals_state")]);
    // Nothing is wrong with what is only shown.
    schema.accepts(0, &wiki.goalkeeper(&on_the_day(&["show"])));
    let late = wiki.goalkeeper(&["show", "--today", "2021-02-01", "--format", "json"]);
    assert_eq!(schema.accepts(0, &late)["pages"][0]["why"], Json::Null);
}

#[test]
fn report_and_its_figures() {
    let (wiki, report, figures) = (Wiki::up(), Schema::of("report"), Schema::of("figures"));
    let out = wiki.scratch.path().join("site");
    let late = "[[boards]]\nname = \"late\"\ntitles = [\"Late/{fiscal_year} Q{quarter}\"]\n";
    wiki.admin().save("Late/2020-21 Q1", "== A ==\n'''KR1:''' One.");
    let boards = format!("{}{late}", board("Wikimedia Technology/Goals/{fiscal_year} Q{quarter}"));
    let typed = on_the_day(&["report", "--out", out.to_str().unwrap()]);
    let printed = report.accepts(0, &wiki.goalkeeper_with(&boards, &typed));
    report.refuses_changed(&printed);
    report.refuses_words_at(&printed, &["/schema", "/today", "/wiki", "/index"]);
    let written: Json =
        serde_json::from_str(&std::fs::read_to_string(out.join("figures.json")).unwrap()).unwrap();
    assert_eq!(written["pages"][1]["revision"], Json::Null, "{written:#}");
    figures.refuses_changed(&written);
    figures.refuses_words_at(&written, &["/schema", "/today", "/wiki", "/pages/0/points/0/day"]);
}

#[test]
fn check() {
    let (wiki, schema) = (Wiki::up(), Schema::of("check"));
    let check = |titles: &[&str]| wiki.anonymous(&[&["check"], titles, &["--format", "json"]].concat());
    for name in ["key-results", "markups", "doubts"] {
        let file = format!("{}/tests/pages/{name}.wikitext", env!("CARGO_MANIFEST_DIR"));
        wiki.admin().save("Goals/2020-21 Q2", &std::fs::read_to_string(file).unwrap());
        schema.accepts(1, &check(&["Goals/2020-21 Q2"]));
    }
    schema.accepts(3, &check(&[PAGE, PRODUCT, "No such page"]));
    // A page on which nothing is missing, one that is no goal page, and a board's that isn't there yet.
    let fine = "== A ==\n'''Objective Manager:''' Bo\n\n'''KR1:''' One.\n\n'''Q2 Goals:'''\n* Begin\n";
    wiki.admin().save("Goals/2020-21 Q2", fine);
    let found = schema.accepts(0, &check(&["Goals/2020-21 Q2"]));
    assert_eq!(found["pages"][0]["findings"], json!([]));
    schema.accepts(3, &check(&["Main Page"]));
    let late = wiki.goalkeeper(&["check", "--today", "2021-02-01", "--format", "json"]);
    assert_eq!(schema.accepts(1, &late)["pages"][0]["page_id"], Json::Null);
    let never = wiki.goalkeeper_with(&board("Never/{fiscal_year} Q{quarter}"), &on_the_day(&["check"]));
    assert_eq!(schema.accepts(3, &never)["never_matched"], json!(["other"]));

    let allowed = format!("<!-- goalkeeper: allow empty-goals -->\n{}", wiki.admin().text(PRODUCT).unwrap());
    wiki.admin().save(PRODUCT, &allowed);
    let whole = schema.accepts(1, &wiki.goalkeeper(&on_the_day(&["check"])));
    assert_ne!(whole["summary"]["allowed"], 0, "{whole:#}");
    schema.refuses_changed(&whole);
    let (page, finding) = ("/pages/0/objectives/0", "/pages/0/findings/0");
    schema.refuses_words_at(
        &whole,
        &[
            "/schema",
            "/today",
            "/wiki",
            &format!("{page}/managers/0/source"),
            &format!("{page}/key_results/0/goals_state"),
            &format!("{page}/key_results/0/status"),
            &format!("{finding}/rule"),
            &format!("{finding}/severity"),
            &format!("{finding}/confidence"),
        ],
    );
    let mut unknown_rule = whole;
    unknown_rule["summary"]["findings"] = json!({"nonsense": 1});
    schema.refuses(&unknown_rule, "a rule that there is none of");

    wiki.down();
    schema.accepts(3, &check(&[PAGE]));
}

#[test]
fn owners() {
    let (wiki, schema) = (Wiki::up(), Schema::of("owners"));
    let table = "[owners]\n\"Gil Unknown\" = \"Ada Sample (WMF)\"\n[owners_policy]\nallow = [\"* (WMF)\"]\n";
    schema.accepts(0, &wiki.goalkeeper_with(table, &on_the_day(&["owners"])));
    let later = wiki.goalkeeper(&["owners", "--today", "2021-02-01", "--format", "json"]);
    assert_eq!(schema.accepts(0, &later)["names"], json!([]));
    let never = wiki.goalkeeper_with(&board("Never/{fiscal_year} Q{quarter}"), &on_the_day(&["owners"]));
    schema.accepts(3, &never);

    // One name has candidates.
    let page = wiki.admin().text(PAGE).unwrap();
    wiki.admin().save(PAGE, &page.replace("Gil Unknown", "Coordinator Sample"));
    let whole = schema.accepts(0, &wiki.goalkeeper(&on_the_day(&["owners"])));
    let names = whole["names"].as_array().unwrap();
    assert!(names.iter().any(|name| name["candidates"][0]["evidence"].is_array()), "{whole:#}");
    schema.refuses_changed(&whole);
    schema.refuses_words_at(&whole, &["/schema", "/names/0/source"]);

    wiki.down();
    schema.accepts(3, &wiki.goalkeeper(&on_the_day(&["owners"])));
}

#[test]
fn plan() {
    let (wiki, schema) = (Wiki::up(), Schema::of("plan"));
    let plan = |settings: &str, today: &str| {
        wiki.goalkeeper_with(settings, &["plan", "--today", today, "--format", "json"])
    };
    let first = schema.accepts(0, &plan("", "2020-11-02"));
    schema.refuses_changed(&first);
    schema.refuses_words_at(
        &first,
        &[
            "/schema",
            "/today",
            "/edits/0/kind",
            "/edits/0/key",
            "/edits/0/findings/0/rule",
            "/skipped/0/kind",
            "/skipped/0/reason",
        ],
    );
    for only_in_notices in ["round", "pages", "findings"] {
        let mut changed = first.clone();
        let tables =
            changed["edits"].as_array_mut().unwrap().iter_mut().filter(|edit| edit["kind"] == "status");
        tables.for_each(|table| table[only_in_notices] = first["edits"][0][only_in_notices].clone());
        schema.refuses(&changed, only_in_notices);
    }
    for only_tables_lack in ["recipient", "round", "pages", "findings"] {
        let mut changed = first.clone();
        changed["edits"][0].as_object_mut().unwrap().remove(only_tables_lack);
        schema.refuses(&changed, only_tables_lack);
    }
    // The quarter is over, and there is no page for the next.
    let nothing = schema.accepts(0, &plan("", "2021-02-01"));
    assert_eq!(nothing["edits"], json!([]));
    schema.accepts(3, &plan(&board("Never/{fiscal_year} Q{quarter}"), "2020-11-02"));

    // What comes later in the life of a notice: ticks, someone for the opt-out list; then a reply, and a digest.
    let kinds = |plan: &Json| -> Vec<String> {
        let edits = plan["edits"].as_array().unwrap().iter();
        edits.map(|edit| edit["kind"].as_str().unwrap().to_owned()).collect()
    };
    wiki.run_with(COORDINATED, "2020-10-15");
    let admin = wiki.admin();
    wiki.as_user("Fay Sample (WMF)").append("User talk:Fay Sample (WMF)", "\n:stop ~~~~");
    let page = admin.text(PRODUCT).unwrap();
    admin.save(PRODUCT, &page.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Ask around\n", 1));
    let soon = schema.accepts(0, &plan(COORDINATED, "2020-10-20"));
    assert_eq!(kinds(&soon), ["tick", "opt-out", "tick", "status"], "{soon:#}");
    let later = schema.accepts(0, &plan(COORDINATED, "2020-11-02"));
    assert_eq!(kinds(&later), ["notice", "digest", "opt-out", "tick", "status"], "{later:#}");
    assert!(later["edits"][0]["reply_to"].is_string(), "{later:#}");

    wiki.down();
    schema.accepts(3, &plan("", "2020-11-02"));
}

#[test]
fn run() {
    let (wiki, schema) = (Wiki::up(), Schema::of("run"));
    let admin = wiki.admin();
    let run = |arguments: &[&str]| wiki.goalkeeper(&on_the_day(&[&["run"], arguments].concat()));
    let dry = schema.accepts(0, &run(&["--dry-run"]));
    assert!(outcomes(&dry).iter().any(|line| line.ends_with("dry-run")), "{dry:#}");
    admin.save(STOP, "stop");
    assert_eq!(schema.accepts(0, &run(&[]))["stopped"], true);
    admin.save(STOP, "");
    let never = wiki.goalkeeper_with(&board("Never/{fiscal_year} Q{quarter}"), &on_the_day(&["run"]));
    schema.accepts(3, &never);
    schema.accepts(0, &run(&["--deliver-to", "User talk:Admin"]));

    // Refused by the wiki.
    wiki.configure("$wgHooks['MultiContentSave'][] = static fn () => false;");
    let refused = schema.accepts(4, &run(&["--trial", "1"]));
    assert!(outcomes(&refused).iter().any(|line| line.contains(": failed")), "{refused:#}");
    wiki.configure("");

    let plan = wiki.goalkeeper(&on_the_day(&["plan"]));
    let whole = schema.accepts(0, &run(&[]));
    schema.refuses_changed(&whole);
    schema.refuses_words_at(
        &whole,
        &["/schema", "/run_id", "/outcomes/0/kind", "/outcomes/0/result", "/outcomes/0/reason"],
    );
    for (result, reason, revision) in [
        ("posted", Json::Null, Json::Null),
        ("posted", "not-due".into(), 1.into()),
        ("skipped", Json::Null, Json::Null),
        ("skipped", "not-due".into(), 1.into()),
        ("unchanged", "not-due".into(), Json::Null),
    ] {
        let mut changed = whole.clone();
        let outcome = &mut changed["outcomes"][0];
        (outcome["result"], outcome["reason"], outcome["revision"]) = (result.into(), reason, revision);
        schema.refuses(&changed, "a result that does not go with its reason or revision");
    }
    let again = schema.accepts(0, &run(&[]));
    assert!(outcomes(&again).iter().any(|line| line.ends_with(": unchanged")), "{again:#}");

    let file = wiki.file("plan.json", &plan.out);
    let applied = wiki.goalkeeper(&["apply", file.to_str().unwrap(), "--format", "json"]);
    let applied = schema.accepts(0, &applied);
    assert!(outcomes(&applied).iter().any(|line| line.ends_with("changed-since-plan")), "{applied:#}");

    wiki.down();
    schema.accepts(3, &run(&[]));
}

#[test]
fn retract() {
    let (wiki, schema) = (Wiki::up(), Schema::of("retract"));
    let retract = |more: &[&str]| {
        wiki.goalkeeper_with(
            COORDINATED,
            &on_the_day(&[&["retract", "--since", "2020-11-02"], more].concat()),
        )
    };
    assert_eq!(schema.accepts(0, &retract(&[]))["messages"], json!([]));
    wiki.run_with(COORDINATED, "2020-11-02");
    let admin = wiki.admin();
    admin.append("User talk:Fay Sample (WMF)", "\n:Really? ~~~~");
    admin.save("User talk:Ada Sample (WMF)", "All archived.");
    let results = |printed: &Json| -> Vec<String> {
        let messages = printed["messages"].as_array().unwrap().iter();
        messages.map(|message| message["result"].as_str().unwrap().to_owned()).collect()
    };
    let dry = schema.accepts(0, &retract(&["--dry-run"]));
    assert!(results(&dry).contains(&"to-do".to_owned()), "{dry:#}");
    admin.save(STOP, "stop");
    assert_eq!(schema.accepts(0, &retract(&[]))["stopped"], true);
    admin.save(STOP, "");
    // Refused by the wiki.
    wiki.configure("$wgHooks['MultiContentSave'][] = static fn () => false;");
    let refused = schema.accepts(4, &retract(&[]));
    assert!(outcomes(&refused).iter().any(|line| line.contains(": failed")), "{refused:#}");
    wiki.configure("");
    let whole = schema.accepts(0, &retract(&[]));
    let mut all = results(&whole);
    all.sort();
    assert_eq!(all, ["left-alone", "removed", "struck"], "{whole:#}");
    schema.refuses_changed(&whole);
    let places = ["/schema", "/since", "/messages/0/kind", "/messages/0/planned", "/messages/0/result"];
    schema.refuses_words_at(&whole, &places);
    schema.refuses_words_at(&whole, &["/messages/0/reason", "/outcomes/0/kind", "/outcomes/0/result"]);
    let again = schema.accepts(0, &retract(&[]));
    assert!(results(&again).contains(&"before".to_owned()), "{again:#}");
    wiki.down();
    schema.accepts(3, &retract(&[]));
}

#[test]
fn doctor() {
    let (wiki, schema) = (Wiki::up(), Schema::of("doctor"));
    let whole = schema.accepts(0, &wiki.goalkeeper(&on_the_day(&["doctor"])));
    schema.refuses_changed(&whole);
    schema.refuses_words_at(&whole, &["/schema", "/wiki", "/today", "/checks/0/check", "/checks/0/result"]);
    let mut changed = whole.clone();
    changed["checks"][0]["result"] = "problem".into();
    schema.refuses(&changed, "a problem without advice");
    changed["checks"][0] = whole["checks"][0].clone();
    changed["checks"][0]["advice"] = "Do something.".into();
    schema.refuses(&changed, "advice without a problem");

    let bare = ran(command().args(["doctor", "--format", "json"]).env("GOALKEEPER__WIKI__URL", &wiki.url));
    schema.accepts(2, &bare);
    let wrong = "[bot]\nedit_intro = \"No such page\"\n[[boards]]\nname = \"other\"\ntitles = [\"Never/Q{quarter}\"]\n\
                 coordinator = \"Nobody at all\"\n";
    let wrong = schema.accepts(3, &wiki.goalkeeper_with(wrong, &on_the_day(&["doctor"])));
    assert!(wrong["summary"]["warning"].as_u64() > Some(0), "{wrong:#}");
    wiki.down();
    schema.accepts(3, &wiki.goalkeeper(&on_the_day(&["doctor"])));
}

#[test]
fn history() {
    let schema = Schema::of("history");
    let wiki = Wiki::up();
    let ran = wiki.goalkeeper(&["history", "--format", "json"]);
    schema.accepts(0, &ran);
    // The sample page is as old as the wiki.
    let today = wiki.goalkeeper(&[
        "history",
        PAGE,
        PRODUCT,
        "No such page",
        "--quarter",
        "2026Q4",
        "--format",
        "json",
    ]);
    let printed = schema.accepts(3, &today);
    let point = json!({"day": "2020-10-01", "revision": 1, "key_results": 3, "with_goals": 1, "with_manager": 2, "with_status": 0});
    let mut filled = printed.clone();
    filled["pages"][0]["points"] = json!([point]);
    schema.refuses_changed(&filled);
    schema.refuses_words_at(&filled, &["/schema", "/wiki", "/today", "/pages/0/points/0/day"]);
    filled["pages"][0]["points"][0]["revision"] = 0.into();
    schema.refuses(&filled, "a revision without a number");
}

#[test]
fn explain() {
    let schema = Schema::of("explain");
    let one = schema.accepts(0, &ran(command().args(["explain", "empty-goals", "--format", "json"])));
    assert_eq!(one["rules"].as_array().unwrap().len(), 1);
    let all = schema.accepts(0, &ran(command().args(["explain", "--format", "json"])));
    schema.refuses_changed(&all);
    schema.refuses_words_at(&all, &["/schema", "/rules/0/rule", "/rules/0/severity"]);
    schema.refuses(&json!({"schema": "goalkeeper.explain/1", "rules": []}), "no rules");
}

#[test]
fn config() {
    let schema = Schema::of("config");
    let config = |files: &[&str]| {
        let mut command = command();
        for file in files {
            command.args(["--config", &format!("{}/config/{file}", env!("CARGO_MANIFEST_DIR"))]);
        }
        command.args(["config", "--format", "json"]);
        command
    };
    let url = ("GOALKEEPER__WIKI__URL", "https://www.mediawiki.org/w/");
    let no_boards = schema.accepts(0, &ran(config(&[]).envs([url])));
    assert_eq!(no_boards["settings"]["boards"]["value"], json!([]));
    schema.accepts(0, &ran(&mut config(&["mediawiki.org.toml"])));
    let login = [
        ("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@toolforge"),
        ("GOALKEEPER__AUTH__PASSWORD", "goalkeeperdevsecret0000000000000"),
        url,
    ];
    let whole = schema.accepts(0, &ran(config(&["dev-wiki.toml"]).envs(login)));
    assert_eq!(whole["settings"]["auth.password"]["value"], "(set, not shown)");
    // Boards and owners are as many as there are: what any one of them lacks is no mistake of the document's.
    let mut fixed = whole.clone();
    let settings = fixed["settings"].as_object_mut().unwrap();
    let is_own = |key: &str| key == "boards" || key.starts_with("boards[") || key.starts_with("owners.");
    settings.retain(|key, _| !is_own(key));
    schema.refuses_changed(&fixed);
    schema.refuses_words_at(
        &whole,
        &["/schema", "/settings/auth.password/value", "/settings/log.format/value"],
    );
    schema.refuses_words_at(&whole, &["/settings/boards[0].fiscal_year_starts/value"]);
    for key in ["boards[0].nonsense", "boards[0].notices.nonsense", "boards[x].name", "nonsense.url"] {
        let mut changed = whole.clone();
        changed["settings"][key] = json!({"value": "x", "origin": "default"});
        schema.refuses(&changed, key);
    }
}

#[test]
fn init() {
    let wiki = Wiki::up();
    let schema = Schema::of("init");
    let folder = tempfile::tempdir().unwrap();
    let page = format!("{}/wiki/{}", wiki.url.trim_end_matches("/w/"), PAGE.replace(' ', "_"));
    let mut command = command();
    command.args([
        "init",
        "--page",
        &page,
        "--contact",
        "https://wiki.example/",
        "--account",
        "GoalkeeperBot",
    ]);
    let made = schema.accepts(0, &ran(command.args(["--format", "json"]).current_dir(folder.path())));
    schema.refuses_changed(&made);
}
