"""The same job by Pywikibot: the parsed HTML of each page, so that what is transcluded counts."""

import json
import os
import sys
import tempfile
from html.parser import HTMLParser

os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
# It keeps answers in files.
os.environ["PYWIKIBOT_DIR"] = tempfile.mkdtemp()

import pywikibot  # noqa: E402
from pywikibot.family import AutoFamily  # noqa: E402


class Lines(HTMLParser):
    """A page's lines, each with whether it is a list item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[bool, str]] = [(False, "")]

    def handle_starttag(self, tag: str, _attributes: list) -> None:
        if tag in ("p", "br", "li", "div", "h2", "h3", "dl", "dd"):
            self.lines.append((tag == "li", ""))

    def handle_data(self, data: str) -> None:
        is_item, text = self.lines[-1]
        self.lines[-1] = (is_item, text + data)


def empty_places(html: str) -> int:
    """How many labels of goals have nothing behind them but empty list items."""
    lines = Lines()
    lines.feed(html)
    empty, waits, has_goal = 0, False, False
    for is_item, text in lines.lines + [(False, "end")]:
        if is_item and waits:
            has_goal = has_goal or bool(text.strip())
        elif waits and text.strip():
            empty += not has_goal
            waits = False
        if "Q2 Goals:" in text:
            waits, has_goal = True, bool(text.split("Q2 Goals:", 1)[1].strip())
    return empty


def main() -> None:
    url, titles = sys.argv[1], open(sys.argv[2]).read().splitlines()
    site = pywikibot.Site("local", AutoFamily("local", url + "api.php"))
    print(json.dumps({title: empty_places(pywikibot.Page(site, title).get_parsed_page()) for title in titles}))


main()
