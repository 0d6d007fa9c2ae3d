"""The arithmetic beside an independent proof: systems with known answers, decided by brute force (``oracle``)."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline import oracle, systems
from tests.timeline.oracle import Stated, feasible, smallest_conflicts
from timeline.checks import arithmetic
from timeline.checks.solver import Deadline

BATCHES, EACH = 8, 65  # 520 systems
EXPLAINED = 6  # of each batch, also with the interval that is forced on each claim, which takes the longest
SECONDS = 300  # however busy the machine is
# Every number that hypothesis draws, and it makes failing ones small.
randoms = st.randoms(use_true_random=False)


def answer(code, measure, low, high=None, value=None):
    high = low if high is None else high
    return Stated(code, measure, *(end if end is None else Fraction(end) for end in (low, high, value)))


def solved(system):
    return arithmetic.solve(answers_of(system), system.formulas, system.scales, SECONDS)


def decided(system):
    """As ``solved``, without what is forced."""
    whole = arithmetic.System(answers_of(system), system.formulas, system.scales, Deadline(SECONDS))
    sets, _complete = whole.conflicts()
    return arithmetic.Outcome("impossible" if sets else whole.strain(), tuple(sets))


def answers_of(system):
    return [arithmetic.Answer(*row) for row in system.stated]


def sets_of(outcome):
    return {frozenset(codes) for codes in outcome.sets}


# The oracle itself, beside systems worked out by hand

ELECTION = [
    answer("93 miljoen", "electorate", 92_500_000, 93_500_000, 93_000_000),
    answer("91 miljoen", "voters", 90_500_000, 91_500_000, 91_000_000),
    answer("96,8 %", "turnout", "96.75", "96.85", "96.8"),
    answer("89.844.000", "votes_for", 89_843_500, 89_844_500, 89_844_000),
    answer("632.000", "votes_against", 631_500, 632_500, 632_000),
    answer("98,6 %", "share_for", "98.55", "98.65", "98.6"),
]
SHARES = ("turnout = voters / electorate", "share_for = votes_for / voters")
PERCENTAGES = {"turnout": Fraction(1, 100), "share_for": Fraction(1, 100)}
CLASH = {"93 miljoen", "96,8 %", "89.844.000", "98,6 %"}
IN_1937 = systems.System(tuple(ELECTION), (*SHARES, "votes_for + votes_against <= voters"), PERCENTAGES)
NOBODY_ABSTAINED = IN_1937._replace(formulas=(*SHARES, "votes_for + votes_against = voters"))
FIVE = [
    {"91 miljoen", "89.844.000", "632.000"},
    {"98,6 %", "89.844.000", "632.000"},
    CLASH,
    {"91 miljoen", "98,6 %", "632.000"},
    {"93 miljoen", "96,8 %", "98,6 %", "632.000"},
]

a, b, c = "abc"
WORKED = [
    # answers as (measure, low, high), formulas, the smallest conflicts by measure
    ([(a, 1, 2), (b, 3, 4), (c, 4, 6)], ["c = a + b"], []),
    ([(a, 1, 2), (b, 3, 4), (c, 6, 7)], ["c = a + b"], []),  # they touch
    ([(a, 1, 2), (b, 3, 4), (c, 7, 8)], ["c = a + b"], ["abc"]),
    ([(a, 1, 2), (b, 3, 4), (c, None, 3)], ["a + b <= c"], ["abc"]),
    ([(b, 3, 4), (c, None, -1)], ["c >= b"], ["bc"]),
    ([(a, 1, None), (b, 3, 4), (c, None, 5)], ["c >= a + b"], []),
    ([(a, 1, 1), (b, 2, 2)], ["a * 3 = b"], ["ab"]),
    ([(a, 1, 1), (b, 2, 2), (c, 3, 3)], ["a = b", "b = c"], ["ab", "bc", "ac"]),
    ([(a, 10, 20), (b, 40, 50), (c, "0.2", "0.5")], ["c = a / b"], []),
    ([(a, 10, 20), (b, 40, 50), (c, "0.5", "0.6")], ["c = a / b"], []),
    ([(a, 10, 20), (b, 40, 50), (c, "0.51", "0.6")], ["c = a / b"], ["abc"]),
    ([(a, 0, 0), (b, 40, 50), (c, 1, None)], ["c = a / b"], ["ac"]),  # whatever it is divided by
    ([(b, 0, 0)], ["c = a / b"], ["b"]),  # nothing is divided by nothing
    ([(b, -1, 1)], ["c = a / b"], []),
    ([(a, -5, -4), (b, 2, 3), (c, None, 0)], ["c = a / b"], []),
    ([(a, -5, -4), (b, 2, 3), (c, 0, None)], ["c = a / b"], ["abc"]),
    ([(a, 2, 2), (c, 3, 3)], ["a * b = c", "b * c = a"], ["ac"]),  # b would be 3/2 and 2/3
    ([(a, 2, 3), (c, 3, 4)], ["a * b = c", "b * c = a"], []),
    ([(a, 1, 2), (c, 3, 4)], ["a * b = c * b"], []),  # b is nothing
    ([(a, 1, 2), (c, 3, 4)], ["a / b = c / b"], ["ac"]),
    ([(a, 100, 100), (b, 150, 150), (c, "0.4", "0.6")], ["c = (b - a) / a"], []),
    ([(a, 100, 100), (b, 150, 150), (c, "0.6", "0.7")], ["c = (b - a) / a"], ["abc"]),
    ([(a, "0.6", "0.69"), (b, "0.2", "0.3")], ["a = 1 - b"], ["ab"]),
    ([(a, "0.7", "0.75"), (b, "0.25", "0.3")], ["a = 1 - b"], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "formulas", "conflicts"), WORKED)
def test_the_oracle_and_the_product_find_what_was_worked_out_by_hand(rows, formulas, conflicts):
    stated = [answer_with(*row) for row in rows]
    system = systems.System(tuple(stated), tuple(formulas), {})

    assert smallest_conflicts(*system) == set(map(frozenset, conflicts))
    assert sets_of(solved(system)) == set(map(frozenset, conflicts))


def answer_with(measure, low, high):
    return Stated(measure, measure, *(None if end is None else Fraction(end) for end in (low, high)))


def test_two_answers_to_one_measure_must_both_hold():
    system = systems.System((answer("one", a, 1, 2), answer("other", a, 3, 4), answer("b", b, 1, 1)), ("a >= b",), {})

    assert smallest_conflicts(*system) == {frozenset({"one", "other"})} == sets_of(solved(system))


def test_in_1937_four_numbers_clash():
    assert smallest_conflicts(*IN_1937) == {frozenset(CLASH)} == sets_of(solved(IN_1937))


def test_if_nobody_abstained_in_1937_five_sets_clash():
    assert smallest_conflicts(*NOBODY_ABSTAINED) == set(map(frozenset, FIVE)) == sets_of(solved(NOBODY_ABSTAINED))


@pytest.mark.parametrize("formula", SHARES)
def test_each_percentage_of_1937_by_itself_is_strained(formula):
    system = IN_1937._replace(formulas=(formula,))

    assert oracle.state(*system) == "strained" == solved(system).state


def test_in_1937_the_others_force_over_94_million_voters():
    forced = {row.claim: row for row in solved(IN_1937).forced}["93 miljoen"]

    assert 94_000_000 < forced.low < forced.high < 94_250_000
    assert_forced_is_sound(forced, IN_1937, CLASH)


def test_what_the_oracle_cannot_decide_it_refuses():
    with pytest.raises(oracle.Undecidable):
        feasible([], ["a * b = c + 1", "b = a + c"])


def test_the_oracle_decides_products_in_two_ways_alike():
    """By signs and logarithms; and, beside a sum that says nothing, by the measure that each relation has of its own."""
    random, compared = Random(1937), 0
    while compared < 60:
        system = systems.shifted(random, systems.consistent(random, [systems.products]))
        beside = "{0} + nothing = {0}".format(system.stated[0].measure)
        try:
            assert feasible(*system) == feasible(system.stated, (*system.formulas, beside), system.scales)
        except oracle.Undecidable:  # by the second way
            continue
        compared += 1


# Systems with known answers


def drawn(number):
    """The system of this number; three of four have answers that were moved."""
    random = Random(number)
    system = systems.consistent(random)
    return systems.shifted(random, system) if number % 4 else system


@pytest.mark.parametrize("batch", range(BATCHES))
def test_systems_are_as_brute_force_finds_them(batch):
    for number in range(batch * EACH, (batch + 1) * EACH):
        system = drawn(number)
        outcome = decided(system)

        assert outcome.state == oracle.state(*system), (number, system)
        assert sets_of(outcome) == smallest_conflicts(*system), (number, system)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_forced_on_a_claim_follows_from_the_others(batch):
    for number in range(batch * EACH, batch * EACH + EXPLAINED):
        system = drawn(number)
        outcome = solved(system)
        told = outcome.sets[: arithmetic.EXPLAINED]
        claims = [(number, code) for number, codes in enumerate(told) for code in codes]

        assert [(forced.set, forced.claim) for forced in outcome.forced] == claims
        for forced in outcome.forced:
            assert_forced_is_sound(forced, system, outcome.sets[forced.set])


def assert_forced_is_sound(forced, system, codes):
    """The others leave nothing outside the forced interval, which at most touches what the claim says.

    Unless they leave both what is more and what is less than that, which no one interval tells apart. What is said to
    be positive is looked for among positive numbers, if the others leave any.
    """
    (own,) = (row for row in system.stated if row.code == forced.claim)
    others = [row for row in system.stated if row.code in codes and row is not own]
    positive = [(own.measure, ">", Fraction(0))]
    if own.low is None or own.low < 0 or not feasible(others, system.formulas, system.scales, positive):
        positive = []

    def can_lie(sign, end):
        return feasible(others, system.formulas, system.scales, [(own.measure, sign, end), *positive])

    assert forced.low is None or not can_lie("<", forced.low), (forced, system)
    assert forced.high is None or not can_lie(">", forced.high), (forced, system)
    above = forced.low is not None and own.high is not None and forced.low >= own.high
    below = forced.high is not None and own.low is not None and forced.high <= own.low
    either = own.low is not None and own.high is not None and can_lie("<", own.low) and can_lie(">", own.high)
    assert above or below or either, (forced, system)


# What holds of every system


@given(randoms)
@settings(max_examples=60, deadline=None)
def test_what_was_made_by_rounding_true_values_is_never_impossible(random):
    system = systems.consistent(random, [*systems.FAMILIES, systems.wild])

    assert decided(system).state != "impossible"


@given(randoms)
@settings(max_examples=20, deadline=None)
def test_every_set_is_impossible_and_possible_without_any_of_it(random):
    system = systems.shifted(random, systems.consistent(random))

    for codes in decided(system).sets:
        rows = [row for row in system.stated if row.code in codes]
        assert not feasible(rows, *system[1:])
        assert all(feasible([row for row in rows if row is not left], *system[1:]) for left in rows)


@given(randoms)
@settings(max_examples=20, deadline=None)
def test_without_an_answer_the_conflicts_are_those_it_has_no_part_in(random):
    system = systems.shifted(random, systems.consistent(random))
    left = random.choice(system.stated)
    fewer = system._replace(stated=tuple(row for row in system.stated if row is not left))

    assert sets_of(decided(fewer)) == {codes for codes in sets_of(decided(system)) if left.code not in codes}


@given(randoms)
@settings(max_examples=15, deadline=None)
def test_the_order_of_answers_and_formulas_says_nothing(random):
    system = systems.shifted(random, systems.consistent(random))
    stated, formulas = (random.sample(rows, len(rows)) for rows in (system.stated, system.formulas))
    other = systems.System(tuple(stated), tuple(formulas), system.scales)

    assert sets_of(decided(other)) == sets_of(decided(system))
    assert decided(other).state == decided(system).state


@given(randoms)
@settings(max_examples=15, deadline=None)
def test_numbers_in_thousands_say_what_they_say_in_full(random):
    system = systems.shifted(random, systems.consistent(random))
    in_thousands = tuple(
        row._replace(**{key: end / 1000 for key, end in row._asdict().items() if isinstance(end, Fraction)})
        for row in system.stated
    )
    scales = {row.measure: 1000 * system.scales.get(row.measure, Fraction(1)) for row in system.stated}
    other = systems.System(in_thousands, system.formulas, scales)

    assert decided(other).state == decided(system).state
    assert sets_of(decided(other)) == sets_of(decided(system))
