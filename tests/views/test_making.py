"""A teacher makes a lesson, changes it and removes it, without an account; and nobody makes harm."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import make_lesson, make_published_event, make_published_question
from tests.views.conftest import text_of
from timeline import lessons, publishing
from timeline.models import Lesson
from timeline.views import guard, lesson_form

pytestmark = pytest.mark.django_db
NEW = "/en/lessons/new/"
HERE = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def nothing_sent_yet(monkeypatch):
    monkeypatch.setattr(guard, "TALLY", guard.Tally())


@pytest.fixture
def pair(october):
    """An event and a question that readers see."""
    return october, make_published_question("who-ruled", title_en="Who ruled?")


def filled(*subjects, button="make", **fields) -> dict:
    """What the form sends for these, with this button."""
    typed = {"title": "Who says what?", "item": [subject.code for subject in subjects], button: "1"}
    return typed | {name.replace("_", "-"): value for name, value in fields.items()}


def send(client, data, url=NEW, **headers):
    return client.post(url, data, headers=headers or HERE)


def made(client, *subjects, **fields) -> tuple[Lesson, str]:
    """A lesson that was made through the form, and its edit link."""
    response = send(client, filled(*subjects, **fields))
    assert response.status_code == 303, text_of(response)
    place = response.headers["Location"].partition("?")[0]
    return Lesson.objects.get(code=place.split("/")[3]), place


def fields_of(response) -> dict[str, list[str]]:
    """What stands in the form, by the names of its fields."""
    page = response.content.decode()
    found = re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', page)
    found += re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found += [(name, value) for value in re.findall(r'value="([^"]*)" selected', options)]
    given: dict[str, list[str]] = {}
    for name, value in found:
        given.setdefault(name, []).append(unescape(value))
    return given


def focus_of(response) -> str:
    """The id of the element that has the focus, or is to be read first."""
    return "".join(re.findall(r'<[^>]* id="([^"]+)"[^>]* autofocus', response.content.decode()))


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


# --- where it comes from ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://example.org"}, 303),
        ({"Referer": "http://testserver/en/lessons/new/?items=a"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://elsewhere.example", "Referer": "http://testserver/"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.elsewhere.example"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Referer": "https://elsewhere.example/?http://testserver/"}, 403),
        ({}, 403),
    ],
)
def test_a_form_is_taken_from_a_page_of_this_site_alone(pair, settings, headers, status):
    settings.SITE_URL = "https://example.org"
    response = Client(enforce_csrf_checks=True).post(NEW, filled(pair[0]), headers=headers)
    assert response.status_code == status
    assert Lesson.objects.exists() == (status == 303)
    if status == 403:
        assert "Open it again and send it once more." in text_of(response)


def test_a_secret_link_that_passes_on_no_referrer_is_proof_enough(client, pair):
    lesson, place = made(client, pair[0])
    data = filled(pair[0], button="save", version="1")
    assert send(client, data, url=place, Origin="https://elsewhere.example").status_code == 403
    assert client.post(place, data).status_code == 403
    assert send(client, data, url=place, Origin="null").status_code == 303
    assert Lesson.objects.get(pk=lesson.pk).version == 2


# --- abuse ------------------------------------------------------------------------------------------------------------


class Untouched:
    """A body that must not be read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("size", [guard.BODY + 1, 10 * 1024 * 1024])
