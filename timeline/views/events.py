"""The page of an event: as it is, as it was at one version, its quotes alone, and what its versions changed."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Publication
from timeline.views import changes, linked, reading, versions
from timeline.views.presenting import EventPage, place_in_time
from timeline.views.public import head_of, page, render


@page()
def event(request, slug: str):
    """What each account says of one event, and what the checks and the editors make of it."""
    history = reading.history("event", slug)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event", args=[newest.slug]))
    shown = event_page(newest.shown, newest.shown_findings)
    times = {"published": history[-1].at, "modified": newest.at}
    head = head_of(request, *shown.described, code=newest.code, kind="article", **times)
    context = {"page": shown, "version": newest, "versions": history, "linked": linked.of_event(shown, head, newest.at)}
    return render("events/event.html", head, context)


@page()
def version(request, slug: str, number: int):
    """The event as it was published at one time: what a class saw then, and what changed since."""
    history = reading.history("event", slug, number)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-version", args=[newest.slug, number]))
    pinned = next((one for one in history if one.number == number), None)
    if pinned is None:
        raise Http404(_("This event has no version %(number)d.") % {"number": number})
    if pinned.action == Publication.WITHDRAWN:
        raise reading.gone(pinned)
    shown = event_page(pinned.shown, pinned.shown_findings, pinned=True)
    title, summary = shown.described
    title = _("%(title)s (version %(number)d)") % {"title": title, "number": number}
    paths = {"path": reverse("event", args=[slug]), "own": request.path}
    head = head_of(request, title, summary, **paths, code=pinned.code, kind="article", indexed=False)
    since = changes.in_short(versions.between(pinned, newest, get_language(), shown.names))
    context = {"page": shown, "version": pinned, "versions": history, "pinned": True, "newest": newest}
    return render("events/event.html", head, context | {"since": since})


@page()
def think(request, slug: str):
    """The quotes alone, with three questions to ask of them; what was found is folded away."""
    newest = reading.history("event", slug)[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-think", args=[newest.slug]))
    shown = event_page(newest.shown, newest.shown_findings)
    title = _("Think first: %(title)s") % {"title": shown.document["title"]}
    described = _("The words of the sources, and three questions to ask of them.")
    head = head_of(request, title, described, code=newest.code, kind="article", indexed=False)
    return render("events/think.html", head, {"page": shown, "version": newest})


@page(parameters=("before",))
def event_versions(request, slug: str):
    """Every version of an event, and what it changed."""
    return versions.listed(request, "event", slug)


def preview(request, document: dict, findings: list[dict]):
    """What readers would see of a document that is not published. For the desk: no address of the site leads here."""
    shown = event_page(document, findings)
    shown.preview = True
    path = reverse("event", args=[document["slug"]])
    head = head_of(request, *shown.described, path=path, code=document["code"], indexed=False)
    return render("events/event.html", head, {"page": shown, "preview": True})


def event_page(document: dict, findings: list[dict], *, pinned: bool = False) -> EventPage:
    """A document with what stands around it today."""
    named = dictionary.sources_in(document)
    named |= {row["basis"]["source"] for row in document["citations"] if isinstance(row.get("basis"), dict)}
    around = reading.around(
        named,
        notes=document.get("pointers", ()),
        bearing_on=document["code"],
        terms=document.get("terms", ()),
        beside=place_in_time(document),
    )
    return EventPage(document, findings, around, get_language(), pinned=pinned)
