"""Forms that anyone may send: where they come from, how large they are, and how often. No cookie, no token."""

import hmac
import ipaddress
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
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

from timeline.views import errors
from timeline.views.public import check_parameters, page

BODY = 256 * 1024  # bytes: a lesson filled to every limit, as browsers encode it; nothing worth sending to do harm
FIELDS = 200  # a lesson of twenty items has about a hundred
AN_HOUR = 60  # lessons made or changed from one address: a staff room behind one router, not a program
HOUR = 60 * 60  # seconds
CLIENTS = 50_000  # addresses remembered at most within an hour; the limit for the whole site stands behind this one


def form(*, parameters: tuple[str, ...] = (), secret: bool = False):
    """A page with a form that anyone may send: GET and HEAD as for every public page, and a guarded POST.

    ``secret``: its address is a key. Then nothing of it is kept, indexed, passed on to other sites or logged by us.
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
    """The page; that it is not there is said here, because Django would log its address."""
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
    if declared_length(request) > BODY:
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
    response._has_been_logged = True  # Django would write the address of what is refused, the key in it, into its log
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


def declared_length(request) -> int:
    """How many bytes are coming; no more than that is ever read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def check_fields(given):
    """Raise BadRequest for more fields than any form of ours has."""
    if sum(len(values) for _name, values in given.lists()) > FIELDS:
        raise BadRequest


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
            if self.counts[client] >= AN_HOUR:
                raise TooOften
            if client in self.counts or len(self.counts) < CLIENTS:
                self.counts[client] += 1


TALLY = Tally()


def spend(request):
    """Count what is about to be made or changed for whoever asks. Raises TooOften."""
    TALLY.spend(client_of(request))


def client_of(request) -> str:
    """The network address that this comes from.

    Where the next hop is a proxy of our own (it has a private address), the last one that it names; what stands before
    that the client may have made up. Of an IPv6 address the half that names the network: the rest is free to choose.
    """
    given = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(given) if given else None
        if forwarded and (address is None or address.is_private):
            address = ipaddress.ip_address(forwarded)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False)
    return str(address)
