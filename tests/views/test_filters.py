"""Who speaks of an event and how they stand, as choices above the list."""

import re
from html import unescape
from random import Random
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import cited, make_published_event, make_quote, make_source, make_text, make_theme, noted
from tests.views.conftest import text_of
from tests.views.test_timeline import slugs_in
from timeline import index, publishing
from timeline.models import Publication, PublicEvent
from timeline.views import facets, timeline
from timeline.views.asked import CHOICES

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


KINDS = [
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
]


def test_a_choice_leaves_the_events_of_that_kind(client, events):
    assert [(address, listed(client, address)) for address, _slugs in KINDS] == KINDS


@pytest.mark.parametrize("name", ["told", "state", "record"])
def test_every_event_is_of_one_kind(client, events, name):
    found = "".join(listed(client, f"?{name}={value}") for value in CHOICES[name])
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
    for name, values in CHOICES.items():
        for value in values:
            assert client.get(f"/en/?{name}={value}").status_code == 200


@pytest.mark.parametrize("name", ["told", "state", "record"])
@pytest.mark.parametrize("value", ["all", "AGREE", "every,some", "' or 1=1", "x" * 199])
def test_an_unknown_choice_is_refused_and_the_known_are_named(client, accounts, name, value):
    response = client.get("/en/", {name: value})
    assert response.status_code == 400
    assert f"“{value[:60]}” is no choice for “{name}”." in text_of(response)
    assert ", ".join(CHOICES[name]) in text_of(response)
    assert "ETag" not in response.headers


def test_a_choice_twice_is_refused(client, accounts):
    assert client.get("/en/?state=agree&state=agree").status_code == 400


def options(page: str, name: str) -> list[tuple[str, bool]]:
    """The values of a select, and which of them are chosen."""
    select = re.search(rf'<select id="choice-{name}" name="{name}"[^>]*>(.*?)</select>', page, flags=re.S)[1]
    return [(value, bool(chosen)) for value, chosen in re.findall(r'<option value="(\w*)"( selected)?', select)]


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
    assert "No event fits this. Remove a filter:" in text_of(response)
    assert options(response.content.decode(), "state")


@pytest.mark.parametrize("address", ["?told=every", "?told=some&state=none", "?record=contradict&account=slides"])
def test_a_choice_asks_at_most_three_queries_however_many_events_there_are(client, events, quotes, queries, address):
    for number in range(20):
        make_published_event(f"more-{number}", date=f"19{number:02}", citations=told((quotes[0], "1936")))
    with queries():
        client.get(f"/en/{address}")


def slice_of(page: str) -> str:
    """The list itself."""
    return page[page.index('<ol class="events">') : page.rindex("</ol>")]


def test_context_is_labelled_in_the_list_and_on_its_page(client, events):
    page = client.get("/en/?told=none").content.decode()
    assert page.count('class="context-event"') == 2
    assert "silent" not in slice_of(page), "nobody is called silent eight times over"
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


# --- all filters together ---------------------------------------------------------------------------------------------

VALUES = {
    "account": ["", "slides", "dossier"],
    "told": ["", "every", "some", "none"],
    "theme": ["", "war", "party"],
    "importance": ["", "2", "3"],
    "standing": ["", "attested", "alleged", "planned"],
    "state": ["", *STATES],
    "record": ["", *STATES],
    "contested": ["", "yes"],
    "from": ["", "1936", "1939"],
    "to": ["", "1940", "1942"],
    "q": ["", "a", "titel", "grondwet", "grondwet men"],
}


@pytest.fixture
def varied(quotes):
    """Events that differ in everything that can be asked for, with what is true of each."""
    slides, dossier, _book = quotes
    for slug in ("war", "party"):
        make_theme(slug)
    ready = {"ready": True, "references": [{"source": "book"}]}
    told_by = [
        [(slides, "1936"), (dossier, "1936")],
        [(slides, "1937")],
        [(dossier, "1930")],
        [],
        [(slides, ""), (dossier, "1940")],
    ]
    themes = [[], ["war"], ["party", "war"]]
    for number in range(24):
        make_published_event(
            f"e{number:02}",
            date=str(1936 + number % 8),
            citations=told(*told_by[number % 5]),
            themes=themes[number % 3],
            importance=1 + number % 3,
            standing=("attested", "attested", "alleged", "planned")[number % 4],
            notes=[noted(**ready)] if number % 7 == 0 else [],
        )


