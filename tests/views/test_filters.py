"""Who speaks of an event and how they stand, as choices above the list."""

import re

import pytest

from tests.builders import cited, make_published_event, make_quote, make_source, make_text
from tests.views.conftest import text_of
from tests.views.test_timeline import slugs_in
from timeline import publishing
from timeline.models import PublicEvent
from timeline.views import timeline

pytestmark = pytest.mark.django_db
STATES = ("agree", "compatible", "contradict", "none")


@pytest.fixture
def quotes(accounts):
    """A quote of each account, and one of a book."""
    book = make_text(make_source("book", kind="literature"), "In 1936, zo staat er.")
    words = ("In 1936 kwam er een grondwet.", "In 1936 kwam er een grondwet, zegt men.", "In 1936, zo staat er.")
    return [make_quote(exact, text) for exact, text in zip(words, (*accounts, book))]


def told(*readings) -> list[dict]:
    """Citations of these quotes with these dates; an empty one speaks without a date."""
    return [cited(quote, edtf, "1936" if edtf else "") for quote, edtf in readings]


@pytest.fixture
def events(quotes):
    """An event of every kind, in the order of their names and dates."""
    slides, dossier, book = quotes
    kinds = {
        "a-agree": ("1936", [(slides, "1936"), (dossier, "1936")]),
        "b-compatible": ("1937", [(slides, "1937"), (dossier, "1937-12")]),
        "c-contradict": ("1938", [(slides, "1938"), (dossier, "1939")]),
        "d-undated": ("1940", [(slides, ""), (dossier, "")]),
        "e-one": ("1941", [(slides, "1941")]),
        "f-wrong": ("1942", [(dossier, "1930")]),
        "g-book": ("1943", [(book, "1943")]),
        "h-nobody": ("1944", []),
    }
    return {slug: make_published_event(slug, date=date, citations=told(*said)) for slug, (date, said) in kinds.items()}


def listed(client, address: str) -> str:
    """The first letters of the events in the list."""
    response = client.get(f"/en/{address}")
    assert response.status_code == 200
    return "".join(slug[0] for slug in slugs_in(response))


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("", "abcdefgh"),
        ("?told=&state=&record=", "abcdefgh"),
        ("?told=every", "abcd"),
        ("?told=some", "ef"),
        ("?told=none", "gh"),
        ("?state=agree", "a"),
        ("?state=compatible", "b"),
        ("?state=contradict", "c"),
        ("?state=none", "defgh"),
        ("?record=agree", "aeg"),
        ("?record=compatible", "b"),
        ("?record=contradict", "cf"),
        ("?record=none", "dh"),
        ("?told=some&record=contradict", "f"),
        ("?told=every&state=none", "d"),
        ("?account=slides&told=some", "e"),
        ("?account=dossier&told=none", ""),
        ("?record=contradict&from=1940", "f"),
        ("?state=agree&record=contradict", ""),
    ],
)
def test_a_choice_leaves_the_events_of_that_kind(client, events, address, slugs):
    assert listed(client, address) == slugs


@pytest.mark.parametrize("name", ["told", "state", "record"])
def test_every_event_is_of_one_kind(client, events, name):
    found = "".join(listed(client, f"?{name}={value}") for value in timeline.CHOICES[name])
    assert sorted(found) == list("abcdefgh")


def test_with_a_third_account_what_two_told_is_no_longer_told_by_every_one(client, events):
    make_source("third", lane=3)
    assert listed(client, "?told=every") == ""
    assert listed(client, "?told=some") == "abcdef"
    assert listed(client, "?told=none") == "gh"


def test_an_account_that_is_not_published_does_not_count(client, events):
    make_source("third", lane=3, published=False)
    assert listed(client, "?told=every") == "abcd"


def test_what_was_withdrawn_is_of_no_kind(client, events):
    publishing.withdraw(events["c-contradict"], reason="Fout.")
    assert listed(client, "?state=contradict") == ""


def test_without_accounts_there_is_no_choice_that_breaks(client, db):
    make_published_event("alone")
    for name, values in timeline.CHOICES.items():
        for value in values:
            assert client.get(f"/en/?{name}={value}").status_code == 200


