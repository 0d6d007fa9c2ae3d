"""From the figures of a draft to the findings that readers see."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.builders import (
    cited,
    event_dict,
    figured,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
    measured,
)
from timeline import dictionary, index, publishing
from timeline.models import Address, PublicEvent, PublicFinding

pytestmark = pytest.mark.django_db
SUM = {"formula": "all = men + women", "reading_nl": "Zo lezen wij het.", "reading_en": "As we read it."}


def with_figures(*figures, relations=(SUM,), **keys) -> dict:
    """The keys of an event in which one account gives these figures (a measure, its words and its bounds)."""
    body = "Er waren " + ", ".join(words for _measure, words, _low, _high in figures) + "."
    quote = make_quote(body, make_text(make_source(), body))
    return {
        "citations": [cited(quote)],
        "measures": [measured(key) for key in ("men", "women", "all")],
        "figures": [figured(*figure, quote=quote.code, value=figure[2]) for figure in figures],
        "relations": list(relations),
    } | keys


def test_what_cannot_all_be_true_is_found_when_an_event_is_published():
    figures = ("men", "10", "10", "10"), ("women", "20", "20", "20"), ("all", "40", "40", "40")
    event = make_published_event(**with_figures(*figures))
    found = PublicFinding.objects.get(kind="arithmetic_within")
    assert found.state == "impossible"
    assert [[found.row["words"][code] for code in codes] for codes in found.row["sets"]] == [["10", "20", "40"]]
    forced = {found.row["words"][row["claim"]]: (row["low"], row["high"]) for row in found.row["forced"]}
    assert forced == {"10": ("20", "20"), "20": ("30", "30"), "40": ("30", "30")}
    assert found.row["relations"] == ["all = men + women"]
    assert PublicEvent.objects.get().state == "contradict"
    assert Address.objects.get(name=found.code).code == event.code


def test_a_sum_that_works_out_says_so_and_changes_no_state_of_the_accounts():
    figures = ("men", "10", "10", "10"), ("women", "20", "20", "20"), ("all", "30", "30", "30")
    make_published_event(**with_figures(*figures))
    assert PublicFinding.objects.get(kind="arithmetic_relation").state == "consistent"
    assert PublicEvent.objects.get().state == ""


def test_a_finding_that_an_editor_answers_or_dismisses_says_so():
    figures = ("men", "10", "10", "10"), ("women", "20", "20", "20"), ("all", "40", "40", "40")
    event = make_published_event(**with_figures(*figures))
    code = PublicFinding.objects.get(kind="arithmetic_within").code
    note = event.notes.create(
        finding=code, verdict="context", author="Els", reason_nl="Zo.", reason_en="So.", ready=True, code="n0te"
    )
    note.references.create(source=event.references.get().source)
    for dismisses, answer in ((False, "answered"), (True, "dismissed")):
        event.notes.update(dismisses=dismisses)
        with publishing.editing(event):
            pass
        publishing.publish(event)
        assert PublicFinding.objects.get(code=code).answer == answer
    assert index.stale_rows() == []


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("all = men + ", "breaks off"),
        ("all = men + nobody", "no measure “nobody”"),
        ("all = coal", "counted in people, “coal” in tonnes"),
        ("all", "two sides"),
    ],
)
def test_a_formula_that_cannot_be_meant_is_refused_with_its_place(formula, said):
    measures = [measured("men"), measured("all"), measured("coal", unit_en="tonnes", unit_nl="ton")]
    data = event_dict(measures=measures, relations=[SUM | {"formula": formula}])
    with pytest.raises(dictionary.ShapeError) as refused:
        dictionary.read(data, "event")
    [(where, problem)] = refused.value.problems
    assert where == "relations[0].formula"
    assert said in str(problem)


@pytest.mark.parametrize("formulas", [["men = men + 1"], ["men = women / 0"], ["men = women", "men = women + 1"]])
def test_relations_that_cannot_hold_whatever_the_figures_are_refused_and_nothing_is_stored(formulas):
    relations = [SUM | {"formula": formula} for formula in ("men <= women + 9", *formulas)]
    measures = [measured(key) for key in ("men", "women", "all")]
    with pytest.raises(dictionary.ShapeError) as refused:
        make_event("wrong", measures=measures, relations=relations)
    assert [where for where, _problem in refused.value.problems] == [
        f"relations[{number}].formula" for number in range(1, len(relations))
    ]


def test_a_divisor_of_nought_with_a_range_is_no_crash():
    shares = SUM | {"formula": "share = women / all"}
    figures = ("share", "10", "10", "10"), ("women", "20", "20", "20"), ("all", "0,0", "0", "2")
    keys = with_figures(*figures, relations=[shares])
    keys["figures"][2]["value"] = "0"
    event = make_published_event(**keys | {"measures": [*keys["measures"], measured("share", nature="ratio")]})
    found = PublicFinding.objects.get(event=event.code, kind="arithmetic_relation")
    assert "nominal" not in found.row["ranges"]


def test_nothing_that_readers_load_loads_the_solver():
    script = (
        "import django, sys\ndjango.setup()\nimport timeline.urls, timeline.wsgi, timeline.publishing\n"
        "assert 'timeline.checks.solver' in sys.modules\nassert 'z3' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
