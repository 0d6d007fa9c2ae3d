"""A corpus folder ⇄ the database.

::

    corpus.toml              schema, themes
    sources/<slug>.toml      a work with its CSL-JSON; beside it <slug>.txt (the stored text) and its raw file
    events/<slug>.toml       the event's dictionary (``shape.py``), with ``state`` and ``old_slugs`` before it
    questions/<slug>.toml    likewise

``state`` is draft, published or withdrawn (then ``withdrawn`` says why). A file holds the working copy; on a first load
what is published is published. Loading is atomic. Run again, it adds what is new, lists what was changed at the desk,
and overwrites nothing without ``replace``. The exporter writes the canonical form: export, load, export gives the same
bytes.
"""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import tomli_w
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from sources import anchoring, revising
from sources.models import Quote, Source, Text, checksum
from sources.refusal import Refusal, gettext_noop
from timeline import publishing, shape
from timeline.models import Address, Citation, Event, Position, Publication, Question, Theme

SCHEMA = 1
AUTHOR = "corpus"
STATES = ("draft", "published", "withdrawn")
FOLDERS = {Event.KIND: "events", Question.KIND: "questions"}
SOURCE_FIELDS = (
    "slug", "kind", "lane", "name_nl", "name_en", "stance_nl", "stance_en", "language", "rights_nl", "rights_en",
    "showing", "published", "csl",
)  # fmt: skip
QUOTE_FIELDS = ("code", "text", "exact", "occurrence", "speaker", "translation_nl", "translation_en")


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
    state: str
    withdrawn: str
    old_slugs: list[str]


# --- load -------------------------------------------------------------------------------------------------------------


class DryRun(Exception):
    """Raised at the end of a dry run, to roll everything back."""


def load(folder: Path, *, dry_run: bool = False, replace: bool = False, progress=lambda name: None) -> Report:
    """Bring a corpus folder into the database. Raises CorpusError with every problem found, and then stores nothing."""
    loader = Loader(folder, replace, progress)
    try:
        with transaction.atomic():
            loader.load()
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return loader.report


