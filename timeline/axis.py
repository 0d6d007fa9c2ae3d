"""A window of the index ─▶ lanes, stems, marks, ticks: the drawing, laid out for a template. Pure.

The account of lane 1 speaks above the axis, that of lane 2 below; further accounts stack outwards. An event sits on the
axis at its recorded date. A stem reaches from there into every lane and ends at the date that the account gives.

Across, a place is a percentage of the width, so that words keep their size at every width; down, it is px. What must
keep its size across (a mark, the least lean) is a *nudge*: px that are added to a percentage, by an inner svg. A
percentage only grows with the width, so whatever fits side by side at ``NARROW`` fits on every wider screen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sources import calendars, date_words, dates

NARROW = 288  # px: the drawing on a screen of 320 px, with its margins taken off
WIDE = 720  # px: from here on there is room for the finer year labels (drawing.css asks for the same width)
LEAST_LEAN = 7  # px; six would do, but the eye is glad of one more
APART = 15  # px between two marks of one account for one event
SAME = 2  # px at NARROW: readings closer than this share a mark
TARGET = 12  # px: radius of what a finger can hit around a mark (WCAG 2.2: 24 px across)
NUMBER_GAP, DIGIT = 10, 7.5  # px from the middle of a mark to its number, and per digit
MARGIN = 8  # px left and right of the drawing that words may run into (drawing.css leaves as much)
MOST_LEVELS = 12  # what finds no room within these has only its place on the axis
BADGE_STEP = 15  # px between contested marks that are stacked on the axis
YEAR_ROW, NAME_ROW = 30, 34  # px

# Marks, by lane; about as heavy as each other. Shape, side and name tell accounts apart; colour only helps.
SHAPES = (
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",
    "M-5.5-5.5h11v11h-11Z",
    "M0-7.5L7.5 0L0 7.5L-7.5 0Z",
    "M0-7L7 5.5H-7Z",
    "M0-7L6.7-2.2L4.1 5.7H-4.1L-6.7-2.2Z",
)
RING = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z"
BEFORE, AFTER = "M4-6L-5 0L4 6Z", "M-4-6L5 0L-4 6Z"  # the account's date lies beyond the edge of the window

Row = Mapping
Interval = tuple[int | None, int | None]


@dataclass(frozen=True)
class Window:
    """The days that are drawn, as Julian Day Numbers, both inclusive."""

    first: int
    last: int

    def percent(self, day: float) -> float:
        """How far along the width a moment lies; what lies outside, at the edge. A day lasts from ``day`` to +1."""
        days = max(self.last - self.first + 1, 1)
        return min(max((day - self.first) / days, 0.0), 1.0) * 100

    def holds(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Tick:
    """The first of January of a year. ``fine`` ones are labelled only where there is room."""

    x: str
    year: int
    fine: bool
    anchor: str

    def label(self, language: str) -> str:
        """The year as readers write it: "1917", "44 v.Chr."."""
        return year_words(self.year, language)

    @property
    def nl(self) -> str:
        return self.label("nl")

    @property
    def en(self) -> str:
        return self.label("en")


@dataclass(frozen=True)
class Lane:
    """An account's side of the drawing; ``number`` counts from 1, ``y`` is the middle of its name."""

    account: str
    name: str
    number: int
    shape: str
    y: int


@dataclass(frozen=True)
class Mark:
    """Where a stem ends: at ``x`` and ``nudge`` px. It starts on the axis, at ``foot``, a percentage from ``x``."""

    lane: int
    x: str
    nudge: str
    foot: str
    y: int
    shape: str
    leans: bool
    silent: bool


@dataclass(frozen=True)
class Label:
    """The number of an event, left of the recorded date and of every mark; it ends at ``x`` and ``nudge`` px."""

    lane: int
    x: str
    nudge: str
    y: int


@dataclass(frozen=True)
class Fade:
    """An end that nobody knows: from ``x`` on, ``reach`` px further."""

    x: str
    reach: int


@dataclass(frozen=True)
class Badge:
    """The notched mark of a contested event, with how many notes say so."""

    x: str
    y: int
    notes: int
    shape: str


@dataclass(frozen=True)
class Event:
    """An event in the window. ``number`` is its place in the list; ``start`` and ``end`` bound its bar on the axis.

    ``level`` 0 has the shortest stems. Where all levels are taken it is None, and only the bar is drawn.
    """

    number: int
    code: str
    href: str
    label: str
    x: str
    start: str
    end: str
    fades: tuple[Fade, ...]
    level: int | None
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    badge: Badge | None


