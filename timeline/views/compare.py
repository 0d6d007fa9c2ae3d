"""The matrix of who speaks of what: a row per event, a column per account, and how their dates and figures stand."""

from django.db.models import Count, IntegerField, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sources.models import Source
from timeline.models import PublicClaim, PublicEvent, PublicQuestion, PublicTheme
from timeline.views import excerpt, listing, reading, wording
from timeline.views.asked import PARAMETERS, Asked
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render

PAGE = 50
QUESTIONS = 50
# The sign of a state, for the eye that runs down a column; its word stands beside it.
SIGNS = {"agree": "=", "compatible": "≈", "contradict": "≠"}
# What stands in which column, and what it is called there.
BETWEEN = {
    "dates_between": gettext_lazy("dates"),
    "figures_between": gettext_lazy("figures"),
    "dates_within": gettext_lazy("dates within one account"),
    "figures_within": gettext_lazy("figures within one account"),
    "order_within": gettext_lazy("order in time within one account"),
}
RECORD = {
    "dates_literature": gettext_lazy("dates"),
    "figures_literature": gettext_lazy("figures"),
    "order_literature": gettext_lazy("order in time"),
}
WITHIN = {"dates_within", "figures_within", "order_within"}


@page(parameters=PARAMETERS)
def compare(request):
    """One page of the matrix; without filters, the questions stand below it."""
    language = get_language()
    whole = not any(request.GET.get(name, "").strip() for name in PARAMETERS)
    around = reading.together(*parts(whole))
    accounts = localised(reading.in_lanes(around.get("source", [])), language)
    asked = Asked.of(request.GET, accounts, themes_in(around, language), page="compare")
    events = [] if asked.wrong else list(with_counts(asked.events(), accounts)[: PAGE + 1])
    shown, more = events[:PAGE], events[PAGE:]
    context = {
        "accounts": accounts,
        "asked": asked,
        "rows": [matrix_row(event, accounts, language) for event in shown],
        "totals": totals(around, accounts),
        "questions": questions_in(around.get("position", []), accounts, language),
        "next": asked.link(after=f"{shown[-1].earliest}.{shown[-1].code}") if more else "",
    }
    described = _("Who speaks of which event, in which words, and where their dates and figures agree or part.")
    indexed = not (asked.filtered or asked.after)
    head = head_of(request, _("Compare"), described, query=asked.query(), indexed=indexed)
    return render("compare/compare.html", head, context, status=400 if asked.wrong else 200)


# --- what is asked of the index ---------------------------------------------------------------------------------------


def parts(whole: bool) -> list:
    """The accounts, the themes, how many events there are by who speaks; and the questions on the whole page."""
    accounts = Source.objects.published().accounts().values("slug")
    told = PublicClaim.objects.filter(kind=PublicClaim.CITATION, source__in=accounts).values("source", "event__voices")
    voices = PublicEvent.objects.values("voices")
    found = [
        reading.sources_named(set()),
        reading.as_json(
            "theme", PublicTheme.objects.all(), slug="slug", name_nl="name_nl", name_en="name_en"
        ).distinct(),
        reading.as_json("voices", voices.annotate(n=Count("pk")), voices="voices", n="n"),
        reading.as_json(
            "told", told.annotate(n=Count("event", distinct=True)), source="source", voices="event__voices", n="n"
        ),
    ]
    return [*found, positions()] if whole else found


def positions():
    """Per question and account the first of its quotes, and how many there are."""
    questions = PublicQuestion.objects.order_by("slug").values("pk")[:QUESTIONS]
    own = PublicClaim.objects.filter(kind=PublicClaim.POSITION, question__in=questions)
    first = own.order_by().values("question", "source").annotate(first=Min("pk")).values("first")
    same = PublicClaim.objects.filter(
        kind=PublicClaim.POSITION, question=OuterRef("question"), source=OuterRef("source")
    )
    rows = PublicClaim.objects.filter(pk__in=first).annotate(quotes=count_of(same))
    columns = {"slug": "question__slug", "question_row": "question__row", "source": "source", "quotes": "quotes"}
    columns |= {"text": "quote__exact", "language": "quote__text__source__language"}
    return reading.as_json("position", rows, **columns)


