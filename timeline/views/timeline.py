"""The timeline: the events in order, each with what every account gives for its date."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources.codes import ALPHABET
from sources.refusal import Refusal
from timeline import axis
from timeline.models import PublicEvent
from timeline.views import reading, typed, wording
from timeline.views.localise import dated_words, localised, year_label
from timeline.views.public import head_of, page, render

PARAMETERS = ("account", "told", "state", "record", "from", "to", "after")
PAGE = 50
NOT_COMPARED = "none"
STATES = ("agree", "compatible", "contradict", NOT_COMPARED)
CHOICES = {"told": ("every", "some", "none"), "state": STATES, "record": STATES}
PLACE = re.compile(rf"(-?\d{{1,8}})\.([{ALPHABET}]{{4,12}})")


@page(parameters=PARAMETERS)
def timeline(request):
    """One page of events, with the drawing of them."""
    accounts = reading.accounts()
    asked = Asked.of(request.GET, accounts)
    events = [] if asked.wrong else list(asked.events()[: PAGE + 1])
    shown, more = events[:PAGE], events[PAGE:]
    language = get_language()
    versus = localised(accounts, language)
    rows = [list_row(number, event, versus, language) for number, event in enumerate(shown, 1)]
    mark_years(rows, each=asked.filtered)
    context = {
        "accounts": versus,
        "asked": asked,
        "filters": asked.filters(versus),
        "choices": asked.choices(),
        "events": rows,
        "next": asked.link(after=f"{shown[-1].earliest}.{shown[-1].code}") if more else "",
        "drawing": drawing_of(rows, versus, asked.window_for(rows)) if rows and versus else None,
    }
    described = _("What different accounts say of the same events, in their own words, side by side, and checked.")
    head = head_of(request, _("Timeline"), described, query=asked.query(), indexed=not asked.wrong)
    return render("timeline/timeline.html", head, context, status=400 if asked.wrong else 200)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``wrong`` says by name which of the two typed dates cannot be read, and why."""

    account: str = ""
    told: str = ""
    state: str = ""
    record: str = ""
    accounts: int = 0
    first: str = ""
    last: str = ""
    after: str = ""
    first_day: int | None = None
    last_day: int | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given, accounts: list[dict]) -> "Asked":
        """The filters in an address. Raises BadRequest with the remedy where no form of ours can have sent it."""
        values = {name: given.get(name, "").strip() for name in PARAMETERS}
        known = [account["slug"] for account in accounts]
        if values["account"] and values["account"] not in known:
            raise BadRequest(
                _("There is no account “%(name)s” here. There are: %(known)s.")
                % {"name": values["account"][:60], "known": ", ".join(known) or "–"}
            )
        for name, choices in CHOICES.items():
            if values[name] and values[name] not in choices:
                raise BadRequest(
                    _("“%(given)s” is no choice for “%(name)s”. There are: %(known)s.")
                    % {"given": values[name][:60], "name": name, "known": ", ".join(choices)}
                )
        if values["after"] and not PLACE.fullmatch(values["after"]):
            raise BadRequest(_("“after” is no place in the list. Take away that part of the address."))
        days, wrong = window_of(values["from"], values["to"])
        return cls(
            **{name: values[name] for name in ("account", *CHOICES)},
            accounts=len(accounts),
            first=values["from"],
            last=values["to"],
            after=values["after"],
            first_day=days["from"],
            last_day=days["to"],
            wrong=wrong,
        )

    def events(self):
        """The events asked for, in order."""
        rows = PublicEvent.objects.between(self.first_day, self.last_day)
        if self.account:
            rows = rows.told_by(self.account)
        rows = {
            "every": rows.told_by_every(self.accounts),
            "some": rows.told_by_some(self.accounts),
            "none": rows.told_by_none(),
        }.get(self.told, rows)
        for column, wanted in (("state", self.state), ("literature", self.record)):
            if wanted:
                rows = rows.filter(**{column: "" if wanted == NOT_COMPARED else wanted})
        if self.after:
            day, code = PLACE.fullmatch(self.after).groups()
            rows = rows.after(int(day), code)
        return rows

    @property
    def filtered(self) -> bool:
        return bool(self.account or self.told or self.state or self.record or self.first or self.last)

    def window_for(self, rows: list[dict]) -> axis.Window:
        """What is drawn: all that was asked for, or of everything the years in which most happens."""
        return axis.window_of(rows) if self.filtered else axis.fullest(rows)

    @property
    def start(self) -> str:
        """The first page of the same events."""
        return self.link(after="")

    def query(self, **changes) -> list[tuple[str, str]]:
        """The parameters of an address in their fixed order, without those that are empty."""
        values = {name: getattr(self, name) for name in ("account", *CHOICES)}
        values |= {"from": self.first, "to": self.last, "after": self.after} | changes
        return [(name, value) for name, value in values.items() if value]

    def link(self, **changes) -> str:
        query = self.query(**changes)
        return reverse("timeline") + ("?" + urlencode(query) if query else "")

    def choices(self) -> list[dict]:
        """What can be chosen beside an account and a period: who speaks, and how dates and figures stand."""
        return [
            {
                "name": name,
                "label": wording.CHOICES[name][""],
                "options": [
                    {
                        "value": value,
                        "words": wording.CHOICES[name][value or "any"],
                        "chosen": value == getattr(self, name),
                    }
                    for value in ("", *values)
                ],
            }
            for name, values in CHOICES.items()
        ]

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


