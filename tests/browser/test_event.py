"""The page of an event and its sheet of quotes, measured in a real browser."""

import pytest
from playwright.sync_api import Page, expect

ELECTION = "nl/events/supreme-soviet-election-1937/"
LINES = """note => {
    const reason = note.querySelector(".reason"), line = parseFloat(getComputedStyle(reason).lineHeight);
    return {all: reason.scrollHeight / line, shown: reason.clientHeight / line};
}"""
CUT = """reason => {
    const range = document.createRange(), edge = reason.getBoundingClientRect().bottom;
    range.selectNodeContents(reason);
    return [...range.getClientRects()].filter(box => box.height < 40 && box.top < edge - 2 && box.bottom > edge + 4).length;
}"""


@pytest.mark.parametrize("width", [375, 768])
def test_only_a_note_of_more_than_eight_lines_is_folded_and_between_two_lines(page: Page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{ELECTION}")
    folded = page.locator(".note.folded")
    assert folded.count() > 0
    for note in folded.all():
        assert note.evaluate(LINES)["shown"] == pytest.approx(6, abs=0.1)
        assert note.locator(".reason").evaluate(CUT) == 0
    page.evaluate("document.querySelectorAll('.folded .unfold').forEach(button => button.click())")
    for note in page.locator(".note:has(.unfold[aria-expanded=true])").all():
        assert note.evaluate(LINES)["shown"] > 8
    for note in page.locator(".note:has(.unfold[aria-expanded=false])").all():
        assert note.evaluate(LINES)["all"] < 9


def test_words_stay_in_sight_beside_a_longer_note_and_what_is_taller_than_the_window_does_not_stick(page: Page, site):
    page.set_viewport_size({"width": 1440, "height": 600})
    page.goto(f"{site}/{ELECTION}")
    cited = page.locator(".citation.judged").first
    cited.locator(".signed").last.evaluate("end => end.scrollIntoView({block: 'center', behavior: 'instant'})")
    expect(cited.locator("blockquote")).to_be_in_viewport()
    assert page.locator(".sticks").evaluate_all("sides => sides.every(side => side.offsetHeight < innerHeight)")
    assert not page.locator(".column.sticks:has(.judged)").count()


def test_the_first_words_stand_on_the_first_screen(page: Page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/{ELECTION}")
    assert page.locator("blockquote").first.bounding_box()["y"] < 720


def test_that_a_link_was_copied_is_said_beside_its_button(page: Page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/{ELECTION}think/")
    button = page.locator("[data-copies]")
    button.click()
    expect(button.locator("xpath=..").locator("[role=status]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/{ELECTION}think/"


def test_a_citation_is_copied_with_its_italics_and_a_field_is_selected_whole(page: Page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/{ELECTION}")
    page.locator(".sharing details").last.locator("summary").click()
    page.locator("[data-copies-from=cite-apa]").click()
    expect(page.locator(".citing [role=status]").first).not_to_be_empty()
    said = page.locator("#cite-apa")
    assert page.evaluate("navigator.clipboard.readText()") == said.text_content()
    html = "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    assert said.locator("i").text_content() in page.evaluate(html).split("<i>")[1]
    page.locator("#share-link").focus()
    assert page.evaluate("getSelection().toString()") == page.locator("#share-link").input_value()


def test_the_questions_stand_beside_the_words_or_on_a_phone_before_them(page: Page, site):
    boxes = {}
    for width in (1440, 375):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{site}/{ELECTION}think/")
        boxes[width] = [page.locator(name).bounding_box() for name in (".to-ask", ".sheet > .words")]
    asked, words = boxes[1440]
    assert asked["x"] > words["x"] + words["width"]
    assert asked["y"] == pytest.approx(words["y"], abs=2)
    asked, words = boxes[375]
    assert asked["y"] + asked["height"] <= words["y"]
