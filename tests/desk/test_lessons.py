"""Lessons at the desk: editors make and publish their own, and withdraw or take over those of teachers."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.builders import make_lesson, make_published_event, make_published_question
from tests.desk.forms import errors_in, row_of, typed
from timeline import publishing
from timeline.desk import make_groups
from timeline.models import Address, Lesson

pytestmark = pytest.mark.django_db
ADD = "/admin/timeline/lesson/add/"
LIST = "/admin/timeline/lesson/"
SECRET = "5ec4e7" * 10 + "abcd"


@pytest.fixture(autouse=True)
def in_english(editor):
    """The words that are looked for here."""
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def change(lesson: Lesson) -> str:
    return reverse("admin:timeline_lesson_change", args=[lesson.pk])


def post(editor, url: str, **changes):
    return editor.post(url, typed(editor.get(url), **changes))


def test_an_editor_makes_a_lesson_and_its_link_works_at_once(editor, client):
    event, question = make_published_event("kirov"), make_published_question("who")
    publishing.publish(event, reason="again")
    rows = row_of("items", 0, position=2, code=f" {event.code.upper()} ", ready="sourcing", answer_nl="Kijk.")
    rows |= row_of("items", 1, position=1, code=question.code, task_en="Read.")

    response = post(editor, ADD, slug="kirov", title_en="Who shot Kirov?", published="on", **rows)

    assert response.status_code == 302, errors_in(response)
    lesson = Lesson.objects.get()
    items = [(item.kind, item.code, item.number, item.ready) for item in lesson.items.all()]
    assert items == [("question", question.code, 1, ""), ("event", event.code, 2, "sourcing")]
    assert (lesson.secret, lesson.version) == ("", 1)
    assert Address.objects.get(space=Address.CODE, name=lesson.code).kind == Address.LESSON
    assert "Who shot Kirov?" in client.get(f"/en/lessons/{lesson.code}/").content.decode()


@pytest.mark.parametrize("code", ["zzzzzz", "", "no code at all"])
def test_a_code_that_leads_to_nothing_public_is_refused_at_its_field(editor, code):
    response = post(editor, ADD, slug="a", title_en="A", **row_of("items", 0, position=1, code=code))
    assert response.status_code == 200
    form = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert "code" in form.errors
    assert not Lesson.objects.exists()


def test_a_lesson_needs_an_item_a_title_and_a_slug(editor):
    event = make_published_event("kirov")
    item = row_of("items", 0, position=1, code=event.code)
    assert "at least one event" in errors_in(post(editor, ADD, slug="a", title_en="A"))
    assert "a title" in errors_in(post(editor, ADD, slug="a", **item))
    assert "slug" in errors_in(post(editor, ADD, title_en="A", **item))
    assert not Lesson.objects.exists()


def test_the_same_event_twice_is_refused(editor):
    event = make_published_event("kirov")
    rows = row_of("items", 0, position=1, code=event.code) | row_of("items", 1, position=2, code=event.code)
    assert post(editor, ADD, slug="a", title_en="A", **rows).status_code == 200
    assert not Lesson.objects.exists()


def test_a_published_lesson_keeps_its_slug_and_what_was_changed_meanwhile_is_not_overwritten(editor):
    lesson = make_lesson(make_published_event("kirov"), slug="kirov", published=True)
    opened = typed(editor.get(change(lesson)), title_en="Mine", slug="other")
    assert editor.post(change(lesson), opened).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title_en, lesson.slug) == ("Mine", "kirov")

    response = editor.post(change(lesson), opened | {"title_en": "Stale"})

    assert "Someone saved this" in errors_in(response)
    lesson.refresh_from_db()
    assert lesson.title_en == "Mine"


def test_the_words_of_a_teacher_are_hers_and_the_desk_withdraws_or_publishes(editor, client):
    event = make_published_event("kirov")
    lesson = make_lesson(event, title_en="", title_nl="Van mij", secret=SECRET, items=({"task_nl": "Lees."},))
    page = editor.get(change(lesson))
    assert SECRET not in page.content.decode()
    assert "Lees." in page.content.decode()
    assert f'<a href="/e/{event.code}/">{event.title_en}</a>' in page.content.decode()

    assert "slug" in errors_in(post(editor, change(lesson), published="on"))
    forged = {"title_nl": "Van ons", "items-0-task_nl": "Lees niet."}
    assert post(editor, change(lesson), withdrawn="Reclame.", **forged).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title_nl, lesson.secret, lesson.items.get().task_nl) == ("Van mij", SECRET, "Lees.")
    response = client.get(f"/en/lessons/{lesson.code}/")
    assert response.status_code == 410
    assert "Reclame." in response.content.decode()

    assert post(editor, change(lesson), withdrawn="", slug="kirov", published="on").status_code == 302
    assert f"/en/lessons/{lesson.code}/" in client.get("/en/lessons/").content.decode()


def test_the_list_tells_teachers_from_editors_and_links_to_the_lesson(editor):
    event = make_published_event("kirov")
    make_lesson(event, title_en="Ours", slug="ours")
    make_lesson(event, title_en="Hers", secret=SECRET)
    both = {by: editor.get(LIST, {"by": by}).content.decode() for by in ("editors", "teachers")}
    assert ("Ours" in both["editors"], "Hers" in both["editors"]) == (True, False)
    assert ("Ours" in both["teachers"], "Hers" in both["teachers"]) == (False, True)
    assert SECRET not in "".join(both.values())
    lesson = Lesson.objects.get(slug="ours")
    assert f"/lessons/{lesson.code}/" in editor.get(change(lesson)).content.decode()


def test_an_editor_takes_the_newest_versions_and_leaves_those_of_teachers(editor):
    event = make_published_event("kirov")
    ours, hers = make_lesson(event, slug="ours"), make_lesson(event, secret=SECRET)
    publishing.publish(event, reason="again")
    editor.post(LIST, {"action": "take_newest", "_selected_action": [ours.pk, hers.pk]})
    assert (ours.items.get().number, hers.items.get().number) == (2, 1)


def test_an_editor_of_the_group_may_make_lessons_and_nobody_deletes_them(client):
    make_groups()
    user = User.objects.create_user("els", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    event = make_published_event("kirov")
    rows = row_of("items", 0, position=1, code=event.code)
    assert post(client, ADD, slug="a", title_en="A", **rows).status_code == 302
    lesson = Lesson.objects.get()
    response = post(client, change(lesson), **{"items-0-DELETE": "on"})
    assert "at least one event" in errors_in(response)
    user.is_superuser = True
    user.save()
    assert client.post(f"{LIST}{lesson.pk}/delete/", {"post": "yes"}).status_code == 403
