import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importers import Division
from timeline.views.passages import Marked, Passage, Segment, blocks, in_order, segments, share, text_fragment


def test_a_text_without_passages_is_one_segment():
    assert segments("Hoor en wederhoor", []) == [Segment("Hoor en wederhoor")]


def test_passages_that_overlap_share_what_they_both_cover():
    found = segments("abcdef", [Passage(0, 4, "one"), Passage(2, 6, "two")])
    assert found == [
        Segment("ab", ("one",), begins=("one",)),
        Segment("cd", ("one", "two"), begins=("two",), ends=("one",)),
        Segment("ef", ("two",), ends=("two",)),
    ]


def test_a_passage_across_two_divisions_begins_and_ends_once():
    passages = [Passage(1, 5, "q")]
    first, second = segments("abcdef", passages, 0, 3), segments("abcdef", passages, 3, 6)
    assert [one.begins for one in first] == [(), ("q",)]
    assert [one.ends for one in second] == [("q",), ()]
    assert [one.names for one in [*first, *second]] == [(), ("q",), ("q",), ()]


texts = st.text(min_size=1, max_size=60)
spans = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8)


@given(texts, spans)
def test_no_character_is_lost_added_or_marked_wrongly(body, found):
    passages = [
        Passage(start, min(start + length, len(body)), str(number))
        for number, (start, length) in enumerate(found)
        if start < len(body)
    ]
    pieces = segments(body, passages)
    assert "".join(piece.text for piece in pieces) == body
    at = 0
    for piece in pieces:
        covering = [passage.name for passage in passages if passage.start <= at < passage.end]
        assert list(piece.names) == covering
        at += len(piece.text)
    assert sorted(name for piece in pieces for name in piece.begins) == sorted(passage.name for passage in passages)
    assert sorted(name for piece in pieces for name in piece.ends) == sorted(passage.name for passage in passages)


@given(texts, spans, st.integers(0, 60))
def test_a_text_cut_in_two_has_the_same_passages(body, found, cut):
    cut = min(cut, len(body))
    passages = [Passage(start, min(start + length, len(body)), str(n)) for n, (start, length) in enumerate(found)]
    passages = [passage for passage in passages if passage.start < passage.end]
    halves = segments(body, passages, 0, cut) + segments(body, passages, cut, len(body))
    assert "".join(piece.text for piece in halves) == body
    assert sorted(name for piece in halves for name in piece.begins) == sorted(passage.name for passage in passages)


def test_items_stand_under_what_they_belong_to():
    body = "H\na\nb\nc\nP\nd"
    parts = [
        Division("heading", 0, 1),
        Division("item", 2, 3),
        Division("item", 4, 5, 2),
        Division("item", 6, 7),
        Division("paragraph", 8, 9),
        Division("item", 10, 11, 3),
    ]
    heading, first, paragraph, second = blocks(body, parts, [Passage(4, 5, "q")])
    assert [heading.kind, first.kind, paragraph.kind, second.kind] == ["heading", "list", "paragraph", "list"]
    assert [item.text for item in first.children] == ["a", "c"]
    (inner,) = first.children[0].children
    assert (inner.text, inner.names, inner.words) == ("b", ("q",), [Marked("q", True, True, ["b"])])
    assert second.children[0].text == "d"
    assert (heading.within, first.within, second.within) == ((), ("q",), ())
    assert [block.text for block in in_order([heading, first, paragraph, second])] == list("HabcPd")


def test_an_item_that_begins_deeper_than_the_next_keeps_its_own_place():
    parts = [Division("item", 0, 1, 2), Division("item", 2, 3, 1), Division("item", 4, 5, 2)]
    (found,) = blocks("a\nb\nc", parts, [])
    assert [item.text for item in found.children] == ["a", "b"]
    assert found.children[1].children[0].text == "c"


