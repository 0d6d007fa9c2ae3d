"""The first corpus as it is shipped. Loading it takes long, so it is loaded once for all tests of this folder."""

from pathlib import Path

import pytest
from django.db import transaction

from timeline import corpus
from timeline.management.commands.start import FIRST_CORPUS


def pytest_collection_modifyitems(items):
    """One worker has them all."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group("shipped"))


@pytest.fixture(scope="package")
def shipped(django_db_setup, django_db_blocker):
    """What was said of loading the first corpus; it is gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield corpus.load(FIRST_CORPUS)
        transaction.set_rollback(True)
