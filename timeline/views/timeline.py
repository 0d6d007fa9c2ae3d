"""The timeline: the events in order, each with what every account gives for its date."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import dates
from sources.codes import ALPHABET
from sources.refusal import Refusal
from timeline import axis
from timeline.models import PublicEvent
from timeline.views import reading, wording
from timeline.views.localise import dated_words, localised, year_label
from timeline.views.public import head_of, page, render

PARAMETERS = ("account", "from", "to", "after")
PAGE = 50
PLACE = re.compile(rf"(-?\d{{1,8}})\.([{ALPHABET}]{{4,12}})")


@page(parameters=PARAMETERS)
def timeline(request):
    """One page of events, with the drawing of them."""
    accounts = reading.accounts()
    asked = Asked.of(request.GET, accounts)
    events = list(asked.events()[: PAGE + 1])
    shown, more = events[:PAGE], events[PAGE:]
    language = get_language()
    versus = localised(accounts, language)
    rows = [list_row(number, event, versus, language) for number, event in enumerate(shown, 1)]
    mark_years(rows)
    context = {
        "accounts": versus,
        "asked": asked,
        "filters": asked.filters(versus),
        "events": rows,
        "next": asked.link(after=f"{shown[-1].earliest}.{shown[-1].code}") if more else "",
        "drawing": drawing_of(rows, versus) if rows and versus else None,
    }
    described = _("What different accounts say of the same events, in their own words, side by side, and checked.")
    return render("timeline/timeline.html", head_of(request, _("Timeline"), described, query=asked.query()), context)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; every value is valid."""

    account: str = ""
    first: str = ""
    last: str = ""
    after: str = ""
    first_day: int | None = None
    last_day: int | None = None

    @classmethod
    def of(cls, given, accounts: list[dict]) -> "Asked":
        """The filters in an address. Raises BadRequest with the remedy."""
        values = {name: given.get(name, "").strip() for name in PARAMETERS}
        known = [account["slug"] for account in accounts]
        if values["account"] and values["account"] not in known:
            raise BadRequest(
                _("There is no account “%(name)s” here. There are: %(known)s.")
                % {"name": values["account"][:60], "known": ", ".join(known) or "–"}
            )
        if values["after"] and not PLACE.fullmatch(values["after"]):
            raise BadRequest(_("“after” is no place in the list. Take away that part of the address."))
        asked = cls(
            account=values["account"],
            first=values["from"],
            last=values["to"],
            after=values["after"],
            first_day=day_of(values["from"], "earliest"),
            last_day=day_of(values["to"], "latest"),
        )
        if asked.first_day is not None and asked.last_day is not None and asked.first_day > asked.last_day:
            raise BadRequest(_("“from” lies after “to”; turn them round."))
        return asked

    def events(self):
        """The events asked for, in order."""
        rows = PublicEvent.objects.between(self.first_day, self.last_day)
        if self.account:
            rows = rows.told_by(self.account)
        if self.after:
            day, code = PLACE.fullmatch(self.after).groups()
            rows = rows.after(int(day), code)
        return rows

    @property
    def filtered(self) -> bool:
        return bool(self.account or self.first or self.last)

    @property
    def start(self) -> str:
        """The first page of the same events."""
        return self.link(after="")

    def query(self, **changes) -> list[tuple[str, str]]:
        """The parameters of an address in their fixed order, without those that are empty."""
        values = {"account": self.account, "from": self.first, "to": self.last, "after": self.after} | changes
        return [(name, value) for name, value in values.items() if value]

    def link(self, **changes) -> str:
        query = self.query(**changes)
        return reverse("timeline") + ("?" + urlencode(query) if query else "")

    def filters(self, accounts: list[dict]) -> list[dict]:
        """The choices of account: all of them, or one."""
        everything = {"slug": "", "name": _("All events"), "lane": 0}
        return [
            {
                "id": f"filter-{choice['slug'] or 'all'}",
                "name": choice["name"],
                "account": choice if choice["slug"] else None,
                "url": self.link(account=choice["slug"], after=""),
                "current": choice["slug"] == self.account,
            }
            for choice in [everything, *accounts]
        ]


def day_of(text: str, end: str) -> int | None:
    """The first or last day of a date or a bare year; None for nothing, or an open end. Raises BadRequest."""
    if not text:
        return None
    bare = re.fullmatch(r"(-?)(\d{1,4})", text)
    try:
        return getattr(dates.parse_event_date(f"{bare[1]}{bare[2]:0>4}" if bare else text), end)
    except Refusal as refusal:
        remedy = _("“%(given)s” is not a date that we can read here. Write 1917, 1917-10 or 1917-10-25.")
        raise BadRequest(remedy % {"given": text[:60]}) from refusal


def list_row(number: int, event: PublicEvent, accounts: list[dict], language: str) -> dict:
    """An event as the list and the drawing show it."""
    row = localised(event.row, language)
    standing, meaning = wording.STANDINGS.get(event.standing, ("", ""))
    return row | {
        "number": number,
        "code": event.code,
        "slug": event.slug,
        "href": f"#event-{event.code}",
        "earliest": event.earliest,
        "latest": event.latest,
        "open_start": event.row["date"]["earliest"] is None,
        "open_end": event.row["date"]["latest"] is None,
        "contested": event.contested,
        "date_words": dated_words(row["date"], language),
        "label": f"{number}. {dated_words(row['date'], language)}: {row['title']}",
        "year": year_label(event.earliest, language),
        "standing": {"word": standing, "meaning": meaning} if standing else None,
        "told": [told_by(account, row["readings"], language) for account in accounts],
        "states": wording.states_in_words(row["states"]),
    }


def told_by(account: dict, readings: dict, language: str) -> dict:
    """What one account gives for the date of an event: readings, none where it is undated, or silence."""
    given: dict[str, set] = {}
    for row in readings.get(account["slug"], []):
        given.setdefault(dated_words(row, language), set()).add(row["origin"])
    return {
        "account": account,
        "silent": account["slug"] not in readings,
        "readings": [
            {"words": words, "stated": "stated" in origins, "inferred": "inferred" in origins}
            for words, origins in given.items()
        ],
    }


def mark_years(rows: list[dict]):
    """Name each year once, at the first of its events."""
    before = ""
    for row in rows:
        row["opens_year"] = row["year"] != before
        before = row["year"]


def drawing_of(rows: list[dict], accounts: list[dict]) -> axis.Drawing:
    """The drawing of these rows."""
    slugs = [account["slug"] for account in accounts]
    names = {account["slug"]: account["name"] for account in accounts}
    return axis.draw(rows, slugs, axis.window_of(rows), names)
