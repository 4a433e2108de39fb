use super::*;

const BOT: &str = "GoalkeeperBot";

fn assert_answers(forms: &[(&str, bool)]) {
    for (text, denied) in forms {
        let answer = denies(text, BOT, &Names::default(), Transcluded::default());
        assert_eq!(answer, *denied, "{text}");
    }
}

#[test]
fn a_no_to_an_account_that_did_the_work_before_is_a_no() {
    let names = Names { former: vec!["Old_Bot".to_owned()], ..Names::default() };
    for (text, denied) in [
        ("{{bots|deny=Old Bot}}", true),
        ("{{bots|deny=OtherBot, old bot}}", true),
        ("{{bots|deny=OtherBot}}", false),
        // Who lets the predecessor in has said nothing of this one; who lets this one in has.
        ("{{bots|allow=Old Bot}}", true),
        ("{{bots|allow=GoalkeeperBot}}", false),
    ] {
        let answer = denies(text, "GoalkeeperBot", &names, Transcluded::default());
        assert_eq!(answer, denied, "{text}");
    }
}

#[test]
fn the_documented_forms() {
    // English Wikipedia, Template:Bots/doc, “Syntax”.
    assert_answers(&[
        ("", false),
        ("{{nobots}}", true),
        ("{{bots}}", false),
        ("{{bots|allow=GoalkeeperBot}}", false),
        ("{{bots|allow=OtherBot}}", true),
        ("{{bots|deny=GoalkeeperBot}}", true),
        ("{{bots|deny=OtherBot}}", false),
        ("{{bots|allow=HagermanBot,Werdnabot}}", true),
        ("{{bots|allow=HagermanBot,GoalkeeperBot}}", false),
        ("{{bots|deny=HagermanBot,GoalkeeperBot}}", true),
        ("{{bots|allow=all}}", false),
        ("{{bots|allow=none}}", true),
        ("{{bots|deny=all}}", true),
        ("{{bots|deny=none}}", false),
        // A name for all bots of one program, which is not ours.
        ("{{bots|deny=AWB}}", false),
        ("{{bots|allow=AWB}}", true),
    ]);
    // The same, “Message notification opt out”.
    assert_answers(&[
        ("{{bots|optout=all}}", true),
        ("{{bots|optout=nosource}}", false),
        ("{{bots|optout=nosource,nolicense}}", false),
        ("{{bots|optout=goalkeeper}}", true),
        ("{{bots|optout=nosource,Goalkeeper}}", true),
    ]);
    // The same, “Important notes”: forms that bots may misread. This one reads them.
    assert_answers(&[
        ("{{ nobots}}", true),
        ("{{nobots }}", true),
        ("{{Template:Nobots}}", true),
        ("{{bots|deny=GoalkeeperBot<!-- not now -->}}", true),
        ("{{bots|allow=GoalkeeperBot<!-- for now -->}}", false),
        // Discussed, not meant: each notice shows it so.
        ("<nowiki>{{nobots}}</nowiki>", false),
        ("<code><nowiki>{{bots|deny=GoalkeeperBot}}</nowiki></code>", false),
        ("{{tl|nobots}} {{tlx|bots|deny=all}}", false),
    ]);
    // The same, “Incorrect syntax”: may have any effect, so here both count.
    assert_answers(&[
        ("{{bots|deny=OtherBot}} {{bots|deny=GoalkeeperBot}}", true),
        ("{{bots|deny=GoalkeeperBot}} {{bots|deny=OtherBot}}", true),
        ("{{bots|deny=GoalkeeperBot|deny=OtherBot}}", true),
        ("{{bots|allow=GoalkeeperBot}} {{bots|allow=OtherBot}}", true),
        ("{{bots|allow=all}} {{nobots}}", true),
    ]);
    // Wikimedia Commons and Wikispecies, Template:Bots, “Usage”: a parameter's default is empty.
    // Pywikibot (page_tests.py) also ignores an empty one, and unknown ones.
    assert_answers(&[
        ("{{Bots |allow= |deny= }}", false),
        ("{{bots|allow=}}", false),
        ("{{bots|with=unknown_parameter}}", false),
    ]);
}

