from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchoring import (
    CONTEXT,
    MAX_PLACES,
    MAX_QUOTE,
    Ambiguous,
    Anchor,
    AnchorError,
    NotFound,
    describe,
    holds,
    locate,
    nearest,
    occurrence_of,
    relocate,
)

BODY = "De raad telde 30 man.\n\nIn 1919 telde het “secretariaat” 30 man, in 1921 waren dat er al 602."

# Few letters, so that words repeat and overlap; a combining mark and an astral character among them.
TEXTS = st.text("ab e\u0301\U0001f600\n", max_size=60)


@st.composite
def texts_with_a_quote(draw, shaped=str):
    """A text and the offsets of a slice of it that can be a quote: it begins and ends with what is no white space."""
    body = shaped(draw(TEXTS) + draw(st.sampled_from("abe\U0001f600")) + draw(TEXTS))
    places = [place for place, sign in enumerate(body) if not sign.isspace()]
    start = draw(st.sampled_from(places))
    end = draw(st.sampled_from([place for place in places if place >= start])) + 1
    return body, start, end


def one_spaced(text: str) -> str:
    """The words of a text, with a space before each."""
    return "".join(" " + word for word in text.split())


# Describe


def test_an_anchor_is_a_slice_with_what_stands_around_it():
    start = BODY.index("1919")
    assert describe(BODY, start, start + 4) == Anchor(
        start=26,
        end=30,
        exact="1919",
        prefix="De raad telde 30 man.\n\nIn ",
        suffix=" telde het “secretariaat” 30 man",
    )


def test_offsets_are_code_points():
    assert describe("😀é één", 3, 6).exact == "één"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(5, 5, "is not in a text"), (-1, 3, "is not in a text"), (0, 99, "is not in a text"), (0, 3, "white space")],
)
def test_what_is_no_quote_is_refused(start, end, said):
    with pytest.raises(AnchorError, match=said):
        describe("ab cd", start, end)


def test_a_quote_longer_than_a_quote_may_be_is_refused():
    with pytest.raises(AnchorError, match="10001 characters and may be 10000"):
        describe("a" * (MAX_QUOTE + 1), 0, MAX_QUOTE + 1)


@given(texts_with_a_quote())
def test_every_slice_that_is_described_is_located_again(case):
    body, start, end = case
    anchor = describe(body, start, end)
    assert holds(body, anchor)
    assert locate(body, anchor.exact, occurrence_of(body, anchor)) == anchor


@pytest.mark.parametrize("change", [{"start": 25, "end": 29}, {"exact": "1920"}, {"prefix": "On "}, {"suffix": ""}])
def test_an_anchor_that_differs_in_anything_does_not_hold(change):
    anchor = locate(BODY, "1919")
    assert not holds(BODY, replace(anchor, **change))


def test_an_anchor_of_another_text_has_no_occurrence():
    with pytest.raises(AnchorError, match="does not stand at 26 in this text"):
        occurrence_of("Another text.", locate(BODY, "1919"))


# Locate


def test_words_that_stand_once_need_no_occurrence():
    anchor = locate(BODY, "in 1921")
    assert (anchor.exact, occurrence_of(BODY, anchor)) == ("in 1921", None)
    assert locate(BODY, "in 1921", 1) == anchor


def test_words_that_stand_twice_are_refused_with_the_places():
    with pytest.raises(Ambiguous, match="“30 man” stands 2 times in the text; name the occurrence") as refusal:
        locate(BODY, "30 man")
    assert refusal.value.places == [
        (14, "…De raad telde [30 man]. In 1919 telde het “secretaria…"),
        (56, "…n 1919 telde het “secretariaat” [30 man], in 1921 waren dat er al 602.…"),
    ]


def test_the_occurrence_that_is_named_is_the_one_that_is_found():
    assert [locate(BODY, "30 man", number).start for number in (1, 2)] == [14, 56]


@pytest.mark.parametrize(("words", "occurrence"), [("in 1921", 2), ("30 man", 3), ("30 man", 0), ("30 man", -1)])
def test_an_occurrence_that_is_not_there_is_refused(words, occurrence):
    with pytest.raises(AnchorError, match=f"has no occurrence {occurrence} in the text; name one from 1 to"):
        locate(BODY, words, occurrence)


@pytest.mark.parametrize(
    "pasted", ["  30 man. In  1919\ttelde ", "30\nman.\nIn 1919 telde", "30 man.\r\n\r\nIn 1919\u00a0telde"]
)
def test_other_white_space_finds_the_words_as_the_text_has_them(pasted):
    anchor = locate(BODY, pasted)
    assert anchor.exact == "30 man.\n\nIn 1919 telde"
    assert holds(BODY, anchor)


def test_decomposed_letters_find_the_words_as_the_text_has_them():
    assert locate("In één land.", "e\u0301e\u0301n land").exact == "één land"


@given(texts_with_a_quote(one_spaced), st.lists(st.sampled_from([" ", "\n", "\t ", "\n\n"]), min_size=1))
def test_folding_finds_the_same_places_whatever_the_white_space(case, spaces):
    body, start, end = case
    words = body[start:end].split()
    pasted = words[0] + "".join(spaces[i % len(spaces)] + word for i, word in enumerate(words[1:]))
    anchors = [locate(body, pasted, number) for number in range(1, len(every_start(body, " ".join(words))) + 1)]
    assert [anchor.start for anchor in anchors] == every_start(body, " ".join(words))
    assert {anchor.exact for anchor in anchors} == {" ".join(words)}


