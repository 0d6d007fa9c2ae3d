"""The matrix of who speaks of what."""

import re
from html import unescape

import pytest

from tests.builders import (
    cited,
    figured,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    measured,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.views import compare

pytestmark = pytest.mark.django_db
MATRIX = "/en/compare/"


@pytest.fixture
def quotes(accounts):
    """Two quotes of the first account, one of the second."""
    slides, dossier = accounts
    return [
        make_quote("In 1936 kwam er een grondwet.", slides, translation_en="In 1936 there came a constitution."),
        make_quote("Dat was in maart 1918.", slides),
        make_quote("In 1936 kwam er een grondwet, zegt men.", dossier),
    ]


@pytest.fixture
def events(quotes):
    """Events by who tells of them."""
    one, two, other = quotes
    said = {
        "a-both": ("1936", [cited(one, "1936", "1936"), cited(two), cited(other, "1937")]),
        "b-slides": ("1937", [cited(one, "1936", "1936")]),
        "c-dossier": ("1938", [cited(other)]),
        "d-dossier": ("1939", [cited(other)]),
        "e-nobody": ("1940", []),
    }
    return {slug: make_published_event(slug, date=date, citations=told) for slug, (date, told) in said.items()}


def rows(response) -> dict[str, str]:
    """The rows of events as text, by slug."""
    assert response.status_code == 200
    found = re.findall(
        r'<tr[^>]*>\s*<th scope="row"><a href="/en/events/([^/]+)/">(.*?)</tr>', response.content.decode(), re.S
    )
    return {slug: unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))).strip() for slug, row in found}


def test_every_event_has_a_row_in_order_of_time(client, events):
    assert list(rows(client.get(MATRIX))) == list(events)


def test_what_every_account_tells_comes_first_and_then_the_others_in_order_of_time(client, events, quotes):
    one, _two, other = quotes
    make_published_event("f-both", date="1950", citations=[cited(one), cited(other)])
    response = client.get(MATRIX)
    others = ["b-slides", "c-dossier", "d-dossier", "e-nobody"]
    assert list(rows(response)) == ["a-both", "f-both", *others]
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", response.content.decode()) == [
        "What both tell",
        "What only one tells, or neither",
    ]
    filtered = client.get(MATRIX + "?from=1900")
    assert list(rows(filtered)) == ["a-both", *others, "f-both"]
    assert "<h3" not in filtered.content.decode()


def test_of_more_than_a_page_that_every_account_tells_the_rest_is_one_link_away(client, events, quotes, monkeypatch):
    one, _two, other = quotes
    for number in range(3):
        make_published_event(f"g{number}-both", date=f"195{number}", citations=[cited(one), cited(other)])
    monkeypatch.setattr(compare, "PAGE", 2)
    page = client.get(MATRIX).content.decode()
    assert f'<a href="{MATRIX}?told=every#events">All 4 of these</a>' in page


def test_one_account_alone_has_nobody_to_be_compared_with(client, db):
    quote = make_quote("Alleen.", make_text(make_source("only", lane=1), "Alleen."))
    make_published_event("b-told", date="1937", citations=[cited(quote)])
    make_published_event("a-context", date="1936")
    response = client.get(MATRIX)
    assert list(rows(response)) == ["a-context", "b-told"]
    assert "<h3" not in response.content.decode()


def test_on_paper_it_says_what_was_filtered_and_where_the_list_goes_on(client, events, monkeypatch, settings):
    settings.SITE_URL = "https://example.org"
    assert "goes on" not in text_of(client.get(MATRIX))
    monkeypatch.setattr(compare, "PAGE", 2)
    assert re.search(
        r"3 of 5; the list goes on at https://example.org/en/compare/\?after=\S+", text_of(client.get(MATRIX))
    )
    said = text_of(client.get(MATRIX + "?told=some"))
    assert "Filters in use: told by: some, others silent" in said
    assert "The list goes on at https://example.org/en/compare/?told=some&after=" in said
    assert "On the web: https://example.org/en/compare/?told=some" in said


def test_a_cell_has_the_first_words_and_counts_the_rest(client, events):
    row = rows(client.get(MATRIX))["a-both"]
    assert "In 1936 kwam er een grondwet." in row
    assert "and 1 more quote" in row
    assert "maart 1918" not in row
    assert "zegt men" in row
    assert row.count("more quote") == 1


