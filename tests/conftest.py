"""What every test stands on."""

import os
import sys

import pytest
from django.conf import settings

from tests import postgres

# Playwright runs an event loop in the thread of the test, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure():
    """Static files are served from where they stand: collecting them takes long and tests nothing."""
    if settings.configured:
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.WHITENOISE_AUTOREFRESH = True
        settings.WHITENOISE_USE_FINDERS = True
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def postgres_url():
    """The address of an empty PostgreSQL database, apart from the one that the suite may run on."""
    if postgres.binaries() is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have PostgreSQL's server: apt-get install postgresql")
        sys.stderr.write("PostgreSQL's server is not installed, so what needs it is not tested.\n")
        pytest.skip("PostgreSQL's server is not installed")
    with postgres.server() as url:
        yield url
