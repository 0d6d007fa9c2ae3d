"""The timeline: the events in order, each with what every account says of it, and the drawing of them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources.fields import CanonicalJSONField
from timeline.models import PublicEvent, PublicText
from timeline.views import linked, listing, wording
from timeline.views.asked import PARAMETERS, Asked
from timeline.views.facets import Facets
from timeline.views.localise import localised
from timeline.views.openings import openings_in
from timeline.views.overview import MOST, overview
from timeline.views.period import Period
from timeline.views.picture import picture_of
from timeline.views.public import absolute, head_of, page, render

PAGE = 50
DRAWN = 200  # events in the drawing; of more, the most important


@page(parameters=PARAMETERS)
def timeline(request):
    """One page of events, with the drawing of the period that they belong to."""
    language = get_language()
    site = overview(request.GET.get("q", ""), language)
    accounts = localised(site.accounts, language)
    themes = localised(site.themes, language)
    asked = Asked.of(request.GET, accounts, themes)
    facets = asked.tally(site.events, complete=site.complete)
    period = Period.of(asked, facets)
    context = {
        "accounts": accounts,
        "openings": openings_in(site.openings, language, accounts, themes),
        "asked": asked,
        "filters": asked.filters(facets),
        "choices": asked.choices(facets),
        "contested": facets.options["contested"]["yes"] if site.complete else None,
        "period": period,
        "brief": asked.filtered or bool(asked.after),
    }
    if not asked.wrong and period.shown != 0:
        context |= found(asked, facets, period, language)
    if not context.get("events") and not asked.after:
        context["looser"] = looser(asked, facets)
    title = _("Timeline") if asked.query() else _("Rival accounts of the same events")
    head = head_of(request, title, wording.SITE, query=asked.query(), indexed=not asked.wrong)
    context["qr"] = reverse("timeline-qr") + ("?" + urlencode(asked.query()) if asked.query() else "")
    if not asked.query():
        context["linked"] = linked.of_site(head)
    if context.get("next"):
        context["next_address"] = absolute(request, context["next"])
    response = render("timeline/timeline.html", head, context, status=400 if asked.wrong else 200)
    response.headers["HX-Push-Url"] = asked.link()  # the address without the fields that are empty
    return response


def found(asked: Asked, facets: Facets, period: Period, language: str) -> dict:
    """The events of this page of the list, and the picture of the whole period."""
    accounts = list(asked.speaking)
    listed, drawn = events_of(asked, period)
    shown = listed[:PAGE]
    made = {event: listing.list_row(event, accounts, language) for event in dict.fromkeys((*shown, *drawn))}
    rows, pictured = ([made[event] for event in events] for events in (shown, drawn))
    if asked.q:
        rows = listing.with_snippets(rows, shown, asked)
    more = len(listed) > PAGE
    return {
        "events": rows,
        "groups": listing.grouped(rows, language),
        "next": asked.link(after=f"{shown[-1].earliest}.{shown[-1].code}") if more else "",
        "picture": picture_of(pictured, accounts, asked, facets, period) if pictured and accounts else None,
    }


def events_of(asked: Asked, period: Period) -> tuple[list[PublicEvent], list[PublicEvent]]:
    """The events of this page of the list and one more, and those of the drawing, both in order: one query."""
    listed = period.hold(asked.events())[: PAGE + 1].values("pk")
    drawn = period.hold(asked.whole()).foremost(DRAWN).values("pk")
    words = PublicText.objects.filter(event=OuterRef("pk"), language=get_language()).values("parts")
    rows = PublicEvent.objects.filter(Q(pk__in=listed) | Q(pk__in=drawn))
    if asked.q:  # of the list alone: the words of an event are long
        on_page = When(pk__in=listed, then=Subquery(words))
        rows = rows.annotate(parts=Case(on_page, default=None, output_field=CanonicalJSONField()))
    events = list(rows.order_by("earliest", "code"))
    foremost = sorted(events, key=lambda event: (-event.importance, event.earliest, event.code))[:DRAWN]
    drawn_codes = {event.code for event in foremost}
    after_place = [event for event in events if asked.reaches(event)]
    return after_place[: PAGE + 1], [event for event in events if event.code in drawn_codes]


def looser(asked: Asked, facets: Facets) -> list[dict]:
    """Every filter in use, with how many events there would be without it; None where that is not known.

    Not for a place in the list, which nothing may come after: there the first page says more."""
    if not facets.complete:
        return [chip | {"count": None} for chip in asked.chips()]
    counts = dict(facets.without)
    if asked.q:
        found_without = replace(asked, q="").whole()[: MOST + 1].count()
        counts["q"] = found_without if found_without <= MOST else None
    return [chip | {"count": counts.get(chip["name"], 0)} for chip in asked.chips()]