def facts(slug: str) -> dict:
    """What the latest publication of an event says, read without the index."""
    last = Publication.objects.filter(slug=slug).latest("pk")
    document, findings = last.document, last.findings
    words = [document["title_en"], document["summary_en"]]
    words += [row["quote"]["exact"] for row in document["citations"]] + [
        note["reason_en"] for note in document["notes"]
    ]
    return {
        "account": {row["quote"]["source"] for row in document["citations"]} & {"slides", "dossier"},
        "theme": {theme["slug"] for theme in document["themes"]},
        "importance": document.get("importance", 2),
        "standing": document.get("standing", "attested"),
        "state": index.state_of_accounts(findings),
        "record": index.state_of(findings, index.RECORD),
        "contested": [note for note in document["notes"] if note["verdict"] == "contested"],
        "years": document["date"]["edtf"],
        "q": "\n".join(words).lower(),
    }


def fits(fact: dict, asked: dict) -> bool:
    """Whether an event is what was asked for: the same rules again, as simply as can be."""
    voices = len(fact["account"])
    checks = {
        "account": lambda value: value in fact["account"],
        "told": lambda value: value == {0: "none", 1: "some", 2: "every"}[voices],
        "theme": lambda value: value in fact["theme"],
        "importance": lambda value: fact["importance"] >= int(value),
        "standing": lambda value: fact["standing"] == value,
        "state": lambda value: fact["state"] == value.replace("none", ""),
        "record": lambda value: fact["record"] == value.replace("none", ""),
        "contested": lambda value: bool(fact["contested"]),
        "from": lambda value: fact["years"] >= value,
        "to": lambda value: fact["years"] <= value,
        "q": lambda value: all(word in fact["q"] for word in value.split()),
    }
    return all(checks[name](value) for name, value in asked.items() if value)


def test_every_filter_alone_and_in_pairs_gives_what_a_reader_would_pick_by_hand(client, varied):
    known = {f"e{number:02}": facts(f"e{number:02}") for number in range(24)}
    single = [{name: value} for name, values in VALUES.items() for value in values if value]
    random = Random(4)
    several = [
        {name: random.choice(values) for name, values in VALUES.items() if random.random() < 0.35}
        for _turn in range(60)
    ]
    found_some = 0
    for chosen in [*single, *several]:
        if not any(chosen.values()):
            continue
        expected = {slug for slug, fact in known.items() if fits(fact, chosen)}
        assert set(slugs_in(client.get("/en/", chosen))) == expected, chosen
        found_some += bool(expected)
    assert found_some > 50, "most of these must find something, or nothing is shown"


COUNTED = re.compile(r'<option value="(\w+)"[^>]*>[^<]*\((\d+)\)</option>')


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"theme": "war"},
        {"told": "some", "importance": "2"},
        {"q": "grondwet", "from": "1937"},
        {"contested": "yes", "account": "slides"},
    ],
)
def test_every_number_beside_a_choice_is_what_choosing_it_gives(client, varied, asked):
    page = client.get("/en/", asked).content.decode()
    checked = 0
    for name in ("told", "theme", "importance", "standing", "state", "record"):
        select = re.search(rf'<select id="choice-{name}".*?</select>', page, flags=re.S)[0]
        for value, count in COUNTED.findall(select):
            assert len(slugs_in(client.get("/en/", asked | {name: value}))) == int(count), (name, value)
            checked += 1
    for name, count in re.findall(r'<a id="filter-(\w+)".*?<span class="number">(\d+)</span>', page, flags=re.S):
        chosen = asked | {"account": "" if name == "all" else name}
        listed = slugs_in(client.get("/en/", chosen if any(chosen.values()) else {"from": "1"}))
        assert len(listed) == int(count), name
        checked += 1
    contested = re.search(r'contested only <span class="number">(\d+)<', page)[1]
    assert len(slugs_in(client.get("/en/", asked | {"contested": "yes"}))) == int(contested)
    assert checked == 3 + 2 + 2 + 3 + 4 + 4 + 3


