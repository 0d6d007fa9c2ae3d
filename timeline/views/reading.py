"""What public pages read, in as few queries as there are tables of records: publications, the index, and sources."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources.fields import CanonicalJSONField
from sources.models import Source
from timeline import axis
from timeline.models import Address, Publication, PublicClaim, PublicEvent, PublicQuestion, PublicTheme, Term
from timeline.views.errors import Gone
from timeline.views.localise import localised, title_in

SOURCE_FIELDS = (
    "slug", "kind", "lane", "name_nl", "name_en", "stance_nl", "stance_en", "rights_nl", "rights_en",
    "language", "csl", "showing", "changed",
)  # fmt: skip

TERM_FIELDS = ("slug", "kind", "name_nl", "name_en", "forms_nl", "forms_en", "text_nl", "text_en")


def accounts() -> list[dict]:
    """The published accounts in the order of their lanes."""
    return [marked(row) for row in Source.objects.published().accounts().values(*SOURCE_FIELDS)]


def names(slugs: Iterable[str], language: str) -> dict[str, str]:
    """What these published sources are called, by slug."""
    rows = Source.objects.published().filter(slug__in=slugs).values("slug", "name_nl", "name_en")
    return {row["slug"]: row["name"] for row in localised(list(rows), language)}


def marked(source: dict) -> dict:
    """A source with the mark of its lane, the same as in the drawing; literature has none."""
    return source | {"shape": axis.shape_of(source["lane"] - 1) if source["lane"] else ""}


def ringed(source: dict) -> dict:
    """A source that says nothing: its mark is a ring, as it is in the drawing."""
    return source | {"shape": axis.RING}


def published_at(kind: str, slug: str):
    """The publications at this address, newest first. The address may be one that was left behind."""
    codes = Address.objects.filter(space=kind, name=slug).targets()
    return Publication.objects.filter(kind=kind, code__in=codes).order_by("-number")


def is_newest() -> Q:
    """The last publication of its event or question."""
    same = Publication.objects.filter(kind=OuterRef("kind"), code=OuterRef("code"))
    return Q(number=Subquery(same.order_by("-number").values("number")[:1]))


class TextAt(Func):
    """The text under a key of a column that holds JSON as text, or None where there is none."""

    arity, output_field = 2, TextField()

    def as_sqlite(self, compiler, connection, **extra):
        column, key = self.get_source_expressions()
        path = self.copy()
        path.set_source_expressions([column, Value(f"$.{key.value}")])
        return super(TextAt, path).as_sql(compiler, connection, function="JSON_EXTRACT", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner="::json ->> ", **extra)


def history(kind: str, slug: str, number: int | None = None, *, keys: Iterable[str] = ()) -> list[Publication]:
    """All publications at this address, newest first; ``shown`` and ``shown_findings`` of the newest and of ``number``,
    and of each the texts under these ``keys`` of its document, as attributes of the same names.

    Raises Http404 where nothing was ever published, and Gone where it was withdrawn.
    """
    wanted = is_newest() if number is None else is_newest() | Q(number=number)
    texts = {key: TextAt("document", Value(key)) for key in keys}
    return standing(with_shown(published_at(kind, slug), wanted).annotate(**texts))


def own_history(kind: str, slug: str, number: int) -> list[Publication]:
    """``history``, but of what had this address itself: of an event that was merged into another one, its own versions.
    Each then says ``onward``, which is the slug of that other event, and its ``onward_row``; else both are None."""
    own = Address.objects.filter(space=kind, name=slug)
    into = PublicEvent.objects.filter(code__in=own.exclude(into="").values("into"))
    rows = Publication.objects.filter(kind=kind, code__in=own.values("code")).order_by("-number")
    rows = with_shown(rows, is_newest() | Q(number=number)).annotate(
        onward=Subquery(into.values("slug")[:1]), onward_row=Subquery(into.values("row")[:1])
    )
    found = list(rows)
    return found if found and found[0].onward else standing(found)


def with_shown(publications, wanted: Q):
    """The publications without their documents, but for those ``wanted``: ``shown``, with ``shown_findings``."""
    return publications.defer("document", "findings").annotate(
        shown=Case(When(wanted, then=F("document")), default=None, output_field=CanonicalJSONField()),
        shown_findings=Case(When(wanted, then=F("findings")), default=None, output_field=CanonicalJSONField()),
    )


def versions(kind: str, slug: str, before: int | None, most: int) -> list[Publication]:
    """The newest publication at this address, and after it at most so many of those before number ``before``; all with
    their documents. Raises what ``history`` raises."""
    rows = published_at(kind, slug)
    return standing((rows if before is None else rows.filter(is_newest() | Q(number__lt=before)))[: most + 1])


def standing(publications) -> list[Publication]:
    """The publications, if there are any and the newest (the first) is no withdrawal."""
    rows = list(publications)
    if not rows:
        raise Http404(_("There is nothing at this address."))
    if rows[0].action == Publication.WITHDRAWN:
        raise gone(rows[0])
    return rows


def pinned(publications: Iterable[Publication], number: int) -> Publication:
    """The one of these with this number. Raises Http404 where there is none, and Gone where it is a withdrawal."""
    found = next((one for one in publications if one.number == number), None)
    if found is None:
        raise Http404(_("There is no version %(number)d.") % {"number": number})
    if found.action == Publication.WITHDRAWN:
        raise gone(found)
    return found


def gone(withdrawal: Publication) -> Gone:
    """What to say of something that was withdrawn; it is named as it was last called."""
    return Gone(withdrawal.reason, withdrawal.at, title_in(withdrawal.document, get_language()))


@dataclass
class Around:
    """What stands around a page: sources by slug and the accounts among them, notes on other pages, and questions that
    bear on it."""

    sources: dict[str, dict] = field(default_factory=dict)
    accounts: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)
    terms: list[dict] = field(default_factory=list)
    beside: list[dict] = field(default_factory=list)


def around(
    slugs: Iterable[str],
    *,
    notes: Iterable[str] = (),
    bearing_on: str = "",
    events: Iterable[str] = (),
    terms: Iterable[str] = (),
    beside: tuple[int, str] | None = None,
) -> Around:
    """All accounts, the sources of these ``slugs``, these ``notes`` by code, the questions that bear on the event with
    this code, these ``events`` by code, these ``terms`` of the glossary by slug, and the events just ``beside`` the one
    with this first day and code in the order of the list.

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
    if beside:
        parts += [event_before(*beside), event_after(*beside)]
    found = together(*parts)
    sources = found.pop("source", [])
    stands = Around({row["slug"]: marked(row) for row in sources}, in_lanes(sources), **found)
    stands.events.sort(key=itemgetter("earliest", "slug"))
    stands.beside.sort(key=itemgetter("earliest", "code"))
    stands.questions.sort(key=itemgetter("slug"))
    return stands


