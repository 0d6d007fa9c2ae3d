"""Systems of answers and formulas, made from drawn true values, so that what is true of them is known beforehand.

True values are drawn, those of other measures follow exactly by formulas, and each answer states a true value as a source
would: rounded, hedged or as a range, always around the truth. ``shifted`` then moves some answers, so that they may clash.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import count
from random import Random
from typing import NamedTuple

from tests.timeline.oracle import Stated

MOST_ANSWERS = 7
PERCENT = Fraction(1, 100)


class System(NamedTuple):
    """What ``oracle`` and ``arithmetic.solve`` take."""

    stated: tuple[Stated, ...]
    formulas: tuple[str, ...]
    scales: dict[str, Fraction]


class Draft:
    """True values by measure, in the terms of the formulas, and the formulas that they fulfil."""

    def __init__(self, random: Random, measures: int):
        self.random, self.numbers = random, count(1)
        self.truth: dict[str, Fraction] = {}
        self.formulas: list[str] = []
        self.scales: dict[str, Fraction] = {}
        size = random.randint(1, 7)
        for _ in range(measures):
            self.name(Fraction(random.randint(1, 10**size), random.choice([1, 1, 1, 10])))

    def name(self, value: Fraction) -> str:
        name = f"m{next(self.numbers)}"
        self.truth[name] = value
        return name

    def some(self, most: int) -> list[str]:
        """So many measures, or all if there are fewer."""
        return self.random.sample(list(self.truth), min(most, len(self.truth)))

    def follows(self, value: Fraction, term: str, sign: str = "=") -> str:
        """A new measure with this value, and the formula for it, one way or the other round."""
        name = self.name(value)
        self.relates(name, sign, term)
        return name

    def relates(self, left: str, sign: str, right: str):
        if self.random.random() < 0.3:
            left, sign, right = right, {"=": "=", "<=": ">=", ">=": "<="}[sign], left
        self.formulas.append(f"{left} {sign} {right}")

    def in_percent(self, name: str):
        if self.random.random() < 0.6:
            self.scales[name] = PERCENT


# The three families that the oracle decides


def sums(random: Random) -> Draft:
    draft = Draft(random, random.randint(2, 3))
    for _ in range(random.randint(1, 4)):
        random.choice([add, add, subtract, mean, multiply, bound, bound_of_sum])(draft)
    return draft


def add(draft: Draft):
    parts = draft.some(draft.random.choice([2, 2, 3]))
    draft.follows(sum(map(draft.truth.get, parts)), " + ".join(parts))


def subtract(draft: Draft):
    one, other = sorted(draft.some(2), key=draft.truth.get)
    draft.follows(draft.truth[other] - draft.truth[one], f"{other} - {one}")


def mean(draft: Draft):
    one, other = draft.some(2)
    draft.follows((draft.truth[one] + draft.truth[other]) / 2, f"({one} + {other}) / 2")


def multiply(draft: Draft):
    (one,), times = draft.some(1), draft.random.choice([Fraction(2), Fraction(3), Fraction(12), Fraction(1, 4)])
    draft.follows(draft.truth[one] * times, f"{one} * {float(times):g}")


def bound(draft: Draft):
    small, large = sorted(draft.some(2), key=draft.truth.get)
    times = draft.truth[large] // draft.truth[small] if draft.truth[small] else 1
    draft.relates(f"{times} * {small}" if draft.random.random() < 0.5 else small, "<=", large)


def bound_of_sum(draft: Draft):
    one, other = draft.some(2)
    total = draft.truth[one] + draft.truth[other]
    draft.follows(total * draft.random.choice([1, 1, Fraction(11, 10)]), f"{one} + {other}", ">=")


def products(random: Random) -> Draft:
    draft = Draft(random, random.randint(2, 3))
    for _ in range(random.randint(1, 3)):
        random.choice([divide, divide, share, take_times, per_thousand, bound, bound_of_product])(draft)
    return draft


def divide(draft: Draft):
    one, other = draft.some(2)
    draft.follows(draft.truth[one] / draft.truth[other], f"{one} / {other}")


def share(draft: Draft):
    small, large = sorted(draft.some(2), key=draft.truth.get)
    draft.in_percent(draft.follows(draft.truth[small] / draft.truth[large], f"{small} / {large}"))


def take_times(draft: Draft):
    one, other = draft.some(2)
    draft.follows(draft.truth[one] * draft.truth[other], f"{one} * {other}")


def per_thousand(draft: Draft):
    one, other = draft.some(2)
    draft.follows(1000 * draft.truth[one] / draft.truth[other], f"1000 * {one} / {other}")


def bound_of_product(draft: Draft):
    one, other = draft.some(2)
    value = draft.truth[one] * draft.truth[other]
    draft.follows(value * draft.random.choice([1, Fraction(9, 10)]), f"{one} * {other}", "<=")


def mixed(random: Random) -> Draft:
    """Parts of a whole, and shares that no other relation names, but for what is left beside them."""
    draft = Draft(random, random.randint(2, 3))
    parts = list(draft.truth)
    total = sum(draft.truth.values())
    if random.random() < 0.6:
        whole = draft.follows(total, " + ".join(parts))
    else:
        whole = draft.follows(total * random.choice([1, Fraction(21, 20)]), " + ".join(parts), ">=")
    for part in random.sample(parts, random.randint(1, 2)):
        own_share(draft, part, random.choice([whole, whole, f"({' + '.join(parts)})"]))
    if random.random() < 0.3:
        growth(draft, parts)
    return draft


def own_share(draft: Draft, part: str, whole: str):
    value = draft.truth[part] / (draft.truth.get(whole) or sum(map(draft.truth.get, whole.strip("()").split(" + "))))
    name = draft.name(value)
    if draft.random.random() < 0.75:
        draft.relates(name, "=", f"{part} / {whole}")
    else:
        draft.relates(part, "=", f"{name} * {whole}")
    draft.in_percent(name)
    if draft.random.random() < 0.2:
        draft.in_percent(draft.follows(1 - value, f"1 - {name}"))


def growth(draft: Draft, parts: list[str]):
    before, after = sorted(parts[:2], key=draft.truth.get)
    rise = draft.truth[after] - draft.truth[before]
    draft.in_percent(draft.follows(rise / draft.truth[before], f"({after} - {before}) / {before}"))


FAMILIES: tuple[Callable[[Random], Draft], ...] = (sums, products, mixed)


def wild(random: Random) -> Draft:
    """Everything through everything: only that it is consistent is known."""
    draft = Draft(random, random.randint(2, 3))
    for _ in range(random.randint(2, 5)):
        random.choice([add, subtract, mean, multiply, bound, share, take_times, bound_of_product])(draft)
    return draft


# Answers, as sources state them


def consistent(random: Random, families: Sequence[Callable[[Random], Draft]] = FAMILIES) -> System:
    """A system whose answers all hold the truth; some measures have none, some have two."""
    draft = random.choice(families)(random)
    named = [name for name in draft.truth if random.random() < 0.9]
    named += [name for name in named if random.random() < 0.15]
    if len(named) < 2:
        named = list(draft.truth)
    random.shuffle(named)
    stated = tuple(
        stating(random, f"{name}-{number}", name, draft.truth[name] / draft.scales.get(name, 1))
        for number, name in enumerate(named[:MOST_ANSWERS])
    )
    return System(stated, tuple(draft.formulas), draft.scales)


def stating(random: Random, code: str, measure: str, truth: Fraction) -> Stated:
    """Words of a source around the truth."""
    step = last_unit(truth, random.randint(1, 4))
    value = round(truth / step) * step
    low, high = value - step / 2, value + step / 2
    if truth >= 0:
        low = max(low, Fraction(0))
    match random.choices(["rounded", "exact", "about", "range", "at least", "at most"], [70, 8, 6, 8, 4, 4])[0]:
        case "exact":
            return Stated(code, measure, truth, truth, truth)
        case "about":
            return Stated(code, measure, min(low, value * 9 / 10), max(high, value * 11 / 10), value)
        case "range":
            return Stated(code, measure, truth - random.randint(0, 3) * step, truth + random.randint(0, 3) * step)
        case "at least":
            return Stated(code, measure, truth // step * step, None, truth // step * step)
        case "at most":
            return Stated(code, measure, None, -(-truth // step) * step, -(-truth // step) * step)
    return Stated(code, measure, low, high, value)


def last_unit(number: Fraction, digits: int) -> Fraction:
    """The unit of the last of so many digits: 100 for two digits of 1234."""
    unit = Fraction(1)
    while number and abs(number) >= unit * 10:
        unit *= 10
    while number and abs(number) < unit:
        unit /= 10
    return unit / 10 ** (digits - 1)


# Conflicts


def shifted(random: Random, system: System) -> System:
    """The same with one to three answers moved: by a hair, by so many times their width, or by a factor of ten."""
    stated = list(system.stated)
    for at in random.sample(range(len(stated)), min(len(stated), random.choice([1, 1, 2, 3]))):
        stated[at] = moved(random, stated[at])
    return system._replace(stated=tuple(stated))


def moved(random: Random, row: Stated) -> Stated:
    ends = [end for end in (row.low, row.high) if end is not None]
    if random.random() < 0.2:
        factor = random.choice([10, Fraction(1, 10), Fraction(6, 5)])
        return row._replace(
            **{key: getattr(row, key) * factor for key in ("low", "high", "value") if getattr(row, key) is not None}
        )
    width = max(ends) - min(ends) or last_unit(ends[0], 2)
    by = width * random.choice([Fraction(1, 2), 1, 1, 1, 2, 3, 5, 20])
    if random.random() < 0.5 and min(ends) >= by:
        by = -by
    return row._replace(
        **{key: getattr(row, key) + by for key in ("low", "high", "value") if getattr(row, key) is not None}
    )