#[test]
fn a_call_as_mediawiki_reads_it() {
    assert_answers(&[
        ("{{Nobots}}", true),
        ("{{ NoBots }}", true),
        ("{{_nobots_}}", true),
        ("{{\nnobots\n}}", true),
        ("{{nobots\u{200E}}}", true),
        ("{{nobots#top}}", true),
        ("{{:Template:Nobots}}", true),
        ("{{Vorlage:Nobots}} {{Modèle:Bots}}", true),
        ("{{Modèle:Bots|deny=all}}", true),
        ("{{safesubst:nobots}}", true),
        ("{{robots}} {{nobots/doc}} {{nobotswhatever}} {nobots} nobots", false),
        ("{{Bots | deny = Foo , goalkeeperBot }}", true),
        ("{{bots\n|deny=GoalkeeperBot\n}}", true),
        ("{{bots|deny=\nFoo,\nGoalkeeperBot\n}}", true),
        ("{{bots|Deny=GoalkeeperBot}}", true),
        ("{{bots|allow=otherBot, Goalkeeperbot}}", false),
        ("{{#if:x|{{nobots}}}}", true),
        ("<noinclude>{{nobots}}</noinclude>", true),
        ("<!-- {{nobots}} -->", false),
        ("<!-- {{bots}} --> {{nobots}}", true),
        ("<!-- {{nobots}}", false),
        ("<!-- <nowiki> --> {{nobots}} <!-- </nowiki> -->", true),
        ("<nowiki><!--</nowiki> {{nobots}}", true),
        ("<nowiki> {{nobots}}", true),
        (
            "<pre class=\"x\">{{nobots}}</pre> <syntaxhighlight lang=\"text\">{{nobots}}</syntaxhighlight>",
            false,
        ),
        ("<pre /> {{nobots}} <pre>x</pre>", true),
        ("{<nowiki/>{nobots}} {{<nowiki/>nobots}} {{no<nowiki/>bots}}", false),
    ]);
}

#[test]
fn in_doubt_the_answer_is_no() {
    assert_answers(&[
        // {{nobots}} takes no parameters. German Wikipedia's {{nobots|OtherBot}} would mean only that bot.
        ("{{nobots|allow=GoalkeeperBot}}", true),
        ("{{nobots|deny=OtherBot}}", true),
        ("{{nobots|OtherBot}}", true),
        ("{{nobots|all}}", true),
        // Nothing says which of the two counts.
        ("{{bots|allow=GoalkeeperBot|deny=all}}", true),
        ("{{bots|deny=OtherBot|allow=GoalkeeperBot}}", false),
        ("{{bots|allow=all|deny=GoalkeeperBot}}", true),
        ("{{bots|allow=all|optout=all}}", true),
        ("{{bots|allow=none,GoalkeeperBot}}", true),
        ("{{bots|deny=none,GoalkeeperBot}}", true),
        ("{{bots|deny=all,none}}", true),
        // A name that is only clear to a human, in other words than a list of names.
        ("{{bots|deny=User:GoalkeeperBot}}", true),
        ("{{bots|allow=User:GoalkeeperBot}}", false),
        ("{{bots|allow=Benutzer:OtherBot}}", true),
        ("{{bots|deny=[[User:GoalkeeperBot|the bot]]}}", true),
        ("{{bots|deny=[[User:OtherBot]]}}", true),
        ("{{bots|deny=OtherBot; GoalkeeperBot}}", true),
        ("{{bots|deny=OtherBot、GoalkeeperBot}}", true),
        ("{{bots|allow=OtherBot; GoalkeeperBot}}", true),
        ("{{bots|deny=GoalkeeperBot\u{200E}}}", true),
        ("{{bots|deny=all bots}}", true),
        ("{{bots|optout=GoalkeeperBot}}", true),
        ("{{bots|deny=GoalkeeperBot2,NotGoalkeeperBot,Recallbot}}", false),
        ("{{bots|deny=<nowiki>OtherBot</nowiki>}}", true),
        ("{{bots|deny={{my list}}}} {{bots|deny=OtherBot}}", true),
        ("{{bots|allow={{my list}}}}", true),
        ("{{nobots|{{x}}}}", true),
        // No name, or one that nobody knows.
        ("{{bots|GoalkeeperBot}}", true),
        ("{{bots|none}}", true),
        ("{{bots|1=please not here}}", true),
        ("{{bots|}}", false),
        ("{{bots|disallow=GoalkeeperBot}}", true),
        // Not well formed, or only where the page is transcluded.
        ("{{bots|deny=GoalkeeperBot}", true),
        ("{{nobots}", true),
        ("<includeonly>{{nobots}}</includeonly>", true),
    ]);
}

#[test]
fn no_page_takes_long() {
    for part in
        ["<nowiki><pre>x</pre>", "<nowiki ", "<nowiki></nowiki x ", "{{bots|", "{", "<!-", "{{bots|deny=x,"]
    {
        let begun = std::time::Instant::now();
        let text = part.repeat(2 * 1024 * 1024 / part.len());
        denies(&text, BOT, &Names::default(), Transcluded::default());
        assert!(begun.elapsed().as_secs() < 10, "{part}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_template_that_comes_through_another_denies() {
    let names = Names::default();
    let (bots, nobots) =
        (Transcluded { bots: true, nobots: false }, Transcluded { bots: false, nobots: true });
    assert!(denies("{{My header}}", BOT, &names, bots));
    assert!(!denies("{{bots|deny=OtherBot}}", BOT, &names, bots));
    assert!(denies("{{bots|deny=OtherBot}} {{My header}}", BOT, &names, nobots));
}

#[test]
fn a_template_may_go_by_other_names() {
    let names =
        Names { nobots: BTreeSet::from(["nobots".to_owned(), "kein bot".to_owned()]), ..Names::default() };
    assert!(denies("{{bots|deny=OtherBot}} {{Vorlage:Kein_Bot}}", BOT, &names, Transcluded::default()));
}
