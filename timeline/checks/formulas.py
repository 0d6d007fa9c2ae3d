"""Arithmetic as an editor types it, ``turnout = voters / electorate``: read, turned around, its units checked. Pure.

Keys of measures, numbers, ``+ - * /`` and brackets on either side of one of ``= <= >=``; the printed signs × ÷ − ≤ ≥
are read too. Nothing is ever evaluated as a program.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sources.refusal import Refusal, gettext_noop

LONGEST = 200  # characters: what its column holds
DEEPEST = 20  # brackets in one another
EQUAL, AT_MOST, AT_LEAST = "=", "<=", ">="
FLIPPED = {EQUAL: EQUAL, AT_MOST: AT_LEAST, AT_LEAST: AT_MOST}
PRINTED = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">="}
TOKEN = re.compile(r" *([A-Za-z_]\w*|\d+(?:\.\d+)?|<=|>=|[-+*/()=]|[^ ])", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a thousand in Dutch, decimals elsewhere
PERCENT = {"%": 100, "‰": 1000, "percent": 100, "per cent": 100, "procent": 100, "promille": 1000, "per mille": 1000}


@dataclass(frozen=True)
class Name:
    """A measure, by its key."""

    key: str

    def __str__(self):
        return self.key


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: Fraction

    def __str__(self):
        return str(self.value)


@dataclass(frozen=True)
class Operation:
    """Two terms with one of ``+ - * /`` between them."""

    sign: str
    left: "Term"
    right: "Term"

    def __str__(self):
        left, right = str(self.left), str(self.right)
        if self.sign in "*/" and is_sum(self.left):
            left = f"({left})"
        if needs_brackets(self.right, self.sign):
            right = f"({right})"
        return f"{left} {self.sign} {right}"


Term = Name | Number | Operation


def needs_brackets(term: Term, after: str) -> bool:
    """Whether a term is written in brackets behind this sign."""
    if isinstance(term, Number):
        return term.value < 0 or (after == "/" and term.value.denominator != 1)
    return isinstance(term, Operation) and (after == "/" or (after in "*-" and is_sum(term)))


def is_sum(term: Term) -> bool:
    """Whether a term is a sum or a difference, which is written in brackets before × and ÷."""
    return isinstance(term, Operation) and term.sign in "+-"


@dataclass(frozen=True)
class Formula:
    """Two terms, and whether the left one is equal to, at most or at least the right one."""

    left: Term
    sign: str
    right: Term

    def __str__(self):
        return f"{self.left} {self.sign} {self.right}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The measures in it, each once, in order of appearance."""
        return tuple(dict.fromkeys([*keys_in(self.left), *keys_in(self.right)]))

    @property
    def results(self) -> set[str]:
        """The measures that stand alone on a side of an equation: what somebody worked out, and rounded."""
        return {side.key for side in (self.left, self.right) if self.sign == EQUAL and isinstance(side, Name)}


def keys_in(term: Term) -> Iterator[str]:
    """The measures in a term, each as often as it occurs."""
    if isinstance(term, Name):
        yield term.key
    elif isinstance(term, Operation):
        yield from keys_in(term.left)
        yield from keys_in(term.right)


def renamed(formula: str, names: Mapping[str, str]) -> str:
    """The formula as it was typed, with these measures called by other keys."""
    return TOKEN.sub(lambda found: found[0].removesuffix(found[1]) + names.get(found[1], found[1]), formula)


# --- reading ----------------------------------------------------------------------------------------------------------


def parse(formula: str) -> Formula:
    """The formula that was typed. Raises Refusal with the place and the remedy."""
    tokens = tokens_of(formula)
    signs = [token for token in tokens if token in FLIPPED]
    if len(signs) != 1:
        raise Refusal(gettext_noop("write two sides with one of = <= >= between them: turnout = voters / electorate."))
    at = tokens.index(signs[0])
    read = Formula(read_side(tokens[:at]), signs[0], read_side(tokens[at + 1 :]))
    if not read.keys:
        raise Refusal(gettext_noop("this formula names no measure; write the key of one: turnout <= 100."))
    return read


