"""Short permanent links, and the two addresses that choose a language."""

from math import ceil
from urllib.parse import urlencode

import segno
from django.core.exceptions import BadRequest
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.models import Address, Lesson, Publication, PublicClaim, PublicFinding
from timeline.views import reading
from timeline.views.asked import PARAMETERS
from timeline.views.errors import Gone
from timeline.views.localise import title_in
from timeline.views.public import absolute, page


@page(conditional=False)
def home(request):
    """To the timeline, in the reader's language."""
    return HttpResponsePermanentRedirect(reverse("timeline"))


@page(conditional=False)
def bare_code(request, code: str):
    """A link without a language, straight to the page in the reader's: each answer is for who speaks that language
    (``Vary``), and asked for anew each time (``must-revalidate``)."""
    return HttpResponsePermanentRedirect(place_of(code.lower()))


@page(conditional=False)
def code(request, code: str):
    """To the page that a code stands for, or to the quote, figure or note on it."""
    return HttpResponsePermanentRedirect(place_of(code.lower()))


def place_of(code: str) -> str:
    """The address of what a code leads to today. Raises Http404, or Gone with the reason: never a link to that."""
    address = Address.objects.leading().filter(space=Address.CODE, name=code).first()
    if address is None:
        raise unknown(code)
    if address.kind == Address.LESSON:
        return lesson(code)
    if address.kind == Address.FINDING:
        return finding(address)
    if address.kind in ANCHORS:
        return part_of_page(address.kind, code) or fallback(address)
    return whole_page(address.target)


@page(conditional=False)
def qr(request, code: str):
    """The permanent link of this code as a QR code. It never changes, so it may be kept as long as one likes."""
    return qr_of(request, link_to(code), "svg")


@page(conditional=False)
def qr_picture(request, code: str):
    """The same as a PNG, for what takes no drawings."""
    return qr_of(request, link_to(code), "png")


def link_to(code: str) -> str:
    """The path of the permanent link of this code. Raises Http404 where it leads nowhere."""
    code = code.lower()
    if not Address.objects.filter(space=Address.CODE, name=code).exists():
        raise unknown(code)
    return reverse("bare-code", args=[code])


@page(conditional=False)
def sheet_qr(request, slug: str, sheet: str, form: str):
    """The address of the quotes alone or of the blind exercise: what a class scans must not lead past the questions."""
    if not Publication.objects.filter(kind="event", slug=slug).exists():
        raise Http404(_("There is nothing at this address."))
    return qr_of(request, reverse(f"event-{sheet}", args=[slug]), form)


@page(conditional=False)
def lesson_blind_qr(request, code: str, form: str):
    """The same of a lesson's blind exercise."""
    link_to(code)
    return qr_of(request, reverse("lesson-blind", args=[code.lower()]), form)


@page(parameters=PARAMETERS, conditional=False)
def timeline_qr(request):
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


YEAR = 365 * 24 * 60 * 60  # seconds
BORDER = 4  # modules: the quiet zone that readers of codes need
PICTURE = 1200  # pixels at least, for a projector and the back row
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


def lesson(code: str) -> str:
    """The address of a lesson. Raises Gone if it was withdrawn."""
    row = Lesson.objects.filter(code=code).only("withdrawn", "title_nl", "title_en").first()
    if row is None:
        raise unknown(code)
    if row.withdrawn:
        raise Gone(row.withdrawn, heading=title_in(vars(row), get_language()))
    return reverse("lesson", args=[code])


def finding(address: Address) -> str:
    """The page of a finding; of one in an event that was merged into another, that event. Raises Gone where the checks
    find it no longer."""
    if address.into:
        return whole_page(address.into)
    if PublicFinding.objects.filter(code=address.name).exists():
        return reverse("finding", args=[address.name])
    whole_page(address.code)  # the reason, if its event was withdrawn
    onward = {"url": reverse("finding", args=[address.name]), "words": _("What was found, and up to which version")}
    raise Gone(_("The checks find this no longer."), heading=_("No longer found"), onward=onward)


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
    try:
        return whole_page(address.target)
    except Http404 as draft:  # of an event that was part of another one for a while, and never published itself
        raise Gone(_("No page shows this any longer.")) from draft


# Per kind of part: what the index calls its uses, and how its anchor begins.
ANCHORS = {
    "quote": ((PublicClaim.CITATION, PublicClaim.POSITION), "q"),
    "figure": ((PublicClaim.FIGURE,), "figure"),
    "note": ((PublicClaim.NOTE,), "note"),
}
