"""Whether figures and formulas can all be true: decided exactly, over the real numbers, by z3.

The one module that names the solver. It is large and slow to load, so it is imported when something is to be solved:
no public page does. Every system gets a context of its own, since a shared one is not safe between threads.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from timeline.checks.formulas import AT_MOST, EQUAL, Formula, Name, Number, Operation, Term, keys_in
from timeline.checks.intervals import INFINITY, Interval


class Undecided(Exception):
    """The solver could not tell in time."""


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float):
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """How many seconds are left. Raises Undecided when there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise Undecided
        return left


class Solver:
    """Formulas, and ranges (a measure and its interval each), of which any choice can be asked about."""

    def __init__(self, ranges: Sequence[tuple[str, Interval]], formulas: Sequence[Formula], deadline: Deadline):
        import z3

        self.z3, self.context, self.deadline = z3, z3.Context(), deadline
        self.measures: dict[str, object] = {}
        self.held = [z3.Bool(f"formula {number}", self.context) for number in range(len(formulas))]
        self.taken = [z3.Bool(f"range {number}", self.context) for number in range(len(ranges))]
        quotients = {key: number for number, key in enumerate(map(bare_quotient(formulas), formulas)) if key}
        self.quotients = {key: (self.held[number], *self.parts(formulas[number])) for key, number in quotients.items()}
        linear = all(number in quotients.values() or is_linear(formula) for number, formula in enumerate(formulas))
        self.logic = "QF_LRA" if linear else "QF_NRA"
        self.solver = z3.SolverFor(self.logic, ctx=self.context)
        for number, formula in enumerate(formulas):
            bare = number in quotients.values()
            self.implied(self.held[number], [self.parts(formula)[1] != 0] if bare else self.relation(formula))
        for switch, (key, interval) in zip(self.taken, ranges, strict=True):
            self.implied(switch, self.bound(key, interval))
        self.core: set[int] = set()
        self.asides = 0
        self.patience = INFINITY

    def implied(self, switch, conditions: list):
        """If a proposition is true, so are these conditions."""
        self.solver.add(*(self.z3.Implies(switch, condition) for condition in conditions))

    def possible(self, chosen: Collection[int], held: Collection[int] | None = None, within=None) -> bool:
        """Whether these ranges and formulas, by number (all formulas, if none are named), can be true together, and a
        measure lie ``within`` an interval (a pair). Raises Undecided.

        Where they cannot, ``core`` has some of the ranges that cannot.
        """
        switches = [self.taken[number] for number in sorted(chosen)]
        switches += self.held if held is None else [self.held[number] for number in sorted(held)]
        if within:
            self.asides += 1
            switches.append(self.z3.Bool(f"aside {self.asides}", self.context))
            self.implied(switches[-1], self.bound(*within))
        answer = self.asked(self.solver, switches)
        if answer == self.z3.unknown:  # once more, from nothing: another procedure, complete but slower
            afresh = self.z3.SolverFor(self.logic, ctx=self.context)
            afresh.add(*self.solver.assertions(), *switches)
            answer = self.asked(afresh, [])
            self.core = set(chosen)
        elif answer == self.z3.unsat:
            told = {switch.get_id() for switch in self.solver.unsat_core()}
            self.core = {number for number in chosen if self.taken[number].get_id() in told}
        if answer == self.z3.unknown:
            raise Undecided
        return answer == self.z3.sat

    def asked(self, solver, switches: list):
        left = self.deadline.left()
        if solver is not self.solver or left < self.patience / 2:  # to tell it so costs as much as to ask it
            self.patience = left
            solver.set("timeout", max(1, int(left * 1000)))
        try:
            return solver.check(*switches)
        except self.z3.Z3Exception as error:
            raise Undecided from error

    # --- in the solver's terms

    def measure(self, key: str):
        if key not in self.measures:
            self.measures[key] = self.z3.Real(f"measure {key}", self.context)
        return self.measures[key]

    def number(self, number: Fraction):
        return self.z3.RealVal(f"{number.numerator}/{number.denominator}", self.context)

    def relation(self, formula: Formula) -> list:
        """The conditions that a formula puts on its measures."""
        conditions: list = []
        left, right = self.term(formula.left, conditions), self.term(formula.right, conditions)
        if formula.sign == EQUAL:
            return [*conditions, left == right]
        return [*conditions, left <= right if formula.sign == AT_MOST else left >= right]

    def term(self, term: Term, conditions: list):
        """A term; what must hold for it to have a value is added to the conditions."""
        if isinstance(term, Name):
            return self.measure(term.key)
        if isinstance(term, Number):
            return self.number(term.value)
        left, right = self.term(term.left, conditions), self.term(term.right, conditions)
        if term.sign != "/":
            return {"+": left + right, "-": left - right, "*": left * right}[term.sign]
        if isinstance(term.right, Number) and term.right.value:
            return left / right
        # A number which, times the divisor, is the dividend: the solver's own division by nothing can be anything.
        quotient = self.z3.FreshReal("quotient", ctx=self.context)
        conditions += [quotient * right == left, right != 0]
        return quotient

    def parts(self, formula: Formula) -> tuple:
        """What is divided in a formula of a bare quotient, and by what."""
        division = formula.right if isinstance(formula.left, Name) else formula.left
        return self.term(division.left, []), self.term(division.right, [])

    def bound(self, key: str, interval: Interval) -> list:
        """The conditions that an interval puts on a measure, and on the two of which it is a bare quotient."""
        measure, zero = self.measure(key), self.number(Fraction(0))
        conditions = []
        for end, side in ((interval.low, 1), (interval.high, -1)):
            if abs(end) == INFINITY:
                continue
            number = self.number(end)
            conditions.append(measure * side >= number * side)
            if key in self.quotients:
                held, above, below = self.quotients[key]
                over, under = above * side >= number * below * side, above * side <= number * below * side
                conditions.append(self.z3.Implies(self.z3.And(held, below > zero), over))
                conditions.append(self.z3.Implies(self.z3.And(held, below < zero), under))
        return conditions


