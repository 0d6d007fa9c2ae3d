"""The citation of a page or a source as a file for reference managers: BibTeX, RIS, CSL-JSON."""

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources.models import Source
from timeline.models import Address, Lesson, Publication
from timeline.views import finding, reading, sharing
from timeline.views.errors import Gone
from timeline.views.links import unknown
from timeline.views.localise import localised, title_in
from timeline.views.public import absolute, page, whole_number
from timeline.views.sources import as_cited


@page(parameters=("version",), conditional=False)  # it names the day on which it was asked for
def citation(request, code: str, style: str):
    """How to cite the event, question, finding or lesson with this code; ``version`` is of an event or question."""
    code, file = code.lower(), file_of(style)
    address = Address.objects.filter(space=Address.CODE, name=code).leading().first()
    if address is None:
        raise unknown(code)
    title, path, version = READERS.get(address.kind, nothing)(address, number_in(request.GET.get("version", "")))
    item = sharing.item_of(title=title, address=absolute(request, path), version=version)
    today = localdate()
    item["accessed"] = {"date-parts": [[today.year, today.month, today.day]]}
    return download(item, f"wederhoor-{code}-{version.number}", style, file)


@page()
def source(request, slug: str, style: str):
    """How to cite a source itself."""
    file = file_of(style)
    row = Source.objects.published().filter(slug=slug).values("csl", "language").first()
    if row is None:
        raise Http404(_("There is no source at this address."))
    return download(as_cited(row), slug, style, file)


def download(item: dict, name: str, style: str, file: sharing.File) -> HttpResponse:
    """The file, called after what it cites."""
    response = HttpResponse(file.write(item, name), content_type=file.media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{style}"'
    return response


def file_of(style: str) -> sharing.File:
    """The file of this form. Raises Http404 for one that there is not."""
    if style not in sharing.FILES:
        raise Http404(_("A citation is available as .bib, .ris and .json."))
    return sharing.FILES[style]


def number_in(text: str) -> int | None:
    """The version asked for. Raises BadRequest for what is no number of one."""
    if not text:
        return None
    if not (number := whole_number(text)):
        raise BadRequest(_("“%(given)s” is not a version number.") % {"given": text[:60]})
    return number


# --- what is cited: its title, its path, and its version --------------------------------------------------------------


def published(address: Address, number: int | None):
    """An event or question at the version that was asked for, under the address that keeps showing it."""
    merged = bool(number and address.into)  # then its own versions stay, and are cited as its own
    rows = Publication.objects.filter(kind=address.kind, code=address.code if merged else address.target)
    rows = list(rows.filter(reading.is_newest() | Q(number=number or 0)).defer("findings").order_by("-number"))
    newest, *older = rows if merged else reading.standing(rows)
    cited = next((row for row in (newest, *older) if row.number == (number or newest.number)), None)
    if cited is None:
        raise Http404(_("There is no version %(number)d.") % {"number": number})
    if cited.action == Publication.WITHDRAWN:
        raise reading.gone(cited)
    path = reverse(f"{cited.kind}-version", args=[newest.slug, cited.number])
    return title_in(cited.document, get_language()), path, cited


def found(address: Address, number: int | None):
    """A finding, as the checks find it today."""
    history = finding.history_of(address.name)
    newest = history[0]
    if address.name not in {row["code"] for row in newest.shown_findings}:
        raise finding.no_longer(address.name, history)
    shown = finding.page_of(newest.shown, newest.shown_findings, address.name)
    return shown.described[0], reverse("code", args=[address.name]), newest


def lesson(address: Address, number: int | None):
    """A lesson as it is today. What has no slug was made by a teacher: the editors do not sign that."""
    rows = Lesson.objects.filter(code=address.name).exclude(slug="")
    told = localised(list(rows.values("title_nl", "title_en", "withdrawn", "version", "changed")), get_language())
    if not told:
        raise Http404(_("There is nothing at this address."))
    if told[0]["withdrawn"]:
        raise Gone(told[0]["withdrawn"])
    version = sharing.Version(told[0]["version"], told[0]["changed"])
    return told[0]["title"], reverse("code", args=[address.name]), version


def nothing(address: Address, number: int | None):
    """A quote, a figure or a note has no citation of its own: it is cited with the page that it stands on."""
    raise Http404(_("There is nothing at this address."))


READERS = {"event": published, "question": published, Address.FINDING: found, Address.LESSON: lesson}
