"""At the desk: readings that are counted from another one, orders in time, and who has what from whom."""

import pytest
from django.urls import reverse

from tests.builders import (
    cited,
    counted,
    figured,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
    measured,
    ordered,
)
from tests.desk.forms import errors_in, row_of, typed
from tests.desk.test_events import ADD, TEXTS, change
from timeline import publishing
from timeline.models import Event, Publication, PublicEvent, Revision

pytestmark = pytest.mark.django_db
BECAUSE = {"reasoning_nl": "Drie jaar later.", "reasoning_en": "Three years later."}


@pytest.fixture
def said():
    """Three quotes of one account."""
    text = make_text(make_source("account"), "Op 27 maart 1922.\nDrie jaar later.\nEen jaar daarna.")
    return [make_quote(line, text) for line in text.body.split("\n")]


def stated(quote, edtf="1922-03-27") -> dict:
    return cited(quote, edtf, quote.exact)


def row(number: int, quote, **values) -> dict:
    """A citation that is added to the form."""
    plain = {"quote": quote.pk, "calendar": "gregorian", "position": 9999}
    return row_of("citations", number, **(plain | values))


def inferred(number: int, quote, basis, offset: str, **values) -> dict:
    """A citation that is counted from another quote, without a reading of its own."""
    return row(number, quote, origin="inferred", basis=basis.pk, offset=offset, **(BECAUSE | values))


def save(editor, event, **changes):
    """Open the form of an event, change what the test says, and save it."""
    return editor.post(change(event), typed(editor.get(change(event)), **changes))


def readings(event) -> list[tuple[str, str]]:
    return list(event.citations.values_list("edtf", "calendar"))


def test_a_reading_that_is_counted_need_not_be_typed(editor, said):
    event = make_event(citations=[stated(said[0])])

    response = save(editor, event, **inferred(1, said[1], said[0], "P3Y"))

    assert response.status_code == 302, errors_in(response)
    assert readings(event) == [("1922-03-27", "gregorian"), ("1925", "gregorian")]
    assert publishing.revisions(event).last().snapshot["citations"][1]["edtf"] == "1925"


def test_what_follows_goes_before_what_is_typed(editor, said):
    event = make_event(citations=[stated(said[0])])
    typing = {"edtf": "1999", "calendar": "julian"}
    assert save(editor, event, **inferred(1, said[1], said[0], "P3Y", **typing)).status_code == 302
    assert readings(event)[1] == ("1925", "gregorian")


def test_an_anchor_and_what_hangs_on_it_are_typed_at_once(editor, said):
    """The anchor is not stored yet when the row below it is looked at."""
    data = typed(editor.get(ADD), **TEXTS)
    data |= row(0, said[0], origin="stated", words=said[0].exact, edtf="1922-03-27")
    data |= inferred(1, said[1], said[0], "P3Y", edtf="1999")

    response = editor.post(ADD, data)

    assert response.status_code == 302, errors_in(response)
    assert readings(Event.objects.get()) == [("1922-03-27", "gregorian"), ("1925", "gregorian")]


def test_an_anchor_is_mended_in_the_same_form_as_what_could_not_be_counted_from_it(editor, said):
    event = make_event(citations=[stated(said[0], "1922/1923"), cited(said[1], "1925")])
    changes = {"citations-0-edtf": "1922", "citations-1-basis": said[0].pk, "citations-1-offset": "P4Y"}
    response = save(editor, event, **changes)
    assert response.status_code == 302, errors_in(response)
    assert [edtf for edtf, _calendar in readings(event)] == ["1922", "1926"]


def test_a_basis_without_a_date_is_refused_and_nothing_is_stored(editor, said):
    event = make_event(citations=[cited(said[0])])

    response = save(editor, event, **inferred(1, said[1], said[0], "P3Y"))

    assert response.status_code == 200
    assert said[0].code in errors_in(response)
    assert event.citations.count() == Revision.objects.count() == 1

    response = save(editor, event, **inferred(1, said[1], said[0], "P3Y", edtf="1925"))

    assert response.status_code == 200
    assert said[0].code in errors_in(response)
    assert event.citations.count() == Revision.objects.count() == 1


