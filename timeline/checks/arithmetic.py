"""Whether the figures of an event can all be true together, under the relations that an editor reads into them. Pure.

A figure is an interval, a relation an equation or inequality between measures. All of them are solved jointly, exactly
and over the real numbers. Where they cannot all be true, every inclusion-minimal set of figures is named of which at
least one must be wrong, and never which one. What an event makes of that is said in ``reckoning``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from timeline.checks.agreement import LITERATURE
from timeline.checks.formulas import parse
from timeline.checks.intervals import ALL, INFINITY, Interval, Step, in_order, narrowed
from timeline.checks.solver import Deadline, Solver, Undecided, shrunk, smallest_conflicts

CONSISTENT, STRAINED, IMPOSSIBLE, UNDECIDED = "consistent", "strained", "impossible", "undecided"
SECONDS = 5  # for one system; then it is undecided
EXPLAINED = 12  # sets of a finding: more than anyone reads
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


def solve(
    answers: Sequence[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction] | None = None, seconds=SECONDS
) -> Outcome:
    """How all these answers and formulas stand together.

    ``scales`` says by what a stated value is multiplied before it enters a formula (a percentage: 1/100). *Strained*
    is what can be true, but not with all numbers as they are stated: only a measure that stands alone on one side of
    an equation is taken as rounded.
    """
    system = System(answers, formulas, scales or {}, Deadline(seconds))
    sets, complete = system.conflicts()
    if sets:
        system.deadline = Deadline(seconds)  # explaining takes time of its own
        forced, _leaned_on = system.explained(sets)
        return Outcome(IMPOSSIBLE, tuple(sets), tuple(forced), complete)
    return Outcome(system.strain() if complete else UNDECIDED, complete=complete)


def contradictory(formulas: Sequence[str], seconds=SECONDS) -> list[str]:
    """As few of these formulas as cannot be true together, whatever the figures; none where they can, or may."""
    solver = Solver([], [parse(text) for text in formulas], Deadline(seconds))
    try:
        if solver.possible(()):
            return []
        kept = shrunk(lambda held: solver.possible((), held), range(len(formulas)))
    except Undecided:
        return []
    return [formulas[number] for number in sorted(kept)]


class System:
    """Answers and formulas that are solved together."""

    def __init__(
        self, answers: Sequence[Answer], formulas: Sequence[str], scales: Mapping[str, Fraction], deadline: Deadline
    ):
        self.answers, self.scales, self.deadline = list(answers), scales, deadline
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

    def ranges_of(self, answers: Iterable[Answer]) -> dict[str, Interval]:
        """Where the measures lie that these answer, each in all its answers."""
        ranges: dict[str, Interval] = {}
        for answer in answers:
            ranges[answer.measure] = ranges.get(answer.measure, ALL).meet(self.range_of(answer))
        return ranges

    @cached_property
    def parts(self) -> list[set[str]]:
        """The measures that hang together, apart from those that do not."""
        linked = [*(set(formula.keys) for formula in self.formulas.values()), *({row.measure} for row in self.answers)]
        return [set().union(*group) for group in hanging_together(linked)]

    def solvers(self) -> Iterator[tuple[list[Answer], Solver]]:
        """A solver for each part."""
        for part in self.parts:
            answers = [row for row in self.answers if row.measure in part]
            yield answers, self.solver(answers, self.within(part))

    def within(self, part: set[str]) -> list[str]:
        """The formulas of a part."""
        return [text for text, formula in self.formulas.items() if part.issuperset(formula.keys)]

    def solver(self, answers: Iterable[Answer], texts: Iterable[str]) -> Solver:
        ranges = [(row.measure, self.range_of(row)) for row in answers]
        return Solver(ranges, [self.formulas[text] for text in texts], self.deadline)

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

    def state(self) -> str:
        """How the whole stands, without saying why."""
        try:
            return self.strain() if self.holds() else IMPOSSIBLE
        except Undecided:
            return UNDECIDED

    def strain(self) -> str:
        """Whether what can be true is true of the numbers as they are stated."""
        rounded = {key for formula in self.formulas.values() for key in formula.results}
        bare = [
            row if row.value is None or row.measure in rounded else replace(row, low=row.value, high=row.value)
            for row in self.answers
        ]
        stated = System(bare, list(self.formulas), self.scales, self.deadline)
        try:
            return CONSISTENT if stated.holds() else STRAINED
        except Undecided:
            return UNDECIDED

    def holds(self) -> bool:
        """Whether all answers and formulas can be true. Raises Undecided."""
        return all(solver.possible(range(len(answers))) for answers, solver in self.solvers())

    def explained(self, sets: Sequence[Sequence[str]]) -> tuple[list[Forced], list[str]]:
        """For each claim of each conflicting set, where the others would force it; and the formulas that this takes.

        Only so many sets are explained, and only while there is time.
        """
        solver = self.solver(self.answers, self.formulas)
        forced, leaned_on = [], set()
        for number, codes in enumerate(sets[:EXPLAINED]):
            chosen = {self.places[code] for code in codes}
            try:
                needed = self.needed(solver, chosen)
            except Undecided:
                leaned_on.update(self.formulas)
                break
            leaned_on.update(needed)
            forced += [self.forced(number, place, chosen, needed) for place in sorted(chosen)]
        return forced, [text for text in self.formulas if text in leaned_on]

    def needed(self, solver: Solver, chosen: set[int]) -> list[str]:
        """As few formulas as it takes for these answers to conflict. Raises Undecided."""
        texts = list(self.formulas)
        measures = {self.answers[place].measure for place in chosen}
        near = [text for part in self.parts if part & measures for text in self.within(part)]
        kept = shrunk(lambda held: solver.possible(chosen, held), list(map(texts.index, near)))
        return [texts[number] for number in sorted(kept)]

    def forced(self, number: int, place: int, chosen: set[int], needed: list[str]) -> Forced:
        """Where the other answers and these formulas force an answer of a conflicting set, and by which steps."""
        answer, others = self.answers[place], [self.answers[other] for other in chosen - {place}]
        its, last = narrowed(self.ranges_of(others), {text: self.formulas[text] for text in needed})
        interval, own, steps = its.get(answer.measure, ALL), self.range_of(answer), []
        if interval.meet(own).is_empty and not interval.is_empty:
            steps = [self.told(step) for step in in_order(last[answer.measure])] if answer.measure in last else []
        else:
            interval = searched(self.solver(others, needed), range(len(others)), answer.measure, own)
        low, high = ends(self.in_units(answer.measure, interval))
        return Forced(number, answer.code, low, high, tuple(steps))

    def told(self, step: Step) -> Step:
        """A step in the unit of its measure."""
        return replace(step, interval=self.in_units(step.measure, step.interval))


def hanging_together(sets: Iterable[Collection]) -> list[list]:
    """The sets in groups: those that have something in common, and those that have something in common with these."""
    groups: list[list] = []
    for one in sets:
        touching = [group for group in groups if any(not set(one).isdisjoint(other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), one])
    return groups


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


def ends(interval: Interval) -> tuple[Fraction | None, Fraction | None]:
    """Both ends; None for one that is open."""
    return tuple(None if abs(end) == INFINITY else Fraction(end) for end in interval)
