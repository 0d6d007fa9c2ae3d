"""Where the numbers in the reasons of a note come from. Pure.

Every number in a ready note is accounted for: it stands in a quote of the same event or question, or answers one of
its measures (a figure; those of the literature have a reference), or the note says where it comes from. Then it is
*computed*, and its formula comes to it, or *external*, and a reference of the note bears it. What counts as a number is
said in ``stated``; dates and years do not.

Values are compared exactly, and those that are hedged ("ongeveer", "bijna") by their interval. An end of the interval
that a number stands for needs no origin of its own, nor does "the 93" where the same note has "93 million".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, product

from sources.refusal import Refusal, gettext_noop
from timeline.checks import formulas, stated
from timeline.checks.stated import Stated

LANGUAGES = stated.LANGUAGES
EXACT = re.compile(r"-?\d{1,40}(\.\d{1,40}|/0*[1-9]\d{0,39})?", re.ASCII)
QUOTED = re.compile(r"[“„]([^”“„]*)[”“]|\"([^\"]*)\"|«([^«»]*)»")
GAP = re.compile(r"\(?\[?(?:…|\.\.\.)\]?\)?")
# Numbers that a formula may use of its own: small counts, the days of months and years, hundredths, scales.
FREE = {Fraction(number) for number in (*range(13), 30, 31, 100, 365, 1000, 10**6)}
SCALES = (1000, 10**6, 10**9)
MOST_PLACES = 40  # decimals of a number in a mark, as in EXACT
MOST_READINGS = 1000  # of a formula with measures that have several answers

UNACCOUNTED = {
    "nl": gettext_noop(
        "“%(words)s” (Dutch) stands in no quote or figure here. Say where it comes from: “%(value)s = 91 / 93 * 100” if"
        " it is computed, or “%(value)s : %(source)s” if it stands in a reference of the note."
    ),
    "en": gettext_noop(
        "“%(words)s” (English) stands in no quote or figure here. Say where it comes from: “%(value)s = 91 / 93 * 100”"
        " if it is computed, or “%(value)s : %(source)s” if it stands in a reference of the note."
    ),
}
PERHAPS_A_YEAR = {
    "nl": gettext_noop(
        "“%(words)s” (Dutch) is read as a number, and stands in no quote or figure here. If it is a year, write “het"
        " jaar %(words)s”. If not, say where it comes from: “%(value)s = 91 / 93 * 100” if it is computed, or"
        " “%(value)s : %(source)s” if it stands in a reference of the note."
    ),
    "en": gettext_noop(
        "“%(words)s” (English) is read as a number, and stands in no quote or figure here. If it is a year, write “the"
        " year %(words)s”. If not, say where it comes from: “%(value)s = 91 / 93 * 100” if it is computed, or"
        " “%(value)s : %(source)s” if it stands in a reference of the note."
    ),
}
MALFORMED = {
    "nl": gettext_noop("“%(words)s” is no number in Dutch; write it as “89.844.000” or “96,8”."),
    "en": gettext_noop("“%(words)s” is no number in English; write it as “89,844,000” or “96.8”."),
}
NO_VALUE = gettext_noop("“%(value)s” is not an exact number; write digits with a point, or a fraction: 96.75, 1/3.")
ONE_OF_TWO = gettext_noop("“%(value)s” is either computed or stands in a source; give a formula or a source.")
TWICE = gettext_noop("“%(value)s” stands here twice; remove one.")
UNUSED = gettext_noop("No number in the reason of this note is %(value)s; remove it here, or mend the reason.")
NO_REFERENCE = gettext_noop("“%(source)s” is no reference of this note; add it there, or name one of: %(known)s.")
NO_MEASURE = gettext_noop("“%(key)s” has no figure here; write a number, or a measure that has one.")
UNKNOWN_PART = gettext_noop(
    "“%(number)s” in the formula “%(formula)s” stands in no quote or figure here; say first where that comes from."
)
ANOTHER_RESULT = gettext_noop("“%(formula)s” comes to %(result)s, which is not “%(words)s”; mend one of them.")
NO_RESULT = gettext_noop("“%(formula)s” divides by zero; mend it.")


def problems(data: dict) -> Iterator[tuple[str, Refusal]]:
    """The numbers in the ready notes of an event or question whose origin is not known, each with its key path.

    ``data`` is its dictionary; quotes may have the ``language`` that the document gives them.
    """
    evidence = Evidence.of(data)
    for number, note in enumerate(data.get("notes", [])):
        if note.get("ready"):
            for path, problem in problems_of(note, evidence):
                yield f"notes[{number}].{path}", problem


@dataclass(frozen=True)
class Evidence:
    """What stands in the quotes and figures: the numbers that are stated, the ends of their intervals, the words."""

    values: frozenset[Fraction]
    ends: frozenset[Fraction]
    words: tuple[str, ...]
    dates: frozenset[Fraction]
    measures: Mapping[str, list[Fraction]]

    @classmethod
    def of(cls, data: dict) -> "Evidence":
        """The evidence of an event or question."""
        quotes = [row["quote"] for row in data.get("citations", [])] + data.get("quotes", [])
        figures = data.get("figures", [])
        read = [number for quote in quotes for number in numbers_of(quote) if number.value is not None]
        values = {value for number in read for value in values_of(number)}
        ends = {end for number in read for end in ends_of(number)}
        measures = {}
        for figure in figures:
            value, *bounds = (Fraction(figure[key]) if figure.get(key) else None for key in ("value", "low", "high"))
            stated_ends = {end for end in bounds if end is not None}
            values |= stated_ends if value is None else {value}
            ends |= stated_ends
            measures.setdefault(figure["measure"], []).extend([] if value is None else [value])
        words = [quote["exact"] for quote in quotes] + [figure["words"] for figure in figures]
        dates = {date for quote in quotes for date in stated.dates_in(quote["exact"])}
        return cls(frozenset(values), frozenset(ends), tuple(map(plain, words)), frozenset(dates), measures)


def numbers_of(quote: dict) -> Iterator[Stated]:
    """The numbers in a quote, in its own language; in both, where that is another one."""
    language = quote.get("language", "").partition("-")[0]
    for spoken in [language] if language in LANGUAGES else LANGUAGES:
        yield from stated.numbers_in(quote["exact"], spoken, every=True)


def values_of(number: Stated) -> set[Fraction]:
    """What a number may say: itself, or with the scale that it shares."""
    return {reading.value for reading in number.readings}


def ends_of(number: Stated) -> set[Fraction]:
    """Both ends of its interval, with either scale."""
    return {end for reading in number.readings for end in (reading.low, reading.high) if end is not None}


def plain(words: str) -> str:
    """Words as they are compared: single spaces, small letters."""
    return " ".join(words.split()).casefold()


# --- one note ---------------------------------------------------------------------------------------------------------


def problems_of(note: dict, evidence: Evidence) -> Iterator[tuple[str, Refusal]]:
    """What is wrong with the numbers of one note; the path is within the note."""
    reasons = {language: note.get(f"reason_{language}", "") for language in LANGUAGES}
    said = {language: own_numbers(text, language, evidence.words) for language, text in reasons.items()}
    known = Known(evidence, [number for numbers in said.values() for number in numbers], reasons.values())
    yield from problems_of_marks(note, known)
    for language, numbers in said.items():
        for number in {number.words: number for number in numbers}.values():
            if problem := problem_of(number, language, known, note):
                yield f"reason_{language}", problem


def own_numbers(text: str, language: str, words: Iterable[str]) -> list[Stated]:
    """The numbers in a reason, but for those between quotation marks that are a quote's own words."""
    return stated.numbers_in(QUOTED.sub(lambda found: hidden(found[0], words), text), language)


