"""The charts of an event as a browser sets them: real boxes of real words, at three widths."""

import pytest
from playwright.sync_api import Page

from tests.browser.layout import sideways

EVENTS = ["supreme-soviet-election-1937", "famine-1932-1933", "constitution-1936", "camp-deaths-1939-1947"]
WIDTHS = [320, 768, 1280]
BOXES = """() => [...document.querySelectorAll(".chart")].map(chart => {
  const box = ({left, top, right, bottom}) => [left, top, right, bottom];
  const shown = each => each.getClientRects().length && each.textContent.trim();
  const texts = [...chart.querySelectorAll("text, .chart-words p, .chart-scale span")].filter(shown);
  return {
    chart: box(chart.getBoundingClientRect()),
    texts: texts.map(each => [each.textContent, ...box(each.getBoundingClientRect())]),
    drawn: [...chart.querySelectorAll(".chart-bar, .chart-value, .chart-end")].map(each => box(each.getBoundingClientRect())),
    sizes: [...new Set(texts.filter(each => each.matches("text")).map(each => getComputedStyle(each).fontSize))],
  };
})"""


def overlap(one, other, by=0.5):
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > by and min(one[3], other[3]) - max(one[1], other[1]) > by


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("event", EVENTS)
def test_no_words_of_a_chart_overlap_and_nothing_leaves_the_page(page: Page, site, event, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{language}/events/{event}/")
    charts = page.evaluate(BOXES)
    assert charts
    for chart in charts:
        left, _top, right, _bottom = chart["chart"]
        words = [text[1:] for text in chart["texts"]]
        assert all(left - 1 <= box[0] and box[2] <= right + 1 for box in words), chart["texts"]
        assert all(left - 9 <= box[0] and box[2] <= right + 9 for box in chart["drawn"])  # half a mark at the edge
        for index, one in enumerate(words):
            assert not [other for other in words[index + 1 :] if overlap(one, other)], chart["texts"]
            assert not [box for box in chart["drawn"] if overlap(one, box)], chart["texts"]
        assert chart["sizes"] == ["12px"]  # words keep their size at every width
    assert sideways(page) == 0


def test_words_stand_above_their_bar_on_a_phone_and_beside_it_on_a_desk(page: Page, site):
    boxes = {}
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/nl/events/{EVENTS[0]}/")
        row = page.locator(".chart-row").first
        boxes[width] = [row.locator(name).bounding_box() for name in (".chart-words", ".chart-strip")]
    words, strip = boxes[375]
    assert words["y"] + words["height"] <= strip["y"] + 1
    assert strip["width"] == pytest.approx(words["width"], abs=1)
    words, strip = boxes[1280]
    assert words["x"] + words["width"] <= strip["x"]


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_bars_of_one_chart_differ_by_more_than_colour(page: Page, site, forced):
    page.emulate_media(forced_colors=forced)
    page.goto(f"{site}/nl/components/")
    looks = page.locator(".chart-row:has(.chart-bar)").evaluate_all(
        """rows => rows.map(row => {
            const bar = getComputedStyle(row.querySelector(".chart-bar"));
            const core = getComputedStyle(row.querySelector(".chart-core"));
            return [bar.strokeWidth, bar.strokeDasharray, core.display === "none" ? "" : core.strokeWidth].join();
        })"""
    )
    assert len(looks) == 7
    assert len(set(looks)) == 7
