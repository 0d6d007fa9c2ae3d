"""The slides at the front of a class: by the keyboard, large enough, and nothing cut."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import ELECTION

SCREEN = {"width": 1280, "height": 720}


@pytest.fixture
def slides(page: Page, site) -> Page:
    page.set_viewport_size(SCREEN)
    page.goto(f"{site}/en/{ELECTION}present/")
    return page


def test_the_keyboard_leads_through_the_slides_and_back_to_the_page(slides: Page, site):
    where = slides.locator("[data-where]")
    last = slides.locator(".slide").count()
    for key, number in [
        ("ArrowRight", 2), ("Space", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2), ("Shift+Space", 1),
        ("ArrowLeft", 1), ("End", last), ("ArrowRight", last), ("Home", 1), ("ArrowDown", 2),
    ]:  # fmt: skip
        slides.keyboard.press(key)
        if number > 1 or key != "ArrowLeft":
            expect(where).to_have_text(f"{number} of {last}")
        expect(slides.locator(f"#slide-{number}")).to_be_focused()
        expect(slides.locator(f"#slide-{number}")).to_be_in_viewport(ratio=0.9)
        assert slides.url.endswith(f"#slide-{number}")
    slides.reload()
    expect(slides.locator("#slide-2")).to_be_in_viewport(ratio=0.9)
    slides.keyboard.press("Escape")
    expect(slides).to_have_url(f"{site}/en/{ELECTION}")


def test_what_was_found_opens_before_the_next_slide_comes(slides: Page):
    dates = slides.locator(".slide-dates")
    number = int(dates.get_attribute("id").removeprefix("slide-"))
    slides.evaluate("id => location.hash = id", f"slide-{number}")
    expect(dates).to_be_focused()
    expect(dates.locator("details")).not_to_have_attribute("open", "")
    slides.keyboard.press("PageDown")
    expect(dates.locator("details")).to_have_attribute("open", "")
    expect(dates).to_be_in_viewport(ratio=0.9)
    slides.keyboard.press("PageDown")
    expect(slides.locator(f"#slide-{number + 1}")).to_be_focused()


def test_words_are_legible_from_the_back_row_and_no_slide_is_cut(slides: Page, site):
    for path in (ELECTION, "events/old-officials-in-soviet-service-1922/"):
        slides.goto(f"{site}/en/{path}present/")
        sizes = slides.eval_on_selector_all(
            ".slide-quote blockquote p", "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert sizes
        assert min(sizes) >= 32
        fits = "all => all.filter(each => each.offsetHeight > innerHeight + 1).map(each => each.id)"
        assert slides.eval_on_selector_all(".slide-quote, .slide-title", fits) == []
        hidden = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.className)"
        assert slides.eval_on_selector_all(".slide, .slide-body", hidden) == []


def test_without_script_the_links_lead_from_slide_to_slide(browser, site):
    with browser.new_context(java_script_enabled=False, viewport=SCREEN) as context:
        page = context.new_page()
        page.goto(f"{site}/en/{ELECTION}present/")
        page.locator("#slide-1 [data-go]").click()
        assert page.url.endswith("#slide-2")
        expect(page.locator("#slide-2")).to_be_in_viewport(ratio=0.9)
        expect(page.locator("[data-fills]").first).to_be_hidden()
