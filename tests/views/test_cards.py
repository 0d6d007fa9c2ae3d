"""The pictures that go with a link: what is drawn, under which address, and for how long."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_event,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    measured,
    noted,
    save,
)
from tests.views.conftest import OCTOBER, text_of
from timeline import cards, merging, publishing, shape
from timeline.models import Lesson, Publication, PublicFinding
from timeline.views import cards as views

pytestmark = pytest.mark.django_db
A_DAY = "public, max-age=86400"


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn, card by card."""
    made = []
    draw = cards.draw
    monkeypatch.setattr(views.cards, "draw", lambda card: made.append(card) or draw(card))
    return made


def shown(page: str, name: str) -> str:
    found = re.findall(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)"', page)
    assert len(found) == 1, name
    return unescape(found[0])


def card_on(client, url: str) -> str:
    """The path of the picture that a page names in its head."""
    page = client.get(url).content.decode()
    assert shown(page, "twitter:image") == shown(page, "og:image")
    return shown(page, "og:image").removeprefix("http://testserver")


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_an_event_shows_its_title_its_date_and_who_speaks(client, october, drawn, queries):
    with queries():
        response = client.get(f"/cards/{OCTOBER}-1-en.png")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == A_DAY  # accounts may get another name
    assert not response.cookies
    assert len(response.content) < 60_000
    assert drawn == [
        cards.Card(
            october.title_en,
            "25 October 1917 (Julian), 7 November 1917 (Gregorian)",
            (cards.Voice("The slides", 1), cards.Voice("The dossier", 2, "silent")),
        )
    ]


def test_it_is_sent_again_only_when_it_is_drawn_differently(client, october, accounts):
    path = f"/cards/{OCTOBER}-1-en.png"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    accounts[0].source.name_en = "The slide show"
    accounts[0].source.save()
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_it_speaks_dutch_too(client, october, drawn):
    client.get(f"/cards/{OCTOBER.upper()}-1-nl.png")
    assert drawn[0].title == october.title_nl
    assert drawn[0].voices[1].name == "Het dossier"


def test_contested_events_say_how_many_notes_they_have(client, accounts, drawn):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    book = leaning_on(accounts[0].source)
    notes = [noted(ready=True, verdict=verdict, references=book) for verdict in ("misdated", "contested", "context")]
    event = make_published_event("march", citations=[cited(quote)], notes=[*notes, noted()])
    client.get(f"/cards/{event.code}-1-en.png")
    assert (drawn[0].contested, drawn[0].notes) == ("contested: 2 notes", 2)


def test_a_question_says_that_it_is_one_and_who_is_silent(client, accounts, drawn):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    question = make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    assert client.get(f"/cards/{question.code}-1-en.png").status_code == 200
    assert (drawn[0].title, drawn[0].kicker) == (question.title_en, "Question")
    assert [voice.silent for voice in drawn[0].voices] == ["", "silent"]


def test_a_finding_is_a_sentence_about_those_whom_it_is_about(client, october, drawn, queries):
    code = PublicFinding.objects.get(kind="silence").code
    with queries():
        response = client.get(f"/cards/{code}-1-en.png")
    assert response.status_code == 200
    assert drawn[0].title == "Silent on this event: The dossier."
    assert drawn[0].kicker == f"{october.title_en} (1917)"
    assert drawn[0].voices == (cards.Voice("The dossier", 2, "silent"),)


def test_a_finding_with_the_literature_names_it_as_its_page_does(client, accounts, drawn):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    book = make_source("book", kind="literature", name_en="A Book")
    figures = [
        figured("laws", "1936", "1936", "1936", quote=quote.code),
        figured("laws", "1935", "1935", "1935", reference={"source": book.slug}),
    ]
    make_published_event("laws", citations=[cited(quote)], measures=[measured("laws")], figures=figures)
    finding = PublicFinding.objects.get(kind="figures_literature")
    client.get(f"/cards/{finding.code}-1-en.png")
    said = text_of(client.get(f"/en/findings/{finding.code}/"))
    assert drawn[0].title in said
    assert "book" not in drawn[0].title.split()


