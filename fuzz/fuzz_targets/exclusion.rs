//! Any bytes as the text of a talk page that may say no with `{{bots}}` or `{{nobots}}`.

#![no_main]

use std::sync::LazyLock;

use goalkeeper::fuzzing::{Names, Transcluded, dead_parts, denies};
use libfuzzer_sys::fuzz_target;

const BOT: &str = "GoalkeeperBot";
/// What may keep a template from working.
const DEAD: [&str; 6] = ["<!--", "<nowiki", "<pre", "<syntaxhighlight", "<source", "<math"];

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    names.nobots.insert("kein bot".to_owned());
    names
});

fn says_no(text: &str) -> bool {
    denies(text, BOT, &NAMES, Transcluded::default())
}

fuzz_target!(|bytes: &[u8]| {
    let text = &*String::from_utf8_lossy(bytes);
    let parts = dead_parts(text);
    assert!(parts.iter().all(|part| text.get(part.at.clone()).is_some_and(|part| part.starts_with('<'))));
    assert!(parts.windows(2).all(|two| two[0].at.end <= two[1].at.start));

    let answer = says_no(text);
    assert_eq!(says_no(text), answer);
    if text.matches('{').count() < 2 {
        assert!(!answer, "no template, and yet a no");
    }
    assert!(denies(text, BOT, &NAMES, Transcluded { bots: false, nobots: true }));

    for template in ["{{nobots}}", "{{Vorlage:Kein_Bot}}", "{{bots|deny=all}}", "{{bots|allow=none}}"] {
        assert!(says_no(&format!("{template}\n{text}")), "{template} above is not heard");
        let lower = text.to_ascii_lowercase();
        if !DEAD.iter().any(|beginning| lower.contains(beginning)) {
            assert!(says_no(&format!("{text}{template}")), "{template} below is not heard");
            assert!(says_no(&format!("{text}\n{template}\n{text}")), "{template} between is not heard");
        }
        // What is only shown is not meant.
        let shown = format!("<nowiki>{template}</nowiki>{text}");
        assert_eq!(says_no(&shown), says_no(&format!("<nowiki></nowiki>{text}")));
    }
});
