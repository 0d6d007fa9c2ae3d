"""The list of lessons, a lesson for the class, and its key for the teacher."""

import json
import re

import pytest

from tests.builders import (
    cited,
    leaning_on,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    noted,
    ordered,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.models import Lesson

pytestmark = pytest.mark.django_db
VERDICT = "Dat klopt niet, zie het boek."


@pytest.fixture
def kirov(accounts):
    """An event that an account tells, with a verdict on its words and a finding: the other is silent."""
    book = make_source("book", kind="literature")
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0], translation_en="In 1936 came a constitution.")
    note = noted(VERDICT, ready=True, quote=quote.code, verdict="contradicted", references=leaning_on(book, "p. 9"))
    return make_published_event("kirov", citations=[cited(quote, "1936", "In 1936")], notes=[note], title_en="Kirov")


@pytest.fixture
def question(accounts):
    quote = make_quote("zegt men", accounts[1])
    return make_published_question(
        "who", quotes=[cited(quote)["quote"]], title_en="Who?", contrast_en="They part here."
    )


def page_of(client, lesson: Lesson, rest: str = "", language: str = "en"):
    return client.get(f"/{language}/lessons/{lesson.code}/{rest}")


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_editors_published_in_their_order_with_what_is_in_it(client, kirov, question, queries):
    make_lesson(kirov, title_en="Second", slug="b", position=2, published=True, intro_en="Two. " * 100)
    make_lesson(
        kirov, question, title_en="First", slug="a", position=1, published=True, intro_en="Read.\n\nThen think."
    )
    make_lesson(kirov, title_en="By a teacher", secret="0" * 64)
    make_lesson(kirov, title_en="Not yet", slug="c")
    make_lesson(kirov, title_en="Gone", slug="d", published=True, withdrawn="Wrong.")
    with queries():
        response = client.get("/en/lessons/")
    said = text_of(response)
    assert said.index("First") < said.index("Second")
    assert "Read. 1 event, 1 question" in said
    assert "Two. 1 event" in said
    for hidden in ("By a teacher", "Not yet", "Gone", "Then think"):
        assert hidden not in said
    page = response.content.decode()
    assert 'href="/en/lessons/new/"' in page
    assert re.findall(r'href="[^"]*/key/"[^>]*aria-label="([^"]*)"', page) == ["Key: First", "Key: Second"]


