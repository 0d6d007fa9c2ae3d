"""A teacher makes a lesson without an account, and a class does it: on a phone, and on paper."""

import io
import re

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

WORK = "Reken uit: 91 van 93 miljoen.\nKlopt 96,8 %?"
EXPECTED = "Nee: 97,8 %. <b>Let op</b> de afronding."


def words_on(page: Page, paper: str) -> str:
    """What stands on the sheets that this page is printed on."""
    sheets = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
    return plain(" ".join(sheet.extract_text() for sheet in sheets))


def plain(text: str) -> str:
    """The words with single spaces, whatever kind of space stands between them."""
    return re.sub(r"\s+", " ", text)


def make_a_lesson(page: Page, site: str) -> tuple[str, str]:
    """Find, put in the basket, order with the keyboard, give tasks, and make it: the link for the class, and her own."""
    page.goto(f"{site}/nl/?q=Kirov")
    page.locator(".event h4 a", has_text="Kirov").first.click()
    page.locator(".event-page [data-basket]").first.click()
    expect(page.locator(".basket")).to_contain_text("1")
    for place in ("events/supreme-soviet-election-1937/", "questions/what-makes-a-soviet-state-democratic/"):
        page.goto(f"{site}/nl/{place}")
        page.locator("main [data-basket]").first.click()
    expect(page.locator(".basket")).to_contain_text("3")
    # Every way to the form brings the basket along; one that led there without it is offered what is in it.
    expect(page.locator("footer a[href*='/lessons/new/']")).to_have_attribute(
        "href", re.compile(r"items=(\w+\.){2}\w+$")
    )
    page.goto(f"{site}/nl/lessons/new/")
    page.locator("[data-basket-offer] a").click()

    page.fill("#title", "De verkiezing")
    first, second = (page.locator(".lesson-item").nth(number).get_attribute("id") for number in (0, 1))
    page.locator(f"#{second} [name=move]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-item").first).to_have_attribute("id", second)
    expect(page.locator(".lesson-item").nth(1)).to_have_attribute("id", first)
    expect(page.locator(f"#{second} :focus")).to_have_count(1)
    expect(page.locator("#title")).to_have_value("De verkiezing")

    page.locator(f"#{second} textarea").first.fill(WORK)
    page.locator(f"#{second} textarea").last.fill(EXPECTED)
    page.locator(f"#{first} select").select_option("sourcing")
    page.locator(".main-button").click()
    expect(page.locator("#edit-link")).to_be_visible()
    return page.locator("#class-link").inner_text(), page.locator("#edit-link").inner_text()


def test_a_lesson_from_the_first_search_to_the_last_sheet_of_paper(page: Page, browser: Browser, own_site):
    link, secret = make_a_lesson(page, own_site)
    assert page.context.cookies() == []

    clean = browser.new_context(viewport={"width": 375, "height": 740}, device_scale_factor=2)
    phone = clean.new_page()
    assert phone.goto(link).status == 200
    expect(phone.locator("h1")).to_have_text("De verkiezing")
    assert plain(phone.locator("main").inner_text()).count("Klopt 96,8 %?") == 1
    assert "Let op" not in phone.content()
    assert secret.split("/")[-2] not in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375

    # The class's sheet, and the key on its own.
    for paper in ("A4", "Letter"):
        sheet = words_on(phone, paper)
        for said in ("De verkiezing", "Klopt 96,8 %?", "89.844.000", link.split("/")[-2]):
            assert said in sheet, said
        assert "Let op" not in sheet
    key = clean.new_page()
    key.goto(f"{link}key/")
    assert EXPECTED in words_on(key, "A4")

    # Blind: every step forward to the end, answers kept on the way.
    phone.goto(f"{link}blind/")
    phone.locator(".forward, main a[href*='/read/']").first.click()
    steps = [phone.url]
    sorting = ""  # the first step that asks it: where one source speaks there is nothing to sort
    while phone.locator(".forward").count() and len(steps) < 30:
        if not sorting and phone.locator("[name^=sort-]").count():
            phone.locator("[name^=sort-]").first.check()
            sorting = phone.url
        phone.locator(".forward").click()
        steps.append(phone.url)
    assert steps[-1] == link
    assert sum("/reveal/" in step for step in steps) == 3
    phone.goto(next(step for step in steps[steps.index(sorting) :] if "/reveal/" in step))
    expect(phone.locator("[data-answer^=sort-] [data-says]:visible")).to_have_count(1)
    assert clean.cookies() == []
    clean.close()


def test_the_secret_link_changes_the_lesson_and_removes_it(page: Page, own_site):
    link, secret = make_a_lesson(page, own_site)
    page.goto(secret)
    expect(page.locator("#edit-link")).to_be_hidden()  # this page may stand on a projector
    page.fill("#title", "De stembus")
    page.locator(".main-button").click()
    page.wait_for_url(re.compile("done=saved"))
    page.goto(link)
    expect(page.locator("h1")).to_have_text("De stembus")

    page.goto(secret)
    page.locator("[name=delete]").click()
    page.locator("[name=really]").click()
    page.locator("main a[href$='/lessons/']").click()  # that it is gone, and the way back
    assert page.goto(link).status == 410
    page.complaints[:] = [said for said in page.complaints if "410" not in said]
