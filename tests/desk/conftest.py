"""Who sits at the desk."""

import pytest


@pytest.fixture
def editor(admin_client):
    """The browser of the one editor of a new installation."""
    return admin_client
