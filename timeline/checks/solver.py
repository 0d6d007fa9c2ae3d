"""Whether figures and formulas can all be true: decided exactly, over the real numbers, by z3.

The one module that names the solver. It is large and slow to load, so it is imported when something is to be solved:
no public page does. Every question gets a context of its own, since a shared one is not safe between threads.
"""

import time
from collections.abc import Collection, Sequence
from fractions import Fraction

from timeline.checks.formulas import AT_MOST, EQUAL, Formula, Name, Number, Term
from timeline.checks.intervals import INFINITY, Interval


class Undecided(Exception):
    """The solver could not tell in time."""


class Solver:
    """Formulas that hold, and ranges (a measure and its interval each) that may be taken together or not."""

    def __init__(self, ranges: Sequence[tuple[str, Interval]], formulas: Collection[Formula], seconds: float):
        import z3

        self.z3, self.context = z3, z3.Context()
        self.ends_at = time.monotonic() + seconds
        self.ranges, self.formulas = ranges, formulas
        self.measures: dict[str, object] = {}
        self.quotients: list = []
        self.relations = [self.relation(formula) for formula in formulas]
        self.bounds = [self.bound(key, interval) for key, interval in ranges]

    def possible(self, chosen: Collection[int]) -> bool:
        """Whether these ranges, by number, and all formulas can be true together. Raises Undecided."""
        return self.satisfied([bound for number in sorted(chosen) for bound in self.bounds[number]])

    def satisfied(self, conditions: list) -> bool:
        """Whether these conditions and all formulas can be true together. Raises Undecided."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise Undecided
        solver = self.z3.SolverFor("QF_NRA", ctx=self.context)
        solver.set("timeout", max(1, int(left * 1000)))
        solver.add(*self.relations, *self.quotients, *conditions)
        answer = solver.check()
        if answer == self.z3.unknown:
            raise Undecided
        return answer == self.z3.sat

    def lies(self, chosen: Collection[int], key: str, interval: Interval) -> bool:
        """Whether, with these ranges, a measure can lie in an interval. Raises Undecided."""
        bounds = [bound for number in sorted(chosen) for bound in self.bounds[number]]
        return self.satisfied([*bounds, *self.bound(key, interval)])

    # --- in the solver's terms

    def measure(self, key: str):
        if key not in self.measures:
            self.measures[key] = self.z3.Real(f"m_{key}", self.context)
        return self.measures[key]

    def number(self, number: Fraction):
        return self.z3.RealVal(f"{number.numerator}/{number.denominator}", self.context)

    def relation(self, formula: Formula):
        left, right = self.term(formula.left), self.term(formula.right)
        if formula.sign == EQUAL:
            return left == right
        return left <= right if formula.sign == AT_MOST else left >= right

    def term(self, term: Term):
        if isinstance(term, Name):
            return self.measure(term.key)
        if isinstance(term, Number):
            return self.number(term.value)
        left, right = self.term(term.left), self.term(term.right)
        if term.sign == "/":
            return self.quotient(left, right)
        return {"+": left + right, "-": left - right, "*": left * right}[term.sign]

    def quotient(self, left, right):
        """A number which, times the divisor, is the dividend: the solver's own division by nothing can be anything."""
        quotient = self.z3.Real(f"q_{len(self.quotients)}", self.context)
        self.quotients += [quotient * right == left, right != 0]
        return quotient

    def bound(self, key: str, interval: Interval) -> list:
        """The conditions that an interval puts on a measure."""
        measure, ends = self.measure(key), []
        if interval.low != -INFINITY:
            ends.append(measure >= self.number(interval.low))
        if interval.high != INFINITY:
            ends.append(measure <= self.number(interval.high))
        return ends


def smallest_conflicts(solver: Solver, total: int) -> tuple[list[tuple[int, ...]], bool]:
    """Every inclusion-minimal set of ranges (by number, of ``total``) that cannot all be true; and whether that is all
    of them, or time ran out.

    The search of Liffiton and others (Fast, flexible MUS enumeration, Constraints 21, 2016): a second, propositional
    solver keeps the subsets about which nothing is known, and gives a largest one. It is possible, and then so is
    everything below it; or it is shrunk to a smallest impossible one, and then so is everything above that.
    """
    z3, map_of = solver.z3, Map(solver, total)
    conflicts: list[tuple[int, ...]] = []
    try:
        while (seed := map_of.unknown()) is not None:
            if solver.possible(seed):
                map_of.below(seed)  # all that is larger is known, and impossible
            else:
                smallest = shrunk(solver, seed)
                conflicts.append(tuple(sorted(smallest)))
                map_of.above(smallest)
    except (Undecided, z3.Z3Exception):
        return conflicts, False
    return sorted(conflicts), True


class Map:
    """The subsets of which is not yet known whether they are possible."""

    def __init__(self, solver: Solver, total: int):
        z3 = solver.z3
        self.z3, self.solver, self.total = z3, z3.Optimize(ctx=solver.context), total
        self.members = [z3.Bool(f"r_{number}", solver.context) for number in range(total)]
        for member in self.members:
            self.solver.add_soft(member)

    def unknown(self) -> set[int] | None:
        """A largest such subset, or None where there is none left."""
        if self.solver.check() != self.z3.sat:
            return None
        model = self.solver.model()
        return {n for n, member in enumerate(self.members) if self.z3.is_true(model.eval(member, True))}

    def below(self, largest: set[int]):
        """Every part of this is possible."""
        missing = [member for n, member in enumerate(self.members) if n not in largest]
        self.solver.add(self.z3.Or(*missing) if missing else self.z3.BoolVal(False, self.solver.ctx))

    def above(self, smallest: set[int]):
        """Whatever has all of this is impossible."""
        self.solver.add(self.z3.Or(*(self.z3.Not(self.members[n]) for n in smallest)))


def shrunk(solver: Solver, seed: set[int]) -> set[int]:
    """A smallest impossible set within an impossible one."""
    smallest = set(seed)
    for number in sorted(seed):
        if not solver.possible(smallest - {number}):
            smallest.discard(number)
    return smallest
