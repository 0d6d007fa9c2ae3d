"""Dates as historians write them: EDTF beside a calendar, read into days.

The notation is the Extended Date/Time Format, levels 0, 1 and 2, of the Library of Congress, 4 February 2019
(https://www.loc.gov/standards/datetime/; also ISO 8601-2:2019, annex A). EDTF itself is Gregorian and knows no other
calendar, so the calendar stands beside the string, and both lead to Julian Day Numbers: integers that count days from
1 January 4713 BC (Julian), which sort, subtract, and reach before year 1.

What the specification leaves open is decided here:

* ``~`` (approximate) and ``?`` (uncertain) are kept as flags and never widen the days: nobody knows by how much.
* An unspecified digit ``X`` gives the widest days that any filling of it has.
* An open end (``..``) and an unknown end (nothing) both give None; ``HistoricalDate.form`` keeps them apart.
* A year is astronomical: 0000 is 1 BC, -0043 is 44 BC.
* A time of day changes nothing: the day is the day as it was called at the place, whatever the UTC offset.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product

from sources.calendars import CALENDARS, GREGORIAN, JULIAN, TO_JDN, days_in_month
from sources.refusal import Refusal, gettext_noop

YEAR, MONTH, DAY = 1, 2, 3  # how precise a date is
LONGEST = 200  # characters; far above any real date, far below what could make reading slow
EVENT_YEARS = (-9999, 9999)  # what four digits can write, so that the date of every event is legible

# First and last month of each sub-year grouping: 21-24 are level 1, "Season", 25-41 level 2, "Sub-year groupings". A
# month past 12 lies in the next year. Seasons are the meteorological ones: whole months, like every other date here.
# Winter has the year in which it begins, because the specification sorts 24 after 23: winter 1938 is December 1938 to
# February 1939.
_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 5), (6, 8), (9, 11), (12, 14)
SEASONS = dict(
    enumerate(
        [
            *(_SPRING, _SUMMER, _AUTUMN, _WINTER),  # 21-24: no hemisphere stated, read as northern
            *(_SPRING, _SUMMER, _AUTUMN, _WINTER),  # 25-28: spring to winter in the northern hemisphere
            *(_AUTUMN, _WINTER, _SPRING, _SUMMER),  # 29-32: spring to winter in the southern hemisphere
            *((1, 3), (4, 6), (7, 9), (10, 12)),  # 33-36: quarters
            *((1, 4), (5, 8), (9, 12)),  # 37-39: quadrimesters
            *((1, 6), (7, 12)),  # 40-41: semesters
        ],
        start=21,
    )
)


class DateError(Refusal):
    """A date that cannot be read; the message says what is wrong with it and shows how to write it."""

    def __init__(self, template: str, **params: object):
        super().__init__(template, **{name: _shown(value) for name, value in params.items()})


def _shown(value: object) -> str:
    """Input as a message can show it: short, and without NUL or other signs that a database or terminal refuses."""
    text = str(value)
    signs = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:60])
    return signs + "…" if len(text) > 60 else signs


_CALENDAR = gettext_noop("“%(calendar)s” is not a calendar; choose gregorian or julian.")
_NO_TEXT = gettext_noop("A date is a text such as “1917-10-25”, not a value of type %(type)s.")
_EMPTY = gettext_noop("The date is empty; write for example “1917-10-25”, “1917-10” or “1917”.")
_TOO_LONG = gettext_noop(
    "The date has %(length)s characters, at most %(limit)s can be read; write it like “1917/1922”."
)
_SPACE = gettext_noop("“%(date)s” has a space in it; write a date without spaces, for example “1917/1922”.")
_OLD_SIGN = gettext_noop("“%(old)s” is a sign of an old draft of EDTF; now write “%(new)s”, for example “%(example)s”.")
_OLD_WORD = gettext_noop("“%(old)s” is a sign of an old draft of EDTF; now leave it out, for example “%(example)s”.")
_UNREADABLE = gettext_noop(
    "“%(date)s” is not a date in EDTF; write for example “1917-10-25”, “1917-10”, “193X” (the 1930s), "
    "“1930~” (about 1930), “1938-21” (spring 1938), “1917/1922” (from, to) or “[1922-04-03,1922-04-04]” (one of these)."
)
_NO_SET = gettext_noop("“%(date)s” is not a set of dates; write for example “[1667,1668,1670..1672]” or “{..1984}”.")
_UNLIKE = gettext_noop("“%(date)s” runs between unlike dates; write both as years, months or days: “1760-01..1760-12”.")
_REVERSED = gettext_noop("“%(date)s” ends before it begins; write the first date first, for example “1917/1922”.")
_NO_TIME = gettext_noop(
    "“%(date)s” is not a day with a time from 00:00:00 to 23:59:59; write for example “1985-04-12T23:20:30”, "
    "“1985-04-12T23:20:30Z” or “1985-04-12T23:20:30+04:30”."
)
_NO_LONG_YEAR = gettext_noop(
    "“%(date)s” is not a year; after Y come five digits or more, or an exponent from E1 to E99, for example "
    "“Y170000002” or “Y-17E7”. A year of four digits has no Y."
)
_YEAR_ALONE = gettext_noop("“%(date)s” goes on after a year with Y or S; such a year stands alone: “1950S2”.")
_NO_YEAR = gettext_noop("“%(date)s” has a year -0000; write “0000” for 1 BC, “-0043” for 44 BC.")
_SIGNIFICANT = gettext_noop("“%(date)s” has both X and S; write “195X” or “1950S3”.")
_NO_MONTH = gettext_noop(
    "“%(date)s” has no month %(month)s; months are 01 to 12, and seasons, without a day, 21 to 41: "
    "“1938-05-01”, “1938-21”."
)
_NO_FILLING = gettext_noop("No day fits “%(date)s”; write X for every digit that is unknown, as in “1917-10-XX”.")
_JULIAN_ONLY = gettext_noop(
    "“%(date)s” exists in the Julian calendar only; choose that calendar, or write “%(example)s”."
)
_NO_DAY = gettext_noop("“%(date)s” does not exist: that month has %(days)s days; write for example “%(example)s”.")
_ENDLESS = gettext_noop("“%(date)s” has neither a start nor an end; give one of them, as in “1917/..” or “../1917”.")
_OUT_OF_RANGE = gettext_noop(
    "“%(date)s” is out of range; the date of an event lies in the years %(first)s to %(last)s."
)


class End(Enum):
    """The end of a span that has no date."""

    OPEN = ".."  # it has no end, or goes on
    UNKNOWN = ""  # it has one, but nobody knows when


@dataclass(frozen=True)
class Moment:
    """One date, as precise as it was written.

    ``year`` is a sign and digits, with X for those unspecified ("1917", "-0043", "19XX"); ``month`` is "01" to "12",
    with X too, or a code of SEASONS, or ""; ``day`` likewise. ``time`` is "23:20:30", with "Z" or an offset, or "".
    ``years`` are the first and last year possible; they differ by X or by significant digits (``1950S2``: 1900, 1999).
    ``doubts`` has a set of "?" and "~" for each component that is present: year, month, day.
    """

    year: str
    month: str
    day: str
    time: str
    years: tuple[int, int]
    doubts: tuple[frozenset[str], ...]
    earliest: int
    latest: int

    @property
    def doubt(self) -> frozenset[str]:
        return frozenset().union(*self.doubts)

    @property
    def precision(self) -> int:
        """YEAR, MONTH (or season) or DAY."""
        return len(self.doubts)

    @property
    def season(self) -> int | None:
        return int(self.month) if self.month.isdigit() and int(self.month) in SEASONS else None


@dataclass(frozen=True)
class Span:
    """From one date to another, both included: an interval, or a range within a set."""

    start: Moment | End
    end: Moment | End

    @property
    def earliest(self) -> int | None:
        return self.start.earliest if isinstance(self.start, Moment) else None

    @property
    def latest(self) -> int | None:
        return self.end.latest if isinstance(self.end, Moment) else None

    @property
    def doubt(self) -> frozenset[str]:
        return frozenset().union(*(end.doubt for end in (self.start, self.end) if isinstance(end, Moment)))


@dataclass(frozen=True)
class DateSet:
    """One of these dates (``[…]``), or all of them (``{…}``)."""

    members: tuple[Moment | Span, ...]
    all_of: bool

    @property
    def earliest(self) -> int | None:
        days = [member.earliest for member in self.members]
        return None if None in days else min(days)

    @property
    def latest(self) -> int | None:
        days = [member.latest for member in self.members]
        return None if None in days else max(days)

    @property
    def doubt(self) -> frozenset[str]:
        return frozenset().union(*(member.doubt for member in self.members))


@dataclass(frozen=True)
class HistoricalDate:
    """A date as written, and what it says: the first and last day possible, as Julian Day Numbers.

    ``earliest`` or ``latest`` is None where the start or end is open or unknown. ``uncertain`` and ``approximate`` say
    that any part of the date is. ``form`` is the date taken apart, for who must put it into words.
    """

    edtf: str
    calendar: str
    earliest: int | None
    latest: int | None
    uncertain: bool
    approximate: bool
    form: Moment | Span | DateSet

    @property
    def first_day_named(self) -> int | None:
        """The first single day that it names: of ``1917-10-25/1922`` the one in 1917, of ``1917-10-XX`` none."""
        days = (moment.earliest for moment in _moments(self.form) if moment.earliest == moment.latest)
        return min(days, default=None)


def _moments(form: "Moment | Span | DateSet | End") -> Iterator[Moment]:
    """Every date of which another one is made."""
    if isinstance(form, Moment):
        yield form
    elif isinstance(form, Span):
        yield from (*_moments(form.start), *_moments(form.end))
    elif isinstance(form, DateSet):
        for member in form.members:
            yield from _moments(member)


# Reading


def parse(edtf: str, calendar: str = GREGORIAN) -> HistoricalDate:
    """Read an EDTF string of level 0, 1 or 2 in a calendar. Raises DateError for whatever cannot be read."""
    if calendar not in CALENDARS:
        raise DateError(_CALENDAR, calendar=calendar)
    _refuse_at_sight(edtf)
    form = _read(edtf, calendar)
    return HistoricalDate(
        edtf=edtf,
        calendar=calendar,
        earliest=form.earliest,
        latest=form.latest,
        uncertain="?" in form.doubt,
        approximate="~" in form.doubt,
        form=form,
    )


def parse_event_date(edtf: str, calendar: str = GREGORIAN) -> HistoricalDate:
    """As parse, for a date with a place on the axis: within EVENT_YEARS of its calendar, at least one end known."""
    date = parse(edtf, calendar)
    ends = [day for day in (date.earliest, date.latest) if day is not None]
    if not ends:
        raise DateError(_ENDLESS, date=edtf)
    first, last = EVENT_YEARS
    to_jdn = TO_JDN[calendar]
    if min(ends) < to_jdn(first, 1, 1) or max(ends) > to_jdn(last, 12, 31):
        raise DateError(_OUT_OF_RANGE, date=edtf, first=first, last=last)
    return date


# The signs of the drafts of 2012 to 2018 (see "Differences" in the specification), and what is written now. Words come
# first, since "unknown" has a u in it; a letter counts only beside no other letter, so that "spring" has no p.
_OLD_SIGNS = (
    (r"unknown", _OLD_WORD, {"old": "unknown", "example": "1917/"}),
    (r"open", _OLD_SIGN, {"old": "open", "new": "..", "example": "1985/.."}),
    (r"(?<![A-Za-tv-z])u(?![A-Za-tv-z])", _OLD_SIGN, {"old": "u", "new": "X", "example": "199X"}),
    (r"(?<![A-Za-wyz])x(?![A-Za-wyz])", _OLD_SIGN, {"old": "x", "new": "X", "example": "196X"}),
    (r"(?<![A-Za-z])y-?[0-9]", _OLD_SIGN, {"old": "y", "new": "Y", "example": "Y170000002"}),
    (r"[0-9]e[0-9]", _OLD_SIGN, {"old": "e", "new": "E", "example": "Y-17E7"}),
    (r"[0-9]p[0-9]", _OLD_SIGN, {"old": "p", "new": "S", "example": "1950S2"}),
    (r"\?~|~\?", _OLD_SIGN, {"old": "?~", "new": "%", "example": "1984-06-02%"}),
    (r"[()]", _OLD_WORD, {"old": "( )", "example": "2004-?06-11"}),
    (r"[0-9]\^", _OLD_WORD, {"old": "^", "example": "2001-29"}),
)


def _refuse_at_sight(edtf: object) -> None:
    if not isinstance(edtf, str):
        raise DateError(_NO_TEXT, type=type(edtf).__name__)
    if not edtf:
        raise DateError(_EMPTY)
    if len(edtf) > LONGEST:
        raise DateError(_TOO_LONG, length=len(edtf), limit=LONGEST)
    if any(sign.isspace() for sign in edtf):
        raise DateError(_SPACE, date=edtf)
    for sign, template, params in _OLD_SIGNS:
        if re.search(sign, edtf):
            raise DateError(template, **params)


def _read(edtf: str, calendar: str) -> Moment | Span | DateSet:
    if edtf[0] in "[{":
        return _read_set(edtf, calendar)
    if "/" in edtf:
        return _read_interval(edtf, calendar)
    if "T" in edtf:
        return _read_datetime(edtf, calendar)
    return _read_moment(edtf, calendar)


def _read_set(edtf: str, calendar: str) -> DateSet:
    """Level 2, "Set representation": only its first member may lack a start, only its last an end."""
    closing = "}" if edtf[0] == "{" else "]"
    members = edtf[1:-1].split(",")
    dots_within = any(member.startswith("..") for member in members[1:]) or any(m.endswith("..") for m in members[:-1])
    if edtf[-1] != closing or dots_within or {"", ".."}.intersection(members):
        raise DateError(_NO_SET, date=edtf)
    return DateSet(tuple(_read_member(member, calendar) for member in members), all_of=closing == "}")


def _read_member(text: str, calendar: str) -> Moment | Span:
    start, dots, end = text.partition("..")
    if not dots:
        return _read_moment(text, calendar)
    span = Span(
        _read_moment(start, calendar) if start else End.OPEN,
        _read_moment(end, calendar) if end else End.OPEN,
    )
    # "1984..1985-03" would leave open of what the set consists: of years, or of months.
    if start and end and span.start.precision != span.end.precision:
        raise DateError(_UNLIKE, date=text)
    return _in_order(span, text)


def _read_interval(edtf: str, calendar: str) -> Span:
    """Level 0, "Time Interval"; level 1, "Extended Interval": each end a date, open or unknown, and no time of day."""
    start, _, end = edtf.partition("/")
    return _in_order(Span(_read_end(start, calendar), _read_end(end, calendar)), edtf)


def _read_end(text: str, calendar: str) -> Moment | End:
    return End(text) if text in ("", "..") else _read_moment(text, calendar)


def _in_order(span: Span, text: str) -> Span:
    if span.earliest is not None and span.latest is not None and span.earliest > span.latest:
        raise DateError(_REVERSED, date=text)
    return span


_WHOLE_DAY = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?)?")


def _read_datetime(edtf: str, calendar: str) -> Moment:
    """Level 0, "Date and Time": a whole day and a whole time, which no qualifier and no X may blur."""
    day, _, time = edtf.partition("T")
    if not (_WHOLE_DAY.fullmatch(day) and _TIME.fullmatch(time)):
        raise DateError(_NO_TIME, date=edtf)
    return _read_moment(day, calendar, time)


_MOMENT = re.compile(
    r"""
    (?P<before_year>[?~%]?) (?P<year>-?[0-9X]{4}|Y-?[0-9E]+) (?:S(?P<digits>[1-9][0-9]*))? (?P<after_year>[?~%]?)
    (?:-(?P<before_month>[?~%]?) (?P<month>[0-9X]{2}) (?P<after_month>[?~%]?)
        (?:-(?P<before_day>[?~%]?) (?P<day>[0-9X]{2}) (?P<after_day>[?~%]?))?
    )?
    """,
    re.VERBOSE,
)


def _read_moment(text: str, calendar: str, time: str = "") -> Moment:
    match = _MOMENT.fullmatch(text)
    if not match:
        raise DateError(_UNREADABLE, date=text)
    year, month, day = match["year"], match["month"] or "", match["day"] or ""
    if month and (match["digits"] or year.startswith("Y")):
        raise DateError(_YEAR_ALONE, date=text)
    if year.startswith("Y"):
        year = str(_long_year(year))
    years = _years(text, year, match["digits"])
    earliest, latest = _days(text, (year, month, day), years, calendar)
    return Moment(year, month, day, time, years, _doubts(match), earliest, latest)


def _doubts(match: re.Match) -> tuple[frozenset[str], ...]:
    """What is doubted of each component (level 2, "Qualification").

    A sign to the left of a component is about that one; a sign to the right is also about all that stand before it.
    """
    present = [part for part in ("year", "month", "day") if match[part]]
    signs = (
        match[f"before_{part}"] + "".join(match[f"after_{right}"] for right in present[index:])
        for index, part in enumerate(present)
    )
    return tuple(frozenset(sign.replace("%", "?~")) for sign in signs)


def _long_year(text: str) -> int:
    """Y170000002: level 1, "Letter-prefixed calendar year"; Y-17E7, -17 × 10⁷: level 2, "Exponential year"."""
    # Two digits of exponent are plenty; Y1E999999999 would fill the memory.
    match = re.fullmatch(r"Y(-?[1-9][0-9]*)(?:E([1-9][0-9]?))?", text)
    year = int(match[1]) * 10 ** int(match[2] or 0) if match else 0
    if not match or (not match[2] and abs(year) < 10_000):
        raise DateError(_NO_LONG_YEAR, date=text)
    return year


def _years(text: str, year: str, digits: str | None) -> tuple[int, int]:
    """The first and the last year possible; ``digits`` is how many of the year's digits are significant, if it says."""
    if digits and "X" in year:
        raise DateError(_SIGNIFICANT, date=text)
    first, last = next(_year_fillings(year), None), next(_year_fillings(year, last=True), None)
    if first is None:
        raise DateError(_NO_YEAR, date=text)
    return _significant(first, int(digits)) if digits else (first, last)


