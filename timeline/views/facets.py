"""How many events each choice would give, counted in the lean rows of the index. Pure.

A lean row has the columns of PublicEvent that filters ask for. What a choice gives is counted under all the other
filters, so a number says what a reader gets who clicks it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

NOT_COMPARED = "none"  # in an address; the index has nothing there

Row = Mapping
# Whether a row fits a value, as ``Asked.events`` asks the database; ``accounts`` is how many there are.
FITS: dict[str, Callable[[Row, str, int], bool]] = {
    "account": lambda row, slug, accounts: slug in row["tellers"].split(),
    "told": lambda row, told, accounts: {
        "every": row["voices"] >= accounts,
        "some": 0 < row["voices"] < accounts,
        "none": row["voices"] == 0,
    }[told],
    "theme": lambda row, slug, accounts: slug in row["themes"].split(),
    "importance": lambda row, least, accounts: row["importance"] >= int(least),
    "standing": lambda row, standing, accounts: row["standing"] == standing,
    "state": lambda row, state, accounts: row["state"] == ("" if state == NOT_COMPARED else state),
    "record": lambda row, state, accounts: row["literature"] == ("" if state == NOT_COMPARED else state),
    "contested": lambda row, yes, accounts: row["contested"] > 0,
}


@dataclass
class Facets:
    """``options`` counts by filter and value; ``without`` what each filter in use keeps away, taken away alone.

    ``fitting`` are the rows that fit all filters but the dates; of those, ``inside`` touch the window, and ``earlier``
    and ``later`` count the rest. ``whole`` counts all rows. ``complete`` is unset where there are more rows than
    were read: then no number here may be shown.
    """

    complete: bool = True
    whole: int = 0
    fitting: list[Row] = field(default_factory=list)
    inside: list[Row] = field(default_factory=list)
    earlier: int = 0
    later: int = 0
    options: dict[str, Counter] = field(default_factory=dict)
    without: Counter = field(default_factory=Counter)


def tally(
    rows: Iterable[Row],
    wanted: Mapping[str, str],
    offered: Mapping[str, Iterable[str]],
    accounts: int,
    days: tuple[int | None, int | None] = (None, None),
    *,
    complete: bool = True,
) -> Facets:
    """The counts under the filters that are ``wanted`` and these first and last days (None is open)."""
    facets = Facets(complete, options={name: Counter() for name in offered})
    for row in rows:
        facets.whole += 1
        missed = {name for name, value in wanted.items() if not FITS[name](row, value, accounts)}
        outside = outside_of(row, days)
        if not missed:
            facets.fitting.append(row)
        if outside:
            missed.add(outside)
        if len(missed) < 2:
            count(facets, row, missed, offered, accounts)
    facets.inside = [row for row in facets.fitting if not outside_of(row, days)]
    facets.earlier, facets.later = count_outside(facets.fitting, days)
    return facets


def count(facets: Facets, row: Row, missed: set[str], offered: Mapping[str, Iterable[str]], accounts: int):
    """Count a row that misses one filter at the most: for what that filter offers, or for all that any offers."""
    for name in missed or offered:
        for value in offered.get(name, ()):
            facets.options[name][value] += FITS[name](row, value, accounts)
    facets.without.update(missed)


def outside_of(row: Row, days: tuple[int | None, int | None]) -> str:
    """The end of the window that a row lies beyond: ``from``, ``to``, or none."""
    first, last = days
    if first is not None and row["latest"] < first:
        return "from"
    return "to" if last is not None and row["earliest"] > last else ""


def count_outside(rows: Iterable[Row], days: tuple[int | None, int | None]) -> tuple[int, int]:
    """How many of these rows lie before these days, and how many after."""
    beyond = Counter(outside_of(row, days) for row in rows)
    return beyond["from"], beyond["to"]