def test_words_stand_in_their_language_with_our_translation_beside_them(client, events):
    page = client.get(MATRIX).content.decode()
    assert '<q lang="nl">In 1936 kwam er een grondwet.</q>' in page
    assert '<span class="label">Our translation</span> In 1936 there came a constitution.' in page
    assert "In 1936 there came a constitution." not in client.get("/nl/compare/").content.decode()


def test_silence_is_said_per_account(client, events):
    found = rows(client.get(MATRIX))
    assert [found[slug].count("silent") for slug in events] == [0, 1, 1, 1, 2]


def test_states_are_said_in_words_between_the_accounts_and_against_the_record(client, events):
    found = rows(client.get(MATRIX))
    assert re.search(r"Between the accounts ≠ dates: contradict", found["a-both"])
    assert re.search(r"Against the record ≠ dates: contradict", found["a-both"])
    assert "Between the accounts nothing to compare" in found["b-slides"]
    assert "Against the record nothing to compare" in found["c-dossier"]


def test_sums_have_a_word_of_their_own_and_within_one_account_only_what_cannot_be_true_is_told(client, quotes):
    one, _two, other = quotes
    for slug, whole in (("a-false", "100"), ("b-true", "110")):
        stated = {"all": whole, "some": "60", "others": "50"}
        figures = [figured(key, "1936", value, value, value=value, quote=one.code) for key, value in stated.items()]
        relations = [{"formula": "all = some + others", "reading_nl": "zo", "reading_en": "so"}]
        measures = [measured(key) for key in stated]
        citations = [cited(one), cited(other)]
        make_published_event(slug, citations=citations, measures=measures, figures=figures, relations=relations)
    found = rows(client.get(MATRIX))
    assert "Between the accounts ≠ sums within one account: cannot all be true" in found["a-false"]
    assert "sums" not in found["b-true"]


def totals(response) -> list[tuple[str, int, str]]:
    """The totals: address, number, words."""
    block = re.search(r'<ul class="totals">(.*?)</ul>', response.content.decode(), re.S)[1]
    cells = re.findall(r'<a href="([^"#]+)#events"><b class="count">(\d+)</b> <span>(.*?)</span>', block, re.S)
    return [(unescape(url), int(count), re.sub(r"<[^>]+>", "", words).strip()) for url, count, words in cells]


def test_the_totals_say_who_tells_of_how_many_and_lead_there(client, events):
    found = totals(client.get(MATRIX))
    assert [(count, words) for _url, count, words in found] == [
        (1, "told by both accounts"),
        (1, "told only by The slides"),
        (2, "told only by The dossier"),
        (1, "told by neither account"),
    ]
    for url, count, _words in found:
        assert len(rows(client.get(url))) == count


def test_with_a_third_account_the_totals_still_lead_to_what_they_count(client, events):
    third = make_quote("Derde.", make_text(make_source("third", lane=3, name_en="Third"), "Derde."))
    make_published_event("f-third", date="1941", citations=[cited(third)])
    found = totals(client.get(MATRIX))
    assert [count for _url, count, _words in found] == [0, 2, 3, 1, 1]
    for url, count, _words in found:
        assert len(rows(client.get(url))) == count


def test_an_account_that_is_not_published_has_no_column(client, events):
    make_source("hidden", lane=3, name_en="Hidden")
    assert "Hidden" in text_of(client.get(MATRIX))
    type(events["a-both"].citations.first().quote.text.source).objects.filter(slug="hidden").update(published=False)
    assert "Hidden" not in text_of(client.get(MATRIX))


FILTERED = [
    ("?told=every", "a"),
    ("?told=some", "bcd"),
    ("?told=none", "e"),
    ("?account=slides", "ab"),
    ("?account=dossier&told=some", "cd"),
    ("?state=contradict", "a"),
    ("?record=contradict", "ab"),
    ("?from=1938", "cde"),
    ("?from=1937&to=1938", "bc"),
    ("?q=zegt", "acd"),
    ("?q=nonsense", ""),
]


