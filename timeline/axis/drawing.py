"""A window of the index ─▶ the drawing, laid out for a template.

The account of lane 1 speaks above the axis, that of lane 2 below; further accounts stack outwards. An event sits on the
axis at its recorded date. A stem reaches from there into every lane and ends at the date that the account gives.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from timeline.axis import labels
from timeline.axis.placing import BADGE_STEP, NECK, RADIUS, WIDTHS, Heights, Sheet, Sketch, badge_half, place, sketch
from timeline.axis.stems import NARROW
from timeline.axis.ticks import Tick, ticks
from timeline.axis.type import percent, px
from timeline.axis.windows import Row, Window

MOST = 200  # rows that are drawn; the more important go first, and the others only count
BAR = 4  # px: half the height of a bar
YEAR_ROW = 26  # px
AIR = 5  # px between marks and labels
BAND = 10  # px: the highest bar of the density
SHORTEST_BAR = 0.25  # percent: what lasts less than this is a tick
TALL = WIDTHS["l"]

# Marks, by lane; about as heavy as each other. Shape, side and name tell accounts apart; colour only helps.
SHAPES = (
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",
    "M-5.5-5.5h11v11h-11Z",
    "M0-7.5L7.5 0L0 7.5L-7.5 0Z",
    "M0-7L7 5.5H-7Z",
    "M0-7L6.7-2.2L4.1 5.7H-4.1L-6.7-2.2Z",
)
RING = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z"
DIAMOND = "M0-5L5 0L0 5L-5 0Z"
BEFORE, AFTER = "M4-6L-5 0L4 6Z", "M-4-6L5 0L-4 6Z"  # the account's date lies beyond the edge of the window


@dataclass(frozen=True)
class Symbol:
    """A shape that marks refer to by ``name``, at a ``scale``."""

    name: str
    shape: str
    scale: str


@dataclass(frozen=True)
class Lane:
    """An account's side of the drawing; ``number`` counts from 1."""

    account: str
    name: str
    number: int
    shape: str


@dataclass(frozen=True)
class Stem:
    """An upright stem, as a path from the foot of its event; ``lane`` as in Lane."""

    lane: int
    path: str
    silent: bool


@dataclass(frozen=True)
class Lean:
    """A stem that leans, in a box at ``x``: from ``foot`` (a percentage from there) on the axis to ``nudge`` px from
    there, where it ends in the mark ``symbol``. Percentages count from the foot of the event."""

    lane: int
    x: str
    foot: str
    nudge: str
    y: str
    symbol: str


@dataclass(frozen=True)
class Mark:
    """Where an upright stem ends: a symbol, px from the foot of its event."""

    lane: int
    symbol: str
    x: str
    y: str
    silent: bool


@dataclass(frozen=True)
class Badge:
    """The notched mark of a contested event, with how many notes say so; shown from a width class on."""

    symbol: str
    size: str
    x: str
    y: str
    nudge: str
    notes: int


@dataclass(frozen=True)
class Text:
    """Words that are shown from a width class on, until one where more is said (or "")."""

    words: str
    size: str
    until: str


@dataclass(frozen=True)
class Flag:
    """The title of an event, and its leader between two heights; shown from a width class on."""

    texts: tuple[Text, ...]
    size: str
    x: str
    nudge: str
    dx: str
    y: str
    start: str
    end: str
    anchor: str


@dataclass(frozen=True)
class Event:
    """An event in the window, in the order of the list. From the width class ``size`` on it has all its parts (empty:
    at none); below that it is a tick at ``x``, between two heights."""

    code: str
    href: str
    label: str
    x: str
    tick: tuple[str, str]
    size: str
    context: bool
    contested: bool
    stems: tuple[Stem, ...]
    leans: tuple[Lean, ...]
    marks: tuple[Mark, ...]
    badge: Badge | None
    flag: Flag | None


@dataclass(frozen=True)
class Span:
    """A bar on the axis from ``x`` to ``end``. Where it has no known beginning (``before``) or end it fades away."""

    x: str
    y: str
    width: str
    end: str
    before: bool
    after: bool
    context: bool


