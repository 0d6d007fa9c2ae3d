"""Addresses of this site as QR codes, to draw (SVG) and as a picture (PNG)."""

from math import ceil
from urllib.parse import urlencode

import segno
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.models import Address, Publication
from timeline.views.asked import PARAMETERS
from timeline.views.links import unknown
from timeline.views.public import absolute, page

YEAR = 365 * 24 * 60 * 60  # seconds
BORDER = 4  # modules: the quiet zone that readers of codes need
PICTURE = 1200  # pixels at least, for a projector and the back row
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


@page(conditional=False)
def drawing(request, code: str):
    """The permanent link of this code as a QR code. It never changes, so it may be kept as long as one likes."""
    return qr_of(request, link_to(code), "svg")


@page(conditional=False)
def picture(request, code: str):
    """The same as a PNG, for what takes no drawings."""
    return qr_of(request, link_to(code), "png")


def link_to(code: str) -> str:
    """The path of the permanent link of this code. Raises Http404 where it leads nowhere."""
    code = code.lower()
    if not Address.objects.filter(space=Address.CODE, name=code).exists():
        raise unknown(code)
    return reverse("bare-code", args=[code])


@page(conditional=False)
def sheet(request, slug: str, sheet: str, form: str):
    """The address of the quotes alone or of the blind exercise: what a class scans must not lead past the questions."""
    if not Publication.objects.filter(kind="event", slug=slug).exists():
        raise Http404(_("There is nothing at this address."))
    return qr_of(request, reverse(f"event-{sheet}", args=[slug]), form)


@page(conditional=False)
def lesson_blind(request, code: str, form: str):
    """The same of a lesson's blind exercise."""
    link_to(code)
    return qr_of(request, reverse("lesson-blind", args=[code.lower()]), form)


@page(parameters=PARAMETERS, conditional=False)
def timeline(request):
    """The address of the timeline with these filters, for the foot of what is printed of it."""
    asked = {name: request.GET[name] for name in PARAMETERS if request.GET.get(name)}
    return qr_of(request, reverse("timeline") + ("?" + urlencode(asked) if asked else ""), "svg")


def qr_of(request, path: str, form: str) -> HttpResponse:
    """The address of a path as a drawing ("svg") or picture ("png") that may be kept: what it says never changes."""
    try:
        code = segno.make(absolute(request, path), error="m", micro=False)
    except segno.DataOverflowError as long:
        raise BadRequest(_("This address is too long for a QR code. Use fewer filters.")) from long
    headers = {"Cache-Control": f"public, max-age={YEAR}"}
    if form == "svg":
        svg = code.svg_inline(scale=4, border=BORDER, dark="#000", light="#fff", omitsize=True)
        return HttpResponse(svg.replace("<svg", SVG, 1), content_type="image/svg+xml", headers=headers)
    response = HttpResponse(content_type="image/png", headers=headers)
    scale = ceil(PICTURE / code.symbol_size(border=BORDER)[0])
    code.save(response, kind="png", scale=scale, border=BORDER, dark="#000", light="#fff")
    return response
