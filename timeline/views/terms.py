"""The glossary: its page, and the words of a page that lead to it."""

import re
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import bibliography
from timeline.glossary import LANGUAGES, Finder, texts_of
from timeline.models import Reference, Term
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render


@page()
def glossary(request):
    """Every word and person of the glossary, with a sentence and a reference."""
    language = get_language()
    references = Prefetch("references", Reference.objects.select_related("source"))
    terms = Term.objects.published().prefetch_related(references)
    rows = sorted((term_row(term, language) for term in terms), key=by_name)
    context = {kind: [row for row in rows if row["kind"] == kind] for kind in ("term", "person")}
    described = _("The words and people that these pages take for granted, each in a sentence.")
    return render("glossary/index.html", head_of(request, _("Glossary"), described), context)


ROMAN = re.compile(r"[IVX]+")


def by_name(row: dict) -> str:
    """The key that sorts a glossary: a person by the surname, a word by itself."""
    words = row["name"].casefold().split()
    surname = [word for word in words if not ROMAN.fullmatch(word.upper())][-1:]
    return " ".join(surname + words) if row["kind"] == "person" else row["name"].casefold()


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
    return localised(fields, language) | {"references": references}


class Terms:
    """The terms that stand on a page. Their first mention in our words leads to the list at its end."""

    def __init__(self, rows: Iterable[dict], document: dict, language: str):
        rows = list(rows)
        self.finder = Finder(rows, language)
        here = {slug for text in texts_of(document, language) for _start, _end, slug in self.finder.find(text)}
        self.rows = sorted((localised(row, language) for row in rows if row["slug"] in here), key=by_name)
        self.names = {row[f"name_{other}"]: row[f"name_{language}"] for row in rows for other in LANGUAGES}
        self.mentioned: set[str] = set()

    def called(self, person: str) -> str:
        """What somebody is called in this language."""
        return self.names.get(person, person)

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """A text in pieces: the words, and the slug of the term that they are if they are its first mention."""
        pieces, end = [], 0
        for start, stop, slug in self.finder.find(text):
            if slug not in self.mentioned:
                self.mentioned.add(slug)
                pieces += [(text[end:start], ""), (text[start:stop], slug)]
                end = stop
        return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
