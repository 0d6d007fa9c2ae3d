"""A blind exercise: the quotes of an event or question with their sources hidden, and who said what. Plain data in,
plain data out.

What the steps before the last one show is picked key by key (``quotes``, ``numbers``, ``assumed``), so that nothing
that tells a source, or leads to one, can slip in with it.
"""

import hashlib
from functools import cached_property
from string import ascii_uppercase

from timeline.views import formulas, wording
from timeline.views.presenting import EventPage, Page

READ, NUMBERS, TRUST, REVEAL = "read", "numbers", "trust", "reveal"
SHEET = "sheet"  # all but the last step on one page, for paper
# Findings that hold the numbers of quotes against each other; those against the literature need numbers nobody quotes.
COMPARING = ("figures_within", "figures_between", "arithmetic_relation", "arithmetic_within", "arithmetic_between")
CONTRADICT, IMPOSSIBLE, UNDECIDED = "contradict", "impossible", "undecided"


class Exercise:
    """The exercise on one page: ``steps`` are those that apply, in order; none where nobody is quoted.

    ``key`` names its answers in the reader's browser: it changes when a new version may have other quotes.
    """

    def __init__(self, page: Page, number: int):
        self.page, self.document, self.version = page, page.document, number
        self.key = f"{self.document['code']}-{number}"
        rows = [row | {"source": column["source"]} for column in page.columns for row in column["citations"]]
        rows.sort(key=lambda row: shuffled(self.document["code"], row["quote"]["code"]))
        self.rows = [row | names_of_place(place) for place, row in enumerate(rows)]

    @cached_property
    def steps(self) -> list[str]:
        if not self.rows:
            return []
        return [READ, *([NUMBERS] if self.numbers else []), TRUST, REVEAL]

    # --- what is shown before the sources are -------------------------------------------------------------------------

    @cached_property
    def quotes(self) -> list[dict]:
        """Every quote by its letter: its words and who is speaking in them, and nothing else of it."""
        return [
            {"letter": row["letter"], "name": row["name"]}
            | {key: row["quote"].get(key, "") for key in ("exact", "language", "foreign", "translation", "speaker")}
            for row in self.rows
        ]

    @property
    def alone(self) -> bool:
        """Whether there is one quote only, so that there is nothing to sort."""
        return len(self.rows) == 1

    @cached_property
    def numbers(self) -> list[dict]:
        """The numbers in the quotes that the checks hold against each other, in the order of the letters."""
        compared = {code for found in self.compared for code in found["claims"]}
        asked = {row["key"]: row["what"] for row in self.document.get("measures", [])}
        figures = [
            (row, figure) for row in self.rows for figure in row.get("figures", []) if figure["code"] in compared
        ]
        return [
            {"name": f"number-{place}", "letter": row["letter"], "words": figure["words"]}
            | {"language": row["quote"]["language"], "asks": asked[figure["measure"]]}
            for place, (row, figure) in enumerate(figures, 1)
        ]

    @cached_property
    def assumed(self) -> list[str]:
        """The sums that the comparison takes for granted. (How an editor reads them speaks of the sources, so that
        waits.)"""
        names = formulas.names_of(self.document.get("measures", []))
        used = dict.fromkeys(text for found in self.compared for text in found.get("relations", []))
        return [formulas.printed(text, names) for text in used]

    # --- what is found ------------------------------------------------------------------------------------------------

    @cached_property
    def quoted(self) -> dict[str, dict]:
        """The row of the quote in which a figure stands, by the code of the figure."""
        return {figure["code"]: row for row in self.rows for figure in row.get("figures", [])}

    @cached_property
    def compared(self) -> list[dict]:
        """The findings about numbers that all stand in the quotes."""
        rows = [found for found in self.page.findings if found["kind"] in COMPARING]
        return [found for found in rows if len(found["claims"]) > 1 and set(found["claims"]) <= set(self.quoted)]

    @cached_property
    def clashes(self) -> list[list[dict]]:
        """Every smallest set of these numbers that cannot all be true."""
        sets = []
        for found in self.compared:
            if found["state"] in (CONTRADICT, IMPOSSIBLE):
                sets += found.get("sets") or [found["claims"]]
        return [self.numbers_coded(codes) for codes in sets]

    def numbers_coded(self, codes: list[str]) -> list[dict]:
        """The numbers of ``numbers`` that these figures are."""
        compared = {code for found in self.compared for code in found["claims"]}
        order = [figure["code"] for row in self.rows for figure in row.get("figures", []) if figure["code"] in compared]
        return [row for code, row in zip(order, self.numbers, strict=True) if code in codes]

    @property
    def undecided(self) -> bool:
        """Whether it could not be worked out if the numbers fit together."""
        return any(found["state"] == UNDECIDED for found in self.compared)

    @cached_property
    def revealed(self) -> list[dict]:
        """Every quote by its letter with its source, its notes, and the findings that are about its date or figures."""
        return [
            row
            | {
                "findings": [found for found in self.findings if row["letter"] in found["letters"]],
                "notes": [bare(note) for note in self.notes_on(row)],
            }
            for row in self.rows
        ]

    @cached_property
    def findings(self) -> list[dict]:
        """The findings in sentences, but for those of arithmetic, each with the letters of the quotes it is about. The
        sentence stands with the first of them, with the others the headline."""
        rows = [row for row in self.page.findings if wording.subject_of(row["kind"]) != "arithmetic"]
        return [
            self.page.finding(row) | {"letters": self.letters(row), "headline": wording.headline(row)} for row in rows
        ]

    def letters(self, found: dict) -> list[str]:
        claims = found.get("claims", [])
        codes = {self.quoted[code]["quote"]["code"] if code in self.quoted else code for code in claims}
        return [row["letter"] for row in self.rows if row["quote"]["code"] in codes]

    def notes_on(self, row: dict) -> list[dict]:
        return row["quote"]["notes"] + [note for figure in row.get("figures", []) for note in figure["notes"]]

    @cached_property
    def sums(self) -> list[dict]:
        """What arithmetic finds, in sentences."""
        rows = [row for row in self.page.findings if wording.subject_of(row["kind"]) == "arithmetic"]
        return [self.page.finding(row) for row in rows]

    @cached_property
    def readings(self) -> list[str]:
        """How an editor reads the sums that the comparison takes for granted."""
        used = {text for found in self.compared for text in found.get("relations", [])}
        return [row["reading"] for row in self.document.get("relations", []) if row["formula"] in used]

    @cached_property
    def on_all(self) -> dict[str, list[dict]]:
        """The findings and notes that belong to no quote."""
        shown = {note["code"] for row in self.rows for note in self.notes_on(row)}
        notes = [note for note in self.document.get("notes", []) if note["code"] not in shown]
        return {
            "findings": [found for found in self.findings if not found["letters"]],
            "notes": [bare(self.page.note(note)) for note in notes],
        }

    @property
    def kind(self) -> str:
        return "event" if isinstance(self.page, EventPage) else "question"


def shuffled(code: str, quote: str) -> str:
    """A key that sorts quotes in an order that is always the same and follows nothing: neither account nor text."""
    return hashlib.sha256(f"{code} {quote}".encode()).hexdigest()


def names_of_place(place: int) -> dict[str, str]:
    """What the quote at this place is called: A … Z, then AA, AB …; and the same in names of fields."""
    turn, rest = divmod(place, len(ascii_uppercase))
    letter = (ascii_uppercase[turn - 1] if turn else "") + ascii_uppercase[rest]
    return {"letter": letter, "name": letter.lower()}


def bare(note: dict) -> dict:
    """A note whose words lead to no glossary: there is none on these pages."""
    return note | {"terms": None}