def parse_term(text: str) -> Term:
    """One side of a formula, as in ``votes_for / share_for``. Raises Refusal."""
    return read_side(tokens_of(text))


def tokens_of(text: str) -> list[str]:
    """The names, numbers and signs in a formula. Raises Refusal where it is too long."""
    if len(text) > LONGEST:
        raise Refusal(gettext_noop("a formula has at most %(most)d characters; shorten it."), most=LONGEST)
    for printed, typed in PRINTED.items():
        text = text.replace(printed, typed)
    return TOKEN.findall(text)


def read_side(tokens: list[str]) -> Term:
    """A side of a formula, all of it."""
    reader = Reader(tokens)
    term = reader.sum()
    if reader.next:
        raise reader.unexpected()
    return term


class Reader:
    """Reads tokens by precedence: sums of products of operands."""

    def __init__(self, tokens: list[str]):
        self.tokens, self.at, self.depth = tokens, 0, 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> Term:
        term = self.product()
        while self.next and self.next in "+-":
            term = Operation(self.take(), term, self.product())
        return term

    def product(self) -> Term:
        term = self.operand()
        while self.next and self.next in "*/":
            term = Operation(self.take(), term, self.operand())
        return term

    def operand(self) -> Term:
        negative = False
        while self.next == "-":
            self.take()
            negative = not negative
        term = self.bracket() if self.next == "(" else self.name_or_number()
        if not negative:
            return term
        return Number(-term.value) if isinstance(term, Number) else Operation("*", Number(Fraction(-1)), term)

    def bracket(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refusal(gettext_noop("there are too many brackets in one another; take some away."))
        self.take()
        term = self.sum()
        if self.next != ")":
            raise self.unexpected()
        self.take()
        self.depth -= 1
        return term

    def name_or_number(self) -> Term:
        token = self.next
        if not re.fullmatch(r"\w+(\.\d+)?", token, re.ASCII):
            raise self.unexpected()
        if GROUPED.fullmatch(token):
            digits = token.replace(".", "")
            raise Refusal(
                gettext_noop("“%(found)s” can be read in two ways. Write %(digits)s, or one more nought for decimals."),
                found=token[:20],
                digits=digits[:20],
            )
        self.take()
        return Number(Fraction(token)) if token[0].isdigit() else Name(token)

    def unexpected(self) -> Refusal:
        before = self.tokens[self.at - 1] if self.at else ""
        if self.next and not re.fullmatch(r"\w[\w.]*|[-+*/()]", self.next, re.ASCII):
            return Refusal(
                gettext_noop("“%(found)s” is not read in a formula; write keys of measures, numbers, + - * / and ( )."),
                found=self.next[:20],
            )
        if self.next:
            return Refusal(
                gettext_noop("“%(found)s” does not fit here, after “%(before)s”; is a sign or a bracket missing?"),
                found=self.next[:20],
                before=before[:20] or "…",
            )
        if before:
            return Refusal(gettext_noop("the formula breaks off after “%(before)s”; finish it."), before=before[:20])
        return Refusal(gettext_noop("one side of the formula is empty; write what is compared: turnout <= 100."))


def evaluated(term: Term, values: Mapping[str, Fraction]) -> Fraction:
    """What a term comes to, its measures having these values. Raises ZeroDivisionError."""
    if isinstance(term, Name):
        return values[term.key]
    if isinstance(term, Number):
        return term.value
    left, right = evaluated(term.left, values), evaluated(term.right, values)
    if term.sign in "+-":
        return left + right if term.sign == "+" else left - right
    return left * right if term.sign == "*" else left / right


# --- turning around ---------------------------------------------------------------------------------------------------


def isolate(formula: Formula, key: str) -> tuple[str, Term] | None:
    """What this measure is (at most, at least) by the formula: ``voters``, ``=``, ``votes_for / share_for``.

    The sign holds for positive numbers. None where the measure stands in the formula more or less than once.
    """
    in_left, in_right = (list(keys_in(side)).count(key) for side in (formula.left, formula.right))
    if in_left + in_right != 1:
        return None
    sign = formula.sign if in_left else FLIPPED[formula.sign]
    term, other = (formula.left, formula.right) if in_left else (formula.right, formula.left)
    while isinstance(term, Operation):
        in_first = key in keys_in(term.left)
        rest = term.right if in_first else term.left
        if in_first:
            other = Operation({"+": "-", "-": "+", "*": "/", "/": "*"}[term.sign], other, rest)
        elif term.sign in "+*":
            other = Operation({"+": "-", "*": "/"}[term.sign], other, rest)
        else:  # it is what is taken away, or divided by
            other, sign = Operation(term.sign, rest, other), FLIPPED[sign]
        term = term.left if in_first else term.right
    return sign, simplified(other)


def simplified(term: Term) -> Term:
    """A term without the turns that taking it apart leaves: ``a / (1 / b)`` is ``a * b``."""
    if not isinstance(term, Operation):
        return term
    left, right = simplified(term.left), simplified(term.right)
    if term.sign == "/" and isinstance(right, Operation) and right.sign == "/" and right.left == Number(Fraction(1)):
        return Operation("*", left, right.right)
    if term.sign == "*" and left == Number(Fraction(1)):
        return right
    return Operation(term.sign, left, right)


# --- units ------------------------------------------------------------------------------------------------------------


def scale_of(unit: str, nature: str) -> Fraction:
    """By what a stated value is multiplied before it enters a formula: a percentage is so many hundredths."""
    return Fraction(1, PERCENT.get(unit.strip().casefold(), 1)) if nature == "ratio" else Fraction(1)


def unit_problem(formula: Formula, units: Mapping[str, str]) -> Refusal | None:
    """Why what stands on the two sides cannot be added or compared, or None. ``units`` by key; a ratio has an empty
    one, since it is a pure number."""
    try:
        left, right = unit_of(formula.left, units), unit_of(formula.right, units)
        refuse_mixture(formula.left, left, formula.right, right)
    except Refusal as refusal:
        return refusal
    return None


def unit_of(term: Term, units: Mapping[str, str]) -> Counter | None:
    """The unit of a term as powers of units; None for a bare number, which fits beside anything."""
    if isinstance(term, Number):
        return None
    if isinstance(term, Name):
        unit = units[term.key].strip().casefold()
        return Counter({unit: 1} if unit else {})
    left, right = unit_of(term.left, units), unit_of(term.right, units)
    if term.sign in "+-":
        refuse_mixture(term.left, left, term.right, right)
        return right if left is None else left
    if left is None and right is None:
        return None
    powers, others = Counter(left or {}), right or {}
    for unit, power in others.items():
        powers[unit] += power if term.sign == "*" else -power
    return Counter({unit: power for unit, power in powers.items() if power})


def refuse_mixture(one: Term, unit: Counter | None, other: Term, its: Counter | None):
    """Only what is counted in one unit is added or compared."""
    if None not in (unit, its) and unit != its:
        raise Refusal(
            gettext_noop(
                "“%(one)s” is counted in %(unit)s, “%(other)s” in %(its)s; add and compare what has one unit."
            ),
            one=one,
            unit=unit_in_words(unit),
            other=other,
            its=unit_in_words(its),
        )


def unit_in_words(powers: Counter) -> str:
    """``people``, ``people × tonnes``, ``tonnes / people``; ``%`` for a pure number."""
    above = [unit for unit, power in powers.items() for _ in range(power)]
    below = [unit for unit, power in powers.items() for _ in range(-power)]
    return " / ".join([" × ".join(above) or "%" if not below else " × ".join(above) or "1", *below])
