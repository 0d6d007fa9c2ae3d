"""The board of claims: every published note with its verdict, and how many there are of each kind."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from sources.codes import ALPHABET
from timeline.models import PublicClaim
from timeline.models.evidence import CRITICAL
from timeline.views import excerpt, findings, reading, wording
from timeline.views.faceted import Faceted
from timeline.views.localise import dated_words, localised, title_in
from timeline.views.public import head_of, page, render

PARAMETERS = ("verdict", "account", "kind", "reviewed", "after")
NOBODY, ALL = "none", "all"
YES, NO = "yes", "no"
KINDS = {
    PublicClaim.WORDS: gettext_lazy("on the words of a quote"),
    PublicClaim.ON_FIGURE: gettext_lazy("on a figure"),
    PublicClaim.ON_FINDING: gettext_lazy("on a finding"),
    PublicClaim.EVENT: gettext_lazy("on an event as a whole"),
    PublicClaim.QUESTION: gettext_lazy("on a question"),
}
REVIEWED = {
    YES: gettext_lazy("reviewed by a second person"),
    NO: gettext_lazy("not reviewed by a second person"),
}
LABELS = {
    "verdict": gettext_lazy("Verdict"),
    "account": gettext_lazy("About"),
    "kind": gettext_lazy("Kind"),
    "reviewed": gettext_lazy("Review"),
}
ANY = {
    "verdict": gettext_lazy("everything critical"),
    "account": pgettext_lazy("notes about …", "anything"),
    "kind": pgettext_lazy("notes of …", "any kind"),
    "reviewed": pgettext_lazy("notes that are …", "reviewed or not"),
}
AFTER_ALL = 2**31 - 1  # questions have no day: they stand after the events
PLACE = re.compile(rf"(-?\d{{1,10}})\.([{ALPHABET}]{{4,12}})\.([{ALPHABET}]{{4,12}})")


@page(parameters=PARAMETERS)
def contested(request):
    """One page of notes in the order of the events that they are about."""
    language = get_language()
    around = reading.together(reading.sources_named(set()), cube(), findings.cube())
    accounts = localised(reading.in_lanes(around.get("source", [])), language)
    board = Board.of(request.GET, accounts)
    counts = around.get("counts", [])
    shown, context = board.one_page(request, board.notes(), counts)
    context |= {
        "groups": grouped(shown, accounts, language),
        "overview": overview(counts, board),
        "computed": findings.overview(around.get("findings", []), accounts),
    }
    described = _("The claims on which an editor has passed judgement, with the verdict and the reason for it.")
    head = head_of(request, _("Contested"), described, query=board.query(), indexed=not board.filtered)
    return render("contested/contested.html", head, context)


# --- what is asked of the index ---------------------------------------------------------------------------------------


def all_notes():
    """Every published note."""
    return PublicClaim.objects.filter(kind=PublicClaim.NOTE)


def cube():
    """How many notes there are of every combination; as many rows as there are combinations, however many notes."""
    rows = all_notes().order_by().values("verdict", "source", "about", "reviewed").annotate(n=Count("pk"))
    names = {"verdict": "verdict", "account": "source", "kind": "about", "reviewed": "reviewed", "n": "n"}
    return reading.as_json("counts", rows, **names)


COLUMNS = {
    "exact": F("quote__exact"),
    "language": F("quote__text__source__language"),
    "name_nl": F("quote__text__source__name_nl"),
    "name_en": F("quote__text__source__name_en"),
    "published": F("quote__text__source__published"),
}
OWNER = ("event__slug", "event__row", "question__slug", "question__row")


@dataclass(frozen=True)
class Board(Faceted):
    """What the address asks of the board. Without a verdict it is everything critical."""

    url = "contested"
    parameters = PARAMETERS
    labels = LABELS
    place = PLACE

    accounts: tuple[dict, ...]
    verdict: str = ""
    account: str = ""
    kind: str = ""
    reviewed: str = ""
    after: str = ""

    @property
    def slugs(self) -> list[str]:
        return [account["slug"] for account in self.accounts]

    @property
    def options(self) -> dict[str, dict[str, str]]:
        """Per filter its values and their words; the empty one is where it starts."""
        values = {
            "verdict": {name: words for name, (words, _meaning) in wording.VERDICTS.items()} | {ALL: _("all verdicts")},
            "account": {row["slug"]: row["name"] for row in self.accounts} | {NOBODY: _("no account in particular")},
            "kind": KINDS,
            "reviewed": REVIEWED,
        }
        return {name: {"": ANY[name]} | options for name, options in values.items()}

    def place_of(self, row: dict) -> str:
        return f"{row['day']}.{row['owner']}.{row['code']}"

    def notes(self):
        """The notes asked for: by the date of their event, then in the order of its page; then those on questions."""
        rows = all_notes().annotate(
            day=Coalesce("event__earliest", AFTER_ALL, output_field=IntegerField()),
            owner=Coalesce("event_id", "question_id"),
        )
        if self.verdict != ALL:
            rows = rows.filter(verdict__in=[self.verdict] if self.verdict else CRITICAL)
        if self.account == NOBODY:
            rows = rows.exclude(source__in=self.slugs)
        elif self.account:
            rows = rows.filter(source=self.account)
        if self.kind:
            rows = rows.filter(about=self.kind)
        if self.reviewed:
            rows = rows.filter(reviewed=self.reviewed == YES)
        if self.after:
            rows = rows.filter(later_than(*PLACE.fullmatch(self.after).groups()))
        names = ("code", "verdict", "source", "about", "row", "day", "owner", *OWNER)
        return rows.order_by("day", "owner", "pk").values(*names, **COLUMNS)

    def matches(self, row: dict, **changes) -> bool:
        """Whether the notes of a row of the cube are among those asked for, or would be after these changes."""
        wanted = self.wanted(**changes)
        return (
            (wanted["verdict"] in (ALL, row["verdict"]) or (not wanted["verdict"] and row["verdict"] in CRITICAL))
            and wanted["account"] in ("", self.account_of(row))
            and wanted["kind"] in ("", row["kind"])
            and wanted["reviewed"] in ("", YES if row["reviewed"] else NO)
        )

    def account_of(self, row: dict) -> str:
        return row["account"] if row["account"] in self.slugs else NOBODY


def later_than(day: str, owner: str, code: str) -> Q:
    """What stands after this note. Where it is no longer there, its page begins anew: rather twice than never."""
    here = PublicClaim.objects.filter(kind=PublicClaim.NOTE, code=code).values("pk")[:1]
    same_page = Q(day=int(day), owner=owner, pk__gt=Coalesce(Subquery(here), 0))
    return Q(day__gt=int(day)) | Q(day=int(day), owner__gt=owner) | same_page


# --- what is shown ----------------------------------------------------------------------------------------------------


def grouped(notes: list[dict], accounts: list[dict], language: str) -> list[dict]:
    """The notes under the event or question that they stand on."""
    sources = {account["slug"]: account for account in accounts}
    groups = []
    for _owner, rows in groupby(notes, key=lambda note: note["owner"]):
        rows = list(rows)
        kind = "event" if rows[0]["event__slug"] else "question"
        row = rows[0][f"{kind}__row"]
        url = reverse(kind, args=[rows[0][f"{kind}__slug"]])
        groups.append(
            {
                "code": rows[0]["owner"],
                "kind": kind,
                "url": url,
                "title": title_in(row, language),
                "date_words": dated_words(row["date"], language) if kind == "event" else "",
                "notes": [shown_note(note, sources, url, language) for note in rows],
            }
        )
    return groups


def shown_note(note: dict, sources: dict[str, dict], url: str, language: str) -> dict:
    """A note as the board shows it: the words that are judged, whose they are, the verdict, and why in a sentence."""
    row = localised(note["row"], language)
    named = localised({name: note[name] for name in ("name_nl", "name_en")}, language)["name"]
    return {
        "code": note["code"],
        "url": f"{url}#note-{note['code']}",
        "words": excerpt.cut(row.get("words") or note["exact"] or ""),
        "language": note["language"],
        "account": sources.get(note["source"]) or ({"name": named} if note["published"] else None),
        "verdict": wording.verdict(note["verdict"]),
        "kind": note["about"],
        "about": KINDS[note["about"]],
        "reason": excerpt.first_sentences(row["reason"]),
        "reviewer": row.get("reviewer", ""),
    }


def overview(counts: list[dict], board: Board) -> dict | None:
    """The table of all notes: a row per verdict, a column per account and one for what is about none of them."""
    whole = Board(board.accounts, verdict=ALL)
    columns = [*({"slug": row["slug"], "source": row} for row in board.accounts), {"slug": NOBODY, "source": None}]
    rows = []
    for name in wording.VERDICTS:
        cells = [
            {
                "column": column,
                "count": whole.count(counts, verdict=name, account=column["slug"]),
                "url": whole.link(verdict=name, account=column["slug"]),
            }
            for column in columns
        ]
        total = sum(cell["count"] for cell in cells)
        if total:
            link = whole.link(verdict=name)
            rows.append({"verdict": wording.verdict(name), "cells": cells, "total": total, "url": link})
    most = max((cell["count"] for row in rows for cell in row["cells"]), default=0)
    for cell in (cell for row in rows for cell in row["cells"]):
        cell["width"] = f"{100 * cell['count'] / most:.1f}%"
    totals = [sum(row["cells"][at]["count"] for row in rows) for at in range(len(columns))]
    return {"columns": columns, "rows": rows, "totals": totals, "total": sum(totals)} if rows else None