@pytest.mark.parametrize("offset", ["3 jaar", "P", "P3Y2", "3Y"])
def test_an_offset_that_says_not_how_far_is_refused_with_examples(editor, said, offset):
    event = make_event(citations=[stated(said[0])])
    response = save(editor, event, **inferred(1, said[1], said[0], offset, edtf="1925"))
    assert response.status_code == 200
    assert "P3Y" in errors_in(response)
    assert event.citations.count() == 1


def test_an_offset_without_a_basis_is_refused(editor, said):
    event = make_event(citations=[stated(said[0])])
    values = {"origin": "inferred", "edtf": "1925", "offset": "P3Y"} | BECAUSE
    response = save(editor, event, **row(1, said[1], **values))
    assert response.status_code == 200
    assert event.citations.count() == 1


def test_a_corrected_anchor_moves_its_own_event_and_others_which_readers_do_not_see_yet(editor, said):
    event = make_published_event("event", citations=[stated(said[0]), counted(said[1], said[0], "P3Y")])
    other = make_published_event("other", citations=[counted(said[2], said[1], "P1Y")])

    response = save(editor, event, **{"citations-0-edtf": "1932-03-27", "reason": "misread"})

    assert response.status_code == 302, errors_in(response)
    assert [edtf for edtf, _calendar in readings(event)] == ["1932-03-27", "1935"]
    assert [edtf for edtf, _calendar in readings(other)] == ["1936"]
    last = publishing.revisions(other).last()
    assert (last.number, last.author_name, last.author.username) == (2, "Wederhoor", "admin")
    assert Publication.objects.count() == 2
    shown = PublicEvent.objects.get(slug="other").row["readings"]["account"]
    assert [reading["edtf"] for reading in shown] == ["1926"]
    history = editor.get(reverse("admin:timeline_event_history", args=[other.pk])).content.decode()
    assert "Wederhoor" in history
    assert "+ edtf = &quot;1936&quot;" in history


def test_publishing_a_corrected_anchor_publishes_that_event_alone(editor, said):
    event = make_published_event("event", citations=[stated(said[0])])
    make_published_event("other", citations=[counted(said[1], said[0], "P3Y")])
    save(editor, event, **{"citations-0-edtf": "1932-03-27", "_publish": "1"})
    assert sorted(Publication.objects.values_list("slug", "number")) == [("event", 1), ("event", 2), ("other", 1)]


def test_who_has_the_other_event_open_does_not_save_over_what_was_counted_anew(editor, said):
    event = make_event(citations=[stated(said[0])])
    other = make_event(citations=[counted(said[1], said[0], "P3Y")])
    opened = editor.get(change(other))
    save(editor, event, **{"citations-0-edtf": "1932-03-27"})

    response = editor.post(change(other), typed(opened, title_nl="Van mij"))

    assert response.status_code == 200
    assert "Wederhoor" in errors_in(response)
    other.refresh_from_db()
    assert other.title_nl != "Van mij"


@pytest.mark.parametrize("typing", [{}, {"citations-0-edtf": "1922"}])
def test_a_circle_is_refused_with_its_quotes_and_nothing_is_stored(editor, said, typing):
    event = make_event(citations=[stated(said[0]), counted(said[1], said[0], "P3Y")])
    circle = {"citations-0-origin": "inferred", "citations-0-words": "", "citations-0-basis": said[1].pk}
    circle |= {"citations-0-offset": "-P3Y"} | {f"citations-0-{name}": words for name, words in BECAUSE.items()}

    response = save(editor, event, **(circle | typing))

    assert response.status_code == 200
    assert f"{said[0].code} → {said[1].code} → {said[0].code}" in errors_in(response)
    assert [edtf for edtf, _calendar in readings(event)] == ["1922-03-27", "1925"]
    assert Revision.objects.count() == 1


