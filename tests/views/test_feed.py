"""The Atom feed, read as any reader of feeds would: as XML, by the rules of RFC 4287."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from tests.builders import make_event, make_published_event, make_published_question, make_source
from timeline import feeds, publishing
from timeline.models import Publication

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/en/feed.atom"


def read(response) -> ElementTree.Element:
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def titles(client) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in read(client.get(FEED)).iter(f"{ATOM}entry")]


def links(element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_it_is_a_whole_atom_feed(client, october, settings):
    settings.SITE_URL = "https://example.org"
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = read(response)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert links(feed) == {"self": "https://example.org/en/feed.atom", "alternate": "https://example.org/en/"}
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Wederhoor"
    (entry,) = feed.findall(f"{ATOM}entry")
    for element in (feed, entry):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
            assert element.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
    assert links(entry) == {"alternate": "https://example.org/en/events/october-1917/"}
    assert entry.findtext(f"{ATOM}id") == f"https://example.org/en/e/{october.code}/#version-1"
    assert entry.find(f"{ATOM}summary").get("type") == "text"
    assert entry.findtext(f"{ATOM}summary") == "What happened."


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", {"name": "Wederhoor"}),
        ("https://example.org/report", {"name": "Wederhoor", "uri": "https://example.org/report"}),
        ("els@example.org", {"name": "Wederhoor", "email": "els@example.org"}),
    ],
)
def test_its_author_can_be_reached_where_an_address_is_named(client, october, settings, contact, told):
    settings.CONTACT = contact
    author = read(client.get(FEED)).find(f"{ATOM}author")
    assert {element.tag.removeprefix(ATOM): element.text for element in author} == told


def test_it_is_in_the_language_of_its_address(client, october):
    feed = read(client.get("/nl/feed.atom"))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == october.title_nl
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "Wat er gebeurde."
    assert "/nl/events/" in links(feed.find(f"{ATOM}entry"))["alternate"]


def test_the_newest_stands_first_and_a_change_says_so_and_why(client, october):
    question = make_published_question("who")
    publishing.publish(october, reason="The day was wrong.")
    assert titles(client) == [f"Changed: {october.title_en}", question.title_en, october.title_en]
    newest = read(client.get(FEED)).find(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}summary") == "The day was wrong. What happened."


def test_every_publication_has_a_name_of_its_own_that_stays(client, october):
    publishing.publish(october)
    before = [entry.findtext(f"{ATOM}id") for entry in read(client.get(FEED)).iter(f"{ATOM}entry")]
    publishing.publish(october)
    after = [entry.findtext(f"{ATOM}id") for entry in read(client.get(FEED)).iter(f"{ATOM}entry")]
    assert after[1:] == before
    assert len(set(after)) == 3


def test_of_what_is_withdrawn_only_that_is_left(client, october):
    publishing.withdraw(october, reason="It never happened.")
    assert titles(client) == [f"Withdrawn: {october.title_en}"]
    entry = read(client.get(FEED)).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "It never happened."
    assert client.get(links(entry)["alternate"], follow=True).status_code == 410


def test_what_only_the_checks_did_stays_out(client, october):
    make_source("third", lane=3)
    publishing.recompute(Publication.objects.get())
    assert Publication.objects.count() == 2
    assert titles(client) == [october.title_en]


def test_drafts_never_stand_in_it(client, october):
    make_event("draft", title_en="Secret")
    with publishing.editing(october):
        october.title_en = "Secret"
        october.save()
    assert "Secret" not in client.get(FEED).content.decode()


def test_it_is_bounded_and_asks_at_most_three_queries(client, october, queries, monkeypatch):
    monkeypatch.setattr(feeds, "LENGTH", 3)
    for number in range(5):
        make_published_event(f"e{number}")
    with queries():
        assert len(titles(client)) == 3


def test_a_feed_of_nothing_is_still_a_feed(client, db):
    feed = read(client.get(FEED))
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated").startswith("1970")


def test_what_xml_cannot_hold_does_not_break_it(client, db):
    make_published_event("odd", title_en="A\x0bB <b> & ]]>", summary_en="C\x1fD")
    assert titles(client) == ["AB <b> & ]]>"]


def test_it_answers_304_until_something_is_published(client, october):
    etag = client.get(FEED).headers["ETag"]
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    publishing.publish(october)
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_it_takes_no_parameters_and_nothing_can_be_sent_to_it(client, october):
    assert client.get(FEED + "?page=2").status_code == 400
    assert client.post(FEED).status_code == 405


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_name_the_feed_of_their_language(client, october, language):
    page = client.get(f"/{language}/about/").content.decode()
    assert f'type="application/atom+xml" title="Wederhoor" href="/{language}/feed.atom"' in page
