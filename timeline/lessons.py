"""What a teacher without an account may do: make a lesson, change it and remove it with the secret part of its link.

Nothing of who sends it comes this far, so nothing of that can be stored.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from sources import codes
from sources.refusal import Refusal
from timeline.models import Address, Lesson, LessonItem, Publication
from timeline.models.lessons import READY_TASKS

ITEMS = 20  # in one lesson: more than a class can do, and few enough to show on one page in three queries
MADE_AN_HOUR = 600  # lessons on the whole site: what flows in when a large school does this at once, and no flood
LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
KEPT = "\n\u200c\u200d"  # what joins and parts letters: Persian and compound emoji need it
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs to Unicode, and nothing to the eye
SECRET_BYTES = 24  # of the edit link: not to be guessed, and short enough for one line of a mail
REMOVED = gettext_noop("Whoever made this lesson has removed it.")
REMOVED_TITLE = gettext_noop("Removed lesson")


@dataclass
class Said:
    """An event or question in a lesson, and what the maker says of it.

    ``seen`` is the version that she saw when she chose it (0 where it is not saved yet), ``newest`` that she has now
    looked at the one of today.
    """

    code: str
    ready: str = ""
    task: str = ""
    answer: str = ""
    seen: int = 0
    newest: bool = False


@dataclass
class Draft:
    """A lesson as its maker typed it, in one language."""

    title: str = ""
    intro: str = ""
    items: list[Said] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.items]


class NotAccepted(Exception):
    """A draft that cannot be a lesson; ``complaints`` says why by the name of the field."""

    def __init__(self, complaints: dict[str, str]):
        self.complaints = complaints
        super().__init__("; ".join(complaints.values()))


class TooMany(Exception):
    """So many lessons were made in the last hour that no more are taken."""


class ChangedMeanwhile(Exception):
    """The lesson was saved elsewhere after this form was opened."""


# --- the verbs --------------------------------------------------------------------------------------------------------


@transaction.atomic
def make(draft: Draft, language: str) -> tuple[Lesson, str]:
    """A new lesson, and the secret part of its edit link, which is stored nowhere.

    Raises NotAccepted or TooMany.
    """
    lately = timezone.now() - timedelta(hours=1)
    if Lesson.objects.exclude(secret="").filter(made__gte=lately).count() >= MADE_AN_HOUR:
        raise TooMany
    kinds, numbers = leading_to(draft.codes)
    refuse(complaints(draft, numbers))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    lesson = Lesson(code=free_code(), secret=hashed(secret), **in_language(draft, language))
    lesson.save()
    Address.objects.create(space=Address.CODE, name=lesson.code, kind=Address.LESSON, code=lesson.code)
    write_items(lesson, draft, language, kinds, numbers)
    return lesson, secret


@transaction.atomic
def change(lesson: Lesson, draft: Draft, version: int, language: str):
    """Save the lesson as it is typed now, if it is still at this ``version``.

    Raises NotAccepted or ChangedMeanwhile. What was in the lesson before may stay in it though it was withdrawn since,
    and keeps the version that the maker saw, unless she says that she has looked at the newest.
    """
    before = seen_in(lesson)
    kinds, numbers = leading_to(draft.codes)
    again = {item.code for item in draft.items if item.newest and item.code in numbers}
    numbers |= {code: number for code, number in before.items() if code not in again}
    refuse(complaints(draft, numbers))
    begin(lesson, version, **in_language(draft, language))
    lesson.items.all().delete()
    write_items(lesson, draft, language, kinds, numbers)


@transaction.atomic
def remove(lesson: Lesson, version: int):
    """Take the lesson away for ever, with all that was typed; its address then says so. Raises ChangedMeanwhile."""
    begin(lesson, version, **nothing_typed(), withdrawn=REMOVED)
    lesson.items.all().delete()


@transaction.atomic
def take_newest(lesson: Lesson):
    """From now on the lesson was made on what readers see today. Raises ChangedMeanwhile."""
    if not Lesson.objects.filter(pk=lesson.pk).next_version(lesson.version):
        raise ChangedMeanwhile
    for item in lesson.items.all():
        kind, number = kind_and_number(item.code)
        lesson.items.filter(pk=item.pk).update(kind=kind, number=number)


def opened_by(code: str, secret: str) -> Lesson | None:
    """The lesson with this code, if this is the secret part of its edit link. Lessons of editors have none."""
    lesson = Lesson.objects.filter(code=code.lower()).exclude(secret="").first()
    # As long for a lesson that is not there: the clock tells nobody which codes there are.
    right = constant_time_compare(hashed(secret), lesson.secret if lesson else hashed(""))
    return lesson if lesson and right else None


def draft_of(lesson: Lesson, language: str) -> Draft:
    """What its maker would find in the form."""
    rows = [
        Said(row.code, row.ready, getattr(row, f"task_{language}"), getattr(row, f"answer_{language}"), row.number)
        for row in lesson.items.order_by("position")
    ]
    return Draft(getattr(lesson, f"title_{language}"), getattr(lesson, f"intro_{language}"), rows)


def seen_in(lesson: Lesson) -> dict[str, int]:
    """The versions that the maker saw, by the codes of the items."""
    return dict(lesson.items.values_list("code", "number"))


def language_of(lesson: Lesson, language: str) -> str:
    """The language that the lesson is written in; this one, where it is written in both."""
    return language if getattr(lesson, f"title_{language}") else ("nl" if lesson.title_nl else "en")


# --- what is accepted -------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """What was typed, as it is kept: plain text with its lines, without signs that no eye can see, or that turn round
    what stands after them."""
    lines = LINE_END.sub("\n", text).replace("\t", " ")
    kept = "".join(sign for sign in lines if sign in KEPT or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", kept).split("\n")).strip()


def is_visible(text: str) -> bool:
    """Whether there is anything to see in it: a letter, figure or other sign."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK for sign in text)