def hidden(quoted: str, words: Iterable[str]) -> str:
    """What is quoted, made unreadable if every part of it stands in one of the quotes or figures."""
    parts = [plain(part).strip(" .,;:()") for part in GAP.split(quoted[1:-1])]
    patterns = [re.compile(rf"(?<!\w){re.escape(part)}(?!\w)") for part in parts if part]
    verbatim = all(any(pattern.search(whole) for whole in words) for pattern in patterns)
    return "¤" * len(quoted) if patterns and verbatim else quoted


class Known:
    """The values that are accounted for in one note; its own marks are added as they prove right."""

    def __init__(self, evidence: Evidence, numbers: list[Stated], reasons: Iterable[str]):
        self.values, self.measures = set(evidence.values), evidence.measures
        self.of_evidence = evidence.ends
        self.numbers = [number for number in numbers if number.value is not None]
        self.dates = evidence.dates.union(*map(stated.dates_in, reasons))

    def add(self, values: Iterable[Fraction]):
        """Values that a mark of the note accounts for."""
        self.values |= set(values)
        for follows in ("in_full", "ends"):
            self.__dict__.pop(follows, None)

    def has(self, number: Stated) -> bool:
        """Whether this stands in the evidence or a mark, or is hedged and reaches what does."""
        return any(
            reading.value in self.values or (reading.near is not None and any(map(reading.reaches, self.values)))
            for reading in number.readings
        )

    @cached_property
    def in_full(self) -> list[Stated]:
        """The numbers of the note that are accounted for as they stand."""
        return [number for number in self.numbers if self.has(number)]

    @cached_property
    def ends(self) -> set[Fraction]:
        """The ends of the intervals of what is accounted for."""
        return self.of_evidence.union(*map(ends_of, self.in_full))

    def accounts_for(self, number: Stated) -> bool:
        """Whether nothing needs to be said of this number: it is known, or follows from what is."""
        return self.has(number) or not self.ends.isdisjoint(values_of(number)) or self.is_short(number)

    def is_short(self, number: Stated) -> bool:
        """Whether this is another known number of the note without its scale: "the 93"."""
        exact = number.value and number.low == number.high
        full = {number.value * scale for scale in SCALES} if exact else set()
        return bool(full) and any(not full.isdisjoint(values_of(other)) for other in self.in_full)

    def has_part(self, value: Fraction) -> bool:
        """Whether a formula may use this value."""
        may = FREE | self.dates | self.values | self.ends
        return value in may or any(value * scale in may for scale in SCALES)


