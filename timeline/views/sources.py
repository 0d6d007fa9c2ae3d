"""The list of sources, and the page of one: its text with the passages that events quote, or where it is leaned on."""

from collections import defaultdict
from operator import itemgetter

from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sources import bibliography
from sources.models import Source, Text
from timeline.models import PublicClaim
from timeline.views import reading, wording
from timeline.views.localise import localised
from timeline.views.passages import Passage, blocks
from timeline.views.public import head_of, page, render

TEXT_COLUMNS = {"text_number": F("texts__number"), "body": F("texts__body"), "divisions": F("texts__divisions")}
QUOTE_COLUMNS = {
    "exact": F("quote__exact"),
    "prefix": F("quote__prefix"),
    "suffix": F("quote__suffix"),
    "speaker": F("quote__speaker"),
    "start": F("quote__start"),
    "end": F("quote__end"),
    "text": F("quote__text__number"),
}
OWNER_COLUMNS = ("event_id", "event__slug", "event__row", "question_id", "question__slug", "question__row")
QUOTING = (PublicClaim.CITATION, PublicClaim.POSITION)
STUDIES = {"book", "chapter", "article", "article-journal", "thesis", "report", "paper-conference", "webpage"}
FIRST_STUDIES = 1950  # what was issued before belongs to the time that is told of here
LEANING = (PublicClaim.REFERENCE, PublicClaim.FIGURE)


@page()
def sources(request):
    """Every published source: the accounts, then the literature."""
    language = get_language()
    rows = [described(row, language) for row in Source.objects.published().values(*reading.SOURCE_FIELDS)]
    accounts = sorted((row for row in rows if row["kind"] == Source.ACCOUNT), key=itemgetter("lane", "slug"))
    literature = sorted((row for row in rows if row["kind"] == Source.LITERATURE), key=by_author)
    context = {
        "accounts": accounts,
        "studies": [row for row in literature if not row["of_the_time"]],
        "documents": [row for row in literature if row["of_the_time"]],
    }
    described_as = _("The accounts that are compared here, and the studies and documents that we lean on.")
    return render("sources/index.html", head_of(request, _("Sources"), described_as), context)


@page()
def source(request, slug: str):
    """One source, with both ways between its words and the events."""
    language = get_language()
    row = source_with_text(slug)
    found = described(row, language)
    claims = list(
        PublicClaim.objects.filter(source=slug)
        .order_by("pk")
        .values("kind", "code", "verdict", "row", "quote_id", *OWNER_COLUMNS, **QUOTE_COLUMNS)
    )
    quotes = quotes_of(claims, language)
    here = [quote for quote in quotes if quote["text"] == row["text_number"]]
    context = {
        "source": found,
        "older": [quote for quote in quotes if quote["text"] != row["text_number"]],
        "leaned_on": leaned_on(claims, language),
        **whole_text(row, here),
    }
    about = found["stance"] or found["in_words"]
    return render("sources/source.html", head_of(request, found["name"], about, kind="article"), context)


def source_with_text(slug: str) -> dict:
    """A published source with the newest of its texts, but never the raw file. Raises Http404."""
    rows = Source.objects.published().filter(slug=slug).order_by(F("texts__number").desc(nulls_last=True))
    row = rows.values(*reading.SOURCE_FIELDS, **TEXT_COLUMNS).first()
    if row is None:
        raise Http404(_("There is no source at this address."))
    return row


def described(row: dict, language: str) -> dict:
    """A source in one language, with its bibliography in words."""
    return localised(reading.marked(row), language) | {
        "in_words": bibliography.in_words(row["csl"], language),
        "url": url_of(row),
        "of_the_time": of_the_time(row["csl"]),
    }


def of_the_time(csl: dict) -> bool:
    """Whether it is a document or the press of the time rather than a study of it: by its type, or by its age."""
    year = next(iter(csl.get("issued", {}).get("date-parts", [])), [None])[0]
    return csl["type"] not in STUDIES or (isinstance(year, int) and year < FIRST_STUDIES)


def by_author(row: dict) -> tuple[str, str]:
    """The key that sorts a bibliography: the surname of the first author, or else the title."""
    first = next(iter(row["csl"].get("author", [])), {})
    name = first.get("family") or first.get("literal") or row["in_words"]
    return name.casefold(), row["in_words"]


def url_of(row: dict) -> str:
    """Where the work itself can be read; only what a browser can open safely."""
    address = row["csl"].get("URL", "")
    return address if address.startswith(("https://", "http://")) else ""


def whole_text(row: dict, quotes: list[dict]) -> dict:
    """What is shown of the text: all of it with its quoted passages, or only the quotes in their context."""
    by_code = {quote["code"]: quote for quote in quotes}
    if row["body"] is None:
        return {"shown": "nothing"}
    if row["showing"] == Source.QUOTES:
        return {"shown": "quotes", "quotes": quotes}
    passages = [Passage(quote["start"], quote["end"], quote["code"]) for quote in quotes]
    parts = Text(divisions=row["divisions"]).parts
    return {"shown": "whole", "blocks": blocks(row["body"], parts, passages), "quotes": by_code}


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
    return [quote | {"number": number} for number, quote in enumerate(ordered, 1)]


def owner_of(claim: dict) -> dict:
    """The page on which a claim stands."""
    kind = "event" if claim["event__slug"] else "question"
    row, slug = claim[f"{kind}__row"], claim[f"{kind}__slug"]
    return {"kind": kind, "slug": slug, "url": reverse(kind, args=[slug])} | {
        name: row[name] for name in ("title_nl", "title_en")
    }


def leaned_on(claims: list[dict], language: str) -> list[dict]:
    """Per page, where it leans on this source: for its date, a note, or a figure."""
    owners: dict[str, dict] = {}
    for claim in claims:
        if claim["kind"] in LEANING and not claim["quote_id"]:
            owner = localised(owner_of(claim), language)
            row = claim["row"]
            place = row.get("locator") or row.get("reference", {}).get("locator", "")
            place = bibliography.locator_in_words(place, language)
            words = row["words"] if claim["kind"] == PublicClaim.FIGURE else ""
            entry = {"figure": words, "locator": place, "anchor": anchor_of(claim)}
            mine = owners.setdefault(owner["url"], owner | {"entries": []})
            if entry not in mine["entries"]:
                mine["entries"].append(entry)
    return sorted(owners.values(), key=itemgetter("title"))


def anchor_of(claim: dict) -> str:
    """Where on the page it is leaned on; empty for its date, or the page as a whole."""
    if claim["kind"] == PublicClaim.FIGURE:
        return f"figure-{claim['code']}"
    whole = claim["code"] in (claim["event_id"], claim["question_id"])
    return "" if whole else f"note-{claim['code']}"