def test_what_is_too_large_is_refused_before_it_is_read(client, db, size):
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(size)}
    response = client.post(NEW, headers=HERE, **(form | {"wsgi.input": Untouched()}))
    assert response.status_code == 413
    assert "make it shorter" in text_of(response)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"title=%FF%FE&item=%C3%28&make=1"),
        ("application/x-www-form-urlencoded", b"title=a%00b&item=%00&make=1&version=%D9%A1"),
        ("application/x-www-form-urlencoded", b"make=1&" + b"item=0ct917&" * 5_400),
        ("application/x-www-form-urlencoded", b"a=b&" * 6_000),
        ("application/x-www-form-urlencoded; charset=utf-16", b"title=a"),
        ("application/x-www-form-urlencoded", b"version=99999999999999999999&make=1"),
        ("application/json", b'{"title": ["a"]}'),
        ("text/plain", b"title=a&make=1"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\xff\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("", b"\x00\x01\x02"),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_never_a_fault_of_ours(october, kind, body):
    client = Client(raise_request_exception=False)
    response = client.generic("POST", NEW, body, content_type=kind, headers=HERE)
    assert response.status_code in (200, 400, 422)
    assert not Lesson.objects.exists()


def test_of_many_posts_from_one_network_sixty_make_or_change_a_lesson(client, october):
    data, sender = filled(october), HERE | {"X-Forwarded-For": "203.0.113.7"}
    answers = [client.post(NEW, data, headers=sender) for _ in range(80)]
    assert [response.status_code for response in answers] == [303] * 60 + [429] * 20
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "take no more just now" in text_of(answers[-1])
    assert fields_of(answers[-1])["title"] == ["Who says what?"]
    place = answers[0].headers["Location"].partition("?")[0]
    for button in ("save", "really"):
        sent = filled(october, button=button, title="Spam", version="1")
        assert client.post(place, sent, headers=sender).status_code == 429
    assert set(Lesson.objects.values_list("title_en", "version", "withdrawn")) == {("Who says what?", 1, "")}
    assert client.post(place, sent, headers=HERE | {"X-Forwarded-For": "203.0.113.8"}).status_code == 303
    moving = filled(october, button="move") | {"move": "up-0ct917"}
    assert client.post(NEW, moving, headers=sender).status_code == 200  # what changes nothing is not counted


def test_a_thousand_posts_from_everywhere_are_too_many_for_the_site(client, october):
    rows = [Lesson(code=f"m{number:05}", title_nl="x", secret="y") for number in range(lessons.AN_HOUR)]
    Lesson.objects.bulk_create(rows)
    Lesson.objects.update(made=timezone.now())
    response = send(client, filled(october))
    assert response.status_code == 429
    assert Lesson.objects.count() == lessons.AN_HOUR


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("198.51.100.9", "", "198.51.100.9"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "not an address", "10.1.2.3"),
        ("2001:4860:1:2:3:4:5:6", "", "2001:4860:1:2::/64"),
        ("::ffff:8.8.4.4", "", "8.8.4.4"),
        ("", "203.0.113.7", "203.0.113.7"),
        ("", "", "None"),
    ],
)
def test_a_client_is_the_network_that_the_nearest_proxy_names(rf, remote, forwarded, client):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert guard.client_of(rf.post("/", headers=headers, REMOTE_ADDR=remote)) == client


def test_the_tally_forgets_every_hour_and_never_holds_an_address(monkeypatch):
    now = [3600 * 480_000]
    monkeypatch.setattr(guard.time, "time", lambda: now[0])
    tally = guard.Tally()
    for _ in range(guard.AN_HOUR):
        tally.spend("203.0.113.7")
    tally.spend("203.0.113.8")
    with pytest.raises(guard.TooOften):
        tally.spend("203.0.113.7")
    assert "203.0.113" not in str(vars(tally))
    before = set(tally.counts)
    now[0] += 3600
    tally.spend("203.0.113.7")
    assert len(tally.counts) == 1
    assert not before & set(tally.counts)


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


def test_a_guessed_link_is_answered_like_a_lesson_that_is_not_there(client, pair, caplog):
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
    assert secret[:-1] not in caplog.text
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
    assert send(client, {"really": "1", "version": version}, url=place).status_code == 303
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
    assert 'name="save"' not in client.get(place).content.decode()
    assert send(client, filled(pair[0], button="save", title="Spam", version="1"), url=place).status_code == 409
    assert Lesson.objects.get().title_en == "Who says what?"


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
        assert re.search(r'<p class="basket" hidden [^>]*data-most="20"', page)
