"""axe-core, the accessibility engine: what it has against a page, in a line for each place."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# Every rule of WCAG A and AA and of best practice; two have to be asked for by name: the size of targets (2.5.8), and
# that what is read out holds the words that are seen (2.5.3).
RULES = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
EXAMPLES = 3
# The rules that look at what is drawn: in other colours the rest of a page is the same page.
DRAWN = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
# The rows of a long list are of the same few kinds, and contrast is slow to find out.
SHORTEN = """for (const long of document.querySelectorAll('main *'))
  if (long.children.length > 30) for (const row of [...long.children].slice(20)) row.remove();"""


def violations(page: Page, but: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core has against the page as it stands, ``but`` for these rules, or by these ``only``. It is evaluated,
    not loaded: the security policy stays."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    rules = RULES | {name: {"enabled": False} for name in but}
    options = {"resultTypes": ["violations"], "preload": False}
    options |= {"runOnly": [name for name in only if name not in but]} if only else {"rules": rules}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']} ({len(rule['nodes'])}): {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"][:EXAMPLES]
    ]


def violations_of_the_first_rows(page: Page, but: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> list[str]:
    """The same, of the page with its long lists cut short."""
    page.evaluate(SHORTEN)
    return violations(page, but, only)
