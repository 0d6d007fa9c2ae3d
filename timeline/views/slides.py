"""An event or a lesson as slides: one thing at a time, and what was found after what was said.

A slide is a dictionary: ``kind`` (the partial of ``templates/present/`` that shows it), ``heading``, and what that
partial needs. A reader sees the words before any judgement: a teacher decides when to go on.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.models import Event
from timeline.views.lesson_reading import Item
from timeline.views.presenting import EventPage, Page
from timeline.views.tasks import task_in_words

# Characters of text up to which the type of a slide is larger, and from which it is smaller, so that it still fits a
# screen of 1280 by 720.
SHORT, LONG, LONGER = 90, 180, 320
QUOTES = 420  # characters of quotes of one source together, with LINE for what stands below each of them
LINE = 60
PIECE = 620  # characters of a long note, with the words that it is on
ROWS = 4  # questions of number with one answer each, together on a slide
FOUND = "found"  # the anchor of what was found


def numbered(slides: list[dict]) -> list[dict]:
    """The slides with their place: its anchor, and those of the slides beside it."""
    last = len(slides)
    return [
        slide
        | {"number": number, "of": last, "id": f"slide-{number}"}
        | {"before": f"slide-{number - 1}" if number > 1 else ""}
        | {"after": f"slide-{number + 1}" if number < last else ""}
        for number, slide in enumerate(slides, start=1)
    ]


def size_of(text: str) -> str:
    """How much room this text takes: "short", "", "long" or "longer"."""
    if len(text) <= SHORT:
        return "short"
    return "longer" if len(text) > LONGER else "long" if len(text) > LONG else ""


# --- an event ---------------------------------------------------------------------------------------------------------


def of_event(page: EventPage) -> Iterator[dict]:
    """What is shown of an event after its title, in three ``part``s that one can go to."""
    for part, slides in ((_("Quotes"), words(page)), (_("Findings"), computed(page)), (_("Notes"), notes(page))):
        for slide in islice(slides, 1):
            yield slide | {"part": part}
        yield from slides


def words(page: Page) -> Iterator[dict]:
    """The quotes, account by account, short ones together; the silent ones say so."""
    if isinstance(page, EventPage) and page.is_context:
        yield {"kind": "context", "heading": page.document["title"], "summary": page.document["summary"]}
        return
    for column in page.columns:
        source, quotes = own_mark(page, column["source"]), [row["quote"] for row in column["citations"]]
        about = {"heading": source["name"], "source": source}
        if not quotes:
            yield {"kind": "silence"} | about
        told = 0
        for group in together(quotes):
            first, told = told + 1, told + len(group)
            counted = {"place": f"{first}–{told}" if told > first else first, "places": len(quotes)}
            yield {"kind": "quote", "quotes": group} | about | counted | {"size": size_of("".join(map(shown, group)))}


def own_mark(page: Page, source: dict) -> dict:
    """A source in the shape of its own mark: in a drawing a silent one is a ring, here it is drawn in outline."""
    return page.sources.get(source["slug"], source)


def shown(quote: dict) -> str:
    """All words of a quote that stand on a slide."""
    return quote["exact"] + (quote.get("translation", "") if quote["foreign"] else "")


def together(quotes: Iterable[dict]) -> Iterator[list[dict]]:
    """The quotes in their order, as many on a slide as fit."""
    group, room = [], QUOTES
    for quote in quotes:
        takes = len(shown(quote)) + LINE
        if group and takes > room:
            yield group
            group, room = [], QUOTES
        group.append(quote)
        room -= takes
    if group:
        yield group


def computed(page: EventPage) -> Iterator[dict]:
    """The dates side by side, the figures, and the sums."""
    voices = [voice | {"source": own_mark(page, voice["source"])} for voice in page.glance]
    dates = {"heading": _("When was it?"), "page": page, "voices": voices, "findings": page.sentences()}
    yield {"kind": "dates", "anchor": FOUND} | dates
    lone = [measure for run in page.measures_in_runs if run["lone"] for measure in run["measures"]]
    for start in range(0, len(lone), ROWS):
        yield {"kind": "figures", "heading": _("Figures"), "measures": lone[start : start + ROWS]}
    for run in page.measures_in_runs:
        for measure in [] if run["lone"] else run["measures"]:
            yield {"kind": "measure", "heading": measure["what"], "measure": measure}
    sums = page.arithmetic
    for place, finding in enumerate(sums, start=1):
        counted = {"place": place, "places": len(sums)}
        yield {"kind": "sum", "heading": _("Do these numbers fit together?"), "finding": finding} | counted


def notes(page: Page) -> Iterator[dict]:
    """Each judgement of an editor, folded below the words that it is on; a long one over several slides."""
    rows = page.document.get("notes", [])
    for number, row in enumerate(rows, start=1):
        told, on = page.note(row), page.judged(row)
        pieces = pieces_of(told["reason"], PIECE - len(on["words"] if on else ""))
        for place, text in enumerate(pieces, start=1):
            slide = {"kind": "note", "note": told, "text": text, "size": size_of(text)}
            slide |= {"heading": _("Note %(number)d of %(of)d") % {"number": number, "of": len(rows)}}
            yield slide | {"on": on if place == 1 else None, "begins": place == 1, "ends": place == len(pieces)}


def pieces_of(text: str, room: int) -> list[str]:
    """The paragraphs of a text, as many together as there is room for; on later slides there is more."""
    pieces = [""]
    for paragraph in text.split("\n\n"):
        if pieces[-1] and len(pieces[-1]) + len(paragraph) > room:
            pieces.append("")
            room = PIECE
        pieces[-1] = f"{pieces[-1]}\n\n{paragraph}".strip()
    return pieces


# --- a lesson ---------------------------------------------------------------------------------------------------------


def of_intro(told: dict) -> Iterator[dict]:
    """What its maker says of a lesson before it begins."""
    if told["intro"]:
        about = {"kind": "intro", "heading": _("About this lesson"), "summary": told["intro"]}
        yield about | {"lang": told["lang"].get("intro", ""), "size": size_of(told["intro"])}


def of_item(item: Item) -> Iterator[dict]:
    """An event or question of a lesson: its title with the task, the words that it is about, and the way to what was
    found, which nobody sees before."""
    title, newest = item.page.document["title"], item.publication
    told, is_event = tasks_of(item.said), newest["kind"] == Event.KIND
    yield {
        "kind": "item",
        "heading": title,
        "when": item.page.date["date_words"] if is_event else "",
        "summary": item.page.document["summary"],
        "tasks": told,
        "size": size_of("".join(task["task"] for task in told)),
    }
    for slide in words(item.page):
        yield slide | {"about": title}
    place = reverse("event-present" if is_event else "question", args=[newest["slug"]])
    found = {"kind": "found", "heading": _("What did we find?"), "is_event": is_event}
    yield found | {"about": title, "url": f"{place}#{FOUND}" if is_event else place}


def tasks_of(said: dict) -> list[dict]:
    """What the class is to do: a ready task, the maker's own words, or both."""
    own = said.get("task") and {"title": _("Task"), "task": said["task"], "lang": said["lang"].get("task", "")}
    return [task for task in (task_in_words(said.get("ready", "")), own) if task]
