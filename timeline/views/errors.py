"""What is said when a page cannot be shown: why, and where to go from here. No database, no session."""

import logging

from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
LAST_RESORT = """<!doctype html><html lang="en"><title>Wederhoor</title>
<h1>500</h1><p>Something went wrong here. <a href="/">Start again</a></p></html>"""


class Gone(Exception):
    """A page that was withdrawn, with the reason, the time, and what it was called."""

    def __init__(self, reason: str, at=None, title: str = ""):
        self.reason, self.at, self.title = reason, at, title
        super().__init__(reason)


def bad_request(request, exception) -> HttpResponse:
    """400: the address asks for something that cannot be."""
    message = said_by(exception) or _("This address cannot be read.")
    return answer(request, 400, _("That cannot be asked like this"), message)


def permission_denied(request, exception) -> HttpResponse:
    """403."""
    return answer(request, 403, _("Not allowed"), said_by(exception) or _("You may not see this page."))


def page_not_found(request, exception) -> HttpResponse:
    """404: nothing was ever here."""
    message = said_by(exception) or _("There is nothing at this address.")
    return answer(request, 404, _("Not found"), message)


def gone(request, withdrawn: Gone) -> HttpResponse:
    """410: something was here, and was withdrawn for a reason."""
    title = _("Withdrawn: “%(title)s”") % {"title": withdrawn.title} if withdrawn.title else _("Withdrawn")
    return answer(request, 410, title, withdrawn.reason, at=withdrawn.at)


def server_error(request) -> HttpResponse:
    """500: our fault. Says so even if templates cannot be rendered."""
    try:
        return answer(
            request,
            500,
            _("Something went wrong here"),
            _("This is our fault, not yours. It has been written to the log."),
        )
    except Exception:
        logger.exception("The page that says that something went wrong could not be shown.")
        return HttpResponseServerError(LAST_RESORT)


def csrf_failure(request, reason="") -> HttpResponse:
    """403 for a form that was not sent from this site."""
    return answer(
        request,
        403,
        _("This form could not be accepted"),
        _("It did not come from a page of this site, or that page was too old. Open it again and send it once more."),
    )


def said_by(exception) -> str:
    """The message that a view gave with an error; the resolver gives a dictionary, which is for developers."""
    first = exception.args[0] if exception.args else ""
    return first if isinstance(first, str) else ""


def answer(request, status: int, title: str, message: str, **more) -> HttpResponse:
    """An error page in the reader's language."""
    context = {"status": status, "title": title, "message": message, **more}
    response = HttpResponse(render_to_string("errors/error.html", context), status=status)
    response.headers["Cache-Control"] = "no-store" if status == 500 else "no-cache"
    return response
