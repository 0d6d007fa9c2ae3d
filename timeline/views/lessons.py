"""Lessons: the list, a lesson for the class, and its key for the teacher."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.models import Event, Lesson, Question
from timeline.views import lesson_reading, linked, sharing, wording
from timeline.views.lesson_reading import Item, ReadLesson, said_in
from timeline.views.localise import title_in
from timeline.views.presenting import EventPage, Page
from timeline.views.public import Head, card_path, head_of, page, render, shortened
from timeline.views.tasks import task_in_words
from timeline.views.terms import by_name

TOLD = 240  # characters of an introduction on the list
# Not after an initial: what ends a sentence follows a small letter, a figure or a sign, and a capital comes after it.
SENTENCE = re.compile(r"(?<=[^\sA-Z][.!?])\s+(?=[“‘\"A-Z])")


@page()
def lessons(request):
    """The lessons that the editors published."""
    language = get_language()
    counted = {kind: Count("items", filter=Q(items__kind=kind)) for kind in (Event.KIND, Question.KIND)}
    names = ("code", "title_nl", "title_en", "intro_nl", "intro_en", *counted)
    # An order of the model does not reach a query that counts.
    found = Lesson.objects.listed().annotate(**counted).order_by("position", "code").values(*names)
    rows = [said_in(row, language) for row in found]
    rows = [row | {"intro": first_sentences(row["intro"]), "holds": holds(row)} for row in rows]
    described = _("For a class: rival sources on one subject, with tasks, and a key for the teacher.")
    return render("lessons/index.html", head_of(request, _("Lessons"), described), {"lessons": rows})


@page()
def lesson(request, code: str):
    """A lesson for the class: the tasks, and the words of the sources without any judgement."""
    read = lesson_reading.lesson_of(code, get_language())
    more = named(read) | {"indexed": read.told["published"], "embeds": True}
    head = head_of(request, read.told["title"], described(read), **more)
    items = [item_row(item, number) for number, item in enumerate(read.items, 1)]
    context = around(read) | {"items": items, "terms": terms_of(read), "share": share_of(read, head)}
    context["quoted"] = bool(first_columns(read.shown))
    return render("lessons/lesson.html", head, context | {"linked": linked.of_lesson(read, head)})


@page()
def key(request, code: str):
    """What the teacher wants at hand: what to expect of each task, what was found, and who the sources are."""
    read = lesson_reading.lesson_of(code, get_language())
    title = _("Key: %(title)s") % {"title": read.told["title"]}
    head = head_of(request, title, _("For the teacher."), indexed=False, **named(read))
    numbers = count(1)
    items = [key_row(item, number, numbers) for number, item in enumerate(read.items, 1)]
    return render("lessons/key.html", head, around(read) | {"items": items, "sources": sources_of(read)})


# --- what their templates show ----------------------------------------------------------------------------------------


def named(read: ReadLesson) -> dict:
    """What the heads of a lesson and of its key share."""
    code, version = read.told["code"], read.told["version"]
    return {"code": code, "kind": "article", "modified": read.told["changed"], "card": card_path(code, version)}


def around(read: ReadLesson) -> dict:
    """The lesson itself. What has no slug was made by a teacher, and no editor has taken it up."""
    return {"lesson": read.told, "by_teacher": not read.told["slug"]}


def share_of(read: ReadLesson, head: Head) -> sharing.Share:
    """How to pass it on. What one does with it in class stands at its head already; and the editors sign nothing that a
    teacher made."""
    told = read.told
    share = sharing.of_lesson(head, told["code"], told["title"], sharing.Version(told["version"], told["changed"]))
    unsigned = {} if told["slug"] else {"citations": (), "downloads": ()}
    return replace(share, present="", blind="", **unsigned)


def first_sentences(text: str) -> str:
    """As many whole sentences as there is room for; a first one that is too long is cut at a word."""
    first, *others = SENTENCE.split(text.split("\n\n")[0])
    told = shortened(first, TOLD)
    for sentence in others:
        if len(told) + 1 + len(sentence) > TOLD:
            break
        told += " " + " ".join(sentence.split())
    return told


def described(read: ReadLesson) -> str:
    """The introduction; what is in it where there is none."""
    counts = {kind: sum(item.said["kind"] == kind for item in read.items) for kind in (Event.KIND, Question.KIND)}
    return read.told["intro"] or _("A lesson: %(items)s.") % {"items": holds(counts)}


def holds(counts: dict[str, int]) -> str:
    return wording.counted(counts[Event.KIND], counts[Question.KIND])


def item_row(item: Item, number: int) -> dict:
    """An item for the class."""
    return {
        "number": number,
        "said": item.said,
        "task": task_in_words(item.said.get("ready", "")),
        "page": item.page,
        "is_question": item.said["kind"] == Question.KIND,
        "title": title_of(item),
        "url": url_of(item),
        "reason": item.publication["reason"] if item.publication and not item.page else "",
        "date": item.page.date["date_words"] if isinstance(item.page, EventPage) else "",
        "merged": is_merged(item),
        "pinned": pinned(item) if item.page and item.changed and not is_merged(item) else "",
    }


def key_row(item: Item, number: int, numbers: Iterator[int]) -> dict:
    """An item for the teacher: what to expect, what was found, and what the editors judge. The notes have ``numbers``
    that run on through the whole key, to tell them apart by."""
    row = item_row(item, number)
    return row | ({"findings": findings_of(item.page), "notes": notes_of(item.page, numbers)} if item.page else {})


def title_of(item: Item) -> str:
    """What it is called today, or was called last."""
    return title_in(item.publication["document_row"], get_language()) if item.publication else item.said["code"]


def url_of(item: Item) -> str:
    return reverse(item.publication["kind"], args=[item.publication["slug"]]) if item.publication else ""


def is_merged(item: Item) -> bool:
    """Whether what the maker chose is a part of another event today."""
    return bool(item.publication) and item.publication["code"] != item.said["code"]


def pinned(item: Item) -> str:
    """The version that the maker saw."""
    return reverse(f"{item.publication['kind']}-version", args=[item.publication["slug"], item.said["number"]])


def findings_of(shown: Page) -> list[dict]:
    """What the checks found: of each what it ``asks`` if it is on a question of number, and the figures it is about if
    it is on their sum."""
    asked = {row["key"]: row["what"] for row in shown.document.get("measures", [])}
    figures = {row["code"]: row for row in getattr(shown, "figures", ())}
    rows = sorted(shown.findings, key=lambda row: list(asked).index(row["measure"]) + 1 if row.get("measure") else 0)
    return [
        shown.finding(row)
        | {"asks": asked.get(row.get("measure", ""), "")}
        | {"figures": [figures[code] for code in row.get("claims", []) if code in figures and is_sum(row)]}
        for row in rows
    ]


def is_sum(finding: dict) -> bool:
    return wording.subject_of(finding["kind"]) == "arithmetic"


def notes_of(shown: Page, numbers: Iterator[int]) -> list[dict]:
    """All notes with the words that they are on; no links to a glossary, which a key does not have."""
    return [
        note | {"on": shown.judged(note), "number": number, "terms": None}
        for note, number in zip(shown.every_note, numbers, strict=False)
    ]


def terms_of(read: ReadLesson) -> list[dict]:
    """The words and people that the quotes take for granted, each once."""
    found = {row["slug"]: row for item in read.shown for row in item.page.terms_in_quotes}
    return sorted(found.values(), key=by_name)


def sources_of(read: ReadLesson) -> list[dict]:
    """Who speaks in the lesson: the sources of its quotes in the order in which they come, each with its reference."""
    return [
        column["source"] | {"reference": item.page.authors[column["source"]["slug"]]}
        for item, column in first_columns(read.shown)
    ]


def first_columns(items: Iterable[Item]) -> list[tuple[Item, dict]]:
    """The column in which each source speaks first."""
    found = {}
    for item in items:
        for column in item.page.columns:
            if column["citations"]:
                found.setdefault(column["source"]["slug"], (item, column))
    return list(found.values())
