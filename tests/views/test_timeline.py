import re
from html import escape

import pytest

from tests.builders import cited, make_event, make_published_event, make_quote, noted
from tests.views.conftest import text_of
from timeline.views import timeline

pytestmark = pytest.mark.django_db


def slugs_in(response) -> list[str]:
    """The events of the list, in order."""
    return re.findall(r'<h3>.*?href="/../events/([^/"]+)/"', response.content.decode(), flags=re.S)


def test_an_empty_site_says_so(client):
    response = client.get("/nl/")
    assert response.status_code == 200
    assert slugs_in(response) == []
    assert "<svg" not in response.content.decode()


def test_events_stand_in_the_order_of_their_dates(client, october):
    make_published_event("kirov", date="1934-12-01")
    make_published_event("caesar", date="-0043-03-15")
    assert slugs_in(client.get("/nl/")) == ["caesar", "october-1917", "kirov"]


def test_a_draft_is_not_listed(client, october):
    make_event("secret")
    assert "secret" not in client.get("/nl/").content.decode()


def test_every_account_says_what_it_gives_or_is_silent(client, october):
    words = text_of(client.get("/en/"))
    assert "The slides 25 October 1917 (Julian), 7 November 1917 (Gregorian) stated" in words
    assert "The dossier silent" in words


def test_an_account_that_gives_one_date_twice_is_shown_once(client, accounts):
    quotes = [
        make_quote("Dat was in maart 1918.", accounts[0]),
        make_quote("In 1936 kwam er een grondwet.", accounts[0]),
    ]
    told = [cited(quotes[0], "1918", "1918"), cited(quotes[1], "1918")]
    make_published_event("twice", date="1918", citations=told)
    assert "The slides 1918 stated, and inferred" in text_of(client.get("/en/"))


def test_notes_that_contest_are_counted(client, accounts, october):
    book = {"source": accounts[0].source.slug}
    make_published_event("kirov", date="1934-12-01", notes=[noted(ready=True, references=[book]), noted()])
    assert "1 contested" in text_of(client.get("/en/"))


def test_the_filter_leaves_the_events_an_account_tells(client, october, accounts):
    quote = make_quote("In 1936 kwam er een grondwet, zegt men.", accounts[1])
    make_published_event("constitution", date="1936-12-05", citations=[cited(quote)])
    assert slugs_in(client.get("/nl/?account=slides")) == ["october-1917"]
    assert slugs_in(client.get("/nl/?account=dossier")) == ["constitution"]
    assert slugs_in(client.get("/nl/?account=")) == ["october-1917", "constitution"]


def test_an_unknown_account_is_refused_and_the_known_are_named(client, accounts):
    response = client.get("/en/?account=pravda")
    assert response.status_code == 400
    assert "“pravda”" in text_of(response)
    assert "slides, dossier" in text_of(response)


def test_a_window_leaves_the_events_that_touch_it(client, october):
    make_published_event("war", date="1918/1921")
    make_published_event("kirov", date="1934-12-01")
    assert slugs_in(client.get("/nl/?from=1918&to=1930")) == ["war"]
    assert slugs_in(client.get("/nl/?from=1920")) == ["war", "kirov"]
    assert slugs_in(client.get("/nl/?to=1917-11-06")) == []
    assert slugs_in(client.get("/nl/?to=1917-11-07")) == ["october-1917"]


def test_a_bare_year_needs_no_zeros(client, accounts):
    make_published_event("teutoburg", date="0009")
    assert slugs_in(client.get("/nl/?from=9&to=9")) == ["teutoburg"]
    assert slugs_in(client.get("/nl/?from=-44&to=8")) == []


@pytest.mark.parametrize("value", ["1917-10-40", "soon", "1917u", "1917 / 1918", "[]", "99999"])
def test_a_date_that_cannot_be_read_is_refused_with_the_remedy(client, october, value):
    response = client.get("/en/", {"from": value})
    assert response.status_code == 400
    page = response.content.decode()
    assert f'name="from" value="{escape(value)}"' in page
    assert 'aria-invalid="true" aria-describedby="wrong-from"' in page
    assert f"“{value}” is not a date" in text_of(response)
    assert "ETag" not in response.headers


def test_a_typo_is_logged_in_one_line(client, caplog):
    for address in ("/en/?from=soon", "/en/?colour=red"):
        assert client.get(address).status_code == 400
    assert [record.exc_info for record in caplog.records] == [None, None]


@pytest.mark.parametrize("value", ["maart 1918", "March 1918", "3 maart 1918", "1918-03", "1918"])
def test_a_date_may_be_typed_with_the_name_of_its_month(client, accounts, value):
    make_published_event("peace", date="1918-03-03")
    make_published_event("war", date="1914-08-01")
    assert slugs_in(client.get("/nl/", {"from": value})) == ["peace"]


def test_a_filtered_list_names_the_year_at_every_event(client, accounts):
    for number in range(2):
        make_published_event(f"e{number}", date="1917")
    assert client.get("/nl/").content.decode().count('aria-hidden="true">1917<') == 1
    assert client.get("/nl/?from=1900").content.decode().count('aria-hidden="true">1917<') == 2


def test_a_window_that_ends_before_it_begins_is_refused(client, accounts):
    response = client.get("/nl/?from=1938&to=1917")
    assert response.status_code == 400
    assert 'aria-describedby="wrong-to"' in response.content.decode()


@pytest.mark.parametrize("value", ["x", "1.2.3", "99999999999.abcdef", "2421540.", "2421540.ABCDEF", "' or 1"])
def test_a_place_that_is_none_is_refused(client, accounts, value):
    assert client.get("/nl/", {"after": value}).status_code == 400


def test_a_parameter_twice_or_very_long_is_refused(client, accounts):
    assert client.get("/nl/?account=slides&account=dossier").status_code == 400
    assert client.get("/nl/?from=" + "1" * 300).status_code == 400


def test_pages_follow_each_other_without_loss_or_overlap(client, accounts, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    for number in range(5):
        make_published_event(f"e{number}", date="1917")  # one date, so that the code decides
    url, seen = "/nl/", []
    while url:
        response = client.get(url)
        seen += slugs_in(response)
        found = re.search(r'<a id="paging-next" href="([^"]+)"', response.content.decode())
        url = found[1] if found else ""
    assert sorted(seen) == ["e0", "e1", "e2", "e3", "e4"]


def test_the_next_page_keeps_the_filter(client, accounts, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 1)
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    for number in range(2):
        make_published_event(f"e{number}", date=f"191{number}", citations=[cited(quote)])
    page = client.get("/nl/?to=1930&account=slides").content.decode()
    assert re.search(r'href="/nl/\?account=slides&amp;to=1930&amp;after=\d+\.\w+"', page)


def test_a_page_asks_as_often_for_fifty_events_as_for_one(client, accounts, queries):
    for number in range(52):
        make_published_event(f"e{number}", date=f"19{number:02}")
    with queries():
        response = client.get("/nl/?account=&from=1&to=2000")
    assert len(slugs_in(response)) == 50


def test_every_number_in_the_drawing_leads_to_an_event_of_the_list(client, october):
    page = client.get("/nl/").content.decode()
    links = set(re.findall(r'href="#(event-\w+)"', page))
    assert links == set(re.findall(r'<li class="event" id="(event-\w+)"', page)) == {f"event-{october.code}"}


def test_the_address_of_a_filter_is_its_canonical_one(client, accounts):
    page = client.get("/nl/?to=1930&utm_source=x&account=slides").content.decode()
    assert '<link rel="canonical" href="http://testserver/nl/?account=slides&amp;to=1930">' in page
