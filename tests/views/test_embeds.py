"""What other sites may frame: small pages of their own, and nothing else of the site."""

import re

import pytest
from django.urls import reverse

from tests.builders import (
    cited,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_text,
    noted,
)
from tests.views.conftest import OCTOBER, text_of
from timeline import publishing
from timeline.models import Address
from timeline.views import embeds

EVENT = f"/embed/e/{OCTOBER}/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def question(accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    return make_published_question("who-ruled", title_en="Who ruled?", quotes=[cited(quote)["quote"]])


@pytest.fixture
def lesson(october, question):
    return make_lesson(october, question, intro_en="Four numbers.")


@pytest.fixture(params=["event", "question", "lesson", "timeline"])
def url(request, october, question, lesson):
    return {
        "event": EVENT,
        "question": f"/embed/e/{question.code}/",
        "lesson": f"/embed/lessons/{lesson.code}/",
        "timeline": f"/embed/timeline/?items={OCTOBER}",
    }[request.param]


def may_be_framed(response) -> bool:
    """By every page, one on a disk included: even ``frame-ancestors *`` would refuse that."""
    policy = response.headers["Content-Security-Policy"]
    return "frame-ancestors" not in policy and "X-Frame-Options" not in response.headers


def test_an_embed_is_a_page_of_its_own_in_three_queries_without_cookie_or_script(client, url, queries):
    with queries():
        response = client.get(url, headers={"Accept-Language": "en"})
    page = response.content.decode()
    assert response.status_code == 200
    assert may_be_framed(response)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1") == 1
    for absent in ("<script", "<header", "<footer", "<nav", " style=", "htmx"):
        assert absent not in page


def test_it_speaks_the_language_that_its_address_names_else_the_reader_s(client, url):
    asks = "&" if "?" in url else "?"
    assert '<html lang="nl"' in client.get(f"{url}{asks}lang=nl", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in client.get(f"{url}{asks}lang=en", headers={"Accept-Language": "nl"}).content.decode()
    response = client.get(url, headers={"Accept-Language": "en"})
    assert '<html lang="en"' in response.content.decode()
    assert "Accept-Language" in response.headers["Vary"]
    assert client.get(f"{url}{asks}lang=de").status_code == 400
    assert client.get(f"{url}{asks}colour=red").status_code == 400


def test_it_is_light_as_most_pages_around_it_are_unless_it_is_asked_to_follow_the_reader(client, url):
    asks = "&" if "?" in url else "?"
    for address in (url, f"{url}{asks}colours=light", "/embed/nothing/"):
        page = client.get(address).content.decode()
        assert re.search(r'<html lang="\w\w" class="light">', page)
        assert '<meta name="color-scheme" content="light">' in page
    page = client.get(f"{url}{asks}colours=auto").content.decode()
    assert re.search(r'<html lang="\w\w">', page)
    assert '<meta name="color-scheme" content="light dark">' in page
    refused = client.get(f"{url}{asks}colours=dark&lang=en")
    assert (refused.status_code, may_be_framed(refused)) == (400, True)
    assert "light, auto" in text_of(refused)


def test_its_ways_out_leave_the_frame_and_lead_somewhere(client, url):
    page = client.get(url).content.decode()
    links = re.findall(r'<a (?:class="[^"]*" )?(?:id="[^"]*" )?href="([^"]+)"([^>]*)>', page)
    out = [(link, more) for link, more in links if not link.startswith("#")]
    assert out
    for link, more in out:
        assert more == ' target="_blank" rel="noopener"'
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    anchors = {link[1:] for link, _more in links if link.startswith("#")}
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))


def test_it_answers_304_until_something_is_published(client, url, october):
    etag = client.get(url).headers["ETag"]
    response = client.get(url, headers={"If-None-Match": etag})
    assert (response.status_code, may_be_framed(response)) == (304, True)
    publishing.publish(october, reason="again")
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_an_event_shows_who_says_what_and_how_it_stands(client, accounts):
    quote = make_quote("Op 25 oktober 1917 namen zij de macht over.", accounts[0])
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    note = noted(verdict="contested", ready=True, references=[{"source": "slides"}])
    make_published_event("noted", code="nted17", citations=[told], notes=[note])
    page = text_of(client.get("/embed/e/nted17/?lang=en"))
    assert "The slides Op 25 oktober 1917 namen zij de macht over." in page
    assert "The dossier says nothing of this" in page
    assert "Critical notes: 1 contested" in page


def test_an_embed_points_machines_to_the_page(client, october, lesson, settings):
    settings.SITE_URL = "https://example.org"
    page = client.get(f"{EVENT}?lang=en").content.decode()
    assert '<link rel="canonical" href="https://example.org/en/events/october-1917/">' in page
    page = client.get(f"/embed/lessons/{lesson.code}/?lang=en").content.decode()
    assert f'<link rel="canonical" href="https://example.org/en/lessons/{lesson.code}/">' in page


