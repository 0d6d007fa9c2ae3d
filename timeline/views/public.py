"""What every public page does the same way: its parameters, its ETag, its head."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from sources.models import Source, Text
from timeline.models import Lesson, Opening, Publication, Term
from timeline.views import errors

CACHE_CONTROL = "public, max-age=0, must-revalidate"
MAX_VALUE = 200
SITE_CARD = 1  # the number in the address of the picture of pages that have none of their own; raise it with a new look
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
# What platforms and mailing programs hang on a link; it changes nothing, and readers cannot help it.
TRACKING = re.compile(
    r"utm_\w+|mc_\w+|pk_\w+|_hs\w+|\w*clid|gbraid|wbraid|msclkid|igshid?|li_fat_id|_g[al]|mkt_tok|srsltid|si"
)


def page(*, parameters: tuple[str, ...] = (), most: int = MAX_VALUE, conditional: bool = True):
    """A public page: GET and HEAD only, refuses parameters it does not know, answers 304 when nothing changed.

    ``most`` is how many characters a parameter may have. ``conditional=False`` is for redirects, which have no body to
    spare, and for what never changes or has an ETag of its own. Compressed: a public page holds no secret that its
    length could give away.
    """

    def decorate(view):
        @csrf_exempt  # nothing is taken here, so whoever sends something is told that, and not that a token is missing
        @gzip_page
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if request.method not in ("GET", "HEAD"):
                return errors.not_allowed(request)
            try:
                check_parameters(request.GET, parameters, most)
                etag = current_etag(kwargs.get("code", "")) if conditional else None
                response = (
                    get_conditional_response(request, etag=etag) if conditional and not asks_for_any(request) else None
                )
                response = response or view(request, *args, **kwargs)
            except errors.Gone as gone:
                return errors.gone(request, gone)
            except BadRequest as refusal:  # answered here: Django would log a reader's typo with a traceback
                return errors.bad_request(request, refusal)
            if conditional and response.status_code in (200, 304):
                response.headers["ETag"] = etag
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
            return response

        return wrapped

    return decorate


def asks_for_any(request) -> bool:
    """``If-None-Match: *`` asks whether there is anything here at all, which only the view knows."""
    return request.headers.get("If-None-Match", "").strip() == "*"


def check_parameters(given, known: tuple[str, ...], most: int = MAX_VALUE):
    """Raise BadRequest for a parameter that is unknown, given twice, or too long."""
    for name, values in given.lists():
        if TRACKING.fullmatch(name):
            continue
        if name not in known:
            raise BadRequest(unknown_parameter(name, known))
        if len(values) > 1:
            raise BadRequest(_("The address gives “%(name)s” more than once; give it once.") % {"name": name})
        if len(values[0]) > most:
            raise BadRequest(
                _("What the address gives for “%(name)s” is longer than %(most)d characters.")
                % {"name": name, "most": most}
            )


def whole_number(text: str) -> int | None:
    """The number that somebody sent in digits, small enough for every column; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def refuse_choice(name: str, given: str, known: Iterable[str]):
    """Raise BadRequest for a value that a filter does not have, and name those that it has."""
    if given and given not in (known := [value for value in known if value]):
        raise BadRequest(
            _("“%(given)s” is no choice for “%(name)s”. There are: %(known)s.")
            % {"given": given[:60], "name": name, "known": ", ".join(known) or "–"}
        )


def refuse_place(given: str, place: re.Pattern):
    """Raise BadRequest where a list is to go on from what is no place in it."""
    if given and not place.fullmatch(given):
        raise BadRequest(_("“after” is no place in the list. Remove that part of the address."))


def unknown_parameter(name: str, known: tuple[str, ...]) -> str:
    """Which parameter this page does not have, and which it has."""
    if not known:
        return _("This page takes no “%(name)s”: its address ends before the question mark.") % {"name": name[:60]}
    return _("This page does not know “%(name)s”. It knows: %(known)s.") % {
        "name": name[:60],
        "known": ", ".join(known),
    }


# --- the ETag ---------------------------------------------------------------------------------------------------------

