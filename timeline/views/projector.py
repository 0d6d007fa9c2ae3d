"""An event or a lesson in big type, for the front of a class."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.views import lesson_reading, reading, slides
from timeline.views.events import event_page
from timeline.views.public import absolute, card_path, head_of, page, render


@page()
def event(request, slug: str):
    """What each source says of one event, a slide at a time; then what was found."""
    newest = reading.history("event", slug)[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-present", args=[newest.slug]))
    shown = event_page(newest.shown, newest.shown_findings)
    title = _("%(title)s, on the screen") % {"title": shown.document["title"]}
    more = {"code": newest.code, "card": card_path(newest.code, newest.number), "indexed": False}
    head = head_of(request, title, shown.document["summary"], **more)
    back = reverse("event", args=[slug])
    first = {
        "kind": "title",
        "heading": shown.document["title"],
        "when": shown.date["date_words"],
        "summary": shown.document["summary"] if shown.is_context else "",
        "questions": [] if shown.is_context else shown.to_think_about,
        "qr": reverse("think-qr", args=[slug]),
        "link": absolute(request, reverse("event-think", args=[slug])),
        "part": _("Start"),
    }
    return presented(head, newest.code, back, first, list(slides.of_event(shown)), newest.number)


@page()
def lesson(request, code: str):
    """A lesson: each task, the words that it is about, and the way to what was found."""
    read = lesson_reading.lesson_of(code, get_language())
    told = read.told
    title = _("%(title)s, on the screen") % {"title": told["title"]}
    more = {"code": code, "card": card_path(code, told["version"]), "indexed": False}
    head = head_of(request, title, told["intro"] or told["title"], **more)
    first = {
        "kind": "title",
        "heading": told["title"],
        "lang": told["lang"],
        "qr": reverse("qr", args=[code]),
        "link": head.permanent,
    }
    shown = [*slides.of_intro(told), *(slide for item in read.shown for slide in slides.of_item(item))]
    return presented(head, code, reverse("lesson", args=[code]), first, shown, told["version"], lesson=told)


def presented(head, code: str, back: str, first: dict, shown: list[dict], version: int, **context):
    """The slides between their title and the end, which leads ``back`` to the whole page."""
    end = {"kind": "end", "heading": _("End"), "qr": reverse("qr", args=[code])}
    end |= {"link": head.permanent, "back": back}
    told = slides.numbered([first, *shown, end])
    context |= {"contents": [slide for slide in told if slide["kind"] == "item"]}
    context |= {"parts": [slide for slide in told if slide.get("part")]}
    return render("present/present.html", head, {"slides": told, "back": back, "version": version, **context})