class Loader:
    """One load of one folder; ``problems`` gathers what is wrong, so that an editor mends it all at once."""

    def __init__(self, folder: Path, replace: bool, progress):
        self.folder, self.replace, self.progress = folder, replace, progress
        self.report, self.problems = Report(), []

    def load(self):
        """Themes, sources, then quotes before the readings that rest on them, events before what points at them."""
        self.take_themes()
        for path in self.files("sources"):
            self.take_source(path)
        self.stop_if_wrong()
        entries = [entry for kind in FOLDERS for entry in self.entries(kind)]
        self.stop_if_wrong()
        for entry in entries:
            with self.noting(entry.name):
                shape.take_quotes_of(entry.data, entry.kind)
        self.stop_if_wrong()
        changed = [entry for entry in entries if self.take_entry(entry)]
        self.stop_if_wrong()
        for entry in changed:
            self.settle(entry)
        self.stop_if_wrong()

    def stop_if_wrong(self):
        """Later steps rest on earlier ones."""
        if self.problems:
            raise CorpusError(self.problems)

    @contextmanager
    def noting(self, name: str):
        """Take down a refusal with its file, undo what was half done, and go on with the next file."""
        try:
            with transaction.atomic():
                yield
        except shape.ShapeError as error:
            self.problems += [(f"{name}.toml", path, str(problem)) for path, problem in error.problems]
        except CorpusError as error:
            self.problems += error.problems
        except Refusal as error:
            self.problems.append((f"{name}.toml", "", str(error)))
        except ValidationError as error:
            self.problems += [(f"{name}.toml", path, str(problem)) for path, problem in shape.problems_of("", error)]

    def files(self, folder: str) -> list[Path]:
        """The TOML files of a subfolder, in order of their names."""
        return sorted((self.folder / folder).glob("*.toml"))

    def parse(self, path: Path) -> dict:
        """A file as plain data. Raises CorpusError with the line of a syntax error."""
        name = path.relative_to(self.folder).as_posix()
        try:
            return tomllib.loads(path.read_bytes().decode())
        except FileNotFoundError as error:
            raise CorpusError([(name, "", "this file is missing; a corpus folder has one.")]) from error
        except UnicodeDecodeError as error:
            raise CorpusError([(name, "", f"byte {error.start} is not UTF-8; save the file as UTF-8.")]) from error
        except tomllib.TOMLDecodeError as error:
            raise CorpusError([(name, "", f"not TOML: {error}.")]) from error

    def take_themes(self):
        """The themes of ``corpus.toml``."""
        with self.noting("corpus"):
            data = self.parse(self.folder / "corpus.toml")
            if data.get("schema") != SCHEMA:
                raise CorpusError([("corpus.toml", "schema", f"this is not schema {SCHEMA}.")])
            refuse_unknown_keys("corpus.toml", "", data, {"schema", "themes"})
            for number, row in enumerate(data.get("themes", [])):
                refuse_unknown_keys("corpus.toml", f"themes[{number}].", row, {"slug", "name_nl", "name_en"})
                theme = Theme.objects.filter(slug=row.get("slug")).first() or Theme()
                if theme.pk and not self.replace:
                    continue
                for name, value in row.items():
                    setattr(theme, name, value)
                shape.keep(theme, f"themes[{number}]")

    def take_source(self, path: Path):
        """One work with its texts and the quotes that nothing cites yet."""
        name = f"sources/{path.stem}"
        self.progress(name)
        with self.noting(name):
            data = self.parse(path)
            if data.get("schema") != SCHEMA:
                raise CorpusError([(f"{name}.toml", "schema", f"this is not schema {SCHEMA}.")])
            refuse_unknown_keys(f"{name}.toml", "", data, {"schema", "texts", "quotes", *SOURCE_FIELDS})
            refuse_other_slug(name, path.stem, data)
            source = Source.objects.filter(slug=path.stem).first()
            before = source and source_to_dict(source)
            if before is None or self.replace:
                source = source or Source()
                for key in SOURCE_FIELDS:
                    setattr(source, key, data.get(key, Source._meta.get_field(key).get_default()))
                shape.keep(source, "")
            for number, text in enumerate(data.get("texts", [])):
                self.take_text(source, text, name, f"texts[{number}]")
            for number, quote in enumerate(data.get("quotes", [])):
                self.take_quote(source, quote, name, f"quotes[{number}]")
            self.tell(name, before, source_to_dict(source))

    def take_text(self, source: Source, data: dict, name: str, path: str):
        """One text, from the stored text where there is one (importers may get better; texts never change)."""
        refuse_unknown_keys(
            f"{name}.toml", f"{path}.", data, {"number", "sha256", "file", "raw", "importer", "divisions"}
        )
        with shape.at(path):
            raw_path, body_path = (self.beside(name, data, key) for key in ("raw", "file"))
            text = revising.read_text(source, raw_path.read_bytes(), raw_path.name, data.get("importer", "auto"))
            if "sha256" in data:
                text.body = body_path.read_bytes().decode().removesuffix("\n")
                text.importer, text.divisions = data["importer"], data["divisions"]
            if data.get("sha256", checksum(text.body)) != checksum(text.body):
                raise Refusal(gettext_noop("the stored text does not have this checksum; it was changed after export."))
            stored = source.texts.filter(number=data.get("number", 1)).first()
            if stored is None:
                text.number = data.get("number", 1)
                text.sha256 = checksum(text.body)
                text.full_clean()
                text.save()
            elif stored.sha256 != checksum(text.body):
                raise Refusal(
                    gettext_noop("text %(number)d is stored with other words; add the new one with the next number."),
                    number=stored.number,
                )

    def beside(self, name: str, data: dict, key: str) -> Path:
        """The file that a source names, in its own folder and nowhere else."""
        given = data.get(key, "")
        if not given or PurePosixPath(given).name != given:
            raise Refusal(
                gettext_noop("“%(key)s” names a file in the same folder, such as %(example)s."),
                key=key,
                example=f"{name.split('/')[1]}.txt",
            )
        path = self.folder / "sources" / given
        if not path.is_file() and (key == "raw" or "sha256" in data):
            raise Refusal(gettext_noop("there is no file “%(file)s” in this folder; add it."), file=given)
        return path

    def take_quote(self, source: Source, data: dict, name: str, path: str):
        """A quote that nothing cites yet."""
        refuse_unknown_keys(f"{name}.toml", f"{path}.", data, set(QUOTE_FIELDS))
        with shape.at(path):
            shape.take_quote(shape.QuoteShape.model_validate({"source": source.slug} | data), path)

    def entries(self, kind: str) -> Iterator[Entry]:
        """The files of the events or the questions, their form checked."""
        for path in self.files(FOLDERS[kind]):
            name = f"{FOLDERS[kind]}/{path.stem}"
            self.progress(name)
            with self.noting(name):
                data = self.parse(path)
                state = data.pop("state", "draft")
                if state not in STATES:
                    raise CorpusError([(f"{name}.toml", "state", f"“{state}” is none of {', '.join(STATES)}.")])
                withdrawn, old_slugs = data.pop("withdrawn", ""), data.pop("old_slugs", [])
                data = shape.dump(shape.read(data, kind))
                refuse_other_slug(name, path.stem, data)
                yield Entry(kind, name, data, state, withdrawn, old_slugs)

    def take_entry(self, entry: Entry) -> bool:
        """The working copy of one file; whether it was added or replaced."""
        row = publishing.KINDS[entry.kind].objects.filter(code=entry.data["code"]).first()
        before = row and shape.to_dict(row)
        if row and (before == entry.data or not self.replace):
            self.tell(entry.name, before, entry.data if before == entry.data else before, entry.data)
            return False
        with self.noting(entry.name):
            shape.from_dict(entry.data, entry.kind, link=False)
        self.tell(entry.name, before, entry.data)
        return True

    def settle(self, entry: Entry):
        """Pointers, the revision, and what the corpus says of its publication."""
        self.progress(entry.name)
        with self.noting(entry.name):
            if entry.kind == Event.KIND:
                shape.link_pointers_of(entry.data)
            row = publishing.KINDS[entry.kind].objects.get(code=entry.data["code"])
            publishing.begin(row, row.revision)
            publishing.record(row, author_name=AUTHOR, reason=gettext_noop("loaded from a corpus folder"))
            for slug in entry.old_slugs:
                publishing.leave_behind(row, slug)
            if entry.state != "draft":
                publishing.publish(row, by_name=AUTHOR)
            if entry.state == "withdrawn":
                publishing.withdraw(row, by_name=AUTHOR, reason=entry.withdrawn)

    def tell(self, name: str, before: dict | None, after: dict, wanted: dict | None = None):
        """Note in the report what became of a file."""
        if before is None:
            self.report.added.append(name)
        elif wanted is not None and wanted != before:
            self.report.kept.append(name)
        elif before == after:
            self.report.unchanged.append(name)
        else:
            self.report.replaced.append(name)


