"""A historical date in words, Dutch ("nl") and English ("en"), for readers of sixteen.

Every form that ``dates.parse`` accepts has words; they say no more than the date does. "circa" and "mogelijk" stand for
``~`` and ``?``; an interval includes its ends, so ``../1930`` is "tot en met 1930".
"""

import re
from itertools import groupby

from sources.calendars import GREGORIAN, days_in_month, jdn_to_gregorian
from sources.dates import SEASONS, DateSet, End, HistoricalDate, Moment, Span, day_fillings, month_fillings

# Dutch in the first column, English in the second.
_COLUMN = {"nl": 0, "en": 1}

_MONTHS = (
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)

# A tuple within is a list to choose from by number.
_PHRASES = {
    "or": ("{} of {}", "{} or {}"),
    "and": ("{} en {}", "{} and {}"),
    # years
    "BC": ("v.Chr.", "BC"),
    "AD": ("n.Chr.", "AD"),
    "thousands": (".", ","),
    "in": ("{} in {}", "{} in {}"),
    "of": ("{} van {}", "{} of {}"),
    "year unknown": ("jaar onbekend", "year unknown"),
    "decade": ("de jaren {}", "the {}s"),
    "years": ("de jaren {}", "the years {}"),
    "year like": ("een jaar als {} (X is onbekend)", "a year like {} (X is unknown)"),
    "significant": ("een jaar van {} tot en met {}, geschat op {}", "a year from {} to {}, estimated at {}"),
    # parts of a year
    "season": (("voorjaar", "zomer", "najaar", "winter"), ("spring", "summer", "autumn", "winter")),
    "northern": ("{} (noordelijk halfrond)", "{} (northern hemisphere)"),
    "southern": ("{} (zuidelijk halfrond)", "{} (southern hemisphere)"),
    "ordinal": (("eerste", "tweede", "derde", "vierde"), ("first", "second", "third", "fourth")),
    "quarter": ("{} kwartaal", "{} quarter"),
    "half": ("{} helft", "{} half"),
    "a month": ("een maand", "a month"),
    "month from": ("een maand van {} tot en met {}", "a month from {} to {}"),
    # days
    "a day": ("een dag", "a day"),
    "day in": ("een dag in {}", "a day in {}"),
    "day from": ("een dag van {} tot en met {} {}", "a day from {} to {} {}"),
    "day of": ("de {} van {}", "the {} of {}"),
    "pattern": ("{} ({}, X is onbekend)", "{} ({}, X is unknown)"),
    "time": ("{} om {}", "{} at {}"),
    # doubt
    "?": ("mogelijk {}", "possibly {}"),
    "~": ("circa {}", "about {}"),
    "component": (("jaar", "maand", "dag", "periode"), ("year", "month", "day", "period")),
    "? part": ("{} onzeker", "{} uncertain"),
    "~ part": ("{} bij benadering", "{} approximate"),
    "?~ part": ("{} onzeker en bij benadering", "{} uncertain and approximate"),
    # intervals and sets
    "from": ("vanaf {}", "from {} onwards"),
    "from, unknown": ("vanaf {}, einde onbekend", "from {}, end unknown"),
    "until": ("tot en met {}", "up to and including {}"),
    "until, unknown": ("tot en met {}, begin onbekend", "up to and including {}, start unknown"),
    "earlier": ("{} of eerder", "{} or earlier"),
    "later": ("{} of later", "{} or later"),
    "../..": ("zonder begin of einde", "without start or end"),
    "/": ("begin en einde onbekend", "start and end unknown"),
    "../": ("zonder begin, einde onbekend", "without start, end unknown"),
    "/..": ("begin onbekend, zonder einde", "start unknown, without end"),
    # calendars
    "both": ("{} (juliaans), {} (gregoriaans)", "{} (Julian), {} (Gregorian)"),
}


