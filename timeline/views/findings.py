"""The list of findings: what the checks computed, by kind, state and account, and whether an editor answered."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from sources.codes import ALPHABET
from timeline.models import PublicFinding
from timeline.views import excerpt, reading, wording
from timeline.views.faceted import Faceted
from timeline.views.localise import dated_words, localised, title_in
from timeline.views.public import head_of, page, render
from timeline.views.reasoning import RECORD

PARAMETERS = ("kind", "state", "account", "answer", "after")
ALL, OPEN, NEEDLESS = "all", "open", "needless"
LABELS = {
    "kind": gettext_lazy("Kind"),
    "state": gettext_lazy("State"),
    "account": gettext_lazy("About"),
    "answer": gettext_lazy("Answer"),
}
ANY = {
    "kind": pgettext_lazy("findings of …", "any kind"),
    "state": gettext_lazy("all that cannot be right"),
    "account": pgettext_lazy("findings about …", "any account"),
    "answer": pgettext_lazy("findings that are …", "answered or not"),
}
ANSWERS = {OPEN: gettext_lazy("not answered")} | wording.ANSWERED
PLACE = re.compile(rf"(-?\d{{1,10}})\.([{ALPHABET}]{{4,12}})\.(\d{{1,5}})")


@page(parameters=PARAMETERS)
def findings(request):
    """One page of findings in the order of the events that they are about."""
    language = get_language()
    around = reading.together(reading.sources_named(set()), cube())
    accounts = localised(reading.in_lanes(around.get("source", [])), language)
    board = Findings.of(request.GET, accounts)
    shown, context = board.one_page(request, board.rows(), around.get("findings", []))
    context |= {"groups": grouped(shown, accounts, language)}
    described = _("What was computed from the words of the sources: what contradicts, what cannot be true together.")
    head = head_of(request, _("Findings"), described, query=board.query(), indexed=not board.filtered)
    return render("findings/findings.html", head, context)


def cube():
    """How many findings there are of every combination; as many rows as there are combinations."""
    rows = PublicFinding.objects.order_by().values("kind", "state", "sources", "answer").annotate(n=Count("pk"))
    return reading.as_json("findings", rows, **{name: name for name in ("kind", "state", "sources", "answer", "n")})


@dataclass(frozen=True)
class Findings(Faceted):
    """What the address asks of the list. Without a state it is everything that cannot be right."""

    url = "findings"
    parameters = PARAMETERS
    labels = LABELS
    place = PLACE

    accounts: tuple[dict, ...]
    kind: str = ""
    state: str = ""
    account: str = ""
    answer: str = ""
    after: str = ""

    @property
    def options(self) -> dict[str, dict[str, str]]:
        """Per filter its values and their words; the empty one is where it starts."""
        values = {
            "kind": wording.SUBJECTS,
            "state": wording.STATES_OF_FINDINGS | {ALL: _("everything, also what fits")},
            "account": {row["slug"]: row["name"] for row in self.accounts},
            "answer": ANSWERS,
        }
        return {name: {"": ANY[name]} | options for name, options in values.items()}

    def rows(self):
        """The findings asked for: by the date of their event, then in the order of its page."""
        rows = PublicFinding.objects.all()
        if self.kind:
            rows = rows.filter(kind__startswith=self.kind)
        if self.state != ALL:
            rows = rows.filter(state__in=[self.state] if self.state else wording.WRONG)
        if self.account:
            listed = Concat(Value(" "), "sources", Value(" "), output_field=TextField())
            rows = rows.annotate(listed=listed).filter(listed__contains=f" {self.account} ")
        if self.answer:
            waiting = {"answer": "", "state__in": wording.WRONG}
            rows = rows.filter(**(waiting if self.answer == OPEN else {"answer": self.answer}))
        if self.after:
            rows = rows.filter(later_than(*PLACE.fullmatch(self.after).groups()))
        names = ("code", "kind", "state", "sources", "answer", "row", "position", "event_id", "event__row")
        return rows.order_by("event__earliest", "event_id", "position").values(
            *names, day=F("event__earliest"), slug=F("event__slug")
        )

    def place_of(self, row: dict) -> str:
        return f"{row['day']}.{row['event_id']}.{row['position']}"

    def matches(self, row: dict, **changes) -> bool:
        """Whether the findings of a row of the cube are among those asked for, or would be after these changes."""
        wanted = self.wanted(**changes)
        return (
            wanted["kind"] in ("", wording.subject_of(row["kind"]))
            and (wanted["state"] in (ALL, row["state"]) or (not wanted["state"] and row["state"] in wording.WRONG))
            and (not wanted["account"] or wanted["account"] in row["sources"].split())
            and wanted["answer"] in ("", answer_of(row))
        )


def later_than(day: str, event: str, position: str) -> Q:
    """What stands after this place in the list."""
    same = Q(event__earliest=int(day))
    return (
        Q(event__earliest__gt=int(day))
        | same & Q(event_id__gt=event)
        | same & Q(event_id=event, position__gt=int(position))
    )


def answer_of(row: dict) -> str:
    """Whether it is answered, or waits for that; only what cannot be right waits for an answer."""
    return row["answer"] or (OPEN if row["state"] in wording.WRONG else NEEDLESS)


# --- what is shown ----------------------------------------------------------------------------------------------------


def grouped(rows: list[dict], accounts: list[dict], language: str) -> list[dict]:
    """The findings under the event that they are about."""
    sources = {account["slug"]: account for account in accounts}
    groups = []
    for code, found in groupby(rows, key=lambda row: row["event_id"]):
        found = list(found)
        event = found[0]["event__row"]
        groups.append(
            {
                "code": code,
                "url": reverse("event", args=[found[0]["slug"]]),
                "title": title_in(event, language),
                "date_words": dated_words(event["date"], language),
                "findings": [shown_finding(row, event, sources, language) for row in found],
            }
        )
    return groups


def shown_finding(row: dict, event: dict, sources: dict[str, dict], language: str) -> dict:
    """A finding as the list shows it: how it stands, in a sentence, with the words that it is about."""
    names = {slug: source["name"] for slug, source in sources.items()}
    return {
        "code": row["code"],
        "state": row["state"],
        "kind": wording.SUBJECTS.get(wording.subject_of(row["kind"]), row["kind"]),
        "words": [said(code, words, event, language) for code, words in row["row"].get("words", {}).items()],
        "asks": localised(row["row"].get("asks", {}), language).get("what", ""),
        "standing": wording.STATES_OF_FINDINGS.get(row["state"], row["state"]),
        "wrong": row["state"] in wording.WRONG,
        "sentence": wording.finding_sentence(row["row"], names),
        "accounts": [sources[slug] for slug in row["sources"].split() if slug in sources],
        "answer": ANSWERS.get(answer_of(row), ""),
    }


def said(code: str, words: str, event: dict, language: str) -> dict:
    """The words of a claim, or the recorded date."""
    if code == RECORD:
        return {"recorded": dated_words(event["date"], language)}
    return {"text": excerpt.cut(words, 120)}


def overview(counts: list[dict], accounts: list[dict]) -> dict:
    """A table of what cannot be right: a row per kind, a column per account; and how many wait for an answer. What is
    between two accounts counts for both, and once together."""
    board = Findings(tuple(accounts))
    rows = [
        {
            "words": words,
            "url": board.link(kind=kind),
            "cells": [
                {
                    "account": account,
                    "count": board.count(counts, kind=kind, account=account["slug"]),
                    "url": board.link(kind=kind, account=account["slug"]),
                }
                for account in accounts
            ],
            "total": board.count(counts, kind=kind),
        }
        for kind, words in wording.SUBJECTS.items()
    ]
    rows = [row for row in rows if row["total"]]
    waiting = {"count": board.count(counts, answer=OPEN), "url": board.link(answer=OPEN)}
    everything = {"count": board.count(counts, state=ALL), "url": board.link(state=ALL)}
    return {
        "accounts": accounts,
        "rows": rows,
        "total": board.count(counts),
        "url": board.link(),
        "waiting": waiting,
        "everything": everything,
    }
