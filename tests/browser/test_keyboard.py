"""Everything without a mouse: where the focus goes, that it is seen, and that it gets out again."""

import io

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.places import PLACES

# What has the focus: its number in the document, its name, and what of it can be seen.
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const stops = window.stops ??= new Map(), style = getComputedStyle(element), box = element.getBoundingClientRect();
  const before = window.before;
  window.before = element;
  const name = `<${element.localName}${element.id && '#' + element.id}> ${element.textContent.trim().slice(0, 40)}`;
  const places = [.5, .15, .85].flatMap(across => [...element.getClientRects()].map(part =>
    document.elementFromPoint(part.left + part.width * across, part.top + part.height / 2)));
  const result = {
    name,
    again: stops.has(element),
    forward: !before || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    drawn: element instanceof SVGElement,
    uncovered: places.some(place => place && (element.contains(place) || place.contains(element))),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    box: {x: box.x, y: box.y, width: box.width, height: box.height},
  };
  stops.set(element, true);
  return result;
}"""
# What can be reached: of a group of radio buttons one, of what lies in a closed fold nothing.
REACHABLE = """() => {
  const groups = new Map();
  for (const radio of document.querySelectorAll('input[type=radio]')) {
    if (radio.checked || !groups.has(radio.name)) groups.set(radio.name, radio);
  }
  return [...document.querySelectorAll(
  'a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.closest('details:not([open]) > :not(summary)'))
  .filter(element => element.tabIndex >= 0 && (element.type !== 'radio' || element === groups.get(element.name)))
  .length;
}"""
MOST = 1_500


def stops(page: Page) -> list[dict]:
    """Every stop from the top of the page to where the focus leaves it."""
    found = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            return found
        found.append(stop)
    raise AssertionError(f"No end to it after {MOST} stops: {found[-1]['name']}")


@pytest.mark.parametrize(
    "kind",
    [
        "timeline",
        "filtered",
        "event",
        "account",
        "contested",
        "compare",
        "about",
        "event-present",
        "blind-trust",
        "embed-timeline",
    ],
)
def test_tab_goes_once_through_all_there_is_in_order_and_always_in_sight(page: Page, site, kind):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(reduced_motion="reduce")  # else the page is still on its way to what has the focus
    page.goto(f"{site}/nl/{PLACES[kind].partition('#')[0]}")
    reachable = page.evaluate(REACHABLE)

    found = stops(page)

    assert len(found) == reachable
    assert_none(found, "back in the page", lambda stop: not stop["forward"])
    assert_none(found, "out of sight", lambda stop: not stop["inside"] or not (stop["uncovered"] or stop["drawn"]))
    assert_none(found, "without a ring", lambda stop: not stop["ring"] and not stop["drawn"])


def assert_none(found: list[dict], what: str, wrong):
    """That nothing is wrong in this way with any stop."""
    names = [stop["name"] for stop in found if wrong(stop)]
    assert not names, f"{what}: {names}"


def pixels(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="initial"))).convert("RGB")


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_the_focus_is_seen_on_a_mark_of_the_drawing(page: Page, site, colours):
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.emulate_media(
        color_scheme="dark" if colours == "dark" else "light", forced_colors="active" if colours == "forced" else "none"
    )
    page.goto(f"{site}/nl/")
    marks = page.locator("svg a:not([tabindex='-1'])")
    assert marks.count() > 10
    for number in (0, marks.count() // 2, marks.count() - 1):
        mark = marks.nth(number)
        mark.scroll_into_view_if_needed()
        page.evaluate("document.activeElement.blur()")
        without = pixels(page)
        mark.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")  # a browser shows the focus to who uses the keyboard
        expect(mark).to_be_focused()
        box = ImageChops.difference(without, pixels(page)).getbbox()
        assert box, f"nothing changes when mark {number} gets the focus"
        assert box[2] - box[0] >= 6, box
