use super::*;

pub fn contribution(title: &str, summary: Option<&str>, revision: u64) -> Contribution {
    Contribution {
        title: Title::of_wiki(title),
        at: "2020-11-02T10:00:00Z".parse().unwrap(),
        summary: summary.map(str::to_owned),
        revision: RevisionId(revision),
    }
}

#[test]
fn only_own_keys_of_the_quarter_count() {
    let quarter: Quarter = "2020-21Q2".parse().unwrap();
    let edits = [
        ("User talk:Ada", "x (gk1:notice/7/2020-21Q2/2020-10-12/12.1,15.1)"),
        ("User talk:Ada", "x (gk1:notice/7/2020-21Q2/2020-10-26/12.2)"),
        ("User talk:Ada", "x (gk1:notice/7/2020-21Q1/2020-09-26/12.2)"),
        ("User talk:Bo", "x (gk1:notice/8/2020-21Q2/2020-10-26/12.1,15.c)"),
        ("Talk:Goals", "x (gk1:status/technology/2020-21Q2)"),
        ("User talk:Ada", "corrected a typo"),
        ("User talk:Op", "x (gk1:rehearsal/2020-10-26)"),
    ];
    let edits: Vec<_> =
        edits.iter().zip(1..).map(|((title, text), n)| contribution(title, Some(text), n)).collect();
    let mut history = History::new(&edits);
    history.add(&edits);
    let talk = Title::of_wiki("User talk:Ada");
    let ada = Owner { ids: &[UserId(7)], talk_page: &talk };
    assert_eq!(history.notices(ada, quarter), 2);
    assert_eq!((history.rounds(ada, quarter, PageId(12)), history.rounds(ada, quarter, PageId(15))), (2, 1));
    assert_eq!(history.last(ada, quarter), "2020-10-26".parse().ok());
    let about: Vec<_> = history.posted().map(|message| message.pages).take(2).collect();
    assert_eq!(about, [vec![PageId(12), PageId(15)], vec![PageId(12)]]);
    assert!(!history.asked_for_statuses(ada, quarter, PageId(15)));
    let talk = Title::of_wiki("User talk:Bo");
    let bo = Owner { ids: &[UserId(8)], talk_page: &talk };
    let page = PageId(15);
    assert_eq!((history.rounds(bo, quarter, page), history.asked_for_statuses(bo, quarter, page)), (0, true));
    assert!(history.has_status("technology", quarter, &Title::of_wiki("Talk:Goals")));
    assert!(!history.has_status("technology", quarter, &Title::of_wiki("Talk:Other goals")));
}

#[test]
fn a_hidden_summary_counts_as_a_notice_of_its_day() {
    let quarter: Quarter = "2020-21Q2".parse().unwrap();
    let history = History::new(&[contribution("User talk:Ada", None, 1)]);
    let talk = Title::of_wiki("User talk:Ada");
    let ada = Owner { ids: &[UserId(7)], talk_page: &talk };
    assert_eq!(history.notices(ada, quarter), 1);
    assert_eq!(history.rounds(ada, quarter, PageId(12)), 1);
    assert_eq!(history.last(ada, quarter), "2020-11-02".parse().ok());
}
