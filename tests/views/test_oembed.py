"""oEmbed, by its standard: what is embedded, in which sizes, and what is refused."""

import json
import re
from xml.etree import ElementTree

import pytest

from tests.builders import make_event, make_lesson, make_published_question, save
from tests.views.conftest import OCTOBER, text_of
from timeline import lessons, publishing, shape
from timeline.models import Lesson

pytestmark = pytest.mark.django_db
PAGE = "http://testserver/en/events/october-1917/"


def ask(client, url: str = PAGE, **more):
    return client.get("/oembed", {"url": url} | more)


def told(client, url: str = PAGE, **more) -> dict:
    response = ask(client, url, **more)
    assert response.status_code == 200, text_of(response)
    return json.loads(response.content)


def test_an_event_is_a_frame_with_a_picture(client, october, queries):
    with queries():
        response = ask(client)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    data = json.loads(response.content)
    html = data.pop("html")
    assert data == {
        "version": "1.0",
        "type": "rich",
        "title": october.title_en,
        "provider_name": "Wederhoor",
        "provider_url": "http://testserver/en/",
        "cache_age": 3600,
        "width": 600,
        "height": 480,
        "thumbnail_url": f"http://testserver/cards/{OCTOBER}-1-en.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    assert html.count("<") == 2
    assert f'src="http://testserver/embed/e/{OCTOBER}/?lang=en"' in html
    assert f'title="{october.title_en}, on Wederhoor"' in html
    assert 'width="600" height="480"' in html
    assert client.get(re.search(r'src="http://testserver([^"]*)"', html)[1]).status_code == 200


def test_xml_says_the_same(client, october):
    response = ask(client, format="xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    assert {element.tag: element.text for element in root} == {key: str(value) for key, value in told(client).items()}


@pytest.mark.parametrize("path", [
    "/nl/events/october-1917/", "/en/events/october-1917/versions/1/", f"/e/{OCTOBER}/", f"/nl/e/{OCTOBER.upper()}/",
    f"/embed/e/{OCTOBER}/?lang=nl", "/nl/events/october-1917/?utm_source=mail#dates",
])  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_address_of_an_event_leads_to_it(client, october, path, scheme):
    language = "en" if path.startswith("/en/") else "nl"
    data = told(client, f"{scheme}://testserver{path}")
    assert f"/embed/e/{OCTOBER}/?lang={language}" in data["html"]
    assert data["title"] == getattr(october, f"title_{language}")


def test_an_address_that_was_left_behind_does_so_too(client, october):
    data = shape.to_dict(october) | {"slug": "october"}
    publishing.publish(save(shape.from_dict(data, "event")))
    assert told(client)["thumbnail_url"].endswith(f"/cards/{OCTOBER}-2-en.png")


def test_questions_and_lessons_can_be_embedded(client, october):
    question = make_published_question("who-ruled")
    lesson = make_lesson(october, title_en="A lesson <b>")
    assert f"/embed/e/{question.code}/" in told(client, "http://testserver/en/questions/who-ruled/")["html"]
    for path in (f"/en/lessons/{lesson.code}/", f"/en/e/{lesson.code}/", f"/embed/lessons/{lesson.code}/?lang=en"):
        data = told(client, f"http://testserver{path}")
        assert f"/embed/lessons/{lesson.code}/?lang=en" in data["html"]
        assert data["title"] == "A lesson <b>"
        assert "<b>" not in data["html"]
        assert data["thumbnail_url"].endswith(f"/cards/{lesson.code}-1-en.png")
    xml = ElementTree.fromstring(ask(client, f"http://testserver/en/e/{lesson.code}/", format="xml").content)
    assert xml.findtext("title") == "A lesson <b>"
    assert 'title="A lesson &lt;b&gt;, on Wederhoor"' in xml.findtext("html")


def test_the_public_address_of_the_site_is_ours_as_well(client, october, settings):
    settings.SITE_URL = "https://wederhoor.example"
    data = told(client, "https://wederhoor.example/en/events/october-1917/")
    assert data["thumbnail_url"].startswith("https://wederhoor.example/cards/")
    assert 'src="https://wederhoor.example/embed/' in data["html"]


# --- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "400"}, (400, 640)),
        ({"maxheight": "300"}, (600, 300)),
        ({"maxwidth": "5000", "maxheight": "5000"}, (600, 480)),
        ({"maxwidth": "120", "maxheight": "80"}, (120, 80)),
        ({"maxwidth": "", "maxheight": ""}, (600, 480)),
    ],
)
def test_it_is_never_larger_than_it_may_be(client, october, asked, size):
    data = told(client, **asked)
    assert (data["width"], data["height"]) == size
    assert 'width="{}" height="{}"'.format(*size) in data["html"]