def test_a_lesson_says_how_much_there_is_in_it(client, october, drawn, queries):
    lesson = make_lesson(october, make_published_event(), make_published_question(), title_en="Three things")
    with queries():
        assert client.get(f"/cards/{lesson.code}-{lesson.version}-en.png").status_code == 200
    assert drawn == [cards.Card("Three things", "Lesson", below="2 events, 1 question", steps=3)]


def test_a_lesson_in_one_language_has_a_card_in_both(client, october, drawn):
    lesson = make_lesson(october, title_nl="Alleen Nederlands", title_en="")
    assert client.get(f"/cards/{lesson.code}-1-en.png").status_code == 200
    assert drawn[0].title == "Alleen Nederlands"


def test_the_card_for_a_class_that_is_to_think_first_gives_nothing_away(client, accounts, drawn):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    notes = [noted(ready=True, references=leaning_on(accounts[0].source))]
    event = make_published_event("march", citations=[cited(quote)], notes=notes)
    for page in ("/en/events/march/think/", "/en/events/march/blind/", "/en/events/march/blind/read/"):
        path = card_on(client, page)
        assert path == f"/cards/{event.code}-1-en-blind.png"
        assert "oembed" not in client.get(page).content.decode()
    assert client.get(path).headers["Cache-Control"] == A_DAY
    assert drawn == [cards.Card(event.title_en, "7 November 1917", below="Think first")]


def test_every_other_page_has_the_card_of_the_site(client, october, drawn, queries):
    path = card_on(client, "/en/about/")
    assert path == card_on(client, "/en/") == "/cards/site-1-en.png"
    with queries():
        response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == A_DAY
    assert [voice.name for voice in drawn[0].voices] == ["The slides", "The dossier"]
    assert card_on(client, "/nl/about/") == "/cards/site-1-nl.png"


# --- its address ------------------------------------------------------------------------------------------------------


def test_it_changes_when_the_event_changes_and_the_old_one_goes_on_showing_the_old(client, october, drawn):
    before = card_on(client, "/en/events/october-1917/")
    with publishing.editing(october):
        october.title_en = "Another title"
        october.save()
    publishing.publish(october, reason="again")
    after = card_on(client, "/en/events/october-1917/")
    assert (before, after) == (f"/cards/{OCTOBER}-1-en.png", f"/cards/{OCTOBER}-2-en.png")
    assert card_on(client, "/en/events/october-1917/versions/1/") == before
    client.get(after)
    client.get(before)
    assert drawn[0].title == "Another title"
    assert drawn[1].title not in ("Another title", "")


def test_question_finding_and_lesson_name_their_own(client, october):
    question = make_published_question("who-ruled")
    finding = PublicFinding.objects.get(kind="silence").code
    lesson = make_lesson(october)
    lesson.save()
    assert card_on(client, "/en/questions/who-ruled/") == f"/cards/{question.code}-1-en.png"
    assert card_on(client, f"/nl/findings/{finding}/") == f"/cards/{finding}-1-nl.png"
    assert card_on(client, f"/en/lessons/{lesson.code}/") == f"/cards/{lesson.code}-2-en.png"


def test_an_old_card_of_a_lesson_leads_to_the_new_one(client, october):
    lesson = make_lesson(october)
    lesson.save()
    response = client.get(f"/cards/{lesson.code}-1-nl.png")
    assert (response.status_code, response.url) == (302, f"/cards/{lesson.code}-2-nl.png")
    assert client.get(f"/cards/{lesson.code}-3-nl.png").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"{OCTOBER}-2-en", f"{OCTOBER}-0-en", f"{OCTOBER}-1-de", f"{OCTOBER}-99999999999999999999-en", "zzzzzz-1-en",
        "site-2-en", "site-1-fr", f"{OCTOBER}-2-en-blind", f"{OCTOBER}-1-fr-blind", "zzzzzz-1-nl-blind",
    ],
)  # fmt: skip
def test_what_never_was_is_404(client, october, path):
    assert client.get(f"/cards/{path}.png").status_code == 404


