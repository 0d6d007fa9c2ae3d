"""One event or question ⇄ the dictionary that runs through everything.

A revision stores this dictionary, a corpus file is this dictionary as TOML, and preview, history, restore, export and
the public page are views of it. The classes below are its documentation: every key, its type and its default. Keys
that hold their default are left out; numbers are exact and kept as text. ``SCHEMA`` goes up when the meaning of a key
changes.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic import ValidationError as WrongShape
from pydantic_core import PydanticCustomError

from sources import anchoring
from sources.fields import number_text
from sources.models import Quote, Source, Text, with_texts
from sources.refusal import Refusal, gettext_noop
from timeline.models import (
    Citation,
    Event,
    Figure,
    Measure,
    Note,
    Question,
    Reference,
    Relation,
    Theme,
)

SCHEMA = 1
NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
OPERAND = re.compile(r"[A-Za-z_]\w*|\d+(\.\d+)?", re.ASCII)
# What of arithmetic is again an operand: (n), n + n, and a minus sign before n.
STEP = re.compile(r"\(n\)|n[-+*/]n|(?<![n)])-n")


class Shape(BaseModel):
    """A table of the dictionary. Unknown keys are refused, so that a slip of the pen is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def plain_words(cls, value):
        """One kind of line end (browsers send another, which TOML does not keep), and no NUL (PostgreSQL's refusal)."""
        if isinstance(value, str) and "\0" in value:
            raise PydanticCustomError("nul", "NUL")
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class ReferenceShape(Shape):
    """A place in a source: its slug, and where in it."""

    source: str
    locator: str = ""


class QuoteShape(Shape):
    """Verbatim words of a text of a source; ``occurrence`` (from 1) only where the words stand more than once."""

    code: str
    source: str
    text: int = 1
    exact: str
    occurrence: int | None = None
    speaker: str = ""
    translation_nl: str = ""
    translation_en: str = ""


class DateShape(Shape):
    """The date on the axis: EDTF beside its calendar, and what it leans on."""

    edtf: str
    calendar: str = "gregorian"
    references: tuple[ReferenceShape, ...] = Field(default=(), strict=False)


class CitationShape(Shape):
    """A source's word on the event. ``basis`` is the code of the quote whose date an inferred reading rests on."""

    origin: str = "undated"
    words: str = ""
    edtf: str = ""
    calendar: str = "gregorian"
    basis: str = ""
    reasoning_nl: str = ""
    reasoning_en: str = ""
    quote: QuoteShape


class MeasureShape(Shape):
    """A question of number; figures and relations name it by ``key``."""

    key: str
    what_nl: str
    what_en: str
    unit_nl: str
    unit_en: str
    nature: str
    place_nl: str = ""
    place_en: str = ""
    period: str = ""


class FigureShape(Shape):
    """An answer to a measure; in a quote of this event (by code), or in literature."""

    code: str
    measure: str
    words: str
    value: str = ""
    low: str = ""
    high: str = ""
    hedge: str = ""
    quote: str = ""
    reference: ReferenceShape | None = None


class RelationShape(Shape):
    """Arithmetic between measures, as an editor reads it."""

    formula: str
    reading_nl: str
    reading_en: str


class NoteShape(Shape):
    """A judgement; on a quote or a figure of the same event (by code), or on the whole."""

    code: str
    verdict: str
    quote: str = ""
    figure: str = ""
    words: str = ""
    ready: bool = False
    author: str
    reviewer: str = ""
    reason_nl: str
    reason_en: str
    references: tuple[ReferenceShape, ...] = Field(default=(), strict=False)


class SubjectShape(Shape):
    """What events and questions share. ``schema_`` is written ``schema``."""

    schema_: int = Field(alias="schema")
    code: str
    slug: str
    title_nl: str
    title_en: str
    summary_nl: str
    summary_en: str


