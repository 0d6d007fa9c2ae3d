"""Plain data as one reader sees it: in one language, with numbers and dates as that language writes them. Pure."""

from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from sources import calendars, date_words, dates

LANGUAGES = ("nl", "en")
SEPARATORS = {"nl": (".", ","), "en": (",", ".")}


def localised(data, language: str):
    """The data with every pair ``x_nl``, ``x_en`` as one ``x``: in this language, or in the other if that is empty."""
    if isinstance(data, list | tuple):
        return [localised(value, language) for value in data]
    if not isinstance(data, dict):
        return data
    found = {}
    for name, value in data.items():
        stem, _, suffix = name.rpartition("_")
        if stem and suffix in LANGUAGES:
            if value and (suffix == language or not found.get(stem)):
                found[stem] = value
            found.setdefault(stem, "")
        else:
            found[name] = localised(value, language)
    return found


def languages_in(row: dict, language: str) -> dict[str, str]:
    """Of every pair ``x_nl``, ``x_en`` of a row that ``localised`` shows in another language than this one: which."""
    other = next(code for code in LANGUAGES if code != language)
    stems = [name.removesuffix(f"_{other}") for name, value in row.items() if name.endswith(f"_{other}") and value]
    return {stem: other for stem in stems if not row.get(f"{stem}_{language}")}


def title_in(row: dict, language: str) -> str:
    """The title of an index row or a document."""
    return localised({name: row[name] for name in ("title_nl", "title_en")}, language)["title"]


@lru_cache(maxsize=4096)
def date_in_words(edtf: str, calendar: str, language: str) -> str:
    """A reading in words; a Julian one in both calendars."""
    return date_words.words_both(dates.parse(edtf, calendar), language)


def dated_words(row: dict, language: str) -> str:
    """The words of anything with ``edtf`` and perhaps ``calendar``; empty where it has no date."""
    edtf = row.get("edtf", "")
    return date_in_words(edtf, row.get("calendar", calendars.GREGORIAN), language) if edtf else ""


def year_label(jdn: int, language: str) -> str:
    """The year of a day as a heading: ``1917``, ``44 v.Chr.``."""
    year = calendars.year_of(jdn)
    return date_in_words(f"{year:05d}" if year < 0 else f"{year:04d}", calendars.GREGORIAN, language)


def days_in_words(earliest: int | None, latest: int | None, language: str) -> str:
    """A stretch of days in the Gregorian calendar; None leaves that side open."""
    if earliest == latest:
        return date_in_words(gregorian(earliest), calendars.GREGORIAN, language)
    first, last = (".." if day is None else gregorian(day) for day in (earliest, latest))
    return date_in_words(f"{first}/{last}", calendars.GREGORIAN, language)


def gregorian(jdn: int) -> str:
    """A day in EDTF."""
    year, month, day = calendars.jdn_to_gregorian(jdn)
    return f"{year:05d}-{month:02d}-{day:02d}" if year < 0 else f"{year:04d}-{month:02d}-{day:02d}"


def number_in(text: str, language: str) -> str:
    """An exact number (``89844000``, ``96.75``, ``1/3``) as the language writes it."""
    if not text or "/" in text:
        return text
    thousands, point = SEPARATORS[language]
    whole, _, decimals = text.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", thousands)
    return sign + grouped + (point + decimals if decimals else "")


def ends_in(low: str, high: str, language: str, *, whole: bool = False) -> tuple[str, str]:
    """The ends of an interval as the language writes them: the same where they are equal, empty where one is open.

    ``whole`` leaves only what can be counted: the low end is rounded up, the high end down, unless nothing is left.
    """
    if low and high:
        if whole and (first := ceil(Fraction(low))) <= (last := floor(Fraction(high))):
            low, high = str(first), str(last)
        if Fraction(low) == Fraction(high):
            high = low
    return number_in(low, language), number_in(high, language)
