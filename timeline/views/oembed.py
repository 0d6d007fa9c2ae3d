"""oEmbed 1.0: what a page of ours looks like on another site (https://oembed.com)."""

from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from timeline import cards, framing
from timeline.models import Address, Lesson, Publication
from timeline.views import reading
from timeline.views.errors import Gone
from timeline.views.localise import title_in
from timeline.views.public import absolute, card_path, page, whole_number

FORMATS = ("json", "xml")
WIDTH = 600  # px of a frame, where nothing less is asked for
LONGEST = 500  # characters of the address that is asked about
KEPT = 60 * 60  # seconds: what is embedded may change, its address does not
# Pages of ours that may be shown on other sites, by what their address holds.
BY_SLUG = {"event": "event", "event-version": "event", "question": "question", "question-version": "question"}
BY_CODE = {"code", "bare-code", "embed-event"}
LESSONS = {"lesson", "embed-lesson"}


# No ETag: that of the site does not know what teachers change in their lessons.
@page(parameters=("url", "format", "maxwidth", "maxheight"), most=LONGEST, conditional=False)
def oembed(request):
    """What to show of the page at ``url``, as JSON or XML: a frame, no larger than it may be."""
    asked = request.GET.get("format", "json") or "json"
    if asked not in FORMATS:
        return HttpResponse(_("Only json and xml are available."), status=501, content_type="text/plain; charset=utf-8")
    width = size_in(request.GET, "maxwidth", WIDTH)
    size = width, size_in(request.GET, "maxheight", framing.height_for(width))
    language, name, kwargs = place_of(request, request.GET.get("url", ""))
    with override(language):
        try:
            data = answer(request, language, size, **embedded(name, kwargs, language))
        except Gone as gone:  # the standard has one word for what cannot be shown
            raise Http404(gone.words) from gone
    response = JsonResponse(data) if asked == "json" else xml(data)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def size_in(given, name: str, usual: int) -> int:
    """The size of the frame in one direction. Raises BadRequest for what is no number of pixels."""
    text = given.get(name, "")
    if not text:
        return usual
    if not (size := whole_number(text)):
        raise BadRequest(_("“%(name)s” is a number of pixels: %(name)s=480.") % {"name": name})
    return min(size, usual)


# --- which page is meant ----------------------------------------------------------------------------------------------


def place_of(request, url: str) -> tuple[str, str, dict]:
    """The language, the name and the parts of an address of ours. Raises BadRequest where none is given, and Http404
    for an address that is not ours."""
    if not url:
        raise BadRequest(_("Say which page: ?url= and its whole address."))
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise not_ours() from error
    hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    if parts.scheme.lower() not in ("http", "https") or parts.netloc.lower() not in hosts:
        raise not_ours()
    language = get_language_from_path(parts.path) or asked_in(parts.query)
    with override(language):
        try:
            found = resolve(parts.path)
        except Resolver404 as error:
            raise not_ours() from error
    return language, found.url_name, found.kwargs


def asked_in(query: str) -> str:
    """The language that the address of an embed names, else that of the site."""
    return framing.known_language(QueryDict(query).get("lang", "")) or settings.LANGUAGE_CODE


def not_ours() -> Http404:
    return Http404(_("No page of this site that can be shown elsewhere has this address."))


def embedded(name: str, kwargs: dict, language: str) -> dict:
    """What is shown: its ``title``, the path of its ``frame`` and that of its ``card``."""
    if name in LESSONS:
        return lesson(kwargs["code"].lower(), language)
    if name in BY_SLUG:
        newest = reading.history(BY_SLUG[name], kwargs["slug"])[0]
    elif name in BY_CODE:
        code = kwargs["code"].lower()
        if Address.objects.filter(space=Address.CODE, name=code, kind=Address.LESSON).exists():
            return lesson(code, language)
        ours = Address.objects.of_subjects([code]).targets()
        shown = reading.with_shown(Publication.objects.filter(code__in=ours), reading.is_newest())
        newest = reading.standing(shown.order_by("-number"))[0]
    else:
        raise not_ours()
    card = card_path(newest.code, newest.number)
    title = title_in(newest.shown, language)
    return {"title": title, "frame": reverse("embed-event", args=[newest.code]), "card": card}


def lesson(code: str, language: str) -> dict:
    row = Lesson.objects.filter(code=code).values("title_nl", "title_en", "version", "withdrawn").first()
    if row is None or row["withdrawn"]:
        raise not_ours()
    title = title_in(row, language)
    return {"title": title, "frame": reverse("embed-lesson", args=[code]), "card": card_path(code, row["version"])}


# --- what is answered -------------------------------------------------------------------------------------------------


def answer(request, language: str, size: tuple[int, int], *, title: str, frame: str, card: str) -> dict:
    """The answer of type ``rich``. The picture is left out where it is larger than is asked for."""
    width, height = size
    source = absolute(request, f"{frame}?{urlencode({'lang': language})}")
    data = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Wederhoor",
        "provider_url": absolute(request, reverse("timeline")),
        "cache_age": KEPT,
        "width": width,
        "height": height,
        "html": framing.iframe(source, title, width, height),
    }
    limits = [int(request.GET.get(name) or cards.WIDTH) for name in ("maxwidth", "maxheight")]
    if limits[0] >= cards.WIDTH and limits[1] >= cards.HEIGHT:
        picture = {"url": absolute(request, card), "width": cards.WIDTH, "height": cards.HEIGHT}
        data |= {f"thumbnail_{name}": value for name, value in picture.items()}
    return data


def xml(data: dict) -> HttpResponse:
    """The same as XML. What XML cannot hold is left out of the title."""
    root = ElementTree.Element("oembed")
    for name, value in data.items():
        ElementTree.SubElement(root, name).text = "".join(filter(is_xml, str(value)))
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def is_xml(character: str) -> bool:
    return character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")