@pytest.mark.parametrize(
    "asked",
    [
        {"theme": "war", "told": "none", "state": "agree"},
        {"q": "grondwet", "told": "none"},
        {"q": "nergens"},
        {"from": "1990", "account": "slides"},
        {"standing": "planned", "importance": "3", "contested": "yes", "to": "1936"},
    ],
)
def test_an_empty_result_says_what_each_filter_keeps_away(client, varied, asked):
    page = client.get("/en/", asked).content.decode()
    assert slugs_in(client.get("/en/", asked)) == []
    rest = page[page.index('class="nothing"') :]
    loosened = re.findall(r'<a href="([^"]*)" hx-get[^>]*>without [^<]*</a> \(\s*(\d+) event', rest)
    assert len(loosened) == len(asked)
    for address, count in loosened:
        response = client.get(unescape(address))
        listed = slugs_in(response) if "?" in address else slugs_in(client.get("/en/?from=1"))
        assert len(listed) == int(count), address


def test_an_empty_result_asks_no_more_than_three_queries(client, varied, queries):
    with queries():
        client.get("/en/?q=nergens&told=none")


def test_every_filter_in_use_can_be_taken_away(client, varied):
    asked = {"q": "a b", "account": "slides", "theme": "war", "contested": "yes", "from": "1936", "to": "1940"}
    page = client.get("/en/", asked).content.decode()
    for name in asked:
        address = unescape(re.search(rf'<a id="without-{name}" href="([^"]*)"', page)[1])
        assert dict(parse_qsl(address.partition("?")[2])) == {key: value for key, value in asked.items() if key != name}
    assert '<a id="without-all" href="/en/"' in page
    assert "theme: war" in text_of(client.get("/en/?theme=war"))
    assert 'class="chosen"' not in client.get("/en/").content.decode()


def test_the_fields_behind_more_filters_are_shown_when_one_is_in_use(client, varied):
    assert '<details class="finder-more">' in client.get("/en/?q=a&contested=yes").content.decode()
    assert '<details class="finder-more" open>' in client.get("/en/?standing=alleged").content.decode()


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "peace"), ("importance", "1"), ("standing", "true"), ("contested", "no")]
)
def test_a_value_that_no_filter_has_is_refused(client, varied, name, value):
    response = client.get("/en/", {name: value})
    assert response.status_code == 400
    assert f"“{value}” is no choice for “{name}”." in text_of(response)


@given(data=st.data())
def test_the_counts_of_lean_rows_are_those_of_a_plain_loop(data):
    rows = data.draw(
        st.lists(
            st.builds(lean_row, st.integers(0, 3), st.integers(0, 2), st.integers(1, 3), st.integers(0, 20)),
            max_size=12,
        )
    )
    wanted = data.draw(st.dictionaries(st.sampled_from(["told", "importance", "contested"]), st.just(""), max_size=3))
    wanted = {name: data.draw(st.sampled_from(CHOICES[name])) for name in wanted}
    first, last = sorted(data.draw(st.tuples(st.integers(0, 20), st.integers(0, 20))))
    found = facets.tally(rows, wanted, CHOICES, 2, (first, last))

    def loop(filters, days=(first, last)):
        return [
            row
            for row in rows
            if all(facets.FITS[name](row, value, 2) for name, value in filters.items())
            and days[0] <= row["latest"]
            and row["earliest"] <= days[1]
        ]

    assert found.inside == loop(wanted)
    for name, values in CHOICES.items():
        for value in values:
            assert found.options[name][value] == len(loop(wanted | {name: value}))
    for name in wanted:
        others = {key: value for key, value in wanted.items() if key != name}
        assert found.without[name] == len(loop(others)) - len(loop(wanted))
    assert len(found.inside) + found.earlier + found.later == len(loop(wanted, (-1, 99)))


def lean_row(contested: int, voices: int, importance: int, day: int) -> dict:
    same = {"standing": "attested", "state": "", "literature": "agree", "tellers": "", "themes": ""}
    return same | {
        "contested": contested,
        "voices": voices,
        "importance": importance,
        "earliest": day,
        "latest": day + 2,
    }
