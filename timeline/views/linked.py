"""What a page says to machines: schema.org as JSON-LD, from what the page shows in words.

An editor's judgement becomes a ``ClaimReview`` only where it is closed and a second person has reviewed it; everything
else that is judged is a ``Claim``, which says who says it and where, and not whether it is true. What schema.org cannot
say (a doubtful or open date, one before year 1, a month of the Julian calendar) is left out and not rounded off.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sources import bibliography, calendars, dates
from timeline import dictionary
from timeline.views import wording
from timeline.views.lesson_reading import ReadLesson
from timeline.views.localise import gregorian, title_in
from timeline.views.presenting import EventPage, Page
from timeline.views.public import Head

CONTEXT = "https://schema.org"
NAME = "Wederhoor"
# The verdicts that end the matter. "contested" says that serious literature disagrees, and "context" judges nothing.
CLOSED = frozenset({"supported", "contradicted", "miscalculated", "misdated", "unsupported"})
WORKS = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "legislation": "Legislation",
    "report": "Report",
    "thesis": "Thesis",
}
# What could end the element that it stands in, or a line of JavaScript.
UNSAFE = str.maketrans({sign: f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"})


def script(*nodes: dict) -> SafeString:
    """Nodes as JSON that is safe within ``<script>``: a block of data, which no browser runs."""
    data = {"@context": CONTEXT} | (nodes[0] if len(nodes) == 1 else {"@graph": list(nodes)})
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE))


# --- pages ------------------------------------------------------------------------------------------------------------


def of_event(page: EventPage, head: Head, at: datetime) -> SafeString:
    """The event, the quotes with the works they stand in, what is claimed in them, and what is reviewed of that.

    ``at`` is when this version was published.
    """
    quoted = of_quotes(page, head, at, {"about": {"@id": head.permanent}})
    return script(event(page, head), *quoted)


def of_question(page: Page, head: Head, at: datetime) -> SafeString | None:
    """The same of a question, which is itself nothing that schema.org knows."""
    nodes = list(of_quotes(page, head, at, {}))
    return script(*nodes) if nodes else None


def of_source(source: dict, head: Head) -> SafeString:
    return script(work(source, head))


def of_lesson(read: ReadLesson, head: Head) -> SafeString:
    """A lesson, with the pages that it is based on. Who made it is said only where the editors publish it."""
    published = {"publisher": organisation(head)} if read.told["published"] else {}
    lesson = {
        "@type": "LearningResource",
        "@id": head.permanent,
        "name": read.told["title"],
        "description": head.description,
        "url": head.canonical,
        "inLanguage": read.told["lang"].get("title", head.language),
        "learningResourceType": "lesson plan",
        "isAccessibleForFree": True,
        "dateModified": read.told["changed"].isoformat(timespec="seconds"),
        "version": str(read.told["version"]),
        "isBasedOn": [based_on(item.publication, head) for item in read.shown],
    }
    return script(lesson | published)


def of_site(head: Head) -> SafeString:
    """The site as a whole, on its first page."""
    site = {"@type": "WebSite", "name": NAME, "url": urljoin(head.canonical, "/"), "description": head.description}
    return script(site | {"inLanguage": [code for code, _name in settings.LANGUAGES]})


# --- their parts ------------------------------------------------------------------------------------------------------


def based_on(publication: dict, head: Head) -> dict:
    """The page of an event or question, as a work: with the title that it has in this language."""
    place = reverse(publication["kind"], args=[publication["slug"]])
    title = title_in(publication["document_row"], head.language)
    return {"@type": "WebPage", "url": urljoin(head.canonical, place), "name": title}


def event(page: EventPage, head: Head) -> dict:
    document = page.document
    # What was only planned or alleged has a place on the axis, but no date on which it was.
    happened = {} if page.standing else when(document["date"])
    return {
        "@type": "Event",
        "@id": head.permanent,
        "name": document["title"],
        "description": document["summary"],
        "url": head.canonical,
    } | happened


def of_quotes(page: Page, head: Head, at: datetime, more: dict) -> Iterator[dict]:
    """The works, the quotes from them (with ``more`` about each), and the notes on these."""
    quotes = {quote["code"]: quote for quote in dictionary.quotes_in(page.document)}
    slugs = dict.fromkeys(quote["source"] for quote in quotes.values())
    yield from (work(page.sources[slug], head) for slug in slugs if slug in page.sources)
    for quote in quotes.values():
        yield quotation(quote, page, head) | more
    figures = {figure["code"]: figure.get("quote") for figure in page.document.get("figures", [])}
    for note in page.document.get("notes", []):
        quote = quotes.get(note.get("quote") or figures.get(note.get("figure")))
        if quote:
            yield from judged(note, quote, page, head, at)


def quotation(quote: dict, page: Page, head: Head) -> dict:
    source = page.sources.get(quote["source"])
    return {
        "@type": "Quotation",
        "@id": permanent(head, quote["code"]),
        "text": quote["exact"],
        "inLanguage": quote["language"],
        "url": f"{head.canonical}#q-{quote['code']}",
        **({"spokenByCharacter": speaker(quote, page)} if quote.get("speaker") else {}),
        **({"isPartOf": {"@id": address_of(source, head)}} if source else {}),
    }


def judged(note: dict, quote: dict, page: Page, head: Head, at: datetime) -> Iterator[dict]:
    """The claim that a note judges, and the judgement if it is closed and reviewed."""
    source = page.sources.get(quote["source"])
    authors = [speaker(quote, page)] if quote.get("speaker") else makers(source["csl"]) if source else []
    claim = {
        "@type": "Claim",
        "@id": permanent(head, note["code"]) + "#claim",
        "text": note.get("words") or quote["exact"],
        "appearance": {"@id": permanent(head, quote["code"])},
        **({"author": authors} if authors else {}),
    }
    yield claim
    if note.get("reviewer") and note["verdict"] in CLOSED:
        yield {
            "@type": "ClaimReview",
            "@id": permanent(head, note["code"]),
            "url": f"{head.canonical}#note-{note['code']}",
            "claimReviewed": claim["text"],
            "itemReviewed": {"@id": claim["@id"]},
            "author": organisation(head),
            "datePublished": at.isoformat(timespec="seconds"),
            "inLanguage": head.language,
            # Words alone: our verdicts lie on no scale from false to true, and search engines ask for no number.
            "reviewRating": {"@type": "Rating", "alternateName": str(wording.verdict(note["verdict"])["word"])},
        }


def work(source: dict, head: Head) -> dict:
    """A source as its bibliography has it; nothing where that says nothing."""
    csl, address = source["csl"], address_of(source, head)
    authors, issued = makers(csl), appeared(csl)
    return {
        "@type": WORKS.get(csl["type"], "CreativeWork"),
        "@id": address,
        "url": address,
        "name": csl["title"],
        "inLanguage": source["language"],
        **({"author": authors} if authors else {}),
        **({"datePublished": issued} if issued else {}),
    }


def makers(csl: dict) -> list[dict]:
    """The authors: a ``literal`` name is that of an organisation, as the desk asks for it."""
    return [
        {"@type": "Organization" if name.get("literal") else "Person", "name": bibliography.full_name(name)}
        for name in csl.get("author", [])
    ]


def speaker(quote: dict, page: Page) -> dict:
    """Who speaks in a quote within the quote: not the author of the work."""
    return {"@type": "Person", "name": page.terms.called(quote["speaker"])}


def organisation(head: Head) -> dict:
    return {"@type": "Organization", "name": NAME, "url": urljoin(head.canonical, "/")}


def address_of(source: dict, head: Head) -> str:
    return urljoin(head.canonical, reverse("source", args=[source["slug"]]))


def permanent(head: Head, code: str) -> str:
    """The permanent link of a code, without a language: its name in the web of data."""
    return urljoin(head.canonical, reverse("bare-code", args=[code]))


# --- dates ------------------------------------------------------------------------------------------------------------


def when(date: dict) -> dict:
    """``startDate`` and ``endDate`` of a recorded date, as far as schema.org can say it; else nothing."""
    calendar = date.get("calendar", calendars.GREGORIAN)
    form = dates.parse_event_date(date["edtf"], calendar).form
    ends = [form.start, form.end] if isinstance(form, dates.Span) else [form]
    said = [iso(end, calendar) if isinstance(end, dates.Moment) else "" for end in ends]
    return dict(zip(("startDate", "endDate"), said, strict=False)) if all(said) else {}


def appeared(csl: dict) -> str:
    """When a work came out; empty where its bibliography gives a period, or is not sure."""
    edtf = bibliography.issued_edtf(csl)
    form = dates.parse(edtf).form if edtf else None
    return iso(form, calendars.GREGORIAN) if isinstance(form, dates.Moment) else ""


def iso(moment: dates.Moment, calendar: str) -> str:
    """A day, month or year in ISO 8601, which is Gregorian and begins in year 1; empty if it is none of these."""
    whole = moment.years[0] == moment.years[1] and "X" not in moment.month + moment.day
    if not whole or moment.doubt or moment.time or moment.season:
        return ""
    if calendar != calendars.GREGORIAN and moment.precision < dates.DAY:
        return ""  # its months and years begin on other days
    day = gregorian(moment.earliest)
    named = len(day) == len("1917-10-25") and day >= "0001"
    return day[: 3 * moment.precision + 1] if named else ""
