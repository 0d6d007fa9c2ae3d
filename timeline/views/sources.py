"""The list of sources, and the page of one: its text with the passages that events quote, or where it is leaned on."""

from collections.abc import Iterable
from operator import itemgetter

from django.db.models import F
from django.http import Http404
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from sources import bibliography
from sources.models import Source, Text
from timeline.views import linked, reading, sharing, usage
from timeline.views.lettering import by_letter, folded
from timeline.views.localise import localised
from timeline.views.passages import Block, Passage, blocks, in_order, share
from timeline.views.public import head_of, page, render

TEXT_COLUMNS = {"text_number": F("texts__number"), "body": F("texts__body"), "divisions": F("texts__divisions")}
STUDIES = {"book", "chapter", "article", "article-journal", "thesis", "report", "paper-conference", "webpage"}
FIRST_STUDIES = 1950  # what was issued before belongs to the time that is told of here


@page()
def sources(request):
    """Every published source: the accounts, then the literature, each with how much the site uses it."""
    language = get_language()
    used = usage.counts()
    rows = [
        described(row, language) | {"used": used.get(row["slug"])}
        for row in Source.objects.published().values(*reading.SOURCE_FIELDS)
    ]
    literature = [row for row in rows if row["kind"] == Source.LITERATURE]
    accounts = [row for row in rows if row["kind"] == Source.ACCOUNT]
    context = {
        "accounts": sorted(accounts, key=itemgetter("lane", "slug")),
        "studies": by_letter("studies", [row for row in literature if not row["of_the_time"]]),
        "documents": by_letter("documents", [row for row in literature if row["of_the_time"]]),
    }
    described_as = _("The accounts that are compared here, and the studies and documents that we lean on.")
    return render("sources/index.html", head_of(request, _("Sources"), described_as), context)


@page()
def source(request, slug: str):
    """One source, with both ways between its words and the events."""
    language = get_language()
    row = source_with_text(slug)
    found = described(row, language) | particulars(row, language)
    claims = usage.claims_on(slug)
    quotes = usage.quotes_of(claims, language)
    here = [quote for quote in quotes if quote["text"] == row["text_number"]]
    context = {
        "source": found,
        "older": [quote for quote in quotes if quote["text"] != row["text_number"]],
        "quoted": len(quotes),
        "using": usage.pages_using(claims, quotes, language),
        "citations": sharing.citations(as_cited(row)),
        "downloads": sharing.downloads("source-cite", slug),
        **whole_text(row, here),
    }
    about = found["stance"] or found["in_words"]
    head = head_of(request, found["name"], about, kind="article")
    return render("sources/source.html", head, context | {"linked": linked.of_source(found, head)})


def source_with_text(slug: str) -> dict:
    """A published source with the newest of its texts, but never the raw file. Raises Http404."""
    rows = Source.objects.published().filter(slug=slug).order_by(F("texts__number").desc(nulls_last=True))
    row = rows.values(*reading.SOURCE_FIELDS, **TEXT_COLUMNS).first()
    if row is None:
        raise Http404(_("There is no source at this address."))
    return row


# --- what is said of a source -----------------------------------------------------------------------------------------


def described(row: dict, language: str) -> dict:
    """A source in one language, with its bibliography in words.

    ``reference`` is those words in five: what stands before the name it is sorted by, that name, what follows up to the
    title that print sets in italics, that title, and the rest.
    """
    in_words = bibliography.in_words(row["csl"], language)
    name = sorting_name(row["csl"])
    first, title, _rest = bibliography.parts(row["csl"], language)
    before, found, between = first.partition(name) if name else (first, "", "")
    rest = in_words[len(first) + len(title) :]
    return localised(reading.marked(row), language) | {
        "in_words": in_words,
        "reference": {"before": before, "name": found, "between": between, "title": title, "rest": rest},
        "sorted_by": f"{folded(name or in_words)} {folded(in_words)}",
        "url": url_of(row),
        "of_the_time": of_the_time(row["csl"]),
    }


def particulars(row: dict, language: str) -> dict:
    """Who made it, when, and in which language; empty where the document does not say."""
    try:
        tongue = get_language_info(row["language"])["name_translated"]
    except KeyError:
        tongue = row["language"]
    makers = bibliography.makers(row["csl"], language)
    return {"makers": makers, "issued": bibliography.issued(row["csl"], language), "tongue": tongue}


def of_the_time(csl: dict) -> bool:
    """Whether it is a document or the press of the time rather than a study of it: by its type, or by its age."""
    year = next(iter(csl.get("issued", {}).get("date-parts", [])), [None])[0]
    return csl["type"] not in STUDIES or (isinstance(year, int) and year < FIRST_STUDIES)


def sorting_name(csl: dict) -> str:
    """The surname by which a bibliography sorts a work: of its first author or else editor; empty if it has neither."""
    first = next(iter(csl.get("author") or csl.get("editor") or []), {})
    return first.get("family") or first.get("literal") or ""


def url_of(row: dict) -> str:
    """Where the work itself can be read; only what a browser can open safely."""
    address = row["csl"].get("URL", "")
    return address if address.startswith(("https://", "http://")) else ""


def as_cited(row: dict) -> dict:
    """The work as CSL-JSON, with its language; its address only where it can be opened safely."""
    work = {"language": row["language"]} | row["csl"]
    if not url_of(row):
        work.pop("URL", None)
    return work


# --- its text ---------------------------------------------------------------------------------------------------------


def whole_text(row: dict, quotes: list[dict]) -> dict:
    """What is shown of the text: all of it with its quoted passages, or only the quotes in their context."""
    if row["body"] is None:
        return {"shown": "nothing"}
    if row["showing"] != Source.WHOLE:
        return {"shown": "quotes", "quotes": quotes}
    passages = [Passage(quote["start"], quote["end"], quote["code"]) for quote in quotes]
    parts = Text(divisions=row["divisions"]).parts
    made = blocks(row["body"], parts, passages)
    return {
        "shown": "whole",
        "blocks": made,
        "quotes": {quote["code"]: quote for quote in quotes},
        "contents": contents(in_order(made)),
        "tally": tally(in_order(made)) | {"share": share(parts, passages)},
    }


def tally(made: Iterable[Block]) -> dict[str, int]:
    """How many paragraphs and items there are, how many of them are quoted, and at how many stops those are not."""
    passages = [block for block in made if block.kind != "heading"]
    quoted = sum(block.quoted for block in passages)
    stops = max((block.stop for block in passages), default=0)
    return {"passages": len(passages), "quoted": quoted, "unquoted": len(passages) - quoted, "stops": stops}


def contents(made: Iterable[Block]) -> list[dict]:
    """The headings of a text as its table of contents; one that is repeated at once stands there once, counted."""
    found: list[dict] = []
    for block in made:
        if block.kind != "heading":
            continue
        if found and (found[-1]["text"], found[-1]["rank"]) == (block.text, block.rank):
            found[-1]["again"].append({"count": len(found[-1]["again"]) + 2, "number": block.number})
        else:
            found.append({"text": block.text, "rank": block.rank, "number": block.number, "again": []})
    return found
