import re
from html import escape, unescape

import pytest

from tests.builders import cited, make_event, make_published_event, make_quote, make_text, make_theme, noted
from tests.views.conftest import text_of
from timeline.views import overview, timeline, typed
from timeline.views.asked import typed_day

pytestmark = pytest.mark.django_db


def slugs_in(response) -> list[str]:
    """The events of the list, in order."""
    return re.findall(r'<h4>.*?href="/../events/([^/"]+)/"', response.content.decode(), flags=re.S)


def test_an_empty_site_says_so(client):
    response = client.get("/nl/")
    assert response.status_code == 200
    assert slugs_in(response) == []
    assert "Nothing has been published yet." in text_of(client.get("/en/"))
    assert 'class="drawing' not in response.content.decode()


def test_events_stand_in_the_order_of_their_dates(client, october):
    make_published_event("kirov", date="1934-12-01")
    make_published_event("caesar", date="-0043-03-15")
    assert slugs_in(client.get("/nl/")) == ["caesar", "october-1917", "kirov"]


def test_a_draft_is_not_listed(client, october):
    make_event("secret")
    assert "secret" not in client.get("/nl/").content.decode()


def test_every_account_says_what_it_gives_or_is_silent(client, october):
    words = text_of(client.get("/en/"))
    assert "The slides 25 October 1917 (Julian), 7 November 1917 (Gregorian) (stated)" in words
    assert "The dossier silent" in words


def test_an_account_that_gives_one_date_twice_is_shown_once(client, accounts):
    quotes = [
        make_quote("Dat was in maart 1918.", accounts[0]),
        make_quote("In 1936 kwam er een grondwet.", accounts[0]),
    ]
    told = [cited(quotes[0], "1918", "1918"), cited(quotes[1], "1918")]
    make_published_event("twice", date="1918", citations=told)
    assert "The slides 1918 (stated, and inferred)" in text_of(client.get("/en/"))


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


def headings(response) -> list[str]:
    """The years above the events."""
    return re.findall(r"<h3>([^<]*)</h3>", response.content.decode())


def test_every_year_is_a_heading_once(client, accounts):
    for slug, date in {"a": "1917", "b": "1917-03", "c": "1918", "d": "1918-05", "e": "1918-06"}.items():
        make_published_event(slug, date=date)
    assert headings(client.get("/nl/")) == ["1917", "1918"]


def test_where_years_have_hardly_more_than_one_event_decades_are_the_headings(client, accounts):
    for year in (-43, 1917, 1919, 1936, 1938):
        make_published_event(date=f"{year:05}" if year < 0 else str(year))
    assert headings(client.get("/en/?importance=2")) == ["44 BC", "1917–1919", "1936–1938"]


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


def next_page(response) -> str:
    """The address of the next page of the list, if there is one."""
    found = re.search(r'<a id="paging-next" href="([^"]+)"', response.content.decode())
    return unescape(found[1]) if found else ""


