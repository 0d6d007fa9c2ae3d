"""When dates and figures agree, and what is said of it."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import codes
from timeline.checks import agreement
from timeline.checks.agreement import Claim, Finding

CODE = "abcdef"
BOUNDS = st.none() | st.integers(-20, 20) | st.fractions(-20, 20, max_denominator=3)


def claim(low, high, source="one", code="", witness=""):
    return Claim(code or f"{source}{low}{high}", source, low, high, witness)


@st.composite
def claims(draw):
    """An interval, open or not, of one of two accounts or of the record; who says it may have it from a book."""
    low, high = draw(BOUNDS), draw(BOUNDS)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    source = draw(st.sampled_from(["one", "two", agreement.LITERATURE]))
    return claim(low, high, source, draw(st.text("abcd", min_size=4)), draw(st.sampled_from(["", "book", "two"])))


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ((1, 2), (1, 2), "agree"),
        ((1, 1), (1, 1), "agree"),
        ((None, 2), (None, 2), "agree"),
        ((1, None), (1, None), "agree"),
        ((Fraction(1, 3), 2), (Fraction(2, 6), 2), "agree"),
        ((1, 3), (2, 4), "compatible"),
        ((1, 2), (2, 3), "compatible"),
        ((1, 9), (3, 4), "compatible"),
        ((1, 2), (1, 3), "compatible"),
        ((None, 2), (None, 3), "compatible"),
        ((None, 2), (2, None), "compatible"),
        ((None, 2), (1, 1), "compatible"),
        ((1, None), (9, None), "compatible"),
        ((None, None), (1, 1), "compatible"),
        ((1, 2), (3, 4), "contradict"),
        ((None, 2), (3, None), "contradict"),
        ((None, 2), (3, 3), "contradict"),
        ((3, None), (2, 2), "contradict"),
        ((1, Fraction(199, 100)), (2, 3), "contradict"),
    ],
)
def test_two_intervals_agree_are_compatible_or_contradict(one, other, state):
    assert agreement.compare(claim(*one), claim(*other)) == state
    assert agreement.compare(claim(*other), claim(*one)) == state


@given(claims(), claims())
def test_it_does_not_matter_who_is_compared_with_whom(one, other):
    assert agreement.compare(one, other) == agreement.compare(other, one)


@given(claims(), st.integers(-25, 25))
def test_an_interval_contradicts_exactly_the_points_outside_it(interval, point):
    inside = (interval.low is None or interval.low <= point) and (interval.high is None or point <= interval.high)
    assert (agreement.compare(interval, claim(point, point)) != "contradict") == inside


@given(st.lists(st.sampled_from(["agree", "compatible", "contradict"])))
def test_a_contradiction_outweighs_everything(states):
    expected = next((state for state in ("contradict", "compatible", "agree") if state in states), "")
    assert agreement.worst(iter(states)) == expected


def test_one_answer_is_compared_with_nothing():
    assert list(agreement.findings([], "dates")) == []
    assert list(agreement.findings([claim(1, 1)], "dates")) == []
    assert (
        list(agreement.findings([claim(1, 1, agreement.LITERATURE), claim(2, 2, agreement.LITERATURE)], "dates")) == []
    )


def test_a_source_can_contradict_itself():
    own = [claim(1922, 1922, code="a"), claim(1922, 1922, code="b"), claim(1923, 1923, code="c")]
    assert list(agreement.findings(own, "dates")) == [
        Finding("dates_within", "contradict", ("one",), ("a", "c", "b")),
    ]


def test_two_sources_are_compared_claim_by_claim_and_the_worst_is_what_is_said():
    said = [claim(1, 2, "one", "a"), claim(2, 3, "two", "b"), claim(5, 6, "two", "c")]
    assert list(agreement.findings(said, "figures", "voters")) == [
        Finding("figures_within", "contradict", ("two",), ("b", "c"), "voters"),
        Finding("figures_between", "contradict", ("one", "two"), ("a", "c"), "voters"),
    ]


def test_every_source_is_held_against_the_record():
    said = [claim(3, 3, agreement.LITERATURE, "date"), claim(4, 4, "one", "a"), claim(1, 9, "two", "b")]
    assert list(agreement.findings(said, "dates")) == [
        Finding("dates_between", "compatible", ("one", "two"), ("a", "b")),
        Finding("dates_literature", "contradict", ("one",), ("a", "date")),
        Finding("dates_literature", "compatible", ("two",), ("b", "date")),
    ]


def test_three_sources_are_compared_two_by_two():
    said = [claim(1, 1, source, source) for source in ("one", "two", "three")]
    kinds = [(found.sources, found.state) for found in agreement.findings(said, "dates")]
    assert kinds == [(("one", "two"), "agree"), (("one", "three"), "agree"), (("two", "three"), "agree")]


def codes_of(claims, event=CODE):
    return {agreement.finding_code(event, found) for found in agreement.findings(claims, "dates")}


def test_the_codes_of_findings_do_not_depend_on_the_order_of_the_claims():
    said = [claim(1, 1, "one", "a"), claim(2, 2, "one", "b"), claim(1, 2, "two", "c"), claim(2, 2, "", "date")]
    expected = codes_of(said)
    assert len(expected) == 4
    assert all(codes_of(order) == expected for order in permutations(said))


def test_the_code_of_a_finding_is_the_same_for_ever():
    """A link in a teacher's slides rests on this very value: a change here breaks it."""
    found = Finding("dates_between", "contradict", ("one", "two"), ("5vg3dv", "2mggxk"))
    assert agreement.finding_code("esmb1f", found) == "1zbj251j"
    assert (
        agreement.finding_code("esmb1f", Finding("figures_within", "agree", ("x",), ("a", "b"), "votes")) == "f9pjms3v"
    )