def test_it_takes_the_filters_of_the_timeline(client, events):
    found = [(address, rows(client.get(MATRIX + address))) for address, _slugs in FILTERED]
    assert [(address, "".join(slug[0] for slug in slugs)) for address, slugs in found] == FILTERED


def test_a_filter_in_use_can_be_taken_away(client, events):
    page = client.get(MATRIX + "?told=some&from=1938").content.decode()
    chosen = re.search(r'<ul class="chosen".*?</ul>', page, re.S)[0]
    assert sorted(unescape(url) for url in re.findall(r'href="([^"#]+)#', chosen)) == [
        MATRIX,
        f"{MATRIX}?from=1938",
        f"{MATRIX}?told=some",
    ]
    assert '<input id="window-from" name="from" value="1938"' in page


@pytest.mark.parametrize(
    "address", ["?told=maybe", "?account=nobody", "?after=x", "?state=x", "?colour=red", "?told=some&told=none"]
)
def test_what_no_link_of_ours_asks_for_is_refused(client, events, address):
    assert client.get(MATRIX + address).status_code == 400


def test_a_date_that_cannot_be_read_says_so_at_its_field(client, events):
    response = client.get(MATRIX + "?from=yesterday")
    assert response.status_code == 400
    assert 'aria-describedby="wrong-from"' in response.content.decode()
    assert "is not a date that we can read" in text_of(response)


def test_when_nothing_fits_it_says_so_and_shows_the_way_back(client, events):
    response = client.get(MATRIX + "?q=nonsense")
    assert "No event fits this." in text_of(response)
    assert f'href="{MATRIX}#events"' in response.content.decode()


def test_a_place_that_nothing_comes_after_says_so(client, events):
    text = text_of(client.get("/en/compare/?after=99999999.zzzz"))
    assert "Nothing comes after this place in the list." in text
    assert "Nothing has been published yet." not in text


def test_without_anything_published_it_says_so(client, db):
    assert "Nothing has been published yet." in text_of(client.get(MATRIX))


def test_the_pages_together_hold_every_event_once(client, events, monkeypatch):
    monkeypatch.setattr(compare, "PAGE", 2)
    url, seen = MATRIX, []
    while url:
        response = client.get(url)
        seen += rows(response)
        found = re.search(r'<a href="([^"#]+)#events" rel="next"', response.content.decode())
        url = unescape(found[1]) if found else ""
    assert seen == list(events)


def test_questions_stand_below_with_the_words_of_each_account(client, quotes):
    one, two, other = quotes
    said = [cited(quote)["quote"] for quote in (two, one)]
    make_published_question("who", title_en="Who ruled?", quotes=said)
    make_published_question("why", title_en="Why?", quotes=[cited(other)["quote"]])
    page = client.get(MATRIX).content.decode()
    found = re.findall(r'href="/en/questions/([^/]+)/">.*?</th>(.*?)</tr>', page, re.S)
    told = {slug: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cells)) for slug, cells in found}
    assert list(told) == ["who", "why"]
    assert "Dat was in maart 1918." in told["who"]
    assert "and 1 more quote" in told["who"]
    assert "silent" in told["who"]
    assert "zegt men" in told["why"]
    assert "Who ruled?" not in client.get(MATRIX + "?told=none").content.decode()


def test_drafts_and_what_was_withdrawn_have_no_row(client, events, quotes):
    make_event("draft", citations=[cited(quotes[0])])
    publishing.withdraw(events["b-slides"], reason="Fout.")
    assert list(rows(client.get(MATRIX))) == ["a-both", "c-dossier", "d-dossier", "e-nobody"]
    assert [count for _url, count, _words in totals(client.get(MATRIX))] == [1, 0, 2, 1]


@pytest.mark.parametrize("address", ["", "?told=some&q=grondwet&theme=&from=1900", "?account=slides"])
def test_it_asks_as_often_for_many_events_as_for_one(client, events, quotes, queries, address):
    for number in range(12):
        make_published_event(f"m{number}", date=f"19{number + 10}", citations=[cited(quotes[0])])
        make_published_question(f"q{number}", quotes=[cited(quotes[2])["quote"]])
        make_source(f"s{number}", lane=3 + number % 3)
    with queries():
        assert client.get(MATRIX + address).status_code == 200