def words(date: HistoricalDate, language: str) -> str:
    """The date as it was written, in the calendar it was written in; never empty. ``language`` is "nl" or "en"."""
    return _form(date.form, language)


def words_both(date: HistoricalDate, language: str) -> str:
    """As words, but a Julian date in both calendars: "25 oktober 1917 (juliaans), 7 november 1917 (gregoriaans)".

    The same stretch of time is given: a month or year in one calendar is from one day to another in the other.
    """
    without_days = isinstance(date.form, Span) and date.earliest is None and date.latest is None
    if date.calendar == GREGORIAN or without_days:
        return words(date, language)
    return _say("both", language, words(date, language), _form(_in_gregorian_days(date.form), language))


def _say(phrase: str, language: str, *parts: str) -> str:
    return _PHRASES[phrase][_COLUMN[language]].format(*parts)


def _named(table: str, index: int, language: str) -> str:
    return _PHRASES[table][_COLUMN[language]][index]


def _form(form: Moment | Span | DateSet, language: str) -> str:
    if isinstance(form, DateSet):
        return _set(form, language)
    if isinstance(form, Span):
        return _span(form, language)
    return _moment(form, language)


def _in_gregorian_days(form: Moment | Span | DateSet) -> Moment | Span | DateSet:
    """The same time, in days of the Gregorian calendar."""
    if isinstance(form, DateSet):
        return DateSet(tuple(_in_gregorian_days(member) for member in form.members), form.all_of)
    start, end = (form.start, form.end) if isinstance(form, Span) else (form, form)
    first = _gregorian_day(start, start.earliest) if isinstance(start, Moment) else start
    last = _gregorian_day(end, end.latest) if isinstance(end, Moment) else end
    return first if first == last else Span(first, last)


def _gregorian_day(moment: Moment, jdn: int) -> Moment:
    """A day that is as doubtful as any part of the moment: in the other calendar no part of it is sure."""
    year, month, day = jdn_to_gregorian(jdn)
    doubts = (moment.doubt,) * 3
    return Moment(str(year), f"{month:02}", f"{day:02}", moment.time, (year, year), doubts, jdn, jdn)


# Sets and intervals


def _set(date_set: DateSet, language: str) -> str:
    members = date_set.members
    if all(isinstance(member, Moment) for member in members):
        parts = _without_repetition(members, language)
    else:
        parts = [_member(member, date_set.all_of, language) for member in members]
    return _list(parts, "and" if date_set.all_of else "or", language)


def _member(member: Moment | Span, all_of: bool, language: str) -> str:
    if isinstance(member, Span) and not all_of and End.OPEN in (member.start, member.end):
        known, phrase = (member.end, "earlier") if member.start is End.OPEN else (member.start, "later")
        return _say(phrase, language, _moment(known, language))
    return _form(member, language)


