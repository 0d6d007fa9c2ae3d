"""Forms that anyone may send: where they come from, how large they are, and how often."""

from collections import Counter
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.builders import make_published_event
from tests.views.conftest import text_of
from tests.views.lesson_forms import HERE, NEW, fields_of, filled, made, send
from timeline import lessons
from timeline.models import Lesson, LessonItem
from timeline.views import guard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent_yet")]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def behind_a_proxy(settings):
    """A public site: only there does anything before it say who asks."""
    settings.SITE_URL = "https://example.org"


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


def test_a_lesson_may_be_full_in_any_script(client):
    codes = [make_published_event().code for _ in range(lessons.ITEMS)]
    full = {"title": "€" * Lesson.TITLE, "intro": "Ж" * Lesson.INTRO, "item": codes, "make": "1"}
    for code in codes:
        full |= {f"task-{code}": "€" * LessonItem.TASK, f"answer-{code}": "€" * LessonItem.ANSWER}
        full |= {f"ready-{code}": "contextualisation", f"newest-{code}": "1"}
    body = urlencode(full, doseq=True)
    assert len(body) < guard.BODY
    response = client.generic("POST", NEW, body, content_type=FORM, headers=HERE)
    assert response.status_code == 303
    assert Lesson.objects.get().items.count() == lessons.ITEMS


@pytest.mark.parametrize("declared", [{"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": "much"}])
def test_what_does_not_say_how_long_it_is_is_not_taken_for_empty(client, db, declared):
    # Django's client always gives a length; a body in pieces has none.
    form = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": "", "wsgi.input": Untouched()} | declared
    response = client.post(NEW, headers=HERE, **form)
    assert response.status_code == 411
    assert "does not say how long it is" in text_of(response)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"title=%FF%FE&item=%C3%28&make=1"),
        ("application/x-www-form-urlencoded", b"title=a%00b&item=%00&make=1&version=%D9%A1"),
        ("application/x-www-form-urlencoded", b"make=1&" + b"item=0ct917&" * 5_400),
        ("application/x-www-form-urlencoded", b"a=b&" * 6_000),
        ("application/x-www-form-urlencoded; charset=utf-16", b"title=a"),
        ("application/x-www-form-urlencoded; charset=rot13", b"title=a&make=1"),
        ("application/x-www-form-urlencoded", b"title=a&add=%00"),
        ("application/x-www-form-urlencoded", b"title=a&add=%ED%A0%80&find=%ED%A0%80"),
        ("application/x-www-form-urlencoded; charset=unicode_escape", rb"title=%5Cud800&add=%5Cx00&find=%5Cud800"),
        ("multipart/form-data; boundary=x; charset=unicode_escape",
         b"--x\r\nContent-Disposition: form-data; name=\"add\"\r\n\r\n\\ud800\r\n--x--"),
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


@pytest.mark.usefixtures("behind_a_proxy")
def test_of_many_posts_from_one_network_so_many_make_or_change_a_lesson_in_an_hour(client, october, monkeypatch):
    monkeypatch.setattr(guard, "SENT_AN_HOUR", 3)
    data, sender = filled(october), HERE | {"X-Forwarded-For": "203.0.113.7"}
    answers = [client.post(NEW, data, headers=sender) for _ in range(5)]
    assert [response.status_code for response in answers] == [303] * 3 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "from your network that we cannot take more just now" in text_of(answers[-1])
    assert fields_of(answers[-1])["title"] == ["Who says what?"]
    place = answers[0].headers["Location"].partition("?")[0]
    for button in ("save", "really"):
        sent = filled(october, button=button, title="Spam", version="1")
        assert client.post(place, sent, headers=sender).status_code == 429
    assert set(Lesson.objects.values_list("title_en", "version", "withdrawn")) == {("Who says what?", 1, "")}
    assert client.post(place, sent, headers=HERE | {"X-Forwarded-For": "203.0.113.8"}).status_code == 200
    assert Lesson.objects.exclude(withdrawn="").count() == 1
    moving = filled(october, button="move") | {"move": "up-0ct917"}
    assert client.post(NEW, moving, headers=sender).status_code == 200  # what changes nothing is not counted


def test_of_a_thousand_posts_from_one_network_sixty_make_a_lesson_and_the_rest_are_told_when_to_come_back(
    client, october
):
    data = filled(october)
    answers = Counter(send(client, data).status_code for _ in range(1_000))
    assert answers == {303: 60, 429: 940}
    assert Lesson.objects.count() == 60


def test_what_is_refused_is_not_counted(client, october, monkeypatch):
    monkeypatch.setattr(guard, "SENT_AN_HOUR", 2)
    empty = filled(october, title=" ")
    assert [send(client, empty).status_code for _ in range(4)] == [422] * 4
    _lesson, place = made(client, october)
    late = filled(october, button="save", version="0")
    assert [send(client, late, url=place).status_code for _ in range(3)] == [409] * 3
    assert send(client, filled(october, button="save", version="1"), url=place).status_code == 303
    assert send(client, filled(october)).status_code == 429


@pytest.mark.usefixtures("behind_a_proxy")
def test_posts_from_everywhere_make_no_more_lessons_than_the_site_takes_in_an_hour(client, october, monkeypatch):
    monkeypatch.setattr(lessons, "MADE_AN_HOUR", 3)
    senders = [HERE | {"X-Forwarded-For": f"203.0.113.{number}"} for number in range(5)]
    answers = [client.post(NEW, filled(october), headers=sender) for sender in senders]
    assert [response.status_code for response in answers] == [303] * 3 + [429] * 2
    assert Lesson.objects.count() == 3
    assert "made on the whole site" in text_of(answers[-1])


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("198.51.100.9", "", "198.51.100.9"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("8.8.8.8:4711", "", "8.8.8.8"),
        ("10.1.2.3", "1.1.1.1, 203.0.113.7:4711", "203.0.113.7"),
        ("::1", "[2001:4860:1:2::5]:4711", "2001:4860:1::/48"),
        ("::1", "[2001:4860:1:3::6]", "2001:4860:1::/48"),
        ("::1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "not an address", "10.1.2.3"),
        ("2001:4860:1:2:3:4:5:6", "", "2001:4860:1::/48"),
        ("::ffff:8.8.4.4", "", "8.8.4.4"),
        ("", "203.0.113.7", "203.0.113.7"),
        ("", "", "None"),
    ],
)
@pytest.mark.usefixtures("behind_a_proxy")
def test_a_client_is_the_network_that_the_nearest_proxy_names(rf, remote, forwarded, client):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert guard.client_of(rf.post("/", headers=headers, REMOTE_ADDR=remote)) == client


def test_without_a_proxy_nobody_says_who_he_is(rf):
    request = rf.post("/", headers={"X-Forwarded-For": "203.0.113.7"}, REMOTE_ADDR="192.168.1.20")
    assert guard.client_of(request) == "192.168.1.20"


def test_the_tally_forgets_every_hour_and_never_holds_an_address(monkeypatch):
    now = [3600 * 480_000]
    monkeypatch.setattr(guard.time, "time", lambda: now[0])
    tally = guard.Tally()
    for _ in range(guard.SENT_AN_HOUR):
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
