"""The drawing as a browser sets it: real boxes of real words, in twenty windows at three widths."""

import pytest
from playwright.sync_api import expect

WINDOWS = [
    "", "from=1917&to=1923", "from=1917&to=1919", "from=1917-10&to=1918-03", "from=1918&to=1921", "from=1920&to=1924",
    "from=1921-02&to=1921-04", "from=1922&to=1924", "from=1924&to=1936", "from=1928&to=1938", "from=1930&to=1934",
    "from=1936&to=1938", "from=1936-12&to=1938-03", "from=1937-06-11&to=1937-06-11", "from=1939&to=1956",
    "from=1780&to=1920", "from=1900&to=2020", "from=1784&to=2024", "importance=3", "contested=yes",
]  # fmt: skip
WIDTHS = [320, 768, 1440]

BOXES = """() => {
  const svg = document.querySelector(".drawing-svg").getBoundingClientRect();
  const box = ({left, top, right, bottom}) => [left, top, right, bottom];
  const shown = [...document.querySelectorAll(".drawing-title")].filter((each) => each.getClientRects().length);
  const marks = [...document.querySelectorAll(".drawing-event use")].filter((each) => each.getClientRects().length);
  return {
    svg: box(svg),
    titles: shown.map((each) => [each.textContent, ...box(each.getBoundingClientRect())]),
    marks: marks.map((each) => [each.closest("a").id, ...box(each.getBoundingClientRect())]),
    size: shown.map((each) => getComputedStyle(each).fontSize),
    events: document.querySelectorAll(".drawing-event").length,
  };
}"""


def overlap(one, other, by=0.5):
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > by and min(one[3], other[3]) - max(one[1], other[1]) > by


@pytest.fixture
def drawn(page, site):
    """The boxes of the drawing in a window, at every width."""

    def look(query):
        page.goto(f"{site}/nl/?{query}" if query else f"{site}/nl/")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield page.evaluate(BOXES)

    return look


@pytest.mark.parametrize("query", WINDOWS)
def test_titles_never_overlap_and_stay_inside_the_drawing(drawn, query):
    looks = list(drawn(query))
    for look in looks:
        left, top, right, bottom = look["svg"]
        titles = [title[1:] for title in look["titles"]]
        assert look["events"]
        assert titles
        assert all(left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom for box in titles), look[
            "titles"
        ]
        for index, one in enumerate(titles):
            assert not [other for other in titles[index + 1 :] if overlap(one, other)], look["titles"]
        assert not [mark for mark in look["marks"] for title in titles if overlap(mark[1:], title)]
    assert len(looks[0]["titles"]) <= len(looks[1]["titles"]) <= len(looks[2]["titles"])
    assert {size for look in looks for size in look["size"]} == {"13px"}  # fewer words where it is narrow, not smaller


def test_marks_of_two_events_never_lie_on_each_other(drawn):
    for look in drawn(""):
        marks = look["marks"]
        for index, one in enumerate(marks):
            others = [mark for mark in marks[index + 1 :] if mark[0] != one[0]]
            assert not [other for other in others if overlap(one[1:], other[1:], by=2.5)]  # what they share is paper


def test_the_first_screen_shows_fewer_titles_on_a_phone(drawn):
    narrow, _middle, wide = (len(look["titles"]) for look in drawn(""))

    assert 0 < narrow < wide


def test_keys_zoom_and_move_and_the_next_key_still_works(page, site):
    page.goto(f"{site}/nl/")
    page.locator("#zoom-in").focus()
    for key, first, last in (
        ("+", "1923", "1932"), ("ArrowRight", "1928", "1937"), ("0", "1784", "2024"), ("+", "1844", "1964")
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(page.locator("#window-from")).to_have_value(first)
        expect(page.locator("#window-to")).to_have_value(last)
        expect(page.locator("#zoom-in")).to_be_focused()
        assert f"from={first}&to={last}" in page.url


def test_the_focus_is_not_lost_where_a_key_takes_away_what_had_it(page, site):
    page.goto(f"{site}/nl/")
    page.locator("#zoom-out").focus()
    page.keyboard.press("0")
    expect(page.locator("#window-from")).to_have_value("1784")
    expect(page.locator("#drawing")).to_be_focused()
    page.keyboard.press("+")

    expect(page.locator("#window-from")).not_to_have_value("1784")


def test_keys_leave_fields_alone(page, site):
    page.goto(f"{site}/nl/")
    page.locator("input[name=q]").press_sequentially("0+")

    assert "from=" not in page.url


def test_an_event_of_the_drawing_leads_to_the_event_with_the_keyboard_too(page, site):
    page.goto(f"{site}/nl/")
    event = page.locator(".drawing-event").first
    href = event.get_attribute("href")
    event.focus()
    expect(event).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{href}")


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("address", ["/nl/", "/nl/?q=raden"])
def test_what_is_clicked_leaves_the_reader_where_it_was(page, site, address, width):
    page.set_viewport_size({"width": width, "height": 300})
    for control in ("#zoom-in", "#zoom-later", "#zoom-all", ".strip a", "#find-contested", "#filter-lenins-struggle"):
        page.goto(f"{site}{address}")
        if not page.locator(f"a{control}, {control}:is(input, .strip a)").count():
            continue  # nothing later than all there is
        before = page.evaluate(
            """(control) => {
                const top = document.querySelector(control).getBoundingClientRect().top + scrollY;
                scrollTo({top: top - 100, behavior: "instant"});
                document.addEventListener("htmx:afterSettle", () => { document.body.dataset.settled = "yes"; });
                return scrollY;
            }""",
            control,
        )
        page.locator(control).first.click(force=True)
        expect(page.locator("body[data-settled]")).to_be_attached()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        most = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert abs(page.evaluate("scrollY") - min(before, most)) < 3, control


def test_the_next_events_are_read_from_the_first(page, site):
    page.goto(f"{site}/nl/")
    page.locator("#paging-next").click()

    expect(page.locator("#list")).to_be_focused()
    expect(page.locator("#list h3").first).to_be_in_viewport()