def test_the_list_asks_as_often_for_three_lessons_as_for_none(client, kirov, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert "Nothing has been published yet" in text_of(client.get("/en/lessons/"))
    for slug in "abc":
        make_lesson(kirov, slug=slug, published=True)
    with django_assert_num_queries(2):
        client.get("/en/lessons/")


@pytest.mark.parametrize(
    ("intro", "told"),
    [
        ("One. Two.", "One. Two."),
        ("A line\nof it. More.\n\nAnother.", "A line of it. More."),
        ("By V.I. Lenin. X" + "x" * 240 + ".", "By V.I. Lenin."),
        ("word " * 60, ("word " * 48).strip() + "…"),
        ("", ""),
    ],
)
def test_an_introduction_is_told_in_whole_sentences(intro, told):
    from timeline.views.lessons import first_sentences

    assert first_sentences(intro) == told


def test_a_published_lesson_makes_the_list_new_and_one_of_a_teacher_does_not(client, kirov):
    etag = client.get("/en/lessons/").headers["ETag"]
    make_lesson(kirov, secret="0" * 64)
    assert client.get("/en/lessons/", headers={"If-None-Match": etag}).status_code == 304
    make_lesson(kirov, slug="a", published=True)
    assert client.get("/en/lessons/", headers={"If-None-Match": etag}).status_code == 200


def test_the_sitemap_holds_the_lessons_that_are_on_the_list_and_no_other(client, kirov):
    listed = make_lesson(kirov, slug="a", published=True)
    own = make_lesson(kirov, secret="0" * 64)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"/en/lessons/{listed.code}/" in sitemap
    assert "/nl/lessons/</loc>" in sitemap
    assert own.code not in sitemap


# --- a lesson ---------------------------------------------------------------------------------------------------------


def test_a_lesson_shows_tasks_and_words_in_order_without_any_judgement(client, kirov, question, queries):
    items = (
        {"ready": "sourcing", "task_en": "Who says so?\nAnd why?", "answer_en": "The slides."},
        {"task_en": "Read."},
    )
    lesson = make_lesson(
        kirov, question, items=items, slug="a", published=True, intro_en="A start.", guide_en="45 min."
    )
    with queries():
        response = page_of(client, lesson)
    said, page = text_of(response), response.content.decode()
    order = [
        "A start.",
        "1 Kirov",
        "Sourcing",
        "Who says so?",
        "In 1936 came a constitution.",
        "2 Who?",
        "Read.",
        "zegt men",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "Who says so?<br>And why?" in page
    for told in (VERDICT, "contradicted", "The slides. ", "45 min", "They part here", "is silent", "step by step"):
        assert told not in said.replace("The slides. Says", "")
    assert "Says nothing of this event." in said
    assert "Says nothing on this question." in said
    for link in ("events/kirov/", "questions/who/", f"lessons/{lesson.code}/key/", f"lessons/{lesson.code}/blind/"):
        assert f'href="/en/{link}"' in page
    assert f'href="/en/lessons/{lesson.code}/present/"' in page
    assert said.index("Read the quotes blind first") < said.index("Who says so?")
    assert "Version 1 of this lesson" in said
    assert "noindex" not in page


def test_a_lesson_without_quotes_offers_nothing_to_read_blind(client, accounts):
    lesson = make_lesson(make_published_event("elsewhere"))
    page = page_of(client, lesson).content.decode()
    assert "/blind/" not in page
    assert "Read the quotes blind" not in page


def test_every_language_of_a_lesson_falls_back_to_the_other_and_says_so(client, kirov):
    lesson = make_lesson(
        kirov, title_en="", title_nl="Lees dit", intro_nl="Eerst dit.", items=({"task_nl": "Waarom?"},)
    )
    page = page_of(client, lesson).content.decode()
    assert '<h1 lang="nl">Lees dit</h1>' in page
    assert '<div class="typed" lang="nl"><p>Eerst dit.</p></div>' in page
    assert '<div class="typed" lang="nl"><p>Waarom?</p></div>' in page
    assert 'lang="nl">Lees dit' not in page_of(client, lesson, language="nl").content.decode()


def test_nothing_that_was_typed_is_markup_or_a_link(client, kirov):
    evil = "<script>alert(1)</script> <b>x</b> https://spam.example [a](https://spam.example) {{ 7|add:7 }}"
    fields = {"title_en": evil[:110], "intro_en": evil, "guide_en": evil}
    lesson = make_lesson(kirov, items=({"task_en": evil, "answer_en": evil},), **fields)
    for rest in ("", "key/"):
        page = page_of(client, lesson, rest).content.decode()
        assert "<script>" not in page
        assert "<b>x" not in page
        assert 'href="https://spam' not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "{{ 7|add:7 }}" in page


def test_a_lesson_of_a_teacher_says_so_and_is_kept_from_search_engines(client, kirov):
    lesson = make_lesson(kirov, secret="0" * 64)
    page = page_of(client, lesson).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "made by a teacher, not by the editors" in page
    assert "Editors of Wederhoor" not in page
    assert "0" * 64 not in page
    Lesson.objects.filter(pk=lesson.pk).update(slug="a", published=True, version=2)
    page = page_of(client, lesson).content.decode()
    assert "made by a teacher" not in page
    assert "noindex" not in page


def test_an_item_that_changed_since_leads_to_what_the_maker_saw(client, kirov, question):
    lesson = make_lesson(kirov, question)
    assert "has changed since" not in text_of(page_of(client, lesson))
    publishing.publish(kirov, reason="again")
    publishing.publish(question, reason="again")
    page = page_of(client, lesson).content.decode()
    for pinned in ("/en/events/kirov/versions/1/", "/en/questions/who/versions/1/"):
        assert f'href="{pinned}"' in page
        assert client.get(pinned).status_code == 200


def test_an_item_that_was_withdrawn_says_so_in_its_place_and_why(client, kirov, october):
    lesson = make_lesson(kirov, october)
    publishing.withdraw(kirov, reason="It never happened.")
    for rest in ("", "key/"):
        said = text_of(page_of(client, lesson, rest))
        assert "1 Kirov This was withdrawn since the lesson was made: It never happened." in said
        assert "In 1936 came a constitution." not in said


def test_an_event_that_no_account_tells_has_no_columns_and_says_why(client, accounts):
    context = make_published_event("katyn", notes=[])
    page = page_of(client, make_lesson(context))
    assert "No account speaks of this event" in text_of(page)
    assert 'class="column ' not in page.content.decode()


def test_words_that_the_quotes_take_for_granted_are_explained_once(client, accounts):
    make_term("constitution", name_nl="grondwet", name_en="constitution", text_en="The highest law.")
    first, other = (make_quote("grondwet", text) for text in accounts)
    events = [make_published_event(f"e-{n}", citations=[cited(quote)]) for n, quote in enumerate((first, other))]
    assert text_of(page_of(client, make_lesson(*events))).count("The highest law.") == 1


def test_a_lesson_that_was_withdrawn_is_gone_with_the_reason_and_a_wrong_code_was_never_there(client, kirov):
    lesson = make_lesson(kirov, withdrawn="Advertising.")
    for rest in ("", "key/"):
        response = page_of(client, lesson, rest)
        assert response.status_code == 410
        assert "Advertising." in text_of(response)
        assert client.get(f"/en/lessons/zzzzzz/{rest}").status_code == 404


def test_a_lesson_that_is_saved_is_new_to_caches(client, kirov):
    lesson = make_lesson(kirov)
    for rest in ("", "key/"):
        etag = page_of(client, lesson, rest).headers["ETag"]
        lesson.save()
        url = f"/en/lessons/{lesson.code}/{rest}"
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_lesson_asks_as_often_for_many_items_as_for_one(client, accounts, django_assert_num_queries):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    events = [make_published_event(f"e-{number}", citations=[cited(quote)]) for number in range(5)]
    for number in (1, 5):
        lesson = make_lesson(*events[:number])
        for rest in ("", "key/"):
            with django_assert_num_queries(3):
                assert page_of(client, lesson, rest).status_code == 200


def test_a_lesson_says_to_machines_what_it_is_and_on_what_it_is_based(client, kirov, question, settings):
    settings.SITE_URL = "https://example.org"
    lesson = make_lesson(kirov, question, slug="a", published=True, title_en="", title_nl="Een les")
    page = page_of(client, lesson).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(data)
    assert data["@type"] == "LearningResource"
    assert (data["name"], data["inLanguage"], data["isAccessibleForFree"]) == ("Een les", "nl", True)
    assert data["@id"] == f"https://example.org/e/{lesson.code}/"
    assert [row["url"] for row in data["isBasedOn"]] == [
        "https://example.org/en/events/kirov/",
        "https://example.org/en/questions/who/",
    ]
    assert "publisher" in data


# --- the key ----------------------------------------------------------------------------------------------------------


def test_the_key_has_what_to_expect_what_was_found_what_is_judged_and_who_is_who(client, kirov, question, queries):
    items = ({"ready": "sourcing", "answer_en": "They should doubt it."}, {"task_en": "Read."})
    lesson = make_lesson(kirov, question, items=items, slug="a", published=True, guide_en="Forty-five minutes.")
    with queries():
        response = page_of(client, lesson, "key/")
    said, page = text_of(response), response.content.decode()
    order = [
        "Key: Lesson",
        "Forty-five minutes.",
        "1 Kirov",
        "They should doubt it.",
        "What the checks found",
        "Silent on this event: The dossier",
        VERDICT,
    ]
    order += ["A Book", "2 Who?", "They part here.", "Who is who", "The slides"]
    places = [said.index(words, said.index("Who is who") if words == "The slides" else 0) for words in order]
    assert places == sorted(places)
    assert "contradicted" in said
    assert '<details class="checked">' in page
    assert '<meta name="robots" content="noindex">' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_links_of_notes_on_a_key_lead_to_nothing_that_is_not_on_it(client, accounts, october):
    make_term("constitution", name_nl="grondwet", name_en="constitution")
    book = make_source("book", kind="literature")
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    note = noted("De grondwet, de constitution.", ready=True, quote=quote.code, references=leaning_on(book))
    event = make_published_event("e", citations=[cited(quote)], notes=[note], orders=[ordered(october.code)])
    page = page_of(client, make_lesson(event), "key/").content.decode()
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_no_two_notes_on_a_key_are_called_the_same(client, accounts):
    book = make_source("book", kind="literature")
    notes = [[noted(ready=True, references=leaning_on(book)) for _ in range(2)] for _ in range(2)]
    events = [make_published_event(f"e-{number}", notes=rows) for number, rows in enumerate(notes)]
    page = page_of(client, make_lesson(*events), "key/").content.decode()
    labels = re.findall(r'aria-label="(Note \d+: [^"]+)"', page)
    assert len(labels) == len(set(labels)) == 4


def test_a_code_in_capitals_leads_to_the_same_page_in_small_letters(client, october):
    code = make_lesson(october, code="abc234").code
    for rest in ("", "key/", "blind/", "present/", "blind/1/start/"):
        response = client.get(f"/en/lessons/ABC234/{rest}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/en/lessons/{code}/{rest}")
    assert client.get("/en/lessons/Abc234/?utm_source=x").headers["Location"] == f"/en/lessons/{code}/?utm_source=x"
    assert client.get("/en/lessons/ABC234/", follow=True).status_code == 200
    assert client.get("/en/lessons/ZZZZZZ/", follow=True).status_code == 404
