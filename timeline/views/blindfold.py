"""A blind exercise: the quotes of an event or question with their sources hidden, and who said what. Plain data in,
plain data out.

What the steps before the last one show is picked key by key (``quotes``, ``numbers``, ``assumed``), so that nothing
that tells a source, or leads to one, can slip in with it.
"""

import hashlib
from collections.abc import Collection
from functools import cached_property
from string import ascii_uppercase

from timeline.views import formulas, wording
from timeline.views.presenting import EventPage, Page

READ, NUMBERS, TRUST, REVEAL = "read", "numbers", "trust", "reveal"
SHEET = "sheet"  # all but the last step on one page, for paper
# Findings that hold the numbers of quotes against each other; those against the literature need numbers nobody quotes.
COMPARING = ("figures_within", "figures_between", "arithmetic_relation", "arithmetic_within", "arithmetic_between")
CONTRADICT, IMPOSSIBLE, UNDECIDED = "contradict", "impossible", "undecided"
ADJACENT = 3  # signs between quotes that follow each other in a text: an end of a sentence, or of a line


class Exercise:
    """The exercise on one page: ``steps`` are those that apply, in order; none where nobody is quoted. Quotes that the
    reader has ``seen`` with their sources (their codes) are left out.

    ``key`` names its answers in the reader's browser: it changes when there may be other quotes.
    """

    def __init__(self, page: Page, number: int, seen: Collection[str] = ()):
        self.page, self.document, self.version = page, page.document, number
        rows = [row | {"source": column["source"]} for column in page.columns for row in column["citations"]]
        fresh = in_groups([row for row in rows if row["quote"]["code"] not in seen], self.document["code"])
        self.rows = [row | names_of_place(place) for place, row in enumerate(fresh)]
        self.left_out = [row for row in rows if row["quote"]["code"] in seen]
        self.key = f"{self.document['code']}-{number}"
        if self.left_out:
            self.key += f"-{shuffled('', ' '.join(self.codes))[:6]}"

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
        """Whether one source speaks, so that there is nothing to compare."""
        return len({row["source"]["slug"] for row in self.rows}) < 2

    @property
    def codes(self) -> list[str]:
        """The codes of its quotes."""
        return [row["quote"]["code"] for row in self.rows]

    @cached_property
    def terms(self) -> list[dict]:
        """The words and people that its quotes take for granted."""
        return self.page.terms_in(row["quote"] for row in self.rows)

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
            | {"read": self.as_read(figure) if row["quote"]["foreign"] else ""}
            for place, (row, figure) in enumerate(figures, 1)
        ]

    def as_read(self, figure: dict) -> str:
        """A number in the notation of the reader; empty where its words are in it already."""
        read = figure["value"] + self.page.units.get(figure["measure"], "") if figure["value"] else figure["interval"]
        return "" if read in figure["words"] else " ".join(filter(None, [str(figure["hedge"]), read]))

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
        """Every quote by its letter with its source, its notes, and what was found of its date or figures."""
        return [
            row | {"found": self.found_of(row), "notes": [bare(note) for note in self.notes_on(row)]}
            for row in self.rows
        ]

    @cached_property
    def findings(self) -> list[dict]:
        """The findings in sentences, but for those of arithmetic, each with the letters of the quotes it is about."""
        rows = [row for row in self.page.findings if not is_sum(row) and not self.is_left_out(row)]
        return [
            self.page.finding(row) | {"letters": self.letters(row), "headline": wording.headline(row)} for row in rows
        ]

    def found_of(self, row: dict) -> list[dict]:
        """What was found of a quote: every sentence once, with the findings that say it, each with the ``figures`` of
        this quote that it is about. A sentence stands with the first of its quotes, the headline with the others."""
        told = {}
        for found in self.findings:
            if row["letter"] not in found["letters"]:
                continue
            words = found["sentence"] if found["letters"][0] == row["letter"] else found["headline"]
            line = told.setdefault((words, found["state"]), {"words": words, "state": found["state"]})
            figures = [figure for figure in row.get("figures", []) if figure["code"] in found["claims"]]
            line.setdefault("findings", []).append(found | {"figures": figures})
        for line in told.values():
            about = {letter for found in line["findings"] for letter in found["letters"]}
            line["letters"] = [one["letter"] for one in self.rows if one["letter"] in about]
            if not any(found["figures"] for found in line["findings"]):
                del line["findings"][1:]  # nothing tells them apart here; each stands in full with its first quote
        return list(told.values())

    def letters(self, found: dict) -> list[str]:
        codes = self.quotes_of(found, self.quoted)
        return [row["letter"] for row in self.rows if row["quote"]["code"] in codes]

    def quotes_of(self, found: dict, quoted: dict[str, dict]) -> set[str]:
        """The codes of the quotes that a finding is about, and of what else it is about."""
        return {quoted[code]["quote"]["code"] if code in quoted else code for code in found.get("claims", [])}

    def is_left_out(self, found: dict) -> bool:
        """Whether a finding is about quotes that are left out, and about none that is here."""
        quoted = {figure["code"]: row for row in self.left_out for figure in row.get("figures", [])}
        away = {row["quote"]["code"] for row in self.left_out}
        return bool(away & self.quotes_of(found, quoted)) and not self.letters(found)

    def notes_on(self, row: dict) -> list[dict]:
        return row["quote"]["notes"] + [note for figure in row.get("figures", []) for note in figure["notes"]]

    @cached_property
    def sums(self) -> list[dict]:
        """What arithmetic finds, in sentences, each with the ``figures`` that it is about."""
        rows = [row for row in self.page.findings if is_sum(row) and not self.is_left_out(row)]
        figures = {row["code"]: row for row in getattr(self.page, "figures", ())}
        return [
            self.page.finding(row) | {"figures": [figures[code] for code in row.get("claims", []) if code in figures]}
            for row in rows
        ]

    @cached_property
    def readings(self) -> list[str]:
        """How an editor reads the sums that the comparison takes for granted."""
        used = {text for found in self.compared for text in found.get("relations", [])}
        return [row["reading"] for row in self.document.get("relations", []) if row["formula"] in used]

    @cached_property
    def on_all(self) -> dict[str, list[dict]]:
        """The findings and notes that belong to no quote."""
        shown = {note["code"] for row in [*self.rows, *self.left_out] for note in self.notes_on(row)}
        notes = [note for note in self.document.get("notes", []) if note["code"] not in shown]
        return {
            "findings": [found for found in self.findings if not found["letters"]],
            "notes": [bare(self.page.note(note)) for note in notes],
        }

    @property
    def kind(self) -> str:
        return "event" if isinstance(self.page, EventPage) else "question"


def in_groups(rows: list[dict], code: str) -> list[dict]:
    """The rows in an order that is always the same and follows no account; those that follow each other in one text
    stay together, and where one source speaks, all of them do."""
    groups, end = [], None
    for row in sorted(rows, key=lambda row: (row["source"]["slug"], row["quote"]["start"], row["quote"]["end"])):
        source, start = row["source"]["slug"], row["quote"]["start"]
        if end and end[0] == source and start - end[1] <= ADJACENT:
            groups[-1].append(row)
        else:
            groups.append([row])
        end = source, max(row["quote"]["end"], end[1] if end and end[0] == source else 0)
    if len({row["source"]["slug"] for row in rows}) > 1:
        groups.sort(key=lambda group: shuffled(code, group[0]["quote"]["code"]))
    return [row for group in groups for row in group]


def is_sum(found: dict) -> bool:
    return wording.subject_of(found["kind"]) == "arithmetic"


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
