"""What a reader does with the pages, in a real browser; whatever that complains of fails the test."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.places import ANSWERS, PLACES

SLIDES = "socialist-democracy-slides"


def every_page(page: Page, site: str) -> list[str]:
    """The public pages of the first corpus, by the sitemap; of the literature one will do, of the findings every fourth.
    All of them in Dutch, which has the longer words; of the English ones an example of each kind."""
    places = re.findall(r"<loc>([^<]+/nl/[^<]*)</loc>", page.request.get(f"{site}/sitemap.xml").text())
    assert len(places) > 100
    findings = [place for place in places if "/findings/" in place]
    few = set(places) - set(findings) | set(findings[::4])
    few = [place for place in few if "/sources/" not in place or re.search("slides|struggle|kotkin-2014", place)]
    return sorted(few) + [f"{site}/en/{path}" for kind, path in PLACES.items() if kind not in ANSWERS]


def test_every_page_is_quiet_and_fits_a_narrow_screen(page: Page, site):
    page.set_viewport_size({"width": 320, "height": 640})
    for place in every_page(page, site):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
        expect(page.locator("main h1")).to_have_count(1)


def test_the_filter_changes_the_list_in_place_and_back_brings_it_back(page: Page, site):
    page.goto(f"{site}/nl/")
    everything = page.locator(".event").count()
    page.evaluate("window.stayed = true")

    page.click(f"#filter-{SLIDES}")
    page.wait_for_url(f"{site}/nl/?account={SLIDES}")
    expect(page.locator(".event")).not_to_have_count(everything)
    expect(page.locator(f"#filter-{SLIDES}")).to_be_focused()
    assert page.evaluate("window.stayed")
    expect(page.locator("#languages a")).to_have_attribute("href", f"{site}/en/?account={SLIDES}")

    page.go_back()
    expect(page.locator(".event")).to_have_count(everything)
    expect(page.locator(".site-name")).to_have_count(1)
    expect(page.locator("#filter-all")).to_have_attribute("aria-current", "true")


def test_the_window_keeps_the_filter_and_a_bad_date_is_explained(page: Page, site):
    page.goto(f"{site}/en/?account={SLIDES}")
    page.fill("[name=from]", "1934-12")
    page.press("[name=from]", "Enter")
    page.wait_for_url(re.compile(r"account=.*from=1934-12"))
    expect(page.locator(".event").first).to_contain_text("Kirov")

    page.fill("[name=from]", "soon")
    page.press("[name=from]", "Enter")
    expect(page.locator("main")).to_contain_text("“soon” is not a date")
    assert len(page.complaints) == 1  # the browser itself notes a 400
    page.complaints.clear()


def test_all_of_it_works_without_scripts(browser: Browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/en/")
    page.click(f"#filter-{SLIDES}")
    assert page.url == f"{site}/en/?account={SLIDES}"
    page.click(".event h4 a >> nth=0")
    expect(page.locator("blockquote").first).to_be_visible()
    page.click(".place a >> nth=0")
    assert "/en/sources/" in page.url
    page.click(".cite >> nth=0")
    expect(page.locator("blockquote").first).to_be_visible()


def test_the_skip_link_is_the_first_stop_and_reaches_the_content(page: Page, site):
    page.goto(f"{site}/en/")
    page.keyboard.press("Tab")
    expect(page.locator("body > .skip")).to_be_focused()
    expect(page.locator("body > .skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
