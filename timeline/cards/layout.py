"""Where everything stands on a card: above, what it is and when; below, the axis with the accounts that face each other
across it, as in the drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline import axis
from timeline.cards.lettering import BOLD, LEADING, PLAIN, SMALLEST, Block, cut, fit, font, width_of
from timeline.cards.outlines import points_of

WIDTH, HEIGHT = 1200, 630  # px: what platforms ask for
MARGIN, TOP = 64, 50
RIGHT = WIDTH - MARGIN
AXIS = 490  # px from the top
REACH = 68  # from the axis to the middle of a mark
SCALE, MARK = 3.2, 22  # of a mark: how much larger than in the drawing, and half its width in px
LARGEST, KICKER = 92, 44
GAP = 24
MOST = 5  # accounts that a card names
BRAND = "Wederhoor"
COLOURS = 5  # of accounts

# The colours of paper: static/css/site.css has them too.
PALETTE = {
    "paper": "#fbf9f4", "ink": "#22201c", "muted": "#635e55", "line": "#d8d1c2", "contested": "#8c1c3f",
    "account-1": "#1d5c86", "account-2": "#a1491c", "account-3": "#4d6b1f", "account-4": "#74478f",
    "account-5": "#7a5a13",
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """An account on a card; ``silent`` is the word for it that says nothing, and empty for one that speaks."""

    name: str
    lane: int
    silent: str = ""


@dataclass(frozen=True)
class Card:
    """What a card says, in the words of one language.

    ``kicker`` stands above the title: the date, or what kind of page this is. ``contested`` says how many critical
    ``notes`` there are. ``below`` stands under the axis where there are no accounts; ``steps`` are marked on it.
    """

    title: str
    kicker: str = ""
    voices: tuple[Voice, ...] = ()
    contested: str = ""
    notes: int = 0
    below: str = ""
    steps: int = 0


@dataclass(frozen=True)
class Words:
    """One line of words; ``y`` is where it stands on."""

    text: str
    x: int
    y: int
    face: str
    size: int
    colour: str = "ink"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the ink."""
        left, top, right, bottom = font(self.face, self.size).getbbox(self.text, anchor="ls")
        return self.x + left, self.y + top, self.x + right, self.y + bottom


@dataclass(frozen=True)
class Shape:
    """A closed outline: filled, or drawn with a ``stroke`` around what is ``inside`` it."""

    points: tuple[tuple[float, float], ...]
    colour: str
    stroke: float = 0
    inside: str = "paper"

    @property
    def box(self) -> tuple[float, float, float, float]:
        across, down = zip(*self.points, strict=True)
        half = self.stroke / 2
        return min(across) - half, min(down) - half, max(across) + half, max(down) + half


def lay_out(card: Card) -> list[Words | Shape]:
    """Everything on a card, in the order in which it is drawn.

    Our name stands above at the right and the mark of what is contested on the axis, as in the drawing; from three
    accounts on, these take the room there: then the mark stands above, and our name below.
    """
    crowded = len(card.voices) > 2
    mark = list(ribbon(card, TOP + 30 if crowded else AXIS))
    name = Words(BRAND, RIGHT - brand_width(), AXIS + REACH + 14 if crowded else TOP + KICKER - 4, BOLD, SMALLEST)
    above = mark[:1] if crowded else [name]
    free = round(min((piece.box[0] for piece in above), default=RIGHT + GAP)) - GAP
    end = RIGHT - brand_width() - 2 * GAP if crowded else RIGHT
    return [*head(card, free), *ground(card), *accounts(card.voices[:MOST], end), *under(card), *mark, name]


# --- above the axis ---------------------------------------------------------------------------------------------------


def head(card: Card, free: int) -> Iterator[Words]:
    """The kicker, as far as its line is ``free``, and the title, which takes what is left."""
    top = TOP
    if card.kicker:
        rows = 1 if width_of(one_line(card.kicker), PLAIN, SMALLEST) <= free - MARGIN else 2
        block = fit(card.kicker, PLAIN, free - MARGIN, round(rows * KICKER * LEADING), KICKER)
        yield from lines(block, top, "muted")
        top += block.height + GAP // 3
    elif free < RIGHT:
        top += round(KICKER * LEADING) + GAP // 3
    bottom = AXIS - (REACH + SMALLEST if card.voices else SMALLEST) - GAP // 2
    yield from lines(fit(card.title, BOLD, RIGHT - MARGIN, bottom - top, LARGEST), top, "ink")


def lines(block: Block, top: int, colour: str) -> Iterator[Words]:
    for number, line in enumerate(block.lines):
        standing = top + round(number * block.size * LEADING) + round(0.92 * block.size)
        yield Words(line, MARGIN, standing, block.face, block.size, colour)


# --- the axis, and who speaks -----------------------------------------------------------------------------------------


