"""Figures and relations solved together: what is found of systems that were worked out by hand."""

import subprocess
import sys
from fractions import Fraction

import pytest
from django.conf import settings

from timeline.checks import reckoning
from timeline.checks.agreement import LITERATURE, finding_code
from timeline.checks.arithmetic import Answer, solve
from timeline.checks.reckoning import findings
from timeline.checks.solver import Deadline


def answer(words: str, measure: str, low, high, value=None, source: str = "slides") -> Answer:
    """A figure that is known by its words."""
    ends = (None if end is None else Fraction(end) for end in (low, high, value))
    return Answer(words, measure, *ends, source)


ELECTION = [
    answer("93 miljoen", "electorate", 92_500_000, 93_500_000, 93_000_000),
    answer("91 miljoen", "voters", 90_500_000, 91_500_000, 91_000_000),
    answer("96,8 %", "turnout", "96.75", "96.85", "96.8"),
    answer("89.844.000", "votes_for", 89_843_500, 89_844_500, 89_844_000),
    answer("632.000", "votes_against", 631_500, 632_500, 632_000),
    answer("98,6 %", "share_for", "98.55", "98.65", "98.6"),
]
TURNOUT, SHARE = "turnout = voters / electorate", "share_for = votes_for / voters"
SCALES = {"turnout": Fraction(1, 100), "share_for": Fraction(1, 100)}


def test_the_election_of_1937_has_one_smallest_conflict_and_its_forced_intervals():
    outcome = solve(ELECTION, [TURNOUT, SHARE, "votes_for + votes_against <= voters"], SCALES)
    assert outcome.state == "impossible"
    assert outcome.sets == (("93 miljoen", "96,8 %", "89.844.000", "98,6 %"),)
    forced = {one.claim: (one.low, one.high) for one in outcome.forced}
    voters = Fraction(89_843_500) / Fraction("0.9865"), Fraction(89_844_500) / Fraction("0.9855")
    assert forced["93 miljoen"] == (voters[0] / Fraction("0.9685"), voters[1] / Fraction("0.9675"))
    assert forced["96,8 %"] == (100 * voters[0] / 93_500_000, 100 * voters[1] / 92_500_000)
    bounds = Fraction("0.9675") * 92_500_000, Fraction("0.9685") * 93_500_000
    assert forced["89.844.000"] == (Fraction("0.9855") * bounds[0], Fraction("0.9865") * bounds[1])
    assert forced["98,6 %"] == (100 * Fraction(89_843_500) / bounds[1], 100 * Fraction(89_844_500) / bounds[0])
    steps = next(one.steps for one in outcome.forced if one.claim == "93 miljoen")
    assert [(step.measure, step.expression) for step in steps] == [
        ("voters", "votes_for / share_for"),
        ("electorate", "voters / turnout"),
    ]


@pytest.mark.parametrize("formula", [TURNOUT, SHARE])
def test_each_percentage_of_1937_by_itself_is_strained(formula):
    assert solve([row for row in ELECTION if row.measure in formula], [formula], SCALES).state == "strained"


def test_with_all_votes_counted_for_or_against_five_sets_follow():
    outcome = solve(ELECTION, [TURNOUT, SHARE, "votes_for + votes_against = voters"], SCALES)
    assert set(outcome.sets) == {
        ("93 miljoen", "96,8 %", "89.844.000", "98,6 %"),
        ("93 miljoen", "96,8 %", "632.000", "98,6 %"),
        ("91 miljoen", "89.844.000", "632.000"),
        ("91 miljoen", "632.000", "98,6 %"),
        ("89.844.000", "632.000", "98,6 %"),
    }
    own = {row.code: row for row in ELECTION}
    for one in outcome.forced:
        low, high = own[one.claim].low, own[one.claim].high
        assert (one.high is not None and one.high < low) or (one.low is not None and one.low > high)


def test_rounding_of_a_result_is_no_strain():
    rows = [answer("3", "a", 3, 3, 3), answer("7", "b", 7, 7, 7), answer("43 %", "share", "42.5", "43.5", 43)]
    assert solve(rows, ["share = a / b"], {"share": Fraction(1, 100)}).state == "consistent"


def test_a_sum_that_works_out_exactly_is_consistent_and_one_that_does_not_is_impossible():
    rows = [answer("1", "a", 1, 1, 1), answer("2", "b", 2, 2, 2), answer("4", "c", 4, 4, 4)]
    assert solve(rows, ["c = a + b + 1"]).state == "consistent"
    assert solve(rows, ["c = a + b"]).sets == (("1", "2", "4"),)
    assert solve(rows, ["c >= a + b"]).state == "consistent"
    assert solve(rows, ["c <= a + b"]).state == "impossible"


