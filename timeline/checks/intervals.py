"""Exact interval arithmetic, and what follows from formulas by it, step by step. Pure.

Ends are Fractions, or ``-INFINITY`` and ``INFINITY`` where one is open. Everything here is sound: an interval that is
computed holds every value that is possible, and perhaps some that are not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from timeline.checks.formulas import AT_LEAST, AT_MOST, EQUAL, Formula, Name, Number, Operation, Term, isolate

INFINITY = float("inf")


class Interval(NamedTuple):
    """All numbers from ``low`` to ``high``, both included; empty where they are the wrong way round."""

    low: Fraction | float
    high: Fraction | float

    @property
    def is_empty(self) -> bool:
        return self.low > self.high

    def meet(self, other: "Interval") -> "Interval":
        return Interval(max(self.low, other.low), min(self.high, other.high))


ALL = Interval(-INFINITY, INFINITY)
NONE = Interval(INFINITY, -INFINITY)


def times(one, other):
    """A product of two ends; nothing times the infinite is nothing."""
    return Fraction(0) if 0 in (one, other) else one * other


def span(ends: Iterable) -> Interval:
    """The interval that holds all of these."""
    ends = list(ends)
    return Interval(min(ends), max(ends))


def add(one: Interval, other: Interval) -> Interval:
    return Interval(one.low + other.low, one.high + other.high)


def subtract(one: Interval, other: Interval) -> Interval:
    return Interval(one.low - other.high, one.high - other.low)


def multiply(one: Interval, other: Interval) -> Interval:
    return span(times(a, b) for a in one for b in other)


def divide(one: Interval, other: Interval) -> Interval:
    """All quotients; nothing can be divided by nothing."""
    if other == (0, 0):
        return NONE
    return factor(one, other)


def factor(product: Interval, other: Interval) -> Interval:
    """What, times something in ``other``, can give something in ``product``."""
    if other.low <= 0 <= other.high and product.low <= 0 <= product.high:
        return ALL
    if other == (0, 0):
        return NONE
    if other.low < 0 < other.high:
        return ALL
    return multiply(product, Interval(reciprocal(other.high, -1), reciprocal(other.low, 1)))


def reciprocal(end, beyond: int):
    """One divided by an end; divided by nothing it lies beyond all numbers, on this side."""
    if end == 0:
        return beyond * INFINITY
    return Fraction(0) if abs(end) == INFINITY else 1 / Fraction(end)


FORWARD = {"+": add, "-": subtract, "*": multiply, "/": divide}


def value(term: Term, ranges: Mapping[str, Interval]) -> Interval:
    """All values of a term, if its measures lie in these ranges."""
    if isinstance(term, Number):
        return Interval(term.value, term.value)
    if isinstance(term, Name):
        return ranges.get(term.key, ALL)
    left, right = value(term.left, ranges), value(term.right, ranges)
    return NONE if left.is_empty or right.is_empty else FORWARD[term.sign](left, right)


def sides(formula: Formula, left: Interval, right: Interval) -> tuple[Interval, Interval]:
    """What the formula leaves of its two sides."""
    if formula.sign == EQUAL:
        both = left.meet(right)
        return both, both
    if formula.sign == AT_MOST:
        return left.meet(Interval(-INFINITY, right.high)), right.meet(Interval(left.low, INFINITY))
    return left.meet(Interval(right.low, INFINITY)), right.meet(Interval(-INFINITY, left.high))


def projections(formula: Formula, ranges: Mapping[str, Interval]) -> dict[str, Interval]:
    """What the formula leaves of each of its measures, given the ranges of all."""
    found: dict[str, Interval] = {}
    left, right = sides(formula, value(formula.left, ranges), value(formula.right, ranges))
    for term, its in ((formula.left, left), (formula.right, right)):
        descend(term, its, ranges, found)
    return found


def descend(term: Term, its: Interval, ranges: Mapping[str, Interval], found: dict[str, Interval]):
    """Narrow the parts of a term, knowing where it lies."""
    if isinstance(term, Name):
        found[term.key] = found.get(term.key, ranges.get(term.key, ALL)).meet(its)
    elif isinstance(term, Operation):
        left, right = value(term.left, ranges), value(term.right, ranges)
        if its.is_empty or left.is_empty or right.is_empty:
            new_left = new_right = NONE
        elif term.sign == "+":
            new_left, new_right = subtract(its, right), subtract(its, left)
        elif term.sign == "-":
            new_left, new_right = add(its, right), subtract(left, its)
        elif term.sign == "*":
            new_left, new_right = factor(its, right), factor(its, left)
        else:
            new_left, new_right = multiply(its, right), factor(left, its)
        descend(term.left, left.meet(new_left), ranges, found)
        descend(term.right, right.meet(new_right), ranges, found)


# --- step by step -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """That a ``measure`` is (``sign``: at most, at least) an ``expression`` by a ``relation``, so within this interval.

    The expression is empty where the relation cannot be turned around to it.
    """

    measure: str
    sign: str
    expression: str
    relation: str
    interval: Interval


@dataclass(frozen=True)
class Narrowing:
    """A step, and on which others it rests."""

    step: Step
    rests_on: tuple["Narrowing", ...]


def narrowed(
    stated: Mapping[str, Interval], relations: Mapping[str, Formula]
) -> tuple[dict[str, Interval], dict[str, Narrowing]]:
    """What the relations leave of every measure, from what is stated; and the last narrowing of each.

    Ends where nothing becomes narrower, or after as many rounds as there are measures: with relations in a circle the
    rest would take for ever.
    """
    ranges, last = dict(stated), {}
    rounds = len({key for formula in relations.values() for key in formula.keys}) + 1
    for _round in range(rounds):
        before, rested = dict(ranges), dict(last)
        for text, formula in relations.items():
            for key, its in projections(formula, before).items():
                new = ranges.get(key, ALL).meet(its)
                if new == ranges.get(key, ALL):
                    continue
                ranges[key] = new
                others = [rested[name] for name in formula.keys if name in rested and name != key]
                others += [last[key]] if key in last else []
                last[key] = Narrowing(step_to(key, text, formula, new), tuple(others))
        if ranges == before or any(its.is_empty for its in ranges.values()):
            break
    return ranges, last


def step_to(key: str, text: str, formula: Formula, interval: Interval) -> Step:
    turned = isolate(formula, key)
    if turned is None:
        return Step(key, formula.sign, "", text, interval)
    sign, expression = turned
    if sign != EQUAL:  # which holds for positive numbers: say what was found
        sign = AT_LEAST if interval.high == INFINITY else AT_MOST if interval.low == -INFINITY else sign
    return Step(key, sign, str(expression), text, interval)


def in_order(narrowing: Narrowing) -> list[Step]:
    """The steps that lead to a narrowing, each after those on which it rests; the narrowing itself comes last."""
    steps: dict[int, Step] = {}

    def visit(one: Narrowing):
        if id(one) not in steps:
            for other in one.rests_on:
                visit(other)
            steps[id(one)] = one.step

    visit(narrowing)
    return list(steps.values())
