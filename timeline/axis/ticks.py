"""Years, months and days along the axis, as many as can be labelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from sources import calendars, date_words, dates
from timeline.axis.type import percent, width_of
from timeline.axis.windows import MONTH, YEAR, Window, day_of, edtf, index_of

SIZE = 12  # px: the words under the axis (drawing.css sets them)
GAP = 10  # px between two of them
PAD = 3  # px from the line to its words, which stand to the right of it
MARGIN = 8  # px right of the drawing that words may run into (drawing.css leaves as much)
Step = tuple[str, int]  # every so many days, months or years


@dataclass(frozen=True)
class Tick:
    """The first day of a year, a month, or a day, at ``place`` percent. ``fine`` ones have words only where there is
    room; ``opening`` is the first of all."""

    place: float
    day: int
    unit: str
    opening: bool
    fine: bool

    @property
    def x(self) -> str:
        return percent(self.place)

    @property
    def nl(self) -> str:
        return tick_words(self.day, self.unit, self.opening, "nl")

    @property
    def en(self) -> str:
        return tick_words(self.day, self.unit, self.opening, "en")


def ticks(window: Window, narrow: int, wide: int) -> Iterator[Tick]:
    """What is labelled at ``narrow`` px, and between it, ``fine``, what finds room at ``wide`` px.

    A window in which no day, month or year begins is named at its left edge.
    """
    coarse = step_for(window, narrow)
    fine = step_for(window, wide, coarse)
    rough = list(starts(window, coarse)) or [window.first]
    days = [(day, False) for day in rough] + [(day, True) for day in starts(window, fine) if day not in rough]
    opening = min(days)[0]
    taken: list[tuple[float, float]] = []  # where words begin, in percent, and their px
    found = []
    for day, is_fine in days:
        tick = tick_at(window, day, is_fine, day == opening)
        words = max(width_of(tick.nl, SIZE), width_of(tick.en, SIZE))
        width = wide if is_fine else narrow
        left = tick.place * width / 100
        others = ((place * width / 100, other) for place, other in taken)
        apart = all(left + words + GAP <= start or start + other + GAP <= left for start, other in others)
        if apart and left + PAD + words <= width + MARGIN:
            taken.append((tick.place, words))
            found.append(tick)
    yield from sorted(found, key=lambda tick: tick.day)


def tick_at(window: Window, day: int, fine: bool, opening: bool) -> Tick:
    """What begins on a day: a year, a month, or only the day. The first one says its year."""
    _year, month, day_of_month = calendars.jdn_to_gregorian(day)
    unit = "day" if day_of_month > 1 else "month" if month > 1 else "year"
    return Tick(window.percent(day), day, unit, opening, fine)


# --- where ------------------------------------------------------------------------------------------------------------


def step_for(window: Window, width: int, within: Step | None = None) -> Step:
    """The smallest step whose words fit side by side in ``width`` px, and that divides the step ``within``."""
    for step in steps():
        if step == within or (divides(step, within) and spacing(step) / window.days * width >= room(window, step)):
            return step
    raise AssertionError("the steps have no end")


def steps() -> Iterator[Step]:
    yield from (("day", 1), ("day", 5), ("day", 10), ("month", 1), ("month", 3), ("month", 6))
    yield from (("year", step) for step in round_steps(1))


def round_steps(smallest: int | Fraction) -> Iterator[int | Fraction]:
    """From a power of ten on: once, twice and five times each, without end."""
    for power in count():
        yield from (factor * smallest * 10**power for factor in (1, 2, 5))


def divides(step: Step, other: Step | None) -> bool:
    return other is None or step[0] != other[0] or other[1] % step[1] == 0


def spacing(step: Step) -> float:
    return {"day": 1, "month": MONTH, "year": YEAR}[step[0]] * step[1]


def room(window: Window, step: Step) -> float:
    """The px that one label asks for."""
    sample = {"day": "30 september", "month": "september"}.get(step[0])
    ends = (sample,) if sample else (year_words(calendars.year_of(day), "nl") for day in (window.first, window.last))
    return max(width_of(words, SIZE) for words in ends) + GAP


def starts(window: Window, step: Step) -> Iterator[int]:
    """The days in the window on which such a stretch begins."""
    unit, size = step
    if unit == "year":
        years = round_years(calendars.year_of(window.first), calendars.year_of(window.last), size)
        days = (day_of(year, "year") for year in years)
    elif unit == "month":
        months = range(index_of(window.first, "month"), index_of(window.last, "month") + 1)
        days = (day_of(month, "month") for month in months if month % size == 0)
    else:
        days = (day for day in range(window.first, window.last + 1) if regular(day, size))
    yield from (day for day in days if window.holds(day))


def regular(day: int, size: int) -> bool:
    """Whether a day is the 1st, 6th, 11th … of its month, and not too near to the end of it."""
    day_of_month = calendars.jdn_to_gregorian(day)[2]
    left = day_of(index_of(day, "month") + 1, "month") - day
    return (day_of_month - 1) % size == 0 and (left >= size or size == 1)


def round_years(first: int, last: int, step: int) -> Iterator[int]:
    """Astronomical years that are round to readers, who count from 1 both ways: …, 100 BC, 1, 100, 200, …

    In steps under ten years, 1 would stand too close to the next.
    """
    for number in range((first - 1) // step * step, last + 1, step):
        year = number if number > 0 else number + 1
        if first <= year <= last and (number or step >= 10):
            yield year


# --- in words ---------------------------------------------------------------------------------------------------------


def year_words(year: int, language: str) -> str:
    """A year as dates in words name it: "1917", "44 v.Chr."."""
    return date_words.words(dates.parse(edtf(day_of(year, "year"), "year")), language)


def tick_words(day: int, unit: str, opening: bool, language: str) -> str:
    """The year; or the month or day, with its year only where it is the first."""
    words = date_words.words(dates.parse(edtf(day, unit)), language)
    if unit == "year" or opening:
        return words
    return words.removesuffix(year_words(calendars.year_of(day), language)).rstrip(" ,")
