import re
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection

from tests.builders import make_event, make_published_event, make_published_question, make_source

NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
pytestmark = pytest.mark.django_db


def test_the_sitemap_holds_every_public_page_in_both_languages(client, october, queries, settings):
    settings.SITE_URL = "https://example.org"
    make_published_question("who-ruled")
    make_event("secret")
    make_source("hidden", published=False)
    with queries():
        response = client.get("/sitemap.xml")
    urls = ElementTree.fromstring(response.content).findall("s:url", NAMESPACES)
    places = [url.find("s:loc", NAMESPACES).text.removeprefix("https://example.org") for url in urls]
    for language in ("nl", "en"):
        for page in ("", "about/", "sources/", "sources/slides/", "events/october-1917/", "questions/who-ruled/"):
            assert f"/{language}/{page}" in places
    assert not re.search("secret|hidden|versions", " ".join(places))
    assert len(places) == len(set(places))
    languages = [[link.get("hreflang") for link in url.findall("x:link", NAMESPACES)] for url in urls]
    assert all(found == ["nl", "en", "x-default"] for found in languages)


def test_every_page_of_the_sitemap_is_there_after_at_most_three_queries(client, october, queries):
    make_published_question("who-ruled", events=[october.code])
    make_published_event("kirov", date="1934-12-01")
    places = re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(places) > 10
    for place in places:
        with queries():
            response = client.get(place)
        assert response.status_code == 200
        assert f'<link rel="canonical" href="http://testserver{place}">' in response.content.decode()


def test_browsers_find_the_icon_where_they_look_for_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.url) == (301, "/static/img/icon.svg")


def test_robots_are_kept_from_the_desk_alone(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_the_site_is_well_while_the_database_answers(client, db, monkeypatch):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")

    def broken():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", broken)
    assert client.get("/healthz").status_code == 503
