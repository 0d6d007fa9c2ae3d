"""The days that are drawn: a window on the axis, which one to open with, and where to go from there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sources import calendars

Row = Mapping
Interval = tuple[int | None, int | None]

LAST_YEAR = 9999  # of what an address can ask for; before year 1 as well
YEAR, MONTH = 365.2425, 30.4369  # days, on average


@dataclass(frozen=True)
class Window:
    """The days that are drawn, as Julian Day Numbers, both inclusive."""

    first: int
    last: int

    @classmethod
    def of_years(cls, first: int, last: int) -> "Window":
        """Whole Gregorian years, both inclusive; astronomical (0 is 1 BC)."""
        return cls(calendars.gregorian_to_jdn(first, 1, 1), calendars.gregorian_to_jdn(last, 12, 31))

    @property
    def days(self) -> int:
        return max(self.last - self.first + 1, 1)

    def percent(self, day: float) -> float:
        """How far along the width a moment lies; what lies outside, at the edge. A day lasts from ``day`` to +1."""
        return min(max((day - self.first) / self.days, 0.0), 1.0) * 100

    def holds(self, day: int) -> bool:
        return self.first <= day <= self.last

    def touches(self, row: Row) -> bool:
        return row["earliest"] <= self.last and row["latest"] >= self.first


# --- which window -----------------------------------------------------------------------------------------------------


def window_of(rows: Iterable[Row]) -> Window:
    """Whole years that hold every row and every date its accounts give, with some air; ten years at the least."""
    known = [day for row in rows for day in days_of(row)]
    return years_around(min(known), max(known)) if known else Window.of_years(1, 2000)


def fullest(rows: Sequence[Row]) -> Window:
    """The years in which most happens: the shortest in which four fifths of the rows begin, if that spares half of
    the whole; otherwise all of them."""
    whole, begun = window_of(rows), sorted(row["earliest"] for row in rows)
    if not begun:
        return whole
    most = len(begun) - len(begun) // 5
    runs = zip(begun, begun[most - 1 :], strict=False)
    first, last = min(runs, key=lambda run: (calendars.year_of(run[1]) - calendars.year_of(run[0]), run[1] - run[0]))
    window = years_around(first, last)
    return window if 2 * window.days <= whole.days else whole


def years_around(first: int, last: int) -> Window:
    """The whole years that hold two days, with some air; ten at the least."""
    start, end = calendars.year_of(first), calendars.year_of(last)
    air = max((end - start) // 40, -(-(9 - (end - start)) // 2), 0)
    return Window.of_years(max(start - air, -LAST_YEAR), min(end + air, LAST_YEAR))


def days_of(row: Row) -> Iterator[int]:
    """The days between which everything about an event is drawn."""
    yield from (row["earliest"], row["latest"])
    for readings in row.get("readings", {}).values():
        for reading in readings:
            side, _foot, day = part(recorded(row), (reading["earliest"], reading["latest"]))
            if side:
                yield day


# --- where accounts part ----------------------------------------------------------------------------------------------


def recorded(row: Row) -> Interval:
    """The recorded date of an event; None where it is open."""
    return (
        None if row.get("open_start") else row["earliest"],
        None if row.get("open_end") else row["latest"],
    )


def part(record: Interval, reading: Interval) -> tuple[int, int, int]:
    """Where a reading excludes the record: the side (-1 earlier, 1 later) and the nearest days, the record's first.

    The side is 0 where they have a day in common.
    """
    if reading[0] is not None and record[1] is not None and reading[0] > record[1]:
        return 1, record[1], reading[0]
    if reading[1] is not None and record[0] is not None and reading[1] < record[0]:
        return -1, record[0], reading[1]
    return 0, 0, 0


# --- where to go from here --------------------------------------------------------------------------------------------


class Move(NamedTuple):
    """Another window, as the address says it: the words for ``from`` and ``to``, and where they lead."""

    first: str
    last: str
    href: str


def plain_link(first: str, last: str) -> str:
    return f"?from={first}&to={last}"


def moves(window: Window, whole: Window, link: Callable[[str, str], str] = plain_link) -> dict[str, Move | None]:
    """Where ``in``, ``out``, ``earlier``, ``later`` and ``all`` lead; None where there is nothing more that way.

    Windows are whole years from three years on, whole months from two months on, or else days. ``in`` lies within what
    is shown and ``out`` around it; ``earlier`` and ``later`` keep half of it in view. None leaves the whole axis.
    """
    half, middle = window.days / 2, (window.first + window.last + 1) / 2
    inner = snapped(middle - half / 2, middle + half / 2)
    outer = clipped(snapped(middle - 2 * half, middle + 2 * half), whole)
    if not contains(outer, window):
        outer = clipped(a_unit_more(window), whole)
    return {
        "in": move(inner, link) if contains(window, inner) else None,
        "out": move(outer, link) if contains(outer, window) else None,
        "earlier": move(panned(window, whole, -1), link) if whole.first < window.first else None,
        "later": move(panned(window, whole, 1), link) if window.last < whole.last else None,
        "all": move(whole, link) if contains(whole, window) else None,
    }


def contains(outer: Window, inner: Window) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last and outer != inner


def a_unit_more(window: Window) -> Window:
    """With a unit more on either side, where rounding would leave a window as it was."""
    unit = unit_of(window.days)
    first, last = index_of(window.first, unit), index_of(window.last, unit)
    return Window(day_of(first - 1, unit), day_of(last + 2, unit) - 1)


def clipped(window: Window, whole: Window) -> Window:
    return Window(max(window.first, whole.first), min(window.last, whole.last))


def panned(window: Window, whole: Window, side: int) -> Window:
    """The same stretch, half of it further on, but not past the end of the whole axis."""
    unit = unit_of(window.days)
    first, last = index_of(window.first, unit), index_of(window.last, unit)
    by = max((last - first + 1) // 2, 1)
    room = index_of(whole.last, unit) - last if side > 0 else first - index_of(whole.first, unit)
    by = side * max(min(by, room), 1)
    return Window(day_of(first + by, unit), day_of(last + by + 1, unit) - 1)


def snapped(start: float, end: float) -> Window:
    """The whole units nearest to a stretch of time; one at the least."""
    unit = unit_of(end - start)
    first, after = nearest(start, unit), nearest(end, unit)
    return Window(day_of(first, unit), day_of(max(after, first + 1), unit) - 1)


def unit_of(days: float) -> str:
    return "year" if days >= 3 * YEAR - 2 else "month" if days >= 2 * MONTH - 2 else "day"


def index_of(day: int, unit: str) -> int:
    """The number of the unit that a day lies in, counted from anywhere."""
    year, month, _day = calendars.jdn_to_gregorian(day)
    return {"year": year, "month": 12 * year + month - 1, "day": day}[unit]


def day_of(index: int, unit: str) -> int:
    """The first day of a unit."""
    if unit == "day":
        return index
    return calendars.gregorian_to_jdn(*((index, 1) if unit == "year" else (index // 12, index % 12 + 1)), 1)


def nearest(moment: float, unit: str) -> int:
    """The unit whose first day is nearest to a moment."""
    index = index_of(int(moment // 1), unit)
    return min((index, index + 1), key=lambda each: abs(day_of(each, unit) - moment))


def move(window: Window, link: Callable[[str, str], str]) -> Move:
    first, last = address_words(window)
    return Move(first, last, link(first, last))


def address_words(window: Window) -> tuple[str, str]:
    """A window as the address says it: whole years as 1917 and 1938, whole months as 1917-03, or days."""
    for unit in ("year", "month", "day"):
        first, last = index_of(window.first, unit), index_of(window.last, unit)
        if day_of(first, unit) == window.first and day_of(last + 1, unit) - 1 == window.last:
            break
    return edtf(window.first, unit), edtf(window.last, unit)


def edtf(day: int, unit: str) -> str:
    year, month, day_of_month = calendars.jdn_to_gregorian(day)
    words = f"Y{year}" if abs(year) > 9999 else f"{year:0{5 if year < 0 else 4}}"
    return words + {"year": "", "month": f"-{month:02}", "day": f"-{month:02}-{day_of_month:02}"}[unit]
