"""The whole axis in one strip: how much happens when, and which part of it is shown."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from sources import calendars
from timeline.axis.ticks import Tick, ticks, year_words
from timeline.axis.type import percent
from timeline.axis.windows import Window, address_words, clipped, plain_link

MOST_BARS = 40
BARS, WORDS = 26, 18  # px: the bars, and the years under them
NARROW, WIDE = 288, 640


@dataclass(frozen=True)
class Bar:
    """So many events in these years, and a window on them. A bar without events has no height and no link."""

    x: str
    width: str
    y: int
    height: int
    count: int
    href: str
    shown: bool
    years: tuple[int, int]

    @property
    def nl(self) -> str:
        return years_words(*self.years, "nl")

    @property
    def en(self) -> str:
        return years_words(*self.years, "en")


@dataclass(frozen=True)
class Strip:
    height: int
    base: int
    bars: tuple[Bar, ...]
    x: str
    width: str
    ticks: tuple[Tick, ...]


def strip(
    spans: Iterable[tuple[int, int]],
    whole: Window,
    window: Window,
    link: Callable[[str, str], str] = plain_link,
) -> Strip:
    """The whole axis in at most MOST_BARS bars of round years, each with how many of the ``spans`` (a first and a last
    day) touch them: what lasts long counts in more than one, as it is found in more than one.

    ``link`` makes an address of a first and a last year. What is framed is the part of ``window`` that lies within.
    """
    edges = edges_of(whole)
    counts = [0] * (len(edges) - 1)
    for first, last in spans:
        touched = clipped(Window(first, last), whole)
        for at in range(bisect_right(edges, touched.first) - 1, bisect_right(edges, touched.last)):
            counts[at] += 1
    frame = clipped(window, whole)
    left, right = whole.percent(frame.first), whole.percent(frame.last + 1)
    most = max([*counts, 1])
    return Strip(
        height=BARS + WORDS,
        base=BARS,
        bars=tuple(
            bar(Window(first, after - 1), many, most, whole, window, link)
            for first, after, many in zip(edges, edges[1:], counts, strict=False)
        ),
        x=percent(left),
        width=percent(max(right - left, 0)),
        ticks=tuple(ticks(whole, NARROW, WIDE)),
    )


def edges_of(whole: Window) -> list[int]:
    """The first days of the stretches, and the day after the last one. The outer ones may be shorter."""
    first, last = calendars.year_of(whole.first), calendars.year_of(whole.last)
    step = next(each for each in round_steps() if last // each - first // each < MOST_BARS)
    starts = [calendars.gregorian_to_jdn(year, 1, 1) for year in range((first // step + 1) * step, last + 1, step)]
    return [whole.first, *starts, whole.last + 1]


def round_steps():
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def bar(stretch: Window, many: int, most: int, whole: Window, window: Window, link: Callable[[str, str], str]) -> Bar:
    left, right = whole.percent(stretch.first), whole.percent(stretch.last + 1)
    height = -(-many * (BARS - 4) // most)
    return Bar(
        x=percent(left),
        width=percent((right - left) * 0.86),
        y=BARS - height,
        height=height,
        count=many,
        href=link(*address_words(stretch)) if many else "",
        shown=stretch.first <= window.last and window.first <= stretch.last,
        years=(calendars.year_of(stretch.first), calendars.year_of(stretch.last)),
    )


def years_words(first: int, last: int, language: str) -> str:
    """ "1910–1919", or one year by itself."""
    words = year_words(first, language)
    return words if first == last else f"{words}–{year_words(last, language)}"
