"""What the address of a list of events asks for: filters, a period, a place in the list; and back into an address."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import calendars
from sources.codes import ALPHABET
from sources.refusal import Refusal
from timeline import search
from timeline.models import PublicEvent
from timeline.views import typed, wording
from timeline.views.facets import NOT_COMPARED, Facets, tally
from timeline.views.localise import gregorian
from timeline.views.public import refuse_choice, refuse_place

STATES = ("agree", "compatible", "contradict", NOT_COMPARED)
CHOICES = {
    "told": ("every", "some", "none"),
    "importance": ("3", "2"),
    "standing": ("attested", "alleged", "planned"),
    "state": STATES,
    "record": STATES,
    "contested": ("yes",),
}
FOLDED = ("told", "theme", "importance", "standing", "state", "record")  # the fields behind "more filters"
FILTERS = ("account", "told", "theme", "importance", "standing", "state", "record", "contested")
PARAMETERS = ("q", *FILTERS, "from", "to", "after")
PLACE = re.compile(rf"(-?\d{{1,8}})\.([{ALPHABET}]{{4,12}})")


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``wrong`` says by name which of the two typed dates cannot be read, and why.

    ``speaking`` and ``themes`` are the published accounts and the themes of published events, localised; ``page`` is
    the name of the page whose address this is.
    """

    q: str = ""
    account: str = ""
    told: str = ""
    theme: str = ""
    importance: str = ""
    standing: str = ""
    state: str = ""
    record: str = ""
    contested: str = ""
    first: str = ""
    last: str = ""
    after: str = ""
    first_day: int | None = None
    last_day: int | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    speaking: tuple[dict, ...] = ()
    themes: tuple[dict, ...] = ()
    page: str = "timeline"

    @classmethod
    def of(cls, given, accounts: list[dict], themes: list[dict] = (), page: str = "timeline") -> "Asked":
        """The filters in an address. Raises BadRequest with the remedy where no form of ours can have sent it."""
        values = {name: given.get(name, "").strip() for name in PARAMETERS}
        refuse_unknown(values, accounts, themes)
        days, wrong = window_of(values["from"], values["to"])
        return cls(
            **{name: values[name] for name in ("q", *FILTERS, "after")},
            first=values["from"],
            last=values["to"],
            first_day=days["from"],
            last_day=days["to"],
            wrong=wrong,
            speaking=tuple(accounts),
            themes=tuple(themes),
            page=page,
        )

    # --- the events ---------------------------------------------------------------------------------------------------

    @property
    def accounts(self) -> int:
        return len(self.speaking)

    def events(self):
        """The events asked for, in order, from the place on that the address names."""
        if not self.after:
            return self.whole()
        day, code = PLACE.fullmatch(self.after).groups()
        return self.whole().after(int(day), code)

    def reaches(self, event: PublicEvent) -> bool:
        """Whether an event comes after the place that the address names."""
        if not self.after:
            return True
        day, code = PLACE.fullmatch(self.after).groups()
        return (event.earliest, event.code) > (int(day), code)

    def whole(self):
        """The events asked for, in order, whatever the place in the list."""
        rows = PublicEvent.objects.between(self.first_day, self.last_day)
        if self.account:
            rows = rows.told_by(self.account)
        rows = {
            "every": rows.told_by_every(self.accounts),
            "some": rows.told_by_some(self.accounts),
            "none": rows.told_by_none(),
        }.get(self.told, rows)
        if self.theme:
            rows = rows.on_theme(self.theme)
        if self.importance:
            rows = rows.important(int(self.importance))
        if self.contested:
            rows = rows.disputed()
        for column, wanted in (("standing", self.standing), ("state", self.state), ("literature", self.record)):
            if wanted:
                rows = rows.filter(**{column: "" if wanted == NOT_COMPARED else wanted})
        return search.among(rows, self.q, get_language())

    def tally(self, rows: list[dict], *, complete: bool = True) -> Facets:
        """What every choice gives, counted in lean rows that match ``q``."""
        return tally(rows, self.wanted, self.offered, self.accounts, self.days, complete=complete)

    @property
    def days(self) -> tuple[int | None, int | None]:
        return self.first_day, self.last_day

    @property
    def wanted(self) -> dict[str, str]:
        """The filters in use, but for words and dates."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def offered(self) -> dict[str, list[str]]:
        """The values of every filter that a reader can choose."""
        accounts = [account["slug"] for account in self.speaking]
        return CHOICES | {"account": accounts, "theme": [theme["slug"] for theme in self.themes]}

    @property
    def filtered(self) -> bool:
        return bool(self.query(after=""))

    @property
    def dated(self) -> bool:
        return bool(self.first or self.last)

    # --- addresses ----------------------------------------------------------------------------------------------------

    def query(self, **changes) -> list[tuple[str, str]]:
        """The parameters of an address in their fixed order, without those that are empty."""
        values = {name: getattr(self, name) for name in ("q", *FILTERS)}
        values |= {"from": self.first, "to": self.last, "after": self.after} | changes
        return [(name, value) for name, value in values.items() if value]

    def link(self, **changes) -> str:
        query = self.query(**changes)
        return reverse(self.page) + ("?" + urlencode(query) if query else "")

    @property
    def start(self) -> str:
        """The first page of the same events."""
        return self.link(after="")

    def between(self, first: str, last: str) -> str:
        """The same choice of events in another period."""
        return self.link(**{"from": first, "to": last, "after": ""})

    # --- what a reader can choose -------------------------------------------------------------------------------------

    def choices(self, facets: Facets | None = None) -> list[dict]:
        """The filters behind "more filters" as fields, each option with how many events it gives."""
        return [
            {
                "name": name,
                "label": wording.CHOICES[name][""],
                "options": [
                    {
                        "value": value,
                        "words": self.words_of(name, value),
                        "count": counted(facets, name, value),
                        "chosen": value == getattr(self, name),
                    }
                    for value in ("", *self.offered[name])
                ],
            }
            for name in FOLDED
        ]

    def words_of(self, name: str, value: str) -> str:
        """A value of a filter in words; the empty one leaves all events."""
        if name in ("account", "theme"):
            named = {row["slug"]: row["name"] for row in (*self.speaking, *self.themes)}
            return named[value] if value else str(wording.CHOICES[name]["any"])
        return str(wording.CHOICES[name][value or "any"])

    def filters(self, facets: Facets) -> list[dict]:
        """The choices of account: all of them, or one."""
        everything = {"slug": "", "name": _("All events"), "lane": 0}
        return [
            {
                "id": f"filter-{choice['slug'] or 'all'}",
                "name": choice["name"],
                "account": choice if choice["slug"] else None,
                "url": self.link(account=choice["slug"], after=""),
                "count": counted(facets, "account", choice["slug"]),
                "current": choice["slug"] == self.account,
            }
            for choice in [everything, *self.speaking]
        ]

    def chips(self) -> list[dict]:
        """Every filter in use, in words, with the address that leaves it out."""
        in_words = {name: f"{wording.CHOICES[name]['']}: {self.words_of(name, value)}" for name, value in self.plain()}
        if self.q:
            in_words = {"q": f"“{self.q}”"} | in_words
        if self.contested:
            in_words["contested"] = self.words_of("contested", "yes")
        for name, label, value in (("from", _("from"), self.first), ("to", _("to"), self.last)):
            if value:
                in_words[name] = f"{label} {value}"
        return [
            {"name": name, "words": words, "url": self.link(**{name: "", "after": ""})}
            for name, words in in_words.items()
        ]

    def plain(self) -> list[tuple[str, str]]:
        """The filters in use that are a choice out of several."""
        return [(name, value) for name, value in self.wanted.items() if name != "contested"]

    @property
    def unfolded(self) -> bool:
        """Whether a filter is in use that stands behind "more filters"."""
        return any(getattr(self, name) for name in FOLDED)


def counted(facets: Facets | None, name: str, value: str) -> int | None:
    """How many events a choice gives; None where that is not known, or nobody counted."""
    if facets is None or not facets.complete:
        return None
    return facets.options[name][value] if value else len(facets.inside) + facets.without[name]


def refuse_unknown(values: dict[str, str], accounts: list[dict], themes: list[dict]):
    """Raise BadRequest for a value that is no choice, and name those that are."""
    known = [account["slug"] for account in accounts]
    if values["account"] and values["account"] not in known:
        raise BadRequest(
            _("There is no account “%(name)s” here. There are: %(known)s.")
            % {"name": values["account"][:60], "known": ", ".join(known) or "–"}
        )
    for name, choices in (CHOICES | {"theme": [theme["slug"] for theme in themes]}).items():
        refuse_choice(name, values[name], choices)
    refuse_place(values["after"], PLACE)


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


def typed_day(day: int, end: str) -> str:
    """A day as the two fields take it: the bare year where it is the first (``from``) or last (``to``) of one."""
    year, *month_and_day = calendars.jdn_to_gregorian(day)
    return str(year) if month_and_day == ([1, 1] if end == "from" else [12, 31]) else gregorian(day)
