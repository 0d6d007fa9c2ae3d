"""The glossary: its page, and the words of a page that lead to it."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import bibliography
from timeline.glossary import Finder
from timeline.models import Term
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render


@page()
def glossary(request):
    """Every word and person of the glossary, with a sentence and a reference."""
    language = get_language()
    terms = Term.objects.published().prefetch_related("references__source")
    rows = sorted((term_row(term, language) for term in terms), key=lambda row: row["name"].casefold())
    context = {kind: [row for row in rows if row["kind"] == kind] for kind in ("term", "person")}
    described = _("The words and people that these pages take for granted, each in a sentence.")
    return render("glossary/index.html", head_of(request, _("Glossary"), described), context)


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

    def __init__(self, rows: Iterable[dict], language: str):
        rows = list(rows)
        self.finder = Finder(rows, language)
        self.rows = sorted(localised(rows, language), key=lambda row: row["name"].casefold())
        self.mentioned: set[str] = set()

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """A text in pieces: the words, and the slug of the term that they are if they are its first mention."""
        pieces, end = [], 0
        for start, stop, slug in self.finder.find(text):
            if slug not in self.mentioned:
                self.mentioned.add(slug)
                pieces += [(text[end:start], ""), (text[start:stop], slug)]
                end = stop
        return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
