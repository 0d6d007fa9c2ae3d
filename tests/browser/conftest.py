"""A real browser on a live site. Whatever the browser complains of (the security policy above all) fails the test.

Readers change nothing, so they all read one site (``site``), prepared once for the whole run; who writes gets a copy of
it (``desk_site``).
"""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import expect

from tests.browser import served

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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """The folder of a site with the first corpus; whichever worker comes first makes it for all of them."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    var = shared / "site"
    with open(shared / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "ready").exists():
            served.prepare(var)
            (var / "ready").touch()
    return var


@pytest.fixture(scope="session")
def site(prepared) -> str:
    """The address of a site with the first corpus, for reading only."""
    with served.serving(prepared) as address:
        yield address


@pytest.fixture
def desk_site(live_server, prepared) -> str:
    """The address of a site with the first corpus that a test may write to."""
    with closing(sqlite3.connect(prepared / "wederhoor.sqlite3")) as source:
        source.backup(connection.connection)
    return live_server.url


@pytest.fixture
def own_site(prepared, tmp_path) -> str:
    """The address of a site with the first corpus, served as it is to readers, that a test may write to."""
    shutil.copytree(prepared, tmp_path / "own", ignore=shutil.ignore_patterns("*.log"))
    with served.serving(tmp_path / "own") as address:
        yield address


@pytest.fixture
def editor(transactional_db):
    """The one editor of a new installation."""
    user, _made = User.objects.get_or_create(username="editor", is_staff=True, is_superuser=True)
    user.set_password("hoor-en-wederhoor")
    user.save()
    return user


@pytest.fixture
def desk(page, live_server, editor):
    """A browser in which the editor has signed in."""
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "hoor-en-wederhoor")
    page.click("input[type=submit]")
    return page
