"""What the checks find in the first corpus, against what its makers worked out beforehand."""

import json
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from sources.fields import exact_number
from timeline import documents, publishing, shape
from timeline.models import Event

ELECTION = "supreme-soviet-election-1937"


@pytest.fixture(scope="package")
def found(shipped) -> list[dict]:
    """Every finding, as ``check_facts --json`` gives it."""
    said = StringIO()
    call_command("check_facts", "--json", stdout=said)
    return json.loads(said.getvalue())["findings"]


def of(found: list[dict], event: str, kind: str) -> list[dict]:
    return [row for row in found if row["event"] == event and row["kind"].startswith(kind)]


def test_the_election_of_1937_has_exactly_one_smallest_set_of_which_one_must_be_wrong(found):
    impossible = [row for row in of(found, ELECTION, "arithmetic") if row["state"] == "impossible"]
    assert [set(words) for row in impossible for words in row["sets"]] == [
        {"93 miljoen", "96,8 %", "89.844.000", "98,6 %"}
    ]
    forced = {row["claim"]: (exact_number(row["low"]), exact_number(row["high"])) for row in impossible[0]["forced"]}
    around = {
        "93 miljoen": ("94035090", "94228851"),
        "96,8 %": ("97.404", "98.559"),
        "89.844.000": ("88196090", "89332261"),
        "98,6 %": ("99.214", "100.392"),
    }
    assert forced.keys() == around.keys()
    for words, (low, high) in around.items():
        assert Fraction(low) <= forced[words][0] < forced[words][1] <= Fraction(high)


def test_each_percentage_of_1937_by_itself_is_strained(found):
    alone = of(found, ELECTION, "arithmetic_relation")
    strained = {row["relations"][0] for row in alone if row["state"] == "strained"}
    assert strained == {"turnout = voters / electorate", "share_for = votes_for / voters"}


def test_if_all_who_voted_were_for_or_against_five_sets_follow(shipped):
    event = Event.objects.get(slug=ELECTION)
    snapshot = shape.to_dict(event)
    for row in snapshot["relations"]:
        row["formula"] = row["formula"].replace("<=", "=")
    words = {row["code"]: row["words"] for row in snapshot["figures"]}
    revision = publishing.revisions(event).last()
    revision.snapshot = snapshot
    within = [row for row in documents.findings_of(documents.document_of(revision)) if "sets" in row]
    assert {frozenset(words[code] for code in codes) for row in within for codes in row["sets"]} == {
        frozenset(one)
        for one in (
            {"93 miljoen", "96,8 %", "89.844.000", "98,6 %"},
            {"93 miljoen", "96,8 %", "632.000", "98,6 %"},
            {"91 miljoen", "89.844.000", "632.000"},
            {"91 miljoen", "632.000", "98,6 %"},
            {"89.844.000", "632.000", "98,6 %"},
        )
    }


# Event, kind of finding, and words that must be among those that contradict each other, or cannot all be true.
CONTRADICTIONS = [
    ("constitution-1936", "figures_literature", ["16", "17"]),
    ("constitution-1936", "figures_literature", ["5", "6"]),
    ("tukhachevsky-affair-1937", "dates_literature", ["in het voorjaar van 1938", "1937-06-11"]),
    ("zinoviev-kamenev-trial-1936", "dates_literature", ["in oktober 1932"]),
    ("soviet-economy-1921", "arithmetic_literature", ["een tiende", "9 million tons", "29 million tons"]),
    ("soviet-economy-1921", "arithmetic_literature", ["een vierde", "0.2 million tons", "4.3 million tons"]),
    ("party-membership-1919-1922", "figures_literature", ["650.000", "500,000–530,000"]),
    ("camp-deaths-1939-1947", "arithmetic_literature", ["zowat 50.000", "100997", "248877", "166967", "60948"]),
    ("eleventh-party-congress-1922", "dates_within", ["maart-april 1922", "Elfde Partijcongres van 1923"]),
]


@pytest.mark.parametrize(("event", "kind", "words"), CONTRADICTIONS)
def test_what_the_literature_or_the_text_itself_contradicts_is_found(found, event, kind, words):
    stands = [row for row in of(found, event, kind) if row["state"] in ("contradict", "impossible")]
    assert any(set(words) <= set(row["words"]) for row in stands)


def test_the_prisoners_of_1951_leave_room_for_the_record(found):
    rows = of(found, "prisoners-1951", "arithmetic_literature")
    assert [row["state"] for row in rows] == ["consistent"]
    assert {"bijna 2 miljoen", "580.000", "2528146"} == set(rows[0]["words"])
    assert not [
        row for row in found if row["event"] == "prisoners-1951" and row["state"] in ("contradict", "impossible")
    ]
