"""The ready lessons: whole in both languages, and no number in them that the documents do not hold."""

from fractions import Fraction

import pytest

from timeline.checks import integrity
from timeline.models import Address, Lesson, LessonItem, Publication, PublicEvent
from timeline.views.lesson_reading import lesson_of

LANGUAGES = integrity.LANGUAGES
# What an answer computes, and a pupil too, with how.
COMPUTED = {
    ("calendars-in-october-1917", "k8fg29"): {"31": "25 + 6"},
    ("calendars-in-october-1917", "22hbgn"): {"21": "28 - 15 + 8"},
    ("counting-victims-with-care", "1d277v"): {"85847": "772626 / 9"},
    ("counting-victims-with-care", "nb8cyg"): {"2.9": "767397 / 268950", "50.4": "386798 / 767397 * 100"},
    ("election-of-1937-as-arithmetic", "zxdpac"): {
        "20": "1937 - 1917",
        "58": "410 / 707 * 100",
        "24.8": "175 / 707 * 100",
        "23.6": "9844637 / 41686876 * 100",
    },
}
PROSE = ("title", "summary", "contrast")  # of a document: the years in it are no numbers


@pytest.fixture
def lessons(shipped):
    return list(Lesson.objects.listed().prefetch_related("items"))


def documents_of(lesson: Lesson) -> list[dict]:
    """What is published of the items of a lesson, in their order."""
    codes = [item.code for item in lesson.items.all()]
    rows = {row.code: row.document for row in Publication.objects.filter(code__in=codes)}
    return [rows[code] for code in codes]


def test_the_lessons_that_a_teacher_was_promised_are_there(lessons):
    assert [lesson.slug for lesson in lessons] == [
        "election-of-1937-as-arithmetic",
        "one-speech-of-lenin-quoted-by-both",
        "calendars-in-october-1917",
        "what-the-constitution-promised",
        "counting-victims-with-care",
        "who-is-silent-on-what",
        "kirov-1934-and-what-each-makes-of-it",
        "who-said-that-tracing-quotations",
    ]
    positions = [lesson.position for lesson in lessons]
    assert positions == sorted(set(positions))
    assert not any(lesson.secret for lesson in lessons)


def test_every_lesson_is_whole_in_both_languages_and_fits_one_hour(lessons):
    for lesson in lessons:
        for language in ("nl", "en"):
            for part in ("title", "intro", "guide"):
                assert getattr(lesson, f"{part}_{language}").strip(), (lesson.slug, part, language)
            assert len(getattr(lesson, f"title_{language}")) <= Lesson.TITLE
            assert len(getattr(lesson, f"intro_{language}")) <= Lesson.INTRO
            assert "45–50" in getattr(lesson, f"guide_{language}"), lesson.slug
        items = list(lesson.items.all())
        assert 3 <= len(items) <= 5, lesson.slug
        for item in items:
            for language in ("nl", "en"):
                task, answer = getattr(item, f"task_{language}"), getattr(item, f"answer_{language}")
                assert 100 < len(task) <= LessonItem.TASK, (lesson.slug, item.code, language)
                assert 100 < len(answer) <= LessonItem.ANSWER, (lesson.slug, item.code, language)
            assert item.task_nl.count("\n") == item.task_en.count("\n"), (lesson.slug, item.code)
            assert item.answer_nl.count("\n") == item.answer_en.count("\n"), (lesson.slug, item.code)


def test_every_item_leads_to_a_published_page(lessons):
    for lesson in lessons:
        assert Address.objects.filter(space=Address.CODE, name=lesson.code, kind=Address.LESSON).exists()
        told = lesson_of(lesson.code, "en")
        assert len(told.shown) == lesson.items.count()
        assert not any(item.changed for item in told.items)


def test_every_number_in_a_lesson_stands_in_its_documents_or_is_computed_from_them(lessons):
    for lesson in lessons:
        known_already = evidence_of(documents_of(lesson))
        for item in lesson.items.all():
            assert problems_of(lesson, item, *known_already) == [], lesson.slug


def evidence_of(documents: list[dict]) -> tuple[integrity.Evidence, set[Fraction], list[str]]:
    """What the quotes, figures and notes of these documents state, and their prose."""
    parts = ("citations", "quotes", "figures")
    evidence = integrity.Evidence.of({part: [row for one in documents for row in one.get(part, [])] for part in parts})
    notes = [note for document in documents for note in document.get("notes", [])]
    values = {Fraction(mark["value"]) for note in notes for mark in note.get("numbers", [])}
    prose = [
        document.get(f"{part}_{language}", "") for document in documents for part in PROSE for language in LANGUAGES
    ]
    return evidence, values, prose


def problems_of(lesson, item, evidence, values, prose) -> list[str]:
    """The numbers in what is said of an item that stand nowhere, and the sums that do not come out."""
    texts = {
        language: f"{getattr(item, f'task_{language}')}\n{getattr(item, f'answer_{language}')}"
        for language in LANGUAGES
    }
    own = {language: integrity.own_numbers(text, language, evidence.words) for language, text in texts.items()}
    known = integrity.Known(
        evidence, [number for numbers in own.values() for number in numbers], [*texts.values(), *prose]
    )
    known.add(values)
    wrong = []
    for value, formula in COMPUTED.get((lesson.slug, item.code), {}).items():
        if problem := integrity.problem_of_formula({"value": value, "formula": formula}, known):
            wrong.append(str(problem))
        if not any(Fraction(value) in integrity.values_of(number) for number in known.numbers):
            wrong.append(f"{item.code}: nobody says {value}")
        known.add([Fraction(value)])
    for language, numbers in own.items():
        wrong += [
            f"{item.code} ({language}): {number.words}"
            for number in numbers
            if number.value is None or not known.accounts_for(number)
        ]
    return wrong


def test_a_lesson_has_the_same_numbers_in_digits_in_both_languages(lessons):
    """A slip of the pen in one of them would pass as another number of the documents."""
    for lesson in lessons:
        for item in lesson.items.all():
            for part in ("task", "answer"):
                dutch, english = (in_digits(getattr(item, f"{part}_{language}"), language) for language in LANGUAGES)
                assert dutch == english, (lesson.slug, item.code, part)


def in_digits(text: str, language: str) -> list[Fraction]:
    """The numbers that a text writes in digits, the smallest first."""
    said = integrity.stated.numbers_in(text, language)
    return sorted(number.value for number in said if any(map(str.isdigit, number.words)))


def test_the_lesson_on_silence_is_right_about_who_is_silent(lessons):
    lesson = next(lesson for lesson in lessons if lesson.slug == "who-is-silent-on-what")
    told_by = [{row["quote"]["source"] for row in document.get("citations", [])} for document in documents_of(lesson)]
    assert told_by == [{"lenins-struggle"}, {"socialist-democracy-slides"}, set(), set()]
    alone = PublicEvent.objects.told_by_none().values_list("code", flat=True)
    assert {item.code for item in lesson.items.all()[2:]} <= set(alone)
