"""Numbers as readers see them: never narrower than they are, and never closing a gap."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.checks import formulas
from timeline.views import explaining
from timeline.views.explaining import each_end, ends_for, number, outward, scaled, shown_ends, span, touches, written

numbers = st.fractions(min_value=-(10**13), max_value=10**13, max_denominator=10**9)
# From the low to the high end; and ranges of which one end, but not both, may be open.
closed = st.lists(numbers, min_size=2, max_size=2).map(sorted).map(tuple)
ranges = closed | st.tuples(numbers, st.none()) | st.tuples(st.none(), numbers)


@st.composite
def ranges_apart(draw) -> tuple:
    """Two ranges that do not touch, in either order; the outer ends may be open."""
    low, one, other, high = sorted(draw(st.lists(numbers, min_size=4, max_size=4, unique=True)))
    pair = (draw(st.sampled_from([low, None])), one), (other, draw(st.sampled_from([high, None])))
    return draw(st.sampled_from([pair, pair[::-1]]))


def shown(one: tuple, **rounding) -> tuple:
    """A range as it is shown, back in its own unit."""
    rounded, scale = shown_ends(*one, **rounding)
    return scaled(rounded, Fraction(1, scale))


@given(ranges, st.booleans(), st.booleans())
def test_what_is_shown_always_holds_the_exact_range(one, percent, exact):
    low, high = shown(one, percent=percent, exact=exact)
    assert [low is None, high is None] == [end is None for end in one]
    assert low is None or low <= one[0]
    assert high is None or high >= one[1]


@given(ranges_apart(), st.booleans())
def test_what_is_shown_touches_no_range_that_the_exact_one_does_not_touch(pair, percent):
    one, other = pair
    assert not touches(shown(one, percent=percent, apart=[other]), other)


@given(closed)
def test_what_is_shown_is_hardly_wider(one):
    low, high = one
    assume(low < high)
    rounded = shown(one)
    assert (rounded[1] - rounded[0]) - (high - low) <= (high - low) * explaining.LOOSE


@given(closed)
def test_what_is_shown_needs_no_fewer_digits_than_would_do(one):
    """One decimal fewer would be too coarse: nothing is more precise than it must be."""
    low, high = one
    assume(low < high)
    decimals = explaining.readable(low, high)
    coarser = outward(low, high, decimals - 1)
    wider = (coarser[1] - coarser[0]) - (high - low) > (high - low) * explaining.LOOSE
    assert wider or decimals <= explaining.coarsest(max(abs(low), abs(high)))


@given(numbers, st.booleans())
def test_a_number_rounded_down_or_up_is_never_beyond_it(value, up):
    """Read back from English, in which it was written."""
    words = number(value, "en", finest=abs(value) / 100, up=up, down=not up)
    digits, _space, scale = words.replace(",", "").replace("−", "-").partition(" ")
    said = Fraction(digits) * {"": 1, "million": 10**6, "billion": 10**9}[scale]
    assert said >= value if up else said <= value
    assert abs(said - value) <= abs(value) / 100


@pytest.mark.parametrize(
    ("low", "high", "options", "english", "dutch"),
    [
        ("92500000", "93500000", {"exact": True}, "92.5 to 93.5 million", "92,5 tot 93,5 miljoen"),
        ("89843500", "89844500", {"exact": True}, "89,843,500 to 89,844,500", "89.843.500 tot 89.844.500"),
        ("96.75", "96.85", {"exact": True, "percent": True}, "96.75 to 96.85%", "96,75 tot 96,85\N{NO-BREAK SPACE}%"),
        ("1/10", "1/10", {"exact": True}, "0.1", "0,1"),
        ("1/3", "1/3", {"exact": True}, "1/3", "1/3"),
        ("1/3", "1/3", {}, "0.3333 to 0.3334", "0,3333 tot 0,3334"),
        ("2000000", None, {}, "at least 2 million", "minstens 2 miljoen"),
        (None, "90", {"percent": True}, "at most 90%", "hoogstens 90\N{NO-BREAK SPACE}%"),
        (None, None, {}, "any number", "elk getal"),
        ("1.5", "3000000000", {}, "0 to 3 billion", "0 tot 3 miljard"),
        ("-3", "-1", {"exact": True}, "−3 to −1", "−3 tot −1"),
    ],
)
def test_a_range_is_said_as_one_would_say_it(low, high, options, english, dutch):
    low, high = (None if end is None else Fraction(end) for end in (low, high))
    assert span(low, high, "en", **options) == english
    assert span(low, high, "nl", **options) == dutch


def test_the_interval_of_1937_is_shown_to_two_decimals():
    low = Fraction(89843500) / Fraction("0.9865") / Fraction("0.9685")
    high = Fraction(89844500) / Fraction("0.9855") / Fraction("0.9675")
    assert span(low, high, "en", apart=[(Fraction(92500000), Fraction(93500000))]) == "94.03 to 94.23 million"
    assert each_end(low, high, "nl") == ("94,03 miljoen", "94,23 miljoen")


def test_a_hair_between_two_ranges_stays_to_be_seen():
    hair = Fraction(1, 10**7)
    assert span(Fraction(5) + hair, Fraction(9), "en", apart=[(Fraction(1), Fraction(5))]) == "5.0000001 to 9"


# --- sums -------------------------------------------------------------------------------------------------------------


def known(**ranges) -> dict:
    return {key: tuple(Fraction(end) for end in its) for key, its in ranges.items()}


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        ("a / b", {"a": 0, "b": 1}, {"a": 1, "b": 0}),
        ("a * b", {"a": 0, "b": 0}, {"a": 1, "b": 1}),
        ("a - b", {"a": 0, "b": 1}, {"a": 1, "b": 0}),
        ("(a + b) / 2", {"a": 0, "b": 0}, {"a": 1, "b": 1}),
    ],
)
def test_the_ends_that_make_a_sum_smallest_and_largest_are_found(term, low, high):
    term, ranges = formulas.parse_term(term), known(a=(8, 9), b=(2, 4))
    for end, chosen in ((0, low), (1, high)):
        values = {key: ranges[key][at] for key, at in chosen.items()}
        assert ends_for(term, ranges, formulas.evaluated(term, values), end) == chosen


def test_a_number_that_no_ends_give_is_not_explained_by_them():
    term, ranges = formulas.parse_term("a / b"), known(a=(8, 9), b=(2, 4))
    assert ends_for(term, ranges, Fraction(3), 0) is None
    assert ends_for(term, {"a": ranges["a"]}, Fraction(2), 0) is None
    assert ends_for(term, ranges | {"b": (Fraction(0), Fraction(4))}, Fraction(3), 1) is None
    assert ends_for(formulas.parse_term("a - a"), ranges, Fraction(-1), 0) is None


@pytest.mark.parametrize(("sign", "most"), [("+", 20), ("*", 1024)])
def test_ten_terms_are_worked_out_at_once(sign, most):
    keys = "abcdefghij"
    ranges = known(**dict.fromkeys(keys, (1, 2)))
    assert ends_for(formulas.parse_term(f" {sign} ".join(keys)), ranges, Fraction(most), 1) == dict.fromkeys(keys, 1)


def test_what_is_divided_by_what_may_be_nothing_has_no_ends():
    ranges = known(a=(8, 9), b=(-1, 1))
    assert explaining.extremes(formulas.parse_term("a / b"), ranges) == (None, None)


@pytest.mark.parametrize("text", ["a / (b * c)", "a - (b - c)", "a * (b + c)", "a / b / c", "a - b - c", "(a + b) / 2"])
def test_a_formula_in_words_means_the_same(text):
    term = formulas.parse_term(text)
    said = written(term, {}, "en").replace("÷", "/").replace("×", "*").replace("−", "-")
    values = {"a": Fraction(7), "b": Fraction(3), "c": Fraction(2)}
    assert formulas.evaluated(formulas.parse_term(said), values) == formulas.evaluated(term, values)


def test_a_range_has_enough_figures_to_agree_with_a_calculator():
    assert span(Fraction(905, 935) * 100, Fraction(915, 925) * 100, "en", percent=True) == "96.79 to 98.92%"
    assert span(Fraction("85846.8"), None, "en", whole=True) == "at least 85,840"
    assert span(Fraction("1.23456"), Fraction(9), "en") == "1.234 to 9"
    assert span(Fraction(15, 435), Fraction(25, 425), "en") == "0.03448 to 0.05883"


def test_of_whole_things_no_halves_are_counted():
    assert explaining.countable(Fraction("50501.5"), Fraction("50502.5")) == (50502, 50502)
    assert explaining.countable(Fraction("8.2"), Fraction("8.6")) == (Fraction("8.2"), Fraction("8.6"))
    assert explaining.countable(None, Fraction("8.6")) == (None, Fraction("8.6"))


@given(numbers, st.booleans(), st.integers(5, 9))
def test_a_number_in_a_calculation_is_rounded_to_the_nearest_with_so_many_figures(value, percent, figures):
    _words, said = explaining.nearest(value, "en", percent=percent, figures=figures)
    assert abs(said - value) <= abs(value) / Fraction(10) ** (figures - 1) / 2
