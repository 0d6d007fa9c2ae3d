import pytest
from django.core.exceptions import PermissionDenied
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory

from tests.views.conftest import text_of
from timeline.views import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("address", "language"), [("/nl/nergens/", "nl"), ("/en/nowhere/", "en")])
def test_an_unknown_address_is_404_in_its_language(client, address, language):
    response = client.get(address)
    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_without_a_language_in_the_address_the_browser_decides(client):
    response = client.get("/nowhere", headers={"Accept-Language": "en"}, follow=True)
    assert response.status_code == 404
    assert '<html lang="en">' in response.content.decode()


def test_what_the_resolver_tells_developers_is_not_shown(client):
    assert "tried" not in text_of(client.get("/en/nowhere/"))


def test_an_error_page_is_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/en/nowhere/").content.decode()


def test_a_fault_of_ours_is_said_without_the_database(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("timeline.views.about.balance", lambda: 1 / 0)
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(1):  # the ETag, before the fault
        response = client.get("/en/about/")
    assert response.status_code == 500
    assert "our fault" in text_of(response)


def test_a_fault_of_ours_is_said_even_if_templates_cannot_be_rendered(monkeypatch):
    def broken(*args):
        raise TemplateDoesNotExist("error.html")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/nl/"))
    assert response.status_code == 500
    assert b"500" in response.content


def test_what_is_forbidden_says_so():
    response = errors.permission_denied(RequestFactory().get("/nl/"), PermissionDenied("Alleen redacteuren."))
    assert response.status_code == 403
    assert "Alleen redacteuren." in text_of(response)


def test_a_form_from_elsewhere_is_refused_in_our_own_words():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x", "password": "y"}, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "This form could not be accepted" in text_of(response)
