"""Every version of an event or question, and what each changed."""

from itertools import pairwise

from django.core.exceptions import BadRequest
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Publication
from timeline.views import changes, reading
from timeline.views.localise import localised
from timeline.views.public import head_of, render, whole_number

MOST = 20  # versions on one page; their documents are compared


def listed(request, kind: str, slug: str):
    """The page of the versions of this event or question, the newest first."""
    before = number_in(request.GET.get("before", ""))
    newest, *found = reading.versions(kind, slug, before, MOST + 1)
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse(f"{kind}-versions", args=[newest.slug]))
    rows = [newest, *found] if before is None else found
    rows, more = rows[:MOST], rows[MOST:]
    document = localised(newest.document, get_language())
    title = _("Versions of “%(title)s”") % {"title": document["title"]}
    described = _("Every version that was published, when and why, and what it changed.")
    query = {"before": before} if before is not None else None
    head = head_of(request, title, described, query=query, indexed=False)
    context = {"versions": told(rows, more, get_language()), "newest": newest, "document": document, "kind": kind}
    context["pinned"] = f"{kind}-version"
    return render("events/versions.html", head, context | {"older": rows[-1].number if more else None})


def number_in(text: str) -> int | None:
    """The version before which to begin. Raises BadRequest for what is not a version number."""
    if not text:
        return None
    if (number := whole_number(text)) is None:
        raise BadRequest(_("“before” is the number of a version: before=3."))
    return number


def told(rows: list[Publication], more: list[Publication], language: str) -> list[dict]:
    """Each version with what it changed to the one before it."""
    names = reading.names(sources_of([*rows, *more]), language)
    pairs = pairwise([*rows, *more[:1]])
    compared = {new.number: between(old, new, language, names) for new, old in pairs}
    return [{"version": row, "changes": compared.get(row.number)} for row in rows]


def between(old: Publication, new: Publication, language: str, names: dict[str, str]) -> list[changes.Change]:
    """What changed from one publication to another."""
    before, after = (whole(publication) for publication in (old, new))
    return changes.changes(before, after, language, names)


def whole(publication: Publication) -> dict:
    """A document with its findings; of a publication of ``reading.history``, those that it shows."""
    shown = hasattr(publication, "shown")
    document = publication.shown if shown else publication.document
    return document | {"findings": publication.shown_findings if shown else publication.findings}


def sources_of(rows: list[Publication]) -> set[str]:
    """Every source that these name."""
    return set().union(*(dictionary.sources_in(row.document) | set(row.document["accounts"]) for row in rows))
