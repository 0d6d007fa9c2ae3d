"""A number as a source states it, in Dutch or English ─▶ its value, its interval, its hedge and its unit.

``read("bijna 2 miljoen mensen", "nl")`` is 2,000,000, from 1,800,000 to 2,000,000, hedge "nearly", unit "mensen".
Nothing is guessed at: what is not in the tables below is refused by name (``Unread``), and so is what has two readings.

* Digits. In Dutch a point groups thousands and a comma begins decimals ("89.844.000", "96,8"), in English the reverse;
  spaces group in both. What is malformed for its language is refused. So are three decimals that the other language
  would take for thousands ("1.500" in English, "1,500" in Dutch): nothing in them says which is meant.
* Interval. Half of the last unit that is stated lies on either side, and never below nothing. Groups of three noughts
  at the end are rounding: "89.844.000" is ± 500, "91 miljoen" ± 500,000, "1,5 miljoen" ± 50,000, "4.700" and "80 %"
  ± 0.5. A half states halves: "anderhalf miljoen" is ± 250,000. Whole counts below a hundred, and fractions ("een
  derde", "vier en een half"), are exact, unless a scale word or a percentage follows.
* Words and digits are one: "duizend" has the interval of "1.000", "twintig" that of "20". A billion is 10⁹ in English.
* A range has its stated ends as bounds, and no value. A first number without a scale word shares that of the second
  ("8 tot 20 miljoen"), unless it would no longer be the smaller ("950,000–1.2 million").
* "11 (later 15)" is 11, and ``then`` is the 15.
* What follows the number is the unit, if it holds nothing that counts or hedges in either language.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from sources.refusal import Refusal, gettext_noop

LANGUAGES = ("nl", "en")
LONGEST = 300  # characters; a number with its unit has fewer than fifty
MOST_DIGITS = 30  # far more than history counts, and few enough for the bounds to fit their column


class Unread(Refusal):
    """Words that are not read as a number; the message names them."""


_LANGUAGE = gettext_noop("Numbers are read in Dutch (nl) and English (en), not in “%(language)s”; fill in the bounds.")
_TOO_LONG = gettext_noop("The words have %(length)s characters, at most %(limit)s are read; choose only the number.")
_EMPTY = gettext_noop("There are no words; copy the number as it is stated, for example “bijna 2 miljoen”.")
_SIGN = gettext_noop("“%(sign)s” (%(code)s) is not read in a number; choose words without it, or fill in the bounds.")
_UNKNOWN = gettext_noop("“%(words)s” is not understood; choose only the words of one number, as “bijna 2 miljoen”.")
_NO_NUMBER = gettext_noop("“%(words)s” states no number; choose the words that do, for example “bijna 2 miljoen”.")
_DIGITS = gettext_noop("“%(number)s” has more than %(limit)s digits; fill in the bounds.")
_MALFORMED = {
    "nl": gettext_noop("“%(number)s” is not a number in Dutch, as “89.844.000” and “96,8” are; is the text English?"),
    "en": gettext_noop("“%(number)s” is not a number in English, as “89,844,000” and “96.8” are; is the text Dutch?"),
}
_TWO_WAYS = gettext_noop("“%(words)s” can be read in two ways, as %(one)s or as %(other)s; fill in the bounds.")
_ARTICLE = gettext_noop("“%(words)s” can be one or any; if it counts, choose “een” alone.")
_ORDINAL = gettext_noop("“%(words)s” can be a share or a place in a row; if it is a share, choose no more than that.")
_NOT_RISING = gettext_noop("“%(words)s” does not run from a smaller number to a larger one; read the two apart.")


# What is public: the words that are read, in small letters, and the rules


class Hedge(NamedTuple):
    """A kind of hedge, its words in each language, and its rule in English, for the page that explains it.

    ``bounds`` takes a value and the interval that its digits state, and gives low and high; None is an open end.
    """

    name: str  # one of timeline.models.evidence.HEDGES
    nl: str
    en: str
    rule: str
    bounds: Callable


HEDGES = (
    Hedge("", "", "",
          gettext_noop("Half of the last unit that is stated, on either side; groups of three noughts at the end are "
                       "rounding. Whole counts below a hundred, and fractions, are exact."),
          lambda value, low, high: (low, high)),
    Hedge("about", "ongeveer, zowat, circa, ca., rond, rond de, omstreeks, zo'n",
          "about, some, roughly, around, approximately, circa, ca., c.",
          gettext_noop("Ten per cent on either side, or as far as the number itself is rounded if that is further."),
          lambda value, low, high: (min(low, value * 9 / 10), max(high, value * 11 / 10))),
    Hedge("nearly", "bijna, haast, krap", "nearly, almost, close to",
          gettext_noop("From ten per cent below the number to the number."),
          lambda value, low, high: (value * 9 / 10, value)),
    Hedge("over", "meer dan, iets meer dan, ruim, boven, boven de", "over, just over, more than, above",
          gettext_noop("From the number upward."),
          lambda value, low, high: (value, None)),
    Hedge("under", "minder dan, nog geen, onder de", "under, less than, fewer than, below",
          gettext_noop("Up to the number."),
          lambda value, low, high: (None, value)),
    Hedge("at_least", "minstens, ten minste, tenminste, niet minder dan",
          "at least, no fewer than, no less than, not less than",
          gettext_noop("The number or more."),
          lambda value, low, high: (value, None)),
    Hedge("at_most", "hoogstens, ten hoogste, niet meer dan", "at most, up to, no more than, not more than",
          gettext_noop("The number or less."),
          lambda value, low, high: (None, value)),
    Hedge("between", "tussen de … en …, tussen … en …, van … tot …, … tot …, … à …, … – …",
          "between … and …, from … to …, … to …, … – …",
          gettext_noop("From the first number to the second. A plural alone, such as “millions”: from one to ten."),
          lambda value, low, high: (low, high)),
)  # fmt: skip
# Words before a number that colour it and change nothing.
EMPHASIS = {
    "nl": "slechts, nog slechts, maar, nog maar, maar liefst, liefst, al, later",
    "en": "only, merely, already, later",
}
# The larger before the smaller, and "mln." before "mln": in this order they are looked for.
SCALES = {
    "nl": {"miljard": 10**9, "mld.": 10**9, "miljoen": 10**6, "mln.": 10**6, "mln": 10**6, "duizend": 1000},
    "en": {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 1000},
}
# Plurals that stand for a number.
PLURALS = {
    "nl": {
        "tientallen": 10, "honderden": 100, "duizenden": 1000, "tienduizenden": 10_000, "honderdduizenden": 100_000,
        "miljoenen": 10**6, "tientallen miljoenen": 10**7, "honderden miljoenen": 10**8, "miljarden": 10**9,
    },
    "en": {
        "tens": 10, "hundreds": 100, "thousands": 1000, "tens of thousands": 10_000, "hundreds of thousands": 100_000,
        "millions": 10**6, "tens of millions": 10**7, "hundreds of millions": 10**8, "billions": 10**9,
    },
}  # fmt: skip


# The words of numbers, as _key() makes them: in small letters, without the accents of "één" and "tweeëntwintig"

_UP_TO_19 = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
}
_TENS = {
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_PARTS = {
    "nl": "derde vierde vijfde zesde zevende achtste negende tiende",
    "en": "third fourth fifth sixth seventh eighth ninth tenth",
}
_HALVES = {
    "nl": {"1/2": "half, halve, een half, een halve, de helft", "3/2": "anderhalf, anderhalve",
           "1/4": "kwart, een kwart", "3/4": "driekwart, drie kwart"},
    "en": {"1/2": "half, a half, one half, one-half", "1/4": "a quarter, one quarter",
           "3/4": "three quarters, three-quarters"},
}  # fmt: skip
_AND_A_HALF = {"nl": ("en een half", "en een halve"), "en": ("and a half",)}
# What joins a scale word to what follows it: "honderdeneen", "honderd en een", but not "honderden een".
_JOINT = {"nl": re.compile(" en |en(?! )| ?"), "en": re.compile(" and | ?")}
_MARKS = {"nl": SCALES["nl"] | {"honderd": 100}, "en": SCALES["en"] | {"hundred": 100}}
# What stands before a scale word for one, besides "een" and "one": nothing in "duizend", an article in "a thousand".
_ONE = {"nl": {"honderd": "", "duizend": ""}, "en": dict.fromkeys(_MARKS["en"], "a")}
# How scale words follow a fraction: "half a million", "a quarter of a million".
_OF_SCALE = {
    "nl": SCALES["nl"],
    "en": {f"{link}{name}": size for link in ("", "a ", "of a ") for name, size in SCALES["en"].items()},
}


def _small(language: str) -> dict[str, int]:
    """The words of 0 to 99."""
    ones, tens = _UP_TO_19[language].split(), _TENS[language].split()
    words = {word: number for number, word in enumerate(ones)}
    for ten, word in zip(range(20, 100, 10), tens, strict=True):
        words[word] = ten
        for joined in ("{1}en{0}",) if language == "nl" else ("{0}-{1}", "{0} {1}"):
            words |= {joined.format(word, ones[one]): ten + one for one in range(1, 10)}
    return words


def _ordinal_shares(language: str) -> dict[str, Fraction]:
    """The shares that are named by an ordinal: "een derde", "twee derden", "two-thirds"."""
    ones, shares = _UP_TO_19[language].split(), {}
    for under, part in enumerate(_PARTS[language].split(), start=3):
        if language == "en":
            shares |= {f"a {part}": Fraction(1, under)}
        for over in range(1, under):
            parts = (part, f"{part}n") if language == "nl" else (f"{part}s",)
            for name in parts if over > 1 else (part,):
                shares |= {f"{ones[over]}{joint}{name}": Fraction(over, under) for joint in (" ", "-")}
    return shares


def _shares(language: str) -> dict[str, Fraction]:
    """The other fractions in words: halves, quarters, and in Dutch "tweeënhalf"."""
    halves = {phrase: Fraction(share) for share, said in _HALVES[language].items() for phrase in said.split(", ")}
    if language == "nl":
        ones = _UP_TO_19["nl"].split()
        halves |= {f"{ones[n]}en{half}": n + Fraction(1, 2) for n in range(2, 20) for half in ("half", "halve")}
    return halves


def _numeral(group: str, mark: str) -> re.Pattern:
    """Digits as a language writes them: grouped by its own sign or by spaces, or not at all; then its decimals."""
    grouped = "|".join(f"[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+" for sign in (group, " "))
    return re.compile(f"({grouped}|0|[1-9][0-9]*)(?:{re.escape(mark)}([0-9]+))?")


_SMALL = {language: _small(language) for language in LANGUAGES}
_ORDINAL_SHARES = {language: _ordinal_shares(language) for language in LANGUAGES}
_SHARES = {language: _shares(language) | _ORDINAL_SHARES[language] for language in LANGUAGES}
_SIGNS = {"nl": (".", ","), "en": (",", ".")}  # of groups, of decimals
_NUMERAL = {language: _numeral(*signs) for language, signs in _SIGNS.items()}
_EMPHATIC = {language: said.split(", ") for language, said in EMPHASIS.items()}
_HEDGED = {
    language: {phrase: row for row in HEDGES[1:-1] for phrase in getattr(row, language).split(", ")}
    for language in LANGUAGES
}
# What opens a range, and what separates its numbers.
_RANGES = {
    language: [[part.strip() for part in said.split("…")[:2]] for said in getattr(HEDGES[-1], language).split(", ")]
    for language in LANGUAGES
}

# What no unit holds: the words of the tables above, in either language, and these, which would change the number or
# make a date of it. What merely joins words is free, but for the end of a unit, and some for its beginning.
_FREE = set("a an and at de en from n of per the van".split())  # noqa: SIM905
_OPENS_NO_UNIT = {"nl": ("en", "of"), "en": ("and",)}
_NO_UNIT = set(
    """
    so or plus few several couple pair handful dozen dozens gross score scores percentage m mn bn k ton older
    enkele paar koppel aantal handvol dozijn dozijnen gros procentpunt procentpunten mio tsd ouder
    january february march april may june july august september october november december
    januari februari maart mei juni juli augustus oktober
    """.split()  # noqa: SIM905
)
_LETTERS = re.compile("[a-zà-ɏ]+")


def _runs(*tables: Collection[str]) -> set[str]:
    """The words that the phrases of the tables are made of."""
    return {run for table in tables for phrase in table for run in _LETTERS.findall(phrase)} - _FREE


_NUMERIC = _runs(*_SHARES.values(), *_MARKS.values(), *PLURALS.values())
_COUNTING = _NUMERIC | _NO_UNIT | _runs(*_EMPHATIC.values(), *_HEDGED.values(), *_RANGES["nl"], *_RANGES["en"])
_UNIT_WORD = re.compile("[A-Za-zÀ-ɏ][-'’./A-Za-zÀ-ɏ]*")


@dataclass(frozen=True)
class StatedNumber:
    """What a number says; ``value`` is None for a range or a bare plural, ``low`` or ``high`` where that end is open.

    ``unit`` is the words that are left, as they stand; a percentage has "%", also where it is written out. ``then`` is
    the second number of "11 (later 15)".
    """

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    hedge: str
    unit: str
    then: "StatedNumber | None" = None


@dataclass(frozen=True)
class _Amount:
    """A number by itself.

    ``step`` is the last unit that is stated. ``scales`` are the scale words that it ends in, from the last on, each
    multiplied by those after it: "drie honderd duizend" has 1,000 and 100,000.
    """

    value: Fraction
    step: Fraction
    decimal: bool = False
    scales: tuple[int, ...] = ()

    def times(self, scale: int) -> "_Amount":
        return replace(self, value=self.value * scale, step=self.step * scale, scales=(scale,))

    def interval(self, unit: str) -> tuple[Fraction, Fraction]:
        """Low and high, by the precision in which the number is stated."""
        if self.value < 100 and not (self.decimal or self.scales or unit.startswith("%")):
            return self.value, self.value
        return max(Fraction(0), self.value - self.step / 2), self.value + self.step / 2


def _whole(number: int, scales: tuple[int, ...] = ()) -> _Amount:
    """A whole number; its last unit is as large as its noughts say, in groups of three."""
    step = 1
    while number and number % (1000 * step) == 0:
        step *= 1000
    return _Amount(Fraction(number), Fraction(step), scales=scales)


# Reading


def read(words: str, language: str) -> StatedNumber:
    """The one reading of a number; ``language`` is a code such as "nl" or "en-GB". Raises Unread for anything else.

    Digits alone, without any mark between them, say the same in every language.
    """
    spoken = LANGUAGES[0] if words.isascii() and words.isdecimal() else language.partition("-")[0]
    if spoken not in LANGUAGES:
        raise Unread(_LANGUAGE, language=language)
    before, opened, tail = _spread(words).partition("(")
    if not opened:
        return _stated(before.split(), spoken)
    inside, closed, after = tail.partition(")")
    said = " ".join(inside.split())
    if not (before.strip() and closed and said.lower().startswith("later ")):
        raise Unread(_UNKNOWN, words=f"({said}{closed}")
    first = _stated([*before.split(), *after.split()], spoken)
    second = _stated([*inside.split(), *after.split()], spoken)
    # "3 miljoen (later 5)" and "80 % (later 90)" do not say whether the second has the scale or the sign of the first.
    for marks in (_MARKS[spoken], "%"):
        of_first = [mark for mark in marks if mark in before.lower()]
        if of_first and not any(mark in said.lower() for mark in marks):
            raise Unread(_TWO_WAYS, words=words, one=said, other=f"{said} {of_first[0]}")
    return replace(first, then=second if second.unit else replace(second, unit=first.unit))


def _spread(words: str) -> str:
    """The words in one spelling of spaces, percentages and dashes, with space around each sign that is a word."""
    if len(words) > LONGEST:
        raise Unread(_TOO_LONG, length=len(words), limit=LONGEST)
    text = " ".join(unicodedata.normalize("NFC", words).split())
    if not text:
        raise Unread(_EMPTY)
    if strange := re.search("[^ 0-9A-Za-zÀ-ÖØ-öø-ɏ.,'’%()/–-]", text):
        sign = strange[0]
        raise Unread(_SIGN, sign=sign if sign.isprintable() else "\ufffd", code=f"U+{ord(sign):04X}")
    text = re.sub(r"\b(procent|percent|per cent)\b", "%", text, flags=re.IGNORECASE)
    text = re.sub("(?<=[0-9%])-(?=[0-9])|(?<= )-(?= )", "–", text)
    return re.sub("[%()–]", r" \g<0> ", text)


def _key(words: list[str]) -> str:
    """Words as they are looked up."""
    return " ".join(words).lower().translate({ord("é"): "e", ord("ë"): "e", ord("’"): "'"})


def _leading(words: list[str], phrases: Collection[str]) -> tuple[str, list[str]]:
    """The longest of the phrases that the words begin with, or "", and the words after it."""
    for length in range(min(3, len(words)), 0, -1):
        if (phrase := _key(words[:length])) in phrases:
            return phrase, words[length:]
    return "", words


def _stated(words: list[str], language: str) -> StatedNumber:
    """A number with all that stands around it, but for a later one."""
    _, plain = _leading(words, _EMPHATIC[language])
    phrase, rest = _leading(plain, _HEDGED[language])
    if not rest:
        raise Unread(_NO_NUMBER, words=" ".join(words))
    if not phrase and (stated := _plural(rest, language) or _range(rest, language)):
        return stated
    amount, left = _amount(rest, language)
    unit = _unit(left, language)
    if plain[0].lower() == "een" and left == plain[1:] and unit and not unit.startswith("%"):
        raise Unread(_ARTICLE, words=" ".join(words))
    hedge = _HEDGED[language].get(phrase, HEDGES[0])
    low, high = hedge.bounds(amount.value, *amount.interval(unit))
    return StatedNumber(amount.value, low, high, hedge.name, unit)


def _plural(words: list[str], language: str) -> StatedNumber | None:
    """A plural that stands for a number, as in "tens of thousands of workers"."""
    phrase, rest = _leading(words, PLURALS[language])
    if not phrase:
        return None
    if language == "en":
        _, rest = _leading(rest, ("of",))
    low = Fraction(PLURALS[language][phrase])
    return StatedNumber(None, low, 10 * low, "between", _unit(rest, language))


def _range(words: list[str], language: str) -> StatedNumber | None:
    for opening, separator in _RANGES[language]:
        phrase, body = _leading(words, (opening,))
        places = [place for place in range(1, len(body) - 1) if _key(body[place : place + 1]) == separator]
        if phrase == opening and places:
            return _between(body, places, language)
    return None


def _between(words: list[str], places: list[int], language: str) -> StatedNumber:
    """The range that the words are if they are split at one of the places; which one shows by trying.

    "Between two and a half and three and a half million" has three; more are no range, and trying them all is slow.
    """
    readings, refusals, said = [], [], " ".join(words)
    if len(places) > 3:
        raise Unread(_UNKNOWN, words=said)
    for place in places:
        try:
            readings.append((*_side(words[:place], language), *_side(words[place + 1 :], language)))
        except Unread as refusal:
            refusals.append(refusal)
    if not readings:
        raise refusals[0]
    if len(readings) > 1:
        one, other = (f"{low.value} – {high.value}" for low, _, high, _ in readings[:2])
        raise Unread(_TWO_WAYS, words=said, one=one, other=other)
    low, low_unit, high, unit = readings[0]
    if low_unit not in ("", unit):
        raise Unread(_UNKNOWN, words=said)
    shared = [] if low.scales else [scale for scale in high.scales if low.value * scale < high.value]
    if len(shared) > 1:
        one, other = (f"{low.value * scale} – {high.value}" for scale in shared[:2])
        raise Unread(_TWO_WAYS, words=said, one=one, other=other)
    first = low.value * shared[0] if shared else low.value
    if first >= high.value:
        raise Unread(_NOT_RISING, words=said)
    return StatedNumber(None, first, high.value, "between", unit)


def _side(words: list[str], language: str) -> tuple[_Amount, str]:
    amount, rest = _amount(words, language)
    return amount, _unit(rest, language)


def _amount(words: list[str], language: str) -> tuple[_Amount, list[str]]:
    """The number that the words begin with, and the words after it."""
    amount, rest = _digits(words, language) or _share(words, language) or _in_words(words, language)
    half, after = _leading(rest, _AND_A_HALF[language])
    if half and amount.step == 1 and not amount.scales:
        amount, rest = _Amount(amount.value + Fraction(1, 2), Fraction(1, 2)), after
    scales = (_OF_SCALE if amount.step < 1 and not amount.decimal else SCALES)[language]
    scale, after = _leading(rest, scales)
    if scale and not amount.scales:
        return amount.times(scales[scale]), after
    return amount, rest


def _digits(words: list[str], language: str) -> tuple[_Amount, list[str]] | None:
    count = next((place for place, word in enumerate(words) if not word[0].isdigit()), len(words))
    if not count:
        return None
    number, (group, mark) = " ".join(words[:count]), _SIGNS[language]
    if not (form := _NUMERAL[language].fullmatch(number)):
        raise Unread(_MALFORMED[language], number=number)
    whole, decimals = re.sub("[ .,]", "", form[1]), form[2] or ""
    if len(whole + decimals) > MOST_DIGITS:
        raise Unread(_DIGITS, number=number, limit=MOST_DIGITS)
    if len(decimals) == 3 and group not in number and re.fullmatch("[1-9][0-9]{0,2}( [0-9]{3})*", form[1]):
        other = f"{whole}{mark}{decimals}".rstrip("0").rstrip(mark)
        raise Unread(_TWO_WAYS, words=number, one=whole + decimals, other=other)
    if not decimals:
        return _whole(int(whole)), words[count:]
    step = Fraction(1, 10 ** len(decimals))
    return _Amount(int(whole + decimals) * step, step, decimal=True), words[count:]


def _share(words: list[str], language: str) -> tuple[_Amount, list[str]] | None:
    """A fraction in words; one named by an ordinal has nothing after it but its whole: "een derde fase" is no third."""
    phrase, rest = _leading(words, _SHARES[language])
    if not phrase:
        return None
    if phrase in _ORDINAL_SHARES[language] and rest and _key(rest[:1]) not in ("van", "deel", "of"):
        raise Unread(_ORDINAL, words=" ".join(words))
    share = _SHARES[language][phrase]
    return _Amount(share, Fraction(1, share.denominator)), rest


def _in_words(words: list[str], language: str) -> tuple[_Amount, list[str]]:
    """The longest whole number in words that stands first. Where none does, the words before any number are refused."""
    for length in range(min(24, len(words)), 0, -1):
        text = _key(words[:length])
        if (number := _spelled(text, language)) is not None:
            return _whole(number, _scales(text, language)), words[length:]
    numbers = [place for place, word in enumerate(words) if re.search("[0-9]", word) or _counts(word, _NUMERIC)]
    if not numbers:
        raise Unread(_NO_NUMBER, words=" ".join(words))
    raise Unread(_UNKNOWN, words=" ".join(words[: numbers[0] or 1]))


def _spelled(text: str, language: str) -> int | None:
    """A whole number in words, or None: what stands before its largest scale word, times that, and what follows."""
    within = text if language == "nl" else text.split()  # "tweehonderdduizend" is one word
    name = next((name for name in _MARKS[language] if name in within), None)
    if name is None:
        return _SMALL[language].get(text)
    size = _MARKS[language][name]
    head, _, tail = text.partition(name)
    count = 1 if head.strip() == _ONE[language].get(name) else _spelled(head.strip(), language)
    rest = _spelled(tail[_JOINT[language].match(tail).end() :], language) if tail else 0
    if not count or rest is None or (tail and not 0 < rest < size):
        return None
    return count * size + rest if size > 100 or count % 10 else None  # there is "twaalfhonderd", not "twintighonderd"


def _scales(text: str, language: str) -> tuple[int, ...]:
    """The scales of a number in words, as in _Amount."""
    scales, product = [], 1
    while name := next((name for name in _MARKS[language] if text.endswith(name)), None):
        product *= _MARKS[language][name]
        scales.append(product)
        text = text.removesuffix(name).rstrip()
    return tuple(scales)


def _unit(words: list[str], language: str) -> str:
    """What is left, as it stands. A word that counts, hedges or leaves something half said is refused."""
    left = words[1:] if words[:1] == ["%"] else words
    strange = [word for word in left if not _UNIT_WORD.fullmatch(word) or _counts(word, _COUNTING)]
    loose = [word for word in left[:1] if word.lower() in _OPENS_NO_UNIT[language]]
    loose += [word for word in left[-1:] if word.lower() in _FREE]
    if strange or loose:
        raise Unread(_UNKNOWN, words="”, “".join(strange or loose[:1]))
    return " ".join(words)


def _counts(word: str, known: Collection[str]) -> bool:
    """Whether any part of a word is known, or a number in either language: "3-miljoen", "twenty-one", "tiental"."""
    return any(
        run in known or any(_spelled(part, language) is not None for part in (run, run.removesuffix("tal")))
        for run in _LETTERS.findall(_key([word]))
        for language in LANGUAGES
    )
