"""The WSGI application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")
django_application = get_wsgi_application()


def application(environ, start_response):
    """Addresses and forms are UTF-8, whatever charset a request names: in some of them one can write what no check of
    ours sees, and others cannot be read at all. Django reads the address with it before any middleware is asked."""
    kind, _semicolon, more = environ.get("CONTENT_TYPE", "").partition(";")
    if "charset" in more.lower():
        environ["CONTENT_TYPE"] = kind
    return django_application(environ, start_response)