class EventShape(SubjectShape):
    """An event with its evidence. ``pointers`` are codes of notes on other events that bear on this one."""

    standing: str = "attested"
    importance: int = 2
    themes: tuple[str, ...] = Field(default=(), strict=False)
    pointers: tuple[str, ...] = Field(default=(), strict=False)
    date: DateShape
    citations: tuple[CitationShape, ...] = Field(default=(), strict=False)
    measures: tuple[MeasureShape, ...] = Field(default=(), strict=False)
    figures: tuple[FigureShape, ...] = Field(default=(), strict=False)
    relations: tuple[RelationShape, ...] = Field(default=(), strict=False)
    notes: tuple[NoteShape, ...] = Field(default=(), strict=False)


class QuestionShape(SubjectShape):
    """A question with each side's quotes; ``events`` are codes of the events it bears on."""

    contrast_nl: str
    contrast_en: str
    author: str
    reviewer: str = ""
    events: tuple[str, ...] = Field(default=(), strict=False)
    references: tuple[ReferenceShape, ...] = Field(default=(), strict=False)
    quotes: tuple[QuoteShape, ...] = Field(default=(), strict=False)
    notes: tuple[NoteShape, ...] = Field(default=(), strict=False)


class ShapeError(Refusal):
    """What is wrong with a dictionary, and where: ``problems`` are pairs of a key path and a refusal."""

    def __init__(self, problems: list[tuple[str, Refusal]]):
        self.problems = problems
        super().__init__("%(lines)s", lines="\n".join(f"{path}: {problem}" for path, problem in problems))


# --- to the dictionary ------------------------------------------------------------------------------------------------


def to_dict(subject: Event | Question) -> dict:
    """The dictionary of a working copy, in canonical order."""
    return event_to_dict(subject) if isinstance(subject, Event) else question_to_dict(subject)


def dump(shape: Shape) -> dict:
    """Plain data without the keys that hold their default."""
    return shape.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def event_to_dict(event: Event) -> dict:
    """The dictionary of an event and its evidence."""
    citations = list(event.citations.select_related("quote", "basis"))
    with_texts(row.quote for row in citations)
    return dump(
        EventShape(
            **subject_fields(event),
            standing=event.standing,
            importance=event.importance,
            themes=tuple(event.themes.values_list("slug", flat=True)),
            pointers=tuple(event.pointers.order_by("code").values_list("code", flat=True)),
            date=DateShape(
                edtf=event.edtf,
                calendar=event.calendar,
                references=references_of(event.references.select_related("source")),
            ),
            citations=tuple(citation_shape(row) for row in citations),
            measures=tuple(measure_shape(row) for row in event.measures.all()),
            figures=tuple(figure_shape(row) for row in event.figures.select_related("measure", "quote", "source")),
            relations=tuple(relation_shape(row) for row in event.relations.all()),
            notes=notes_of(event),
        )
    )


def question_to_dict(question: Question) -> dict:
    """The dictionary of a question and its sides."""
    return dump(
        QuestionShape(
            **subject_fields(question),
            contrast_nl=question.contrast_nl,
            contrast_en=question.contrast_en,
            author=question.author,
            reviewer=question.reviewer,
            events=tuple(question.events.order_by("code").values_list("code", flat=True)),
            references=references_of(question.references.select_related("source")),
            quotes=tuple(
                quote_shape(quote)
                for quote in with_texts(row.quote for row in question.positions.select_related("quote"))
            ),
            notes=notes_of(question),
        )
    )


def subject_fields(subject: Event | Question) -> dict:
    """The keys that events and questions share."""
    names = ("code", "slug", "title_nl", "title_en", "summary_nl", "summary_en")
    return {"schema": SCHEMA} | {name: getattr(subject, name) for name in names}


def quote_shape(quote: Quote) -> QuoteShape:
    """A quote by its exact words."""
    return QuoteShape(
        code=quote.code,
        source=quote.text.source.slug,
        text=quote.text.number,
        exact=quote.exact,
        occurrence=anchoring.occurrence_of(quote.text.body, quote.anchor),
        speaker=quote.speaker,
        translation_nl=quote.translation_nl,
        translation_en=quote.translation_en,
    )


