"""The charts on the page of an event: every answer in its words, what was worked out, and nothing where nothing is."""

import gzip
import re

import pytest

from sources import codes
from tests.builders import cited, figured, make_published_event, make_quote, make_source, make_text, measured
from tests.views.conftest import text_of


@pytest.fixture
def book(accounts):
    return make_source("book", kind="literature", name_en="The book", name_nl="Het boek")


@pytest.fixture
def shown(client, accounts):
    """The page of an event with these measures and figures, of which those without a reference are the first
    account's."""

    def publish(measures, figures, relations=()):
        words = ", ".join(figure["words"] for figure in figures)
        quote = make_quote(words, make_text(accounts[0].source, f"Zij telden {words}."))
        told = [figure if "reference" in figure else figure | {"quote": quote.code} for figure in figures]
        relations = [{"formula": each, "reading_nl": "zo", "reading_en": "so"} for each in relations]
        parts = {"measures": measures, "figures": told, "relations": relations}
        make_published_event("counted", citations=[cited(quote)], **parts)
        return client.get("/en/events/counted/")

    return publish


def charts_of(response) -> list[str]:
    """The charts of a page; each ends where its table begins."""
    return re.findall(r'<div class="chart" .*?(?=<details class="same">)', response.content.decode(), flags=re.S)


def table_of(response) -> str:
    """The tables of figures, one after the other."""
    return "".join(re.findall(r'<table class="figures measures.*?</table>', response.content.decode(), flags=re.S))


def alternative(chart: str) -> str:
    return re.search(r'aria-label="([^"]*)"', chart)[1]