def test_the_code_of_a_finding_stays_when_its_state_changes():
    assert codes_of([claim(1, 1, "one", "a"), claim(1, 1, "two", "b")]) == codes_of(
        [claim(1, 1, "one", "a"), claim(9, 9, "two", "b")]
    )


@pytest.mark.parametrize(
    "other",
    [
        Finding("dates_within", "agree", ("one", "two"), ("a", "b")),
        Finding("dates_between", "agree", ("one", "two"), ("a", "c")),
        Finding("dates_between", "agree", ("one", "two"), ("a", "b", "c")),
        Finding("dates_between", "agree", ("one", "two"), ("a", "b"), "voters"),
    ],
)
def test_another_finding_has_another_code(other):
    one = Finding("dates_between", "agree", ("one", "two"), ("a", "b"))
    assert agreement.finding_code(CODE, one) != agreement.finding_code(CODE, other)
    assert agreement.finding_code("other1", one) != agreement.finding_code(CODE, one)


@given(claims(), claims())
def test_the_code_of_a_finding_is_a_code(one, other):
    assert all(codes.PATTERN.match(code) for code in codes_of([one, other]))


# --- witnesses --------------------------------------------------------------------------------------------------------

RECORD = agreement.LITERATURE


def told(*claims):
    """Of each finding its kind, its state and its witness."""
    return [(found.kind, found.state, found.witness) for found in agreement.findings(claims, "figures")]


def test_two_who_lean_on_one_witness_are_said_to_be_one_voice():
    one, two = claim(1, 1, "one", "a", "book"), claim(1, 1, "two", "b", "book")
    assert told(one, two) == [("figures_between", "agree", "book")]
    assert not agreement.is_independent("agree", "book")


def test_two_who_lean_on_different_witnesses_are_two_voices():
    one, two = claim(1, 1, "one", "a", "book"), claim(1, 1, "two", "b", "paper")
    assert told(one, two) == [("figures_between", "agree", "")]
    assert told(one, claim(1, 1, "two", "b")) == [("figures_between", "agree", "")]


def test_who_leans_on_another_account_is_no_second_voice_beside_it():
    one, two = claim(1, 1, "one", "a", "two"), claim(1, 1, "two", "b")
    assert told(one, two) == told(two, one) == [("figures_between", "agree", "two")]
    assert told(claim(1, 1, "one", "a", "two"), claim(1, 1, "three", "b")) == [("figures_between", "agree", "")]


def test_two_accounts_that_lean_on_each_other_are_two_voices():
    """Nobody can tell who had it first; the editor who entered that says so."""
    assert told(claim(1, 1, "one", "a", "two"), claim(1, 1, "two", "b", "one")) == [("figures_between", "agree", "")]


def test_a_figure_from_the_very_book_that_it_is_held_against_is_one_voice():
    assert told(claim(1, 1, "one", "a", "book"), claim(1, 1, RECORD, "r", "book")) == [
        ("figures_literature", "agree", "book"),
    ]
    assert told(claim(1, 1, "one", "a", "book"), claim(1, 1, RECORD, "r", "paper")) == [
        ("figures_literature", "agree", ""),
    ]


def test_beside_the_common_witness_another_book_still_counts():
    account = claim(1, 1, "one", "a", "book")
    books = [claim(1, 1, RECORD, "r", "book"), claim(1, 2, RECORD, "s", "paper")]
    assert list(agreement.findings([account, *books], "figures")) == [
        Finding("figures_literature", "compatible", ("one",), ("a", "s")),
        Finding("figures_literature", "agree", ("one",), ("a", "r"), witness="book"),
    ]


@pytest.mark.parametrize(
    ("state", "witness", "counts"),
    [("agree", "", True), ("compatible", "", True), ("contradict", "", True),
     ("agree", "book", False), ("compatible", "book", False), ("contradict", "book", True)],
)  # fmt: skip
def test_one_voice_counts_for_nothing_unless_it_contradicts_itself(state, witness, counts):
    assert agreement.is_independent(state, witness) is counts


def test_a_source_that_repeats_itself_after_one_witness_is_still_held_against_itself():
    assert told(claim(1, 1, "one", "a", "book"), claim(2, 2, "one", "b", "book")) == [
        ("figures_within", "contradict", ""),
    ]


def test_what_two_have_from_one_witness_has_a_code_of_its_own():
    plain = Finding("dates_between", "agree", ("one", "two"), ("a", "b"))
    shared = Finding("dates_between", "agree", ("one", "two"), ("a", "b"), witness="book")
    assert agreement.finding_code(CODE, plain) != agreement.finding_code(CODE, shared)


@given(st.lists(claims(), max_size=6, unique_by=lambda row: row.code), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(said, random):
    def found(claims):
        return {
            (row.kind, row.state, frozenset(row.sources), frozenset(row.claims), row.witness)
            for row in agreement.findings(claims, "dates")
        }

    shuffled = random.sample(said, len(said))
    assert found(shuffled) == found(said)
    assert codes_of(shuffled) == codes_of(said)


@given(st.lists(claims(), max_size=6, unique_by=lambda row: row.code))
def test_every_pair_of_claims_is_weighed_once(said):
    """However the findings are told apart, none of their states is milder than a pair of theirs."""
    for found in agreement.findings(said, "dates"):
        rows = [row for row in said if row.code in found.claims]
        states = {agreement.compare(one, other) for one in rows for other in rows if one is not other}
        assert found.state in states
        assert len(rows) == len(found.claims) >= 2
