"""Exact numbers as readers can follow them: rounded outward, never so far that a gap would close; sums worked out by
the ends of their ranges. Pure: values and a language in, words out."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import count, product
from math import ceil, floor
from operator import itemgetter

from timeline.checks import formulas
from timeline.views.localise import number_in

Ends = tuple[Fraction | None, Fraction | None]
Reached = tuple[Fraction, dict[str, int]]  # a number, and which end (0 or 1) of each measure comes to it
SCALES = {"nl": {10**9: "miljard", 10**6: "miljoen"}, "en": {10**9: "billion", 10**6: "million"}}
MOST_DECIMALS = 2  # before a scale word; what needs more is written in full
FEWEST_FIGURES = 4  # that a range is shown with, so that it agrees with what a reader works out; a percentage:
FEWEST_DECIMALS = 2
WORKING_FIGURES = 5  # of the numbers in a calculation, so that a calculator confirms each line
HUNDREDTH = Fraction(1, 100)
LOOSE, FINE = Fraction(1, 4), Fraction(1, 1000)  # how far the ends may be rounded: of the range, or of a single number
PHRASES = {
    "nl": {"span": "{} tot {}", "at least": "minstens {}", "at most": "hoogstens {}", "any": "elk getal"},
    "en": {"span": "{} to {}", "at least": "at least {}", "at most": "at most {}", "any": "any number"},
}
PERCENT = {"nl": "\N{NO-BREAK SPACE}%", "en": "%"}
SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+", "<=": "≤", ">=": "≥", "=": "="}


# --- rounding ---------------------------------------------------------------------------------------------------------


def outward(low: Fraction | None, high: Fraction | None, decimals: int) -> Ends:
    """The range with so many decimals: the low end rounded down, the high one up."""
    step = Fraction(10) ** decimals
    down = None if low is None else Fraction(floor(low * step)) / step
    return down, None if high is None else Fraction(ceil(high * step)) / step


def touches(one: Ends, other: Ends) -> bool:
    """Whether two ranges have a number in common; None leaves an end open."""
    return all(low is None or high is None or low <= high for low, high in ((one[0], other[1]), (other[0], one[1])))


def readable(
    low: Fraction | None,
    high: Fraction | None,
    apart: Iterable[Ends] = (),
    exact: bool = False,
    least: int | None = None,
) -> int:
    """The fewest decimals, and no fewer than ``least``, at which the range, rounded outward, is hardly wider, and still
    touches none of the ranges ``apart`` that it does not touch itself. ``exact`` keeps what decimals can say to the
    letter."""
    ends = [end for end in (low, high) if end is not None]
    wide = high - low if len(ends) == 2 else 0
    slack = wide * LOOSE or max((abs(end) for end in ends), default=Fraction(0)) * FINE
    if exact and all(is_decimal(end) for end in ends):
        slack = Fraction(0)
    clear = [other for other in apart if not touches((low, high), other)]

    def fits(decimals: int) -> bool:
        shown = outward(low, high, decimals)
        moved = sum(abs(new - old) for new, old in zip(shown, (low, high), strict=True) if old is not None)
        return moved <= slack and not any(touches(shown, other) for other in clear)

    return next(filter(fits, count(coarsest(largest(ends)) if least is None else least)))


def fewest(ends: Ends, percent: bool, whole: bool) -> int:
    """The decimals that a range is shown with at the least: none, where it is of whole things."""
    if percent:
        return FEWEST_DECIMALS
    decimals = decimals_of(largest(ends), FEWEST_FIGURES)
    return min(decimals, 0) if whole else decimals


def largest(ends: Iterable[Fraction | None]) -> Fraction:
    return max((abs(end) for end in ends if end is not None), default=Fraction(0))


def countable(low: Fraction | None, high: Fraction | None) -> Ends:
    """What can be counted of whole things within a range: as it is, where an end is open or nothing is left."""
    if None in (low, high) or ceil(low) > floor(high):
        return low, high
    return Fraction(ceil(low)), Fraction(floor(high))


def is_decimal(number: Fraction) -> bool:
    """Whether decimals can say it to the letter."""
    under = number.denominator
    for prime in (2, 5):
        while under % prime == 0:
            under //= prime
    return under == 1


def scale_of(ends: Iterable[Fraction | None]) -> int:
    """The scale word that fits the largest of these: a million or more in millions; 1 where none does."""
    most = largest(ends)
    return next((scale for scale in SCALES["en"] if most >= scale), 1)


# --- words ------------------------------------------------------------------------------------------------------------


def span(low, high, language: str, *, percent=False, whole=False, apart: Iterable[Ends] = (), exact=False) -> str:
    """A range in words, ``94.03 to 94.23 million``; it always holds the exact one."""
    if low is None and high is None:
        return PHRASES[language]["any"]
    if exact and low == high and not is_decimal(low) and not percent:
        return str(low)
    shown, scale = shown_ends(low, high, percent=percent, whole=whole, apart=apart, exact=exact)
    return phrase([None if end is None else digits(end, language) for end in shown], scale, percent, language)


def each_end(low, high, language: str, *, percent=False, exact=False) -> tuple[str, str]:
    """Both ends of a range in words of their own, as ``span`` shows them; empty where one is open."""
    if low is None and high is None:
        return "", ""
    shown, scale = shown_ends(low, high, percent=percent, exact=exact)
    said = [None if end is None else digits(end, language) for end in shown]
    return tuple("" if end is None else phrase([end, end], scale, percent, language) for end in said)


def shown_ends(low, high, *, percent=False, whole=False, apart: Iterable[Ends] = (), exact=False) -> tuple[Ends, int]:
    """A range as it is shown, in units of its scale word, and that scale."""
    scales = {1} if percent else {scale_of((low, high)), 1}
    for scale in sorted(scales, reverse=True):
        ends = scaled((low, high), scale)
        least = None if exact else fewest(ends, percent, whole and scale == 1)
        decimals = readable(*ends, [scaled(other, scale) for other in apart], exact, least)
        if decimals <= max(MOST_DECIMALS, least or 0) or scale == 1:
            return outward(*ends, decimals), scale
    raise AssertionError("the last scale is 1")


def is_percent(unit: str, nature: str) -> bool:
    """Whether a measure is counted in hundredths, so that its numbers are said as percentages."""
    return formulas.scale_of(unit, nature) == HUNDREDTH


def scaled(ends: Ends, scale) -> Ends:
    return tuple(None if end is None else end / scale for end in ends)


def phrase(ends: list[str | None], scale: int, percent: bool, language: str) -> str:
    """``92.5 to 93.5 million``, ``96.75 to 96.85%``, ``at least 5``, or one number where the ends are the same."""
    after = f" {SCALES[language][scale]}" if scale > 1 else PERCENT[language] if percent else ""
    low, high = ends
    if low is not None and high is not None:
        return (low if low == high else PHRASES[language]["span"].format(low, high)) + after
    word = "at least" if high is None else "at most"
    return PHRASES[language][word].format((low or high) + after)


def number(
    value: Fraction, language: str, *, percent=False, finest: Fraction = Fraction(0), up=False, down=False
) -> str:
    """One number in words. ``finest`` is how far it may be off (by default not at all, if decimals can say it);
    ``up`` and ``down`` say to which side."""
    scale = 1 if percent else scale_of([value])
    here, off = value / scale, finest / scale
    decimals = next(n for n in count(coarsest(here)) if enough(here, n, off, up, down))
    if scale > 1 and decimals > MOST_DECIMALS:
        scale, here, off = 1, value, finest
        decimals = next(n for n in count(coarsest(here)) if enough(here, n, off, up, down))
    said = digits(rounded(here, decimals, up, down), language)
    return phrase([said, said], scale, percent, language)


def nearest(value: Fraction, language: str, *, percent=False, figures: int = WORKING_FIGURES) -> tuple[str, Fraction]:
    """A number in a calculation, rounded to so many figures (but never to tens): its words, and what they say."""
    scale = 1 if percent else scale_of([value])
    here = value / scale
    here = rounded(here, max(decimals_of(here, figures), 0))
    said = digits(here, language)
    return phrase([said, said], scale, percent, language), here * scale


def decimals_of(value: Fraction, figures: int) -> int:
    """The decimals that show so many figures of a number, from the first that is not 0."""
    first = coarsest(value)
    if 0 < abs(value) < 1:
        first = next(place for place in count(1) if abs(value) * 10**place >= 1)
    return first + figures - 1


def coarsest(value: Fraction) -> int:
    """The decimals (fewer than none: tens, hundreds) at which only the first digit of a number is left."""
    return 1 - len(str(int(abs(value))))


def enough(value: Fraction, decimals: int, off: Fraction, up: bool, down: bool) -> bool:
    """Whether so many decimals say a number near enough; a third is near enough at three digits."""
    slack = off or (Fraction(0) if is_decimal(value) else abs(value) * FINE)
    return abs(rounded(value, decimals, up, down) - value) <= slack


def rounded(value: Fraction, decimals: int, up: bool = False, down: bool = False) -> Fraction:
    step = Fraction(10) ** decimals
    scaled = value * step
    return Fraction(ceil(scaled) if up else floor(scaled) if down else floor(scaled + Fraction(1, 2))) / step


def digits(value: Fraction, language: str) -> str:
    """A decimal number as the language writes it."""
    places = next(n for n in count() if (value * 10**n).denominator == 1)
    whole = abs(int(value * 10**places))
    text = f"{whole // 10**places}" + (f".{whole % 10**places:0{places}d}" if places else "")
    return number_in(f"-{text}" if value < 0 else text, language)


# --- sums -------------------------------------------------------------------------------------------------------------


def ends_for(term: formulas.Term, known: Mapping[str, Ends], wanted: Fraction, end: int) -> dict[str, int] | None:
    """Which end (0 or 1) of each measure makes the term as small (0) or as large (1) as it can be, if that is the
    number ``wanted``; else None. Numbers are stored to so many digits that a billionth tells them apart."""
    found = extreme(term, known, end)
    if found is None or abs(found[0] - wanted) > max(abs(wanted), 1) / Fraction(10**9):
        return None
    return found[1]


def extreme(term: formulas.Term, known: Mapping[str, Ends], end: int) -> Reached | None:
    """The smallest or largest that a term can be, and the ends that make it so; None where one is open or unknown, a
    measure would need both of its ends, or a divisor may be nothing."""
    return extremes(term, known)[end]


def extremes(term: formulas.Term, known: Mapping[str, Ends]) -> tuple[Reached | None, Reached | None]:
    """Both at once, so that each part of a term is looked at once."""
    if isinstance(term, formulas.Number):
        return (term.value, {}), (term.value, {})
    if isinstance(term, formulas.Name):
        low, high = known.get(term.key, (None, None))
        return None if low is None else (low, {term.key: 0}), None if high is None else (high, {term.key: 1})
    left, right = extremes(term.left, known), extremes(term.right, known)
    if term.sign in "+-":
        low, high = right if term.sign == "+" else right[::-1]
        return joined(term.sign, left[0], low), joined(term.sign, left[1], high)
    if term.sign == "/" and (None in right or right[0][0] <= 0 <= right[1][0]):
        return None, None
    found = [joined(term.sign, one, other) for one, other in product(left, right)]
    return (None, None) if None in found else (min(found, key=itemgetter(0)), max(found, key=itemgetter(0)))


def joined(sign: str, left: Reached | None, right: Reached | None) -> Reached | None:
    """Two ends with a sign between them."""
    if left is None or right is None or any(left[1].get(key, end) != end for key, end in right[1].items()):
        return None
    sides = formulas.Number(left[0]), formulas.Number(right[0])
    return formulas.evaluated(formulas.Operation(sign, *sides), {}), left[1] | right[1]


def written(term: formulas.Term, words: Mapping[str, str], language: str) -> str:
    """A term with words for its measures: names, or numbers. ``votes for ÷ share for``."""
    if isinstance(term, formulas.Name):
        return words.get(term.key, term.key)
    if isinstance(term, formulas.Number):
        return number(term.value, language)
    left, right = written(term.left, words, language), written(term.right, words, language)
    if term.sign in "*/" and formulas.is_sum(term.left):
        left = f"({left})"
    if isinstance(term.right, formulas.Operation) and formulas.needs_brackets(term.right, term.sign):
        right = f"({right})"
    return f"{left} {SIGNS[term.sign]} {right}"
