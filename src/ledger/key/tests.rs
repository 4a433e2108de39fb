//! Keys, to a summary and back.

use super::*;

fn notice(pages: usize) -> Key {
    let page = |n: usize| PageKey {
        id: PageId(3_000_000_000 + n as u64),
        round: Some(2),
        closing: n.is_multiple_of(2),
    };
    Key::Notice(NoticeKey {
        recipient: UserId(4_000_000_000),
        quarter: "2020-21Q2".parse().unwrap(),
        day: "2020-11-02".parse().unwrap(),
        pages: (0..pages).map(page).collect(),
    })
}

/// A digest of so many items and pages, each page's number so much higher than the last.
fn found(items: usize, pages: u64, step: u64) -> Key {
    Key::Digest(DigestKey {
        recipient: UserId(4_000_000_000),
        quarter: "2020-21Q2".parse().unwrap(),
        day: "2020-11-02".parse().unwrap(),
        items: vec![u32::MAX; items],
        found: (1..=pages).map(|page| PageId(3_000_000 + page * step)).collect(),
    })
}

#[test]
fn a_digest_names_as_many_pages_as_one_key_holds() {
    for (items, pages, step, room) in [
        (25, 0, 1, (25, 0)),
        (30, 0, 1, (25, 0)),
        (30, 10, 1, (22, 10)),
        // Thirty pages in a wiki of millions.
        (5, 30, 100_000, (5, 30)),
        (5, 45, 1_000_000, (0, 45)),
        (5, 300, 1, (0, 111)),
        (5, 300, 10_000, (0, 56)),
    ] {
        let Key::Digest(DigestKey { found, .. }) = found(0, pages, step) else { unreachable!() };
        assert_eq!(DigestKey::room(items, &found), room, "{items} items, {pages} pages, {step} apart");
        let (items, pages) = DigestKey::room(items, &found);
        let key = self::found(items, pages as u64, step);
        let summary = key.summary(&"A plain sentence. ".repeat(60));
        assert_eq!((summary.chars().count(), Key::in_summary(&summary)), (500, Some(key)));
    }
}

#[test]
fn a_key_is_read_back_from_a_summary() {
    let (quarter, day) = ("2010Q4".parse().unwrap(), "2010-11-02".parse().unwrap());
    let closing = NoticeKey {
        recipient: UserId(1),
        quarter,
        day,
        pages: vec![PageKey { id: PageId(7), round: None, closing: true }],
    };
    for key in [
        notice(1),
        notice(MOST_PAGES),
        Key::Notice(closing),
        Key::Status { board: "tech-2".into(), quarter },
        Key::Digest(DigestKey {
            recipient: UserId(4_000_000_000),
            quarter,
            day,
            items: vec![u32::MAX; MOST_ITEMS],
            found: Vec::new(),
        }),
        found(0, 9, 1),
        found(3, 40, 1_000_000),
        found(1, 70, 36),
        Key::Go(GoKey {
            recipient: UserId(4_000_000_000),
            quarter: "2026-27Q2-september".parse().unwrap(),
            day,
            boards: vec!["a-board-with-a-name-that-is-40-long-0123".into(); MOST_BOARDS],
        }),
        Key::Overview { quarter, day },
        Key::RunLog { day, counted: RevisionId(345) },
        Key::Tick { recipient: UserId(1), quarter },
        Key::OptOut { recipient: UserId(1) },
        Key::OwnersPage { mistakes: 12 },
        Key::Retract { revisions: vec![RevisionId(9_999_999_999); MOST_RETRACTED] },
        Key::Retracted { recipient: UserId(1), quarter, revision: RevisionId(345) },
        Key::Rehearsal { day },
    ] {
        let summary = key.summary(&"A plain sentence. ".repeat(60));
        assert!(summary.chars().count() <= 500 && summary.starts_with("A plain sentence. A"), "{summary}");
        assert_eq!(Key::in_summary(&summary), Some(key.clone()));
        let text = format!("a <!-- gk1:other/1 --> {} b", key.comment());
        assert_eq!(Key::in_text(&text).into_iter().map(|(key, _)| key).collect::<Vec<_>>(), [key]);
    }
}

#[test]
fn a_cut_or_foreign_summary_has_no_key() {
    let whole = notice(2).summary("Reminder");
    assert_eq!(Key::in_summary(&whole[..whole.len() - 1]), None);
    for other in ["(gk1:notice/1/2020-21Q2/2020-11-02/) and more", "(gk1:notice/1/2020-21Q2/2020-11-02/)"] {
        assert_eq!(Key::in_summary(other), None);
    }
    assert_eq!(Key::in_summary("(gk1:notice/1/2020-21Q2/2020-11-02/1.)"), None);
    // Another spelling of a key is none.
    for other in [
        "opt-out/+7",
        "opt-out/07",
        "tick/7/2020-21q2",
        "owners-page/2A",
        "retract/",
        "retract/7,",
        "retract/07",
        "digest/7/2020-21Q2/2020-11-02//",
        "digest/7/2020-21Q2/2020-11-02//1.0X",
        "digest/7/2020-21Q2/2020-11-02//01",
        "digest/7/2020-21Q2/2020-11-02/0000000a/1/2",
    ] {
        assert_eq!(Key::in_summary(&format!("Says (gk1:{other})")), None, "{other}");
    }
}
