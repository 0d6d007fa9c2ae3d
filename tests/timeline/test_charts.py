"""Answers on one scale: where they lie, what is named, and when a scale multiplies."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.axis.type import width_of
from timeline.charts import Answer, draw, scale_of
from timeline.charts.scale import APART, GAP, MOST, NARROW, SIZE, WIDE

NUMBERS = st.fractions(-(10**9), 10**9, max_denominator=1000) | st.integers(0, 100).map(Fraction)

unhurried = settings(deadline=None)  # a loaded machine is no failure


def words(number, unit):
    return f"{float(number / unit):.10g}"


def answer(low, high, value=None):
    return Answer(*(None if number is None else Fraction(str(number)) for number in (low, high, value)))


def drawn(*answers, **options):
    return draw([answer(*each) for each in answers], words, **options)


def named(chart):
    return [tick.words for tick in chart.ticks]


def ends(bar):
    return float(bar.x1[:-1]), float(bar.x2[:-1])


@unhurried
@given(st.lists(NUMBERS, min_size=1, max_size=6), st.booleans(), st.booleans(), st.booleans())
def test_every_number_lies_on_the_scale_in_its_order(numbers, whole, open_low, open_high):
    scale = scale_of(numbers, words, whole=whole, open_low=open_low, open_high=open_high)
    places = [scale.place(number) for number in sorted(numbers)]
    assert scale.first <= min(numbers)
    assert max(numbers) <= scale.last
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= 100
    if len(set(numbers)) > 1:
        assert places[0] < places[-1]


@unhurried
@given(st.lists(NUMBERS, min_size=1, max_size=6), st.booleans())
def test_the_scale_runs_in_a_few_round_steps_from_end_to_end(numbers, whole):
    scale = scale_of(numbers, words, whole=whole)
    found = scale.numbers()
    assert (found[0], found[-1]) == (scale.first, scale.last)
    assert 2 <= len(found) <= MOST + 1
    digits = str(scale.step.numerator * 10**12 // scale.step.denominator).strip("0")
    assert digits in ("1", "2", "5")
    if not scale.log:
        assert all(number % scale.step == 0 for number in found)
        assert not whole or scale.step.denominator == 1


@pytest.mark.parametrize("wide", [NARROW, WIDE])
@unhurried
@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_the_words_of_two_ticks_never_touch(wide, numbers):
    taken = -GAP
    for tick in scale_of(numbers, words).ticks(words):
        if tick.words and (wide == WIDE or not tick.fine):
            width = width_of(tick.words, SIZE)
            left = tick.place / 100 * wide - {"start": 0, "middle": width / 2, "end": width}[tick.anchor]
            assert left >= taken + GAP
            taken = left + width
            assert taken <= wide


def test_an_interval_lies_between_its_ends_and_its_number_where_it_is():
    chart = drawn((92_500_000, 93_500_000, 93_000_000), (93_500_000, 94_500_000, 94_000_000))
    one, other = chart.bars
    assert named(chart) == ["92", "92.5", "93", "93.5", "94", "94.5", "95"]
    assert (one.x1, one.value, one.x2) == ("16.667%", "33.333%", "50%")
    assert one.x2 == other.x1


def test_the_scale_lies_where_the_answers_are():
    assert named(drawn(("96.75", "96.85"), ("97.4", "98.6"))) == ["96.5", "97", "97.5", "98", "98.5", "99"]
    assert not drawn((16, 16), (17, 17)).scale.from_zero


def test_it_begins_at_nothing_where_that_costs_little():
    assert named(drawn((3, 3), (5, 5), whole=True)) == ["0", "1", "2", "3", "4", "5", "6"]
    assert drawn((2, 3), (5, 6)).scale.first == 0


def test_what_is_below_nothing_has_its_place_too():
    chart = drawn((-5, -3, -4), (-40, -20))
    assert (chart.scale.first, chart.scale.last) == (-50, 0)
    assert ends(chart.bars[1]) == (20, 60)
    assert ends(drawn((-5, -5), (5, 5)).bars[0])[0] > 0


def test_only_what_can_be_counted_is_named():
    assert named(drawn((16, 16, 16), (17, 17, 17), whole=True)) == ["15", "16", "17", "18"]
    assert "16.5" in named(drawn((16, 16, 16), (17, 17, 17)))


@pytest.mark.parametrize("number", [0, 1, 11, "0.2", 2_000_000, -7, 10**30])
@pytest.mark.parametrize("whole", [False, True])
def test_a_single_number_lies_on_a_scale_around_it(number, whole):
    chart = drawn((number, number, number), (number, number, number), whole=whole)
    assert chart.bars[0] == chart.bars[1]
    assert chart.scale.first < chart.scale.last
    assert chart.scale.first <= Fraction(str(number)) <= chart.scale.last


def test_an_open_end_reaches_the_edge_with_room_before_it():
    over, under = drawn((91_000_000, None, 91_000_000), (None, 90_000_000, 90_000_000)).bars
    assert (over.open_low, over.open_high, over.x2) == (False, True, "100%")
    assert (under.open_low, under.open_high, under.x1) == (True, False, "0%")
    assert ends(over)[0] < 90
    assert ends(under)[1] > 10


def test_an_answer_without_a_number_of_its_own_has_none():
    assert drawn((8, 20), (1, 2, 1)).bars[0].value == ""


def test_answers_that_are_many_times_apart_lie_on_a_scale_that_multiplies():
    chart = drawn((60, 70, 65), (9_000, 11_000, 10_000))
    assert chart.scale.log
    assert named(chart) == ["10", "100", "1000", "10000", "100000"]
    assert chart.bars[1].value == "75%"


def test_a_scale_multiplies_only_where_it_must():
    assert not drawn((1, 1), (APART, APART)).scale.log
    assert drawn((1, 1), (APART + 1, APART + 1)).scale.log


@pytest.mark.parametrize("low", [0, -1])
def test_a_scale_that_holds_nothing_or_less_never_multiplies(low):
    assert not drawn((low, 1), (10_000, 10_000)).scale.log


def test_words_without_room_on_a_narrow_scale_are_shown_on_a_wide_one():
    ticks = drawn((60, 70, 65), (9_000, 11_000, 10_000)).ticks
    assert [tick.fine for tick in ticks] == [False, True, False, True, False]


def test_too_many_steps_are_taken_together():
    chart = drawn((10, 20), (10**12, 2 * 10**12))
    assert chart.scale.log
    assert chart.scale.step == 100
    assert len(chart.ticks) == 7


def test_large_numbers_are_named_in_thousands_and_millions():
    assert drawn((92_000_000, 93_000_000), (94_000_000, 95_000_000)).scale.unit == 10**6
    assert drawn((2 * 10**9, 3 * 10**9), (4 * 10**9, 5 * 10**9)).scale.unit == 10**9
    assert drawn((313_000, 313_500), (313_700, 313_800)).scale.unit == 1000
    assert drawn((50_000, 50_500), (60_000, 60_500)).scale.unit == 1
    assert drawn((1, 2), (10**8, 10**8)).scale.unit == 1  # the words of each say so themselves


def test_a_number_beyond_any_float_has_its_place():
    numbers = [answer(10**400, 10**400), answer(2 * 10**400, 2 * 10**400)]
    chart = draw(numbers, lambda number, unit: "much")
    assert ends(chart.bars[0])[0] < ends(chart.bars[1])[0]
