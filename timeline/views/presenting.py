"""From a published document to what a template shows, in one language. Plain data in, plain data out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from sources import bibliography, calendars, date_words, dates
from timeline import dictionary, index
from timeline.glossary import LANGUAGES, Finder
from timeline.views import charting, thinking, wording
from timeline.views.formulas import formula_lines, names_of, worked_out
from timeline.views.localise import dated_words, days_in_words, ends_in, localised, number_in, year_label
from timeline.views.passages import Passage, segments, text_fragment
from timeline.views.reading import Around, ringed
from timeline.views.terms import Terms, by_name


class Page:
    """One document, its findings and what stands around it, seen in one language."""

    preview = False  # of what is not published: its findings have no pages yet

    def __init__(self, document: dict, findings: list[dict], around: Around, language: str, *, pinned: bool = False):
        self.raw, self.language, self.pinned = document, language, pinned
        self.document = localised(document, language)
        self.findings = findings
        self.around = around
        self.sources = {slug: localised(source, language) for slug, source in around.sources.items()}
        self.names = {slug: source["name"] for slug, source in self.sources.items()}
        self.terms = Terms(around.terms, document, language)

    @property
    def described(self) -> tuple[str, str]:
        """Its title and its summary."""
        return self.document["title"], self.document["summary"]

    @cached_property
    def alone(self) -> bool:
        """Whether no more than one source speaks (``columns``), so that its words have the whole width."""
        return sum(bool(column["citations"]) for column in self.columns) < 2

    @cached_property
    def authors(self) -> dict[str, str]:
        """Who made each source, when and where, as a reference in words."""
        return {slug: bibliography.in_words(source["csl"], self.language) for slug, source in self.sources.items()}

    @cached_property
    def terms_in_quotes(self) -> list[dict]:
        """The words and people that the quotes take for granted."""
        return self.terms_in(dictionary.quotes_in(self.document))

    def terms_in(self, quoted: Iterable[dict]) -> list[dict]:
        """The words and people that these quotes take for granted: found as their own language has them."""
        finders = {language: Finder(self.around.terms, language) for language in LANGUAGES}
        quotes = [(quote, finders.get(quote["language"])) for quote in quoted]
        here = {slug for quote, finder in quotes if finder for _start, _end, slug in finder.find(quote["exact"])}
        rows = [localised(row, self.language) for row in self.around.terms if row["slug"] in here]
        return sorted(rows, key=by_name)

    @cached_property
    def every_note(self) -> list[dict]:
        """All notes in their order, each with the quote that it is ``on``."""
        quotes = {quote["code"]: quote for quote in dictionary.quotes_in(self.document)}
        return [self.note(row) | {"on": quotes.get(row.get("quote"))} for row in self.document.get("notes", [])]

    # --- parts --------------------------------------------------------------------------------------------------------

    def reference(self, row: dict) -> dict:
        """A place in a source, as a reference in words with a link."""
        source = self.sources.get(row["source"])
        locator = row.get("locator", "")
        words = bibliography.in_words(source["csl"], self.language, locator) if source else f"{row['source']} {locator}"
        place = bibliography.locator_in_words(locator, self.language)
        return {"slug": row["source"], "known": bool(source), "words": words, "locator": place}

    def references(self, rows: Iterable[dict]) -> list[dict]:
        return [self.reference(row) for row in rows]

    def note(self, row: dict) -> dict:
        """A note with its verdict in words and its references."""
        verdict = wording.verdict(row["verdict"])
        number = self.note_numbers[row["code"]]
        found = next((one for one in self.findings if one["code"] == row.get("finding")), None)
        return (
            row
            | {"number": number, "verdict": verdict, "terms": self.terms}
            | {"references": self.references(row.get("references", []))}
            | {"answers": self.finding(found) if found else None}
            | {"computed": worked_out(row.get("numbers", []), names_of(self.document.get("measures", [])))}
        )

    def finding(self, row: dict) -> dict:
        """A finding as a sentence, with the notes that answer or dismiss it."""
        notes = [note for note in self.document.get("notes", []) if note.get("finding") == row["code"]]
        answers = [note | {"verdict": wording.verdict(note["verdict"]), "on": self.judged(note)} for note in notes]
        sentence = wording.finding_sentence(row, self.names)
        return row | {"sentence": sentence, "answers": answers, "draft": self.preview}

    def judged(self, note: dict) -> dict | None:
        """The ``words`` that a note is on, in their language; None where it is on the whole."""
        figures = {row["code"]: row for row in self.document.get("figures", [])}
        figure = figures.get(note.get("figure"), {})
        quotes = {quote["code"]: quote for quote in dictionary.quotes_in(self.document)}
        quote = quotes.get(note.get("quote") or figure.get("quote"), {})
        words = note.get("words") or figure.get("words") or quote.get("exact")
        return {"words": words, "language": quote.get("language", "")} if words else None

    @cached_property
    def note_numbers(self) -> dict[str, int]:
        """The place of every note on this page, to tell them apart by."""
        return {row["code"]: number for number, row in enumerate(self.document.get("notes", []), 1)}

    @cached_property
    def verdicts(self) -> list[dict]:
        """How many critical notes of each verdict there are."""
        return wording.verdicts_in_words(Counter(row["verdict"] for row in self.document.get("notes", [])))

    def notes(self, about: str = "", code: str = "") -> list[dict]:
        """The notes on a quote or figure, or those on the whole."""
        rows = self.document.get("notes", [])
        if about:
            return [self.note(row) for row in rows if row.get(about) == code]
        return [self.note(row) for row in rows if not row.get("quote") and not row.get("figure")]

    def quote(self, row: dict, marked: Iterable[Passage] = ()) -> dict:
        """A quote with its words cut where something in them is judged or dated."""
        notes = self.notes("quote", row["code"])
        marks = [*marked, *(found(row["exact"], note.get("words", ""), f"note {note['code']}") for note in notes)]
        return row | {
            "segments": [marked_segment(one) for one in segments(row["exact"], [mark for mark in marks if mark])],
            "fragment": text_fragment(row["exact"], row.get("prefix", ""), row.get("suffix", "")),
            "foreign": row["language"] != self.language,
            "speaker": self.terms.called(row.get("speaker", "")),
            "notes": notes,
        }

    def basis(self, row: dict) -> dict | None:
        """The words that an inferred reading rests on; what it is in the document, or the bare code."""
        basis = row.get("basis")
        return basis if isinstance(basis, dict) else None

    def told_in_time(self, rows: Iterable[dict]) -> list[dict]:
        """Rows of the index, with the words of their dates."""
        told = localised(list(rows), self.language)
        return [row | row["row"] | {"date_words": dated_words(row["row"]["date"], self.language)} for row in told]

    def versus(self, slugs: Iterable[str]) -> list[dict]:
        """The accounts in the order of their lanes, then other sources that are quoted.

        A pinned version says nothing of an account that came later: nobody had compared it then.
        """
        accounts = [source["slug"] for source in self.around.accounts]
        if self.pinned:
            accounts = [slug for slug in accounts if slug in self.raw.get("accounts", accounts)]
        return [self.sources[slug] for slug in dict.fromkeys([*accounts, *slugs]) if slug in self.sources]


def found(text: str, words: str, name: str) -> Passage | None:
    """Where the words stand in the text, if they are a part of it and not all of it."""
    start = text.find(words) if words and words != text else -1
    return Passage(start, start + len(words), name) if start >= 0 else None


def marked_segment(segment) -> dict:
    """A piece of a quote: whether it is a date, and the note that judges it."""
    notes = [name.removeprefix("note ") for name in segment.names if name.startswith("note ")]
    return {"text": segment.text, "date": "date" in segment.names, "note": notes[0] if notes else ""}


def column_of(source: dict, citations: list[dict]) -> dict:
    """What one source says."""
    return {"source": source if citations else ringed(source), "citations": citations}


def read_in_words(row: dict, language: str) -> str:
    """A reading in the calendar that it was made in, and in no other."""
    edtf = row.get("edtf", "")
    return date_words.words(dates.parse(edtf, row.get("calendar", calendars.GREGORIAN)), language) if edtf else ""


def is_julian(row: dict) -> bool:
    return row.get("calendar") == calendars.JULIAN


def dates_given(citations: list[dict]) -> list[dict]:
    """Every date that is read in these, once: stated, if it is stated anywhere."""
    given = {}
    for row in sorted(citations, key=lambda row: row["origin"] != "stated"):
        if row["date_words"]:
            given.setdefault(row["date_words"], {"words": row["date_words"], "origin": row["origin"]})
    return list(given.values())


def how_read(row: dict) -> tuple:
    """What is the same in readings that are made in the same way."""
    basis = row["basis"]["code"] if row["basis"] else ""
    names = ("origin", "edtf", "calendar", "offset", "words", "reasoning")
    return row["quote"]["source"], basis, *(row.get(name, "") for name in names)


def place_in_time(document: dict) -> tuple[int, str]:
    """Where an event stands in the order of the list: the first day that is known of it, and its code."""
    date = document["date"]
    return (date["latest"] if date["earliest"] is None else date["earliest"]), document["code"]


def with_years(title: str, date: dict, language: str) -> str:
    """A title that stands alone, as in a preview: it says when, unless it does so itself."""
    days = [day for day in (date["earliest"], date["latest"]) if day is not None]
    years = list(dict.fromkeys(year_label(day, language) for day in days))
    return title if any(year in title for year in years) else f"{title} ({'–'.join(years)})"


def is_lone(measure: dict) -> bool:
    """Whether a measure (of ``EventPage.measures``) has one answer, and nothing stands beside it."""
    return len(measure["figures"]) == 1 and not (measure["worked"] or measure["findings"] or measure["noted"])


# The kinds of findings that stand under the dates, and under a measure.
DATES, FIGURES = ("dates_", "calendar"), ("figures_",)


def is_on_order(finding: dict, order: dict) -> bool:
    """Whether a finding is about this order in time."""
    claims = [code for code in (order.get("quote"), order["event"]) if code]
    return finding["kind"].startswith("order_") and finding["claims"] == claims


class EventPage(Page):
    """What the page of an event shows."""

    @property
    def described(self) -> tuple[str, str]:
        """Its title, with the year where it does not name one, and its summary."""
        return with_years(self.document["title"], self.document["date"], self.language), self.document["summary"]

    @cached_property
    def date(self) -> dict:
        row = self.document["date"]
        return self.dated(row) | {"references": self.references(row.get("references", []))}

    def dated(self, row: dict) -> dict:
        """A reading of a date: in words, and as the days that it takes up."""
        days = days_in_words(row["earliest"], row["latest"], self.language) if row.get("edtf") else ""
        return row | {
            "date_words": dated_words(row, self.language),
            "read": read_in_words(row, self.language),
            "days": days,
            "julian": is_julian(row),
        }

    @cached_property
    def standing(self) -> dict | None:
        word, meaning = wording.STANDINGS.get(self.document.get("standing", ""), ("", ""))
        return {"word": word, "meaning": meaning} if word else None

    def citation(self, row: dict) -> dict:
        """A source's word on the event, with the date it gives, its figures and its notes."""
        dated = found(row["quote"]["exact"], row.get("words", ""), "date")
        code = row["quote"]["code"]
        figures = [figure for figure in self.figures if figure.get("quote") == code]
        return self.dated(row) | {
            "origin": row.get("origin", "undated"),
            "source": self.sources.get(row["quote"]["source"]),
            "basis": self.basis(row),
            "witness": self.sources.get(row.get("witness")),
            "quote": self.quote(row["quote"], [dated] if dated else []),
            "figures": figures,
        }

    @cached_property
    def columns(self) -> list[dict]:
        """Per account its citations; none where it is silent."""
        told = defaultdict(list)
        for row in self.document.get("citations", []):
            told[row["quote"]["source"]].append(self.citation(row))
        return [column_of(source, told[source["slug"]]) for source in self.versus(told)]

    @cached_property
    def glance(self) -> list[dict]:
        """Per account how often it speaks, and every date that it gives, once."""
        return [
            {
                "source": column["source"],
                "quotes": len(column["citations"]),
                "dates": dates_given(column["citations"]),
            }
            for column in self.columns
        ]

    @cached_property
    def states(self) -> list[dict]:
        """How what was compared stands, in words."""
        return wording.states_in_words(index.states_of(self.findings))

    @cached_property
    def readings(self) -> list[dict]:
        """Every reading of a date, with the ``quotes`` from which it is made in the same way."""
        made = defaultdict(list)
        for column in self.columns:
            for row in column["citations"]:
                if row["date_words"]:
                    made[how_read(row)].append(row)
        return [rows[0] | {"quotes": [row["quote"] for row in rows]} for rows in made.values()]

    @cached_property
    def terms_found(self) -> list[dict]:
        """The other terms of the page."""
        quoted = {row["slug"] for row in self.terms_in_quotes}
        return [row for row in self.terms.rows if row["slug"] not in quoted]

    @cached_property
    def to_think_about(self) -> list[dict]:
        """Three questions to ask of the quotes."""
        return thinking.three_questions(self.columns, self.figures, self.findings)

    @cached_property
    def beside(self) -> dict:
        """The events just before and just after this one."""
        here = self.place_in_time
        told = self.told_in_time(self.around.beside)
        before = [row for row in told if (row["earliest"], row["code"]) < here]
        after = [row for row in told if (row["earliest"], row["code"]) > here]
        return {"before": before[-1] if before else None, "after": after[0] if after else None}

    @property
    def place_in_time(self) -> tuple[int, str]:
        return place_in_time(self.raw)

    @cached_property
    def figures(self) -> list[dict]:
        """Every answer to a measure; shown with its quote, and again with its measure."""
        quotes = {quote["code"]: quote for quote in dictionary.quotes_in(self.document)}
        return [self.figure(row, quotes.get(row.get("quote"))) for row in self.document.get("figures", [])]

    def figure(self, row: dict, quote: dict | None) -> dict:
        """An answer to a measure, with who gives it and the interval it stands for."""
        reference, hedge = row.get("reference"), row.get("hedge", "")
        counted = row["measure"] in self.counted
        ends = ends_in(row.get("low", ""), row.get("high", ""), self.language, whole=counted)
        return row | {
            "answer": charting.answer(row),
            "interval": wording.interval(*ends, hedge) + self.units.get(row["measure"], ""),
            "value": number_in(row.get("value", ""), self.language),
            "hedge": wording.HEDGES.get(hedge, "") if all(ends) else "",
            "source": (source := self.sources.get(quote["source"] if quote else reference["source"])),
            "name": source["name"] if source else reference["source"],
            "language": quote["language"] if quote else source["language"] if source else "",
            "reference": self.reference(reference) if reference else None,
            "quoted": quote,
            "witness": self.sources.get(row.get("witness")),
            "notes": self.notes("figure", row["code"]),
        }

    @cached_property
    def units(self) -> dict[str, str]:
        """What stands behind the numbers of a measure, by its key."""
        rows = self.document.get("measures", [])
        return {row["key"]: wording.unit_after(row["unit"], row["nature"], self.language) for row in rows}

    @cached_property
    def counted(self) -> set[str]:
        """The measures whose answers are counts of whole things."""
        return {row["key"] for row in self.document.get("measures", []) if row["nature"] != "ratio"}

    @cached_property
    def relations(self) -> list[dict]:
        """What the editor takes the figures to mean together, each formula in pieces that lead to its measures."""
        return [row | {"lines": self.formula(row["formula"])} for row in self.document.get("relations", [])]

    def formula(self, formula: str) -> list[dict]:
        """A formula, or one side of it, in pieces; each says what its measure ``asks`` where it has a shorter name."""
        measures = self.document.get("measures", [])
        asked = {row["key"]: row["what"] for row in measures if row.get("name")}
        return [row | {"asks": asked.get(row["key"], "")} for row in formula_lines(formula, names_of(measures))]

    @cached_property
    def measures(self) -> list[dict]:
        """Every question of number with its answers and what the checks say of them."""
        return [
            row
            | {
                "nature_words": wording.nature(row["unit"], row["nature"]),
                "period_words": dated_words({"edtf": row.get("period", "")}, self.language),
                "figures": (figures := [figure for figure in self.figures if figure["measure"] == row["key"]]),
                "noted": any(figure["notes"] for figure in figures),
                "findings": self.sentences(row["key"]),
                "worked": self.worked.get(row["key"], []),
                "chart": charting.chart_of(row, figures, self.worked.get(row["key"], []), self.language),
            }
            for row in self.document.get("measures", [])
        ]

    @cached_property
    def measures_in_runs(self) -> list[dict]:
        """The measures in their order; those side by side that have one answer each, and nothing to say of it, make one
        table."""
        runs = groupby(self.measures, is_lone)
        return [{"lone": lone, "measures": list(measures)} for lone, measures in runs]

    @cached_property
    def worked(self) -> dict[str, list[dict]]:
        """What arithmetic makes of the measures, if other figures are right."""
        return charting.worked_out(self.findings, self.figures, self.document.get("measures", []), self.language)

    @cached_property
    def charted(self) -> bool:
        """Whether any measure has a chart."""
        return any(row["chart"] for row in self.measures)

    def chart_of(self, key: str) -> dict | None:
        """The chart of one measure, for ``events/_chart.html``; None where there is nothing to compare."""
        return next((row["chart"] for row in self.measures if row["key"] == key), None)

    def sentences(self, measure: str = "") -> list[dict]:
        """The findings on dates, or on one measure, as sentences."""
        kinds = FIGURES if measure else DATES
        rows = [row for row in self.findings if row.get("measure", "") == measure]
        return [self.finding(row) for row in rows if row["kind"].startswith(kinds)]

    @cached_property
    def arithmetic(self) -> list[dict]:
        """What the figures come to together, with those that it is about."""
        rows = [row for row in self.findings if row["kind"].startswith("arithmetic_")]
        figures = {row["code"]: row for row in self.figures}
        return [self.finding(row) | {"figures": [figures[code] for code in row.get("claims", [])]} for row in rows]

    @cached_property
    def orders(self) -> list[dict]:
        """What this event came before, during or after, who says so, and what the checks make of it."""
        return [
            row
            | {
                "words": wording.ORDERS.get(row["relation"], row["relation"]),
                "title": row["other"]["title"],
                "findings": [self.finding(found) for found in self.findings if is_on_order(found, row)],
            }
            for row in self.document.get("orders", [])
        ]

    @cached_property
    def is_context(self) -> bool:
        """Whether there are accounts, and none of them speaks of it."""
        return bool(self.versus(())) and not self.document.get("citations")

    @cached_property
    def pointers(self) -> list[dict]:
        """Notes on other pages that bear on this one."""
        rows = sorted(localised(self.around.notes, self.language), key=lambda row: row["code"])
        return [
            {
                "code": row["code"],
                "verdict": wording.verdict(row["verdict"]),
                "kind": "event" if row["event"] else "question",
                "slug": row["event"] or row["question"],
                "title": (row["event_row"] or row["question_row"])["title"],
            }
            for row in rows
        ]

    @cached_property
    def questions(self) -> list[dict]:
        return [row | row["row"] for row in localised(self.around.questions, self.language)]


class QuestionPage(Page):
    """What the page of a question shows."""

    @property
    def state(self) -> str:
        """How far it is settled, in a word."""
        return str(wording.QUESTION_STATES[self.document.get("stands", "open")])

    @cached_property
    def columns(self) -> list[dict]:
        """Per account its quotes on the question; none where it says nothing."""
        told = defaultdict(list)
        for row in self.document.get("quotes", []):
            told[row["source"]].append({"quote": self.quote(row)})
        return [column_of(source, told[source["slug"]]) for source in self.versus(told)]

    @cached_property
    def references_in_words(self) -> list[dict]:
        return self.references(self.document.get("references", []))

    @cached_property
    def events(self) -> list[dict]:
        return self.told_in_time(self.around.events)
