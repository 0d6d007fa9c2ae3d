"""What a class gets on paper: every kind of hand-out as a PDF, on A4 and on Letter, read by a library that is not ours."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser import layout
from tests.browser.places import ELECTION, PLACES

SIZES = {"A4": 672, "Letter": 695}  # pixels between the margins
SHEETS = {
    "event": (ELECTION, 8),
    "context": (PLACES["event-context"], 2),
    "question": (PLACES["question"], 4),
    "finding": (PLACES["finding"], 4),
    "lesson": (PLACES["lesson"], 5),
    "key": (PLACES["lesson-key"], 7),
    "think": (PLACES["event-think"], 3),
    "blind": (f"{ELECTION}blind/sheet/", 2),
    "period": ("?from=1917&to=1918", 5),
}
# Of each line of a quote: its words, and whether they stand in one row.
LINES = """[...document.querySelectorAll('.quote-line')].map(line => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const rows = [...range.getClientRects()].map(box => (box.top + box.bottom) / 2);
  return [line.textContent, Math.max(...rows) - Math.min(...rows) < 8];
})"""


def printed(page: Page, size: str = "A4") -> list[str]:
    """The words of every sheet of paper."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format=size))).pages]


def squeezed(words: str) -> str:
    """Without the spaces, which paper breaks where it likes."""
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", SHEETS)
def test_a_hand_out_is_whole_and_nothing_but_itself(page: Page, site, kind, size):
    path, most = SHEETS[kind]
    page.set_viewport_size({"width": SIZES[size], "height": 1000})
    page.goto(f"{site}/en/{path}")
    quotes = page.locator("blockquote").all_text_contents()
    lines = [words for words, _whole in page.evaluate(LINES)]
    sheets = printed(page, size)
    told = squeezed("".join(sheets))
    assert len(sheets) <= most
    assert len(sheets[-1].split()) > 25, "no sheet for a few words alone"
    for words in lines:
        assert squeezed(words) in told
    assert "".join(squeezed(words) for words in lines) == "".join(map(squeezed, quotes))
    assert re.search(r"/e/\w{4,12}/" if kind not in ("blind", "period") else re.escape(squeezed(path)), told)
    for chrome in ("Skip to the content", "How it works", "Nederlands", "Share and cite", "Copy link", "Add to lesson"):
        assert squeezed(chrome) not in told

    page.emulate_media(media="print")
    assert layout.text_cut_off(page) == []
    assert layout.text_overlapping(page) == []
    assert page.locator(":is(a.button, button, select, nav):visible").count() == 0
    assert [words for words, whole in page.evaluate(LINES) if not whole] == []


@pytest.mark.parametrize("kind", ["lesson", "think", "blind"])
def test_lines_are_numbered_through_the_whole_sheet(page: Page, site, kind):
    page.goto(f"{site}/nl/{SHEETS[kind][0]}")
    lines = [words for words, _whole in page.evaluate(LINES)]
    told = squeezed("".join(printed(page)))
    assert len(set(lines)) > 8
    for number, words in enumerate(lines, 1):
        assert f"{squeezed(words)}{number}" in told  # the reader of PDFs gives what stands in the margin last


def test_on_a_screen_the_lines_run_on_and_have_no_numbers(page: Page, site):
    page.goto(f"{site}/nl/{PLACES['lesson']}")
    line = page.locator(".quote-line").first
    assert line.evaluate("line => getComputedStyle(line).display") == "inline"
    assert line.evaluate("line => getComputedStyle(line, '::before').content") == "none"


def test_the_key_is_apart_from_the_sheet_of_the_class(page: Page, site):
    page.goto(f"{site}/en/{PLACES['lesson']}")
    assert "What to expect" not in "".join(printed(page))
    page.goto(f"{site}/en/{PLACES['lesson-key']}")
    assert "What to expect" in "".join(printed(page))


@pytest.mark.parametrize("kind", ["event", "lesson", "period"])
def test_the_code_in_the_foot_leads_to_where_the_words_beside_it_say(page: Page, site, kind):
    page.goto(f"{site}/en/{SHEETS[kind][0]}")
    page.emulate_media(media="print")
    foot = page.locator(".colophon")
    foot.scroll_into_view_if_needed()
    foot.locator("img").evaluate("image => image.decode()")
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(foot.screenshot(scale="device"))))
    assert [code.text for code in read] == [foot.locator("b").inner_text()]
