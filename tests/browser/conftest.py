"""A real browser on a live site. Whatever the browser complains of (the security policy above all) fails the test."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from timeline import corpus
from timeline.management.commands.start import FIRST_CORPUS

# A machine that runs the whole suite at once is slow to draw a page.
expect.set_options(timeout=15_000)
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


def pytest_collection_modifyitems(items):
    """Everything in this folder needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, also as root, without its calls home."""
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": QUIET}


@pytest.fixture
def page(page):
    """A page that takes down every complaint, and answers for it at the end."""
    complaints = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints
    page.set_default_timeout(15_000)
    yield page
    assert complaints == []


@pytest.fixture
def site(live_server):
    """The address of a site with the first corpus."""
    corpus.load(FIRST_CORPUS)
    return live_server.url


@pytest.fixture
def editor(transactional_db):
    """The one editor of a new installation."""
    return User.objects.create_superuser("editor", password="hoor-en-wederhoor")


@pytest.fixture
def desk(page, live_server, editor):
    """A browser in which the editor has signed in."""
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "hoor-en-wederhoor")
    page.click("input[type=submit]")
    return page
