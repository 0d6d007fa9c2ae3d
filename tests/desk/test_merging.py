"""An editor merges two events at the desk, sees beforehand what comes over, and takes them apart again."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.builders import (
    cited,
    leaning_on,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
    noted,
    ordered,
)
from tests.desk.forms import errors_in, typed
from tests.views.conftest import text_of
from timeline import merging, publishing, shape
from timeline.models import Event, Publication

pytestmark = pytest.mark.django_db


def place(name: str, event: Event) -> str:
    return reverse(f"admin:timeline_event_{name}", args=[event.pk])


@pytest.fixture
def pair(db):
    """Two events that readers see; the one that is to go has a quote and a note."""
    quote = make_quote("In 1936 kwam er een grondwet.")
    note = noted(ready=True, references=leaning_on(make_source()))
    loser = make_published_event("goes", title_nl="Die gaat", title_en="The one that goes", citations=[cited(quote)],
                                 notes=[note])  # fmt: skip
    return make_published_event("stays", title_nl="Die blijft", title_en="The one that stays"), loser


@pytest.fixture
def english(editor):
    """The editor's browser, in English: messages are compared."""
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return editor


def test_an_editor_sees_what_comes_over_merges_publishes_and_takes_it_out_again(english, client, pair):
    winner, loser = pair
    assert place("merge", winner) in english.get(place("change", winner)).content.decode()

    page = english.get(place("merge", winner), {"event": loser.pk})
    words = text_of(page)
    for said in ("What comes over from “The one that goes”", "quotes: 1", "notes: 1"):
        assert said in words
    assert "merged into it" not in words
    form = page.context["form"]
    data = {"opened_on": page.context["opened_on"], "seen": form["seen"].value(), "reason": "twice the same"}
    response = english.post(f"{place('merge', winner)}?event={loser.pk}", data, follow=True)
    assert response.redirect_chain == [(place("change", winner), 302)]
    words = text_of(response)
    assert "Readers see nothing of it until you publish this one." in words
    assert "Merged into this event: The one that goes." in words
    assert publishing.revisions(winner).last().reason == "twice the same"
    assert client.get("/en/events/goes/").status_code == 200

    words = text_of(english.get(place("change", loser)))
    assert "Merged into The one that stays : what it held stands there." in words
    english.post(place("publish", winner), {"opened_on": 2})
    assert client.get("/en/events/goes/").url == "/en/events/stays/"

    page = english.get(place("merge", winner))
    assert "Take it out again" in text_of(page)
    response = english.post(place("unmerge", winner), {"event": loser.pk, "opened_on": 2}, follow=True)
    assert "stands by itself again. Readers see that when you publish" in text_of(response)
    english.post(place("publish", winner), {"opened_on": 3})
    assert client.get("/en/events/goes/").status_code == 200
    assert shape.to_dict(Event.objects.get(pk=loser.pk))["notes"]


def test_what_stands_in_the_way_is_said_on_the_page(english, pair):
    winner, loser = pair
    assert "into itself" in text_of(english.get(place("merge", winner), {"event": winner.pk}))
    assert english.get(place("merge", winner), {"event": 999_999}).status_code == 200
    assert english.get(place("merge", winner), {"event": "x"}).status_code == 200
    merging.merge(make_event(title_en="A third"), Event.objects.get(pk=loser.pk))
    other = Event.objects.get(title_en="A third")
    page = english.get(place("merge", winner), {"event": other.pk})
    assert "“A third” is merged into “The one that goes” already" in text_of(page)
    assert page.context["coming"] is None


def test_without_a_reason_and_on_top_of_another_save_nothing_is_merged(english, pair):
    winner, loser = pair
    address = f"{place('merge', winner)}?event={loser.pk}"
    seen = {"opened_on": 1, "seen": 1}
    assert "This field is required" in text_of(english.post(address, seen | {"reason": ""}))
    with publishing.editing(Event.objects.get(pk=loser.pk), author_name="Jan", reason="meanwhile"):
        pass
    assert "Jan saved revision 2" in text_of(english.post(address, seen | {"reason": "twice"}))
    assert not Event.objects.exclude(merged_into=None).exists()


