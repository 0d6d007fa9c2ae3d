"""Lessons in a corpus folder: to the database and back, and every way in which a file can be wrong."""

import pytest

from tests.builders import make_event, make_lesson, make_published_event, make_published_question
from tests.core.test_corpus import altered, changed, refused, write
from timeline import corpus, publishing
from timeline.models import Address, Event, Lesson

pytestmark = pytest.mark.django_db

LESSON = """\
schema = 1
code = "11bbbb"
slug = "first-lesson"
position = 2
title_nl = "Wie begon er?"
title_en = "Who began it?"
intro_nl = \"\"\"
Lees eerst.
Denk dan na.\"\"\"
guide_en = "Forty-five minutes."
published = true

[[items]]
code = "aaaaaa"
ready = "sourcing"
task_en = "Who says so?"
answer_nl = "Het verslag."

[[items]]
code = "cccccc"
"""
PUBLIC_QUESTION = changed("questions/who.toml", 'code = "cccccc"', 'state = "published"\ncode = "cccccc"').replace(
    'author = "Els"', 'author = "Els"\nreferences = [{ source = "book" }]'
)


@pytest.fixture
def folder(tmp_path):
    """The small corpus with a lesson on its event and its question."""
    return write(tmp_path, lessons__first_lesson=LESSON, questions__who=PUBLIC_QUESTION)


def with_lesson(folder, before: str, after: str):
    """The same folder, with other words in the file of the lesson."""
    (folder / "lessons" / "first-lesson.toml").write_text(altered(LESSON, before, after))
    return folder


def test_a_lesson_is_loaded_with_its_items_in_order_and_its_code_leads_to_it(folder):
    assert "lessons/first-lesson" in corpus.load(folder).added
    lesson = Lesson.objects.get()
    assert (lesson.code, lesson.position, lesson.title_en, lesson.published) == ("11bbbb", 2, "Who began it?", True)
    assert lesson.intro_nl == "Lees eerst.\nDenk dan na."
    assert lesson.secret == ""
    items = [(item.kind, item.code, item.number, item.ready, item.task_en) for item in lesson.items.all()]
    assert items == [("event", "aaaaaa", 1, "sourcing", "Who says so?"), ("question", "cccccc", 1, "", "")]
    address = Address.objects.get(space=Address.CODE, name="11bbbb")
    assert (address.kind, address.code) == (Address.LESSON, "11bbbb")


def test_loaded_again_it_is_unchanged_and_what_the_desk_changed_is_kept_unless_replaced(folder):
    corpus.load(folder)
    assert "lessons/first-lesson" in corpus.load(folder).unchanged
    assert Lesson.objects.get().version == 1
    lesson = Lesson.objects.get()
    lesson.items.filter(code="cccccc").delete()
    lesson.title_en = "Ours"
    lesson.save()

    assert corpus.load(folder).kept == ["lessons/first-lesson"]
    assert (Lesson.objects.get().title_en, lesson.items.count()) == ("Ours", 1)
    assert corpus.load(folder, replace=True).replaced == ["lessons/first-lesson"]
    assert (Lesson.objects.get().title_en, lesson.items.count(), Lesson.objects.get().version) == (
        "Who began it?",
        2,
        3,
    )


def test_a_load_takes_the_newest_version_of_an_item_and_leaves_alone_what_it_does_not_replace(folder):
    corpus.load(folder)
    publishing.publish(Event.objects.get(code="aaaaaa"), reason="again")
    corpus.load(folder)
    assert Lesson.objects.get().items.first().number == 1
    with_lesson(folder, "Who says so?", "Who says this?")
    corpus.load(folder, replace=True)
    assert Lesson.objects.get().items.first().number == 2