def refuse_unknown_keys(file: str, path: str, data: dict, known: set[str]):
    """A slip of the pen is not silently lost."""
    if unknown := sorted(set(data) - known):
        raise CorpusError([(file, f"{path}{unknown[0]}", "there is no such key here; remove it or mend its spelling.")])


def refuse_other_slug(name: str, stem: str, data: dict):
    """A file is called after the slug it holds."""
    if data.get("slug") != stem:
        raise CorpusError(
            [(f"{name}.toml", "slug", f"“{data.get('slug')}” is not the name of the file; make them the same.")]
        )


# --- export -----------------------------------------------------------------------------------------------------------


def export(folder: Path) -> int:
    """Write the whole corpus in its canonical form; returns the number of files.

    Raises CorpusError for a folder that holds something else. Files of what is gone are removed.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "corpus.toml").is_file():
        raise CorpusError(
            [(str(folder), "", "this folder holds something else; name an empty one, or an older corpus.")]
        )
    files = dict(corpus_files())
    for subfolder in ("sources", *FOLDERS.values()):
        shutil.rmtree(folder / subfolder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def corpus_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the corpus, by its name in the folder."""
    themes = list(Theme.objects.values("slug", "name_nl", "name_en"))
    yield "corpus.toml", toml({"schema": SCHEMA, "themes": themes})
    for source in Source.objects.order_by("slug"):
        yield f"sources/{source.slug}.toml", toml(source_to_dict(source))
        for text in source.texts.order_by("number"):
            yield f"sources/{body_name(text)}", text.body.encode() + b"\n"
            yield f"sources/{raw_name(text)}", bytes(text.raw)
    for kind, rows in publishing.KINDS.items():
        for row in rows.objects.order_by("slug"):
            yield f"{FOLDERS[kind]}/{row.slug}.toml", toml(envelope(row) | shape.to_dict(row))


