"""The log of corrections: everything that was published again, or withdrawn."""

import re

from django.core.exceptions import BadRequest
from django.db.models import Func, OuterRef, Q, Subquery, TextField, Value
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.models import Address, Publication, PublicEvent
from timeline.views.localise import localised, title_in
from timeline.views.public import head_of, page, render

PAGE = 50
TITLES = ("title_nl", "title_en")
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@page(parameters=("before",))
def corrections(request):
    """One page of the log, newest first."""
    before = request.GET.get("before", "").strip()
    if before and not NUMBER.fullmatch(before):
        raise BadRequest(_("“before” is no place in the list. Remove that part of the address."))
    rows = publications(*TITLES).filter(Q(number__gt=1) | Q(action=Publication.WITHDRAWN))
    before_it = Publication.objects.filter(kind=OuterRef("kind"), code=OuterRef("code"), number=OuterRef("number") - 1)
    into = Address.objects.filter(space=Address.CODE, name=OuterRef(OuterRef("code"))).exclude(into="").values("into")
    into = PublicEvent.objects.filter(code__in=into)
    rows = rows.annotate(
        previous=Subquery(before_it.values("action")[:1]),
        into_slug=Subquery(into.values("slug")[:1]),
        into_row=Subquery(into.values("row")[:1]),
    )
    found = list((rows.filter(pk__lt=int(before)) if before else rows)[: PAGE + 1])
    shown, more = found[:PAGE], found[PAGE:]
    context = {
        "rows": [entry(row, get_language()) for row in shown],
        "before": before,
        "start": reverse("corrections"),
        "next": f"{reverse('corrections')}?before={shown[-1]['pk']}" if more else "",
    }
    described = _("Every event and question that was published again or withdrawn: when, and why.")
    query = [("before", before)] if before else []
    head = head_of(request, _("Corrections"), described, query=query, indexed=not before)
    return render("corrections/corrections.html", head, context)


def publications(*keys: str):
    """What editors published and withdrew, newest first, each with these texts of its document, with the slug that its
    page has ``now``, and with what was done to that page ``last``. What only the checks did stays out.
    """
    newest = Publication.objects.filter(kind=OuterRef("kind"), code=OuterRef("code")).order_by("-number")
    columns = ("pk", "kind", "code", "number", "action", "reason", "at")
    return (
        Publication.objects.exclude(action=Publication.RECOMPUTED)
        .order_by("-pk")
        .annotate(now=Subquery(newest.values("slug")[:1]), last=Subquery(newest.values("action")[:1]))
        .values(*columns, "now", "last", **{key: Key("document", Value(key)) for key in keys})
    )


class Key(Func):
    """The text under a key of a column of canonical JSON: a document is large, and a list needs its title."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="json_extract(%(expressions)s)", arg_joiner=", '$.' || ")

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner="::json ->> ")


def entry(row: dict, language: str) -> dict:
    """A row of the log, with links to what stood there before and after; of what is withdrawn there is no page, unless
    it was merged ``into`` another event."""
    merged = row["last"] == Publication.WITHDRAWN and row["into_slug"]  # its own versions can still be read
    gone = row["last"] == Publication.WITHDRAWN and not merged
    around = [(row["number"] - 1, row["previous"]), (row["number"], row["action"])]
    shown = [number for number, action in around if action != Publication.WITHDRAWN and not gone]
    return localised(row, language) | {
        "withdrawn": row["action"] == Publication.WITHDRAWN,
        "url": reverse(row["kind"], args=[row["now"]]),
        "into": {"url": reverse("event", args=[row["into_slug"]]), "title": title_in(row["into_row"], language)}
        if merged and (row["action"], row["reason"]) == (Publication.WITHDRAWN, Publication.MERGED)
        else None,
        "versions": [
            {
                "number": number,
                "before": number < row["number"],
                "url": reverse("event-version", args=[row["now"], number]),
            }
            for number in (shown if row["kind"] == "event" else ())
        ],
    }
