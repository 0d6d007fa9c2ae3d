"""The form in which a lesson is made: what was typed, what its buttons do, and what its rows show."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources import codes
from timeline import search
from timeline.lessons import ITEMS, Draft, Said, plain
from timeline.models import Address, Lesson, LessonItem, PublicEvent, PublicQuestion
from timeline.models.lessons import READY_TASKS
from timeline.views import reading
from timeline.views.localise import dated_words, localised
from timeline.views.public import whole_number
from timeline.views.tasks import task_in_words

FOUND, SEEN = 8, 60  # events and questions that a search in the form offers, and how many it looks at for that
LOOKED_FOR = 100  # characters
BUTTONS = ("move", "remove", "add", "make", "save", "delete", "really")  # the others only look
MOVES = {"up": -1, "down": 1}
LIMITS = {"title": Lesson.TITLE, "intro": Lesson.INTRO, "task": LessonItem.TASK, "answer": LessonItem.ANSWER}


@dataclass
class Typed:
    """What stands in the form: the ``draft``, which ``version`` of a lesson it was opened on, what is looked for.

    ``wrong`` are complaints by field, ``said`` what a button did, ``focus`` the id of the element to go on from.
    """

    draft: Draft = field(default_factory=Draft)
    version: int = 0
    find: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    said: str = ""
    focus: str = ""

    @property
    def chosen(self) -> str:
        """The codes, as they stand in an address."""
        return ".".join(self.draft.codes)


# --- what comes in ----------------------------------------------------------------------------------------------------


def sent(given, seen: dict[str, int] | None = None) -> Typed:
    """What was typed into the form; ``seen`` are the versions in the lesson as it is saved. What is no code of ours was
    not sent by it, and is left out."""
    names = [name.lower() for name in given.getlist("item")[: ITEMS * 2]]
    items = [
        Said(
            name,
            given.get(f"ready-{name}", ""),
            plain(given.get(f"task-{name}", "")),
            plain(given.get(f"answer-{name}", "")),
            (seen or {}).get(name, 0),
            f"newest-{name}" in given,
        )
        for name in names
        if codes.PATTERN.match(name)
    ]
    draft = Draft(" ".join(plain(given.get("title", "")).split()), plain(given.get("intro", "")), items)
    find = plain(given.get("find", ""))[:LOOKED_FOR]
    return Typed(draft, whole_number(given.get("version", "")) or 0, find)


def button(given) -> tuple[str, str]:
    """The button that was pressed, and its value."""
    name = next((name for name in BUTTONS if name in given), "look")
    return name, given.get(name, "")


def chosen(asked: str, language: str) -> tuple[Typed, dict[str, dict]]:
    """An empty form for the events and questions in an address (``a.b.c``), each once and where it leads today; and
    what they are (``pieces``)."""
    names = list(dict.fromkeys(name for name in asked.lower().split(".") if codes.PATTERN.match(name)))
    shown = pieces(names, language)
    known = list(dict.fromkeys(shown[name]["target"] for name in names if name in shown))
    shown |= {piece["target"]: piece for piece in shown.values()}
    typed = Typed(Draft(items=[Said(name) for name in known[:ITEMS]]))
    if lost := len(set(filter(None, asked.lower().split(".")))) - sum(name in shown for name in names):
        typed.wrong["choice"] = ngettext(
            "%(count)d thing that was chosen is not on this site, and was left out.",
            "%(count)d things that were chosen are not on this site, and were left out.",
            lost,
        ) % {"count": lost}
    if len(known) > ITEMS:
        typed.wrong["choice"] = _("A lesson holds at most %(most)d: the rest was left out.") % {"most": ITEMS}
    return typed, shown


# --- what the buttons do ----------------------------------------------------------------------------------------------


def pressed(typed: Typed, name: str, value: str, language: str) -> Typed:
    """The form after one of the buttons that change nothing but the form."""
    if name == "move":
        way, _dash, code = value.partition("-")
        return moved(typed, code, MOVES.get(way, 0))
    if name == "remove":
        return without(typed, value)
    if name == "add":
        return added(typed, value, language)
    return replace(typed, focus="find")


def moved(typed: Typed, code: str, by: int) -> Typed:
    """With this item so many places further on; the focus stays on the button, or goes to the one that is left."""
    names = typed.draft.codes
    if code not in names or not 0 <= (place := names.index(code) + by) < len(names):
        return typed
    items = list(typed.draft.items)
    items.insert(place, items.pop(names.index(code)))
    ends = {0: "down", len(items) - 1: "up"}
    way = ends.get(place, "up" if by < 0 else "down")
    said = _("Moved: it is now %(place)d of %(all)d.") % {"place": place + 1, "all": len(items)}
    return replace(typed, draft=replace(typed.draft, items=items), said=said, focus=f"{way}-{code}")


def without(typed: Typed, code: str) -> Typed:
    """Without this item; the next one has the focus."""
    names = typed.draft.codes
    if code not in names:
        return typed
    items = [item for item in typed.draft.items if item.code != code]
    left = names[names.index(code) + 1 :] or names[: names.index(code)][-1:]
    focus = f"remove-{left[0]}" if left else "find"
    return replace(typed, draft=replace(typed.draft, items=items), said=_("Removed from the lesson."), focus=focus)


def added(typed: Typed, code: str, language: str) -> Typed:
    """With this event or question at the end, if there is room and it is not there yet."""
    here = pieces([code, *typed.draft.codes], language)
    if code not in here or not here[code]["shown"]:
        return replace(typed, wrong={"find": _("That is not on this site.")}, focus="find")
    if here[code]["target"] in {here[name]["target"] for name in typed.draft.codes if name in here}:
        return replace(typed, wrong={"find": _("That is in the lesson already.")}, focus="find")
    if len(typed.draft.items) >= ITEMS:
        full = _("The lesson is full: it holds at most %(most)d events and questions.") % {"most": ITEMS}
        return replace(typed, wrong={"find": full}, focus="find")
    items = [*typed.draft.items, Said(here[code]["target"])]
    said = _("Added: “%(title)s”.") % {"title": here[code]["title"]}
    return replace(typed, draft=replace(typed.draft, items=items), said=said, focus=f"task-{items[-1].code}")


# --- what is shown ----------------------------------------------------------------------------------------------------


def pieces(names: Iterable[str], language: str) -> dict[str, dict]:
    """The events and questions to which these codes lead, by code: one query. ``shown`` is unset on what was withdrawn,
    which then has no title any longer."""
    named = Address.objects.of_subjects([name for name in names if codes.PATTERN.match(name)])
    fields = {"code": "code", "slug": "slug", "number": "publication__number", "row": "row"}
    found = reading.together(
        reading.as_json("address", named.leading(), name="name", kind="kind", target="target"),
        reading.as_json("index", PublicEvent.objects.filter(code__in=named.targets()), **fields),
        reading.as_json("index", PublicQuestion.objects.filter(code__in=named.targets()), **fields),
    )
    shown = {row["code"]: row for row in found.get("index", [])}
    return {
        row["name"]: piece(row["kind"], row["target"], shown.get(row["target"]), language)
        for row in found.get("address", [])
    }


def piece(kind: str, target: str, indexed: dict | None, language: str) -> dict:
    """An event or question as the form names it."""
    told = {
        "kind": kind,
        "target": target,
        "shown": bool(indexed),
        "title": "",
        "date": "",
        "url": "",
        "slug": "",
        "number": 0,
    }
    if indexed:
        told |= {"title": localised(title_of(indexed["row"]), language)["title"], "number": indexed["number"]}
        told |= {"date": dated_words(indexed["row"].get("date", {}), language)}
        told |= {"url": reverse(kind, args=[indexed["slug"]]), "slug": indexed["slug"]}
    return told


def title_of(row: dict) -> dict:
    return {name: row[name] for name in ("title_nl", "title_en")}


def rows(typed: Typed, shown: dict[str, dict]) -> list[dict]:
    """The items of the form, in order, with what is wrong with each."""
    last = len(typed.draft.items)
    return [
        {
            "code": item.code,
            "place": place,
            "of": last,
            "said": item,
            "piece": shown.get(item.code) or {"title": item.code, "shown": False},
            "wrong": {name: typed.wrong.get(f"{name}-{item.code}", "") for name in ("item", "ready", "task", "answer")},
            "changed": changed(item, shown.get(item.code)),
            "up": place > 1,
            "down": place < last,
        }
        for place, item in enumerate(typed.draft.items, start=1)
    ]


def changed(item: Said, now: dict | None) -> dict | None:
    """What its maker saw, where an event or question has changed since; an event as a link."""
    if not now or not now["shown"] or now["target"] != item.code or not 0 < item.seen < now["number"]:
        return None
    return {"seen": item.seen, "now": now["number"], "pinned": now["kind"] == "event"}


def context(typed: Typed, shown: dict[str, dict], language: str) -> dict:
    """What the template of the form needs."""
    titled = [{"name": name, **task_in_words(name)} for name, _label in READY_TASKS]
    return {
        "typed": typed,
        "rows": rows(typed, shown),
        "ready": titled,
        "limits": LIMITS,
        "most": ITEMS,
        "found": offers(typed, language) if typed.find else None,
    }


def offers(typed: Typed, language: str) -> list[dict]:
    """Events and questions in which everything stands that is looked for, first where it stands in the title."""
    sought = search.needles(typed.find)
    if not sought:
        return []
    questions = [{"kind": "question", "code": row.code, "row": row.row} for row in PublicQuestion.objects.all()[:200]]
    asked = [row for row in questions if all(word in search.fold(words_of(row["row"], language)) for word in sought)]
    found = search.among(PublicEvent.objects.all(), typed.find, language).order_by("-importance", "earliest", "code")
    told = [{"kind": "event", "code": row.code, "row": row.row} for row in found[:SEEN]]
    offered = [offer(row, typed, language) for row in asked + told]
    offered.sort(key=lambda row: not all(word in search.fold(row["title"]) for word in sought))
    return offered[:FOUND]


def words_of(row: dict, language: str) -> str:
    """The title and summary of a question."""
    told = localised({name: text for name, text in row.items() if isinstance(text, str)}, language)
    return f"{told['title']} {told.get('summary', '')}"


def offer(row: dict, typed: Typed, language: str) -> dict:
    """What was found, as the form offers it."""
    return {
        "kind": row["kind"],
        "code": row["code"],
        "title": localised(title_of(row["row"]), language)["title"],
        "date": dated_words(row["row"].get("date", {}), language),
        "there": row["code"] in typed.draft.codes,
    }
