"""A second opinion on the arithmetic, by brute force over exact fractions; it shares no code with ``timeline.checks``.

Formulas are read by Python's own parser. Each set of answers is decided by itself, and the smallest that cannot all be
true are kept. Decided are systems of which every part (relations that share a measure) is one of these; all else raises
``Undecidable``, so that no answer here is ever a guess:

* sums: linear equations and inequalities, by Fourier-Motzkin elimination;
* products: one term on each side, only multiplied and divided. For each choice of signs they are linear in the
  logarithms, so the same elimination serves, with a product of powers where the other has a sum of multiples;
* mixed: a relation that is not linear holds a measure of its own, that no other relation names. Then it says no more
  than a linear inequality for each end of that measure: ``share = part / whole`` with a share of 1 to 2 per cent is
  ``whole / 100 <= part <= 2 * whole / 100`` where the whole is above nothing, and the reverse where it is below.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from math import lcm, prod
from typing import NamedTuple


class Undecidable(Exception):
    """A system outside the families above."""


class Stated(NamedTuple):
    """One answer to a measure, in the unit of the measure; None is an open end, or no value of its own."""

    code: str
    measure: str
    low: Fraction | None
    high: Fraction | None
    value: Fraction | None = None


# The public door


def state(stated: Sequence[Stated], formulas: Sequence[str], scales: Mapping[str, Fraction] = {}) -> str:
    """consistent, strained or impossible."""
    if not feasible(stated, formulas, scales):
        return "impossible"
    results = {side for formula in formulas if re.search("[^<>]=", formula) for side in _split(formula)[::2]}
    as_stated = [
        row if row.value is None or row.measure in results else row._replace(low=row.value, high=row.value)
        for row in stated
    ]
    return "consistent" if feasible(as_stated, formulas, scales) else "strained"


def smallest_conflicts(
    stated: Sequence[Stated], formulas: Sequence[str], scales: Mapping[str, Fraction] = {}
) -> set[frozenset[str]]:
    """The codes of every set of answers that cannot all be true, though they can without any one of them."""

    def holds(rows: Collection[Stated]) -> bool:
        return feasible(rows, formulas, scales)

    conflicts, fine = set(), []
    for size in range(len(stated) + 1):
        for rows in combinations(stated, size):
            if any(conflict <= frozenset(row.code for row in rows) for conflict in conflicts):
                continue
            if any(known.issuperset(rows) for known in fine):
                continue
            if not holds(rows):
                conflicts.add(frozenset(row.code for row in rows))
                continue
            known = set(rows)  # made as large as it can be, since all sets within it are fine then
            for row in stated:
                if row not in known and holds({*known, row}):
                    known.add(row)
            fine.append(known)
    return conflicts


def feasible(
    stated: Collection[Stated],
    formulas: Sequence[str],
    scales: Mapping[str, Fraction] = {},
    beyond: Iterable[tuple[str, str, Fraction]] = (),
) -> bool:
    """Whether real numbers exist that all answers and formulas allow; ``beyond`` adds strict bounds: ("a", ">", 2)."""
    box: dict[str, Span] = {}
    spans = [(row.measure, Span(row.low, row.high)) for row in stated]
    spans += [
        (name, Span(value, None, True) if sign == ">" else Span(None, value, False, True))
        for name, sign, value in beyond
    ]
    for name, span in spans:
        box[name] = box.get(name, Span()).within(span.times(scales.get(name, Fraction(1))))
    relations = [_relation(formula) for formula in dict.fromkeys(formulas)]
    return all(span.exists for span in box.values()) and all(_holds(part, box) for part in _parts(relations))


# Intervals


class Span(NamedTuple):
    """The numbers from low to high, without an end itself where that is strict."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_strict: bool = False
    high_strict: bool = False

    @property
    def exists(self) -> bool:
        if self.low is None or self.high is None or self.low < self.high:
            return True
        return self.low == self.high and not self.low_strict and not self.high_strict

    def within(self, other: "Span") -> "Span":
        lows = [span for span in (self, other) if span.low is not None]
        highs = [span for span in (self, other) if span.high is not None]
        low = max(lows, key=lambda span: (span.low, span.low_strict), default=Span())
        high = min(highs, key=lambda span: (span.high, not span.high_strict), default=Span())
        return Span(low.low, high.high, low.low_strict, high.high_strict)

    def times(self, factor: Fraction) -> "Span":
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        span = Span(low, high, self.low_strict, self.high_strict)
        return span if factor > 0 else span.backwards()

    def plus(self, number: Fraction) -> "Span":
        low, high = (None if end is None else end + number for end in (self.low, self.high))
        return Span(low, high, self.low_strict, self.high_strict)

    def backwards(self) -> "Span":
        return Span(self.high, self.low, self.high_strict, self.low_strict)

    def part(self, sign: int) -> "Span":
        """What of it lies above nothing (1), below (-1) or is nothing (0)."""
        nothing = Fraction(0)
        return self.within(
            {1: Span(nothing, None, True), -1: Span(None, nothing, False, True), 0: Span(nothing, nothing)}[sign]
        )


