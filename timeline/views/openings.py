"""The ways into the corpus that the first screen offers, as links."""

from urllib.parse import urlencode

from django.urls import reverse

from timeline.models import Opening
from timeline.views.localise import localised

FIELDS = ("slug", "position", "title_nl", "title_en", "text_nl", "text_en", "leads_to")


def openings_in(rows: list[dict], language: str) -> list[dict]:
    """Openings (``FIELDS``) in one language and in their order, each with its address as ``href``."""
    ordered = sorted(rows, key=lambda row: (row["position"], row["slug"]))
    return [row | {"href": address_of(row["leads_to"])} for row in localised(ordered, language)]


def address_of(leads_to: str) -> str:
    """The page of a code, or the timeline with this choice of events."""
    way = Opening(leads_to=leads_to)
    return reverse("code", args=[way.code]) if way.code else f"{reverse('timeline')}?{urlencode(way.query)}"
