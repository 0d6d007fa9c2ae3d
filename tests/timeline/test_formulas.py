"""What an editor types as arithmetic: how it is read, turned around, and what its units allow."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.refusal import Refusal
from timeline.checks import formulas
from timeline.checks.formulas import Name, Number, Operation, isolate, parse, scale_of, unit_problem
from timeline.checks.intervals import Interval, value


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("turnout = voters / electorate", "turnout = voters / electorate"),
        ("a+b<=c", "a + b <= c"),
        ("a ≥ b × 2 − c ÷ 3", "a >= b * 2 - c / 3"),
        ("(a + b) * c = d", "(a + b) * c = d"),
        ("a - (b - c) = d / (e / f)", "a - (b - c) = d / (e / f)"),
        ("a - b - c = 1", "a - b - c = 1"),
        ("a = ((b))", "a = b"),
        ("-a <= 0.5", "-1 * a <= 1/2"),
        ("a = --b", "a = b"),
        ("x >= -3", "x >= -3"),
    ],
)
def test_a_formula_is_read_by_the_rules_of_arithmetic(typed, read):
    assert str(parse(typed)) == read


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("", "two sides"),
        ("a + b", "two sides"),
        ("a = b = c", "two sides"),
        ("a == b", "two sides"),
        ("a < b", "two sides"),
        ("a = ", "one side of the formula is empty"),
        (" = a", "one side of the formula is empty"),
        ("a = 1.000 * b", "“1.000” can be read in two ways"),
        ("a = b +", "after “+”"),
        ("a = (b", "breaks off after “b”"),
        ("a = b)", "“)” does not fit here"),
        ("a = b c", "“c” does not fit here, after “b”"),
        ("a = 2a", "“a” does not fit here"),
        ("a = b ** 2", "“*” does not fit here"),
        ("a = b^2", "“^” is not read"),
        ("a = __import__('os')", "“(” does not fit here"),
        ("a = b.real", "“.” is not read"),
        ("a = 1,5", "“,” is not read"),
        ("1 = 2", "names no measure"),
        ("a = b\0", "is not read"),
        ("a = " + "(" * 30 + "b" + ")" * 30, "too many brackets"),
        ("a = " + "b+" * 200 + "b", "at most 200 characters"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_place_and_the_remedy(typed, named):
    with pytest.raises(Refusal) as refused:
        parse(typed)
    assert named in str(refused.value)


def test_one_side_is_held_to_the_same_length():
    with pytest.raises(Refusal, match="at most 200 characters"):
        formulas.parse_term("1+" * 5000 + "1")


@given(st.text(alphabet="ab1.+-*/()=<> ", max_size=40))
def test_any_heap_of_signs_is_read_or_refused(typed):
    try:
        formula = parse(typed)
    except Refusal:
        return
    assert parse(str(formula)) == formula


names = st.sampled_from("abcd").map(Name)
numbers = st.integers(1, 9).map(Fraction).map(Number)
terms = st.recursive(names | numbers, lambda part: st.builds(Operation, st.sampled_from("+-*/"), part, part))


@given(terms, st.dictionaries(st.sampled_from("abcd"), st.integers(1, 50), min_size=4))
def test_a_term_that_is_written_down_and_read_again_has_the_same_value(term, given_values):
    ranges = {key: Interval(Fraction(number), Fraction(number)) for key, number in given_values.items()}
    assert value(formulas.parse_term(str(term)), ranges) == value(term, ranges)


@pytest.mark.parametrize(
    ("formula", "key", "turned"),
    [
        ("turnout = voters / electorate", "voters", ("=", "turnout * electorate")),
        ("turnout = voters / electorate", "electorate", ("=", "voters / turnout")),
        ("votes_for + votes_against <= voters", "voters", (">=", "votes_for + votes_against")),
        ("votes_for + votes_against <= voters", "votes_for", ("<=", "voters - votes_against")),
        ("a - b <= c", "b", (">=", "a - c")),
        ("a = (b + c) / 9", "b", ("=", "a * 9 - c")),
        ("a >= (b + c) / 9", "a", (">=", "(b + c) / 9")),
        ("2 = a / (b - c)", "c", ("=", "b - a / 2")),
    ],
)
def test_a_formula_is_turned_around_to_any_measure_in_it(formula, key, turned):
    sign, expression = isolate(parse(formula), key)
    assert (sign, str(expression)) == turned


def test_a_measure_that_stands_in_a_formula_twice_cannot_be_isolated():
    assert isolate(parse("a + a = b"), "a") is None
    assert isolate(parse("a = b"), "c") is None


UNITS = {"voters": "people", "electorate": "People ", "coal": "tonnes", "share": "", "deaths": "people"}


@pytest.mark.parametrize(
    "formula",
    [
        "share = voters / electorate",
        "voters + deaths <= electorate",
        "voters >= (deaths + electorate) / 9",
        "voters <= 100",
        "share * electorate = voters",
        "coal / voters >= coal / electorate",
        "1 - share <= 0.5",
    ],
)
def test_what_is_counted_in_one_unit_is_added_and_compared(formula):
    assert unit_problem(parse(formula), UNITS) is None


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("voters = coal", "“voters” is counted in people, “coal” in tonnes"),
        ("voters + coal <= electorate", "“voters” is counted in people, “coal” in tonnes"),
        ("share = voters * electorate", "“share” is counted in %, “voters * electorate” in people × people"),
        ("share = coal / voters", "“coal / voters” in tonnes / people"),
        ("voters = 1 / coal", "“1 / coal” in 1 / tonnes"),
        ("share + voters = electorate", "“share” is counted in %"),
    ],
)
def test_what_is_counted_in_two_units_is_not(formula, said):
    assert said in str(unit_problem(parse(formula), UNITS))


def test_a_percentage_enters_a_formula_as_hundredths_and_a_count_as_it_is():
    assert scale_of("%", "ratio") == scale_of("Per cent", "ratio") == Fraction(1, 100)
    assert scale_of("‰", "ratio") == Fraction(1, 1000)
    assert scale_of("share of 1913", "ratio") == scale_of("%", "stock") == 1
