"""The numbers that stand in a piece of prose, Dutch or English, each with its value and its interval. Pure.

``sources.numbers`` reads one number from words that somebody chose; this finds them in a sentence. What counts:

* digits with their separators, with a percentage or a scale word behind them: "89.844.000", "97,8 %", "1,5 miljoen";
* number words from thirteen, scale words and fractions with a name: "zestien", "een half miljoen", "two thirds".

What does not: words up to twelve and "half", which are ordinary prose; plurals and vague numbers ("tienduizenden",
"a few thousand"); dates and years, which are what the checks of chronology are for (``is_year`` says which); ordinals
("11e", "18th", "XX"); places in works ("art. 58", "p. 12") and names with digits in them ("order 00447"); the addresses
of links.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from sources import numbers

LANGUAGES = numbers.LANGUAGES
GROUP, POINT = {"nl": ".", "en": ","}, {"nl": ",", "en": "."}
REACH = Fraction(1, 10)


@dataclass(frozen=True)
class Stated:
    """A number as it stands in prose; ``value`` is None for digits that are no number in this language.

    ``low`` and ``high`` are the interval that the words state. ``shared`` is the same number with what follows a later
    one: the 91 million of "91 of 93 million". ``near`` is how far it may lie from what it stands for, if it is hedged.
    """

    words: str
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    near: Fraction | None = None
    shared: "Stated | None" = None

    @property
    def readings(self) -> tuple["Stated", ...]:
        """The number, and where it may share the scale of another, that one first."""
        return (self.shared, self) if self.shared else (self,)

    def reaches(self, number: Fraction) -> bool:
        """Whether this may stand for that number: it lies within the interval, and near it where this is hedged."""
        close = self.near is None or abs(self.value - number) <= self.near
        return close and (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


# --- what is no number ------------------------------------------------------------------------------------------------

MONTHS = (
    "[Jj]anuari|[Ff]ebruari|[Mm]aart|[Aa]pril|[Mm]ei|[Jj]uni|[Jj]uli|[Aa]ugustus|[Ss]eptember|[Oo]ktober|[Nn]ovember"
    "|[Dd]ecember|January|February|March|May|June|July|August|October"
)
DAY = r"(?<![\d.,])\d{1,2}(?:e|ste|de|st|nd|rd|th)?"
AND = r"(?:\s*[–/-]\s*|\s+(?:tot en met|tot|t/m|op|of|en|to|and|or)\s+(?:de\s+|the\s+)?)"
YEAR = r"(?<![\d.,/])(?:1\d{3}|20\d\d|2100)(?!\d|[.,/]\d)"
MEASURED = r"(?!\s*(?:%|procent|per ?cent|miljoen|miljard|duizend|million|billion|thousand)\b)(?!\s*%)"
# What is counted: a noun of these lists or with such an end, and no verb or adverb that ends so too.
COUNTED = re.compile(
    rf"(?:{AND}{YEAR})?\s"  # "1500 of 2000 doden"
    r"(?!(?:gingen|vingen|hingen|kregen|wisten|misten|kosten|anders|immers|overigens)\b)"
    r"(?!(?:offers|refers|covers|enters|differs|remembers|considers|mentions|questions|presents|represents)\b)"
    r"(?:(?:other|more|andere|meer|[a-zé]{2,}(?:se|ge|ke|me|de|te|ed|ish|ive)) )?"  # one adjective
    r"(?:(?P<people>[a-z-]*(?:mensen|personen|mannen|vrouwen|kinderen|leden|gevangenen|soldaten|boeren|militairen"
    r"|burgers|afgevaardigden|gewonden|anderen)|ge[a-z]{3,}eerden|[a-z]{2,}(?:isten|anten|enten|eurs|aars)|\w+iërs|man"
    r"|people|men|women|children|troops|delegates|members|persons|victims|citizens|others"
    r"|[a-z]{3,}(?:ers|ors|ents|ants|ists|ees)"
    r"|[A-Z][a-z]+(?:ians|eans|viks|wieken|iërs|ezen)|Polen|Poles|Duitsers|Germans|Russen|Finnen|Finns|Reds|Whites)"
    r"|[a-z-]*(?:doden|slachtoffers|gezinnen|stemmen|zetels|dorpen|steden|straten|fabrieken|bedrijven|kampen|scholen"
    r"|boeken|bladzijden|pagina[’']s|dagen|weken|maanden|uren|exemplaren|gevallen|stukken|schepen|tanks|vliegtuigen"
    r"|wapens)|jaar|meter|kilometer|km|kilo|kg|ton|hectare|roebels?|gulden|euro[’']?s?|dollars?|keer|maal"
    r"|[a-z]{2,}(?:ingen|ties)"
    r"|dead|deaths|killed|lives|families|votes|seats|villages|towns|cities|streets|factories|camps|schools|houses|cases"
    r"|books|copies|pages|words|days|weeks|months|hours|years|times|metres|meters|kilometres|miles|tons|tonnes"
    r"|acres|hectares|roubles|rubles|pounds|euros|ships|planes|guns|rifles|[a-z]{3,}(?:ions|icts|ages))(?![\w’'])"
)
# Where people do something in a year: "in 1917 workers struck", "From 1929 peasants …" as a sentence opens.
OPENING = re.compile(
    r"\b[Ii]n\s$|(?:^|[.!?:;\n(“*]\s?)(?:By|From|Since|Until|After|Before|During|Around|Na|Vóór|Tot)\s$", re.MULTILINE
)
# What stands before a number and no year.
HOW_MANY = re.compile(
    r"\b(?:er|there (?:are|were)|ruim|minstens|hoogstens|ten ?minste|nog geen|(?:meer|minder) dan|precies|slechts"
    r"|(?:more|less|fewer) than|at (?:least|most)|exactly|totaal|total(?:ling)?(?: of)?)\s$",
    re.IGNORECASE,
)
# What stands before a year, whatever follows; and what stands before either.
SEASON = (
    "begin|eind|half|halverwege|medio|najaar|voorjaar|zomer|herfst|winter|lente|early|mid|late|spring|summer|autumn"
)
DATED = re.compile(
    rf"(?:\b(?:(?:{MONTHS}|September|November|December|April)|(?i:okt|nov|dec|jan|febr?|aug|sept?)\.?|(?i:{SEASON}))"
    r"(?:\s(?:in|van|of))?|\b(?i:sinds|vanaf|anno|jaar|jaren|kalenderjaar|since|until|till|years?|edition|uitgave)|¤)\s?$"
)
BEFORE_YEAR = re.compile(
    r"(?:^|[^\w])(?:in|van|tot|voor|vóór|uit|na|ná|rond|om|omstreeks|over|bij|met|op|door|tegen|tussen|en|of|per|dan|als"
    r"|from|to|for|before|after|around|about|by|between|during|and|or|the|at|under|as|than)\s$"
    rf"|[(“„’'–-]$|{YEAR},\s$",
    re.IGNORECASE,
)
# Where a clause ends, or goes on with another year.
CLAUSE_ENDS = re.compile(rf"\s?(?:$|\n|[.,;:)\]”\"?!*=/–(-]|goda\b|(?:{AND}){YEAR})")
YEARS_LONG = 40  # characters before a year that are looked at
PLACE = (
    r"(?:(?:arts?|pp?|blz|pag|chs?|hfst|h|dl|vols?|nrs?|nos?|sec|par|doc|tab)\.|(?:pp|blz|hfst|dl|nrs?)"
    r"|(?P<noun>artikel(?:en)?|articles?|pagina(?:[’']?s)?|pages?|hoofdstuk(?:ken)?|chapters?|deel|delen|volumes?|band"
    r"|nummers?|numbers?|sections?|paragra(?:ph|phs|af|fen)|regels?|lines?|notes?|noot|noten|bevel|order|decree|decreet"
    r"|slides?|dia|appendix|bijlage|tabel|table|document|fond|opis|delo|kamer|room))"
)
NOT_NUMBERS = [
    r"(?<=\])\([^)\s]{0,2000}\)|https?://\S+",  # the address of a link
    r"^[ \t]*\d+[.)]\s",  # the number of an item in a list
    rf"(?:{DAY},\s*){{0,31}}(?:{DAY}{AND}){{0,31}}{DAY}\s+(?:of\s+)?(?:{MONTHS})\b",  # 2 tot en met 13 maart
    rf"\b(?:{MONTHS})\s+{DAY}(?=,?\s+\d{{4}})",  # May 2, 1937
    r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d\d?[.-]\d\d?[.-](?:19|20)\d\d\b|\b\d\d?[:.]\d\d(?= (?:uur|hours)\b)",
    rf"{YEAR}s\b",  # the 1920s
    r"\b(?:de\s+)?jaren\s+(?:[’'‘]?\d0|\w+tig)(?:\s+en\s+(?:[’'‘]?\d0|\w+tig))*\b|[’'‘]\d0s\b",  # de jaren twintig
    r"\b\d+(?:\s+(?:v|n)\.\s?Chr\.|\s+(?:BC|AD|BCE|CE)\b)",
    r"\b\d+(?:e|de|ste|st|nd|rd|th)\b",  # 18e, 18th
    r"§+\s*\d+(?:[-/.]\d+)*",
    r"(?<![\d.,/])(?<!\d[ \u00a0\u202f])0\d+\b",  # 00447
    r"(?<![^\W\d_])[^\W\d_]+[-–]?\d+(?:[-/]\d+)*",  # T-34
    r"\b(?:een paar|enkele|vele|a few|several|some|many|tientallen|tens of|hundreds of)\s+(?:tien|honderd)?"
    r"(?:duizend|honderd|miljoen|thousand|hundred|million)\w*",
    r"\b(?:afgerond op|nearest|whole)\s+(?:een |a )?(?:honderd|duizend|miljoen|hundred|thousand|million)\w*",
]
NO_NUMBER = [re.compile(pattern, re.MULTILINE) for pattern in NOT_NUMBERS]
PLACES = re.compile(
    rf"\b(?i:{PLACE})\s+\d+(?:[-/.]\d+)*(?![.,]?\d|[ \u00a0\u202f]\d{{3}}(?!\d))[a-z]?"
    rf"(?:(?:,\s*\d{{1,3}}){{0,40}}{AND}\d{{1,3}}(?![\d.,]*\d)){{0,40}}{MEASURED}"
)
SPANS_OF_YEARS = re.compile(rf"{YEAR}(?P<span>\s?[–/-]\s?\d{{2,4}}(?!\d|[.,]\d))?{MEASURED}")
YEARS = re.compile(YEAR)
DAYS = re.compile(rf"\b\d{{1,2}}(?=(?:{AND}{DAY}){{0,31}}\s+(?:{MONTHS})\b)")


def blanked(text: str) -> str:
    """The text with everything in it that looks like a number and is none made unreadable, at the same length.

    Every step looks at a bounded stretch of the text, so that the work grows no faster than the text does.
    """
    for pattern in NO_NUMBER:
        text = pattern.sub(hidden, text)
    text = PLACES.sub(lambda found: hidden(found) if is_place(found) else found[0], text)
    return SPANS_OF_YEARS.sub(lambda found: hidden(found) if is_year(found) else found[0], text)


def hidden(found: re.Match) -> str:
    """Signs that nothing reads, as many as there were."""
    return "¤" * len(found[0])


def is_place(found: re.Match) -> bool:
    """Whether a word and the number behind it are a place in a work: "deel 8", and not the "kamer 300" of 300 seats."""
    return not (found["noun"] and COUNTED.match(found.string, found.end()))


def is_year(found: re.Match) -> bool:
    """Whether four digits from 1000 to 2100 are a year, by the words around them.

    They are behind a month or a word for a time ("maart 1917", "sinds 1917", "the year 1917"). They are not behind a
    word that says how many ("er waren er 1500", "at least 1500") or where something is counted by them ("van 1500
    doden", "1500–2000 men"). Else they are in a span ("1936–1938"), behind a preposition or an opening bracket, or at
    the end of a clause. What remains is a number: "1437 raakten gewond".
    """
    text, before = found.string, found.string[max(0, found.start() - YEARS_LONG) : found.start()]
    if DATED.search(before):
        return True
    counted = COUNTED.match(text, found.end())
    if counted and not (counted["people"] and OPENING.search(before)):
        return False
    if found["span"]:
        return True
    return not HOW_MANY.search(before) and bool(BEFORE_YEAR.search(before) or CLAUSE_ENDS.match(text, found.end()))


def dates_in(text: str) -> set[Fraction]:
    """The years and the days of months in it: what a number of years or days is computed from."""
    return {Fraction(found) for pattern in (YEARS, DAYS) for found in pattern.findall(text)}


# --- finding ----------------------------------------------------------------------------------------------------------

DIGITS = r"−?(?<!\d)(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+/\d+|\d+(?:[.,]\d+)*)"
TOKEN = re.compile(rf"{DIGITS}|(?:ca|c|mln|mld)\.|[^\W\d_]+(?:[-’'][^\W\d_]+)*|%|[^\w\s]")
PERCENT = r"\s?%|\s(?:procent|per cent|percent)\b"
TAIL = {
    language: re.compile(
        rf"(?:\s(?:en een halve?|and a half))?(?:\s(?:{'|'.join(map(re.escape, scales))})(?!\w))?(?:{PERCENT})?"
    )
    for language, scales in numbers.SCALES.items()
}
SMALL = {
    "nl": "één twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
# What a number in words can begin with, and what makes it more than ordinary prose.
OPENS = {
    "nl": re.compile(rf"een|half|halve|anderhal\w+|drie?kwart|{SMALL['nl'].replace(' ', '|')}", re.IGNORECASE),
    "en": re.compile(rf"a|half|one-\w+|{SMALL['en'].replace(' ', '|')}", re.IGNORECASE),
}
TELLS = {
    "nl": re.compile(r"\w*(?:honderd|duizend|miljoen|miljard|tig|tien)\w*|\w*kwart|\w+(?:half|halve)|half|halve"
                     r"|derden?|(?:vier|vijf|zes|zeven|negen|tien)den?|achtsten?", re.IGNORECASE),
    "en": re.compile(r"hundred|thousand|million|billion|trillion|\w+teen|\w+ty(?:-\w+)?|half|(?:\w+-)?quarters?"
                     r"|(?:\w+-)?(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?", re.IGNORECASE),
}  # fmt: skip
ORDINAL = re.compile(r"(?:een|a) (?:derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|\w+(?:th|ird))", re.I)
OF_WHOLE = re.compile(r"\s(?:van|deel|of)\b|\s*(?:[^\w\s]|$)")
LONGEST_HEDGE, LONGEST_WORDS = 3, 9
# What may stand between two numbers that share a scale word or a percentage: "15 tot 18 procent", "91 of 93 million".
BETWEEN = re.compile(r"\s?[–,-]\s?|,?\s(?:tot|en|of|à|a|to|and|or|van de|van|of the|of|out of)\s")


def numbers_in(text: str, language: str, *, every: bool = False) -> list[Stated]:
    """The numbers that a text states, in order. ``every`` counts words up to twelve too, as a source may use them."""
    text = blanked(text)
    tokens = list(TOKEN.finditer(text))
    spans, end = [], 0
    for place, token in enumerate(tokens):
        if token.start() < end:
            continue
        digits = token[0].lstrip("−")[:1].isdigit()
        stop = stop_of_digits(text, token, language) if digits else stop_of_words(text, tokens, place, language, every)
        if stop:
            end = stop
            spans.append((place, token.start(), end))
    tails = shared_tails(text, [span[1:] for span in spans], language)
    return [reading(text, tokens, *span, tail, language) for span, tail in zip(spans, tails, strict=True)]


def stop_of_digits(text: str, token: re.Match, language: str) -> int:
    """Where a number in digits ends, with its scale and its percentage."""
    return TAIL[language].match(text, token.end()).end()


def stop_of_words(text: str, tokens: list[re.Match], place: int, language: str, every: bool) -> int:
    """Where a number in words ends that begins here; 0 if none does."""
    ahead = tokens[place : place + LONGEST_WORDS]
    if not (TELLS[language].fullmatch(ahead[0][0]) or OPENS[language].fullmatch(ahead[0][0])):
        return 0
    if not every and not any(TELLS[language].fullmatch(token[0]) for token in ahead):
        return 0
    for last in reversed(ahead):
        words = text[ahead[0].start() : last.end()]
        stated = whole_reading(words, language)
        if stated and (ORDINAL.fullmatch(words) is None or OF_WHOLE.match(text, last.end())):
            prose = (stated.value.denominator == 1 and stated.value <= 12) or stated.value == Fraction(1, 2)
            article = words.lower() in ("een", "a")
            return last.end() if not article and (every or not prose) else 0
    return 0


def whole_reading(words: str, language: str) -> numbers.StatedNumber | None:
    """The reading of words that are one number and nothing else."""
    try:
        stated = numbers.read(words, language)
    except numbers.Unread:
        return None
    plain = stated.value is not None and not stated.hedge and stated.unit in ("", "%") and not stated.then
    return stated if plain else None


def shared_tails(text: str, spans: list[tuple[int, int]], language: str) -> list[str]:
    """For each number the scale word or percentage that it shares with one after it, or nothing."""
    tails, tail, after = [], "", len(text)
    for start, end in reversed(spans):
        digits = re.compile(DIGITS).match(text, start)
        own = text[digits.end() if digits else start : end]
        joined = not own and BETWEEN.fullmatch(text, end, after)
        tails.append(tail if joined else "")
        tail, after = own or tails[-1], start
    return tails[::-1]


def reading(text: str, tokens: list, place: int, start: int, end: int, tail: str, language: str) -> Stated:
    """A number with what it shares: a percentage is its own, a scale is one of two readings."""
    plain = hedged(text, tokens, place, text[start:end], language)
    if not tail or plain.value is None:
        return plain
    also = hedged(text, tokens, place, text[start:end] + tail, language)
    if also.value == plain.value:
        return replace(also, words=plain.words)
    return plain if also.value is None else replace(plain, shared=also)


def hedged(text: str, tokens: list[re.Match], place: int, words: str, language: str) -> Stated:
    """The words as a number that begins with this token, by what is said before it of how exact it is."""
    plain = plain_reading(words, language)
    for length in range(min(LONGEST_HEDGE, place), 0, -1):
        before = text[tokens[place - length].start() : tokens[place].start()]
        try:
            stated = numbers.read(before + words, language)
        except numbers.Unread:
            continue
        if stated.hedge and stated.value is not None:
            return Stated(words, stated.value, stated.low, stated.high, nearness(plain))
    return plain


def nearness(number: Stated) -> Fraction:
    """How far a hedge reaches when it is held against a number: a unit of the last digit that is no nought, a tenth at
    most, and never less than its rounding. "About 270,000" is not 250,000, whatever the public table gives it."""
    return max(min(abs(number.value) * REACH, unit_of(number.value)), number.high - number.value)


def unit_of(number: Fraction) -> Fraction:
    """The unit of the last digit that is no nought: 10,000 for 270,000; of a fraction its part."""
    under = number.denominator
    while under % 10 == 0:
        under //= 10
    if under not in (1, 2, 4, 5, 8):
        return Fraction(1, number.denominator)
    unit = Fraction(1)
    while (number / unit).denominator != 1:
        unit /= 10
    while number and (number / unit / 10).denominator == 1:
        unit *= 10
    return unit


def plain_reading(words: str, language: str) -> Stated:
    """A number by itself. Three decimals are decimals here: our own prose is in one language."""
    if stated := whole_reading(words, language):
        return Stated(words, stated.value, stated.low, stated.high)
    if sum(map(str.isdecimal, words)) > numbers.MOST_DIGITS:
        return Stated(words, None)
    if fraction := re.fullmatch(r"(\d+)/(\d+)", words):
        if not int(fraction[2]):
            return Stated(words, None)
        value = Fraction(int(fraction[1]), int(fraction[2]))
        return Stated(words, value, value, value)
    group, point = GROUP[language], re.escape(POINT[language])
    numeral = re.match(rf"(−?)(\d{{1,3}}(?:[{group} \u00a0\u202f]\d{{3}})+|\d+)(?:{point}(\d+))?(?![\d.,]*\d)", words)
    if not numeral:
        return Stated(words, None)
    decimals = numeral[3] or ""
    step = Fraction(1, 10 ** len(decimals)) * scale_of(words[numeral.end() :], language)
    value = int(re.sub(r"\D", "", numeral[2]) + decimals) * step * (-1 if numeral[1] else 1)
    half = step / 2 if decimals or words[numeral.end() :] else Fraction(0)
    return Stated(words, value, value - half, value + half)


def scale_of(tail: str, language: str) -> int:
    """What the scale word behind digits multiplies them by."""
    return numbers.SCALES[language].get(re.sub(PERCENT, "", tail).strip(), 1)
