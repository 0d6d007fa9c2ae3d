from hypothesis import given
from hypothesis import strategies as st

from sources.importers import Division
from timeline.views.passages import Passage, Segment, blocks, segments


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
    assert [item.segments[0].text for item in first.children] == ["a", "c"]
    assert [item.segments[0].text for item in first.children[0].children] == ["b"]
    assert first.all_names == ["q"]
    assert second.children[0].segments[0].text == "d"


def test_an_item_that_begins_deeper_than_the_next_keeps_its_own_place():
    parts = [Division("item", 0, 1, 2), Division("item", 2, 3, 1), Division("item", 4, 5, 2)]
    (found,) = blocks("a\nb\nc", parts, [])
    assert [item.segments[0].text for item in found.children] == ["a", "b"]
    assert found.children[1].children[0].segments[0].text == "c"
