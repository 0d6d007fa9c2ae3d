"""A lesson without a connection: as it was seen last, and it says so."""

import re

import pytest
from playwright.sync_api import Page, expect

from sources.models import Source
from tests.builders import make_lesson
from timeline import lessons
from timeline.lessons import Draft, Said
from timeline.models import Event, Lesson

KEPT = "[data-offline]:not(:empty)"
NOTED = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    found[name] = (await (await caches.open(name)).keys()).map(({url}) => new URL(url).pathname);
  }
  return found;
}"""


@pytest.fixture
def lesson(desk_site) -> Lesson:
    assert Source.objects.exists()
    return make_lesson(Event.objects.get(slug="supreme-soviet-election-1937"), title_en="The election as arithmetic")


def test_a_lesson_opens_without_a_connection_and_says_which_version_it_is(page: Page, desk_site, lesson):
    path = f"/en/lessons/{lesson.code}/"
    page.goto(desk_site + path)
    page.wait_for_selector(KEPT, state="attached")
    page.context.set_offline(True)

    for below in ("", "present/", "blind/"):
        assert page.goto(f"{desk_site}{path}{below}").status == 200
        bar = page.locator("[data-kept]")
        expect(bar).to_have_attribute("role", "status")
        expect(bar).to_contain_text(f"You are offline. This is version {lesson.version} of this lesson")
        expect(bar).to_contain_text(re.compile(r"as you saw it on \d+ \w+ 20\d\d\."))
        expect(page.locator("h1").first).to_be_visible()
        styled = page.evaluate("getComputedStyle(document.body).marginTop === '0px'")
        assert styled, f"{below} came without its styles"
    page.goto(f"{desk_site}/e/{lesson.code}/")  # what is printed on paper
    expect(page.get_by_role("heading", name="The election as arithmetic", level=1)).to_be_visible()

    page.goto(f"{desk_site}{path}key/")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    page.get_by_role("link", name="Back to the lesson").click()
    expect(page.locator("[data-kept]")).to_contain_text("This is version")

    lesson.save()
    page.context.set_offline(False)
    page.goto(desk_site + path)
    expect(page.locator("[data-kept]")).to_have_count(0)
    page.wait_for_selector(KEPT, state="attached")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-kept]")).to_contain_text(f"This is version {lesson.version} of this lesson")
    page.complaints[:] = [said for said in page.complaints if "Failed to load resource" not in said]


def test_only_lessons_are_kept_and_never_where_they_are_changed(page: Page, desk_site, lesson):
    item = Said(Event.objects.get(slug="supreme-soviet-election-1937").code)
    made, secret = lessons.make(Draft(title="My own lesson", items=[item]), "en")
    path = f"/en/lessons/{made.code}/"
    page.goto(desk_site + path)
    page.wait_for_selector(KEPT, state="attached")
    for other in ("/en/", "/en/lessons/", "/en/lessons/new/", f"{path}edit/{secret}/", f"{path}key/"):
        assert page.goto(desk_site + other).status == 200, other
    kept = page.evaluate(NOTED)
    assert list(kept) == [f"lesson:{path}"]
    pages = {one for one in kept[f"lesson:{path}"] if not one.startswith(("/static/", "/e/"))}
    assert path in pages
    assert f"{path}present/" in pages
    assert {one for one in pages if not one.startswith(path)} == {"/lessons-offline.json"}
    assert not [one for one in pages if "/edit/" in one]


def test_a_lesson_that_is_withdrawn_is_forgotten(page: Page, desk_site, lesson):
    path = f"/en/lessons/{lesson.code}/"
    page.goto(desk_site + path)
    page.wait_for_selector(KEPT, state="attached")
    lesson.withdrawn = "No longer needed."
    lesson.save()
    assert page.goto(desk_site + path).status == 410
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    page.complaints[:] = [said for said in page.complaints if "Failed to load resource" not in said]