def _significant(year: int, digits: int) -> tuple[int, int]:
    """Level 2, "Significant digits": 1950 of which two digits are significant is 1900 to 1999."""
    unit = 10 ** max(len(str(abs(year))) - digits, 0)
    low = abs(year) // unit * unit
    high = low + unit - 1
    return (low, high) if year >= 0 else (-high, -low)


def _fillings(pattern: str, last: bool = False) -> Iterator[int]:
    """Every number that digits with X can stand for, one at a time, the smallest first (or the largest)."""
    any_digit = "9876543210" if last else "0123456789"
    return (int("".join(digits)) for digits in product(*(any_digit if sign == "X" else sign for sign in pattern)))


def _year_fillings(pattern: str, last: bool = False) -> Iterator[int]:
    if not pattern.startswith("-"):
        return _fillings(pattern, last)
    return (-year for year in _fillings(pattern[1:], not last) if year)  # there is no year -0000 (ISO 8601-1)


def month_fillings(pattern: str) -> list[int]:
    """The months that two digits with X can stand for, in order: "1X" is October, November and December."""
    return [month for month in _fillings(pattern) if 1 <= month <= 12]


def day_fillings(pattern: str, longest: int = 31) -> list[int]:
    """The days that two digits with X can stand for, in order, in a month of ``longest`` days."""
    return [day for day in _fillings(pattern) if 1 <= day <= longest]


