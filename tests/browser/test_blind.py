"""The blind exercise in a real browser: on a phone, with answers that stay there; and on paper."""

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader

BLIND = "en/events/february-revolution-1917/blind/"  # two sources
SUMS = "en/events/supreme-soviet-election-1937/blind/"  # one source, and numbers


def test_a_pupil_sorts_weighs_and_reveals_and_her_answers_never_leave_the_phone(page: Page, site):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(f"{site}/{BLIND}")
    page.locator(".forward").click()
    boxes = [label.bounding_box()["height"] for label in page.locator(".choices label").all()]
    assert min(boxes) >= 44
    page.locator("[name=sort-a][value=only]").check()
    page.locator("[name=sort-b][value=differ]").check()
    page.locator(".forward").click()
    page.locator("[name=trust][value=b]").check()
    page.fill("#why", "Omdat er <b>getallen</b> staan.")
    page.locator(".forward").click()

    expect(page.locator("[data-answer=sort-a] [data-says=only]")).to_be_visible()
    expect(page.locator("[data-answer=sort-a] [data-says=agree]")).to_be_hidden()
    expect(page.locator("[data-answer=trust] [data-says=b]")).to_be_visible()
    expect(page.locator("[data-answer=why] [data-told]")).to_have_text("Omdat er <b>getallen</b> staan.")
    expect(page.locator("[data-answer=words]")).to_be_hidden()

    page.go_back()
    expect(page.locator("#why")).to_have_value("Omdat er <b>getallen</b> staan.")
    page.goto(f"{site}/{BLIND.replace('en/', 'nl/', 1)}read/")
    expect(page.locator("[name=sort-b][value=differ]")).to_be_checked()
    page.goto(f"{site}/{BLIND}reveal/")
    page.locator("[data-clears]").click()
    expect(page.locator("[data-clears] ~ [role=status]")).not_to_be_empty()
    expect(page.locator(".yours").first).to_be_hidden()
    page.goto(f"{site}/{BLIND}read/")
    expect(page.locator("input:checked")).to_have_count(0)

    assert page.context.cookies() == []
    for method, url, sent in asked:
        assert (method, sent) == ("GET", None), url
        assert url.startswith(f"{site}/"), url
        assert "?" not in url, url


def test_that_all_numbers_can_be_true_and_that_some_cannot_exclude_each_other(page: Page, site):
    page.goto(f"{site}/{SUMS}numbers/")
    numbers, fit = page.locator("[name^=number-]"), page.locator("[name=numbers-fit]")
    numbers.first.check()
    fit.check()
    expect(page.locator("[name^=number-]:checked")).to_have_count(0)
    page.reload()
    expect(page.locator(":checked")).to_have_count(1)
    for box in numbers.all():
        box.check()
    expect(fit).not_to_be_checked()
    page.goto(f"{site}/{SUMS}reveal/")
    expect(page.locator("[data-answer=numbers-fit]")).to_be_hidden()
    expect(page.locator("[data-all^='number-']")).to_be_visible()


def test_without_scripts_it_says_to_write_answers_down_and_every_step_is_there(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/{SUMS}")
    for _step in range(4):
        page.locator(".forward").click()
    assert page.url == f"{site}/{SUMS}reveal/"
    page.goto(f"{site}/{BLIND}read/")
    said = page.locator("noscript p")
    expect(said).to_be_visible()
    assert "forgets your answers" in said.evaluate("told => told.innerText")
    expect(page.locator("[data-unkept]")).to_be_hidden()


def test_where_the_browser_keeps_nothing_it_says_so(page: Page, site):
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page.goto(f"{site}/{BLIND}read/")
    page.locator("[name=sort-a][value=only]").check()
    expect(page.locator("[data-unkept]")).to_be_visible()


def test_the_exercise_fits_on_one_sheet_and_the_key_is_apart(page: Page, site):
    for size in ("A4", "Letter"):
        page.goto(f"{site}/{SUMS}sheet/")
        sheet = PdfReader(io.BytesIO(page.pdf(format=size)))
        said = "".join(one.extract_text() for one in sheet.pages)
        assert len(sheet.pages) <= 2  # both sides
        assert "89.844.000" in said
        assert "Socialist Democracy" not in said
        for letter in "ABCDEFGHIJ":
            assert f"Quote {letter}" in said
    page.goto(f"{site}/{SUMS}reveal/")
    key = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
    assert "Key" in key
    assert "Socialist Democracy" in key