def test_a_draft_has_no_card(client, accounts):
    assert client.get(f"/cards/{make_event().code}-1-en.png").status_code == 404


def test_a_finding_that_a_version_did_not_have_is_404(client, october, accounts):
    code = PublicFinding.objects.get(kind="silence").code
    quote = make_quote("In 1936 kwam er een grondwet, zegt men.", accounts[1])
    data = shape.to_dict(october)
    data["citations"].append(cited(quote))
    publishing.publish(save(shape.from_dict(data, "event")))
    assert client.get(f"/cards/{code}-1-en.png").status_code == 200
    assert client.get(f"/cards/{code}-2-en.png").status_code == 404


def test_what_was_withdrawn_is_gone_and_says_why(client, october):
    finding = PublicFinding.objects.get(kind="silence").code
    lesson = make_lesson(october)
    publishing.withdraw(october, reason="It never happened.")
    Lesson.objects.update(withdrawn="Not so good.")
    for code in (OCTOBER, finding):
        for number in range(1, Publication.objects.count() + 1):
            response = client.get(f"/cards/{code}-{number}-en.png")
            assert response.status_code == 410
            assert "It never happened." in text_of(response)
    assert client.get(f"/cards/{OCTOBER}-1-en-blind.png").status_code == 410
    assert client.get(f"/cards/{lesson.code}-1-en.png").status_code == 410


def test_it_is_only_for_looking_at(client, october):
    assert client.post(f"/cards/{OCTOBER}-1-en.png").status_code == 405
    assert client.get(f"/cards/{OCTOBER}-1-en.png?size=2").status_code == 400
    head = client.head(f"/cards/{OCTOBER}-1-en.png")
    assert (head.status_code, head.content) == (200, b"")


# --- the head of a page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "locale", "other"), [("nl", "nl_NL", "en_GB"), ("en", "en_GB", "nl_NL")])
def test_the_head_says_what_platforms_ask_for(client, october, settings, language, locale, other):
    settings.SITE_URL = "https://example.org"
    page = client.get(f"/{language}/events/october-1917/").content.decode()
    assert shown(page, "og:image") == f"https://example.org/cards/{OCTOBER}-1-{language}.png"
    size = [shown(page, f"og:image:{name}") for name in ("width", "height", "type")]
    assert size == ["1200", "630", "image/png"]
    assert shown(page, "og:locale") == locale
    assert shown(page, "og:locale:alternate") == other
    assert shown(page, "twitter:card") == "summary_large_image"
    for name in ("og:image:alt", "twitter:title"):
        assert shown(page, name) == shown(page, "og:title")
    assert shown(page, "twitter:description") == shown(page, "og:description")


def test_a_picture_is_named_in_the_language_of_its_page(client, october):
    for language in ("nl", "en"):
        assert reverse("card", args=[OCTOBER, 1, language]) == card_on(client, f"/{language}/events/october-1917/")


def test_the_card_of_an_event_that_was_merged_goes_on_showing_what_it_showed(client, october, drawn):
    other = make_published_event("coup", title_en="The coup")
    publishing.publish(merging.merge(other, october, reason="The same."))
    assert card_on(client, "/en/events/coup/versions/1/") == f"/cards/{other.code}-1-en.png"
    assert client.get(f"/cards/{other.code}-1-en.png").status_code == 200
    assert drawn[0].title == "The coup"
    response = client.get("/oembed", {"url": "http://testserver/en/events/coup/"})
    assert f"/embed/e/{OCTOBER}/" in response.json()["html"]