REVERSED = {"<": ">", "<=": ">=", "=": "=", ">=": "<=", ">": "<"}


# Formulas: a side is a polynomial over others

# The coefficient of each product of measures, which is the sorted tuple of their names: 2ab + 1 is {("a", "b"): 2, (): 1}
Polynomial = dict[tuple[str, ...], Fraction]


class Side(NamedTuple):
    """``top`` divided by everything in ``under``; nothing in ``divisors``, all that was ever divided by, may be zero."""

    top: Polynomial
    under: tuple[Polynomial, ...] = ()
    divisors: tuple[Polynomial, ...] = ()


class Relation(NamedTuple):
    left: Side
    sign: str
    right: Side

    @property
    def measures(self) -> frozenset[str]:
        polynomials = [part for side in (self.left, self.right) for part in (side.top, *side.divisors)]
        return frozenset().union(*(_names(part) for part in polynomials))

    @property
    def divisors(self) -> tuple[Polynomial, ...]:
        return self.left.divisors + self.right.divisors

    @property
    def difference(self) -> Polynomial:
        """Left less right, times everything in ``under``."""
        left = _times(self.left.top, *self.right.under)
        return _plus(left, _times(self.right.top, *self.left.under), -1)

    @property
    def is_linear(self) -> bool:
        return not self.divisors and _is_linear(self.left.top) and _is_linear(self.right.top)

    @property
    def is_product(self) -> bool:
        parts = [self.left.top, self.right.top, *self.divisors]
        return all(len(part) <= 1 for part in parts)


def _split(formula: str) -> list[str]:
    return [part.strip() for part in re.split("(<=|>=|=)", formula)]


@lru_cache(maxsize=4096)
def _relation(formula: str) -> Relation:
    left, sign, right = _split(formula)
    return Relation(_side(ast.parse(left, mode="eval").body), sign, _side(ast.parse(right, mode="eval").body))


def _side(node: ast.expr) -> Side:
    match node:
        case ast.Name(id=name):
            return Side({(name,): Fraction(1)})
        case ast.Constant(value=number):
            return Side(_plus({}, {(): Fraction(str(number))}))  # as it is typed: str() of a float gives the shortest
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _side(operand)
            return inner._replace(top=_plus({}, inner.top, -1))
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(_side(left), operator, _side(right))
    raise Undecidable(ast.dump(node))


def _combined(left: Side, operator: ast.operator, right: Side) -> Side:
    divisors = left.divisors + right.divisors
    if isinstance(operator, ast.Mult):
        return Side(_times(left.top, right.top), left.under + right.under, divisors)
    if isinstance(operator, ast.Div):
        top = _times(left.top, *right.under)
        if right.top.keys() == {()}:
            return Side(_times(top, {(): 1 / right.top[()]}), left.under, divisors)
        return Side(top, (*left.under, right.top), (*divisors, right.top))
    sign = 1 if isinstance(operator, ast.Add) else -1
    top = _plus(_times(left.top, *right.under), _times(right.top, *left.under), sign)
    return Side(top, left.under + right.under, divisors)