def every_start(body, words):
    return [start for start in range(len(body)) if body.startswith(words, start)]


@given(texts_with_a_quote())
def test_overlapping_occurrences_count(case):
    body, start, end = case
    anchor = describe(body, start, end)
    starts = every_start(body, anchor.exact)
    assert occurrence_of(body, anchor) == (starts.index(start) + 1 if len(starts) > 1 else None)


@pytest.mark.parametrize(
    "words", ['"secretariaat" 30 man', "‘secretariaat’ 30 man", "“Secretariaat” 30 man", "“secretariat” 30 man"]
)
def test_other_quotation_marks_capitals_or_letters_are_refused_with_the_passage(words):
    with pytest.raises(NotFound, match="the nearest passage is “") as refusal:
        locate(BODY, words)
    assert "secretariaat” 30 man" in refusal.value.nearest
    assert refusal.value.nearest in BODY


def test_words_like_nothing_in_the_text_are_refused_without_a_passage():
    with pytest.raises(NotFound, match="nor anything like it") as refusal:
        locate(BODY, "zzzz qqqq xxxx")
    assert refusal.value.nearest is None


@pytest.mark.parametrize("words", ["", " \n"])
def test_no_words_are_refused(words):
    with pytest.raises(AnchorError, match="is empty"):
        locate(BODY, words)


# Relocate


def test_a_quote_follows_its_words_past_changes_elsewhere():
    new = "Een nieuwe alinea met 30 man erin.\n\n" + BODY.replace("602", "603")
    moved = relocate(locate(BODY, "30 man", 2), new)
    assert moved == describe(new, 92, 98)
    assert moved.prefix.endswith("“secretariaat” ")


def test_a_quote_whose_words_are_gone_goes_nowhere_however_near_the_match():
    old = locate("De raad was bevoegd.", "was bevoegd")
    assert relocate(old, "De raad was niet bevoegd.") is None


def test_short_words_do_not_move_to_another_sentence():
    old = locate("In 1919 telde het secretariaat 30 man in vaste dienst.", "30 man")
    assert relocate(old, "Bij de overval kwamen volgens hem 30 man om.") is None


def test_long_words_are_surroundings_enough():
    words = "In 1919 telde het secretariaat dertig man in vaste dienst."
    assert relocate(locate(words, words), f"Vooraf. {words} Achteraf.").start == 8


def test_of_equal_surroundings_the_nearest_place_is_taken():
    sentence = "De grondwet van 1936 verzekert de vrijheid van de pers. "
    old = locate(sentence * 7, "1936", 4)
    assert relocate(old, sentence * 9).start == old.start


def test_white_space_in_the_surroundings_may_change():
    old = locate(BODY, "1919")
    assert relocate(old, BODY.replace("\n\n", "\n")).start == old.start - 1


SURROUNDINGS = st.text("ab e\u0301\U0001f600\n", min_size=CONTEXT, max_size=80)


@given(SURROUNDINGS, TEXTS.map(str.strip).filter(bool), SURROUNDINGS, st.text(max_size=50), st.text(max_size=50))
def test_a_quote_survives_what_is_inserted_beyond_its_context(left, words, right, before, after):
    old = describe(left + words + right, len(left), len(left) + len(words))
    new = before + left + words + right + after
    moved = relocate(old, new)
    assert holds(new, moved)
    assert (moved.exact, moved.prefix.split(), moved.suffix.split()) == (words, old.prefix.split(), old.suffix.split())


@given(texts_with_a_quote())
def test_a_quote_in_a_text_that_did_not_change_stays_where_it_is(case):
    body, start, end = case
    old = describe(body, start, end)
    assert relocate(old, body) == old


# What refusals show


def test_the_nearest_passage_has_whole_words():
    assert nearest("Alpha.\nIn oktober 1932 begon het proces.\nOmega.", "oktobr 1932 bego") == "oktober 1932 begon"


def test_a_line_that_is_shorter_than_the_words_is_found_whole():
    assert nearest("Eerste regel.\nTweede.", "De tweede. En nog veel meer dat hier niet staat.") is None
    assert nearest("Nieuwe industrie en landbouw\nX", "Nieuwe industrie en de landbouw op") == (
        "Nieuwe industrie en landbouw"
    )


def test_the_nearest_passage_stays_within_a_division():
    divisions = [SimpleNamespace(start=0, end=10), SimpleNamespace(start=11, end=21)]
    assert nearest("aaaa bbbbb ccccc dddd", "bbbbb ccccc ddxd", divisions) == "ccccc dddd"


@pytest.mark.parametrize("sentence", ["abab ab bab ", "a", "Het systeem van de dictatuur van het proletariaat. "])
def test_repetitive_text_is_answered_like_any_other(sentence):
    body = sentence * (200_000 // len(sentence))
    quote = (sentence * 600)[:600].strip()

    with pytest.raises(Ambiguous) as refusal:
        locate(body, quote)
    assert len(refusal.value.places) == MAX_PLACES
    with pytest.raises(NotFound):
        locate(body, f"{quote}!")
    assert relocate(locate(body, quote, 7), body) == locate(body, quote, 7)
