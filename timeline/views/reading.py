"""What public pages read, in as few queries as there are tables of records: publications, the index, and sources."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources.fields import CanonicalJSONField
from sources.models import Source
from timeline import axis
from timeline.models import Address, Publication, PublicClaim, PublicEvent, PublicQuestion, Term
from timeline.views.errors import Gone
from timeline.views.localise import localised

SOURCE_FIELDS = (
    "slug", "kind", "lane", "name_nl", "name_en", "stance_nl", "stance_en", "rights_nl", "rights_en",
    "language", "csl", "showing", "changed",
)  # fmt: skip

TERM_FIELDS = ("slug", "kind", "name_nl", "name_en", "forms_nl", "forms_en", "text_nl", "text_en")


def accounts() -> list[dict]:
    """The published accounts in the order of their lanes."""
    return [marked(row) for row in Source.objects.published().accounts().values(*SOURCE_FIELDS)]


def marked(source: dict) -> dict:
    """A source with the mark of its lane, the same as in the drawing; literature has none."""
    return source | {"shape": axis.shape_of(source["lane"] - 1) if source["lane"] else ""}


def history(kind: str, slug: str, number: int | None = None) -> list[Publication]:
    """All publications at this address, newest first; ``shown`` and ``shown_findings`` of the newest, or of ``number``.

    The address may be one that was left behind. Raises Http404 where nothing was ever published, and Gone where it was
    withdrawn.
    """
    here = Publication.objects.filter(kind=kind, code__in=Address.objects.filter(space=kind, name=slug).values("code"))
    newest = Publication.objects.filter(kind=kind, code=OuterRef("code")).order_by("-number").values("number")[:1]
    wanted = When(number=number or Subquery(newest), then=F("document"))
    found = When(number=number or Subquery(newest), then=F("findings"))
    rows = list(
        here.order_by("-number")
        .defer("document", "findings")
        .annotate(
            shown=Case(wanted, default=None, output_field=CanonicalJSONField()),
            shown_findings=Case(found, default=None, output_field=CanonicalJSONField()),
        )
    )
    if not rows:
        raise Http404(_("There is nothing at this address."))
    if rows[0].action == Publication.WITHDRAWN:
        raise gone(rows[0])
    return rows


def gone(withdrawal: Publication) -> Gone:
    """What to say of something that was withdrawn; it is named as it was last called."""
    titles = {name: withdrawal.document[name] for name in ("title_nl", "title_en")}
    return Gone(withdrawal.reason, withdrawal.at, localised(titles, get_language())["title"])


@dataclass
class Around:
    """What stands around a page: sources by slug, notes on other pages, and questions that bear on it."""

    sources: dict[str, dict] = field(default_factory=dict)
    notes: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)
    terms: list[dict] = field(default_factory=list)

    @property
    def accounts(self) -> list[dict]:
        found = [source for source in self.sources.values() if source["kind"] == Source.ACCOUNT]
        return sorted(found, key=lambda source: (source["lane"], source["slug"]))


def around(
    slugs: Iterable[str],
    *,
    notes: Iterable[str] = (),
    bearing_on: str = "",
    events: Iterable[str] = (),
    terms: Iterable[str] = (),
) -> Around:
    """All accounts, the sources of these ``slugs``, these ``notes`` by code, the questions that bear on the event with
    this code, these ``events`` by code, and these ``terms`` of the glossary by slug.

    One query: rows of one table after another, as JSON.
    """
    parts = [sources_named(set(slugs))]
    if notes := sorted(notes):
        parts.append(notes_coded(notes))
    if bearing_on:
        parts.append(questions_bearing_on(bearing_on))
    if events := sorted(events):
        parts.append(events_coded(events))
    if terms := sorted(terms):
        parts.append(terms_named(terms))
    first, *others = parts
    found = Around()
    for what, text in first.union(*others, all=True) if others else first:
        row = plain(text)
        if what == "source":
            found.sources[row["slug"]] = marked(row)
        else:
            getattr(found, what).append(row)
    found.events.sort(key=lambda row: (row["earliest"], row["slug"]))
    found.questions.sort(key=lambda row: row["slug"])
    return found


def sources_named(slugs: set[str]):
    rows = Source.objects.published().filter(Q(kind=Source.ACCOUNT) | Q(slug__in=slugs))
    return as_json("source", rows, **{name: name for name in SOURCE_FIELDS if name != "changed"})


def notes_coded(codes: list[str]):
    rows = PublicClaim.objects.filter(kind=PublicClaim.NOTE, code__in=codes)
    event = {"event": "event__slug", "event_row": "event__row"}
    question = {"question": "question__slug", "question_row": "question__row"}
    return as_json("notes", rows, code="code", verdict="verdict", **event, **question)


def questions_bearing_on(event: str):
    bearing = PublicClaim.objects.filter(kind=PublicClaim.BEARING, code=event, question=OuterRef("pk"))
    return as_json("questions", PublicQuestion.objects.filter(Exists(bearing)), slug="slug", code="code", row="row")


def events_coded(codes: list[str]):
    return as_json(
        "events", PublicEvent.objects.filter(code__in=codes), slug="slug", code="code", earliest="earliest", row="row"
    )


def terms_named(slugs: list[str]):
    return as_json("terms", Term.objects.published().filter(slug__in=slugs), **{name: name for name in TERM_FIELDS})


class Record(JSONObject):
    """JSONObject, without the three questions that it asks SQLite once per process: every SQLite we run on has JSON."""

    def as_sqlite(self, compiler, connection, **extra):
        return Func.as_sql(self, compiler, connection, **extra)


def as_json(what: str, rows, **fields):
    """The rows as pairs of ``what`` and a JSON object, so that different tables fit into one union."""
    columns = {name: Cast(F(path), TextField()) if "row" in name else F(path) for name, path in fields.items()}
    return rows.order_by().values_list(Value(what, output_field=TextField()), Cast(Record(**columns), TextField()))


def plain(text: str) -> dict:
    """An object of ``as_json`` back as data; JSON columns come back as text within it."""
    found = json.loads(text)
    for name in ("csl", "row", "event_row", "question_row"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found
