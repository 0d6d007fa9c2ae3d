"""The page about the site."""

import re

import pytest

from tests.builders import cited, leaning_on, make_published_event, make_quote, make_source, noted
from tests.views.conftest import text_of

pytestmark = pytest.mark.django_db
ABOUT = "/en/about/"


def test_its_contents_lead_to_every_chapter_in_order(client, accounts):
    page = client.get(ABOUT).content.decode()
    contents = re.search(r'<nav class="contents".*?</nav>', page, flags=re.S)[0]
    named = re.findall(r'href="#([^"]+)">([^<]+)<', contents)
    chapters = re.findall(r'<h2 id="([^"]+)">([^<]+)</h2>', page.replace(contents, ""))
    assert named == chapters


def test_it_says_how_to_report_cite_and_what_does_not_work_yet(client, accounts):
    page = client.get(ABOUT).content.decode()
    for anchor in ("report", "cite", "privacy", "accessibility", "colophon"):
        assert f'<h2 id="{anchor}">' in page
    assert "WCAG 2.2" in page
    assert 'href="/en/corrections/"' in page
    assert 'href="/en/feed.atom"' in page


def test_the_balance_counts_what_is_published(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    ready = noted(ready=True, quote=quote.code, references=leaning_on(make_source(kind="literature")))
    make_published_event("e", citations=[cited(quote)], notes=[ready, noted("Not ready.", quote=quote.code)])
    said = text_of(client.get(ABOUT))
    assert re.search(r"The slides 1 1 1 1 contested", said)
    assert re.search(r"The dossier 0 0 0", said)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("els@example.org", '<a href="mailto:els@example.org">els@example.org</a>'),
        ("els?cc=x@example.org", '<a href="mailto:els%3Fcc%3Dx@example.org">els?cc=x@example.org</a>'),
        ("https://example.org/report", '<a href="https://example.org/report">https://example.org/report</a>'),
    ],
)
def test_it_says_where_to_report_a_mistake(client, accounts, settings, contact, link):
    settings.CONTACT = contact
    response = client.get(ABOUT)
    assert response.content.decode().count(link) == 2
    assert f"Then tell us: {contact}" in re.sub(r"\s+", " ", text_of(response))


def test_where_no_address_is_named_it_still_says_whom_to_tell(client, accounts):
    said = text_of(client.get(ABOUT))
    assert "Then tell whoever runs this site. Give the permanent link" in said
    assert "mailto:" not in client.get(ABOUT).content.decode()


def test_another_address_to_write_to_is_another_page(client, accounts, settings):
    etag = client.get(ABOUT).headers["ETag"]
    assert client.get(ABOUT, headers={"If-None-Match": etag}).status_code == 304
    settings.CONTACT = "els@example.org"
    assert client.get(ABOUT, headers={"If-None-Match": etag}).status_code == 200


def test_without_accounts_it_still_answers(client, db):
    assert "How this site works" in text_of(client.get(ABOUT))
