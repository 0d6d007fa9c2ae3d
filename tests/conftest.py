"""What every test stands on."""

import os

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
        pytest.fail("PostgreSQL's server is not installed; on Debian: apt-get install postgresql")
    with postgres.server() as url:
        yield url
