"""What a page gives to pass on: a QR code, a citation, buttons, and what platforms read in its head."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import zxingcpp
from django.utils.translation import override
from PIL import Image

from tests.builders import (
    cited,
    make_event,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    save,
)
from tests.views.conftest import OCTOBER, text_of
from timeline import publishing, shape
from timeline.checks import agreement
from timeline.views import sharing
from timeline.views.public import head_of

pytestmark = pytest.mark.django_db
SCALE = 4
# The code of a finding follows from what it is about: here, that the dossier is silent.
SILENCE = agreement.finding_code(OCTOBER, agreement.Finding("silence", "silent", ("dossier",), ()))


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


def test_a_citation_names_the_version_and_its_pinned_address_in_three_styles(client, october, settings):
    settings.SITE_URL = "https://example.org"
    publishing.publish(october, reason="again")
    words = text_of(client.get("/en/events/october-1917/"))
    pinned = "https://example.org/en/events/october-1917/versions/2/"
    title = october.title_en
    assert re.search(rf"Editors of Wederhoor. \(\d{{4}}, \w+ \d+\). {title} \(Version 2\). Wederhoor. {pinned}", words)
    assert re.search(rf"Editors of Wederhoor. “{title}.” Wederhoor. Version 2, \w+ \d+, \d{{4}}. {pinned}.", words)
    assert re.search(rf"Editors of Wederhoor. “{title}.” Wederhoor , version 2, \d+ \S+ \d{{4}}, {pinned}.", words)
    first = text_of(client.get("/en/events/october-1917/versions/1/"))
    assert pinned.replace("/2/", "/1/") in first
    assert pinned not in first


def test_a_question_and_a_finding_are_cited_too(client, october, settings):
    settings.SITE_URL = "https://example.org"
    make_published_question("who-ruled")
    words = text_of(client.get("/en/questions/who-ruled/"))
    assert "(Version 1). Wederhoor. https://example.org/en/questions/who-ruled/versions/1/" in words
    words = text_of(client.get(f"/en/findings/{SILENCE}/"))
    assert f"(Version 1). Wederhoor. https://example.org/en/e/{SILENCE}/" in words
    assert "This address always leads to the newest version." in words


def fields_of(page: str) -> list[str]:
    """What stands in the fields to copy from, each with a button that copies the same."""
    found = re.findall(r'class="copyable" value="([^"]*)" readonly', page)
    assert re.findall(r'data-copies="([^"]*)"', page) == found
    return [unescape(value) for value in found]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_panel_gives_the_link_in_this_language_the_pinned_one_and_a_frame(client, october, settings, language):
    settings.SITE_URL = "https://example.org"
    page = client.get(f"/{language}/events/october-1917/").content.decode()
    link, quotes, pinned, frame = fields_of(page)
    assert link == f"https://example.org/{language}/e/{october.code}/"
    assert quotes == f"https://example.org/{language}/events/october-1917/think/"
    assert f'href="/{language}/events/october-1917/think/qr.svg"' in page
    assert pinned == f"https://example.org/{language}/events/october-1917/versions/1/"
    title = october.title_nl if language == "nl" else october.title_en
    source = f"https://example.org/embed/e/{october.code}/?lang={language}"
    assert frame.startswith(f'<iframe src="{source}" width="100%" ')
    assert f'title="{title}, {"op" if language == "nl" else "on"} Wederhoor"' in frame


def test_markup_in_a_title_stays_text_in_the_frame_and_in_the_citation(client, accounts):
    make_published_event("sly", title_en='A "b" <i>&amp;')
    page = client.get("/en/events/sly/").content.decode()
    assert 'title="A &quot;b&quot; &lt;i&gt;&amp;amp;, on Wederhoor"' in fields_of(page)[-1]
    assert "<i>A &quot;b&quot; &lt;i&gt;&amp;amp;</i>" in page


def test_other_sites_get_a_plain_link_with_the_address_and_the_title(client, october, settings):
    settings.SITE_URL = "https://example.org"
    page = client.get("/en/events/october-1917/").content.decode()
    link = f"https://example.org/en/e/{october.code}/"
    mail, classroom, teams = (
        urlsplit(unescape(re.search(f'href="({start}[^"]*)"', page)[1]))
        for start in ("mailto:", "https://classroom", "https://teams")
    )
    assert dict(parse_qsl(mail.query)) == {"subject": october.title_en, "body": link}
    assert "+" not in mail.query
    assert dict(parse_qsl(classroom.query)) == {"url": link, "title": october.title_en}
    assert dict(parse_qsl(teams.query)) == {"href": link, "msgText": october.title_en}
    assert "https://classroom" not in "".join(re.findall(r"<(?:script|img|iframe|link)[^>]*>", page))
    assert page.count('rel="external noopener noreferrer"') == 2


def test_the_panel_leads_to_what_one_does_in_class(client, october, accounts):
    make_published_question("who-ruled")
    make_published_event("katyn")
    told = [cited(make_quote("In 1936 kwam er een grondwet", account)) for account in accounts]
    make_published_event("laws", citations=told)
    event, context, question, finding, both = (
        client.get(f"/en/{path}/").content.decode().split('<section class="sharing')[1]
        for path in ("events/october-1917", "events/katyn", "questions/who-ruled", f"findings/{SILENCE}", "events/laws")
    )
    assert ["/think/" in page for page in (event, context, question, finding)] == [True, False, False, False]
    lesson = f'href="/en/lessons/new/?items={OCTOBER}" data-basket="{OCTOBER}"'
    assert [page.count(lesson) for page in (event, context, question, finding)] == [1, 0, 0, 1]
    assert "data-basket" in question
    for place, shown in (("blind", [0, 0, 0, 0, 1]), ("present", [1, 1, 0, 0, 1])):  # two sources, or nothing to hide
        found = [
            len(re.findall(rf'class="button" href="[^"]*/{place}/"', page))
            for page in (event, context, question, finding, both)
        ]
        assert found == shown


def test_buttons_that_need_a_script_are_hidden_without_one(client, october):
    page = client.get("/en/events/october-1917/").content.decode()
    assert all(" hidden" in button for button in re.findall(r"<button[^>]*>", page))
    for copying in re.findall(r"<p>(?:<input[^>]*>\s*)?<button[^>]* data-copies.*?</p>", page, flags=re.S):
        assert '<span class="said" role="status"' in copying
    ids = re.findall(r'data-copies-from="([^"]+)"', page)
    assert ids == ["cite-apa", "cite-chicago", "cite-mla"]
    assert all(f'id="{name}"' in page for name in ids)


@pytest.mark.parametrize("path", ["e/0ct917/qr.png", "nl/events/october-1917/blind/qr.png"])
def test_the_qr_code_is_there_as_a_large_picture_too(client, october, settings, queries, path):
    settings.SITE_URL = "https://example.org"
    with queries():
        response = client.get(f"/{path}")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000"
    picture = Image.open(BytesIO(response.content))
    assert picture.size[0] == picture.size[1] >= 1200
    assert zxingcpp.read_barcode(picture).text == f"https://example.org/{path.removesuffix('qr.png')}"


def test_a_lesson_has_a_panel_of_its_own_and_a_code_for_its_blind_exercise(client, october, settings, rf):
    settings.SITE_URL = "https://example.org"
    lesson = make_lesson(october)
    with override("en"):
        head = head_of(rf.get("/en/lessons/x/"), "Lesson", "What it is.", code=lesson.code)
        share = sharing.of_lesson(head, lesson.code, "Lesson", sharing.Version(lesson.version, lesson.changed))
    assert share.link == f"https://example.org/en/e/{lesson.code}/"
    assert (share.present, share.blind) == (f"/en/lessons/{lesson.code}/present/", f"/en/lessons/{lesson.code}/blind/")
    assert f'src="https://example.org/embed/lessons/{lesson.code}/?lang=en"' in share.embed
    assert (share.pinned, share.basket) == ("", "")
    drawn = client.get(f"/en/lessons/{lesson.code.upper()}/blind/qr.svg", follow=True).content.decode()
    assert decoded(drawn) == f"https://example.org{share.blind}"
    assert client.get("/en/lessons/zzzzzz/blind/qr.svg").status_code == 404


def test_an_event_says_when_it_was_published_and_changed(client, october):
    publishing.publish(save(shape.from_dict(shape.to_dict(october), "event")), reason="again")
    page = client.get("/en/events/october-1917/").content.decode()
    times = re.findall(r'property="article:(\w+)_time" content="(\d{4}-\d\d-\d\dT[^"]+)"', page)
    assert [name for name, _time in times] == ["published", "modified"]
    assert times[0][1] <= times[1][1]
    assert f'<meta property="og:description" content="{october.summary_en}">' in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sheet_of_quotes_is_passed_on_as_itself_and_not_as_the_page_with_the_verdicts(
    client, october, settings, language
):
    settings.SITE_URL = "https://example.org"
    sheet = f"https://example.org/{language}/events/october-1917/think/"
    page = client.get(f"/{language}/events/october-1917/think/").content.decode()
    assert re.findall(r'data-copies="([^"]*)"', page) == [sheet]
    assert october.code not in page.split('<div class="sharing')[1].split('<div class="sheet">')[0]
    drawings = set(re.findall(r'<img src="([^"]*)"', page))
    assert drawings == {f"/{language}/events/october-1917/think/qr.svg"}
    assert f'href="/{language}/events/october-1917/think/qr.png"' in page
    response = client.get(drawings.pop())
    assert decoded(response.content.decode()) == sheet
    assert response.headers["Cache-Control"] == "public, max-age=31536000"


def test_there_is_no_qr_code_of_a_sheet_that_nobody_may_see(client, october):
    make_event("draft")
    for slug in ("draft", "never-was"):
        assert client.get(f"/nl/events/{slug}/think/qr.svg").status_code == 404
