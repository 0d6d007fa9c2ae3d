"""What the panel under a page offers to pass it on: links, a QR code, a frame, other sites, citations. Plain data."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import styles
from timeline.views.public import Head

STYLES = {"apa": "APA 7", "chicago": "Chicago 17", "mla": "MLA 9"}
FILES = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
CLASSROOM = "https://classroom.google.com/share"
TEAMS = "https://teams.microsoft.com/share"


@dataclass(frozen=True)
class Version:
    """What is cited: a publication of an event or question has these as well."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Share:
    """What is offered of one page. ``link`` is copied and sent; empty is what a page does not have.

    ``pinned`` is the address of version ``number``; ``basket`` the code of the event or question that goes into a
    lesson; ``embed`` the HTML of a frame; ``citations`` are rows of ``name``, ``code`` and ``pieces``.
    """

    link: str
    title: str
    kind: str = ""
    permanent: str = ""
    qr: str = ""
    qr_picture: str = ""
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


def of_event(head: Head, document: dict, version, slug: str, *, alone: bool = False) -> Share:
    """Of an event at one version; ``slug`` is the one that it has today, and ``alone`` says that no account speaks of
    it, so that there is nothing to compare."""
    code = document["code"]
    pinned = site_of(head, code) + reverse("event-version", args=[slug, version.number])
    return share_of(
        head,
        kind="event",
        code=code,
        title=document["title"],
        version=version,
        pinned=pinned,
        embed=reverse("embed-event", args=[code]),
        basket=code,
        present=reverse("event-present", args=[slug]),
        blind="" if alone else reverse("event-blind", args=[slug]),
    )


def of_question(head: Head, document: dict, version, slug: str) -> Share:
    """Of a question at one version; ``slug`` is the one that it has today."""
    code = document["code"]
    return share_of(
        head,
        kind="question",
        code=code,
        title=document["title"],
        version=version,
        pinned=site_of(head, code) + reverse("question-version", args=[slug, version.number]),
        embed=reverse("embed-event", args=[code]),
        basket=code,
    )


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
        embed=frame(f"{site_of(head, code)}{embed}?lang={get_language()}", title) if embed else "",
        citations=citations(item),
        downloads=downloads(reverse("cite", args=[code, "bib"]), f"?version={version.number}"),
        **offered,
    )


def site_of(head: Head, code: str) -> str:
    """The site that a page with this code stands on: ``https://…``, without a slash at its end."""
    return head.permanent.removesuffix(reverse("bare-code", args=[code]))


def frame(address: str, title: str) -> str:
    """What somebody pastes into a page of their own."""
    src, name = escape(address), escape(title)
    return f'<iframe src="{src}" title="{name}" width="100%" height="480" loading="lazy"></iframe>'


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
        for style, name in STYLES.items()
    )


def downloads(bib: str, query: str = "") -> tuple[dict, ...]:
    """The files for reference managers, from the address of the first of them."""
    base = bib.removesuffix("bib")
    return tuple({"name": name, "url": f"{base}{form}{query}", "form": form} for form, name in FILES.items())
