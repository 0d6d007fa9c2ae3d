"""Free text over what was published: the one place that knows SQLite's FTS5 and PostgreSQL's trigrams.

An event is found when every word that was typed occurs, anywhere in a word, in its title, summary, notes or quotes: so
*raden* finds *arbeidersraden*. Words in "double quotes" are found as they stand. Case and accents do not count. What
the glossary explains is found by all its names in both languages: *Trotsky* finds *Trotski*, *kulak* finds *koelak*.

Both engines look through ``PublicText.folded``. SQLite has the same words once more in a table of trigrams, which
``write``, ``forget`` and ``clear`` keep in step; PostgreSQL has an index, where it may have the extension.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import F, TextField
from django.db.models.expressions import RawSQL

from timeline.models import PublicEvent, PublicText, Term

LANGUAGES = ("nl", "en")
NAMES = ("name_nl", "forms_nl", "name_en", "forms_en")
TABLE = "timeline_search"
CREATE = f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(folded, tokenize='trigram case_sensitive 1')"
TRIGRAM = 3  # characters; a shorter word is in no trigram
AROUND, LENGTH = 60, 180  # characters of a snippet before the first hit, and in all
ALIKE = {'"': "“”„‟«»″", "'": "‘’‚‛′`", "-": "‐‑‒–—―−"}
EDGES = ".,;:!?()[]…'-"  # what may stand around a typed word without being meant


# --- folding ----------------------------------------------------------------------------------------------------------


class Folding(dict):
    """Every character as one other: without case, accents, and the kinds of dashes, spaces and quotation marks."""

    def __missing__(self, code: int) -> str:
        self[code] = found = folded(chr(code))
        return found


def folded(character: str) -> str:
    """What a character is taken for. Always one: what would become several (ß, ﬁ) stays as it is."""
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cs"):
        return " "
    for plain, others in ALIKE.items():
        if character in others:
            return plain
    found = character
    for _turn in range(2):  # a letterlike sign can stand for a capital
        found = "".join(one for one in unicodedata.normalize("NFKD", found) if not unicodedata.combining(one))
        found = found.casefold()
    if len(found) == 1 and not found.isspace():
        return found
    return character.lower() if len(character.lower()) == 1 else character


FOLDING = Folding()


def fold(text: str) -> str:
    """The text as it is compared; as long as it was, so that a place in the one is a place in the other."""
    return text.translate(FOLDING)


def needles(typed: str) -> tuple[str, ...]:
    """The words and phrases to look for, folded; none where nothing was typed that could be looked for."""
    pieces = re.findall(r'"([^"]*)"|([^\s"]+)', fold(unicodedata.normalize("NFC", typed)))
    words = (" ".join(phrase.split()) or word.strip(EDGES) or word for phrase, word in pieces)
    return tuple(dict.fromkeys(filter(None, words)))


# --- writing ----------------------------------------------------------------------------------------------------------


def parts_of(document: dict, language: str) -> Iterator[dict]:
    """The pieces of an event's words, the ones that say most of it first: ``place``, ``text``, and of whom."""
    yield {"place": "title", "text": in_language(document, "title", language)}
    yield {"place": "summary", "text": in_language(document, "summary", language)}
    for row in document["citations"]:
        quote = row["quote"]
        whose = {"source": quote["source"]}
        yield {"place": "quote", "text": quote["exact"], "language": quote["language"]} | whose
        for other in LANGUAGES:
            yield {"place": "translation", "text": quote.get(f"translation_{other}", ""), "language": other} | whose
        yield {"place": "speaker", "text": quote.get("speaker", "")} | whose
    for note in document["notes"]:
        yield {"place": "note", "text": plain_words(in_language(note, "reason", language))}
        yield {"place": "note", "text": note.get("words", "")}


def names_of(slugs: Iterable[str]) -> Iterator[dict]:
    """The terms of the glossary that stand in an event, a piece for each, by all that they are called.

    As they are called now: ``rebuild_index`` takes up a term that changed after the event was published.
    """
    for names in Term.objects.published().filter(slug__in=slugs).order_by("slug").values_list(*NAMES):
        forms = (form.strip() for column in names for form in column.split("\n"))
        yield {"place": "term", "text": ", ".join(dict.fromkeys(filter(None, forms)))}