def test_an_anchor_that_another_event_needs_is_refused_with_the_name_of_that_event(editor, said):
    event = make_event(citations=[stated(said[0])])
    make_event("hanging", citations=[counted(said[1], said[0], "P3Y")])

    response = save(editor, event, **{"citations-0-edtf": "1922/1923"})

    assert response.status_code == 200
    assert "events/hanging" in errors_in(response)
    assert [edtf for edtf, _calendar in readings(event)] == ["1922-03-27"]


# --- orders and witnesses ---------------------------------------------------------------------------------------------


def order(number: int, other, **values) -> dict:
    plain = {"relation": "after", "other": other.pk, "position": 9999, "reading_nl": "Zo.", "reading_en": "So."}
    return row_of("orders", number, **(plain | values))


def test_orders_are_typed_with_their_quote_and_published(editor, said):
    other = make_published_event("other", date="1918")
    event = make_event(date="1922", citations=[stated(said[0])])

    response = save(editor, event, **order(0, other, quote=said[0].pk), _publish="1")

    assert response.status_code == 302, errors_in(response)
    (stored,) = Publication.objects.get(slug=event.slug).document["orders"]
    assert (stored["relation"], stored["event"], stored["quote"]) == ("after", other.code, said[0].code)
    assert PublicEvent.objects.get(slug=event.slug).row["states"]["order_literature"] == "agree"


def test_an_event_does_not_come_before_itself(editor):
    event = make_event()
    response = save(editor, event, **order(0, event))
    assert response.status_code == 200
    assert not event.orders.exists()


def test_an_order_in_a_quote_that_is_not_cited_here_is_refused(editor, said):
    event = make_event()
    response = save(editor, event, **order(0, make_event(), quote=said[0].pk))
    assert said[0].code in errors_in(response)
    assert not event.orders.exists()


def test_one_event_is_not_said_to_come_both_before_and_after_another(editor):
    event, other = make_event(), make_event()
    data = order(0, other) | order(1, other, relation="before")
    response = save(editor, event, **data)
    assert response.status_code == 200
    assert other.code in errors_in(response)
    assert not event.orders.exists()


def test_who_has_it_from_whom_is_typed_for_a_date_and_for_a_figure(editor, said):
    book = make_source("book", kind="literature")
    figures = [figured("days", "27", "27", "27", quote=said[0].code)]
    event = make_event(citations=[stated(said[0])], measures=[measured("days")], figures=figures)

    response = save(editor, event, **{"citations-0-witness": book.pk, "figures-0-witness": book.pk})

    assert response.status_code == 302, errors_in(response)
    snapshot = publishing.revisions(event).last().snapshot
    assert (snapshot["citations"][0]["witness"], snapshot["figures"][0]["witness"]) == ("book", "book")


def test_a_form_with_three_orders_witnesses_and_counted_readings_asks_as_often_as_one_with_one(
    editor, django_assert_max_num_queries
):
    def event_with(rows: int):
        text = make_text(body="\n".join(f"Zin {number}." for number in range(rows + 1)))
        anchor, *quotes = [make_quote(line, text) for line in text.body.split("\n")]
        books = [make_source(kind="literature").slug for _each in quotes]
        return make_event(
            citations=[
                cited(anchor, "1922", anchor.exact),
                *(counted(quote, anchor, "P1Y", witness=book) for quote, book in zip(quotes, books)),
            ],
            measures=[measured("days")],
            figures=[
                figured("days", "1", "1", "1", reference={"source": book}, witness=other)
                for book, other in zip(books, books[1:] + books[:1])
            ],
            orders=[ordered(make_event().code, quote=quote.code) for quote in quotes],
        )

    def asked(event) -> int:
        with django_assert_max_num_queries(500) as queries:
            assert editor.get(change(event)).status_code == 200
        return len(queries)

    one, three = event_with(1), event_with(3)
    asked(one)  # what Django keeps per process is fetched here
    assert asked(one) == asked(three)
