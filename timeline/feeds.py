"""The Atom feed (RFC 4287) of what was published and withdrawn, in the reader's language."""

import re
from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.models import Publication
from timeline.views import wording
from timeline.views.about import contact
from timeline.views.corrections import TITLES, publications
from timeline.views.localise import localised
from timeline.views.public import absolute, page

LENGTH = 50
NAME = "Wederhoor"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@page()
def feed(request):
    """The newest publications. Of what was withdrawn only that is left, and why."""
    language = get_language()
    rows = publications(*TITLES, "summary_nl", "summary_en")
    rows = rows.exclude(last=Publication.WITHDRAWN, action=Publication.EDITED)[:LENGTH]
    here, reach = absolute(request, request.path), contact()
    atom = Atom(
        title=NAME,
        subtitle=wording.SITE,
        link=absolute(request, reverse("timeline")),
        description=None,
        feed_url=here,
        feed_guid=here,
        author_name=NAME,
        author_link=reach["words"] if reach and reach["page"] else None,
        author_email=reach["words"] if reach and not reach["page"] else None,
        language=language,
    )
    for row in rows:
        atom.add_item(**item(request, localised(row, language)))
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


class Atom(Atom1Feed):
    """Django's Atom, with summaries as plain text, and the same bytes for the same rows."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["plain"], {"type": "text"})

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=datetime.fromtimestamp(0, UTC))


def item(request, row: dict) -> dict:
    """An entry: it is named by the permanent link of its page and the number of its publication, and never changes."""
    withdrawn = row["action"] == Publication.WITHDRAWN
    permanent = absolute(request, reverse("code", args=[row["code"]]))
    place = permanent if withdrawn else absolute(request, reverse(row["kind"], args=[row["now"]]))
    title = clean(row["title"])
    if withdrawn:
        title = _("Withdrawn: %(title)s") % {"title": title}
    elif row["number"] > 1:
        title = _("Changed: %(title)s") % {"title": title}
    reason = _(row["reason"]) if row["reason"] else ""  # the machine's own are translated
    told = [reason if withdrawn or row["number"] > 1 else "", "" if withdrawn else row["summary"]]
    return {
        "title": title,
        "link": place,
        "description": None,
        "unique_id": f"{permanent}#version-{row['number']}",
        "pubdate": row["at"],
        "updateddate": row["at"],
        "plain": clean(" ".join(filter(None, told))),
    }


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)