@dataclass(frozen=True)
class Drawing:
    """Everything the template needs. ``axis``, ``ground`` (where the year lines end) and ``years`` (their words) are
    px from the top; ``crowded`` counts the events without stems, ``outside`` those of other years.
    """

    height: int
    axis: int
    ground: int
    years: int
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    events: tuple[Event, ...]
    crowded: int
    outside: int


# --- the window -------------------------------------------------------------------------------------------------------


def window_of(rows: Iterable[Row]) -> Window:
    """Whole years that hold every row and every date its accounts give, with a margin; ten years at the least."""
    known = [day for row in rows for day in days_of(row)]
    first, last = (calendars.year_of(min(known)), calendars.year_of(max(known))) if known else (1, 2000)
    margin = max(2, (last - first) // 16, (10 - (last - first)) // 2)
    return Window(
        calendars.gregorian_to_jdn(first - margin, 1, 1),
        calendars.gregorian_to_jdn(last + margin, 12, 31),
    )


def fullest(rows: Sequence[Row]) -> Window:
    """The years in which most happens: the shortest that hold three quarters of the rows, if that spares half of the
    whole; otherwise all of them."""
    whole, ordered = window_of(rows), sorted(rows, key=lambda row: (row["earliest"], row["latest"]))
    if not ordered:
        return whole
    most = len(ordered) - len(ordered) // 4
    runs = (ordered[start : start + most] for start in range(len(ordered) - most + 1))
    window = window_of(min(runs, key=lambda run: max(row["latest"] for row in run) - run[0]["earliest"]))
    return window if 2 * (window.last - window.first) <= whole.last - whole.first else whole


def days_of(row: Row) -> Iterator[int]:
    """The days between which everything about an event is drawn."""
    yield from (row["earliest"], row["latest"])
    for readings in row["readings"].values():
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


@dataclass(frozen=True)
class Stem:
    """From ``foot`` to ``x`` (percent) and ``nudge`` px further; ``beyond`` where the date lies outside the window."""

    foot: float
    x: float
    nudge: float = 0.0
    side: int = 0
    beyond: bool = False

    @property
    def place(self) -> float:
        """Where it ends, in px at NARROW."""
        return self.x * NARROW / 100 + self.nudge


def stems_of(row: Row, readings: Sequence[Mapping], x: float, window: Window) -> list[Stem]:
    """The stems into one account's lane: one upright for all that fits the record, one for each place it leans to."""
    parted = [part(recorded(row), (reading["earliest"], reading["latest"])) for reading in readings]
    upright = not parted or any(not side for side, _foot, _day in parted)
    stems = [Stem(x, x)] if upright else []
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
        yield Stem(foot, x, side * max(least - lean, 0.0), side, not window.holds(day))
        least = max(lean, least) + APART


# --- placing ----------------------------------------------------------------------------------------------------------


@dataclass
class Sketch:
    """An event on its way into the drawing: its stems per lane (none where the account is silent), its room in px."""

    number: int
    row: Row
    start: float
    end: float
    x: float
    lanes: list[list[Stem]]
    left: float = field(init=False)
    right: float = field(init=False)
    foremost: float = field(init=False)

    def __post_init__(self):
        stems = [stem for lane in self.lanes for stem in lane] or [Stem(self.x, self.x)]
        places = [stem.place for stem in stems] + [self.x * NARROW / 100]
        self.left = min(places) - max(NUMBER_GAP + DIGIT * len(str(self.number)), TARGET)
        self.right = max(places) + TARGET
        self.foremost = max(places + [stem.foot * NARROW / 100 for stem in stems])


def sketch(number: int, row: Row, accounts: Sequence[str], window: Window) -> Sketch:
    """Where an event and what is said of it lie across the width."""
    start, end = window.percent(row["earliest"]), window.percent(row["latest"] + 1)
    x = (start + end) / 2
    lanes = [stems_of(row, row["readings"][name], x, window) if name in row["readings"] else [] for name in accounts]
    return Sketch(number, row, start, end, x, lanes)


def levels_of(sketches: Sequence[Sketch]) -> dict[int, int]:
    """The level of every event that finds one, by number: first fit, from left to right.

    A number stands left of its mark, so an event goes where the longer stems before it do not run through its number.
    """
    levels: dict[int, int] = {}
    taken = [float("-inf")] * MOST_LEVELS  # how far right each level is full
    stems = [float("-inf")] * MOST_LEVELS  # how far right the stems that end on each level come
    for each in sorted(sketches, key=lambda each: (each.x, each.number)):
        for level in range(MOST_LEVELS):
            if taken[level] <= each.left and all(right < each.left for right in stems[level + 1 :]):
                levels[each.number] = level
                taken[level], stems[level] = each.right, max(stems[level], each.foremost)
                break
    return levels


def badge_rows(sketches: Iterable[Sketch]) -> dict[int, int]:
    """The row of every contested mark by number: on the axis, else just above it, below it, and so on outwards."""
    rows: dict[int, int] = {}
    taken: list[float] = []
    for each in sorted(sketches, key=lambda each: (each.x, each.number)):
        if each.row["contested"]:
            left, half = each.x * NARROW / 100, badge_half(each.row["contested"]) + 1
            row = next((row for row, right in enumerate(taken) if right <= left - half), len(taken))
            taken[row : row + 1] = [left + half]
            rows[each.number] = row
    return rows


def badge_half(notes: int) -> int:
    """Half the width of a contested mark, in px."""
    return 5 + 3 * len(str(notes))


def badge_shape(notes: int) -> str:
    """A ribbon with a notch in either end."""
    half = badge_half(notes)
    return f"M{-half}-6.5H{half}L{half - 3} 0L{half} 6.5H{-half}L{3 - half} 0Z"


@dataclass(frozen=True)
class Heights:
    """What lies how far from the axis, in px."""

    lanes: int
    levels: int
    badges: int

    @property
    def step(self) -> int:
        """Between levels: airy where there are few, never less than a target."""
        return min(max(120 // self.levels, 2 * TARGET + 2), 38)

    @property
    def nearest(self) -> int:
        """From the axis to the first level, past the stacked contested marks."""
        return max(46, 30 + BADGE_STEP * ((self.badges + 1) // 2))

    def mark(self, lane: int, level: int) -> int:
        """From the axis to a mark; negative is up. Lanes take turns above and below."""
        band = self.levels * self.step + NAME_ROW
        away = self.nearest + lane // 2 * band + level * self.step
        return away if lane % 2 else -away

    def name(self, lane: int) -> int:
        outermost = self.mark(lane, self.levels - 1)
        return outermost + (28 if outermost > 0 else -28)

    @property
    def above(self) -> int:
        return -self.name((self.lanes - 1) // 2 * 2) + 16 if self.lanes else self.nearest

    @property
    def below(self) -> int:
        return self.name((self.lanes - 2) // 2 * 2 + 1) + 16 if self.lanes > 1 else self.nearest


# --- the drawing ------------------------------------------------------------------------------------------------------


def draw(
    rows: Sequence[Row], accounts: Sequence[str], window: Window, names: Mapping[str, str] | None = None
) -> Drawing:
    """Lay out the rows that touch the window, in their order. ``names`` gives accounts a short name, by slug.

    A row has ``code``, ``earliest`` and ``latest`` (where an end is open the known end stands in, as in the index),
    ``open_start``, ``open_end``, ``contested`` (how many notes contest it) and ``readings``: by account, the intervals
    that it gives, each with ``earliest`` and ``latest`` (None is open); an empty list speaks without a date, a missing
    account is silent. Optional: ``number``, where the list does not begin at 1; ``label``, what a screen reader says of
    it; and ``href``.
    """
    sketches = [
        sketch(row.get("number", position), row, accounts, window)
        for position, row in enumerate(rows, 1)
        if row["earliest"] <= window.last and row["latest"] >= window.first
    ]
    levels = levels_of(sketches)
    badges = badge_rows(each for each in sketches if each.number in levels)
    heights = Heights(len(accounts), max(levels.values(), default=0) + 1, max(badges.values(), default=0))
    axis, ground = heights.above, heights.above + heights.below
    return Drawing(
        height=ground + YEAR_ROW,
        axis=axis,
        ground=ground,
        years=ground + YEAR_ROW - 12,
        ticks=tuple(ticks(window)),
        lanes=tuple(
            Lane(account, (names or {}).get(account, account), lane + 1, shape_of(lane), axis + heights.name(lane))
            for lane, account in enumerate(accounts)
        ),
        events=tuple(
            event(each, levels.get(each.number), badges.get(each.number), heights, window) for each in sketches
        ),
        crowded=len(sketches) - len(levels),
        outside=len(rows) - len(sketches),
    )


def event(each: Sketch, level: int | None, badge_row: int | None, heights: Heights, window: Window) -> Event:
    """An event of the drawing, from its sketch and its level."""
    row, axis = each.row, heights.above
    marks, labels = [], []
    for lane, stems in enumerate(each.lanes if level is not None else []):
        y = axis + heights.mark(lane, level)
        own = [mark(lane, stem, y) for stem in stems] or [ring(lane, each.x, y)]
        leftmost = min([Stem(each.x, each.x), *stems], key=lambda stem: stem.place)
        marks += own
        labels.append(Label(lane + 1, percent(leftmost.x), px(leftmost.nudge - NUMBER_GAP), y))
    return Event(
        number=each.number,
        code=row["code"],
        href=row.get("href") or f"#event-{row['code']}",
        label=row.get("label") or str(each.number),
        x=percent(each.x),
        start=percent(each.start),
        end=percent(each.end),
        fades=tuple(fades(row, each, window)),
        level=level,
        marks=tuple(marks),
        labels=tuple(labels),
        badge=None if badge_row is None else badge(row["contested"], each.x, axis + outwards(badge_row) * BADGE_STEP),
    )


def mark(lane: int, stem: Stem, y: int) -> Mark:
    shape = (AFTER if stem.side > 0 else BEFORE) if stem.beyond else shape_of(lane)
    foot = percent(stem.foot - stem.x)
    return Mark(lane + 1, percent(stem.x), px(stem.nudge), foot, y, shape, leans=bool(stem.side), silent=False)


def ring(lane: int, x: float, y: int) -> Mark:
    """The hollow end of a stem into the lane of an account that is silent."""
    return Mark(lane + 1, percent(x), "0", "0%", y, RING, leans=False, silent=True)


def badge(notes: int, x: float, y: int) -> Badge:
    return Badge(percent(x), y, notes, badge_shape(notes))


def outwards(row: int) -> int:
    """0, -1, 1, -2, 2 …: rows around the axis."""
    return (row + 1) // 2 * (-1 if row % 2 else 1)


def fades(row: Row, each: Sketch, window: Window) -> Iterator[Fade]:
    """The unknown ends that lie in the window."""
    if row.get("open_start") and window.holds(row["earliest"]):
        yield Fade(percent(each.start), -36)
    if row.get("open_end") and window.holds(row["latest"]):
        yield Fade(percent(each.end), 36)


def shape_of(lane: int) -> str:
    return SHAPES[lane % len(SHAPES)]


def percent(value: float) -> str:
    """For a template, which would write a float with the comma of the language."""
    return f"{round(value, 3) + 0:.10g}%"


def px(value: float) -> str:
    return f"{round(value, 2) + 0:.10g}"


# --- years ------------------------------------------------------------------------------------------------------------


def ticks(window: Window) -> Iterator[Tick]:
    """New Year's days, as many as can be labelled. A window without one is named at its left edge."""
    first, last = calendars.year_of(window.first), calendars.year_of(window.last)
    if calendars.gregorian_to_jdn(first, 1, 1) < window.first:
        first += 1
    if first > last:
        yield Tick("0%", last, False, "start")
        return
    coarse = step_for(window, NARROW)
    fine = next(step for step in steps() if step >= step_for(window, WIDE) and coarse % step == 0)
    always = set(round_years(first, last, coarse)) or {first}
    for year in sorted(always.union(round_years(first, last, fine))):
        x = window.percent(calendars.gregorian_to_jdn(year, 1, 1))
        yield Tick(percent(x), year, year not in always, anchor(x, year))


def step_for(window: Window, width: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … years whose labels fit side by side in ``width`` px."""
    first, last = calendars.year_of(window.first), calendars.year_of(window.last)
    room = max(label_width(first), label_width(last)) * 1.5
    years = max(window.last - window.first + 1, 1) / 365.2425
    return next(step for step in steps() if step / years * width >= room)


def steps() -> Iterator[int]:
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def round_years(first: int, last: int, step: int) -> Iterator[int]:
    """Astronomical years that are round to readers, who count from 1 both ways: …, 100 BC, 1, 100, 200, …

    In steps under ten years, 1 would stand too close to the next.
    """
    for number in range((first - 1) // step * step, last + 1, step):
        year = number if number > 0 else number + 1
        if first <= year <= last and (number or step >= 10):
            yield year


def label_width(year: int) -> float:
    return 7 * len(year_words(year, "nl"))


def anchor(x: float, year: int) -> str:
    """Labels at the edges stay inside."""
    room = (label_width(year) / 2 - MARGIN) / NARROW * 100
    return "start" if x < room else "end" if x > 100 - room else "middle"


def year_words(year: int, language: str) -> str:
    """A year as dates in words name it: "1917", "44 v.Chr."."""
    edtf = f"Y{year}" if abs(year) > 9999 else f"{year:0{5 if year < 0 else 4}}"
    return date_words.words(dates.parse(edtf), language)