def test_nothing_can_be_a_share_of_nothing():
    rows = [answer("0", "none", 0, 0, 0)]
    assert solve(rows, ["share = 5 / none"]).sets == (("0",),)


def test_assumptions_that_contradict_themselves_are_impossible_with_no_claim_at_all():
    assert solve([answer("1", "a", 1, 1, 1)], ["b = b + 1"]).sets == ((),)


def test_a_bound_that_no_step_tells_is_found_by_the_solver():
    rows = [
        answer("632", "against", 632, 632),
        answer("98,6 %", "share", "98.55", "98.65"),
        answer("91", "all", 90, 92),
    ]
    scales = {"share": Fraction(1, 100)}
    outcome = solve(rows, ["share = votes / all", "votes + against = all"], scales)
    forced = {one.claim: one for one in outcome.forced}
    assert not forced["91"].steps
    low, high = (Fraction(632) / (1 - Fraction(share)) for share in ("0.9855", "0.9865"))
    assert low * Fraction("0.999999") < forced["91"].low <= low
    assert high <= forced["91"].high < high * Fraction("1.000001")


def test_what_is_said_to_be_positive_is_looked_for_among_positive_numbers():
    rows = [answer("7", "c", 7, 7), answer("3", "a", 3, 3), answer("300", "d", 0, 300)]
    forced = {one.claim: one for one in solve(rows, ["d = 1000 * a / c", "a * 0 = 0"]).forced}
    assert (forced["7"].low, forced["7"].high) == (10, None)


def test_what_cannot_be_decided_in_time_is_undecided_and_never_guessed():
    rows = [answer(key, key, place + 1, place * place + 3) for place, key in enumerate("abcdefgh")]
    hard = ["a*a*a + b*b*b = c*c*c*d", "a*b*c*d + e*f*g*h = a*a*e*g + 1", "(a+b)*(c+d)*(e+f)*(g+h) = a*b*c*d*e*f*g*h+3"]
    assert solve(rows, hard, seconds=0).state == "undecided"
    found = list(findings(rows, hard, seconds=0))
    assert [(row.kind, row.state) for row in found] == [("arithmetic_within", "undecided")]


# --- who says what ----------------------------------------------------------------------------------------------------


def told(answers, formulas, scales=None) -> list[tuple]:
    return [(row.kind, row.state, row.sources, row.sets) for row in findings(answers, formulas, scales)]


def test_an_account_that_contradicts_itself_is_found_within_it():
    rows = [answer("1", "a", 1, 1, 1), answer("3", "b", 3, 3, 3)]
    assert told(rows, ["a = b"]) == [("arithmetic_within", "impossible", ("slides",), [["1", "3"]])]


def test_two_accounts_that_only_together_go_wrong_are_found_between_them():
    rows = [answer("1", "a", 1, 1), answer("2", "b", 2, 2, source="dossier"), answer("9", "c", 9, 9)]
    found = told(rows, ["a + b = c"])
    assert found == [("arithmetic_between", "impossible", ("slides", "dossier"), [["1", "2", "9"]])]


def test_an_account_that_the_literature_excludes_by_a_sum_is_found_against_the_record():
    book = {"source": LITERATURE}
    rows = [
        answer("een tiende", "share", "0.1", "0.1"),
        answer("9", "part", 9, 9, **book),
        answer("29", "all", 29, 29, **book),
    ]
    found = told(rows, ["share = part / all"])
    assert found == [("arithmetic_literature", "impossible", ("slides",), [["een tiende", "9", "29"]])]
    fits = [answer("0.3", "share", "0.3", "0.32"), *rows[1:]]
    assert told(fits, ["share = part / all"]) == [("arithmetic_literature", "consistent", ("slides",), [])]


def test_what_the_record_contradicts_directly_is_not_found_once_more_by_arithmetic():
    book = {"source": LITERATURE}
    rows = [answer("1", "a", 1, 1), answer("5", "a", 5, 5, **book), answer("9", "b", 9, 9, **book)]
    assert told(rows, ["b = a + 4"]) == []


def test_what_there_is_no_time_to_explain_is_found_all_the_same_with_all_relations_named():
    event = reckoning.Event([answer("1", "a", 1, 1), answer("3", "b", 3, 3)], ["a = b"], {}, 5)
    event.explaining = Deadline(0)
    [found] = event.findings()
    assert (found.state, found.sets, found.forced, found.relations) == ("impossible", [["1", "3"]], [], ["a = b"])


