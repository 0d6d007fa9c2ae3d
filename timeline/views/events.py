"""The page of an event, and of one of its published versions."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Publication
from timeline.views import reading
from timeline.views.presenting import EventPage
from timeline.views.public import head_of, page, render


@page()
def event(request, slug: str):
    """What each account says of one event, and what the checks and the editors make of it."""
    versions = reading.history("event", slug)
    if versions[0].slug != slug:
        return HttpResponsePermanentRedirect(reverse("event", args=[versions[0].slug]))
    shown = event_page(versions[0].shown, versions[0].shown_findings)
    head = head_of(request, *shown.described, code=versions[0].code, kind="article")
    return render("events/event.html", head, {"page": shown, "version": versions[0], "versions": versions})


@page()
def version(request, slug: str, number: int):
    """The event as it was published at one time: what a class saw then."""
    versions = reading.history("event", slug, number)
    if versions[0].slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-version", args=[versions[0].slug, number]))
    pinned = next((one for one in versions if one.number == number), None)
    if pinned is None:
        raise Http404(_("This event has no version %(number)d.") % {"number": number})
    if pinned.action == Publication.WITHDRAWN:
        raise reading.gone(pinned)
    shown = event_page(pinned.shown, pinned.shown_findings, pinned=True)
    title, summary = shown.described
    title = _("%(title)s (version %(number)d)") % {"title": title, "number": number}
    paths = {"path": reverse("event", args=[slug]), "own": request.path}
    head = head_of(request, title, summary, **paths, code=pinned.code, kind="article", indexed=False)
    context = {"page": shown, "version": pinned, "versions": versions, "pinned": True, "newest": versions[0]}
    return render("events/event.html", head, context)


def preview(request, document: dict, findings: list[dict]):
    """What readers would see of a document that is not published. For the desk: no address of the site leads here."""
    shown = event_page(document, findings)
    path = reverse("event", args=[document["slug"]])
    head = head_of(request, *shown.described, path=path, code=document["code"], indexed=False)
    return render("events/event.html", head, {"page": shown, "preview": True})


def event_page(document: dict, findings: list[dict], *, pinned: bool = False) -> EventPage:
    """A document with what stands around it today."""
    named = dictionary.sources_in(document)
    named |= {row["basis"]["source"] for row in document["citations"] if isinstance(row.get("basis"), dict)}
    around = reading.around(
        named, notes=document.get("pointers", ()), bearing_on=document["code"], terms=document.get("terms", ())
    )
    return EventPage(document, findings, around, get_language(), pinned=pinned)