def _plus(one: Polynomial, other: Polynomial, factor: int = 1) -> Polynomial:
    names = dict.fromkeys([*one, *other])
    total = {name: one.get(name, Fraction(0)) + factor * other.get(name, Fraction(0)) for name in names}
    return {name: coefficient for name, coefficient in total.items() if coefficient}


def _times(*factors: Polynomial) -> Polynomial:
    result: Polynomial = {(): Fraction(1)}
    for factor in factors:
        terms: Polynomial = {}
        for (one, a), (other, b) in product(result.items(), factor.items()):
            terms = _plus(terms, {tuple(sorted(one + other)): a * b})
        result = terms
    return result


def _names(polynomial: Polynomial) -> frozenset[str]:
    return frozenset(name for names in polynomial for name in names)


def _is_linear(polynomial: Polynomial) -> bool:
    return all(len(names) <= 1 for names in polynomial)


# Elimination, of sums and of products


class Row(NamedTuple):
    """``powers`` and ``constant``, added up (or multiplied) are ``sign`` 0 (or 1): 2a - b + 3 <= 0, or a²/b · 3 <= 1."""

    powers: dict[str, int]
    constant: Fraction | int
    sign: str  # "=", "<=", "<"


class Arithmetic(NamedTuple):
    """``combine(m, c, n, d)`` is m times c and n times d together, ``neutral`` is what changes nothing."""

    combine: Callable
    neutral: int


SUMS = Arithmetic(lambda m, c, n, d: m * c + n * d, 0)
PRODUCTS = Arithmetic(lambda m, c, n, d: c**m * d**n, 1)


def _satisfiable(rows: Iterable[Row], kind: Arithmetic) -> bool:
    """Whether numbers exist that all rows allow. Each round takes one measure out, and nothing else away: through an
    equality it is in, or by joining each row that holds it down with each that holds it up (Fourier and Motzkin)."""
    while True:
        tightest: dict[tuple, Row] = {}
        for row in rows:
            if not row.powers:
                if not _compare(row.constant, row.sign, kind.neutral):
                    return False
                continue
            key = (*sorted(row.powers.items()), row.constant if row.sign == "=" else None)
            if key not in tightest or (row.constant, row.sign == "<") > (
                tightest[key].constant,
                tightest[key].sign == "<",
            ):
                tightest[key] = row
        if not tightest:
            return True
        rows = _without_one(list(tightest.values()), kind)


def _without_one(rows: list[Row], kind: Arithmetic) -> list[Row]:
    equalities = [row for row in rows if row.sign == "="]
    if equalities:
        row = min(equalities, key=lambda row: len(row.powers))
        name = min(row.powers, key=lambda name: abs(row.powers[name]))
        power = row.powers[name]
        return [
            _joined(kind, abs(power), other, -other.powers[name] * (1 if power > 0 else -1), row)
            if name in other.powers
            else other
            for other in rows
            if other is not row
        ]
    ups, downs = Counter(), Counter()
    for row in rows:
        for name, power in row.powers.items():
            (ups if power > 0 else downs)[name] += 1
    name = min({**ups, **downs}, key=lambda name: ups[name] * downs[name])
    up = [row for row in rows if row.powers.get(name, 0) > 0]
    down = [row for row in rows if row.powers.get(name, 0) < 0]
    rest = [row for row in rows if name not in row.powers]
    return rest + [_joined(kind, -low.powers[name], high, high.powers[name], low) for high in up for low in down]


def _joined(kind: Arithmetic, m: int, one: Row, n: int, other: Row) -> Row:
    powers = {
        name: m * one.powers.get(name, 0) + n * other.powers.get(name, 0) for name in {**one.powers, **other.powers}
    }
    powers = {name: power for name, power in powers.items() if power}
    sign = "<" if "<" in (one.sign, other.sign) else one.sign if one.sign == other.sign else "<="
    return Row(powers, kind.combine(m, one.constant, n, other.constant), sign)


def _compare(number: Fraction, sign: str, other: Fraction) -> bool:
    if number == other:
        return "=" in sign
    return number < other if "<" in sign else number > other if ">" in sign else False