def test_pages_follow_each_other_without_loss_or_overlap(client, accounts, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    for number in range(5):
        make_published_event(f"e{number}", date="1917")  # one date, so that the code decides
    url, seen = "/nl/", []
    while url:
        response = client.get(url)
        seen += slugs_in(response)
        url = next_page(response)
    assert sorted(seen) == ["e0", "e1", "e2", "e3", "e4"]


def test_the_next_page_keeps_the_filter(client, accounts, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 1)
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    for number in range(2):
        make_published_event(f"e{number}", date=f"191{number}", citations=[cited(quote)])
    page = client.get("/nl/?to=1930&account=slides").content.decode()
    assert re.search(r'href="/nl/\?account=slides&amp;to=1930&amp;after=\d+\.\w+#list"', page)


@pytest.mark.parametrize(
    "address", ["", "?from=1&to=2000", "?account=slides&theme=war&q=wat%20er", "?told=none&contested=yes"]
)
def test_a_page_asks_as_often_for_many_events_as_for_one(client, accounts, queries, address):
    make_theme("war")
    for number in range(60):
        make_published_event(f"e{number}", date=f"19{number:02}", themes=["war"] if number % 2 else [])
        if number in (1, 59):
            with queries():
                assert client.get(f"/nl/{address}").status_code == 200


def test_three_hundred_events_are_drawn_by_the_most_important_and_counted(client, accounts, queries):
    for number in range(300):
        importance = 3 if number % 3 == 0 else 1
        make_published_event(date=f"{1700 + number}", importance=importance)
    with queries():
        response = client.get("/en/?from=1&to=2000")
    page = response.content.decode()
    assert len(slugs_in(response)) == timeline.PAGE
    assert "300 events" in text_of(response)
    drawn = re.findall(r"<title>(\d{4}): ", page)
    assert set(map(str, range(1700, 2000, 3))) <= set(drawn)
    assert len(drawn) == timeline.DRAWN


def test_every_number_in_the_drawing_leads_to_the_page_of_its_event(client, accounts):
    book = {"source": accounts[0].source.slug}
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    for slug, date in (("a", "1917"), ("b", "1934")):
        notes = [noted(ready=True, references=[book])]
        make_published_event(slug, date=date, citations=[cited(quote)], notes=notes)
    page = client.get("/nl/").content.decode()
    badges = re.search(r'<g class="drawing-badges".*?</g>', page, flags=re.S)[0]
    assert re.findall(r'<a href="([^"]*)" tabindex="-1">', badges) == ["/nl/events/a/", "/nl/events/b/"]
    assert re.findall(r"<text[^>]*>(\d+)</text></a>", badges) == ["1", "1"]


def test_the_drawing_leads_to_the_page_of_every_event_also_of_those_on_another_page_of_the_list(
    client, accounts, monkeypatch
):
    monkeypatch.setattr(timeline, "PAGE", 1)
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    one, other = (
        make_published_event(slug, date=date, citations=[cited(quote)]) for slug, date in (("a", "1917"), ("b", "1918"))
    )
    page = client.get("/nl/").content.decode()
    assert re.search(rf'<a class="drawing-event[^"]*"[^>]*href="/nl/events/{one.slug}/"', page)
    assert re.search(rf'<a class="drawing-event[^"]*"[^>]*href="/nl/events/{other.slug}/"', page)


def test_the_address_of_a_filter_is_its_canonical_one(client, accounts):
    page = client.get("/nl/?to=1930&utm_source=x&account=slides").content.decode()
    assert '<link rel="canonical" href="http://testserver/nl/?account=slides&amp;to=1930">' in page


def test_where_events_were_asked_for_the_introduction_is_only_its_heading(client, october):
    whole = client.get("/en/").content.decode()
    assert 'class="account account-1"' in whole
    for address in ("/en/?q=macht", "/en/?account=slides", "/en/?from=1917", "/en/?after=1.zzzz"):
        page = client.get(address).content.decode()
        assert "<h1>Rival accounts of the same events</h1>" in page
        assert 'class="account account-1"' not in page


def test_paper_says_what_was_asked_and_where_the_list_goes_on(client, accounts, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    for number in range(3):
        make_published_event(f"e{number}", date="1917")
    response = client.get("/en/?importance=2&to=1930")
    text = text_of(response)
    goes_on = "http://testserver" + next_page(response).removesuffix("#list")
    assert f"2 of 3 events; the list goes on at {goes_on}" in text
    assert "to 1930." in text
    assert "This list: http://testserver/en/?importance=2&to=1930" in text
    assert 'src="/en/qr.svg?importance=2&amp;to=1930"' in response.content.decode()
    assert "goes on at" not in text_of(client.get(goes_on))


def test_a_page_of_the_list_is_reached_at_its_first_event(client, centuries, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 5)
    response = client.get("/en/")
    assert next_page(response).endswith("#list")
    assert '<div class="list" id="list"' in client.get(next_page(response)).content.decode().replace(" in-columns", "")


# --- the period -------------------------------------------------------------------------------------------------------


@pytest.fixture
def centuries(accounts):
    """Thirteen events within thirteen years, one long before and two long after."""
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    for year in (1789, *range(1917, 1930), 1991, 1995):
        make_published_event(f"y{year}", date=str(year), citations=[cited(quote)])


def link(response, name: str) -> tuple[str, str]:
    """The address and the words of a link with this id."""
    found = re.search(rf'<a id="{name}" href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), flags=re.S)
    return (unescape(found[1]), " ".join(found[2].split())) if found else ("", "")


def test_the_bare_page_shows_the_years_in_which_most_happens_and_says_what_lies_beyond(client, centuries):
    response = client.get("/en/")
    assert slugs_in(response) == [f"y{year}" for year in range(1917, 1930)]
    assert "13 of 16 events" in text_of(response)
    earlier, later = link(response, "earlier-events"), link(response, "later-events")
    assert earlier[0].endswith("#list")
    assert earlier[1] == "1 earlier event"
    assert slugs_in(client.get(earlier[0])) == ["y1789"]
    assert later[1] == "2 later events"
    assert slugs_in(client.get(later[0])) == ["y1991", "y1995"]


def test_a_filter_shows_all_years_of_what_fits(client, centuries):
    assert len(slugs_in(client.get("/en/?account=slides"))) == 16
    assert len(slugs_in(client.get("/en/?importance=2"))) == 16


def test_a_later_page_keeps_the_period_and_its_drawing(client, centuries, monkeypatch):
    whole = client.get("/en/")
    monkeypatch.setattr(timeline, "PAGE", 5)
    first = client.get("/en/")
    second = client.get(next_page(first))
    assert slugs_in(second) == ["y1922", "y1923", "y1924", "y1925", "y1926"]
    for response in (first, second):
        drawn = re.findall(r"<title>(\d{4}): ", response.content.decode())
        assert drawn == re.findall(r"<title>(\d{4}): ", whole.content.decode())
        assert "13 of 16 events" in text_of(response)
    assert link(first, "later-events") == ("", ""), "there is a next page"
    assert link(second, "earlier-events") == ("", "")
    assert link(client.get(next_page(second)), "later-events")[1] == "2 later events"


def test_the_ends_of_a_typed_period_lead_on_with_the_same_filters(client, centuries):
    response = client.get("/en/?account=slides&from=1917-02&to=1929-12-30")
    assert link(response, "earlier-events") == ("/en/?account=slides&to=1917-01-31#list", "2 earlier events")
    assert link(response, "later-events") == ("/en/?account=slides&from=1929-12-31#list", "3 later events")


@pytest.mark.parametrize("text", ["1917", "-44", "1917-02-03", "-0044-02-03", "5"])
def test_a_day_is_written_as_the_fields_read_it(text):
    for end, name in (("from", "earliest"), ("to", "latest")):
        day = typed.day_of(text, name)
        assert typed.day_of(typed_day(day, end), name) == day


def test_every_number_of_a_period_is_how_many_events_its_link_gives(client, accounts):
    for slug, date in [("a", "1850"), ("b", "1900/1930"), ("c", "1920"), ("d", "1924/1960"), ("e", "1970")]:
        make_published_event(slug, date=date)
    response = client.get("/en/?from=1910&to=1925")
    ends = [link(response, name) for name in ("earlier-events", "later-events")]
    assert [words for _address, words in ends] == ["2 earlier events", "3 later events"]
    bars = re.findall(r'id="strip-\d+".*?<title>[^:]*: (.*?)</title>', response.content.decode(), flags=re.S)
    addresses = re.findall(r'<a href="([^"]*)" hx-get="[^"]*" id="strip-', response.content.decode())
    strip = [(unescape(address), " ".join(words.split())) for address, words in zip(addresses, bars, strict=True)]
    assert len(strip) > 5
    for address, words in [*ends, *strip]:
        assert int(words.split()[0]) == len(slugs_in(client.get(address))), address


def test_a_place_that_nothing_comes_after_says_so_and_leads_back(client, october, queries):
    for address in ("/en/?", "/en/?account=slides&", "/en/?q=macht&"):
        with queries():
            response = client.get(f"{address}after=99999999.zzzz")
        text = text_of(response)
        assert "Nothing comes after this place in the list." in text
        assert "Nothing has been published yet." not in text
        assert 'class="nothing"' not in response.content.decode()
        assert link(response, "paging-start")[0].removesuffix("#list") == address[:-1]


def test_an_empty_search_gives_no_number_above_the_most_that_is_counted(client, centuries, monkeypatch):
    assert re.search(r"without “zzz”\W+16 events", text_of(client.get("/en/?q=zzz")))
    monkeypatch.setattr(timeline, "MOST", 15)
    text = text_of(client.get("/en/?q=zzz"))
    assert "without “zzz”" in text
    assert "15 events" not in text
    assert "16 events" not in text


def test_above_the_most_that_is_counted_no_number_is_said(client, centuries, monkeypatch):
    monkeypatch.setattr(overview, "MOST", 15)
    response = client.get("/en/?account=slides")
    assert len(slugs_in(response)) == 16
    assert '<span class="number">' not in response.content.decode()
    assert not re.search(r"\(\d+\)</option>", response.content.decode())
    assert 'id="strip-' in response.content.decode()
    assert not re.search(r"<title>[^<]*\d+ event", response.content.decode())
    assert slugs_in(client.get("/en/?account=dossier")) == []
    assert "without account: The dossier" in text_of(client.get("/en/?account=dossier"))
    assert client.get("/en/").status_code == 200
    monkeypatch.setattr(overview, "MOST", 16)
    assert "16 events" in text_of(client.get("/en/?account=slides"))


# --- what an event says in the list -----------------------------------------------------------------------------------


def test_every_account_says_a_line_in_its_own_words_and_language(client, october):
    page = client.get("/nl/").content.decode()
    assert '<q lang="nl">Op 25 oktober 1917 namen zij de macht over.</q>' in page


def test_a_long_line_is_cut_at_a_word_and_to_the_letter_before(client, accounts):
    words = "Dit is een heel lange zin die maar doorgaat " * 6
    quote = make_quote(words.strip(), make_text(accounts[0].source, words.strip()))
    make_published_event("long", date="1918", citations=[cited(quote)])
    line = re.search(r'<q lang="nl">([^<]*)…</q>', client.get("/nl/").content.decode())[1]
    assert words.startswith(line + " ")
    assert 120 < len(line) <= 140


def test_a_translation_stands_beside_the_line_for_who_reads_another_language(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0], translation_en="That was in March 1918.")
    make_published_event("peace", date="1918", citations=[cited(quote)])
    assert "That was in March 1918." in text_of(client.get("/en/"))
    assert "Dat was in maart 1918." in text_of(client.get("/en/"))
    assert "That was in March 1918." not in text_of(client.get("/nl/"))


def test_a_search_shows_where_the_words_stand(client, october):
    response = client.get("/en/?q=MACHT")
    assert slugs_in(response) == ["october-1917"]
    assert "in the words of The slides: Op 25 oktober 1917 namen zij de macht over." in text_of(response)
    assert "de <mark>macht</mark> over." in response.content.decode()
    assert "<mark>" not in client.get("/en/").content.decode()


def test_what_was_searched_for_is_no_markup(client, accounts):
    make_published_event("tag", title_en='Is <b>bold</b> & "quoted"')
    page = client.get("/en/", {"q": "<b>bold"}).content.decode()
    assert "<mark>&lt;b&gt;bold</mark>&lt;/b&gt; &amp; " in page
    assert 'value="&lt;b&gt;bold"' in page


def test_themes_lead_to_the_events_of_the_theme(client, accounts):
    make_theme("war")
    make_published_event("battle", themes=["war"])
    make_published_event("peace")
    page = client.get("/en/").content.decode()
    assert '<a href="/en/?theme=war#events">war</a>' in page
    assert slugs_in(client.get("/en/?theme=war")) == ["battle"]


def test_an_event_in_the_list_takes_few_elements(client, accounts):
    make_theme("war")
    cites = [
        cited(make_quote(words, text), "1936", "1936")
        for words, text in zip(("In 1936 kwam er een grondwet.", "In 1936 kwam er een grondwet, zegt men."), accounts)
    ]
    make_published_event("constitution", date="1936", citations=cites, themes=["war"])
    page = client.get("/nl/").content.decode()
    event = re.search(r'<li class="event".*?</li>', page, flags=re.S)[0]
    assert len(re.findall(r"<\w", event)) <= 24


def test_the_address_that_is_pushed_has_no_empty_parts(client, accounts):
    response = client.get("/en/?q=&account=&told=none&theme=&from=&to=")
    assert response.headers["HX-Push-Url"] == "/en/?told=none"
