"""Readings that are counted from another one: they follow it, in their own event and elsewhere, and never in a circle."""

import pytest
from django.contrib.auth import get_user_model

from sources.calendars import gregorian_to_jdn, julian_to_jdn
from sources.models import Quote
from tests.builders import (
    cited,
    counted,
    make_editor,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
)
from timeline import index, publishing, shape
from timeline.dictionary import ShapeError
from timeline.models import Citation, Event, Publication, PublicEvent, Revision

pytestmark = pytest.mark.django_db
INFERRED = {"origin": "inferred", "words": "", "reasoning_nl": "zo", "reasoning_en": "so"}


@pytest.fixture
def said() -> list[Quote]:
    """Four quotes of one account."""
    source = make_source("account")
    text = make_text(source, "Op 27 maart 1922.\nDrie jaar later.\nEen jaar daarna.\nHetzelfde jaar.")
    return [make_quote(line, text) for line in text.body.split("\n")]


def stated(quote: Quote, edtf: str, **keys) -> dict:
    """A citation whose date stands in the words."""
    return cited(quote, edtf, quote.exact, **keys)


def correct(event: Event, quote: Quote, edtf: str, *, author=None, **keys):
    """Give the citation of a quote another date and save the event, as an editor would."""
    event.refresh_from_db()
    data = shape.to_dict(event)
    (row,) = [row for row in data["citations"] if row["quote"]["code"] == quote.code]
    row |= {"edtf": edtf} | keys
    with publishing.editing(event, author=author, author_name="Els", reason="corrected"):
        shape.from_dict(data, Event.KIND)


def readings(event: Event) -> list[str]:
    """The dates of an event at the desk."""
    return list(event.citations.values_list("edtf", flat=True))


def snapshots(event: Event) -> list[list[str]]:
    """The dates of every revision of an event."""
    return [[row["edtf"] for row in one.snapshot["citations"]] for one in publishing.revisions(event)]


def stored() -> list:
    """Everything that a refused save could have changed."""
    rows = [list(model.objects.order_by("pk").values_list()) for model in (Event, Citation, Revision, Publication)]
    return [*rows, index.index_rows()]


def refused(event: Event, quote: Quote, edtf: str, **keys) -> list[tuple[str, str]]:
    """What is said of a correction that cannot be; nothing is stored."""
    before = stored()
    with pytest.raises(ShapeError) as refusal:
        correct(event, quote, edtf, **keys)
    assert stored() == before
    return [(path, str(problem)) for path, problem in refusal.value.problems]


# --- in one event -----------------------------------------------------------------------------------------------------


def test_a_counted_reading_is_what_follows_whatever_was_typed(said):
    event = make_event(citations=[stated(said[0], "1922-03-27"), counted(said[1], said[0], "P3Y", "1999")])
    assert readings(event) == ["1922-03-27", "1925"]
    assert snapshots(event) == [["1922-03-27", "1925"]]
    row = event.citations.get(quote=said[1])
    assert (row.earliest, row.latest) == (gregorian_to_jdn(1925, 1, 1), gregorian_to_jdn(1925, 12, 31))


def test_it_is_counted_in_the_calendar_of_its_basis(said):
    event = make_event(citations=[stated(said[0], "1917-10-25", calendar="julian"), counted(said[1], said[0], "P1D")])
    row = event.citations.get(quote=said[1])
    assert (row.edtf, row.calendar, row.earliest) == ("1917-10-26", "julian", julian_to_jdn(1917, 10, 26))