def printed(chart: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", chart))


def by_the_book(figure: dict) -> dict:
    return figure | {"reference": {"source": "book", "locator": "p. 3"}}


THREE = figured("voters", "3 miljoen", "2500000", "3500000", value="3000000")
FOUR = by_the_book(figured("voters", "nearly 4 million", "3600000", "4000000", value="4000000"))
SHARED = [measured("all"), measured("some"), measured("others")]
CLASH = [  # all = some + others
    figured("all", "honderd", "100", "100", value="100"),
    figured("some", "zestig", "60", "60", value="60"),
    figured("others", "vijftig", "50", "50", value="50"),
]


def test_every_answer_stands_in_the_chart_and_in_the_table_with_its_source(shown, book):
    page = shown([measured("voters")], [THREE, FOUR])
    [chart] = charts_of(page)
    for words in ("The slides", "3 miljoen", "The book", "nearly 4 million"):
        assert words in printed(chart)
        assert words in table_of(page)


def test_the_table_of_a_chart_is_folded_away_and_stays_in_the_page(shown, book):
    page = shown([measured("voters"), measured("alone")], [THREE, FOUR, THREE | {"measure": "alone", "code": "aaaa19"}])
    [folded] = re.findall(r'<details class="same">.*?</details>', page.content.decode(), flags=re.S)
    assert "The same as a table" in folded
    assert "2,500,000 – 3,500,000" in folded
    assert "3,600,000 – 4,000,000" in folded
    assert "aaaa19" not in folded


def test_the_text_alternative_says_the_answers_and_points_at_the_table(shown, book):
    [chart] = charts_of(shown([measured("voters")], [THREE, FOUR]))
    assert 'role="img"' in chart
    told = alternative(chart)
    assert "The slides: 3 miljoen; The book: nearly 4 million" in told
    assert "The table says the same" in told


def test_an_account_has_its_mark_and_literature_another(shown, book):
    [chart] = charts_of(shown([measured("voters")], [FOUR, THREE]))
    rows = re.findall(r'class="chart-row ([^"]*)"', chart)
    assert rows == ["chart-account account-1", "chart-literature", "chart-scale"]
    pins = re.findall(r'class="chart-value"[^>]* d="([^"]*)"', chart)
    assert len(set(pins)) == 2


def test_the_words_of_a_source_keep_their_language(shown, book):
    [chart] = charts_of(shown([measured("voters")], [THREE, FOUR]))
    assert '<span class="chart-said" lang="nl">3 miljoen</span>' in chart


def test_bars_lie_where_the_scale_says(shown, book):
    [chart] = charts_of(shown([measured("voters")], [THREE, FOUR]))
    assert re.findall(r'<text[^>]* x="([^"]*)"[^>]*>([^<]*)<', chart)[0] == ("0%", "0")
    assert [(x1, x2) for x1, x2 in re.findall(r'class="chart-bar" x1="([^"]*)" x2="([^"]*)"', chart)] == [
        ("50%", "70%"),
        ("72%", "80%"),
    ]
    assert "people, in millions" in chart


def test_numbers_under_the_scale_are_written_in_the_language_of_the_reader(client, shown, book):
    share = measured("share", nature="ratio")
    figures = [figured("share", "96,8 %", "96.75", "96.85"), by_the_book(figured("share", "97%", "96.5", "97.5"))]
    assert ">96.5<" in charts_of(shown([share], figures))[0]
    assert ">96,5<" in charts_of(client.get("/nl/events/counted/"))[0]


def test_a_scale_that_does_not_begin_at_nothing_says_so(shown, book):
    low = [measured("few"), measured("many")]
    figures = [figured("few", "drie", "3", "3"), by_the_book(figured("few", "five", "5", "5"))]
    figures += [figured("many", "zestien", "16", "16"), by_the_book(figured("many", "seventeen", "17", "17"))]
    few, many = charts_of(shown(low, figures))
    assert "does not begin at 0" not in few
    assert "does not begin at 0" in many


def test_a_scale_that_multiplies_says_so(shown, book):
    figures = [figured("voters", "dertig", "30", "30"), by_the_book(figured("voters", "4,000", "3999.5", "4000.5"))]
    [chart] = charts_of(shown([measured("voters")], figures))
    assert "Each step is ten times as much." in chart


def test_an_open_end_ends_in_an_arrow(shown, book):
    over = by_the_book(figured("voters", "over 4 million", "4000000", "4000000", hedge="over"))
    del over["high"]
    chart = charts_of(shown([measured("voters")], [THREE, over]))[0]
    closed, opened = re.findall(r'class="chart-row .*?</svg></div>', chart, flags=re.S)[:2]
    assert "chart-open" not in closed
    assert opened.count("chart-open") == 1
    assert 'x2="100%"' in opened


@pytest.mark.parametrize("again", [[], [by_the_book(THREE | {"code": codes.mint(), "words": "3 million"})]])
def test_there_is_no_chart_where_nothing_is_compared_or_all_say_the_same(shown, book, again):
    page = shown([measured("voters")], [THREE, *again])
    assert charts_of(page) == []
    assert "In the charts" not in text_of(page)
    assert "3 miljoen" in table_of(page)


def test_answers_of_literature_that_are_the_same_share_a_row(shown, book):
    same = FOUR | {"code": codes.mint(), "words": "just under four million"}
    [chart] = charts_of(shown([measured("voters")], [THREE, FOUR, same]))
    assert chart.count("chart-literature") == 1
    assert "nearly 4 million" in chart
    assert "just under four million" in chart


def test_what_the_others_force_is_a_row_of_its_own_in_chart_and_table(shown):
    page = shown(SHARED, CLASH, ["all = some + others"])
    whole, some, others = charts_of(page)
    for chart, forced, rest in (
        (whole, "110", "zestig vijftig"),
        (some, "50", "honderd vijftig"),
        (others, "40", "honderd zestig"),
    ):
        told = printed(chart).replace(" ,", "")
        assert f"Worked out {forced} if these are right: {rest}" in told
        assert f"worked out: {forced}" in alternative(chart)
        assert 'class="chart-row chart-worked"' in chart
    rows = re.findall(r'<tr class="worked">.*?</tr>', table_of(page), flags=re.S)
    assert [re.findall(r'class="number"[^>]*>([^<]*)<', row)[0] for row in rows] == ["110", "50", "40"]
    assert all("if these are right" in row for row in rows)


def test_a_strained_share_shows_what_the_others_come_to(shown):
    measures = [measured("turnout", nature="ratio", unit_en="%", unit_nl="%"), measured("all"), measured("voters")]
    figures = [
        figured("turnout", "96,8 %", "96.75", "96.85", value="96.8"),
        figured("all", "93 miljoen", "92500000", "93500000", value="93000000"),
        figured("voters", "91 miljoen", "90500000", "91500000", value="91000000"),
    ]
    [chart] = charts_of(shown(measures, figures, ["turnout = voters / all"]))
    assert "Worked out 96.79 to 98.92%" in printed(chart)


def test_what_could_only_be_less_than_nothing_is_not_drawn(shown):
    figures = [CLASH[0], CLASH[1] | {"words": "tweehonderd", "low": "200", "high": "200", "value": "200"}, CLASH[2]]
    page = shown(SHARED, figures, ["all = some + others"])
    assert len(charts_of(page)) == 2  # the third would have to be -100
    assert "−100" not in text_of(page)


def test_a_version_keeps_its_charts(client, shown, book):
    shown([measured("voters")], [THREE, FOUR])
    assert len(charts_of(client.get("/en/events/counted/versions/1/"))) == 1


def test_charts_ask_the_database_for_nothing_and_set_no_style(client, shown, book, queries):
    shown([measured("voters")], [THREE, FOUR])
    with queries():
        page = client.get("/en/events/counted/")
    assert " style=" not in charts_of(page)[0]
    assert re.findall(r' id="([^"]+)"', charts_of(page)[0]) == []


def test_twenty_charts_are_light(shown, book):
    measures = [measured(f"m{number}") for number in range(20)]
    figures = [row | {"measure": each["key"], "code": codes.mint()} for each in measures for row in (THREE, FOUR)]
    charts = charts_of(shown(measures, figures))
    assert len(charts) == 20
    assert len(gzip.compress("".join(charts).encode())) < 4096


def test_the_components_show_every_kind_of_bar(client, db):
    page = client.get("/en/components/").content.decode()
    rows = re.findall(r'class="chart-row ([^"]*)"', page)
    assert rows == [f"chart-account account-{lane}" for lane in range(1, 6)] + [
        "chart-literature",
        "chart-worked",
        "chart-scale",
    ]
