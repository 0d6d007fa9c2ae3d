"""What arithmetic finds among the answers to the measures of one event, and between whom. Pure.

Only what no direct comparison of answers says is said here: a set that turns on one measure alone is left to
``agreement``, and a claim that another side contradicts directly is left out of what is found with that side.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from timeline.checks.agreement import LITERATURE, Finding
from timeline.checks.arithmetic import (
    CONSISTENT,
    IMPOSSIBLE,
    SECONDS,
    STRAINED,
    UNDECIDED,
    Answer,
    Forced,
    System,
    ends,
    hanging_together,
)
from timeline.checks.formulas import Formula, Name, parse
from timeline.checks.intervals import Interval, value
from timeline.checks.solver import Deadline

RELATION, WITHIN, BETWEEN, RECORD = (
    f"arithmetic_{what}" for what in ("relation", "within", "between", "literature")
)  # fmt: skip
DIGITS = 12  # of a bound that is not a round number: more than any source states


@dataclass(frozen=True)
class Reckoning(Finding):
    """A finding of arithmetic: the formulas that it leans on, and what was found, as plain data with exact numbers.

    ``sets`` are lists of codes; ``forced`` says for each set and claim where the others force it, and by which steps;
    ``ranges`` what the other side of a relation comes to. Numbers are in units of the measures, and rounded outward
    where they have no end. ``partial`` if time ran out before all sets were found.
    """

    relations: list = field(default_factory=list)
    sets: list = field(default_factory=list)
    forced: list = field(default_factory=list)
    ranges: dict = field(default_factory=dict)
    partial: bool = False

    @property
    def subject(self) -> str:
        """Two relations may hold the same claims together."""
        return self.relations[0] if self.kind == RELATION else ""


def findings(
    answers: Iterable[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction] | None = None, seconds=SECONDS
) -> Iterator[Reckoning]:
    """Each account by itself and each relation of it, then the accounts together and with the literature.

    All of it is decided in so many ``seconds``, or undecided, and explained in as many again.
    """
    if formulas:
        yield from Event(answers, formulas, scales or {}, seconds).findings()


class Event:
    """The answers to its measures by who gives them (``sides``: accounts, and the literature), and its relations."""

    def __init__(
        self, answers: Iterable[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction], seconds: float
    ):
        self.formulas = {text: parse(text) for text in formulas}
        self.scales, self.deciding, self.explaining = scales, Deadline(seconds), Deadline(2 * seconds)
        linked = {key for formula in self.formulas.values() for key in formula.keys}
        self.answers = [answer for answer in answers if answer.measure in linked]
        self.accounts = list(dict.fromkeys(answer.source for answer in self.answers if answer.source != LITERATURE))
        self.sides = {
            slug: [answer for answer in self.answers if answer.source == slug] for slug in [*self.accounts, LITERATURE]
        }

    def system(self, answers: list[Answer], texts: Iterable[str] | None = None) -> System:
        return System(answers, list(self.formulas if texts is None else texts), self.scales, self.deciding)

    def findings(self) -> Iterator[Reckoning]:
        known, complete = [], True
        for account in self.accounts:
            own = merged(self.sides[account])
            conflicts, all_of_them = self.system(own).conflicts()
            alone = list(self.alone(account, own))
            yield from alone
            yield from self.within(account, own, conflicts, complete=all_of_them, alone=alone)
            known += [[row for row in own if row.code in codes] for codes in conflicts]
            complete = complete and all_of_them
        if complete and sum(bool(its) for its in self.sides.values()) > 1:
            yield from self.together(known)

    def alone(self, account: str, own: list[Answer]) -> Iterator[Reckoning]:
        """How each relation stands by itself, of which the account answers every measure; not where it is impossible,
        since the whole is so too then."""
        for text, formula in self.formulas.items():
            rows = [row for row in own if row.measure in formula.keys]
            if {row.measure for row in rows} == set(formula.keys):
                state = self.system(rows, [text]).state()
                if state in (CONSISTENT, STRAINED):
                    codes = tuple(row.code for row in rows)
                    found = worked(formula, rows, self.scales)
                    yield Reckoning(RELATION, state, (account,), codes, relations=[text], ranges=found)

    def within(
        self, account: str, own: list[Answer], conflicts: list, *, complete: bool, alone: list
    ) -> Iterator[Reckoning]:
        """How everything stands that one account says; what can be true only where no relation alone says it."""
        of_several = [codes for codes in conflicts if len(codes) == 1 or self.is_of_several(codes, own)]
        codes, texts = tuple(row.code for row in own), list(self.formulas)
        for group in hanging_together(of_several):
            yield self.impossible(WITHIN, (account,), group, own, complete=complete)
        if not complete and not of_several:
            yield Reckoning(WITHIN, UNDECIDED, (account,), codes, relations=texts)
        elif not conflicts and all(row.state == CONSISTENT for row in alone) and self.system(own).strain() == STRAINED:
            yield Reckoning(WITHIN, STRAINED, (account,), codes, relations=texts)

    def is_of_several(self, codes: Sequence[str], rows: list[Answer]) -> bool:
        """Whether these claims answer more than one measure; answers to one are compared directly."""
        return len({row.measure for row in rows if row.code in codes}) > 1

    def together(self, known: list[list[Answer]]) -> Iterator[Reckoning]:
        """What is found only when several sides are taken together: accounts, or accounts and literature. What is
        ``known`` to conflict within one of them is not found again."""
        rows = merged(self.answers)
        before = [[next(row.code for row in rows if same(row, one)) for one in conflict] for conflict in known]
        sets, complete = self.system(rows).conflicts(before)
        found: dict[tuple, list] = {}
        for codes in sets:
            members = [row for row in rows if row.code in codes]
            for kind, slugs in self.between_whom(members) if self.is_of_several(codes, rows) else ():
                named = tuple(self.named(row, kind, slugs) for row in members)
                found.setdefault((kind, slugs), []).append(named)
        for (kind, slugs), conflicts in found.items():
            for group in hanging_together(conflicts):
                yield self.impossible(kind, slugs, group, self.answers, complete=complete)
        if not complete and not found:
            kind = RECORD if self.sides[LITERATURE] else BETWEEN
            codes = tuple(row.code for row in rows)
            yield Reckoning(kind, UNDECIDED, tuple(self.accounts), codes, relations=list(self.formulas))
        for account in self.accounts if complete else ():
            if not any(kind == RECORD and account in slugs for kind, slugs in found):
                yield from self.fitting_the_record(account)

    def between_whom(self, members: list[Answer]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Between whom a set stands: the kind, and the accounts that are needed for it. Nobody, where one side says it
        all; and not where what a side says is contradicted directly by another."""
        givers = [self.givers(row) for row in members]
        if set.intersection(*map(set, givers)):
            return
        theirs = [row for row, slugs in zip(members, givers, strict=True) if LITERATURE not in slugs]
        if len(theirs) < len(members):
            for slugs in self.covering(theirs):
                if not self.contradicted(theirs, [LITERATURE]):
                    yield RECORD, slugs
        if all(set(slugs) != {LITERATURE} for slugs in givers):
            for slugs in self.covering(members):
                if not self.contradicted(members, slugs):
                    yield BETWEEN, slugs

    def covering(self, members: list[Answer]) -> list[tuple[str, ...]]:
        """The fewest accounts that give all of these, in every way."""
        for size in range(1, len(self.accounts) + 1):
            ways = [
                slugs
                for slugs in combinations(self.accounts, size)
                if all(set(slugs) & set(self.givers(row)) for row in members)
            ]
            if ways:
                return ways
        return []

    def givers(self, row: Answer) -> list[str]:
        """Who gives this answer, or the same one."""
        return [slug for slug, its in self.sides.items() if any(same(row, one) for one in its)]

    def contradicted(self, members: list[Answer], slugs: Iterable[str]) -> bool:
        """Whether one of these sides contradicts one of these answers directly."""
        return any(
            row.measure == other.measure and apart(row, other)
            for row in members
            for slug in slugs
            for other in self.sides[slug]
        )

    def named(self, row: Answer, kind: str, slugs: tuple[str, ...]) -> str:
        """The code by which a set names an answer that several give: that of the record in a comparison with it."""
        order = [LITERATURE, *slugs] if kind == RECORD else slugs
        giver = next(slug for slug in order if slug in self.givers(row))
        return next(one.code for one in self.sides[giver] if same(row, one))

    def fitting_the_record(self, account: str) -> Iterator[Reckoning]:
        """That what an account says fits the record, in relations that need both. Where one of them gives rival answers
        to a measure, none is *the* stated number, and nothing is strained."""
        own, record = merged(self.sides[account]), merged(self.sides[LITERATURE])
        own = [row for row in own if not self.contradicted([row], [LITERATURE])]
        said, known = {row.measure for row in own}, {row.measure for row in record}
        texts = [
            text
            for text, formula in self.formulas.items()
            if said & set(formula.keys) and (said | known) >= set(formula.keys) and set(formula.keys) - said
        ]
        keys = {key for text in texts for key in self.formulas[text].keys}
        rows = [row for row in own if row.measure in keys]
        rows += [row for row in record if row.measure in keys - said]
        state = self.system(rows, texts).state() if texts else ""
        if state == STRAINED and len(rows) > len({row.measure for row in rows}):
            state = CONSISTENT
        if state in (CONSISTENT, STRAINED):
            yield Reckoning(RECORD, state, (account,), tuple(row.code for row in rows), relations=texts)

    def impossible(
        self, kind: str, slugs: tuple[str, ...], sets: list, answers: list[Answer], *, complete: bool
    ) -> Reckoning:
        """The finding that these sets cannot be true."""
        system = System(answers, list(self.formulas), self.scales, self.explaining)
        sets = sorted(sets, key=len)
        claims = tuple(dict.fromkeys(code for codes in sets for code in codes))
        forced, texts = system.explained(sets)
        told = {"relations": texts, "sets": [list(codes) for codes in sets], "forced": [plain(one) for one in forced]}
        return Reckoning(kind, IMPOSSIBLE, slugs, claims, **told, partial=not complete)