@dataclass(frozen=True)
class Crowd:
    """So many of what the drawing does not hold, as a bar across the axis."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True)
class Drawing:
    """Everything the template needs. ``axis``, ``ground`` (where the year lines end) and ``years`` (their words) are
    px from the top. ``above`` and ``below`` are the lanes from top to bottom. ``ticked`` counts, by width class, the
    events that are only a tick."""

    height: int
    axis: int
    ground: int
    years: int
    symbols: tuple[Symbol, ...]
    ticks: tuple[Tick, ...]
    above: tuple[Lane, ...]
    below: tuple[Lane, ...]
    spans: tuple[Span, ...]
    crowds: tuple[Crowd, ...]
    events: tuple[Event, ...]
    ticked: Mapping[str, int]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        return tuple(sorted(self.above + self.below, key=lambda lane: lane.number))


def draw(
    rows: Sequence[Row],
    accounts: Sequence[str],
    window: Window,
    names: Mapping[str, str] | None = None,
    density: Sequence[int] = (),
) -> Drawing:
    """Lay out the rows that touch the window, in their order. ``names`` gives accounts a short name, by slug.

    A row has ``code``, ``earliest`` and ``latest`` (where an end is open the known end stands in, as in the index),
    ``open_start``, ``open_end``, ``contested`` (how many notes contest it) and ``readings``: by account, the intervals
    that it gives, each with ``earliest`` and ``latest`` (None is open); an empty list speaks without a date, a missing
    account is silent. Optional: ``title`` for a label in the drawing; ``label``, what a screen reader says of it;
    ``href``; ``importance`` (1 to 3); ``context``, which no account tells and which has no stems.

    ``density`` counts, for equal parts of the window, what is not among the rows. The work is bounded by MOST rows: of
    more, the less important are counted with the density.
    """
    within = [sketch(order, row, accounts, window) for order, row in enumerate(rows) if window.touches(row)]
    drawn = sorted(sorted(within, key=lambda each: each.priority)[:MOST], key=lambda each: each.order)
    heights = Heights.of(len(accounts), len(drawn))
    flags = lay_out(drawn, heights)
    top = room_for(flags[labels.UP])
    axis = top + heights.edge(0)
    bottom = axis + heights.edge(1)
    ground = bottom + room_for(flags[labels.DOWN])
    flagged = {label.event.order: flag(label, axis, top, bottom) for side in flags.values() for label in side}
    lanes = [
        Lane(account, (names or {}).get(account, account), number + 1, shape_of(number))
        for number, account in enumerate(accounts)
    ]
    return Drawing(
        height=ground + YEAR_ROW,
        axis=axis,
        ground=ground,
        years=ground + YEAR_ROW - 9,
        symbols=tuple(symbols(drawn, len(accounts))),
        ticks=tuple(ticks(window, NARROW, TALL)),
        above=tuple(lanes[0::2][::-1]),
        below=tuple(lanes[1::2]),
        spans=tuple(span for each in drawn for span in spans(each, window, axis)),
        crowds=tuple(crowds(counted(within, drawn, window, density), axis)),
        events=tuple(event(each, flagged.get(each.order), heights, axis) for each in drawn),
        ticked=ticked(drawn),
    )


def lay_out(sketches: Sequence[Sketch], heights: Heights) -> dict[int, labels.Flags]:
    """Place the events, then their labels, what matters most first; context is named where there is room left.

    One title at least is always there: that of the foremost event, however short it must be cut.
    """
    sheet, flags = Sheet(heights), {labels.UP: labels.Flags(), labels.DOWN: labels.Flags()}
    ordered = sorted(sketches, key=lambda each: each.priority)
    for foremost in sorted((each for each in ordered if each.row.get("title")), key=lambda each: each.context)[:1]:
        place(sheet, foremost, "n")
        name(flags, sheet, [foremost], labels.SHORTER)
    for importance in (3, 2, 1):
        equals = [each for each in ordered if each.importance == importance and not each.size]
        placed = [each for each in equals if any(place(sheet, each, size) for size in WIDTHS)]
        name(flags, sheet, [each for each in placed if not each.context])
    name(flags, sheet, [each for each in ordered if each.size and each.context])
    for side in flags.values():
        labels.lengthen(side)
    return flags


def name(flags: Mapping[int, labels.Flags], sheet: Sheet, sketches: Sequence[Sketch], most: Sequence[int] = ()):
    """Give each its title at the narrowest width that has room for it, if it can on the side of who tells of it."""
    sizes = list(WIDTHS)
    for each in sketches:
        told = [any(not stem.silent for stems in each.lanes[side::2] for stem in stems) for side in (0, 1)]
        ways = (labels.UP, labels.DOWN) if told[0] or not told[1] else (labels.DOWN, labels.UP)
        tries = product(sizes[sizes.index(each.size) :], most or (labels.SHORT,), ways)
        any(labels.hoist(flags[way], sheet, each, size, way, length) for size, length, way in tries)


def room_for(flags: labels.Flags) -> int:
    """The px that the rows of labels on one side take."""
    return flags.height * labels.ROW + AIR if flags.labels else 0


def ticked(sketches: Sequence[Sketch]) -> dict[str, int]:
    """By width class, how many events are only a tick."""
    shown, counts = Counter(each.size for each in sketches), {}
    left = len(sketches)
    for size in WIDTHS:
        left -= shown[size]
        counts[size] = left
    return counts


# --- one event --------------------------------------------------------------------------------------------------------


def event(each: Sketch, named: Flag | None, heights: Heights, axis: int) -> Event:
    """An event of the drawing, from its sketch."""
    row = each.row
    placed, tall = bool(each.size), 7 if row.get("contested") else 4
    return Event(
        code=row["code"],
        href=row.get("href") or f"#event-{row['code']}",
        label=row.get("label") or row.get("title") or row["code"],
        x=percent(each.x),
        tick=(px(axis - tall), px(axis + tall)),
        size=each.size,
        context=each.context,
        contested=bool(row.get("contested")),
        stems=tuple(uprights(each, heights)) if placed else (),
        leans=tuple(leans(each, heights)) if placed else (),
        marks=tuple(marks(each, heights)) if placed else (),
        badge=badge(each, axis) if placed and each.badge is not None else None,
        flag=named,
    )


def uprights(each: Sketch, heights: Heights) -> Iterator[Stem]:
    """The straight stems: in each direction from the axis to the first lane, and on from there to the next."""
    reached: dict[int, int] = {}
    for lane, stems in enumerate(each.lanes):
        y = -heights.mark(lane, each.level)
        for stem in stems:
            if not stem.side:
                aside, neck = px(each.dodge), NECK if y > 0 else -NECK
                start = f"M{aside} {reached[lane % 2]}" if lane % 2 in reached else "M0 0"
                bend = f"L{aside} {neck}" if each.dodge and lane % 2 not in reached else ""
                yield Stem(lane + 1, f"{start}{bend}V{y}", stem.silent)
                reached[lane % 2] = y


def leans(each: Sketch, heights: Heights) -> Iterator[Lean]:
    for lane, stems in enumerate(each.lanes):
        for stem in stems:
            if stem.side:
                shape = ("later" if stem.side > 0 else "earlier") if stem.beyond else str(lane + 1)
                yield Lean(
                    lane=lane + 1,
                    x=percent(stem.top.x - each.x),
                    foot=percent(stem.foot.x - stem.top.x),
                    nudge=px(stem.top.nudge),
                    y=px(-heights.mark(lane, each.level)),
                    symbol=f"{shape}-{each.importance}",
                )


def marks(each: Sketch, heights: Heights) -> Iterator[Mark]:
    if each.context:
        yield Mark(0, "context", px(each.dodge), "0", silent=True)
    for lane, stems in enumerate(each.lanes):
        for stem in stems:
            if not stem.side:
                name = f"{'ring' if stem.silent else lane + 1}-{each.importance}"
                yield Mark(lane + 1, name, px(each.dodge), px(-heights.mark(lane, each.level)), stem.silent)


def badge(each: Sketch, axis: int) -> Badge:
    notes, aside = each.row["contested"], each.dodge if each.badge else 0
    y = px(axis - each.badge * BADGE_STEP)
    return Badge(f"notes-{len(str(notes))}", each.size, percent(each.x), y, px(aside), notes)


def flag(label: labels.Label, axis: int, top: int, ground: int) -> Flag:
    """A label, with its words in the middle of its row; the leader stands as high as they do."""
    pole = label.event.lines[-1]
    away = AIR + (label.row + 0.5) * labels.ROW
    middle = top - away if pole.high > 0 else ground + away
    short, more = label.words, label.more
    replaced = more is not None and more.size == short.size
    texts = [] if replaced else [Text(short.text, short.size, more.size if more else "")]
    return Flag(
        texts=(*texts, *([Text(more.text, more.size, "")] if more else [])),
        size=short.size,
        x=percent(label.leader.x),
        nudge=px(label.leader.nudge),
        dx=px(label.leader.nudge + label.side * labels.PAD),
        y=px(middle),
        start=px(axis - pole.low - (1 if pole.high > 0 else -1)),
        end=px(middle - 6 if pole.high > 0 else middle + 6),
        anchor="start" if label.side > 0 else "end",
    )


# --- what all share ---------------------------------------------------------------------------------------------------


def symbols(sketches: Sequence[Sketch], lanes: int) -> Iterator[Symbol]:
    """The shapes that the drawing refers to, each once."""
    placed = [each for each in sketches if each.size]
    for importance in sorted({each.importance for each in placed}, reverse=True):
        scale = px(RADIUS[importance] / RADIUS[3])
        for lane in range(lanes):
            yield Symbol(f"{lane + 1}-{importance}", shape_of(lane), scale)
        for name, shape in (("ring", RING), ("earlier", BEFORE), ("later", AFTER)):
            yield Symbol(f"{name}-{importance}", shape, scale)
    yield Symbol("context", DIAMOND, "1")
    for digits in sorted({len(str(each.row["contested"])) for each in placed if each.row.get("contested")}):
        yield Symbol(f"notes-{digits}", badge_shape(10 ** (digits - 1)), "1")


def badge_shape(notes: int) -> str:
    """A ribbon with a notch in either end."""
    half = badge_half(notes)
    return f"M{-half}-6.5H{half}L{half - 2.5} 0L{half} 6.5H{-half}L{2.5 - half} 0Z"


def spans(each: Sketch, window: Window, axis: int) -> Iterator[Span]:
    """The bar of what took time or has an unknown end."""
    row = each.row
    start, end = window.percent(row["earliest"]), window.percent(row["latest"] + 1)
    before = bool(row.get("open_start")) and window.holds(row["earliest"])
    after = bool(row.get("open_end")) and window.holds(row["latest"])
    if end - start >= SHORTEST_BAR or before or after:
        yield Span(percent(start), px(axis - BAR), percent(end - start), percent(end), before, after, each.context)


def counted(within: Sequence[Sketch], drawn: Sequence[Sketch], window: Window, density: Sequence[int]) -> list[int]:
    """What is not drawn, in equal parts of the window."""
    counts = list(density) or [0] * 60
    kept = {each.order for each in drawn}
    for each in within:
        if each.order not in kept:
            counts[min(int(each.x / 100 * len(counts)), len(counts) - 1)] += 1
    return counts


def crowds(counts: Sequence[int], axis: int) -> Iterator[Crowd]:
    """A quiet band of bars along the axis."""
    most = max(counts, default=0)
    for index, count in enumerate(counts):
        if count:
            height = max(round(BAND * count / most), 1)
            part = 100 / len(counts)
            yield Crowd(percent(index * part), percent(part), px(axis - height), px(2 * height))


def shape_of(lane: int) -> str:
    return SHAPES[lane % len(SHAPES)]
