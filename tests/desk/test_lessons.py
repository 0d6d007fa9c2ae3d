"""Lessons at the desk: editors make and publish their own, and withdraw or take over those of teachers."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.builders import make_lesson, make_published_event, make_published_question
from tests.desk.forms import errors_in, row_of, typed
from timeline import lessons, publishing
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


def test_a_pasted_link_is_taken_for_what_it_leads_to_and_rows_without_a_position_keep_the_order_of_the_form(editor):
    events = [make_published_event(slug) for slug in ("kirov", "nep-begins", "purge", "famine")]
    question = make_published_question("who")
    pasted = [
        f"https://example.org/e/{events[0].code}/",
        "http://127.0.0.1:8000/nl/events/nep-begins/versions/1/#note",
        f"example.org/en/e/{events[2].code.upper()}",
        "famine",
        "/en/questions/who/",
    ]
    rows = {}
    for number, link in enumerate(pasted):
        rows |= row_of("items", number, position="", code=link)
    response = post(editor, ADD, slug="a", title_en="A", **rows)
    assert response.status_code == 302, errors_in(response)
    lesson = Lesson.objects.get()
    held = list(lesson.items.order_by("position").values_list("position", "code"))
    assert held == list(enumerate([*(event.code for event in events), question.code]))

    more = row_of("items", 5, position="", code=make_published_event("thaw").code)
    assert post(editor, change(lesson), **{"items-4-position": "0", "items-0-position": "1"} | more).status_code == 302
    held = list(lesson.items.order_by("position").values_list("code", flat=True))
    assert (held[0], held[-1], len(held)) == (question.code, more["items-5-code"], 6)


@pytest.mark.parametrize(
    "code",
    ["zzzzzz", "", "no code at all", "https://example.org/e/zzzzzz/", "/en/events/nowhere/", "/en/about/", "http://["],
)
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


def test_a_slug_that_is_taken_is_refused_in_words(editor):
    event = make_published_event("kirov")
    make_lesson(event, slug="kirov")
    response = post(editor, ADD, slug="kirov", title_en="A", **row_of("items", 0, position="", code=event.code))
    assert "Another lesson has this slug" in errors_in(response)
    assert "lesson_slug_once" not in response.content.decode()


def test_what_a_listed_lesson_lacks_is_named(editor):
    event, question = make_published_event("kirov"), make_published_question("who")
    lesson = make_lesson(event, question, slug="kirov", intro_nl="Lees.", published=True)

    def told(**changes) -> str:
        post(editor, change(lesson), **changes)
        return " ".join(str(message) for message in editor.get(change(lesson)).context["messages"])

    assert "Missing: introduction (en), a task." in told()
    assert "Missing: introduction (en), 2: task (nl)." in told(**{"items-1-task_en": "Read."})
    assert "Missing" not in told(intro_en="Read.", **{"items-1-task_nl": "Lees."})
    assert "Missing" not in told(published="", title_nl="")


def test_who_withdraws_an_event_sees_which_lessons_lose_it(editor, client):
    event, other = make_published_event("kirov"), make_published_event("nep")
    make_lesson(event, slug="listed", title_en="Ours", published=True)
    make_lesson(event, slug="draft", title_en="In the making")
    make_lesson(other, slug="other", title_en="Another")
    make_lesson(event, slug="gone", title_en="Past", withdrawn="Old.")
    hers = make_lesson(event, title_en="Hers", secret=SECRET, items=({"task_en": "Read it.", "answer_en": "This."},))
    page = reverse("admin:timeline_event_withdraw", args=[event.pk])
    said = editor.get(page).content.decode()
    assert change(Lesson.objects.get(slug="listed")) in said
    assert change(Lesson.objects.get(slug="draft")) in said
    assert "1 lesson that a teacher made" in said
    assert not [title for title in ("Another", "Past", "Hers") if title in said]
    none = reverse("admin:timeline_question_withdraw", args=[make_published_question("who").pk])
    assert "lessons" not in editor.get(none).content.decode().partition('id="content"')[2]

    assert "Read it." in client.get(f"/en/lessons/{hers.code}/").content.decode()
    editor.post(page, {"reason": "Wrong."})

    assert "Withdrawn: the class sees that" in editor.get(change(Lesson.objects.get(slug="listed"))).content.decode()
    assert "Withdrawn: the class" not in editor.get(change(Lesson.objects.get(slug="other"))).content.decode()
    for part in ("", "key/"):
        said = client.get(f"/en/lessons/{hers.code}/{part}").content.decode()
        assert "Wrong." in said
        assert "Read it." not in said
        assert "This." not in said.partition("<main")[2].replace("This was withdrawn", "")


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
    assert f'<a href="/e/{event.code}/">' in page.content.decode()
    assert f"event {event.code}" not in page.content.decode()
    assert event.title_en in page.content.decode()

    assert "slug" in errors_in(post(editor, change(lesson), published="on"))
    forged = {"title_nl": "Van ons", "items-0-task_nl": "Lees niet."}
    assert post(editor, change(lesson), withdrawn="Reclame.", **forged).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title_nl, lesson.secret, lesson.items.get().task_nl) == ("Van mij", SECRET, "Lees.")
    response = client.get(f"/en/lessons/{lesson.code}/")
    assert response.status_code == 410
    assert "Reclame." in response.content.decode()
    assert "Van mij" not in response.content.decode()  # the reason may be what it says
    assert "Van mij" not in client.get(f"/e/{lesson.code}/").content.decode()

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
    page = editor.get(change(lesson)).content.decode()
    assert f'/lessons/{lesson.code}/">See it as the class does' in page
    assert f'/lessons/{lesson.code}/key/">' in page


def test_an_editor_takes_the_newest_versions_and_leaves_those_of_teachers(editor):
    event = make_published_event("kirov")
    ours, hers = make_lesson(event, slug="ours"), make_lesson(event, secret=SECRET)
    publishing.publish(event, reason="again")
    editor.post(LIST, {"action": "take_newest", "_selected_action": [ours.pk, hers.pk]})
    assert (ours.items.get().number, hers.items.get().number) == (2, 1)


def test_a_lesson_that_was_changed_at_the_same_moment_is_not_brought_up_to_date(editor, monkeypatch):
    event = make_published_event("kirov")
    lesson = make_lesson(event, slug="ours", title_en="Ours")
    publishing.publish(event, reason="again")
    take = lessons.take_newest

    def later(row):
        Lesson.objects.filter(pk=row.pk).update(version=7, title_en="Theirs")
        take(row)

    monkeypatch.setattr(lessons, "take_newest", later)
    response = editor.post(LIST, {"action": "take_newest", "_selected_action": [lesson.pk]}, follow=True)
    assert "Someone saved “Ours” at the same moment" in response.content.decode()
    lesson.refresh_from_db()
    assert (lesson.title_en, lesson.version, lesson.items.get().number) == ("Theirs", 7, 1)


def test_what_a_teacher_typed_can_be_wiped_with_a_reason_and_nothing_of_an_editors_lesson(editor, client):
    event = make_published_event("kirov")
    typed_in = {"title_en": "", "title_nl": "Piet is dom", "intro_nl": "Heel dom", "secret": SECRET}
    lesson = make_lesson(event, items=({"task_nl": "Lach."},), **typed_in)
    assert "Say why" in errors_in(post(editor, change(lesson), wipe="on"))
    lesson.refresh_from_db()
    assert lesson.title_nl == "Piet is dom"

    assert post(editor, change(lesson), wipe="on", withdrawn="Insult.").status_code == 302
    kept = str(Lesson.objects.values()) + str(Lesson.objects.get().items.values())
    assert not [word for word in ("Piet", "dom", "Lach") if word in kept]
    response = client.get(f"/en/lessons/{lesson.code}/")
    assert response.status_code == 410
    assert "Insult." in response.content.decode()

    ours = make_lesson(event, slug="ours", title_en="Ours")
    assert 'name="wipe"' not in editor.get(change(ours)).content.decode()
    assert post(editor, change(ours), wipe="on", withdrawn="Old.").status_code == 302
    ours.refresh_from_db()
    assert (ours.title_en, ours.items.count()) == ("Ours", 1)


def test_what_editors_took_over_stays_theirs_until_they_take_its_slug_away(editor):
    lesson = make_lesson(make_published_event("kirov"), title_en="Hers", secret=SECRET, slug="kirov", published=True)
    off = typed(editor.get(change(lesson)), title_en="Ours")
    off.pop("published")
    assert editor.post(change(lesson), off).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.published, lesson.slug, lesson.title_en) == (False, "kirov", "Ours")
    assert not Lesson.objects.of_teachers().exists()
    assert post(editor, change(lesson), title_en="Ours still", slug="").status_code == 302
    assert Lesson.objects.of_teachers().get().title_en == "Ours still"


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
