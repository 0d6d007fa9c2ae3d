"""The page of a finding, on paper and on a phone."""

import pytest
from playwright.sync_api import Page, expect

CLASH = "findings/00ma5mq6/"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_paper_one_chain_of_steps_is_told_and_the_others_stay_folded(page: Page, site, language):
    page.goto(f"{site}/{language}/{CLASH}")
    seen = "lists => lists.map(list => list.checkVisibility())"
    page.emulate_media(media="print")
    assert page.locator(".steps").evaluate_all(seen) == [True] + [False] * 3


def test_a_chain_unfolds_without_script_and_with_the_keyboard(page: Page, site):
    page.goto(f"{site}/en/{CLASH}")
    summary = page.locator(".other-chain > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".other-chain").first.locator(".steps")).to_be_visible()


def test_on_a_phone_nothing_has_to_be_scrolled_sideways(page: Page, site):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/en/{CLASH}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