def test_on_top_of_another_save_nothing_is_taken_out(english, pair):
    winner, loser = (Event.objects.get(pk=event.pk) for event in pair)
    merging.merge(loser, winner)
    response = english.post(place("unmerge", winner), {"event": loser.pk, "opened_on": 1}, follow=True)
    assert "saved revision 2" in text_of(response)
    assert winner.merged.exists()
    for given in ({}, {"event": "x"}, {"event": "²"}, {"event": winner.pk}):
        assert english.post(place("unmerge", winner), given).status_code == 404
    assert english.get(place("unmerge", winner)).status_code == 404


def test_who_may_not_change_events_may_not_merge_them(client, pair):
    winner, loser = pair
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(reader)
    assert client.get(place("merge", winner)).status_code == 403
    assert client.post(f"{place('merge', winner)}?event={loser.pk}", {"seen": 1, "opened_on": 1}).status_code == 403
    assert client.post(place("unmerge", winner), {"event": loser.pk}).status_code == 403
    assert place("merge", winner) not in client.get(place("change", winner)).content.decode()


def test_neither_of_two_that_are_merged_can_be_deleted(english):
    one, other = make_event(), make_event()
    merging.merge(one, other)
    for event in (one, other):
        assert english.post(place("delete", event), {"post": "yes"}).status_code == 403


def test_publishing_the_one_that_went_says_what_to_do_instead(english, pair):
    winner, loser = (Event.objects.get(pk=event.pk) for event in pair)
    merging.merge(loser, winner)
    response = english.post(place("publish", loser), {"opened_on": 2}, follow=True)
    assert "This is merged into “The one that stays”: change that one" in text_of(response)
    assert Publication.objects.filter(code=loser.code).count() == 1


def test_a_swap_of_two_slugs_is_refused_on_the_form(english, pair):
    one, other = pair
    data = typed(english.get(place("change", one)), slug="elsewhere", _publish="1")
    assert english.post(place("change", one), data).status_code == 302
    response = english.post(place("change", other), typed(english.get(place("change", other)), slug="stays"))
    assert "“stays” once led to something else and is never reused" in errors_in(response)


def test_saved_and_published_unchanged_it_is_published_with_the_reason_of_the_merge(english, client, pair):
    winner, loser = (Event.objects.get(pk=event.pk) for event in pair)
    merging.merge(loser, winner, reason="twice the same")
    number = publishing.revisions(winner).last().number
    data = typed(english.get(place("change", winner)), _publish="1")
    assert english.post(place("change", winner), data).status_code == 302
    last = publishing.publications(winner).last()
    assert (last.revision.number, last.reason) == (number, "twice the same")
    assert Event.objects.get(pk=winner.pk).revision == number, "and the next save is no conflict"
    log = client.get("/en/corrections/")
    assert "merged into The one that stays" in text_of(log)
    assert 'href="/en/events/goes/versions/1/"' in log.content.decode()


def test_the_preview_says_what_falls_away_what_both_have_and_what_contradicts_from_then_on(english):
    quote, texts = make_quote("In 1936."), [make_text(make_source(lane=n), "In 1937.") for n in (1, 2)]
    one, other = (make_quote("In 1937.", text) for text in texts)
    winner = make_event(citations=[cited(quote, "1936", "1936"), cited(one, "1936")])
    loser = make_event(citations=[cited(quote, "1936", "1936"), cited(other, "1938")], orders=[ordered(winner.code)])
    words = text_of(english.get(place("merge", winner), {"event": loser.pk}))
    assert "1 quote stands in both; it is kept once" in words
    assert "they return when you take it out again: orders in time: 1" in words
    assert "in neither by itself: In 1937. | In 1937. ·" in words


def test_only_what_was_merged_straight_away_can_be_taken_out(english):
    first, second, third = make_event(title_en="First"), make_event(title_en="Second"), make_event()
    merging.merge(first, second)
    merging.merge(Event.objects.get(pk=second.pk), third)
    page = text_of(english.get(place("merge", third)))
    assert "Second Take it out again" in page
    assert "First Take it out again" not in page