def with_counts(events, accounts: list[dict]):
    """The events, each with how many quotes every account has on it: ``quotes_0`` of the first, and so on."""
    counts = {
        f"quotes_{number}": count_of(
            PublicClaim.objects.filter(event=OuterRef("pk"), kind=PublicClaim.CITATION, source=account["slug"])
        )
        for number, account in enumerate(accounts)
    }
    return events.annotate(**counts)


def count_of(rows):
    """How many of these rows there are, within another query."""
    counted = rows.order_by().values("kind").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


# --- what is shown ----------------------------------------------------------------------------------------------------


def themes_in(around: dict, language: str) -> list[dict]:
    """The themes of published events, each once, by slug."""
    rows = {row["slug"]: row for row in around.get("theme", [])}
    return localised([rows[slug] for slug in sorted(rows)], language)


def matrix_row(event: PublicEvent, accounts: list[dict], language: str) -> dict:
    """An event with what each account says of it, and how they stand to each other and to the record."""
    row = listing.list_row(event, accounts, language)
    cells = [
        told | {"account": account, "more": max(getattr(event, f"quotes_{number}") - 1, 0)}
        for number, (account, told) in enumerate(zip(accounts, row["told"], strict=True))
    ]
    states = event.row["states"]
    return row | {"cells": cells, "between": said(states, BETWEEN), "record": said(states, RECORD)}


def said(states: dict[str, str], names: dict) -> list[dict]:
    """The states of one column in words. What an account says twice alike is no news: only where it contradicts."""
    return [
        {"compared": name, "state": state, "words": wording.STATES[state], "sign": SIGNS[state]}
        for kind, name in names.items()
        if (state := states.get(kind)) and (kind not in WITHIN or state == "contradict")
    ]


def totals(around: dict, accounts: list[dict]) -> list[dict]:
    """Of how many events all speak, only this one or that one, and nobody; each with the filter that shows them."""
    if not accounts:
        return []
    voices = {row["voices"]: row["n"] for row in around.get("voices", [])}
    two = len(accounts) == 2
    every = {"words": _("told by both accounts") if two else _("told by every account"), "told": "every"}
    nobody = {"words": _("told by neither account") if two else _("told by no account"), "told": "none"}
    rows = [every | {"count": sum(n for number, n in voices.items() if number >= len(accounts))}]
    for account in accounts if len(accounts) > 1 else ():
        name = {"name": account["name"]}
        words = _("told only by %(name)s") % name if two else _("told by %(name)s, but not by every account") % name
        alone = sum(
            row["n"]
            for row in around.get("told", [])
            if row["source"] == account["slug"] and row["voices"] < len(accounts)
        )
        rows.append({"words": words, "told": "some", "source": account, "count": alone})
    rows.append(nobody | {"count": voices.get(0, 0)})
    return [row | {"url": address_of(row)} for row in rows]


def address_of(row: dict) -> str:
    account = f"account={row['source']['slug']}&" if row.get("source") else ""
    return f"{reverse('compare')}?{account}told={row['told']}"


def questions_in(rows: list[dict], accounts: list[dict], language: str) -> list[dict]:
    """The questions, each with the first words of every account; none where it says nothing on it."""
    found: dict[str, dict] = {}
    for row in rows:
        found.setdefault(row["slug"], {"row": row["question_row"], "said": {}})["said"][row["source"]] = row
    return [
        {
            "slug": slug,
            "title": localised({name: question["row"][name] for name in ("title_nl", "title_en")}, language)["title"],
            "cells": [{"account": account, **words_of(question["said"].get(account["slug"]))} for account in accounts],
        }
        for slug, question in sorted(found.items())
    ]


def words_of(row: dict | None) -> dict:
    """The first quote of an account on a question, as a line of a cell."""
    if row is None:
        return {"silent": True, "line": None, "more": 0}
    line = {"text": excerpt.cut(row["text"], 140), "language": row["language"]}
    return {"silent": False, "line": line, "more": row["quotes"] - 1}