def problem_of(number: Stated, language: str, known: Known, note: dict) -> Refusal | None:
    """Why a number in a reason cannot be published, or None."""
    if number.value is None:
        return Refusal(MALFORMED[language], words=number.words)
    if known.accounts_for(number):
        return None
    sources = [reference["source"] for reference in note.get("references", [])] or ["time-1937"]
    full = number.readings[0]
    message = PERHAPS_A_YEAR if stated.YEARS.fullmatch(full.words) else UNACCOUNTED
    return Refusal(message[language], words=full.words, value=typed(full.value), source=sources[0])


# --- what a note says of its numbers ----------------------------------------------------------------------------------


def problems_of_marks(note: dict, known: Known) -> Iterator[tuple[str, Refusal]]:
    """What is wrong with ``numbers``; those that prove right are known from then on, in whatever order they stand."""
    left = {}
    for place, mark in enumerate(note.get("numbers", [])):
        path = f"numbers[{place}]"
        if problem := problem_of_mark(mark, note, known) or twice(mark, left.values()):
            yield path, problem
        else:
            left[path] = mark
            if mark.get("source"):
                known.add([Fraction(mark["value"])])
    computed = {path: mark for path, mark in left.items() if mark.get("formula")}
    while proven := [path for path, mark in computed.items() if not problem_of_formula(mark, known)]:
        known.add([Fraction(computed.pop(path)["value"]) for path in proven])
    for path, mark in computed.items():
        yield path, problem_of_formula(mark, known)


