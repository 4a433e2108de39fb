"""The same job by Pywikibot: wikitext in batches, read with mwparserfromhell. Blind to what is transcluded."""

import json
import os
import sys
import tempfile

os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
# It keeps answers in files.
os.environ["PYWIKIBOT_DIR"] = tempfile.mkdtemp()

import mwparserfromhell  # noqa: E402
import pywikibot  # noqa: E402
from pywikibot.family import AutoFamily  # noqa: E402


def empty_places(text: str) -> int:
    """How many labels of goals have nothing behind them but empty list items."""
    empty, waits, has_goal = 0, False, False
    for line in str(mwparserfromhell.parse(text)).splitlines() + ["== end =="]:
        if line.startswith("*") and waits:
            has_goal = has_goal or bool(line.strip("* "))
        elif waits and line.strip():
            empty += not has_goal
            waits = False
        if "Q2 Goals:" in line:
            waits, has_goal = True, bool(line.split("Q2 Goals:", 1)[1].strip("' "))
    return empty


def main() -> None:
    url, titles = sys.argv[1], open(sys.argv[2]).read().splitlines()
    site = pywikibot.Site("local", AutoFamily("local", url + "api.php"))
    pages = (pywikibot.Page(site, title) for title in titles)
    print(json.dumps({page.title(): empty_places(page.text) for page in site.preloadpages(pages)}))


main()
