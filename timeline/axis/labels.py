"""Titles in rows above the upper lanes and below the lower ones, each at the end of a leader, like a flag at its pole.

A title that reaches over the leader of another must hang further out than that one, or the leader would cross it. So
the rows follow from who reaches over whom, and a title finds room if the rows that follow are no more than MOST_ROWS.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from timeline.axis.placing import WIDTHS, Line, Sheet, Sketch, crosses
from timeline.axis.stems import Spot, left_of
from timeline.axis.type import cut, width_of

MOST_ROWS = 3
ROW = 18  # px
SIZE = 13  # px: the words (drawing.css sets them)
SHORT, LONGER = 30, (60, 46, 38)  # characters
SHORTER = (SHORT, 20, 12, 6)
PAD = 4  # px between a leader and its words
GAP = 8  # px between the words of two labels
PASS = 3  # px between a leader and the words of another label
HIGH = 1e6  # px: beyond everything
UP, DOWN = 1, -1


@dataclass(frozen=True)
class Words:
    """What a label says from a width class on, and the px that it takes at most."""

    text: str
    size: str
    width: float

    @classmethod
    def of(cls, title: str, most: int, size: str) -> "Words":
        text = cut(title, most)
        return cls(text, size, width_of(text, SIZE))


@dataclass(frozen=True)
class Label:
    """The title of an event, to the right (1) or left (-1) of its leader; ``more`` of it where there is room."""

    event: Sketch
    leader: Spot
    side: int
    words: Words
    more: Words | None = None
    row: int = 0

    @property
    def said(self) -> tuple[Words, ...]:
        return (self.words, self.more) if self.more else (self.words,)

    def ends(self, words: Words) -> tuple[Spot, Spot]:
        """Where the words begin and end."""
        near = Spot(self.leader.x, self.leader.nudge + self.side * PAD)
        far = Spot(near.x, near.nudge + self.side * words.width)
        return (near, far) if self.side > 0 else (far, near)

    def inside(self) -> bool:
        """Whether the words stay within the drawing; where they do, they do so at every wider width."""
        for words in self.said:
            left, right = self.ends(words)
            if left.at(WIDTHS[words.size]) < 0 or right.at(WIDTHS[words.size]) > WIDTHS[words.size]:
                return False
        return True

    def over(self, other: "Label") -> bool:
        """Whether the words reach over the leader of another label."""
        for words in self.said:
            (left, right), width = self.ends(words), shared_width(words, other.words)
            if not (left_of(right, other.leader, width, PASS) or left_of(other.leader, left, width, PASS)):
                return True
        return False

    def meets(self, other: "Label") -> bool:
        """Whether the words of the two would touch in one row."""
        for mine in self.said:
            for theirs in other.said:
                (left, right), (start, end), width = self.ends(mine), other.ends(theirs), shared_width(mine, theirs)
                if not (left_of(right, start, width, GAP) or left_of(end, left, width, GAP)):
                    return True
        return False


def shared_width(one: Words, other: Words) -> int:
    """The least width at which both are shown."""
    return max(WIDTHS[one.size], WIDTHS[other.size])


class Flags:
    """The labels on one side of the axis so far, with who hangs further out than whom."""

    def __init__(self):
        self.labels: list[Label] = []
        self.beyond: list[set[int]] = []  # by label: those that it hangs further out than
        self.apart: list[set[int]] = []  # by label: those that it shares no row with
        self.rows: list[int] = []

    @property
    def height(self) -> int:
        """In rows."""
        return max(self.rows, default=-1) + 1

    def fits(self, label: Label, at: int) -> bool:
        """Put a label in, or in the place of another; or leave all as it was, where it finds no row."""
        before = ([*self.labels], [{*each} for each in self.beyond], [{*each} for each in self.apart], [*self.rows])
        self.labels[at : at + 1], self.beyond[at : at + 1], self.apart[at : at + 1] = [label], [set()], [set()]
        if not label.inside() or not self.related(at) or not self.arranged():
            self.labels, self.beyond, self.apart, self.rows = before
            return False
        return True

    def related(self, at: int) -> bool:
        """Find out how a label stands to the others; False where each would cross the other."""
        mine = self.labels[at]
        for other, theirs in enumerate(self.labels):
            for kept in (self.beyond, self.apart):
                kept[other].discard(at)
            if other == at:
                continue
            over, under = mine.over(theirs), theirs.over(mine)
            if over and under:
                return False
            if over:
                self.beyond[at].add(other)
            elif under:
                self.beyond[other].add(at)
            elif mine.meets(theirs):
                self.apart[max(at, other)].add(min(at, other))
        return True

    def arranged(self) -> bool:
        """The nearest rows that fit; False where they would be too many."""
        rows, changed = [0] * len(self.labels), True
        while changed:
            changed = False
            for each, held in enumerate(rows):
                row = max([held, *(rows[other] + 1 for other in self.beyond[each])])
                while any(rows[other] == row for other in self.apart[each]):
                    row += 1
                if row >= MOST_ROWS:
                    return False
                changed = changed or row != held
                rows[each] = row
        self.rows = rows
        return True

    def __iter__(self) -> Iterator[Label]:
        for label, row in zip(self.labels, self.rows, strict=True):
            yield replace(label, row=row)


def hoist(flags: Flags, sheet: Sheet, each: Sketch, size: str, way: int, most: int = SHORT) -> bool:
    """Label an event, if a leader can reach it from above (UP) or below (DOWN) and its words find a row."""
    if any(label.event is each for label in flags.labels):
        return True
    title, pole = each.row.get("title", ""), leader(each, sheet, way)
    if not title or any(crosses(pole, blot, width) for other, width in sheet.near(each, size) for blot in other.blots):
        return False
    for side in (1, -1):
        label = Label(each, pole.foot, side, Words.of(title, most, size))
        if flags.fits(label, len(flags.labels)):
            each.lines.append(pole)
            return True
    return False


def lengthen(flags: Flags):
    """Let what was cut say more on a screen that has room for it."""
    for size in WIDTHS:
        for at, short in enumerate(flags.labels):
            if short.more or WIDTHS[size] < WIDTHS[short.words.size]:
                continue
            longer = (Words.of(short.event.row["title"], most, size) for most in LONGER)
            any(flags.fits(replace(short, more=more), at) for more in longer if more.text != short.words.text)


def leader(each: Sketch, sheet: Sheet, way: int) -> Line:
    """Straight from the outermost mark on one side of the axis; from the axis itself where there is none."""
    lanes = range(0 if way == UP else 1, len(each.lanes), 2)
    if not lanes:
        return Line(each.column, way * each.radius, each.column, way * HIGH)
    stem = min(each.lanes[lanes[-1]], key=lambda stem: abs(stem.side))
    spot = stem.top if stem.side else each.column
    return Line(spot, sheet.heights.mark(lanes[-1], each.level) + way * each.radius, spot, way * HIGH)
