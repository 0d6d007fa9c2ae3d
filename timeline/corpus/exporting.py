"""The whole corpus as a folder, in its canonical form."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import tomli_w
from django.db.models import Exists, OuterRef

from sources.models import Quote, Source, Text
from timeline import dictionary, publishing, shape
from timeline.corpus import lessons
from timeline.corpus.shapes import (
    COLUMNS,
    FOLDERS,
    SCHEMA,
    TERM,
    CorpusError,
    OpeningShape,
    SourceShape,
    TermShape,
    TextShape,
    UncitedShape,
)
from timeline.models import Address, Citation, Event, Lesson, Opening, Position, Publication, Question, Term, Theme

OURS = re.compile(r"[-\w]+(\.\d+)?\.(toml|txt|raw\.\w+)\Z")
RAW_ENDING = re.compile(r"\.(?!toml)[a-z0-9]{1,5}\Z")


def export(folder: Path) -> int:
    """Write the whole corpus in its canonical form; returns the number of files.

    Raises CorpusError for a folder that holds something else. Files of what is gone are removed, if their name is one
    that the exporter gives.
    """
    if folder.exists() and not (folder / "corpus.toml").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(
            [(str(folder), "", "this folder holds something else; name an empty one, or an older corpus.")]
        )
    files = dict(corpus_files())
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for subfolder in ("sources", "terms", "lessons", *FOLDERS.values()):
        for path in (folder / subfolder).glob("*"):
            if OURS.match(path.name) and path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()
    return len(files)


def corpus_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the corpus, by its name in the folder."""
    themes = list(Theme.objects.values("slug", "name_nl", "name_en"))
    openings = list(Opening.objects.values(*OpeningShape.model_fields))
    yield "corpus.toml", toml({"schema": SCHEMA, "themes": themes} | ({"openings": openings} if openings else {}))
    for source in Source.objects.order_by("slug"):
        yield f"sources/{source.slug}.toml", toml(source_to_dict(source))
        for text in source.texts.order_by("number"):
            yield f"sources/{body_name(text)}", text.body.encode() + b"\n"
            yield f"sources/{raw_name(text)}", bytes(text.raw)
    for term in Term.objects.order_by("slug"):
        yield f"terms/{term.slug}.toml", toml(term_to_dict(term))
    for kind, rows in publishing.KINDS.items():
        for row in rows.objects.order_by("slug"):
            data = shape.to_dict(row)
            said = envelope(row, data)
            after = {"published": said.pop("published")} if "published" in said else {}
            yield f"{FOLDERS[kind]}/{row.slug}.toml", toml(said | data | after)
    for lesson in Lesson.objects.exclude(slug="").order_by("slug").prefetch_related("items"):
        yield f"lessons/{lesson.slug}.toml", toml(lessons.to_dict(lesson))


def term_to_dict(term: Term) -> dict:
    """A term as its file holds it."""
    return dictionary.dump(
        TermShape(
            schema=SCHEMA,
            forms_nl=tuple(term.forms_nl.splitlines()),
            forms_en=tuple(term.forms_en.splitlines()),
            references=shape.references_of(term.references.select_related("source")),
            **{name: getattr(term, name) for name in TERM},
        )
    )


def toml(data: dict) -> bytes:
    """The canonical serialiser."""
    return tomli_w.dumps(data, multiline_strings=True).encode()


def envelope(row: Event | Question, data: dict | None = None) -> dict:
    """What the corpus says beside the dictionary: its state, the slugs it left behind, and what readers see if that is
    not the working copy. ``data`` is the dictionary of the working copy, where it was made already."""
    last = publishing.publications(row).last()
    old = Address.objects.filter(space=row.KIND, code=row.code).exclude(name=row.slug).order_by("name")
    said = {"state": "draft"}
    if last:
        said = {"state": "published"}
        if last.action == Publication.WITHDRAWN:
            said = {"state": "withdrawn", "withdrawn": last.reason}
        if last.revision.snapshot != (data or shape.to_dict(row)):
            said["published"] = last.revision.snapshot
    return said | ({"old_slugs": list(old.values_list("name", flat=True))} if old else {})


def source_to_dict(source: Source) -> dict:
    """A work as its file holds it, without the keys that hold their default."""
    return dictionary.dump(
        SourceShape(
            schema=SCHEMA,
            texts=tuple(text_shape(text) for text in source.texts.order_by("number").defer("raw")),
            quotes=tuple(uncited_shape(quote) for quote in uncited(source)),
            **{key: getattr(source, key) for key in COLUMNS},
        )
    )


def text_shape(text: Text) -> TextShape:
    """A text by its checksum and its files."""
    return TextShape(
        number=text.number,
        sha256=text.sha256,
        file=body_name(text),
        raw=raw_name(text),
        importer=text.importer,
        divisions=tuple(text.divisions),
    )


def body_name(text: Text) -> str:
    """``slug.txt``, with the number from the second text on."""
    return f"{text.source.slug}{'' if text.number == 1 else f'.{text.number}'}.txt"


def raw_name(text: Text) -> str:
    """``slug.raw.txt``: the raw file keeps its own ending, unless that would make it a file of ours."""
    ending = PurePosixPath(text.raw_name).suffix.lower()
    return body_name(text).removesuffix(".txt") + ".raw" + (ending if RAW_ENDING.match(ending) else ".txt")


def uncited(source: Source):
    """The quotes that no event and no question carries; the others stand in the files of those."""
    cited, positioned = (Exists(rows.objects.filter(quote=OuterRef("pk"))) for rows in (Citation, Position))
    rows = Quote.objects.filter(~cited, ~positioned, text__source=source)
    return rows.select_related("text").order_by("text__number", "start", "end")


def uncited_shape(quote: Quote) -> UncitedShape:
    """A quote as the file of its source holds it."""
    words = dict(shape.quote_shape(quote))
    return UncitedShape(**{name: words[name] for name in UncitedShape.model_fields})