def _row(polynomial: Polynomial, sign: str) -> Row:
    """A linear polynomial beside 0, in whole multiples."""
    if ">" in sign:
        polynomial, sign = _plus({}, polynomial, -1), REVERSED[sign]
    whole = lcm(*(coefficient.denominator for coefficient in polynomial.values()))
    powers = {names[0]: int(coefficient * whole) for names, coefficient in polynomial.items() if names}
    return Row(powers, int(polynomial.get((), 0) * whole), sign)


# The three families


def _parts(relations: list[Relation]) -> Iterator[list[Relation]]:
    """The relations in parts that have no measure in common."""
    left = list(relations)
    while left:
        part, names, grown = [left.pop(0)], set(), True
        while grown:
            names = frozenset().union(*(relation.measures for relation in part))
            near = [relation for relation in left if relation.measures & names]
            part, left, grown = part + near, [relation for relation in left if relation not in near], bool(near)
        yield part


def _holds(relations: list[Relation], box: Mapping[str, Span]) -> bool:
    if all(relation.is_linear for relation in relations) or not all(relation.is_product for relation in relations):
        return _mixed_hold(relations, dict(box))
    return _products_hold(relations, box)


def _products_hold(relations: list[Relation], box: Mapping[str, Span]) -> bool:
    """For each choice of signs: do magnitudes exist?"""
    names = sorted(frozenset().union(*(relation.measures for relation in relations)))
    spans = [box.get(name, Span()) for name in names]
    for choice in product(*([sign for sign in (1, -1, 0) if span.part(sign).exists] for span in spans)):
        signs = dict(zip(names, choice, strict=True))
        rows = [row for relation in relations for row in _magnitudes(relation, signs)]
        for name, span in zip(names, spans, strict=True):
            if signs[name]:
                rows += _bounds(name, span.times(Fraction(signs[name])).part(1))
        if _satisfiable(rows, PRODUCTS):
            return True
    return False


NEVER = Row({}, Fraction(2), "<=")  # for products: 2 <= 1


def _magnitudes(relation: Relation, signs: Mapping[str, int]) -> list[Row]:
    """What the relation asks of the magnitudes, once the signs are given."""

    def sign_of(part: Polynomial) -> int:
        ((measures, coefficient),) = part.items() or (((), Fraction(0)),)
        return prod(signs[name] for name in measures) * ((coefficient > 0) - (coefficient < 0))

    if not all(sign_of(part) for part in relation.divisors):
        return [NEVER]
    left, right = (prod(map(sign_of, (side.top, *side.under))) for side in (relation.left, relation.right))
    if left != right:
        return [] if _compare(left, relation.sign, right) else [NEVER]
    if left == 0:
        return []
    sign = relation.sign if left > 0 else REVERSED[relation.sign]
    powers, constant = Counter(), Fraction(1)
    for side, way in ((relation.left, 1), (relation.right, -1)):
        for part, power in [(side.top, way), *((part, -way) for part in side.under)]:
            ((measures, coefficient),) = part.items()
            constant *= abs(coefficient) ** power
            for name in measures:
                powers[name] += power
    if sign == ">=":
        powers, constant, sign = {name: -power for name, power in powers.items()}, 1 / constant, "<="
    return [Row({name: power for name, power in powers.items() if power}, constant, sign)]


def _bounds(name: str, span: Span) -> Iterator[Row]:
    """The ends of a magnitude, as rows of products."""
    if span.low:
        yield Row({name: -1}, span.low, "<" if span.low_strict else "<=")
    if span.high is not None:
        yield Row({name: 1}, 1 / span.high, "<" if span.high_strict else "<=")


def _mixed_hold(relations: list[Relation], box: dict[str, Span]) -> bool:
    """Sums, and relations with a measure of their own: does any choice of their linear consequences hold?"""
    relations = _without_mirrors(relations, box)
    rows, choices, taken = [], [], set()
    for relation in relations:
        if relation.is_linear:
            rows.append(_row(relation.difference, relation.sign))
        else:
            name, cases = _consequences(relation, relations, box)
            taken.add(name)
            choices.append(cases)
    names = frozenset().union(*(relation.measures for relation in relations)) - taken
    for name in names:
        span = box.get(name, Span())
        if span.low is not None:
            rows.append(_row({(name,): Fraction(1), (): -span.low}, ">" if span.low_strict else ">="))
        if span.high is not None:
            rows.append(_row({(name,): Fraction(1), (): -span.high}, "<" if span.high_strict else "<="))
    return all(span.exists for span in box.values()) and any(
        _satisfiable(rows + [row for own in chosen for row in own], SUMS) for chosen in product(*choices)
    )