def test_long_words_are_cut_after_a_sentence_and_lead_on_to_the_rest(client, accounts):
    words = "Zij zeiden dat het zo was, en dat het niet anders kon zijn. " * 8
    text = make_text(accounts[0].source, f"{words}En nog een zin.")
    quotes = [make_quote(words.strip(), text), make_quote("En nog een zin.", text)]
    make_published_event("long", code="c0unted", citations=[cited(quote) for quote in quotes])
    response = client.get("/embed/e/c0unted/?lang=en")
    page = text_of(response)
    assert page.count("Zij zeiden") == 2
    assert "niet anders kon zijn. … Read on on Wederhoor" in page
    assert response.content.decode().count('href="/en/events/long/"') == 2
    assert "En nog een zin." not in page
    assert "and 1 more passage" in page


def test_words_without_a_full_stop_are_cut_after_a_word_and_short_ones_not_at_all():
    assert embeds.beginning("Zo was het.") == "Zo was het."
    assert embeds.beginning("woord " * 40) == "woord " * 23 + "…"
    assert embeds.beginning("Hij zei: “Zo was het.” " + "woord " * 40) == "Hij zei: “Zo was het.” …"


def test_a_lesson_says_what_is_in_it_and_when_it_was(client, lesson, question):
    page = text_of(client.get(f"/embed/lessons/{lesson.code}/?lang=en"))
    assert lesson.title_en in page
    assert "Four numbers." in page
    assert "1917" in page
    assert question.title_en in page


def test_a_small_timeline_draws_what_was_chosen_and_says_it_in_words(client, accounts, october):
    quote = make_quote("In 1936 kwam er een grondwet", accounts[1])
    later = make_published_event("law", code="1aw936", date={"edtf": "1936"}, citations=[cited(quote, "1936", "1936")])
    page = client.get(f"/embed/timeline/?items={later.code}.{OCTOBER}.zzzzzz&lang=en").content.decode()
    assert page.index(f'id="event-{OCTOBER}"') < page.index(f'id="event-{later.code}"')
    assert f'id="drawing-{later.code}" href="#event-{later.code}"' in page
    assert "1 event that was chosen is not shown" in page
    assert "1917–1936" in page


@pytest.mark.parametrize(
    ("items", "status"), [("", 400), ("...", 400), (".".join(f"c{n:03}" for n in range(21)), 400), ("zzzzzz", 404)]
)
def test_a_choice_that_cannot_be_drawn_is_refused(client, october, items, status):
    response = client.get(f"/embed/timeline/?items={items}&lang=en")
    assert (response.status_code, may_be_framed(response)) == (status, True)


def test_what_was_withdrawn_says_so_in_the_frame(client, october, lesson):
    publishing.withdraw(october, reason="Zo was het niet.")
    lesson.withdrawn = "Niet meer nodig."
    lesson.save()
    for address, reason in [(EVENT, "Zo was het niet."), (f"/embed/lessons/{lesson.code}/", "Niet meer nodig.")]:
        response = client.get(f"{address}?lang=en")
        assert (response.status_code, may_be_framed(response)) == (410, True)
        assert '<html lang="en"' in response.content.decode()
        assert reason in text_of(response)
        assert "<header" not in response.content.decode()


@pytest.mark.parametrize("address", ["/embed/e/zzzzzz/", "/embed/lessons/zzzzzz/", "/embed/nothing/"])
def test_what_was_never_there_says_so_in_the_frame(client, db, address):
    response = client.get(f"{address}?lang=en")
    assert (response.status_code, may_be_framed(response)) == (404, True)
    assert "Not found" in text_of(response)
    assert "<header" not in response.content.decode()


def test_nothing_can_be_sent_to_an_embed(client, url):
    response = client.post(url)
    assert (response.status_code, may_be_framed(response)) == (405, True)


def test_what_was_merged_leads_to_the_other_in_the_same_language(client, october):
    Address.objects.create(space=Address.CODE, name="0ther1", kind="event", code="0ther1", into=OCTOBER)
    response = client.get("/embed/e/0ther1/?lang=en")
    assert (response.status_code, response.headers["Location"]) == (301, f"{EVENT}?lang=en")
    assert client.get(EVENT.upper().replace("EMBED/E", "embed/e")).headers["Location"] == EVENT
    assert f'id="event-{OCTOBER}"' in client.get("/embed/timeline/?items=0ther1").content.decode()


@pytest.mark.parametrize("address", ["/nl/", "/en/events/october-1917/", "/en/nowhere/", "/admin/login/", "/healthz"])
def test_nothing_else_may_be_framed(client, october, address):
    response = client.get(address)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_address_of_an_embed_is_that_of_the_code_in_every_language(october):
    assert reverse("embed-event", args=[OCTOBER]) == EVENT
