"""What stands in the files of a corpus folder, and what is wrong with one."""

from dataclasses import dataclass, field

from pydantic import Field

from sources.models import Source
from sources.refusal import Refusal
from timeline import dictionary
from timeline.dictionary import Shape
from timeline.models import Event, Question

SCHEMA = dictionary.SCHEMA
AUTHOR = "corpus"
STATES = ("draft", "published", "withdrawn")
FOLDERS = {Event.KIND: "events", Question.KIND: "questions"}


class ThemeShape(Shape):
    """A theme in ``corpus.toml``."""

    slug: str
    name_nl: str
    name_en: str


class OpeningShape(Shape):
    """A way into the corpus, in ``corpus.toml``."""

    slug: str
    position: int
    title_nl: str
    title_en: str
    text_nl: str
    text_en: str
    leads_to: str


class CorpusShape(Shape):
    """``corpus.toml``."""

    schema_: int = Field(alias="schema")
    themes: tuple[ThemeShape, ...] = Field(default=(), strict=False)
    openings: tuple[OpeningShape, ...] = Field(default=(), strict=False)


class TextShape(Shape):
    """A text of a source. Written by hand it names its raw file; the exporter adds what was stored of it."""

    number: int
    sha256: str = ""
    file: str = ""
    raw: str
    importer: str = "auto"
    divisions: tuple[str, ...] = Field(default=(), strict=False)


class UncitedShape(Shape):
    """A quote that no event and no question carries; its source is the file it stands in."""

    code: str
    text: int = 1
    exact: str
    occurrence: int | None = None
    speaker: str = ""
    translation_nl: str = ""
    translation_en: str = ""


class SourceShape(Shape):
    """A work: ``sources/<slug>.toml``."""

    schema_: int = Field(alias="schema")
    slug: str
    kind: str
    lane: int = 0
    name_nl: str
    name_en: str
    stance_nl: str = ""
    stance_en: str = ""
    language: str = "nl"
    rights_nl: str = ""
    rights_en: str = ""
    showing: str = Source.QUOTES
    published: bool = False
    csl: dict
    texts: tuple[TextShape, ...] = Field(default=(), strict=False)
    quotes: tuple[UncitedShape, ...] = Field(default=(), strict=False)


COLUMNS = [name for name in SourceShape.model_fields if name not in ("schema_", "texts", "quotes")]


class TermShape(Shape):
    """A word or person of the glossary: ``terms/<slug>.toml``. ``forms`` are the other ways in which it is written."""

    schema_: int = Field(alias="schema")
    slug: str
    kind: str = "term"
    name_nl: str
    name_en: str
    forms_nl: tuple[str, ...] = Field(default=(), strict=False)
    forms_en: tuple[str, ...] = Field(default=(), strict=False)
    text_nl: str
    text_en: str
    references: tuple[dictionary.ReferenceShape, ...] = Field(default=(), strict=False)
    published: bool = False


TERM = ("slug", "kind", "name_nl", "name_en", "text_nl", "text_en", "published")


class EnvelopeShape(Shape):
    """What a file says beside the dictionary of its event or question.

    ``published`` is the dictionary that readers see (or last saw), where the working copy has gone on since: so that a
    load never publishes what nobody approved.
    """

    state: str = "draft"
    withdrawn: str = ""
    old_slugs: tuple[str, ...] = Field(default=(), strict=False)
    published: dict | None = None


class CorpusError(Refusal):
    """What is wrong with a corpus folder: ``problems`` are triples of file, key path and message."""

    def __init__(self, problems: list[tuple[str, str, str]]):
        self.problems = problems
        lines = [f"{file}: {path}: {message}" if path else f"{file}: {message}" for file, path, message in problems]
        super().__init__("%(lines)s", lines="\n".join(lines))


@dataclass
class Report:
    """What a load did, as names like ``events/kirov-1934``."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A file of an event or question: the dictionary, and what the corpus says beside it."""

    kind: str
    name: str
    data: dict
    said: EnvelopeShape
