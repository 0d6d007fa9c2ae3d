"""Short permanent links, and the two addresses that choose a language."""

from urllib.parse import quote

from django.db.models import F
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from timeline import lessons
from timeline.models import Address, Lesson, Publication, PublicClaim, PublicFinding
from timeline.views import reading
from timeline.views.errors import Gone
from timeline.views.public import page


@page(conditional=False)
def home(request):
    """To the timeline, in the reader's language."""
    return HttpResponsePermanentRedirect(reverse("timeline"))


@page(conditional=False)
def bare_code(request, code: str):
    """A link without a language, straight to the page in the reader's: each answer is for who speaks that language
    (``Vary``), and asked for anew each time (``must-revalidate``)."""
    return HttpResponsePermanentRedirect(place_of(code.lower(), any_language=True))


@page(conditional=False)
def code(request, code: str):
    """To the page that a code stands for, or to the quote, figure or note on it."""
    return HttpResponsePermanentRedirect(place_of(code.lower()))


def small_letters(request, code: str, rest: str):
    """From a lesson whose code is written in capitals, as on a blackboard, to the same address in small letters."""
    place = reverse("lesson", args=[code.lower()]) + quote(rest)
    return HttpResponsePermanentRedirect(f"{place}?{request.GET.urlencode()}" if request.GET else place)


def place_of(code: str, *, any_language: bool = False) -> str:
    """The address of what a code leads to today. Raises Http404, or Gone with the reason: never a link to that.

    ``any_language``: nobody asked for one, so that a lesson opens in the language that it is written in.
    """
    address = Address.objects.leading().filter(space=Address.CODE, name=code).first()
    if address is None:
        raise unknown(code)
    if address.kind == Address.LESSON:
        return lesson(code, any_language)
    if address.kind == Address.FINDING:
        return finding(address)
    if address.kind in ANCHORS:
        return part_of_page(address.kind, code) or fallback(address)
    return whole_page(address.target)


def unknown(code: str) -> Http404:
    return Http404(_("No link of this site has the code “%(code)s”. Did you copy all of it?") % {"code": code[:60]})


def whole_page(code: str) -> str:
    """The address of an event or question. Raises Gone if it was withdrawn."""
    newest = Publication.objects.filter(code=code).order_by("-number").defer("findings").first()
    if newest is None:
        raise Http404(_("There is nothing at this address."))
    if newest.action == Publication.WITHDRAWN:
        raise reading.gone(newest)
    return reverse(newest.kind, args=[newest.slug])


def lesson(code: str, any_language: bool) -> str:
    """The address of a lesson. Raises Gone if it was withdrawn."""
    row = Lesson.objects.filter(code=code).only("withdrawn", "title_nl", "title_en").first()
    if row is None:
        raise unknown(code)
    if row.withdrawn:
        raise Gone(row.withdrawn)
    with override(lessons.language_of(row, get_language()) if any_language else get_language()):
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
