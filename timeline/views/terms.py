"""The glossary: its page, and the words of a page that lead to it."""

import re
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import bibliography
from timeline.glossary import LANGUAGES, Finder, texts_of
from timeline.models import PublicEvent, Reference, Term
from timeline.views.lettering import by_letter, folded
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render
from timeline.views.reading import TERM_FIELDS


@page()
def glossary(request):
    """Every word and person of the glossary, explained, with a reference."""
    language = get_language()
    references = Prefetch("references", Reference.objects.select_related("source"))
    terms = Term.objects.published().annotate(told=PublicEvent.objects.naming()).prefetch_related(references)
    rows = [term_row(term, language) for term in terms]
    context = {
        "words": by_letter("words", [row for row in rows if row["kind"] == "term"]),
        "people": by_letter("people", [row for row in rows if row["kind"] == "person"]),
    }
    described = _("The words and people that these pages take for granted, each explained in a sentence or two.")
    return render("glossary/index.html", head_of(request, _("Glossary"), described), context)


ROMAN = re.compile(r"[IVX]+")
ARTICLES = {"de", "het", "een", "the", "a", "an"}


def by_name(row: dict) -> str:
    """The key that sorts a glossary: a person by the surname, a word by itself, without an article before it."""
    words = folded(row["name"]).split()
    if row["kind"] != "person":
        return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)
    names = [word for word in words if not ROMAN.fullmatch(word.upper())]
    # Who is also called by one of these words alone is sorted by it: Mao Zedong is called Mao, Max Eastman Eastman.
    called = {folded(form) for form in row["forms"].split("\n")}
    surname = [word for word in names if word in called][:1] or names[-1:]
    return " ".join(surname + words)


def sought(name: str) -> str:
    """What to look for where a term is told of: its name without the explanation that stands behind it in brackets."""
    return re.sub(r"\s*\([^()]*\)$", "", name) or name


def term_row(term: Term, language: str) -> dict:
    """A term in one language, with its references in words."""
    fields = {name: getattr(term, name) for name in (*TERM_FIELDS, "told")}
    references = [
        {
            "slug": reference.source.slug,
            "known": reference.source.published,
            "words": bibliography.in_words(reference.source.csl, language, reference.locator),
        }
        for reference in term.references.all()
    ]
    row = localised(fields, language)
    return row | {"references": references, "sorted_by": by_name(row), "sought": sought(row["name"])}


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
