"""What readers get of an event or question: the document of a revision, and the findings computed from it."""

from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction

from sources import calendars, dates, importers
from sources.fields import exact_or_none, number_text
from sources.models import Quote, Source, with_texts
from timeline import dictionary, glossary
from timeline.checks import agreement, arithmetic, chronology, formulas, reckoning
from timeline.models import Address, PublicEvent, Question, Revision, Theme

STATED, ATTESTED = "stated", "attested"


def document_of(revision: Revision) -> dict:
    """The snapshot as readers get it: ready notes only, quotes with their place, dates with their days, and which
    accounts there were to compare."""
    return public_document(revision.snapshot, revision.kind)


def public_document(snapshot: dict, kind: str) -> dict:
    """A snapshot with everything a page needs and nothing that is not ready; preview uses it too."""
    quotes = quotes_of(snapshot)
    placed = {code: placed_quote(quote) for code, quote in quotes.items()}
    compared = Source.objects.published().accounts()
    document = snapshot | {
        "notes": [note for note in snapshot.get("notes", []) if note.get("ready")],
        "accounts": list(compared.values_list("slug", flat=True)),
        "terms": glossary.named_in(snapshot),
    }
    if kind == Question.KIND:
        return document | {
            "quotes": [quote | placed[quote["code"]] for quote in snapshot.get("quotes", [])],
        }
    return document | {
        "themes": list(Theme.objects.filter(slug__in=snapshot.get("themes", [])).values("slug", "name_nl", "name_en")),
        "date": snapshot["date"] | days(snapshot["date"]),
        "citations": [
            row | days(row) | {"quote": row["quote"] | placed[row["quote"]["code"]]} | basis_of(row, quotes)
            for row in snapshot.get("citations", [])
        ],
        "orders": list(orders_of(snapshot)),
    }


def orders_of(snapshot: dict) -> Iterator[dict]:
    """The orders in time with what readers see of the other event, or of the one that it was merged into; those with an
    event that they do not see are left out, and with this event itself."""
    rows = snapshot.get("orders", [])
    named = Address.objects.filter(space=Address.CODE, name__in=[row["event"] for row in rows])
    targets = dict(named.leading().values_list("name", "target")) if rows else {}
    seen = PublicEvent.objects.filter(code__in=targets.values()).exclude(code=snapshot["code"])
    others = {row.code: row for row in seen} if rows else {}
    for row in rows:
        if other := others.get(targets.get(row["event"])):
            date = {name: other.row["date"][name] for name in ("earliest", "latest")}
            titles = {name: other.row[name] for name in ("title_nl", "title_en")}
            readings = [
                {"source": slug, "earliest": reading["earliest"], "latest": reading["latest"]}
                for slug, readings in other.row["readings"].items()
                for reading in readings
                if reading["origin"] == STATED
            ]
            yield row | {"other": titles | date | {"standing": other.standing, "readings": readings}}


def quotes_of(snapshot: dict) -> dict[str, Quote]:
    """The stored quotes that a snapshot cites or rests on, by code and with their texts."""
    codes = {quote["code"] for quote in dictionary.quotes_in(snapshot)}
    codes |= {row["basis"] for row in snapshot.get("citations", []) if row.get("basis")}
    return {quote.code: quote for quote in with_texts(Quote.objects.filter(code__in=codes))}


def placed_quote(quote: Quote) -> dict:
    """Where a quote stands, for links into the source and for the words around it."""
    text = quote.text
    return {
        "start": quote.start,
        "end": quote.end,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "language": text.source.language,
        "locator": importers.locator(text.parts, text.body, quote.start, quote.end),
    }


def basis_of(row: dict, quotes: dict[str, Quote]) -> dict:
    """The words that an inferred reading rests on."""
    quote = quotes.get(row.get("basis"))
    if quote is None:
        return {}
    source = quote.text.source
    words = {"code": quote.code, "source": source.slug, "exact": quote.exact, "language": source.language}
    return {"basis": words}


def days(dated: dict) -> dict:
    """The two day numbers of a reading; both None where there is none."""
    if not dated.get("edtf"):
        return {"earliest": None, "latest": None}
    date = dates.parse_event_date(dated["edtf"], dated.get("calendar", calendars.GREGORIAN))
    return {"earliest": date.earliest, "latest": date.latest}


