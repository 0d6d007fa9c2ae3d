"""A lesson with what its events and questions show today, in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter

from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Address, Event, Lesson, LessonItem, Publication
from timeline.views import reading
from timeline.views.errors import Gone
from timeline.views.localise import languages_in, localised
from timeline.views.presenting import EventPage, Page, QuestionPage

LESSON_FIELDS = ("code", "slug", "title_nl", "title_en", "intro_nl", "intro_en", "guide_nl", "guide_en")
LESSON_FIELDS += ("published", "withdrawn", "version")
ITEM_FIELDS = ("position", "kind", "code", "number", "ready", "task_nl", "task_en", "answer_nl", "answer_en")
SHOWN_FIELDS = {name: name for name in ("kind", "code", "number", "action", "reason", "slug", "at")}


@dataclass
class Item:
    """An event or question in a lesson: what the maker ``said`` of it, and the ``page`` that it has today.

    ``publication`` is the newest one, as a dict of SHOWN_FIELDS; None in a preview of what is not there. ``page`` is
    None where it was withdrawn. ``changed``: the maker saw an older version of it. What was merged into another event
    since has not changed: it is a part of something else, whose versions have numbers of their own.
    """

    said: dict
    publication: dict | None
    page: Page | None

    @property
    def changed(self) -> bool:
        now = self.publication
        return bool(now) and now["code"] == self.said["code"] and now["number"] > self.said["number"]


@dataclass
class ReadLesson:
    """A lesson in one language (``told``: its fields, as columns without a language; ``lang`` says which of them are in
    another one) and its items, in order."""

    told: dict
    items: list[Item]

    @property
    def shown(self) -> list[Item]:
        """The items that have a page today."""
        return [item for item in self.items if item.page]


def lesson_of(code: str, language: str) -> ReadLesson:
    """The lesson with this code. Raises Http404 where there is none, and Gone where it was withdrawn."""
    items = LessonItem.objects.filter(lesson__code=code)
    lessons = Lesson.objects.filter(code=code)
    found = reading.together(
        reading.as_json("lesson", lessons, **{name: name for name in LESSON_FIELDS}, changed="changed"),
        reading.as_json("item", items, **{name: name for name in ITEM_FIELDS}),
        *shown_parts(items.values("code")),
    )
    if not found.get("lesson"):
        raise Http404(_("No lesson has the code “%(code)s”. Did you copy the whole link?") % {"code": code[:60]})
    told = said_in(found["lesson"][0], language)
    told["changed"] = moment(told["changed"])
    if told["withdrawn"]:
        raise Gone(told["withdrawn"])  # and not its title: the reason may be that it named somebody
    said = [said_in(row, language) for row in sorted(found.get("item", []), key=itemgetter("position"))]
    return ReadLesson(told, items_of(said, found, language))


def items_chosen(codes: list[str], language: str) -> list[Item]:
    """The events and questions with these codes, in this order, as items without a task; one that does not exist is
    left out."""
    found = reading.together(*shown_parts(codes))
    known = {row["name"]: row for row in found.get("address", [])}
    said = [
        {"position": position, "kind": known[code]["kind"], "code": code, "number": 0}
        for position, code in enumerate(codes)
        if code in known
    ]
    return items_of(said, found, language)


def shown_parts(codes) -> tuple:
    """The parts of a union that hold the newest publications of these codes (a list or subquery)."""
    named = Address.objects.of_subjects(codes)
    rows = Publication.objects.filter(reading.is_newest(), code__in=named.targets())
    return (
        reading.as_json("address", named.leading(), name="name", kind="kind", target="target"),
        reading.as_json("publication", rows, **SHOWN_FIELDS, document_row="document", findings_row="findings"),
    )


def items_of(said: list[dict], found: dict, language: str) -> list[Item]:
    """What was chosen, each with its page as it is today; one more query, for the sources."""
    targets = {row["name"]: row["target"] for row in found.get("address", [])}
    newest = {row["code"]: row | {"at": moment(row["at"])} for row in found.get("publication", [])}
    shown = [row for row in newest.values() if row["action"] != Publication.WITHDRAWN]
    documents = [row["document_row"] for row in shown]
    terms = {slug for document in documents for slug in document.get("terms", ())}
    around = reading.around(sources_of(documents), terms=terms)
    pages = {
        row["code"]: (EventPage if row["kind"] == Event.KIND else QuestionPage)(
            row["document_row"], row["findings_row"], around, language
        )
        for row in shown
    }
    codes = [targets.get(row["code"], row["code"]) for row in said]
    return [Item(row, newest.get(code), pages.get(code)) for row, code in zip(said, codes, strict=True)]


def said_in(row: dict, language: str) -> dict:
    """What a maker typed, in one language; ``lang`` says of each field that is in the other one, in which."""
    return localised(row, language) | {"lang": languages_in(row, language)}


def moment(text: str) -> datetime:
    """A time as either database writes it into JSON."""
    time = parse_datetime(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def sources_of(documents: Iterable[dict]) -> set[str]:
    """The slugs of all sources that these documents name."""
    return {slug for document in documents for slug in dictionary.sources_in(document)}
