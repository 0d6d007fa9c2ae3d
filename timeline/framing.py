"""Pages of ours in frames on other sites: which addresses they have, what these may ask for, and the frame itself."""

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

EMBED = "/embed/"
COLOURS = ("light", "auto")  # what most pages around a frame are, or what the reader's system has
# Heights in which an event fits, by the width that they hold from. Px; where it takes more, the way out stays in sight.
HEIGHTS = ((560, 480), (0, 640))
# The page in it may open links in a new window and nothing else: it has no scripts and no forms.
FRAME = (
    '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"'
    ' sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"'
    ' frameborder="0"></iframe>'
)


def is_embed(request) -> bool:
    """Whether this address is there for the frames of other sites."""
    return request.path_info.startswith(EMBED)


def known_language(asked: str) -> str:
    """The language that ``?lang=`` asks for, or "" if it is none of ours."""
    return asked if asked in dict(settings.LANGUAGES) else ""


def asked_language(request) -> str:
    """The language that the address of an embed asks for, or "": others have theirs in the path."""
    return known_language(request.GET.get("lang", "")) if is_embed(request) else ""


def height_for(width: int) -> int:
    """How high a frame of this width is to be."""
    return next(height for least, height in HEIGHTS if width >= least)


def iframe(address: str, title: str, width: int | str, height: int) -> str:
    """What somebody pastes into a page of their own: a plain string, to be escaped again where it is shown."""
    name = _("%(title)s, on Wederhoor") % {"title": title}
    return FRAME.format(escape(address), escape(width), height, escape(name))
