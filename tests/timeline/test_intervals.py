"""Exact interval arithmetic: it never loses what is possible, and says by which steps something follows."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.checks.formulas import parse, parse_term
from timeline.checks.intervals import ALL, INFINITY, NONE, Interval, divide, factor, in_order, narrowed, value


def interval(low, high) -> Interval:
    return Interval(Fraction(low), Fraction(high))


numbers = st.fractions(min_value=-20, max_value=20, max_denominator=6)
around = st.tuples(numbers, st.fractions(0, 5, max_denominator=4), st.fractions(0, 5, max_denominator=4))


@given(around, around, st.sampled_from("+-*/"))
def test_whatever_two_numbers_come_to_lies_in_what_their_intervals_come_to(one, other, sign):
    (a, below, above), (b, under, over) = one, other
    assume(sign != "/" or b != 0)
    ranges = {"a": interval(a - below, a + above), "b": interval(b - under, b + over)}
    exact = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0}[sign]
    its = value(parse_term(f"a {sign} b"), ranges)
    assert its.low <= exact <= its.high


@given(around, around)
def test_a_factor_of_a_product_lies_where_it_is_looked_for(one, other):
    (a, below, above), (b, under, over) = one, other
    product = interval(a * b - below, a * b + above)
    its = factor(product, interval(b - under, b + over))
    assert its.low <= a <= its.high


@pytest.mark.parametrize(
    ("one", "other", "quotient"),
    [
        (interval(1, 2), interval(0, 4), Interval(Fraction(1, 4), INFINITY)),
        (interval(1, 2), interval(-4, 0), Interval(-INFINITY, Fraction(-1, 4))),
        (interval(1, 2), interval(-1, 1), ALL),
        (interval(0, 2), interval(0, 1), ALL),
        (interval(1, 2), interval(0, 0), NONE),
        (interval(0, 0), interval(0, 0), NONE),
        (interval(6, 6), Interval(Fraction(2), INFINITY), Interval(Fraction(0), Fraction(3))),
    ],
)
def test_nothing_is_divided_by_nothing(one, other, quotient):
    assert divide(one, other) == quotient


def test_what_follows_is_told_step_by_step_and_each_step_after_those_it_rests_on():
    relations = {text: parse(text) for text in ("turnout = voters / electorate", "share = votes / voters")}
    stated = {"turnout": interval("0.9675", "0.9685"), "votes": interval(89843500, 89844500)}
    ranges, last = narrowed(stated | {"share": interval("0.9855", "0.9865")}, relations)
    steps = in_order(last["electorate"])
    assert [(step.measure, step.sign, step.expression) for step in steps] == [
        ("voters", "=", "votes / share"),
        ("electorate", "=", "voters / turnout"),
    ]
    assert steps[-1].interval == ranges["electorate"] == divide(ranges["voters"], stated["turnout"])


def test_an_inequality_leaves_one_end_open_and_says_so():
    _ranges, last = narrowed({"a": interval(1, 2), "b": interval(3, 4)}, {"f": parse("a + b <= c")})
    step = last["c"].step
    assert (step.sign, step.expression, step.interval) == (">=", "a + b", Interval(Fraction(4), INFINITY))


def test_relations_in_a_circle_come_to_an_end():
    relations = {"f": parse("a = b / 2"), "g": parse("b = a")}
    ranges, _last = narrowed({"a": interval(1, 100)}, relations)
    assert ranges["a"].low >= 1 or ranges["a"].is_empty


@given(st.lists(numbers, min_size=3, max_size=3), around)
def test_narrowing_never_loses_the_true_values(true_values, slack):
    a, b, c = true_values
    _number, below, above = slack
    assume(c != 0)
    facts = {"a": a, "b": b, "c": c, "d": a * b - c, "e": b / c}
    relations = {text: parse(text) for text in ("d = a * b - c", "e = b / c", "a + b >= d - 2000")}
    stated = {key: interval(number - below, number + above) for key, number in facts.items() if key != "d"}
    ranges, _last = narrowed(stated, relations)
    for key, number in facts.items():
        assert ranges[key].low <= number <= ranges[key].high