@pytest.mark.parametrize("name", ["told", "state", "record"])
@pytest.mark.parametrize("value", ["all", "AGREE", "every,some", "' or 1=1", "x" * 199])
def test_an_unknown_choice_is_refused_and_the_known_are_named(client, accounts, name, value):
    response = client.get("/en/", {name: value})
    assert response.status_code == 400
    assert f"“{value[:60]}” is no choice for “{name}”." in text_of(response)
    assert ", ".join(timeline.CHOICES[name]) in text_of(response)
    assert "ETag" not in response.headers


def test_a_choice_twice_is_refused(client, accounts):
    assert client.get("/en/?state=agree&state=agree").status_code == 400


def options(page: str, name: str) -> list[tuple[str, bool]]:
    """The values of a select, and which of them are chosen."""
    select = re.search(rf'<select id="choice-{name}" name="{name}">(.*?)</select>', page, flags=re.S)[1]
    return [(value, bool(chosen)) for value, chosen in re.findall(r'<option value="(\w*)"( selected)?>', select)]


def test_the_form_offers_every_choice_and_remembers_what_was_chosen(client, events):
    page = client.get("/en/?told=some&state=none").content.decode()
    assert options(page, "told") == [("", False), ("every", False), ("some", True), ("none", False)]
    assert options(page, "state") == [("", False), *((state, state == "none") for state in STATES)]
    assert options(page, "record") == [("", True), *((state, False) for state in STATES)]
    for name in ("told", "state", "record"):
        assert f'<label for="choice-{name}">' in page


def test_a_choice_is_part_of_the_address_of_the_page_and_of_every_account(client, events):
    page = client.get("/en/?record=contradict&utm_source=x&told=some&state=").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/?told=some&amp;record=contradict">' in page
    assert 'href="/en/?account=slides&amp;told=some&amp;record=contradict"' in page


def test_the_next_page_keeps_the_choices(client, events, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    url, seen = "/en/?told=every", []
    while url:
        response = client.get(url)
        seen += slugs_in(response)
        found = re.search(r'<a id="paging-next" href="([^"]+)"', response.content.decode())
        url = found[1].replace("&amp;", "&") if found else ""
        assert not url or "told=every" in url
    assert seen == ["a-agree", "b-compatible", "c-contradict", "d-undated"]


@pytest.mark.parametrize("address", ["?told=every", "?state=agree", "?record=agree"])
def test_a_choice_that_leaves_nothing_says_so_and_still_offers_the_way_back(client, accounts, address):
    make_published_event("alone")
    response = client.get(f"/en/{address}")
    assert slugs_in(response) == []
    assert "No event fits this. Take a filter away." in text_of(response)
    assert options(response.content.decode(), "state")


def test_a_list_with_choices_names_the_year_at_every_event(client, quotes):
    for number in range(2):
        make_published_event(f"e{number}", date="1936", citations=told((quotes[0], "1936")))
    assert client.get("/en/?record=agree").content.decode().count('aria-hidden="true">1936<') == 2


@pytest.mark.parametrize("address", ["?told=every", "?told=some&state=none", "?record=contradict&account=slides"])
def test_a_choice_asks_at_most_three_queries_however_many_events_there_are(client, events, quotes, queries, address):
    for number in range(20):
        make_published_event(f"more-{number}", date=f"19{number:02}", citations=told((quotes[0], "1936")))
    with queries():
        client.get(f"/en/{address}")


def test_context_is_labelled_in_the_list_and_on_its_page(client, events):
    page = client.get("/en/?told=none").content.decode()
    assert page.count('class="context-event"') == 2
    assert '<dl class="told">' not in page, "nobody is called silent eight times over"
    assert 'class="context-event"' not in client.get("/en/?told=some").content.decode()
    assert 'class="context-event"' in client.get("/en/events/h-nobody/").content.decode()
    assert 'class="context-event"' not in client.get("/en/events/e-one/").content.decode()


def test_where_there_are_no_accounts_nothing_is_called_context(client, db):
    make_published_event("alone")
    for address in ("/en/", "/en/events/alone/"):
        assert "context-event" not in client.get(address).content.decode()


def test_the_index_counts_accounts_and_no_books(events):
    voices = dict(PublicEvent.objects.values_list("slug", "voices"))
    assert (voices["a-agree"], voices["e-one"], voices["g-book"], voices["h-nobody"]) == (2, 1, 0, 0)
