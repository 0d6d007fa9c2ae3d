"""The ways into the corpus that the first screen offers, as links."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from timeline.models import Address, Opening, Publication
from timeline.views.asked import PARAMETERS, Asked
from timeline.views.localise import localised

FIELDS = ("slug", "position", "title_nl", "title_en", "text_nl", "text_en", "leads_to")


def standing():
    """The openings, but for those to a page that was withdrawn."""
    named = Address.objects.filter(space=Address.CODE, name=OuterRef(OuterRef("leads_to")))
    newest = Publication.objects.filter(code__in=named.targets()).order_by("-number").values("action")
    kept = Q(last=None) | ~Q(last=Publication.WITHDRAWN)  # what is no page of its own has no publication
    return Opening.objects.annotate(last=Subquery(newest[:1])).filter(kept)


def openings_in(rows: list[dict], language: str, accounts: list[dict], themes: list[dict]) -> list[dict]:
    """Openings (``FIELDS``) in one language and in their order, each with its address as ``href``; those whose choice
    the timeline would refuse are left out."""
    leading = (row for row in rows if leads_somewhere(row["leads_to"], accounts, themes))
    ordered = sorted(leading, key=lambda row: (row["position"], row["slug"]))
    return [row | {"href": address_of(row["leads_to"])} for row in localised(ordered, language)]


def leads_somewhere(leads_to: str, accounts: list[dict], themes: list[dict]) -> bool:
    """Whether a choice of events can be asked for today: a theme goes with its last event."""
    choice = dict(Opening(leads_to=leads_to).query)
    try:
        return choice.keys() <= set(PARAMETERS) and not Asked.of(choice, accounts, themes).wrong
    except BadRequest:
        return False


def address_of(leads_to: str) -> str:
    """The page of a code, or the timeline with this choice of events."""
    way = Opening(leads_to=leads_to)
    return reverse("code", args=[way.code]) if way.code else f"{reverse('timeline')}?{urlencode(way.query)}#events"
