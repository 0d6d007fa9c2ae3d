"""What a reader and a teacher come for, from the first page to the last; each way with scripts and without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import layout
from tests.browser.places import ELECTION

SLIDES = "socialist-democracy-slides"
A4 = 718  # pixels between the margins of a sheet


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visitor(request, browser: Browser, site) -> Page:
    """Somebody's browser, with or without scripts."""
    context = browser.new_context(
        java_script_enabled=request.param, base_url=site, permissions=["clipboard-read", "clipboard-write"]
    )
    context.scripts = request.param
    yield context.new_page()
    context.close()


def test_a_reader_filters_searches_zooms_and_goes_back(visitor: Page):
    visitor.goto("/en/")
    everything = visitor.locator(".event").count()

    visitor.click(f"#filter-{SLIDES}")
    expect(visitor).to_have_url(re.compile(f"account={SLIDES}"))
    expect(visitor.locator(".event")).not_to_have_count(everything)
    visitor.fill("#find-q", "Kirov")
    visitor.press("#find-q", "Enter")
    expect(visitor).to_have_url(re.compile("q=Kirov"))
    assert f"account={SLIDES}" in visitor.url, "the search keeps the filter"
    expect(visitor.locator(".event").first).to_contain_text("Kirov")
    visitor.go_back()
    expect(visitor).not_to_have_url(re.compile("q=Kirov"))
    visitor.go_back()
    expect(visitor.locator(".event")).to_have_count(everything)

    visitor.click("#zoom-in")
    expect(visitor).to_have_url(re.compile("from="))
    visitor.go_back()
    expect(visitor.locator(".event")).to_have_count(everything)
    expect(visitor.locator("body > header")).to_have_count(1)


def test_a_reader_finds_nothing_is_told_what_to_loosen_and_finds_something(visitor: Page):
    visitor.goto(f"/en/?q=zeppelin&account={SLIDES}")
    expect(visitor.locator(".event")).to_have_count(0)
    visitor.click("#without-q")
    expect(visitor).not_to_have_url(re.compile("zeppelin"))
    expect(visitor.locator(".event").first).to_be_visible()


def test_back_to_a_filtered_board_ends_where_the_reader_was(visitor: Page):
    visitor.goto("/en/contested/?verdict=contested#notes")
    note = visitor.locator(".claim .whole").nth(8)
    note.scroll_into_view_if_needed()
    before = note.bounding_box()["y"]
    note.click()
    expect(visitor).to_have_url(re.compile("/events/"))
    visitor.go_back()
    expect(note).to_be_in_viewport()
    assert note.bounding_box()["y"] == pytest.approx(before, abs=30)


def test_a_reader_follows_a_quote_into_its_source_and_comes_back(visitor: Page):
    visitor.goto(f"/en/{ELECTION}")
    quote = visitor.locator("blockquote").first
    words = quote.inner_text()
    visitor.click(".place a >> nth=0")
    expect(visitor).to_have_url(re.compile("/en/sources/.*#q-"))
    place = visitor.locator(":target")
    expect(place).to_be_in_viewport()
    assert re.sub(r"\W", "", words)[:30] in re.sub(r"\W", "", visitor.locator("main").inner_text())
    visitor.go_back()
    expect(visitor).to_have_url(re.compile(f"/en/{ELECTION}"))
    expect(quote).to_be_visible()


def test_a_teacher_hands_out_a_sheet_with_the_quotes_alone(visitor: Page):
    visitor.goto(f"/en/{ELECTION}")
    verdict = visitor.locator(".note .reason").first.inner_text().split(".")[0]
    visitor.get_by_role("link", name=re.compile("Think first")).click()
    expect(visitor.locator("blockquote").first).to_be_visible()
    expect(visitor.get_by_text(verdict).locator("visible=true")).to_have_count(0)

    on_paper(visitor)
    expect(visitor.get_by_text(verdict).locator("visible=true")).to_have_count(0)
    code = visitor.locator("img[src$='qr.svg']:visible")
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] >= 60
    assert visitor.request.get(code.get_attribute("src")).headers["content-type"].startswith("image/svg+xml")


def test_a_teacher_prints_an_event_and_nothing_is_cut_off(visitor: Page):
    visitor.goto(f"/en/{ELECTION}")
    on_paper(visitor)
    expect(visitor.locator("body > header nav:visible")).to_have_count(0)
    expect(visitor.locator("form:visible, button:visible")).to_have_count(0)
    for quote in visitor.locator("blockquote").all():
        expect(quote).to_be_visible()
    expect(visitor.get_by_text(re.compile(r"/e/\w{4,12}/")).locator("visible=true").first).to_be_visible()


def on_paper(page: Page):
    """The page as it is printed on A4, with nothing lost."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 1000})
    assert page.pdf(format="A4").startswith(b"%PDF")
    if page.context.scripts:
        assert layout.text_cut_off(page) == []
        assert layout.text_overlapping(page) == []


def test_a_teacher_copies_a_link_that_leads_back(visitor: Page):
    visitor.goto(f"/en/{ELECTION}")
    if visitor.context.scripts:
        visitor.click("[data-copies]")
        expect(visitor.locator("[role=status]").first).not_to_be_empty()
        link = visitor.evaluate("navigator.clipboard.readText()")
    else:
        expect(visitor.locator("button:visible")).to_have_count(0)  # who has no script sees no button for one
        link = visitor.locator("input.copyable").first.input_value()
    visitor.goto(link)
    expect(visitor).to_have_url(re.compile(f"/(en|nl)/{ELECTION}"))
