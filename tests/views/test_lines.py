"""Quotes in numbered lines: the words stay the same to the letter, on the page and when they are copied."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import cited, make_published_event, make_quote, make_source, make_text, noted
from timeline.views.lines import MOST, in_lines, lines_of

WORDS = st.text("een twee\u00a0\n\t drie,", max_size=400)


@given(WORDS)
def test_the_lines_joined_are_the_words(words):
    lines = lines_of(words)
    assert "".join(lines) == words
    assert all(lines)
    assert all(len(line.rstrip(" \t\n")) <= MOST for line in lines)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", []),
        ("one", ["one"]),
        ("one two three", ["one two ", "three"]),
        ("one  two", ["one  two"]),
        ("one\ntwo", ["one\n", "two"]),
        ("90\u00a0% of all", ["90\u00a0% of ", "all"]),
        ("to 96,8\u00a0%", ["to ", "96,8\u00a0%"]),
        ("abcdefghijkl", ["abcdefgh", "ijkl"]),
    ],
)
def test_a_line_ends_between_words(words, lines):
    assert lines_of(words, 8) == lines


@given(st.lists(WORDS, max_size=5))
def test_what_is_marked_stays_marked_where_it_goes_on_in_the_next_line(pieces):
    segments = [{"text": words, "mark": number} for number, words in enumerate(pieces)]
    lines = in_lines(segments)
    assert ["".join(one["text"] for one in line) for line in lines] == lines_of("".join(pieces))
    for segment in segments:
        cut = "".join(one["text"] for line in lines for one in line if one["mark"] == segment["mark"])
        assert cut == segment["text"]


def test_every_line_is_an_element_and_the_words_are_those_of_the_source(client, accounts):
    words = "In 1919 telde het secretariaat 30 man, in 1920 al 150 en een jaar later zelfs 600, zegt men; " * 3
    quote = make_quote(words.strip(), make_text(make_source("long"), words))
    judged = "al 150 en een jaar later zelfs 600, zegt men"
    note = noted("Dubbel.", ready=True, quote=quote.code, words=judged, references=[{"source": "slides"}])
    make_published_event("staff", citations=[cited(quote)], notes=[note])
    for address in ("events/staff/", "events/staff/think/", "events/staff/blind/sheet/", "events/staff/blind/reveal/"):
        page = client.get(f"/en/{address}").content.decode()
        inside = re.search(r"<blockquote[^>]*><p>(.*?)</p></blockquote>", page, re.S)[1]
        assert unescape(re.sub("<[^>]+>", "", inside)) == quote.exact, address
        assert inside.count('<span class="quote-line">') == len(lines_of(quote.exact)) > 3, address
