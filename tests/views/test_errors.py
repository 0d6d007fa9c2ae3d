import io
import logging

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.utils.translation import override

from tests.views.conftest import text_of
from timeline import lessons, publishing
from timeline.middleware import POLICY
from timeline.redacting import Redacting
from timeline.views import errors
from timeline.wsgi import application

pytestmark = pytest.mark.django_db
LANGUAGES = ("nl", "en")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def visitor():
    """A client that gets the page of a fault, as a reader would."""
    return Client(raise_request_exception=False)


@pytest.fixture
def failing(monkeypatch):
    """Makes the page on how it works raise this."""

    def arrange(error: Exception):
        def balance(*args):
            raise error

        monkeypatch.setattr("timeline.views.about.balance", balance)

    return arrange


@pytest.fixture
def withdrawn(october):
    """An event that is no longer on the site."""
    publishing.withdraw(october, reason="Zo was het niet.")


@pytest.fixture
def no_database(monkeypatch):
    """Makes every query fail, as when the database is away."""

    def arrange(error: type[Exception] = OperationalError):
        def cursor(*args, **kwargs):
            raise error("the database does not answer")

        monkeypatch.setattr(connection, "cursor", cursor)

    return arrange


def page_for(status: int, visitor, language: str, failing):
    """The page that a reader gets with this status."""
    address = f"/{language}/nowhere/"
    if status in FAULTS:
        failing(FAULTS[status])
        address = f"/{language}/about/"
    if status == 410:
        address = f"/{language}/events/october-1917/"
    if status == 405:
        return visitor.post(f"/{language}/")
    return visitor.get(address)


FAULTS = {
    400: BadRequest("x"),
    403: PermissionDenied("x"),
    500: ZeroDivisionError("x"),
    503: OperationalError("x"),
}
STATUSES = (400, 403, 404, 405, 410, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_a_page_of_ours_in_the_language_of_the_address(status, visitor, language, failing, withdrawn):
    response = page_for(status, visitor, language, failing)
    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "Wederhoor" in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_keeps_the_policy_and_sets_no_cookie(status, visitor, language, failing, withdrawn):
    response = page_for(status, visitor, language, failing)
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Cache-Control"] in ("no-cache", "no-store")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert " style=" not in response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_no_error_is_a_dead_end(status, visitor, language, failing, withdrawn):
    page = page_for(status, visitor, language, failing).content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert f'href="/{language}/"' in article
    assert f'href="/{language}/sources/"' in article


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410])
def test_what_is_not_there_can_be_looked_for(status, visitor, language, failing, withdrawn):
    page = page_for(status, visitor, language, failing).content.decode()
    assert f'<form class="search" action="/{language}/" method="get"' in page
    assert 'name="q"' in page


def test_the_search_of_an_error_page_works(client):
    assert client.get("/en/", {"q": "title"}).status_code == 200


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 500, 503])
def test_an_error_says_in_each_language_what_happened(status, visitor, failing, withdrawn):
    said = {text_of(page_for(status, visitor, language, failing)) for language in LANGUAGES}
    assert len(said) == 2


@pytest.mark.parametrize("asked", LANGUAGES)
def test_without_a_language_in_the_address_the_browser_decides(client, asked):
    response = client.get("/e/zzzz/nothing", headers={"Accept-Language": asked})
    assert response.status_code == 404
    assert f'<html lang="{asked}">' in response.content.decode()
    assert "Accept-Language" in response.headers["Vary"]


def test_what_the_resolver_tells_developers_is_not_shown(client):
    assert "tried" not in text_of(client.get("/en/nowhere/"))


