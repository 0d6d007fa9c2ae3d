"""What the tests of public pages share."""

import re
from html import unescape

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from sources.models import Text
from tests.builders import cited, make_published_event, make_published_question, make_quote, make_source, make_text
from timeline.models import Event
from timeline.views import guard

OCTOBER = "0ct917"


@pytest.fixture
def accounts(db):
    """Two accounts with a text each: the first tells of October 1917 and March 1918, the second of 1936."""
    return make_accounts()


@pytest.fixture
def october(accounts):
    """A published event of which one account gives the day and the other is silent."""
    return make_october(accounts)


def make_accounts() -> tuple[Text, Text]:
    """The texts of the fixture ``accounts``."""
    first = make_source("slides", lane=1, name_nl="De dia’s", name_en="The slides", stance_nl="Verdedigt de grondwet.")
    second = make_source("dossier", lane=2, name_nl="Het dossier", name_en="The dossier")
    return make_text(first), make_text(second, "In 1936 kwam er een grondwet, zegt men.")


def make_october(accounts: tuple[Text, Text]) -> Event:
    """The event of the fixture ``october``."""
    quote = make_quote("Op 25 oktober 1917 namen zij de macht over.", accounts[0])
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    return make_published_event(
        "october-1917", code=OCTOBER, date={"edtf": "1917-10-25", "calendar": "julian"}, citations=[told]
    )


@pytest.fixture
def pair(october):
    """An event and a question that readers see."""
    return october, make_published_question("who-ruled", title_en="Who ruled?")


@pytest.fixture
def nothing_sent_yet(monkeypatch):
    """Nobody has made or changed a lesson within the hour."""
    monkeypatch.setattr(guard, "TALLY", guard.Tally())


@pytest.fixture
def queries(django_assert_max_num_queries):
    """At most three, whatever the page shows."""
    return lambda: django_assert_max_num_queries(3)


@pytest.fixture
def kept_connection(db):
    """A request that reaches the site as a server hands it over would close the connection, and with it the
    transaction of the test; Django's own client spares it likewise."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def text_of(response) -> str:
    """What a reader sees of a page, with single spaces."""
    body = re.sub(r"<head>.*?</head>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", body))).strip()