def _days(text: str, parts: tuple[str, str, str], years: tuple[int, int], calendar: str) -> tuple[int, int]:
    """The first and the last day that year, month and day, as written, can stand for."""
    _, month, day = parts
    months = _months(text, month, day)
    if day:
        return _filled_days(text, parts, months, calendar)
    to_jdn = TO_JDN[calendar]
    return to_jdn(years[0], months[0], 1), to_jdn(years[1], months[-1] + 1, 1) - 1


def _months(text: str, month: str, day: str) -> list[int]:
    """The months that a date can lie in, in order; of a season or a whole year, the first and the last."""
    if not month:
        return [1, 12]
    if not day and month.isdigit() and int(month) in SEASONS:
        return list(SEASONS[int(month)])
    months = month_fillings(month)
    if not months:
        raise DateError(_NO_MONTH, date=text, month=month)
    return months


def _filled_days(text: str, parts: tuple[str, str, str], months: list[int], calendar: str) -> tuple[int, int]:
    """The first and the last day among all fillings of the X in a date with a day.

    Lazily: XXXX-XX-XX has over three million, of which two are looked at. The longest search is the vain one for a year
    in which XXX1-02-29 exists: a thousand years.
    """
    year, _, day = parts
    days = day_fillings(day)
    earliest = next(_existing(_year_fillings(year), months, days, calendar), None)
    if earliest is None:
        raise _no_such_day(text, parts, calendar)
    latest = next(_existing(_year_fillings(year, last=True), months[::-1], days[::-1], calendar))
    return earliest, latest


def _existing(years: Iterator[int], months: list[int], days: list[int], calendar: str) -> Iterator[int]:
    for year, month in ((year, month) for year in years for month in months):
        length = days_in_month(year, month, calendar)
        yield from (TO_JDN[calendar](year, month, day) for day in days if day <= length)


def _no_such_day(text: str, parts: tuple[str, str, str], calendar: str) -> DateError:
    if any("X" in part for part in parts):
        return DateError(_NO_FILLING, date=text)
    year, month, day = map(int, parts)
    length = days_in_month(year, month, calendar)
    example = f"{parts[0]}-{parts[1]}-{length}"
    if 1 <= day <= days_in_month(year, month, JULIAN):  # every leap year of the Gregorian calendar is one of the Julian
        return DateError(_JULIAN_ONLY, date=text, example=example)
    return DateError(_NO_DAY, date=text, days=length, example=example)