def test_passages_that_nest_stand_within_each_other_and_those_that_cross_are_cut_once():
    body = "abcdef"
    (found,) = blocks(body, [Division("paragraph", 0, 6)], [Passage(2, 6, "late"), Passage(0, 4, "early")])
    assert found.words == [
        Marked("early", True, True, ["ab", Marked("late", True, False, ["cd"])]),
        Marked("late", False, True, ["ef"]),
    ]
    (found,) = blocks(body, [Division("paragraph", 0, 6)], [Passage(1, 3, "in"), Passage(1, 5, "out")])
    assert found.words == ["a", Marked("out", True, True, [Marked("in", True, True, ["bc"]), "de"]), "f"]


def spoken(words: list) -> str:
    return "".join(one if isinstance(one, str) else spoken(one.inside) for one in words)


def pieces_of(words: list) -> list[Marked]:
    marks = [one for one in words if not isinstance(one, str)]
    return [*marks, *(piece for mark in marks for piece in pieces_of(mark.inside))]


@given(texts, spans, st.lists(st.integers(1, 20), min_size=1, max_size=6))
def test_a_text_in_blocks_loses_nothing_and_every_passage_begins_and_ends_once(body, found, lengths):
    parts, at = [], 0
    for length in lengths:
        if at < len(body):
            parts.append(Division("paragraph", at, min(at + length, len(body))))
            at += length
    parts.append(Division("paragraph", at, len(body))) if at < len(body) else None
    passages = [Passage(start, min(start + size, len(body)), str(n)) for n, (start, size) in enumerate(found)]
    passages = [passage for passage in passages if passage.start < passage.end]
    made = blocks(body, parts, passages)
    assert "".join(spoken(block.words) for block in made) == body
    pieces = [piece for block in made for piece in pieces_of(block.words)]
    names = sorted(passage.name for passage in passages)
    assert sorted(piece.name for piece in pieces if piece.begins) == names
    assert sorted(piece.name for piece in pieces if piece.ends) == names
    assert sorted(name for block in made for name in block.names) == names
    told = {}
    for piece in pieces:
        told[piece.name] = told.get(piece.name, 0) + len(spoken(piece.inside))
    assert told == {passage.name: passage.end - passage.start for passage in passages}


def test_words_that_nobody_quotes_are_one_stop_until_a_heading_or_a_quote():
    parts = [
        Division(kind, at, at + 1) for at, kind in enumerate(["heading"] + ["paragraph"] * 4 + ["heading", "item"])
    ]
    found = blocks("HabcdHe", parts, [Passage(3, 4, "q")])
    assert [block.stop for block in in_order(found)] == [0, 1, 0, 0, 2, 0, 3]
    assert [block.unquoted for block in in_order(found)] == [False, True, True, False, True, False, True]


def test_headings_are_numbered_and_skip_no_rank():
    parts = [Division("heading", at, at + 1, level) for at, level in enumerate([3, 3, 1, 2])]
    assert [(block.rank, block.number) for block in blocks("abcd", parts, [])] == [(1, 1), (2, 2), (1, 3), (2, 4)]


@pytest.mark.parametrize(
    ("passages", "percent"),
    [([], 0), ([(0, 50), (25, 50)], 50), ([(0, 30), (10, 40)], 40), ([(0, 100)], 100), ([(7, 7)], 0), ([(0, 1)], 1)],
)
def test_what_is_quoted_twice_counts_once(passages, percent):
    assert share([Division("paragraph", 0, 100)], [Passage(*one, "") for one in passages]) == percent
    assert share([Division("paragraph", 0, 1000)], [Passage(0, 1, "")]) == 1


def test_a_long_text_that_is_much_quoted_looks_at_a_passage_only_where_it_stands():
    looked = []

    class Watched:
        def __init__(self, start: int):
            self.start, self.name = start, str(start)

        @property
        def end(self):
            looked.append(self.name)
            return self.start + 4

    body = "zin. " * 4000
    parts = [Division("paragraph", at, at + 49) for at in range(0, len(body), 50)]
    passages = [Watched(at) for at in range(0, len(body), 10)]
    assert len(blocks(body, parts, passages)) == 400
    assert len(looked) <= 20 * len(passages)


# --- links to words ---------------------------------------------------------------------------------------------------


