"""The page of an event: as it is, as it was at one version, its quotes alone, and what its versions changed."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Publication
from timeline.views import changes, linked, reading, sharing, versions
from timeline.views.localise import title_in
from timeline.views.presenting import EventPage, place_in_time
from timeline.views.public import card_path, head_of, page, render


@page()
def event(request, slug: str):
    """What each account says of one event, and what the checks and the editors make of it."""
    history = reading.history("event", slug)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event", args=[newest.slug]))
    shown = event_page(newest.shown, newest.shown_findings)
    times = {"published": history[-1].at, "modified": newest.at}
    more = {"card": card_path(newest.code, newest.number), "embeds": True}
    head = head_of(request, *shown.described, code=newest.code, kind="article", **more, **times)
    context = {"page": shown, "version": newest, "versions": history, "linked": linked.of_event(shown, head, newest.at)}
    context["share"] = sharing.of_subject(
        head, "event", shown.document, newest, slug, uses=sharing.uses_of(head, shown)
    )
    return render("events/event.html", head, context)


@page()
def version(request, slug: str, number: int):
    """The event as it was published at one time: what a class saw then, and what changed since, or into which event it
    was merged."""
    history = reading.own_history("event", slug, number)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-version", args=[newest.slug, number]))
    pinned = reading.pinned(history, number)
    shown = event_page(pinned.shown, pinned.shown_findings, pinned=True)
    title, summary = shown.described
    title = _("%(title)s (version %(number)d)") % {"title": title, "number": number}
    paths = {"path": reverse("event", args=[newest.onward or slug]), "own": request.path}
    more = {"card": card_path(pinned.code, number), "embeds": True, "indexed": False}
    head = head_of(request, title, summary, **paths, code=pinned.code, kind="article", **more)
    context = {"page": shown, "version": pinned, "versions": history, "pinned": True, "newest": newest}
    context["share"] = sharing.of_subject(head, "event", shown.document, pinned, slug)
    return render("events/event.html", head, context | since(pinned, newest, shown.names))


def since(pinned: Publication, newest: Publication, names: dict[str, str]) -> dict:
    """What became of an event since one version: the event that it was merged into, or what changed in short."""
    if newest.onward:
        return {"onward": {"slug": newest.onward, "title": title_in(newest.onward_row, get_language())}}
    return {"since": changes.in_short(versions.between(pinned, newest, get_language(), names))}


@page()
def think(request, slug: str):
    """The quotes alone, with three questions to ask of them; what was found is folded away."""
    newest = reading.history("event", slug)[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-think", args=[newest.slug]))
    shown = event_page(newest.shown, newest.shown_findings)
    title = _("Think first: %(title)s") % {"title": shown.document["title"]}
    described = _("The words of the sources, and three questions to ask of them.")
    more = {"card": card_path(newest.code, newest.number, blind=True), "indexed": False}
    head = head_of(request, title, described, code=newest.code, kind="article", **more)
    share = sharing.of_sheet(head, *(reverse(name, args=[newest.slug]) for name in ("think-qr", "think-qr-picture")))
    return render("events/think.html", head, {"page": shown, "version": newest, "share": share})


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
    around = reading.around(
        dictionary.sources_in(document),
        notes=document.get("pointers", ()),
        bearing_on=document["code"],
        terms=document.get("terms", ()),
        beside=place_in_time(document),
    )
    return EventPage(document, findings, around, get_language(), pinned=pinned)
