"""A source whose text may not be shown: readers get the quotes with the few words around them, and not a word more."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

from sources.anchoring import CONTEXT
from sources.models import Source, Text
from tests.builders import (
    cited,
    leaning_on,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    noted,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.models import Event

pytestmark = pytest.mark.django_db
SAID, ASKED, DRAFTED = "De raad kwam op 3 mei bijeen.", "Wie had de macht?", "Dit bleef een ontwerp."
# Every other word of the text stands nowhere else, so that one of them in a page can only come from the text.
HIDDEN = [f"verborgen{number}zz" for number in range(120)]


def text_with(source: Source, *quoted: str) -> Text:
    """A text of hidden words with these among them, far apart."""
    paragraphs = [" ".join(HIDDEN[at : at + 20]) for at in range(0, 120, 20)]
    for number, words in enumerate(quoted, 1):
        paragraphs[number] += f" {words} " + " ".join(HIDDEN[:12])
    return make_text(source, "\n".join(paragraphs))


@pytest.fixture
def closed(db):
    """A book that is quoted by an event, a question and a draft; a term and a note lean on it."""
    source = make_source("closed", name_en="The closed book", showing=Source.QUOTES, language="nl")
    text = text_with(source, SAID, ASKED, DRAFTED)
    said, asked, drafted = (make_quote(words, text) for words in (SAID, ASKED, DRAFTED))
    note = noted(ready=True, verdict="misdated", quote=said.code, references=leaning_on(source, "p. 3"))
    event = make_published_event("met", date="1917-05-03", citations=[cited(said, "1917-05-03", "3 mei")], notes=[note])
    make_published_question("power", quotes=[cited(asked)["quote"]], events=[event.code])
    make_event("draft", citations=[cited(drafted)])
    make_term("raad", name_nl="raad").references.create(source=source, locator="p. 1")
    return said, asked


def allowed(*quotes) -> set[str]:
    """The hidden words, whole or cut, that stand beside a quote: at most CONTEXT characters on either side."""
    return {word for quote in quotes for word in re.findall(r"\w+", f"{quote.prefix} {quote.suffix}")}


def hidden_in(response) -> set[str]:
    """The hidden words of a page, whole or cut, in its text and in its addresses."""
    body = unquote(unescape(response.content.decode()))
    return set(re.findall(r"\w*(?:verborg|borgen|zz\b)\w*", body))


def listed_addresses(client) -> list[str]:
    """Every page of the site map."""
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())


def public_addresses(client) -> list[str]:
    """The pages of the site map, and what else a reader or a machine can ask for."""
    listed = listed_addresses(client)
    searches = [f"/{language}/?q={words}" for language in ("nl", "en") for words in ("verborgen50zz", "raad")]
    return [*listed, *searches, "/en/events/met/versions/1/", "/sitemap.xml", "/robots.txt"]


def test_the_quotes_stand_in_their_context_with_what_uses_them(client, closed, queries):
    said, asked = closed
    with queries():
        response = client.get("/en/sources/closed/")
    page, words = unescape(response.content.decode()), text_of(response)
    for quote in closed:
        assert f'id="q-{quote.code}"' in page
        assert f'…{quote.prefix}</span><mark>{quote.exact}</mark><span class="around">{quote.suffix}…' in page
        assert len(quote.prefix) == len(quote.suffix) == CONTEXT
    assert f'href="/en/events/met/#q-{said.code}"' in page
    assert f'href="/en/questions/power/#q-{asked.code}"' in page
    assert "misdated" in words
    assert "We may not show the whole text" in words
    assert "2 quotes, on 1 event and 1 question." in words


def test_not_a_word_beyond_the_quotes_and_their_context_is_in_any_public_page(client, closed):
    assert len(allowed(*closed)) < 16
    seen = set()
    for address in public_addresses(client):
        response = client.get(address, follow=True)
        assert response.status_code == 200 or "?q=" in address, address
        beside = allowed(*closed) | ({"verborgen50zz"} if "verborgen50zz" in address else set())
        assert hidden_in(response) <= beside, address
        assert DRAFTED not in response.content.decode(), address
        seen |= hidden_in(response)
    assert seen & allowed(*closed)  # had there been more to see, it would have been seen


def test_the_same_words_would_be_found_if_the_text_were_shown(client, closed):
    Source.objects.filter(slug="closed").update(showing=Source.WHOLE)
    assert set(HIDDEN) <= hidden_in(client.get("/en/sources/closed/"))


def test_neither_the_text_nor_the_raw_file_has_an_address(client, closed):
    text = Text.objects.get(source__slug="closed")
    for ending in ("text", "raw", "text/1", "raw/1", text.raw_name, "closed.txt", f"{text.sha256}"):
        for place in (f"/en/sources/closed/{ending}", f"/en/sources/closed/{ending}/", f"/static/{ending}"):
            assert client.get(place).status_code == 404, place
    assert client.get("/en/sources/closed/?text=1").status_code == 400


def test_the_length_of_the_text_and_its_parts_are_not_told_either(client, closed):
    words = text_of(client.get("/en/sources/closed/"))
    assert "passages" not in words
    assert "% of the text" not in words


def test_a_quote_from_an_older_text_shows_no_more_of_it(client, closed):
    source = Source.objects.get(slug="closed")
    make_text(source, " ".join(f"nieuw{number}verborg" for number in range(40)))
    response = client.get("/en/sources/closed/")
    assert "Quoted from an older text" in text_of(response)
    assert hidden_in(response) <= allowed(*closed)


def test_of_a_closed_text_that_nobody_quotes_nothing_is_shown(client, db):
    text_with(make_source("unquoted", showing=Source.QUOTES), SAID)
    response = client.get("/en/sources/unquoted/")
    assert "Nothing is quoted from it yet." in text_of(response)
    assert hidden_in(response) == set()
    assert SAID not in response.content.decode()


def test_a_quote_that_was_withdrawn_with_its_page_is_shown_no_more(client, closed):
    publishing.withdraw(Event.objects.get(slug="met"), reason="Wrong.")
    page = client.get("/en/sources/closed/").content.decode()
    assert SAID not in page
    assert ASKED in page


def test_of_an_unpublished_source_nothing_is_shown_at_all(client, db):
    text_with(make_source("secret", published=False, showing=Source.WHOLE), SAID)
    assert client.get("/en/sources/secret/").status_code == 404
    for address in listed_addresses(client):
        assert hidden_in(client.get(address, follow=True)) == set()


def test_a_source_without_a_text_says_so(client, db):
    make_source("none", kind=Source.LITERATURE, showing=Source.WHOLE)
    words = text_of(client.get("/en/sources/none/"))
    assert "We do not hold the text of this source." in words
    assert "Marked words" not in words