def toml(data: dict) -> bytes:
    """The canonical serialiser."""
    return tomli_w.dumps(data, multiline_strings=True).encode()


def envelope(row: Event | Question) -> dict:
    """What the corpus says beside the dictionary: its state, and the slugs it left behind."""
    last = publishing.publications(row).last()
    old = Address.objects.filter(space=row.KIND, code=row.code).exclude(name=row.slug).order_by("name")
    said = {"state": "draft"}
    if last:
        said = {"state": "published"}
        if last.action == Publication.WITHDRAWN:
            said = {"state": "withdrawn", "withdrawn": last.reason}
    return said | ({"old_slugs": list(old.values_list("name", flat=True))} if old else {})


def source_to_dict(source: Source) -> dict:
    """A work as its file holds it, without the keys that hold their default."""
    data = {"schema": SCHEMA}
    for key in SOURCE_FIELDS:
        value = getattr(source, key)
        if value != Source._meta.get_field(key).get_default() or key in ("slug", "csl"):
            data[key] = value
    if texts := [text_to_dict(text) for text in source.texts.order_by("number").defer("raw")]:
        data["texts"] = texts
    if quotes := [quote_to_dict(quote) for quote in uncited(source)]:
        data["quotes"] = quotes
    return data


def text_to_dict(text: Text) -> dict:
    """A text by its checksum and its files."""
    return {
        "number": text.number,
        "sha256": text.sha256,
        "file": body_name(text),
        "raw": raw_name(text),
        "importer": text.importer,
        "divisions": text.divisions,
    }


def body_name(text: Text) -> str:
    """``slug.txt``, with the number from the second text on."""
    return f"{text.source.slug}{'' if text.number == 1 else f'.{text.number}'}.txt"


def raw_name(text: Text) -> str:
    """``slug.raw.txt``: the raw file keeps its own ending."""
    return body_name(text).removesuffix(".txt") + ".raw" + (PurePosixPath(text.raw_name).suffix or ".txt")


def uncited(source: Source):
    """The quotes that no event and no question carries; the others stand in the files of those."""
    cited, positioned = (Exists(rows.objects.filter(quote=OuterRef("pk"))) for rows in (Citation, Position))
    rows = Quote.objects.filter(~cited, ~positioned, text__source=source)
    return rows.select_related("text").order_by("text__number", "start", "end")


def quote_to_dict(quote: Quote) -> dict:
    """A quote as the file of its source holds it."""
    occurrence = anchoring.occurrence_of(quote.text.body, quote.anchor)
    data = {"code": quote.code, "text": quote.text.number, "exact": quote.exact, "occurrence": occurrence}
    data |= {name: getattr(quote, name) for name in ("speaker", "translation_nl", "translation_en")}
    return {name: value for name, value in data.items() if value}
