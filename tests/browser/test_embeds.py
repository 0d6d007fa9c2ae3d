"""What a page of somebody else can show of this site, and what not."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser import layout
from tests.browser.places import ELECTION, PLACES

EMBEDS = ("embed-event", "embed-timeline", "embed-lesson")


@pytest.fixture
def school():
    """A server of somebody else: ``/?<address>`` is a page with that address in a frame."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            frame = f'<iframe src="{self.path.partition("?")[2]}" width="500" height="700"></iframe>'
            body = f'<!doctype html><link rel="icon" href="data:,"><title>School</title>{frame}'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


def framed(page: Page, school: str, address: str):
    page.goto(f"{school}?{address}")
    return page.frame_locator("iframe")


@pytest.mark.parametrize("kind", EMBEDS)
def test_another_site_shows_an_embed_without_a_cookie_and_with_its_ways_out_in_new_tabs(page: Page, site, school, kind):
    frame = framed(page, school, f"{site}/nl/{PLACES[kind]}".replace("/nl/../", "/"))
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    assert page.context.cookies() == []
    out = frame.locator(".embed-out a")
    with page.context.expect_page() as opened:
        out.click()
    expect(opened.value.get_by_role("navigation").first).to_be_visible()
    assert page.url.startswith(school)


def test_another_site_shows_no_other_page(page: Page, site, school):
    for path in (ELECTION, f"{ELECTION}present/", "lessons/"):
        frame = framed(page, school, f"{site}/nl/{path}")
        expect(frame.get_by_role("heading", name="Wederhoor")).to_have_count(0)
        expect(frame.locator("main#main")).to_have_count(0)
    assert any("frame-ancestors" in said for said in page.complaints)
    page.complaints.clear()


def test_an_embed_is_read_in_two_hundred_pixels(page: Page, site):
    page.set_viewport_size({"width": 200, "height": 400})
    for kind in EMBEDS:
        page.goto(f"{site}/nl/{PLACES[kind]}")
        assert layout.sideways(page) == 0, kind
        assert layout.text_cut_off(page) == [], kind
