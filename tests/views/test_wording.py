import pytest
from django.utils.translation import override

from timeline.checks import agreement
from timeline.models.evidence import CRITICAL, HEDGES, NATURES, STANDINGS, VERDICTS
from timeline.models.public import Publication
from timeline.views import wording


def test_everything_an_editor_can_choose_has_words_for_readers():
    assert set(wording.VERDICTS) == {name for name, _label in VERDICTS}
    assert set(wording.MARKS) | set(CRITICAL) == set(wording.VERDICTS)
    assert set(wording.HEDGES) == {name for name, _label in HEDGES if name}
    assert set(wording.NATURES) == {name for name, _label in NATURES}
    assert set(wording.STANDINGS) == {name for name, _label in STANDINGS} - {"attested"}
    assert set(wording.ACTIONS) == {name for name, _label in Publication.ACTIONS}


@pytest.mark.parametrize("subject", ["dates", "figures"])
def test_every_finding_that_can_be_computed_has_a_sentence(subject):
    for kind in ("within", "between", "literature"):
        for state in agreement.WORST_LAST:
            finding = {"kind": f"{subject}_{kind}", "state": state, "sources": ["a", "b"], "claims": ["x"]}
            with override("en"):
                sentence = wording.finding_sentence(finding, {"a": "Alpha", "b": "Beta"})
            assert "Alpha" in sentence
            assert ("Beta" in sentence) == (kind == "between")


def test_a_kind_of_finding_that_is_new_is_still_said():
    with override("en"):
        assert "abc, def" in wording.finding_sentence({"kind": "sum", "state": "x", "claims": ["abc", "def"]}, {})


@pytest.mark.parametrize(
    ("low", "high", "hedge", "words"),
    [
        ("90", "91", "nearly", "90 – 91"),
        ("30", "30", "", "30"),
        ("91,000,000", "", "over", "more than 91,000,000"),
        ("91,000,000", "", "at_least", "at least 91,000,000"),
        ("", "90", "under", "less than 90"),
        ("", "90", "", "at most 90"),
    ],
)
def test_an_interval_says_in_words_which_end_is_open(low, high, hedge, words):
    with override("en"):
        assert wording.interval(low, high, hedge) == words


def test_critical_notes_are_counted_by_verdict_the_most_frequent_first():
    with override("en"):
        counted = wording.verdicts_in_words({"misdated": 2, "contradicted": 6, "contested": 6, "context": 9})
        assert [f"{row['count']} {row['word']}" for row in counted] == ["6 contested", "6 contradicted", "2 misdated"]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({}, ""),
        ({"dates_within": "agree"}, "dates: no contradiction"),
        ({"figures_within": "compatible"}, "figures: no contradiction"),
        ({"dates_within": "agree", "figures_within": "agree"}, "dates and figures: no contradiction"),
        ({"dates_within": "contradict", "figures_within": "agree"}, ""),
        ({"arithmetic_literature": "compatible"}, "sums: no contradiction"),
        (
            {"arithmetic_within": "compatible", "order_within": "agree", "dates_within": "agree"},
            "dates, sums and order in time: no contradiction",
        ),
        ({"dates_within": "agree", "arithmetic_within": "contradict"}, ""),
    ],
)
def test_agreement_takes_one_quiet_line(states, words):
    with override("en"):
        assert wording.quiet_words(wording.states_in_words(states)) == words


@pytest.mark.parametrize(
    ("state", "words"), [("compatible", "can be true together"), ("contradict", "cannot all be true")]
)
def test_sums_have_words_of_their_own(state, words):
    with override("en"):
        [row] = wording.states_in_words({"arithmetic_literature": state})
        assert f"{row['compared']}: {row['words']}" == f"sums against the record: {words}"
