"""An event, a question or a lesson as slides: one thing at a time, and what was found after what was said.

A slide is a dictionary: ``kind`` (the partial of ``templates/present/`` that shows it), ``heading``, and what that
partial needs. A reader sees the words before any judgement: a teacher decides when to go on.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from timeline.models import Event
from timeline.views.lesson_reading import Item
from timeline.views.presenting import EventPage, Page
from timeline.views.tasks import task_in_words

# Characters of text up to which the type of a slide is larger, and from which it is smaller, so that it still fits a
# screen of 1280 by 720.
SHORT, LONG, LONGER = 90, 180, 320
ROWS = 4  # questions of number with one answer each, together on a slide


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


def of_page(page: Page) -> Iterator[dict]:
    """What is shown of an event or question after its title."""
    yield from words(page)
    if isinstance(page, EventPage):
        yield from computed(page)
    else:
        yield {
            "kind": "contrast",
            "heading": _("Where they part"),
            "text": page.document["contrast"],
            "size": size_of(page.document["contrast"]),
        }
    yield from notes(page)


def words(page: Page) -> Iterator[dict]:
    """Each quote on a slide, account by account; the silent ones say so."""
    if isinstance(page, EventPage) and page.is_context:
        yield {"kind": "context", "heading": page.document["title"], "summary": page.document["summary"]}
        return
    for column in page.columns:
        source, citations = column["source"], column["citations"]
        if not citations:
            yield {"kind": "silence", "heading": source["name"], "source": source}
        for number, citation in enumerate(citations, start=1):
            quote = citation["quote"]
            shown = quote["exact"] + (quote.get("translation", "") if quote["foreign"] else "")
            counted = {"place": number, "places": len(citations)}
            slide = {"kind": "quote", "heading": source["name"], "source": source, "quote": quote}
            yield slide | counted | {"size": size_of(shown)}


def computed(page: EventPage) -> Iterator[dict]:
    """The dates side by side, the figures, and the sums."""
    yield {"kind": "dates", "heading": _("When was it?"), "page": page, "findings": page.sentences()}
    lone = [measure for run in page.measures_in_runs if run["lone"] for measure in run["measures"]]
    for start in range(0, len(lone), ROWS):
        yield {"kind": "figures", "heading": _("Figures"), "measures": lone[start : start + ROWS]}
    for run in page.measures_in_runs:
        for measure in [] if run["lone"] else run["measures"]:
            yield {"kind": "measure", "heading": measure["what"], "measure": measure}
    for finding in page.arithmetic:
        yield {"kind": "sum", "heading": _("Do these numbers fit together?"), "finding": finding}


def notes(page: Page) -> Iterator[dict]:
    """Each judgement of an editor, with the words that it is on."""
    for note in page.document.get("notes", []):
        told = page.note(note)
        yield {
            "kind": "note",
            "heading": told["verdict"]["word"],
            "note": told,
            "on": page.judged(note),
            "size": size_of(told["reason"]),
        }


def of_item(item: Item) -> Iterator[dict]:
    """An event or question of a lesson: its title with the task, and then its slides, which say what they are about."""
    title, newest = item.page.document["title"], item.publication
    told = tasks_of(item.said)
    yield {
        "kind": "item",
        "heading": title,
        "when": item.page.date["date_words"] if newest["kind"] == Event.KIND else "",
        "summary": item.page.document["summary"],
        "tasks": told,
        "size": size_of("".join(task["task"] for task in told)),
    }
    for slide in of_page(item.page):
        yield slide | {"about": title}


def tasks_of(said: dict) -> list[dict]:
    """What the class is to do: a ready task, the maker's own words, or both."""
    own = said.get("task") and {"title": _("Task"), "task": said["task"], "lang": said["lang"].get("task", "")}
    return [task for task in (task_in_words(said.get("ready", "")), own) if task]
