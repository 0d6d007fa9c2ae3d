"""A date counted from another one: “three years later”, “in that same month”, “the day before”.

How far is written as a duration of ISO 8601 (5.5.2.2) in years, months and days, with a minus before it for what lies
earlier: ``P3Y``, ``P0M``, ``-P1D``, ``P4Y6M``. Its smallest unit says how precise the result is: three years after
27 March 1922 is 1925, and no day of it; ``P0M`` is that very month.
"""

import re
from dataclasses import dataclass

from sources import calendars, dates
from sources.dates import DAY, MONTH, YEAR, HistoricalDate
from sources.refusal import Refusal, gettext_noop

DURATION = re.compile(r"(-?)P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?", re.ASCII)
FROM_JDN = {calendars.GREGORIAN: calendars.jdn_to_gregorian, calendars.JULIAN: calendars.jdn_to_julian}
NO_DURATION = gettext_noop(
    "“%(offset)s” says not how far; write P3Y for three years later, P0M for the same month, -P1D for a day before."
)
NO_ONE_UNIT = {
    YEAR: gettext_noop("“%(date)s” lies in more than one year, so that nothing can be counted from it in years."),
    MONTH: gettext_noop("“%(date)s” lies in more than one month, so that nothing can be counted from it in months."),
    DAY: gettext_noop("“%(date)s” is not one day, so that nothing can be counted from it in days."),
}


@dataclass(frozen=True)
class Offset:
    """How far, in years, months and days (all of one sign), and how precise: YEAR, MONTH or DAY."""

    years: int
    months: int
    days: int
    precision: int


def parse(offset: str) -> Offset:
    """Read a duration. Raises Refusal for anything else."""
    found = DURATION.fullmatch(offset)
    if not found:
        raise Refusal(NO_DURATION, offset=offset[:20])
    sign = -1 if found[1] else 1
    years, months, days = (sign * int(found[unit] or 0) for unit in (2, 3, 4))
    precision = max(unit for unit in (YEAR, MONTH, DAY) if found[unit + 1])
    return Offset(years, months, days, precision)


def count_from(basis: HistoricalDate, offset: str) -> str:
    """The date that lies so far from ``basis``, in EDTF and in the calendar of ``basis``.

    Doubt goes along: what is counted from about 1922 is about. Raises Refusal where the basis is less precise than what
    should be counted from it, or where the result has no place on the axis.
    """
    far = parse(offset)
    year, month, day = common(basis, far.precision)
    months = 12 * (year + far.years) + (month - 1) + far.months
    year, month = months // 12, months % 12 + 1
    if far.precision == DAY:
        to_jdn, from_jdn = calendars.TO_JDN[basis.calendar], FROM_JDN[basis.calendar]
        # A day that its month does not have becomes the last one it has: a month after 31 January is 28 February.
        day = min(day, calendars.days_in_month(year, month, basis.calendar))
        year, month, day = from_jdn(to_jdn(year, month, day) + far.days)
    sign = "-" if year < 0 else ""
    parts = [f"{sign}{abs(year):04}", f"{month:02}", f"{day:02}"][: far.precision]
    edtf = "-".join(parts) + doubt(basis)
    return dates.parse_event_date(edtf, basis.calendar).edtf


def common(basis: HistoricalDate, precision: int) -> tuple[int, int, int]:
    """The year, month and day of the first day of ``basis``, all of whose days share them to this precision."""
    if basis.earliest is not None and basis.latest is not None:
        first, last = (FROM_JDN[basis.calendar](day) for day in (basis.earliest, basis.latest))
        if first[:precision] == last[:precision]:
            return first
    raise Refusal(NO_ONE_UNIT[precision], date=basis.edtf)


def doubt(basis: HistoricalDate) -> str:
    """The sign of EDTF for what is uncertain, approximate, or both."""
    return {(True, True): "%", (True, False): "?", (False, True): "~"}.get((basis.uncertain, basis.approximate), "")
