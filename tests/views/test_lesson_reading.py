"""A lesson is read with what its events and questions show today."""

import pytest
from django.http import Http404

from tests.builders import make_lesson, make_published_event, make_published_question
from timeline import merging, publishing
from timeline.models import Event
from timeline.views import lesson_reading
from timeline.views.errors import Gone

pytestmark = pytest.mark.django_db


def test_the_items_of_a_lesson_come_in_its_order_with_the_pages_of_today(october, django_assert_num_queries):
    question = make_published_question("who-ruled")
    publishing.publish(october, reason="again")
    lesson = make_lesson(question, october, items=({"task_nl": "Lees."}, {"ready": "sourcing"}))
    with django_assert_num_queries(2):
        read = lesson_reading.lesson_of(lesson.code, "nl")
    assert read.told["title"] == lesson.title_nl
    assert read.told["changed"] == lesson.changed
    assert [item.said["code"] for item in read.items] == [question.code, october.code]
    assert [item.said["task"] for item in read.items] == ["Lees.", ""]
    assert [item.page.document["title"] for item in read.items] == [question.title_nl, october.title_nl]
    assert [item.changed for item in read.items] == [False, True]
    assert read.items[1].publication["at"] == publishing.publications(october).last().at


def test_an_item_that_was_withdrawn_stays_in_its_place_without_a_page(october):
    lesson = make_lesson(october)
    publishing.withdraw(october, reason="It never happened.")
    read = lesson_reading.lesson_of(lesson.code, "en")
    assert [item.page for item in read.items] == [None]
    assert read.items[0].publication["action"] == "withdrawn"
    assert read.shown == []


def test_a_lesson_that_was_withdrawn_says_why(october):
    lesson = make_lesson(october, withdrawn="Removed by its maker.")
    with pytest.raises(Gone, match="Removed by its maker"):
        lesson_reading.lesson_of(lesson.code, "en")


def test_a_code_of_no_lesson_is_refused(db):
    with pytest.raises(Http404):
        lesson_reading.lesson_of("zzzzzz", "en")


def test_what_was_chosen_is_read_in_its_order_and_what_is_not_there_is_left_out(october):
    question = make_published_question("who-ruled")
    items = lesson_reading.items_chosen([question.code, "zzzzzz", october.code], "en")
    assert [item.said["code"] for item in items] == [question.code, october.code]
    assert [item.said["kind"] for item in items] == ["question", "event"]


def test_what_was_merged_into_another_event_has_not_changed_whatever_the_numbers_of_that_one(october):
    winner = make_published_event()
    publishing.publish(winner)
    lesson = make_lesson(october, items=({"number": 1},))
    merging.merge(Event.objects.get(pk=october.pk), Event.objects.get(pk=winner.pk))
    publishing.publish(Event.objects.get(pk=winner.pk))
    (item,) = lesson_reading.lesson_of(lesson.code, "en").items
    assert item.publication["number"] == 3
    assert not item.changed