def test_a_corrected_anchor_moves_what_hangs_on_it_in_the_same_event(said):
    event = make_event(citations=[stated(said[0], "1922-03-27"), counted(said[1], said[0], "P3Y")])
    correct(event, said[0], "1923-03-27")
    assert snapshots(event) == [["1922-03-27", "1925"], ["1923-03-27", "1926"]]
    assert readings(event) == ["1923-03-27", "1926"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_chain_is_counted_from_its_anchor_on_in_whatever_order_it_stands(said, order):
    rows = [
        stated(said[0], "1922-03-27"),
        counted(said[1], said[0], "P3Y"),
        counted(said[2], said[1], "P1Y"),
        counted(said[3], said[2], "P0Y"),
    ]
    event = make_event(citations=[rows[number] for number in order])
    assert dict(event.citations.values_list("quote", "edtf")) == {
        said[0].pk: "1922-03-27",
        said[1].pk: "1925",
        said[2].pk: "1926",
        said[3].pk: "1926",
    }
    correct(event, said[0], "1902")
    assert [event.citations.get(quote=quote).edtf for quote in said] == ["1902", "1905", "1906", "1906"]


def test_a_reading_that_rests_on_another_without_an_offset_is_left_as_it_is(said):
    event = make_event(citations=[stated(said[0], "1922"), cited(said[1], "1930", basis=said[0].code)])
    correct(event, said[0], "1902")
    assert readings(event) == ["1902", "1930"]


def test_restoring_an_old_revision_counts_from_what_it_was_then(said):
    event = make_event(citations=[stated(said[0], "1922"), counted(said[1], said[0], "P3Y")])
    correct(event, said[0], "1902")
    publishing.restore(event, 1, author=None, reason="it was right")
    assert snapshots(event) == [["1922", "1925"], ["1902", "1905"], ["1922", "1925"]]


# --- in other events --------------------------------------------------------------------------------------------------


@pytest.fixture
def chain(said) -> list[Event]:
    """Three published events, each with a reading that is counted from the event before it."""
    return [
        make_published_event("first", citations=[stated(said[0], "1922-03-27")]),
        make_published_event("second", citations=[counted(said[1], said[0], "P3Y")]),
        make_published_event("third", citations=[counted(said[2], said[1], "P1Y")]),
    ]


def test_an_anchor_elsewhere_moves_a_reading_in_a_new_revision_that_readers_do_not_see_yet(said, chain):
    first, second, _third = chain
    before = index.index_rows()

    correct(first, said[0], "1932-03-27")

    assert snapshots(second) == [["1925"], ["1935"]]
    last = publishing.revisions(second).last()
    assert (last.number, last.author_name) == (2, "Wederhoor")
    assert "counted anew" in last.reason
    second.refresh_from_db()
    assert second.revision == 2
    assert Publication.objects.count() == 3
    assert index.index_rows() == before
    assert PublicEvent.objects.get(slug="second").row["readings"]["account"][0]["edtf"] == "1925"

    publishing.publish(second)
    assert PublicEvent.objects.get(slug="second").row["readings"]["account"][0]["edtf"] == "1935"


def test_a_chain_of_three_events_moves_to_its_end(said, chain):
    correct(chain[0], said[0], "1932")
    assert [snapshots(event) for event in chain] == [
        [["1922-03-27"], ["1932"]],
        [["1925"], ["1935"]],
        [["1926"], ["1936"]],
    ]


def test_an_event_whose_reading_stays_the_same_gets_no_revision(said, chain):
    correct(chain[0], said[0], "1922-04-01")
    assert [len(snapshots(event)) for event in chain] == [2, 1, 1]
    chain[1].refresh_from_db()
    assert chain[1].revision == 1


def test_a_chain_stops_where_nothing_changes(said):
    first = make_event(citations=[stated(said[0], "1922-03-27")])
    month = make_event(citations=[counted(said[1], said[0], "P0M")])
    year = make_event(citations=[counted(said[2], said[1], "P0Y")])
    correct(first, said[0], "1922-04-01")
    assert (snapshots(month), snapshots(year)) == ([["1922-03"], ["1922-04"]], [["1922"]])


def test_a_save_that_corrects_no_date_leaves_other_events_alone(said, chain):
    with publishing.editing(chain[0]):
        Event.objects.filter(pk=chain[0].pk).update(title_nl="Anders")
    assert [len(snapshots(event)) for event in chain] == [2, 1, 1]


def test_a_calendar_that_is_corrected_moves_what_hangs_on_it(said, chain):
    correct(chain[0], said[0], "1922-03-27", calendar="julian")
    row = chain[1].citations.get()
    assert (row.edtf, row.calendar) == ("1925", "julian")
    assert publishing.revisions(chain[1]).last().snapshot["citations"][0]["calendar"] == "julian"


def test_two_events_that_hang_on_each_other_without_a_circle_both_come_right(said):
    one = make_event(citations=[stated(said[0], "1922")])
    other = make_event(citations=[counted(said[1], said[0], "P3Y")])
    with publishing.editing(one):
        rows = [*shape.to_dict(one)["citations"], counted(said[2], said[1], "P1Y")]
        shape.from_dict(shape.to_dict(one) | {"citations": rows}, Event.KIND)
    assert readings(one) == ["1922", "1926"]

    correct(one, said[0], "1902")

    assert readings(other) == ["1905"]
    assert readings(one) == ["1902", "1906"]
    for event in (one, other):
        event.refresh_from_db()
        last = publishing.revisions(event).last()
        assert (last.number, last.snapshot) == (event.revision, shape.to_dict(event))


def test_who_has_the_other_event_open_is_told_that_it_changed(said, chain):
    open_form = Event.objects.get(pk=chain[1].pk)
    correct(chain[0], said[0], "1932")
    with pytest.raises(publishing.Conflict, match="Wederhoor saved revision 2"), publishing.editing(open_form):
        pass


def test_who_corrects_an_anchor_cannot_approve_what_follows_from_it_where_there_is_a_second_editor(said, chain):
    els, jan = make_editor("els"), make_editor("jan")
    correct(chain[0], said[0], "1932", author=els)
    with pytest.raises(publishing.NotPublishable, match="a colleague"):
        publishing.publish(chain[1], by=els)
    assert publishing.publish(chain[1], by=jan).reviewed is True


def test_where_there_is_one_editor_what_follows_is_not_said_to_be_reviewed_by_another(said, chain):
    els = make_editor("els")
    assert get_user_model().objects.count() == 1
    correct(chain[0], said[0], "1932", author=els)
    assert [publishing.publish(event, by=els).reviewed for event in chain] == [False, False, False]


# --- what nothing can be counted from ---------------------------------------------------------------------------------


def test_a_reading_in_a_circle_of_two_is_refused_with_the_chain(said):
    event = make_event(citations=[stated(said[0], "1922"), counted(said[1], said[0], "P3Y")])

    problems = sorted(refused(event, said[0], "1922", **INFERRED, basis=said[1].code, offset="-P3Y"))

    a, b = said[0].code, said[1].code
    assert [path for path, _said in problems] == ["citations[0].basis", "citations[1].basis"]
    assert f"rests, in the end, on itself: {a} → {b} → {a}." in problems[0][1]
    assert f"rests, in the end, on itself: {b} → {a} → {b}." in problems[1][1]


def in_a_circle(*quotes: Quote) -> list[dict]:
    """Citations each of which is counted from the next, and the last from the first."""
    return [counted(quote, basis, "P1Y") for quote, basis in zip(quotes, [*quotes[1:], quotes[0]])]


def test_a_circle_of_three_in_one_event_is_refused(said):
    event = make_event(citations=[])
    before = stored()
    data = shape.to_dict(event) | {"citations": in_a_circle(*said[:3])}
    with pytest.raises(ShapeError) as refusal, publishing.editing(event):
        shape.from_dict(data, Event.KIND)
    assert len(refusal.value.problems) == 3
    assert all(str(problem).count("→") == 3 for _path, problem in refusal.value.problems)
    assert stored() == before


def test_a_circle_is_refused_without_offsets_too(said):
    event = make_event(citations=[])
    rows = [{key: value for key, value in row.items() if key != "offset"} for row in in_a_circle(*said[:2])]
    with pytest.raises(ShapeError, match="on itself"), publishing.editing(event):
        shape.from_dict(shape.to_dict(event) | {"citations": rows}, Event.KIND)
    assert not Citation.objects.exists()


def test_a_circle_across_three_events_is_refused_where_it_would_close(said, chain):
    ((path, message),) = refused(chain[0], said[0], "1922", **INFERRED, basis=said[2].code, offset="-P4Y")
    assert path == "citations[0].basis"
    assert " → ".join(said[number].code for number in (0, 2, 1, 0)) in message


def test_a_basis_without_any_date_is_refused(said):
    event = make_event(citations=[cited(said[0]), stated(said[1], "1925")])
    ((path, message),) = refused(event, said[1], "1925", **INFERRED, basis=said[0].code, offset="P3Y")
    assert path == "citations[1].basis"
    assert message.startswith(f"“{said[0].code}” has no date to count from")


def test_a_basis_that_is_less_precise_than_what_is_counted_is_refused(said):
    event = make_event(citations=[stated(said[0], "1922-03-27"), counted(said[1], said[0], "P0M")])
    ((path, message),) = refused(event, said[0], "1922")
    assert path == "citations[1].basis"
    assert "“1922” lies in more than one month" in message


def test_a_basis_with_different_dates_on_different_events_is_refused_unless_it_is_cited_here(said):
    make_event(citations=[stated(said[0], "1922")])
    make_event(citations=[stated(said[0], "1923")])
    event = make_event(citations=[stated(said[1], "1925")])
    following = INFERRED | {"basis": said[0].code, "offset": "P3Y"}
    ((path, message),) = refused(event, said[1], "1925", **following)
    assert path == "citations[0].basis"
    assert message.startswith(f"“{said[0].code}” has different dates on different events; cite it here too")

    first = make_event(date="1900", citations=[stated(said[0], "1924"), counted(said[1], said[0], "P3Y")])
    last = make_event(date="1950", citations=[stated(said[0], "1925"), counted(said[1], said[0], "P3Y")])
    assert (readings(first), readings(last)) == (["1924", "1927"], ["1925", "1928"])


def test_a_basis_with_one_date_on_several_events_is_no_riddle(said):
    make_event(citations=[stated(said[0], "1922")])
    make_event(citations=[stated(said[0], "1922")])
    make_event(citations=[cited(said[0])])
    assert readings(make_event(citations=[counted(said[1], said[0], "P3Y")])) == ["1925"]


def test_an_anchor_that_moves_on_one_of_two_events_is_refused_for_who_hangs_on_both(said):
    one, _two = (make_event(citations=[stated(said[0], "1922")]) for _each in range(2))
    make_event("hanging", citations=[counted(said[1], said[0], "P3Y")])
    ((path, message),) = refused(one, said[0], "1923")
    assert path == "events/hanging.citations[0].basis"
    assert "different dates" in message


@pytest.mark.parametrize(
    ("edtf", "keys", "told"),
    [
        ("1922/1923", {}, "in more than one year"),
        ("", {"origin": "undated", "words": ""}, "has no date to count from"),
    ],
)
def test_an_anchor_is_not_made_into_what_another_event_cannot_count_from(said, chain, edtf, keys, told):
    ((path, message),) = refused(chain[0], said[0], edtf, **keys)
    assert path == "events/second.citations[0].basis", "it names the event in which something must be done first"
    assert told in message


def test_an_anchor_is_not_taken_away_from_under_another_event(said, chain):
    before = stored()
    with pytest.raises(ShapeError, match=r"events/second\.citations\[0\]\.basis"), publishing.editing(chain[0]):
        shape.from_dict(shape.to_dict(chain[0]) | {"citations": []}, Event.KIND)
    assert stored() == before
