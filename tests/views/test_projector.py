"""An event or a lesson on the screen: one thing at a time, the words before what was found."""

import re

import pytest

from tests.builders import (
    cited,
    figured,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    save,
)
from tests.views.conftest import text_of
from timeline import publishing

EVENT = "/en/events/counted/present/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(accounts):
    """An event with two quotes, figures that contradict each other, and a note on the first quote."""
    book = make_source("book", kind="literature", name_en="The book")
    first = make_quote("Op 25 oktober 1917 namen zij de macht over.", accounts[0])
    second = make_quote("Dat was in maart 1918.", accounts[0])
    figures = [
        figured("men", "25", "25", "25", quote=first.code),
        figured("men", "30", "30", "30", reference={"source": "book"}),
    ]
    notes = [noted("Dat staat er **niet**.", quote=first.code, ready=True, references=[{"source": "slides"}])]
    told = cited(first, "1917-10-25", "25 oktober 1917", calendar="julian")
    return make_published_event(
        "counted",
        title_en="They take power",
        citations=[told, cited(second)],
        measures=[measured("men", what_en="How many men?")],
        figures=figures,
        notes=notes,
        summary_en=f"What {book.name_en} tells.",
    )


def kinds(response) -> list[str]:
    return re.findall(r'class="slide slide-(\w+)', response.content.decode())


def test_the_words_come_before_what_was_found_and_the_notes_last(client, counted):
    told = kinds(client.get(EVENT))
    assert told == ["title", "quote", "silence", "dates", "measure", "note", "end"]


def test_short_quotes_of_one_source_share_a_slide_as_long_as_they_fit(client, accounts):
    text = make_text(accounts[0].source, " ".join(f"Zin {number} {'van velen ' * 9}hier." for number in range(8)))
    quotes = [make_quote(f"Zin {number} {'van velen ' * 9}hier.", text) for number in range(8)]
    make_published_event("many", citations=[cited(quote) for quote in quotes])
    page = client.get("/en/events/many/present/").content.decode()
    assert re.findall(r'class="slide-place">([^<]+)<', page) == ["1–2 of 8", "3–4 of 8", "5–6 of 8", "7–8 of 8"]
    assert page.count("<blockquote") == 8


def test_the_foot_of_each_slide_leads_to_the_quotes_the_findings_and_the_notes(client, counted):
    page = client.get(EVENT).content.decode()
    foot = re.search(r'<span class="slide-parts">(.*?)</span>', page)[1]
    parts = re.findall(r'href="#(slide-\d+)">(\w+)<', foot)
    assert [name for _anchor, name in parts] == ["Start", "Quotes", "Findings", "Notes"]
    told = kinds(client.get(EVENT))
    assert [told[int(anchor.split("-")[1]) - 1] for anchor, _name in parts] == ["title", "quote", "dates", "note"]


def test_every_slide_leads_to_the_next_and_the_one_before_without_script(client, counted):
    page = client.get(EVENT).content.decode()
    slides = page.split('<div role="group" class="slide ')[1:]
    for number, slide in enumerate(slides, start=1):
        assert f'id="slide-{number}"' in slide
        assert f"{number} / {len(slides)}" in slide
        assert (f'href="#slide-{number - 1}"' in slide) == (number > 1)
        assert (f'href="#slide-{number + 1}"' in slide) == (number < len(slides))
        assert 'href="/en/events/counted/"' in slide
    assert "<header" not in page


def test_what_the_checks_found_waits_until_somebody_opens_it(client, counted):
    page = client.get(EVENT).content.decode()
    measure = page[page.index("slide-measure") : page.index("slide-note")]
    found = re.search(r"<details[^>]*>.*?</details>", measure, flags=re.S)[0]
    assert "<details open" not in page
    assert "The book" in measure.replace(found, "")
    assert "state-contradict" in found
    assert "state-contradict" not in measure.replace(found, "")


def test_a_note_is_folded_below_the_words_that_it_is_on(client, counted):
    page = client.get(EVENT).content.decode()
    note = page[page.index('class="slide slide-note') :]
    folded = re.search(r"<details[^>]*>.*?</details>", note, flags=re.S)[0]
    assert note.index("Note 1 of 1") < note.index("namen zij de macht over") < note.index("<details")
    assert folded.index("contested") < folded.index("<strong>niet</strong>")
    assert "contested" not in note.replace(folded, "")


def test_a_long_note_goes_on_on_the_next_slide(client, accounts):
    quote = make_quote("Zo was het.", make_text(accounts[0].source, "Zo was het."))
    reason = "\n\n".join(f"Alinea {letter} {'met veel woorden ' * 15}." for letter in "abcde")
    note = noted(reason, quote=quote.code, ready=True, references=[{"source": "slides"}])
    make_published_event("noted", citations=[cited(quote)], notes=[note])
    page = client.get("/en/events/noted/present/").content.decode()
    notes = page.split('class="slide slide-note')[1:]
    assert [re.findall(r"Alinea (\w)", one) for one in notes] == [["a", "b"], ["c", "d"], ["e"]]
    assert ["Read on" in one for one in notes] == [False, True, True]
    assert ['class="slide-references"' in one for one in notes] == [False, False, True]


