"""The matrix of who speaks of what: a row per event, a column per account, and how their dates and figures stand."""

from django.db.models import Count, IntegerField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sources.models import Source
from timeline import index
from timeline.models import PublicClaim, PublicEvent, PublicQuestion
from timeline.views import listing, reading, wording
from timeline.views.asked import PARAMETERS, Asked
from timeline.views.localise import localised, title_in
from timeline.views.public import absolute, head_of, page, render

PAGE = 50
QUESTIONS = 50
# What stands in which column, and what it is called there.
BETWEEN = {
    "dates_between": gettext_lazy("dates"),
    "figures_between": gettext_lazy("figures"),
    "arithmetic_between": gettext_lazy("sums"),
    "dates_within": gettext_lazy("dates within one account"),
    "figures_within": gettext_lazy("figures within one account"),
    "order_within": gettext_lazy("order in time within one account"),
    "arithmetic_within": gettext_lazy("sums within one account"),
}
RECORD = {
    "dates_literature": gettext_lazy("dates"),
    "figures_literature": gettext_lazy("figures"),
    "order_literature": gettext_lazy("order in time"),
    "arithmetic_literature": gettext_lazy("sums"),
}


@page(parameters=PARAMETERS)
def compare(request):
    """One page of the matrix. Without filters, what every account tells comes first, and the questions last."""
    language = get_language()
    whole = not any(request.GET.get(name, "").strip() for name in PARAMETERS)
    around = reading.together(*parts(whole))
    accounts = localised(reading.in_lanes(around.get("source", [])), language)
    themes = localised(reading.each_theme(around.get("theme", [])), language)
    asked = Asked.of(request.GET, accounts, themes, page="compare")
    together, others = ([], []) if asked.wrong else events_of(asked)
    shown, more = others[:PAGE], others[PAGE:]
    link = asked.link(after=f"{shown[-1].earliest}.{shown[-1].code}") if more else ""
    counted = totals(around, accounts)
    context = {
        "accounts": accounts,
        "asked": asked,
        "chosen": [chip["words"] for chip in asked.chips()],
        "groups": groups(asked, together, shown, counted, language),
        "totals": counted,
        "questions": questions_in(around.get("position", []), accounts, language),
        "next": link,
        "goes_on": absolute(request, link) if link else "",
        "shown": len(together) + len(shown),
        "all": 0 if asked.filtered else sum(row["n"] for row in around.get("voices", [])),
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
        reading.themes(),
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


def events_of(asked: Asked) -> tuple[list[PublicEvent], list[PublicEvent]]:
    """The events that every account tells of, on the first page; and the others of this page and one more: one query.

    Where something is filtered, or one account has nobody to be compared with, all are others.
    """
    if asked.filtered or asked.accounts < 2:
        return [], list(with_counts(asked.events(), asked.speaking)[: PAGE + 1])
    every = asked.whole().told_by_every(asked.accounts)[: 0 if asked.after else PAGE].values("pk")
    less = asked.events().told_by_some(asked.accounts) | asked.events().told_by_none()
    rows = PublicEvent.objects.filter(Q(pk__in=every) | Q(pk__in=less[: PAGE + 1].values("pk")))
    events = list(with_counts(rows.order_by("earliest", "code"), asked.speaking))
    together = [event for event in events if event.voices >= asked.accounts]
    return together, [event for event in events if event.voices < asked.accounts]


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


def groups(asked: Asked, together, others, counted: list[dict], language: str) -> list[dict]:
    """The rows under their headings; without a heading where the list is one. ``more`` leads to all of the first."""
    two = asked.accounts == 2
    every = {"id": "every", "heading": _("What both tell") if two else _("What all accounts tell")}
    less = {"id": "less", "heading": _("What only one tells, or neither") if two else _("What not all of them tell")}
    if asked.filtered or asked.accounts < 2 or not (together or asked.after):
        less["heading"] = ""
    if together and counted[0]["count"] > len(together):
        every["more"] = counted[0]
    return [
        group | {"rows": [matrix_row(event, list(asked.speaking), language) for event in events]}
        for group, events in ((every, together), (less, others))
        if events
    ]


def matrix_row(event: PublicEvent, accounts: list[dict], language: str) -> dict:
    """An event with what each account says of it, and how they stand to each other and to the record."""
    row = listing.list_row(event, accounts, language)
    cells = [told | {"more": max(getattr(event, f"quotes_{number}") - 1, 0)} for number, told in enumerate(row["told"])]
    states = event.row["states"]
    return row | {"cells": cells, "between": said(states, BETWEEN), "record": said(states, RECORD)}


def said(states: dict[str, str], names: dict) -> list[dict]:
    """The states of one column in words. What fits within one account is no news: only where it contradicts itself."""
    return [
        {"compared": name, "state": state, "words": wording.state_in_words(kind, state)}
        for kind, name in names.items()
        if (state := states.get(kind)) and (kind not in index.WITHIN or state == "contradict")
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
            "title": title_in(question["row"], language),
            "cells": [words_of(account, question["said"].get(account["slug"])) for account in accounts],
        }
        for slug, question in sorted(found.items())
    ]


def words_of(account: dict, row: dict | None) -> dict:
    """The first quote of an account on a question, as a line of a cell; where it says nothing, its ring."""
    if row is None:
        return {"account": reading.ringed(account), "silent": True, "line": None, "more": 0}
    line = {"text": index.line_of(row["text"]), "language": row["language"]}
    return {"account": account, "silent": False, "line": line, "more": row["quotes"] - 1}
