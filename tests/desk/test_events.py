"""An editor makes, saves, publishes, withdraws and restores an event in the admin."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.builders import (
    cited,
    event_dict,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    noted,
)
from tests.desk.forms import errors_in, row_of, typed
from timeline import publishing, shape
from timeline.models import Event, Note, Publication, PublicEvent, Revision

pytestmark = pytest.mark.django_db
ADD = "/admin/timeline/event/add/"
TEXTS = {
    "title_nl": "Moord op Kirov",
    "title_en": "Murder of Kirov",
    "slug": "kirov-1934",
    "summary_nl": "Kirov werd doodgeschoten.",
    "summary_en": "Kirov was shot.",
    "edtf": "1934-12-01",
}


def change(event) -> str:
    return reverse("admin:timeline_event_change", args=[event.pk])


def test_a_new_event_is_saved_as_revision_1_signed_by_the_editor_with_her_reason(editor):
    data = typed(editor.get(ADD), **TEXTS, reason="from the slides")

    response = editor.post(ADD, data)

    assert response.status_code == 302, errors_in(response)
    revision = Revision.objects.get()
    assert (revision.number, revision.author_name, revision.reason) == (1, "admin", "from the slides")
    assert revision.snapshot["date"] == {"edtf": "1934-12-01"}
    assert not PublicEvent.objects.exists(), "saving is not publishing"


def test_an_event_with_all_its_rows_is_typed_at_once_and_published(editor):
    quote = make_quote("In december 1934 vielen er 30 doden.")
    book = make_source("lenoe-2010", kind="literature")
    data = typed(editor.get(ADD), **TEXTS, reference_lines="lenoe-2010, ch. 3", _publish="1")
    del data["_continue"]
    data |= row_of("citations", 0, quote=quote.pk, origin="stated", words="december 1934", edtf="1934-12",
                   calendar="gregorian", position=9999)  # fmt: skip
    data |= row_of("measures", 0, key="dead", nature="flow", what_nl="Hoeveel doden?", what_en="How many dead?",
                   unit_nl="doden", unit_en="dead", position=9999)  # fmt: skip
    data |= row_of("figures", 0, measure_key="dead", words="30", low="30", value="30", high="30", quote=quote.pk,
                   position=9999)  # fmt: skip
    data |= row_of("notes", 0, verdict="contested", quote=quote.pk, reason_nl="Waarom.", reason_en="Why.", ready="on",
                   reference_lines="lenoe-2010", position=9999)  # fmt: skip

    response = editor.post(ADD, data)

    assert response.status_code == 302, errors_in(response)
    document = Publication.objects.get().document
    assert document["date"]["references"] == [{"source": book.slug, "locator": "ch. 3"}]
    assert document["citations"][0]["words"] == "december 1934"
    assert (document["figures"][0]["measure"], document["figures"][0]["low"]) == ("dead", "30")
    assert document["notes"][0]["author"] == "admin", "an unsigned note is signed by who saves it"
    assert PublicEvent.objects.get().contested == 1


@pytest.mark.parametrize(
    ("typing", "told"),
    [
        ({"edtf": "1917-10-40"}, "1917-10-40"),
        ({"edtf": "../.."}, "1917"),
        ({"reference_lines": "lenoe-2011"}, "lenoe-2010"),
        ({"slug": "taken"}, "slug"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_typed_and_a_remedy(editor, typing, told):
    make_source("lenoe-2010", kind="literature")
    make_event("taken")

    response = editor.post(ADD, typed(editor.get(ADD), **(TEXTS | typing)))

    assert response.status_code == 200
    assert told in response.content.decode()
    assert TEXTS["summary_nl"] in response.content.decode()
    assert Event.objects.count() == 1


def test_a_figure_that_names_no_measure_of_the_event_is_refused_and_nothing_is_stored(editor):
    quote = make_quote("Er vielen 30 doden.")
    data = typed(editor.get(ADD), **TEXTS)
    data |= row_of("citations", 0, quote=quote.pk, origin="undated", calendar="gregorian", position=0)
    data |= row_of("figures", 0, measure_key="ded", words="30", low="30", quote=quote.pk, position=0)

    response = editor.post(ADD, data)

    assert response.status_code == 200
    assert "“ded”" in errors_in(response)
    assert 'value="ded"' in response.content.decode(), "what was typed is still there"
    assert not Event.objects.exists()


def test_a_note_is_ready_only_with_a_reference(editor):
    data = typed(editor.get(ADD), **TEXTS)
    data |= row_of("notes", 0, verdict="contested", reason_nl="Hierom.", reason_en="So.", ready="on", position=0)

    response = editor.post(ADD, data)

    assert response.status_code == 200
    assert "reference" in errors_in(response) or "verwijzing" in errors_in(response)
    assert not Note.objects.exists()


def test_a_note_about_a_quote_that_the_event_does_not_cite_is_refused(editor):
    quote = make_quote("Elders.")
    make_source("lenoe-2010", kind="literature")
    data = typed(editor.get(ADD), **TEXTS)
    data |= row_of("notes", 0, verdict="contested", quote=quote.pk, reason_nl="Hierom.", reason_en="So.", position=0)

    response = editor.post(ADD, data)

    assert quote.code in errors_in(response)
    assert not Event.objects.exists()


def test_saving_on_top_of_a_newer_revision_is_refused_with_both_shown_and_nothing_typed_lost(editor):
    event = make_event(summary_nl="Zoals het was.")
    opened = editor.get(change(event))
    with publishing.editing(event, author_name="Joris", reason="een cijfer"):
        Event.objects.filter(pk=event.pk).update(title_nl="Titel van Joris")
        event.refresh_from_db()

    response = editor.post(change(event), typed(opened, summary_nl="Zoals ik het typte."))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Joris" in errors_in(response)
    assert response.context["conflict"]["newer"].reason == "een cijfer"
    assert ("+", 'title_nl = "Titel van Joris"') in response.context["conflict"]["theirs"]
    assert ("+", 'summary_nl = "Zoals ik het typte."') in response.context["conflict"]["mine"]
    assert "Zoals ik het typte.</textarea>" in page
    event.refresh_from_db()
    assert (event.title_nl, event.summary_nl, event.revision) == ("Titel van Joris", "Zoals het was.", 2)


def test_after_seeing_both_an_editor_may_save_on_top(editor):
    event = make_event()
    opened = editor.get(change(event))
    with publishing.editing(event, author_name="Joris"):
        pass
    refused = editor.post(change(event), typed(opened, title_nl="De mijne"))

    response = editor.post(change(event), typed(refused))

    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.title_nl, event.revision) == ("De mijne", 3)


def test_a_form_that_does_not_say_what_it_was_opened_on_cannot_save(editor):
    event = make_event()
    data = typed(editor.get(change(event)), title_nl="Blind")
    del data["opened_on"]

    assert editor.post(change(event), data).status_code == 200
    event.refresh_from_db()
    assert event.title_nl != "Blind"


def test_rows_keep_the_order_of_their_numbers_and_new_rows_come_last(editor):
    text = make_quote("Een. Twee.").text
    first, second = make_quote("Een.", text), make_quote("Twee.", text)
    event = make_event(citations=[cited(first)])
    data = typed(editor.get(change(event)))
    data |= row_of("citations", 1, quote=second.pk, origin="undated", calendar="gregorian", position=9999)

    editor.post(change(event), data)

    rows = [(row.position, row.quote) for row in event.citations.all()]
    assert rows == [(0, first), (1, second)]


def test_withdrawing_asks_for_a_reason_and_takes_the_event_off_the_site(editor):
    event = make_published_event()
    address = reverse("admin:timeline_event_withdraw", args=[event.pk])

    assert editor.post(address, {"reason": " "}).status_code == 200
    assert PublicEvent.objects.exists()
    editor.post(address, {"reason": "Dubbel met een andere."})

    assert not PublicEvent.objects.exists()
    assert Publication.objects.last().reason == "Dubbel met een andere."


def test_an_old_revision_is_restored_as_a_new_one(editor):
    event = make_event(title_nl="Eerst")
    with publishing.editing(event, author_name="Els"):
        Event.objects.filter(pk=event.pk).update(title_nl="Later")
        event.refresh_from_db()

    editor.post(reverse("admin:timeline_event_restore", args=[event.pk, 1]))

    event.refresh_from_db()
    assert (event.title_nl, event.revision) == ("Eerst", 3)
    assert shape.to_dict(event) == Revision.objects.get(number=1).snapshot


def test_history_shows_every_revision_with_what_it_changed(editor):
    event = make_event(title_nl="Eerst")
    with publishing.editing(event, author_name="Joris", reason="een betere titel"):
        Event.objects.filter(pk=event.pk).update(title_nl="Later")
        event.refresh_from_db()

    page = editor.get(reverse("admin:timeline_event_history", args=[event.pk])).content.decode()

    assert "een betere titel" in page
    assert "+ title_nl = &quot;Later&quot;" in page
    assert "- title_nl = &quot;Eerst&quot;" in page


def test_what_was_published_cannot_be_deleted_and_a_draft_can(editor):
    published, draft = make_published_event(), make_event()

    assert editor.post(reverse("admin:timeline_event_delete", args=[published.pk]), {"post": "yes"}).status_code == 403
    assert editor.post(reverse("admin:timeline_event_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert list(Event.objects.all()) == [published]


def test_with_a_second_editor_the_author_of_a_revision_cannot_publish_it(editor):
    User.objects.create_superuser("joris")

    response = editor.post(ADD, typed(editor.get(ADD), **TEXTS, _publish="1"))

    assert response.status_code == 200
    assert not Publication.objects.exists()
    assert not Event.objects.exists(), "all or nothing"


def test_a_preview_shows_the_working_copy_and_is_not_kept_anywhere(editor):
    event = make_published_event(title_nl="Openbaar", title_en="Openbaar")
    with publishing.editing(event, author_name="Els"):
        Event.objects.filter(pk=event.pk).update(title_nl="Nog niet", title_en="Not yet")
        event.refresh_from_db()

    response = editor.get(reverse("admin:timeline_event_preview", args=[event.pk]))

    assert "Nog niet" in response.content.decode() or "Not yet" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["change", "preview", "withdraw", "history"])
def test_a_stranger_sees_nothing_of_a_draft(client, name):
    event = make_event(title_nl="Geheim")

    response = client.get(reverse(f"admin:timeline_event_{name}", args=[event.pk]), follow=True)

    assert "Geheim" not in response.content.decode()


@pytest.mark.parametrize("name", ["preview", "withdraw", "history"])
def test_an_unknown_event_is_404(editor, name):
    assert editor.get(reverse(f"admin:timeline_event_{name}", args=[987])).status_code == 404


def queries(django_assert_max_num_queries, client, address) -> int:
    client.get(address)  # what Django fetches once per process is fetched here
    with django_assert_max_num_queries(500) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_form_with_three_rows_of_each_kind_asks_as_often_as_one_with_one(editor, django_assert_max_num_queries):
    def event_with(rows: int):
        book = make_source(kind="literature")
        quotes = [make_quote(f"Zin {number}.") for number in range(rows)]
        references = [{"source": book.slug}]
        measure = {"key": "dead", "what_nl": "?", "what_en": "?", "unit_nl": "x", "unit_en": "x", "nature": "flow"}
        figures = [
            {"code": f"f{rows}{number}0", "measure": "dead", "words": "1", "low": "1", "reference": references[0]}
            for number in range(rows)
        ]
        return make_event(
            citations=[cited(quote) for quote in quotes],
            measures=[measure],
            figures=figures,
            notes=[noted(quote=quote.code, references=references) for quote in quotes],
        )

    one, three = (change(event_with(rows)) for rows in (1, 3))

    assert queries(django_assert_max_num_queries, editor, one) == queries(django_assert_max_num_queries, editor, three)


@pytest.mark.parametrize(
    "address",
    ["/admin/timeline/event/", "/admin/timeline/note/", "/admin/sources/quote/", "/admin/sources/source/",
     "/admin/sources/text/", "/admin/timeline/publication/", "/admin/timeline/address/"],
)  # fmt: skip
def test_a_list_asks_as_often_for_three_rows_as_for_one(editor, django_assert_max_num_queries, address):
    def add():
        quote = make_quote("Een zin.")
        data = event_dict(citations=[cited(quote)], notes=[noted(quote=quote.code)])
        make_published_event(**{key: value for key, value in data.items() if key not in ("schema", "slug", "code")})

    add()
    before = queries(django_assert_max_num_queries, editor, address)
    add()
    add()

    assert queries(django_assert_max_num_queries, editor, address) == before


def second_editor() -> User:
    return User.objects.create_superuser("joris", password="joris-joris")


def test_a_second_editor_approves_what_the_first_saved(editor, client):
    event = make_event()
    editor.post(change(event), typed(editor.get(change(event)), title_nl="Van de eerste"))
    client.force_login(second_editor())
    page = client.get(change(event))

    client.post(reverse("admin:timeline_event_publish", args=[event.pk]), {"opened_on": page.context["opened_on"]})

    publication = Publication.objects.get()
    assert (publication.reviewed, publication.approver_name) == (True, "joris")
    assert publication.document["title_nl"] == "Van de eerste"


def test_nobody_approves_a_revision_that_she_has_not_seen(editor):
    event = make_event()

    editor.post(reverse("admin:timeline_event_publish", args=[event.pk]), {"opened_on": "0"})

    assert not Publication.objects.exists()


def permitted(*names: str) -> User:
    """A member of staff who may do these things only."""
    user = User.objects.create_user("gast", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.mark.parametrize("name", ["preview", "history"])
def test_who_may_only_look_at_events_sees_no_preview_or_history(client, name):
    event = make_event()
    client.force_login(permitted("view_event"))

    assert client.get(reverse(f"admin:timeline_event_{name}", args=[event.pk])).status_code == 403


def test_who_may_write_but_not_publish_can_do_neither_by_any_way(client):
    event = make_published_event()
    client.force_login(permitted("add_event", "change_event", "view_event"))
    page = client.get(change(event))

    assert "_publish" not in page.content.decode()
    assert client.post(change(event), typed(page, _publish="1")).status_code == 403
    for name in ("publish", "withdraw"):
        address = reverse(f"admin:timeline_event_{name}", args=[event.pk])
        assert client.post(address, {"opened_on": "1", "reason": "Omdat"}).status_code == 403
    assert Publication.objects.count() == 1


def test_a_place_that_is_too_long_is_refused_in_words(editor):
    make_source("lenoe-2010", kind="literature")

    response = editor.post(ADD, typed(editor.get(ADD), **TEXTS, reference_lines="lenoe-2010, " + "p" * 130))

    assert "120" in errors_in(response)


def test_a_save_between_reading_and_opening_the_form_is_noticed(editor):
    event = make_event(title_nl="Eerst")
    opened = editor.get(change(event))

    assert opened.context["opened_on"] == 1, "the revision that the form shows, not the newest at the end of the page"


def test_restoring_leaves_quotes_that_other_events_share_as_they_are(editor):
    quote = make_quote("Gedeeld.", translation_en="old")
    event = make_event(citations=[cited(quote)])
    with publishing.editing(event, author_name="Els"):
        pass
    quote.translation_en = "better"
    quote.save()

    editor.post(reverse("admin:timeline_event_restore", args=[event.pk, 1]))

    quote.refresh_from_db()
    assert quote.translation_en == "better"


def with_a_figure(editor, **numbers):
    quote = make_quote("Er waren 15.000 kiezers.")
    data = typed(editor.get(ADD), **TEXTS)
    data |= row_of("citations", 0, quote=quote.pk, origin="undated", calendar="gregorian", position=0)
    data |= row_of(
        "measures", 0, key="voters", nature="flow", what_nl="?", what_en="?", unit_nl="x", unit_en="x", position=0
    )
    figure = {"measure_key": "voters", "words": "15.000", "quote": quote.pk, "position": 0}
    return editor.post(ADD, data | row_of("figures", 0, **(figure | numbers)))


def test_thousands_with_a_point_are_refused_and_never_read_as_decimals(editor):
    response = with_a_figure(editor, value="15.000")

    assert "15000" in errors_in(response)
    assert not Event.objects.exists()


@pytest.mark.parametrize("numbers", [{}, {"value": "15000"}, {"low": "14500", "high": "15500"}])
def test_the_numbers_of_a_figure_follow_from_its_words(editor, numbers):
    response = with_a_figure(editor, **numbers)

    assert response.status_code == 302, errors_in(response)
    figure = Event.objects.get().figures.get()
    assert (figure.low, figure.value, figure.high, figure.hedge) == (14500, 15000, 15500, "")


@pytest.mark.parametrize("numbers", [{"value": "1500"}, {"low": "15000", "high": "15000"}, {"hedge": "about"}])
def test_numbers_that_do_not_follow_from_the_words_are_refused_with_what_does(editor, numbers):
    response = with_a_figure(editor, **numbers)

    assert "14500" in errors_in(response)
    assert "15500" in errors_in(response)
    assert not Event.objects.exists()


def test_words_that_are_not_understood_are_named_and_the_bounds_typed_by_hand(editor):
    assert "kiezers" in errors_in(with_a_figure(editor, words="kiezers"))
    response = with_a_figure(editor, words="kiezers", low="100", high="200")

    assert response.status_code == 302, errors_in(response)
    figure = Event.objects.get().figures.get()
    assert (figure.low, figure.value, figure.high) == (100, None, 200)


def test_what_does_not_fit_together_is_named_as_the_form_calls_it(editor):
    quote = make_quote("Elders.")
    data = typed(editor.get(ADD), **TEXTS)
    data |= row_of("notes", 0, verdict="contested", quote=quote.pk, reason_nl="x", reason_en="x", position=0)

    assert "Noot 1" in errors_in(editor.post(ADD, data, headers={"accept-language": "nl"}))