def _without_mirrors(relations: list[Relation], box: dict[str, Span]) -> list[Relation]:
    """The relations without those that only mirror a measure of their own in another: what "rest = 1 - share" says of
    the share, with a rest from 0.2 to 0.3, goes into the box as a share from 0.7 to 0.8."""
    for relation in relations:
        own, shared = _own(relation, relations), relation.measures - _own(relation, relations)
        if relation.is_linear and len(own) == len(shared) == 1 and len(relation.difference) > 1:
            (name,), (other,) = own, shared
            difference = relation.difference
            reach = box.get(name, Span()).times(-difference[name,]).plus(-difference.get((), Fraction(0)))
            if relation.sign != "=":
                low, high, low_strict, high_strict = reach
                at_most = relation.sign == "<="
                reach = Span(None, high, False, high_strict) if at_most else Span(low, None, low_strict)
            box[other] = box.get(other, Span()).within(reach.times(1 / difference[other,]))
            return _without_mirrors([rest for rest in relations if rest is not relation], box)
    return relations


def _own(relation: Relation, relations: list[Relation]) -> frozenset[str]:
    """The measures that no other relation names."""
    return relation.measures.difference(*(other.measures for other in relations if other is not relation))


def _consequences(
    relation: Relation, relations: list[Relation], box: Mapping[str, Span]
) -> tuple[str, list[list[Row]]]:
    """A measure of the relation's own, and what follows without it: one of these lists of linear rows."""
    for name in sorted(_own(relation, relations)):
        difference = relation.difference
        slope = {_less(names, name): factor for names, factor in difference.items() if name in names}
        rest = {names: factor for names, factor in difference.items() if name not in names}
        others = [part for part in relation.divisors if name not in _names(part)]
        itself = [part for part in relation.divisors if name in _names(part)]
        if name in _names(slope) or any(part.keys() != {(name,)} for part in itself):
            continue
        if all(map(_is_linear, (slope, rest, *others))):
            return name, list(_cases(relation, slope, rest, box.get(name, Span()), name))
    raise Undecidable(relation)


def _less(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    at = names.index(name)
    return names[:at] + names[at + 1 :]


def _cases(relation: Relation, slope: Polynomial, rest: Polynomial, span: Span, name: str) -> Iterator[list[Row]]:
    """``slope * measure + rest`` beside nothing, for each sign that the slope and each divisor can have."""
    divisors = [part for at, part in enumerate(relation.divisors) if part not in relation.divisors[:at]]
    for signs in product((1, -1), repeat=len(divisors)):
        rows, within, turned = [], span, 1
        for part, sign in zip(divisors, signs, strict=True):
            if name in _names(part):
                within = within.part(sign if part[name,] > 0 else -sign)
            else:
                rows.append(_row(part, ">" if sign > 0 else "<"))
            if (relation.left.under + relation.right.under).count(part) % 2:
                turned *= sign
        if within.exists:
            sign = relation.sign if turned > 0 else REVERSED[relation.sign]
            yield [*rows, _row(slope, "="), _row(rest, sign)]
            yield [*rows, _row(slope, ">"), *_ends(slope, rest, within, sign)]
            yield [*rows, _row(slope, "<"), *_ends(slope, rest, within.backwards(), sign)]


def _ends(slope: Polynomial, rest: Polynomial, span: Span, sign: str) -> Iterator[Row]:
    """``slope * measure + rest`` at its least and at its most."""
    if span.low is not None and sign != ">=":
        yield _row(_plus(_times(slope, {(): span.low}), rest), "<" if span.low_strict else "<=")
    if span.high is not None and sign != "<=":
        yield _row(_plus(_times(slope, {(): span.high}), rest), ">" if span.high_strict else ">=")
