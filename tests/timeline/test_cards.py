"""Cards, by what is drawn where: nothing outside, nothing over anything else, and every letter large enough."""

import re
import struct
import zlib
from io import BytesIO
from itertools import combinations

import png
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from timeline import axis, cards
from timeline.cards import lettering, outlines
from timeline.cards.layout import PALETTE, Shape, Words

ACCOUNTS = ("The slides", "The dossier", "Правда", "An account that goes by a very long name", "Ἡ ἀλήθεια")
CYRILLIC = ("Конституция 1936 года и выборы в Верховный Совет " * 5)[:200].strip()
TITLES = ["1917", "Election of the Supreme Soviet", CYRILLIC, "Donaudampfschifffahrt" * 10, "x " * 100, "W" * 200, "…"]
KICKERS = ["", "1917", "25 October 1917 (Julian calendar), 7 November 1917", "A kicker without end " * 20]


def voices(number: int, silent: tuple[int, ...] = ()) -> tuple[cards.Voice, ...]:
    return tuple(
        cards.Voice(name, place + 1, "silent" if place in silent else "")
        for place, name in enumerate(ACCOUNTS[:number])
    )


def words_of(card: cards.Card) -> list[Words]:
    return [piece for piece in cards.lay_out(card) if isinstance(piece, Words)]


def shapes_of(card: cards.Card) -> list[Shape]:
    return [piece for piece in cards.lay_out(card) if isinstance(piece, Shape)]


def text_of(card: cards.Card) -> str:
    return " ".join(piece.text for piece in words_of(card))


def apart(one: tuple, other: tuple) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def check(card: cards.Card):
    """What holds for every card."""
    words, shapes = words_of(card), shapes_of(card)
    for piece in words:
        assert piece.size >= 40, piece  # ten px where the card is 300 px wide
        assert within(piece.box, (32, 24, cards.WIDTH - 32, cards.HEIGHT - 24)), piece
    for one, other in combinations(words, 2):
        assert apart(one.box, other.box), (one, other)
    ribbon = [shape for shape in shapes if shape.colour == "contested"]
    for shape in shapes:
        assert within(shape.box, (0, 0, cards.WIDTH, cards.HEIGHT)), shape
        for piece in words:
            on_ribbon = ribbon and within(piece.box, ribbon[0].box)
            assert on_ribbon or apart(shape.box, piece.box), (shape, piece)
    if ribbon:
        assert [piece.text for piece in words if within(piece.box, ribbon[0].box)] == [card.contested]


def within(inner: tuple, outer: tuple) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# --- room for everything ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("kicker", KICKERS)
@pytest.mark.parametrize(("number", "notes"), [(0, 0), (1, 1), (2, 12), (3, 1), (5, 999)])
def test_every_card_has_room_for_its_words(title, kicker, number, notes):
    contested = f"contested: {notes} notes" if notes else ""
    check(cards.Card(title, kicker, voices(number, silent=(1, 4)), contested, notes, below="" if number else "Lesson"))


@effort(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0x4FF), max_size=200),
    names=st.lists(st.text("aWi Жé.", max_size=60), max_size=7),
    steps=st.integers(0, 40),
)
def test_so_has_any_card(title, names, steps):
    speaking = tuple(cards.Voice(name, place + 1, "silent" * (place % 2)) for place, name in enumerate(names))
    check(cards.Card(title, "1917", speaking, below="" if names else "Six events", steps=0 if names else steps))


@pytest.mark.parametrize("title", ["Election of the Supreme Soviet", CYRILLIC])
def test_a_title_is_there_to_the_last_word(title):
    assert title in text_of(cards.Card(title, "12 December 1937", voices(2)))


def test_a_short_title_is_large_and_a_long_one_smaller():
    short, long = (
        next(piece.size for piece in words_of(cards.Card(title)) if piece.text[0] == "W")
        for title in ("War", "War " * 40)
    )
    assert short > 80
    assert 40 <= long < 60


def test_a_word_wider_than_a_card_is_broken_and_loses_nothing():
    word = "Donaudampfschifffahrt" * 8
    assert word in text_of(cards.Card(word)).replace(" ", "")


def test_what_cannot_fit_ends_in_an_ellipsis():
    lines = [piece.text for piece in words_of(cards.Card("Words " * 200)) if piece.text.startswith("Words")]
    assert lines[-1].endswith("Words…")


def test_no_word_stands_alone_on_the_last_line_where_another_can_join_it():
    lines = lettering.fit("A rising of sailors in Kronstadt", lettering.BOLD, 1072, 230, 92).lines
    assert lines == ("A rising of sailors", "in Kronstadt")


# --- who speaks -------------------------------------------------------------------------------------------------------


def test_every_account_has_its_name_its_mark_and_its_colour():
    card = cards.Card("1917", "1917", voices(5))
    assert all(name in text_of(card) for name in ("The slides", "The dossier", "Правда"))
    coloured = [shape.colour for shape in shapes_of(card) if shape.colour.startswith("account")]
    assert set(coloured) == {f"account-{number}" for number in range(1, 6)}


