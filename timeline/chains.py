"""Readings that are counted from another one: “drie jaar later” hangs on the date of the quote before it.

A citation with a ``basis`` and an ``offset`` has no date of its own: it follows. This module follows the chains, counts
anew what hangs on a date that was corrected, and refuses a chain that comes back to where it began.
"""

from sources import dates, offsets
from sources.models import Quote
from sources.refusal import Refusal, gettext_noop
from timeline.dictionary import ShapeError
from timeline.models import Citation, Event

CIRCLE = gettext_noop("this reading rests, in the end, on itself: %(chain)s. Let one of them rest on something else.")
UNDATED = gettext_noop("“%(code)s” has no date to count from; give it one, or leave the offset empty.")
AMBIGUOUS = gettext_noop(
    "“%(code)s” has different dates on different events; cite it here too, with the date that this is counted from."
)


def recount(event: Event) -> list[tuple[str, str]]:
    """Count every reading of an event that follows from another; returns pairs of a key path and what follows.

    Raises ShapeError for a circle, and for a basis that nothing can be counted from.
    """
    changed, problems = [], []
    rows = list(event.citations.select_related("quote", "basis").defer("quote__text__body", "basis__text__body"))
    for number, row in in_order_of_chains(rows):
        path = f"citations[{number}]"
        try:
            if row.basis_id:  # only what rests on something can close a circle
                refuse_circle(row)
            if row.offset:
                changed += [(f"{path}.{name}", getattr(row, name)) for name in recounted(row)]
        except Refusal as refusal:
            problems.append((f"{path}.basis", refusal))
    if problems:
        raise ShapeError(problems)
    return changed


def in_order_of_chains(rows: list[Citation]) -> list[tuple[int, Citation]]:
    """The citations of one event with their numbers, each after the one that it rests on."""
    numbers = {row.quote_id: number for number, row in enumerate(rows)}
    ordered: dict[int, Citation] = {}

    def take(number: int, above: frozenset):
        row = rows[number]
        basis = numbers.get(row.basis_id)
        if basis is not None and basis not in above:
            take(basis, above | {basis})
        ordered.setdefault(number, row)

    for number in range(len(rows)):
        take(number, frozenset([number]))
    return list(ordered.items())


def recounted(row: Citation) -> list[str]:
    """Count a reading anew, and store it if it has changed; returns the names of the columns that have."""
    edtf, calendar = count(row.basis, row.offset, row.event_id)
    changed = [name for name, value in (("edtf", edtf), ("calendar", calendar)) if getattr(row, name) != value]
    if changed:
        row.edtf, row.calendar = edtf, calendar
        row.save()
    return changed


def count(quote: Quote, offset: str, event: int | None) -> tuple[str, str]:
    """What follows from the date of a quote, for a citation on this event: EDTF and calendar. Raises Refusal."""
    basis = reading_of(quote, event)
    return offsets.count_from(dates.parse_event_date(basis.edtf, basis.calendar), offset), basis.calendar


def reading_of(quote: Quote, event: int | None) -> Citation:
    """The dated citation of a quote: on the same event, or the only date that it has elsewhere. Raises Refusal."""
    dated = list(Citation.objects.filter(quote=quote).exclude(edtf=""))
    here = [row for row in dated if row.event_id == event]
    if not dated:
        raise Refusal(UNDATED, code=quote.code)
    if not here and len({(row.edtf, row.calendar) for row in dated}) > 1:
        raise Refusal(AMBIGUOUS, code=quote.code)
    return (here or dated)[0]


def refuse_circle(row: Citation):
    """Raise Refusal where the chain of a reading comes back to its own quote; names the quotes of the chain."""
    chain, reached = [row.quote.code], {row.quote_id: None}
    while reached:
        above = Citation.objects.filter(quote__in=reached, basis__isnull=False)
        step = dict(above.values_list("basis", "basis__code"))
        if row.quote_id in step:
            raise Refusal(CIRCLE, chain=" → ".join([*chain, row.quote.code]))
        new = {basis: code for basis, code in step.items() if basis not in reached and code not in chain}
        chain += new.values()
        reached = new


def hanging_on(event: Event, codes: set[str]) -> list[Event]:
    """The other events of which a reading is counted from one of these quotes, by code."""
    rows = Citation.objects.filter(basis__code__in=codes).exclude(offset="").exclude(event=event)
    return list(Event.objects.filter(citations__in=rows).distinct().order_by("code"))
