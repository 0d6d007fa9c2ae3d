"""An editor explains a word in the glossary."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.builders import make_published_event, make_source, make_term
from tests.desk.forms import errors_in, typed
from timeline.desk import make_groups
from timeline.models import Publication, Term

pytestmark = pytest.mark.django_db
ADD = "/admin/timeline/term/add/"
SOVIET = {
    "slug": "soviet",
    "kind": "term",
    "name_nl": "sovjet",
    "name_en": "soviet",
    "forms_nl": "sovjets\r\n\r\narbeidersraad ",
    "text_nl": "Een raad van arbeiders.",
    "text_en": "A council of workers.",
}


@pytest.fixture(autouse=True)
def book():
    """What words lean on."""
    return make_source("book", kind="literature")


def change(term: Term) -> str:
    return reverse("admin:timeline_term_change", args=[term.pk])


def test_a_term_is_typed_with_its_forms_and_references_and_published(editor):
    response = editor.post(ADD, typed(editor.get(ADD), **SOVIET, reference_lines="book, p. 3", published="on"))

    assert response.status_code == 302, errors_in(response)
    term = Term.objects.get()
    assert [(row.source.slug, row.locator) for row in term.references.all()] == [("book", "p. 3")]
    assert (term.published, term.version) == (True, 1)
    event = make_published_event(summary_nl="Een arbeidersraad.")
    assert Publication.objects.get(code=event.code).document["terms"] == ["soviet"]


def test_a_draft_needs_no_reference_yet(editor):
    assert editor.post(ADD, typed(editor.get(ADD), **SOVIET)).status_code == 302
    assert not Term.objects.get().published


@pytest.mark.parametrize("lines", ["", " \n "])
def test_readers_see_no_word_without_a_reference(editor, lines):
    response = editor.post(ADD, typed(editor.get(ADD), **SOVIET, reference_lines=lines, published="on"))

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["reference_lines"]
    assert "Een raad van arbeiders." in response.content.decode(), "what was typed is still there"
    assert not Term.objects.exists()


def test_the_last_reference_of_a_word_that_readers_see_is_not_taken_away(editor):
    term = make_term("soviet")

    response = editor.post(change(term), typed(editor.get(change(term)), reference_lines=""))

    assert response.context["adminform"].form.errors["reference_lines"]
    assert term.references.count() == 1


def test_readers_see_no_word_that_leans_on_a_source_that_they_do_not_see(editor):
    make_source("hidden", kind="literature", published=False)
    data = typed(editor.get(ADD), **SOVIET, reference_lines="book\nhidden, p. 3")

    response = editor.post(ADD, data | {"published": "on"})

    assert "hidden" in str(response.context["adminform"].form.errors["reference_lines"])
    assert not Term.objects.exists()
    assert editor.post(ADD, data).status_code == 302, "a draft may"


def test_a_reference_to_what_is_not_there_names_the_nearest_source(editor):
    response = editor.post(ADD, typed(editor.get(ADD), **SOVIET, reference_lines="boek, p. 3"))

    assert "“book”" in errors_in(response)
    assert not Term.objects.exists()


@pytest.mark.parametrize("field", ["slug", "name_nl", "name_en", "text_nl", "text_en"])
def test_a_term_without_one_of_its_words_is_refused_at_that_field(editor, field):
    response = editor.post(ADD, typed(editor.get(ADD), **(SOVIET | {field: ""})))

    assert list(response.context["adminform"].form.errors) == [field]


def test_a_slug_that_is_taken_is_refused(editor):
    make_term("soviet")

    response = editor.post(ADD, typed(editor.get(ADD), **SOVIET))

    assert list(response.context["adminform"].form.errors) == ["slug"]


def test_what_readers_could_open_keeps_its_name_and_stays(editor):
    term = make_term("soviet", text_nl="Eerst.")
    data = typed(editor.get(change(term)), slug="other", text_nl="Later.", name_nl="raad")
    data.pop("published", None)

    assert editor.post(change(term), data).status_code == 302

    term.refresh_from_db()
    assert (term.slug, term.published, term.text_nl, term.name_nl) == ("soviet", True, "Later.", "raad")
    assert editor.post(reverse("admin:timeline_term_delete", args=[term.pk]), {"post": "yes"}).status_code == 403
    assert Term.objects.exists()


def test_a_draft_can_be_renamed_and_deleted(editor):
    term = make_term("soviet", published=False)

    assert editor.post(change(term), typed(editor.get(change(term)), slug="council")).status_code == 302
    assert Term.objects.get().slug == "council"
    assert editor.post(reverse("admin:timeline_term_delete", args=[term.pk]), {"post": "yes"}).status_code == 302
    assert not Term.objects.exists()


def test_two_editors_of_one_term_do_not_overwrite_each_other_unseen(editor):
    term = make_term("soviet")
    opened = editor.get(change(term))
    term.text_nl = "Van een ander."
    term.save()

    refused = editor.post(change(term), typed(opened, text_nl="Van mij."))

    assert refused.status_code == 200
    assert "Van mij." in refused.content.decode()
    term.refresh_from_db()
    assert term.text_nl == "Van een ander."
    assert editor.post(change(term), typed(refused)).status_code == 302, "knowingly, it can be saved"
    term.refresh_from_db()
    assert term.text_nl == "Van mij."


def test_the_form_shows_the_references_that_there_are(editor):
    term = make_term("soviet")
    assert "record, p. 7" in editor.get(change(term)).content.decode()
    assert editor.post(change(term), typed(editor.get(change(term)), name_nl="raad")).status_code == 302
    assert [(row.source.slug, row.locator) for row in term.references.all()] == [("record", "p. 7")]


@pytest.mark.parametrize(("group", "may_delete"), [("Editor", False), ("Reviewer", False), ("Administrator", True)])
def test_every_group_writes_words_and_administrators_delete_drafts(client, group, may_delete):
    make_groups()
    user = User.objects.create_user("els", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    term = make_term("draft", published=False)

    assert client.post(ADD, typed(client.get(ADD), **SOVIET)).status_code == 302
    assert client.get(change(term)).status_code == 200
    response = client.post(reverse("admin:timeline_term_delete", args=[term.pk]), {"post": "yes"})
    assert response.status_code == (302 if may_delete else 403)


def test_a_stranger_sees_nothing_of_a_draft(client):
    term = make_term("secret", published=False, text_nl="Nog geheim.")
    assert "Nog geheim." not in client.get(change(term), follow=True).content.decode()
    assert client.post(ADD, SOVIET).status_code == 302
    assert Term.objects.count() == 1


def test_the_list_asks_as_often_for_three_terms_as_for_one(editor, django_assert_max_num_queries):
    def asked() -> int:
        with django_assert_max_num_queries(50) as queries:
            assert editor.get("/admin/timeline/term/").status_code == 200
        return len(queries)

    make_term()
    one = asked()
    make_term()
    make_term()
    assert asked() == one


@pytest.mark.parametrize("words", ["sovjet", "arbeidersraad", "soviet"])
def test_a_term_is_found_by_any_of_its_forms(editor, words):
    make_term("soviet", name_nl="sovjet", forms_nl="arbeidersraad")
    make_term("other")
    page = editor.get("/admin/timeline/term/", {"q": words}).content.decode()
    assert ">soviet</a>" in page
    assert ">other</a>" not in page