def merged(answers: Iterable[Answer]) -> list[Answer]:
    """The answers, those that say the same once; where a measure has several, none is *the* stated number."""
    once = {(row.measure, row.low, row.high): row for row in reversed(list(answers))}
    rows = list(reversed(once.values()))
    measures = [row.measure for row in rows]
    return [replace(row, value=None) if measures.count(row.measure) > 1 else row for row in rows]


def same(one: Answer, other: Answer) -> bool:
    return (one.measure, one.low, one.high) == (other.measure, other.low, other.high)


def apart(one: Answer, other: Answer) -> bool:
    """Whether two answers to one measure exclude each other."""
    return any(
        None not in (left.high, right.low) and left.high < right.low for left, right in ((one, other), (other, one))
    )


def worked(formula: Formula, rows: list[Answer], scales: Mapping[str, Fraction]) -> dict:
    """What the side of an equation comes to that does not stand alone, in the unit of the measure that does."""
    alone, other = (formula.left, formula.right) if isinstance(formula.left, Name) else (formula.right, formula.left)
    if not formula.results or isinstance(other, Name):
        return {}
    system = System(rows, [], scales, Deadline(0))
    stated = {row.measure: row.value * system.scale(row.measure) for row in rows if row.value is not None}
    found = {"measure": alone.key, "expression": str(other)}
    if set(stated).issuperset(key for key in formula.keys if key != alone.key):
        point = value(other, {key: Interval(number, number) for key, number in stated.items()})
        if point.low == point.high:  # not where something is divided by nothing
            found["nominal"] = rounded(system.in_units(alone.key, point).low, up=False)
    its = value(other, system.ranges_of(rows))
    return {} if its.is_empty else found | in_text(*ends(system.in_units(alone.key, its)))


# --- plain data -------------------------------------------------------------------------------------------------------


def in_text(low: Fraction | None, high: Fraction | None) -> dict:
    """Both ends as plain data, without what is open."""
    found = {"low": rounded(low, up=False), "high": rounded(high, up=True)}
    return {name: end for name, end in found.items() if end is not None}


def plain(forced: Forced) -> dict:
    """A forced interval with its steps."""
    steps = [
        {"measure": step.measure, "sign": step.sign, "expression": step.expression, "relation": step.relation}
        | in_text(*ends(step.interval))
        for step in forced.steps
    ]
    return {"set": forced.set, "claim": forced.claim} | in_text(forced.low, forced.high) | {"steps": steps}


def rounded(number: Fraction | None, *, up: bool) -> Fraction | None:
    """A number to so many digits, outward; as it is where it has no more."""
    if number is None or number == 0:
        return number
    unit = Fraction(10) ** (len(str(int(abs(number)))) - DIGITS) if abs(number) >= 1 else Fraction(1, 10**DIGITS)
    return (ceil if up else floor)(number / unit) * unit
