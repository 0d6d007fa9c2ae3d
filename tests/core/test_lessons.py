"""What a teacher without an account may do with a lesson."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import make_event, make_lesson, make_published_event, make_published_question
from timeline import lessons, publishing
from timeline.lessons import ITEMS, ChangedMeanwhile, Draft, NotAccepted, Said, TooMany
from timeline.models import Address, Lesson, LessonItem

pytestmark = pytest.mark.django_db
# What may be known of a lesson. A new column must be thought about: nothing of whoever made it belongs here.
COLUMNS = {"id", "code", "slug", "position", "title_nl", "title_en", "intro_nl", "intro_en", "guide_nl", "guide_en"}
COLUMNS |= {"secret", "published", "withdrawn", "version", "made", "changed"}
ITEM_COLUMNS = {"id", "lesson", "position", "kind", "code", "number", "ready"}
ITEM_COLUMNS |= {"task_nl", "task_en", "answer_nl", "answer_en"}


@pytest.fixture
def pair(db):
    """An event and a question that readers see."""
    return make_published_event("storming"), make_published_question("who-ruled")


def draft_on(*subjects, **fields) -> Draft:
    return Draft(**({"title": "Wie zegt wat?", "items": [Said(subject.code) for subject in subjects]} | fields))


def complaints_of(draft: Draft) -> dict[str, str]:
    with pytest.raises(NotAccepted) as refusal:
        lessons.make(draft, "nl")
    assert not Lesson.objects.exists()
    return refusal.value.complaints


def test_a_lesson_keeps_what_was_typed_in_its_order_and_the_versions_that_its_maker_saw(pair):
    event, question = pair
    publishing.publish(event, reason="again")
    items = [Said(question.code, "sourcing"), Said(event.code, task="Lees dit.", answer="Dat zij verschillen.")]
    lesson, secret = lessons.make(Draft("Wie zegt wat?", "Kijk goed.", items), "nl")

    lesson = Lesson.objects.get(code=lesson.code)
    assert (lesson.title_nl, lesson.title_en, lesson.intro_nl) == ("Wie zegt wat?", "", "Kijk goed.")
    assert (lesson.version, lesson.published, lesson.withdrawn, lesson.slug) == (1, False, "", "")
    kept = list(lesson.items.values_list("position", "kind", "code", "number", "ready", "task_nl", "answer_nl"))
    assert kept == [
        (0, "question", question.code, 1, "sourcing", "", ""),
        (1, "event", event.code, 2, "", "Lees dit.", "Dat zij verschillen."),
    ]
    address = Address.objects.get(space=Address.CODE, name=lesson.code)
    assert (address.kind, address.code) == (Address.LESSON, lesson.code)
    assert len(secret) >= 32
    assert secret not in str(Lesson.objects.values())


def test_its_tables_have_no_column_for_whoever_made_it():
    assert {column.name for column in Lesson._meta.get_fields() if not column.one_to_many} == COLUMNS
    assert {column.name for column in LessonItem._meta.get_fields()} == ITEM_COLUMNS


def test_a_code_that_leads_somewhere_is_given_to_no_lesson(pair, monkeypatch):
    minted = iter([pair[0].code, "n0vel1"])
    monkeypatch.setattr(lessons.codes, "mint", lambda: next(minted))
    assert lessons.make(draft_on(pair[0]), "nl")[0].code == "n0vel1"


def test_a_draft_says_everything_that_is_wrong_with_it(pair):
    event, question = pair
    unseen = make_event()
    assert set(complaints_of(Draft())) == {"title", "choice"}
    assert set(complaints_of(draft_on(event, event))) == {"choice"}
    assert set(complaints_of(draft_on(unseen))) == {f"item-{unseen.code}"}
    assert set(complaints_of(draft_on(event, items=[Said(event.code, "copying")]))) == {f"ready-{event.code}"}
    long = Draft("t" * 121, "i" * 1_001, [Said(event.code, task="k" * 1_001, answer="a" * 1_502)])
    found = complaints_of(long)
    assert set(found) == {"title", "intro", f"task-{event.code}", f"answer-{event.code}"}
    publishing.withdraw(question, reason="No.")
    assert set(complaints_of(draft_on(question))) == {f"item-{question.code}"}


def test_everything_may_be_as_long_as_is_said(pair):
    lessons.make(Draft("t" * 120, "i" * 1_000, [Said(pair[0].code, task="k" * 1_000, answer="a" * 1_500)]), "en")


def test_a_lesson_holds_twenty_items_and_not_one_more(db):
    events = [make_published_event() for _ in range(ITEMS + 1)]
    assert set(complaints_of(draft_on(*events))) == {"choice"}
    assert lessons.make(draft_on(*events[:ITEMS]), "nl")[0].items.count() == 20


def test_no_more_lessons_are_made_in_an_hour_than_the_site_takes(pair, monkeypatch):
    monkeypatch.setattr(lessons, "MADE_AN_HOUR", 2)
    make_lesson(pair[0])  # of an editor: does not count
    made = [lessons.make(draft_on(pair[0]), "nl")[0] for _ in range(2)]
    with pytest.raises(TooMany):
        lessons.make(draft_on(pair[0]), "nl")
    Lesson.objects.filter(pk=made[0].pk).update(made=timezone.now() - timedelta(minutes=61))
    lessons.make(draft_on(pair[0]), "nl")


def test_only_the_whole_secret_opens_a_lesson(pair):
    lesson, secret = lessons.make(draft_on(pair[0]), "nl")
    assert lessons.opened_by(lesson.code, secret) == lesson
    assert lessons.opened_by(lesson.code.upper(), secret) == lesson
    other = lessons.make(draft_on(pair[0]), "nl")[0]
    for code, given in [
        (lesson.code, ""),
        (lesson.code, secret[:-1]),
        (lesson.code, secret + "x"),
        (lesson.code, lesson.secret),
        (other.code, secret),
        ("zzzzzz", secret),
    ]:
        assert lessons.opened_by(code, given) is None, (code, given)
    editors = make_lesson(pair[0])
    assert lessons.opened_by(editors.code, "") is None


def test_a_change_replaces_the_lesson_and_keeps_the_versions_seen_before(pair):
    event, question = pair
    lesson, _secret = lessons.make(draft_on(event), "nl")
    made = lesson.changed
    publishing.publish(event, reason="again")
    publishing.publish(question, reason="again")
    lessons.change(lesson, draft_on(question, event, title="Anders"), 1, "nl")

    lesson.refresh_from_db()
    assert (lesson.title_nl, lesson.version) == ("Anders", 2)
    assert lesson.changed > made
    assert list(lesson.items.values_list("code", "number")) == [(question.code, 2), (event.code, 1)]


def test_what_was_withdrawn_may_stay_in_a_lesson_but_not_come_into_one(pair):
    event, question = pair
    lesson, _secret = lessons.make(draft_on(event), "nl")
    publishing.withdraw(event, reason="No.")
    publishing.withdraw(question, reason="No.")
    lessons.change(lesson, draft_on(event, title="Anders"), 1, "nl")
    with pytest.raises(NotAccepted):
        lessons.change(lesson, draft_on(event, question), 2, "nl")
    assert list(lesson.items.values_list("code", flat=True)) == [event.code]


def test_the_second_of_two_windows_changes_nothing(pair):
    event, question = pair
    lesson, _secret = lessons.make(draft_on(event), "nl")
    lessons.change(lesson, draft_on(event, title="De eerste"), 1, "nl")
    with pytest.raises(ChangedMeanwhile):
        lessons.change(lesson, draft_on(question, title="De tweede"), 1, "nl")
    with pytest.raises(ChangedMeanwhile):
        lessons.remove(lesson, 1)
    lesson.refresh_from_db()
    assert lessons.draft_of(lesson, "nl").title == "De eerste"
    assert lessons.draft_of(lesson, "nl").codes == [event.code]


def test_a_lesson_that_is_removed_keeps_its_address_and_nothing_that_was_typed(pair):
    typed = Said(pair[0].code, task="Geheim", answer="Geheim")
    lesson, secret = lessons.make(Draft("Geheim", "Geheim", [typed]), "nl")
    lessons.remove(lesson, 1)
    lesson = lessons.opened_by(lesson.code, secret)
    assert lesson.withdrawn == lessons.REMOVED
    assert "Geheim" not in str(list(Lesson.objects.values()))
    assert not LessonItem.objects.exists()
    assert Address.objects.filter(space=Address.CODE, name=lesson.code).exists()
    with pytest.raises(ChangedMeanwhile):
        lessons.change(lesson, draft_on(pair[0]), lesson.version, "nl")


def test_what_editors_published_is_changed_by_editors_alone(pair):
    lesson, _secret = lessons.make(draft_on(pair[0]), "nl")
    Lesson.objects.filter(pk=lesson.pk).update(published=True, slug="ready")
    with pytest.raises(ChangedMeanwhile):
        lessons.change(lesson, draft_on(pair[0], title="Reclame"), 1, "nl")
    with pytest.raises(ChangedMeanwhile):
        lessons.remove(lesson, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  een \r\n twee  ", "een\n twee"),
        ("a\0b\x07c\x1b", "abc"),
        ("een\ttwee", "een twee"),
        ("cafe\u0301", "café"),
        ("<b>vet</b> & [x](javascript:1)", "<b>vet</b> & [x](javascript:1)"),
        ("Ленин", "Ленин"),
        ("een\u2028twee\x85drie", "een\ntwee\ndrie"),
        ("\u202eomgekeerd\u2066\u200b\ufeff", "omgekeerd"),
        ("می\u200cخواهم 👩\u200d🏫", "می\u200cخواهم 👩\u200d🏫"),
    ],
)
def test_what_is_typed_is_kept_as_plain_text_with_its_lines(typed, kept):
    assert lessons.plain(typed) == kept


@pytest.mark.parametrize("title", ["", "\u200b", "\u2800", "\u3164 \u3164", "\u202e", "\u0301", "\u200d"])
def test_a_title_is_something_to_see(pair, title):
    assert "title" in complaints_of(draft_on(pair[0], title=title))
    lessons.make(draft_on(pair[0], title="?"), "nl")
