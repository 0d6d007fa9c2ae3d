"""What an account gives for the date of an event, as stems: upright where it fits the record, leaning where not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.axis.windows import Row, Window, part, recorded

NARROW = 288  # px: the drawing on a screen of 320 px, with its margins taken off
LEAST_LEAN = 7  # px; six would do, but the eye is glad of one more
APART = 15  # px between two marks of one account for one event
SAME = 2  # px at NARROW: readings closer than this share a mark


class Spot(NamedTuple):
    """A place across the drawing: a percentage of its width, and a few px more."""

    x: float
    nudge: float = 0.0

    def at(self, width: float) -> float:
        return self.x * width / 100 + self.nudge


def left_of(one: Spot, other: Spot, width: float, gap: float) -> bool:
    """Whether ``one`` lies ``gap`` px or more to the left of the other, at this width and at every wider one."""
    return one.x <= other.x and (other.x - one.x) * width / 100 + other.nudge - one.nudge >= gap


def clear(one: Spot, other: Spot, width: float, gap: float) -> bool:
    """Whether two places keep ``gap`` px apart, at this width and at every wider one."""
    return left_of(one, other, width, gap) or left_of(other, one, width, gap)


@dataclass(frozen=True)
class Stem:
    """From ``foot`` on the axis to ``top``. It leans to a ``side`` (-1 earlier, 1 later, 0 upright).

    ``beyond`` is where the account's date lies outside the window. ``silent`` ends in a ring.
    """

    foot: Spot
    top: Spot
    side: int = 0
    beyond: bool = False
    silent: bool = False


def stems_of(row: Row, readings: Sequence[Mapping] | None, x: float, window: Window) -> list[Stem]:
    """The stems into one account's lane: one upright for all that fits the record, one for each place it leans to.

    Without readings (None) the account is silent; with an empty list it speaks of the event without a date.
    """
    if readings is None:
        return [Stem(Spot(x), Spot(x), silent=True)]
    parted = [part(recorded(row), (reading["earliest"], reading["latest"])) for reading in readings]
    upright = not parted or any(not side for side, _foot, _day in parted)
    stems = [Stem(Spot(x), Spot(x))] if upright else []
    for side in (-1, 1):
        nearest_first = sorted({each for each in parted if each[0] == side}, key=lambda each: side * each[2])
        stems += leaning(side, nearest_first, window, APART if upright else LEAST_LEAN)
    return stems


def leaning(side: int, parted: list[tuple[int, int, int]], window: Window, least: float) -> Iterator[Stem]:
    """Stems that lean to one side, by ``least`` px or more, and APART from one another."""
    last = None
    for _side, foot_day, day in parted:
        foot, x = window.percent(foot_day + 0.5), window.percent(day + 0.5)
        if last is not None and abs(x - last) * NARROW / 100 < SAME:
            continue
        last, lean = x, abs(x - foot) * NARROW / 100
        yield Stem(Spot(foot), Spot(x, side * max(least - lean, 0.0)), side, not window.holds(day))
        least = max(lean, least) + APART
