"""What a page gives to pass on: a QR code, a citation, buttons, and what platforms read in its head."""

import re

import pytest
import zxingcpp

from tests.builders import cited, make_event, make_published_question, make_quote, save
from tests.views.conftest import text_of
from timeline import publishing, shape

pytestmark = pytest.mark.django_db
SCALE = 4


def decoded(svg: str) -> str:
    """What a reader of codes sees in the drawing: its strokes, each a row of modules, as pixels."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1]) // SCALE
    pixels = bytearray(b"\xff" * size * size * SCALE * SCALE)
    x, y = 0, 0.0
    for letter, numbers in re.findall(
        r"([Mmh])([-\d. ]+)", re.search(r'class="qrline" stroke="#000" d="([^"]+)"', svg)[1]
    ):
        first, *rest = (float(number) for number in re.findall(r"-?[\d.]+", numbers))
        if letter != "h":
            x, y = (int(first), rest[0]) if letter == "M" else (x + int(first), y + rest[0])
            continue
        for line in range(SCALE):
            start = (int(y) * SCALE + line) * size * SCALE + x * SCALE
            pixels[start : start + int(first) * SCALE] = bytes(int(first) * SCALE)
        x += int(first)
    image = memoryview(pixels).cast("B", shape=[size * SCALE, size * SCALE])
    return zxingcpp.read_barcode(image).text


def test_the_qr_code_holds_the_permanent_link(client, october, settings):
    settings.SITE_URL = "https://wederhoor.example"
    response = client.get(f"/e/{october.code}/qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert decoded(response.content.decode()) == f"https://wederhoor.example/e/{october.code}/"


def test_the_qr_code_is_a_file_of_its_own_that_may_be_kept_for_a_year(client, october, queries):
    with queries():
        response = client.get(f"/e/{october.code.upper()}/qr.svg")
    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    assert response.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert not response.cookies


def test_every_part_with_a_code_has_its_own(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    assert decoded(client.get(f"/e/{quote.code}/qr.svg").content.decode()).endswith(f"/e/{quote.code}/")


@pytest.mark.parametrize("code", ["zzzzzz", "x" * 80])
def test_a_code_that_leads_nowhere_is_404(client, db, code):
    assert client.get(f"/e/{code}/qr.svg").status_code == 404


def test_a_citation_names_the_version_and_its_pinned_address(client, october, settings):
    settings.SITE_URL = "https://example.org"
    publishing.publish(october, reason="again")
    words = text_of(client.get("/en/events/october-1917/"))
    pinned = "https://example.org/en/events/october-1917/versions/2/"
    assert re.search(rf"“{october.title_en}”, Wederhoor, version 2, \d+ \w+ \d{{4}}, {pinned}", words)
    first = text_of(client.get("/en/events/october-1917/versions/1/"))
    assert pinned.replace("/2/", "/1/") in first


def test_a_question_is_cited_by_its_permanent_link(client, accounts, settings):
    settings.SITE_URL = "https://example.org"
    question = make_published_question("who-ruled")
    words = text_of(client.get("/en/questions/who-ruled/"))
    assert re.search(rf"Wederhoor, version 1, \d+ \w+ \d{{4}}, https://example.org/e/{question.code}/", words)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_button_copies_the_permanent_link_of_this_language(client, october, settings, language):
    settings.SITE_URL = "https://example.org"
    page = client.get(f"/{language}/events/october-1917/").content.decode()
    assert f'data-copies="https://example.org/{language}/e/{october.code}/" hidden' in page


def test_buttons_that_need_a_script_are_hidden_without_one(client, october):
    page = client.get("/en/events/october-1917/").content.decode()
    assert all(" hidden" in button for button in re.findall(r"<button[^>]*>", page))
    for copying in re.findall(r"<p><button[^>]* data-copies.*?</p>", page, flags=re.S):
        assert '<span class="said" role="status"' in copying


def test_an_event_says_when_it_was_published_and_changed(client, october):
    publishing.publish(save(shape.from_dict(shape.to_dict(october), "event")), reason="again")
    page = client.get("/en/events/october-1917/").content.decode()
    times = re.findall(r'property="article:(\w+)_time" content="(\d{4}-\d\d-\d\dT[^"]+)"', page)
    assert [name for name, _time in times] == ["published", "modified"]
    assert times[0][1] <= times[1][1]
    assert '<meta name="twitter:card" content="summary">' in page
    assert f'<meta property="og:description" content="{october.summary_en}">' in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sheet_of_quotes_is_passed_on_as_itself_and_not_as_the_page_with_the_verdicts(
    client, october, settings, language
):
    settings.SITE_URL = "https://example.org"
    sheet = f"https://example.org/{language}/events/october-1917/think/"
    page = client.get(f"/{language}/events/october-1917/think/").content.decode()
    assert re.findall(r'data-copies="([^"]*)"', page) == [sheet]
    drawings = set(re.findall(r'<img src="([^"]*)"', page))
    assert drawings == {f"/{language}/events/october-1917/think/qr.svg"}
    response = client.get(drawings.pop())
    assert decoded(response.content.decode()) == sheet
    assert response.headers["Cache-Control"] == "public, max-age=31536000"


def test_there_is_no_qr_code_of_a_sheet_that_nobody_may_see(client, october):
    make_event("draft")
    for slug in ("draft", "never-was"):
        assert client.get(f"/nl/events/{slug}/think/qr.svg").status_code == 404
