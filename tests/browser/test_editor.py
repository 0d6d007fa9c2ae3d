"""An editor brings in a third source and makes an event of it by hand; readers find it; the corpus travels."""

import filecmp
import os
import re
import subprocess
import sys

from django.conf import settings
from playwright.sync_api import Page, expect

from timeline import corpus
from timeline.models import Publication

WORDS = "Op 26 januari 1924 heette de stad voortaan Leningrad."
TEXT = f"De stad\n\nPetrograd rouwde om Lenin. {WORDS} Niet iedereen was daar blij mee."


def choose(page: Page, select_id: str, typed: str):
    """Choose in an autocomplete: open it, type, and take what it offers."""
    page.locator(f"#{select_id} + .select2").click()
    page.locator(".select2-dropdown .select2-search__field").fill(typed)
    page.locator(".select2-results__option[role=option]", has_text=typed).first.click()


def add_source(page: Page, url: str):
    """A third account, with its text pasted in."""
    page.goto(f"{url}/admin/sources/source/add/")
    page.fill("#id_slug", "city-chronicle")
    page.select_option("#id_kind", "account")
    page.fill("#id_lane", "3")
    page.fill("#id_name_nl", "De stadskroniek")
    page.fill("#id_name_en", "The city chronicle")
    page.check("#id_published")
    page.select_option("#id_showing", "whole")
    page.fill("#id_csl", '{"type": "book", "title": "Stadskroniek"}')
    page.fill("#id_pasted", TEXT)
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success").first).to_be_visible()


def add_quote(page: Page, url: str):
    """Its words, copied with a line break where the file has none."""
    page.goto(f"{url}/admin/sources/quote/add/")
    choose(page, "id_text", "city chronicle")
    page.fill("#id_exact", WORDS.replace("heette de", "heette\nde"))
    page.fill("#id_translation_en", "From 26 January 1924 the city was called Leningrad.")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success").first).to_be_visible()


def add_event(page: Page, url: str):
    """An event that cites the quote, with a note, published from the form."""
    page.goto(f"{url}/admin/timeline/event/add/")
    page.fill("#id_title_nl", "Petrograd wordt Leningrad")
    page.locator("#id_title_en").press_sequentially("Petrograd becomes Leningrad")
    expect(page.locator("#id_slug")).to_have_value("petrograd-becomes-leningrad")
    page.fill("#id_summary_nl", "De stad kreeg de naam van Lenin.")
    page.fill("#id_summary_en", "The city was named after Lenin.")
    page.fill("#id_edtf", "1924-01-26")
    page.fill("#id_reference_lines", "carr-1954, ch. 14")
    add_row(page, "citations")
    choose(page, "id_citations-0-quote", "Leningrad")
    page.select_option("#id_citations-0-origin", "stated")
    page.fill("#id_citations-0-words", "26 januari 1924")
    page.fill("#id_citations-0-edtf", "1924-01-26")
    add_row(page, "notes")
    page.select_option("#id_notes-0-verdict", "context")
    choose(page, "id_notes-0-quote", "Leningrad")
    page.fill("#id_notes-0-reason_nl", "De naam gold tot **1991**.")
    page.fill("#id_notes-0-reason_en", "The name stood until **1991**.")
    page.fill("#id_notes-0-reference_lines", "carr-1954")
    page.check("#id_notes-0-ready")
    page.click("input[name=_publish]")
    expect(page.locator(".messagelist .success")).to_contain_text("petrograd", ignore_case=True)


def add_row(page: Page, prefix: str):
    """One more row of an inline form."""
    page.locator(f"#{prefix}-group .add-row a").click()


def test_a_third_source_an_event_and_a_note_made_at_the_desk_are_found_on_the_public_pages(
    desk_site, desk, tmp_path, postgres_url
):
    add_source(desk, desk_site)
    add_quote(desk, desk_site)
    add_event(desk, desk_site)

    desk.goto(f"{desk_site}/nl/?from=1924&to=1924")
    desk.get_by_role("link", name="Petrograd wordt Leningrad", exact=True).click()
    expect(desk).to_have_url(f"{desk_site}/nl/events/petrograd-becomes-leningrad/")
    expect(desk.locator("blockquote", has_text=WORDS)).to_be_visible()
    expect(desk.locator("strong", has_text="1991")).to_be_visible()
    desk.goto(f"{desk_site}/nl/sources/city-chronicle/")
    expect(desk.locator("mark", has_text="Leningrad")).to_be_visible()
    desk.goto(f"{desk_site}/en/?account=city-chronicle")
    expect(desk.get_by_role("link", name="Petrograd becomes Leningrad", exact=True)).to_be_visible()

    travels_to_postgres_and_back(tmp_path, postgres_url)


