"""What the drawing above a list of events needs: the drawing, the strip of all years, and the ways to move in it."""

from collections.abc import Iterable, Sequence

from timeline import axis
from timeline.views.asked import Asked
from timeline.views.facets import Facets
from timeline.views.period import Period

PARTS = 60  # of the window, to count in what is not drawn


def picture_of(rows: Sequence[dict], accounts: list[dict], asked: Asked, facets: Facets, period: Period) -> dict:
    """The drawing of these rows, and around it all that fits the filters whatever its date."""
    slugs = [account["slug"] for account in accounts]
    names = {account["slug"]: account["name"] for account in accounts}
    window, whole = window_of(rows, period), axis.window_of([*facets.fitting, *rows])
    drawn = {row["code"] for row in rows}
    spans = [(row["earliest"], row["latest"]) for row in facets.fitting]
    left_out = [row["earliest"] for row in facets.fitting if row["code"] not in drawn]
    return {
        "drawing": axis.draw(rows, slugs, window, names, density_of(left_out, window)),
        "strip": axis.strip(spans, whole, window, asked.between),
        "counted": facets.complete,
        "moves": axis.moves(window, whole, asked.between),
    }


def window_of(rows: Sequence[dict], period: Period) -> axis.Window:
    """The days that are drawn: those of the period; where it is open, as far as the events go."""
    around = axis.window_of(rows)
    first, last = period.days
    first = around.first if first is None else first
    last = around.last if last is None else last
    return axis.Window(min(first, last), max(first, last))


def density_of(days: Iterable[int], window: axis.Window) -> list[int]:
    """How many of these days lie in each of equal parts of the window; empty if none does."""
    counts = [0] * PARTS
    for day in days:
        if window.holds(day):
            counts[int((day - window.first) * PARTS / (window.last + 1 - window.first))] += 1
    return counts if any(counts) else []
