"""Every address that the first corpus ever gave to readers answers: with a page, one step to it, or the reason why not."""

import pytest
from django.db import connection
from django.http import HttpResponse

from tests import ledger
from tests.views.conftest import text_of
from timeline import cards
from timeline.views import public, qr

LANGUAGES = ("nl", "en")


@pytest.fixture
def quick(monkeypatch):
    """Without drawing and filling in what each address shows: that is looked at elsewhere, and takes a minute here."""
    monkeypatch.setattr(public, "render_to_string", lambda template, context: "a page")
    monkeypatch.setattr(qr, "qr_of", lambda *args: HttpResponse("a code"))
    monkeypatch.setattr(cards, "draw", lambda card: b"a picture")


def test_every_address_of_the_ledger_answers_in_one_step(client, shipped, quick):
    answered: dict[str, int] = {}
    wrong = []
    step = 1 if connection.vendor == "sqlite" else 10  # the whole of it once: an address is no matter of databases
    for number, entry in enumerate(sorted(ledger.entries())[::step]):
        path = ledger.path_of(entry, LANGUAGES[number % 2])
        status = ask(client, path, answered)
        if isinstance(status, str):  # one step further: a page, asked once however many links lead there
            status = answered.get(status) or ask(client, status, answered)
        if status not in (200, 410):
            wrong.append((path, status))
    assert wrong == []


def ask(client, path: str, answered: dict[str, int]) -> int | str:
    """The status of an address, or where it leads on for ever; 500 for a 410 without a reason."""
    response = client.get(path)
    if response.status_code == 301:
        return response.url.partition("#")[0]
    explained = response.status_code != 410 or len(text_of(response)) > 200
    answered[path] = response.status_code if explained else 500
    return answered[path]


def test_everything_that_is_public_stands_in_the_ledger(client, shipped, quick):
    new = set(ledger.candidates()) - ledger.entries()
    assert [entry for entry in sorted(new) if ledger.answers(client, entry)] == [], "make ledger adds it"


def test_the_ledger_is_in_order_and_no_line_of_it_is_lost():
    head, *lines = ledger.LEDGER.read_text().splitlines()
    assert lines == sorted(set(lines))
    assert head == ledger.head_of(set(lines)), "a line was lost; what is new comes by make ledger"