def travels_to_postgres_and_back(tmp_path, postgres_url):
    """The corpus exported, loaded into an empty PostgreSQL, and exported again is the same, byte for byte."""
    here, there = tmp_path / "here", tmp_path / "there"
    corpus.export(here)
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    environment = os.environ | {"DATABASE_URL": postgres_url, "VAR": str(tmp_path / "var")}
    commands = (
        ["migrate", "-v0"],
        ["load_corpus", str(here)],
        ["export_corpus", str(there)],
        ["rebuild_index", "--check"],
    )
    for command in commands:
        subprocess.run([*manage, *command], env=environment, check=True, capture_output=True)
    names = sorted(path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file())
    assert "events/petrograd-becomes-leningrad.toml" in names
    assert names == sorted(path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(here, there, names, shallow=False) == (names, [], [])


def test_two_editors_on_one_event_the_second_sees_both_and_loses_nothing(desk_site, desk, browser):
    desk.goto(f"{desk_site}/admin/timeline/event/?q=kirov")
    desk.get_by_role("link", name=re.compile("Kirov")).click()
    desk.fill("#id_summary_nl", "Wat ik typte.")
    other = browser.new_page(storage_state=desk.context.storage_state())
    other.goto(desk.url)
    other.fill("#id_summary_nl", "Wat de ander opsloeg.")
    other.fill("#id_reason", "korter")
    other.click("input[name=_continue]")

    desk.click("input[name=_continue]")

    conflict = desk.locator(".conflict")
    expect(conflict).to_contain_text("Wat de ander opsloeg.")
    expect(conflict).to_contain_text("korter")
    expect(conflict).to_contain_text("Wat ik typte.")
    expect(desk.locator("#id_summary_nl")).to_have_value("Wat ik typte.")
    assert Publication.objects.filter(slug="kirov-murder-1934").count() == 1, "nothing was published meanwhile"


def test_a_finding_that_waits_on_the_start_page_is_answered_at_the_desk_and_shown_beside_it(desk_site, desk):
    desk.goto(f"{desk_site}/admin/timeline/event/?q=party-membership-1919-1922")
    desk.locator("#result_list tbody th a").click()
    answered = desk.locator("select[name$='-finding']:has(option[value=nbraftey][selected])")
    answered.select_option("")  # the first corpus leaves nothing unanswered
    desk.click("input[name=_publish]")

    desk.goto(f"{desk_site}/admin/")
    desk.locator(".to-answer a").click()
    desk.locator("tr", has_text="313.000").locator(".field-on a").click()
    number = desk.locator("#id_notes-TOTAL_FORMS").input_value()
    add_row(desk, "notes")
    row = f"#id_notes-{number}-"
    finding = desk.locator(f"{row}finding option", has_text="313.000").first.get_attribute("value")
    desk.select_option(f"{row}finding", finding)
    desk.select_option(f"{row}verdict", "context")
    desk.fill(f"{row}reason_nl", "Afgekapt, niet afgerond.")
    desk.fill(f"{row}reason_en", "Cut off, not rounded.")
    desk.fill(f"{row}reference_lines", "carr-1950")
    desk.check(f"{row}ready")
    desk.click("input[name=_publish]")
    expect(desk.locator(".messagelist .success").first).to_be_visible()

    desk.goto(f"{desk_site}/en/events/party-membership-1919-1922/#finding-{finding}")
    expect(desk.locator(f"#finding-{finding}")).to_contain_text("Answered by an editor")
    desk.goto(f"{desk_site}/en/findings/{finding}/")
    expect(desk.get_by_text("Cut off, not rounded.")).to_be_visible()
    desk.goto(f"{desk_site}/admin/timeline/publicfinding/")
    expect(desk.locator("tr", has_text="313.000")).to_have_count(0)