def test_works_of_literature_that_do_not_fit_each_other_are_no_finding_about_an_account():
    book = {"source": LITERATURE}
    rows = [answer("3", "c", 3, 3), answer("5", "a", 5, 5, **book), answer("9", "b", 9, 9, **book)]
    assert all("5" not in codes for _kind, _state, _who, sets in told(rows, ["a = b", "c <= b"]) for codes in sets)


def test_what_two_sides_say_alike_counts_once():
    rows = [answer("een", "a", 1, 1), answer("3", "b", 3, 3), answer("one", "a", 1, 1, source=LITERATURE)]
    assert told(rows, ["a = b"]) == [("arithmetic_within", "impossible", ("slides",), [["een", "3"]])]


def test_answers_to_one_measure_that_exclude_each_other_are_left_to_the_direct_comparison():
    rows = [answer("1", "a", 1, 1), answer("2", "a", 2, 2), answer("9", "b", 0, 9)]
    assert told(rows, ["a <= b"]) == []


def test_one_claim_can_be_impossible_by_a_relation_alone():
    found = told([answer("110 %", "share", 110, 110)], ["share <= 100"])
    assert found == [("arithmetic_within", "impossible", ("slides",), [["110 %"]])]


def test_each_account_that_clashes_with_the_record_has_a_finding_of_its_own():
    rows = [
        answer("1", "a", 1, 1),
        answer("one", "a", 1, 1, source="dossier"),
        answer("5", "b", 5, 5, source=LITERATURE),
    ]
    found = told(rows, ["a = b"])
    assert [(kind, who, sets) for kind, _state, who, sets in found] == [
        ("arithmetic_literature", ("slides",), [["1", "5"]]),
        ("arithmetic_literature", ("dossier",), [["one", "5"]]),
    ]


def test_what_clashes_with_an_account_and_with_the_record_is_found_with_both():
    book = answer("one", "a", 1, 1, source=LITERATURE)
    rows = [answer("1", "a", 1, 1), answer("5", "b", 5, 5, source="dossier"), book]
    assert {(kind, who) for kind, _state, who, _sets in told(rows, ["a = b"])} == {
        ("arithmetic_between", ("slides", "dossier")),
        ("arithmetic_literature", ("dossier",)),
    }


def test_rival_answers_of_the_record_strain_nothing():
    book = {"source": LITERATURE}
    rows = [answer("91", "voters", "90.5", "91.5", 91), answer("96,8", "turnout", "96.75", "96.85", "96.8")]
    rows += [
        answer("94", "electorate", "93.5", "94.5", 94, **book),
        answer("94.1", "electorate", "94.1", "94.2", "94.1", **book),
    ]
    assert told(rows, [TURNOUT], SCALES) == [("arithmetic_literature", "consistent", ("slides",), [])]


def test_conflicts_that_have_no_claim_in_common_are_two_findings_with_codes_of_their_own():
    rows = [answer("1", "a", 1, 1), answer("2", "b", 2, 2), answer("3", "c", 3, 3), answer("4", "d", 4, 4)]
    found = list(findings(rows, ["a = b", "c = d"]))
    assert [row.sets for row in found] == [[["1", "2"]], [["3", "4"]]]
    assert len({finding_code("event", row) for row in found}) == 2


def test_two_relations_between_the_same_claims_have_codes_of_their_own():
    rows = [answer("1", "a", 1, 1, 1), answer("2", "b", 2, 2, 2)]
    found = list(findings(rows, ["a <= b", "b = a + 1"]))
    assert [row.kind for row in found] == ["arithmetic_relation", "arithmetic_relation"]
    assert len({finding_code("event", row) for row in found}) == 2


def test_a_relation_tells_what_its_other_side_comes_to():
    found = next(row for row in findings(ELECTION, [TURNOUT], SCALES) if row.kind == "arithmetic_relation")
    assert found.ranges["expression"] == "voters / electorate"
    assert found.ranges["low"] < Fraction("96.85") < found.ranges["nominal"] < found.ranges["high"]


def test_without_relations_nothing_is_reckoned_and_no_solver_is_loaded():
    script = (
        "import sys\nfrom timeline.checks.arithmetic import Answer\nfrom timeline.checks.reckoning import findings\n"
        "assert list(findings([Answer('a', 'a', 1, 1)], [])) == []\nassert 'z3' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
