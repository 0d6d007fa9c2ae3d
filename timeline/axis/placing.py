"""Which events find room in the drawing, on which level: what matters most first, and the narrow screen first.

Across, a place is a percentage of the width and a few px (a Spot), so words and marks keep their size at every width.
Percentages only grow apart as the width grows; so what fits side by side at 288 px fits on every wider screen, and a
wider screen adds to it. Down, all is px from the axis, up is positive.

An event that is placed is a set of *blots* (marks, rings, badges) and *lines* (stems). Lines may cross lines, but no
line of one event may touch a mark or ring of another, nor one blot another. Badges lie on top of the lines. Where dates
are too close, a stem bends a few px aside just above and below the axis; its foot stays at its date.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from timeline.axis.stems import NARROW, Spot, Stem, clear, left_of, stems_of
from timeline.axis.windows import Row, Window

WIDTHS = {"n": NARROW, "m": 640, "l": 1000}  # px of the drawing; drawing.css asks for the same
MOST_LEVELS = 6
RADIUS = {3: 6.0, 2: 5.0, 1: 4.0}  # px of a mark, by importance
CONTEXT_RADIUS = 5.0
GAP = 1.5  # px of paper around a blot
NEAREST = 32  # px from the axis to the first level: past a badge above or below the axis
BADGE_STEP, BADGE_REACH = 15, 6.5  # px from the axis to such a badge, and from its middle to its edge
NECK = 23  # px from the axis within which a stem bends aside: its knee lies beyond the badges, short of any mark
DODGES = (0.0, -4.0, 4.0, -8.0, 8.0, -12.0, 12.0)  # px aside
BETWEEN_LANES = 14  # px more between stacked lanes


class Blot(NamedTuple):
    spot: Spot
    y: float
    half: float  # px to either side
    reach: float  # px up and down
    badge: bool = False


class Line(NamedTuple):
    foot: Spot
    low: float
    top: Spot
    high: float

    def spot(self, y: float) -> Spot:
        """Where the line is at a height."""
        along = (y - self.low) / (self.high - self.low)
        return Spot(
            self.foot.x + along * (self.top.x - self.foot.x),
            self.foot.nudge + along * (self.top.nudge - self.foot.nudge),
        )


@dataclass(frozen=True)
class Heights:
    """How far from the axis everything lies, in px; up is positive."""

    lanes: int
    levels: int

    @classmethod
    def of(cls, lanes: int, events: int) -> "Heights":
        return cls(lanes, min(max(2, 1 + -(-events // 6)), MOST_LEVELS))

    @property
    def step(self) -> int:
        """Between levels: airy where there are few."""
        return {2: 26, 3: 22, 4: 20, 5: 18}.get(self.levels, 17)

    def mark(self, lane: int, level: int) -> int:
        """From the axis to a mark. Lanes take turns above and below, and stack outwards."""
        away = NEAREST + (lane // 2) * (self.levels * self.step + BETWEEN_LANES) + level * self.step
        return -away if lane % 2 else away

    def edge(self, side: int) -> int:
        """From the axis to the end of the outermost lane above (0) or below (1)."""
        depth = (self.lanes + 1 - side) // 2
        outermost = abs(self.mark(2 * (depth - 1), self.levels - 1)) if depth else BADGE_STEP
        return outermost + int(RADIUS[3]) + 3


@dataclass
class Sketch:
    """An event on its way into the drawing. ``order`` is its place in the list; ``lanes`` are its stems, by lane.

    ``size`` is the width class from which on it is shown: empty for one that found no room. ``dodge`` is how many px
    its upright stems stand aside.
    """

    order: int
    row: Row
    x: float
    lanes: list[list[Stem]]
    size: str = ""
    level: int = 0
    badge: int | None = None
    dodge: float = 0.0
    blots: list[Blot] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    importance: int = field(init=False)
    context: bool = field(init=False)
    radius: float = field(init=False)
    stands: bool = field(init=False)  # some stem of it is upright
    upright: bool = field(init=False)  # one is in every lane
    low: float = field(init=False)  # percent: between these lie its feet and tops
    high: float = field(init=False)
    reach: float = field(init=False)  # px that anything of it, dodges included, sticks out of these

    def __post_init__(self):
        self.importance = min(max(self.row.get("importance", 2), 1), 3)
        self.context = bool(self.row.get("context")) or not self.lanes
        self.radius = CONTEXT_RADIUS if self.context else RADIUS[self.importance]
        self.stands = any(not stem.side for stems in self.lanes for stem in stems)
        self.upright = all(any(not stem.side for stem in stems) for stems in self.lanes)
        spots = [spot for stems in self.lanes for stem in stems for spot in (stem.foot, stem.top)]
        self.low = min([self.x, *(spot.x for spot in spots)])
        self.high = max([self.x, *(spot.x for spot in spots)])
        aside = max([DODGES[-1], *(abs(spot.nudge) for spot in spots)])
        self.reach = aside + max(self.radius, badge_half(self.row.get("contested", 0))) + GAP

    @property
    def column(self) -> Spot:
        return Spot(self.x, self.dodge)

    @property
    def priority(self) -> tuple:
        """The important first; of those what is told, and what is most contested. Parting on the date weighs as much as
        a few notes."""
        parts = any(stem.side for stems in self.lanes for stem in stems)
        return -self.importance, self.context, -self.row.get("contested", 0) - 3 * parts, self.order


def sketch(order: int, row: Row, accounts: Sequence[str], window: Window) -> Sketch:
    """Where an event, and what each account says of its date, lie across the width."""
    x = (window.percent(row["earliest"]) + window.percent(row["latest"] + 1)) / 2
    if row.get("context"):
        return Sketch(order, row, x, [])
    readings = row.get("readings", {})
    return Sketch(order, row, x, [stems_of(row, readings.get(name), x, window) for name in accounts])


class Sheet:
    """What has been placed so far."""

    def __init__(self, heights: Heights):
        self.heights = heights
        self.placed: list[tuple[float, int, Sketch]] = []  # by the left end of the spread
        self.widest = 0.0  # percent: the widest spread so far
        self.furthest = 0.0  # px: the furthest reach so far

    def near(self, each: Sketch, size: str) -> Iterator[tuple[Sketch, float]]:
        """What may touch an event of a width class, each with the least width at which both are shown."""
        percent = 100 / WIDTHS[size]
        most = (each.reach + self.furthest) * percent
        start = bisect_left(self.placed, (each.low - most - self.widest,))
        for left, _order, other in self.placed[start:]:
            if left > each.high + most:
                break
            reach = (each.reach + other.reach) * percent
            if left <= each.high + reach and other.high >= each.low - reach and other is not each:
                yield other, max(WIDTHS[size], WIDTHS[other.size])

    def add(self, each: Sketch):
        insort(self.placed, (each.low, each.order, each))
        self.widest = max(self.widest, each.high - each.low)
        self.furthest = max(self.furthest, each.reach)


# --- the greedy -------------------------------------------------------------------------------------------------------


def place(sheet: Sheet, each: Sketch, size: str) -> bool:
    """Give an event the first place (aside, level, row for its badge) in which it is in nobody's way."""
    near = list(sheet.near(each, size))
    for dodge in DODGES if each.context or each.stands else (0.0,):
        each.dodge = dodge
        if apart(each, WIDTHS[size]) and all(passes(each, other, width) for other, width in near):
            for level in (0,) if each.context else preferred(each.importance, sheet.heights.levels):
                each.level = level
                each.blots, each.lines = list(blots(each, sheet.heights)), list(lines(each, sheet.heights))
                if not any(collide(each, other, width) for other, width in near):
                    if not badged(each, near):
                        break
                    each.size = size
                    sheet.add(each)
                    return True
    each.dodge, each.blots, each.lines = 0.0, [], []
    return False


