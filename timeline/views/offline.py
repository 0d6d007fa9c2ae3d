"""The script that keeps a lesson at hand without a connection."""

import json
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from timeline.views.public import page

SCRIPT = settings.BASE_DIR / "static" / "js" / "lessons-offline.js"


@page(conditional=False)
def worker(request):
    """The service worker. It stands at the root, so that it may answer for lessons and their short links; browsers ask
    for it again and again, and must not be given an old one."""
    words = {language: words_in(language) for language, _name in settings.LANGUAGES}
    script = f"const WORDS = {json.dumps(words, ensure_ascii=False)};\n\n{source()}"
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


def source() -> str:
    """The script without its words; read once, but for who is developing it."""
    return SCRIPT.read_text() if settings.DEBUG else kept_source()


kept_source = lru_cache(maxsize=1)(SCRIPT.read_text)


def words_in(language: str) -> dict[str, str]:
    """What the script says, in one language; the rest in braces it fills in itself."""
    with override(language):
        return {
            "kept": _("You are offline. This is version {version} of this lesson, as you saw it on {date}."),
            "title": _("You are offline"),
            "missing": _("This page was not kept on this device. It opens again when there is a connection."),
            "lessons": _("These lessons open without one:"),
            "none": _("No lesson was kept on this device."),
            "back": _("Back to the lesson"),
            "again": _("Try again"),
        }
