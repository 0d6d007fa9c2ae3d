"""The page of a finding, which walks through the reasoning."""

import re
from collections.abc import Iterator

from django.db.models import Value
from django.db.models.functions import StrIndex, Substr
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Address, Publication, PublicFinding
from timeline.views import reading, sharing, wording
from timeline.views.errors import Gone
from timeline.views.links import unknown
from timeline.views.localise import title_in
from timeline.views.public import card_path, head_of, page, render
from timeline.views.reasoning import FindingPage

STATE = 100  # characters of a stored finding that hold its code, kind and state, which come first


@page()
def finding(request, code: str):
    """What the checks found, step by step: what is assumed, what each says, what follows, what editors say of it."""
    code = code.lower()
    history = history_of(code)
    newest = history[0]
    findings = newest.shown_findings
    if code not in {row["code"] for row in findings}:
        if not any(state_then(code, row) for row in history):  # its event was merged into this one
            return HttpResponsePermanentRedirect(reverse("event", args=[newest.slug]))
        raise no_longer(code, history)
    shown = page_of(newest.shown, findings, code)
    times = {"published": history[-1].at, "modified": newest.at}
    more = {"path": reverse("finding", args=[code]), "card": card_path(code, newest.number)}
    head = head_of(request, *shown.described, code=code, kind="article", **more, **times)
    document = {"code": code, "title": head.title}
    context = {"page": shown, "version": newest, "document": document, "changes": list(changes_of(code, history))}
    context["share"] = sharing.of_finding(head, code, newest.code, newest)
    return render("findings/finding.html", head, context)


def page_of(document: dict, findings: list[dict], code: str) -> FindingPage:
    """A finding with the sources that its event names."""
    around = reading.around(dictionary.sources_in(document))
    return FindingPage(document, findings, code, around, get_language())


# --- what became of it ------------------------------------------------------------------------------------------------


def history_of(code: str) -> list[Publication]:
    """The publications of the event in which this was found, or of the one that it was merged into, newest first, the
    newest with what it shows; each with the beginning of the finding as it was then (``then``), and where a note
    answers or dismisses it.

    Raises Http404 for a code that is no finding's, and Gone where the event was withdrawn. One query, and of each
    version no more than a line.
    """
    event = Address.objects.filter(space=Address.CODE, name=code, kind=Address.FINDING).targets()
    rows = reading.with_shown(Publication.objects.filter(kind="event", code__in=event), reading.is_newest())
    found = list(
        rows.order_by("-number").annotate(
            then=Substr("findings", StrIndex("findings", Value(f'"code":"{code}"')), STATE),
            answered=StrIndex("document", Value(f'"finding":"{code}"')),
            dismissed=StrIndex("document", Value(f'"finding":"{code}","dismisses":true')),
        )
    )
    if not found:
        raise unknown(code)
    return reading.standing(found)


def state_then(code: str, publication: Publication) -> str:
    """How the finding stood in a version; empty where it was not found."""
    found = re.match(rf'"code":"{re.escape(code)}","kind":"\w+","state":"(\w+)"', publication.then)
    return found[1] if found else ""


def answer_then(publication: Publication) -> str:
    if publication.dismissed:
        return PublicFinding.DISMISSED
    return PublicFinding.ANSWERED if publication.answered else ""


def changes_of(code: str, history: list[Publication]) -> Iterator[dict]:
    """Every version in which the state of a finding changed, or whether it is answered; the oldest first."""
    state = answer = ""
    for version in reversed(history):
        now, answered = state_then(code, version), answer_then(version)
        if now != state:
            words = wording.STATES_OF_FINDINGS.get(now, now) if now else ""
            yield {"version": version, "state": now, "words": words, "first": not state}
        if now and answered != answer:
            yield {"version": version, "answer": answered, "words": wording.ANSWERS[answered]}
        state, answer = now, answered


def no_longer(code: str, history: list[Publication]) -> Gone:
    """What to say of a finding that is no longer computed."""
    last = next((row.number for row in history if state_then(code, row)), 0)
    event = title_in(history[0].shown, get_language())
    words = _("The checks found this in “%(title)s” up to version %(number)d. Since then they find it no longer.")
    onward = {"url": reverse("event", args=[history[0].slug]), "words": event}
    return Gone(words % {"title": event, "number": last}, heading=_("No longer found"), onward=onward)
