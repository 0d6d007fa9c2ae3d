"""Citations as files: what they say of a page, and what they answer where there is none."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from django.utils.timezone import localdate

from sources.bibliography import check
from tests.builders import cited as cited_quote
from tests.builders import make_lesson, make_published_event, make_published_question, make_quote, make_source
from tests.views.conftest import OCTOBER
from tests.views.test_sharing import SILENCE
from timeline import merging, publishing
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://example.org"


def cited(client, path: str) -> dict:
    """The CSL-JSON at this address."""
    response = client.get(path)
    assert response.status_code == 200
    [item] = json.loads(response.content)
    check(item)
    return item


def test_an_event_is_cited_at_its_newest_version_or_the_one_asked_for(client, october, queries):
    publishing.publish(october, reason="again")
    with queries():
        newest = cited(client, f"/en/e/{OCTOBER.upper()}/cite.json")
    assert newest["URL"] == "https://example.org/en/events/october-1917/versions/2/"
    assert (newest["id"], newest["version"], newest["title"]) == ("wederhoor-0ct917-2", "2", october.title_en)
    today = localdate()
    assert newest["accessed"] == newest["issued"] == {"date-parts": [[today.year, today.month, today.day]]}
    first = cited(client, f"/nl/e/{OCTOBER}/cite.json?version=1")
    assert first["URL"] == "https://example.org/nl/events/october-1917/versions/1/"
    assert (first["version"], first["title"], first["language"]) == ("1", october.title_nl, "nl")


def test_it_is_a_file_of_its_kind_with_a_name_and_no_cookie(client, october):
    kinds = {
        "bib": "application/x-bibtex; charset=utf-8",
        "ris": "application/x-research-info-systems; charset=utf-8",
        "json": "application/vnd.citationstyles.csl+json",
    }
    for style, kind in kinds.items():
        response = client.get(f"/en/e/{OCTOBER}/cite.{style}")
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Disposition"] == f'attachment; filename="wederhoor-0ct917-1.{style}"'
        assert not response.cookies
    [entry] = bibtexparser.parse_string(client.get(f"/en/e/{OCTOBER}/cite.bib").content.decode()).entries
    assert entry["url"] == "https://example.org/en/events/october-1917/versions/1/"
    [record] = rispy.loads(client.get(f"/en/e/{OCTOBER}/cite.ris").content.decode())
    assert (record["authors"], record["title"]) == (["Editors of Wederhoor"], october.title_en)


def test_a_question_a_finding_and_a_lesson_are_cited_too(client, october, queries):
    question = make_published_question("who-ruled")
    lesson = make_lesson(october, title_en="Counting", slug="counting")
    with queries():
        item = cited(client, f"/en/e/{question.code}/cite.json")
    assert item["URL"] == "https://example.org/en/questions/who-ruled/versions/1/"
    with queries():
        item = cited(client, f"/en/e/{SILENCE}/cite.json")
    assert item["URL"] == f"https://example.org/en/e/{SILENCE}/"
    assert october.title_en in item["title"]
    with queries():
        item = cited(client, f"/en/e/{lesson.code}/cite.json")
    assert (item["title"], item["version"]) == ("Counting", str(lesson.version))
    assert item["URL"] == f"https://example.org/en/e/{lesson.code}/"


def test_a_source_is_cited_as_the_work_that_it_is(client, queries):
    make_source("book", kind="literature", language="fr", csl={"type": "book", "title": "Le livre"})
    with queries():
        assert cited(client, "/nl/sources/book/cite.json") == {
            "id": "book",
            "type": "book",
            "title": "Le livre",
            "language": "fr",
        }
    page = client.get("/en/sources/book/").content.decode()
    assert page.count("<i>Le livre</i>. (n.d.).") == 1
    assert 'href="/en/sources/book/cite.bib"' in page
    make_source("bad", csl={"type": "book", "title": "X", "URL": "javascript:alert(1)"})
    assert "URL" not in cited(client, "/nl/sources/bad/cite.json")
    make_source("hidden", published=False)
    for path in ("hidden/cite.bib", "never/cite.ris", "book/cite.xml"):
        assert client.get(f"/nl/sources/{path}").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("?version=9", 404), ("?version=x", 400), ("?version=0", 400), ("?version=²", 400), ("?colour=red", 400)],
)
def test_a_version_that_is_not_there_is_refused(client, october, query, status):
    assert client.get(f"/en/e/{OCTOBER}/cite.ris{query}").status_code == status


def test_what_has_no_citation_of_its_own_is_404(client, accounts, october):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    of_a_teacher = make_lesson(october)
    for path in (f"{OCTOBER}/cite.xml", "zzzzzz/cite.bib", f"{quote.code}/cite.bib", f"{of_a_teacher.code}/cite.bib"):
        assert client.get(f"/nl/e/{path}").status_code == 404


def test_what_was_withdrawn_is_410_with_the_reason(client, accounts):
    event = make_published_event("gone")
    publishing.withdraw(event, reason="It was wrong.")
    lesson = make_lesson(withdrawn="Out of date.", slug="old")
    for code, reason in ((event.code, "It was wrong."), (lesson.code, "Out of date.")):
        for query in ("", "?version=1"):
            response = client.get(f"/en/e/{code}/cite.bib{query}")
            assert response.status_code == 410
            assert reason in response.content.decode()


def test_a_merged_event_is_cited_as_the_other_one_and_its_own_versions_as_themselves(client, october, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    other = make_published_event("coup", citations=[cited_quote(quote)])
    publishing.publish(merging.merge(Event.objects.get(pk=october.pk), other))
    assert cited(client, f"/en/e/{OCTOBER}/cite.json")["title"] == other.title_en
    own = cited(client, f"/en/e/{OCTOBER}/cite.json?version=1")
    assert own["title"] == october.title_en
    assert own["URL"] == "https://example.org/en/events/october-1917/versions/1/"
    assert client.get(own["URL"].removeprefix("https://example.org")).status_code == 200


def test_the_day_on_which_it_was_asked_for_is_never_an_older_one(client, october, monkeypatch):
    response = client.get(f"/en/e/{OCTOBER}/cite.json")
    monkeypatch.setattr("timeline.views.citing.localdate", lambda: date(2031, 2, 3))
    again = client.get(f"/en/e/{OCTOBER}/cite.json", headers={"If-None-Match": response.headers.get("ETag", "*")})
    assert json.loads(again.content)[0]["accessed"] == {"date-parts": [[2031, 2, 3]]}
