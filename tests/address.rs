//! Pages named by their address: what a browser shows above them is enough.

use serde_json::Value as Json;

use crate::support::{PAGE, Ran, Wiki, command, ran};

/// `goalkeeper` without settings, login or variables.
fn bare(arguments: &[&str]) -> Ran {
    ran(command().args(arguments).args(["--today", "2020-11-02", "--format", "json"]))
}

fn site(wiki: &Wiki) -> String {
    wiki.url.trim_end_matches("/w/").to_owned()
}

fn title(ran: &Ran) -> String {
    let read: Json = ran.json();
    read["pages"][0]["title"].as_str().unwrap_or_else(|| panic!("{}{}", ran.out, ran.err)).to_owned()
}

#[test]
fn every_kind_of_address_leads_to_its_page() {
    let wiki = Wiki::up();
    wiki.admin().save("Goals (äöü)/2020-21 Q2", &wiki.admin().text(PAGE).unwrap());
    let site = site(&wiki);
    let path = PAGE.replace(' ', "_");
    for address in [
        format!("{site}/wiki/{path}"),
        format!("{site}/wiki/{path}#Key_Results"),
        format!("{site}/w/index.php?title={path}"),
        format!("{site}/w/index.php?title={path}&action=history"),
        format!("{site}/w/index.php?title={path}&useskin=vector"),
    ] {
        for command in ["check", "show"] {
            assert_eq!(title(&bare(&[command, &address])), PAGE, "{command} {address}");
        }
    }
    let umlauts = bare(&["check", &format!("{site}/wiki/Goals_(%C3%A4%C3%B6%C3%BC)/2020-21_Q2")]);
    assert_eq!(title(&umlauts), "Goals (äöü)/2020-21 Q2");
}

#[test]
fn an_address_may_name_an_older_revision() {
    let wiki = Wiki::up();
    let admin = wiki.admin();
    let before = admin.history(PAGE)[0]["revid"].as_u64().unwrap();
    let text = admin.text(PAGE).unwrap();
    admin.save(PAGE, &text.replacen("'''Q2 Goals:'''\n*\n", "'''Q2 Goals:'''\n* Something\n", 1));
    let address = |more: &str| format!("{}/w/index.php?title={}{more}", site(&wiki), PAGE.replace(' ', "_"));
    let figures =
        |ran: &Ran| (ran.json()["pages"][0]["revision"].clone(), ran.json()["figures"]["with_goals"].clone());
    assert_eq!(figures(&bare(&["check", &address(&format!("&oldid={before}"))])), (before.into(), 6.into()));
    assert_eq!(figures(&bare(&["check", &address("")])).1, 7);
    let gone = bare(&["check", &address("&oldid=99999999")]);
    assert_eq!(gone.code, 3, "{}{}", gone.out, gone.err);
}

#[test]
fn what_is_no_page_of_a_wiki_is_said_at_once() {
    let wiki = Wiki::up();
    let dead = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (address, words) in [
        (format!("http://{dead}/wiki/X"), "nobody answers there"),
        (format!("https://{dead}/wiki/X"), "try http://"),
        (format!("{}/w/load.php", site(&wiki)), "that is no page of a MediaWiki"),
        (
            "https://bot:verysecret@wiki.example/wiki/X".to_owned(),
            "an address with a login in it is not asked",
        ),
    ] {
        let began = std::time::Instant::now();
        let ran = bare(&["check", &address]);
        assert_eq!(ran.code, 3, "{address}: {}", ran.err);
        assert!(ran.err.contains(words) && !ran.err.contains("verysecret"), "{address}: {}", ran.err);
        assert!(began.elapsed().as_secs() < 10, "{address}");
    }
    let mixed = bare(&["check", &format!("{}/wiki/X", site(&wiki)), "X"]);
    assert!(mixed.code == 2 && mixed.err.contains("can't be mixed"), "{}", mixed.err);
}

#[test]
fn a_login_is_never_sent_to_another_wiki() {
    let (ours, other) = (Wiki::up(), Wiki::up());
    // This login works on no wiki: whoever sends it fails.
    let mut command = command();
    command
        .args(["check", &format!("{}/wiki/{}", site(&other), PAGE.replace(' ', "_")), "--format", "json"])
        .env("GOALKEEPER__WIKI__URL", &ours.url)
        .env("GOALKEEPER__AUTH__USERNAME", "GoalkeeperBot@x")
        .env("GOALKEEPER__AUTH__PASSWORD", "wrong");
    let ran = ran(&mut command);
    assert_eq!(title(&ran), PAGE, "{}", ran.err);
}