def in_language(data: dict, name: str, language: str) -> str:
    """A text in this language, or in another if that is empty."""
    texts = [data.get(f"{name}_{one}", "") for one in (language, *LANGUAGES)]
    return next(filter(None, texts), "")


def plain_words(markdown: str) -> str:
    """An editor's Markdown without its signs, near enough to be read in a line."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return " ".join(re.sub(r"[*`]|^#+ |^> |(?<!\w)_|_(?!\w)", "", words, flags=re.M).split())


def write(event: PublicEvent, document: dict):
    """Add the words of an event, in every language."""
    terms = list(names_of(document.get("terms", [])))
    for language in LANGUAGES:
        parts = [part for part in [*parts_of(document, language), *terms] if part["text"]]
        lines = "\n".join(fold(part["text"]) for part in parts)
        text = PublicText.objects.create(event=event, language=language, parts=parts, folded=lines)
        # "or replace": a row of an older text may have outlived it where a table was emptied by hand
        execute(f"INSERT OR REPLACE INTO {TABLE} (rowid, folded) VALUES (%s, %s)", [text.pk, lines])


def forget(code: str):
    """Take away the words of an event."""
    texts = PublicText.objects.filter(event=code)
    for number in texts.values_list("pk", flat=True):
        execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [number])
    texts.delete()


def clear():
    """Take away all words."""
    execute(CREATE)
    execute(f"DELETE FROM {TABLE}")
    PublicText.objects.all().delete()


def execute(statement: str, values=None):
    """Do something to the table of trigrams, which SQLite alone has."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def held() -> list[tuple]:
    """Every text by its meaning, with what a search looks through."""
    kept = RawSQL(f"(SELECT folded FROM {TABLE} WHERE rowid = timeline_publictext.id)", ())
    sought = kept if connection.vendor == "sqlite" else F("folded")
    rows = PublicText.objects.annotate(sought=sought).order_by("event", "language")
    return list(rows.values_list("event", "language", "parts", "folded", "sought"))


# --- finding ----------------------------------------------------------------------------------------------------------


def among(rows, typed: str, language: str):
    """Those of the events in which everything that was typed occurs; all of them where nothing was."""
    sought = needles(typed)
    return rows.filter(pk__in=texts_with(sought, language).values("event")) if sought else rows


def texts_with(sought: tuple[str, ...], language: str):
    """The texts in a language in which all of these occur."""
    texts = PublicText.objects.filter(language=language)
    whole = [word for word in sought if len(word) >= TRIGRAM] if connection.vendor == "sqlite" else []
    if whole:
        # What a reader types would be syntax: within quotes it is words.
        match = " AND ".join('"' + word.replace('"', '""') + '"' for word in whole)
        found = RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [match], output_field=TextField())
        texts = texts.filter(pk__in=found)
    for word in sought:
        if word not in whole:
            texts = texts.filter(folded__contains=word)
    return texts


def snippet(parts: list[dict], typed: str) -> dict | None:
    """The piece that holds most of what was typed, cut around the first of it, with ``pieces`` of (text, marked)."""
    sought = needles(typed)
    counts = [sum(word in fold(part["text"]) for word in sought) for part in parts]
    if not any(counts):
        return None
    part = parts[counts.index(max(counts))]
    return part | {"pieces": list(marked(part["text"], sought))}


def marked(text: str, sought: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The text around the first hit, in pieces, with every hit apart."""
    hits = re.compile("|".join(re.escape(word) for word in sorted(sought, key=len, reverse=True)))
    folded_text = fold(text)
    start, end = cut(text, hits.search(folded_text).start())
    at = start
    if start:
        yield "… ", False
    for hit in hits.finditer(folded_text, start, end):
        if hit.start() > at:
            yield text[at : hit.start()], False
        yield text[hit.start() : hit.end()], True
        at = hit.end()
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False


def cut(text: str, hit: int) -> tuple[int, int]:
    """A stretch of the text around a place, from one space to another."""
    start = 0 if hit <= AROUND else text.find(" ", hit - AROUND, hit) + 1 or hit
    end = start + LENGTH
    return start, len(text) if end >= len(text) else max(text.rfind(" ", hit, end), 0) or end