def test_what_django_tells_developers_is_not_shown(visitor):
    response = visitor.get("/en/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "ALLOWED_HOSTS" not in text_of(response)
    assert "elsewhere.example" not in text_of(response)


def test_a_refusal_of_ours_is_said_in_full():
    response = errors.bad_request(RequestFactory().get("/nl/"), BadRequest("Het jaar is geen jaar."))
    assert "Het jaar is geen jaar." in text_of(response)
    response = errors.bad_request(RequestFactory().get("/nl/"), SuspiciousOperation("for developers"))
    assert "for developers" not in text_of(response)


def test_what_is_forbidden_says_so():
    response = errors.permission_denied(RequestFactory().get("/nl/"), PermissionDenied("Alleen redacteuren."))
    assert response.status_code == 403
    assert "Alleen redacteuren." in text_of(response)


def test_a_page_says_which_methods_it_knows(visitor):
    visitor = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(visitor, method)("/en/")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"
        assert "nothing can be sent to it" in text_of(response)


def test_what_was_withdrawn_says_when_and_why(client, withdrawn):
    response = client.get("/en/events/october-1917/")
    assert response.status_code == 410
    assert "Zo was het niet." in text_of(response)
    assert "Withdrawn on" in text_of(response)


def test_a_fault_of_ours_asks_the_database_nothing(visitor, failing, language, django_assert_num_queries):
    failing(ZeroDivisionError("x"))
    with django_assert_num_queries(1):  # the ETag, before the fault
        response = visitor.get(f"/{language}/about/")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "Retry-After" not in response.headers


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_while_the_database_is_away_readers_are_asked_to_come_back(visitor, no_database, language, error):
    no_database(error)
    response = visitor.get(f"/{language}/")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_whoever_watches_the_site_is_told_that_the_database_is_away(client, no_database, error):
    no_database(error)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError("x"), 500), (OperationalError("x"), 503)])
def test_a_fault_is_said_even_if_templates_cannot_be_rendered(visitor, failing, monkeypatch, error, status):
    def broken(*args):
        raise TemplateDoesNotExist("error.html")

    failing(error)
    monkeypatch.setattr(errors, "render_to_string", broken)
    response = visitor.get("/nl/about/")
    assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Cache-Control"] == "no-store"
    assert str(status) in text_of(response)
    assert "onze schuld" in text_of(response)
    assert "our fault" in text_of(response)
    assert 'href="/"' in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_our_own_words():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x", "password": "y"}, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "This form could not be accepted" in text_of(response)


def test_the_address_decides_on_the_language_even_before_any_middleware_did():
    with override("en"):
        response = errors.page_not_found(RequestFactory().get("/nl/nergens/"), Http404())
    assert '<html lang="nl">' in response.content.decode()


# --- what a request names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named", ["charset=rot13", "Charset=unicode_escape", 'charset="idna"', "charset*=utf-8''rot13"]
)
@pytest.mark.parametrize("path", ["/en/", "/embed/timeline/", "/admin/login/"])
def test_whatever_charset_a_request_names_it_is_read_as_utf_8(rf, kept_connection, path, named):
    for query, statuses in {
        "q=a%20b": (200, 400),
        "q=%5Cx00%5Cud800&items=%5Cud800": (200, 400),
        "q=%00": (400,),
        "q=%ED%A0%80": (200, 400),
    }.items():
        asked = rf.get(f"{path}?{query}").environ
        assert status_of(asked | {"CONTENT_TYPE": f"text/html; {named}"}) in statuses, query
    form = rf.generic("POST", path, b"username=%5Cud800&password=b", content_type=FORM)
    assert status_of(form.environ | {"CONTENT_TYPE": f"{FORM}; {named}"}) in (403, 405)


def status_of(environ: dict) -> int:
    """What the server would answer. Django's own client passes by what stands before Django."""
    started = []
    response = application(environ, lambda status, headers, *more: started.append(status))
    list(response)
    response.close()
    return int(started[0].partition(" ")[0])


# --- the log ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def log(monkeypatch):
    """What the site writes to its log."""
    handler = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, Redacting))
    monkeypatch.setattr(handler, "stream", io.StringIO())
    return handler.stream


def test_the_key_to_a_lesson_never_stands_in_the_log(visitor, october, log):
    lesson, secret = lessons.make(lessons.Draft("Mine", items=[lessons.Said(october.code)]), "en")
    place = f"/en/lessons/{lesson.code}/edit/{secret}"
    wrong = [
        f"{place}/x",
        f"/{place}/",
        f"{place}/?done=%00",
        f"{place}x/",
        f"/en/lessons/abc234/edit/{secret}/",
        place.replace("edit/", "edit%252F"),
    ]
    for address in wrong:
        assert visitor.get(address).status_code in (301, 302, 400, 404), address
    assert visitor.put(f"{place}/").status_code == 405
    visitor.get("/en/nowhere/")
    told = log.getvalue()
    assert secret not in told
    assert f"Not Found: /en/lessons/{lesson.code}/edit/…" in told
    assert "Not Found: /en/nowhere/" in told