def ground(card: Card) -> Iterator[Shape]:
    """The axis, from edge to edge, and a stroke on it for every step of a lesson."""
    yield bar(0, AXIS - 2, WIDTH, AXIS + 2, "ink")
    if card.steps:
        apart = min((RIGHT - MARGIN) / card.steps, 96)
        for step in range(card.steps):
            x = MARGIN + round(step * apart)
            yield bar(x, AXIS - 24, x + 8, AXIS + 24, "ink")


def accounts(voices: Sequence[Voice], end: int) -> Iterator[Words | Shape]:
    """The accounts, the first above the axis, the second below it as far as ``end``, and so on along it."""
    rows = [(voices[0::2], -1, RIGHT), (voices[1::2], 1, end)]
    columns = columns_of(voices)
    for row, side, last in rows:
        stops = [*columns[1 : len(row)], last + GAP]
        for voice, left, stop in zip(row, columns, stops, strict=False):
            yield from account(voice, left, stop - GAP, side)


def columns_of(voices: Sequence[Voice]) -> list[int]:
    """Where the stems stand: evenly, unless the names then do not fit and would if they stood closer."""
    pairs = [voices[start : start + 2] for start in range(0, len(voices), 2)]
    columns = len(pairs) + (len(voices) > 2 and len(voices) % 2 == 0)  # the last one below is that of our own name
    even = (RIGHT - MARGIN) // max(columns, 1)
    needed = [max(width_needed(voice) for voice in pair) + GAP for pair in pairs]
    if max(needed[:-1], default=0) > even and sum(needed) <= RIGHT - MARGIN - (columns - len(pairs)) * even // 2:
        return [MARGIN + sum(needed[:number]) for number in range(len(pairs))]
    return [MARGIN + number * even for number in range(len(pairs))]


def width_needed(voice: Voice) -> int:
    face = PLAIN if voice.silent else BOLD
    return 2 * MARK + 14 + width_of(one_line(voice.name), face, SMALLEST) + width_of(beside(voice), PLAIN, SMALLEST)


def beside(voice: Voice) -> str:
    return f" · {voice.silent}" if voice.silent else ""


def one_line(words: str) -> str:
    return " ".join(words.split())


def account(voice: Voice, left: int, right: int, side: int) -> Iterator[Words | Shape]:
    """A stem from the axis, the mark at its end, the name, and the word for silence."""
    lane = (voice.lane - 1) % COLOURS
    middle, y = left + MARK, AXIS + side * REACH
    colour = "muted" if voice.silent else f"account-{lane + 1}"
    yield bar(middle - 2, min(AXIS, y), middle + 2, max(AXIS, y), colour)
    outline = points_of(axis.RING if voice.silent else axis.shape_of(lane), SCALE)
    points = tuple((middle + x, y + down) for x, down in outline)
    yield Shape(points, colour, stroke=5 if voice.silent else 0)
    x, standing = left + 2 * MARK + 14, y + 14
    word = beside(voice)
    taken = width_of(word, PLAIN, SMALLEST)
    face = PLAIN if voice.silent else BOLD
    name = cut(one_line(voice.name), face, SMALLEST, right - x - taken)
    yield Words(name, x, standing, face, SMALLEST, "muted" if voice.silent else "ink")
    if word:
        yield Words(word, x + width_of(name, face, SMALLEST), standing, PLAIN, SMALLEST, "muted")


def under(card: Card) -> Iterator[Words]:
    """What stands below the axis where no account does."""
    if card.below:
        words = cut(card.below, PLAIN, SMALLEST, RIGHT - MARGIN)
        yield Words(words, MARGIN, AXIS + REACH + 14, PLAIN, SMALLEST)


def brand_width() -> int:
    return width_of(BRAND, BOLD, SMALLEST)


def ribbon(card: Card, middle: int) -> Iterator[Words | Shape]:
    """The mark of a contested event: notched, with the number of notes; filled where there are more than one."""
    if not card.contested:
        return
    words = cut(card.contested, BOLD, SMALLEST, (RIGHT - MARGIN) // 2)
    left, top, bottom = RIGHT - width_of(words, BOLD, SMALLEST) - 2 * GAP - 12, middle - 32, middle + 32
    corners = ((left, top), (RIGHT, top), (RIGHT - 14, middle), (RIGHT, bottom), (left, bottom), (left + 14, middle))
    alone = card.notes == 1
    yield Shape(corners, "contested", stroke=5 if alone else 0)
    yield Words(words, left + GAP + 6, middle + 14, BOLD, SMALLEST, "contested" if alone else "paper")


def bar(left: float, top: float, right: float, bottom: float, colour: str) -> Shape:
    return Shape(((left, top), (right, top), (right, bottom), (left, bottom)), colour)
