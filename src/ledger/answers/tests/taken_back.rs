//! What its author takes back, and what only goes with its notice.

use super::*;

#[test]
fn what_its_author_takes_back_was_never_said() {
    let stop = with(&format!(":stop {ADA}"));
    let archived = "Intro\n\n== Else ==\nstop by at noon".to_owned();
    let by = |edits: &[(&str, &String)]| {
        after(&edits.iter().map(|(who, text)| (*who, (*text).clone())).collect::<Vec<_>>())
    };
    assert_eq!(by(&[("Ada", &stop), ("Ada~", &page())]), none());
    assert_eq!(by(&[("Ada", &stop), ("Ada", &page())]), none());
    // Said again.
    assert_eq!(by(&[("Ada", &stop), ("Ada", &page()), ("Ada~", &stop)]), ["stop"]);
    assert_eq!(by(&[("Ada", &stop), ("Ada", &page()), ("Pat~", &stop)]), none());
    // By somebody else, and put back by anyone.
    for last in [("Ada~", &stop), ("Pat", &stop), ("Bo", &page())] {
        assert_eq!(by(&[("Ada", &stop), ("Pat", &page()), last]), ["stop"]);
    }
    // Together with the notice.
    assert_eq!(by(&[("Ada", &stop), ("Ada", &archived)]), ["stop"]);
    assert_eq!(by(&[("Ada", &stop), ("Ada", &String::new())]), ["stop"]);
    assert_eq!(by(&[("Ada", &stop), ("Ada", &page()), ("Ada", &archived)]), none());
}

#[test]
fn what_is_archived_with_its_notice_stays_said_though_another_notice_stands() {
    let later = NOTICE
        .replace("2020-11-02/12.1", "2020-11-16/12.2")
        .replace("== Q2 goals ==", "== Q2 goals again ==");
    let both = |text: &str| text.replace("\n\n== Else", &format!("\n\n{later}\n\n== Else"));
    let said = both(&with(&format!(":not me {ADA}")));
    let archived = format!("Intro\n\n{later}\n\n== Else ==\nstop by at noon");
    let after = |text: &str| -> Vec<String> {
        let history = history(Some(both(&page())), &[("Ada", said.clone()), ("Ada", text.to_owned())]);
        found(&history).into_iter().map(|answer| answer.text).collect()
    };
    assert_eq!(after(&archived), ["not me"]);
    // Taken back while its own notice stands.
    assert_eq!(after(&both(&page())), none());
}
