"""Whether the figures of an event can all be true together, under the relations that an editor reads into them. Pure.

A figure is an interval, a relation an equation or inequality between measures. All of them are solved jointly, exactly
and over the real numbers. Where they cannot all be true, every inclusion-minimal set of figures is named of which at
least one must be wrong, and never which one. Only what no direct comparison of answers says is said here: a set that
turns on one measure alone is left to ``agreement``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from math import ceil, floor

from timeline.checks.agreement import LITERATURE, Finding
from timeline.checks.formulas import Formula, Name, parse
from timeline.checks.intervals import ALL, INFINITY, Interval, Step, in_order, narrowed, value
from timeline.checks.solver import Deadline, Solver, Undecided, shrunk, smallest_conflicts

CONSISTENT, STRAINED, IMPOSSIBLE, UNDECIDED = "consistent", "strained", "impossible", "undecided"
STATES = (CONSISTENT, STRAINED, UNDECIDED, IMPOSSIBLE)
RELATION, WITHIN, BETWEEN, RECORD = (
    f"arithmetic_{what}" for what in ("relation", "within", "between", "literature")
)  # fmt: skip
SECONDS = 5  # for one system; then it is undecided
EXPLAINED = 12  # sets of a finding: more than anyone reads
DIGITS = 12  # of a bound that is not a round number: more than any source states
FIRST, CLOSE = 10, 24  # halvings of a number: the first distance at which a bound is looked for, and the last


@dataclass(frozen=True)
class Answer:
    """A stated figure: from ``low`` to ``high``, both inclusive; None leaves that side open.

    ``value`` is the number as stated, None where it is hedged or a range. ``source`` is the slug of an account, or
    LITERATURE.
    """

    code: str
    measure: str
    low: Fraction | None
    high: Fraction | None
    value: Fraction | None = None
    source: str = LITERATURE


@dataclass(frozen=True)
class Forced:
    """Where a claim would have to lie if the others in the set (by number) are right; None is an open end.

    ``steps`` say how that follows, in units of the measures; empty where only the solver could tell.
    """

    set: int
    claim: str
    low: Fraction | None
    high: Fraction | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a system stands; ``complete`` unless time ran out before all ``sets`` were found."""

    state: str
    sets: tuple[tuple[str, ...], ...] = ()
    forced: tuple[Forced, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Reckoning(Finding):
    """A finding of arithmetic: the formulas that it leans on, and what was found, as plain data with exact numbers.

    ``sets`` are lists of codes; ``forced`` says for each set and claim where the others force it, and by which steps;
    ``ranges`` what the other side of a relation comes to. Numbers are in units of the measures, and rounded outward
    where they have no end.
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


def solve(
    answers: Sequence[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction] | None = None, seconds=SECONDS
) -> Outcome:
    """How all these answers and formulas stand together.

    ``scales`` says by what a stated value is multiplied before it enters a formula (a percentage: 1/100). *Strained*
    is what can be true, but not with all numbers as they are stated: only a measure that stands alone on one side of
    an equation is taken as rounded.
    """
    system = System(answers, formulas, scales or {}, seconds)
    sets, complete = system.conflicts()
    if sets:
        forced, _leaned_on = system.explained(sets)
        return Outcome(IMPOSSIBLE, tuple(sets), tuple(forced), complete)
    return Outcome(system.strain() if complete else UNDECIDED, complete=complete)


class System:
    """Answers and formulas that are solved together."""

    def __init__(
        self, answers: Sequence[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction], seconds: float
    ):
        self.answers, self.scales, self.seconds = list(answers), scales, seconds
        self.formulas = {text: parse(text) for text in formulas}
        self.places = {answer.code: place for place, answer in enumerate(self.answers)}

    def scale(self, measure: str) -> Fraction:
        return self.scales.get(measure, Fraction(1))

    def range_of(self, answer: Answer) -> Interval:
        """Where an answer lies, as it enters a formula."""
        low, high = (None if end is None else end * self.scale(answer.measure) for end in (answer.low, answer.high))
        return Interval(-INFINITY if low is None else low, INFINITY if high is None else high)

    def in_units(self, measure: str, interval: Interval) -> Interval:
        """An interval as it comes out of a formula, in the unit of the measure."""
        scale = self.scale(measure)
        return Interval(*(end if abs(end) == INFINITY else end / scale for end in interval))

    def solvers(self) -> Iterator[tuple[list[Answer], Solver]]:
        """A solver for the answers and formulas that hang together, apart from those that do not."""
        deadline = Deadline(self.seconds)
        groups: list[set[str]] = []
        for keys in [*(set(row.keys) for row in self.formulas.values()), *({row.measure} for row in self.answers)]:
            apart = [group for group in groups if not group & keys]
            groups = [*apart, keys.union(*(group for group in groups if group & keys))]
        for group in groups:
            formulas = [formula for formula in self.formulas.values() if group.issuperset(formula.keys)]
            answers = [row for row in self.answers if row.measure in group]
            yield answers, self.solver(answers, formulas, deadline)

    def solver(self, answers: Iterable[Answer], formulas: Sequence[Formula], deadline: Deadline) -> Solver:
        return Solver([(row.measure, self.range_of(row)) for row in answers], formulas, deadline)

    def conflicts(self, known: Iterable[Sequence[str]] = ()) -> tuple[list[tuple[str, ...]], bool]:
        """Every smallest set of codes that cannot all be true, the fewest first; and whether these are all.

        What is ``known`` to be such a set need not be found again.
        """
        found, complete, known = [], True, list(known)
        for answers, solver in self.solvers():
            numbers = {answer.code: number for number, answer in enumerate(answers)}
            before = [{numbers[code] for code in codes} for codes in known if numbers.keys() >= set(codes)]
            sets, all_of_them = smallest_conflicts(solver, len(answers), before)
            found += [tuple(answers[number].code for number in one) for one in sets]
            complete = complete and all_of_them
        return sorted(found, key=lambda codes: (len(codes), [self.places[code] for code in codes])), complete

    def strain(self) -> str:
        """Whether what can be true is true of the numbers as they are stated."""
        rounded = {key for formula in self.formulas.values() for key in formula.results}
        bare = [
            row if row.value is None or row.measure in rounded else replace(row, low=row.value, high=row.value)
            for row in self.answers
        ]
        stated = System(bare, list(self.formulas), self.scales, self.seconds)
        try:
            holds = all(solver.possible(range(len(answers))) for answers, solver in stated.solvers())
        except Undecided:
            return UNDECIDED
        return CONSISTENT if holds else STRAINED

    def explained(self, sets: Sequence[Sequence[str]]) -> tuple[list[Forced], list[str]]:
        """For each claim of each conflicting set, where the others would force it; and the formulas that this takes.

        Only so many sets are explained, and only while there is time.
        """
        solver = self.solver(self.answers, list(self.formulas.values()), Deadline(self.seconds))
        forced, leaned_on = [], set()
        for number, codes in enumerate(sets[:EXPLAINED]):
            chosen = {self.places[code] for code in codes}
            try:
                needed = self.needed(solver, chosen)
            except Undecided:
                break
            leaned_on.update(needed)
            forced += [self.forced(number, place, chosen, needed, solver) for place in sorted(chosen)]
        return forced, [text for text in self.formulas if text in leaned_on]

    def needed(self, solver: Solver, chosen: set[int]) -> list[str]:
        """As few formulas as it takes for these answers to conflict. Raises Undecided."""
        texts = list(self.formulas)
        keys = self.reached({self.answers[place].measure for place in chosen})
        near = [number for number, text in enumerate(texts) if keys.issuperset(self.formulas[text].keys)]
        kept = shrunk(lambda held: solver.possible(chosen, held), near)
        return [texts[number] for number in sorted(kept)]

    def reached(self, keys: set[str]) -> set[str]:
        """The measures that hang together with these."""
        while more := {key for row in self.formulas.values() if keys & set(row.keys) for key in row.keys} - keys:
            keys = keys | more
        return keys

    def forced(self, number: int, place: int, chosen: set[int], needed: list[str], solver: Solver) -> Forced:
        """Where the other answers and these formulas force an answer of a conflicting set, and by which steps."""
        answer, others = self.answers[place], chosen - {place}
        ranges: dict[str, Interval] = {}
        for other in (self.answers[each] for each in others):
            ranges[other.measure] = ranges.get(other.measure, ALL).meet(self.range_of(other))
        its, last = narrowed(ranges, {text: self.formulas[text] for text in needed})
        interval, own, steps = its.get(answer.measure, ALL), self.range_of(answer), []
        if interval.meet(own).is_empty and not interval.is_empty:
            steps = [self.told(step) for step in in_order(last[answer.measure])] if answer.measure in last else []
        else:
            rows = [self.answers[each] for each in others]
            asked = self.solver(rows, [self.formulas[text] for text in needed], solver.deadline)
            interval = searched(asked, range(len(rows)), answer.measure, own)
        low, high = ends(self.in_units(answer.measure, interval))
        return Forced(number, answer.code, low, high, tuple(steps))

    def told(self, step: Step) -> Step:
        """A step in the unit of its measure."""
        return replace(step, interval=self.in_units(step.measure, step.interval))


def searched(solver: Solver, chosen: Collection[int], measure: str, own: Interval) -> Interval:
    """Where a measure can lie that cannot lie where it is said to: all below, all above, or either.

    Asked of the solver, since no step tells it; sound, and as close as so many halvings come. What is said to be
    positive is looked for among positive numbers, if there are any.
    """

    def empty(low, high) -> bool:
        try:
            return low > high or not solver.possible(chosen, within=(measure, Interval(low, high)))
        except Undecided:
            return False

    least = Fraction(0) if own.low >= 0 else -INFINITY
    above = own.high != INFINITY and not empty(own.high, INFINITY)
    below = own.low != -INFINITY and own.low != least and not empty(least, own.low)
    if above and below:
        return ALL
    if above:
        first = nearest(own.high, 1, empty)
        return Interval(first, farthest(first, 1, empty))
    last = nearest(own.low, -1, empty)
    return Interval(farthest(last, -1, empty), last)


def nearest(end: Fraction, side: int, empty: Callable) -> Fraction:
    """How far from an end, upward (1) or downward (-1), there is nothing for certain."""
    clear, reached = doubled(end, lambda distance: not empty(*sorted((end, end + side * distance))))
    return end + side * halved(end, clear, reached, lambda distance: empty(*sorted((end, end + side * distance))))


def farthest(end: Fraction, side: int, empty: Callable) -> Fraction | float:
    """How far from an end, upward (1) or downward (-1), there is something at most; infinite where nothing tells."""

    def over(distance) -> bool:
        return empty(*sorted((end + side * distance, side * INFINITY)))

    short, reached = doubled(end, over)
    if not over(reached):
        return side * INFINITY
    return end + side * halved(end, reached, short, over)


def doubled(end: Fraction, found: Callable) -> tuple[Fraction, Fraction]:
    """The last distance at which it is not found and, twice as far, one at which it may be."""
    scale = max(abs(Fraction(end)), Fraction(1))
    before, distance = Fraction(0), scale / 2**FIRST
    while distance <= scale * 2**CLOSE and not found(distance):
        before, distance = distance, distance * 2
    return before, distance


def halved(end: Fraction, holds: Fraction, fails: Fraction, holding: Callable) -> Fraction:
    """A distance at which something holds, as close as so many halvings come to where it does not."""
    while abs(fails - holds) > max(abs(Fraction(end)), Fraction(1)) / 2**CLOSE:
        middle = (holds + fails) / 2
        holds, fails = (middle, fails) if holding(middle) else (holds, middle)
    return holds


# --- findings ---------------------------------------------------------------------------------------------------------


def findings(
    answers: Iterable[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction] | None = None, seconds=SECONDS
) -> Iterator[Reckoning]:
    """What arithmetic finds among the answers to the measures of one event.

    Each relation by itself, then each account by itself, then the accounts together and with the literature. A claim
    that another side contradicts directly is left out of what is found with that side, since it is said there.
    """
    if not formulas:
        return
    parsed = {text: parse(text) for text in formulas}
    linked = {key for formula in parsed.values() for key in formula.keys}
    answers = [answer for answer in answers if answer.measure in linked]
    scales = scales or {}
    accounts = list(dict.fromkeys(answer.source for answer in answers if answer.source != LITERATURE))
    known, complete = [], True
    for account in accounts:
        own = merged(answer for answer in answers if answer.source == account)
        alone = list(relations_alone(own, parsed, scales, account, seconds))
        yield from alone
        whole, conflicts = solve_within(own, parsed, scales, account, seconds, already=alone)
        yield from whole
        known += [[row for row in own if row.code in codes] for codes in conflicts]
        complete = complete and not any(row.state == UNDECIDED or row.partial for row in whole)
    if complete and len({answer.source for answer in answers}) > 1:
        yield from solve_together(answers, accounts, parsed, scales, seconds, known)


def merged(answers: Iterable[Answer]) -> list[Answer]:
    """The answers, those that say the same once; where a measure has several, none is *the* stated number."""
    once = {(row.measure, row.low, row.high): row for row in reversed(list(answers))}
    rows = list(reversed(once.values()))
    measures = [row.measure for row in rows]
    return [replace(row, value=None) if measures.count(row.measure) > 1 else row for row in rows]


def relations_alone(own: list[Answer], parsed: dict, scales, account: str, seconds) -> Iterator[Reckoning]:
    """How each relation stands by itself, of which the account answers every measure; not where it is impossible, since
    the whole is so too then."""
    for text, formula in parsed.items():
        rows = [row for row in own if row.measure in formula.keys]
        if {row.measure for row in rows} != set(formula.keys):
            continue
        state = solve(rows, [text], scales, seconds).state
        if state in (CONSISTENT, STRAINED):
            codes = tuple(row.code for row in rows)
            worked_out = worked(formula, rows, scales)
            yield Reckoning(RELATION, state, (account,), codes, relations=[text], ranges=worked_out)


def solve_within(
    own: list[Answer], parsed: dict, scales, account: str, seconds, already: list
) -> tuple[list[Reckoning], list[tuple[str, ...]]]:
    """How everything stands that one account says, and its smallest conflicts of any kind.

    What can be true is said only where no relation alone says it.
    """
    if len({row.measure for row in own}) < 2:
        return [], []
    system = System(own, list(parsed), scales, seconds)
    conflicts, complete = system.conflicts()
    sets = [codes for codes in conflicts if len({row.measure for row in own if row.code in codes}) != 1]
    whole = partial(
        Reckoning, WITHIN, sources=(account,), claims=tuple(row.code for row in own), relations=list(parsed)
    )
    found = [impossible(WITHIN, (account,), group, system, complete=complete) for group in hanging_together(sets)]
    if not found and not complete:
        found = [whole(state=UNDECIDED)]
    elif not conflicts and all(row.state == CONSISTENT for row in already) and system.strain() == STRAINED:
        found = [whole(state=STRAINED)]
    return found, conflicts


def solve_together(
    answers: list[Answer], accounts: list[str], parsed: dict, scales, seconds, known: list[list[Answer]]
) -> Iterator[Reckoning]:
    """What is found only when several sides are taken together: accounts, or accounts and literature. What is ``known``
    to conflict within one of them is not found again."""
    sides = {slug: [row for row in answers if row.source == slug] for slug in [*accounts, LITERATURE]}
    rows = merged(answers)
    givers = {row.code: [slug for slug, its in sides.items() if any(same(row, one) for one in its)] for row in rows}
    system = System(rows, list(parsed), scales, seconds)
    sets, complete = system.conflicts([next(row.code for row in rows if same(row, one)) for one in of] for of in known)
    grouped: dict[tuple, list] = {}
    for codes in sets:
        members = [row for row in rows if row.code in codes]
        if len({row.measure for row in members}) > 1 and (group := who(members, givers, sides)):
            named = tuple(named_by(row, group, givers, sides) for row in members)
            grouped.setdefault(group, []).append(named)
    by_code = System(answers, list(parsed), scales, seconds)
    for (kind, slugs), found in grouped.items():
        for group in hanging_together(found):
            yield impossible(kind, slugs, group, by_code, complete=complete)
    if not complete and not grouped:
        kind = RECORD if sides[LITERATURE] else BETWEEN
        yield Reckoning(kind, UNDECIDED, tuple(accounts), tuple(row.code for row in rows), relations=list(parsed))
    for account in accounts if complete else ():
        if not any(kind == RECORD and account in slugs for kind, slugs in grouped):
            yield from fits_the_record(account, sides, parsed, scales, seconds)


def hanging_together(sets: list[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """The sets in groups: those that have claims in common, and those that have claims in common with these."""
    groups: list[list[tuple[str, ...]]] = []
    for codes in sets:
        touching = [group for group in groups if any(set(codes) & set(other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), codes])
    return groups


def same(one: Answer, other: Answer) -> bool:
    return (one.measure, one.low, one.high) == (other.measure, other.low, other.high)


def who(members: list[Answer], givers: dict, sides: dict) -> tuple[str, tuple[str, ...]] | None:
    """Between whom a set stands: its kind, and the accounts that are needed for it. None where one side says it all, or
    where what a side says is contradicted directly by another."""
    if set.intersection(*(set(givers[row.code]) for row in members)):
        return None
    of_accounts = [row for row in members if LITERATURE not in givers[row.code]]
    of_record = [row for row in members if LITERATURE in givers[row.code]]
    if all(any(slug != LITERATURE for slug in givers[row.code]) for row in of_record):
        kind, needed = BETWEEN, members
    else:
        kind, needed = RECORD, of_accounts
    slugs = tuple(dict.fromkeys(next(slug for slug in givers[row.code] if slug != LITERATURE) for row in needed))
    others = [LITERATURE] if kind == RECORD else slugs
    contradicted = any(
        row.measure == other.measure and apart(row, other) for row in needed for slug in others for other in sides[slug]
    )
    return None if contradicted else (kind, slugs)


def apart(one: Answer, other: Answer) -> bool:
    """Whether two answers to one measure exclude each other."""
    return any(
        None not in (left.high, right.low) and left.high < right.low for left, right in ((one, other), (other, one))
    )


def named_by(row: Answer, group: tuple, givers: dict, sides: dict) -> str:
    """The code by which a set names an answer that several give: that of the record in a comparison with it."""
    kind, slugs = group
    order = [LITERATURE, *slugs] if kind == RECORD else slugs
    giver = next(slug for slug in order if slug in givers[row.code])
    return next(one.code for one in sides[giver] if same(row, one))


def fits_the_record(account: str, sides: dict, parsed: dict, scales, seconds) -> Iterator[Reckoning]:
    """That what an account says fits the record, in relations that need both."""
    own, record = merged(sides[account]), merged(sides[LITERATURE])
    own = [row for row in own if not any(row.measure == other.measure and apart(row, other) for other in record)]
    said, known = {row.measure for row in own}, {row.measure for row in record}
    texts = [
        text
        for text, formula in parsed.items()
        if said.intersection(formula.keys) and said.union(known).issuperset(formula.keys) and set(formula.keys) - said
    ]
    if not texts:
        return
    keys = {key for text in texts for key in parsed[text].keys}
    rows = [row for row in own if row.measure in keys]
    rows += [row for row in record if row.measure in keys and row.measure not in said]
    state = solve(rows, texts, scales, seconds).state
    if state in (CONSISTENT, STRAINED):
        yield Reckoning(RECORD, state, (account,), tuple(row.code for row in rows), relations=texts)


def impossible(kind: str, slugs: tuple[str, ...], sets: list, system: System, *, complete: bool) -> Reckoning:
    """The finding that these sets cannot be true."""
    claims = tuple(dict.fromkeys(code for codes in sets for code in codes))
    forced, leaned_on = system.explained(sets)
    told = {"relations": leaned_on, "sets": [list(codes) for codes in sets], "forced": [plain(one) for one in forced]}
    return Reckoning(kind, IMPOSSIBLE, slugs, claims, **told, partial=not complete)


def worked(formula: Formula, rows: list[Answer], scales) -> dict:
    """What the side of an equation comes to that does not stand alone, in the unit of the measure that does."""
    alone, other = (formula.left, formula.right) if isinstance(formula.left, Name) else (formula.right, formula.left)
    if not formula.results or isinstance(other, Name):
        return {}
    system = System(rows, [], scales, 0)
    ranges: dict[str, Interval] = {}
    for row in rows:
        ranges[row.measure] = ranges.get(row.measure, ALL).meet(system.range_of(row))
    stated = {row.measure: row.value * system.scale(row.measure) for row in rows if row.value is not None}
    found = {"measure": alone.key, "expression": str(other)}
    if set(stated).issuperset(key for key in formula.keys if key != alone.key):
        point = value(other, {key: Interval(number, number) for key, number in stated.items()})
        found["nominal"] = rounded(system.in_units(alone.key, point).low, up=False)
    return found | in_text(*ends(system.in_units(alone.key, value(other, ranges))))


# --- plain data -------------------------------------------------------------------------------------------------------


def ends(interval: Interval) -> tuple[Fraction | None, Fraction | None]:
    """Both ends; None for one that is open."""
    return tuple(None if abs(end) == INFINITY else Fraction(end) for end in interval)


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
