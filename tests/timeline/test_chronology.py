"""Before, during and after; who is silent; and days of which nobody says by which calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.calendars import GREGORIAN, JULIAN, gregorian_to_jdn, julian_to_jdn
from timeline.checks.agreement import AGREE, COMPATIBLE, CONTRADICT, Finding
from timeline.checks.chronology import (
    AFTER,
    BEFORE,
    DURING,
    Days,
    Order,
    StatedDay,
    compare,
    order_findings,
    silence,
    undeclared,
)

MIRRORED = {BEFORE: AFTER, AFTER: BEFORE}
ENDS = st.none() | st.integers(-12, 12)


@st.composite
def spans(draw, ends=ENDS):
    """First and last day, either of them perhaps open."""
    first, last = draw(ends), draw(ends)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return Days("", first, last)


def span(first, last, source=""):
    return Days(source, first, last)


@pytest.mark.parametrize(
    ("relation", "own", "other", "state"),
    [
        (BEFORE, (1, 2), (3, 4), AGREE),
        (BEFORE, (3, 4), (1, 2), CONTRADICT),
        (BEFORE, (1, 3), (2, 4), COMPATIBLE),
        (BEFORE, (1, 2), (2, 3), COMPATIBLE),
        (BEFORE, (2, 3), (1, 2), COMPATIBLE),  # both on day 2, the one in the morning
        (BEFORE, (2, 2), (2, 2), COMPATIBLE),
        (BEFORE, (None, 2), (3, None), AGREE),
        (BEFORE, (3, None), (None, 2), CONTRADICT),
        (BEFORE, (1, None), (3, 4), COMPATIBLE),
        (BEFORE, (1, 2), (None, 4), COMPATIBLE),
        (BEFORE, (5, None), (3, 4), CONTRADICT),
        (BEFORE, (5, 6), (None, 4), CONTRADICT),
        (AFTER, (3, 4), (1, 2), AGREE),
        (AFTER, (1, 2), (3, 4), CONTRADICT),
        (AFTER, (3, None), (None, 2), AGREE),
        (AFTER, (2, 2), (2, 2), COMPATIBLE),
        (DURING, (2, 3), (1, 4), AGREE),
        (DURING, (1, 4), (1, 4), AGREE),
        (DURING, (1, 4), (2, 3), COMPATIBLE),
        (DURING, (1, 2), (2, 3), COMPATIBLE),
        (DURING, (1, 2), (3, 4), CONTRADICT),
        (DURING, (3, 4), (1, 2), CONTRADICT),
        (DURING, (2, 3), (1, None), COMPATIBLE),
        (DURING, (2, None), (1, 4), COMPATIBLE),
        (DURING, (None, 2), (3, None), CONTRADICT),
        (DURING, (3, None), (None, 2), CONTRADICT),
    ],
)
def test_an_order_agrees_is_compatible_or_contradicts(relation, own, other, state):
    assert compare(relation, span(*own), span(*other)) == state


@given(st.sampled_from([BEFORE, AFTER]), spans(), spans())
def test_before_and_after_mirror_each_other(relation, own, other):
    assert compare(relation, own, other) == compare(MIRRORED[relation], other, own)


@given(spans(), spans())
def test_what_surely_came_before_cannot_have_come_after_or_during(own, other):
    states = [compare(relation, own, other) for relation in (BEFORE, DURING, AFTER)]
    assert states.count(AGREE) <= 1
    if AGREE in (states[0], states[2]):
        assert sorted(states) == [AGREE, CONTRADICT, CONTRADICT]


@given(spans(), spans())
def test_an_order_that_one_of_two_contradicts_leaves_room_for_another(own, other):
    assert {compare(relation, own, other) for relation in (BEFORE, DURING, AFTER)} != {CONTRADICT}


def day_in(data, days: Days) -> int:
    """Some day within these, which may go on for ever."""
    first = days.earliest if days.earliest is not None else (days.latest or 0) - 20
    last = days.latest if days.latest is not None else first + 40
    return data.draw(st.integers(first, max(first, last)))


@given(spans(), spans(), st.data())
def test_before_holds_for_all_days_where_it_agrees_and_for_none_where_it_contradicts(own, other, data):
    state = compare(BEFORE, own, other)
    one, two = day_in(data, own), day_in(data, other)
    if state == AGREE:
        assert one < two
    if state == CONTRADICT:
        assert one > two


@given(spans(st.integers(-12, 12)), spans(st.integers(-12, 12)))
def test_between_known_days_the_state_is_what_all_pairs_of_days_say(own, other):
    pairs = [
        (one, two) for one in range(own.earliest, own.latest + 1) for two in range(other.earliest, other.latest + 1)
    ]
    before = compare(BEFORE, own, other)
    assert (before == AGREE) == all(one < two for one, two in pairs)
    assert (before == CONTRADICT) == all(one > two for one, two in pairs)
    during = compare(DURING, own, other)
    inside = [other.earliest <= one <= other.latest for one in range(own.earliest, own.latest + 1)]
    assert (during == AGREE) == all(inside)
    assert (during == CONTRADICT) == (not any(inside))


# --- orders ------------------------------------------------------------------------------------------------------------


def order(relation=AFTER, code="quote1", source="one", own=(), others=()):
    return Order(relation, "other1", code, source, tuple(own), tuple(others))


def test_an_order_is_held_against_the_record_and_against_the_dates_of_its_own_source():
    own = [span(10, 10), span(30, 30, "one"), span(1, 1, "two")]
    others = [span(20, 20), span(20, 20, "one"), span(2, 2, "two")]
    assert list(order_findings([order(own=own, others=others)])) == [
        Finding("order_literature", CONTRADICT, ("one",), ("quote1", "other1")),
        Finding("order_within", AGREE, ("one",), ("quote1", "other1")),
    ]


def test_an_order_of_an_editor_is_held_against_the_record_alone():
    own, others = [span(10, 10), span(1, 1, "one")], [span(5, 5), span(9, 9, "one")]
    assert list(order_findings([order(code="", source="", own=own, others=others)])) == [
        Finding("order_literature", AGREE, (), ("other1",)),
    ]


def test_who_dates_a_moment_of_a_war_does_not_say_how_long_it_lasted():
    own, others = [span(10, 10), span(10, 10, "one")], [span(5, 20), span(6, 6, "one")]
    assert list(order_findings([order(DURING, own=own, others=others)])) == [
        Finding("order_literature", AGREE, ("one",), ("quote1", "other1")),
    ]


def test_a_source_that_gives_no_dates_is_not_held_against_any():
    found = list(order_findings([order(own=[span(1, 1), span(1, 1, "one")], others=[span(2, 2), span(0, 0, "two")])]))
    assert [(row.kind, row.state) for row in found] == [("order_literature", CONTRADICT)]
    assert list(order_findings([order(own=[span(1, 1, "two")], others=[span(2, 2, "two")])])) == []


def test_of_several_dates_in_one_source_the_worst_pair_is_what_is_said():
    own, others = [span(5, 5, "one"), span(1, 1, "one")], [span(2, 2, "one"), span(9, 9, "one")]
    (found,) = order_findings([order(own=own, others=others)])
    assert (found.kind, found.state) == ("order_within", CONTRADICT)


# --- silence -----------------------------------------------------------------------------------------------------------


def test_who_says_nothing_is_named_in_the_order_of_the_accounts():
    assert list(silence(["b", "a", "c"], ["a"])) == [Finding("silence", "silent", ("b", "c"), ())]
    assert list(silence(["b", "a"], [])) == [Finding("silence", "unspoken", ("b", "a"), ())]


def test_nobody_is_silent_where_all_speak_or_where_there_is_nobody():
    assert list(silence(["a", "b"], ["b", "a", "book"])) == []
    assert list(silence([], [])) == []
    assert list(silence([], ["book"])) == []


def test_a_book_that_is_quoted_breaks_no_silence():
    assert list(silence(["a"], ["book"])) == [Finding("silence", "unspoken", ("a",), ())]


@given(st.lists(st.sampled_from("abcde"), unique=True), st.lists(st.sampled_from("abcdefg")))
def test_every_account_either_speaks_or_is_said_to_be_silent(accounts, speaking):
    silent = [slug for finding in silence(accounts, speaking) for slug in finding.sources]
    assert set(silent) == set(accounts) - set(speaking)
    assert len(silent) == len(set(silent))


# --- calendars ---------------------------------------------------------------------------------------------------------

OCTOBER = julian_to_jdn(1917, 10, 25)


def warned(words: str, day: int | None = OCTOBER, local_calendar: str = JULIAN) -> bool:
    findings = list(undeclared([StatedDay("quote1", "one", words, day)], local_calendar))
    assert findings in ([], [Finding("calendar", "undeclared", ("one",), ("quote1",))])
    return bool(findings)


def test_a_russian_day_without_a_calendar_is_a_warning():
    assert warned("Op 25 oktober 1917 namen zij de macht over.")


@pytest.mark.parametrize(
    "words",
    [
        "Op 25 oktober 1917, volgens de Russische kalender", "25 October 1917 (Julian calendar)",
        "25 oktober (juliaans)", "7 november, Gregoriaanse telling", "25 oktober oude stijl", "7 November, New Style",
        "25 October (O.S.)", "25 October o. s.", "7 November N.S.", "OUDE STIJL",
    ],
)  # fmt: skip
def test_words_that_name_a_calendar_are_no_warning(words):
    assert not warned(words)


@pytest.mark.parametrize("words", ["in os.", "de Sovjets. Kort", "Op 25 oktober stil en oud", "USSR"])
def test_words_that_only_look_like_it_are_a_warning(words):
    assert warned(words)


def test_a_date_that_names_no_day_is_no_warning():
    assert not warned("In oktober 1917", None)


def test_where_people_used_the_gregorian_calendar_there_is_nothing_to_ask():
    assert not warned("Op 25 oktober 1917", local_calendar=GREGORIAN)


def test_the_last_day_that_can_be_meant_by_either_calendar_is_the_one_before_14_february_1918():
    assert julian_to_jdn(1918, 1, 31) == gregorian_to_jdn(1918, 2, 13)
    assert warned("Op 31 januari 1918", gregorian_to_jdn(1918, 2, 13))
    assert not warned("Op 14 februari 1918", gregorian_to_jdn(1918, 2, 14))
