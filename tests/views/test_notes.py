"""What a note shows of its numbers: how those that we computed follow from others."""

import pytest

from sources.models import Source
from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_published_event,
    make_quote,
    make_source,
    measured,
    noted,
    record,
)
from tests.views.conftest import text_of
from timeline import publishing, shape
from timeline.models import Event, PublicFinding


@pytest.fixture
def noted_event(db):
    """An event with a note whose numbers are computed and taken from a book, under a measure with a short name."""
    book = make_source("book", kind=Source.LITERATURE, name_en="The book")
    quote = make_quote("91 miljoen mensen van de 93 miljoen")
    marks = [
        {"value": "97.8", "formula": "91 / 93 * 100"},
        {"value": "2000000", "formula": "93000000 - 91000000"},
        {"value": "46500000", "formula": "electorate / 2"},
        {"value": "17", "source": "book"},
    ]
    note = noted("97,8 %, 2 miljoen, 46,5 miljoen en 17.", ready=True, references=leaning_on(book), numbers=marks)
    note |= {"reason_en": "97.8 per cent, 2 million, 46.5 million and 17."}
    counted = figured("electorate", "93 miljoen", "92500000", "93500000", value="93000000", quote=quote.code)
    measure = measured("electorate", name_nl="kiesgerechtigden", name_en="people entitled to vote")
    return make_published_event(
        "noted", citations=[cited(quote)], measures=[measure], figures=[counted], notes=[note | {"quote": quote.code}]
    )


def test_a_note_shows_how_its_numbers_follow_and_whether_they_are_rounded(client, noted_event):
    text = text_of(client.get("/en/events/noted/"))
    assert "How these numbers were worked out 97.8 ≈ 91 ÷ 93 × 100 2,000,000 = 93,000,000 − 91,000,000" in text
    assert "46,500,000 ≈ people entitled to vote ÷ 2" in text


def test_numbers_are_written_as_the_language_does(client, noted_event):
    assert "97,8 ≈ 91 ÷ 93 × 100 2.000.000 = 93.000.000 − 91.000.000" in text_of(client.get("/nl/events/noted/"))


def test_a_note_that_computes_nothing_says_nothing_of_it(client, db):
    book = make_source("book", kind=Source.LITERATURE)
    note = noted(
        "Er waren er 17.", ready=True, references=leaning_on(book), numbers=[{"value": "17", "source": "book"}]
    )
    make_published_event("plain", notes=[note])

    response = client.get("/en/events/plain/")
    assert "worked-out" not in response.content.decode()


@pytest.mark.parametrize(("dismisses", "said"), [(False, "Answered"), (True, "Dismissed")])
def test_a_finding_says_with_which_verdict_and_on_which_words_it_was_answered(client, db, dismisses, said):
    quote = make_quote("91 miljoen mensen van de 93 miljoen")
    figures = [
        figured("people", words, number, number, value=number, quote=quote.code)
        for words, number in (("91 miljoen", "91000000"), ("93 miljoen", "93000000"))
    ]
    event = make_published_event("told", citations=[cited(quote)], measures=[measured("people")], figures=figures)
    found = PublicFinding.objects.get(kind="figures_within").code
    about = {"quote": quote.code, "words": "93 miljoen", "verdict": "miscalculated"}
    note = noted("Te veel.", ready=True, references=[{"source": record()}], finding=found, dismisses=dismisses) | about
    changed = shape.from_dict(shape.to_dict(event) | {"notes": [note]}, Event.KIND)
    publishing.begin(changed, event.revision)
    publishing.record(changed, author_name="Els", reason="answered")
    publishing.publish(changed, reason="answered")
    page = client.get("/en/events/told/").content.decode()
    link = f'<a href="#note-{note["code"]}">{said} by an editor: miscalculated, on <q lang="nl">93 miljoen</q></a>'
    assert link in page
