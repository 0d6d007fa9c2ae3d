"""Where the site uses a source: its quotes with the pages that quote them, and the pages that lean on it."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from django.db.models import Count, F, Q
from django.urls import reverse

from sources import bibliography
from timeline.models import PublicClaim
from timeline.views import wording
from timeline.views.localise import dated_words, localised

QUOTE_COLUMNS = {
    "exact": F("quote__exact"),
    "prefix": F("quote__prefix"),
    "suffix": F("quote__suffix"),
    "speaker": F("quote__speaker"),
    "start": F("quote__start"),
    "end": F("quote__end"),
    "text": F("quote__text__number"),
}
OWNER_COLUMNS = (
    "event_id", "event__slug", "event__row", "event__earliest", "question_id", "question__slug", "question__row",
)  # fmt: skip
QUOTING = (PublicClaim.CITATION, PublicClaim.POSITION)
LEANING = (PublicClaim.REFERENCE, PublicClaim.FIGURE)
FOREVER = float("inf")


def counts() -> dict[str, dict]:
    """Per source, by slug: how many of its words are quoted, on how many pages, and how many pages lean on it."""
    used = PublicClaim.objects.exclude(source="").order_by().values("source")
    rows = used.annotate(
        quotes=Count("quote", distinct=True, filter=Q(kind__in=QUOTING)),
        events=Count("event", distinct=True),
        questions=Count("question", distinct=True),
    )
    return {row["source"]: row | {"pages": row["events"] + row["questions"]} for row in rows}


def claims_on(slug: str) -> list[dict]:
    """Every published use of a source, in the order in which it was published."""
    rows = PublicClaim.objects.filter(source=slug).order_by("pk")
    return list(rows.values("kind", "code", "verdict", "row", "quote_id", *OWNER_COLUMNS, **QUOTE_COLUMNS))


def quotes_of(claims: list[dict], language: str) -> list[dict]:
    """The published quotes in the order of the text, numbered, each with the pages that use it and their verdicts."""
    verdicts = defaultdict(list)
    for claim in claims:
        if claim["kind"] == PublicClaim.NOTE and claim["quote_id"]:
            verdicts[claim["quote_id"], owner_of(claim)["slug"]].append(wording.verdict(claim["verdict"]))
    quotes: dict[str, dict] = {}
    for claim in claims:
        if claim["kind"] in QUOTING:
            names = ("exact", "prefix", "suffix", "speaker", "start", "end", "text")
            quote = quotes.setdefault(claim["code"], {"code": claim["code"], "uses": []} | {n: claim[n] for n in names})
            use = localised(owner_of(claim), language)
            quote["uses"].append(
                use | {"url": f"{use['url']}#q-{claim['code']}", "verdicts": verdicts[claim["code"], use["slug"]]}
            )
    ordered = sorted(quotes.values(), key=itemgetter("start", "end", "code"))
    return [in_time(quote) | {"number": number} for number, quote in enumerate(ordered, 1)]


def in_time(quote: dict) -> dict:
    """A quote with the pages that use it in the order of time."""
    return quote | {"uses": sorted(quote["uses"], key=itemgetter("at", "title"))}


def pages_beside(quotes: Iterable[dict]) -> list[dict]:
    """The pages that use these quotes, a row for those that use the same ones: ``numbers`` in words, and ``uses``.

    A verdict says on which of several numbers it is, unless on all.
    """
    pages: dict[tuple[str, str], dict] = {}
    for quote in quotes:
        for use in quote["uses"]:
            page = pages.setdefault((use["kind"], use["slug"]), use | {"numbers": [], "said": {}})
            page["numbers"].append(quote["number"])
            for verdict in use["verdicts"]:
                page["said"].setdefault(verdict["name"], (verdict, []))[1].append(quote["number"])
    rows: dict[tuple[int, ...], list[dict]] = defaultdict(list)
    for page in pages.values():
        verdicts = [
            verdict | {"numbers": "" if on == page["numbers"] else in_runs(on)} for verdict, on in page["said"].values()
        ]
        rows[tuple(page["numbers"])].append(page | {"verdicts": verdicts})
    return [{"numbers": in_runs(numbers), "uses": uses} for numbers, uses in sorted(rows.items())]


def in_runs(numbers: Iterable[int]) -> str:
    """Ascending numbers in words, three or more in a row by their ends: ``1, 2, 4–7``."""
    runs: list[list[int]] = []
    for number in dict.fromkeys(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def owner_of(claim: dict) -> dict:
    """The page on which a claim stands; ``at`` sorts the pages: events by their date, questions after them."""
    kind = "event" if claim["event__slug"] else "question"
    row, slug = claim[f"{kind}__row"], claim[f"{kind}__slug"]
    at = FOREVER if claim["event__earliest"] is None else claim["event__earliest"]
    found = {"kind": kind, "slug": slug, "url": reverse(kind, args=[slug]), "at": at, "date": row.get("date", {})}
    return found | {name: row[name] for name in ("title_nl", "title_en")}


def pages_using(claims: list[dict], quotes: list[dict], language: str) -> dict[str, list[dict]]:
    """The events, in the order of time, and the questions that quote a source (``quotes``) or lean on it (``entries``).

    ``quotes`` as ``quotes_of`` gives them.
    """
    numbered = {quote["code"]: {"code": quote["code"], "number": quote["number"]} for quote in quotes}
    owners: dict[str, dict] = {}
    for claim in claims:
        leans = claim["kind"] in LEANING and not claim["quote_id"]
        if not leans and claim["kind"] not in QUOTING:
            continue
        owner = localised(owner_of(claim), language)
        words = dated_words(owner["date"], language)
        mine = owners.setdefault(owner["url"], owner | {"date_words": words, "entries": [], "quotes": []})
        name, entry = ("entries", entry_of(claim, language)) if leans else ("quotes", numbered[claim["code"]])
        if entry not in mine[name]:
            mine[name].append(entry)
    for mine in owners.values():
        mine["quotes"].sort(key=itemgetter("number"))
    ordered = sorted(owners.values(), key=itemgetter("at", "title"))
    return {f"{kind}s": [owner for owner in ordered if owner["kind"] == kind] for kind in ("event", "question")}


def entry_of(claim: dict, language: str) -> dict:
    """For what a page leans on a source, and on which place in it: for its date, a note, or a figure."""
    row = claim["row"]
    place = row.get("locator") or row.get("reference", {}).get("locator", "")
    figure = row["words"] if claim["kind"] == PublicClaim.FIGURE else ""
    return {"figure": figure, "locator": bibliography.locator_in_words(place, language), "anchor": anchor_of(claim)}


def anchor_of(claim: dict) -> str:
    """Where on the page it is leaned on; empty for its date, or the page as a whole."""
    if claim["kind"] == PublicClaim.FIGURE:
        return f"figure-{claim['code']}"
    whole = claim["code"] in (claim["event_id"], claim["question_id"])
    return "" if whole else f"note-{claim['code']}"
