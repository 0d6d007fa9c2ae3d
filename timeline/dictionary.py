"""The dictionary that runs through everything: one event or question as plain data, and what is wrong with it.

A revision stores this dictionary, a corpus file is this dictionary as TOML, and preview, history, restore, export and
the public page are views of it. The classes below are its documentation: every key, its type and its default. Keys
that hold their default are left out; numbers are exact and kept as text. ``SCHEMA`` goes up when the meaning of a key
changes. ``shape.py`` takes it from the database and back.
"""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic import ValidationError as WrongShape
from pydantic_core import PydanticCustomError

from sources.refusal import Refusal, gettext_noop
from timeline.checks import formulas

EVENT, QUESTION = "event", "question"
SCHEMA = 1


class Shape(BaseModel):
    """A table of the dictionary. Unknown keys are refused, so that a slip of the pen is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def plain_words(cls, value):
        """One kind of line end (browsers send another, which TOML does not keep), and no NUL (PostgreSQL's refusal)."""
        if isinstance(value, list):
            return [cls.plain_words(row) if isinstance(row, str) else row for row in value]
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
    """A source's word on the event. ``basis`` is the code of the quote whose date an inferred reading rests on, and
    ``offset`` (``P3Y``) how far it lies from that date, where it can be counted: then the reading follows from it.

    ``witness`` is the slug of the work from which the source says that it has this.
    """

    origin: str = "undated"
    words: str = ""
    edtf: str = ""
    calendar: str = "gregorian"
    basis: str = ""
    offset: str = ""
    witness: str = ""
    reasoning_nl: str = ""
    reasoning_en: str = ""
    quote: QuoteShape


class MeasureShape(Shape):
    """A question of number; figures and relations name it by ``key``, readers of a formula by its short ``name``."""

    key: str
    what_nl: str
    what_en: str
    name_nl: str = ""
    name_en: str = ""
    unit_nl: str
    unit_en: str
    nature: str
    place_nl: str = ""
    place_en: str = ""
    period: str = ""


class FigureShape(Shape):
    """An answer to a measure; in a quote of this event (by code), or in literature. ``witness`` as in a citation."""

    code: str
    measure: str
    words: str
    value: str = ""
    low: str = ""
    high: str = ""
    hedge: str = ""
    quote: str = ""
    reference: ReferenceShape | None = None
    witness: str = ""


class RelationShape(Shape):
    """Arithmetic between measures, as an editor reads it."""

    formula: str
    reading_nl: str
    reading_en: str


class OrderShape(Shape):
    """That this event came ``before``, ``during`` or ``after`` another (by code); in a quote of this event, or else as
    an editor says."""

    relation: str
    event: str
    quote: str = ""
    reading_nl: str
    reading_en: str


class NumberShape(Shape):
    """Where a number in a note comes from: it is computed (``formula``), or it stands in a ``source`` that the note
    refers to. ``value`` is the number itself, exact; the words of either language may round it."""

    value: str
    formula: str = ""
    source: str = ""


class NoteShape(Shape):
    """A judgement; on a quote or a figure of the same event (by code), or on the whole.

    ``finding`` is the code of a finding of the same event that it answers, or ``dismisses``. ``numbers`` are those of
    its numbers that stand in no quote or figure of the same event.
    """

    code: str
    verdict: str
    quote: str = ""
    figure: str = ""
    finding: str = ""
    dismisses: bool = False
    words: str = ""
    ready: bool = False
    author: str
    reviewer: str = ""
    reason_nl: str
    reason_en: str
    numbers: tuple[NumberShape, ...] = Field(default=(), strict=False)
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
    """An event with its evidence. ``pointers`` are codes of notes on other events that bear on this one, ``merged``
    those of the events that were merged into it: what they held stands here, and their links lead here.

    ``local_calendar`` is the calendar that was in use at the place then.
    """

    standing: str = "attested"
    importance: int = 2
    local_calendar: str = "gregorian"
    themes: tuple[str, ...] = Field(default=(), strict=False)
    pointers: tuple[str, ...] = Field(default=(), strict=False)
    merged: tuple[str, ...] = Field(default=(), strict=False)
    date: DateShape
    citations: tuple[CitationShape, ...] = Field(default=(), strict=False)
    measures: tuple[MeasureShape, ...] = Field(default=(), strict=False)
    figures: tuple[FigureShape, ...] = Field(default=(), strict=False)
    relations: tuple[RelationShape, ...] = Field(default=(), strict=False)
    orders: tuple[OrderShape, ...] = Field(default=(), strict=False)
    notes: tuple[NoteShape, ...] = Field(default=(), strict=False)


class QuestionShape(SubjectShape):
    """A question with each side's quotes; ``events`` are codes of the events it bears on.

    ``settles`` is what would settle it; ``stands`` how far it is settled, and ``state_reason`` why it is there. (A file
    of a corpus has a ``state`` of its own: whether it is published.)
    """

    contrast_nl: str
    contrast_en: str
    settles_nl: str = ""
    settles_en: str = ""
    stands: str = "open"
    state_reason_nl: str = ""
    state_reason_en: str = ""
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


def dump(shape: Shape) -> dict:
    """Plain data without the keys that hold their default."""
    return shape.model_dump(mode="json", by_alias=True, exclude_defaults=True)


# --- what the types cannot say ----------------------------------------------------------------------------------------


def read(data: dict, kind: str) -> EventShape | QuestionShape:
    """The dictionary as a checked shape. Raises ShapeError with every problem and its key path."""
    shape = checked(EventShape if kind == EVENT else QuestionShape, data)
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
        yield from wrong_with_orders(shape, cited)
    yield from named_twice("quotes", [quote.code for quote in quotes])
    for name, key in (("notes", "code"), ("figures", "code"), ("measures", "key"), ("relations", "formula")):
        yield from named_twice(name, [getattr(row, key) for row in getattr(shape, name, ())])
    for name in ("themes", "pointers", "merged", "events"):
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
    measures = {measure.key: measure for measure in shape.measures}
    for number, figure in enumerate(shape.figures):
        if figure.measure not in measures:
            yield f"figures[{number}].measure", unknown_measure(figure.measure, set(measures))
        if figure.quote and figure.quote not in cited:
            yield (
                f"figures[{number}].quote",
                Refusal(gettext_noop("“%(code)s” is not cited here; cite it first."), code=figure.quote),
            )
    for number, relation in enumerate(shape.relations):
        for problem in wrong_with_formula(relation.formula, measures):
            yield f"relations[{number}].formula", problem


def wrong_with_orders(shape: EventShape, cited: set) -> Iterator[tuple[str, Refusal]]:
    """An order is with another event and stands in a quote of this one, in which it is the only one with that event."""
    for number, order in enumerate(shape.orders):
        if order.event == shape.code:
            yield f"orders[{number}].event", Refusal(gettext_noop("this is the event itself; name another."))
        if order.quote and order.quote not in cited:
            yield (
                f"orders[{number}].quote",
                Refusal(gettext_noop("“%(code)s” is not cited here; cite it first."), code=order.quote),
            )
    yield from named_twice("orders", [f"{row.event} {row.quote}".strip() for row in shape.orders])


def wrong_with_formula(formula: str, measures: dict[str, MeasureShape]) -> Iterator[Refusal]:
    """A formula is arithmetic between measures of this event that can be added and compared."""
    try:
        read_formula = formulas.parse(formula)
    except Refusal as refusal:
        yield refusal
        return
    if unknown := [unknown_measure(key, set(measures)) for key in read_formula.keys if key not in measures]:
        yield from unknown
        return
    units = {key: "" if row.nature == "ratio" else row.unit_en for key, row in measures.items()}
    if problem := formulas.unit_problem(read_formula, units):
        yield problem


def unknown_measure(name: str, keys: set) -> Refusal:
    """There is no such measure; which there are."""
    return Refusal(
        gettext_noop("this event has no measure “%(name)s”; it has: %(keys)s."),
        name=name,
        keys=", ".join(sorted(keys)) or "–",
    )


def quotes_in(data: dict) -> list[dict]:
    """The quotes that a dictionary carries."""
    return [row["quote"] for row in data.get("citations", [])] + data.get("quotes", [])


def sources_in(data: dict) -> set[str]:
    """The slugs of all sources that a dictionary names."""
    slugs = {quote["source"] for quote in quotes_in(data)}
    groups = [data.get("references", []), data.get("date", {}).get("references", [])]
    groups += [note.get("references", []) for note in data.get("notes", [])]
    groups.append([figure["reference"] for figure in data.get("figures", []) if "reference" in figure])
    citations = data.get("citations", [])
    # Of what is published, the quote that a date is counted from stands there whole.
    slugs |= {row["basis"]["source"] for row in citations if isinstance(row.get("basis"), dict)}
    witnessed = citations + data.get("figures", [])
    slugs |= {row["witness"] for row in witnessed if row.get("witness")}
    return slugs | {reference["source"] for group in groups for reference in group}
