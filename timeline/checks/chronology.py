"""Order in time, silence, and dates whose calendar nobody named. Pure.

An order is a claim like any other: that one event came before, during or after another. It is held against the recorded
dates of both, and against the dates that the same account states for them; but not where it says “during”: who dates
one moment of a war does not say when the war began or ended.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sources import calendars
from timeline.checks.agreement import AGREE, COMPATIBLE, CONTRADICT, Finding, worst

BEFORE, DURING, AFTER = "before", "during", "after"
SILENT, UNSPOKEN, UNDECLARED = "silent", "unspoken", "undeclared"
LAST_JULIAN_DAY = calendars.gregorian_to_jdn(1918, 2, 13)  # 31 January Old Style; the next day was 14 February
# Words that say by which calendar a date is meant, in the languages of our sources.
CALENDAR_NAMED = re.compile(
    r"kalender|calendar|juliaan|julian|gregoriaan|gregorian|oude stijl|nieuwe stijl|old style|new style"
    r"|\b[on]\.\s?s\.",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Days:
    """First and last day (JDN, inclusive) that somebody gives for an event; None leaves that side open. ``source`` is
    the slug of an account, or empty for the record."""

    source: str
    earliest: int | None
    latest: int | None


@dataclass(frozen=True)
class Order:
    """That one event stands in ``relation`` to another: ``source`` says so in the quote with this ``code``.

    An editor who says so has neither. ``event`` is the code of the other event; ``own`` and ``others`` are the days of
    this event and of the other one.
    """

    relation: str
    event: str
    code: str
    source: str
    own: tuple[Days, ...]
    others: tuple[Days, ...]


def compare(relation: str, own: Days, other: Days) -> str:
    """``agree`` where the order holds for all days possible, ``contradict`` where for none, ``compatible`` between."""
    if relation == AFTER:
        return compare(BEFORE, other, own)
    if relation == BEFORE:
        if ends_before(own, other):
            return AGREE
        return CONTRADICT if None not in (own.earliest, other.latest) and own.earliest > other.latest else COMPATIBLE
    if ends_before(own, other) or ends_before(other, own):
        return CONTRADICT
    within = None not in (own.earliest, own.latest, other.earliest, other.latest)
    return AGREE if within and other.earliest <= own.earliest and own.latest <= other.latest else COMPATIBLE


def ends_before(one: Days, other: Days) -> bool:
    """Whether the one is over before the other begins, whichever days they fell on."""
    return None not in (one.latest, other.earliest) and one.latest < other.earliest


def order_findings(orders: Iterable[Order]) -> Iterator[Finding]:
    """Every order against the record, and against what its own source says of the dates."""
    for order in orders:
        claims = tuple(filter(None, (order.code, order.event)))
        sources = (order.source,) if order.source else ()
        for kind, giving in (("order_literature", ""), ("order_within", order.source)):
            if kind == "order_within" and (not order.source or order.relation == DURING):
                continue
            states = [
                compare(order.relation, own, other)
                for own in order.own
                for other in order.others
                if own.source == other.source == giving
            ]
            if states:
                yield Finding(kind, worst(states), sources, claims)


def silence(accounts: Iterable[str], speaking: Iterable[str]) -> Iterator[Finding]:
    """Which of the accounts say nothing of an event; ``unspoken`` where none says anything."""
    accounts, speaking = list(accounts), set(speaking)
    silent = tuple(slug for slug in accounts if slug not in speaking)
    if silent:
        yield Finding("silence", UNSPOKEN if len(silent) == len(accounts) else SILENT, silent, ())


@dataclass(frozen=True)
class StatedDay:
    """A date in the words of a source: the quote's code, source and whole words, and the first day that it names."""

    code: str
    source: str
    words: str
    day: int | None


def undeclared(dates: Iterable[StatedDay], local_calendar: str) -> Iterator[Finding]:
    """A warning for every day-date of a place on the Julian calendar, before Russia left it, whose words name no
    calendar: it may be meant by either."""
    if local_calendar != calendars.JULIAN:
        return
    for date in dates:
        early = date.day is not None and date.day <= LAST_JULIAN_DAY
        if early and not CALENDAR_NAMED.search(date.words):
            yield Finding("calendar", UNDECLARED, (date.source,), (date.code,))
