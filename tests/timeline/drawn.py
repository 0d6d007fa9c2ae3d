"""A drawing as it looks at a width: every mark, line and title in px, from the words that the template gets."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from timeline.axis.labels import PASS, SIZE
from timeline.axis.placing import BADGE_REACH, CONTEXT_RADIUS, RADIUS, WIDTHS, badge_half
from timeline.axis.type import width_of

TURNS = re.compile(r"([MLV])(-?[\d.]+)(?: (-?[\d.]+))?")


@dataclass
class Seen:
    """What can be seen of one event. Boxes are left, top, right, bottom; lines are two points."""

    code: str
    marks: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    leader: tuple | None = None
    title: tuple | None = None
    badge: tuple | None = None


def seen(drawing, width):
    return [seen_of(event, drawing.axis, width) for event in drawing.events if shown(event.size, width)]


def shown(size, width):
    return bool(size) and WIDTHS[size] <= width


def seen_of(event, axis, width):
    found = Seen(event.code)
    x = at(event.x, width)
    for mark in event.marks:
        found.marks.append(box(x + float(mark.x), axis + float(mark.y), radius(mark.symbol)))
    for stem in event.stems:
        found.lines += segments(stem.path, x, axis)
    for lean in event.leans:
        top = x + at(lean.x, width)
        foot, end, y = top + at(lean.foot, width), top + float(lean.nudge), axis + float(lean.y)
        found.marks.append(box(end, y, radius(lean.symbol)))
        found.lines += [((foot, axis), (end, y)), ((foot, axis), (foot, y))]
    if event.badge:
        badge = event.badge
        middle = at(badge.x, width) + float(badge.nudge)
        found.badge = box(middle, float(badge.y), badge_half(badge.notes), BADGE_REACH)
    if event.flag and shown(event.flag.size, width):
        flag = event.flag
        pole = at(flag.x, width) + float(flag.nudge)
        found.leader = ((pole, float(flag.start)), (pole, float(flag.end)))
        (text,) = [each for each in flag.texts if shown(each.size, width) and not shown(each.until, width)]
        near, wide = at(flag.x, width) + float(flag.dx), width_of(text.words, SIZE)
        left, right = (near, near + wide) if flag.anchor == "start" else (near - wide, near)
        found.title = (left, float(flag.y) - 8, right, float(flag.y) + 8)
    return found


def at(percent, width):
    return float(percent.rstrip("%")) / 100 * width


def radius(symbol):
    return CONTEXT_RADIUS if symbol == "context" else RADIUS[int(symbol[-1])]


def box(x, y, half, reach=None):
    reach = half if reach is None else reach
    return x - half, y - reach, x + half, y + reach


def segments(path, x, y):
    points = []
    for turn, first, second in TURNS.findall(path):
        here = (points[-1][0], y + float(first)) if turn == "V" else (x + float(first), y + float(second))
        points.append(here)
    return list(pairwise(points))


def overlap(one, other, by=0.1):
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > by and min(one[3], other[3]) - max(one[1], other[1]) > by


def runs_through(line, box, by=0.1):
    """Whether a line has a stretch inside a box (Liang-Barsky)."""
    (x1, y1), (x2, y2) = line
    start, end = 0.0, 1.0
    for step, low, high, first in ((x2 - x1, box[0] + by, box[2] - by, x1), (y2 - y1, box[1] + by, box[3] - by, y1)):
        if step == 0:
            if not low < first < high:
                return False
            continue
        ends = sorted(((low - first) / step, (high - first) / step))
        start, end = max(start, ends[0]), min(end, ends[1])
    return start < end


def collisions(drawing, width):
    """Everything that is in the way of something of another event, in words; empty for a good drawing."""
    events = seen(drawing, width)
    for one in events:
        if one.title and not 0 <= one.title[0] <= one.title[2] <= width:
            yield f"the title of {one.code} sticks out"
        if one.title and not 0 <= one.title[1] <= one.title[3] <= drawing.ground:
            yield f"the title of {one.code} sticks out above or below"
        for other in events:
            if one is not other:
                yield from (f"{one.code} {what} {other.code}" for what in between(one, other))


def between(one, other):
    if any(overlap(mine, theirs) for mine in one.marks for theirs in other.marks):
        yield "has a mark on one of"
    if any(runs_through(line, mark) for line in one.lines for mark in other.marks):
        yield "has a stem through a mark of"
    if one.leader and any(runs_through(one.leader, mark) for mark in other.marks):
        yield "has a leader through a mark of"
    if one.badge and other.badge and overlap(one.badge, other.badge):
        yield "has its badge on that of"
    if one.badge and any(overlap(one.badge, mark) for mark in other.marks):
        yield "has its badge on a mark of"
    if one.title and other.title and overlap(one.title, other.title):
        yield "has its title on that of"
    if one.title and other.leader and runs_through(other.leader, wider(one.title, PASS - 1)):
        yield "has its title on the leader of"
    if one.title and any(overlap(one.title, mark) for mark in other.marks):
        yield "has its title on a mark of"


def wider(box, by):
    return box[0] - by, box[1], box[2] + by, box[3]
