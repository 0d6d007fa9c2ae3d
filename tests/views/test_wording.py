import pytest
from django.utils.translation import override

from timeline.checks import agreement
from timeline.models.evidence import HEDGES, NATURES, STANDINGS, VERDICTS
from timeline.models.public import Publication
from timeline.views import wording


def test_everything_an_editor_can_choose_has_words_for_readers():
    assert set(wording.VERDICTS) == set(wording.MARKS) == {name for name, _label in VERDICTS}
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
