"""WCAG 2.2 AA, on every kind of page in every way of looking at it."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser import axe, layout
from tests.browser.places import ANSWERS, PLACES
from tests.builders import cited, make_published_event, make_quote, make_source, make_text
from timeline import publishing

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
CONTRAST = ("color-contrast",)
# How a page is looked at, what axe-core need not look at again, and what alone can differ there.
MODES = {
    "light": ({}, (), ()),
    "dark and still": ({"color_scheme": "dark", "reduced_motion": "reduce"}, (), axe.DRAWN),
    "narrow": ({}, (), ()),
    # There contrast is the reader's own choice, and axe-core reads the colours of before.
    "forced colours": ({"forced_colors": "active"}, CONTRAST, axe.DRAWN),
    "without our scripts": ({}, CONTRAST, ()),
}


def on_every_kind_of_page(page: Page, site: str, wrong: Callable[[Page], list[str]]) -> str:
    """What is wrong, in a line each; that a page is not there at all, to begin with."""
    found = []
    for kind, path in PLACES.items():
        status = page.goto(f"{site}/nl/{path}").status
        missing = [] if status == ANSWERS.get(kind, 200) else [f"answers {status}"]
        found += [f"{kind}: {line}" for line in missing + wrong(page)]
    # The browser's own word on an error page or a script that is kept from it.
    page.complaints[:] = [said for said in page.complaints if "Failed to load resource" not in said]
    return "\n".join(found)


def levels(tree: str) -> list[int]:
    return [int(level) for level in re.findall(r"^ *- '?heading .*\[level=(\d)\]", tree, re.M)]


def headings_jumbled(page: Page) -> list[str]:
    """Headings are nested, and the first is the title: as a screen reader is told."""
    found = levels(page.locator("main").aria_snapshot())
    jumps = [f"{after} after {before}" for before, after in pairwise(found) if after > before + 1]
    return jumps + ([] if found[:1] == [1] and found.count(1) == 1 else [f"levels {found}"])


def words_that_keep_their_colours(page: Page) -> list[str]:
    """A reader who forces colours forces them on every word."""
    kept = "[...document.querySelectorAll('body *:not(svg, svg *)')].filter(element => getComputedStyle(element)"
    return page.evaluate(kept + ".forcedColorAdjust === 'none').map(element => element.outerHTML)")


# What is looked at besides, while a page is there in that mode.
BESIDES = {"light": headings_jumbled, "forced colours": words_that_keep_their_colours}


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_against_any_kind_of_page(page: Page, site, mode):
    media, but, only = MODES[mode]
    page.set_viewport_size(NARROW if mode == "narrow" else WIDE)
    page.emulate_media(**media)
    if mode == "without our scripts":  # axe is a script itself, so the browser has to keep them
        page.route(re.compile(r"/static/.*\.js"), lambda route: route.abort())

    look = axe.violations if mode == "light" else axe.violations_of_the_first_rows
    besides = BESIDES.get(mode, lambda page: [])
    wrong = on_every_kind_of_page(page, site, lambda page: besides(page) + look(page, but, only))

    assert not wrong, wrong


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_against_pages_of_which_the_first_corpus_has_no_example(
    page: Page, live_server, width, colours
):
    """A source that may only be quoted, what was withdrawn, and a site where nothing was published."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=colours)
    assert page.goto(f"{live_server.url}/nl/").status == 200
    found = axe.violations(page)
    secret = make_text(make_source("secret", showing="quotes"))
    told = cited(make_quote("Op 25 oktober 1917 namen zij de macht over.", secret), "1917-11-07", "25 oktober 1917")
    make_published_event("told", citations=[told])
    publishing.withdraw(make_published_event("untold"), reason="Het was een vergissing.")
    for path, status in {"sources/secret/": 200, "events/untold/": 410}.items():
        assert page.goto(f"{live_server.url}/nl/{path}").status == status
        found += axe.violations(page)
        assert layout.sideways(page) == 0
    assert found == []
    page.complaints[:] = [said for said in page.complaints if "410" not in said]


# --- text at 200 and 400 % --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "percent"), [(320, "100%"), (640, "200%"), (1280, "200%")])
def test_large_text_loses_nothing(page: Page, site, width, percent):
    """320 pixels are 1280 at 400 % (1.4.10); text alone is doubled (1.4.4), as when a reader sets a larger font."""

    def lost(page):
        page.evaluate("percent => { document.documentElement.style.fontSize = percent }", percent)
        # Long notes begin folded on a narrow screen.
        page.evaluate("document.querySelectorAll('.unfold:not([hidden])').forEach(button => button.click())")
        aside = [f"{layout.sideways(page)} px too wide"] if layout.sideways(page) else []
        return aside + layout.text_cut_off(page) + layout.text_overlapping(page)

    page.set_viewport_size({"width": width, "height": 640})
    wrong = on_every_kind_of_page(page, site, lost)
    assert not wrong, wrong


# --- what a screen reader is told ---------------------------------------------------------------------------------------


def test_the_drawing_comes_named_before_a_list_in_the_same_order(page: Page, site):
    page.goto(f"{site}/nl/")
    tree = page.locator("main").aria_snapshot()
    drawing = page.locator("svg[role=group]")
    name = drawing.get_attribute("aria-label") or drawing.locator("> title").text_content()
    marks = drawing.locator("a").evaluate_all("links => links.map(link => link.hash)")
    rows = page.locator(".event").evaluate_all("rows => rows.map(row => '#' + row.id)")
    titles = page.locator(".event h3, .event h4").all_inner_texts()

    assert min(len(rows), len(titles), len(marks)) > 20
    assert tree.count(f'group "{name}"') == 1
    after = tree.index(f'group "{name}"')
    for title in titles:
        after = tree.index(title, after)  # each stands after the one before it, and all after the drawing
    of_the_list = [mark for mark in dict.fromkeys(marks) if mark in rows]
    assert of_the_list == [row for row in rows if row in marks]
