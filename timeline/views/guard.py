"""Forms that anyone may send: where they come from, how large they are, and how often. No cookie, no token."""

import hmac
import ipaddress
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from timeline.lessons import ITEMS
from timeline.models import Lesson, LessonItem
from timeline.views import errors
from timeline.views.public import check_parameters, page

# A lesson in which every field is full, and room for the names of its fields and buttons.
SIGNS = Lesson.TITLE + Lesson.INTRO + ITEMS * (LessonItem.TASK + LessonItem.ANSWER)
BODY = SIGNS * len("%E2%82%AC") + 16 * 1024  # bytes: no sign that a browser counts as one takes more than the €
FIELDS = 200  # a lesson of twenty items has about a hundred
SENT_AN_HOUR = 60  # lessons made or changed from one address: a staff room behind one router, not a program
HOUR = 60 * 60  # seconds
SITE_OF_A_CUSTOMER = 48  # bits of an IPv6 address
ENDPOINT = re.compile(r"(?P<v4>[\d.]+):\d+|\[(?P<v6>[^\]]+)\](?::\d+)?|(?P<bare>.+)")
CLIENTS = 50_000  # addresses remembered at most within an hour; the limit for the whole site stands behind this one


def form(*, parameters: tuple[str, ...] = (), secret: bool = False):
    """A page with a form that anyone may send: GET and HEAD as for every public page, and a guarded POST.

    ``secret``: its address is a key. Then nothing of it is kept, indexed or passed on to other sites; that it is not
    logged either is seen to by ``timeline.redacting``.
    """

    def decorate(view):
        reading = page(parameters=parameters, conditional=not secret)(view)

        @csrf_exempt  # there is no cookie whose power another site could borrow; where it comes from is asked below
        @gzip_page
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if request.method == "POST":
                response = sent(request, parameters, view, args, kwargs, secret)
            elif request.method in ("GET", "HEAD"):
                response = found(request, reading, args, kwargs)
            else:
                response = errors.not_allowed(request)
                response.headers["Allow"] = "GET, HEAD, POST"
            return kept_secret(response) if secret else response

        return wrapped

    return decorate


def found(request, reading: Callable, args, kwargs) -> HttpResponse:
    """The page; that it is not there is said here, so that this answer too is kept secret."""
    try:
        return reading(request, *args, **kwargs)
    except Http404 as missing:
        return errors.page_not_found(request, missing)


def sent(request, parameters: tuple[str, ...], view: Callable, args, kwargs, secret: bool) -> HttpResponse:
    """What the view makes of a form, if it may be taken."""
    try:
        check_parameters(request.GET, parameters)
    except BadRequest as refusal:
        return errors.bad_request(request, refusal)
    if not comes_from_here(request, secret):
        return errors.csrf_failure(request)
    length = declared_length(request)
    if length is None:
        return of_unknown_length(request)
    if length > BODY:
        return too_large(request)
    try:
        check_fields(request.POST)
        response = view(request, *args, **kwargs)
    except Http404 as missing:
        response = errors.page_not_found(request, missing)
    except errors.Gone as gone:
        response = errors.gone(request, gone)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        response = unreadable(request)
    response.headers["Cache-Control"] = "no-store"
    return response


def kept_secret(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# --- where it comes from ----------------------------------------------------------------------------------------------


def comes_from_here(request, secret: bool = False) -> bool:
    """Whether a page of this site sent this: as the browser says, else by its Origin, else by its Referer.

    Browsers say it with Sec-Fetch-Site, but older ones do not, and none does without https. A page that passes on no
    referrer gives its Origin as ``null``: that is taken where the address itself is a ``secret``, which no other site
    knows.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if origin == "null":
        return secret
    return host_of(origin) in {request.get_host(), host_of(settings.SITE_URL)} - {""}


def host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


# --- how large it is --------------------------------------------------------------------------------------------------


def declared_length(request) -> int | None:
    """How many bytes are coming, and no more than that is ever read; None where nobody says so."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError:
        return None


def check_fields(given):
    """Raise BadRequest for more fields than any form of ours has."""
    if sum(len(values) for _name, values in given.lists()) > FIELDS:
        raise BadRequest


def of_unknown_length(request) -> HttpResponse:
    """411: Django reads nothing of a body that comes in pieces, and what was typed would seem to be empty."""
    with errors.in_language_of(request):
        message = _("It does not say how long it is, so that we cannot read it. Send it with another browser.")
        return errors.answer(request, 411, _("This form could not be read"), message)


def too_large(request) -> HttpResponse:
    with errors.in_language_of(request):
        message = _("Everything that you typed together is more than we can keep. Go back and make it shorter.")
        return errors.answer(request, 413, _("That is too much"), message)


def unreadable(request) -> HttpResponse:
    with errors.in_language_of(request):
        message = _("What was sent is not what this form sends. Open the form again and fill it in once more.")
        return errors.answer(request, 400, _("This form could not be read"), message)


# --- how often --------------------------------------------------------------------------------------------------------


class TooOften(Exception):
    """So much came from one address that nothing more is taken from there this hour."""


class Tally:
    """How often each client sent something within the hour, in the memory of this process alone.

    A client is known by a keyed hash of its address. The key is made anew each hour and kept nowhere, so that nobody
    can find out afterwards who it was.
    """

    def __init__(self):
        self.lock, self.hour, self.key, self.counts = threading.Lock(), -1, b"", Counter()

    def spend(self, address: str):
        """Count one more. Raises TooOften."""
        now = int(time.time())
        with self.lock:
            if now // HOUR != self.hour:
                self.hour, self.key, self.counts = now // HOUR, secrets.token_bytes(32), Counter()
            client = hmac.digest(self.key, address.encode(), "sha256")
            if self.counts[client] >= SENT_AN_HOUR:
                raise TooOften
            if client in self.counts or len(self.counts) < CLIENTS:
                self.counts[client] += 1

    def give_back(self, address: str):
        """Count one less: nothing came of it."""
        with self.lock:
            client = hmac.digest(self.key, address.encode(), "sha256")
            if self.counts[client] > 0:
                self.counts[client] -= 1


TALLY = Tally()


@contextmanager
def spending(request):
    """Count what is made or changed within, for whoever asks; not what is refused. Raises TooOften."""
    client = client_of(request)
    TALLY.spend(client)
    try:
        yield
    except Exception:
        TALLY.give_back(client)
        raise


def client_of(request) -> str:
    """The network address that this comes from.

    Where the site stands behind a proxy of our own (SITE_URL is https, and the next hop has a private address), the
    last one that it names; what stands before that the client may have made up. Of an IPv6 address what one customer
    may be given whole: the rest is free to choose.
    """
    given = address_in(request.META.get("REMOTE_ADDR", ""))
    address = given
    if urlsplit(settings.SITE_URL).scheme == "https" and (given is None or given.is_private):
        address = address_in(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]) or given
    if isinstance(address, ipaddress.IPv6Address):
        address = ipaddress.ip_network((address, SITE_OF_A_CUSTOMER), strict=False)
    return str(address)


def address_in(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in what a server or proxy wrote, with or without a port; None where there is none."""
    found = ENDPOINT.fullmatch(text.strip())
    try:
        address = ipaddress.ip_address(found["bare"] or found["v4"] or found["v6"])
    except (TypeError, ValueError):
        return None
    return getattr(address, "ipv4_mapped", None) or address
