"""What machines ask for: the sitemap, robots.txt, and whether the site is well."""

from django.conf import settings
from django.db import Error, connection
from django.db.models import Value
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sources.models import Source
from timeline.models import Lesson, PublicEvent, PublicFinding, PublicQuestion
from timeline.views.public import absolute, page

FIXED = ("timeline", "lessons", "questions", "sources", "glossary", "contested", "findings", "compare", "corrections")
FIXED += ("about",)


@page()
def sitemap(request):
    """Every public page in every language, each with its other languages beside it."""
    # Django's own sitemaps ask a table per section and language; here one query fetches all addresses.
    events, *others = (
        rows.order_by().values_list(Value(kind), name, changed)
        for kind, rows, name, changed in [
            ("event", PublicEvent.objects, "slug", "publication__at"),
            ("question", PublicQuestion.objects, "slug", "publication__at"),
            ("finding", PublicFinding.objects, "code", "event__publication__at"),
            ("source", Source.objects.published(), "slug", "changed"),
            ("lesson", Lesson.objects.listed(), "code", "changed"),
        ]
    )
    pages = [(name, (), None) for name in FIXED]
    pages += [(kind, (slug,), at) for kind, slug, at in events.union(*others, all=True)]
    entries = "".join(entry(request, name, args, at) for name, args, at in sorted(pages, key=lambda page: page[:2]))
    return HttpResponse(SITEMAP % entries, content_type="application/xml")


def entry(request, name: str, args: tuple, at) -> str:
    """One page in all languages. Addresses of ours hold nothing that XML would have to escape but in the host."""
    places = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            places[language] = absolute(request, reverse(name, args=args))
    links = "".join(LINK % pair for pair in [*places.items(), ("x-default", places[settings.LANGUAGE_CODE])])
    changed = f"<lastmod>{at:%Y-%m-%d}</lastmod>" if at else ""
    return "".join(f"<url><loc>{place}</loc>{changed}{links}</url>\n" for place in places.values())


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
%s</urlset>
"""
LINK = '<xhtml:link rel="alternate" hreflang="%s" href="%s"/>'


@require_safe
def favicon(request):
    """Where browsers look for an icon that no page has named."""
    return HttpResponsePermanentRedirect(f"{settings.STATIC_URL}img/icon.svg")


@require_safe
def robots(request):
    """Everything may be read but the desk."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request):
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        text, status = "ok", 200
    except Error:  # an InterfaceError is no DatabaseError
        text, status = "the database does not answer", 503
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