# One query, whatever the engine. Publications and texts are only ever added; sources, terms and openings change in
# place, and count it, or are drafts that another may follow up. Counts beside the newest ids: of two transactions the
# one with the lower id may be the later to commit.
STATE = f"""
    SELECT (SELECT MAX(id) FROM {Publication._meta.db_table}),
           (SELECT COUNT(*) FROM {Publication._meta.db_table}),
           (SELECT SUM(version) FROM {Source._meta.db_table}),
           (SELECT COUNT(*) FROM {Source._meta.db_table}),
           (SELECT MAX(id) FROM {Source._meta.db_table}),
           (SELECT SUM(version) FROM {Term._meta.db_table}),
           (SELECT COUNT(*) FROM {Term._meta.db_table}),
           (SELECT MAX(id) FROM {Term._meta.db_table}),
           (SELECT SUM(version) FROM {Opening._meta.db_table}),
           (SELECT COUNT(*) FROM {Opening._meta.db_table}),
           (SELECT MAX(id) FROM {Opening._meta.db_table}),
           (SELECT COUNT(*) FROM {Text._meta.db_table}),
           (SELECT SUM(version) FROM {Lesson._meta.db_table} WHERE published),
           (SELECT COUNT(*) FROM {Lesson._meta.db_table} WHERE published),
           (SELECT MAX(id) FROM {Lesson._meta.db_table} WHERE published),
           (SELECT version FROM {Lesson._meta.db_table} WHERE code = %s)
"""


def current_etag(code: str = "") -> str:
    """The same as long as no page of this site in this language can have changed.

    ``code`` is that of a lesson, on its own pages: what teachers save all day must not outdate every other page.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE, [code.lower()])
        state = cursor.fetchone()
    parts = [*state, get_language(), settings.SITE_URL, settings.CONTACT, release()]
    return '"' + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20] + '"'


def release() -> str:
    """A stamp of the code, templates and static files; while developing, of this very moment."""
    return stamp() if settings.DEBUG else kept_stamp()


def stamp() -> str:
    digest = hashlib.sha256()
    for folder in ("timeline", "sources", "templates", "static"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                digest.update(f"{path}|{seen.st_mtime_ns}|{seen.st_size}\n".encode())
    return digest.hexdigest()


kept_stamp = lru_cache(maxsize=1)(stamp)


# --- the head of a page -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """What stands in ``<head>`` and in the switch of language; addresses are absolute.

    ``site`` is where they all begin, without a slash at its end. ``card`` is the picture that goes with a link to the
    page. ``oembed`` is where other sites ask for what they may
    show of it (the format is to be added); empty where that is nothing.
    """

    title: str
    description: str
    canonical: str
    alternates: dict[str, str]
    language: str
    locale: str
    other_locales: tuple[str, ...]
    path: str
    address: str
    site: str
    kind: str = "website"
    permanent: str = ""
    shared: str = ""
    card: str = ""
    oembed: str = ""
    indexed: bool = True
    published: datetime | None = None
    modified: datetime | None = None


def head_of(
    request,
    title: str,
    description: str,
    *,
    query=None,
    path: str = "",
    own: str = "",
    code: str = "",
    card: str = "",
    embeds: bool = False,
    **more,
) -> Head:
    """The head of the page at ``path`` (the one asked for); ``query`` holds what is part of its address.

    ``own`` is the path of a version of that page; ``code`` gives a page its permanent link, ``permanent`` without a
    language (it takes the reader's) and ``shared`` in the language of this page. ``card`` is the path of its picture
    (``card_path``), else it is that of the site; ``embeds`` says that other sites may show it in a frame.
    """
    asked = ("?" + urlencode(query)) if query else ""
    path = path or request.path
    address = absolute(request, (own or path) + asked)
    return Head(
        title=title,
        description=shortened(description),
        canonical=absolute(request, path + asked),
        alternates={code: absolute(request, in_other(path, code) + asked) for code, _name in settings.LANGUAGES},
        language=get_language(),
        locale=LOCALES.get(get_language(), ""),
        other_locales=tuple(locale for language, locale in LOCALES.items() if language != get_language()),
        path=path,
        address=address,
        site=absolute(request, ""),
        permanent=absolute(request, reverse("bare-code", args=[code])) if code else "",
        shared=absolute(request, reverse("code", args=[code])) if code else "",
        card=absolute(request, card or reverse("card-site", args=[SITE_CARD, get_language()])),
        oembed=absolute(request, reverse("oembed")) + "?" + urlencode({"url": address}) if embeds else "",
        **more,
    )


def card_path(code: str, number: int, *, blind: bool = False) -> str:
    """The picture of the version with this number of what has this code, in the language of the moment; a ``blind`` one
    does not say who says what."""
    return reverse("card-blind" if blind else "card", args=[code, number, get_language()])


def absolute(request, path: str) -> str:
    """The whole address of a path: on the public address of this site, or as it was asked."""
    base = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    return base + path


def in_other(path: str, language: str) -> str:
    """The same page in a language. Slugs are the same in all, so only the prefix differs."""
    return re.sub(r"\A/(nl|en)/", f"/{language}/", path)


def shortened(text: str, most: int = 200) -> str:
    """A text of one line, cut at a word."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def render(template: str, head: Head, context: dict, status: int = 200) -> HttpResponse:
    """The page, without context processors: they would touch the session, and a public page has none."""
    return HttpResponse(render_to_string(template, {"head": head, **context}), status=status)
