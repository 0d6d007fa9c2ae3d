"""The glossary: its page, and the words of a page that lead to it."""

import re
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import bibliography
from timeline.glossary import LANGUAGES, Finder, texts_of
from timeline.models import Reference, Term
from timeline.views.lettering import by_letter, folded
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render


@page()
def glossary(request):
    """Every word and person of the glossary, with a sentence and a reference."""
    language = get_language()
    references = Prefetch("references", Reference.objects.select_related("source"))
    rows = [term_row(term, language) for term in Term.objects.published().prefetch_related(references)]
    context = {
        "words": by_letter("words", [row for row in rows if row["kind"] == "term"]),
        "people": by_letter("people", [row for row in rows if row["kind"] == "person"]),
    }
    described = _("The words and people that these pages take for granted, each in a sentence.")
    return render("glossary/index.html", head_of(request, _("Glossary"), described), context)


ROMAN = re.compile(r"[IVX]+")


def by_name(row: dict) -> str:
    """The key that sorts a glossary: a person by the surname, a word by itself."""
    words = folded(row["name"]).split()
    surname = [word for word in words if not ROMAN.fullmatch(word.upper())][-1:]
    return " ".join(surname + words) if row["kind"] == "person" else " ".join(words)


def term_row(term: Term, language: str) -> dict:
    """A term in one language, with its references in words."""
    fields = {name: getattr(term, name) for name in ("slug", "kind", "name_nl", "name_en", "text_nl", "text_en")}
    references = [
        {
            "slug": reference.source.slug,
            "known": reference.source.published,
            "words": bibliography.in_words(reference.source.csl, language, reference.locator),
        }
        for reference in term.references.all()
    ]
    row = localised(fields, language)
    return row | {"references": references, "sorted_by": by_name(row)}


class Terms:
    """The terms that stand on a page. Their first mention in our words leads to the list at its end, and back.

    ``rows`` say ``mentioned`` of those that such a link led to, once the words have been written: the list comes last.
    """

    def __init__(self, rows: Iterable[dict], document: dict, language: str):
        rows = list(rows)
        self.finder = Finder(rows, language)
        here = {slug for text in texts_of(document, language) for _start, _end, slug in self.finder.find(text)}
        self.rows = sorted((localised(row, language) for row in rows if row["slug"] in here), key=by_name)
        self.names = {row[f"name_{other}"]: row[f"name_{language}"] for row in rows for other in LANGUAGES}
        self.by_slug = {row["slug"]: row for row in self.rows}

    def called(self, person: str) -> str:
        """What somebody is called in this language."""
        return self.names.get(person, person)

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """A text in pieces: the words, and the slug of the term that they are if they are its first mention."""
        pieces, end = [], 0
        for start, stop, slug in self.finder.find(text):
            row = self.by_slug.get(slug)
            if row and not row.get("mentioned"):
                row["mentioned"] = True
                pieces += [(text[end:start], ""), (text[start:stop], slug)]
                end = stop
        return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