def preferred(importance: int, levels: int) -> list[int]:
    """Long stems for what matters most, short ones for what matters least; another one where those are taken."""
    start = {3: levels - 1, 2: levels // 2, 1: 0}[importance]
    return [*range(start, -1, -1), *range(start + 1, levels)]


def apart(each: Sketch, width: float) -> bool:
    """Whether an event that stands aside keeps clear of where its own stems lean to."""
    leaning = [stem.top for stems in each.lanes for stem in stems if stem.side] if each.dodge else []
    return all(clear(top, each.column, width, 2 * each.radius + GAP) for top in leaning)


def passes(one: Sketch, other: Sketch, width: float) -> bool:
    """Whether two upright events stand in the order of their dates, and so far apart that the stem of one can pass the
    mark of the other. Where they do not, no choice of level helps."""
    if not (one.upright and other.upright):
        return True
    first, second = sorted((one, other), key=lambda each: (each.x, each.order))
    if one.context and other.context:
        least = one.radius + other.radius
    elif one.context or other.context:
        least = CONTEXT_RADIUS
    else:
        least = min(one.radius, other.radius)
    return left_of(first.column, second.column, width, least + GAP)


def blots(each: Sketch, heights: Heights) -> Iterator[Blot]:
    for lane, stems in enumerate(each.lanes):
        y = heights.mark(lane, each.level)
        for stem in stems:
            yield Blot(stem.top if stem.side else each.column, y, each.radius, each.radius)
    if each.context:
        yield Blot(each.column, 0, CONTEXT_RADIUS, CONTEXT_RADIUS)


def lines(each: Sketch, heights: Heights) -> Iterator[Line]:
    for lane, stems in enumerate(each.lanes):
        y = heights.mark(lane, each.level)
        neck = -NECK if y < 0 else NECK
        for stem in stems:
            if stem.side:
                yield Line(stem.foot, 0, stem.top, y)
                yield Line(stem.foot, 0, stem.foot, y)
            elif each.dodge:
                yield Line(stem.foot, 0, each.column, neck)
                yield Line(each.column, neck, each.column, y)
            else:
                yield Line(stem.foot, 0, stem.foot, y)


def badged(each: Sketch, near: list[tuple[Sketch, float]]) -> bool:
    """Find a row for the badge of a contested event: on the axis, just above it, or just below."""
    notes = each.row.get("contested")
    for row in ((1, -1) if each.context else (0, 1, -1)) if notes else ():
        spot = each.column if row else Spot(each.x)
        badge = Blot(spot, row * BADGE_STEP, badge_half(notes), BADGE_REACH, badge=True)
        if not any(touch(badge, blot, width) for other, width in near for blot in other.blots):
            each.badge = row
            each.blots.append(badge)
            return True
    return not notes


def collide(one: Sketch, other: Sketch, width: float) -> bool:
    return (
        any(touch(mine, theirs, width) for mine in one.blots for theirs in other.blots)
        or any(crosses(line, blot, width) for line in one.lines for blot in other.blots)
        or any(crosses(line, blot, width) for line in other.lines for blot in one.blots)
    )


def touch(one: Blot, other: Blot, width: float) -> bool:
    if abs(one.y - other.y) >= one.reach + other.reach + GAP:
        return False
    return not clear(one.spot, other.spot, width, one.half + other.half + GAP)


def crosses(line: Line, blot: Blot, width: float) -> bool:
    """Whether a line comes within GAP of a mark, at this width or a wider one."""
    if blot.badge:
        return False
    low, high = (line.low, line.high) if line.low < line.high else (line.high, line.low)
    start, end = blot.y - blot.reach - GAP, blot.y + blot.reach + GAP
    if start >= high or end <= low:
        return False
    start, end = max(low, start), min(high, end)
    gap = blot.half + GAP
    if line.foot == line.top:
        return not clear(line.foot, blot.spot, width, gap)
    ends = line.spot(start), line.spot(end)
    return not (
        all(left_of(spot, blot.spot, width, gap) for spot in ends)
        or all(left_of(blot.spot, spot, width, gap) for spot in ends)
    )


def badge_half(notes: int) -> int:
    """Half the width of a contested mark, in px."""
    return 4 + 3 * len(str(notes))