def test_the_first_slide_asks_questions_and_says_how_to_read_along(client, counted, settings):
    settings.SITE_URL = "https://example.org"
    page = client.get(EVENT).content.decode()
    title = page[: page.index('id="slide-2"')]
    assert "Which words do they choose?" in title
    assert 'src="/en/events/counted/think/qr.svg"' in title
    assert "https://example.org/en/events/counted/think/" in title
    assert f'src="/e/{counted.code}/qr.svg"' in page
    assert f"https://example.org/e/{counted.code}/" in page


def test_long_words_are_set_smaller_and_are_all_there(client, accounts):
    words = "Zij zeiden dat het zo was, en dat het niet anders kon zijn. " * 7
    quote = make_quote(words.strip(), make_text(accounts[0].source, words))
    make_published_event("long", citations=[cited(quote)])
    page = client.get("/en/events/long/present/")
    assert 'class="slide slide-quote longer"' in page.content.decode()
    assert words.strip() in text_of(page)


def test_an_event_that_nobody_tells_of_says_so_once(client, accounts):
    make_published_event("context")
    assert kinds(client.get("/en/events/context/present/")) == ["title", "context", "dates", "end"]


def test_an_event_that_was_renamed_or_withdrawn_answers_as_its_page_does(client, counted):
    counted.slug = "renamed"
    counted.save()
    save(counted)
    publishing.publish(counted, reason="renamed")
    assert client.get(EVENT).headers["Location"] == "/en/events/renamed/present/"
    publishing.withdraw(counted, reason="It never happened.")
    assert client.get(EVENT).status_code == 410
    assert client.get("/en/events/nowhere/present/").status_code == 404


def test_a_lesson_shows_its_tasks_before_the_words_that_they_are_about(client, counted, accounts, queries):
    quote = make_quote("In 1936 kwam er een grondwet", accounts[1])
    question = make_published_question("who-ruled", title_en="Who ruled?", quotes=[cited(quote)["quote"]])
    said = (
        {"task_en": "1. Underline one word.\n2. Is it 5 % more?"},
        {"ready": "sourcing", "task_en": "And look it up."},
    )
    lesson = make_lesson(counted, question, items=said, title_en="Power")
    with queries():
        response = client.get(f"/en/lessons/{lesson.code}/present/")
    page, told = response.content.decode(), kinds(response)
    assert told[:2] == ["title", "item"]
    assert told.count("item") == 2
    assert told[-1] == "end"
    assert not {"dates", "measure", "sum", "note"} & set(told)
    assert "contested" not in page
    assert 'href="/en/events/counted/present/#found"' in page
    assert 'id="found"' in client.get(EVENT).content.decode()
    assert 'href="/en/questions/who-ruled/"' in page
    assert page.count("<h1") == 1
    first = page[page.index('id="slide-2"') : page.index('id="slide-3"')]
    assert '<ol start="1"><li>Underline one word.</li><li>Is it 5\N{NO-BREAK SPACE}% more?</li></ol>' in first
    assert "namen zij de macht over" not in first
    last = page[page.rindex("slide-item") :]
    assert "who is speaking?" in last
    assert "And look it up." in last
    contents = re.findall(r'<li><a href="#(slide-\d+)">([^<]+)</a>', page)
    assert [name for _anchor, name in contents] == ["They take power", "Who ruled?"]
    assert f'src="/e/{lesson.code}/qr.svg"' in page
    assert 'content="noindex"' in page


def test_the_answers_of_a_lesson_are_not_on_the_screen(client, counted):
    lesson = make_lesson(counted, items=({"task_en": "Look.", "answer_en": "Forty-two."},), guide_en="Take an hour.")
    page = text_of(client.get(f"/en/lessons/{lesson.code}/present/"))
    assert "Forty-two" not in page
    assert "Take an hour" not in page


def test_a_lesson_that_is_gone_or_never_was_says_so(client, counted):
    lesson = make_lesson(counted, withdrawn="Niet meer nodig.")
    assert client.get(f"/en/lessons/{lesson.code}/present/").status_code == 410
    assert client.get("/en/lessons/zzzzzz/present/").status_code == 404


def test_what_was_typed_in_the_other_language_says_so(client, counted):
    lesson = make_lesson(counted, title_en="", title_nl="Macht", items=({"task_nl": "Kijk."},))
    page = client.get(f"/en/lessons/{lesson.code}/present/").content.decode()
    assert re.search(r'<h1 id="heading-1" lang="nl">Macht</h1>', page)
    assert re.search(r'<div class="slide-task" lang="nl">', page)
    assert '<h1 lang="nl">Macht</h1>' in client.get(f"/embed/lessons/{lesson.code}/?lang=en").content.decode()
