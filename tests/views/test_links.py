import pytest

from tests.builders import (
    cited,
    make_event,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    noted,
)
from timeline import publishing

pytestmark = pytest.mark.django_db


def leads_to(client, address: str, status: int = 301) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.url


@pytest.mark.parametrize(
    ("accept", "language"), [("en-GB,en;q=0.9,nl;q=0.1", "en"), ("nl", "nl"), ("fr", "nl"), ("", "nl")]
)
def test_without_a_language_the_reader_gets_her_own(client, october, accept, language):
    headers = {"Accept-Language": accept}
    for address, place in (("/", f"/{language}/"), (f"/e/{october.code}/", f"/{language}/events/october-1917/")):
        response = client.get(address, headers=headers)
        assert (response.status_code, response.url) == (301, place), "one step"
        assert "Accept-Language" in response.headers["Vary"]
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert not response.cookies


def test_a_code_leads_to_its_page(client, october):
    question = make_published_question("who-ruled")
    assert leads_to(client, f"/en/e/{october.code}/") == "/en/events/october-1917/"
    assert leads_to(client, f"/en/e/{question.code}/") == "/en/questions/who-ruled/"


def test_a_lesson_in_one_language_opens_in_it_unless_the_link_names_one(client, october):
    dutch = make_lesson(october, title_nl="Les", title_en="")
    both = make_lesson(october, title_nl="Les", title_en="Lesson")
    for lesson, language in ((dutch, "nl"), (both, "en")):
        response = client.get(f"/e/{lesson.code}/", headers={"Accept-Language": "en"})
        assert response.url == f"/{language}/lessons/{lesson.code}/"
        assert leads_to(client, f"/en/e/{lesson.code}/") == f"/en/lessons/{lesson.code}/"


def test_a_code_read_aloud_may_be_typed_in_capitals(client, october):
    assert leads_to(client, f"/en/e/{october.code.upper()}/") == "/en/events/october-1917/"


def test_the_code_of_a_part_leads_to_its_anchor(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    note = noted(ready=True, references=[{"source": "slides"}])
    measure = {"key": "n", "what_nl": "?", "what_en": "?", "unit_nl": "x", "unit_en": "x", "nature": "stock"}
    figure = {"code": "aaaa14", "measure": "n", "words": "1936", "low": "1", "high": "2", "quote": quote.code}
    make_published_event("laws", citations=[cited(quote)], notes=[note], measures=[measure], figures=[figure])
    page = client.get("/nl/events/laws/").content.decode()
    for anchor, code in [("q", quote.code), ("note", note["code"]), ("figure", "aaaa14")]:
        assert leads_to(client, f"/nl/e/{code}/") == f"/nl/events/laws/#{anchor}-{code}"
        assert f'id="{anchor}-{code}"' in page


def test_a_quote_on_several_events_leads_to_the_first_in_time(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    make_published_event("later", date="1937", citations=[cited(quote)])
    make_published_event("earlier", date="1936", citations=[cited(quote)])
    assert leads_to(client, f"/nl/e/{quote.code}/") == f"/nl/events/earlier/#q-{quote.code}"


def test_a_quote_of_a_question_alone_leads_there(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    assert leads_to(client, f"/nl/e/{quote.code}/") == f"/nl/questions/who-ruled/#q-{quote.code}"


def test_parts_of_a_withdrawn_event_are_gone_with_its_reason(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    note = noted(ready=True, references=[{"source": "slides"}])
    event = make_published_event("laws", citations=[cited(quote)], notes=[note])
    publishing.withdraw(event, reason="Dubbel.")
    assert client.get(f"/nl/e/{quote.code}/").status_code == 410
    response = client.get(f"/nl/e/{note['code']}/")
    assert response.status_code == 410
    assert "Dubbel." in response.content.decode()


def test_a_note_that_is_not_ready_leads_to_its_page_and_no_further(client, accounts):
    note = noted("Geheim")
    make_published_event("laws", notes=[note])
    assert leads_to(client, f"/nl/e/{note['code']}/") == "/nl/events/laws/"


@pytest.mark.parametrize("code", ["zzzzzz", "x" * 80, "no-such-code"])
def test_an_unknown_code_is_404(client, db, code):
    assert client.get(f"/nl/e/{code}/").status_code == 404


def test_the_code_of_a_draft_is_404(client, db):
    assert client.get(f"/nl/e/{make_event().code}/").status_code == 404


def test_nothing_costs_more_than_three_queries(client, october, queries):
    for address in ("/", f"/e/{october.code}/", f"/nl/e/{october.code}/", "/nl/e/zzzzzz/"):
        with queries():
            client.get(address)


def test_the_code_of_a_list_is_for_lists_of_this_site_alone(client, accounts):
    response = client.get("/en/qr.svg?from=1917&to=1918")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert response.content != client.get("/en/qr.svg?from=1917").content != client.get("/nl/qr.svg?from=1917").content
    assert client.get("/en/qr.svg?url=https://example.org").status_code == 400
    long = "&".join(f"{name}={'(' * 190}" for name in ("q", "account", "theme", "from", "to"))
    refused = client.get(f"/en/qr.svg?{long}")
    assert refused.status_code == 400
    assert "Use fewer filters." in refused.content.decode()