def words_meant(fragment: str, body: str) -> str:
    """The words of a text to which a directive leads, by the rules of its specification, in so far as we need them."""
    pieces = fragment.removeprefix(":~:text=").split(",")
    before = unquote(pieces.pop(0)[:-1]) if pieces[0].endswith("-") else ""
    after = unquote(pieces.pop()[1:]) if pieces[-1].startswith("-") else ""
    first, last = unquote(pieces[0]), unquote(pieces[1]) if len(pieces) == 2 else ""
    opening = rf"{re.escape(before)}\s*" if before else r"(?:\b|(?<=\W)|\A)"
    pattern = opening + f"(?P<words>{re.escape(first)}" + (f".*?{re.escape(last)}" if last else "") + ")"
    pattern += rf"\s*{re.escape(after)}" if after else ""
    match = re.search(pattern, body, flags=re.S | re.I)
    return match["words"] if match else ""


@pytest.mark.parametrize(
    ("given", "link"),
    [
        (("macht", "", ""), ":~:text=macht"),
        (("half-af, ja & nee", "", ""), ":~:text=half%2Daf%2C%20ja%20%26%20nee"),
        (("één “raad”", "", ""), ":~:text=%C3%A9%C3%A9n%20%E2%80%9Craad%E2%80%9D"),
        (("100% #1", "", ""), ":~:text=100%25%20%231"),
        (("macht", "grepen de ", " in oktober"), ":~:text=de-,macht,-in"),
        (("macht", "eerst.\nZij grepen de ", ". Toen kwam\nniets"), ":~:text=Zij%20grepen%20de-,macht,-.%20Toen%20kwam"),
        (("macht", "afgebrokenwoord", "afgebrokenwoord"), ":~:text=macht"),
        (("Een hele regel.", "eerder\n", "\nlater"), ""),
        (("De eerste regel.", "", "\nlater"), ""),
        (("Een begin", "eerder\n", " van een regel"), ":~:text=Een%20begin,-van%20een"),
        (("einde.\nBegin", "een ", " van"), ":~:text=einde.,Begin"),
        (("a b c d e f.\nX\ng h i j k l", "", ""), ":~:text=a%20b%20c%20d%20e,h%20i%20j%20k%20l"),
        (("", "", ""), ""),
    ],
)  # fmt: skip
def test_a_link_to_words(given, link):
    assert text_fragment(*given) == link


def test_many_words_are_named_by_their_first_and_last_which_stand_nowhere_between():
    many = " ".join(f"woord{number}" for number in range(40))
    first, last = "woord0 woord1 woord2 woord3 woord4", "woord35 woord36 woord37 woord38 woord39"
    assert unquote(text_fragment(many)) == f":~:text={first},{last}"
    again = f"{many} {last} einde {last}"
    assert words_meant(text_fragment(again), again) == again
    assert text_fragment("x" * 200) == f":~:text={'x' * 200}"


words = st.text(st.sampled_from("abcABC-,&%#é“”.(1"), min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=30).map(" ".join)


@given(st.lists(lines, min_size=1, max_size=4), st.data())
def test_a_link_leads_to_words_that_begin_and_end_as_those_do(found, data):
    body = "\n".join(found)
    edges = [match.start() for match in re.finditer(r"(?<!\S)\S", body)]
    start = data.draw(st.sampled_from(edges))
    ends = [match.end() for match in re.finditer(r"\S(?!\S)", body) if match.end() > start]
    end = data.draw(st.sampled_from(ends))
    exact = body[start:end]
    fragment = text_fragment(exact, body[max(0, start - 32) : start], body[end : end + 32])
    assert re.fullmatch(r"(:~:text=[^&#\s]+)?", fragment)
    if fragment:
        meant = words_meant(fragment, body).casefold()
        lines = exact.casefold().split("\n")
        assert meant
        assert meant.startswith(" ".join(lines[0].split(" ")[:5])) or lines[0].startswith(meant)
        assert meant.endswith(" ".join(lines[-1].split(" ")[-5:])) or lines[-1].endswith(meant)
