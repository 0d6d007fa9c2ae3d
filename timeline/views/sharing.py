"""What the panel under a page offers to pass it on: links, a QR code, a frame, other sites, citations. Plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import exchange, styles
from timeline import framing
from timeline.views.presenting import EventPage
from timeline.views.public import Head

CLASSROOM = "https://classroom.google.com/share"
TEAMS = "https://teams.microsoft.com/share"
HEIGHT = 480  # px of a frame as wide as the page that it is put into: how wide, nobody knows here


@dataclass(frozen=True)
class File:
    """A form in which reference managers take a citation: its name, what writes it, and its media type."""

    name: str
    write: Callable[[dict, str], str]
    media: str


FILES = {
    "bib": File("BibTeX", exchange.bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": File("RIS", exchange.ris, "application/x-research-info-systems; charset=utf-8"),
    "json": File("CSL-JSON", exchange.csl_json, "application/vnd.citationstyles.csl+json"),
}


@dataclass(frozen=True)
class Version:
    """What is cited: a publication of an event or question has these as well."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Share:
    """What is offered of one page. ``link`` is copied and sent; empty is what a page does not have.

    ``quotes`` is the page with the quotes alone, ``quotes_qr`` that as a QR code; ``pinned`` is the address of version
    ``number``; ``basket`` the code of the event or question that goes into a lesson; ``embed`` the HTML of a frame;
    ``citations`` are rows of ``name``, ``code`` and ``pieces``.
    """

    link: str
    title: str
    kind: str = ""
    permanent: str = ""
    qr: str = ""
    qr_picture: str = ""
    quotes: str = ""
    quotes_qr: str = ""
    number: int = 0
    pinned: str = ""
    basket: str = ""
    present: str = ""
    blind: str = ""
    embed: str = ""
    citations: tuple[dict, ...] = ()
    downloads: tuple[dict, ...] = ()

    @property
    def email(self) -> str:
        return "mailto:?" + urlencode({"subject": self.title, "body": self.link}, quote_via=quote)

    @property
    def classroom(self) -> str:
        return f"{CLASSROOM}?{urlencode({'url': self.link, 'title': self.title})}"

    @property
    def teams(self) -> str:
        return f"{TEAMS}?{urlencode({'href': self.link, 'msgText': self.title})}"


def of_subject(
    head: Head, kind: str, document: dict, version, slug: str, *, uses: dict[str, str] | None = None
) -> Share:
    """Of an event or question at one version; ``slug`` is the one that it has today, and ``uses`` what a class does
    with it."""
    code = document["code"]
    return share_of(
        head,
        kind=kind,
        code=code,
        title=document["title"],
        version=version,
        pinned=head.site + reverse(f"{kind}-version", args=[slug, version.number]),
        embed=reverse("embed-event", args=[code]),
        basket=code,
        **(uses or {}),
    )


def uses_of(head: Head, shown: EventPage) -> dict[str, str]:
    """What a class does with an event as it is today: its slides; its quotes alone, where an account speaks; the blind
    exercise, where there is something to compare. They show the newest version, so an older one leads to none."""
    slug = [shown.document["slug"]]
    uses = {"present": reverse("event-present", args=slug)}
    if not shown.is_context:
        uses |= {"quotes": head.site + reverse("event-think", args=slug), "quotes_qr": reverse("think-qr", args=slug)}
    return uses if shown.alone else uses | {"blind": reverse("event-blind", args=slug)}


def of_finding(head: Head, code: str, event: str, version) -> Share:
    """Of a finding; a lesson takes the event (by its code) in which it was found."""
    return share_of(head, kind="finding", code=code, title=head.title, version=version, basket=event)


def of_lesson(head: Head, code: str, title: str, version: Version) -> Share:
    """Of a lesson at one of its saves."""
    places = {name: reverse(f"lesson-{name}", args=[code]) for name in ("present", "blind")}
    embed = reverse("embed-lesson", args=[code])
    return share_of(head, kind="lesson", code=code, title=title, version=version, embed=embed, **places)


def of_sheet(head: Head, qr: str, qr_picture: str) -> Share:
    """Of quotes alone: whoever follows this lands on them, and not on what was found, so it leads nowhere else."""
    return Share(link=head.canonical, title=head.title, qr=qr, qr_picture=qr_picture)


def share_of(
    head: Head, *, kind: str, code: str, title: str, version, pinned: str = "", embed: str = "", **offered: str
) -> Share:
    """Of a page with a code: ``version`` has a ``number`` and the time (``at``) of it."""
    item = item_of(title=title, address=pinned or head.shared, version=version)
    return Share(
        link=head.shared,
        permanent=head.permanent,
        title=title,
        kind=kind,
        qr=reverse("qr", args=[code]),
        qr_picture=reverse("qr-picture", args=[code]),
        number=version.number,
        pinned=pinned,
        embed=framing.iframe(f"{head.site}{embed}?lang={get_language()}", title, "100%", HEIGHT) if embed else "",
        citations=citations(item),
        downloads=downloads("cite", code, f"?version={version.number}"),
        **offered,
    )


# --- how to cite ------------------------------------------------------------------------------------------------------


def item_of(*, title: str, address: str, version) -> dict:
    """A page of this site as CSL-JSON, in the language of the moment."""
    at = localtime(version.at)
    return {
        "type": "webpage",
        "title": title,
        "author": [{"literal": _("Editors of Wederhoor")}],
        "container-title": "Wederhoor",
        "issued": {"date-parts": [[at.year, at.month, at.day]]},
        "version": str(version.number),
        "URL": address,
        "language": get_language(),
    }


def citations(item: dict) -> tuple[dict, ...]:
    """The item in every style, in the language of the moment."""
    return tuple(
        {"code": style, "name": name, "pieces": styles.cite(item, style, get_language())}
        for style, name in styles.STYLES.items()
    )


def downloads(page: str, key: str, query: str = "") -> tuple[dict, ...]:
    """The files for reference managers: those of the ``page`` of this name, of what has this code or slug."""
    return tuple(
        {"name": file.name, "url": reverse(page, args=[key, form]) + query, "form": form}
        for form, file in FILES.items()
    )
