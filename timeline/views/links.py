"""Short permanent links, and the two addresses that choose a language."""

import segno
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.models import Address, Publication, PublicClaim
from timeline.views import reading
from timeline.views.errors import Gone
from timeline.views.public import absolute, page


@page(conditional=False)
def home(request):
    """To the timeline, in the reader's language."""
    return HttpResponseRedirect(reverse("timeline"))


@page(conditional=False)
def bare_code(request, code: str):
    """A link without a language, to the same in the reader's."""
    return HttpResponseRedirect(reverse("code", args=[code]))


@page(conditional=False)
def code(request, code: str):
    """To the page that a code stands for, or to the quote, figure or note on it."""
    code = code.lower()
    address = Address.objects.filter(space=Address.CODE, name=code).first()
    if address is None:
        raise unknown(code)
    if address.kind == Address.FINDING:
        place = reverse("finding", args=[code])
    elif address.kind in ANCHORS:
        place = part_of_page(address.kind, code) or fallback(address)
    else:
        place = whole_page(address.code)
    return HttpResponsePermanentRedirect(place)


@page(conditional=False)
def qr(request, code: str):
    """The permanent link of this code as a QR code. It never changes, so it may be kept as long as one likes."""
    code = code.lower()
    if not Address.objects.filter(space=Address.CODE, name=code).exists():
        raise unknown(code)
    return qr_of(absolute(request, reverse("bare-code", args=[code])))


@page(conditional=False)
def qr_picture(request, code: str):
    """The same as a PNG, for what takes no drawings."""
    raise Http404


@page(conditional=False)
def think_qr(request, slug: str):
    """The address of the quotes alone as a QR code: what a class scans must not lead past the questions."""
    if not Publication.objects.filter(kind="event", slug=slug).exists():
        raise Http404(_("There is nothing at this address."))
    return qr_of(absolute(request, reverse("event-think", args=[slug])))


def qr_of(address: str) -> HttpResponse:
    """An address as a drawing that may be kept: what it says never changes."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    headers = {"Cache-Control": f"public, max-age={YEAR}"}
    return HttpResponse(svg.replace("<svg", SVG, 1), content_type="image/svg+xml", headers=headers)


YEAR = 365 * 24 * 60 * 60  # seconds
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


def unknown(code: str) -> Http404:
    return Http404(_("No link of this site has the code “%(code)s”. Is it copied whole?") % {"code": code[:60]})


def whole_page(code: str) -> str:
    """The address of an event or question. Raises Gone if it was withdrawn."""
    newest = Publication.objects.filter(code=code).order_by("-number").defer("findings").first()
    if newest is None:
        raise Http404(_("There is nothing at this address."))
    if newest.action == Publication.WITHDRAWN:
        raise reading.gone(newest)
    return reverse(newest.kind, args=[newest.slug])


def part_of_page(kind: str, code: str) -> str:
    """Where a quote, figure or note stands: on the first event that has it, or else on its question; or nowhere."""
    uses, anchor = ANCHORS[kind]
    row = (
        PublicClaim.objects.filter(code=code, kind__in=uses)
        .order_by(F("event__earliest").asc(nulls_last=True), "pk")
        .values("event__slug", "question__slug")
        .first()
    )
    if row is None:
        return ""
    owner = "event" if row["event__slug"] else "question"
    return f"{reverse(owner, args=[row[f'{owner}__slug']])}#{anchor}-{code}"


def fallback(address: Address) -> str:
    """Where a part leads that no page shows today: a figure or note to its page, which may say why it is gone."""
    if address.kind == "quote":
        raise Gone(_("No page quotes these words any longer."))
    return whole_page(address.code)


# Per kind of part: what the index calls its uses, and how its anchor begins.
ANCHORS = {
    "quote": ((PublicClaim.CITATION, PublicClaim.POSITION), "q"),
    "figure": ((PublicClaim.FIGURE,), "figure"),
    "note": ((PublicClaim.NOTE,), "note"),
}
