"""From a finding and its event to a walk through the reasoning, in one language. Plain data in, plain data out."""

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

from django.utils.translation import gettext as _

from sources import calendars, dates
from timeline import index
from timeline.checks import agreement
from timeline.views import wording
from timeline.views.localise import days_in_words
from timeline.views.presenting import EventPage, is_on_order, with_years
from timeline.views.reading import Around
from timeline.views.sums import OPEN, Sums, common, gap_of

RECORD = "date"  # what findings call the recorded date among their claims


class FindingPage(EventPage):
    """What the page of one finding shows, beside what its event has."""

    def __init__(self, document: dict, findings: list[dict], code: str, around: Around, language: str):
        super().__init__(document, findings, around, language)
        found = next(row for row in findings if row["code"] == code)
        self.found, self.subject = self.finding(found), wording.subject_of(found["kind"])
        self.claims = found.get("claims", [])

    @property
    def described(self) -> tuple[str, str]:
        """Its headline with the event that it is about, and the finding in a sentence."""
        event = with_years(self.document["title"], self.document["date"], self.language)
        return f"{self.headline}: {event}", self.found["sentence"]

    @cached_property
    def headline(self) -> str:
        """The finding in a few words; where one set of numbers clashes, how many they are."""
        return wording.headline(self.found)

    @cached_property
    def involved(self) -> list[dict]:
        """The sources whose claims it is about."""
        return [self.sources[slug] for slug in self.found.get("sources", []) if slug in self.sources]

    @cached_property
    def answers(self) -> list[dict]:
        """The notes that answer or dismiss it. What their words mean is explained on the page of the event."""
        return [note | {"terms": None} for note in self.every_note if note.get("finding") == self.found["code"]]

    @cached_property
    def unanswered(self) -> bool:
        """Whether it says that something is wrong, and no editor has said anything of it."""
        return self.found["state"] in wording.WRONG and not self.answers

    @property
    def answer_in_words(self) -> str:
        """Whether an editor has answered it; empty where none has, and none need."""
        answer = index.answer_to(self.found["code"], self.answers)
        return str(wording.ANSWERS[answer]) if answer or self.unanswered else ""

    @property
    def settles(self) -> str:
        return wording.settles(self.found)

    @cached_property
    def nearby(self) -> list[dict]:
        """Where it is not answered, the notes on the same words or figures. None where nothing is the matter."""
        if self.answers or self.found["state"] in wording.QUIET:
            return []
        quotes = {row["quote"]["code"] for row in self.quoted}
        return [note for note in self.every_note if note.get("quote") in quotes or note.get("figure") in self.claims]

    @property
    def place(self) -> str:
        """Where on the page of the event it stands: the fragment of an address."""
        if self.subject == "figures" and self.numbers:
            return f"#measure-{self.numbers[0]['measure']}"
        return {"dates": "#dates", "silence": ""}.get(self.subject, f"#finding-{self.found['code']}")

    @property
    def clashing_dates(self) -> str:
        """Of dates that contradict: which, in a sentence."""
        if self.subject != "dates" or not self.comparison.get("below"):
            return ""
        one, other = (self.comparison[side]["date_words"] for side in ("below", "above"))
        words = _("%(one)s and %(other)s cannot both be right.") % {"one": one, "other": other}
        return words[:1].upper() + words[1:]

    @cached_property
    def quoted(self) -> list[dict]:
        """The quotes that its claims stand in, each once and with its source."""
        codes = {self.sums.figures[code].get("quote") for code in self.claims if code in self.sums.figures}
        codes |= set(self.claims)
        rows = [(column["source"], row) for column in self.columns for row in column["citations"]]
        return [{"source": source, "quote": row["quote"]} for source, row in rows if row["quote"]["code"] in codes]

    # --- figures and sums ---------------------------------------------------------------------------------------------

    @cached_property
    def sums(self) -> Sums:
        return Sums(self.raw, self.document.get("measures", []), self.figures, self.language)

    @cached_property
    def numbers(self) -> list[dict]:
        """The figures that it is about, in the order of its claims."""
        return [self.sums.figures[code] for code in self.claims if code in self.sums.figures]

    @cached_property
    def unneeded(self) -> list[dict]:
        """What the sums by themselves use too, though the clash does not need it."""
        used = dict.fromkeys(code for row in self.alone for code in row.get("claims", [])) if self.sets else {}
        return [self.sums.figures[code] for code in used if code in self.sums.figures and code not in self.claims]

    @cached_property
    def assumed(self) -> list[dict]:
        """The relations that it leans on, each with how the editor reads it."""
        wanted = self.found.get("relations", [])
        rows = [row for row in self.document.get("relations", []) if row["formula"] in wanted]
        return [row | self.sums.relation(row["formula"]) for row in rows]

    @cached_property
    def alone(self) -> list[dict]:
        """What relations give when each is held by itself against the same sources."""
        if not self.sets:
            return [self.found | self.sums.by_itself(self.found)]
        return [self.finding(row) | self.sums.by_itself(row) for row in self.findings if self.is_part(row)]

    def is_part(self, row: dict) -> bool:
        """Whether this is one of its relations by itself, held against one of its sources."""
        return row["kind"] == "arithmetic_relation" and all(
            set(row.get(name, [])) <= set(self.found.get(name, [])) for name in ("sources", "relations")
        )

    @cached_property
    def together(self) -> list[dict]:
        """Of a relation by itself: what was found when it was held together with others."""
        if self.found["kind"] != "arithmetic_relation":
            return []
        relation = set(self.found.get("relations", []))
        rows = [row for row in self.findings if row["kind"].startswith("arithmetic_") and row["state"] in wording.WRONG]
        return [self.finding(row) for row in rows if relation <= set(row.get("relations", []))]

    @cached_property
    def sets(self) -> list[dict]:
        """Every smallest set of numbers that clash."""
        return self.sums.sets(self.found)

    @property
    def many_sets(self) -> bool:
        return len(self.sets) > 1

    @cached_property
    def charts(self) -> list[dict]:
        """A chart of every measure that it is about, where there is one."""
        keys = dict.fromkeys(row["measure"] for row in self.numbers)
        return [{"asks": self.sums.measures[key], "chart": chart} for key in keys if (chart := self.chart_of(key))]

    @cached_property
    def answers_given(self) -> list[dict]:
        """Every answer to the measures that it is about, whoever gives it; none of what has one answer, given above."""
        answers = {row["measure"]: [] for row in self.numbers}
        for row in self.sums.figures.values():
            if row["measure"] in answers:
                answers[row["measure"]].append(row)
        return [self.sums.measures[key] | {"figures": rows} for key, rows in answers.items() if len(rows) > 1]

    # --- dates and figures --------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> list[dict]:
        """The dates that it is about: those that are quoted, and the recorded one."""
        rows = [
            row | {"ends": (row["earliest"], row["latest"]), "language": row["quote"]["language"]}
            for column in self.columns
            for row in column["citations"]
            if row["quote"]["code"] in self.claims and row.get("edtf")
        ]
        recorded = self.date | {"ends": (self.date["earliest"], self.date["latest"]), "source": None}
        return rows + ([recorded] if RECORD in self.claims else [])

    @cached_property
    def comparison(self) -> dict:
        """The step that decides: the two that lie furthest apart, or else what all of them have in common."""
        rows = self.days if self.subject == "dates" else self.numbers
        if self.found["state"] != agreement.CONTRADICT:
            return {"common": self.range_in_words(rows, common(row.get("said", row["ends"]) for row in rows))}
        pairs = [pair for pair in combinations(rows, 2) if self.compares(*pair) and gap_of(*ends_of(pair))]
        if not pairs:
            return {}
        below, above = max(pairs, key=lambda pair: abs(gap_of(*ends_of(pair))))
        if gap_of(*ends_of((below, above))) > 0:
            below, above = above, below
        last, first = (
            self.end_in_words(row, row.get("said", row["ends"])[end]) for row, end in ((below, 1), (above, 0))
        )
        return {"below": below, "above": above, "last": last, "first": first}

    def compares(self, one: dict, other: dict) -> bool:
        """Whether it holds these two against each other: two of one source only where it is about that source."""
        return self.found["kind"].endswith("_within") or side_of(one) != side_of(other)

    def end_in_words(self, row: dict, end) -> str:
        if self.subject == "dates":
            return days_in_words(end, end, self.language)
        return self.sums.number(row["measure"], end)

    def range_in_words(self, rows: list[dict], ends: tuple) -> str:
        """What all of them leave room for; empty where that is nothing, or anything."""
        if ends == OPEN or (None not in ends and ends[0] > ends[1]):
            return ""
        if self.subject == "dates":
            return days_in_words(*ends, self.language)
        return self.sums.span(rows[0]["measure"], ends, exact=True)

    # --- order, silence, calendar -------------------------------------------------------------------------------------

    @cached_property
    def order(self) -> dict | None:
        """The order in time that it is about, and the days of both events as they were compared."""
        row = next((row for row in self.orders if is_on_order(self.found, row)), None)
        if row is None:
            return None
        if self.found["kind"] == "order_literature":
            own, others = [self.raw["date"]], [row["other"]]
        else:
            slug = self.found["sources"][0]
            own = [one for one in self.raw["citations"] if one.get("origin") == "stated"]
            own = [one for one in own if one["quote"]["source"] == slug]
            others = [one for one in row["other"].get("readings", []) if one["source"] == slug]
        return row | {"own": self.days_of(own), "others": self.days_of(others)}

    def days_of(self, rows: Iterable[dict]) -> list[str]:
        """Stretches of days in words, each once."""
        stretches = dict.fromkeys((row["earliest"], row["latest"]) for row in rows)
        return [days_in_words(*days, self.language) for days in stretches]

    @cached_property
    def voices(self) -> list[dict]:
        """Every account, with how many passages it has on the event."""
        return [{"source": column["source"], "quotes": len(column["citations"])} for column in self.columns]

    @cached_property
    def both_calendars(self) -> list[dict]:
        """The day that is named without a calendar, as either, in today's calendar."""
        row = next(iter(self.days), None)
        return [
            {"calendar": calendar, "days": self.days_of([vars_of(dates.parse_event_date(row["edtf"], calendar))])[0]}
            for calendar in (calendars.JULIAN, calendars.GREGORIAN)
            if row
        ]


def vars_of(date) -> dict:
    return {"earliest": date.earliest, "latest": date.latest}


def ends_of(pair: tuple[dict, dict]) -> tuple:
    return pair[0]["ends"], pair[1]["ends"]


def side_of(row: dict) -> str:
    """Whose a date or figure is: the slug of the account, or empty for the record."""
    if row.get("reference") or not row.get("source"):
        return ""
    return row["source"]["slug"]