def twice(mark: dict, others: Iterable[dict]) -> Refusal | None:
    """Of one number its origin is said once."""
    if any(Fraction(mark["value"]) == Fraction(other["value"]) for other in others):
        return Refusal(TWICE, value=mark["value"])
    return None


def problem_of_mark(mark: dict, note: dict, known: Known) -> Refusal | None:
    """Whether it has the form of an origin, and a number in the reason, or a formula beside it, that uses it."""
    value, source = mark.get("value", ""), mark.get("source", "")
    if not EXACT.fullmatch(value):
        return Refusal(NO_VALUE, value=value[:40])
    if bool(mark.get("formula")) == bool(source):
        return Refusal(ONE_OF_TWO, value=value)
    sources = [reference["source"] for reference in note.get("references", [])]
    if source and source not in sources:
        return Refusal(NO_REFERENCE, source=source, known=", ".join(sources) or "–")
    used = {value for number in known.numbers for value in values_of(number)}
    if source:
        used |= {part for other in note["numbers"] for part in numbers_in_formula(other.get("formula", ""))}
    return None if Fraction(value) in used else Refusal(UNUSED, value=value)


def problem_of_formula(mark: dict, known: Known) -> Refusal | None:
    """Whether a formula is readable, leans on numbers that are known, and comes to what the words say."""
    formula = mark["formula"]
    try:
        term = formulas.parse_term(formula)
    except Refusal as refusal:
        return refusal
    if unknown := next((part for part in numbers_in(term) if not known.has_part(part)), None):
        return Refusal(UNKNOWN_PART, number=typed(unknown), formula=formula)
    if missing := next((key for key in formulas.keys_in(term) if not known.measures.get(key)), None):
        return Refusal(NO_MEASURE, key=missing)
    results = results_of(term, known.measures)
    if not results:
        return Refusal(NO_RESULT, formula=formula)
    readings = [reading for number in known.numbers for reading in number.readings]
    for reading in readings:
        if reading.value == Fraction(mark["value"]) and not any(map(reading.reaches, results)):
            return Refusal(ANOTHER_RESULT, formula=formula, result=in_digits(results[0]), words=reading.words)
    return None


def numbers_in_formula(formula: str) -> set[Fraction]:
    """The numbers in a formula as it was typed; none where it cannot be read."""
    try:
        return set(numbers_in(formulas.parse_term(formula)))
    except Refusal:
        return set()


def numbers_in(term: formulas.Term) -> Iterator[Fraction]:
    """The numbers in a term, without their signs."""
    if isinstance(term, formulas.Number):
        yield abs(term.value)
    elif isinstance(term, formulas.Operation):
        yield from numbers_in(term.left)
        yield from numbers_in(term.right)


def results_of(term: formulas.Term, measures: Mapping[str, list[Fraction]]) -> list[Fraction]:
    """What a term comes to, with each answer to each of its measures."""
    keys = list(dict.fromkeys(formulas.keys_in(term)))
    answers = islice(product(*(measures[key] for key in keys)), MOST_READINGS)
    results = (result_of(term, dict(zip(keys, answer, strict=True))) for answer in answers)
    return [result for result in results if result is not None]


def result_of(term: formulas.Term, answers: Mapping[str, Fraction]) -> Fraction | None:
    """What a term comes to; None where it divides by nothing."""
    try:
        return formulas.evaluated(term, answers)
    except ZeroDivisionError:
        return None


def typed(number: Fraction) -> str:
    """A number as an editor types it in a mark, exactly: with a point, or as a fraction where no decimals end."""
    under = number.denominator
    places = next((places for places in range(MOST_PLACES) if 10**places % under == 0), None)
    if not places:
        return str(number)
    digits = f"{abs(number.numerator) * 10**places // under:0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def in_digits(number: Fraction) -> str:
    """A number to be read: whole, or rounded to four decimals; what they would make nothing of, as it is typed."""
    rounded = Fraction(round(number * 10**4), 10**4)
    return typed(rounded if rounded or not number else number)
