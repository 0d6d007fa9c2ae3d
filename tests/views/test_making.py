"""A teacher makes a lesson, changes it and removes it, without an account."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from tests.builders import make_lesson, make_published_event
from tests.views.conftest import text_of
from tests.views.lesson_forms import HERE, NEW, fields_of, filled, focus_of, made, send
from timeline import lessons, publishing
from timeline.models import Lesson
from timeline.views import lesson_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent_yet")]


# --- the empty form ---------------------------------------------------------------------------------------------------


def test_the_form_shows_what_was_chosen_in_its_order_in_at_most_three_queries(client, pair, queries):
    october, question = pair
    with queries():
        response = client.get(NEW, {"items": f"{question.code}.{october.code}"})
    assert response.status_code == 200
    assert fields_of(response)["item"] == [question.code, october.code]
    assert "Who ruled?" in text_of(response)
    assert "7 November 1917" in text_of(response)
    assert "write no names of pupils" in text_of(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    etag = response.headers["ETag"]
    assert client.get(NEW, {"items": question.code}, headers={"If-None-Match": etag}).status_code == 304
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.get(NEW, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert client.head(NEW).content == b""
    page = client.get(NEW).content.decode()
    assert "csrf" not in page
    assert "noindex" not in page


def test_what_is_chosen_twice_or_is_not_there_is_left_out_and_said(client, pair):
    october, question = pair
    response = client.get(NEW, {"items": f"{october.code.upper()}.zzzzzz.{october.code}..<b>"})
    assert fields_of(response)["item"] == [october.code]
    assert "2 things that were chosen are not on this site" in text_of(response)
    publishing.withdraw(question, reason="No.")
    response = client.get(NEW, {"items": question.code})
    assert "Not on the site any longer" in text_of(response)


def test_of_more_than_twenty_the_first_twenty_are_taken(client, db):
    codes = [make_published_event().code for _ in range(21)]
    response = client.get(NEW, {"items": ".".join(codes)})
    assert fields_of(response)["item"] == codes[:20]
    assert "A lesson holds at most 20: the rest was left out." in text_of(response)
    assert send(client, {"title": "t", "item": codes, "make": "1"}).status_code == 422
    assert not Lesson.objects.exists()


def test_only_what_a_form_needs_can_be_asked_of_it(client, pair):
    assert client.get(NEW, {"colour": "red"}).status_code == 400
    assert client.get(NEW, {"items": "x" * 300}).status_code == 400
    assert client.post(f"{NEW}?colour=red", filled(pair[0]), headers=HERE).status_code == 400
    for method in ("put", "patch", "delete"):
        response = getattr(client, method)(NEW)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


# --- its buttons ------------------------------------------------------------------------------------------------------


def test_what_is_moved_keeps_all_that_was_typed_and_has_the_focus(client, pair):
    october, question = pair
    typed = {
        f"task-{october.code}": "Read\nthis.",
        f"ready-{october.code}": "sourcing",
        "intro": "Look <b>closely</b>.",
    }
    typed |= {f"answer-{question.code}": "“That”"}
    response = send(client, filled(october, question, button="move") | typed | {"move": f"down-{october.code}"})
    assert response.status_code == 200
    assert fields_of(response)["item"] == [question.code, october.code]
    kept = fields_of(response)
    assert {name: kept[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert kept["title"] == ["Who says what?"]
    assert focus_of(response) == f"up-{october.code}"  # it is the last one now
    assert "Moved: it is now 2 of 2." in text_of(response)
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("value", ["up-0ct917", "down-zzzzzz", "sideways-0ct917", "", "up", "down-", "\0"])
def test_a_move_that_cannot_be_moves_nothing(client, pair, value):
    response = send(client, filled(*pair, button="move") | {"move": value})
    assert fields_of(response)["item"] == [subject.code for subject in pair]


def test_what_is_removed_is_gone_and_the_next_has_the_focus(client, pair):
    october, question = pair
    response = send(client, filled(*pair, button="remove") | {"remove": october.code})
    assert fields_of(response)["item"] == [question.code]
    assert focus_of(response) == f"remove-{question.code}"
    response = send(client, filled(question, button="remove") | {"remove": question.code})
    assert "item" not in fields_of(response)
    assert focus_of(response) == "find"


def test_more_is_found_within_the_form_and_added_once(client, pair, accounts):
    october, question = pair
    make_published_event("kirov", title_en="Murder of Kirov", title_nl="Moord op Kirov")
    response = send(client, filled(october, button="look", find="kirov", title="Mine"))
    offered = re.findall(r'name="add" value="(\w+)"', response.content.decode())
    assert len(offered) == 1
    assert "Murder of Kirov" in text_of(response)
    assert fields_of(response)["title"] == ["Mine"]
    response = send(client, filled(october, button="add") | {"add": offered[0]})
    assert fields_of(response)["item"] == [october.code, offered[0]]
    assert focus_of(response) == f"task-{offered[0]}"

    found = send(client, filled(october, button="look", find="WHO rul"))
    assert re.findall(r'name="add" value="(\w+)"', found.content.decode()) == [question.code]
    assert "In the lesson" in text_of(send(client, filled(question, button="look", find="ruled")))
    assert "Nothing was found for “zeppelin”" in text_of(send(client, filled(button="look", find="zeppelin")))
    assert "in the lesson already" in text_of(send(client, filled(question, button="add") | {"add": question.code}))
    assert "not on this site" in text_of(send(client, filled(question, button="add") | {"add": "zzzzzz"}))


def test_no_more_is_offered_than_fits_and_titles_come_first(client, accounts):
    for number in range(12):
        make_published_event(title_en=f"Other {number}", summary_en="About Lenin.", importance=3)
    make_published_event(title_en="Death of Lenin", importance=1)
    page = send(client, filled(button="look", find="lenin")).content.decode()
    assert len(re.findall('name="add"', page)) == lesson_form.FOUND
    assert page.index("Death of Lenin") < page.index("Other ")


def test_a_full_lesson_takes_no_more(client, db, monkeypatch):
    monkeypatch.setattr(lesson_form, "ITEMS", 1)
    first, second = make_published_event(), make_published_event()
    response = send(client, filled(first, button="add") | {"add": second.code})
    assert fields_of(response)["item"] == [first.code]
    assert "The lesson is full" in text_of(response)


# --- making -----------------------------------------------------------------------------------------------------------


def test_a_lesson_is_made_and_its_links_are_given(client, pair, queries):
    october, question = pair
    response = send(client, filled(question, october) | {f"task-{october.code}": "Compare <b>the</b> words."})
    assert response.status_code == 303
    place = response.headers["Location"]
    lesson = Lesson.objects.get()
    assert place.startswith(f"/en/lessons/{lesson.code}/edit/")
    assert place.endswith("?done=made")
    assert lesson.title_en == "Who says what?"
    with queries():
        page = client.get(place)
    assert page.status_code == 200
    secret_link = "http://testserver" + place.partition("?")[0]
    for link in (f"http://testserver/en/lessons/{lesson.code}/", secret_link, f"http://testserver/e/{lesson.code}/"):
        assert f'href="{link}"' in page.content.decode()
    assert "The lesson is made." in text_of(page)
    assert fields_of(page)["item"] == [question.code, october.code]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in page.headers
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert not page.cookies


def test_the_secret_link_lies_open_once_and_is_folded_on_later_visits(client, pair):
    _lesson, place = made(client, pair[0])
    folded = {
        done: re.search(r'<details class="lesson-links keep"[^>]*>', client.get(place + done).content.decode())[0]
        for done in ("?done=made", "?done=saved", "")
    }
    assert {done: " open" in tag for done, tag in folded.items()} == {
        "?done=made": True,
        "?done=saved": False,
        "": False,
    }
    page = client.get(place).content.decode()
    assert place not in re.sub(r"<details.*?</details>|<head>.*?</head>|<form[^>]*>", "", page, flags=re.S)


def test_a_lesson_is_written_in_the_language_of_its_form(client, pair):
    response = send(client, filled(pair[0]), url="/nl/lessons/new/")
    lesson = Lesson.objects.get()
    assert (lesson.title_nl, lesson.title_en) == ("Who says what?", "")
    english = response.headers["Location"].replace("/nl/", "/en/").partition("?")[0]
    assert fields_of(client.get(english))["title"] == ["Who says what?"]
    send(client, filled(pair[0], button="save", title="Still Dutch", version="1"), url=english)
    lesson.refresh_from_db()
    assert (lesson.title_nl, lesson.title_en) == ("Still Dutch", "")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, pair):
    october = pair[0]
    typed = {f"task-{october.code}": "x" * 1_001, f"ready-{october.code}": "copying"}
    response = send(client, filled(october, title=" ") | typed)
    assert response.status_code == 422
    assert "Give the lesson a title." in text_of(response)
    assert "1 character too long (at most 1000)." in text_of(response)
    assert fields_of(response)[f"task-{october.code}"] == ["x" * 1_001]
    assert focus_of(response) == "wrong"
    page = response.content.decode()
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert not Lesson.objects.exists()


def test_nothing_that_is_typed_becomes_markup_or_a_link(client, pair):
    bad = '<script>alert(1)</script><a href="https://spam.example">x</a> https://spam.example {{ 1 }} "\' &amp;'
    typed = {f"task-{pair[0].code}": bad, f"answer-{pair[0].code}": bad, "intro": bad}
    _lesson, place = made(client, pair[0], title=bad[:120])
    send(client, filled(pair[0], button="save", title=bad[:120], version="1") | typed, url=place)
    page = client.get(place).content.decode()
    assert "<script>" not in page
    assert 'href="https://spam' not in page
    assert "&lt;script&gt;alert(1)" in page
    assert fields_of(client.get(place))["intro"] == [bad]


def test_nothing_of_whoever_sends_it_is_kept(client, pair):
    headers = {"Origin": "http://testserver", "User-Agent": "Mozilla-of-Ans", "X-Forwarded-For": "203.0.113.77"}
    headers |= {"Accept-Language": "nl-BE", "Cookie": "who=ans"}
    response = client.post(NEW, filled(pair[0]), headers=headers, REMOTE_ADDR="10.0.0.7", REMOTE_USER="ans")
    assert response.status_code == 303
    assert not response.cookies
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "search" not in name]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept = str(cursor.fetchall())
            for told in ("203.0.113.77", "10.0.0.7", "Mozilla-of-Ans", "nl-BE", "who=ans"):
                assert told not in kept, table


# --- changing and removing --------------------------------------------------------------------------------------------


def test_a_lesson_is_changed_through_its_secret_link(client, pair):
    october, question = pair
    _lesson, place = made(client, october)
    response = send(client, filled(question, october, button="save", title="Better", version="1"), url=place)
    assert (response.status_code, response.headers["Location"]) == (303, f"{place}?done=saved")
    page = client.get(response.headers["Location"])
    assert "Saved." in text_of(page)
    assert fields_of(page)["item"] == [question.code, october.code]
    assert fields_of(page)["title"] == ["Better"]
    assert fields_of(page)["version"] == ["2"]
    moved = send(client, filled(question, october, button="move") | {"move": f"up-{october.code}"}, url=place)
    assert fields_of(moved)["item"] == [october.code, question.code]
    assert Lesson.objects.get().version == 2


def test_a_guessed_link_is_answered_like_a_lesson_that_is_not_there(client, pair):
    _lesson, place = made(client, pair[0])
    secret = place.split("/")[5]
    editors = make_lesson(pair[0])
    guesses = [place[:-2] + "x/", f"/en/lessons/zzzzzz/edit/{secret}/", f"/en/lessons/{editors.code}/edit/{secret}/"]
    for guess in guesses:
        code = guess.split("/")[3]
        for response in (client.get(guess), send(client, filled(pair[0], button="save"), url=guess)):
            assert response.status_code == 404
            assert f"No lesson has the code “{code}”" in text_of(response)
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-store"
    bodies = {text_of(client.get(guess)).replace(guess.split("/")[3], "") for guess in guesses}
    assert len(bodies) == 1
    assert client.head(place).status_code == 200
    assert client.get(place, {"colour": "red"}).status_code == 400
    assert client.put(place).status_code == 405


def test_two_windows_never_overwrite_each_other_and_both_texts_are_shown(client, pair):
    october, question = pair
    _lesson, place = made(client, october)
    send(client, filled(october, button="save", title="Theirs", version="1"), url=place)
    mine = filled(question, button="save", title="Mine", version="1") | {f"task-{question.code}": "My task."}
    response = send(client, mine, url=place)
    assert response.status_code == 409
    assert "This lesson was saved in another window" in text_of(response)
    assert "Theirs" in text_of(response)
    assert fields_of(response)["title"] == ["Mine"]
    assert fields_of(response)[f"task-{question.code}"] == ["My task."]
    assert fields_of(response)["version"] == ["2"]
    assert Lesson.objects.get().title_en == "Theirs"
    assert send(client, mine | {"version": "2"}, url=place).status_code == 303
    assert Lesson.objects.get().title_en == "Mine"


def test_a_lesson_is_removed_after_one_more_question_and_its_links_say_so(client, pair):
    lesson, place = made(client, pair[0], title="My secret title")
    asked = send(client, {"delete": "1"}, url=place)
    assert asked.status_code == 200
    assert "cannot be undone" in text_of(asked)
    assert Lesson.objects.get().withdrawn == ""
    version = fields_of(asked)["version"][0]
    removed = send(client, {"really": "1", "version": version}, url=place)
    assert removed.status_code == 200
    assert "Your lesson is removed" in text_of(removed)
    assert 'href="/en/lessons/"' in removed.content.decode().partition("<main")[2].partition("</main>")[0]
    for link in (f"/en/lessons/{lesson.code}/", place, reverse("bare-code", args=[lesson.code])):
        response = client.get(link, headers={"Accept-Language": "en"})
        assert response.status_code == 410, link
        assert "Whoever made this lesson has removed it." in text_of(response)
        assert "My secret title" not in text_of(response)
    assert send(client, filled(pair[0], button="save", version="2"), url=place).status_code == 410


def test_what_editors_put_on_the_list_is_theirs_to_change(client, pair):
    lesson, place = made(client, pair[0])
    Lesson.objects.filter(pk=lesson.pk).update(published=True, slug="ready")
    assert "only they change it" in text_of(client.get(place))
    assert "you change or remove the lesson" not in text_of(client.get(place))
    assert 'name="save"' not in client.get(place).content.decode()
    assert send(client, filled(pair[0], button="save", title="Spam", version="1"), url=place).status_code == 409
    Lesson.objects.update(published=False)  # taken off the list again, it stays theirs
    assert send(client, filled(pair[0], button="save", title="Spam", version="1"), url=place).status_code == 409
    assert Lesson.objects.get().title_en == "Who says what?"
    Lesson.objects.update(slug="")
    assert send(client, filled(pair[0], button="save", title="Mine", version="1"), url=place).status_code == 303


def test_what_was_withdrawn_since_stays_in_the_form_and_says_so(client, pair):
    _lesson, place = made(client, *pair)
    publishing.withdraw(pair[0], reason="It never happened.")
    page = client.get(place)
    assert fields_of(page)["item"] == [subject.code for subject in pair]
    assert "the class does not see it" in text_of(page)
    assert send(client, filled(*pair, button="save", version="1"), url=place).status_code == 303


def test_what_changed_since_is_said_until_the_maker_has_looked(client, pair):
    lesson, place = made(client, *pair)
    october, _question = pair
    assert "You chose version" not in text_of(client.get(place))
    publishing.publish(october, reason="again")
    page = client.get(place)
    assert text_of(page).count("You chose version 1; it is now version 2.") == 1
    assert 'href="/en/events/october-1917/versions/1/"' in page.content.decode()
    send(client, filled(*pair, button="save", version="1"), url=place)
    assert lessons.seen_in(lesson)[october.code] == 1
    looked = filled(*pair, version="2", button="move") | {f"newest-{october.code}": "1", "move": f"down-{october.code}"}
    moved = send(client, looked, url=place)
    assert f'name="newest-{october.code}" value="1" checked' in moved.content.decode()
    send(client, filled(*pair, button="save", version="2") | {f"newest-{october.code}": "1"}, url=place)
    assert lessons.seen_in(lesson)[october.code] == 2
    assert "You chose version" not in text_of(client.get(place))


# --- into the basket --------------------------------------------------------------------------------------------------


def test_events_and_questions_are_put_into_a_lesson_by_a_link(client, pair, accounts):
    october, question = pair
    pages = {"/en/": october, "/en/events/october-1917/": october, "/en/questions/who-ruled/": question}
    for url, subject in pages.items():
        page = client.get(url).content.decode()
        link = f"{NEW}?items={subject.code}"
        assert re.search(rf'<a[^>]* href="{re.escape(link)}" data-basket="{subject.code}"', page), url
        assert client.get(link).status_code == 200
        assert f'<a href="{NEW}">Make a lesson</a>' in page
        assert "data-basket-offer" not in page
        assert re.search(r'<p class="basket" hidden [^>]*data-most="20"', page)
    assert "<p data-basket-offer hidden>" in client.get(NEW).content.decode()
    assert "data-basket-offer" not in client.get(NEW, {"items": october.code}).content.decode()
