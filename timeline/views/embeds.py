"""What other sites may show in a frame: an event or question, a lesson, a small timeline. No cookie, no script."""

import re
from functools import wraps
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from timeline import axis, framing
from timeline.models import Address, Event, PublicEvent
from timeline.views import lesson_reading, listing, reading, wording
from timeline.views.lesson_reading import Item
from timeline.views.localise import dated_words, localised, year_label
from timeline.views.public import Head, head_of, page, refuse_choice, render

MOST = 20  # events in a small timeline
ROOM = 140  # characters of the words of an account
# What may end a sentence, with what closes after it.
SENTENCE = re.compile(r"[.!?][\"'”’»)]*(?=\s)")
DRAWN = ("code", "slug", "earliest", "latest", "importance", "standing", "contested", "voices")


def embed(*, parameters: tuple[str, ...] = ()):
    """A page for a frame: in the language that its address names (``lang``), else in the reader's."""

    def decorate(view):
        @page(parameters=("lang", "colours", *parameters))
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            refuse_choice("lang", request.GET.get("lang", ""), dict(settings.LANGUAGES))
            refuse_choice("colours", request.GET.get("colours", ""), framing.COLOURS)
            with override(framing.asked_language(request) or get_language()):
                return view(request, *args, **kwargs)

        return wrapped

    return decorate


@embed()
def event(request, code: str):
    """An event or a question: what each account says of it first, and how it stands."""
    items = lesson_reading.items_chosen([code.lower()], get_language())
    if not items or not items[0].publication:
        raise Http404(
            _("No event or question has the code “%(code)s”. Did you copy the whole link?") % {"code": code[:60]}
        )
    newest = items[0].publication
    if newest["code"] != code:
        return moved(request, reverse("embed-event", args=[newest["code"]]))
    if not items[0].page:
        raise reading.gone(SimpleNamespace(**newest, document=newest["document_row"]))
    shown = items[0].page
    path = reverse(newest["kind"], args=[newest["slug"]])
    head = head_of(request, *shown.described, path=path, code=newest["code"], indexed=False)
    columns = [column | opening(column["citations"]) for column in shown.columns]
    return framed(request, "event", head, page=shown, columns=columns, kind=newest["kind"])


def framed(request, name: str, head: Head, **context) -> HttpResponse:
    """A page for a frame: light, as most pages around it are, unless it is asked to follow the reader's system."""
    return render(f"embed/{name}.html", head, {"colours": request.GET.get("colours", ""), **context})


def opening(citations: list[dict]) -> dict:
    """The first words of an account (``words``, and ``translation`` where these are foreign), whether they are ``cut``,
    and how many ``more`` passages there are."""
    if not citations:
        return {"first": None, "more": 0}
    quote = citations[0]["quote"]
    words = beginning(quote["exact"])
    translation = beginning(quote.get("translation", "")) if quote["foreign"] else ""
    cut = words != quote["exact"] or translation not in ("", quote.get("translation"))
    return {"first": quote, "words": words, "translation": translation, "cut": cut, "more": len(citations) - 1}


def beginning(words: str) -> str:
    """As many whole sentences as a small frame has room for, else as many whole words; what was left out is marked."""
    if len(words) <= ROOM:
        return words
    ends = [found.end() for found in SENTENCE.finditer(words) if found.end() <= ROOM]
    return words[: ends[-1]] + " …" if ends else words[:ROOM].rsplit(maxsplit=1)[0] + " …"


def moved(request, place: str) -> HttpResponsePermanentRedirect:
    """To where this is shown today, in the language that was asked for."""
    return HttpResponsePermanentRedirect(f"{place}?{request.GET.urlencode()}" if request.GET else place)


@embed()
def lesson(request, code: str):
    """What a lesson is about, and its events and questions in order."""
    if code != code.lower():
        return moved(request, reverse("embed-lesson", args=[code.lower()]))
    read = lesson_reading.lesson_of(code, get_language())
    described = read.told["intro"] or read.told["title"]
    path = reverse("lesson", args=[code])
    head = head_of(request, read.told["title"], described, path=path, code=code, indexed=False)
    rows = [row_of(item, get_language()) for item in read.shown]
    return framed(request, "lesson", head, lesson=read.told, rows=rows, gone=len(read.items) - len(rows))


def row_of(item: Item, language: str) -> dict:
    """An item of a lesson in a list: when, what, and where its page is."""
    shown, newest = item.page, item.publication
    return {
        "title": shown.document["title"],
        "date_words": dated_words(shown.document["date"], language) if newest["kind"] == Event.KIND else "",
        "url": reverse(newest["kind"], args=[newest["slug"]]),
    }


@embed(parameters=("items",))
def selection(request):
    """A few events on one axis, and the same in words."""
    codes, language = codes_in(request.GET.get("items", "")), get_language()
    found, accounts, missing = drawn(codes, language)
    if not found:
        raise Http404(_("None of these codes is that of a published event. Did you copy the whole link?"))
    rows = [listing.list_row(one, accounts, language) | {"href": f"#event-{one.code}"} for one in found]
    window = axis.window_of(rows)
    names = {account["slug"]: account["name"] for account in accounts}
    drawing = axis.draw(rows, list(names), window, names) if accounts else None
    path = f"{reverse('timeline')}?{urlencode(years(rows, language))}"
    title = listing.years_in_words(rows[0]["earliest"], max(row["latest"] for row in rows), language)
    head = head_of(request, title, wording.SITE, path=path, indexed=False)
    return framed(request, "selection", head, rows=rows, drawing=drawing, missing=missing)


def codes_in(items: str) -> list[str]:
    """The codes in the address, each once. Raises BadRequest where there are none, or too many."""
    codes = list(dict.fromkeys(code for code in items.lower().split(".") if code))
    if not codes:
        raise BadRequest(_("Say which events: ?items= and their codes with dots between them."))
    if len(codes) > MOST:
        raise BadRequest(_("A small timeline has at most %(most)d events.") % {"most": MOST})
    return codes


def drawn(codes: list[str], language: str) -> tuple[list[SimpleNamespace], list[dict], int]:
    """The events that these codes lead to today, in order of time; the accounts; how many codes lead to none. One
    query."""
    named = Address.objects.filter(space=Address.CODE, name__in=codes, kind=Event.KIND)
    found = reading.together(
        reading.sources_named(set()),
        reading.as_json("address", named.leading(), name="name", target="target"),
        reading.as_json(
            "event",
            PublicEvent.objects.filter(code__in=named.targets()),
            **{name: name for name in DRAWN},
            row="row",
        ),
    )
    events = [SimpleNamespace(**row) for row in found.get("event", [])]
    shown = {one.code for one in events}
    missing = len(codes) - sum(row["target"] in shown for row in found.get("address", []))
    accounts = localised(reading.in_lanes(found.get("source", [])), language)
    return sorted(events, key=lambda one: (one.earliest, one.code)), accounts, missing


def years(rows: list[dict], language: str) -> dict[str, str]:
    """The years of these events, as the timeline takes them."""
    first, last = rows[0]["earliest"], max(row["latest"] for row in rows)
    return {"from": year_label(first, language), "to": year_label(last, language)}
