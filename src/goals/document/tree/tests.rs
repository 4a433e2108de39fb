//! The tree of a document, beside the one that html5ever makes by itself.

use proptest::prelude::*;
use proptest::sample::select;
use scraper::Node;

use super::*;

/// Pieces of HTML, right and wrong ones, of which any may follow any other.
const PIECES: &[&str] = &[
    "<!DOCTYPE html>",
    "<!doctype html PUBLIC \"x\" 'y'>",
    "<!DOCTYPE",
    "<html about=a>",
    "<head>",
    "</head>",
    "<title>",
    "</title>",
    "<body class=b>",
    "</body>",
    "</html>",
    "<p id=p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=\"x\">",
    "<a href='y' href=z rel>",
    "</a>",
    "<table>",
    "<tr>",
    "<td colspan=2>",
    "</td>",
    "</table>",
    "<caption>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<h2 id=\"mwAB\">",
    "</h2>",
    "<h3 id=x>",
    "<dl><dt>",
    "<dd>",
    "<pre>",
    "\n",
    "</pre>",
    "<br/>",
    "</br>",
    "<div style='a:b' class=\"c d\">",
    "</div>",
    "<span typeof=mw:Transclusion data-mw='{\"a\":\"&lt;&amp;\"}'>",
    "</span>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mi>",
    "<font color=red>",
    "<desc>",
    "<![CDATA[ x > ]]>",
    "<template>",
    "</template>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<select>",
    "<option>",
    "<input type=hidden>",
    "<plaintext>",
    "<iframe>",
    "</iframe>",
    "<!-- c -->",
    "<!-- -- >",
    "<!-->",
    "<!",
    "<?x>",
    "</ x>",
    "<",
    ">",
    "&",
    "&amp;",
    "&amp",
    "&lt;b&gt;",
    "&nbsp;",
    "&#xFFFD;",
    "&#0;",
    "&#128512;",
    "&notit;",
    "\0",
    "\r\n",
    "\r",
    "é",
    "a",
    " ",
    "one two",
    "=\"",
    "'",
    "/>",
    "<FORM ACTION=x>",
    "<button>",
    "</button>",
    "<p/>",
    "<hr>",
    "<nobr>",
];

/// What stands in a tree, in its order, as far as it is kept.
fn shown(page: &Html) -> Vec<String> {
    let one = |node: ego_tree::NodeRef<'_, Node>| {
        let depth = node.ancestors().count();
        let said = match node.value() {
            Node::Element(element) => {
                let is_seen = |(name, value): &(&str, &str)| {
                    is_kept(name) && !value.is_empty() && is_asked_for(element.name(), name, value)
                };
                let attributes: Vec<_> = element.attrs().filter(is_seen).collect();
                format!("{:?} {:?} {attributes:?}", element.name.ns, element.name())
            }
            Node::Text(text) => format!("text {:?}", &**text),
            Node::Comment(comment) => format!("comment {:?}", &**comment),
            other => format!("{other:?}"),
        };
        format!("{depth} {said}")
    };
    page.tree.root().descendants().map(one).collect()
}

#[test]
fn the_tree_is_that_of_html5ever() {
    for html in [
        "",
        "<p>KR1: a<br/>b</p><ul><li>c</li></ul>",
        "<p>a<table><tr><td>b<p>c</table>d",
        "\u{FEFF}<title>a<b></title>&lt;<b>c<i>d</b>e</i>",
        "<style><p>a</p></style><textarea>\n<p></textarea><script>if (a < b) </script>x",
        "<svg><font color=red>a</font><![CDATA[b]]></svg><plaintext></plaintext>",
        "<h2 id=\"mwAB\">a</h2><p id=\"mwAC\" class>b</p>",
    ] {
        assert_eq!(shown(&tree_of(html).unwrap()), shown(&Html::parse_document(html)), "{html}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn the_tree_of_anything_is_that_of_html5ever(pieces in prop::collection::vec(select(PIECES), 0..30)) {
        let html = pieces.concat();
        prop_assert_eq!(shown(&tree_of(&html).unwrap()), shown(&Html::parse_document(&html)), "{}", html);
    }
}
