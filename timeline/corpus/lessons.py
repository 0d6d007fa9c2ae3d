"""A lesson ⇄ its file. Lessons that teachers made stand in no file: they have no slug."""

from pydantic import Field

from sources.refusal import Refusal, gettext_noop
from timeline import dictionary, publishing, shape
from timeline.corpus.shapes import SCHEMA
from timeline.dictionary import Shape
from timeline.lessons import kind_and_number
from timeline.models import Address, Lesson, LessonItem

ADDED, UNCHANGED, KEPT, REPLACED = "added", "unchanged", "kept", "replaced"


class LessonItemShape(Shape):
    """An event or question, and what is said of it. A load takes the version that it has in that installation."""

    code: str
    ready: str = ""
    task_nl: str = ""
    task_en: str = ""
    answer_nl: str = ""
    answer_en: str = ""


class LessonShape(Shape):
    """A lesson: ``lessons/<slug>.toml``."""

    schema_: int = Field(alias="schema")
    code: str
    slug: str
    position: int = 100
    title_nl: str = ""
    title_en: str = ""
    intro_nl: str = ""
    intro_en: str = ""
    guide_nl: str = ""
    guide_en: str = ""
    published: bool = False
    withdrawn: str = ""
    items: tuple[LessonItemShape, ...] = Field(default=(), strict=False)


LESSON = [name for name in LessonShape.model_fields if name not in ("schema_", "items")]
ITEM = list(LessonItemShape.model_fields)


def take(data: LessonShape, *, replace: bool) -> str:
    """Store a lesson, as one of ADDED, UNCHANGED, KEPT (it was changed at the desk) or REPLACED."""
    lesson = Lesson.objects.filter(code=data.code).first() or Lesson()
    before = to_dict(lesson) if lesson.pk else None
    if before == dictionary.dump(data):
        return UNCHANGED
    if before and not replace:
        return KEPT
    if not data.items:
        raise dictionary.ShapeError(
            [("items", Refusal(gettext_noop("a lesson needs at least one event or question.")))]
        )
    for name in LESSON:
        setattr(lesson, name, getattr(data, name))
    refuse_too_long(lesson, "")
    shape.keep(lesson, "")
    with shape.at("code"):
        publishing.claim_address(Address.CODE, lesson.code, Address.LESSON, lesson.code)
    lesson.items.all().delete()
    for position, item in enumerate(data.items):
        take_item(lesson, item, position)
    return REPLACED if before else ADDED


def take_item(lesson: Lesson, data: LessonItemShape, position: int):
    """One item, in the newest version of what it leads to."""
    path = f"items[{position}]"
    item = LessonItem(lesson=lesson, position=position, **dict(data))
    with shape.at(f"{path}.code"):
        item.kind, item.number = kind_and_number(data.code)
    refuse_too_long(item, f"{path}.")
    shape.keep(item, path)


def refuse_too_long(row: Lesson | LessonItem, path: str):
    """Django holds texts to their length in forms only."""
    too_long = gettext_noop("this is longer than %(most)d characters; shorten it.")
    if problems := [
        (f"{path}{field.name}", Refusal(too_long, most=field.max_length))
        for field in row._meta.get_fields()
        if field.concrete and field.get_internal_type() == "TextField"
        if field.max_length and len(getattr(row, field.name)) > field.max_length
    ]:
        raise dictionary.ShapeError(problems)


def to_dict(lesson: Lesson) -> dict:
    """A lesson as its file holds it, without the keys that hold their default."""
    items = tuple(LessonItemShape(**{name: getattr(item, name) for name in ITEM}) for item in lesson.items.all())
    told = {name: getattr(lesson, name) for name in LESSON}
    return dictionary.dump(LessonShape(schema=SCHEMA, items=items, **told))
