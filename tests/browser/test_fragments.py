"""Links that lead to words: from a quote on a page to the place in the source where it stands."""

import re

import pytest
from playwright.sync_api import Page, expect

from timeline.views.passages import text_fragment

CSS = ("static/css/site.css", "static/css/source.css")
PAGES = ("events/eleventh-party-congress-1922/", "questions/who-ruled-class-party-or-apparatus/")


def links_to_words(page: Page, place: str) -> dict[str, str]:
    """The addresses on a page that lead to words in a source, by the code of the quote."""
    page.goto(place)
    links = page.locator("a[href*=':~:text=']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return {re.search(r"#q-(\w+):~:", link)[1]: link for link in links}


@pytest.mark.parametrize("place", PAGES)
def test_a_link_scrolls_to_the_words_even_where_the_anchor_is_not_known(page: Page, site, place):
    page.set_viewport_size({"width": 1280, "height": 300})
    links = links_to_words(page, f"{site}/nl/{place}")
    assert len(links) > 2
    for code, link in links.items():
        page.goto("about:blank")
        page.goto(site + re.sub(r"#q-\w+", "#", link))
        expect(page.locator(f"#q-{code}"), link).to_be_in_viewport()


def test_the_words_of_a_source_are_found_across_the_numbers_of_its_quotes(page: Page, site):
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(f"{site}/nl/sources/lenins-struggle/")
    paragraph = page.locator(".passage p:has(mark + .cite ~ mark + .cite)").last
    words = paragraph.text_content().strip()
    page.goto("about:blank")
    page.goto(f"{site}/nl/sources/lenins-struggle/#{text_fragment(words)}")
    expect(page.locator(f"mark:text-is('{words.split('.')[0]}.')").last).to_be_in_viewport()


@pytest.mark.parametrize(
    ("target", "outlined"),
    [("q-a", ["one two", "two"]), ("q-b", ["two", "three"]), ("q-c", ["four", "five"]), ("", [])],
)
def test_all_of_a_passage_is_outlined_also_where_it_had_to_be_cut(page: Page, settings, target, outlined):
    style = "".join((settings.BASE_DIR / name).read_text() for name in CSS)
    html = (
        f"<!doctype html><style>{style}</style><div class='text'>"
        '<div class="passage"><p><mark id="q-a">one <mark id="q-b" class="cut">two</mark></mark>'
        '<mark class="continued">three</mark> <mark id="q-c" class="over">four</mark></p></div>'
        '<div class="passage"><p><mark class="continued">five</mark> <mark id="q-d">six</mark></p></div></div>'
    )
    page.route("http://passages.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"http://passages.test/#{target}")
    drawn = """marks => marks.filter(mark => getComputedStyle(mark).outlineStyle == "solid"
                     || getComputedStyle(mark.parentElement).outlineStyle == "solid").map(mark => mark.textContent)"""
    assert page.locator("mark").evaluate_all(drawn) == outlined
