"""The pictures that go with a link when it is passed on.

Each has a number in its address, that of the publication (of a lesson, its version): when the page changes, its picture
gets another address. The names of accounts and our words on it may change under the same one, so it is kept for a day.
"""

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import conditional_page

from timeline import cards
from timeline.models import Address, Event, Lesson, Publication
from timeline.models.evidence import CRITICAL
from timeline.views import reading, wording
from timeline.views.errors import Gone
from timeline.views.localise import dated_words, localised
from timeline.views.presenting import with_years
from timeline.views.public import SITE_CARD, page

KEPT = f"public, max-age={24 * 60 * 60}"


@page(conditional=False)
@conditional_page
def card(request, code: str, number: int, language: str):
    """The picture of an event, question, finding or lesson as it was in one version."""
    check_language(language)
    address = address_of(code)
    if address.kind == Address.LESSON:
        return lesson_card(address.code, number, language)
    publication = publication_of(address, number)
    with override(language):
        return picture(card_of(publication, address, language))


@page(conditional=False)
@conditional_page
def blind_card(request, code: str, number: int, language: str):
    """The same of an event or question without who says what of it, for a class that is to judge for itself."""
    check_language(language)
    address = address_of(code)
    if address.kind not in ("event", "question"):
        raise nothing_here()
    publication = publication_of(address, number)
    told = localised(publication.shown, language)
    with override(language):
        return picture(cards.Card(told["title"], kicker(publication.kind, told, language), below=_("Think first")))


@page(conditional=False)
@conditional_page
def site_card(request, number: int, language: str):
    """The picture of every other page."""
    check_language(language)
    if number != SITE_CARD:
        raise nothing_here()
    voices = tuple(cards.Voice(row["name"], row["lane"]) for row in localised(reading.accounts(), language))
    with override(language):
        return picture(cards.Card(str(wording.SITE), voices=voices))


def picture(card: cards.Card) -> HttpResponse:
    return HttpResponse(cards.draw(card), content_type="image/png", headers={"Cache-Control": KEPT})


# --- what was published -----------------------------------------------------------------------------------------------


def check_language(language: str):
    if language not in dict(settings.LANGUAGES):
        raise nothing_here()


def nothing_here() -> Http404:
    return Http404(_("There is nothing at this address."))


def address_of(code: str) -> Address:
    kinds = ("event", "question", Address.FINDING, Address.LESSON)
    address = Address.objects.filter(space=Address.CODE, name=code.lower(), kind__in=kinds).first()
    if address is None:
        raise nothing_here()
    return address


def publication_of(address: Address, number: int) -> Publication:
    """What was published under this number, with its document as ``shown``. Raises Http404 where nothing was, and Gone
    where it or the newest one is a withdrawal. What was merged into another event was not withdrawn."""
    same = Publication.objects.filter(code=address.code)
    rows = reading.with_shown(same.filter(reading.is_newest() | Q(number=number)), Q(number=number))
    rows = rows.order_by("-number")
    return reading.pinned(rows if address.into else reading.standing(rows), number)


def card_of(publication: Publication, address: Address, language: str) -> cards.Card:
    """The card of a publication, or of a finding in it, in the language that is set."""
    told = localised(publication.shown, language)
    if address.kind == Address.FINDING:
        return finding_card(publication, told, address.name, language)
    accounts = localised(reading.accounts(), language)
    notes = sum(note["verdict"] in CRITICAL for note in told.get("notes", []))
    return cards.Card(
        told["title"],
        kicker(publication.kind, told, language),
        voices_of(told, accounts),
        contested=contested(notes),
        notes=notes,
    )


def kicker(kind: str, told: dict, language: str) -> str:
    """When an event was; a question says what it is."""
    return dated_words(told["date"], language) if kind == Event.KIND else _("Question")


def finding_card(publication: Publication, told: dict, code: str, language: str) -> cards.Card:
    """What was found, in a sentence, with the accounts that it is about."""
    found = next((row for row in publication.shown_findings if row["code"] == code), None)
    if found is None:
        raise nothing_here()
    involved = [*found.get("sources", []), found.get("witness", "")]
    around = reading.around(involved)
    names = {slug: row["name"] for slug, row in localised(around.sources, language).items()}
    accounts = [row for row in localised(around.accounts, language) if row["slug"] in involved]
    return cards.Card(
        wording.finding_sentence(found, names),
        with_years(told["title"], told["date"], language),
        voices_of(told, accounts),
    )


def voices_of(told: dict, accounts: list[dict]) -> tuple[cards.Voice, ...]:
    """The accounts that were compared in a document, and those of them that are silent in it."""
    quotes = told.get("quotes", []) + [row["quote"] for row in told.get("citations", [])]
    speaking, compared = {row["source"] for row in quotes}, told["accounts"]
    return tuple(
        cards.Voice(row["name"], row["lane"], "" if row["slug"] in speaking else _("silent"))
        for row in accounts
        if row["slug"] in compared
    )


def contested(notes: int) -> str:
    """How many critical notes there are; empty where there are none."""
    words = ngettext("contested: %(number)d note", "contested: %(number)d notes", notes)
    return words % {"number": notes} if notes else ""


# --- lessons ----------------------------------------------------------------------------------------------------------


def lesson_card(code: str, number: int, language: str) -> HttpResponse:
    """The picture of a lesson. No more than its newest version is kept, so an older one leads there."""
    events, questions = (Count("items", filter=Q(items__kind=kind)) for kind in ("event", "question"))
    lesson = Lesson.objects.filter(code=code).annotate(events=events, questions=questions).first()
    if lesson is None or number > lesson.version:
        raise nothing_here()
    if lesson.withdrawn:
        raise Gone(lesson.withdrawn)
    if number != lesson.version:
        return HttpResponseRedirect(reverse("card", args=[code, lesson.version, language]))
    title = localised({"title_nl": lesson.title_nl, "title_en": lesson.title_en}, language)["title"]
    with override(language):
        counted = wording.counted(lesson.events, lesson.questions)
        return picture(cards.Card(title, _("Lesson"), below=counted, steps=lesson.events + lesson.questions))