def citation_shape(row: Citation) -> CitationShape:
    """A citation with its reading."""
    names = ("origin", "words", "edtf", "calendar", "reasoning_nl", "reasoning_en")
    return CitationShape(
        quote=quote_shape(row.quote),
        basis=row.basis.code if row.basis else "",
        **{name: getattr(row, name) for name in names},
    )


def measure_shape(row: Measure) -> MeasureShape:
    """A measure by its key."""
    return MeasureShape(**{name: getattr(row, name) for name in MeasureShape.model_fields})


def figure_shape(row: Figure) -> FigureShape:
    """A figure with its numbers as canonical text."""
    return FigureShape(
        code=row.code,
        measure=row.measure.key,
        words=row.words,
        hedge=row.hedge,
        quote=row.quote.code if row.quote else "",
        reference=ReferenceShape(source=row.source.slug, locator=row.locator) if row.source else None,
        **{name: "" if (n := getattr(row, name)) is None else number_text(n) for name in ("value", "low", "high")},
    )


def relation_shape(row: Relation) -> RelationShape:
    """A relation as it was typed."""
    return RelationShape(formula=row.formula, reading_nl=row.reading_nl, reading_en=row.reading_en)


def notes_of(subject: Event | Question) -> tuple[NoteShape, ...]:
    """The notes of an event or question, with their references."""
    rows = subject.notes.select_related("quote", "figure").prefetch_related("references__source")
    names = ("code", "verdict", "words", "ready", "author", "reviewer", "reason_nl", "reason_en")
    return tuple(
        NoteShape(
            quote=row.quote.code if row.quote else "",
            figure=row.figure.code if row.figure else "",
            references=references_of(row.references.all()),
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    )


def references_of(rows: Iterable[Reference]) -> tuple[ReferenceShape, ...]:
    """The references of a date, question or note, in order."""
    return tuple(ReferenceShape(source=row.source.slug, locator=row.locator) for row in rows)


# --- what the types cannot say ----------------------------------------------------------------------------------------


def read(data: dict, kind: str) -> EventShape | QuestionShape:
    """The dictionary as a checked shape. Raises ShapeError with every problem and its key path."""
    shape = checked(EventShape if kind == Event.KIND else QuestionShape, data)
    if problems := list(inconsistencies(shape)):
        raise ShapeError(problems)
    return shape


def checked(model: type[Shape], data: dict) -> Shape:
    """The data in the form of a table, its ``schema`` first. Raises ShapeError with every problem and its key path."""
    if "schema_" in model.model_fields and isinstance(data, dict) and data.get("schema") != SCHEMA:
        raise ShapeError([("schema", Refusal(gettext_noop("this is not schema %(known)d."), known=SCHEMA))])
    try:
        return model.model_validate(data)
    except WrongShape as wrong:
        raise ShapeError([(path_of(error["loc"]), complaint(error)) for error in wrong.errors()]) from wrong


# What pydantic calls a value of another kind than the key takes.
TYPES = {
    "string_type": gettext_noop("write words between quotation marks here."),
    "int_type": gettext_noop("write a whole number here."),
    "bool_type": gettext_noop("write true or false here."),
    "dict_type": gettext_noop("write a table here."),
    "model_type": gettext_noop("write a table here."),
    "tuple_type": gettext_noop("write a list between square brackets here."),
}


def path_of(parts: tuple) -> str:
    """``citations[2].quote.exact``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def complaint(error: dict) -> Refusal:
    """What pydantic found, in our words where ours are clearer."""
    if error["type"] == "missing":
        return Refusal(gettext_noop("this key is missing; add it."))
    if error["type"] == "extra_forbidden":
        return Refusal(gettext_noop("there is no such key here; remove it or mend its spelling."))
    if error["type"] in TYPES:
        return Refusal(TYPES[error["type"]])
    if error["type"] == "nul":
        return Refusal(gettext_noop("this holds a NUL character; remove it."))
    return Refusal("%(message)s.", message=error["msg"])


def inconsistencies(shape: EventShape | QuestionShape) -> Iterator[tuple[str, Refusal]]:
    """Where the parts of one dictionary do not fit together."""
    quotes = shape.quotes if isinstance(shape, QuestionShape) else [citation.quote for citation in shape.citations]
    cited = {quote.code for quote in quotes}
    figures = {figure.code for figure in getattr(shape, "figures", ())}
    for number, note in enumerate(shape.notes):
        yield from wrong_with_note(f"notes[{number}]", note, cited, figures)
    if isinstance(shape, EventShape):
        yield from wrong_with_numbers(shape, cited)
    yield from named_twice("quotes", [quote.code for quote in quotes])
    for name, key in (("notes", "code"), ("figures", "code"), ("measures", "key"), ("relations", "formula")):
        yield from named_twice(name, [getattr(row, key) for row in getattr(shape, name, ())])
    for name in ("themes", "pointers", "events"):
        yield from named_twice(name, list(getattr(shape, name, ())))


def named_twice(path: str, names: list[str]) -> Iterator[tuple[str, Refusal]]:
    """What stands in a list more than once: one of the two would be lost."""
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield path, Refusal(gettext_noop("“%(name)s” stands here twice; remove or rename one."), name=twice)


def wrong_with_note(path: str, note: NoteShape, cited: set, figures: set) -> Iterator[tuple[str, Refusal]]:
    """A note is about something cited here, and a ready one has a reference."""
    if note.quote and note.quote not in cited:
        yield f"{path}.quote", Refusal(gettext_noop("“%(code)s” is not cited here; cite it first."), code=note.quote)
    if note.figure and note.figure not in figures:
        yield f"{path}.figure", Refusal(gettext_noop("there is no figure “%(code)s” here."), code=note.figure)
    if note.ready and not note.references:
        yield (
            f"{path}.references",
            Refusal(gettext_noop("a ready note needs a reference; add one, or set ready to false.")),
        )


def wrong_with_numbers(shape: EventShape, cited: set) -> Iterator[tuple[str, Refusal]]:
    """Figures and relations name measures and quotes of this event."""
    keys = {measure.key for measure in shape.measures}
    for number, figure in enumerate(shape.figures):
        if figure.measure not in keys:
            yield f"figures[{number}].measure", unknown_measure(figure.measure, keys)
        if figure.quote and figure.quote not in cited:
            yield (
                f"figures[{number}].quote",
                Refusal(gettext_noop("“%(code)s” is not cited here; cite it first."), code=figure.quote),
            )
    for number, relation in enumerate(shape.relations):
        if not is_formula(relation.formula):
            yield (
                f"relations[{number}].formula",
                Refusal(
                    gettext_noop("write two sides with one of = <= >= between them: turnout = voters / electorate.")
                ),
            )
        for name in sorted(set(NAME.findall(relation.formula)) - keys):
            yield f"relations[{number}].formula", unknown_measure(name, keys)


def is_formula(formula: str) -> bool:
    """Whether this is arithmetic on both sides of one of = <= >=."""
    sides = re.split("<=|>=|=", formula)
    return (
        len(formula) <= Relation._meta.get_field("formula").max_length and len(sides) == 2 and all(map(is_term, sides))
    )


def is_term(side: str) -> bool:
    """Whether this is arithmetic with names and numbers: what can be taken together, step by step, to one operand."""
    left = OPERAND.sub("n", side).replace(" ", "")
    while (shorter := STEP.sub("n", left)) != left:
        left = shorter
    return left == "n"


def unknown_measure(name: str, keys: set) -> Refusal:
    """There is no such measure; which there are."""
    return Refusal(
        gettext_noop("this event has no measure “%(name)s”; it has: %(keys)s."),
        name=name,
        keys=", ".join(sorted(keys)) or "–",
    )


# --- from the dictionary ----------------------------------------------------------------------------------------------


@transaction.atomic
def from_dict(data: dict, kind: str, *, link: bool = True, mend: bool = True) -> Event | Question:
    """Make the working copy what the dictionary says; what it does not mention is removed.

    Writes no revision: that is ``publishing.record``. With ``link=False`` pointers to notes of other events are left
    for a later ``link_pointers``; with ``mend=False`` quotes that are there already stay as they are, since other
    events share them. Raises ShapeError, and then nothing is stored.
    """
    shape = read(data, kind)
    if kind == Event.KIND:
        event = take_event(shape, mend=mend)
        if link:
            link_pointers(shape)
        return event
    return take_question(shape, mend=mend)


@contextmanager
def at(path: str, keys: dict[str, str] | None = None):
    """Say where in the dictionary a refusal below was raised."""
    try:
        yield
    except ShapeError:
        raise
    except Refusal as refusal:
        raise ShapeError([(path, refusal)]) from refusal
    except ValidationError as error:
        raise ShapeError(list(problems_of(path, error, keys))) from error


# Where the dictionary has another name than the column.
KEYS = {
    Event: {"edtf": "date.edtf", "calendar": "date.calendar"},
    Figure: {"source": "reference.source", "locator": "reference.locator"},
}


def problems_of(path: str, error: ValidationError, keys: dict[str, str] | None = None) -> Iterator[tuple[str, Refusal]]:
    """A validation error as pairs of key path and message; ``keys`` of the dictionary by column, where they differ."""
    keys = keys or {}
    if not hasattr(error, "error_dict"):
        for message in error.messages:
            yield path, Refusal("%(message)s", message=message)
        return
    for field, messages in error.message_dict.items():
        for message in messages:
            where = path if field == NON_FIELD_ERRORS else f"{path}.{keys.get(field, field)}".lstrip(".")
            yield where, Refusal("%(message)s", message=message)


def found(rows, where: str, **by):
    """The one row, or a refusal that names what was looked for."""
    with at(where):
        row = rows.filter(**by).first()
        if row is None:
            raise Refusal(
                gettext_noop("there is no “%(name)s”; add it first, or mend its spelling."),
                name=next(iter(by.values())),
            )
        return row


def keep(row, path: str):
    """Validate and store a row."""
    with at(path, KEYS.get(type(row))):
        row.full_clean()
        row.save()
    return row


def take_event(shape: EventShape, *, mend: bool = True) -> Event:
    """The event row and all rows that hang on it."""
    event = Event.objects.filter(code=shape.code).first() or Event(code=shape.code)
    names = ("slug", "title_nl", "title_en", "summary_nl", "summary_en", "standing", "importance")
    for name in names:
        setattr(event, name, getattr(shape, name))
    event.edtf, event.calendar = shape.date.edtf, shape.date.calendar
    keep(event, "")
    event.themes.set([found(Theme.objects, f"themes[{n}]", slug=slug) for n, slug in enumerate(shape.themes)])
    take_references(event, shape.date.references, "date.references")
    take_citations(event, shape, mend=mend)
    take_numbers(event, shape)
    take_notes(event, shape.notes)
    return event


def take_question(shape: QuestionShape, *, mend: bool = True) -> Question:
    """The question row and all rows that hang on it."""
    question = Question.objects.filter(code=shape.code).first() or Question(code=shape.code)
    names = (
        "slug",
        "title_nl",
        "title_en",
        "summary_nl",
        "summary_en",
        "contrast_nl",
        "contrast_en",
        "author",
        "reviewer",
    )
    for name in names:
        setattr(question, name, getattr(shape, name))
    keep(question, "")
    question.events.set([found(Event.objects, f"events[{n}]", code=code) for n, code in enumerate(shape.events)])
    take_references(question, shape.references, "references")
    quotes = take_quotes(((f"quotes[{n}]", quote) for n, quote in enumerate(shape.quotes)), mend=mend)
    replace(
        question.positions,
        "quote_id",
        [(f"quotes[{n}]", {"quote_id": quote.pk, "position": n}) for n, quote in enumerate(quotes)],
    )
    take_notes(question, shape.notes)
    return question


def take_quotes(quotes: Iterable[tuple[str, QuoteShape]], *, mend: bool = True) -> list[Quote]:
    """The quotes of these paths, those that are new made; each text is fetched once.

    Speaker and translations of a quote that is there already are changed only with ``mend``: other events share it.
    """
    texts: dict[tuple[str, int], Text] = {}
    taken = []
    for path, shape in quotes:
        key = shape.source, shape.text
        if key not in texts:
            texts[key] = text_of(shape, path)
        taken.append(take_quote(shape, texts[key], path, mend=mend))
    return taken


def text_of(shape: QuoteShape, path: str) -> Text:
    """The text that a quote stands in, without its raw file."""
    source = found(Source.objects, f"{path}.source", slug=shape.source)
    return found(Text.objects.filter(source=source).defer("raw"), f"{path}.text", number=shape.text)


def take_quote(shape: QuoteShape, text: Text, path: str, *, mend: bool = True) -> Quote:
    """The quote with this code, made if it is new. Its words never change: other words are another quote."""
    with at(f"{path}.exact"):
        anchor = anchoring.locate(text.body, shape.exact, shape.occurrence)
    quote = Quote.objects.filter(code=shape.code).first() or Quote(code=shape.code, text=text)
    with at(path):
        if quote.pk and (quote.text_id, quote.start, quote.end) != (text.pk, anchor.start, anchor.end):
            raise Refusal(
                gettext_noop("the code “%(code)s” belongs to other words; give this quote its own."), code=shape.code
            )
    if quote.pk and not mend:
        return quote
    quote.text = text
    quote.place(anchor)
    for name in ("speaker", "translation_nl", "translation_en"):
        setattr(quote, name, getattr(shape, name))
    return keep(quote, path)


def take_citations(event: Event, shape: EventShape, *, mend: bool):
    """The citations of an event, with their quotes."""
    names = ("origin", "words", "edtf", "calendar", "reasoning_nl", "reasoning_en")
    paths = ((f"citations[{number}].quote", row.quote) for number, row in enumerate(shape.citations))
    quotes = take_quotes(paths, mend=mend)
    wanted = []
    for number, citation in enumerate(shape.citations):
        path = f"citations[{number}]"
        fields = {name: getattr(citation, name) for name in names}
        fields["basis"] = found(Quote.objects, f"{path}.basis", code=citation.basis) if citation.basis else None
        fields |= {"quote_id": quotes[number].pk, "position": number}
        wanted.append((path, fields))
    replace(event.citations, "quote_id", wanted)


def take_numbers(event: Event, shape: EventShape):
    """The measures, figures and relations of an event."""
    replace(
        event.measures,
        "key",
        [(f"measures[{n}]", measure.model_dump() | {"position": n}) for n, measure in enumerate(shape.measures)],
    )
    measures = {measure.key: measure.pk for measure in event.measures.all()}
    replace(
        event.figures,
        "code",
        [
            (f"figures[{n}]", figure_fields(figure, measures, f"figures[{n}]") | {"position": n})
            for n, figure in enumerate(shape.figures)
        ],
    )
    replace(
        event.relations,
        "formula",
        [(f"relations[{n}]", relation.model_dump() | {"position": n}) for n, relation in enumerate(shape.relations)],
    )


def figure_fields(figure: FigureShape, measures: dict[str, int], path: str) -> dict:
    """The columns of a figure."""
    fields = {"code": figure.code, "words": figure.words, "hedge": figure.hedge, "measure_id": measures[figure.measure]}
    fields |= {name: getattr(figure, name) or None for name in ("value", "low", "high")}
    fields["quote"] = found(Quote.objects, f"{path}.quote", code=figure.quote) if figure.quote else None
    reference = figure.reference
    fields["source"] = found(Source.objects, f"{path}.reference.source", slug=reference.source) if reference else None
    fields["locator"] = reference.locator if reference else ""
    return fields


def take_notes(subject: Event | Question, notes: tuple[NoteShape, ...]):
    """The notes of an event or question, with their references."""
    names = ("code", "verdict", "words", "ready", "author", "reviewer", "reason_nl", "reason_en")
    wanted = []
    for number, note in enumerate(notes):
        path = f"notes[{number}]"
        fields = {name: getattr(note, name) for name in names} | {"position": number}
        fields["quote"] = found(Quote.objects, f"{path}.quote", code=note.quote) if note.quote else None
        fields["figure"] = found(Figure.objects, f"{path}.figure", code=note.figure) if note.figure else None
        wanted.append((path, fields))
    kept = replace(subject.notes, "code", wanted)
    for number, note in enumerate(notes):
        take_references(kept[note.code], note.references, f"notes[{number}].references")


def take_references(owner: Event | Question | Note, references: tuple[ReferenceShape, ...], path: str):
    """The references of a date, question or note, in this order."""
    owner.references.all().delete()
    field = Reference._meta.get_field(owner._meta.model_name).name
    for number, reference in enumerate(references):
        source = found(Source.objects, f"{path}[{number}].source", slug=reference.source)
        row = Reference(**{field: owner}, source=source, locator=reference.locator, position=number)
        keep(row, f"{path}[{number}]")


def replace(manager, key: str, wanted: list[tuple[str, dict]]) -> dict:
    """Make the rows of a relation those that are wanted, by their key; returns them by key.

    Rows are changed in place, so that what points at them (a note at a figure, an event at a note) keeps doing so.
    """
    with_keys = {fields[key] for _path, fields in wanted}
    for row in manager.all():
        if getattr(row, key) not in with_keys:
            row.delete()
    rows = {getattr(row, key): row for row in manager.all()}
    for path, fields in wanted:
        row = rows.get(fields[key]) or manager.model(**manager.core_filters)
        for name, value in fields.items():
            setattr(row, name, value)
        rows[fields[key]] = keep(row, path)
    return rows


def link_pointers(shape: EventShape):
    """Point the event at the notes of other events that bear on it."""
    event = Event.objects.get(code=shape.code)
    event.pointers.set([found(Note.objects, f"pointers[{n}]", code=code) for n, code in enumerate(shape.pointers)])


def link_pointers_of(data: dict):
    """``link_pointers`` for a dictionary that ``from_dict(…, link=False)`` took before."""
    link_pointers(read(data, Event.KIND))


def take_new_quotes_of(data: dict, kind: str):
    """Store the quotes of a dictionary that are not there yet, so that readings can rest on each other's quotes."""
    shape = read(data, kind)
    if isinstance(shape, QuestionShape):
        quotes = [(f"quotes[{n}]", quote) for n, quote in enumerate(shape.quotes)]
    else:
        quotes = [(f"citations[{n}].quote", row.quote) for n, row in enumerate(shape.citations)]
    stored = set(Quote.objects.filter(code__in=[quote.code for _path, quote in quotes]).values_list("code", flat=True))
    take_quotes((path, quote) for path, quote in quotes if quote.code not in stored)


def quotes_in(data: dict) -> list[dict]:
    """The quotes that a dictionary carries."""
    return [row["quote"] for row in data.get("citations", [])] + data.get("quotes", [])


def sources_in(data: dict) -> set[str]:
    """The slugs of all sources that a dictionary names."""
    slugs = {quote["source"] for quote in quotes_in(data)}
    groups = [data.get("references", []), data.get("date", {}).get("references", [])]
    groups += [note.get("references", []) for note in data.get("notes", [])]
    groups.append([figure["reference"] for figure in data.get("figures", []) if "reference" in figure])
    return slugs | {reference["source"] for group in groups for reference in group}
