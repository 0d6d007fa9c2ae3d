"""A corpus folder into the database: all of it, or nothing."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from sources import revising
from sources.models import Quote, Source, checksum
from sources.refusal import Refusal, gettext_noop
from timeline import chains, dictionary, publishing, shape
from timeline.corpus import lessons
from timeline.corpus.exporting import envelope, source_to_dict, term_to_dict
from timeline.corpus.shapes import (
    AUTHOR,
    COLUMNS,
    FOLDERS,
    STATES,
    TERM,
    CorpusError,
    CorpusShape,
    Entry,
    EnvelopeShape,
    Report,
    SourceShape,
    TermShape,
    TextShape,
    UncitedShape,
)
from timeline.models import Event, Opening, Publication, Question, Term, Theme

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}\Z")


class DryRun(Exception):
    """Raised at the end of a dry run, to roll everything back."""


def load(folder: Path, *, dry_run: bool = False, replace: bool = False, progress=lambda name: None) -> Report:
    """Bring a corpus folder into the database. Raises CorpusError with every problem found, and then stores nothing."""
    loader = Loader(folder, replace, progress)
    try:
        # What the pure modules say is in English here; so is the rest.
        with translation.override("en"), transaction.atomic():
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
        for path in self.files("terms"):
            self.take_term(path)
        self.stop_if_wrong()
        entries = [entry for kind in FOLDERS for entry in self.entries(kind)]
        self.refuse_twins(entries)
        self.stop_if_wrong()
        for entry in entries:
            with self.noting(entry.name):
                shape.take_new_quotes_of(entry.data, entry.kind)
                if entry.said.published:
                    shape.take_new_quotes_of(entry.said.published, entry.kind)
        self.stop_if_wrong()
        changed = []
        for kind in FOLDERS:
            changed += [entry for entry in entries if entry.kind == kind and self.take_entry(entry)]
            self.stop_if_wrong()
        self.check_counts(entries)
        for entry in others_first(changed):
            self.settle(entry)
        self.stop_if_wrong()
        self.recompute_orders(changed)
        self.take_openings()
        self.take_lessons()
        self.stop_if_wrong()

    def check_counts(self, entries: list[Entry]):
        """Readings that are counted are what follows; before anything is settled, since that counts them anew."""
        for entry in entries:
            if entry.kind == Event.KIND and entry.name not in self.report.kept:
                with self.noting(entry.name):
                    refuse_wrong_count(Event.objects.get(code=entry.data["code"]))
        self.stop_if_wrong()

    def recompute_orders(self, changed: list[Entry]):
        """Of two events that name each other, the first to be published did not see the other yet."""
        for entry in changed:
            if entry.data.get("orders") and entry.said.state == "published":
                event = Event.objects.get(code=entry.data["code"])
                publishing.recompute(publishing.publications(event).last())

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
        except dictionary.ShapeError as error:
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
        except OSError as error:
            raise CorpusError([(name, "", f"this file cannot be read: {error.strerror}.")]) from error
        except UnicodeDecodeError as error:
            raise CorpusError([(name, "", f"byte {error.start} is not UTF-8; save the file as UTF-8.")]) from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise CorpusError([(name, "", f"not TOML: {error}.")]) from error

    def take_themes(self):
        """The themes of ``corpus.toml``."""
        with self.noting("corpus"):
            data = dictionary.checked(CorpusShape, self.parse(self.folder / "corpus.toml"))
            for number, wanted in enumerate(data.themes):
                self.take_row(Theme, dict(wanted), "themes", number)

    def take_openings(self):
        """The openings of ``corpus.toml``; they lead to what is here by now."""
        with self.noting("corpus"):
            data = dictionary.checked(CorpusShape, self.parse(self.folder / "corpus.toml"))
            for number, wanted in enumerate(data.openings):
                self.take_row(Opening, dict(wanted), "openings", number)

    def take_row(self, model: type[Theme | Opening], wanted: dict, name: str, number: int):
        """One row of a list in ``corpus.toml``, known by its slug."""
        row = model.objects.filter(slug=wanted["slug"]).first() or model()
        same = all(getattr(row, key) == value for key, value in wanted.items())
        if row.pk and not same:
            (self.report.replaced if self.replace else self.report.kept).append(f"{name}/{row.slug}")
        if not row.pk or (self.replace and not same):
            for key, value in wanted.items():
                setattr(row, key, value)
            shape.keep(row, f"{name}[{number}]")

    def take_source(self, path: Path):
        """One work with its texts and the quotes that nothing cites yet."""
        name = f"sources/{path.stem}"
        self.progress(name)
        with self.noting(name):
            data = dictionary.checked(SourceShape, self.parse(path))
            refuse_other_slug(name, path.stem, data.slug)
            source = Source.objects.filter(slug=path.stem).first() or Source()
            before = source_to_dict(source) if source.pk else None
            same = [getattr(source, key) == getattr(data, key) for key in COLUMNS]
            if source.published and self.replace and not data.published:
                raise dictionary.ShapeError(
                    [("published", Refusal(gettext_noop("a published source stays published: links never break.")))]
                )
            if not source.pk or self.replace:
                for key in COLUMNS:
                    setattr(source, key, getattr(data, key))
                shape.keep(source, "")
            for number, text in enumerate(data.texts):
                self.take_text(source, text, name, f"texts[{number}]")
            for number, quote in enumerate(data.quotes):
                same.append(self.take_quote(source, quote, f"quotes[{number}]"))
            if before and not self.replace and not all(same):
                self.report.kept.append(name)
            elif before == source_to_dict(source):
                self.report.unchanged.append(name)
            else:
                (self.report.replaced if before and self.replace else self.report.added).append(name)

    def take_term(self, path: Path):
        """One word or person of the glossary."""
        name = f"terms/{path.stem}"
        self.progress(name)
        with self.noting(name):
            data = dictionary.checked(TermShape, self.parse(path))
            refuse_other_slug(name, path.stem, data.slug)
            refuse_bare_term(data)
            term = Term.objects.filter(slug=path.stem).first() or Term()
            before = term_to_dict(term) if term.pk else None
            if term.published and self.replace and not data.published:
                raise dictionary.ShapeError(
                    [("published", Refusal(gettext_noop("a published term stays published: links never break.")))]
                )
            if before == dictionary.dump(data):
                self.report.unchanged.append(name)
            elif before and not self.replace:
                self.report.kept.append(name)
            else:
                for key in TERM:
                    setattr(term, key, getattr(data, key))
                term.forms_nl, term.forms_en = "\n".join(data.forms_nl), "\n".join(data.forms_en)
                shape.keep(term, "")
                shape.take_references(term, data.references, "references")
                (self.report.replaced if before else self.report.added).append(name)

    def take_lessons(self):
        """The lessons; what they lead to is published by now."""
        owners = {}
        for path in self.files("lessons"):
            name = f"lessons/{path.stem}"
            self.progress(name)
            with self.noting(name):
                data = dictionary.checked(lessons.LessonShape, self.parse(path))
                refuse_other_slug(name, path.stem, data.slug)
                if (owner := owners.setdefault(data.code, name)) != name:
                    raise CorpusError([(f"{name}.toml", "code", f"{owner}.toml has this code; give this its own.")])
                getattr(self.report, lessons.take(data, replace=self.replace)).append(name)

    def take_text(self, source: Source, data: TextShape, name: str, path: str):
        """One text, from the stored text where there is one (importers may get better; texts never change)."""
        with shape.at(path):
            raw_path = self.beside(name, "raw", data.raw)
            text = revising.read_text(source, raw_path.read_bytes(), raw_path.name, data.importer)
            if data.sha256:
                text.body = self.stored_body(name, data)
                text.importer, text.divisions = data.importer, list(data.divisions)
            text.number, text.sha256 = data.number, checksum(text.body)
            if data.sha256 not in ("", text.sha256):
                raise Refusal(gettext_noop("the stored text does not have this checksum; it was changed after export."))
            stored = source.texts.filter(number=data.number).first()
            if stored is None:
                text.full_clean()
                text.save()
            elif stored.sha256 != text.sha256:
                raise Refusal(
                    gettext_noop("text %(number)d is stored with other words; add the new one with the next number."),
                    number=stored.number,
                )

    def stored_body(self, name: str, data: TextShape) -> str:
        """The text as it was stored, from its file."""
        path = self.beside(name, "file", data.file)
        try:
            return path.read_bytes().decode().removesuffix("\n")
        except UnicodeDecodeError as error:
            raise Refusal(gettext_noop("“%(file)s” is not UTF-8; export it again."), file=path.name) from error

    def beside(self, name: str, key: str, given: str) -> Path:
        """The file that a source names, in its own folder and nowhere else."""
        if not given or PurePosixPath(given).name != given:
            raise Refusal(
                gettext_noop("“%(key)s” names a file in the same folder, such as %(example)s."),
                key=key,
                example=f"{name.split('/')[1]}.txt",
            )
        path = self.folder / "sources" / given
        try:
            there = path.is_file()
        except OSError:
            there = False
        if not there:
            raise Refusal(gettext_noop("there is no file “%(file)s” in this folder; add it."), file=given[:80])
        return path

    def take_quote(self, source: Source, data: UncitedShape, path: str) -> bool:
        """A quote that nothing cites yet; whether the stored one is the same."""
        wanted = dictionary.QuoteShape(source=source.slug, **dict(data))
        stored = Quote.objects.filter(code=data.code).select_related("text__source").first()
        if stored is None or self.replace:
            shape.take_quotes([(path, wanted)])
        return stored is None or shape.quote_shape(stored) == wanted

    def entries(self, kind: str) -> Iterator[Entry]:
        """The files of the events or the questions, their form checked."""
        for path in self.files(FOLDERS[kind]):
            name = f"{FOLDERS[kind]}/{path.stem}"
            self.progress(name)
            with self.noting(name):
                data = self.parse(path)
                said = {key: data.pop(key) for key in EnvelopeShape.model_fields if key in data}
                said = dictionary.checked(EnvelopeShape, said)
                data = dictionary.dump(dictionary.read(data, kind))
                refuse_other_slug(name, path.stem, data["slug"])
                refuse_wrong_envelope(said, data["slug"])
                said = said.model_copy(update={"published": self.published_of(said, data["code"], kind)})
                yield Entry(kind, name, data, said)

    def published_of(self, said: EnvelopeShape, code: str, kind: str) -> dict | None:
        """What readers see, checked like the working copy."""
        if said.published is None:
            return None
        try:
            published = dictionary.dump(dictionary.read(said.published, kind))
        except dictionary.ShapeError as error:
            raise dictionary.ShapeError([(f"published.{path}", problem) for path, problem in error.problems]) from error
        if said.state == "draft" or published["code"] != code:
            wrong = Refusal(
                gettext_noop("this is of a published event or question with the same code, or it is not here.")
            )
            raise dictionary.ShapeError([("published", wrong)])
        return published

    def refuse_twins(self, entries: list[Entry]):
        """A code is of one file."""
        owners = {}
        for entry in entries:
            owner = owners.setdefault(entry.data["code"], entry.name)
            if owner != entry.name:
                self.problems.append((f"{entry.name}.toml", "code", f"{owner}.toml has this code; give this its own."))

    def take_entry(self, entry: Entry) -> bool:
        """The working copy of one file; whether it was added or replaced."""
        model = publishing.KINDS[entry.kind]
        row = model.objects.filter(code=entry.data["code"]).first()
        with self.noting(entry.name):
            publishing.refuse_taken_slug(row or model(code=entry.data["code"]), entry.data["slug"])
            if row and is_said_of(entry.said, row) and self.is_stored(entry, row):
                self.report.unchanged.append(entry.name)
            elif row and not self.replace:
                self.report.kept.append(entry.name)
            else:
                if row:
                    publishing.begin(row, row.revision)
                shape.from_dict(entry.data, entry.kind, linked=False)
                (self.report.replaced if row else self.report.added).append(entry.name)
                return True
        return False

    def is_stored(self, entry: Entry, row: Event | Question) -> bool:
        """Whether the working copy is what the file says, however the file was written."""
        before = shape.to_dict(row)
        if before == entry.data:
            return True
        with transaction.atomic():
            after = shape.to_dict(shape.from_dict(entry.data, entry.kind, linked=False))
            transaction.set_rollback(True)
        pointers = set(before.get("pointers", ())) == set(entry.data.get("pointers", ()))
        return before == after and pointers and before.get("orders") == entry.data.get("orders")

    def settle(self, entry: Entry):
        """Pointers, the revision, and what the corpus says of its publication."""
        self.progress(entry.name)
        with self.noting(entry.name):
            if entry.kind == Event.KIND:
                shape.link_of(entry.data)
            row = publishing.KINDS[entry.kind].objects.get(code=entry.data["code"])
            if entry.name in self.report.added:
                publishing.take_up(row)
                publishing.begin(row, row.revision)
            signed = {"author_name": AUTHOR, "reason": Publication.LOADED}
            publishing.record(row, snapshot=entry.said.published, **signed)
            for slug in entry.said.old_slugs:
                publishing.leave_behind(row, slug)
            if entry.said.state != "draft":
                publishing.publish(row, by_name=AUTHOR)
            elif envelope(row)["state"] != "draft":
                raise dictionary.ShapeError(
                    [("state", Refusal(gettext_noop("this was published; it can only be withdrawn.")))]
                )
            if entry.said.state == "withdrawn":
                publishing.withdraw(row, by_name=AUTHOR, reason=entry.said.withdrawn)
            if entry.said.published:
                publishing.begin(row, row.revision)
                publishing.record(row, **signed)


def others_first(entries: list[Entry]) -> list[Entry]:
    """The entries, each after the events that it says it came before or after, since it is held against their dates,
    and after those that are merged into it, which it withdraws."""
    by_code = {entry.data["code"]: entry for entry in entries}
    ordered: dict[str, Entry] = {}
    todo = [(code, False) for code in reversed(by_code)]
    entered = set()
    while todo:
        code, done = todo.pop()
        if done:
            ordered.setdefault(code, by_code[code])
        elif code in by_code and code not in entered:
            entered.add(code)
            todo.append((code, True))
            todo += [(order["event"], False) for order in by_code[code].data.get("orders", [])]
            todo += [(merged, False) for merged in by_code[code].data.get("merged", [])]
    return list(ordered.values())


def refuse_other_slug(name: str, stem: str, slug: str):
    """A file is called after the slug it holds."""
    if slug != stem:
        raise CorpusError([(f"{name}.toml", "slug", f"“{slug}” is not the name of the file; make them the same.")])


def refuse_wrong_count(event: Event):
    """A reading that is counted from another one is what follows from it."""
    if wrong := chains.recount(event):
        follows = gettext_noop("this is not what follows from the quote it is counted from; write “%(edtf)s”.")
        raise dictionary.ShapeError([(path, Refusal(follows, edtf=edtf)) for path, edtf in wrong])


def refuse_bare_term(term: TermShape):
    """Nobody explains a word to readers without a reference either, and they can open every source that it names."""
    slugs = [reference.source for reference in term.references]
    hidden = Source.objects.filter(slug__in=slugs, published=False).values_list("slug", flat=True)
    if term.published and not slugs:
        wrong = Refusal(gettext_noop("a published term needs a reference; add one."))
    elif term.published and hidden:
        wrong = Refusal(gettext_noop("Publish these sources first: %(slugs)s."), slugs=", ".join(hidden))
    else:
        return
    raise dictionary.ShapeError([("references", wrong)])


def refuse_wrong_envelope(said: EnvelopeShape, slug: str):
    """A state that is known, a reason for readers where it is withdrawn, and slugs that can have been its own."""
    longest = Publication._meta.get_field("reason").max_length
    if said.state not in STATES:
        problem = "state", Refusal(gettext_noop("this is none of %(known)s."), known=", ".join(STATES))
    elif (said.state == "withdrawn") != bool(said.withdrawn.strip()) or len(said.withdrawn) > longest:
        problem = (
            "withdrawn",
            Refusal(
                gettext_noop("say here, in at most %(longest)d characters, why it was withdrawn, and only then."),
                longest=longest,
            ),
        )
    elif wrong := [old for old in said.old_slugs if old == slug or not SLUG.match(old)]:
        problem = "old_slugs", Refusal(gettext_noop("“%(slug)s” is no slug that it left behind."), slug=wrong[0])
    else:
        return
    raise dictionary.ShapeError([problem])


def is_said_of(said: EnvelopeShape, row: Event | Question) -> bool:
    """Whether the database says the same beside the dictionary; it may know more old slugs."""
    now = dictionary.checked(EnvelopeShape, envelope(row))
    same = (said.state, said.withdrawn, said.published) == (now.state, now.withdrawn, now.published)
    return same and set(said.old_slugs) <= set(now.old_slugs)