@pytest.mark.parametrize("lane", range(1, 7))
def test_its_mark_is_that_of_the_drawing(lane):
    _stem, mark = [
        shape for shape in shapes_of(cards.Card("1917", voices=(cards.Voice("A", lane),))) if shape.colour != "ink"
    ]
    drawn = outlines.points_of(axis.shape_of(lane - 1))
    large, x, y = mark.box[2] - mark.box[0], *mark.points[0]
    scale = large / (max(point[0] for point in drawn) - min(point[0] for point in drawn))
    found = [((across - x) / scale + drawn[0][0], (down - y) / scale + drawn[0][1]) for across, down in mark.points]
    assert [value for point in found for value in point] == pytest.approx([value for point in drawn for value in point])


def test_a_silent_account_is_a_ring_and_a_word():
    card = cards.Card("1917", "1917", voices(2, silent=(1,)))
    assert "The dossier · silent".replace(" ", "") in text_of(card).replace(" ", "")
    [ring] = [shape for shape in shapes_of(card) if shape.stroke]
    assert ring.colour == "muted"
    assert "account-2" not in {shape.colour for shape in shapes_of(card)}


def test_the_word_for_silence_stays_where_a_name_must_be_cut():
    card = cards.Card("1917", voices=(cards.Voice("A name " * 30, 1, "silent"),))
    assert re.search(r"…\s+· silent", text_of(card))


def test_two_accounts_face_each_other_across_the_axis():
    above, below = [piece for piece in words_of(cards.Card("Title", voices=voices(2))) if piece.text.startswith("The")]
    [line] = [shape for shape in shapes_of(cards.Card("Title")) if shape.colour == "ink"]
    assert above.box[3] < line.box[1] < line.box[3] < below.box[1]


def test_contested_is_a_word_with_the_number_of_notes_on_a_notched_mark():
    [mark] = [
        shape
        for shape in shapes_of(cards.Card("1917", contested="contested: 3 notes", notes=3))
        if len(shape.points) == 6
    ]
    assert (mark.colour, mark.stroke) == ("contested", 0)
    card = cards.Card("1917", contested="contested: 1 note", notes=1)
    [alone] = [shape for shape in shapes_of(card) if len(shape.points) == 6]
    assert alone.stroke  # as in the drawing: filled from two notes on
    assert "contested: 1 note" in text_of(card)
    assert not [shape for shape in shapes_of(cards.Card("1917")) if len(shape.points) == 6]


def test_a_lesson_has_a_stroke_for_every_step():
    assert len(shapes_of(cards.Card("Lesson", steps=7))) == 8


@pytest.mark.parametrize("number", [0, 2, 5])
def test_every_card_says_whose_it_is(number):
    assert "Wederhoor" in text_of(cards.Card("1917", "1917", voices(number), "contested: 2 notes", 2))


# --- the picture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
def test_the_picture_is_small(title):
    assert len(cards.draw(full(title))) < 60_000


def full(title: str) -> cards.Card:
    return cards.Card(title, KICKERS[2], voices(5, silent=(2,)), "contested: 2 notes", 2)


def test_the_picture_is_a_png_that_others_can_read():
    drawn = cards.draw(full(CYRILLIC))
    width, height, rows, told = png.Reader(file=BytesIO(drawn)).asRGB8()
    assert (width, height, told["bitdepth"]) == (1200, 630, 8)
    colours = {
        row[at : at + 3].tobytes().hex() if hasattr(row, "tobytes") else bytes(row[at : at + 3]).hex()
        for row in rows
        for at in range(0, len(row), 3)
    }
    wanted = {"paper", "ink", "muted", "contested", "account-1", "account-2", "account-4", "account-5"}
    assert {PALETTE[name].removeprefix("#") for name in wanted} <= colours


def test_it_is_whole():
    """Every chunk has its checksum right, as a strict reader wants it."""
    drawn = cards.draw(cards.Card("1917"))
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    at, names = 8, []
    while at < len(drawn):
        (length,) = struct.unpack_from(">I", drawn, at)
        name, body = drawn[at + 4 : at + 8], drawn[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", drawn, at + 8 + length)[0] == zlib.crc32(name + body)
        names.append(name)
        at += 12 + length
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")


def test_the_same_card_is_drawn_once_and_a_different_one_is_different():
    card = cards.Card("1917", "A", voices(2))
    assert cards.draw(card) is cards.draw(cards.Card("1917", "A", voices(2)))
    assert cards.draw(card) != cards.draw(cards.Card("1917", "A", voices(2, silent=(1,))))


def test_its_colours_are_those_of_the_page():
    css = (settings.BASE_DIR / "static/css/site.css").read_text()
    for name, colour in PALETTE.items():
        assert re.search(rf"--{name}: (#\w+);", css)[1] == colour


def test_an_outline_that_no_mark_has_is_refused():
    with pytest.raises(ValueError, match="C"):
        outlines.points_of("M0 0C1 1 2 2 3 3Z")
    with pytest.raises(ValueError, match="half circle"):
        outlines.points_of("M0 0a5 5 0 1 0 3 4Z")
