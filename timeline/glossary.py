"""Where the words and people of the glossary stand in a text.

A term stands where its name, or another of its forms, stands as whole words. A capital counts, except at the beginning:
“Sovjets” is a form of “sovjets”, “wit” is none of “Wit”.
"""

import re
from collections.abc import Iterable, Iterator

from timeline.dictionary import quotes_in
from timeline.models import Term

LANGUAGES = ("nl", "en")


class Finder:
    """Finds terms in one language; ``rows`` are dictionaries with ``slug``, ``name_nl``, ``forms_nl`` and so on."""

    def __init__(self, rows: Iterable[dict], language: str):
        self.slugs: dict[str, str] = {}
        for row in rows:
            for form in forms_of(row, language):
                self.slugs.setdefault(form, row["slug"])
        self.pattern = pattern_of(self.slugs)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and slug of every term in a text; of two that begin together, the longer."""
        if self.slugs:
            for match in self.pattern.finditer(text):
                yield *match.span(), self.slugs[match[0]]


def forms_of(row: dict, language: str) -> set[str]:
    """Everything that a term is called in a language, also as the first word of a sentence."""
    forms = {row[f"name_{language}"], *row[f"forms_{language}"].split("\n")}
    forms = {form.strip() for form in forms} - {""}
    return forms | {form[0].upper() + form[1:] for form in forms}


def pattern_of(forms: Iterable[str]) -> re.Pattern:
    """Any of these as whole words, the longest first."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def named_in(snapshot: dict) -> list[str]:
    """The slugs of the published terms in an event or question: in our words, and in those of the sources."""
    rows = list(Term.objects.published().values())
    found: set[str] = set()
    for language in LANGUAGES:
        finder = Finder(rows, language)
        for text in texts_of(snapshot, language):
            found.update(slug for _start, _end, slug in finder.find(text))
    return sorted(found)


def texts_of(snapshot: dict, language: str) -> Iterator[str]:
    """The running text of a dictionary in one language; the words of sources are looked through in every language."""
    for name in ("title", "summary", "contrast"):
        yield snapshot.get(f"{name}_{language}", "")
    for note in snapshot.get("notes", []):
        if note.get("ready"):
            yield note[f"reason_{language}"]
    for quote in quotes_in(snapshot):
        yield quote["exact"]
        yield quote.get("speaker", "")