def window_of(first: str, last: str) -> tuple[dict[str, int | None], dict[str, str]]:
    """The days that were typed as a window, and what is wrong with them, by the name of the field."""
    days: dict[str, int | None] = {"from": None, "to": None}
    wrong = {}
    for name, text, end in [("from", first, "earliest"), ("to", last, "latest")]:
        try:
            days[name] = typed.day_of(text, end)
        except Refusal:
            remedy = _(
                "“%(given)s” is not a date that we can read here. Write 1917, 1917-10, 1917-10-25 or March 1917."
            )
            wrong[name] = remedy % {"given": text[:60]}
    if None not in days.values() and days["from"] > days["to"]:
        wrong["to"] = _("“from” lies after “to”; turn them round.")
    return days, wrong


def list_row(number: int, event: PublicEvent, accounts: list[dict], language: str) -> dict:
    """An event as the list and the drawing show it."""
    # The readings are keyed by slugs of accounts, and a slug may end in _nl like the name of a field.
    row = localised({key: value for key, value in event.row.items() if key != "readings"}, language)
    standing, meaning = wording.STANDINGS.get(event.standing, ("", ""))
    states = wording.states_in_words(row["states"])
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
        "context": bool(accounts) and not event.voices,
        "date_words": dated_words(row["date"], language),
        "label": f"{number}. {dated_words(row['date'], language)}: {row['title']}",
        "year": year_label(event.earliest, language),
        "standing": {"word": standing, "meaning": meaning} if standing else None,
        "readings": event.row["readings"],
        "told": [told_by(account, event.row["readings"], language) for account in accounts],
        "contradictions": [state for state in states if state["state"] == "contradict"],
        "quiet_words": wording.quiet_words(states),
        "verdicts": wording.verdicts_in_words(row.get("verdicts", {})),
    }


def told_by(account: dict, readings: dict, language: str) -> dict:
    """What one account gives for the date of an event: readings, none where it is undated, or silence."""
    given: dict[str, set] = {}
    for row in readings.get(account["slug"], []):
        given.setdefault(dated_words(row, language), set()).add(row["origin"])
    silent = account["slug"] not in readings
    return {
        "account": account | ({"shape": axis.RING} if silent else {}),
        "silent": silent,
        "readings": [
            {"words": words, "stated": "stated" in origins, "inferred": "inferred" in origins}
            for words, origins in given.items()
        ],
    }


def mark_years(rows: list[dict], *, each: bool):
    """Name each year once, at the first of its events; or at ``each``, where a filter leaves gaps between them."""
    before = ""
    for row in rows:
        row["opens_year"] = each or row["year"] != before
        before = row["year"]


def drawing_of(rows: list[dict], accounts: list[dict], window: axis.Window) -> axis.Drawing:
    """The drawing of these rows, within a window."""
    slugs = [account["slug"] for account in accounts]
    names = {account["slug"]: account["name"] for account in accounts}
    return axis.draw(rows, slugs, window, names)