def findings_of(document: dict) -> list[dict]:
    """What the checks find in a document, with permanent codes."""
    found = [*agreement.findings(dated_claims(document), "dates")]
    for measure in document.get("measures", []):
        found += agreement.findings(counted_claims(document, measure["key"]), "figures", measure["key"])
    found += reckoned(document)
    if "citations" in document:
        found += chronology.order_findings(stated_orders(document))
        found += chronology.undeclared(stated_days(document), document.get("local_calendar", calendars.GREGORIAN))
        speaking = [row["quote"]["source"] for row in document["citations"]]
        found += chronology.silence(document["accounts"], speaking)
    return [{"code": agreement.finding_code(document["code"], finding)} | plain(asdict(finding)) for finding in found]


def plain(value):
    """A finding as it is stored: lists, and numbers as text; without the keys that hold nothing."""
    if isinstance(value, dict):
        return {key: plain(its) for key, its in value.items() if not says_nothing(its)}
    if isinstance(value, list | tuple):
        return [plain(its) for its in value]
    return number_text(value) if isinstance(value, Fraction) else value


def says_nothing(value) -> bool:
    """Whether a key may be left out; nought is a number like others."""
    return value is None or value is False or value in ("", (), [], {})


def dated_claims(document: dict) -> Iterator[agreement.Claim]:
    """The dates that the sources give, and the recorded one; what is only alleged or planned is on no record."""
    for row in document.get("citations", []):
        if row.get("edtf"):
            quote = row["quote"]
            days = row["earliest"], row["latest"]
            yield agreement.Claim(quote["code"], quote["source"], *days, row.get("witness", ""))
    if "date" in document and is_attested(document):
        date = document["date"]
        leaning_on = {reference["source"] for reference in date.get("references", [])}
        witness = leaning_on.pop() if len(leaning_on) == 1 else ""
        yield agreement.Claim("date", agreement.LITERATURE, date["earliest"], date["latest"], witness)


def counted_claims(document: dict, measure: str) -> Iterator[agreement.Claim]:
    """The answers to one measure."""
    for figure, source in given_figures(document):
        if figure["measure"] == measure:
            witness = figure.get("witness") or figure.get("reference", {}).get("source", "")
            yield agreement.Claim(
                figure["code"], source, exact_or_none(figure.get("low")), exact_or_none(figure.get("high")), witness
            )


def given_figures(document: dict) -> Iterator[tuple[dict, str]]:
    """The figures, each with the slug of the source that gives it, or as literature."""
    sources = {row["quote"]["code"]: row["quote"]["source"] for row in document.get("citations", [])}
    for figure in document.get("figures", []):
        yield figure, sources.get(figure.get("quote"), agreement.LITERATURE)


def reckoned(document: dict) -> Iterator[reckoning.Reckoning]:
    """What the figures come to together, by the relations that the editor reads into them."""
    answers = [
        arithmetic.Answer(
            figure["code"],
            figure["measure"],
            exact_or_none(figure.get("low")),
            exact_or_none(figure.get("high")),
            None if figure.get("hedge") else exact_or_none(figure.get("value")),
            source,
        )
        for figure, source in given_figures(document)
    ]
    scales = {row["key"]: formulas.scale_of(row["unit_en"], row["nature"]) for row in document.get("measures", [])}
    texts = [row["formula"] for row in document.get("relations", [])]
    yield from reckoning.findings(answers, texts, scales)


def stated_orders(document: dict) -> Iterator[chronology.Order]:
    """The orders in time, with the days of both events: those on record, and those that the accounts give."""
    sources = {row["quote"]["code"]: row["quote"]["source"] for row in document["citations"]}
    own = [on_record(document["date"])] if is_attested(document) else []
    own += [
        chronology.Days(row["quote"]["source"], row["earliest"], row["latest"])
        for row in document["citations"]
        if row.get("origin") == STATED
    ]
    for row in document["orders"]:
        other, code = row["other"], row.get("quote", "")
        others = [on_record(other)] if is_attested(other) else []
        others += [chronology.Days(**reading) for reading in other["readings"]]
        yield chronology.Order(row["relation"], row["event"], code, sources.get(code, ""), tuple(own), tuple(others))


def is_attested(event: dict) -> bool:
    """Whether there is a record of it; what is only alleged or planned has none."""
    return event.get("standing", ATTESTED) == ATTESTED


def on_record(date: dict) -> chronology.Days:
    """The days of a recorded date."""
    return chronology.Days("", date["earliest"], date["latest"])


def stated_days(document: dict) -> Iterator[chronology.StatedDay]:
    """The dates that sources state in their own words."""
    for row in document["citations"]:
        if row.get("origin") == STATED:
            date = dates.parse_event_date(row["edtf"], row.get("calendar", calendars.GREGORIAN))
            quote = row["quote"]
            yield chronology.StatedDay(quote["code"], quote["source"], quote["exact"], date.first_day_named)
