"""What every answer carries, and what no view should have to read."""

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from timeline.framing import is_embed

STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
POLICY = f"{STRICT}; frame-ancestors 'none'"
FRAMED = STRICT  # no frame-ancestors at all: `*` would refuse a page that is opened from a disk
MAX_QUERY = 2_000


def security_headers(get_response):
    """One strict policy for every page, the desk and static files included. Other sites may frame an embed, whatever it
    answers, and nothing else."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", FRAMED if is_embed(request) else POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not is_embed(request):
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    return middleware


def refuse_unreadable_addresses(get_response):
    """400 for a NUL (PostgreSQL would answer it with a 500) or an address longer than any of our own links.

    Stands after LocaleMiddleware, so that the refusal is in the reader's language.
    """

    def middleware(request):
        if wrong := complaint(request):
            raise BadRequest(wrong)
        return get_response(request)

    return middleware


def complaint(request) -> str:
    """What is wrong with the address, or an empty string."""
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path or "%00" in query or "\0" in query:
        return _("This address holds a NUL character, which no page of this site has.")
    if len(query) > MAX_QUERY or len(request.path) > MAX_QUERY:
        return _("This address is longer than %(most)d characters. Start again from the timeline.") % {
            "most": MAX_QUERY
        }
    return ""
