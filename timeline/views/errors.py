"""What is said when a page cannot be shown: why, and where to go from here. No database, no session."""

import logging
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from timeline.framing import asked_language, is_embed

logger = logging.getLogger(__name__)
RETRY_AFTER = 60
# Where nothing of ours works any longer, not even the templates: both languages, so that nothing need be chosen.
LAST_RESORT = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Wederhoor</title>
<main><h1>Wederhoor</h1>
<p>{status}. Something went wrong here, by our fault. Try again in a minute, or
<a href="/">start at the timeline</a>.</p>
<p lang="nl">Er ging hier iets mis, door onze schuld. Probeer het over een minuut opnieuw, of
<a href="/">begin bij de tijdlijn</a>.</p></main></html>"""


class Gone(Exception):
    """A page that was withdrawn, with the reason, the time, and what it was called; ``heading`` says in other words
    that it is gone, and ``onward`` (``url``, ``words``) is the page to go to instead."""

    def __init__(self, reason: str, at=None, title: str = "", *, heading: str = "", onward: dict | None = None):
        self.reason, self.at, self.title, self.heading, self.onward = reason, at, title, heading, onward
        super().__init__(reason)

    @property
    def words(self) -> str:
        """The reason as readers get it: one of ours is stored in English, and translated here."""
        return _(self.reason) if self.reason else ""


def bad_request(request, exception) -> HttpResponse:
    """400: the address asks for something that cannot be."""
    with in_language_of(request):
        message = said_by(exception) or _("This address cannot be read.")
        return answer(
            request,
            400,
            _("That cannot be asked like this"),
            message,
            advice=_("Remove what comes after the question mark in the address, or search the timeline."),
        )


def permission_denied(request, exception) -> HttpResponse:
    """403."""
    with in_language_of(request):
        return answer(request, 403, _("Not allowed"), said_by(exception) or _("You may not see this page."))


def page_not_found(request, exception) -> HttpResponse:
    """404: nothing was ever here."""
    with in_language_of(request):
        message = said_by(exception) or _("There is nothing at this address.")
        advice = _("Did you copy the whole address? Or search for it here:")
        return answer(request, 404, _("Not found"), message, advice=advice)


def not_allowed(request) -> HttpResponse:
    """405: a page is there to be read, and nothing can be sent to it."""
    with in_language_of(request):
        message = _("This page can be read; nothing can be sent to it.")
        response = answer(request, 405, _("Only for reading"), message)
    response.headers["Allow"] = "GET, HEAD"
    return response


def gone(request, withdrawn: Gone) -> HttpResponse:
    """410: something was here, and was withdrawn for a reason."""
    with in_language_of(request):
        title = _("Withdrawn: “%(title)s”") % {"title": withdrawn.title} if withdrawn.title else _("Withdrawn")
        more = {"at": withdrawn.at, "onward": withdrawn.onward}
        return answer(request, 410, withdrawn.heading or title, withdrawn.words, **more)


def server_error(request) -> HttpResponse:
    """500: our fault; 503 while the database does not answer. Says so even if templates cannot be rendered.

    Django calls this while it handles the exception, so what went wrong can be asked.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    try:
        with in_language_of(request):
            return unavailable(request) if away else broken(request)
    except Exception:
        logger.exception("The page that says that something went wrong could not be shown.")
        status = 503 if away else 500
        return kept_nowhere(HttpResponseServerError(LAST_RESORT.format(status=status), status=status))


def broken(request) -> HttpResponse:
    return kept_nowhere(
        answer(
            request,
            500,
            _("Something went wrong here"),
            _("This is our fault, not yours. It has been written to the log."),
            advice=_("Try it once more. If it goes wrong again, the other pages may still work:"),
        )
    )


def unavailable(request) -> HttpResponse:
    """503: nothing is lost, and the same address will answer later."""
    return kept_nowhere(
        answer(
            request,
            503,
            _("We cannot reach our records"),
            _("The database of this site does not answer just now. Nothing is lost."),
            advice=_("Try again in a minute; the address stays the same."),
        )
    )


def csrf_failure(request, reason="") -> HttpResponse:
    """403 for a form that was not sent from this site."""
    with in_language_of(request):
        message = _(
            "It did not come from a page of this site, or that page was too old. Open it again and send it once more."
        )
        return answer(request, 403, _("This form could not be accepted"), message)


def said_by(exception) -> str:
    """The message that a view gave with an error; what Django itself says is for developers."""
    first = exception.args[0] if exception.args and not isinstance(exception, SuspiciousOperation) else ""
    return first if isinstance(first, str) else ""


def in_language_of(request):
    """The language of the address, else of the browser: an error may come before any middleware has chosen one."""
    return override(asked_language(request) or get_language_from_request(request, check_path=True))


def answer(request, status: int, title: str, message: str, **more) -> HttpResponse:
    """An error page in the language of the moment; a small one where a frame on another site shows it."""
    context = {"status": status, "title": title, "message": message, "colours": request.GET.get("colours", ""), **more}
    template = "embed/error.html" if is_embed(request) else "errors/error.html"
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Cache-Control"] = "no-cache"
    return response


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """A fault of ours may be over the next second: nobody keeps it, and machines come back for it."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