def bare_quotient(formulas: Sequence[Formula]) -> Callable[[Formula], str]:
    """Tells the measure that a formula says to be a quotient of sums, if it stands in no other formula; else nothing.

    Its bounds are then bounds on these sums (``0.96 <= a / b`` is ``0.96 * b <= a``, where b is positive), so that the
    system stays linear, and is decided many times faster.
    """
    count = Counter(key for formula in formulas for key in formula.keys)

    def told(formula: Formula) -> str:
        alone, other = formula.left, formula.right
        if not isinstance(alone, Name):
            alone, other = other, alone
        if formula.sign != EQUAL or not isinstance(alone, Name) or not isinstance(other, Operation):
            return ""
        quotient = other.sign == "/" and degree(other.left) <= 1 and degree(other.right) == 1
        alone_there = count[alone.key] == 1 and alone.key not in keys_in(other)
        return alone.key if quotient and alone_there else ""

    return told


def is_linear(formula: Formula) -> bool:
    """Whether no measure is multiplied or divided by another."""
    return degree(formula.left) <= 1 and degree(formula.right) <= 1


def degree(term: Term) -> int:
    """0 for a constant, 1 for a multiple of measures, 2 for anything else."""
    if isinstance(term, Name):
        return 1
    if isinstance(term, Number):
        return 0
    left, right = degree(term.left), degree(term.right)
    if term.sign in "+-":
        return max(left, right)
    if term.sign == "/":
        return left if isinstance(term.right, Number) and term.right.value else 2
    return left + right


def smallest_conflicts(
    solver: Solver, total: int, known: Collection[set[int]] = ()
) -> tuple[list[tuple[int, ...]], bool]:
    """Every inclusion-minimal set of ranges (by number, of ``total``) that cannot all be true, those that are ``known``
    among them; and whether that is all of them, or time ran out.

    The search of Liffiton and others (Fast, flexible MUS enumeration, Constraints 21, 2016): a second, propositional
    solver keeps the subsets about which nothing is known, and gives one. It is grown to a largest possible one,
    and then so is everything below it; or shrunk to a smallest impossible one, and then so is everything above that.
    """
    map_of, conflicts, largest = Map(solver, total), list(known), []
    for conflict in conflicts:
        map_of.above(conflict)

    def possible(numbers: set[int]) -> bool:
        """What is known of smaller or larger sets need not be asked."""
        if any(conflict <= numbers for conflict in conflicts):
            return False
        return any(numbers <= one for one in largest) or solver.possible(numbers)

    complete = True
    try:
        while (seed := map_of.unknown()) is not None:
            if solver.possible(seed):
                largest.append(grown(possible, seed, total))
                map_of.below(largest[-1])
            else:
                conflicts.append(shrunk(possible, solver.core))
                map_of.above(conflicts[-1])
    except Undecided:
        complete = False
    return sorted(tuple(sorted(conflict)) for conflict in conflicts), complete


class Map:
    """The subsets of which is not yet known whether they are possible."""

    def __init__(self, solver: Solver, total: int):
        self.z3, self.deadline = solver.z3, solver.deadline
        self.solver = self.z3.SolverFor("QF_FD", ctx=solver.context)
        self.members = [self.z3.Bool(f"member {number}", solver.context) for number in range(total)]

    def unknown(self) -> set[int] | None:
        """Such a subset, or None where there is none left. Raises Undecided when the time is over."""
        self.deadline.left()
        if self.solver.check() != self.z3.sat:
            return None
        model = self.solver.model()
        return {n for n, member in enumerate(self.members) if not self.z3.is_false(model.eval(member))}

    def below(self, largest: set[int]):
        """Every part of this is possible."""
        missing = [member for n, member in enumerate(self.members) if n not in largest]
        self.solver.add(self.z3.Or(*missing) if missing else self.z3.BoolVal(False, self.solver.ctx))

    def above(self, smallest: Collection[int]):
        """Whatever has all of this is impossible."""
        excluded = [self.z3.Not(self.members[n]) for n in smallest]
        self.solver.add(self.z3.Or(*excluded) if excluded else self.z3.BoolVal(False, self.solver.ctx))


def grown(possible, seed: set[int], total: int) -> set[int]:
    """A largest possible set that has all of a possible one."""
    largest = set(seed)
    for number in range(total):
        if number not in largest and possible(largest | {number}):
            largest.add(number)
    return largest


def shrunk(possible, impossible: Collection[int]) -> set[int]:
    """A smallest impossible set within an impossible one."""
    smallest = set(impossible)
    for number in sorted(impossible):
        if not possible(smallest - {number}):
            smallest.discard(number)
    return smallest