def questions() -> list[dict]:
    """Every published question with the ``accounts``, the first words (``words``, by account) of each, and how many
    ``events`` it bears on."""
    bearing = PublicClaim.objects.filter(kind=PublicClaim.BEARING, question=OuterRef(OuterRef(OuterRef("pk"))))
    bearing = bearing.values("code")
    named = Address.objects.filter(space=Address.CODE, name__in=bearing).targets()
    number = PublicEvent.objects.filter(code__in=named).order_by().values(one=Value(1)).annotate(n=Count("pk"))
    rows = PublicQuestion.objects.annotate(number=Coalesce(Subquery(number.values("n")), 0))
    said = PublicClaim.objects.filter(kind=PublicClaim.POSITION, quote__text__source__published=True)
    words = {"pk": "pk", "question": "question__slug", "source": "source", "exact": "quote__exact"}
    told = as_json("questions", rows, slug="slug", events="number", row="row")
    quoted = as_json("words", said, language="quote__text__source__language", **words)
    found = together(sources_named(set()), told, quoted)
    accounts, first = in_lanes(found.get("source", [])), defaultdict(dict)
    for row in sorted(found.get("words", []), key=itemgetter("pk")):
        first[row["question"]].setdefault(row["source"], row)
    return [
        row | {"accounts": accounts, "words": first[row["slug"]]}
        for row in sorted(found.get("questions", []), key=itemgetter("slug"))
    ]


def sources_named(slugs: set[str]):
    rows = Source.objects.published().filter(Q(kind=Source.ACCOUNT) | Q(slug__in=slugs))
    return as_json("source", rows, **{name: name for name in SOURCE_FIELDS if name != "changed"})


def themes():
    """The themes of published events, under every name that they have there (``each_theme``)."""
    rows = PublicTheme.objects.all()
    return as_json("theme", rows, slug="slug", name_nl="name_nl", name_en="name_en").distinct()


def each_theme(rows: Iterable[dict]) -> list[dict]:
    """These themes each once, by slug: an event keeps the name that its theme had when it was published."""
    return list({row["slug"]: row for row in sorted(rows, key=lambda row: sorted(row.items()))}.values())


def notes_coded(codes: list[str]):
    rows = PublicClaim.objects.filter(kind=PublicClaim.NOTE, code__in=codes)
    event = {"event": "event__slug", "event_row": "event__row"}
    question = {"question": "question__slug", "question_row": "question__row"}
    return as_json("notes", rows, code="code", verdict="verdict", **event, **question)


def questions_bearing_on(event: str):
    named = Q(code=event) | Q(code__in=Address.objects.filter(space=Address.CODE, into=event).values("name"))
    bearing = PublicClaim.objects.filter(named, kind=PublicClaim.BEARING, question=OuterRef("pk"))
    return as_json("questions", PublicQuestion.objects.filter(Exists(bearing)), slug="slug", code="code", row="row")


EVENT_FIELDS = {name: name for name in ("slug", "code", "earliest", "row")}


def events_coded(codes: list[str]):
    """The events with these codes, and those that they were merged into."""
    named = Address.objects.filter(space=Address.CODE, name__in=codes).targets()
    return as_json("events", PublicEvent.objects.filter(code__in=named), **EVENT_FIELDS)


def event_before(day: int, code: str):
    rows = PublicEvent.objects.before(day, code).order_by("-earliest", "-code")
    return one_beside(rows.exclude(code=code))


def event_after(day: int, code: str):
    rows = PublicEvent.objects.after(day, code).order_by("earliest", "code")
    return one_beside(rows.exclude(code=code))


def one_beside(rows):
    """The first of these, by its code: the parts of a union may not be cut short themselves. (The event itself may be
    among them, where a draft or an old version of it has another date.)"""
    return as_json("beside", PublicEvent.objects.filter(code=Subquery(rows.values("code")[:1])), **EVENT_FIELDS)


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
    for name, value in found.items():
        if isinstance(value, str) and (name == "csl" or name.endswith("row")):
            found[name] = json.loads(value)
    return found


def together(*parts) -> dict[str, list[dict]]:
    """The rows of these parts (``as_json``) by what they are: one query."""
    first, *others = parts
    found: dict[str, list[dict]] = {}
    for what, text in first.union(*others, all=True) if others else first:
        found.setdefault(what, []).append(plain(text))
    return found


def in_lanes(sources: Iterable[dict]) -> list[dict]:
    """These accounts in the order of their lanes, each with its mark."""
    return sorted((marked(row) for row in sources if row["kind"] == Source.ACCOUNT), key=itemgetter("lane", "slug"))
