"""One event or question at the desk ⇄ its dictionary (``dictionary.py`` documents every key)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from sources import anchoring
from sources.fields import number_text
from sources.models import Quote, Source, Text, with_texts
from sources.refusal import Refusal, gettext_noop
from timeline.dictionary import (
    SCHEMA,
    CitationShape,
    DateShape,
    EventShape,
    FigureShape,
    MeasureShape,
    NoteShape,
    NumberShape,
    OrderShape,
    QuestionShape,
    QuoteShape,
    ReferenceShape,
    RelationShape,
    ShapeError,
    dump,
    read,
)
from timeline.models import (
    Citation,
    Event,
    Figure,
    Measure,
    Note,
    Order,
    Question,
    Reference,
    Relation,
    Theme,
)

# What has the same name in the dictionary and in the database, and goes over as it is.
SUBJECT = ("slug", "title_nl", "title_en", "summary_nl", "summary_en")
QUESTION = (
    *SUBJECT, "contrast_nl", "contrast_en", "settles_nl", "settles_en", "state_reason_nl", "state_reason_en", "author",
    "reviewer",
)  # fmt: skip
EVENT = (*SUBJECT, "standing", "importance", "local_calendar")
CITATION = ("origin", "words", "edtf", "calendar", "offset", "reasoning_nl", "reasoning_en")
NOTE = (
    "code", "verdict", "finding", "dismisses", "words", "ready", "author", "reviewer", "reason_nl", "reason_en",
)  # fmt: skip

# --- to the dictionary ------------------------------------------------------------------------------------------------


def to_dict(subject: Event | Question) -> dict:
    """The dictionary of a working copy, in canonical order."""
    return event_to_dict(subject) if isinstance(subject, Event) else question_to_dict(subject)


def event_to_dict(event: Event) -> dict:
    """The dictionary of an event and its evidence."""
    citations = list(event.citations.select_related("quote", "basis", "witness"))
    with_texts(row.quote for row in citations)
    return dump(
        EventShape(
            **subject_fields(event, EVENT),
            themes=tuple(event.themes.values_list("slug", flat=True)),
            pointers=tuple(event.pointers.order_by("code").values_list("code", flat=True)),
            merged=tuple(event.merged.order_by("code").values_list("code", flat=True)),
            date=DateShape(
                edtf=event.edtf,
                calendar=event.calendar,
                references=references_of(event.references.select_related("source")),
            ),
            citations=tuple(citation_shape(row) for row in citations),
            measures=tuple(measure_shape(row) for row in event.measures.all()),
            figures=tuple(
                figure_shape(row) for row in event.figures.select_related("measure", "quote", "source", "witness")
            ),
            relations=tuple(relation_shape(row) for row in event.relations.all()),
            orders=tuple(order_shape(row) for row in event.orders.select_related("other", "quote")),
            notes=notes_of(event),
        )
    )


def question_to_dict(question: Question) -> dict:
    """The dictionary of a question and its sides."""
    return dump(
        QuestionShape(
            **subject_fields(question, QUESTION),
            stands=question.state,
            events=tuple(question.events.order_by("code").values_list("code", flat=True)),
            references=references_of(question.references.select_related("source")),
            quotes=tuple(
                quote_shape(quote)
                for quote in with_texts(row.quote for row in question.positions.select_related("quote"))
            ),
            notes=notes_of(question),
        )
    )


def subject_fields(subject: Event | Question, names: tuple[str, ...]) -> dict:
    """The keys that go over as they are, behind the schema and the code."""
    return {"schema": SCHEMA, "code": subject.code} | {name: getattr(subject, name) for name in names}


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
    return CitationShape(
        quote=quote_shape(row.quote),
        basis=row.basis.code if row.basis else "",
        witness=row.witness.slug if row.witness else "",
        **{name: getattr(row, name) for name in CITATION},
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
        witness=row.witness.slug if row.witness else "",
        **{name: "" if (n := getattr(row, name)) is None else number_text(n) for name in ("value", "low", "high")},
    )


def relation_shape(row: Relation) -> RelationShape:
    """A relation as it was typed."""
    return RelationShape(formula=row.formula, reading_nl=row.reading_nl, reading_en=row.reading_en)


def order_shape(row: Order) -> OrderShape:
    """An order in time, with the other event by its code."""
    return OrderShape(
        relation=row.relation,
        event=row.other.code,
        quote=row.quote.code if row.quote else "",
        reading_nl=row.reading_nl,
        reading_en=row.reading_en,
    )


def notes_of(subject: Event | Question) -> tuple[NoteShape, ...]:
    """The notes of an event or question, with their references."""
    rows = subject.notes.select_related("quote", "figure").prefetch_related("references__source")
    return tuple(
        NoteShape(
            quote=row.quote.code if row.quote else "",
            figure=row.figure.code if row.figure else "",
            numbers=tuple(NumberShape(**number) for number in row.numbers),
            references=references_of(row.references.all()),
            **{name: getattr(row, name) for name in NOTE},
        )
        for row in rows
    )


def references_of(rows: Iterable[Reference]) -> tuple[ReferenceShape, ...]:
    """The references of a date, question or note, in order."""
    return tuple(ReferenceShape(source=row.source.slug, locator=row.locator) for row in rows)


# --- from the dictionary ----------------------------------------------------------------------------------------------


@transaction.atomic
def from_dict(data: dict, kind: str, *, linked: bool = True, mend: bool = True) -> Event | Question:
    """Make the working copy what the dictionary says; what it does not mention is removed.

    Writes no revision: that is ``publishing.record``. With ``linked=False`` pointers to notes of other events and
    orders in time are left for a later ``link``; with ``mend=False`` quotes that are there already stay as they are,
    since other events share them. Raises ShapeError, and then nothing is stored.
    """
    shape = read(data, kind)
    if kind == Event.KIND:
        event = take_event(shape, mend=mend)
        if linked:
            link(shape)
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
    Question: {"state": "stands"},
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
    """Validate and store a row.

    The database holds its own constraints; only where it refuses are they asked one by one what to say, since each of
    them asks the database again.
    """
    with at(path, KEYS.get(type(row))):
        try:
            row.clean_fields()
            row.clean()
            with transaction.atomic():
                row.save()
        except (ValidationError, IntegrityError):
            row.full_clean()
            raise
    return row


def take_event(shape: EventShape, *, mend: bool = True) -> Event:
    """The event row and all rows that hang on it."""
    event = Event.objects.filter(code=shape.code).first() or Event(code=shape.code)
    for name in EVENT:
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
    for name in QUESTION:
        setattr(question, name, getattr(shape, name))
    question.state = shape.stands
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
    paths = ((f"citations[{number}].quote", row.quote) for number, row in enumerate(shape.citations))
    quotes = take_quotes(paths, mend=mend)
    wanted = []
    for number, citation in enumerate(shape.citations):
        path = f"citations[{number}]"
        fields = {name: getattr(citation, name) for name in CITATION}
        fields["basis"] = found(Quote.objects, f"{path}.basis", code=citation.basis) if citation.basis else None
        fields["witness"] = witness_of(citation, path)
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
    return fields | {"witness": witness_of(figure, path)}


def witness_of(row: CitationShape | FigureShape, path: str) -> Source | None:
    """The work from which a source has what it says."""
    return found(Source.objects, f"{path}.witness", slug=row.witness) if row.witness else None


def take_notes(subject: Event | Question, notes: tuple[NoteShape, ...]):
    """The notes of an event or question, with their references."""
    wanted = []
    for number, note in enumerate(notes):
        path = f"notes[{number}]"
        fields = {name: getattr(note, name) for name in NOTE} | {"position": number}
        fields["numbers"] = [dump(row) for row in note.numbers]
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


def link(shape: EventShape):
    """Point the event at the notes of other events that bear on it, and say which were merged into it, and which it
    came before or after."""
    event = Event.objects.get(code=shape.code)
    take_merged(event, shape.merged)
    event.pointers.set([found(Note.objects, f"pointers[{n}]", code=code) for n, code in enumerate(shape.pointers)])
    event.orders.all().delete()
    for number, order in enumerate(shape.orders):
        path = f"orders[{number}]"
        other = found(Event.objects, f"{path}.event", code=order.event)
        quote = found(Quote.objects, f"{path}.quote", code=order.quote) if order.quote else None
        readings = {"reading_nl": order.reading_nl, "reading_en": order.reading_en}
        keep(Order(event=event, position=number, relation=order.relation, other=other, quote=quote, **readings), path)


def take_merged(event: Event, codes: tuple[str, ...]):
    """Let these events, and no others, be merged into this one."""
    for number, code in enumerate(codes):
        with at(f"merged[{number}]"):
            refuse_chained(event, found(Event.objects.select_related("merged_into"), f"merged[{number}]", code=code))
    event.merged.exclude(code__in=codes).update(merged_into=None)
    Event.objects.filter(code__in=codes).update(merged_into=event)


def refuse_chained(event: Event, other: Event):
    """Raise Refusal where one event cannot be merged into another: what is merged leads straight to what is not."""
    if other == event:
        raise Refusal(gettext_noop("An event cannot be merged into itself; choose another."))
    if other.merged_into not in (None, event):
        raise Refusal(
            gettext_noop("“%(title)s” is merged into “%(into)s” already; take it out of that one first."),
            title=str(other),
            into=str(other.merged_into),
        )
    if event.merged_into:
        raise Refusal(
            gettext_noop("“%(title)s” is itself merged into “%(into)s”; merge into that one."),
            title=str(event),
            into=str(event.merged_into),
        )
    if other.merged.exists():
        raise Refusal(
            gettext_noop("Other events are merged into “%(title)s”; merge it at the desk, which brings them along."),
            title=str(other),
        )


def link_of(data: dict):
    """``link`` for a dictionary that ``from_dict(…, linked=False)`` took before."""
    link(read(data, Event.KIND))


def take_new_quotes_of(data: dict, kind: str):
    """Store the quotes of a dictionary that are not there yet, so that readings can rest on each other's quotes."""
    shape = read(data, kind)
    if isinstance(shape, QuestionShape):
        quotes = [(f"quotes[{n}]", quote) for n, quote in enumerate(shape.quotes)]
    else:
        quotes = [(f"citations[{n}].quote", row.quote) for n, row in enumerate(shape.citations)]
    stored = set(Quote.objects.filter(code__in=[quote.code for _path, quote in quotes]).values_list("code", flat=True))
    take_quotes((path, quote) for path, quote in quotes if quote.code not in stored)
