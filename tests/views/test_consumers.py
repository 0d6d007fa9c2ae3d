"""What others make of our pages, each with a library of its own: previews, oEmbed, JSON-LD, feeds."""

import feedparser
import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from linkpreview import Link
from linkpreview.preview import OpenGraph, TwitterCard
from oembedpy import consumer, discovery, types
from pyld import jsonld

from tests.builders import (
    cited,
    leaning_on,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    noted,
)
from tests.views.conftest import OCTOBER
from tests.views.test_linked import data_of
from timeline import publishing
from timeline.models import PublicFinding

pytestmark = pytest.mark.django_db
SITE = "https://wederhoor.example"
SCHEMA = "https://schema.org/"
# What schema.org serves as its context, as far as we use it: its words, and what of them are addresses.
CONTEXT = {"@context": {"@vocab": SCHEMA, "type": "@type", "id": "@id", "url": {"@type": "@id"}}}


@pytest.fixture(autouse=True)
def public(settings):
    settings.SITE_URL = SITE


# --- previews ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_reader_of_open_graph_finds_title_description_and_picture(client, october, language):
    lesson, question = make_lesson(october), make_published_question("who-ruled")
    finding = PublicFinding.objects.get(kind="silence").code
    pages = {
        "events/october-1917/": OCTOBER,
        "events/october-1917/versions/1/": OCTOBER,
        "questions/who-ruled/": question.code,
        f"findings/{finding}/": finding,
        f"lessons/{lesson.code}/": lesson.code,
        "about/": "site",
    }
    for path, code in pages.items():
        address = f"{SITE}/{language}/{path}"
        link = Link(address, client.get(f"/{language}/{path}").content.decode())
        for read in (OpenGraph(link), TwitterCard(link)):
            assert read.title
            assert read.description
            assert read.image == f"{SITE}/cards/{code}-1-{language}.png"
        assert OpenGraph(link).site_name == "Wederhoor"
        picture = client.get(read.image.removeprefix(SITE))
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")


# --- oEmbed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reached(monkeypatch, kept_connection):
    """A client of oEmbed reaches this site, without a network."""
    reach = httpx.Client(transport=httpx.WSGITransport(app=WSGIHandler()))
    ours = lambda url, **more: reach.get(str(url).replace(SITE, "http://testserver"), **more)  # noqa: E731
    monkeypatch.setattr(httpx, "get", ours)


@pytest.mark.parametrize("asked", [None, "json", "xml"])
def test_a_client_of_oembed_discovers_us_and_reads_both_formats(october, reached, asked):
    lesson, question = make_lesson(october), make_published_question("who-ruled")
    for path in ("events/october-1917/", "questions/who-ruled/", f"lessons/{lesson.code}/"):
        address, params = discovery.find_from_content(f"{SITE}/en/{path}")
        assert address == f"{SITE}/oembed"
        assert params.url == f"{SITE}/en/{path}"
        params.format = asked or params.format
        params.max_width, params.max_height = 320, 200
        found = consumer.fetch_content(address, params)
        assert isinstance(found, types.Rich)
        assert (found.version, found.provider_name, int(found.cache_age)) == ("1.0", "Wederhoor", 3600)
        assert (int(found.width), int(found.height)) == (320, 200)
        assert found.title in (october.title_en, question.title_en, lesson.title_en)
        assert found.html.startswith(f'<iframe src="{SITE}/embed/')
        assert found._extra == {}  # nothing but what the standard knows


def test_it_is_told_by_the_status_what_cannot_be_embedded(october, reached):
    params = consumer.RequestParameters(f"{SITE}/en/events/october-1917/", format="yaml")
    for url, asked, status in [(params.url, "yaml", 501), (f"{SITE}/en/events/never-was/", "json", 404)]:
        with pytest.raises(httpx.HTTPStatusError) as refused:
            consumer.fetch_content(f"{SITE}/oembed", consumer.RequestParameters(url, format=asked))
        assert refused.value.response.status_code == status


# --- JSON-LD ----------------------------------------------------------------------------------------------------------


def context_of_schema_org(address: str, options) -> dict:
    """The context, from here: a test asks no other site for anything."""
    assert address.rstrip("/") == SCHEMA.rstrip("/")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": CONTEXT}


def expanded(response) -> dict[str, list[dict]]:
    """What a page says, as a processor of JSON-LD reads it: nodes by their type."""
    nodes = jsonld.flatten(jsonld.expand(data_of(response), {"documentLoader": context_of_schema_org}))
    found: dict[str, list[dict]] = {}
    for node in nodes:
        for kind in node.get("@type", ["?"]):
            found.setdefault(kind.removeprefix(SCHEMA), []).append(node)
    return found


def value(node: dict, name: str) -> str:
    [found] = node[SCHEMA + name]
    return found.get("@value") or found.get("@id")


def test_a_processor_of_json_ld_follows_a_note_to_the_work_that_it_judges(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    note = noted(ready=True, quote=quote.code, verdict="misdated", reviewer="Jan", words="maart 1918")
    note["references"] = leaning_on(accounts[0].source)
    event = make_published_event("march", citations=[cited(quote)], notes=[note], date="1918-03")
    found = expanded(client.get("/en/events/march/"))
    nodes = {node["@id"]: node for kind in found.values() for node in kind}
    [told], [review] = found["Event"], found["ClaimReview"]
    assert told["@id"] == f"{SITE}/e/{event.code}/"
    assert (value(told, "name"), value(told, "startDate")) == (event.title_en, "1918-03")
    claim = nodes[value(review, "itemReviewed")]
    said = nodes[value(claim, "appearance")]
    assert value(said, "text") == quote.exact
    assert value(said, "about") == told["@id"]
    assert value(nodes[value(said, "isPartOf")], "name") == "A Book"


def test_it_reads_questions_sources_lessons_and_the_site(client, october, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    assert expanded(client.get("/nl/questions/who-ruled/"))["Quotation"]
    assert expanded(client.get("/nl/sources/slides/"))["Book"]
    assert expanded(client.get("/nl/"))["WebSite"]
    found = expanded(client.get(f"/en/lessons/{make_lesson(october).code}/"))
    nodes = {node["@id"]: node for kind in found.values() for node in kind}
    [learning] = found["LearningResource"]
    assert value(nodes[value(learning, "isBasedOn")], "url") == f"{SITE}/en/events/october-1917/"


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_a_reader_of_feeds_finds_every_publication_once_and_nothing_to_mend(client, october):
    question = make_published_question("who", title_en="Who <ruled> & why?")
    publishing.publish(october, reason="The day was wrong.")
    read = feedparser.parse(client.get("/en/feed.atom").content)
    assert not read.bozo  # well formed
    assert read.version == "atom10"
    assert (read.feed.title, read.feed.link) == (read.feed.title, f"{SITE}/en/")
    assert [entry.title_detail.type for entry in read.entries] == ["text/plain"] * 3
    assert [entry.title for entry in read.entries] == [
        f"Changed: {october.title_en}", question.title_en, october.title_en,
    ]  # fmt: skip
    assert len({entry.id for entry in read.entries}) == 3
    assert read.entries[0].link == f"{SITE}/en/events/october-1917/"
    assert all(entry.updated_parsed for entry in read.entries)


def test_the_feed_is_found_from_every_page(client, october):
    page = client.get("/nl/events/october-1917/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" title="Wederhoor" href="/nl/feed.atom">' in page
