import re
from html import unescape

import pytest

from sources.models import Source
from tests.builders import (
    cited,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    noted,
)
from tests.views.conftest import text_of

pytestmark = pytest.mark.django_db


def body_of(response) -> str:
    """The words of the text as it is shown, without the numbers that lead away from it."""
    page = response.content.decode()
    text = page.split('<div class="text"')[1].split("</article>")[0].split(">", 1)[1].split("</section>")[0]
    text = re.sub(r'<a class="cite".*?</a>|<ul class="margin".*?</ul>', "", text, flags=re.S)
    return " ".join(unescape(re.sub(r"<(?!/?(?:mark|span|a)\b)[^>]*>", " ", text)).split())


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", body_of(response)).split())


def test_the_whole_text_is_shown_without_losing_a_word(client, accounts, october):
    assert words_of(client.get("/nl/sources/slides/")) == " ".join(accounts[0].body.split())


def test_a_quoted_passage_is_marked_and_linked_both_ways(client, accounts, october):
    page = client.get("/nl/sources/slides/").content.decode()
    code = re.search(r'id="q-(\w+)"', page)[1]
    assert f'<span class="anchor" id="q-{code}"></span><mark>Op 25 oktober 1917 namen zij de macht over.</mark>' in page
    assert f'href="/nl/events/october-1917/#q-{code}"' in page
    assert f'href="/nl/sources/slides/#q-{code}"' in client.get("/nl/events/october-1917/").content.decode()


def test_quotes_that_overlap_keep_their_own_anchor_and_number(client, accounts):
    outer = make_quote("Dat was in maart 1918.", accounts[0])
    inner = make_quote("maart 1918", accounts[0])
    make_published_event("march", citations=[cited(outer), cited(inner)])
    response = client.get("/nl/sources/slides/")
    page = response.content.decode()
    assert f'id="q-{outer.code}"' in page
    assert f'id="q-{inner.code}"' in page
    assert words_of(response) == " ".join(accounts[0].body.split())
    assert re.findall(r'class="cite" href="[^"]+">(\d)<', page) == ["2", "1"]


def test_a_quote_used_twice_leads_to_both_pages(client, accounts, october):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_event("march", citations=[cited(quote)])
    make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    page = client.get("/nl/sources/slides/").content.decode()
    assert f'href="/nl/events/march/#q-{quote.code}"' in page
    assert f'href="/nl/questions/who-ruled/#q-{quote.code}"' in page


def test_a_verdict_stands_beside_the_quote_it_is_about(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    note = noted(ready=True, verdict="misdated", quote=quote.code, references=[{"source": "slides"}])
    make_published_event("march", citations=[cited(quote)], notes=[note])
    assert "misdated" in text_of(client.get("/en/sources/slides/"))


def test_a_quote_of_a_draft_is_not_marked(client, accounts):
    make_event("secret", citations=[cited(make_quote("Dat was in maart 1918.", accounts[0]))])
    page = client.get("/nl/sources/slides/").content.decode()
    assert "<mark>" not in page
    assert "secret" not in page


def test_of_a_source_that_is_not_free_only_the_quotes_are_shown(client, db):
    source = make_source("closed", showing=Source.QUOTES)
    long = "Begin van een boek. " + "Iets heel anders dat niemand citeert. " * 5
    text = make_text(source, long + "Dit wel, precies zo. " + "En dit weer niet, tot het einde toe. " * 5 + "Slot.")
    quote = make_quote("Dit wel, precies zo.", text)
    make_published_event("quoted", citations=[cited(quote)])
    page = client.get("/nl/sources/closed/").content.decode()
    assert "<mark>Dit wel, precies zo.</mark>" in page
    assert f'id="q-{quote.code}"' in page
    assert quote.prefix in unescape(page)
    assert "Begin van een boek" not in page
    assert "Slot." not in page


def test_a_quote_from_an_older_text_is_shown_apart(client, accounts, october):
    make_text(accounts[0].source, "Een heel andere tekst.")
    response = client.get("/en/sources/slides/")
    assert words_of(response) == "Een heel andere tekst."
    assert "Quoted from an older text" in text_of(response)
    assert "Op 25 oktober 1917 namen zij de macht over." in text_of(response)


def test_literature_says_where_it_is_leaned_on(client, accounts):
    make_source("kotkin", kind="literature")
    place = {"source": "kotkin", "locator": "ch. 11"}
    note = noted(ready=True, references=[place])
    measure = {"key": "n", "what_nl": "?", "what_en": "?", "unit_nl": "x", "unit_en": "x", "nature": "stock"}
    figure = {"code": "aaaa13", "measure": "n", "words": "two million", "low": "2", "high": "2"}
    keys = {"measures": [measure], "figures": [figure | {"reference": {"source": "kotkin", "locator": "p. 9"}}]}
    date = {"edtf": "1917", "references": [{"source": "kotkin"}]}
    make_published_event("october", date=date, notes=[note], **keys)
    response = client.get("/en/sources/kotkin/")
    words = text_of(response)
    assert "We do not hold the text of this source." in words
    assert "the figure “two million” , p. 9" in words
    assert "a note , ch. 11" in words
    assert "the date" in words
    assert f"/en/events/october/#note-{note['code']}" in response.content.decode()
    assert "/en/events/october/#figure-aaaa13" in response.content.decode()


def test_an_unpublished_source_is_404_and_not_listed(client, db):
    make_source("hidden", published=False)
    assert client.get("/nl/sources/hidden/").status_code == 404
    assert "hidden" not in client.get("/nl/sources/").content.decode()


def test_a_source_is_described_in_words(client, accounts):
    words = text_of(client.get("/nl/sources/slides/"))
    assert "Verdedigt de grondwet." in words
    assert "A. Writer, A Book (z.j.)." in words


def test_only_addresses_that_are_safe_to_open_are_linked(client, db):
    book = {"type": "book", "title": "A Book"}
    make_source("bad", csl=book | {"URL": "javascript:alert(1)"})
    make_source("good", csl=book | {"URL": "https://example.org/a"})
    assert "javascript:" not in client.get("/nl/sources/bad/").content.decode()
    assert 'href="https://example.org/a"' in client.get("/nl/sources/good/").content.decode()


def test_the_raw_file_is_never_read(client, accounts, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as asked:
        client.get("/nl/sources/slides/")
    assert not any('"raw"' in query["sql"] for query in asked.captured_queries)


def test_studies_stand_apart_from_documents_of_the_time_by_surname(client, db):
    for slug, csl in {
        "young": {"type": "book", "author": [{"family": "Aalders"}], "issued": {"date-parts": [[2003]]}},
        "other": {"type": "chapter", "author": [{"family": "Zwart"}], "issued": {"date-parts": [[1950]]}},
        "press": {"type": "article-magazine", "issued": {"date-parts": [[1937, 12]]}},
        "course": {"type": "book", "author": [{"literal": "Commissie"}], "issued": {"date-parts": [[1939]]}},
    }.items():
        make_source(slug, kind="literature", csl=csl | {"title": slug})
    page = client.get("/en/sources/").content.decode()
    studies, documents = page.split('id="documents"')
    assert re.findall(r"/sources/(\w+)/", studies.split('id="studies"')[1]) == ["young", "other"]
    assert re.findall(r"/sources/(\w+)/", documents) == ["course", "press"]
    assert "Document or press of the time" in text_of(client.get("/en/sources/course/"))