def complaints(draft: Draft, known: Iterable[str]) -> dict[str, str]:
    """Why this cannot be a lesson, by the name of the field; ``known`` are the codes that may be in one."""
    found = {}
    if not is_visible(draft.title):
        found["title"] = _("Give the lesson a title.")
    if not draft.items:
        found["choice"] = _("Put at least one event or question in the lesson.")
    if len(draft.items) > ITEMS:
        found["choice"] = _("A lesson holds at most %(most)d events and questions: remove some.") % {"most": ITEMS}
    if len(set(draft.codes)) < len(draft.items):
        found["choice"] = _("Something is in the lesson twice: remove one of the two.")
    texts = {"title": (draft.title, Lesson.TITLE), "intro": (draft.intro, Lesson.INTRO)}
    for item in draft.items:
        texts[f"task-{item.code}"] = (item.task, LessonItem.TASK)
        texts[f"answer-{item.code}"] = (item.answer, LessonItem.ANSWER)
        if item.code not in known:
            found[f"item-{item.code}"] = _("This is not on the site any longer: remove it.")
        if item.ready not in dict([("", ""), *READY_TASKS]):
            found[f"ready-{item.code}"] = _("There is no such ready task.")
    return found | {name: too_long(text, most) for name, (text, most) in texts.items() if len(text) > most}


def too_long(text: str, most: int) -> str:
    over = len(text) - most
    return ngettext(
        "%(over)d character too long (at most %(most)d).", "%(over)d characters too long (at most %(most)d).", over
    ) % {"over": over, "most": most}


def refuse(found: dict[str, str]):
    if found:
        raise NotAccepted(found)


# --- how it is kept ---------------------------------------------------------------------------------------------------


def hashed(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def free_code() -> str:
    """A code that leads nowhere yet."""
    while Address.objects.filter(space=Address.CODE, name=(code := codes.mint())).exists():
        pass
    return code


def in_language(draft: Draft, language: str) -> dict:
    return {f"title_{language}": draft.title, f"intro_{language}": draft.intro}


def begin(lesson: Lesson, version: int, **fields):
    """Take the next version, if nobody else has. Raises ChangedMeanwhile."""
    if not Lesson.objects.of_teachers().filter(pk=lesson.pk, withdrawn="").next_version(version, **fields):
        raise ChangedMeanwhile


def nothing_typed() -> dict[str, str]:
    """The fields of a lesson without what somebody typed; its title says that it was removed."""
    titles = {}
    for language in ("nl", "en"):
        with override(language):
            titles[f"title_{language}"] = _(REMOVED_TITLE)
    return titles | dict.fromkeys(("intro_nl", "intro_en", "guide_nl", "guide_en"), "")


def leading_to(names: list[str], *, withdrawn: bool = False) -> tuple[dict[str, str], dict[str, int]]:
    """By code: the kind of event or question that it leads to today, and the version of it that readers see; with
    ``withdrawn`` also the one that they saw last of what they no longer see."""
    rows = list(Address.objects.of_subjects(names).leading().values_list("name", "kind", "target"))
    published = Publication.objects.filter(code__in=[target for _name, _kind, target in rows]).order_by("number")
    shown: dict[str, int] = {}
    for code, number, action in published.values_list("code", "number", "action"):
        if action != Publication.WITHDRAWN:
            shown[code] = number
        elif not withdrawn:
            shown.pop(code, None)
    return {name: kind for name, kind, _target in rows}, {n: shown[t] for n, _kind, t in rows if t in shown}


def kind_and_number(code: str) -> tuple[str, int]:
    """The same of one code, withdrawn or not. Raises Refusal where nothing was published under it."""
    kinds, numbers = leading_to([code], withdrawn=True)
    if code not in numbers:
        raise Refusal(gettext_noop("no event or question that was published has the code “%(code)s”."), code=code[:60])
    return kinds[code], numbers[code]


def write_items(lesson: Lesson, draft: Draft, language: str, kinds: dict[str, str], numbers: dict[str, int]):
    said = [
        {"ready": item.ready, f"task_{language}": item.task, f"answer_{language}": item.answer} for item in draft.items
    ]
    LessonItem.objects.bulk_create(
        LessonItem(
            lesson=lesson, position=position, kind=kinds[code], code=code, number=numbers[code], **said[position]
        )
        for position, code in enumerate(draft.codes)
    )