def test_the_picture_is_left_out_where_it_would_be_too_large(client, october):
    assert "thumbnail_url" not in told(client, maxwidth="1199")
    assert "thumbnail_url" not in told(client, maxheight="629")
    assert "thumbnail_url" in told(client, maxwidth="1200", maxheight="630")


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("value", ["0", "-1", "wide", "4.5", "1e3", "٤٥", "9999999999"])
def test_a_size_that_is_none_is_400_with_the_remedy(client, october, name, value):
    response = ask(client, **{name: value})
    assert response.status_code == 400
    assert name in text_of(response)


def test_no_address_is_400_with_the_remedy(client, october):
    for response in (client.get("/oembed"), ask(client, "")):
        assert response.status_code == 400
        assert "url=" in text_of(response)
    assert client.get("/oembed", {"url": PAGE, "callback": "f"}).status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/en/events/october-1917/", "http://testserver.elsewhere.example/en/events/october-1917/",
        "ftp://testserver/en/events/october-1917/", "javascript:alert(1)", "//testserver/en/events/october-1917/",
        "/en/events/october-1917/", "october-1917", "http://[::1", "http://testserver@elsewhere.example/",
        "http://testserver/en/about/", "http://testserver/admin/", "http://testserver/en/events/october-1917/think/",
        "http://testserver/en/events/october-1917/blind/", "http://testserver/en/events/never-was/",
        "http://testserver/e/zzzzzz/", "http://testserver/en/lessons/zzzzzz/", "http://testserver/fr/events/october-1917/",
        "http://testserver/en/questions/october-1917/", "http://testserver/en/sources/slides/",
    ],
)  # fmt: skip
def test_what_is_not_ours_or_never_was_is_404(client, october, url):
    assert ask(client, url).status_code == 404


def test_drafts_and_what_was_withdrawn_are_404(client, october):
    make_event("draft")
    lesson = make_lesson(october)
    Lesson.objects.update(withdrawn="Not so good.")
    publishing.withdraw(october, reason="It never happened.")
    for path in ("/en/events/draft/", "/en/events/october-1917/", f"/e/{OCTOBER}/", f"/en/lessons/{lesson.code}/"):
        assert ask(client, f"http://testserver{path}").status_code == 404


@pytest.mark.parametrize("asked", ["yaml", "JSON", "html"])
def test_other_formats_are_501(client, october, asked):
    assert ask(client, format=asked).status_code == 501


def test_a_long_address_is_read_and_an_endless_one_is_refused(client, october):
    assert told(client, PAGE + "?utm_source=" + "x" * (500 - len(PAGE) - 12))
    assert ask(client, PAGE + "?utm_source=" + "x" * 500).status_code == 400


def test_nothing_can_be_sent_to_it(client, october):
    assert client.post("/oembed", {"url": PAGE}).status_code == 405


def test_what_a_teacher_changes_or_removes_is_seen_at_once(client, october):
    lesson, _secret = lessons.make(lessons.Draft("Before", items=[lessons.Said(october.code)]), "en")
    page = f"http://testserver/en/lessons/{lesson.code}/"
    first = ask(client, page)
    assert "ETag" not in first.headers  # the site's own does not count what teachers save
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    lessons.change(lesson, lessons.Draft("After", items=[lessons.Said(october.code)]), 1, "en")
    assert told(client, page)["title"] == "After"
    lessons.remove(lesson, 2)
    assert ask(client, page).status_code == 404


# --- where it is found ------------------------------------------------------------------------------------------------


def test_pages_that_can_be_embedded_say_where(client, october):
    make_published_question("who-ruled")
    lesson = make_lesson(october)
    places = [
        "events/october-1917/",
        "events/october-1917/versions/1/",
        "questions/who-ruled/",
        f"lessons/{lesson.code}/",
    ]
    for place in places:
        page = client.get(f"/nl/{place}").content.decode()
        links = re.findall(r'<link rel="alternate" type="(\w+/\w+)\+oembed"[^>]* href="http://testserver([^"]*)"', page)
        assert [kind for kind, _href in links] == ["application/json", "text/xml"]
        for kind, href in links:
            response = client.get(href.replace("&amp;", "&"))
            assert response.status_code == 200
            assert response.headers["Content-Type"].startswith(kind)


def test_others_do_not(client, october):
    for place in ("", "about/", "events/october-1917/present/", "sources/slides/"):
        assert "oembed" not in client.get(f"/en/{place}").content.decode()