def test_export_load_export_gives_the_same_bytes_without_what_teachers_made(tmp_path):
    event, question = make_published_event("kirov"), make_published_question("who")
    make_lesson(event, title_nl="Van een docent", secret="0" * 64)
    lesson = make_lesson(
        question,
        event,
        slug="ours",
        intro_en="One.\n\nTwo “three”\\n.",
        withdrawn="Fout.",
        items=({"answer_nl": "A\nb"},),
    )
    corpus.export(tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "lessons").iterdir()}
    assert list(before) == ["ours.toml"]
    assert b"secret" not in before["ours.toml"]
    lesson.items.all().delete()
    Lesson.objects.all().delete()

    corpus.load(tmp_path)

    corpus.export(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "lessons").iterdir()} == before
    loaded = Lesson.objects.get()
    assert (loaded.intro_en, loaded.withdrawn) == ("One.\n\nTwo “three”\\n.", "Fout.")
    assert [item.code for item in loaded.items.all()] == [question.code, event.code]


def test_the_file_of_a_lesson_that_is_gone_is_removed_by_an_export(folder):
    corpus.load(folder)
    Lesson.objects.all().delete()
    corpus.export(folder)
    assert not (folder / "lessons" / "first-lesson.toml").exists()


@pytest.mark.parametrize(
    ("before", "after", "path", "words"),
    [
        ('code = "aaaaaa"', 'code = "zzzzzz"', "items[0].code", "“zzzzzz”"),
        ('code = "aaaaaa"', 'code = "bbbbbb"', "items[0].code", "“bbbbbb”"),  # a draft
        ('code = "cccccc"', 'code = "aaaaaa"', "items[1]", "already exists"),
        ('ready = "sourcing"', 'ready = "shouting"', "items[0].ready", "shouting"),
        ('task_en = "Who says so?"', f'task_en = "{"x" * 1001}"', "items[0].task_en", "1000"),
        ('guide_en = "Forty-five minutes."', f'intro_en = "{"x" * 1001}"', "intro_en", "1000"),
        ('title_en = "Who began it?"', f'title_en = "{"x" * 121}"', "title_en", "120"),
        ('title_nl = "Wie begon er?"\ntitle_en = "Who began it?"', "", "", "title"),
        ('slug = "first-lesson"', 'slug = "other"', "slug", "“other”"),
        ('code = "11bbbb"', 'code = "UPPER!"', "code", ""),
        ('code = "11bbbb"', 'code = "qqqqqq"', "code", "“qqqqqq” led to something else"),
        ("position = 2", 'position = "two"', "position", "whole number"),
        ("position = 2", "colour = 2", "colour", ""),
        ("schema = 1", "schema = 9", "schema", "schema"),
        ('title_nl = "Wie begon er?"', 'title_nl = "Wie', "", "not TOML"),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_with_its_place_and_nothing_is_stored(folder, before, after, path, words):
    problems = refused(with_lesson(folder, before, after))
    assert [problem[:2] for problem in problems] == [("lessons/first-lesson.toml", path)]
    assert words in problems[0][2]
    assert not Lesson.objects.exists()


def test_a_lesson_without_items_is_refused(folder):
    with_lesson(folder, LESSON[LESSON.index("[[items]]") :], "")
    assert [problem[:2] for problem in refused(folder)] == [("lessons/first-lesson.toml", "items")]


def test_two_files_with_the_code_of_one_lesson_are_refused(folder):
    twin = altered(LESSON, "first-lesson", "twin")
    problems = refused(write(folder, lessons__first_lesson=LESSON, lessons__twin=twin, questions__who=PUBLIC_QUESTION))
    assert [problem[:2] for problem in problems] == [("lessons/twin.toml", "code")]
    assert "lessons/first-lesson.toml" in problems[0][2]


def test_a_slug_that_another_lesson_has_is_refused(folder):
    make_lesson(slug="first-lesson")
    assert [problem[0] for problem in refused(folder)] == ["lessons/first-lesson.toml"]


def test_a_lesson_on_a_draft_is_refused_until_that_is_published(tmp_path):
    event = make_event("draft")
    make_lesson(event, slug="ours")
    corpus.export(tmp_path)
    Lesson.objects.all().delete()
    assert [problem[:2] for problem in refused(tmp_path)] == [("lessons/ours.toml", "items[0].code")]
