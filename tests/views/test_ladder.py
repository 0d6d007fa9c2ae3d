"""The questions that every public page is asked, each of every page."""

import re
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from sources.models import Text
from tests.builders import (
    cited,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
)
from tests.views.conftest import OCTOBER, make_accounts, make_october, text_of
from timeline import publishing
from timeline.checks import agreement
from timeline.models import Event
from timeline.views import public

# The code of a finding follows from what it is about: here, that the dossier is silent.
SILENCE = agreement.finding_code(OCTOBER, agreement.Finding("silence", "silent", ("dossier",), ()))
LESSON = "1ess0n"
PAGES = [
    ("timeline", []),
    ("event", ["october-1917"]),
    ("event-version", ["october-1917", 1]),
    ("event-think", ["october-1917"]),
    ("event-blind", ["october-1917"]),
    ("event-blind-step", ["october-1917", "read"]),
    ("event-blind-step", ["october-1917", "trust"]),
    ("event-blind-step", ["october-1917", "reveal"]),
    ("event-blind-step", ["october-1917", "sheet"]),
    ("event-present", ["october-1917"]),
    ("lesson-present", [LESSON]),
    ("event-versions", ["october-1917"]),
    ("questions", []),
    ("question", ["who-ruled"]),
    ("question-version", ["who-ruled", 1]),
    ("question-versions", ["who-ruled"]),
    ("lessons", []),
    ("lesson", [LESSON]),
    ("lesson-key", [LESSON]),
    ("lesson-blind", [LESSON]),
    ("lesson-blind-step", [LESSON, 1, "reveal"]),
    ("sources", []),
    ("source", ["slides"]),
    ("source", ["book"]),
    ("glossary", []),
    ("contested", []),
    ("findings", []),
    ("finding", [SILENCE]),
    ("compare", []),
    ("corrections", []),
    ("about", []),
]
LANGUAGES = ("nl", "en")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def site(django_db_setup, django_db_blocker):
    """One of everything, and a question that bears on the event: made once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        accounts = make_accounts()
        october = make_october(accounts)
        make_source("book", kind="literature")
        make_term("coup", name_nl="Titel", name_en="Title")
        quote = make_quote("Dat was in maart 1918.", accounts[0])
        make_published_question("who-ruled", events=[october.code], quotes=[cited(quote)["quote"]])
        make_lesson(october, code=LESSON, slug="october", published=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def accounts(db):
    """The texts of the two accounts."""
    return tuple(Text.objects.filter(source__kind="account").order_by("source__lane"))


@pytest.fixture
def october(db):
    """The event."""
    return Event.objects.get(code=OCTOBER)


def address(name: str, args: list, language: str = "nl") -> str:
    with override(language):
        return reverse(name, args=args)


def page_of(url: str) -> str:
    """The page that a pinned version is a version of; any other page is itself."""
    return re.sub(r"versions/\d+/$", "", url)


IDS = ["/".join(map(str, [name, *args])) for name, args in PAGES]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(params=PAGES, ids=IDS)
def url(request):
    """A page in Dutch: for what has nothing to do with its language."""
    return address(*request.param)


@pytest.fixture(params=PAGES, ids=IDS)
def each(request, language):
    """A page in each language."""
    return address(*request.param, language)


@pytest.fixture
def bare(monkeypatch):
    """Without filling in templates: for tests that look at what goes around a page."""
    monkeypatch.setattr(public, "render_to_string", lambda template, context: "a page")


def test_it_answers_in_its_language_strictly_and_whole(client, each, language, queries, settings):
    settings.SITE_URL = "https://example.org"
    with queries():
        response = client.get(each)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1

    sets_no_cookie(response)
    has_a_strict_policy_and_nothing_inline(response, page)
    names_it_in_every_language(each, page)
    leads_to_itself_in_the_other_language(each, page)
    has_every_anchor_it_leads_to(page)


def sets_no_cookie(response):
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def has_a_strict_policy_and_nothing_inline(response, page: str):
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    for inline in (" style=", "<style", "<script>", " onclick"):
        assert inline not in page


def names_it_in_every_language(url: str, page: str):
    canonical = "https://example.org" + page_of(url)
    other = canonical.replace("/nl/", "/en/")
    dutch = canonical.replace("/en/", "/nl/")
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert f'<link rel="alternate" hreflang="en" href="{other}">' in page
    assert f'<link rel="alternate" hreflang="nl" href="{dutch}">' in page
    assert 'hreflang="x-default"' in page
    assert f'<meta property="og:url" content="https://example.org{url}">' in page


def leads_to_itself_in_the_other_language(url: str, page: str):
    other = page_of(url).replace("/nl/", "/xx/").replace("/en/", "/nl/").replace("/xx/", "/en/")
    assert f'{other}" hreflang=' in page


def has_every_anchor_it_leads_to(page: str):
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_every_link_on_a_page_leads_somewhere(client, language):
    links = set()
    for name, args in PAGES:
        page = client.get(address(name, args, language)).content.decode()
        links |= {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
    for link in sorted(links):
        if not link.startswith("/static/"):
            assert client.get(link).status_code in (200, 301, 302), link


def test_it_answers_304_after_one_query_until_something_changes(
    client, url, october, accounts, bare, django_assert_num_queries
):
    etag = client.get(url).headers["ETag"]
    with django_assert_num_queries(1):
        response = client.get(url, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"

    publishing.publish(october, reason="again")
    response = client.get(url, headers={"If-None-Match": etag})
    assert response.status_code == 200

    etag = response.headers["ETag"]
    accounts[0].source.save()
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_it_is_compressed_for_who_can_read_that(client, url):
    response = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    again = client.get(url, headers={"Accept-Encoding": "gzip", "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_it_is_there_to_be_read_only(client, url, bare):
    response = client.head(url)
    assert (response.status_code, response.content) == (200, b"")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(url).status_code == 405, method


def test_it_takes_the_parameters_that_it_knows_and_what_a_platform_adds(client, url):
    response = client.get(url, {"colour": "red"})
    assert response.status_code == 400
    assert "colour" in text_of(response)
    assert client.get(url + "?a=%00").status_code == 400
    assert client.get(url + "?account=" + "x" * 3000).status_code == 400

    added = ["utm_source", "fbclid", "gclid", "mc_cid", "msclkid"]
    response = client.get(url, dict.fromkeys(added, "x" * 300))
    assert response.status_code == 200
    page = response.content.decode()
    assert [name for name in added if name in page] == []


def test_the_number_of_queries_does_not_grow_with_what_is_shown(client, accounts, october, queries):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    for number in range(3):
        make_published_event(f"more-{number}", date=f"193{number}", citations=[cited(quote)])
        make_source(f"book-{number}", kind="literature")
        make_term(name_en=f"Title {number}")
        other = make_quote(accounts[1].body[: 10 + number], accounts[1])
        make_published_question(f"q-{number}", events=[october.code], quotes=[cited(other)["quote"]])
    for name, args in PAGES:
        with queries():
            assert client.get(address(name, args)).status_code == 200