def _list(parts: list[str], conjunction: str, language: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return _say(conjunction, language, ", ".join(parts[:-1]), parts[-1])


def _span(span: Span, language: str) -> str:
    start, end = span.start, span.end
    if isinstance(start, Moment) and isinstance(end, Moment):
        return _moment(start, language) if start == end else _range(start, end, language)
    if isinstance(start, Moment):
        return _say("from" if end is End.OPEN else "from, unknown", language, _moment(start, language))
    if isinstance(end, Moment):
        return _say("until" if start is End.OPEN else "until, unknown", language, _moment(end, language))
    return _say(f"{start.value}/{end.value}", language)


def _range(start: Moment, end: Moment, language: str) -> str:
    """A dash without spaces between single words of one kind ("17–25 april"), with spaces between longer parts."""
    first, last = _without_repetition((start, end), language)
    tight = _is_plain(start) and _is_plain(end) and start.precision == end.precision and " " not in first
    return f"{first}–{last}" if tight else f"{first} – {last}"


def _without_repetition(moments: tuple[Moment, ...], language: str) -> list[str]:
    """The moments in words; the month, year or era that all share stands with the last: "3", "4 april 1922"."""
    *others, last = moments
    if not all(_is_plain(moment) and moment.precision == last.precision for moment in moments):
        return [_moment(moment, language) for moment in moments]

    def shared(part):
        return all(part(moment) == part(last) for moment in others)

    if last.precision == 3 and shared(lambda moment: (moment.years, moment.month)):
        shorter = [str(int(moment.day)) for moment in others]
    elif last.precision > 1 and shared(lambda moment: moment.years):
        shorter = [_day_and_month(moment, language) for moment in others]
    elif last.precision == 1 and shared(lambda moment: _era(moment.years[0], language)):
        shorter = [_year_number(moment.years[0], language) for moment in others]
    else:
        shorter = [_moment(moment, language) for moment in others]
    return [*shorter, _moment(last, language)]


def _is_plain(moment: Moment) -> bool:
    """Whether it is a mere year, month or day: sure, complete, and without a time of day."""
    written = moment.year + moment.month + moment.day
    return not (moment.doubt or moment.time or moment.season or "X" in written) and _has_one_year(moment)


# A single date


def _moment(moment: Moment, language: str) -> str:
    text = (_year, _month_or_season, _day)[moment.precision - 1](moment, language)
    if moment.time:
        text = _say("time", language, text, _time(moment.time))
    if len(set(moment.doubts)) > 1:
        return f"{text} ({_doubted_parts(moment, language)})"
    for sign in ("~", "?"):  # in this order, so that both give "mogelijk circa 1930"
        if sign in moment.doubt:
            text = _say(sign, language, text)
    return text


def _time(time: str) -> str:
    clock, zone = time[:8], time[8:]
    return f"{clock} (UTC{zone.removeprefix('Z')})" if zone else clock


def _doubted_parts(moment: Moment, language: str) -> str:
    """2004?-06-~11: "jaar onzeker, dag bij benadering"; neighbours with the same doubt are taken together."""
    remarks = []
    for doubt, group in groupby(enumerate(moment.doubts), key=lambda item: item[1]):
        if doubt:
            parts = [_named("component", 3 if index == 1 and moment.season else index, language) for index, _ in group]
            remarks.append(_say(f"{''.join(sorted(doubt))} part", language, _list(parts, "and", language)))
    return ", ".join(remarks)


# Years


def _has_one_year(moment: Moment) -> bool:
    return moment.years[0] == moment.years[1]


def _year_number(year: int, language: str) -> str:
    """The year counted from the change of era: year 0 is 1 BC."""
    number = year if year > 0 else 1 - year
    return str(number) if number < 10_000 else f"{number:,}".replace(",", _say("thousands", language))


def _era(year: int, language: str) -> str:
    """Named before year 1, and for the years of one or two digits that would not look like years."""
    if year > 99:
        return ""
    return " " + _say("AD" if year > 0 else "BC", language)


def _one_year(year: int, language: str) -> str:
    return _year_number(year, language) + _era(year, language)


def _year_range(first: int, last: int, language: str) -> str:
    if _era(first, language) == _era(last, language):
        return f"{_year_number(first, language)}–{_one_year(last, language)}"
    return f"{_one_year(first, language)} – {_one_year(last, language)}"


def _year(moment: Moment, language: str) -> str:
    first, last = moment.years
    if moment.year == "XXXX":
        return _say("year unknown", language)
    if re.fullmatch(r"[1-9][0-9]{2}X", moment.year):
        return _say("decade", language, str(first))
    if re.fullmatch(r"-?[0-9]*X+", moment.year):
        return _say("years", language, _year_range(first, last, language))
    if "X" in moment.year:
        return _say("year like", language, moment.year)
    if not _has_one_year(moment):
        return _say("significant", language, *(_one_year(year, language) for year in (first, last, int(moment.year))))
    return _one_year(first, language)


def _with_year(text: str, moment: Moment, language: str, joined: str = "") -> str:
    """Add the year to what lies in it; ``joined`` is the phrase for a year that is known ("in", "of"), if any."""
    year = _year(moment, language)
    if moment.year == "XXXX":
        return f"{text}, {year}"
    if "X" in moment.year:
        return _say("in", language, text, year)
    return _say(joined, language, text, year) if joined else f"{text} {year}"


# Seasons and months


def _month_or_season(moment: Moment, language: str) -> str:
    if moment.season:
        return _season(moment, language)
    return _with_year(_month(moment, language), moment, language, "in" if moment.month == "XX" else "")


def _season(moment: Moment, language: str) -> str:
    code = moment.season
    if code >= 40:
        half = _say("half", language, _named("ordinal", code - 40, language))
        return _with_year(half, moment, language, "of")
    if code >= 37:
        first, last = SEASONS[code]  # four months: more readily understood than "quadrimester"
        return _with_year(f"{_month_name(first, language)}–{_month_name(last, language)}", moment, language)
    if code >= 33:
        quarter = _say("quarter", language, _named("ordinal", code - 33, language))
        return _with_year(quarter, moment, language, "of")
    season = _season_of_nature(moment, language)
    if code <= 24:
        return season
    return _say("northern" if code <= 28 else "southern", language, season)


def _season_of_nature(moment: Moment, language: str) -> str:
    """Spring to winter; one that crosses the turn of the year has both years: "winter 1938–1939"."""
    name = _named("season", (moment.season - 21) % 4, language)
    if SEASONS[moment.season][1] > 12 and _has_one_year(moment):
        year = moment.years[0]
        return f"{name} {_year_range(year, year + 1, language)}"
    return _with_year(name, moment, language)


def _month_name(month: int, language: str) -> str:
    return _MONTHS[month - 1][_COLUMN[language]]


def _month(moment: Moment, language: str) -> str:
    """The month without its year; the months possible where a digit of it is unknown."""
    if moment.month == "XX":
        return _say("a month", language)
    names = [_month_name(month, language) for month in month_fillings(moment.month)]
    if len(names) > 3:  # 0X is the only one that has more
        return _say("month from", language, names[0], names[-1])
    return _list(names, "or", language)


# Days


def _day(moment: Moment, language: str) -> str:
    whole_year = moment.month == moment.day == "XX"
    text = _say("a day", language) if whole_year else _day_and_month(moment, language)
    return _with_year(text, moment, language, "in" if moment.month == "XX" else "")


def _day_and_month(moment: Moment, language: str) -> str:
    """A day and its month without the year, or the month alone if there is no day."""
    month = _month(moment, language)
    if not moment.day:
        return month
    if moment.day == "XX":
        return _say("day in", language, month)
    if "X" in moment.day:
        return _one_of_days(moment, month, language)
    if "X" in moment.month:
        return _say("day of", language, _ordinal_number(int(moment.day), language), month)
    return f"{int(moment.day)} {month}"


def _one_of_days(moment: Moment, month: str, language: str) -> str:
    """A day of which one digit is known: the days possible, or, in an unknown month, the digits as they stand."""
    if "X" in moment.month:
        return _say("pattern", language, _say("a day", language), f"{moment.month}-{moment.day}")
    days = day_fillings(moment.day, _longest(moment))
    if len(days) > 4:
        return _say("day from", language, str(days[0]), str(days[-1]), month)
    return f"{_list([str(day) for day in days], 'or', language)} {month}"


def _longest(moment: Moment) -> int:
    """The last day possible of a known month. With a known year it follows from the days the moment spans."""
    if "X" in moment.year:
        return days_in_month(2000, int(moment.month), GREGORIAN)  # some leap year
    return day_fillings(moment.day)[0] + moment.latest - moment.earliest


def _ordinal_number(number: int, language: str) -> str:
    if language == "nl":
        return f"{number}e"
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
